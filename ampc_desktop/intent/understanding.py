"""One turn of the conversation: text and what was wanted so far -> what is wanted now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ampc_desktop.core.fabric import Capabilities
from ampc_desktop.core.requirement import Question, Requirement, Slot, Understanding
from ampc_desktop.core.schema import ParameterSchema, Value
from ampc_desktop.intent import language, lengths
from ampc_desktop.intent.clashes import clashes, taken_back
from ampc_desktop.intent.families import fabric_families, family_of
from ampc_desktop.intent.leaving import left_behind
from ampc_desktop.intent.lexicon import Match, Token, nodes, tokens
from ampc_desktop.intent.making import SHAPING, fit_parts, fit_values, nearest_made, option_of, tell_nearest, twice
from ampc_desktop.intent.matching import found_in, not_understood, refuse_unmade, without_weak
from ampc_desktop.intent.negation import is_correction, negated, split_at_corrections
from ampc_desktop.intent.numbers import amounts, changes, too
from ampc_desktop.intent.question import next_question
from ampc_desktop.intent.reading import read
from ampc_desktop.intent.turn import Turn
from ampc_desktop.intent.wording import with_article


def understand(
    previous: Requirement,
    text: str,
    capabilities: Capabilities,
    schemas: Mapping[str, ParameterSchema],
    current: Mapping[str, float] | None = None,
    today: date | None = None,
) -> Understanding:
    """The whole wish after one more turn.

    schemas : options of each garment family; current : resolved numeric options, which relative wishes
    ("2 cm longer") start from; today : day from which "by Friday" counts.
    Raises Problem: intent.empty, intent.too_long, intent.language, intent.nonsense (BAD_INPUT), garment.unknown (NO).
    """
    language.check(text)
    turn = Turn(text, previous.turns, dict(previous.slots), dict(previous.refused))
    today = today or date.today()
    words = tokens(text)
    found, mended = found_in(words)
    strong, gave_way = without_weak(found)
    kept = [match for match in strong if not too(words, match.first)]
    refuse_unmade(kept, words, capabilities)
    taken = _numbers(turn, words, today)
    pieces = split_at_corrections(words, kept)
    for piece in pieces:
        read(turn, words, piece, schemas)
    family = family_of(turn, capabilities, schemas)
    schema = schemas.get(family)
    gone, told = left_behind(previous.slots, turn.slots, schemas)
    for name in gone:
        del turn.slots[name]
    turn.refused = {name: values for name, values in turn.refused.items() if name not in gone}
    turn.notes += told
    doubts: tuple[Question, ...] = ()
    if schema is not None:
        lengths.read(turn, words, taken, schema, kept)
        fit_parts(turn, turn.parts, family, schema)
        turn.notes += _parts_twice(turn, words, schema)
        weak = [match for match in gave_way if not too(words, match.first) and not negated(words, match.first)]
        doubts = _doubts(turn, words, weak, family, schemas, capabilities)
        relative = changes(words, taken)
        lengths.change(turn, words, relative, schema, current or {})
        fit_values(turn, family, schema, schemas)
        tell_nearest(turn, family, schema, lambda kind: family in fabric_families(kind, capabilities))
        turn.notes += _unsuited_cloth(turn, schema.label, family, capabilities)
    if previous.turns == 0 and _only_a_colour(turn, words, kept):
        turn.understood = False
    if not turn.understood:
        if language.is_smalltalk(text) and previous.turns:
            return Understanding(replace(previous, turns=previous.turns + 1), notes=("Nothing changed.",))
        raise language.nonsense(text)
    _suggest(turn, kept, capabilities, family)
    turn.notes += mended
    settled = {one.slot for one in turn.said}
    doubts += tuple(one for one in previous.unclear if one.slot not in settled and one.slot in turn.slots)
    unknown = not_understood(words, kept, taken)
    requirement = Requirement(turn.slots, turn.refused, unknown, turn.number + 1, doubts)
    changed = tuple(
        name
        for name in {**previous.slots, **turn.slots}
        if _value(previous, name) != _value(requirement, name) or previous.refused.get(name) != turn.refused.get(name)
    )
    question = next_question(requirement, schemas, capabilities)
    return Understanding(requirement, changed, question, tuple(dict.fromkeys(turn.notes)))


def _doubts(
    turn: Turn,
    words: Sequence[Token],
    weak: Sequence[Match],
    family: str,
    schemas: Mapping[str, ParameterSchema],
    shop: Capabilities,
) -> tuple[Question, ...]:
    """Tell what was said twice in different ways; give the questions it leaves."""
    schema = schemas[family]

    def made(name: str, value: Value) -> Value | None:
        if name in schema:
            return nearest_made(schema[name], value, family)
        return None if any(name in other and other[name].kind in SHAPING for other in schemas.values()) else value

    _narrow_cloth(turn, shop)
    corrections = [word.start for i, word in enumerate(words) if is_correction(words, i)]
    notes, questions = clashes(turn.said, corrections, turn.slots, made)
    turn.notes += [*notes, *taken_back(turn.said, turn.ruled_out, corrections), *_gave_way(turn, words, weak, made)]
    return tuple(questions)


def _gave_way(
    turn: Turn, words: Sequence[Token], weak: Sequence[Match], made: Callable[[str, Value], Value | None]
) -> list[str]:
    """Sentences about weak words that say something else than the stronger one that counts."""
    notes = []
    for match in weak:
        for name, value in match.entry.sets.items():
            strong = next((one for one in reversed(turn.said) if one.slot == name), None)
            if strong is not None and made(name, value) not in (None, made(name, strong.value)):
                told = " ".join(word.text for word in words[match.first : match.last])
                notes.append(f"You said '{told}' and '{strong.span.text}': '{strong.span.text}' is taken.")
    return notes


def _unsuited_cloth(turn: Turn, garment: str, family: str, shop: Capabilities) -> list[str]:
    """A sentence about a cloth that was asked for and can't be made into this garment."""
    said = next((one for one in reversed(turn.said) if one.slot == "fabric"), None)
    slot = turn.slots.get("fabric")
    if said is None or slot is None or slot.source != "said" or family in fabric_families(str(slot.value), shop):
        return []
    label = nodes("fabric").get(str(slot.value), {}).get("label", str(slot.value))
    return [f"{label} is no cloth for {with_article(garment)}: choose another cloth or another garment."]


def _parts_twice(turn: Turn, words: Sequence[Token], schema: ParameterSchema) -> list[str]:
    """Sentences about parts asked for and ruled out; where an option decides, its clash has told it already."""
    corrections = [word.start for i, word in enumerate(words) if is_correction(words, i)]
    switches = {one.id for one in schema.parameters if one.kind == "switch"}
    return twice([part for part in turn.parts if option_of(part.entry) not in switches], corrections)


def _narrow_cloth(turn: Turn, shop: Capabilities) -> None:
    """ "a cotton denim skirt": a fibre beside a cloth made of it is no second cloth."""
    kinds = [one for one in turn.said if one.slot == "fabric"]
    for cloth in kinds:
        records = nodes("fabric").get(str(cloth.value), {}).get("records", ())
        made_of = [shop.fabrics[id].composition.lower() for id in records if id in shop.fabrics]
        fibres = [
            one
            for one in kinds
            if one.value != cloth.value and made_of and all(str(one.value) in fibre for fibre in made_of)
        ]
        if fibres and len({one.value for one in (*fibres, cloth)}) == len({one.value for one in kinds}):
            turn.said = [one for one in turn.said if one not in fibres]
            if turn.slots["fabric"].value in {one.value for one in fibres}:
                turn.slots["fabric"] = replace(turn.slots["fabric"], value=cloth.value, evidence=cloth.span)
            return


def _only_a_colour(turn: Turn, words: Sequence[Token], found: Sequence[Match]) -> bool:
    """One colour word among strange ones is no wish: "the quick brown fox jumps"."""
    if {name for name, slot in turn.slots.items() if slot.source != "default"} - {"colour", "motif_colours"}:
        return False
    used = {i for match in found for i in range(match.first, match.last)}
    english = language.english_words()
    strange = [w for i, w in enumerate(words) if i not in used and w.stem.isalpha() and w.stem not in english]
    return len(strange) >= 3


def _value(requirement: Requirement, name: str) -> object:
    slot = requirement.slots.get(name)
    return None if slot is None else (slot.value, slot.source)


def _numbers(turn: Turn, words: Sequence[Token], today: date) -> list[tuple[int, int, float]]:
    """Put price and days; give the token ranges of lengths and their mm."""
    said = []
    for amount in amounts(turn.text, today):
        if amount.kind == "price":
            turn.put("price_max_eur", amount.value, turn.span(amount.start, amount.end))
        elif amount.kind == "days":
            turn.put("days_max", amount.value, turn.span(amount.start, amount.end))
        else:
            inside = [i for i, word in enumerate(words) if word.start >= amount.start and word.end <= amount.end]
            if inside:
                said.append((inside[0], inside[-1] + 1, amount.value))
    return said


def _suggest(turn: Turn, found: Sequence[Match], shop: Capabilities, family: str) -> None:
    """Fill slots that follow from what was said (a run in the gym: performance jersey), as inferred."""
    for match in found:
        for name, value in match.entry.suggests.items():
            if name not in turn.slots and str(value) not in turn.refused.get(name, ()):
                if name == "fabric" and family not in fabric_families(str(value), shop):
                    continue
                turn.slots[name] = Slot(value, "inferred", 0.6, None)
