"""Flared skirts as flats: laid out as cut, or hanging in flutes; with waistband or faced waist and the zip behind.

Half a skirt is drawn at x >= 0 with its centre on x = 0 and mirrored for the other half.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.drafting.smooth import evened
from ampc_desktop.garment.sketching import BESIDE_MM, FINE_MM, IDENTITY, View

Lines: TypeAlias = tuple[tuple[Point, ...], ...]
MIRROR = (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
HANG_DEG = (24.0, 0.20)
"""A skirt hangs at most at this angle plus this share of its panel's half angle."""
FLUTE_MM = 95.0
"""Width of one flute at the hem of a sketch."""


@dataclass(frozen=True)
class Half:
    """outline: counter-clockwise from the centre of the hem; waist: centre to side; lines: darts, hem, flutes."""

    outline: Array
    waist: Array
    lines: Lines


def _outward(edge: Edge) -> Array:
    """An edge at x >= 0, from the centre to the side, or from the waist to the hem."""
    line = g.flatten(edge.path, FINE_MM)
    line = np.column_stack((np.abs(line[:, 0]), line[:, 1]))
    along = 1 if edge.id.startswith("side") else 0
    forward = line[0, 1] > line[-1, 1] if along else line[0, 0] < line[-1, 0]
    return line if forward else line[::-1]


def _numbered(piece: Piece, stem: str) -> list[Edge]:
    found = [edge for edge in piece.edges if edge.id.startswith(f"{stem}.") and ".r." not in edge.id]
    return sorted(found, key=lambda edge: int(edge.id.rsplit(".", 1)[1]))


def laid(piece: Piece, hem_mm: float) -> Half:
    """Half a skirt as it lies on a table, darts sewn: above the hip it comes in by what the darts take up."""
    sections, mouths = [_outward(e) for e in _numbered(piece, "waist")], _numbered(piece, "dart")
    side = _outward(next(e for e in piece.edges if e.id in ("side", "side.l")))
    apexes = {dart.mouth: dart.apex for dart in piece.darts}
    waist, lines = [sections[0]], []
    for mouth, section in zip(mouths, sections[1:], strict=True):
        start = waist[-1][-1]
        tip = apexes[mouth.id]
        middle = abs(mouth.start[0] + mouth.end[0]) / 2
        waist.append(section - (section[0] - start))
        lines.append(((float(start[0]), float(start[1])), (abs(tip[0]) - (middle - float(start[0])) * 0.6, tip[1])))
    top = np.concatenate([waist[0], *(part[1:] for part in waist[1:])])
    hem = _outward(piece.edge("hem"))
    hem = hem[hem[:, 0] >= -1e-9]
    if hem[0, 0] > 1e-6 or piece.symmetric:
        hem = _right_half(piece.edge("hem"))
    level = min((apex[1] for apex in apexes.values()), default=float(side[0, 1]) - 1.0) - 60.0
    share = np.clip((side[:, 1] - level) / max(float(side[0, 1]) - level, 1.0), 0.0, 1.0)[:, None]
    side = side + share**1.5 * (top[-1] - side[0])
    if mouths:
        top = evened(top, side[0])
    outline = np.concatenate((hem, side[::-1][1:], top[::-1][1:]))
    stitch = offset(hem, -hem_mm)
    stitch = stitch[stitch[:, 0] <= np.interp(stitch[:, 1], side[::-1, 1], side[::-1, 0]) + 0.5]
    return Half(outline, top, (*lines, g.as_points(stitch)))


def _right_half(edge: Edge) -> Array:
    """The part of a symmetric hem at x >= 0, from the centre to the side."""
    line = g.flatten(edge.path, FINE_MM)
    line = line if line[0, 0] < line[-1, 0] else line[::-1]
    if line[0, 0] > -1e-6:
        return line
    if line[-1, 0] < 1e-6:
        return (line * (-1.0, 1.0))[::-1]
    centre = np.array([[0.0, float(np.interp(0.0, line[:, 0], line[:, 1]))]])
    return np.concatenate((centre, line[line[:, 0] > 1e-6]))


def hung(waist_mm: float, length_mm: float, panel_deg: float, hem_mm: float) -> Half:
    """Half a circular skirt as it hangs. waist_mm: half of its waist in the sketch; panel_deg: half angle as cut.

    What is wider than the hang lies in flutes: their folds run up from the hem.
    """
    hang = math.radians(min(panel_deg, HANG_DEG[0] + HANG_DEG[1] * panel_deg))
    radius = waist_mm / math.sin(hang)
    apex = radius * math.cos(hang) - 0.35 * waist_mm * math.tan(hang / 2)
    hem_radius = radius + length_mm
    spare = math.radians(panel_deg) / hang - 1.0
    count = max(1, round(hem_radius * hang / FLUTE_MM)) if spare > 0.05 else 0
    deep = min(26.0, 5.0 + 13.0 * spare) if count else 0.0
    angle = np.linspace(0.0, hang, 40 * max(count, 1) + 1)
    wave = deep * (1.0 - np.cos(2 * math.pi * count * angle / hang)) / 2 if count else np.zeros_like(angle)

    def at(r: Array | float, phi: Array) -> Array:
        return np.column_stack((r * np.sin(phi), apex - r * np.cos(phi)))

    hem, waist = at(hem_radius - wave, angle), at(radius, np.linspace(0.0, hang, 25))
    lines: list[tuple[Point, ...]] = [g.as_points(at(hem_radius - wave - hem_mm, angle))]
    for k in range(count):
        fold = np.array([(k + 0.5) * hang / count])
        up = 0.62 if k % 2 else 0.45
        for side in (-0.16, 0.16):
            ends = (
                at(hem_radius - deep * 0.75, fold + side * hang / count),
                at(hem_radius - up * length_mm, fold + 0.2 * side * hang / count),
            )
            lines.append(tuple(g.as_points(np.concatenate(ends))))
    return Half(np.concatenate((hem, waist[::-1])), waist, tuple(lines))


def views(pattern: Pattern, front: Half, back: Half, band_mm: float) -> FlatSketch:
    """Both views. band_mm: finished width of the waistband, 0 for a faced waist."""
    parts = _whole("front", "front", front, pattern.piece("front").mirrored_pair)
    parts += _whole("back", "back", back, True)
    faced = band_mm <= 0.0
    views: tuple[tuple[View, Half], ...] = (("front", front), ("back", back))
    for view, half in views:
        parts.append(_faced(view, half) if faced else _band(half.waist, band_mm, view))
    parts.append(_zip(pattern.piece("back"), back, band_mm))
    parts.sort(key=lambda part: (part.view, part.layer))
    x, low = float(front.outline[:, 0].max()) + BESIDE_MM, float(front.outline[:, 1].min())
    reach = float(front.outline[:, 0].max())
    length = next(d for d in pattern.key_dimensions if d.id == "length").target_mm
    hem = next(d for d in pattern.key_dimensions if d.id == "hem").target_mm
    top = float(front.waist[0, 1])
    dimensions = (
        (f"{length:.0f} mm", (x, top), (x, low)),
        (f"{hem:.0f} mm round", (-reach, low - BESIDE_MM), (reach, low - BESIDE_MM)),
    )
    return FlatSketch(tuple(parts), dimensions)


def _flip(lines: Lines) -> Lines:
    return tuple(tuple(g.mirrored(p) for p in line) for line in lines)


def _whole(piece: str, view: View, half: Half, seam: bool) -> list[FlatPart]:
    """Both halves: one part, or two where a centre seam parts them. Behind, the left half lies at -x."""
    ring, other = half.outline, (half.outline * (-1.0, 1.0))[::-1]
    if not seam:
        whole = np.concatenate((ring, other[1:-1] if np.allclose(ring[-1, 0], 0.0) else other))
        return [FlatPart(piece, view, g.as_points(whole), IDENTITY, (*half.lines, *_flip(half.lines)), 0)]
    first, second = (IDENTITY, MIRROR) if view == "front" else (MIRROR, IDENTITY)
    return [
        FlatPart(piece, view, g.as_points(ring), first, half.lines, 0),
        FlatPart(piece, view, g.as_points(other), second, _flip(half.lines), 0),
    ]


def _band(waist: Array, width: float, view: View) -> FlatPart:
    whole = np.concatenate((waist[::-1], (waist * (-1.0, 1.0))[1:]))
    ring = np.concatenate((whole, offset(whole, width)[::-1]))
    at = float(waist[0, 1])
    return FlatPart("waistband", view, g.as_points(ring[::-1]), (0.0, 1.0, -1.0, 0.0, 0.0, at), (), 1)


def _faced(view: View, half: Half) -> FlatPart:
    """A faced waist: its understitched edge, and the facing's back seen behind the front's hollow."""
    whole = np.concatenate((half.waist[::-1], (half.waist * (-1.0, 1.0))[1:]))
    edge = offset(whole, -7.0)
    ring = np.concatenate((whole, edge[::-1]))
    return FlatPart(view, view, g.as_points(ring[::-1]), IDENTITY, (), 1)


def _zip(back: Piece, half: Half, band: float) -> FlatPart:
    """The concealed zip: a fine line beside the centre back, closed by a pull."""
    top = float(half.waist[0, 1])
    end = top - back.edge("zip").length_mm
    pull = ((-2.5, end + 9.0), (2.5, end + 9.0), (2.5, end), (-2.5, end))
    return FlatPart("back", "back", pull[::-1], IDENTITY, (((0.0, top + band), (0.0, end)),), 2)
