"""Boundary continuity: closed (1), simple (2), true when joined (10), darts (12), symmetry (13), curve density (14)."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.validation import explain_validity

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Place, Topic
from ampc_desktop.core.pattern import Edge, Piece
from ampc_desktop.garment.checks.girths import two_pointed
from ampc_desktop.garment.checks.reading import (
    Read,
    Reading,
    Rule,
    interior_deg,
    judged,
    neighbours,
)

_TOPIC: Topic = "boundary continuity"
CLOSED = Rule(1, "boundary.closed", "Boundary closed", _TOPIC, 0.0, 0.1, "mm")
SIMPLE = Rule(2, "boundary.simple", "No self-crossing", _TOPIC, 0.0, 0.0, "")
ANGLES = Rule(10, "boundary.angles", "True when joined", _TOPIC, 1.0, 3.0, "deg")
DARTS = Rule(12, "boundary.darts", "Darts", _TOPIC, 0.5, 1.0, "mm")
SYMMETRY = Rule(13, "boundary.symmetry", "Symmetry and folds", _TOPIC, 0.05, 0.2, "mm")
DENSITY = Rule(14, "boundary.density", "Curve density", _TOPIC, 0.05, 0.1, "mm")

_CLOSING = ("side", "shoulder", "under")
"""Edges that close a piece of the garment: what crosses their ends runs on from one piece to the other."""


def closed(read: Read) -> CheckResult:
    """Check 1: each edge starts where the one before it ended, at least 3 corners, no empty edge."""
    return judged(CLOSED, _gaps(read), "no pieces", f"{len(read.pattern.pieces)} closed boundaries")


def _gaps(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        if len(piece.sew_ring) < 3 or not np.isfinite(piece.sew_ring).all():
            yield Reading(
                math.inf,
                f"at {read.said(piece.id)}: fewer than 3 corners or a point that is no number",
                Place(piece.id),
            )
            continue
        for i, edge in enumerate(piece.edges):
            gap = g.distance(piece.edges[i - 1].end, edge.start)
            yield Reading(
                gap if gap > 1e-6 else 0.0,
                f"gap before {read.said(piece.id, edge.id)}",
                Place(piece.id, edge.id, edge.start),
            )
            if edge.length_mm < 0.01:
                yield Reading(
                    math.inf, f"{read.said(piece.id, edge.id)} has no length", Place(piece.id, edge.id, edge.start)
                )
            for first, second in zip(edge.path, edge.path[1:], strict=False):
                gap = g.distance(first[-1], second[0])
                if gap > 1e-6:
                    yield Reading(
                        gap, f"gap inside {read.said(piece.id, edge.id)}", Place(piece.id, edge.id, second[0])
                    )


def simple(read: Read) -> CheckResult:
    """Check 2: sew and cut line never cross themselves, the cut line holds the sew line, marks lie inside."""
    wrong = list(_crossings(read))
    return judged(SIMPLE, [Reading(0.0, ""), *wrong], "", "sew and cut lines are simple, all marks inside")


def _crossings(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        sew, cut = read.sew.get(piece.id), read.cut.get(piece.id)
        for name, shape in (("sew line", sew), ("cut line", cut)):
            if shape is not None and not (shape.is_valid and _as_written(shape).is_valid):
                yield Reading(
                    1.0, f"{name} of {read.said(piece.id)} crosses itself", Place(piece.id, name, _where(shape))
                )
        if sew is None or not sew.is_valid:
            continue
        if g.signed_area(piece.sew_ring) <= 0:
            yield Reading(1.0, f"sew line of {read.said(piece.id)} runs clockwise", Place(piece.id))
        if cut is not None and cut.is_valid and not (cut.contains(sew) or cut.buffer(0.01).contains(sew)):
            yield Reading(
                1.0, f"cut line of {read.said(piece.id)} runs inside the sew line", Place(piece.id, "cut line")
            )
        for line in piece.internals:
            points = g.flatten(line.path)
            if not read.holds(piece.id, LineString(points)):
                yield Reading(
                    1.0,
                    f"{read.said('', line.id)} leaves {read.said(piece.id)}",
                    Place(piece.id, line.id, g.as_points(points)[0]),
                )
        for hole in piece.drills:
            if not read.holds(piece.id, Point(hole.at)):
                yield Reading(
                    1.0,
                    f"drill hole ({read.said('', hole.id)}) lies outside {read.said(piece.id)}",
                    Place(piece.id, hole.id, hole.at),
                )


def _as_written(shape: shapely.Polygon) -> shapely.Polygon:
    """The shape with its points rounded to 0.01 mm, as files have them."""
    return shapely.Polygon(np.round(np.asarray(shape.exterior.coords), 2))


def _where(shape: shapely.Polygon) -> tuple[float, float] | None:
    words = explain_validity(shape)
    if "[" not in words:
        return None
    x, y = words[words.index("[") + 1 : words.index("]")].split()[:2]
    return (float(x), float(y))


def angles(read: Read) -> CheckResult:
    """Check 10: hem, armhole, neckline and waist run straight on across the seams that join them."""
    return judged(ANGLES, _bends(read), "no seams that join edges")


def _bends(read: Read) -> Iterator[Reading]:
    for seam in read.seams():
        if len(seam.a) != 1 or len(seam.b) != 1 or seam.a[0].edge.split(".")[0] not in _CLOSING:
            continue
        (a,), (b,) = seam.a, seam.b
        first, second = read.pattern.piece(a.piece), read.pattern.piece(b.piece)
        for at_start in (True, False):
            one, two = _corner(first, a.edge, at_start != a.reverse), _corner(second, b.edge, at_start != b.reverse)
            off = abs(one[0] + two[0] - 180.0)
            yield Reading(
                off, f"at the {'start' if at_start else 'end'} of the {seam.label}", Place(a.piece, a.edge, one[1])
            )
    for piece in read.pattern.pieces:
        yield from _centre(read, piece)


def _corner(piece: Piece, edge_id: str, at_start: bool) -> tuple[float, tuple[float, float]]:
    before, after = neighbours(piece, edge_id)
    edge = piece.edge(edge_id)
    return (interior_deg(before, edge), edge.start) if at_start else (interior_deg(edge, after), edge.end)


def _centre(read: Read, piece: Piece) -> Iterator[Reading]:
    """Centre lines: level where a symmetric piece crosses its axis, square at folds and centre openings."""
    for i, edge in enumerate(piece.edges):
        before = piece.edges[i - 1]
        place = Place(piece.id, edge.id, edge.start)
        on_axis = piece.symmetric and abs(edge.start[0] - piece.symmetry_x) < 1e-6
        pointed = (
            edge.id.startswith("neck") and read.pattern.options.get("neckline") == "v" and piece.id.startswith("front")
        )
        if on_axis and not pointed and _stem(edge) == _stem(before):
            yield Reading(abs(interior_deg(before, edge) - 180.0), f"at the centre of {read.said(piece.id)}", place)
        for this, other in ((before, edge), (edge, before)):
            if this.role in ("fold", "opening") and other.role == "seam" and _stem(other) in ("waist", "neck"):
                yield Reading(abs(interior_deg(before, edge) - 90.0), f"at the centre of {read.said(piece.id)}", place)


def _stem(edge: Edge) -> str:
    return edge.id.split(".")[0]


def darts(read: Read) -> CheckResult:
    """Check 12: legs equal, and the seam runs smoothly across the closed dart (bend over 10 mm, in mm)."""
    return judged(DARTS, _legs(read), "no darts")


def _legs(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        for dart in piece.darts:
            place = Place(piece.id, dart.id, dart.apex)
            try:
                mouth = piece.edge(dart.mouth)
            except KeyError:
                yield Reading(math.inf, f"{read.said(piece.id, dart.id)} has no mouth", place)
                continue
            uneven = abs(g.distance(mouth.start, dart.apex) - g.distance(mouth.end, dart.apex))
            yield Reading(uneven, f"between the legs of {read.said(piece.id, dart.id)}", place)
            before, after = neighbours(piece, dart.mouth)
            to_apex = Edge("", (g.line(mouth.start, dart.apex),), 0.0)
            from_apex = Edge("", (g.line(dart.apex, mouth.end),), 0.0)
            bend = interior_deg(before, to_apex) + interior_deg(from_apex, after) - 180.0
            yield Reading(
                10.0 * abs(math.sin(math.radians(bend))),
                f"bend across {read.said(piece.id, dart.id)}",
                Place(piece.id, dart.id, mouth.start),
            )
        yield from _fisheyes(read, piece)


def _fisheyes(read: Read, piece: Piece) -> Iterator[Reading]:
    """Both sides of a dart with two points are equally long from point to point."""
    for id, ring in two_pointed(piece).items():
        high, low = int(np.argmax(ring[:, 1])), int(np.argmin(ring[:, 1]))
        around = np.roll(ring, -high, axis=0)
        turn = (low - high) % len(ring)
        one, two = around[: turn + 1], np.vstack((around[turn:], around[:1]))
        uneven = abs(g.polyline_length(one) - g.polyline_length(two))
        yield Reading(
            uneven, f"between the sides of {read.said(piece.id, id)}", Place(piece.id, id, g.as_points(ring)[high])
        )


def symmetry(read: Read) -> CheckResult:
    """Check 13: symmetric pieces are their own mirror image, folds are straight."""
    return judged(SYMMETRY, _mirrors(read), "no symmetric pieces or folds")


def _mirrors(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        if piece.symmetric and piece.id in read.sew:
            for name, ring in (("sew line", piece.sew_ring), ("cut line", piece.cut_ring)):
                if len(ring) < 3:
                    continue
                image = ring * (-1.0, 1.0) + (2 * piece.symmetry_x, 0.0)
                gaps = _off_ring(image, ring)
                i = int(np.argmax(gaps))
                at = (float(image[i, 0]), float(image[i, 1]))
                yield Reading(
                    float(gaps[i]), f"{name} of {read.said(piece.id)} from its mirror image", Place(piece.id, name, at)
                )
        for edge in piece.edges:
            if edge.role == "fold":
                chord = LineString([edge.start, edge.end])
                off = float(shapely.distance(shapely.points(edge.polyline), chord).max())
                yield Reading(
                    off, f"fold from straight at {read.said(piece.id, edge.id)}", Place(piece.id, edge.id, edge.start)
                )


def _off_ring(image: g.Array, ring: g.Array) -> g.Array:
    """Distances of a mirror image's points to the ring; at once where point lies on point."""
    around = image[::-1]
    first = int(np.argmin(np.hypot(*(around - ring[0]).T)))
    apart = np.hypot(*(np.roll(around, -first, axis=0) - ring).T)
    if apart.max() > 1e-6:
        apart = shapely.distance(shapely.points(image), shapely.LinearRing(ring))
    return np.asarray(apart)


def density(read: Read) -> CheckResult:
    """Check 14: the flattened line stays on the curve it stands for."""
    return judged(DENSITY, _flattening(read), "no curves")


_T = np.linspace(0.0, 1.0, 65)[:, None]


def _flattening(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        for edge in piece.edges:
            curves = [np.asarray(segment) for segment in edge.path if len(segment) == 4]
            if not curves:
                continue
            t = _T
            points = np.concatenate(
                [
                    (1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t**2 * p[2] + t**3 * p[3]
                    for p in curves
                ]
            )
            gaps = shapely.distance(shapely.points(points), LineString(edge.polyline))
            i = int(np.argmax(gaps))
            at = (float(points[i, 0]), float(points[i, 1]))
            yield Reading(
                float(gaps[i]), f"from the curve at {read.said(piece.id, edge.id)}", Place(piece.id, edge.id, at)
            )
