"""Truing: an edge made as long as what it is sewn to, corners made to run on smoothly across a seam."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.edits.carrying import BANDS, stretched, worn
from ampc_desktop.garment.edits.places import Refused, end_of, mirroring, twin_of
from ampc_desktop.garment.edits.points import lengthen_edge
from ampc_desktop.garment.edits.seams import Changed, piece_of, seam_of
from ampc_desktop.garment.edits.settling import checked, settled

BEND_LIMIT = (0.4, 2.0)
"""A curve is made flatter or fuller by at most these factors."""
GIVING = ("neck", "waist")
"""Edges that a band follows: a straight edge between one of these and a sleeve gives way there."""
MOST_MM = 60.0
MOST_DEG = 45.0


def true_edge(pattern: Pattern, edit: PatternEdit) -> Changed:
    """The edge takes up what its seam does not walk: at its hem where it has one, else by a flatter or fuller curve."""
    piece = piece_of(pattern, edit.piece)
    edge = next((one for one in piece.edges if one.id == edit.item), None)
    if edge is None:
        raise Refused(f"{piece.id} has no edge '{edit.item}'")
    seam = seam_of(pattern, str(edit.values.get("seam", "")))
    side = next((k for k, chain in enumerate((seam.a, seam.b)) for ref in chain if ref.piece == piece.id
                 and edge.id in (ref.edge, _image_id(piece, ref.edge))), None)  # fmt: skip
    if side is None:
        raise Refused(f"{piece.id}.{edge.id} is not sewn in {seam.label}")
    chain = (seam.a, seam.b)[side]
    times = sum(1 for ref in chain if ref.piece == piece.id and ref.edge in (edge.id, _image_id(piece, edge.id)))
    if not (edit.mirror and piece.symmetric):
        times = 1
    too_long = pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b) - seam.ease_mm
    by = (-too_long if side == 0 else too_long) / max(times, 1)
    if abs(by) < 1e-6:
        return pattern, ()
    if abs(by) > MOST_MM:
        raise Refused(f"{abs(by):.0f} mm are too many to true")
    if worn(piece) in BANDS and len(chain) == 1:
        changed = checked(piece, stretched(piece, edge.id, by))
    else:
        changed = checked(piece, settled(piece, _lengthened(piece, edge, by, edit)))
    return pattern.with_piece(changed), (piece.id,)


def _image_id(piece: Piece, id: str) -> str:
    if not piece.symmetric:
        return id
    try:
        return twin_of(piece, piece.edge(id)).id
    except (Refused, KeyError):
        return id


def _lengthened(piece: Piece, edge: Edge, by: float, edit: PatternEdit) -> Piece:
    k = next(i for i, one in enumerate(piece.edges) if one.id == edge.id)
    after, before = piece.edges[(k + 1) % len(piece.edges)], piece.edges[k - 1]
    if "hem" in (before.role, after.role):
        end = "end" if after.role == "hem" else "start"
        item = PatternEdit(edit.id, "lengthen_edge", piece.id, f"{edge.id}:{end}", {"by_mm": by}, mirror=edit.mirror)
        return lengthen_edge(piece, item)
    if edge.length_mm - g.distance(edge.start, edge.end) > abs(by) / 4:
        changed = piece.with_edge(bent_to(edge, edge.length_mm + by))
        if mirroring(piece, edit):
            twin = twin_of(piece, edge)
            if twin.id != edge.id:
                changed = changed.with_edge(bent_to(twin, twin.length_mm + by))
        return changed
    end = "start" if before.id.split(".")[0] in GIVING and after.id.split(".")[0] not in GIVING else "end"
    return lengthen_edge(
        piece, PatternEdit(edit.id, "lengthen_edge", piece.id, f"{edge.id}:{end}", {"by_mm": by}, mirror=edit.mirror)
    )


def bent_to(edge: Edge, length_mm: float) -> Edge:
    """A curved edge made flatter or fuller over its chord until it is that long. Raises Refused beyond BEND_LIMIT."""
    a, b = edge.start, edge.end
    chord = g.distance(a, b)
    unit = ((b[0] - a[0]) / chord, (b[1] - a[1]) / chord)

    def off(p: Point, factor: float) -> Point:
        dx, dy = p[0] - a[0], p[1] - a[1]
        along, out = dx * unit[0] + dy * unit[1], -dx * unit[1] + dy * unit[0]
        return (a[0] + along * unit[0] - factor * out * unit[1], a[1] + along * unit[1] + factor * out * unit[0])

    def bent(factor: float) -> Path:
        return tuple(tuple(off(p, factor) for p in segment) for segment in edge.path)

    low, high = BEND_LIMIT
    if not g.path_length(bent(low)) <= length_mm <= g.path_length(bent(high)):
        raise Refused(f"{edge.id} can't be bent to {length_mm:.1f} mm; move a point instead")
    factor = _root(lambda f: g.path_length(bent(f)) - length_mm, low, high)
    path = bent(factor)
    first, last = path[0], path[-1]
    path = ((a, *first[1:]), *path[1:]) if len(path) > 1 else ((a, *first[1:-1], b),)
    return replace(edge, path=(*path[:-1], (*last[:-1], b)) if len(path) > 1 else path)


def _root(excess: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    return (low + high) / 2


def true_corner(pattern: Pattern, edit: PatternEdit) -> Changed:
    """The edge at a corner and the one that runs on from it on the piece sewn there meet at 180 degrees.

    Each turns its own last handle by half of what is missing; a straight edge leaves all of it to the other.
    """
    piece = piece_of(pattern, edit.piece)
    edge, at_end = end_of(piece, edit.item)
    beside = _next(piece, edge, at_end)
    found = _across(pattern, piece, beside, edge.end if at_end else edge.start)
    if found is None:
        raise Refused(f"{piece.id}.{beside.id} is not sewn to one other edge")
    other, partner, partner_at_end = found
    opposite = _next(other, partner, partner_at_end)
    missing = 180.0 - corner_deg(piece, edge, at_end) - corner_deg(other, opposite, not partner_at_end)
    missing = (missing + 180.0) % 360.0 - 180.0
    if abs(missing) > MOST_DEG:
        raise Refused(f"{abs(missing):.0f} degrees are too many to true")
    bends = [_bends(edge, at_end), _bends(opposite, not partner_at_end)]
    if not any(bends):
        raise Refused("both edges are straight there; make one a curve first")
    same = piece.id == other.id and edge.id == opposite.id
    shares = [missing / sum(bends) if bend else 0.0 for bend in bends]
    touched: dict[str, None] = {}
    for one, line, end, turn in ((piece, edge, at_end, shares[0]), (other, opposite, not partner_at_end, shares[1])):
        if not turn or (same and end != at_end and touched):
            continue
        now = piece_of(pattern, one.id)
        changed = _turned(now, now.edge(line.id), end, turn)
        if edit.mirror and now.symmetric:
            twin = twin_of(now, now.edge(line.id))
            if twin.id != line.id:
                changed = _turned(changed, changed.edge(twin.id), not end, turn)
        pattern = pattern.with_piece(checked(now, settled(now, changed)))
        touched[one.id] = None
    return pattern, tuple(touched)


def _next(piece: Piece, edge: Edge, at_end: bool) -> Edge:
    k = next(i for i, one in enumerate(piece.edges) if one.id == edge.id)
    return piece.edges[(k + 1) % len(piece.edges)] if at_end else piece.edges[k - 1]


def _across(pattern: Pattern, piece: Piece, edge: Edge, corner: Point) -> tuple[Piece, Edge, bool] | None:
    """(piece, edge, whether its end) sewn to the end of an edge that lies at a corner, plain seams of one edge each."""
    at_end = g.distance(edge.end, corner) < g.distance(edge.start, corner)
    for seam in pattern.seams:
        if len(seam.a) != 1 or len(seam.b) != 1:
            continue
        for mine, other in ((seam.a[0], seam.b[0]), (seam.b[0], seam.a[0])):
            if mine.piece == piece.id and mine.edge == edge.id:
                end = at_end == (mine.reverse == other.reverse)
                return piece_of(pattern, other.piece), pattern.resolve(other), end
    return None


def corner_deg(piece: Piece, edge: Edge, at_end: bool) -> float:
    """Interior angle of a piece at one end of an edge, degrees."""
    beside = _next(piece, edge, at_end)
    first, second = (edge, beside) if at_end else (beside, edge)
    before = next(p for p in reversed(first.path[-1][:-1]) if g.distance(p, first.end) > 1e-9)
    after = next(p for p in second.path[0][1:] if g.distance(p, second.start) > 1e-9)
    return g.turn_deg(before, first.end, after)


def _bends(edge: Edge, at_end: bool) -> bool:
    return len(edge.path[-1 if at_end else 0]) == 4


def _turned(piece: Piece, edge: Edge, at_end: bool, by_deg: float) -> Piece:
    """The handle at one end turned so that the interior angle there grows by by_deg."""
    segment = list(edge.path[-1] if at_end else edge.path[0])
    corner, k = (segment[3], 2) if at_end else (segment[0], 1)
    turn = math.radians(by_deg if at_end else -by_deg)
    dx, dy = segment[k][0] - corner[0], segment[k][1] - corner[1]
    segment[k] = (
        corner[0] + math.cos(turn) * dx - math.sin(turn) * dy,
        corner[1] + math.sin(turn) * dx + math.cos(turn) * dy,
    )
    path = (*edge.path[:-1], tuple(segment)) if at_end else (tuple(segment), *edge.path[1:])
    return piece.with_edge(replace(edge, path=path))
