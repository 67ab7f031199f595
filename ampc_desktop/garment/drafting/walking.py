"""How long and how narrow a skirt may be to walk in.

Legs as a pair of compasses from the hip level: a free step of 0.413 of stature at the floor (the usual pedometer rule),
of which a skirt may keep 85 %, and the girth of the leg itself. The straight skirt walks by the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core.measurement import Measurements

WAIST_OF_STATURE = 0.615
"""Height of the natural waist, where it was not measured (ANSUR II women, natural indentation)."""
STEP_OF_STATURE = 0.413
STEP_KEPT = 0.85
LEG_OF_STATURE = 0.21
"""Girth of the leg at the hem."""
ZIP_MM = 200.0


@dataclass(frozen=True)
class SkirtLevels:
    """Waist above the floor; hip and end of the zip below the waist, mm."""

    waist_height: float
    hip: float
    zip: float


def skirt_levels(body: Measurements) -> SkirtLevels:
    """Levels of a skirt; the zip is long enough that the hip passes the opened waist."""
    height = body.get("waist_height") or WAIST_OF_STATURE * body["stature"]
    hip = min(max(body["waist_to_hip"], 120.0), 330.0)
    passes = (body["hip"] - body["waist"]) / 2 + 5.0
    return SkirtLevels(height, hip, max(min(ZIP_MM, hip + 10.0), passes))


def _spread(body: Measurements) -> float:
    """Girth that a step needs per mm below the hip."""
    at = skirt_levels(body)
    return 2 * STEP_OF_STATURE * STEP_KEPT * body["stature"] / (at.waist_height - at.hip)


def longest_mm(body: Measurements, hem_mm: float) -> float:
    """Longest skirt from the waist that a hem girth lets one walk in."""
    return skirt_levels(body).hip + max(hem_mm - LEG_OF_STATURE * body["stature"], 0.0) / _spread(body)


def narrowest_mm(body: Measurements, length_mm: float) -> float:
    """Narrowest hem girth that one can walk in at a length from the waist."""
    return LEG_OF_STATURE * body["stature"] + max(length_mm - skirt_levels(body).hip, 0.0) * _spread(body)
