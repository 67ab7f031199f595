"""How long will the marker be? A quick answer while sliders move, with an honest interval.

Pieces are laid as left and right profiles over strips of the width (a skyline that follows hollows, so that an
armhole nests into a sleeve cap), in several orders; the best length is then scaled by what the nesting engine
made of such pieces. Scale and spread were measured with `ampc_desktop.cutting.calibrate` on 60 drafted garments
(40 T-shirts, 20 skirts, bodies and options at random, cloth 1400 to 1800 mm, 2 s of nesting each).
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

STRIP_MM = 12.0
ORDERS = 48
GREED = (0.0, 0.02, 0.1, 0.6, 2.4)
"""Price of cloth left behind a piece, tried in turn: 0 looks only at where the piece ends."""
NESTED_SHARE = 0.955
"""Median of nested / skyline length where pieces lie in several rows (see `calibrate`)."""
SPREAD_80 = 0.054
"""80 % of those lie within this share of the estimate."""
ONE_ROW_SPREAD = 0.005
"""The same where one row suffices: the longest piece decides, and nesting finds the same length."""

Profile = tuple[Array, Array, float]


def estimate(pieces: tuple[MarkerPiece, ...], rules: MarkerRules, material: str, fabric: str) -> Marker:
    """A marker with a length but no layout, flagged `estimated`, with its 80 % interval. About 10 ms.

    Raises Problem (the answer is no) when a piece is wider than the cloth.
    """
    refuse_too_wide(pieces, rules, fabric)
    skyline, one_row = skyline_length_mm(pieces, rules)
    area = total_area_mm2(pieces)
    least = max((_shortest(piece) for piece in pieces), default=0.0) + 2 * rules.edge_mm
    length = max(least, (1.0 if one_row else NESTED_SHARE) * skyline, area / rules.width_mm)
    spread = ONE_ROW_SPREAD if one_row else SPREAD_80
    efficiency = area / (rules.width_mm * length) if length > 0 else 0.0
    return Marker(
        material, fabric, rules, pieces, (), length, efficiency, estimated=True, plus_minus_mm=spread * length
    )


def _shortest(piece: MarkerPiece) -> float:
    ring = np.asarray(piece.outline)
    return min(float(np.ptp(g.rotated(ring, turn)[:, 0])) for turn in piece.rotations or (0.0,))


def skyline_length_mm(pieces: tuple[MarkerPiece, ...], rules: MarkerRules) -> tuple[float, bool]:
    """(length of the best of several greedy layouts on profiles, mm; whether it can't be shorter)."""
    if not pieces:
        return 0.0, True
    room = rules.width_mm - 2 * rules.edge_mm + rules.gap_mm
    strips = max(1, round(room / STRIP_MM))
    profiles = {piece.id: _profiles(piece, rules.gap_mm, room / strips, strips) for piece in pieces}
    lengths = {piece.id: min(end for _, _, end in profiles[piece.id]) for piece in pieces}
    items = sorted((piece.id for piece in pieces for _ in range(piece.quantity)), key=lambda id: (-lengths[id], id))
    least = max(*lengths.values(), total_area_mm2(pieces) / room)
    chance = np.random.default_rng(1)
    best = math.inf
    for i in range(ORDERS):
        order = items if i < len(GREED) else [items[j] for j in chance.permutation(len(items))]
        best = min(best, _lay(order, profiles, strips, GREED[i % len(GREED)] * 0.1 * STRIP_MM))
        if best <= 1.005 * least:
            break
    return best + 2 * rules.edge_mm - rules.gap_mm, best <= 1.005 * least


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


def _lay(order: list[str], profiles: dict[str, list[Profile]], strips: int, greed: float) -> float:
    """Length when each piece goes where its end plus `greed` times the cloth left behind it is least, mm."""
    sky = np.zeros(strips)
    for id in order:
        best: tuple[float, int, float, Profile] | None = None
        for profile in profiles[id]:
            left, _, end = profile
            windows = sliding_window_view(sky, len(left))
            at = np.maximum((windows - left).max(axis=1), 0.0)
            lost = len(left) * at + left.sum() - windows.sum(axis=1)
            score = at + end + greed * lost
            i = int(np.argmin(score))
            if best is None or score[i] < best[0]:
                best = (float(score[i]), i, float(at[i]), profile)
        assert best is not None
        _, i, x, (left, right, _) = best
        sky[i : i + len(left)] = x + right
    return float(sky.max())
