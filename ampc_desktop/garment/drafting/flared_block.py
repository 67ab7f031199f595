"""The A-line skirt block: a skirt quarter whose waist darts are turned into flare at the hem.

Aldrich, Metric Pattern Cutting (A-line from the tailored skirt: darts closed, hem opened, the rest stays as a dart);
FreeSewing penelope for the block beneath. Closing a dart of some angle turns the side by that angle, so the draft
starts from the flare: the side below the hip leans out by it, the waist meets the side squarely, and only what the
flare does not take up of the difference between hip and waist is left to a dart. The hem is an arc about the point
where the side meets the centre line, so it hangs level and meets the side squarely.

Frame: half panels at x >= 0, centre line on x = 0, y = 0 at the waist of the centre front, y up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path
from ampc_desktop.garment.drafting.darting import DartSpec, darted
from ampc_desktop.garment.drafting.skirt_pieces import HalfPanel

FLARE_MAX = math.radians(34.0)
"""Sides leaning further belong to a circle skirt."""


@dataclass(frozen=True)
class Sizes:
    """Finished girths, levels below the centre front waist, flare of each side (radians), back waist drop; mm."""

    waist: float
    hip: float
    hip_level: float
    length: float
    flare: float
    drop: float
    front_darts: tuple[DartSpec, ...]
    back_darts: tuple[DartSpec, ...]


def hem_quarter_mm(hip: float, hip_level: float, length: float, flare: float) -> float:
    """Length of a quarter of the hem."""
    if flare < 1e-9:
        return hip / 4
    radius = hip / 4 / math.tan(flare) - hip_level + length
    return radius * flare


def widest_flare(hip: float, hip_level: float, length: float) -> float:
    """Largest flare that still widens the hem: on a short skirt a steeper side rises faster than it goes out."""
    return min(FLARE_MAX, 1.2 * (length - hip_level) / (hip / 4))


def flare_for(hip: float, hip_level: float, length: float, hem: float) -> float:
    """The flare (radians) that gives a hem girth, by bisection; 0 where the hem is no wider than the hip."""
    low, high = 0.0, widest_flare(hip, hip_level, length)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if 4 * hem_quarter_mm(hip, hip_level, length, middle) < hem else (low, middle)
    return (low + high) / 2 if hem > hip + 1e-9 else 0.0


def natural_inset_mm(hip_level: float, flare: float) -> float:
    """How far the side comes in from hip to waist without a dart: along its own line, and a little hollow."""
    return hip_level * math.tan(flare) + 26.0


def _side(s: Sizes, inset: float) -> tuple[Path, float]:
    """Side seam from waist to hem, and its lean at the waist."""
    x = s.hip / 4
    rise = min(max(0.5 * inset, -15.0), 80.0)
    height = s.hip_level + rise
    chord = math.atan2(inset, height)
    lean = s.flare + 1.35 * (chord - s.flare)
    out = (math.sin(s.flare), -math.cos(s.flare))
    top, hip = (x - inset, rise), (x, -s.hip_level)
    upper = g.cubic(
        top,
        (top[0] + math.sin(lean) * 0.34 * height, top[1] - math.cos(lean) * 0.34 * height),
        (hip[0] - 0.40 * height * out[0], hip[1] - 0.40 * height * out[1]),
        hip,
    )
    way = s.length - s.hip_level - x * math.tan(s.flare / 2)
    return (upper, g.line(hip, (hip[0] + way * out[0], hip[1] + way * out[1]))), lean


def _hem(s: Sizes, side: Path) -> Path:
    """The arc from the centre to the side."""
    end = side[-1][-1]
    half = math.sin(s.flare)
    handle = end[0] / 3 if half < 1e-6 else end[0] / half * 4 / 3 * math.tan(s.flare / 4)
    back = (end[0] - handle * math.cos(s.flare), end[1] - handle * half)
    return (g.cubic((0.0, -s.length), (handle, -s.length), back, end),)


def _panel(s: Sizes, inset: float, back: bool) -> HalfPanel:
    side, lean = _side(s, inset)
    made = darted((0.0, -s.drop if back else 0.0), 0.0, side[0][0], lean, s.back_darts if back else s.front_darts)
    return HalfPanel(made.sections, made.darts, side, _hem(s, side), (made.closed,))


def block(s: Sizes) -> tuple[HalfPanel, HalfPanel]:
    """Front and back half, the side inset solved so that the waist is exact.

    Raises ArithmeticError if no side seam gives the waist.
    """

    def excess(inset: float) -> float:
        return _panel(s, inset, False).waist + _panel(s, inset, True).waist - s.waist / 2

    intake = sum(dart.intake for dart in (*s.front_darts, *s.back_darts))
    inset = ((s.hip - s.waist) / 2 - intake) / 2
    off, slope = excess(inset), -2.0
    for _ in range(30):
        if abs(off) < 1e-8:
            break
        step = -off / slope
        inset += step
        found = excess(inset)
        if abs(step) > 1e-9 and abs(found - off) > 1e-12:
            slope = (found - off) / step
        off = found
    if abs(off) > 1e-5:
        raise ArithmeticError(f"no side seam for waist {s.waist:.1f} mm on hip {s.hip:.1f} mm")
    return _panel(s, inset, False), _panel(s, inset, True)
