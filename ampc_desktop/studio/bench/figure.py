"""Figure and Report: what a benchmark found, each number beside its target and its reference."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured number.

    target          : what we promise; met when value <= target (at_least: value >= target). None: no promise.
    reference       : what it is compared with; reference_value in the same unit. ratio = value / reference_value.
    published       : what others report, in words, with its source.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    reference: str = ""
    reference_value: float | None = None
    published: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    @property
    def ratio(self) -> float | None:
        return self.value / self.reference_value if self.reference_value else None

    def plain(self) -> dict[str, Any]:
        """Row of the JSON answer; numbers rounded to what was measured."""
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "target": self.target,
            "met": self.met,
            "reference": self.reference,
            "reference_value": None if self.reference_value is None else _rounded(self.reference_value),
            "ratio": None if self.ratio is None else _rounded(self.ratio),
            "published": self.published,
        }


@dataclass(frozen=True)
class Report:
    """A benchmark's answer: its headline figure first, what went wrong and where, and how much was tried."""

    name: str
    figures: tuple[Figure, ...]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tried: dict[str, int] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Every promise kept."""
        return all(figure.met is not False for figure in self.figures)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the sample lies, linear between samples (numpy's default)."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def median(values: Sequence[float]) -> float:
    return float(statistics.median(values))


def _rounded(value: float) -> float | None:
    """Four digits; None where nothing could be measured (JSON knows no infinity)."""
    return float(f"{value:.4g}") if math.isfinite(value) else None
