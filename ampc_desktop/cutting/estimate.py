"""How long will the marker be? A quick answer while sliders move, with an honest interval.

Pieces are laid as left and right profiles over strips of the width (a skyline that follows hollows, so that an
armhole nests into a sleeve cap), in several orders; the best length is then scaled by what the nesting engine
made of the same pieces. Scale and spread were measured by `ampc_desktop.cutting.calibrate`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules
from ampc_desktop.cutting.pieces import total_area_mm2
from ampc_desktop.cutting.width import refuse_too_wide

STRIP_MM = 8.0
ORDERS = 14
NESTED_SHARE = 0.986
"""Median of nested length / skyline length over the sample of `calibrate` (3 s nesting)."""
SPREAD_80 = 0.02
"""80 % of the sample lies within this share of the estimate."""

Profile = tuple[Array, Array, float]


def estimate(pieces: tuple[MarkerPiece, ...], rules: MarkerRules, material: str, fabric: str) -> Marker:
    """A marker with a length but no layout, flagged `estimated`, with its 80 % interval. About 10 ms.

    Raises Problem (the answer is no) when a piece is wider than the cloth.
    """
    refuse_too_wide(pieces, rules, fabric)
    area = total_area_mm2(pieces)
    least = max((_shortest(piece) for piece in pieces), default=0.0) + 2 * rules.edge_mm
    length = max(least, NESTED_SHARE * skyline_length_mm(pieces, rules), area / rules.width_mm)
    efficiency = area / (rules.width_mm * length) if length > 0 else 0.0
    return Marker(
        material, fabric, rules, pieces, (), length, efficiency, estimated=True, plus_minus_mm=SPREAD_80 * length
    )


def _shortest(piece: MarkerPiece) -> float:
    ring = np.asarray(piece.outline)
    return min(float(np.ptp(g.rotated(ring, turn)[:, 0])) for turn in piece.rotations or (0.0,))


def skyline_length_mm(pieces: tuple[MarkerPiece, ...], rules: MarkerRules) -> float:
    """Length of the best of several greedy layouts on profiles, mm."""
    if not pieces:
        return 0.0
    room = rules.width_mm - 2 * rules.edge_mm + rules.gap_mm
    strips = max(1, round(room / STRIP_MM))
    profiles = {piece.id: _profiles(piece, rules.gap_mm, room / strips, strips) for piece in pieces}
    lengths = {piece.id: min(end for _, _, end in profiles[piece.id]) for piece in pieces}
    areas = {piece.id: abs(g.signed_area(np.asarray(piece.outline))) for piece in pieces}
    items = sorted((piece.id for piece in pieces for _ in range(piece.quantity)), key=lambda id: (-lengths[id], id))
    orders = [items, sorted(items, key=lambda id: (-areas[id], id))]
    chance = np.random.default_rng(1)
    while len(orders) < ORDERS and len(items) > 2:
        noise = np.array([math.log(lengths[id]) for id in items]) + chance.normal(0.0, 0.35, len(items))
        orders.append([items[i] for i in np.argsort(-noise, kind="stable")])
    least = max(*lengths.values(), sum(areas[id] for id in items) / room)
    best = math.inf
    for order in orders:
        best = min(best, _lay(order, profiles, strips))
        if best <= 1.005 * least:
            break
    return best + 2 * rules.edge_mm - rules.gap_mm


def _profiles(piece: MarkerPiece, gap_mm: float, strip_mm: float, strips: int) -> list[Profile]:
    """(left, right, end) of each allowed turn: extents along the roll in every strip it covers, gap behind it."""
    found: list[Profile] = []
    for turn in piece.rotations or (0.0,):
        ring = g.rotated(np.asarray(piece.outline), turn)
        ring = ring - ring.min(axis=0)
        closed = np.vstack((ring, ring[:1]))
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))))
        at_mm = np.linspace(0.0, along[-1], max(8, math.ceil(2.5 * along[-1] / strip_mm)))
        x = np.concatenate((np.interp(at_mm, along, closed[:, 0]), ring[:, 0]))
        y = np.concatenate((np.interp(at_mm, along, closed[:, 1]), ring[:, 1]))
        count = min(strips, max(1, math.ceil((float(y.max()) + gap_mm) / strip_mm - 0.3)))
        strip = np.minimum((y / strip_mm).astype(int), count - 1)
        left, right = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(left, strip, x)
        np.maximum.at(right, strip, x)
        empty = ~np.isfinite(left)
        if empty.any():
            left[empty], right[empty] = 0.0, float(x.max())
        right += gap_mm
        end = float(x.max()) + gap_mm
        if not any(
            len(old) == count and np.allclose(old, left, atol=0.5) and np.allclose(back, right, atol=0.5)
            for old, back, _ in found
        ):
            found.append((left, right, end))
    return found


def _lay(order: list[str], profiles: dict[str, list[Profile]], strips: int) -> float:
    """Each piece goes where it ends first, then where it leaves the least cloth behind it."""
    sky = np.zeros(strips)
    for id in order:
        best: tuple[float, int, float, Profile] | None = None
        for profile in profiles[id]:
            left, _, end = profile
            windows = sliding_window_view(sky, len(left))
            at = np.maximum((windows - left).max(axis=1), 0.0)
            lost = len(left) * at + left.sum() - windows.sum(axis=1)
            score = at + end + 0.02 * lost
            i = int(np.argmin(score))
            if best is None or score[i] < best[0]:
                best = (float(score[i]), i, float(at[i]), profile)
        assert best is not None
        _, i, x, (left, right, _) = best
        sky[i : i + len(left)] = x + right
    return float(sky.max())
