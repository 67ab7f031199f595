"""Fit of sizes to people: levels, weights, comprehensive fit (eq. 6), accommodation and loss (eq. 3).

Xu, Thomassey and Zeng, Int. J. Adv. Manuf. Technol. 2020; docs/sizing-and-cutting.md says how its open points are read.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.sizing import Array, ChartReport, FitBands, Level, Population, SizeChart

LEVELS: tuple[Level, ...] = ("perfect", "good", "medium", "out")
EDGE = 1e-9
"""Limits are inclusive in spite of rounding, in intervals."""


def weights(people: Array, sizes_mm: Array, intervals_mm: Array, bands: FitBands) -> Array:
    """(n, S) weight 0..10 of every size for every person. people (n, k), sizes_mm (S, k), intervals_mm (k,).

    With more than two key dimensions a garment fits as its two worst ones do.
    """
    off = np.abs(people[:, None, :] - sizes_mm[None, :, :]) / intervals_mm
    level = np.searchsorted(np.array(bands.limits) + EDGE, off, side="left")
    worst = np.sort(level, axis=2)
    second = worst[..., -2] if level.shape[2] > 1 else np.zeros_like(worst[..., -1])
    return _table(bands)[second, worst[..., -1]]


def _table(bands: FitBands) -> Array:
    """(4, 4) weight by the numbers of the second worst and the worst level."""
    table = np.zeros((len(LEVELS), len(LEVELS)))
    for (better, worse), weight in bands.weights.items():
        table[LEVELS.index(better), LEVELS.index(worse)] = weight
    return table


def report(chart: SizeChart, population: Population, bands: FitBands | None = None) -> ChartReport:
    """How the chart serves the population. The population's columns are those of the chart, in its order."""
    people, sizes = population.values_mm, chart.points_mm
    fits = weights(people, sizes, chart.intervals_mm, bands or FitBands())
    best = fits.max(axis=1)
    distance = np.sqrt(((people[:, None] - sizes[None]) ** 2).sum(axis=2))
    nearest = np.lexsort((distance.T, -fits.T), axis=0)[0] if len(sizes) > 1 else np.zeros(len(people), np.int64)
    values, counts = np.unique(best, return_counts=True)
    return ChartReport(
        accommodation=float(_inside(chart, people).mean()),
        loss_mm=float(distance.min(axis=1).mean()),
        comprehensive_fit=float(best.mean()),
        shares={float(value): float(count / len(people)) for value, count in zip(values, counts, strict=True)},
        nearest=np.asarray(nearest, np.int64),
    )


def _inside(chart: SizeChart, people: Array) -> npt.NDArray[np.bool_]:
    ranges = np.array(chart.ranges_mm)
    return np.asarray(((people >= ranges[:, 0]) & (people <= ranges[:, 1])).all(axis=1))
