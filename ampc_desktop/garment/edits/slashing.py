"""Slash and spread: a piece cut along a straight line and opened there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.edits import reshaping as r
from ampc_desktop.garment.edits.places import Refused, edge_of, mirroring, number

LEAST_MM = 20.0
MOST_MM = 400.0

Ends = tuple[tuple[str, float], tuple[str, float]]


def slash_spread(pattern: Pattern, edit: PatternEdit) -> r.Changed:
    """The piece opened by by_mm at one end of a line and by to_mm (default 0: it pivots) at the other.

    The half without the centre, or without the grain line, moves; negative widths overlap. Mirror images follow.
    """
    piece = pattern.piece(edit.piece)
    ends = ends_of(piece, edit.values)
    by, to = number(edit, "by_mm", most=MOST_MM), number(edit, "to_mm", 0.0, MOST_MM)
    pattern, changed = _opened(pattern, piece, ends, by, to)
    if mirroring(piece, edit):
        images = [g.mirrored(r.place_on(piece, *end)[2], piece.symmetry_x) for end in ends]
        now = pattern.piece(piece.id)
        twins = tuple(r.found_on(now, image) for image in images)
        if g.distance(images[0], r.place_on(piece, *ends[1])[2]) > 1.0:
            pattern, changed = _opened(pattern, now, (twins[0], twins[1]), by, to)
    return pattern, changed


def ends_of(piece: Piece, values: Mapping[str, float | str]) -> Ends:
    ends = []
    for which in ("from", "to"):
        edge = edge_of(piece, str(values.get(f"{which}_edge", "")))
        share = number(PatternEdit("", "slash_spread", piece.id, "", values), f"{which}_share")
        if edge.role == "dart":
            raise Refused(f"the line ends in the dart {edge.id}")
        ends.append((edge.id, share))
    return ends[0], ends[1]


def _opened(pattern: Pattern, piece: Piece, ends: Ends, by: float, to: float) -> r.Changed:
    (from_edge, from_share), (to_edge, to_share) = ends
    _, at_from, start = r.place_on(piece, from_edge, from_share)
    _, at_to, end = r.place_on(piece, to_edge, to_share)
    inside(piece, start, end)
    parts, (k, m) = r.taken_apart(piece, ((from_edge, at_from), (to_edge, at_to)))
    right, left = r.between(parts, k, m), r.between(parts, m, k)
    right[0], left[-1] = _trimmed(right[0], -by / 2, True), _trimmed(left[-1], -by / 2, False)
    left[0], right[-1] = _trimmed(left[0], -to / 2, True), _trimmed(right[-1], -to / 2, False)
    right_shape, left_shape = r.region(right), r.region(left)
    moves_left = r.stays(piece, right_shape, left_shape)
    move = spreading(start, end, by, to, moves_left)
    laid = [
        r.Laid(part.edge.id, part.moved(move) if moved else part, part.edge.id, moved)
        for run, moved in ((right, not moves_left), (left, moves_left))
        for part in run
    ]
    return r.put_together(pattern, piece, _begun(laid), move, left_shape if moves_left else right_shape)


def _begun(laid: list[r.Laid]) -> list[r.Laid]:
    """The same ring begun where an edge begins, so that no edge is torn over its ends."""
    for k, one in enumerate(laid):
        if one.part.start_mm == 0.0 and laid[k - 1].id != one.id:
            return laid[k:] + laid[:k]
    return laid


def _trimmed(part: r.Part, by: float, at_start: bool) -> r.Part:
    """What is folded away where a slash closes instead of opening; nothing for by <= 0. Raises Refused."""
    if by <= 0.0:
        return part
    length = g.path_length(part.path)
    if by > length - 2.0:
        raise Refused("there is nothing left to overlap")
    if at_start:
        return replace(part, path=g.split_path(part.path, by)[1], start_mm=part.start_mm + by)
    return replace(part, path=g.split_path(part.path, length - by)[0])


def inside(piece: Piece, start: Point, end: Point) -> None:
    """Raises Refused for a line that is short, leaves the piece or crosses a dart."""
    if g.distance(start, end) < LEAST_MM:
        raise Refused(f"the line is only {g.distance(start, end):.0f} mm long")
    drawn = LineString([start, end])
    if not Polygon(piece.sew_ring).buffer(0.5).contains(drawn):
        raise Refused(f"the line leaves {piece.id}")
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        if drawn.crosses(Polygon([mouth.start, dart.apex, mouth.end])):
            raise Refused(f"the line runs through dart {dart.id}")


def spreading(start: Point, end: Point, by: float, to: float, left: bool) -> r.Move:
    """The rigid motion of one side (left or right) that opens a cut by `by` at its start and `to` at its end."""
    length = g.distance(start, end)
    if abs(by - to) > 1.2 * length:
        raise Refused("that opens the piece further than the line is long")
    sign = 1.0 if left else -1.0
    normal = (-(end[1] - start[1]) / length * sign, (end[0] - start[0]) / length * sign)
    angle = -sign * 2.0 * math.asin((by - to) / (2.0 * length))
    return r.turned(end, angle, (normal[0] * to, normal[1] * to))
