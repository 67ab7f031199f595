"""An outline taken apart at places and put together again: the ground of slashes and darts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Place

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece, Span
from ampc_desktop.garment.edits.fragments import Fragment, moved_seam
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of
from ampc_desktop.garment.edits.promises import kept_promises
from ampc_desktop.garment.edits.settling import checked, clipped

SMALL_MM = 2.0
"""Ends this near are brought together."""

Move = Callable[[Point], Point]
Changed = tuple[Pattern, tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """A stretch of an old edge: `edge` tells how it is sewn and cut, start_mm where on it the stretch begins."""

    edge: Edge
    path: Path
    start_mm: float

    @property
    def start(self) -> Point:
        return self.path[0][0]

    @property
    def end(self) -> Point:
        return self.path[-1][-1]

    def moved(self, move: Move) -> Part:
        return replace(self, path=moved_path(self.path, move))


@dataclass(frozen=True)
class Laid:
    """A part under its new id. old: the edge it was of, "" for what is new; moved: carried, so it gives way."""

    id: str
    part: Part
    old: str
    moved: bool = False


def moved_path(path: Path, move: Move) -> Path:
    return tuple(tuple(move(p) for p in segment) for segment in path)


def turned(about: Point, angle: float, by: Point = (0.0, 0.0)) -> Move:
    """Rotation about a point (radians), then a shift."""
    c, s = math.cos(angle), math.sin(angle)

    def move(p: Point) -> Point:
        dx, dy = p[0] - about[0], p[1] - about[1]
        return (about[0] + c * dx - s * dy + by[0], about[1] + s * dx + c * dy + by[1])

    return move


def place_on(piece: Piece, edge_id: str, share: float) -> tuple[Edge, float, Point]:
    """(edge, arc length, point) of a share along an edge. Raises Refused."""
    edge = edge_of(piece, edge_id)
    if not -1e-9 <= share <= 1 + 1e-9:
        raise Refused(f"a share of {share:g} is beyond {piece.id}.{edge_id}")
    at = min(max(share, 0.0), 1.0) * edge.length_mm
    before, after = g.split_path(edge.path, at)
    return edge, at, before[-1][-1] if before else after[0][0]


def found_on(piece: Piece, point: Point) -> tuple[str, float]:
    """(edge, share) of a point of the outline. Raises Refused when it lies off it."""
    edge = min(piece.edges, key=lambda one: g.nearest_on(one.polyline, point)[1])
    at, off = g.nearest_on(edge.polyline, point)
    if off > SMALL_MM:
        raise Refused("the other half has no such place any more")
    return edge.id, at / max(g.polyline_length(edge.polyline), 1e-9)


def taken_apart(piece: Piece, places: Sequence[tuple[str, float]]) -> tuple[list[Part], list[int]]:
    """The outline cut at places (edge, arc length): its parts in order, and which part starts at each place."""
    parts: list[Part] = []
    for edge in piece.edges:
        stops = sorted({at for id, at in places if id == edge.id and SAME_MM < at < edge.length_mm - SAME_MM})
        path, gone = edge.path, 0.0
        for at in stops:
            first, path = g.split_path(path, at - gone)
            parts.append(Part(edge, first, gone))
            gone = at
        parts.append(Part(edge, path, gone))
    starts = []
    for id, at in places:
        before, after = g.split_path(edge_of(piece, id).path, at)
        point = before[-1][-1] if before else after[0][0]
        starts.append(min(range(len(parts)), key=lambda k: g.distance(parts[k].start, point)))
    return parts, starts


def between(parts: Sequence[Part], first: int, last: int) -> list[Part]:
    """Parts from one index up to another (exclusive), round the outline."""
    count = (last - first) % len(parts) or len(parts)
    return [parts[(first + k) % len(parts)] for k in range(count)]


def region(parts: Sequence[Part], *through: Point) -> Polygon:
    """The polygon of a run of parts, closed through points."""
    ring = np.concatenate([g.flatten(part.path) for part in parts] + [np.array(through).reshape(-1, 2)])
    if len(ring) < 4 and len(np.unique(ring, axis=0)) < 3:
        raise Refused("the line runs along the outline")
    return shapely.make_valid(Polygon(ring))


def stays(piece: Piece, one: Polygon, two: Polygon) -> bool:
    """Whether the first of two parts of a piece stays put: the one with the centre or most of the grain line."""
    if piece.symmetric:
        axis = LineString([(piece.symmetry_x, y) for y in g.bounds(piece.sew_ring)[1::2]])
        on = [axis.intersection(shape.buffer(-0.5)).length for shape in (one, two)]
        if min(on) > 1.0:
            raise Refused(f"that would open the centre of {piece.id}; turn mirroring off for it")
        return bool(on[0] >= on[1])
    grain = LineString([piece.grain.start, piece.grain.end])
    held = [grain.intersection(shape).length for shape in (one, two)]
    return bool(held[0] > held[1] + 1.0 or (abs(held[0] - held[1]) <= 1.0 and one.area >= two.area))


def joined(before: Path, after: Path, second_gives: bool) -> Path:
    """One path of two: one brought to the other where they nearly meet, else with a smooth way over the gap."""
    a, b = before[-1][-1], after[0][0]
    gap = g.distance(a, b)
    if gap < SMALL_MM:
        if second_gives:
            return (*before, (a, *after[0][1:]), *after[1:])
        return (*before[:-1], (*before[-1][:-1], b), *after)
    out = next(p for p in reversed(before[-1][:-1]) if g.distance(p, a) > 1e-9)
    on = next(p for p in after[0][1:] if g.distance(p, b) > 1e-9)
    first = g.towards(a, (2 * a[0] - out[0], 2 * a[1] - out[1]), gap / 3)
    second = g.towards(b, (2 * b[0] - on[0], 2 * b[1] - on[1]), gap / 3)
    return (*before, g.cubic(a, first, second, b), *after)


def put_together(pattern: Pattern, piece: Piece, laid: Sequence[Laid], move: Move | None, where: Polygon) -> Changed:
    """The pattern with a piece of a new outline; seams, notches, marks and promises follow.

    laid  : the outline in order; neighbours of one id are one edge, a gap between them is closed.
    where : part of the old piece that `move` carries along.
    """
    edges, spots = _edges(piece, laid)
    notches = []
    for notch in piece.notches:
        for spot in sorted(spots[notch.edge], key=lambda one: one.start_mm):
            if spot.start_mm - SAME_MM <= notch.at_mm <= spot.start_mm + spot.length_mm + SAME_MM:
                at = spot.offset_mm + min(max(notch.at_mm - spot.start_mm, 0.0), spot.length_mm)
                notches.append(replace(notch, edge=edges[spot.index].id, at_mm=at))
                break
    outline = Polygon(np.concatenate([edge.polyline[:-1] for edge in edges]))
    carry = _carrier(move, where)
    internals = tuple(replace(line, path=carry(line.path)) for line in piece.internals)
    if outline.is_valid:
        internals = tuple(clipped(line, outline) for line in internals)
        room = outline.buffer(0.05)
        internals = tuple(one for one in internals if room.contains(LineString(g.flatten(one.path))))
    changed = replace(
        piece,
        edges=tuple(edges),
        notches=tuple(notches),
        internals=internals,
        drills=tuple(replace(hole, at=carry(((hole.at, hole.at),))[0][0]) for hole in piece.drills),
        darts=tuple(replace(dart, apex=carry(((dart.apex, dart.apex),))[0][0]) for dart in piece.darts),
    )
    changed = checked(piece, changed)
    ways: dict[str, list[Fragment]] = {
        old: [
            (piece.id, id, False, 0)
            for id in dict.fromkeys(edges[spot.index].id for spot in sorted(found, key=lambda one: one.start_mm))
        ]
        for old, found in spots.items()
    }
    once = replace(
        pattern,
        key_dimensions=tuple(replace(one, spans=_counted(one.spans)) for one in pattern.key_dimensions),
    )
    pattern = replace(
        pattern,
        seams=tuple(moved_seam(seam, piece.id, ways) for seam in pattern.seams),
        key_dimensions=tuple(
            replace(one, spans=tuple(dict.fromkeys(one.spans)))  # two edges that became one are read once
            for one in kept_promises(once, piece, (changed,), ways)
        ),
    )
    return pattern.with_piece(changed), (piece.id,)


def _counted(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Equal spans (left and right of a pair) as one that counts as often."""
    return tuple(replace(span, times=span.times * count) for span, count in Counter(spans).items())


@dataclass(frozen=True)
class _Spot:
    """Where a stretch of an old edge lies now: on the edge of that index, offset_mm from its start."""

    index: int
    start_mm: float
    length_mm: float
    offset_mm: float


def _edges(piece: Piece, laid: Sequence[Laid]) -> tuple[list[Edge], dict[str, list[_Spot]]]:
    """New edges of a ring of parts, and by old edge where its stretches lie on them."""
    edges: list[Edge] = []
    spots: dict[str, list[_Spot]] = {edge.id: [] for edge in piece.edges}
    for one in laid:
        path, offset, own = one.part.path, 0.0, g.path_length(one.part.path)
        if edges and edges[-1].id == one.id:
            path = joined(edges[-1].path, path, one.moved)
            offset = g.path_length(path) - own
            edges[-1] = replace(edges[-1], path=path, corner=one.part.edge.corner)
        else:
            edges.append(replace(one.part.edge, id=one.id, path=path))
        if one.old:
            spots[one.old].append(_Spot(len(edges) - 1, one.part.start_mm, own, offset))
    if len(edges) > 1 and edges[0].id == edges[-1].id:  # the ring began inside an edge
        last = edges.pop()
        path = joined(last.path, edges[0].path, laid[0].moved)
        shift = g.path_length(path) - edges[0].length_mm
        edges[0] = replace(edges[0], path=path)
        for found in spots.values():
            for k, spot in enumerate(found):
                if spot.index == len(edges):
                    found[k] = replace(spot, index=0)
                elif spot.index == 0:
                    found[k] = replace(spot, offset_mm=spot.offset_mm + shift)
    _closed(edges)
    return edges, spots


def _closed(edges: list[Edge]) -> None:
    """Neighbouring edges brought exactly together; raises Refused when they are apart."""
    for k, edge in enumerate(edges):
        before = edges[k - 1]
        if g.distance(before.end, edge.start) > 0.1:
            raise Refused("the outline would not close")
        first = edge.path[0]
        edges[k] = replace(edge, path=((before.end, *first[1:]), *edge.path[1:]))


def _carrier(move: Move | None, where: Polygon) -> Callable[[Path], Path]:
    room = where.buffer(0.02)

    def carry(path: Path) -> Path:
        if move is None or where.is_empty:
            return path
        points = [Place(p) for segment in path for p in (segment[0], segment[-1])]
        inside = all(room.contains(p) for p in points)
        return moved_path(path, move) if inside else path

    return carry
