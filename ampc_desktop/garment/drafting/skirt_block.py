"""The straight skirt block: quarter panels with darts, drafted with the darts closed and then opened.

After Aldrich, Metric Pattern Cutting (hip line at waist-to-hip, raised side waist, darts of front and back at
the thirds of the waist) and FreeSewing penelope (side seam behind the half by 0.6 % of the hip, dart depths as
shares of waist-to-hip, waist solved for length). The waist is one smooth curve drawn with the darts closed; each
dart then turns everything beyond it about its apex, so legs are equal and the closed waist is smooth by construction.

Frame: half panels at x >= 0, centre line on x = 0, y = 0 at the waist of the centre front, y up.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point, Segment


@dataclass(frozen=True)
class DartSpec:
    """A dart to draft: place along the closed waist (0..1), intake at the seam and depth, mm."""

    place: float
    intake: float
    depth: float


@dataclass(frozen=True)
class OpenDart:
    """A drafted dart: leg ends, apex, and the peak of the mouth that meets the seam when folded."""

    start: Point
    end: Point
    apex: Point
    peak: Point


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


def _turn(point: Point, about: Point, angle: float) -> Point:
    c, s = math.cos(angle), math.sin(angle)
    dx, dy = point[0] - about[0], point[1] - about[1]
    return (about[0] + c * dx - s * dy, about[1] + s * dx + c * dy)


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
    """Draft one half panel: closed waist curve by fixed-point iteration on the closed side point, then open it."""
    top = side[0][0]
    angles = [2 * math.asin(min(dart.intake / (2 * dart.depth), 0.9)) for dart in darts]
    total = sum(angles)
    end_dir = (math.cos(lean + total), math.sin(lean + total))
    closed = (top[0] - sum(dart.intake for dart in darts), top[1])
    curve: Segment = ()
    pivots: list[tuple[Point, Point]] = []  # (point on the curve, apex), darts closed
    for _ in range(60):
        reach = closed[0]
        curve = g.cubic(
            (0.0, -drop),
            (0.40 * reach, -drop),
            (closed[0] - 0.32 * reach * end_dir[0], closed[1] - 0.32 * reach * end_dir[1]),
            closed,
        )
        pivots = []
        for dart in darts:
            before, after = g.split_segment(curve, dart.place)
            point = after[0]
            tangent = (point[0] - before[-2][0], point[1] - before[-2][1])
            length = math.hypot(*tangent)
            down = (tangent[1] / length, -tangent[0] / length)
            pivots.append((point, (point[0] + dart.depth * down[0], point[1] + dart.depth * down[1])))
        goal = top  # bring the open side point back through the darts, outermost rotation first
        opened = _opener(pivots, angles)
        for (_, apex), angle in zip(pivots, angles, strict=True):
            goal = _turn(goal, apex, angle)
        moved = math.hypot(goal[0] - closed[0], goal[1] - closed[1])
        closed = goal
        if moved < 1e-11:
            break
    return _opened(curve, darts, pivots, angles, opened, side)


def _opener(pivots: list[tuple[Point, Point]], angles: list[float]) -> Callable[[Point, int], Point]:
    """Maps a point of the closed layout to the open one, beyond the first k darts."""

    def move(point: Point, k: int) -> Point:
        for (_, apex), angle in reversed(list(zip(pivots[:k], angles[:k], strict=True))):
            point = _turn(point, apex, -angle)
        return point

    return move


def _opened(
    curve: Segment,
    darts: tuple[DartSpec, ...],
    pivots: list[tuple[Point, Point]],
    angles: list[float],
    opened: Callable[[Point, int], Point],
    side: Path,
) -> Panel:
    pieces: list[Segment] = []
    rest, gone = curve, 0.0
    for dart in darts:
        first, rest = g.split_segment(rest, (dart.place - gone) / (1 - gone))
        pieces.append(first)
        gone = dart.place
    pieces.append(rest)
    length = sum(g.segment_length(piece) for piece in pieces)
    sections = [tuple(opened(point, k) for point in piece) for k, piece in enumerate(pieces)]
    sections[-1] = (*sections[-1][:-1], side[0][0])
    made = []
    for k, (_point, apex) in enumerate(pivots):
        start, end, tip = sections[k][-1], sections[k + 1][0], opened(apex, k)
        # Folded, the dart lies under the waist beside it: the mouth goes on straight to the fold line.
        reach = math.tan(angles[k] / 2)
        peak = (start[0] + (tip[1] - start[1]) * -reach, start[1] + (tip[0] - start[0]) * reach)
        made.append(OpenDart(start, end, tip, peak))
    return Panel(tuple((section,) for section in sections), tuple(made), side, length)


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
