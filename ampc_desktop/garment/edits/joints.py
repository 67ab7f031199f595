"""Edits of joints and segments inside an edge: the edge keeps its ends, its role and its seams."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Array, Path, Point, Segment
from ampc_desktop.core.pattern import Edge, Piece
from ampc_desktop.garment.edits.places import Refused, edge_of, mirroring, number, twin_of

LEAST_MM = 2.0
"""Joints keep this distance from the ends of their edge and from each other."""


def joint_of(piece: Piece, item: str) -> tuple[Edge, int]:
    """(edge, joint) of an item `EDGE:K`, joints counted from 1. Raises Refused."""
    name, _, which = item.partition(":")
    edge = edge_of(piece, name)
    if not which.isdigit() or not 1 <= int(which) < len(edge.path):
        raise Refused(f"{piece.id}.{name} has no point number {which or '?'}")
    return edge, int(which)


def add_point(piece: Piece, edit: PatternEdit) -> Piece:
    edge, share = edge_of(piece, edit.item), number(edit, "share", most=1.0)
    changed = piece.with_edge(_parted(piece, edge, share))
    twin = _twin(piece, edit, edge)
    return changed.with_edge(_parted(piece, twin, 1.0 - share)) if twin is not None else changed


def _parted(piece: Piece, edge: Edge, share: float) -> Edge:
    before, after = g.split_path(edge.path, share * edge.length_mm)
    if min(g.path_length(before), g.path_length(after)) < LEAST_MM or len(before) + len(after) == len(edge.path):
        raise Refused(f"there is a point of {piece.id}.{edge.id} already")
    return replace(edge, path=(*before, *after))


def remove_point(piece: Piece, edit: PatternEdit) -> Piece:
    edge, k = joint_of(piece, edit.item)
    changed = piece.with_edge(_joined(edge, k))
    twin = _twin(piece, edit, edge)
    if twin is None:
        return changed
    _same_joints(edge, twin)
    return changed.with_edge(_joined(twin, len(edge.path) - k))


def _joined(edge: Edge, k: int) -> Edge:
    one, two = edge.path[k - 1], edge.path[k]
    if len(one) == len(two) == 2:
        joined: Segment = g.line(one[0], two[-1])
    else:
        joined = fitted(np.concatenate((g.flatten_segment(one), g.flatten_segment(two)[1:])), one, two)
    return replace(edge, path=(*edge.path[: k - 1], joined, *edge.path[k + 1 :]))


def fitted(points: Array, first: Segment, last: Segment) -> Segment:
    """One cubic through points that leaves and arrives as two segments do (Schneider, Graphics Gems 1990)."""
    start, end = points[0], points[-1]
    out = np.asarray(first[1]) - np.asarray(first[0])
    back = np.asarray(last[-2]) - np.asarray(last[-1])
    out, back = out / max(np.linalg.norm(out), 1e-9), back / max(np.linalg.norm(back), 1e-9)
    along = g.cumulative(points)
    t = along / along[-1]
    reach = np.array([along[-1], along[-1]]) / 3.0
    for _ in range(8):
        b0, b1, b2, b3 = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        a = np.stack((b1[:, None] * out, b2[:, None] * back), axis=-1).reshape(-1, 2)
        rest = points - (b0 + b1)[:, None] * start - (b2 + b3)[:, None] * end
        solved = np.linalg.lstsq(a, rest.reshape(-1), rcond=None)[0]
        reach = np.clip(solved, 0.05 * along[-1], 1.5 * along[-1])
        curve = g.flatten_segment(_cubic(start, out, back, end, reach), 0.01)
        length = g.cumulative(curve)
        spread = np.linspace(0.0, 1.0, len(curve))
        t = np.interp([g.nearest_on(curve, (float(x), float(y)))[0] for x, y in points], length, spread)
        t[0], t[-1] = 0.0, 1.0
    return _cubic(start, out, back, end, reach)


def _cubic(start: Array, out: Array, back: Array, end: Array, reach: Array) -> Segment:
    return g.as_points(np.array([start, start + reach[0] * out, end + reach[1] * back, end]))


def move_joint(piece: Piece, edit: PatternEdit) -> Piece:
    """A point inside an edge moved, its handles with it."""
    edge, k = joint_of(piece, edit.item)
    by = (number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0))
    changed = piece.with_edge(_shifted(edge, k, by))
    twin = _twin(piece, edit, edge)
    if twin is None:
        return changed
    _same_joints(edge, twin)
    return changed.with_edge(_shifted(twin, len(edge.path) - k, (-by[0], by[1])))


def _shifted(edge: Edge, k: int, by: Point) -> Edge:
    def shift(point: Point) -> Point:
        return (point[0] + by[0], point[1] + by[1])

    one, two = edge.path[k - 1], edge.path[k]
    before = (*one[:-2], shift(one[-2]), shift(one[-1])) if len(one) == 4 else (one[0], shift(one[1]))
    after = (shift(two[0]), shift(two[1]), *two[2:]) if len(two) == 4 else (shift(two[0]), two[1])
    return replace(edge, path=(*edge.path[: k - 1], before, after, *edge.path[k + 1 :]))


def set_segment(piece: Piece, edit: PatternEdit) -> Piece:
    """A segment made straight, or a straight one given handles at its thirds."""
    name, _, which = edit.item.partition(":")
    edge, shape = edge_of(piece, name), str(edit.values.get("shape", ""))
    if not which.isdigit() or int(which) >= len(edge.path):
        raise Refused(f"{piece.id}.{name} has no segment number {which or '?'}")
    if shape not in ("line", "curve"):
        raise Refused("a segment is a line or a curve")
    k = int(which)
    changed = piece.with_edge(_shaped(edge, k, shape))
    twin = _twin(piece, edit, edge)
    if twin is None:
        return changed
    _same_joints(edge, twin)
    return changed.with_edge(_shaped(twin, len(edge.path) - 1 - k, shape))


def _shaped(edge: Edge, k: int, shape: str) -> Edge:
    a, b = edge.path[k][0], edge.path[k][-1]
    if shape == "line":
        made: Segment = g.line(a, b)
    elif len(edge.path[k]) == 4:
        made = edge.path[k]
    else:
        made = g.cubic(a, g.lerp(a, b, 1 / 3), g.lerp(a, b, 2 / 3), b)
    return replace(edge, path=(*edge.path[:k], made, *edge.path[k + 1 :]))


def _twin(piece: Piece, edit: PatternEdit, edge: Edge) -> Edge | None:
    """The edge on the other half that follows, if any."""
    if not mirroring(piece, edit):
        return None
    twin = twin_of(piece, edge)
    return twin if twin.id != edge.id else None


def _same_joints(edge: Edge, twin: Edge) -> None:
    ends: list[Path] = [edge.path, twin.path]
    if len(ends[0]) != len(ends[1]):
        raise Refused("the other half has no such point any more")
