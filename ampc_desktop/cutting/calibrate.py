"""Measures how the quick estimate compares with real nesting, to set NESTED_SHARE and SPREAD_80 in `estimate`.

Run with patterns as JSON lines of (pieces, width) made by a caller: `compare` is given cases, one nest each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.marker import MarkerPiece, MarkerRules
from ampc_desktop.cutting.estimate import skyline_length_mm
from ampc_desktop.cutting.nest import nest


@dataclass(frozen=True)
class Calibration:
    """share: median of nested / skyline length; spread_80: 80 % of the cases lie within this share of the median."""

    cases: int
    share: float
    spread_80: float
    worst: float


def compare(cases: Iterable[tuple[tuple[MarkerPiece, ...], MarkerRules]], seconds: int = 3) -> Calibration:
    """Nests every case and compares with the skyline length."""
    ratios = np.array(
        [
            nest(pieces, rules, "shell", "sample", seconds).length_mm / skyline_length_mm(pieces, rules)
            for pieces, rules in cases
        ]
    )
    share = float(np.median(ratios))
    off = np.abs(ratios / share - 1.0)
    return Calibration(len(ratios), share, float(np.quantile(off, 0.8)), float(off.max()))
