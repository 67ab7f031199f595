"""Cut lines: every edge offset by its own seam allowance, corners shaped as the edges ask.

An own per-edge offset (one width an edge, one corner kind a corner); shapely only confirms that the ring does
not cross itself, and steps in with a plain buffer where an edit has made the shape impossible.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.corners import corner_of, mitre, unit

SMOOTH_DEG = 10.0
"""Corners turning less are curve points, not turn points (a 5 mm radius flattened turns 10 degrees a step)."""
_NEAR = 1e-7
TIDY_MM = 0.004
"""Points of a cut line may move by this much, less than a file rounds."""
GRID_MM = 0.01
"""Files write pieces with two decimals."""
SPIKE_DEG = 171.0
"""A cut line that turns more than this is a spike."""
OFF_MM = 0.1
"""A cut line this far off its allowance is made anew in another way."""
FLAT_DEG = 50.0
LOST_MM2 = 0.5
"""Sewn cloth outside a cut line: more than rounding makes."""
COARSE = 24
"""Edges are looked at with about this many points where only their neighbourhood matters."""
_TRIED = tuple(np.linspace(0.015, 0.985, 41))
CROWDED_MM = 0.05
"""Neighbouring points of a cut line are at least this far apart."""

Cuttable = TypeVar("Cuttable", Pattern, Piece)


def with_cut_lines(what: Cuttable) -> Cuttable:
    """The pattern or piece with its cut line (closed, counter-clockwise) and turn points."""
    if isinstance(what, Piece):
        return cut_piece(what)  # type: ignore[return-value]
    made: dict[tuple[Edge, ...], Piece] = {}  # pieces of one outline (yoke and inner yoke) are cut once
    pieces = []
    for piece in what.pieces:
        alike = made.setdefault(piece.edges, piece if piece.edges in made else cut_piece(piece))
        pieces.append(replace(piece, cut=alike.cut, cut_turns=alike.cut_turns))
    return replace(what, pieces=tuple(pieces))


def cut_piece(piece: Piece) -> Piece:
    """The piece with its cut line. Never self-crossing, whatever the sew line."""
    ring = _ring(piece.edges)
    if not _simple(ring) or (_risky(piece.edges) and not _true(ring, piece.edges)):
        ring = _buffered(piece)
    ring = _tidy(ring)
    return replace(piece, cut=g.as_points(ring), cut_turns=tuple(turns_of(ring)))


def _simple(ring: Array) -> bool:
    return len(ring) >= 3 and g.signed_area(ring) > 0 and bool(shapely.is_valid(Polygon(ring)))


def _tidy(ring: Array) -> Array:
    """The ring without spurs and crowded points, so that it stays simple when a file rounds it to GRID_MM."""
    kept = _ccw(shapely.simplify(Polygon(ring), TIDY_MM, preserve_topology=True))
    gaps = np.hypot(*(np.roll(kept, -1, axis=0) - kept).T)
    kept = kept[gaps > CROWDED_MM]
    if _simple(kept) and shapely.is_valid(Polygon(np.round(kept / GRID_MM) * GRID_MM)):
        return np.asarray(kept)
    snapped = shapely.set_precision(Polygon(ring), GRID_MM)
    parts = [part for part in shapely.get_parts(snapped) if isinstance(part, Polygon) and not part.is_empty]
    return _ccw(max(parts, key=lambda part: part.area)) if parts else ring


def _ccw(polygon: Polygon) -> Array:
    """Outer ring of a polygon, counter-clockwise, without repeated end."""
    coords = shapely.geometry.polygon.orient(Polygon(polygon.exterior)).exterior.coords
    return np.asarray(coords, dtype=np.float64)[:-1]


def offset(polyline: Array, width_mm: float) -> Array:
    """A polyline moved width_mm to its right (outside a counter-clockwise outline), loops removed."""
    if width_mm == 0.0:
        return polyline
    step = np.diff(polyline, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    keep = length > _NEAR
    step, length = step[keep], length[keep]
    nodes = np.vstack((polyline[:-1][keep], polyline[-1]))
    normal = np.column_stack((step[:, 1], -step[:, 0])) / length[:, None]
    inner = normal[:-1] + normal[1:]
    inner /= np.maximum((inner * normal[1:]).sum(axis=1), 0.2)[:, None]
    moved = nodes + width_mm * np.vstack((normal[:1], inner, normal[-1:]))
    # A hollow tighter than the allowance folds the offset over itself: drop what came too close.
    ahead = (np.diff(moved, axis=0) * step).sum(axis=1)
    if (ahead <= 0).any():
        gaps = _gaps(moved, nodes)
        good = gaps > width_mm - 1e-3
        good[0] = good[-1] = True
        moved = moved[good]
    return moved


def _gaps(points: Array, polyline: Array) -> Array:
    a, d = polyline[:-1], np.diff(polyline, axis=0)
    squared = (d**2).sum(axis=1)
    t = np.clip(((points[:, None] - a) * d).sum(axis=2) / squared, 0.0, 1.0)
    return np.asarray(np.hypot(*np.moveaxis(a + t[..., None] * d - points[:, None], 2, 0)).min(axis=1))


def _ring(edges: tuple[Edge, ...]) -> Array:
    offsets = [offset(edge.polyline, edge.allowance_mm) for edge in edges]
    betweens: list[tuple[Point, ...]] = []
    for i, edge in enumerate(edges):
        j = (i + 1) % len(edges)
        corner = corner_of(edge, edges[j], offsets[i], offsets[j])
        if i == j:
            break
        offsets[i], offsets[j] = corner.leave, corner.enter
        betweens.append(corner.between)
    points: list[Array] = []
    for part, between in zip(offsets, betweens, strict=True):
        points.append(part)
        if between:
            points.append(np.asarray(between))
    ring = np.concatenate(points)
    gaps = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    return np.asarray(ring[gaps > 1e-4])


def turns_of(ring: Array) -> list[int]:
    """Indices of the corners of a closed ring that turn more than SMOOTH_DEG."""
    before = ring - np.roll(ring, 1, axis=0)
    after = np.roll(ring, -1, axis=0) - ring
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    dot = (before * after).sum(axis=1)
    return [int(i) for i in np.flatnonzero(np.abs(np.degrees(np.arctan2(cross, dot))) > SMOOTH_DEG)]


def _risky(edges: tuple[Edge, ...]) -> bool:
    """Whether the exact construction may miss a width: unlike allowances meet at a hollow or flat corner, or an edge
    bends inwards more tightly than its allowance is wide."""
    for k, edge in enumerate(edges):
        following = edges[(k + 1) % len(edges)]
        d1, d2 = unit(edge.polyline[-2], edge.polyline[-1]), unit(following.polyline[0], following.polyline[1])
        turn = math.degrees(math.atan2(d1[0] * d2[1] - d1[1] * d2[0], d1[0] * d2[0] + d1[1] * d2[1]))
        folded = edge.corner == "hem_mirror" and (edge.role == "hem") != (following.role == "hem")
        if folded and not 90.0 - FLAT_DEG < turn < 90.0 + FLAT_DEG:
            return True
        if turn < FLAT_DEG and abs(edge.allowance_mm - following.allowance_mm) > 0.5 and abs(turn) > 1.0:
            return True
        if len(edge.polyline) > 2 and edge.allowance_mm > 0:
            step = np.diff(edge.polyline, axis=0)
            length = np.maximum(np.hypot(*step.T), 1e-12)
            bend = step[:-1, 0] * step[1:, 1] - step[:-1, 1] * step[1:, 0]
            tight = -bend / (length[:-1] * length[1:]) * edge.allowance_mm > 0.8 * (length[:-1] + length[1:]) / 2
            if tight.any():
                return True
    return False


def _spiked(ring: Array) -> bool:
    """Whether a ring runs out and back on itself somewhere."""
    before = ring - np.roll(ring, 1, axis=0)
    after = np.roll(ring, -1, axis=0) - ring
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turned = np.degrees(np.abs(np.arctan2(cross, (before * after).sum(axis=1))))
    return bool((turned > SPIKE_DEG).any())


def _true(ring: Array, edges: tuple[Edge, ...]) -> bool:
    """Whether a ring holds the sew line and lies its allowance off every edge, clear of corners and neighbours."""
    if _spiked(ring):
        return False
    coarse = [edge.polyline[:: max(1, len(edge.polyline) // COARSE)] for edge in edges]
    coarse = [np.vstack((line, edge.polyline[-1:])) for line, edge in zip(coarse, edges, strict=True)]
    body = Polygon(np.concatenate([line[:-1] for line in coarse]))
    if not body.is_valid:
        return True  # nothing to measure from: the shape is told by its own check
    cut, inside = shapely.LinearRing(ring), Polygon(ring)
    if body.difference(inside.buffer(0.05)).area > LOST_MM2:
        return False
    widest = max(edge.allowance_mm for edge in edges)
    here, there, own = [], [], []
    for k, edge in enumerate(edges):
        along = g.cumulative(edge.polyline)
        at = np.asarray(_TRIED) * along[-1]
        place = np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(along) - 2)
        step = edge.polyline[place + 1] - edge.polyline[place]
        length = np.maximum(np.hypot(*step.T), 1e-12)[:, None]
        points = edge.polyline[place] + (at - along[place])[:, None] * step / length
        here.append(points)
        there.append(points + np.column_stack((step[:, 1], -step[:, 0])) / length * edge.allowance_mm)
        own += [k] * len(at)
    wide = np.array([edges[k].allowance_mm for k in own])
    near, far = shapely.points(np.concatenate(here)), shapely.points(np.concatenate(there))
    lines = np.array([LineString(line) for line in coarse])
    gaps = np.minimum(shapely.distance(near[:, None], lines) - wide[:, None], shapely.distance(far[:, None], lines))
    gaps[np.arange(len(own)), own] = np.inf
    clear = (gaps.min(axis=1) > widest) & (shapely.distance(far, body) > wide - 0.3)
    if not clear.any():
        return True
    shapely.prepare(cut)
    return float(np.abs(shapely.distance(cut, near[clear]) - wide[clear]).max()) < OFF_MM


def _buffered(piece: Piece) -> Array:
    """A cut line as the union of the body, a strip outside every edge and the corners between them.

    For outlines the exact construction can't offset without crossing itself or losing an edge's width.
    """
    edges = piece.edges
    parts = [Polygon(piece.sew_ring).buffer(0)]
    for k, edge in enumerate(edges):
        if edge.allowance_mm > 0:
            strip = LineString(edge.polyline).buffer(-edge.allowance_mm, single_sided=True, join_style="mitre")
            parts.append(strip.buffer(0.001, join_style="mitre"))  # neighbours touch: no hair of a gap between them
        following = edges[(k + 1) % len(edges)]
        wedge = _wedge(edge, following)
        if wedge is not None:
            parts.append(wedge)
    merged = unary_union([part for part in parts if part.is_valid and not part.is_empty])
    if merged.geom_type == "MultiPolygon":
        merged = max(merged.geoms, key=lambda part: part.area)
    return _ccw(merged)


def _wedge(first: Edge, second: Edge) -> Polygon | None:
    """What lies between the strips of two edges at a corner that turns outwards."""
    d1, d2 = unit(first.polyline[-2], first.polyline[-1]), unit(second.polyline[0], second.polyline[1])
    if d1[0] * d2[1] - d1[1] * d2[0] <= 0:
        return None
    c = first.end
    p = (c[0] + d1[1] * first.allowance_mm, c[1] - d1[0] * first.allowance_mm)
    q = (c[0] + d2[1] * second.allowance_mm, c[1] - d2[0] * second.allowance_mm)
    between = () if first.corner == "bevel" else mitre(first, second, p, q, d1, d2, c)
    corners = [c, p, *between, q]
    wedge = Polygon(corners).buffer(0) if len(corners) > 2 else None
    return wedge if isinstance(wedge, Polygon) and not wedge.is_empty else None
