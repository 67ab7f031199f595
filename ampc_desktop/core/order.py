"""Bill of materials, quote and order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CostGroup = Literal["sewing", "fabric", "print", "cutting", "trims", "overhead"]


@dataclass(frozen=True)
class BomLine:
    """One material of one garment. unit: "m", "pc", "m2"; amounts per garment, waste included."""

    item: str
    label: str
    amount: float
    unit: str
    price_eur: float
    supplier: str = ""
    note: str = ""

    @property
    def total_eur(self) -> float:
        return self.amount * self.price_eur


@dataclass(frozen=True)
class Bom:
    lines: tuple[BomLine, ...]


@dataclass(frozen=True)
class Operation:
    """One step of the work content. minutes: standard minutes at 100 % performance."""

    id: str
    label: str
    minutes: float
    station: str
    basis: str = ""


@dataclass(frozen=True)
class CostLine:
    """basis: how it was computed, one line, e.g. "1.42 m x EUR 6.80"."""

    group: CostGroup
    label: str
    eur: float
    basis: str


@dataclass(frozen=True)
class Quote:
    """price_eur = sum of lines; plus_minus_eur: 80 % interval while the marker is estimated, else 0."""

    lines: tuple[CostLine, ...]
    price_eur: float
    plus_minus_eur: float
    estimated: bool
    operations: tuple[Operation, ...] = ()

    def total(self, group: CostGroup) -> float:
        return sum(line.eur for line in self.lines if line.group == group)


@dataclass(frozen=True)
class LeadTime:
    """days: working days until ready; date: ISO date; parts: (what, days) that add up to it."""

    days: int
    date: str
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class OrderFile:
    """One file of the released package."""

    name: str
    kind: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Order:
    """A released order: what was promised and which files say so. id: ULID; released_at: UTC ISO 8601."""

    id: str
    customer: str
    label: str
    released_at: str
    price_eur: float
    lead_time: LeadTime
    readiness: str
    files: tuple[OrderFile, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
