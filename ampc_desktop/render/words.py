"""Measures in words, the same in pictures and in the window."""

from __future__ import annotations

from ampc_desktop.core.measurement import Measurement
from ampc_desktop.core.units import CM, format_mm


def unit_of(measure: str) -> tuple[float, str]:
    """(how much of the value makes one, unit people read): lengths in cm, weight_kg in kg, slopes in degrees."""
    return (1.0, "kg") if measure.endswith("_kg") else (1.0, "°") if measure.endswith("_slope") else (CM, "cm")


def number(measure: str, value: float) -> str:
    """A value in its unit without naming it, one decimal: 920 mm -> "92.0"."""
    return format_mm(value / unit_of(measure)[0], 1)


def rough(found: Measurement) -> bool:
    """True for what no tape or scanner touched: it is written with ≈."""
    return found.source in ("estimated", "photo")


def value_text(measure: str, found: Measurement | None) -> str:
    """Value, unit and doubt: "92.0 cm", "≈ 74.5 cm ± 1.2"; "–" when unknown."""
    if found is None:
        return "–"
    about = "≈ " if rough(found) else ""
    doubt = f" ± {number(measure, found.uncertainty)}" if found.uncertainty else ""
    return f"{about}{number(measure, found.value)} {unit_of(measure)[1]}{doubt}"
