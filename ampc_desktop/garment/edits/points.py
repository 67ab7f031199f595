"""Edits that move corners and curves of a sew line."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Edge, Piece
from ampc_desktop.garment.edits.joints import move_joint
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, end_of, mirroring, number, twin_of


def move_point(piece: Piece, edit: PatternEdit) -> Piece:
    if edit.item.rpartition(":")[2].isdigit():
        return move_joint(piece, edit)
    edge, at_end = end_of(piece, edit.item)
    if ":" not in edit.item:
        raise Refused(f"'{edit.item}' names an edge, not its start or end")
    by = (number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0))
    return _moved(piece, edge.end if at_end else edge.start, by, mirroring(piece, edit))


def _moved(piece: Piece, corner: Point, by: Point, mirror: bool) -> Piece:
    """Move a corner, and its mirror image; a corner on the axis stays on it."""
    if not mirror:
        return _corner_moved(piece, corner, by)
    image = g.mirrored(corner, piece.symmetry_x)
    if g.distance(image, corner) < SAME_MM:
        return _corner_moved(piece, corner, (0.0, by[1]))
    if not any(g.distance(edge.start, image) < SAME_MM for edge in piece.edges):
        raise Refused("the other half has no such point any more")
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


def move_handle(piece: Piece, edit: PatternEdit) -> Piece:
    parts = edit.item.split(":")
    if len(parts) != 3 or parts[2] not in ("c1", "c2") or not parts[1].isdigit():
        raise Refused(f"'{edit.item}' is not a handle, e.g. armhole.l:0:c1")
    edge, k, which = edge_of(piece, parts[0]), int(parts[1]), 1 if parts[2] == "c1" else 2
    if k >= len(edge.path) or len(edge.path[k]) != 4:
        raise Refused(f"{piece.id}.{edge.id} has no curve number {k}")
    by = (number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0))
    handle = edge.path[k][which]
    changed = piece.with_edge(_handle_moved(edge, k, which, by))
    if not mirroring(piece, edit):
        return changed
    twin = twin_of(piece, edge)
    if twin.id == edge.id:
        return changed
    j, other = len(edge.path) - 1 - k, 3 - which
    there = len(twin.path) == len(edge.path) and len(twin.path[j]) == 4
    if not there or g.distance(twin.path[j][other], g.mirrored(handle, piece.symmetry_x)) > SAME_MM:
        raise Refused("the other half has no such handle any more")
    return changed.with_edge(_handle_moved(twin, j, other, (-by[0], by[1])))


def _handle_moved(edge: Edge, k: int, which: int, by: Point) -> Edge:
    segment = list(edge.path[k])
    segment[which] = (segment[which][0] + by[0], segment[which][1] + by[1])
    return replace(edge, path=(*edge.path[:k], tuple(segment), *edge.path[k + 1 :]))


def move_edge(piece: Piece, edit: PatternEdit) -> Piece:
    """A whole edge moved, its neighbours following with their ends."""
    edge = edge_of(piece, edit.item)
    by = (number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0))
    if not mirroring(piece, edit):
        return edge_moved(piece, edge, by)
    twin = twin_of(piece, edge)
    if twin.id == edge.id:
        return edge_moved(piece, edge, (0.0, by[1]))
    return edge_moved(edge_moved(piece, edge, by), twin, (-by[0], by[1]))


def edge_moved(piece: Piece, edge: Edge, by: Point) -> Piece:
    moved = piece
    for corner in (edge.start, edge.end):
        moved = _corner_moved(moved, corner, by)
    return moved.with_edge(replace(edge, path=g.translated_path(edge.path, *by)))


def lengthen_edge(piece: Piece, edit: PatternEdit) -> Piece:
    edge, at_end = end_of(piece, edit.item)
    by = number(edit, "by_mm")
    goal = edge.length_mm + by
    if goal < 1.0:
        raise Refused(f"{piece.id}.{edge.id} is only {edge.length_mm:.1f} mm long")
    path = edge.path if at_end else g.reversed_path(edge.path)
    tip, before = path[-1][-1], next(p for p in reversed(path[-1][:-1]) if g.distance(p, path[-1][-1]) > 1e-9)
    reach = g.distance(before, tip)
    along = ((tip[0] - before[0]) / reach, (tip[1] - before[1]) / reach)
    mirror = mirroring(piece, edit)

    def run_on(step: float) -> Piece:
        return _moved(piece, tip, (along[0] * step, along[1] * step), mirror)

    step = by
    for _ in range(12):  # an edge that bends grows a little more or less than its end moves
        off = goal - run_on(step).edge(edge.id).length_mm
        if abs(off) < 1e-6:
            break
        step += off
    else:
        raise Refused(f"{piece.id}.{edge.id} can't be made {by:g} mm longer at that end")
    return run_on(step)


def curve_edge(piece: Piece, edit: PatternEdit) -> Piece:
    """A straight edge swelled outwards by by_mm in its middle (inwards when negative), square to its ends as before."""
    edge = edge_of(piece, edit.item)
    by = number(edit, "by_mm", most=200.0)

    def swelled(one: Edge) -> Edge:
        if len(one.path) != 1 or len(one.path[0]) != 2:
            raise Refused(f"{piece.id}.{one.id} is not straight")
        a, b = one.start, one.end
        length = one.length_mm
        if abs(by) > 0.25 * length:
            raise Refused(f"{piece.id}.{one.id} is only {length:.0f} mm long")
        out = ((b[1] - a[1]) / length * by, -(b[0] - a[0]) / length * by)
        middle = g.lerp(a, b, 0.5)
        top = (middle[0] + out[0], middle[1] + out[1])
        quarter = ((b[0] - a[0]) / 4, (b[1] - a[1]) / 4)
        before, after = (top[0] - quarter[0], top[1] - quarter[1]), (top[0] + quarter[0], top[1] + quarter[1])
        path = (g.cubic(a, g.lerp(a, b, 0.25), before, top), g.cubic(top, after, g.lerp(a, b, 0.75), b))
        return replace(one, path=path)

    changed = piece.with_edge(swelled(edge))
    if mirroring(piece, edit):
        twin = twin_of(piece, edge)
        if twin.id != edge.id:
            changed = changed.with_edge(swelled(twin))
    return changed
