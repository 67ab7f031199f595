"""Grading: what every point of a pattern moves from size to size, by redraft or by classic rules.

A pattern drafted for each size gives the rules (differences of points that keep their roles); rules applied to a
corrected pattern carry the corrections into every size, as a grader does with a rule table (ASTM D6673 RUL).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as ShapelyPoint

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Point, Segment
from ampc_desktop.core.pattern import Dart, Edge, GradeRule, InternalLine, Pattern, Piece
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment.added_points import with_points
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.edits.legs import with_legs
from ampc_desktop.garment.edits.settling import clipped
from ampc_desktop.garment.facings import faced_piece

Move = Callable[[Point], Point]

FAR_POWER = 2.0
"""Points without a rule of their own move as their neighbours do, weighed by 1 / distance squared."""
NEAR_MM = 40.0
"""A corrected point lies on the drafted outline when it is no farther from it."""


def points_of(piece: Piece) -> dict[str, Point]:
    """Graded points of a piece by role.

    `EDGE`: start of an edge; `EDGE:K`: joint after K segments; `EDGE:K:c1`, `:c2`: handles of segment K;
    `dart:ID`: apex of a dart.
    """
    found: dict[str, Point] = {}
    for edge in piece.edges:
        for k, segment in enumerate(edge.path):
            found[edge.id if k == 0 else f"{edge.id}:{k}"] = segment[0]
            if len(segment) == 4:
                found[f"{edge.id}:{k}:c1"], found[f"{edge.id}:{k}:c2"] = segment[1], segment[2]
    found.update({f"dart:{dart.id}": dart.apex for dart in piece.darts})
    return found


def on_curve(point: str) -> bool:
    """Whether a graded point lies on the outline, so that a rule table can name it."""
    return not point.endswith((":c1", ":c2")) and not point.startswith("dart:")


def rules_from(base: Pattern, sizes: Mapping[str, Pattern]) -> tuple[GradeRule, ...]:
    """Differences of every graded point between a base pattern and the same garment in other sizes, mm.

    Points that a size does not have get no rule in it. The base itself is a size with zeros when it is among them.
    """
    rules = []
    for piece in base.pieces:
        others = {name: _points(pattern, piece.id) for name, pattern in sizes.items()}
        for point, at in points_of(piece).items():
            deltas = tuple(
                (name, there[point][0] - at[0], there[point][1] - at[1])
                for name, there in others.items()
                if point in there
            )
            rules.append(GradeRule(piece.id, point, deltas))
    return tuple(rules)


def _points(pattern: Pattern, piece: str) -> dict[str, Point]:
    found = next((one for one in pattern.pieces if one.id == piece), None)
    return points_of(found) if found is not None else {}


def rules_for(pattern: Pattern, draft: Pattern, sizes: Mapping[str, Pattern]) -> tuple[GradeRule, ...]:
    """Rules for a corrected pattern, read off its draft and the drafts of other sizes, mm.

    Points keep the rule of their role. Points that corrections added to an edge move with their handles as the same
    places of the drafted curve; where corrections renamed edges, a point moves as the place of the drafted outline it
    lies on; what lies on no outline (a style line) moves as the drafted points around it, so that both parts of a split
    piece move alike. A facing moves as the edges it copies; other pieces the draft does not have get no rules.
    """
    drafted = {piece.id: piece for piece in draft.pieces}
    rules: list[GradeRule] = []
    for piece in pattern.pieces:
        parent = stem(faced_piece(pattern, piece))
        source = drafted.get(piece.id) or drafted.get(stem(piece.id)) or drafted.get(parent)
        if source is None:
            continue
        others = {name: other for name, size in sizes.items() for other in size.pieces if other.id == source.id}
        source, others = with_points(piece, source, others)
        known, theirs = points_of(source), {name: points_of(other) for name, other in others.items()}
        lengths = {edge.id: len(edge.path) for edge in source.edges}
        same = {edge.id for edge in piece.edges if lengths.get(edge.id) == len(edge.path)}
        for point, at in points_of(piece).items():
            role = point.startswith("dart:") or point.split(":")[0] in same
            if role and point in known and (source.id == piece.id or g.distance(at, known[point]) < NEAR_MM):
                moved = {name: (there[point][0] - known[point][0], there[point][1] - known[point][1])
                         for name, there in theirs.items() if point in there}  # fmt: skip
            elif on_curve(point):
                moved = {name: _as_outline(at, source, other) for name, other in others.items()}
            else:
                continue
            rules.append(GradeRule(piece.id, point, tuple((name, dx, dy) for name, (dx, dy) in moved.items())))
    return tuple(rules)


def stem(id: str) -> str:
    """The piece that style lines split: "front" of "front.a.b"."""
    while id.endswith((".a", ".b")):
        id = id[:-2]
    return id


def _as_outline(at: Point, source: Piece, other: Piece) -> Point:
    """How the place of an outline nearest to a point moves to another size; far from it, as its points around."""
    lines = {edge.id: LineString(edge.polyline) for edge in source.edges}
    there = {edge.id: LineString(edge.polyline) for edge in other.edges}
    gap, id = min((line.distance(ShapelyPoint(at)), id) for id, line in lines.items())
    if gap < NEAR_MM and id in there:
        share = lines[id].project(ShapelyPoint(at), normalized=True)
        a, b = (line.interpolate(share, normalized=True) for line in (lines[id], there[id]))
        return (b.x - a.x, b.y - a.y)
    mine, yours = points_of(source), points_of(other)
    roles = [role for role in mine if on_curve(role) and role in yours]
    where = np.array([mine[role] for role in roles])
    to = _carried(at, where, np.array([yours[role] for role in roles]) - where)
    return (to[0] - at[0], to[1] - at[1])


def darts_elsewhere(pattern: Pattern, draft: Pattern) -> tuple[str, ...]:
    """Pieces with a dart that their draft does not have: a turned part of a piece has no rule of its own."""
    drafted = {piece.id: {dart.id for dart in piece.darts} for piece in draft.pieces}
    return tuple(
        piece.id
        for piece in pattern.pieces
        if {dart.id for dart in piece.darts} - drafted.get(piece.id, {dart.id for dart in piece.darts})
    )


def graded(base: Pattern, rules: Sequence[GradeRule], size: str) -> Pattern:
    """A pattern in another size: every point moved by its rule, curves carried along, cut lines made anew.

    Points the rules do not name move as those around them do. Raises Problem when no rule names the size.
    """
    moves: dict[str, dict[str, Point]] = {}
    for rule in rules:
        for name, dx, dy in rule.deltas:
            if name == size:
                moves.setdefault(rule.piece, {})[rule.point] = (dx, dy)
    if not moves:
        raise Problem(f"no grade rule names size {size}", "grade rules", code="grade.size")
    pieces = tuple(_graded_piece(piece, moves.get(piece.id, {})) for piece in base.pieces)
    return replace(base, size=size, pieces=pieces, grade_rules=())


def _graded_piece(piece: Piece, moves: Mapping[str, Point]) -> Piece:
    known = points_of(piece)
    anchors = [(known[name], by) for name, by in moves.items() if name in known and on_curve(name)]
    if not anchors:
        return piece
    at = np.array([p for p, _ in anchors])
    by = np.array([d for _, d in anchors])

    def move(point: Point) -> Point:
        return _carried(point, at, by)

    edges = []
    for i, edge in enumerate(piece.edges):
        ends = [_moved_end(piece, i, k, moves, move) for k in range(len(edge.path) + 1)]
        path: Path = tuple(
            _with_handles(_fitted(segment, ends[k], ends[k + 1]), segment, f"{edge.id}:{k}", moves)
            for k, segment in enumerate(edge.path)
        )
        edges.append(replace(edge, path=path))
    lengths = {old.id: new.length_mm / old.length_mm for old, new in zip(piece.edges, edges, strict=True)}
    made = replace(
        piece,
        edges=tuple(edges),
        notches=tuple(replace(n, at_mm=n.at_mm * lengths[n.edge]) for n in piece.notches),
        internals=tuple(
            replace(line, path=tuple(tuple(move(p) for p in s) for s in line.path)) for line in piece.internals
        ),
        drills=tuple(replace(hole, at=move(hole.at)) for hole in piece.drills),
        darts=tuple(replace(dart, apex=_apex(dart, moves, move)) for dart in piece.darts),
        grain=replace(piece.grain, start=_upright(piece, move, 0), end=_upright(piece, move, 1)),
    )
    outline = Polygon(made.sew_ring)
    if outline.is_valid:
        grain = clipped(InternalLine("", "internal", (g.line(made.grain.start, made.grain.end),)), outline).path[0]
        made = replace(
            made,
            internals=tuple(clipped(line, outline) for line in made.internals),
            grain=replace(made.grain, start=grain[0], end=grain[1]),
        )
    return cut_piece(with_legs(made))


def _apex(dart: Dart, moves: Mapping[str, Point], move: Move) -> Point:
    by = moves.get(f"dart:{dart.id}")
    return (dart.apex[0] + by[0], dart.apex[1] + by[1]) if by is not None else move(dart.apex)


def _with_handles(carried: Segment, old: Segment, name: str, moves: Mapping[str, Point]) -> Segment:
    """The segment with its handles where their own rules put them, if they have rules."""
    if len(old) == 2:
        return carried
    made = list(carried)
    for k in (1, 2):
        by = moves.get(f"{name}:c{k}")
        if by is not None:
            made[k] = (old[k][0] + by[0], old[k][1] + by[1])
    return tuple(made)


def _moved_end(piece: Piece, i: int, k: int, moves: Mapping[str, Point], move: Move) -> Point:
    """Where end k of the segments of edge i goes: the start of the next edge is its last end."""
    edge: Edge = piece.edges[i]
    if k == len(edge.path):
        following = piece.edges[(i + 1) % len(piece.edges)]
        name, point = following.id, following.start
    else:
        name, point = (edge.id if k == 0 else f"{edge.id}:{k}"), edge.path[k][0]
    by = moves.get(name)
    return (point[0] + by[0], point[1] + by[1]) if by is not None else move(point)


def _carried(point: Point, at: Array, by: Array) -> Point:
    gaps = np.hypot(*(at - point).T)
    near = int(np.argmin(gaps))
    if gaps[near] < 1e-6:
        return (point[0] + float(by[near, 0]), point[1] + float(by[near, 1]))
    weight = gaps**-FAR_POWER
    dx, dy = (weight @ by) / weight.sum()
    return (point[0] + float(dx), point[1] + float(dy))


def _upright(piece: Piece, move: Move, which: int) -> Point:
    """The grain keeps its direction: both ends move as its middle does."""
    a, b = piece.grain.start, piece.grain.end
    middle = g.lerp(a, b, 0.5)
    to = move(middle)
    end = (a, b)[which]
    return (end[0] + to[0] - middle[0], end[1] + to[1] - middle[1])


def _fitted(segment: Segment, start: Point, end: Point) -> Segment:
    """A segment carried between two new ends: handles turn and grow as its chord does."""
    if len(segment) == 2:
        return (start, end)
    a, b = segment[0], segment[-1]
    old, new = (b[0] - a[0], b[1] - a[1]), (end[0] - start[0], end[1] - start[1])
    length = math.hypot(*old)
    if length < 1e-9:
        return (start, start, end, end)
    scale = math.hypot(*new) / length
    turn = math.atan2(new[1], new[0]) - math.atan2(old[1], old[0])
    c, s = scale * math.cos(turn), scale * math.sin(turn)

    def carried(p: Point, origin: Point, to: Point) -> Point:
        dx, dy = p[0] - origin[0], p[1] - origin[1]
        return (to[0] + c * dx - s * dy, to[1] + s * dx + c * dy)

    return (start, carried(segment[1], a, start), carried(segment[2], b, end), end)
