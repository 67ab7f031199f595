"""The markers a plan may choose from: every mixture of sizes, and ordered group markers, with their lengths."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence

from ampc_desktop.core.cutplan import MarkerCatalogue, MarkerOption
from ampc_desktop.core.problem import Problem

MOST_OPTIONS = 20_000

Measure = Callable[[tuple[int, ...]], tuple[float, float, bool]]
"""Sizes of a mixed marker -> (length mm, way of the knife mm, whether the length is an estimate)."""


def count(sizes: int, most_mixed: int, most_group: int = 0) -> int:
    """Different markers of so many sizes: mixtures of 1 to most_mixed garments, 2 to most_group ordered sections."""
    mixtures = sum(math.comb(sizes + n - 1, n) for n in range(1, most_mixed + 1))
    return mixtures + sum(int(sizes**n) for n in range(2, most_group + 1))


def enumerate_markers(
    sizes: Sequence[str],
    measure: Measure,
    most_mixed: int,
    most_group: int = 0,
    allowed: Callable[[tuple[int, ...]], bool] | None = None,
) -> MarkerCatalogue:
    """All mixed markers of 1 to most_mixed garments and all group markers of 2 to most_group sections.

    allowed: leaves a mixture out when False. A group section is as long as the marker of its one garment.
    Raises Problem when there would be too many.
    """
    possible = count(len(sizes), most_mixed, most_group)
    if possible > MOST_OPTIONS:
        text = f"{possible} markers are possible, limit {MOST_OPTIONS}"
        raise Problem(text, "garments per marker", "allow fewer garments per marker", code="cutplan.markers")
    options: list[MarkerOption] = []
    singles = {size: measure((size,)) for size in range(len(sizes))}
    for n in range(1, most_mixed + 1):
        for mixture in itertools.combinations_with_replacement(range(len(sizes)), n):
            if allowed is None or allowed(mixture):
                length, cut, estimated = singles[mixture[0]] if n == 1 else measure(mixture)
                options.append(MarkerOption("mixed", mixture, length, cut, estimated=estimated))
    for n in range(2, most_group + 1):
        for ordered in itertools.product(range(len(sizes)), repeat=n):
            sections = tuple(singles[size][0] for size in ordered)
            cut = sum(singles[size][1] for size in ordered)
            options.append(MarkerOption("group", ordered, sum(sections), cut, sections, singles[ordered[0]][2]))
    return MarkerCatalogue(tuple(sizes), tuple(options))


def area_measure(
    area_mm2: Sequence[float], cut_mm: Sequence[float], width_mm: float, efficiency: Sequence[float]
) -> Measure:
    """Estimated lengths from piece areas: efficiency[n - 1] is what markers of n garments reach.

    The last one holds for more garments than are listed.
    """

    def measure(mixture: tuple[int, ...]) -> tuple[float, float, bool]:
        reached = efficiency[min(len(mixture), len(efficiency)) - 1]
        area = sum(area_mm2[size] * count for size, count in Counter(mixture).items())
        return area / (width_mm * reached), sum(cut_mm[size] for size in mixture), True

    return measure
