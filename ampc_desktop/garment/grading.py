"""Grading: what every point of a pattern moves from size to size, by redraft or by classic rules.

A pattern drafted for each size gives the rules (differences of points that keep their roles); rules applied to a
corrected pattern carry the corrections into every size, as a grader does with a rule table (ASTM D6673 RUL).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Point, Segment
from ampc_desktop.core.pattern import Dart, Edge, GradeRule, InternalLine, Pattern, Piece
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.edits.settling import clipped

Move = Callable[[Point], Point]

FAR_POWER = 2.0
"""Points without a rule of their own move as their neighbours do, weighed by 1 / distance squared."""


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
    return cut_piece(made)


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
