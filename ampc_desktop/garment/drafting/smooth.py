"""Smooth lines of a draft: a line down through given widths, a hollow between two tangents, a parallel, a split."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Point, Segment


def down_through(knots: tuple[Point, ...], first: float | None = 0.0, last: float = 0.0) -> Path:
    """A smooth line from the highest knot to the lowest, without overshoot between them.

    first, last : dx per mm of way down at the ends (0 = vertical); first None: along the first chord.
    Slopes between are harmonic means of the chords (Fritsch and Carlson 1980).
    """
    chords = [(x1 - x0) / (y0 - y1) for (x0, y0), (x1, y1) in pairwise(knots)]
    slopes = [0.0] + [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(chords)] + [last]
    slopes[0] = chords[0] if first is None else first
    path: list[Segment] = []
    for start, end, s0, s1 in zip(knots, knots[1:], slopes, slopes[1:], strict=False):
        third = (start[1] - end[1]) / 3
        if abs(end[0] - start[0]) < 1e-9 and s0 == s1 == 0.0:
            path.append(g.line(start, end))
        else:
            first_handle = (start[0] + s0 * third, start[1] - third)
            path.append(g.cubic(start, first_handle, (end[0] - s1 * third, end[1] + third), end))
    return tuple(path)


def hollow(start: Point, along: Point, end: Point, back: Point, depth_mm: float) -> Segment:
    """A hollow from `start` to `end` between the tangents that leave them, meeting in a corner.

    along, back : unit directions from start and from end towards the corner.
    depth_mm    : how far the middle of the curve stays off the corner; kept where the handles stay sound.
    """
    cross = along[0] * back[1] - along[1] * back[0]
    w = (end[0] - start[0], end[1] - start[1])
    reach = g.distance(start, end)
    if abs(cross) < 1e-6:
        first = second = 0.4 * reach
    else:
        first = (w[0] * back[1] - w[1] * back[0]) / cross
        second = (w[0] * along[1] - w[1] * along[0]) / cross
        first, second = (min(max(way, 0.25 * reach), 1.5 * reach) for way in (first, second))
    corner = (start[0] + first * along[0], start[1] + first * along[1])
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    # A cubic whose handles reach k of the way to the corner passes (4 - 3k) / 4 of the way from corner to chord.
    k = (4.0 - 4.0 * depth_mm / max(g.distance(corner, middle), 1e-6)) / 3.0
    k = min(max(k, 0.40), 0.80)
    return g.cubic(
        start,
        (start[0] + k * first * along[0], start[1] + k * first * along[1]),
        (end[0] + k * second * back[0], end[1] + k * second * back[1]),
        end,
    )


def parallel(path: Path, distance_mm: float) -> Path:
    """A path moved to its left, cubic by cubic (Tiller and Hanson 1984): ends exact, between them to a few tenths."""
    return tuple(_beside(segment, distance_mm) for segment in path)


def _beside(segment: Segment, distance: float) -> Segment:
    def left(a: Point, b: Point) -> Point:
        length = g.distance(a, b)
        return (-(b[1] - a[1]) / length * distance, (b[0] - a[0]) / length * distance)

    first, last = left(segment[0], segment[1]), left(segment[-2], segment[-1])
    start = (segment[0][0] + first[0], segment[0][1] + first[1])
    end = (segment[-1][0] + last[0], segment[-1][1] + last[1])
    if len(segment) == 2:
        return (start, end)
    share = g.distance(start, end) / max(g.distance(segment[0], segment[-1]), 1e-9)
    d0 = (segment[1][0] - segment[0][0], segment[1][1] - segment[0][1])
    d1 = (segment[2][0] - segment[3][0], segment[2][1] - segment[3][1])
    return g.cubic(
        start, (start[0] + share * d0[0], start[1] + share * d0[1]),
        (end[0] + share * d1[0], end[1] + share * d1[1]), end,
    )  # fmt: skip


def upright_grain(ring: Array, share: float = 0.8) -> tuple[Point, Point]:
    """The longest upright line inside a ring, cut to a share of its length about its middle, low end first."""
    left, low, right, high = g.bounds(ring)
    shape, best, place = shapely.Polygon(ring), 0.0, (0.0, 0.0, 0.0)
    for x in np.linspace(left, right, 41)[1:-1]:
        chord = shape.intersection(shapely.LineString(((x, low - 1.0), (x, high + 1.0))))
        for part in shapely.get_parts(chord):
            if part.length > best + 1e-9:
                _, y0, _, y1 = part.bounds
                best, place = part.length, (float(x), y0, y1)
    x, y0, y1 = place
    trim = (1.0 - share) / 2 * (y1 - y0)
    return (x, y0 + trim), (x, y1 - trim)


def evened(line: Array, end: Array) -> Array:
    """A line of sewn darts as one even curve from x = 0 to `end`: what a waist looks like when it is sewn."""
    x = line[:, 0] - line[0, 0]
    cubic = np.polynomial.Polynomial.fit(x, line[:, 1], 3)
    along = np.linspace(0.0, float(end[0]), 33)
    y = cubic(along * float(x[-1]) / float(end[0]))
    y = y + np.interp(along, (0.0, float(end[0])), (line[0, 1] - y[0], end[1] - y[-1]))
    return np.column_stack((along, y))
