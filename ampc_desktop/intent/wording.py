"""Short sentences for the conversation: what a slider or a wish changed."""

from __future__ import annotations

from collections.abc import Sequence

from ampc_desktop.core.schema import Value
from ampc_desktop.core.units import format_mm
from ampc_desktop.intent.lexicon import lexicon

_UNITS = {"_mm": "mm", "_eur": "€", "_deg": "°", "_pct": "%"}
_LABELS = {"motif_scale": "Print size", "motif_density": "Print density", "motif_colours": "Print colours"}
_LABELS |= {"motif": "Print", "motif_direction": "Print direction", "motif_layout": "Print layout"}
_LABELS |= {
    "days_max": "Days at most",
    "price_max_eur": "Price at most",
    "repeat_mm": "Repeat",
    "line_mm": "Line width",
}


def describe_change(slot: str, old: Value | None, new: Value | None) -> str:
    """One short sentence, e.g. "Chest ease 96 → 104 mm", "Neckline crew neck → V-neck"."""
    unit = next((shown for ending, shown in _UNITS.items() if slot.endswith(ending)), "")
    name = _LABELS.get(slot) or slot.removesuffix("_mm").removesuffix("_eur").replace("_", " ").capitalize()
    numeric = isinstance(new, int | float) and not isinstance(new, bool)
    tail = f" {unit}" if unit and numeric else ""
    if new is None:
        return f"{name} {_show(slot, old)} taken back"
    if old is None:
        return f"{name} {_show(slot, new)}{tail}"
    return f"{name} {_show(slot, old)} → {_show(slot, new)}{tail}"


def with_article(label: str) -> str:
    """A garment's label with its article: "a T-shirt", "an A-line skirt", "trousers"."""
    name = called(label)
    if name.endswith("s") and not name.endswith("ss"):
        return name
    return f"an {name}" if name[0] in "aeiouA" else f"a {name}"


def called(label: str) -> str:
    """A label inside a sentence: small, but "T-shirt" and "V-neck" keep their letter."""
    return label if label[1:2] == "-" else label[:1].lower() + label[1:]


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _show(slot: str, value: Value | None) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    label = lexicon().labels.get((slot, value)) if value is not None else None
    if label:
        return called(label)
    if isinstance(value, int | float):
        return format_mm(float(value), 0 if float(value).is_integer() else 1)
    if slot == "motif_colours":
        return " and ".join(part.replace("_", " ") for part in str(value).split(","))
    return str(value).replace("_", " ")
