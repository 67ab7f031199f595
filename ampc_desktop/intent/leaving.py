"""Another kind of garment: what was set for the one before stays with that one.

Options (fit, sleeves, lengths, eases) were chosen for a garment and mean something else on another. Colour and print
are of the customer's taste: they go along until the new garment is given its own. Cloth, price and date go along, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ampc_desktop.core.requirement import Slot
from ampc_desktop.core.schema import ParameterSchema
from ampc_desktop.core.units import format_mm
from ampc_desktop.intent.lexicon import lexicon
from ampc_desktop.intent.wording import called, listed

DECIDED = ("said", "slider")
PRINT = (
    "motif", "motif_colours", "motif_scale", "motif_density", "motif_direction", "motif_layout", "repeat_mm", "line_mm",
)  # fmt: skip
LOOKS = ("colour", *PRINT)


def left_behind(
    before: Mapping[str, Slot], after: Mapping[str, Slot], schemas: Mapping[str, ParameterSchema]
) -> tuple[tuple[str, ...], list[str]]:
    """(slots that a step to another garment leaves behind, sentences about it); nothing for the same garment.

    before, after : slots before the step and after it; what the step itself put there is another object, and stays.
    """
    old, new = before.get("garment"), after.get("garment")
    if new is None or (old.value if old is not None else None) == new.value:
        return (), []
    named = old is not None and old.source in DECIDED
    staying = [name for name, slot in after.items() if before.get(name) is slot]
    gone = [
        name
        for name in staying
        if any(name in schema for schema in schemas.values()) and (named or after[name].source == "slider")
    ]
    if named:
        gone += [name for name in PRINT if name in staying and _print_goes(after, staying)]
    schema = schemas.get(str(old.value)) if old is not None else None
    label = called(schema.label) if schema is not None else "garment before"
    words = [text for name in gone if after[name].source in DECIDED and (text := _shown(name, after[name], schema))]
    notes = [f"Left behind with the {label}: {listed(words)}."] if words else []
    kept = [_shown(name, after[name], None) for name in ("colour", "motif") if name in staying and name not in gone]
    told = [text for text in kept if text]
    if named and told and not any(name in after and name not in staying for name in LOOKS):
        notes.append(f"{listed(told)[:1].upper()}{listed(told)[1:]} {'stay' if len(told) > 1 else 'stays'} as before.")
    return tuple(gone), notes


def _print_goes(after: Mapping[str, Slot], staying: Sequence[str]) -> bool:
    """A garment that is given a colour or a print of its own is not printed as the one before."""
    return any(name in after and name not in staying for name in LOOKS)


def _shown(name: str, slot: Slot, schema: ParameterSchema | None) -> str:
    """ "chest ease 60 mm", "relaxed fit", "dots"; "" for what says nothing by itself."""
    value = slot.value
    if name == "motif":
        return "" if value == "plain" else called(lexicon().labels.get((name, value), str(value)))
    if name == "colour":
        return called(lexicon().labels.get((name, value), str(value).replace("_", " ")))
    if schema is None or name not in schema:
        return ""
    parameter = schema[name]
    label = called(parameter.label)
    if isinstance(value, bool):
        return label if value else f"no {label}"
    if parameter.kind == "choice":
        choice = called(dict(parameter.choices).get(str(value), str(value)))
        return choice if label in choice else f"{label} {choice}"
    number = float(value)
    return f"{label} {format_mm(number, 0 if number.is_integer() else 1)} {parameter.unit}".rstrip()
