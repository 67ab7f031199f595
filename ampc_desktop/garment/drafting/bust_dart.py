"""A bust dart in the side seam of a front, trued so that the closed seam runs on smoothly.

The cloth below the dart is lowered until both parts of the front's side seam together are as long as the back's:
the centre front gains the length that a bust needs (Aldrich, Metric Pattern Cutting: the bust dart between two
levels of one front).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.garment.drafting.fitting import cut_at


@dataclass(frozen=True)
class SideDart:
    """The right half's side seam with its dart, mm. Hem up to the mouth, mouth, up to the underarm.

    lowered : how far everything below the dart lies lower than without it.
    """

    below: Path
    mouth: Path
    above: Path
    apex: Point
    lowered: float


def _turned(v: Point, angle: float) -> Point:
    c, s = math.cos(angle), math.sin(angle)
    return (c * v[0] - s * v[1], s * v[0] + c * v[1])


def _unit(a: Point, b: Point) -> Point:
    length = g.distance(a, b)
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def _cubic(segment: tuple[Point, ...]) -> tuple[Point, Point, Point, Point]:
    if len(segment) == 4:
        return segment
    a, b = segment
    return (a, g.lerp(a, b, 1 / 3), g.lerp(a, b, 2 / 3), b)


def side_dart(side: Path, level_mm: float, intake_mm: float, apex_x: float) -> SideDart:
    """The side seam of a right half (hem up to underarm) with a dart at a depth below y = 0.

    apex_x : how near to the centre front the dart ends.
    """
    low, high = cut_at(side, lambda p: p[1] + level_mm)
    _, b, c, joint = _cubic(low[-1])
    along = _unit(c, joint)
    depth = max(joint[0] - apex_x, 1.0)
    half = math.atan2(intake_mm / 2, depth)
    up_below, up_above = _turned(along, -half), _turned(along, half)

    upper = _cubic(high[0])
    reach = g.distance(upper[0], upper[3]) / 3
    above: Path = (
        g.cubic(joint, (joint[0] + up_above[0] * reach, joint[1] + up_above[1] * reach), upper[2], upper[3]),
        *high[1:],
    )
    end: Point = (joint[0], joint[1] - intake_mm)
    start = low[-1][0]
    pull = g.distance(start, joint) / 3

    def below(lowered: float) -> Path:
        first = (start[0], start[1] - lowered)
        control = (b[0], b[1] - lowered)
        last = g.cubic(first, control, (end[0] - up_below[0] * pull, end[1] - up_below[1] * pull), end)
        return (*g.translated_path(low[:-1], 0.0, -lowered), last)

    whole = g.path_length(side) - g.path_length(above)
    a, z = intake_mm, intake_mm * 1.02
    fa, fz = g.path_length(below(a)) - whole, g.path_length(below(z)) - whole
    for _ in range(30):
        if abs(fz) < 1e-9 or fz == fa:
            break
        a, z, fa = z, z - fz * (z - a) / (fz - fa), fz
        fz = g.path_length(below(z)) - whole
    path = below(z)
    middle = (end[1] + joint[1]) / 2
    apex: Point = (joint[0] - depth, middle)
    # The fold, pressed downwards, must lie along the seam below it: mirror that seam in the lower leg.
    leg, down = _unit(end, apex), (-up_below[0], -up_below[1])
    dot = leg[0] * down[0] + leg[1] * down[1]
    flap = (2 * dot * leg[0] - down[0], 2 * dot * leg[1] - down[1])
    share = (middle - end[1]) / flap[1]
    peak: Point = (end[0] + share * flap[0], middle)
    return SideDart(path, (g.line(end, peak), g.line(peak, joint)), above, apex, z)
