"""Few curves through many points, for lines that come from files."""

from __future__ import annotations

import itertools
import math

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Segment

FIT_MM = 0.04
"""Fitted curves lie this near to the points and to the chords between them."""
STRAIGHT_MM = 0.02
SPACING_MM = 4.0


def fitted(points: Array) -> Path:
    """Lines and cubics through points, nowhere further than FIT_MM from them; ends are kept."""
    points = np.asarray(points, dtype=np.float64)
    chord = points[-1] - points[0]
    length = float(np.hypot(*chord))
    if len(points) == 2 or (length > 0 and _off(points, points[0], chord / length) < STRAIGHT_MM):
        return (g.line(*g.as_points(points[[0, -1]])),)
    ends = _heading(points[:3]), _heading(points[::-1][:3])
    return _straightened(_pieces(_dense(points), *ends))


def _goes_on(one: Segment, two: Segment) -> bool:
    return abs(g.turn_deg(one[0], two[0], two[1]) - 180.0) < 0.01


def _dense(points: Array) -> Array:
    """The points with others on the chords between them: between sparse points the line is what the file means."""
    parts = []
    for a, b in itertools.pairwise(points):
        count = max(2, math.ceil(float(np.hypot(*(b - a))) / SPACING_MM))
        parts.append(a + np.linspace(0.0, 1.0, count, endpoint=False)[:, None] * (b - a))
    return np.vstack((*parts, points[-1:]))


def _straightened(segments: list[Segment]) -> Path:
    """Lines that go on as they came made one."""
    path: list[Segment] = []
    for segment in segments:
        if path and len(segment) == len(path[-1]) == 2 and _goes_on(path[-1], segment):
            path[-1] = g.line(path[-1][0], segment[1])
        else:
            path.append(segment)
    return tuple(path)


def _off(points: Array, start: Array, way: Array) -> float:
    d = points - start
    return float(np.abs(d[:, 0] * way[1] - d[:, 1] * way[0]).max())


def _heading(points: Array) -> Array:
    """Unit direction at the first of three points, of the circle through them."""
    one = points[1] - points[0]
    if len(points) > 2:
        two = points[2] - points[1]
        a, b = float(np.hypot(*one)), float(np.hypot(*two))
        if a > 1e-9 and b > 1e-9:
            bend = math.atan2(one[0] * two[1] - one[1] * two[0], float(one @ two))
            if abs(bend) < math.radians(20.0):  # a corner inside has no circle
                back = -bend * a / (a + b)
                c, s = math.cos(back), math.sin(back)
                one = np.array([c * one[0] - s * one[1], s * one[0] + c * one[1]])
    return np.asarray(one / max(float(np.hypot(*one)), 1e-12))


def _pieces(points: Array, out: Array, back: Array) -> list[Segment]:
    """One cubic where it is near enough, else two runs that meet smoothly at the worst point."""
    chord = points[-1] - points[0]
    length = float(np.hypot(*chord))
    if len(points) == 2 or (length > 0 and _off(points, points[0], chord / length) < STRAIGHT_MM):
        return [g.line(*g.as_points(points[[0, -1]]))]
    segment, off = _cubic(points, out, back)
    worst = int(np.argmax(off))
    if float(off[worst]) <= FIT_MM or len(points) < 4:
        if float(off[worst]) <= FIT_MM:
            return [segment]
        return [g.line(*g.as_points(pair)) for pair in (points[[0, 1]], points[[1, 2]])]
    k = min(max(worst, 1), len(points) - 2)
    way = points[k + 1] - points[k - 1]
    way = way / max(float(np.hypot(*way)), 1e-12)
    return [*_pieces(points[: k + 1], out, -way), *_pieces(points[k:], way, back)]


def _cubic(points: Array, out: Array, back: Array) -> tuple[Segment, Array]:
    """Least squares cubic with given end directions, and how far each point is from it (Schneider, Graphics Gems)."""
    along = g.cumulative(points)
    t = along / along[-1]
    start, end = points[0], points[-1]
    control = np.empty((4, 2))
    for _ in range(6):
        b0, b1, b2, b3 = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        a = np.stack((b1[:, None] * out, b2[:, None] * back), axis=-1).reshape(-1, 2)
        rest = points - (b0 + b1)[:, None] * start - (b2 + b3)[:, None] * end
        reach = np.clip(np.linalg.lstsq(a, rest.reshape(-1), rcond=None)[0], 0.03 * along[-1], 1.2 * along[-1])
        control = np.array([start, start + reach[0] * out, end + reach[1] * back, end])
        t = _nearer(points, control, t)
    at = _bezier(control, t)
    return g.as_points(control), np.hypot(*(at - points).T)


def _bezier(c: Array, t: Array) -> Array:
    b0, b1, b2, b3 = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    return np.asarray(b0[:, None] * c[0] + b1[:, None] * c[1] + b2[:, None] * c[2] + b3[:, None] * c[3])


def _nearer(points: Array, c: Array, t: Array) -> Array:
    """One Newton step of every parameter towards the foot of its point."""
    d1 = 3 * np.diff(c, axis=0)
    d2 = 2 * np.diff(d1, axis=0)
    first = ((1 - t) ** 2)[:, None] * d1[0] + (2 * (1 - t) * t)[:, None] * d1[1] + (t**2)[:, None] * d1[2]
    second = (1 - t)[:, None] * d2[0] + t[:, None] * d2[1]
    off = _bezier(c, t) - points
    slope = (first * first).sum(axis=1) + (off * second).sum(axis=1)
    step = np.where(np.abs(slope) > 1e-9, (off * first).sum(axis=1) / np.where(slope == 0.0, 1.0, slope), 0.0)
    moved = np.clip(t - step, 0.0, 1.0)
    moved[0], moved[-1] = 0.0, 1.0
    return np.asarray(np.maximum.accumulate(moved))
