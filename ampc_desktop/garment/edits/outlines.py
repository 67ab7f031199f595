"""An outline cut in two along a line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import CornerKind, Edge, Piece
from ampc_desktop.garment.edits.places import SAME_MM, Refused

LEAST_MM2 = 1500.0
"""No part is smaller."""


@dataclass(frozen=True)
class Cut:
    """An outline cut in two: sub-edges of the part left of the line and of the part right of it, line included.

    `of` names the old edge and the place of a sub-edge's start on it, by new piece side and new edge id.
    """

    left: tuple[Edge, ...]
    right: tuple[Edge, ...]
    of: dict[tuple[int, str], tuple[str, float]]


def cut(piece: Piece, line: Path, name: str, width_mm: float) -> Cut:
    """The outline of a piece cut along a line from outline to outline. Raises Refused."""
    start, end = line[0][0], line[-1][-1]
    stops: dict[str, list[float]] = {}
    for point in (start, end):
        edge, at = _locate(piece, point)
        stops.setdefault(edge.id, []).append(at)
    ring: list[tuple[Edge, str, float]] = []
    for edge in piece.edges:
        inner = sorted(at for at in stops.get(edge.id, []) if SAME_MM < at < edge.length_mm - SAME_MM)
        path, gone = edge.path, 0.0
        for at in inner:
            first, path = g.split_path(path, at - gone)
            ring.append((replace(edge, path=first, corner=_corner(edge)), edge.id, gone))
            gone = at
        ring.append((replace(edge, path=path), edge.id, gone))
    p, q = _starting(ring, start), _starting(ring, end)
    if p == q:
        raise Refused("the line begins and ends at the same place")
    turned = ring[q:] + ring[:q]
    count = (p - q) % len(ring)
    sides: list[tuple[Edge, ...]] = []
    of: dict[tuple[int, str], tuple[str, float]] = {}
    for side, (kept, path) in enumerate(((turned[:count], line), (turned[count:], g.reversed_path(line)))):
        times = [id for _, id, _ in kept]
        seen: dict[str, int] = {}
        edges = []
        for edge, id, gone in kept:
            seen[id] = seen.get(id, 0) + 1
            new = f"{id}.{seen[id]}" if times.count(id) > 1 else id
            of[side, new] = (id, gone)
            edges.append(replace(edge, id=new))
        edges[-1] = replace(edges[-1], corner=_corner(edges[-1]))
        along = _exactly(path, edges[-1].end, edges[0].start)
        edges.append(Edge(name, along, width_mm, corner="hem_mirror" if edges[0].role == "hem" else "mitre"))
        sides.append(tuple(edges))
    for part in sides:
        ring_of = np.concatenate([edge.polyline[:-1] for edge in part])
        if not shapely.is_valid(Polygon(ring_of)) or g.signed_area(ring_of) < LEAST_MM2:
            raise Refused("a part would be too small or cross itself")
    return Cut(sides[0], sides[1], of)


def _corner(edge: Edge) -> CornerKind:
    """Shape of the allowance where a style line now meets the end of an edge."""
    return "hem_mirror" if edge.role == "hem" else "mitre"


def _exactly(path: Path, start: Point, end: Point) -> Path:
    """The path with its ends put exactly on corners less than a hair away."""
    path = ((start, *path[0][1:]), *path[1:])
    return (*path[:-1], (*path[-1][:-1], end))


def _locate(piece: Piece, point: Point) -> tuple[Edge, float]:
    best = min(piece.edges, key=lambda edge: g.nearest_on(edge.polyline, point)[1])
    at, off = g.nearest_on(best.polyline, point)
    if off > 0.1:
        raise Refused(f"the line does not end on the outline of {piece.id}")
    return best, at * best.length_mm / max(g.polyline_length(best.polyline), 1e-9)


def _starting(ring: list[tuple[Edge, str, float]], point: Point) -> int:
    return min(range(len(ring)), key=lambda k: g.distance(ring[k][0].start, point))
