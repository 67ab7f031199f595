"""Short words for values: chips, rows and lines of the window and the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.schema import Option, Source, Value
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.snapshot import Snapshot


@dataclass(frozen=True)
class UnderstoodChip:
    slot: str
    text: str
    source: Source
    tip: str = ""


def option_text(option: Option) -> str:
    """Value of an option as people read it, with unit."""
    parameter = option.parameter
    if parameter.kind == "choice":
        return dict(parameter.choices).get(str(option.value), str(option.value))
    if parameter.kind == "switch":
        return "yes" if option.value else "no"
    return f"{format_mm(float(option.value), parameter.decimals)} {parameter.unit}".rstrip()


def in_use(option: Option, options: Mapping[str, Option]) -> bool:
    """Whether an option counts: the welt of a back pocket does not where there is none."""
    needs = option.parameter.needs or {}
    return all(str(options[id].value).lower() in allowed for id, allowed in needs.items() if id in options)


def chip_text(option: Option) -> str:
    """A choice with its noun: "Long sleeve", "Crew neckline", "No sleeve", but "Fitted"."""
    words, noun = option_text(option), option.parameter.label.lower()
    if words == "None":
        return f"No {noun}"
    if words.lower().startswith(noun):
        return words
    return f"{words}-{noun}" if len(words) == 1 else f"{words} {noun}"


def value_text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return format_mm(float(value), 0 if float(value).is_integer() else 1)
    return value.replace("_", " ")


def understood(shot: Snapshot) -> list[UnderstoodChip]:
    """What the studio works with, most important first: garment, choices, colour, print, cloth."""
    if shot.options is None or shot.design is None or shot.print_spec is None or shot.fabric is None:
        return []
    slots = shot.state.requirement.slots
    inks = capabilities().inks

    def source(name: str, otherwise: Source = "default") -> Source:
        return slots[name].source if name in slots else otherwise

    def tip(name: str) -> str:
        slot = slots.get(name)
        return f"from “{slot.evidence.text}”" if slot is not None and slot.evidence is not None else ""

    chips = [UnderstoodChip("garment", shot.design.label, source("garment"), tip("garment"))]
    for id, option in shot.options.items():
        if not in_use(option, shot.options):
            continue
        decided = option.source in ("said", "slider")
        if option.parameter.kind == "choice" or (decided and option.parameter.kind == "length"):
            choice = option.parameter.kind == "choice"
            text = chip_text(option) if choice else f"{option.parameter.label} {option_text(option)}"
            chips.append(UnderstoodChip(id, text, option.source, tip(id) or option.why))
        elif option.parameter.kind == "switch" and option.value:
            chips.append(UnderstoodChip(id, option.parameter.label, option.source, tip(id) or option.why))
    spec = shot.print_spec
    ground = inks[spec.inks[0]].label
    chips.insert(1, UnderstoodChip("colour", ground, source("colour"), tip("colour")))
    if spec.motif != "plain":
        marks = ", ".join(inks[ink].label for ink in spec.inks[1:])
        text = f"{spec.motif.capitalize()} {print_size(shot)}"
        chips.insert(2, UnderstoodChip("motif", text, source("motif"), tip("motif")))
        chips.insert(
            3, UnderstoodChip("motif_colours", marks, source("motif_colours", "inferred"), tip("motif_colours"))
        )
    chips.append(UnderstoodChip("fabric", f"{shot.fabric.label}", source("fabric"), tip("fabric")))
    return chips


def print_size(shot: Snapshot) -> str:
    """Line and pitch of a print, "2.4 / 24.0 mm"; pitch alone for prints without lines."""
    assert shot.print_spec is not None
    pitch_mm = shot.print_spec.repeat_mm[1]
    if shot.print_options is not None and "repeat_mm" in shot.print_options:
        pitch_mm = float(shot.print_options["repeat_mm"].value)
    line = f"{format_mm(shot.print_spec.line_mm)} / " if shot.print_spec.line_mm else ""
    return f"{line}{format_mm(pitch_mm)} mm"


def passing_text(checks: Sequence[CheckResult]) -> str:
    """How many of the checks that apply to this garment pass."""
    applying = [check for check in checks if check.status != "skip"]
    return f"{sum(check.status == 'pass' for check in applying)} of {len(applying)} pass"


def day_text(iso: str, today: date | None = None) -> str:
    """ "Thu 26 Nov", with the year when it is not this one."""
    day = date.fromisoformat(iso)
    text = f"{day:%a} {day.day} {day:%b}"
    return text if day.year == (today or date.today()).year else f"{text} {day.year}"
