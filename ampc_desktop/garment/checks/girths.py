"""A finished width read with every dart closed, wherever on the piece the dart lies.

A dart turned to another edge swings a part of the piece about its apex; the level that was straight on the body is bent
on the cloth. It is followed as it lies on the closed piece: where it meets a dart it goes on from the other leg, as far
from the apex, turned by the angle of the dart. So turning a dart changes no girth; nor does moving its point, for the
cloth still closes about where the dart was turned.
"""

from __future__ import annotations

import math

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Place

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Dart, Edge, Piece, Span, Swing

_NEAR_MM = 1e-6
_UPRIGHT_MM = 0.1

Level = tuple[Point, Point]
Legs = tuple[Point, Point, Point]
"""One end of a dart's mouth, its apex, the other end."""
DRAWN: Legs = ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0))
"""What Dart.closes is for a dart whose point was not moved: it closes along its legs as they are drawn."""


def width_at(ring: Array, y: float) -> float:
    """Sum of the widths of a closed ring at one height."""
    x = np.sort(_crossings(ring, y))
    return float((x[1::2] - x[::2]).sum()) if len(x) % 2 == 0 else math.nan


def reach_at(ring: Array, y: float) -> float:
    """Width of a closed ring at one height from side to side, a deep neckline in between included."""
    x = _crossings(ring, y)
    return float(np.ptp(x)) if len(x) else math.nan


def _crossings(ring: Array, y: float) -> Array:
    y0, y1 = ring[:, 1], np.roll(ring[:, 1], -1)
    x0, x1 = ring[:, 0], np.roll(ring[:, 0], -1)
    hit = (y0 <= y) != (y1 <= y)
    return np.asarray(x0[hit] + (y - y0[hit]) / (y1[hit] - y0[hit]) * (x1[hit] - x0[hit]))


def two_pointed(piece: Piece) -> dict[str, Array]:
    """Darts with two points, inside a piece: its closed internal lines of kind "dart", as rings, by id."""
    return {
        line.id: g.flatten(line.path)[:-1]
        for line in piece.internals
        if line.kind == "dart" and g.distance(line.path[0][0], line.path[-1][-1]) < 1e-6
    }


def across_mm(piece: Piece, y: float, level: Level | None = None) -> float:
    """Width of a piece from side to side at one height with its darts closed, mm; nan where it does not reach.

    level : a place and the direction of the level there, where darts were turned; else it is level at the centre.
    """
    darts = [closing_legs(piece, dart) for dart in piece.darts]
    met = [legs for legs in darts if min(p[1] for p in legs) < y < max(p[1] for p in legs)]
    whole = reach_at(piece.sew_ring, y)
    if met or (darts and level is not None):
        start, way = level or (still_at(piece, y), (1.0, 0.0))
        if start is not None and not any(Polygon(legs).buffer(_NEAR_MM).contains(Place(start)) for legs in darts):
            ways = [_followed(piece, darts, start, (sign * way[0], sign * way[1])) for sign in (1.0, -1.0)]
            if all(way is not None for way in ways):
                return float(sum(way for way in ways if way is not None))
    if met:
        whole -= sum(width_at(np.asarray(legs), y) for legs in met)
    return whole - sum(width_at(ring, y) for ring in two_pointed(piece).values())


def closing_legs(piece: Piece, dart: Dart) -> Legs:
    """The legs that swing together when a dart is closed: as they were before its point was moved."""
    mouth, (x, y) = piece.edge(dart.mouth), dart.apex
    (ax, ay), (bx, by) = ((p[0] - x, p[1] - y) for p in (mouth.start, mouth.end))
    start, pivot, end = ((x + u * ax + v * bx, y + u * ay + v * by) for u, v in dart.closes)
    return start, pivot, end


def shares_of(piece: Piece, dart: Dart, legs: Legs) -> Legs:
    """Legs that close a dart as shares of its legs as they are drawn (see Dart.closes)."""
    mouth, apex = piece.edge(dart.mouth), np.asarray(dart.apex)
    along = np.column_stack((np.asarray(mouth.start) - apex, np.asarray(mouth.end) - apex))
    start, pivot, end = g.as_points(np.array([np.linalg.solve(along, np.asarray(p) - apex) for p in legs]))
    return start, pivot, end


def opening_rad(piece: Piece, dart: Dart) -> float:
    """Angle a dart closes by about its pivot, radians, at most half a turn."""
    start, apex, end = closing_legs(piece, dart)
    one, two = (math.atan2(p[1] - apex[1], p[0] - apex[0]) for p in (start, end))
    angle = (two - one) % (2 * math.pi)
    return min(angle, 2 * math.pi - angle)


def swung_back(piece: Piece, point: Point, swings: tuple[Swing, ...], end: str) -> Point:
    """A point of a swung part where it lay before darts were turned."""
    darts = {dart.id: dart for dart in piece.darts}
    for swing in reversed(swings):
        dart = darts.get(swing.dart)
        if dart is not None and swing.point == end:
            point = _turned(point, closing_legs(piece, dart)[1], swing.turns * opening_rad(piece, dart))
    return point


def level_of(piece: Piece, span: Span) -> Level | None:
    """Where a level across is level and its direction there, swung with the part it lies in; None: at the centre."""
    if span.at_x_mm is None:
        return None
    darts = {dart.id: dart for dart in piece.darts}
    start, way = (span.at_x_mm, span.at_mm), (1.0, 0.0)
    for swing in span.swings:
        dart = darts.get(swing.dart)
        if dart is not None:
            angle = -swing.turns * opening_rad(piece, dart)
            start, way = _turned(start, closing_legs(piece, dart)[1], angle), _turned(way, (0.0, 0.0), angle)
    return (start, way) if Polygon(piece.sew_ring).contains(Place(start)) else None


def _turned(point: Point, about: Point, angle: float) -> Point:
    c, s = math.cos(angle), math.sin(angle)
    dx, dy = point[0] - about[0], point[1] - about[1]
    return (about[0] + c * dx - s * dy, about[1] + s * dx + c * dy)


def still_at(piece: Piece, y: float) -> Point | None:
    """Where a level is level: on the centre, or the grain line, which no turned dart moves."""
    centre = centre_edge(piece)
    if piece.symmetric:
        start: Point = (piece.symmetry_x, y)
    elif centre is not None and any(
        min(edge.start[1], edge.end[1]) <= y <= max(edge.start[1], edge.end[1]) and _upright_at(edge, centre.start[0])
        for edge in piece.edges
    ):
        start = (centre.start[0], y)
    else:
        (x0, y0), (x1, y1) = piece.grain.start, piece.grain.end
        if abs(y1 - y0) < abs(x1 - x0):
            return None
        start = (x0 + (y - y0) / (y1 - y0) * (x1 - x0), y)
    return start if Polygon(piece.sew_ring).buffer(0.1).contains(Place(start)) else None


def _upright_at(edge: Edge, x: float) -> bool:
    """Whether an edge runs up along one x: a centre is several edges where a zip or a vent is in it."""
    return bool(np.abs(edge.polyline[:, 0] - x).max() < _UPRIGHT_MM)


def centre_edge(piece: Piece) -> Edge | None:
    """The long upright side of a half piece, its centre front or back; None where it has none.

    Of several edges on one line (a seam, a zip, what a dart cut in two) the longest.
    """
    low, high = g.bounds(piece.sew_ring)[1::2]
    upright = [edge for edge in piece.edges if float(np.ptp(edge.polyline[:, 0])) < _UPRIGHT_MM]
    longest = max(upright, key=lambda edge: edge.length_mm, default=None)
    if longest is None:
        return None
    whole = sum(edge.length_mm for edge in upright if _upright_at(edge, longest.start[0]))
    return longest if whole > 0.3 * (high - low) else None


def _followed(piece: Piece, darts: list[Legs], start: Point, way: Point) -> float | None:
    """Length from a place to the side, across closed darts, less the darts with two points on the way."""
    left, total = list(darts), 0.0
    holes = [Polygon(ring) for ring in two_pointed(piece).values()]
    while True:
        hits = [
            (at, legs, side)
            for legs in left
            for side in (0, 2)
            if (at := _along(start, way, legs[side], legs[1])) is not None
        ]
        ring = piece.sew_ring
        ends = [
            at
            for a, b in zip(g.as_points(ring), g.as_points(np.roll(ring, -1, axis=0)), strict=True)
            if (at := _along(start, way, a, b)) is not None
        ]
        if not hits and not ends:
            return 0.0 if Polygon(ring).boundary.distance(Place(start)) < _UPRIGHT_MM else None
        at, legs, side = min(hits, key=lambda hit: hit[0]) if hits else (max(ends), None, 0)
        end = (start[0] + at * way[0], start[1] + at * way[1])
        total += at - sum(LineString([start, end]).intersection(hole).length for hole in holes)
        if legs is None:
            return float(total)
        left.remove(legs)
        apex, reach = legs[1], g.distance(legs[1], end)
        one, two = (_unit(apex, legs[side]), _unit(apex, legs[2 - side]))
        c, s = one[0] * two[0] + one[1] * two[1], one[0] * two[1] - one[1] * two[0]
        start = (apex[0] + reach * two[0], apex[1] + reach * two[1])
        way = (c * way[0] - s * way[1], s * way[0] + c * way[1])


def _unit(a: Point, b: Point) -> Point:
    length = max(g.distance(a, b), 1e-12)
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def _along(start: Point, way: Point, a: Point, b: Point) -> float | None:
    """How far along a ray it meets the stretch from a to b; None where it does not."""
    ex, ey = b[0] - a[0], b[1] - a[1]
    cross = way[0] * ey - way[1] * ex
    if abs(cross) < 1e-12:
        return None
    dx, dy = a[0] - start[0], a[1] - start[1]
    at, share = (dx * ey - dy * ex) / cross, (dx * way[1] - dy * way[0]) / cross
    return float(at) if at > _NEAR_MM and -1e-9 <= share <= 1 + 1e-9 else None
