"""A cutting order from quantities: patterns in every size, markers they may lie in, a plan, and nesting what it uses.

Lengths are estimated first; the plan is made; the markers it uses are nested and the plan is made again with their
real lengths until it uses nested markers only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ampc_desktop import cutting, production
from ampc_desktop.core.cutplan import CutPlan, CutRules, CuttingOrder, MarkerCatalogue, MarkerOption
from ampc_desktop.core.marker import CutRates, Marker, MarkerPiece, MarkerRules
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.cutting.plan import catalogue as catalogues
from ampc_desktop.cutting.plan import planning, priced
from ampc_desktop.cutting.plan.instance import read_instance
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio.wanted import Wanted

LAID_ESTIMATES = 2
"""Markers of up to so many garments are estimated by laying; larger ones from the efficiency those reach."""
SAMPLE = 12
"""Larger mixtures laid to learn that efficiency."""
MOST_ROUNDS = 6
MOST_LISTED = 4000
"""Markers listed one by one; of more than that the ones that matter are found by their price."""

Mixture = tuple[int, ...]


@dataclass(frozen=True)
class Planned:
    """A plan with the order it fills. markers: the nested ones by option number; rounds of planning; fabric: its id."""

    order: CuttingOrder
    plan: CutPlan
    markers: Mapping[int, Marker]
    rounds: int = 1
    fabric: str = ""


def order_for(
    wanted: Wanted, prices: production.PriceList, most_plies: int, exact: bool, most_mixed: int, most_group: int
) -> CuttingOrder:
    """The order with every marker it may use, lengths estimated. Raises Problem."""
    rules = MarkerRules(wanted.fabric.usable_width_mm)
    listed = catalogues.enumerate_markers(wanted.sizes, estimated(wanted, rules), most_mixed, most_group)
    cut_rules = CutRules(prices.cut_rates(wanted.fabric.price_eur_per_m), most_plies, exact)
    return CuttingOrder(wanted.demand, listed, cut_rules)


def planned(
    wanted: Wanted,
    prices: production.PriceList,
    most_plies: int,
    exact: bool,
    most_mixed: int,
    most_group: int,
    time_limit_s: float,
    nest_seconds: int = 0,
    seed: int = 1,
    progress: Progress = silent,
    most_hours: float | None = None,
) -> Planned:
    """An order planned: its markers listed one by one, or found by their price where there are too many.

    Raises Problem, Cancelled.
    """
    rates = prices.cut_rates(wanted.fabric.price_eur_per_m)
    rules = CutRules(rates, most_plies, exact, most_hours=most_hours)
    if most_hours or most_group or catalogues.count(len(wanted.sizes), most_mixed) <= MOST_LISTED:
        order = order_for(wanted, prices, most_plies, exact, most_mixed, most_group)
        order = replace(order, rules=rules)
        return plan(wanted, order, time_limit_s, nest_seconds, seed, progress)
    laying = Estimates(wanted, MarkerRules(wanted.fabric.usable_width_mm))
    listed = catalogues.enumerate_markers(wanted.sizes, laying.measure, LAID_ESTIMATES).options
    share = 0.3 if nest_seconds else 1.0
    found = priced.plan(
        wanted.sizes, wanted.demand, rules, listed, laying.lengths(most_mixed), time_limit_s,
        progress=_part(progress, 0.0, share),
    )  # fmt: skip
    return plan(wanted, found.order, time_limit_s, nest_seconds, seed, progress, found.plan)


def estimated(wanted: Wanted, rules: MarkerRules) -> catalogues.Measure:
    """Lengths of mixed markers, laid quickly or from the efficiency that laid ones of as many garments reach."""
    return Estimates(wanted, rules).measure


class Estimates:
    """Lengths before anything is nested. Efficiencies are learnt once a number of garments."""

    def __init__(self, wanted: Wanted, rules: MarkerRules) -> None:
        self._wanted, self._rules = wanted, rules
        self._cut = [cutting.cut_length_mm(pieces) for pieces in wanted.pieces]
        self._area = [sum(p.quantity * piece_area_mm2(p) for p in pieces) for pieces in wanted.pieces]
        self._reached: dict[int, float] = {}

    def measure(self, mixture: Mixture) -> tuple[float, float, bool]:
        """(length mm, way of the knife mm, True: it is an estimate) of a mixed marker."""
        way = sum(self._cut[size] for size in mixture)
        if len(mixture) <= LAID_ESTIMATES:
            return self._laid(mixture), way, True
        area = sum(self._area[size] for size in mixture)
        return area / (self._rules.width_mm * self._efficiency(len(mixture))), way, True

    def lengths(self, most_mixed: int) -> priced.Lengths:
        """The same lengths as sums over the garments of a marker, from the fewest that are not laid."""
        factors = {n: 1.0 / self._efficiency(n) for n in range(LAID_ESTIMATES + 1, most_mixed + 1)}
        return priced.Lengths(tuple(area / self._rules.width_mm for area in self._area), tuple(self._cut), factors)

    def _laid(self, mixture: Mixture) -> float:
        wanted = self._wanted
        return cutting.estimate(mixed(wanted, mixture), self._rules, wanted.material, wanted.fabric.id).length_mm

    def _efficiency(self, count: int) -> float:
        if count not in self._reached:
            chance, sizes = np.random.default_rng(count), len(self._wanted.sizes)
            drawn = [tuple(int(s) for s in chance.integers(0, sizes, count)) for _ in range(SAMPLE)]
            shares = [sum(self._area[s] for s in one) / (self._rules.width_mm * self._laid(one)) for one in drawn]
            self._reached[count] = float(np.median(shares))
        return self._reached[count]


def piece_area_mm2(piece: MarkerPiece) -> float:
    """Area of one outline."""
    ring = np.asarray(piece.outline)
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def mixed(wanted: Wanted, mixture: Mixture) -> tuple[MarkerPiece, ...]:
    """The pieces of a mixed marker, each named after its size."""
    found: list[MarkerPiece] = []
    for size, count in sorted(Counter(mixture).items()):
        for piece in wanted.pieces[size]:
            name = f"{wanted.sizes[size]}.{piece.id}"
            label = f"{wanted.sizes[size]} {piece.label}"
            found.append(replace(piece, id=name, label=label, quantity=piece.quantity * count))
    return tuple(found)


def plan(
    wanted: Wanted,
    order: CuttingOrder,
    time_limit_s: float,
    nest_seconds: int = 0,
    seed: int = 1,
    progress: Progress = silent,
    first: CutPlan | None = None,
) -> Planned:
    """The cheapest plan, or `first`; with nest_seconds, its markers nested and planned again until none is estimated.

    What nesting learns about one marker corrects the estimates of the others of its size. Raises Problem, Cancelled.
    """
    rules = MarkerRules(wanted.fabric.usable_width_mm)
    nested: dict[int, Marker] = {}
    planned = first or planning.plan(order, time_limit_s, progress=_part(progress, 0.0, 0.3))
    rounds = 1
    while nest_seconds and rounds < MOST_ROUNDS:
        used = sorted({lay.option for lay in planned.lays if order.catalogue.options[lay.option].kind == "mixed"})
        open_ = [number for number in used if number not in nested]
        if not open_:
            break
        for done, number in enumerate(open_):
            words = f"Nest marker {done + 1} of {len(open_)}"
            told = _fixed(progress, 0.3 + 0.6 * done / len(open_), words)
            pieces = mixed(wanted, order.catalogue.options[number].sizes)
            nested[number] = cutting.nest(pieces, rules, wanted.material, wanted.fabric.id, nest_seconds, seed, told)
        order = _relearned(order, nested)
        planned = planning.plan(order, time_limit_s, progress=_part(progress, 0.9, 1.0), start=planned.lays)
        rounds += 1
    used_numbers = {lay.option for lay in planned.lays}
    kept = {n: marker for n, marker in nested.items() if n in used_numbers}
    return Planned(order, planned, kept, rounds, wanted.fabric.id)


def _relearned(order: CuttingOrder, nested: Mapping[int, Marker]) -> CuttingOrder:
    """Nested lengths in place of estimates; the other estimates of as many garments moved by what was learned."""
    ratios: dict[int, list[float]] = {}
    for number, marker in nested.items():
        option = order.catalogue.options[number]
        if option.estimated:
            ratios.setdefault(len(option.sizes), []).append(marker.length_mm / option.length_mm)
    options: list[MarkerOption] = []
    for number, option in enumerate(order.catalogue.options):
        if number in nested:
            options.append(replace(option, length_mm=nested[number].length_mm, estimated=False))
        elif option.estimated and option.kind == "mixed" and len(option.sizes) in ratios:
            options.append(replace(option, length_mm=option.length_mm * float(np.median(ratios[len(option.sizes)]))))
        else:
            options.append(option)
    return replace(order, catalogue=MarkerCatalogue(order.catalogue.sizes, tuple(options)))


def _part(progress: Progress, low: float, high: float) -> Progress:
    def report(share: float | None, text: str) -> None:
        progress(low if share is None else low + share * (high - low), text)

    return report


def _fixed(progress: Progress, at: float, words: str) -> Progress:
    """Says the same whatever the step within says; passes on the wish to stop."""

    def report(share: float | None, text: str) -> None:
        progress(at, words)

    return report


def fabric_m(plan: CutPlan, catalogue: MarkerCatalogue, rates: CutRates) -> float:
    """Cloth of all plies, selvage included."""
    metres = 0.0
    for lay in plan.lays:
        option = catalogue.options[lay.option]
        lengths = (option.length_mm,) if option.kind == "mixed" else option.section_mm
        metres += sum(plies * length for plies, length in zip(lay.plies, lengths, strict=True)) / 1000.0
        metres += lay.plies[0] * rates.selvage_mm / 1000.0
    return metres


def from_instance(path: Path, time_limit_s: float, progress: Progress = silent) -> Planned:
    """A planning instance in JSON, planned as it stands. Raises Problem."""
    order = read_instance(files.read_bytes(path).decode("utf-8", "replace"), str(path))
    return Planned(order, planning.plan(order, time_limit_s, progress=progress), {})


def document(planned: Planned) -> dict[str, Any]:
    """The JSON of the contract, lengths in mm."""
    plan, options, sizes = planned.plan, planned.order.catalogue.options, planned.order.catalogue.sizes
    lays = []
    for lay in plan.lays:
        option = options[lay.option]
        lays.append(
            {
                "kind": option.kind,
                "sizes": [sizes[size] for size in option.sizes],
                "plies": list(lay.plies),
                "length_mm": round(option.length_mm, 1),
                "section_mm": [round(length, 1) for length in option.section_mm],
                "estimated": option.estimated,
                "marker": lay.option,
            }
        )
    cost = {kind: round(value, 4) for kind, value in plan.cost_eur.items()}
    return {
        "lays": lays,
        "demand": dict(zip(sizes, planned.order.demand, strict=True)),
        "produced": dict(zip(sizes, plan.produced, strict=True)),
        "cost": {**cost, "total": round(plan.total_eur, 4), "unit": round(plan.unit_eur, 4)},
        "bound": round(plan.bound_eur, 4),
        "gap": round(plan.gap, 6),
        "solver": plan.solver,
        "seconds": round(plan.seconds, 3),
        "hours": round(plan.hours, 4),
        "rounds": planned.rounds,
        "markers": len(options),
        "estimated": any(options[lay.option].estimated for lay in plan.lays),
    }


def together(plans: Mapping[str, Planned]) -> dict[str, Any]:
    """The plans of several materials of one order as one JSON: lays name their material, costs and bounds add up."""
    told = {material: document(planned) for material, planned in plans.items()}
    first, *_ = told.values()
    lays = [{"material": material, **lay} for material, one in told.items() for lay in one["lays"]]
    cost = {kind: round(sum(one["cost"][kind] for one in told.values()), 4) for kind in first["cost"]}
    bound = round(sum(one["bound"] for one in told.values()), 4)
    added = {key: sum(one[key] for one in told.values()) for key in ("seconds", "hours", "markers")}
    return {
        **first,
        **added,
        "lays": lays,
        "cost": cost,
        "bound": bound,
        "gap": round(max(0.0, cost["total"] - bound) / max(cost["total"], 1e-12), 6),
        "rounds": max(one["rounds"] for one in told.values()),
        "estimated": any(one["estimated"] for one in told.values()),
        "materials": {material: planned.fabric for material, planned in plans.items()},
    }


def save(told: Mapping[str, Any], path: Path) -> None:
    """A plan as JSON. Raises Problem."""
    files.write_text(path, codec.dumps({"format": "ampc.cut-plan", "version": 1, **told}))


def quicker(planned: Planned, points: int, time_limit_s: float, progress: Progress = silent) -> list[dict[str, float]]:
    """What it costs to have the order cut sooner: plans from the cheapest to the quickest, as JSON. Raises Problem."""
    found = planning.quicker(planned.order, points, time_limit_s, progress)
    return [
        {
            "hours": round(one.hours, 4),
            "total": round(one.total_eur, 4),
            "gap": round(one.gap, 6),
            "lays": len(one.lays),
        }
        for one in found
    ]
