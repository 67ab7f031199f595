"""Seam-allowance availability: the cut line keeps every edge's allowance, corners and notches included (9)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Place
from ampc_desktop.core.pattern import Edge, Piece
from ampc_desktop.garment.checks.reading import (
    Read,
    Reading,
    Rule,
    interior_deg,
    judged,
    tangent_in,
    tangent_out,
)

ALLOWANCE = Rule(9, "allowance.distance", "Seam allowance", "seam-allowance availability", 0.1, 0.5, "mm")
STEP_MM = 5.0
BENT_DEG = 5.0
"""Segments of one edge that meet at a sharper bend make a corner."""
NOTCH_KEEPS_MM = 2.0
"""A notch ends at least this far from the sew line."""


def allowance(read: Read) -> CheckResult:
    """Check 9: distance from sew to cut line as declared, every 5 mm along each edge; notches end outside the seam."""
    return judged(ALLOWANCE, _distances(read), "no pieces")


def _distances(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        ring = read.cut_rings.get(piece.id)
        if ring is None or piece.id not in read.sew:
            yield Reading(math.inf, f"{read.said(piece.id)} has no cut line", Place(piece.id))
            continue
        shapely.prepare(ring)
        for i, edge in enumerate(piece.edges):
            before, after = piece.edges[i - 1], piece.edges[(i + 1) % len(piece.edges)]
            points = _samples(edge, before, after)
            if len(points):
                off = np.abs(shapely.distance(shapely.points(points), ring) - edge.allowance_mm)
                for near in np.flatnonzero(off > ALLOWANCE.limit):  # is it a neighbour's cut line that is near?
                    off[near] = min(
                        off[near], _straight_off(ring, edge, (float(points[near, 0]), float(points[near, 1])))
                    )
                k = int(np.argmax(off))
                at = (float(points[k, 0]), float(points[k, 1]))
                yield Reading(
                    float(off[k]),
                    f"off the allowance of {edge.allowance_mm:g} mm at {read.said(piece.id, edge.id)}",
                    Place(piece.id, edge.id, at),
                )
            least = min(before.allowance_mm, edge.allowance_mm)
            short = max(least - _reach(ring, edge.start, side, least) for side in _outward(before, edge))
            yield Reading(
                max(short, 0.0),
                f"short at the corner before {read.said(piece.id, edge.id)}",
                Place(piece.id, edge.id, edge.start),
            )
        yield from _notches(read, piece)


def _samples(edge: Edge, before: Edge, after: Edge) -> g.Array:
    """Points of the sew line every 5 mm, clear of the corners, where the neighbours' allowances decide."""
    # a corner inside a neighbour (the peak of a narrow dart) reaches on to this edge
    first = max(_margin(before, edge, edge), *(at + far - before.length_mm for at, far in _joints(before)), 0.0)
    last = max(_margin(edge, after, edge), *(far - at for at, far in _joints(after)), 0.0)
    length = edge.length_mm
    if length - first - last <= 0:
        return np.empty((0, 2))
    count = max(2, math.ceil((length - first - last) / STEP_MM) + 1)
    at = np.linspace(first, length - last, count)
    for joint, margin in _joints(edge):
        at = at[np.abs(at - joint) > margin]
    along = g.cumulative(edge.polyline)
    return np.column_stack([np.interp(at, along, edge.polyline[:, axis]) for axis in (0, 1)])


def _outward(before: Edge, after: Edge) -> tuple[g.Point, g.Point]:
    """Unit normals out of the piece at a corner, of the edge that ends and of the one that starts there."""
    (bx, by), (ax, ay) = tangent_in(before), tangent_out(after)
    return (-by / math.hypot(bx, by), bx / math.hypot(bx, by)), (ay / math.hypot(ax, ay), -ax / math.hypot(ax, ay))


def _reach(ring: shapely.LinearRing, corner: g.Point, outward: g.Point, least: float) -> float:
    """How far the cut line lies from a corner along a normal, mm; `least` where it is not met before."""
    end = (corner[0] + least * outward[0], corner[1] + least * outward[1])
    met = shapely.LineString((corner, end)).intersection(ring)
    return least if met.is_empty else float(shapely.Point(corner).distance(met))


def _straight_off(ring: shapely.LinearRing, edge: Edge, at: g.Point) -> float:
    """How far the cut line straight out from a point of an edge is off its allowance, mm."""
    inward = g.normal_at(edge.polyline, g.nearest_on(edge.polyline, at)[0])
    far = 2 * edge.allowance_mm + 1.0
    return abs(_reach(ring, at, (-inward[0], -inward[1]), far) - edge.allowance_mm)


def _joints(edge: Edge) -> Iterator[tuple[float, float]]:
    """(arc length, margin) of corners inside an edge, where the two sides' allowances meet (a mitred band)."""
    gone = 0.0
    for first, second in pairwise(edge.path):
        gone += g.segment_length(first)
        angle = g.turn_deg(first[-2], first[-1], second[1])
        if abs(angle - 180.0) > BENT_DEG:
            half = math.radians(max(min(angle, 360.0 - angle), 4.0) / 2)
            yield gone, edge.allowance_mm / math.tan(half) + 1.0


def _margin(before: Edge, after: Edge, edge: Edge) -> float:
    angle = interior_deg(before, after)
    half = math.radians(max(min(angle, 360.0 - angle), 4.0) / 2)
    if angle > 178.0 and angle < 182.0 and before.allowance_mm == after.allowance_mm:
        return 0.5
    wide = max(before.allowance_mm, after.allowance_mm)
    return wide / math.tan(half) + before.allowance_mm + after.allowance_mm + 1.0


def _notches(read: Read, piece: Piece) -> Iterator[Reading]:
    for notch in piece.notches:
        try:
            edge = piece.edge(notch.edge)
        except KeyError:
            yield Reading(math.inf, f"a notch of {read.said(piece.id)} lies on no edge", Place(piece.id, notch.id))
            continue
        place = Place(piece.id, notch.id, g.point_at(edge.polyline, notch.at_mm))
        if not -1e-6 <= notch.at_mm <= edge.length_mm + 1e-6:
            yield Reading(math.inf, f"a notch lies beyond the end of {read.said(piece.id, edge.id)}", place)
        elif edge.allowance_mm > 0:
            deep = notch.depth_mm - (edge.allowance_mm - NOTCH_KEEPS_MM)
            yield Reading(
                max(deep, 0.0), f"a notch too deep for the allowance of {read.said(piece.id, edge.id)}", place
            )
