"""Plane geometry of sewing patterns: segments, flattening, arc length, offsets. Millimetres, y up.

A Segment is a straight line (2 points) or a cubic Bézier (4 points). A path is a chain of segments.
Polylines are (n, 2) float64 arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Point: TypeAlias = tuple[float, float]
Segment: TypeAlias = tuple[Point, ...]
Path: TypeAlias = tuple[Segment, ...]
Array: TypeAlias = npt.NDArray[np.float64]

FLATTEN_TOLERANCE_MM = 0.02
"""Largest distance between a curve and its polyline; half the pass limit of check 14."""

_GAUSS_X, _GAUSS_W = np.polynomial.legendre.leggauss(24)
_T = np.concatenate(((_GAUSS_X + 1) / 4, (_GAUSS_X + 3) / 4))
_SPEED = 3 * np.column_stack(((1 - _T) ** 2, 2 * (1 - _T) * _T, _T**2))
_SPEED_W = np.concatenate((_GAUSS_W, _GAUSS_W)) / 4
"""Hodograph of a cubic at the quadrature points, from the differences of its control points; weights."""


def line(a: Point, b: Point) -> Segment:
    return (a, b)


def cubic(p0: Point, c0: Point, c1: Point, p1: Point) -> Segment:
    return (p0, c0, c1, p1)


def distance(a: Point, b: Point) -> float:
    return math.hypot(b[0] - a[0], b[1] - a[1])


def lerp(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def towards(a: Point, b: Point, length_mm: float) -> Point:
    """The point length_mm from a in the direction of b."""
    return lerp(a, b, length_mm / distance(a, b))


def polar(a: Point, angle_deg: float, length_mm: float) -> Point:
    """The point length_mm from a at angle_deg (0 = +x, counter-clockwise)."""
    angle = math.radians(angle_deg)
    return (a[0] + length_mm * math.cos(angle), a[1] + length_mm * math.sin(angle))


def mirrored(point: Point, x: float = 0.0) -> Point:
    """Mirror image in the vertical line at x."""
    return (2 * x - point[0], point[1])


def reversed_path(path: Path) -> Path:
    return tuple(tuple(reversed(segment)) for segment in reversed(path))


def mirrored_path(path: Path, x: float = 0.0) -> Path:
    """Mirror image in the vertical line at x, direction reversed so that winding is kept."""
    return tuple(tuple(mirrored(p, x) for p in reversed(segment)) for segment in reversed(path))


def translated_path(path: Path, dx: float, dy: float) -> Path:
    return tuple(tuple((p[0] + dx, p[1] + dy) for p in segment) for segment in path)


def segment_length(segment: Segment) -> float:
    """Arc length, mm; cubics by 24-point Gauss–Legendre quadrature on two halves."""
    if len(segment) == 2:
        return distance(segment[0], segment[1])
    p = np.asarray(segment)
    d = _SPEED @ (p[1:] - p[:-1])
    return float(_SPEED_W @ np.hypot(d[:, 0], d[:, 1]))


def path_length(path: Path) -> float:
    """Arc length of a chain of segments, mm."""
    return sum(segment_length(segment) for segment in path)


def _bezier(segment: Segment, t: Array) -> Array:
    p = np.asarray(segment)
    u = t[:, None]
    return np.asarray((1 - u) ** 3 * p[0] + 3 * (1 - u) ** 2 * u * p[1] + 3 * (1 - u) * u**2 * p[2] + u**3 * p[3])


def flatten_segment(segment: Segment, tolerance_mm: float = FLATTEN_TOLERANCE_MM) -> Array:
    """Polyline (n, 2) of one segment, both ends included, within tolerance_mm of the curve.

    The number of steps follows Wang's bound on the second differences of the control polygon.
    """
    if len(segment) == 2:
        return np.asarray(segment, dtype=np.float64)
    p = np.asarray(segment)
    bend = max(float(np.hypot(*(p[0] - 2 * p[1] + p[2]))), float(np.hypot(*(p[1] - 2 * p[2] + p[3]))))
    steps = max(1, math.ceil(math.sqrt(6.0 * bend / (8.0 * tolerance_mm))))
    return _bezier(segment, np.linspace(0.0, 1.0, steps + 1))


def flatten(path: Path, tolerance_mm: float = FLATTEN_TOLERANCE_MM) -> Array:
    """Polyline (n, 2) of a chain of segments, joints once, both ends included."""
    if not path:
        return np.empty((0, 2))
    parts = [flatten_segment(path[0], tolerance_mm)]
    parts += [flatten_segment(segment, tolerance_mm)[1:] for segment in path[1:]]
    return np.concatenate(parts)


def cumulative(polyline: Array) -> Array:
    """Arc length from the start to each vertex, (n,)."""
    steps = np.hypot(*np.diff(polyline, axis=0).T)
    return np.concatenate(([0.0], np.cumsum(steps)))


def polyline_length(polyline: Array) -> float:
    return float(cumulative(polyline)[-1]) if len(polyline) else 0.0


def point_at(polyline: Array, at_mm: float) -> Point:
    """Point at an arc length from the start, clamped to the ends."""
    along = cumulative(polyline)
    return (float(np.interp(at_mm, along, polyline[:, 0])), float(np.interp(at_mm, along, polyline[:, 1])))


def normal_at(polyline: Array, at_mm: float) -> Point:
    """Unit normal to the left of the direction of travel at an arc length.

    For a counter-clockwise outline this points into the piece.
    """
    along = cumulative(polyline)
    i = int(np.clip(np.searchsorted(along, at_mm, side="right") - 1, 0, len(polyline) - 2))
    d = polyline[i + 1] - polyline[i]
    length = math.hypot(d[0], d[1]) or 1.0
    return (-float(d[1]) / length, float(d[0]) / length)


def nearest_on(polyline: Array, point: Point) -> tuple[float, float]:
    """(arc length of the nearest place, distance to it) of a point to a polyline, mm."""
    a, b = polyline[:-1], polyline[1:]
    d = b - a
    squared = np.maximum((d**2).sum(axis=1), 1e-18)
    t = np.clip(((np.asarray(point) - a) * d).sum(axis=1) / squared, 0.0, 1.0)
    gaps = np.hypot(*(a + t[:, None] * d - np.asarray(point)).T)
    i = int(np.argmin(gaps))
    return float(cumulative(polyline)[i] + t[i] * math.sqrt(squared[i])), float(gaps[i])


def part_of(polyline: Array, from_mm: float, to_mm: float) -> Array:
    """The stretch of a polyline between two arc lengths (from < to)."""
    along = cumulative(polyline)
    inner = (along > from_mm + 1e-9) & (along < to_mm - 1e-9)
    return np.vstack((point_at(polyline, from_mm), polyline[inner], point_at(polyline, to_mm)))


def signed_area(ring: Array) -> float:
    """Area of a closed ring without repeated end, mm²; positive when counter-clockwise."""
    x, y = ring[:, 0], ring[:, 1]
    if not len(ring):
        return 0.0
    return float(0.5 * (x[:-1] @ y[1:] - y[:-1] @ x[1:] + x[-1] * y[0] - y[-1] * x[0]))


def perimeter(ring: Array) -> float:
    """Length around a closed ring without repeated end, mm."""
    return float(np.hypot(*(np.roll(ring, -1, axis=0) - ring).T).sum())


def bounds(points: Array) -> tuple[float, float, float, float]:
    """(left, bottom, right, top), mm."""
    low, high = points.min(axis=0), points.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def rotated(points: Array, angle_deg: float) -> Array:
    """Rotate (n, 2) about the origin; multiples of 90 degrees are exact."""
    quarter = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}.get(angle_deg % 360.0)
    c, s = quarter or (math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg)))
    return np.asarray(points @ np.array([[c, s], [-s, c]]))


def split_segment(segment: Segment, t: float) -> tuple[Segment, Segment]:
    """The two parts of a segment at parameter t (de Casteljau)."""
    if len(segment) == 2:
        middle = lerp(segment[0], segment[1], t)
        return (segment[0], middle), (middle, segment[1])
    a, b, c, d = segment
    ab, bc, cd = lerp(a, b, t), lerp(b, c, t), lerp(c, d, t)
    abc, bcd = lerp(ab, bc, t), lerp(bc, cd, t)
    middle = lerp(abc, bcd, t)
    return (a, ab, abc, middle), (middle, bcd, cd, d)


def segment_parameter_at(segment: Segment, at_mm: float) -> float:
    """Parameter of an arc length on one segment (Newton on the exact length, bisection where it fails; 1e-9 mm)."""
    total = segment_length(segment)
    if len(segment) == 2:
        return min(1.0, max(0.0, at_mm / total))
    low, high = 0.0, 1.0
    t = min(1.0, max(0.0, at_mm / total)) if total > 0 else 0.0
    for _ in range(60):
        first, second = split_segment(segment, t)
        off = segment_length(first) - at_mm
        if abs(off) < 1e-11:
            return t
        low, high = (t, high) if off < 0 else (low, t)
        if high - low < 1e-12:
            break
        speed = 3 * distance(second[0], second[1]) / max(1.0 - t, 1e-12)
        t = t - off / speed if speed > 1e-9 else (low + high) / 2
        if not low < t < high:
            t = (low + high) / 2
    return (low + high) / 2


def split_path(path: Path, at_mm: float) -> tuple[Path, Path]:
    """The two parts of a path at an arc length from its start."""
    gone = 0.0
    for i, segment in enumerate(path):
        length = segment_length(segment)
        if at_mm <= gone + length + 1e-9:
            if at_mm - gone <= 1e-9:
                return path[:i], path[i:]
            if gone + length - at_mm <= 1e-9:
                return path[: i + 1], path[i + 1 :]
            first, second = split_segment(segment, segment_parameter_at(segment, at_mm - gone))
            return (*path[:i], first), (second, *path[i + 1 :])
        gone += length
    return path, ()


def as_points(polyline: Array | Iterable[Sequence[float]]) -> tuple[Point, ...]:
    """Plain tuples of floats from an array, for storage in dataclasses."""
    if isinstance(polyline, np.ndarray):
        return tuple((x, y) for x, y in polyline.astype(np.float64).tolist())
    return tuple((float(p[0]), float(p[1])) for p in polyline)


def turn_deg(before: Point, at: Point, after: Point) -> float:
    """Interior angle at a corner of a counter-clockwise outline, degrees in 0..360."""
    a = math.atan2(before[1] - at[1], before[0] - at[0])
    b = math.atan2(after[1] - at[1], after[0] - at[0])
    return math.degrees(a - b) % 360.0
