"""Cutting order planning: which markers, how many plies, how many lays.

Terms: a lay is a stack of plies cut with one marker. A mixed marker has the pieces of all its garments mixed and is
cut as a full lay, all plies alike. A group marker has a section of its own for each garment and is cut as a step lay,
whose sections have fewer and fewer plies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ampc_desktop.core.marker import CutRates


@dataclass(frozen=True)
class MarkerOption:
    """A marker the plan may use.

    sizes      : numbers of the sizes it holds; a mixed marker in any order with repeats, a group marker section by
                 section from the tallest.
    length_mm  : along the roll, without selvage; section_mm: of each section, group markers only.
    cut_mm     : way of the knife.
    estimated  : the length was not nested.
    """

    kind: Literal["mixed", "group"]
    sizes: tuple[int, ...]
    length_mm: float
    cut_mm: float
    section_mm: tuple[float, ...] = ()
    estimated: bool = True


@dataclass(frozen=True)
class MarkerCatalogue:
    """Sizes by name, and the markers that may be used."""

    sizes: tuple[str, ...]
    options: tuple[MarkerOption, ...]


@dataclass(frozen=True)
class CutRules:
    """What a plan has to keep.

    most_plies : plies of a lay, from cutting height over fabric thickness (eq. 7).
    exact      : produce exactly the order (made to order); else at least it (stock).
    marker_eur : cost of each different marker used (set-up, plotting).
    most_hours : of spreading and cutting together; None: as long as it takes.
    """

    rates: CutRates
    most_plies: int
    exact: bool = True
    marker_eur: float = 0.0
    most_hours: float | None = None


@dataclass(frozen=True)
class CuttingOrder:
    """A plan is wanted: pieces per size of the catalogue."""

    demand: tuple[int, ...]
    catalogue: MarkerCatalogue
    rules: CutRules


@dataclass(frozen=True)
class Lay:
    """One lay: option number, and plies; of each section for a step lay, tallest first."""

    option: int
    plies: tuple[int, ...]


@dataclass(frozen=True)
class CutPlan:
    """Lays that fill an order.

    cost_eur  : "fabric", "spreading", "cutting", "markers"; their sum is total_eur.
    hours     : of spreading and cutting, one crew after the other.
    bound_eur : no plan over this catalogue costs less. solver: who found it.
    """

    lays: tuple[Lay, ...]
    produced: tuple[int, ...]
    cost_eur: Mapping[str, float]
    bound_eur: float
    solver: str
    seconds: float
    hours: float = 0.0

    @property
    def total_eur(self) -> float:
        return sum(self.cost_eur.values())

    @property
    def garments(self) -> int:
        return sum(self.produced)

    @property
    def unit_eur(self) -> float:
        return self.total_eur / max(self.garments, 1)

    @property
    def gap(self) -> float:
        """Share by which the plan may lie above the cheapest one."""
        return max(0.0, self.total_eur - self.bound_eur) / max(self.total_eur, 1e-12)


@dataclass(frozen=True)
class Roll:
    """One roll of cloth. lot: shade lot it was dyed in; rolls of different lots may differ in colour."""

    id: str
    length_mm: float
    lot: str = ""


@dataclass(frozen=True)
class RollRules:
    """What an allocation of rolls keeps.

    one_lot       : all plies of a lay come from one shade lot; else lots are parted by paper in the lay.
    usable_mm     : a remnant at least this long goes back to the shelf; a shorter one is waste.
    change_eur    : taking another roll to a lay; lot_eur: parting a lay for another lot (paper, sorting).
    """

    one_lot: bool = True
    usable_mm: float = 2000.0
    change_eur: float = 0.25
    lot_eur: float = 2.0


@dataclass(frozen=True)
class RollUse:
    """Plies cut from each roll for each lay: (lay number, roll id, plies)."""

    lay: int
    roll: str
    plies: int


@dataclass(frozen=True)
class RollPlan:
    """Rolls for all lays. remnant_mm: what is left of every roll that was taken; waste_mm: remnants too short to keep.

    cost_eur : waste at the price of the cloth, changes and parted lays; bound_eur: no allocation costs less.
    """

    uses: tuple[RollUse, ...]
    remnant_mm: Mapping[str, float]
    waste_mm: float
    cost_eur: float
    bound_eur: float
    solver: str
    seconds: float

    @property
    def gap(self) -> float:
        """Share by which the allocation may lie above the cheapest one."""
        return max(0.0, self.cost_eur - self.bound_eur) / max(self.cost_eur, 1e-12)
