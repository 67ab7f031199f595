"""The mass-production chart: intervals by regression, the window of sizes by enumeration (eqs. 1 to 5).

Xu, Thomassey and Zeng, Int. J. Adv. Manuf. Technol. 2020.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ampc_desktop.core.problem import Problem
from ampc_desktop.core.sizing import Array, KeyDimension, Population, Size, SizeChart

STEP_MM = 5.0
"""Windows start on multiples of this."""
NAMES = {1: "S", 0: "M", -1: "L"}
REASONABLE = (0.65, 0.85)
"""Share of people a chart of a sensible number of sizes accommodates."""
MOST_SIZES = 40


def slopes(population: Population) -> Array:
    """(k,) regression of each dimension on the first: D_s = alpha + beta D_p; 1 for the first."""
    people = population.values_mm - population.values_mm.mean(axis=0)
    primary = people[:, 0]
    spread = float(primary @ primary)
    if spread <= 0:
        raise Problem(f"everybody has the same {population.names[0]}", "population", "use more people")
    return np.asarray(people.T @ primary / spread)


def interval_error(population: Population, intervals_mm: Sequence[float]) -> float:
    """Eq. 1: |beta - Int_s / Int_p|, the largest over the secondary dimensions."""
    ratio = np.asarray(intervals_mm) / intervals_mm[0]
    return float(np.abs(slopes(population) - ratio)[1:].max(initial=0.0))


def suggest_intervals_mm(population: Population, primary_mm: float) -> tuple[float, ...]:
    """Whole-centimetre intervals nearest to the regression, for a given primary interval."""
    whole = np.maximum(10.0, np.round(slopes(population) * primary_mm / 10.0) * 10.0)
    return (primary_mm, *(float(value) for value in whole[1:]))


def mass_production(population: Population, dimensions: tuple[KeyDimension, ...], sizes: int) -> SizeChart:
    """The chart of `sizes` sizes on the diagonal that accommodates most people; ties by the lowest loss.

    Eqs. 2 to 5. Every window of Int * S on a grid of STEP_MM is looked at. Raises Problem.
    """
    if not 1 <= sizes <= MOST_SIZES:
        raise Problem(f"{sizes} sizes are asked for", "sizes", f"1 to {MOST_SIZES}", code="sizing.sizes")
    people = population.values_mm
    starts, inside = [], []
    for column, dimension in enumerate(dimensions):
        width = dimension.interval_mm * sizes
        low = np.floor((people[:, column].min() - width) / STEP_MM) * STEP_MM
        grid = np.arange(low, people[:, column].max() + STEP_MM, STEP_MM)
        starts.append(grid)
        inside.append((people[:, column] >= grid[:, None]) & (people[:, column] <= grid[:, None] + width))
    best, windows = -1, np.zeros((0, len(dimensions)))
    for first in _prefixes([mask.shape[0] for mask in inside[:-1]]):
        member = np.logical_and.reduce([inside[d][i] for d, i in enumerate(first)])
        if member.sum() < best:
            continue
        counts = inside[-1] @ member.astype(np.int64)
        top = int(counts.max())
        if top < best:
            continue
        found = [[*(starts[d][i] for d, i in enumerate(first)), starts[-1][j]] for j in np.flatnonzero(counts == top)]
        windows = np.array(found) if top > best else np.vstack([windows, found])
        best = top
    return _named(_least_loss(windows, population, dimensions, sizes), population)


def _prefixes(lengths: list[int]) -> Array:
    grids = np.indices(lengths) if lengths else np.zeros((0, 1), np.int64)
    return np.asarray(grids.reshape(len(lengths), -1).T)


def _least_loss(windows: Array, population: Population, dimensions: tuple[KeyDimension, ...], sizes: int) -> SizeChart:
    interval = np.array([dimension.interval_mm for dimension in dimensions])
    steps = (2 * np.arange(sizes) + 1) / 2  # eq. 4
    points = windows[:, None, :] + steps[None, :, None] * interval
    people = population.values_mm
    loss = [float(np.sqrt(((people[:, None] - chart[None]) ** 2).sum(axis=2)).min(axis=1).mean()) for chart in points]
    chosen = points[int(np.argmin(loss))]
    return SizeChart(dimensions, tuple(Size(tuple(float(v) for v in point)) for point in chosen))


def _named(chart: SizeChart, population: Population) -> SizeChart:
    """Letters about the median size, eq. 5: … XS S M L XL …"""
    gap = ((chart.points_mm - np.median(population.values_mm, axis=0)) ** 2).sum(axis=1)
    middle = int(np.argmin(gap))
    named = tuple(Size(size.dims_mm, letters(i - middle)) for i, size in enumerate(chart.sizes))
    return SizeChart(chart.dimensions, named)


def letters(steps: int) -> str:
    """Name of the size `steps` above the median size: -3 XXS, -1 S, 0 M, 2 XL, 4 3XL."""
    if steps == 0:
        return "M"
    end, count = ("L" if steps > 0 else "S"), abs(steps) - 1
    return f"{count}X{end}" if count > 2 else "X" * count + end
