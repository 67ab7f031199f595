"""The straight skirt block: quarter panels with darts, drafted with the darts closed and then opened.

After Aldrich, Metric Pattern Cutting (hip line at waist-to-hip, raised side waist, darts of front and back at
the thirds of the waist) and FreeSewing penelope (side seam behind the half by 0.6 % of the hip, dart depths as
shares of waist-to-hip, waist solved for length). The waist is one smooth curve drawn with the darts closed; each
dart then turns everything beyond it about its apex, so legs are equal and the closed waist is smooth by construction.

Frame: half panels at x >= 0, centre line on x = 0, y = 0 at the waist of the centre front, y up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path
from ampc_desktop.garment.drafting.darting import DartSpec, OpenDart, darted

__all__ = ["DartSpec", "OpenDart", "Panel", "SkirtBlock", "block"]


@dataclass(frozen=True)
class Panel:
    """Half a panel. sections: waist pieces from the centre to the side; darts lie between them.

    side : waist down to hem.
    """

    sections: tuple[Path, ...]
    darts: tuple[OpenDart, ...]
    side: Path
    waist: float


@dataclass(frozen=True)
class SkirtBlock:
    """Both half panels and their levels (mm below the centre front waist)."""

    front: Panel
    back: Panel
    hip_level: float
    length: float
    front_hip: float
    back_hip: float
    taper: float
    back_drop: float


def _side(width: float, inset: float, rise: float, hip_level: float, length: float, taper: float) -> tuple[Path, float]:
    """Side seam from waist to hem, and its lean at the waist (radians, positive when the waist is smaller)."""
    height = hip_level + rise
    lean = math.atan2(1.35 * inset, height)
    top, hip, hem = (width - inset, rise), (width, -hip_level), (width - taper, -length)
    along = (math.sin(lean), -math.cos(lean))
    upper = g.cubic(
        top,
        (top[0] + along[0] * 0.34 * height, top[1] + along[1] * 0.34 * height),
        (hip[0], hip[1] + 0.42 * height),
        hip,
    )
    run = (length - hip_level) / 3
    if abs(taper) < 1e-9:
        return (upper, g.line(hip, hem)), lean
    return (upper, g.cubic(hip, (hip[0], hip[1] - run), (hem[0], hem[1] + run), hem)), lean


def _panel(side: Path, lean: float, drop: float, darts: tuple[DartSpec, ...]) -> Panel:
    """Draft one half panel: the waist from the centre, level there, to the side seam, square to it."""
    made = darted((0.0, -drop), 0.0, side[0][0], lean, darts)
    return Panel(made.sections, made.darts, side, made.length)


def block(
    waist: float,
    hip: float,
    hip_level: float,
    length: float,
    taper: float,
    shift: float,
    drop: float,
    front_darts: tuple[DartSpec, ...],
    back_darts: tuple[DartSpec, ...],
) -> SkirtBlock:
    """The block of finished waist and hip girths, mm. The side inset is solved so that the waist is exact.

    taper : hem girth less than hip girth; shift: the back panel is wider than the front by twice this;
    drop : centre back waist below the centre front. Waist larger than hip lets the side run outwards.
    """
    front_hip, back_hip = hip / 4 - shift, hip / 4 + shift

    def at(inset: float) -> tuple[Panel, Panel]:
        rise = min(max(0.3 * inset, -15.0), 40.0)
        panels = []
        for width, low, darts in ((front_hip, 0.0, front_darts), (back_hip, drop, back_darts)):
            side, lean = _side(width, inset, rise, hip_level, length, taper / 4)
            panels.append(_panel(side, lean, low, darts))
        return panels[0], panels[1]

    intake = sum(dart.intake for dart in (*front_darts, *back_darts))
    inset = ((hip - waist) / 2 - intake) / 2
    front, back = at(inset)
    excess = front.waist + back.waist - waist / 2
    slope = -2.0
    for _ in range(30):
        if abs(excess) < 1e-8:
            break
        step = -excess / slope
        inset += step
        front, back = at(inset)
        found = front.waist + back.waist - waist / 2
        if abs(step) > 1e-9 and abs(found - excess) > 1e-12:
            slope = (found - excess) / step
        excess = found
    if abs(excess) > 1e-5:
        raise ArithmeticError(f"no side seam for waist {waist:.1f} mm on hip {hip:.1f} mm")
    return SkirtBlock(front, back, hip_level, length, front_hip, back_hip, taper, drop)
