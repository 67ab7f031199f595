"""What a lay costs by its lays, plies and sections: the weights of eq. 16.

Xu, Thomassey and Zeng, Int. J. Adv. Manuf. Technol. 2020, eqs. 9 to 11. Selvage is charged once a ply: it is cloth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ampc_desktop.core.cutplan import CutRules, Lay, MarkerCatalogue, MarkerOption
from ampc_desktop.core.marker import CutRates


@dataclass(frozen=True)
class Weights:
    """EUR (or hours) of one marker: per lay, per ply of each section (one section when mixed)."""

    lay: float
    ply: tuple[float, ...]


def most_plies(cutting_height_mm: float, fabric_mm: float) -> int:
    """Eq. 7: plies that fit under the knife."""
    return max(1, math.floor(cutting_height_mm / fabric_mm + 1e-9))


def weights(option: MarkerOption, rates: CutRates) -> Weights:
    """Eq. 16's weights. A step lay has as many plies as its first section, so that one carries selvage and pauses."""
    lay = (rates.operator_eur_per_h + rates.cutter_eur_per_h) * (
        option.cut_mm / 1000.0 / rates.cutting_m_per_h + rates.cutting_pause_h
    )
    ends = _fabric(rates.selvage_mm, rates) + _spreader(rates) * rates.spreading_pause_h
    lengths = (option.length_mm,) if option.kind == "mixed" else option.section_mm
    first, *rest = (_fabric(length, rates) for length in lengths)
    return Weights(lay, (first + ends, *rest))


def hours(option: MarkerOption, rates: CutRates) -> Weights:
    """As `weights`, in hours of work instead of euros: eqs. 10 and 11 without their rates."""
    lay = option.cut_mm / 1000.0 / rates.cutting_m_per_h + rates.cutting_pause_h
    lengths = (option.length_mm,) if option.kind == "mixed" else option.section_mm
    first, *rest = (length / 1000.0 / rates.spreading_m_per_h for length in lengths)
    ends = rates.selvage_mm / 1000.0 / rates.spreading_m_per_h + rates.spreading_pause_h
    return Weights(lay, (first + ends, *rest))


def plan_hours(lays: Iterable[Lay], catalogue: MarkerCatalogue, rates: CutRates) -> float:
    """Hours to spread and cut all lays."""
    total = 0.0
    for lay in lays:
        each = hours(catalogue.options[lay.option], rates)
        total += each.lay + sum(plies * ply for plies, ply in zip(lay.plies, each.ply, strict=True))
    return total


def _fabric(length_mm: float, rates: CutRates) -> float:
    """Cloth and the time to spread it, EUR."""
    metres = length_mm / 1000.0
    return rates.fabric_eur_per_m * metres + _spreader(rates) * metres / rates.spreading_m_per_h


def _spreader(rates: CutRates) -> float:
    return rates.operator_eur_per_h + rates.spreader_eur_per_h


def plan_cost(lays: Iterable[Lay], catalogue: MarkerCatalogue, rules: CutRules) -> dict[str, float]:
    """EUR of all lays by kind of cost: fabric, spreading, cutting, markers."""
    rates, used = rules.rates, set()
    cost = {"fabric": 0.0, "spreading": 0.0, "cutting": 0.0, "markers": 0.0}
    for lay in lays:
        option = catalogue.options[lay.option]
        used.add(lay.option)
        lengths = (option.length_mm,) if option.kind == "mixed" else option.section_mm
        metres = sum(plies * length for plies, length in zip(lay.plies, lengths, strict=True)) / 1000.0
        metres += lay.plies[0] * rates.selvage_mm / 1000.0
        cost["fabric"] += rates.fabric_eur_per_m * metres
        hours = metres / rates.spreading_m_per_h + lay.plies[0] * rates.spreading_pause_h
        cost["spreading"] += _spreader(rates) * hours
        cost["cutting"] += weights(option, rates).lay
    cost["markers"] = rules.marker_eur * len(used)
    return cost


def produced(lays: Iterable[Lay], catalogue: MarkerCatalogue) -> tuple[int, ...]:
    """Garments per size."""
    made = [0] * len(catalogue.sizes)
    for lay in lays:
        option = catalogue.options[lay.option]
        plies = lay.plies * len(option.sizes) if option.kind == "mixed" else lay.plies
        for size, count in zip(option.sizes, plies, strict=True):
            made[size] += count
    return tuple(made)
