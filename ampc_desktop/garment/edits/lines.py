"""The style line of a split edit: relative values -> a path across a piece, made symmetric where it nearly is."""

from __future__ import annotations

import itertools

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Array, Path, Point
from ampc_desktop.core.pattern import Edge, Piece
from ampc_desktop.garment.edits.places import Refused, edge_of, number

LEAST_MM = 15.0
"""A style line is at least this long."""
CENTRE_MM = 4.0
"""A line that stays this near to the centre line is meant to be on it."""


def line_of(piece: Piece, edit: PatternEdit) -> Path:
    """The style line in piece coordinates, from outline to outline. Raises Refused."""
    ends = []
    for which in ("from", "to"):
        edge = edge_of(piece, str(edit.values.get(f"{which}_edge", "")))
        share = number(edit, f"{which}_share")
        if not -1e-9 <= share <= 1 + 1e-9:
            raise Refused(f"{which}_share {share:g} is beyond the edge")
        if edge.role == "dart":
            raise Refused(f"the line ends in the dart {edge.id}")
        ends.append(_at(edge, min(max(share, 0.0), 1.0) * edge.length_mm))
    chord = np.subtract(ends[1], ends[0])
    length = float(np.hypot(*chord))
    if length < LEAST_MM:
        raise Refused(f"the line is only {length:.0f} mm long")
    left = np.array([-chord[1], chord[0]])
    inner = [np.asarray(ends[0]) + u * chord + v * left for u, v in _pairs(str(edit.values.get("points", "")))]
    points = [np.asarray(ends[0]), *inner, np.asarray(ends[1])]
    path = smooth(points) if number(edit, "smooth", 1.0, 1.0) and len(points) > 2 else straight(points)
    _inside(piece, path)
    return path


def _at(edge: Edge, at_mm: float) -> Point:
    before, after = g.split_path(edge.path, at_mm)
    return before[-1][-1] if before else after[0][0]


def _pairs(text: str) -> list[tuple[float, float]]:
    found = []
    for part in text.split(";"):
        if part.strip():
            try:
                u, v = (float(word) for word in part.split(","))
            except ValueError as error:
                raise Refused(f"'{part}' is not a point of a line, e.g. 0.5,0.1") from error
            if not (-1.0 <= u <= 2.0 and abs(v) <= 2.0):
                raise Refused(f"'{part}' lies far from the line")
            found.append((u, v))
    return found


def straight(points: list[Array]) -> Path:
    """Straight from point to point."""
    at = g.as_points(np.array(points))
    return tuple(g.line(a, b) for a, b in itertools.pairwise(at))


def smooth(points: list[Array]) -> Path:
    """A curve through points: cubics with the tangents of a centripetal Catmull-Rom spline (Yuksel et al. 2011)."""
    p = np.array(points)
    knot = np.concatenate(([0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(p, axis=0).T)))))
    slope = np.empty_like(p)
    slope[1:-1] = (
        (p[1:-1] - p[:-2]) / (knot[1:-1] - knot[:-2])[:, None]
        - (p[2:] - p[:-2]) / (knot[2:] - knot[:-2])[:, None]
        + (p[2:] - p[1:-1]) / (knot[2:] - knot[1:-1])[:, None]
    )
    for end, near in ((0, 1), (-1, -2)):
        slope[end] = 1.5 * (p[near] - p[end]) / (knot[near] - knot[end]) - 0.5 * slope[near]
    step = np.diff(knot)[:, None] / 3.0
    one, two = p[:-1] + slope[:-1] * step, p[1:] - slope[1:] * step
    rows = zip(*(g.as_points(part) for part in (p[:-1], one, two, p[1:])), strict=True)
    return tuple(g.cubic(a, b, c, d) for a, b, c, d in rows)


def _inside(piece: Piece, path: Path) -> None:
    drawn = LineString(g.flatten(path))
    body = Polygon(piece.sew_ring)
    if not drawn.is_simple:
        raise Refused("the line crosses itself")
    if not body.buffer(0.05).contains(drawn):
        raise Refused(f"the line leaves {piece.id}")
    middle = LineString(g.part_of(g.flatten(path), 1.0, drawn.length - 1.0))
    if body.exterior.distance(middle) < 0.2:
        raise Refused(f"the line runs along the outline of {piece.id}")


def symmetrised(piece: Piece, line: Path) -> Path:
    """A line brought on the centre, or made its own mirror image, where it is nearly so. Raises Refused."""
    axis = piece.symmetry_x
    points = g.flatten(line)
    x = points[:, 0] - axis
    if np.abs(x).max() <= CENTRE_MM:
        top, low = _axis_points(piece)
        return (g.line(top, low),) if points[0, 1] > points[-1, 1] else (g.line(low, top),)
    ends = (line[0][0], line[-1][-1])
    image = tuple(g.mirrored(p, axis) for p in reversed(ends))
    apart = max(g.distance(ends[0], image[0]), g.distance(ends[1], image[1]))
    if x.min() < -CENTRE_MM and x.max() > CENTRE_MM:
        if apart > 0.15 * g.distance(*ends):
            raise Refused(
                f"the line crosses the centre of {piece.id}; draw it to its mirror image or split with mirror off"
            )
        return _own_image(piece, points)
    if x.min() < 0.0 < x.max():
        raise Refused(f"the line touches the centre of {piece.id}; keep it in one half, or on the centre")
    return line


def _axis_points(piece: Piece) -> tuple[Point, Point]:
    """Highest and lowest place of the outline on the centre line."""
    low, high = g.bounds(piece.sew_ring)[1::2]
    drawn = LineString([(piece.symmetry_x, low - 10.0), (piece.symmetry_x, high + 10.0)])
    within = Polygon(piece.sew_ring).intersection(drawn)
    if within.geom_type != "LineString" or within.length < LEAST_MM:
        raise Refused(f"the centre of {piece.id} is not one line")
    (x0, y0), (x1, y1) = within.coords[0], within.coords[-1]
    ends = sorted([(float(x0), float(y0)), (float(x1), float(y1))], key=lambda p: -p[1])
    return ends[0], ends[1]


def _own_image(piece: Piece, points: Array) -> Path:
    """The mean of a line and its mirror image, with its ends on the outline."""
    axis = piece.symmetry_x
    length = g.polyline_length(points)
    even = np.array([g.point_at(points, k * length / 8) for k in range(9)])
    mean = (even + (even * (-1.0, 1.0) + (2 * axis, 0.0))[::-1]) / 2
    edge = min(piece.edges, key=lambda e: g.nearest_on(e.polyline, (float(mean[0, 0]), float(mean[0, 1])))[1])
    at, _ = g.nearest_on(edge.polyline, (float(mean[0, 0]), float(mean[0, 1])))
    start = g.point_at(edge.polyline, at)
    mean[0], mean[-1] = start, g.mirrored(start, axis)
    bent = float(shapely.distance(shapely.points(mean[1:-1]), LineString(mean[[0, -1]])).max())
    return straight([mean[0], mean[-1]]) if bent < 0.5 else smooth(list(mean))
