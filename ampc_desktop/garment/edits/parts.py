"""What a part of a split piece takes along: names, marks inside, grain."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import LineString, MultiLineString, Point, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Dart, DrillHole, Edge, Grain, InternalLine, Piece
from ampc_desktop.garment.edits.fisheyes import is_fisheye
from ampc_desktop.garment.edits.places import Refused
from ampc_desktop.garment.edits.two_pointed import drills_of

_SHORT_MM = 20.0
"""A mark shorter than this after the cut is dropped."""
_CUT_MM2 = 0.1
"""A dart of which more than this lies beyond the line is cut through."""
_GRAIN_IN_MM = 15.0
"""A grain line keeps this far from the outline of a part, less on small ones."""


@dataclass(frozen=True)
class Part:
    """Marks of a piece that lie on one part."""

    internals: tuple[InternalLine, ...]
    drills: tuple[DrillHole, ...]
    darts: tuple[Dart, ...]


def titled(part: Piece, whole: Piece, letter: str) -> Piece:
    """The part with name, label and annotation after its piece and letter."""
    name = f"{whole.name[:18]} {letter.upper()}"
    label = f"{whole.label or whole.id.capitalize()} {letter.upper()}"
    pair = " (PAIR)" if part.mirrored_pair else ""
    return replace(part, name=name, label=label, annotation=f"CUT {part.quantity} {name}{pair}")


def _shape(edges: tuple[Edge, ...]) -> Polygon:
    return Polygon(np.concatenate([edge.polyline[:-1] for edge in edges]))


def marks_of(piece: Piece, edges: tuple[Edge, ...]) -> Part:
    """Internal lines, drill holes and darts of a piece on a part of it. Raises Refused when a dart would be cut."""
    body = _shape(edges)
    ids = {edge.id for edge in edges}
    darts = []
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        whole = Polygon([mouth.start, dart.apex, mouth.end])
        if dart.mouth in ids and body.buffer(0.1).contains(whole):
            darts.append(dart)
        elif dart.mouth in ids or body.intersection(whole).area > 0.01 * whole.area:
            raise Refused(f"the line runs through dart {dart.id}")
    kept, gone = _fisheyes(piece, body)
    near = body.buffer(0.01)
    drills = tuple(
        hole for hole in piece.drills if hole.id in kept or (hole.id not in gone and near.contains(Point(hole.at)))
    )
    return Part(tuple(line for found in piece.internals if (line := _inside(found, body))), drills, tuple(darts))


def _fisheyes(piece: Piece, body: Polygon) -> tuple[set[str], set[str]]:
    """(drill holes of the darts with two points on a part, those of darts elsewhere). Raises Refused for one cut."""
    kept: set[str] = set()
    gone: set[str] = set()
    for line in piece.internals:
        if is_fisheye(line):
            ring = Polygon(g.flatten(line.path))
            mine = {hole.id for hole in drills_of(piece, line)}
            if body.buffer(0.1).contains(ring):
                kept |= mine
            elif body.intersection(ring).area > _CUT_MM2:
                raise Refused(f"the line runs through the dart {line.id.replace('.', ' ')}; move or remove it first")
            else:
                gone |= mine
    return kept, gone


def _inside(line: InternalLine, body: Polygon) -> InternalLine | None:
    drawn = LineString(g.flatten(line.path))
    if is_fisheye(line):
        return line if body.buffer(0.1).contains(drawn) else None
    if body.buffer(0.01).contains(drawn) and not body.exterior.buffer(0.05).contains(drawn):
        return line
    if len(line.path) != 1 or len(line.path[0]) != 2:
        return None
    kept = drawn.intersection(body.buffer(-0.02))
    parts = kept.geoms if isinstance(kept, MultiLineString) else [kept]
    longest = max(parts, key=lambda part: part.length)
    if longest.is_empty or longest.geom_type != "LineString" or longest.length < _SHORT_MM:
        return None
    start, end = g.as_points(np.array([longest.coords[0], longest.coords[-1]]))
    return replace(line, path=(g.line(start, end),))


def grain_of(piece: Piece, edges: tuple[Edge, ...]) -> Grain:
    """The grain line of a part: the piece's own where enough of it lies on it, else the longest parallel to it."""
    body = _shape(edges)
    start, end = np.asarray(piece.grain.start), np.asarray(piece.grain.end)
    low, high = g.bounds(np.asarray(body.exterior.coords))[1::2]
    needed = min(60.0, 0.4 * (high - low))
    room = body.buffer(-min(_GRAIN_IN_MM, 0.05 * float(np.sqrt(body.area))))
    own = LineString([start, end]).intersection(room)
    if own.geom_type == "LineString" and own.length >= needed:
        a, b = g.as_points(np.array([own.coords[0], own.coords[-1]]))
        return replace(piece.grain, start=a, end=b)
    way = (end - start) / np.linalg.norm(end - start)
    side = np.array([-way[1], way[0]])
    corners = np.asarray(body.exterior.coords)
    best: LineString | None = None
    across = corners @ side
    for off in np.linspace(float(across.min()), float(across.max()), 23)[1:-1]:
        middle = off * side
        far = 2.0 * float(np.abs(corners).max() + 100.0)
        chord = LineString([middle - far * way, middle + far * way]).intersection(room)
        parts = [part for part in getattr(chord, "geoms", [chord]) if part.geom_type == "LineString"]
        longest = max(parts, key=lambda part: part.length, default=None)
        if longest is not None and (best is None or longest.length > best.length + 1.0):
            best = longest
    if best is None:
        raise Refused("a part has no room for a grain line")
    first, last = np.asarray(best.coords[0]), np.asarray(best.coords[-1])
    if (last - first) @ way < 0:
        first, last = last, first
    ends = g.as_points(np.array([first + 0.15 * (last - first), first + 0.85 * (last - first)]))
    return replace(piece.grain, start=ends[0], end=ends[1])
