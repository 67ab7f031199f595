"""Edits of allowances, corners, notches, grain and quantity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import numpy as np
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import CornerKind, Edge, Notch, NotchKind, Piece
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, end_of, mirroring, number, twin_of


def _pairwise(piece: Piece, edit: PatternEdit, edge: Edge, change: Callable[[Edge], Edge]) -> Piece:
    changed = piece.with_edge(change(edge))
    if mirroring(piece, edit):
        twin = twin_of(piece, edge)
        if twin.id != edge.id:
            changed = changed.with_edge(change(twin))
    return changed


def set_allowance(piece: Piece, edit: PatternEdit) -> Piece:
    width = number(edit, "allowance_mm", most=100.0)
    if width < 0:
        raise Refused("a seam allowance can't be negative")
    edge = edge_of(piece, edit.item)
    deep = [n.id for n in piece.notches if n.edge == edge.id and width and n.depth_mm > width - 2.0]
    changed = _pairwise(piece, edit, edge, lambda e: replace(e, allowance_mm=width))
    if deep:  # shallower notches rather than cuts into the seam
        twins = {edge.id, *([twin_of(piece, edge).id] if mirroring(piece, edit) else [])}
        notches = tuple(
            replace(n, depth_mm=max(1.0, min(n.depth_mm, width - 2.0))) if n.edge in twins else n
            for n in changed.notches
        )
        changed = replace(changed, notches=notches)
    return changed


_SWAPPED = {"square_first": "square_second", "square_second": "square_first"}


def set_corner(piece: Piece, edit: PatternEdit) -> Piece:
    kind = str(edit.values.get("corner", ""))
    if kind not in get_args(CornerKind):
        raise Refused(f"'{kind}' is not a corner: {', '.join(get_args(CornerKind))}")
    edge, at_end = end_of(piece, edit.item)
    corner = edge.end if at_end else edge.start
    changed = _corner_set(piece, corner, kind)
    image = g.mirrored(corner, piece.symmetry_x)
    if mirroring(piece, edit) and g.distance(image, corner) > SAME_MM:
        changed = _corner_set(changed, image, _SWAPPED.get(kind, kind))
    return changed


def _corner_set(piece: Piece, corner: Point, kind: str) -> Piece:
    for edge in piece.edges:
        if g.distance(edge.end, corner) < SAME_MM:
            return piece.with_edge(replace(edge, corner=kind))  # type: ignore[arg-type]
    raise Refused("the other half has no such corner any more")


def add_notch(piece: Piece, edit: PatternEdit) -> Piece:
    edge = edge_of(piece, edit.item)
    if "share" in edit.values:
        share = number(edit, "share")
    else:
        share = number(edit, "at_mm", most=1e5) / edge.length_mm
    if not -1e-9 <= share <= 1 + 1e-9:
        raise Refused(f"that is beyond the end of {piece.id}.{edge.id} ({edge.length_mm:.1f} mm)")
    if edge.allowance_mm < 3.0:
        raise Refused(f"{piece.id}.{edge.id} has no allowance to notch")
    kind = str(edit.values.get("kind", "slit"))
    if kind not in get_args(NotchKind):
        raise Refused(f"'{kind}' is not a notch: {', '.join(get_args(NotchKind))}")
    depth = min(number(edit, "depth_mm", 4.0, 50.0), edge.allowance_mm - 2.0)
    if depth <= 0:
        raise Refused("a notch needs a depth")
    id = str(edit.values.get("id", f"{edge.id}.{edit.id}"))
    pair = str(edit.values.get("pair", ""))
    new = [Notch(id, edge.id, share * edge.length_mm, pair, kind, depth)]  # type: ignore[arg-type]
    if mirroring(piece, edit):
        twin = twin_of(piece, edge)
        if twin.id != edge.id or abs(share - 0.5) * edge.length_mm > SAME_MM:
            new.append(replace(new[0], id=f"{id}.mirror", edge=twin.id, at_mm=(1 - share) * twin.length_mm))
    taken = {notch.id for notch in piece.notches}
    for notch in new:
        if notch.id in taken:
            raise Refused(f"{piece.id} already has a notch '{notch.id}'")
    return replace(piece, notches=(*piece.notches, *new))


def _notch(piece: Piece, id: str) -> Notch:
    for notch in piece.notches:
        if notch.id == id:
            return notch
    raise Refused(f"{piece.id} has no notch '{id}'")


def _notch_twin(piece: Piece, notch: Notch) -> Notch | None:
    edge = edge_of(piece, notch.edge)
    twin = twin_of(piece, edge)
    at = twin.length_mm - notch.at_mm
    for other in piece.notches:
        if other.edge == twin.id and abs(other.at_mm - at) < 2 * SAME_MM:
            return other
    return None


def move_notch(piece: Piece, edit: PatternEdit) -> Piece:
    notch, along = _notch(piece, edit.item), number(edit, "along_mm")
    moves = {notch.id: along}
    if mirroring(piece, edit):
        twin = _notch_twin(piece, notch)
        if twin is not None and twin.id != notch.id:
            moves[twin.id] = -along
    notches = []
    for found in piece.notches:
        if found.id in moves:
            at, length = found.at_mm + moves[found.id], edge_of(piece, found.edge).length_mm
            if not 0.0 <= at <= length:
                raise Refused(f"that is beyond the end of {piece.id}.{found.edge} ({length:.1f} mm)")
            found = replace(found, at_mm=at)
        notches.append(found)
    return replace(piece, notches=tuple(notches))


def set_notch(piece: Piece, edit: PatternEdit) -> Piece:
    """Kind, depth, width or pair of a notch; on symmetric pieces those of its image too, its pair excepted."""
    notch = _notch(piece, edit.item)
    kind = str(edit.values.get("kind", notch.kind))
    if kind not in get_args(NotchKind):
        raise Refused(f"'{kind}' is not a notch: {', '.join(get_args(NotchKind))}")
    room = edge_of(piece, notch.edge).allowance_mm - 2.0
    depth, width = number(edit, "depth_mm", notch.depth_mm, 50.0), number(edit, "width_mm", notch.width_mm, 50.0)
    if not 0 < depth <= room + 1e-9:
        raise Refused(f"a notch here is at most {max(room, 0.0):g} mm deep, so that it ends outside the seam")
    changed = {notch.id: replace(notch, kind=kind, depth_mm=depth, width_mm=width)}  # type: ignore[arg-type]
    twin = _notch_twin(piece, notch) if mirroring(piece, edit) else None
    if twin is not None:
        changed.setdefault(twin.id, replace(twin, kind=kind, depth_mm=depth, width_mm=width))  # type: ignore[arg-type]
    if "pair" in edit.values:
        changed[notch.id] = replace(changed[notch.id], pair=str(edit.values["pair"]))
    return replace(piece, notches=tuple(changed.get(one.id, one) for one in piece.notches))


def remove_notch(piece: Piece, edit: PatternEdit) -> Piece:
    gone = {_notch(piece, edit.item).id}
    if mirroring(piece, edit):
        twin = _notch_twin(piece, _notch(piece, edit.item))
        gone |= {twin.id} if twin is not None else set()
    return replace(piece, notches=tuple(notch for notch in piece.notches if notch.id not in gone))


def set_grain(piece: Piece, edit: PatternEdit) -> Piece:
    turn = number(edit, "turn_deg", 0.0, 360.0)
    by = (number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0))
    ends = np.asarray([piece.grain.start, piece.grain.end])
    middle = ends.mean(axis=0)
    start, end = g.as_points(g.rotated(ends - middle, turn) + middle + np.asarray(by))
    one_way = bool(number(edit, "one_way", float(piece.grain.one_way), 1.0))
    if not Polygon(piece.sew_ring).buffer(0.01).contains(LineString([start, end])):
        raise Refused(f"the grain line would leave {piece.id}")
    return replace(piece, grain=replace(piece.grain, start=start, end=end, one_way=one_way))
