"""Sizes: people by their key dimensions, charts of garment sizes, and how well people are fitted by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Level = Literal["perfect", "good", "medium", "out"]


@dataclass(frozen=True)
class KeyDimension:
    """A body dimension that sizes are made by. The first of a chart is the primary one.

    interval_mm : step from one size of the chart to the next.
    """

    name: str
    label: str
    interval_mm: float


@dataclass(frozen=True, eq=False)
class Population:
    """People as rows.

    values_mm : (n, k) in the order of `names`. definition: where and how they were measured.
    """

    names: tuple[str, ...]
    values_mm: Array
    title: str = ""
    definition: str = ""

    def __len__(self) -> int:
        return len(self.values_mm)


@dataclass(frozen=True)
class Size:
    """One garment size: the body it is made for, mm per key dimension. extra: not on the chart's diagonal."""

    dims_mm: tuple[float, ...]
    name: str = ""
    extra: bool = False

    @property
    def designation(self) -> str:
        """Body dimensions in cm, primary first, as on a label: "104/95"."""
        return "/".join(f"{value / 10:g}" for value in self.dims_mm)


@dataclass(frozen=True)
class SizeChart:
    """Sizes of one garment over its key dimensions."""

    dimensions: tuple[KeyDimension, ...]
    sizes: tuple[Size, ...]

    @property
    def intervals_mm(self) -> Array:
        return np.array([dimension.interval_mm for dimension in self.dimensions])

    @property
    def points_mm(self) -> Array:
        """(S, k) body dimensions of the sizes."""
        return np.array([size.dims_mm for size in self.sizes]).reshape(len(self.sizes), len(self.dimensions))

    @property
    def ranges_mm(self) -> tuple[tuple[float, float], ...]:
        """Per dimension, from half an interval below the smallest size to half an interval above the largest."""
        half = self.intervals_mm / 2
        low, high = self.points_mm.min(axis=0) - half, self.points_mm.max(axis=0) + half
        return tuple((float(a), float(b)) for a, b in zip(low, high, strict=True))

    @property
    def standard(self) -> SizeChart:
        """The chart without its additional sizes."""
        return SizeChart(self.dimensions, tuple(size for size in self.sizes if not size.extra))


def _weights() -> dict[tuple[Level, Level], float]:
    return {
        ("perfect", "perfect"): 10.0,
        ("perfect", "good"): 8.0,
        ("good", "good"): 7.0,
        ("perfect", "medium"): 5.0,
        ("good", "medium"): 4.0,
        ("medium", "medium"): 2.0,
    }


@dataclass(frozen=True)
class FitBands:
    """How well a size fits a person.

    limits  : |body - size| / interval up to which one dimension fits perfectly, well, middling; beyond it is out.
    weights : weight 0..10 of a garment by its two worst dimensions, better one first; anything out weighs 0.

    The paper's own bands are in a figure that can't be read; these reproduce its seven weights and were the best of
    21 settings tried against its accommodation, loss and fit curve. They are a setting for that reason.
    """

    limits: tuple[float, float, float] = (0.5, 1.0, 1.5)
    weights: Mapping[tuple[Level, Level], float] = field(default_factory=_weights)


@dataclass(frozen=True, eq=False)
class ChartReport:
    """How a chart serves a population.

    accommodation : share of people inside the ranges of all sizes, 0..1.
    loss_mm       : aggregate loss, the mean distance from a person to the nearest size (eq. 3).
    comprehensive_fit : eq. 6, 0..10; a made-to-measure garment counts 10.
    shares        : share of people by the weight of their best size, 0..1.
    nearest       : (n,) number of the best-fitting size of each person; the nearest one among equals.
    """

    accommodation: float
    loss_mm: float
    comprehensive_fit: float
    shares: Mapping[float, float]
    nearest: npt.NDArray[np.int64]


@dataclass(frozen=True)
class AddedSizes:
    """Additional sizes found for a chart.

    bound  : no set of this many sizes can reach a higher comprehensive fit. proven: the found one is that good.
    trace  : best comprehensive fit by generation (a search) or (seconds, value, bound) steps; may be empty.
    """

    chart: SizeChart
    comprehensive_fit: float
    bound: float
    method: str
    seconds: float
    trace: tuple[float, ...] = ()

    @property
    def proven(self) -> bool:
        return self.bound - self.comprehensive_fit <= 1e-6

    @property
    def gap(self) -> float:
        """Share by which the bound lies above the value."""
        return max(0.0, self.bound - self.comprehensive_fit) / max(self.bound, 1e-12)
