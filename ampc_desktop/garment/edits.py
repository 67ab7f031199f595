"""Replaying a pattern maker's edits on a fresh draft: applied, or kept as a conflict with its reason.

Items name places by role; values are relative wherever a body changes them:

| kind | item | values |
|---|---|---|
| move_point | `EDGE:start` or `EDGE:end` | dx_mm, dy_mm |
| move_handle | `EDGE:SEGMENT:c1` or `:c2` | dx_mm, dy_mm |
| lengthen_edge | `EDGE:end` (or `EDGE`), `EDGE:start` | by_mm: that end runs on along the edge |
| set_allowance | `EDGE` | allowance_mm |
| set_corner | `EDGE:end` (or `EDGE`), `EDGE:start` | corner: a CornerKind |
| add_notch | `EDGE` | share (0..1 along the edge) or at_mm; optional pair, kind, depth_mm, id |
| move_notch, remove_notch | notch id | along_mm; none |
| set_grain | any | turn_deg, dx_mm, dy_mm, one_way (1 or 0); each optional |
| set_quantity | any | quantity |

A moved corner takes the edges and handles that meet there along; notches keep their share of an edge. On
symmetric pieces the mirror image is changed too unless the edit says mirror=False.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Conflict, Edited, PatternEdit
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import CornerKind, Edge, InternalLine, Notch, NotchKind, Pattern, Piece
from ampc_desktop.garment.allowance import cut_piece

SAME_MM = 0.02
"""Points closer than this are the same place."""
MOST_MM = 1000.0
"""No single edit moves a point further."""


class _Refused(Exception):
    """Why an edit can't be applied, as a clause for the conflict."""


def apply_edits(pattern: Pattern, edits: Sequence[PatternEdit]) -> Edited:
    """The pattern with its edits replayed in order, cut lines of touched pieces made anew.

    Never raises for an edit: one that names nothing, would cross the outline or makes no sense becomes a
    Conflict. len(applied) + len(conflicts) == len(edits).
    """
    applied: list[PatternEdit] = []
    conflicts: list[Conflict] = []
    touched: dict[str, None] = {}
    for edit in edits:
        try:
            piece = _piece(pattern, edit.piece)
            changed = _checked(piece, _settled(piece, _apply(piece, edit)))
        except _Refused as refused:
            conflicts.append(Conflict(edit, str(refused)))
            continue
        pattern = pattern.with_piece(changed)
        touched[edit.piece] = None
        applied.append(edit)
    for id in touched:
        pattern = pattern.with_piece(cut_piece(pattern.piece(id)))
    return Edited(pattern, tuple(applied), tuple(conflicts))


def _piece(pattern: Pattern, id: str) -> Piece:
    for piece in pattern.pieces:
        if piece.id == id:
            return piece
    raise _Refused(f"this garment has no piece '{id}'")


def _apply(piece: Piece, edit: PatternEdit) -> Piece:
    change = _KINDS.get(edit.kind)
    if change is None:
        raise _Refused(f"'{edit.kind}' is not an edit we know")
    return change(piece, edit)


def _number(edit: PatternEdit, name: str, default: float | None = None, most: float = MOST_MM) -> float:
    raw = edit.values.get(name, default)
    if raw is None:
        raise _Refused(f"{name} is missing")
    try:
        value = float(raw)
    except ValueError as error:
        raise _Refused(f"{name} '{raw}' is not a number") from error
    if not math.isfinite(value) or abs(value) > most:
        raise _Refused(f"{name} {raw} is beyond {most:g}")
    return value


def _edge(piece: Piece, id: str) -> Edge:
    for edge in piece.edges:
        if edge.id == id:
            return edge
    raise _Refused(f"{piece.id} has no edge '{id}'")


def _end(piece: Piece, item: str) -> tuple[Edge, bool]:
    """(edge, at its end) of an item `EDGE`, `EDGE:start` or `EDGE:end`."""
    name, _, where = item.partition(":")
    if where not in ("", "start", "end"):
        raise _Refused(f"'{item}' is not the start or end of an edge")
    return _edge(piece, name), where != "start"


# --- points and handles -------------------------------------------------------------------------------------


def _mirroring(piece: Piece, edit: PatternEdit) -> bool:
    return edit.mirror and piece.symmetric


def _move_point(piece: Piece, edit: PatternEdit) -> Piece:
    edge, at_end = _end(piece, edit.item)
    if ":" not in edit.item:
        raise _Refused(f"'{edit.item}' names an edge, not its start or end")
    by = (_number(edit, "dx_mm", 0.0), _number(edit, "dy_mm", 0.0))
    return _moved(piece, edge.end if at_end else edge.start, by, _mirroring(piece, edit))


def _moved(piece: Piece, corner: Point, by: Point, mirror: bool) -> Piece:
    """Move a corner, and its mirror image; a corner on the axis stays on it."""
    if not mirror:
        return _corner_moved(piece, corner, by)
    image = g.mirrored(corner, piece.symmetry_x)
    if g.distance(image, corner) < SAME_MM:
        return _corner_moved(piece, corner, (0.0, by[1]))
    if not any(g.distance(edge.start, image) < SAME_MM for edge in piece.edges):
        raise _Refused("the other half has no such point any more")
    return _corner_moved(_corner_moved(piece, corner, by), image, (-by[0], by[1]))


def _corner_moved(piece: Piece, corner: Point, by: Point) -> Piece:
    def shift(point: Point) -> Point:
        return (point[0] + by[0], point[1] + by[1])

    edges = []
    for edge in piece.edges:
        path = edge.path
        if g.distance(edge.start, corner) < SAME_MM:
            first = path[0]
            path = ((shift(first[0]), *((shift(first[1]), *first[2:]) if len(first) == 4 else first[1:])), *path[1:])
        if g.distance(edge.end, corner) < SAME_MM:
            last = path[-1]
            path = (*path[:-1], (*((*last[:-2], shift(last[-2])) if len(last) == 4 else last[:-1]), shift(last[-1])))
        edges.append(edge if path is edge.path else replace(edge, path=path))
    internals = tuple(
        replace(
            line, path=tuple(tuple(shift(p) if g.distance(p, corner) < SAME_MM else p for p in s) for s in line.path)
        )
        for line in piece.internals
    )
    return replace(piece, edges=tuple(edges), internals=internals)


def _move_handle(piece: Piece, edit: PatternEdit) -> Piece:
    parts = edit.item.split(":")
    if len(parts) != 3 or parts[2] not in ("c1", "c2") or not parts[1].isdigit():
        raise _Refused(f"'{edit.item}' is not a handle, e.g. armhole.l:0:c1")
    edge, k, which = _edge(piece, parts[0]), int(parts[1]), 1 if parts[2] == "c1" else 2
    if k >= len(edge.path) or len(edge.path[k]) != 4:
        raise _Refused(f"{piece.id}.{edge.id} has no curve number {k}")
    by = (_number(edit, "dx_mm", 0.0), _number(edit, "dy_mm", 0.0))
    handle = edge.path[k][which]
    changed = piece.with_edge(_handle_moved(edge, k, which, by))
    if not _mirroring(piece, edit):
        return changed
    twin = _twin(piece, edge)
    if twin.id == edge.id:
        return changed
    j, other = len(edge.path) - 1 - k, 3 - which
    there = len(twin.path) == len(edge.path) and len(twin.path[j]) == 4
    if not there or g.distance(twin.path[j][other], g.mirrored(handle, piece.symmetry_x)) > SAME_MM:
        raise _Refused("the other half has no such handle any more")
    return changed.with_edge(_handle_moved(twin, j, other, (-by[0], by[1])))


def _handle_moved(edge: Edge, k: int, which: int, by: Point) -> Edge:
    segment = list(edge.path[k])
    segment[which] = (segment[which][0] + by[0], segment[which][1] + by[1])
    return replace(edge, path=(*edge.path[:k], tuple(segment), *edge.path[k + 1 :]))


def _twin(piece: Piece, edge: Edge) -> Edge:
    """The mirror image of an edge on a symmetric piece (itself where it crosses the axis)."""
    start, end = g.mirrored(edge.end, piece.symmetry_x), g.mirrored(edge.start, piece.symmetry_x)
    for other in piece.edges:
        if g.distance(other.start, start) < SAME_MM and g.distance(other.end, end) < SAME_MM:
            return other
    raise _Refused("the other half has no such edge any more")


def _lengthen_edge(piece: Piece, edit: PatternEdit) -> Piece:
    edge, at_end = _end(piece, edit.item)
    by = _number(edit, "by_mm")
    goal = edge.length_mm + by
    if goal < 1.0:
        raise _Refused(f"{piece.id}.{edge.id} is only {edge.length_mm:.1f} mm long")
    path = edge.path if at_end else g.reversed_path(edge.path)
    tip, before = path[-1][-1], next(p for p in reversed(path[-1][:-1]) if g.distance(p, path[-1][-1]) > 1e-9)
    reach = g.distance(before, tip)
    along = ((tip[0] - before[0]) / reach, (tip[1] - before[1]) / reach)
    mirror = _mirroring(piece, edit)

    def run_on(step: float) -> Piece:
        return _moved(piece, tip, (along[0] * step, along[1] * step), mirror)

    step = by
    for _ in range(12):  # an edge that bends grows a little more or less than its end moves
        off = goal - run_on(step).edge(edge.id).length_mm
        if abs(off) < 1e-6:
            break
        step += off
    else:
        raise _Refused(f"{piece.id}.{edge.id} can't be made {by:g} mm longer at that end")
    return run_on(step)


# --- allowances, corners, notches ---------------------------------------------------------------------------


def _pairwise(piece: Piece, edit: PatternEdit, edge: Edge, change: Callable[[Edge], Edge]) -> Piece:
    changed = piece.with_edge(change(edge))
    if _mirroring(piece, edit):
        twin = _twin(piece, edge)
        if twin.id != edge.id:
            changed = changed.with_edge(change(twin))
    return changed


def _set_allowance(piece: Piece, edit: PatternEdit) -> Piece:
    width = _number(edit, "allowance_mm", most=100.0)
    if width < 0:
        raise _Refused("a seam allowance can't be negative")
    edge = _edge(piece, edit.item)
    deep = [n.id for n in piece.notches if n.edge == edge.id and width and n.depth_mm > width - 2.0]
    changed = _pairwise(piece, edit, edge, lambda e: replace(e, allowance_mm=width))
    if deep:  # shallower notches rather than cuts into the seam
        twins = {edge.id, *([_twin(piece, edge).id] if _mirroring(piece, edit) else [])}
        notches = tuple(
            replace(n, depth_mm=max(1.0, min(n.depth_mm, width - 2.0))) if n.edge in twins else n
            for n in changed.notches
        )
        changed = replace(changed, notches=notches)
    return changed


_SWAPPED = {"square_first": "square_second", "square_second": "square_first"}


def _set_corner(piece: Piece, edit: PatternEdit) -> Piece:
    kind = str(edit.values.get("corner", ""))
    if kind not in get_args(CornerKind):
        raise _Refused(f"'{kind}' is not a corner: {', '.join(get_args(CornerKind))}")
    edge, at_end = _end(piece, edit.item)
    corner = edge.end if at_end else edge.start
    changed = _corner_set(piece, corner, kind)
    image = g.mirrored(corner, piece.symmetry_x)
    if _mirroring(piece, edit) and g.distance(image, corner) > SAME_MM:
        changed = _corner_set(changed, image, _SWAPPED.get(kind, kind))
    return changed


def _corner_set(piece: Piece, corner: Point, kind: str) -> Piece:
    for edge in piece.edges:
        if g.distance(edge.end, corner) < SAME_MM:
            return piece.with_edge(replace(edge, corner=kind))  # type: ignore[arg-type]
    raise _Refused("the other half has no such corner any more")


def _add_notch(piece: Piece, edit: PatternEdit) -> Piece:
    edge = _edge(piece, edit.item)
    if "share" in edit.values:
        share = _number(edit, "share")
    else:
        share = _number(edit, "at_mm", most=1e5) / edge.length_mm
    if not -1e-9 <= share <= 1 + 1e-9:
        raise _Refused(f"that is beyond the end of {piece.id}.{edge.id} ({edge.length_mm:.1f} mm)")
    if edge.allowance_mm < 3.0:
        raise _Refused(f"{piece.id}.{edge.id} has no allowance to notch")
    kind = str(edit.values.get("kind", "slit"))
    if kind not in get_args(NotchKind):
        raise _Refused(f"'{kind}' is not a notch: {', '.join(get_args(NotchKind))}")
    depth = min(_number(edit, "depth_mm", 4.0, 50.0), edge.allowance_mm - 2.0)
    if depth <= 0:
        raise _Refused("a notch needs a depth")
    id = str(edit.values.get("id", f"{edge.id}.{edit.id}"))
    pair = str(edit.values.get("pair", ""))
    new = [Notch(id, edge.id, share * edge.length_mm, pair, kind, depth)]  # type: ignore[arg-type]
    if _mirroring(piece, edit):
        twin = _twin(piece, edge)
        if twin.id != edge.id or abs(share - 0.5) * edge.length_mm > SAME_MM:
            new.append(replace(new[0], id=f"{id}.mirror", edge=twin.id, at_mm=(1 - share) * twin.length_mm))
    taken = {notch.id for notch in piece.notches}
    for notch in new:
        if notch.id in taken:
            raise _Refused(f"{piece.id} already has a notch '{notch.id}'")
    return replace(piece, notches=(*piece.notches, *new))


def _notch(piece: Piece, id: str) -> Notch:
    for notch in piece.notches:
        if notch.id == id:
            return notch
    raise _Refused(f"{piece.id} has no notch '{id}'")


def _notch_twin(piece: Piece, notch: Notch) -> Notch | None:
    edge = _edge(piece, notch.edge)
    twin = _twin(piece, edge)
    at = twin.length_mm - notch.at_mm
    for other in piece.notches:
        if other.edge == twin.id and abs(other.at_mm - at) < 2 * SAME_MM:
            return other
    return None


def _move_notch(piece: Piece, edit: PatternEdit) -> Piece:
    notch, along = _notch(piece, edit.item), _number(edit, "along_mm")
    moves = {notch.id: along}
    if _mirroring(piece, edit):
        twin = _notch_twin(piece, notch)
        if twin is not None and twin.id != notch.id:
            moves[twin.id] = -along
    notches = []
    for found in piece.notches:
        if found.id in moves:
            at, length = found.at_mm + moves[found.id], _edge(piece, found.edge).length_mm
            if not 0.0 <= at <= length:
                raise _Refused(f"that is beyond the end of {piece.id}.{found.edge} ({length:.1f} mm)")
            found = replace(found, at_mm=at)
        notches.append(found)
    return replace(piece, notches=tuple(notches))


def _remove_notch(piece: Piece, edit: PatternEdit) -> Piece:
    gone = {_notch(piece, edit.item).id}
    if _mirroring(piece, edit):
        twin = _notch_twin(piece, _notch(piece, edit.item))
        gone |= {twin.id} if twin is not None else set()
    return replace(piece, notches=tuple(notch for notch in piece.notches if notch.id not in gone))


# --- grain and quantity -------------------------------------------------------------------------------------


def _set_grain(piece: Piece, edit: PatternEdit) -> Piece:
    turn = _number(edit, "turn_deg", 0.0, 360.0)
    by = (_number(edit, "dx_mm", 0.0), _number(edit, "dy_mm", 0.0))
    ends = np.asarray([piece.grain.start, piece.grain.end])
    middle = ends.mean(axis=0)
    start, end = g.as_points(g.rotated(ends - middle, turn) + middle + np.asarray(by))
    one_way = bool(_number(edit, "one_way", float(piece.grain.one_way), 1.0))
    if not Polygon(piece.sew_ring).buffer(0.01).contains(LineString([start, end])):
        raise _Refused(f"the grain line would leave {piece.id}")
    return replace(piece, grain=replace(piece.grain, start=start, end=end, one_way=one_way))


def _set_quantity(piece: Piece, edit: PatternEdit) -> Piece:
    quantity = _number(edit, "quantity", most=50.0)
    if quantity < 1 or quantity != int(quantity):
        raise _Refused("a quantity is a whole number from 1")
    if piece.mirrored_pair and int(quantity) % 2:
        raise _Refused(f"{piece.id} is cut in pairs")
    return replace(piece, quantity=int(quantity))


_KINDS: dict[str, Callable[[Piece, PatternEdit], Piece]] = {
    "move_point": _move_point,
    "move_handle": _move_handle,
    "lengthen_edge": _lengthen_edge,
    "set_allowance": _set_allowance,
    "set_corner": _set_corner,
    "add_notch": _add_notch,
    "move_notch": _move_notch,
    "remove_notch": _remove_notch,
    "set_grain": _set_grain,
    "set_quantity": _set_quantity,
}


# --- after a change -----------------------------------------------------------------------------------------


def _settled(before: Piece, after: Piece) -> Piece:
    """Notches keep their share of a changed edge; marks that would stick out are cut back to the piece."""
    lengths = {edge.id: edge.length_mm for edge in before.edges}
    scale = {
        edge.id: edge.length_mm / lengths[edge.id]
        for edge in after.edges
        if lengths.get(edge.id) and edge.path != before.edge(edge.id).path
    }
    if not scale:
        return after
    notches = tuple(replace(n, at_mm=n.at_mm * scale[n.edge]) if n.edge in scale else n for n in after.notches)
    after = replace(after, notches=notches)
    outline = Polygon(after.sew_ring)
    if not outline.is_valid:
        return after
    internals = tuple(_clipped(line, outline) for line in after.internals)
    (grain,) = _clipped(InternalLine("", "internal", (g.line(after.grain.start, after.grain.end),)), outline).path
    return replace(after, internals=internals, grain=replace(after.grain, start=grain[0], end=grain[1]))


def _clipped(line: InternalLine, outline: Polygon) -> InternalLine:
    if len(line.path) != 1 or len(line.path[0]) != 2:
        return line
    drawn = LineString(line.path[0])
    if outline.buffer(0.01).contains(drawn):
        return line
    cut = drawn.intersection(outline)
    inside = [part for part in getattr(cut, "geoms", [cut]) if part.geom_type == "LineString" and part.length > 0]
    if not inside:
        return line
    longest = max(inside, key=lambda part: part.length).coords
    a, b = longest[0], longest[-1]
    path: Path = (g.line((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))),)
    return replace(line, path=path)


def _checked(before: Piece, after: Piece) -> Piece:
    """Refuse an outline that crosses itself, unless it did so already."""
    if all(new.path == old.path for new, old in zip(after.edges, before.edges, strict=True)):
        return after
    ring = after.sew_ring
    fine = bool(np.isfinite(ring).all()) and g.signed_area(ring) > 0 and bool(shapely.is_valid(Polygon(ring)))
    if not fine and shapely.is_valid(Polygon(before.sew_ring)):
        raise _Refused(f"the sew line of {before.id} would cross itself")
    if any(edge.length_mm < 0.05 for edge in after.edges):
        raise _Refused(f"an edge of {before.id} would vanish")
    return after
