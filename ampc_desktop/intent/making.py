"""What a garment can't be: values its options don't know, parts it never or always has, each told in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ampc_desktop.core.requirement import Slot
from ampc_desktop.core.schema import Parameter, ParameterSchema, Value
from ampc_desktop.intent.lexicon import Entry, lexicon, nodes
from ampc_desktop.intent.turn import Part, Turn
from ampc_desktop.intent.wording import called, with_article

SHAPING = ("choice", "switch")


def put_switch(turn: Turn, part: Part, schemas: Mapping[str, ParameterSchema]) -> None:
    """Decide the switch of a part, if any garment has one; which garment it is may follow from it."""
    name = option_of(part.entry)
    if any(name in schema and schema[name].kind == "switch" for schema in schemas.values()):
        turn.put(name, part.wanted, part.span)


def option_of(entry: Entry) -> str:
    """Id of the switch a part is decided by, where a garment has it."""
    return str(nodes("feature").get(entry.id, {}).get("option", entry.id))


def fit_parts(turn: Turn, parts: Sequence[Part], family: str, schema: ParameterSchema) -> None:
    """Parts against the garment: decided by an option, always there, never there, or left to the other options."""
    for part in parts:
        if any(other.entry.id == part.entry.id and _behind(other, part) for other in parts):
            continue
        record, name, garment = nodes("feature")[part.entry.id], option_of(part.entry), with_article(schema.label)
        if name in schema and schema[name].kind == "switch":
            continue
        if name in turn.slots and isinstance(turn.slots[name].value, bool):
            del turn.slots[name]
        turn.understood = True
        ways = {id: value for id, value in record.get("with" if part.wanted else "without", {}).items() if id in schema}
        always = family in record.get("always", ()) or "*" in record.get("always", ())
        only: Mapping[str, Sequence[str]] = record.get("only", {})
        held = all(id not in schema or id not in turn.slots or turn.slots[id].value in ok for id, ok in only.items())
        if part.wanted and always and held:
            continue
        if ways:
            for id, value in ways.items():
                if id not in turn.slots or not (part.wanted or _said_later(turn, id, part)):
                    turn.put(id, value, part.span)
        elif part.wanted:
            turn.notes.append(f"We make {garment} only without {part.entry.label}.")
        elif always and held:
            turn.notes.append(f"We make {garment} only with {part.entry.label}.")


def fit_values(turn: Turn, family: str, schema: ParameterSchema, schemas: Mapping[str, ParameterSchema]) -> None:
    """Values this garment's options don't know: taken to the nearest that it does, or set aside, with a note."""
    shapes = {
        one.id: one.label.lower() for other in schemas.values() for one in other.parameters if one.kind in SHAPING
    }
    garment = with_article(schema.label)
    for name, heading in shapes.items():
        slot = turn.slots.get(name)
        if slot is None:
            continue
        said = _said_of(name, slot, heading)
        if name in turn.nearest:
            continue
        if name not in schema:
            del turn.slots[name]
            if slot.value is not False and not _lacks_anyway(name, slot.value, family):
                turn.notes.append(f"For {garment} there is no choice of {heading}: '{said}' is left out.")
            continue
        near = nearest_made(schema[name], slot.value, family)
        if near == slot.value:
            continue
        if near is None:
            del turn.slots[name]
            turn.notes.append(f"We don't make {garment} with '{said}'; it is left out.")
            continue
        turn.slots[name] = replace(slot, value=near)
        turn.notes.append(f"I read '{said}' as {dict(schema[name].choices)[str(near)].lower()} for this garment.")


def tell_nearest(turn: Turn, family: str, schema: ParameterSchema, cloth_suits: Callable[[str], bool]) -> None:
    """What we don't make and what this garment gets instead, each in a line.

    cloth_suits : whether a kind of cloth can be made into this garment.
    """
    for name, label in turn.nearest.items():
        slot = turn.slots.get(name)
        if slot is None:
            continue
        value: Value | None = slot.value
        if name in schema:
            value = nearest_made(schema[name], slot.value, family)
        elif name == "neckline" or (name == "fabric" and not cloth_suits(str(slot.value))):
            value = None
        if value is None:
            del turn.slots[name]
            made_of = "of" if name == "fabric" else "with"
            turn.notes.append(f"We don't make {with_article(schema.label)} {made_of} {label}; it is left out.")
            continue
        turn.slots[name] = replace(slot, value=value)
        called_so = lexicon().labels.get((name, value), str(value)).lower()
        turn.notes.append(f"We don't make {label}; {called_so} is the nearest.")


def _said_of(name: str, slot: Slot, heading: str) -> str:
    """A value in the words it was said in; by its name when it came from the panel or was concluded."""
    if slot.evidence is not None and not isinstance(slot.value, bool):
        return " ".join(slot.evidence.text.split()).lower()
    label = lexicon().labels.get((name, slot.value), heading if isinstance(slot.value, bool) else str(slot.value))
    return called(label)


def twice(parts: Sequence[Part], corrections: Sequence[int]) -> list[str]:
    """Sentences about parts both asked for and ruled out in one breath that no option decides: the later counts."""
    notes = []
    for part in parts:
        for later in parts:
            if later.entry.id != part.entry.id or later.wanted == part.wanted or not _behind(later, part):
                continue
            assert part.span is not None and later.span is not None
            if not any(part.span.start < cut < later.span.start for cut in corrections):
                first, last = (_part_words(one) for one in (part, later))
                notes.append(f"You said {first} and {last}: {last} is taken.")
    return notes


def _behind(later: Part, part: Part) -> bool:
    return later.span is not None and part.span is not None and later.span.start > part.span.start


def _part_words(part: Part) -> str:
    name = part.entry.label.removeprefix("a ").removeprefix("an ")
    return part.entry.label if part.wanted else f"no {name}"


def _said_later(turn: Turn, id: str, part: Part) -> bool:
    return part.span is None or any(one.slot == id and one.span.start > part.span.start for one in turn.said)


def _lacks_anyway(name: str, value: Value, family: str) -> bool:
    """Whether a value asks for the lack of a part which the garment lacks anyway: a sleeveless tank top."""
    part = nodes(name).get(str(value), {}).get("lack_of", "")
    return bool(part) and family not in nodes("feature")[part].get("always", ())


def nearest_made(parameter: Parameter, value: Value, family: str) -> Value | None:
    """What an option of a garment makes of a value: itself, the nearest choice by the knowledge, or None."""
    choices = [id for id, _ in parameter.choices]
    if parameter.kind == "switch" or not choices or value in choices:
        return value
    name, said = parameter.id, str(value)
    records = nodes(name)
    beside: Sequence[str] = records.get(said, {}).get("near", ())
    for one in beside:
        if one in choices:
            return one
    if said not in records or records[said].get("family") not in (None, family):
        return None if said != "long" else choices[-1]
    order = records[said].get("order", 0)
    known = [choice for choice in choices if "order" in records.get(choice, {})]
    return min(known, key=lambda choice: abs(records[choice]["order"] - order)) if known else None
