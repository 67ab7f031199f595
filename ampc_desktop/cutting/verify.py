"""Proof of a marker on the exact outlines: no overlap, nothing outside, the gap kept, every piece there."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from shapely import STRtree

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import Finding, Place
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.marker import Marker, MarkerPiece, Placement

OVERLAP_MM2 = 0.01
"""Common area of two pieces that is only rounding."""
SLACK_MM = 0.01
"""What rounding may take from gap and margin: the nesting engine counts in 32-bit floats."""


def placed_outline(piece: MarkerPiece, placement: Placement) -> Array:
    """Outline (n, 2) of a laid piece in marker coordinates, mm."""
    turned: Array = g.rotated(np.asarray(piece.outline), placement.rotation_deg)
    return np.asarray(turned + np.array([placement.x, placement.y]))


def verify(marker: Marker) -> tuple[Finding, ...]:
    """Everything wrong with a laid marker; empty means sound. An estimated marker gives one finding."""
    if marker.estimated:
        return (Finding("fail", "the marker is only estimated: nothing is laid", 0.0),)
    found: list[Finding] = []
    pieces = {piece.id: piece for piece in marker.pieces}
    laid = Counter(placement.piece for placement in marker.placements)
    for id in laid.keys() - pieces.keys():
        found.append(Finding("fail", f"{id} is laid but not ordered", float(laid[id]), Place(id)))
    for piece in marker.pieces:
        if laid[piece.id] != piece.quantity:
            text = f"{piece.label}: {laid[piece.id]} laid, {piece.quantity} ordered"
            found.append(Finding("fail", text, float(laid[piece.id]), Place(piece.id)))
    known = [placement for placement in marker.placements if placement.piece in pieces]
    rings = [placed_outline(pieces[placement.piece], placement) for placement in known]
    rules, edge = marker.rules, marker.rules.edge_mm
    for placement, ring in zip(known, rings, strict=True):
        left, bottom, right, top = g.bounds(ring)
        over = max(edge - left, edge - bottom, right - marker.length_mm + edge, top - rules.width_mm + edge)
        if over > SLACK_MM:
            text = f"{pieces[placement.piece].label} lies {over:.2f} mm outside the usable cloth"
            found.append(Finding("fail", text, over, Place(placement.piece, at=(left, bottom))))
        turn = placement.rotation_deg % 360.0
        if all(abs((turn - allowed + 180.0) % 360.0 - 180.0) > 1e-6 for allowed in pieces[placement.piece].rotations):
            text = f"{pieces[placement.piece].label} is turned by {placement.rotation_deg:.1f}°"
            found.append(Finding("fail", text, placement.rotation_deg, Place(placement.piece, at=(left, bottom))))
    shapes = np.asarray([shapely.Polygon(ring) for ring in rings], dtype=object)
    if len(shapes) > 1:
        found += _neighbours(shapes, known, pieces, rules.gap_mm)
    return tuple(found)


def _neighbours(
    shapes: np.ndarray, known: list[Placement], pieces: dict[str, MarkerPiece], gap_mm: float
) -> list[Finding]:
    found: list[Finding] = []
    first, second = STRtree(shapes).query(shapes, predicate="dwithin", distance=gap_mm + SLACK_MM)
    for i, j in zip(first, second, strict=True):
        if i >= j:
            continue
        names = f"{pieces[known[i].piece].label} and {pieces[known[j].piece].label}"
        common = shapely.intersection(shapes[i], shapes[j])
        if common.area > OVERLAP_MM2:
            at = common.representative_point()
            place = Place(known[i].piece, known[j].piece, (at.x, at.y))
            found.append(Finding("fail", f"{names} overlap by {common.area:.1f} mm²", common.area, place))
            continue
        gap = shapely.distance(shapes[i], shapes[j])
        if gap < gap_mm - SLACK_MM:
            at = shapely.shortest_line(shapes[i], shapes[j]).coords[0]
            place = Place(known[i].piece, known[j].piece, (float(at[0]), float(at[1])))
            found.append(Finding("fail", f"{names} are {gap:.2f} mm apart, {gap_mm:g} mm needed", gap, place))
    return found
