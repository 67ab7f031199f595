"""Where the print lies on every piece: along the grain, centred, running through at side seams and sleeves."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import Placed, PrintPlacement, PrintSpec
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import EdgeRef, Pattern, Piece, Seam

MATCH_MM = 1.0
"""A seam counts as matched when the repeat meets within this."""
_SAMPLES = 41


def place(spec: PrintSpec, pattern: Pattern) -> PrintPlacement:
    """The print on each printed shell piece.

    The tile's y axis follows the grain; its origin lies on the centre line, at the front hem. The back takes the level
    that fits best along the side seams, the sleeve the level of the front at their common notch.
    """
    printed = {piece.id: piece for piece in pattern.pieces if piece.printed and piece.material == "shell"}
    levels: dict[str, float] = {}
    for id in [*(("front",) if "front" in printed else ()), *printed]:
        if id in levels:
            continue
        levels[id] = _level(printed[id], levels, printed)
        _spread(id, levels, printed, pattern)
    placed = tuple(Placed(id, (_centre(piece, spec), levels[id]), _grain_angle(piece)) for id, piece in printed.items())
    draft = PrintPlacement(placed)
    errors = match_error(draft, spec, pattern)
    return PrintPlacement(placed, tuple(id for id, error in errors.items() if error <= MATCH_MM))


def match_error(placement: PrintPlacement, spec: PrintSpec, pattern: Pattern) -> dict[str, float]:
    """Seam id -> largest step of the repeat across the seam, mm, for the upright seams between printed pieces.

    Measured along the grain at equal arc lengths of both sides; 0 where the print has no levels to match (plain
    cloth, upright stripes).
    """
    origins = {placed.piece: placed.origin_mm[1] for placed in placement.pieces}
    period = spec.repeat_mm[1]
    level_free = spec.motif == "plain" or (spec.motif == "stripes" and spec.direction == "vertical")
    errors = {}
    for seam in _upright_seams(pattern, set(origins)):
        gap = _heights(pattern, seam.a) - origins[seam.a[0].piece]
        gap -= _heights(pattern, seam.b) - origins[seam.b[0].piece]
        wrapped = (gap + period / 2) % period - period / 2
        errors[seam.id] = 0.0 if level_free else float(np.abs(wrapped).max())
    return errors


def _spread(start: str, levels: dict[str, float], printed: Mapping[str, Piece], pattern: Pattern) -> None:
    """Levels of all pieces that hang on `start` by upright seams."""
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for seam in _upright_seams(pattern, set(printed)):
            ours, theirs = (seam.a, seam.b) if seam.a[0].piece == here else (seam.b, seam.a)
            other = theirs[0].piece
            if ours[0].piece != here or other in levels:
                continue
            gap = _heights(pattern, theirs) - _heights(pattern, ours)
            levels[other] = levels[here] + float(gap.max() + gap.min()) / 2
            waiting.append(other)


def _level(piece: Piece, levels: Mapping[str, float], printed: Mapping[str, Piece]) -> float:
    """Level of a piece that no upright seam ties: by a notch shared with a placed piece, else its lower edge."""
    for notch in piece.notches:
        for id, level in levels.items():
            twin = next((n for n in printed[id].notches if n.pair and n.pair == notch.pair), None)
            if twin is not None:
                return level + _notch_y(piece, notch.edge, notch.at_mm) - _notch_y(printed[id], twin.edge, twin.at_mm)
    return g.bounds(piece.sew_ring)[1]


def _notch_y(piece: Piece, edge: str, at_mm: float) -> float:
    return g.point_at(piece.edge(edge).polyline, at_mm)[1]


def _upright_seams(pattern: Pattern, printed: set[str]) -> list[Seam]:
    """Seams of one edge a side, between printed pieces, that run more along the grain than across it."""
    return [
        seam
        for seam in pattern.seams
        if len(seam.a) == len(seam.b) == 1
        and {seam.a[0].piece, seam.b[0].piece} <= printed
        and all(_is_upright(pattern, ref) for ref in (seam.a[0], seam.b[0]))
        and not any(word in seam.id for word in ("armhole", "shoulder", "waist"))
    ]


def _is_upright(pattern: Pattern, ref: EdgeRef) -> bool:
    edge = pattern.resolve(ref)
    return abs(edge.end[1] - edge.start[1]) > 1.5 * abs(edge.end[0] - edge.start[0])


def _heights(pattern: Pattern, chain: tuple[EdgeRef, ...]) -> Array:
    """y at equal shares of the arc length of a chain, from its first end."""
    edge = pattern.resolve(chain[0])
    line = edge.polyline[::-1] if chain[0].reverse else edge.polyline
    along = g.cumulative(line)
    return np.interp(np.linspace(0.0, along[-1], _SAMPLES), along, line[:, 1])


def _centre(piece: Piece, spec: PrintSpec) -> float:
    """x of the tile's origin: half a repeat left of the centre line, so that a motif stands on it.

    Halves take their centre back seam, other pieces their own middle.
    """
    left, _, right, _ = g.bounds(piece.sew_ring)
    seam = next((edge for edge in piece.edges if edge.id == "cb"), None)
    middle = piece.symmetry_x if piece.symmetric else seam.start[0] if seam is not None else (left + right) / 2
    return middle - spec.repeat_mm[0] / 2


def _grain_angle(piece: Piece) -> float:
    """Degrees the piece's grain is turned from +y; the print turns with it."""
    dx = piece.grain.end[0] - piece.grain.start[0]
    dy = piece.grain.end[1] - piece.grain.start[1]
    return round(math.degrees(math.atan2(-dx, dy)), 6) + 0.0
