"""What lies under the pointer: points before handles before marks before edges before pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Piece

Kind = Literal["point", "handle", "notch", "drill", "apex", "grain", "line", "edge", "piece"]
ORDER: tuple[Kind, ...] = ("point", "handle", "notch", "drill", "apex", "grain", "line", "edge", "piece")
REACH_PX: dict[Kind, float] = {
    "point": 10, "handle": 10, "notch": 8, "drill": 8, "apex": 9, "grain": 6, "line": 6, "edge": 6, "piece": 0
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """One thing of a pattern by its role: the piece and the item an edit would name."""

    kind: Kind
    piece: str
    item: str = ""

    @property
    def edge(self) -> str:
        """The edge of an edge, point or handle; "" for other kinds."""
        return self.item.split(":")[0] if self.kind in ("edge", "point", "handle") else ""


@dataclass(frozen=True)
class Hit:
    """A target under the pointer. at: the place on it, piece coordinates; along_mm: on an edge, from its start."""

    target: Target
    at: Point
    gap_mm: float
    along_mm: float = 0.0


class Reach:
    """The places of one piece that can be hit; made once for a piece as it is."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        ring = piece.cut_ring if len(piece.cut) else piece.sew_ring
        self.box = g.bounds(ring)

    @cached_property
    def points(self) -> list[tuple[str, Point]]:
        return points_of(self.piece)

    @cached_property
    def _outline(self) -> Polygon:
        return Polygon(self.piece.cut_ring)

    def hits(self, at: Point, px_per_mm: float, kinds: Collection[Kind], handles_of: Collection[str]) -> list[Hit]:
        """Everything within reach of a place in piece coordinates, what is on top first."""
        found = [hit for kind in ORDER if kind in kinds for hit in self._of(kind, at, px_per_mm, handles_of)]
        return sorted(found, key=lambda hit: (ORDER.index(hit.target.kind), hit.gap_mm))

    def _of(self, kind: Kind, at: Point, px_per_mm: float, handles_of: Collection[str]) -> Iterator[Hit]:
        reach = REACH_PX[kind] / px_per_mm
        piece = self.piece
        if kind == "edge":
            for edge in piece.edges:
                along, gap = g.nearest_on(edge.polyline, at)
                if gap <= reach + self._out(edge, along, at):
                    yield Hit(Target("edge", piece.id, edge.id), g.point_at(edge.polyline, along), gap, along)
        elif kind == "piece":
            if bool(shapely.contains_xy(self._outline, *at)):
                yield Hit(Target("piece", piece.id), at, 0.0)
        elif kind in ("grain", "line"):
            lines = (
                [("grain", np.asarray([piece.grain.start, piece.grain.end]))]
                if kind == "grain"
                else [(line.id, g.flatten(line.path)) for line in piece.internals]
            )
            for id, line in lines:
                along, gap = g.nearest_on(line, at)
                if gap <= reach:
                    yield Hit(Target(kind, piece.id, "" if kind == "grain" else id), g.point_at(line, along), gap)
        else:
            for item, place in self._places(kind, handles_of):
                gap = g.distance(at, place)
                if gap <= reach:
                    yield Hit(Target(kind, piece.id, item), place, gap)
            for id, line in (fisheyes(piece) if kind == "apex" else {}).items():
                along, gap = g.nearest_on(line, at)
                if gap <= reach:  # its points win over the rest of it
                    yield Hit(Target(kind, piece.id, id), g.point_at(line, along), gap + reach)

    def _out(self, edge: Edge, along_mm: float, at: Point) -> float:
        """Outside the sew line an edge is hit up to its cut line, inside within reach alone."""
        if not edge.allowance_mm:
            return 0.0
        on, inward = g.point_at(edge.polyline, along_mm), g.normal_at(edge.polyline, along_mm)
        outside = (at[0] - on[0]) * inward[0] + (at[1] - on[1]) * inward[1] < 0
        return edge.allowance_mm if outside else 0.0

    def _places(self, kind: Kind, handles_of: Collection[str]) -> Iterator[tuple[str, Point]]:
        piece = self.piece
        if kind == "point":
            yield from self.points
        elif kind == "handle":
            yield from ((item, place) for item, place, _ in handles(piece, handles_of))
        elif kind == "drill":
            yield from ((drill.id, drill.at) for drill in piece.drills)
        elif kind == "apex":
            yield from ((dart.id, dart.apex) for dart in piece.darts)
            for id, line in fisheyes(piece).items():
                high, low = tips(line)
                yield from ((f"{id}:high", high), (f"{id}:low", low))
        elif kind == "notch":
            for notch in piece.notches:
                place = notch_place(piece, notch.id)
                if place is not None:
                    yield notch.id, place


def fisheyes(piece: Piece) -> dict[str, Array]:
    """Darts with two points inside a piece by id: their closed lines."""
    return {
        line.id: g.flatten(line.path)
        for line in piece.internals
        if line.kind == "dart" and g.distance(line.path[0][0], line.path[-1][-1]) < 1e-6
    }


def tips(line: Array) -> tuple[Point, Point]:
    """The upper and the lower point of a dart with two points: its places farthest apart."""
    gaps = np.hypot(*(line[:, None] - line[None]).transpose(2, 0, 1))
    i, j = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
    one, two = g.as_points(line[[i, j]])
    return (one, two) if one[1] >= two[1] else (two, one)


def _off(line: Array) -> Array:
    high, low = tips(line)
    x, y = np.subtract(high, low) / g.distance(high, low)
    return np.asarray((line - low) @ np.array([-y, x]))


def middle(line: Array) -> Point:
    """Middle of the widest level of a dart with two points."""
    off = _off(line)
    x, y = (line[int(np.argmax(off))] + line[int(np.argmin(off))]) / 2
    return (float(x), float(y))


def fisheye_intake(line: Array) -> float:
    """What a dart with two points takes in at its widest, mm."""
    return float(np.ptp(_off(line)))


def points_of(piece: Piece) -> list[tuple[str, Point]]:
    """Corners as "EDGE:start" and joints of segments as "EDGE:K"."""
    found: list[tuple[str, Point]] = []
    for edge in piece.edges:
        found.append((f"{edge.id}:start", edge.start))
        found += [(f"{edge.id}:{k}", edge.path[k][0]) for k in range(1, len(edge.path))]
    return found


def handles(piece: Piece, edges: Collection[str]) -> Iterator[tuple[str, Point, Point]]:
    """(item, place, the point it belongs to) of every Bézier handle of some edges."""
    for edge in piece.edges:
        if edge.id in edges:
            for k, segment in enumerate(edge.path):
                if len(segment) == 4:
                    yield f"{edge.id}:{k}:c1", segment[1], segment[0]
                    yield f"{edge.id}:{k}:c2", segment[2], segment[3]


def notch_place(piece: Piece, id: str) -> Point | None:
    """Middle of a notch in the allowance."""
    notch = next((notch for notch in piece.notches if notch.id == id), None)
    edge = next((edge for edge in piece.edges if notch is not None and edge.id == notch.edge), None)
    if notch is None or edge is None:
        return None
    on, inward = g.point_at(edge.polyline, notch.at_mm), g.normal_at(edge.polyline, notch.at_mm)
    out = edge.allowance_mm / 2
    return (on[0] - out * inward[0], on[1] - out * inward[1])


def edge_named(piece: Piece, id: str) -> Edge | None:
    return next((edge for edge in piece.edges if edge.id == id), None)


def meeting(piece: Piece, item: str) -> tuple[Edge, ...]:
    """The edges a point belongs to: two at a corner, one at a joint."""
    name, _, where = item.partition(":")
    edge = edge_named(piece, name)
    if edge is None:
        return ()
    if where not in ("start", "end"):
        return (edge,)
    i = piece.edges.index(edge)
    return (piece.edges[i - 1], edge) if where == "start" else (edge, piece.edges[(i + 1) % len(piece.edges)])


def place_of(piece: Piece, target: Target) -> Point | None:
    """Where a point-like target lies now, piece coordinates; None when it is gone or has no one place."""
    if target.kind == "point":
        name, _, where = target.item.partition(":")
        edge = edge_named(piece, name)
        if edge is None:
            return None
        if where in ("start", "end"):
            return edge.start if where == "start" else edge.end
        return edge.path[int(where)][0] if where.isdigit() and int(where) < len(edge.path) else None
    if target.kind == "handle":
        return next((at for item, at, _ in handles(piece, (target.edge,)) if item == target.item), None)
    if target.kind == "notch":
        return notch_place(piece, target.item)
    if target.kind == "drill":
        return next((drill.at for drill in piece.drills if drill.id == target.item), None)
    if target.kind == "apex":
        id, _, end = target.item.partition(":")
        line = fisheyes(piece).get(id)
        if line is not None:
            return dict(zip(("high", "low"), tips(line), strict=True)).get(end) or middle(line)
        return next((dart.apex for dart in piece.darts if dart.id == target.item), None)
    return None


def there(piece: Piece, target: Target) -> bool:
    """Whether a target still exists on its piece."""
    if target.kind in ("piece", "grain"):
        return True
    if target.kind == "edge":
        return edge_named(piece, target.item) is not None
    if target.kind == "line":
        return any(line.id == target.item for line in piece.internals)
    return place_of(piece, target) is not None


def outline_of(piece: Piece, target: Target) -> Array:
    """The places of a target, for a rubber band: (n, 2)."""
    if target.kind == "piece":
        return piece.cut_ring
    if target.kind == "edge":
        edge = edge_named(piece, target.item)
        return edge.polyline if edge is not None else np.empty((0, 2))
    place = place_of(piece, target)
    return np.asarray([place]) if place is not None else np.empty((0, 2))
