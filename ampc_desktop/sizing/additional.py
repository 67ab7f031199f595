"""Mass customisation: where additional sizes may lie, and what each of them would win.

An additional size keeps the primary dimension of a chart size and changes the others (Xu, Thomassey and Zeng 2020).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.sizing import Array, FitBands, Population, Size, SizeChart
from ampc_desktop.sizing.fit import weights

STEP_MM = 10.0
"""Candidates lie on whole centimetres."""
MOST_CANDIDATES = 200_000


@dataclass(frozen=True, eq=False)
class Candidates:
    """All additional sizes of a chart for a population.

    points_mm : (P, k); base: (n,) weight of everybody's best size on the chart; gain: (n, P) what each candidate
    adds to that, 0 where it is no better.
    """

    chart: SizeChart
    points_mm: Array
    base: Array
    gain: Array

    def __len__(self) -> int:
        return len(self.points_mm)

    def comprehensive_fit(self, chosen: npt.NDArray[np.int64] | list[int]) -> float:
        """Eq. 6 of the chart with the chosen candidates added."""
        extra = self.gain[:, chosen].max(axis=1) if len(chosen) else 0.0
        return float((self.base + extra).mean())

    def numbers_of(self, chart: SizeChart) -> list[int]:
        """Candidates that are the additional sizes of a chart."""
        points = [np.array(size.dims_mm) for size in chart.sizes if size.extra]
        return [int(np.flatnonzero((self.points_mm == point).all(axis=1))[0]) for point in points]

    def chart_with(self, chosen: npt.NDArray[np.int64] | list[int]) -> SizeChart:
        """The chart with the chosen candidates, each once, in order of the primary and then the other dimensions."""
        extra = [Size(tuple(float(v) for v in self.points_mm[j]), "", True) for j in sorted({int(j) for j in chosen})]
        ordered = sorted((*self.chart.sizes, *extra), key=lambda size: (size.dims_mm, size.extra))
        return SizeChart(self.chart.dimensions, tuple(ordered))


def candidates(chart: SizeChart, population: Population, bands: FitBands | None = None) -> Candidates:
    """Every whole centimetre between the smallest and largest person of each row of the chart.

    A row: the people within half an interval of a size in the primary dimension.
    """
    people, bands = population.values_mm, bands or FitBands()
    sizes, interval = chart.points_mm, chart.intervals_mm
    found: list[tuple[float, ...]] = []
    for size in sizes:
        row = people[np.abs(people[:, 0] - size[0]) <= interval[0] / 2]
        if not len(row):
            continue
        spans = [
            np.arange(math.floor(low / STEP_MM), math.ceil(high / STEP_MM) + 1) * STEP_MM
            for low, high in zip(row.min(axis=0)[1:], row.max(axis=0)[1:], strict=True)
        ]
        found += [(float(size[0]), *(float(v) for v in rest)) for rest in itertools.product(*spans)]
    taken = {tuple(float(v) for v in size) for size in sizes}
    points = np.array([point for point in dict.fromkeys(found) if point not in taken]).reshape(-1, sizes.shape[1])
    base = weights(people, sizes, interval, bands).max(axis=1)
    gain = np.maximum(weights(people, points, interval, bands) - base[:, None], 0.0) if len(points) else None
    return Candidates(chart, points, base, np.zeros((len(people), 0)) if gain is None else gain)


def greedy(choice: Candidates, count: int) -> list[int]:
    """The candidate that wins most, again and again: a first answer and a floor for the others."""
    chosen: list[int] = []
    reached = np.zeros(len(choice.base))
    for _ in range(min(count, len(choice))):
        win = np.maximum(choice.gain - reached[:, None], 0.0).sum(axis=0)
        best = int(win.argmax())
        if win[best] <= 0:
            break
        chosen.append(best)
        reached = np.maximum(reached, choice.gain[:, best])
    return chosen


def order_of_addition(choice: Candidates, chosen: list[int]) -> list[int]:
    """The chosen candidates in the order in which each wins most: what to add first when not all are wanted."""
    left = list(chosen)
    order: list[int] = []
    while left:
        order.append(max(left, key=lambda j: choice.comprehensive_fit([*order, j])))
        left.remove(order[-1])
    return order
