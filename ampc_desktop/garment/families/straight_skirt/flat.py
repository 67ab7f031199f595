"""The straight skirt as a flat: darts sewn, waistband on, seen from the front and from the back."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.sketching import BESIDE_MM, FINE_MM, IDENTITY, View

Lines: TypeAlias = tuple[tuple[Point, ...], ...]


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the skirt. Pieces keep their coordinates below the hip; above it the darts are closed."""
    front, back = pattern.piece("front"), pattern.piece("back")
    hem, band = spec.number("hem_allowance_mm"), spec.number("waistband_width_mm")
    right, waist_front, front_lines = _half(front, ".l")
    ring = np.concatenate((right, (right * (-1.0, 1.0))[::-1][1:-1]))
    low = float(right[0, 1])
    stitched = _hem_line(right, low + hem)
    parts = [
        FlatPart(
            "front", "front", g.as_points(ring), IDENTITY, (*front_lines, *_flipped(front_lines), _both(stitched)), 0
        ),
        _band(waist_front, band, "front"),
    ]
    half, waist_back, darts = _half(back, "")
    lines = (*darts, _hem_line(half, low + hem))
    left = (half * (-1.0, 1.0))[::-1]  # the left back lies at −x when seen from behind
    parts.append(FlatPart("back", "back", g.as_points(left), IDENTITY, (*_flipped(lines), *_vent_lines(back, low)), 0))
    parts.append(FlatPart("back", "back", g.as_points(half), (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0), lines, 0))
    parts.append(_zip(back, band))
    parts.append(_band(waist_back, band, "back"))
    parts.sort(key=lambda part: (part.view, part.layer))
    x = float(np.abs(ring[:, 0]).max()) + BESIDE_MM
    hem_edge = front.edge("hem")
    y = low - BESIDE_MM
    dimensions = (
        (f"{-low:.0f} mm", (x, 0.0), (x, low)),
        (f"{hem_edge.length_mm:.0f} mm", (hem_edge.start[0], y), (hem_edge.end[0], y)),
    )
    return FlatSketch(tuple(parts), dimensions)


def _edges(piece: Piece, stem: str, suffix: str) -> list[Edge]:
    """Edges stem.1, stem.2 … of the half with a suffix, centre first."""
    found = []
    k = 1
    while any(edge.id == f"{stem}{suffix}.{k}" for edge in piece.edges):
        found.append(piece.edge(f"{stem}{suffix}.{k}"))
        k += 1
    return found


def _half(piece: Piece, suffix: str) -> tuple[Array, Array, Lines]:
    """Half a skirt at x >= 0 with its darts closed: (outline, waist from centre to side, dart lines).

    The outline runs from the centre of the hem outwards and up, and back along the waist to the centre.
    """
    sections = [_outward(edge) for edge in _edges(piece, "waist", suffix)]
    mouths = _edges(piece, "dart", suffix)
    apexes = {dart.mouth: dart.apex for dart in piece.darts}
    waist, lines = [sections[0]], []
    for mouth, section in zip(mouths, sections[1:], strict=True):
        start = waist[-1][-1]
        gap = section[0] - start  # closing the dart brings the next section up to the last one
        waist.append(section - gap)
        tip = apexes[mouth.id]
        apex_x = abs(tip[0]) - (float(abs(mouth.start[0] + mouth.end[0])) / 2 - float(start[0])) * 0.6
        lines.append(((float(start[0]), float(start[1])), (apex_x, tip[1])))
    top = np.concatenate([waist[0], *(part[1:] for part in waist[1:])])
    side = _outward(piece.edge(f"side{suffix}"))
    hip = float(side[np.argmax(side[:, 0]), 1])
    share = np.clip((side[:, 1] - hip) / max(float(side[0, 1]) - hip, 1.0), 0.0, 1.0)[:, None]
    side = side + share**1.5 * (top[-1] - side[0])  # the hip stays, the waist comes in with the darts
    centre = np.array([[0.0, side[-1, 1]]])
    return np.concatenate((centre, side[::-1], top[::-1][1:])), top, tuple(lines)


def _outward(edge: Edge) -> Array:
    """An edge at x >= 0, running from the centre to the side, or from the waist to the hem."""
    line = g.flatten(edge.path, FINE_MM)
    line = np.column_stack((np.abs(line[:, 0]), line[:, 1]))
    if edge.id.startswith("side"):
        return line if line[0, 1] > line[-1, 1] else line[::-1]
    return line if line[0, 0] < line[-1, 0] else line[::-1]


def _hem_line(half: Array, y: float) -> tuple[Point, ...]:
    """Blind-stitched hem: the level line from the centre to the side."""
    side = half[1 : len(half)]
    x = float(np.interp(y, side[: len(side) // 2, 1], side[: len(side) // 2, 0]))
    return ((0.0, y), (x, y))


def _flipped(lines: Lines) -> Lines:
    return tuple(tuple(g.mirrored(p) for p in line) for line in lines)


def _both(line: tuple[Point, ...]) -> tuple[Point, ...]:
    return (g.mirrored(line[-1]), line[-1])


def _band(waist: Array, width: float, view: View) -> FlatPart:
    """The waistband, standing on the waist."""
    whole = np.concatenate((waist[::-1], (waist * (-1.0, 1.0))[1:]))  # +x to −x
    top = offset(whole, width)
    ring = np.concatenate((whole, top[::-1]))
    return FlatPart("waistband", view, g.as_points(ring[::-1]), (0.0, 1.0, -1.0, 0.0, 0.0, float(waist[0, 1])), (), 1)


def _vent_lines(back: Piece, low: float) -> Lines:
    """The vent's overlap: its edge is the centre line, a row of stitches slants across its top."""
    if not any(edge.id == "vent.top" for edge in back.edges):
        return ()
    head, corner = back.edge("vent.top").end, back.edge("vent.top").start
    return (((-corner[0], corner[1]), (0.0, head[1]), (0.0, low)),)


def _zip(back: Piece, band: float) -> FlatPart:
    """The concealed zip: a fine line beside the centre back, closed by a pull."""
    top, end = back.edge("zip").end, back.edge("zip").start
    pull = ((-2.5, end[1] + 9.0), (2.5, end[1] + 9.0), (2.5, end[1]), (-2.5, end[1]))
    return FlatPart("back", "back", pull[::-1], IDENTITY, (((0.0, top[1] + band), (0.0, end[1])),), 2)
