"""Darts turned about their apex: closed where they are, opened from another edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Place
from shapely.ops import unary_union

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Dart, Edge, InternalLine, KeyDimension, Pattern, Piece, Span, Swing
from ampc_desktop.garment.checks.girths import centre_edge, level_of, still_at
from ampc_desktop.garment.edits import reshaping as r
from ampc_desktop.garment.edits.darts import (
    angle_of,
    at_pivot,
    dart_of,
    image_of,
    marked,
    mouth_edge,
    trued,
    united,
    without,
)
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, mirroring, number
from ampc_desktop.garment.edits.settling import checked
from ampc_desktop.garment.edits.slashing import inside
from ampc_desktop.garment.edits.two_pointed import dart_line

SHORT_MM = 2.0
"""A drawn line that reaches less far into the other part stays whole."""


def rotate_dart(pattern: Pattern, edit: PatternEdit) -> r.Changed:
    """A dart, or part of it, closed and opened again from its apex to another place of the outline.

    A dart whose point was moved is turned about where it closes; its point is there then.
    """
    piece = pattern.piece(edit.piece)
    if dart_line(piece, edit.item) is not None:
        raise Refused("a dart with two points opens in no edge; split the piece along it, or move it")
    dart = dart_of(piece, edit.item)
    to_edge = edge_of(piece, str(edit.values.get("to_edge", "")))
    share, part = number(edit, "to_share", most=1.0), number(edit, "part", 1.0, 1.0)
    if not 0.05 <= part <= 1.0:
        raise Refused("rotate between a twentieth and all of a dart")
    image = image_of(piece, dart) if mirroring(piece, edit) else None
    for one in (dart, image):
        piece = at_pivot(piece, one.id) if one is not None else piece
    pattern, dart, to_edge = pattern.with_piece(piece), dart_of(piece, dart.id), edge_of(piece, to_edge.id)
    there = g.mirrored(r.place_on(piece, to_edge.id, share)[2], piece.symmetry_x)
    pattern, changed = _rotated(pattern, piece, dart, to_edge, share, part, edit.id)
    if image is not None:
        now = pattern.piece(piece.id)
        twin, place = r.found_on(now, there)
        pattern, changed = _rotated(
            pattern, now, dart_of(now, image.id), now.edge(twin), place, part, f"{edit.id}.mirror"
        )
    return pattern, changed


def _rotated(pattern: Pattern, piece: Piece, dart: Dart, edge: Edge, share: float, part: float, name: str) -> r.Changed:
    if edge.role == "dart":
        raise Refused(f"the line ends in the dart {edge.id}")
    if edge.role == "opening":
        raise Refused(f"a dart can't open in the opening {edge.id} of {piece.id}; turn it to an edge beside it")
    _, at, goal = r.place_on(piece, edge.id, share)
    way = LineString([dart.apex, goal])
    if any(line.kind == "fold" and LineString(g.flatten(line.path)).crosses(way) for line in piece.internals):
        raise Refused(f"the dart would run over the fold of {piece.id}; turn it to an edge on its own side of the fold")
    if min(at, edge.length_mm - at) < 3.0:
        raise Refused("a dart opens inside an edge, not at its end")
    bare = replace(piece, darts=tuple(one for one in piece.darts if one.id != dart.id), notches=without(piece, dart.id))
    inside(bare, goal, dart.apex)
    mouth, theta = piece.edge(dart.mouth), angle_of(piece, dart)
    theta = theta if theta < math.pi else 2 * math.pi - theta
    parts, (g_at,) = r.taken_apart(piece, ((edge.id, at),))
    m_at = next(i for i, one in enumerate(parts) if one.edge.id == dart.mouth)
    after_mouth = r.between(parts, (m_at + 1) % len(parts), g_at)
    before_mouth = r.between(parts, g_at, m_at)
    shapes = [r.region(after_mouth, dart.apex), r.region(before_mouth, dart.apex)]
    moves_after = not _stays(piece, shapes[0], shapes[1])
    # counter-clockwise outline, apex inside: closing carries the second leg clockwise onto the first, or the first on
    turn = r.turned(dart.apex, (-theta if moves_after else theta) * part * _sense(mouth.start, mouth.end, dart.apex))
    new = f"dart.{name}"
    if any(one.id == new for one in piece.edges):
        raise Refused(f"{piece.id} already has a dart {new}")
    full = part > 0.999
    one, two = (
        united(pattern, piece, parts[m_at - 1].edge.id, parts[(m_at + 1) % len(parts)].edge.id) if full else ("", "")
    )
    before_id, after_id = parts[m_at - 1].edge.id, parts[(m_at + 1) % len(parts)].edge.id
    names = {before_id: one, after_id: two} if full else {}

    def laid(run: list[r.Part], moved: bool) -> list[r.Laid]:
        found = []
        for p in run:
            id = names.get(p.edge.id, p.edge.id)
            if p.edge.id == edge.id:
                id = f"{id}.{1 if p.start_mm < at - SAME_MM else 2}"
            found.append(r.Laid(id, p.moved(turn) if moved else p, p.edge.id, moved))
        return found

    after, before = laid(after_mouth, moves_after), laid(before_mouth, not moves_after)
    opening = r.Part(mouth_edge(edge, new), (g.line(after[-1].part.end, before[0].part.start),), 0.0)
    ring = [*after, r.Laid(new, opening, ""), *before]
    if not full:
        rest = r.Part(mouth, (g.line(before[-1].part.end, after[0].part.start),), 0.0)
        ring.append(r.Laid(dart.mouth, rest, ""))
    where = shapes[0] if moves_after else shapes[1]
    still = shapes[1] if moves_after else shapes[0]
    run = after_mouth if moves_after else before_mouth
    back = (1.0 if moves_after else -1.0) * _sense(mouth.start, mouth.end, dart.apex)
    spans = _Swung(piece, dart.id, new, full, frozenset(p.edge.id for p in run if p.start_mm < SAME_MM), back, still)
    pattern = replace(pattern, key_dimensions=tuple(spans.read(one) for one in pattern.key_dimensions))
    stripped = replace(
        bare,
        drills=tuple(hole for hole in bare.drills if hole.id != f"{dart.id}.drill"),
        internals=tuple(part for line in bare.internals for part in _parted(line, where, new)),
    )
    pattern, changed = r.put_together(pattern.with_piece(stripped), stripped, ring, turn, where)
    made = pattern.piece(piece.id)
    kept = (dart,) if not full else ()
    made = replace(made, darts=(*made.darts, *kept, Dart(new, new, dart.apex)))
    for id in ([dart.id] if not full else []) + [new]:
        made = marked(trued(made, id), id)
    return pattern.with_piece(checked(piece, made)), changed


def _parted(line: InternalLine, swung: Polygon, name: str) -> tuple[InternalLine, ...]:
    """A straight line drawn over both parts (a centre, a crease) as one of each, what is swung with the dart's name."""
    if line.kind == "dart" or len(line.path) != 1 or len(line.path[0]) != 2:
        return (line,)
    drawn = LineString(line.path[0])
    runs = (drawn.difference(swung), drawn.intersection(swung))
    if any(run.geom_type != "LineString" or run.length < SHORT_MM for run in runs):
        return (line,)
    still, moved = ((g.line(*g.as_points(run.coords)),) for run in runs)
    return replace(line, path=still), replace(line, id=f"{line.id}.{name}", path=moved)


def _stays(piece: Piece, one: Polygon, two: Polygon) -> bool:
    """Whether the first of two parts stays put when a dart is turned: that with the centre of a half piece."""
    centre = None if piece.symmetric else centre_edge(piece)
    if centre is not None:
        on = [LineString(centre.polyline).intersection(shape.buffer(0.5)).length for shape in (one, two)]
        if abs(on[0] - on[1]) > 1.0:
            return bool(on[0] > on[1])
    return r.stays(piece, one, two)


def _sense(start: Point, end: Point, apex: Point) -> float:
    """+1 where the legs turn counter-clockwise from the first to the second, seen from the apex."""
    cross = (start[0] - apex[0]) * (end[1] - apex[1]) - (start[1] - apex[1]) * (end[0] - apex[0])
    return 1.0 if cross > 0 else -1.0


@dataclass(frozen=True)
class _Swung:
    """What promises read off a piece of which a turned dart swings a part.

    old, new : the dart's ids; full: nothing of the old one is left; moved: edges whose start is swung;
    back     : +1 where the part is turned back counter-clockwise; still: the part that stays.
    """

    piece: Piece
    old: str
    new: str
    full: bool
    moved: frozenset[str]
    back: float
    still: Polygon

    def read(self, dimension: KeyDimension) -> KeyDimension:
        """The dimension with its spans read as they were before the turn."""
        spans = tuple(self._span(span) if span.piece == self.piece.id else span for span in dimension.spans)
        return replace(dimension, spans=spans)

    def _span(self, span: Span) -> Span:
        if span.kind == "edge":
            return span
        swings = [one for one in span.swings if one.dart != self.old or not self.full]
        swings += [replace(one, dart=self.new) for one in span.swings if one.dart == self.old]
        if span.kind == "across":
            span = replace(span, at_x_mm=span.at_x_mm if span.at_x_mm is not None else self._level_x(span.at_mm))
            level = level_of(self.piece, span)
            if level is not None and not self.still.buffer(SAME_MM).contains(Place(level[0])):
                swings.append(Swing(self.new, "edge", self.back))
        else:
            swings += [Swing(self.new, end, self.back) for end, edge in self._ends(span) if edge in self.moved]
        return replace(span, swings=tuple(swings))

    def _ends(self, span: Span) -> Iterator[tuple[Literal["edge", "to_edge"], str]]:
        yield "edge", span.edge
        yield "to_edge", span.to_edge

    def _level_x(self, y: float) -> float | None:
        """Where the level is level from now on: None where the centre or the grain stays, else inside what stays."""
        centre = still_at(self.piece, y)
        if centre is not None and self.still.buffer(SAME_MM).contains(Place(centre)):
            return None
        left, _, right, _ = Polygon(self.piece.sew_ring).bounds
        level = LineString([(left - 1.0, y), (right + 1.0, y)])
        for part in (self.still, Polygon(self.piece.sew_ring)):
            open_at = [Polygon([e.start, d.apex, e.end]) for d in self.piece.darts for e in (self.piece.edge(d.mouth),)]
            cloth = part.difference(unary_union(open_at).buffer(SAME_MM)).intersection(level)
            runs = [one for one in getattr(cloth, "geoms", [cloth]) if one.length > 1.0]
            if runs:
                return float(max(runs, key=lambda one: one.length).centroid.x)
        return None
