"""Independent readings of a pattern's geometry: no code shared with the drafters, the checks or core.geometry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from shapely.geometry import LinearRing, LineString, Polygon
from shapely.geometry.base import BaseGeometry

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Edge, EdgeRef, Pattern, Piece
from ampc_desktop.core.schema import Option

Array = npt.NDArray[np.float64]

CHORDS = 256
"""Chords a cubic is measured with; the length error of a garment curve is below 0.01 mm."""


def points(edge: Edge) -> Array:
    """The sew line of an edge as (n, 2), by evaluating the curve evenly."""
    parts = []
    for segment in edge.path:
        p = np.asarray(segment, dtype=float)
        if len(p) == 2:
            parts.append(p)
            continue
        t = np.linspace(0.0, 1.0, CHORDS + 1)[:, None]
        parts.append((1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t**2 * p[2] + t**3 * p[3])
    return np.concatenate(parts)


def length_mm(edge: Edge) -> float:
    return float(np.hypot(*np.diff(points(edge), axis=0).T).sum())


def outline(piece: Piece) -> Array:
    """The sew line of a piece as a ring of points, coincident neighbours dropped."""
    ring = np.concatenate([points(edge) for edge in piece.edges])
    kept = np.hypot(*(ring - np.roll(ring, 1, axis=0)).T) > 1e-6
    return np.asarray(ring[kept])


def seam_mismatches(pattern: Pattern) -> dict[str, float]:
    """Per seam, how far both sides differ beyond the declared ease, mm. Raises KeyError for a missing edge."""

    def sewn(chain: tuple[EdgeRef, ...]) -> float:
        return sum(length_mm(pattern.piece(ref.piece).edge(ref.edge)) for ref in chain)

    return {seam.id: abs(sewn(seam.a) - sewn(seam.b) - seam.ease_mm) for seam in pattern.seams}


def crossings(pattern: Pattern) -> list[str]:
    """Pieces whose sew or cut line crosses itself, is open, or whose sew line leaves the cut line.

    The cut line is judged a second time as it is written to a file, rounded to 0.01 mm.
    """
    found = []
    for piece in pattern.pieces:
        sew, cut = outline(piece), np.asarray(piece.cut, dtype=float)
        gaps = [
            float(np.hypot(a.end[0] - b.start[0], a.end[1] - b.start[1]))
            for a, b in zip(piece.edges, (*piece.edges[1:], piece.edges[0]), strict=True)
        ]
        if max(gaps) > 0.01:
            found.append(f"{piece.id}: the sew line is open by {max(gaps):.2f} mm")
            continue
        for name, ring in (("sew", sew), ("cut", cut)):
            if len(ring) < 3 or not np.isfinite(ring).all():
                found.append(f"{piece.id}: the {name} line has no shape")
            elif not LinearRing(ring).is_simple:
                found.append(f"{piece.id}: the {name} line crosses itself")
            elif name == "cut" and not LinearRing(written(ring)).is_simple:
                found.append(f"{piece.id}: the cut line crosses itself once written to 0.01 mm")
            elif not Polygon(ring).area > 1.0:
                found.append(f"{piece.id}: the {name} line encloses nothing")
        if not any(line.startswith(f"{piece.id}:") for line in found):
            outside = Polygon(sew).difference(Polygon(cut).buffer(0.02)).area
            if outside > 1.0:
                found.append(f"{piece.id}: the sew line leaves the cut line by {outside:.0f} mm²")
    return found


def written(ring: Array) -> Array:
    """A ring as a cutter's file has it: two decimals, repeated points dropped."""
    rounded = np.round(ring, 2)
    kept = np.hypot(*(rounded - np.roll(rounded, 1, axis=0)).T) > 1e-9
    return np.asarray(rounded[kept])


def girth_errors(pattern: Pattern, body: Measurements, options: Mapping[str, Option]) -> dict[str, float]:
    """Finished girth minus (body + ease) for every girth we promise, mm.

    The garment is measured here, as a tailor would lay it flat, by cutting the pieces' outlines; the body is the
    customer's, the ease is the resolved option. Nothing is taken from the pattern's own promises.
    """

    def asked(name: str) -> float:
        return float(options[name].value)

    if pattern.family == "tshirt":
        # Laid flat, chest is pit to pit: a neckline deeper than the underarm does not make the shirt narrower.
        chest = 0.0
        for id, pit in (("front", "armhole.l"), ("back", "armhole.r")):
            line = _across(pattern.piece(id), pattern.piece(id).edge(pit).start[1])
            chest += line.bounds[2] - line.bounds[0]
        found = {"chest": chest - body["bust"] - asked("chest_ease_mm")}
        if "sleeve" in {piece.id for piece in pattern.pieces}:
            sleeve = pattern.piece("sleeve")
            a, b = sleeve.edge("cap.back").start, sleeve.edge("under.front").start
            found["biceps"] = float(np.hypot(a[0] - b[0], a[1] - b[1])) - body["biceps"] - asked("biceps_ease_mm")
            found["sleeve hem"] = length_mm(sleeve.edge("hem")) - asked("sleeve_hem_mm")
        return found
    if pattern.family != "straight_skirt":
        return _by_dimension(pattern, options)
    waist = 0.0
    for piece in (pattern.piece("front"), pattern.piece("back")):
        waist += piece.quantity * sum(length_mm(edge) for edge in piece.edges if edge.id.split(".")[0] == "waist")
    hip = 0.0
    for id, notch in (("front", "hip.l"), ("back", "hip")):
        piece = pattern.piece(id)
        hip += piece.quantity * _across(piece, _height_of(piece, notch)).length
    return {
        "waist": waist - body["waist"] - asked("waist_ease_mm"),
        "hip": hip - body["hip"] - asked("hip_ease_mm"),
    }


def _by_dimension(pattern: Pattern, options: Mapping[str, Option]) -> dict[str, float]:
    """Girths whose ease is an option, cut from the outlines at the level the garment names, against body + ease.

    The body at that level is the garment's word (trousers may sit below the natural waist); the ease is the option's.
    """
    found = {}
    for dimension in pattern.key_dimensions:
        ease = options.get(f"{dimension.id}_ease_mm")
        if ease is None or not dimension.body_mm:
            continue
        total = 0.0
        for span in dimension.spans:
            piece = pattern.piece(span.piece)
            if span.kind == "across":
                line = _across(piece, span.at_mm)
                total += span.times * line.length
            elif span.kind == "edge":
                total += span.times * length_mm(piece.edge(span.edge))
            else:
                a, b = piece.edge(span.edge).start, piece.edge(span.to_edge).start
                total += span.times * float(np.hypot(a[0] - b[0], a[1] - b[1]))
        found[dimension.id] = total - dimension.body_mm - float(ease.value)
    return found


def _across(piece: Piece, y: float) -> BaseGeometry:
    """The level line at one height inside the piece, folded dart wedges left out."""
    whole = Polygon(outline(piece))
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        whole = whole.difference(Polygon([mouth.start, dart.apex, mouth.end]))
    for line in piece.internals:  # darts with two points are closed lines inside the piece
        ring = [point for segment in line.path for point in segment]
        if line.kind == "dart" and ring[0] == ring[-1]:
            whole = whole.difference(Polygon(ring))
    low, _, high, _ = whole.bounds
    return whole.intersection(LineString([(low - 1.0, y), (high + 1.0, y)]))


def _height_of(piece: Piece, notch_id: str) -> float:
    """Height of a notch on its edge."""
    notch = piece.notch(notch_id)
    line = LineString(points(piece.edge(notch.edge)))
    return float(line.interpolate(notch.at_mm).y)
