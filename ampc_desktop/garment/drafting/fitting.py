"""From resolved widths to the numbers of a body block: side seam knots, limits of armhole and sleeve.

Shared by the tops: shirt, hoodie, tank. The block itself is `bodice.Block`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.garment.drafting import bodice, sleeve
from ampc_desktop.garment.drafting.bodice import Block, Levels

SLEEVE_WIDTH_OF_CAP = 0.93
"""A sleeve wider than this share of its cap's length has no cap left."""
KNOT_APART_MM = 60.0
"""Side seam knots are at least this far apart."""


def slope_deg(body: Measurements) -> float:
    """Drafted shoulder slope: the body's, kept between 10 and 26 degrees; 13 (FreeSewing) when not measured."""
    return min(max(body.get("shoulder_slope") or 13.0, 10.0), 26.0)


@dataclass(frozen=True)
class Girths:
    """Finished girths of a top, mm: at the underarm, the waist and the hip; below the hip it hangs straight."""

    chest: float
    waist: float
    hip: float


def girth_at(made: Girths, at: Levels, depth: float, level: float) -> float:
    """Finished girth at a level between underarm (at depth) and below the hip."""
    rungs = ((depth, made.chest), (max(at.waist, depth + 1.0), made.waist), (max(at.hip, depth + 2.0), made.hip))
    for (y0, w0), (y1, w1) in itertools.pairwise(rungs):
        if level <= y1:
            return w0 + (w1 - w0) * (max(level, y0) - y0) / (y1 - y0)
    return made.hip


def knots(made: Girths, at: Levels, depth: float, length: float) -> tuple[tuple[float, float], ...]:
    """(depth, quarter width) that the side seam passes: underarm, waist and hip where the top is long enough, hem."""
    found = [(depth, made.chest / 4)]
    if at.waist - depth > KNOT_APART_MM and length - at.waist > KNOT_APART_MM:
        found.append((at.waist, made.waist / 4))
    if length - at.hip > KNOT_APART_MM and at.hip - found[-1][0] > KNOT_APART_MM:
        found.append((at.hip, made.hip / 4))
    found.append((length, girth_at(made, at, depth, length) / 4))
    return tuple(found)


def waist_limits(body: Measurements, at: Levels, depth: float, chest: float, hip: float) -> tuple[float, float]:
    """Narrowest and widest waist girth whose side seams stay sewable: quarter widths change at most 0.75 per mm."""
    above, below = 3.0 * max(at.waist - depth, KNOT_APART_MM), 3.0 * max(at.hip - at.waist, KNOT_APART_MM)
    low = max(chest - above, hip - below, 1.02 * body["waist"])
    return low, max(low, min(chest + above, hip + below))


def least(excess: Callable[[float], float], low: float, high: float) -> float:
    """Smallest value in low..high with excess >= 0 for a rising excess; high if there is none."""
    if excess(low) >= 0:
        return low
    for _ in range(18):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    return high


def depth_limits(
    body: Measurements, at: Levels, trial: Callable[[float], Block], biceps_needed: float
) -> tuple[float, float]:
    """Shallowest and deepest armhole: the sleeve that goes round the upper arm needs a cap, the side seam must stay.

    trial : armhole depth -> block. biceps_needed: least sleeve width, 0 without sleeves.
    """
    fall = trial(at.underarm).shoulder_point[1]
    low = max(at.underarm - 20.0, 95.0 - fall)
    if biceps_needed:
        needed = biceps_needed / SLEEVE_WIDTH_OF_CAP
        low = least(lambda depth: bodice.armhole_length(trial(depth)) - needed, low, low + 400.0)
    return low, max(at.waist - 30.0, low + 60.0)


def sleeve_width_limits(made: Block, front: float, back: float, least_mm: float) -> tuple[float, float]:
    """Narrowest and widest sleeve whose cap is front + back long and no taller than its armhole."""
    around = front + back
    tall = 0.92 * (made.armhole_depth + made.shoulder_point[1])
    steepest = 2 * math.sqrt(max((around / 2) ** 2 - tall**2, (0.25 * around) ** 2))
    high = SLEEVE_WIDTH_OF_CAP * around
    return min(max(least_mm, steepest), high), high


def cap_height(front: float, back: float, width: float, length: float) -> float:
    """Height of the cap of a sleeve, which hardly depends on what hangs below it."""
    return sleeve.solve(front, back, width, length, width).height


def cut_at(path: Path, level: Callable[[Point], float]) -> tuple[Path, Path]:
    """A path cut where `level`, which changes sign once along it, is zero.

    Raises ArithmeticError if it never is.
    """
    for k, segment in enumerate(path):
        a, b = level(segment[0]), level(segment[-1])
        if a * b > 0:
            continue
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            here = level(g.split_segment(segment, middle)[0][-1])
            low, high = (middle, high) if here * a > 0 else (low, middle)
        first, second = g.split_segment(segment, (low + high) / 2)
        return (*path[:k], first), (second, *path[k + 1 :])
    raise ArithmeticError("the path does not cross the level")


def mirrored_in(path: Path, a: Point, b: Point) -> Path:
    """Mirror image of a path in the line through a and b, direction kept."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    squared = dx * dx + dy * dy

    def image(p: Point) -> Point:
        t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared
        return (2 * (a[0] + t * dx) - p[0], 2 * (a[1] + t * dy) - p[1])

    return tuple(tuple(image(p) for p in segment) for segment in path)
