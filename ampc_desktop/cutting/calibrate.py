"""Measures how the quick estimate compares with real nesting, to set NESTED_SHARE and SPREAD_80 in `estimate`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.marker import MarkerPiece, MarkerRules
from ampc_desktop.cutting.estimate import skyline_length_mm
from ampc_desktop.cutting.nest import nest

Case = tuple[tuple[MarkerPiece, ...], MarkerRules]


@dataclass(frozen=True)
class Calibration:
    """share: median of nested / skyline length; spread_80: 80 % of the cases lie within this share of it.

    One for layouts in one row, one for those in several.
    """

    cases: int
    share: float
    spread_80: float
    worst: float


def calibration(ratios: Iterable[float]) -> Calibration:
    """Figures of a sample of nested / skyline lengths."""
    values = np.array(list(ratios))
    share = float(np.median(values))
    off = np.abs(values / share - 1.0)
    return Calibration(len(values), share, float(np.quantile(off, 0.8)), float(off.max()))


def compare(cases: Iterable[Case], seconds: int = 3) -> tuple[Calibration, Calibration]:
    """Nests every case: (one row, several rows)."""
    ratios: dict[bool, list[float]] = {True: [], False: []}
    for pieces, rules in cases:
        skyline, one_row = skyline_length_mm(pieces, rules)
        ratios[one_row].append(nest(pieces, rules, "shell", "sample", seconds).length_mm / skyline)
    return calibration(ratios[True]), calibration(ratios[False])
