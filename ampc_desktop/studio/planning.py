"""A planning run: from a population to sizes, lays and euros, with everything the planning console shows.

Runs in a job; `on_step` hears of every part as soon as it is known, so that charts fill while the run goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from ampc_desktop import cutting, sizing
from ampc_desktop.core.cutplan import CutPlan, CutRules, CuttingOrder, MarkerCatalogue
from ampc_desktop.core.marker import CutRates, Marker, MarkerRules
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.sizing import FitBands, Population, SizeChart
from ampc_desktop.cutting.plan import catalogue as catalogues
from ampc_desktop.cutting.plan import joint, planning
from ampc_desktop.cutting.plan.costs import plan_cost
from ampc_desktop.studio import cutplans, sizes
from ampc_desktop.studio.wanted import Wanted, from_sizes

Step = Literal["population", "chart", "generation", "sizes", "catalogue", "plan", "front", "scenario", "strategies"]
OnStep = Callable[[Step, Any], None]
JointPlan = joint.JointPlan
undominated = joint.undominated
SCENARIO_FABRIC_EUR, SCENARIO_OPERATOR_EUR, SCENARIO_SPEEDS = (0.2, 2.0, 20.0), (10.0, 25.0), (400.0, 2400.0)
SCENARIO_S, SCENARIO_GAP = 3.0, 1e-3
FRONT_POINTS = 8


@dataclass(frozen=True)
class Setup:
    """What a run is asked for.

    population  : a CSV file or one of studio.sizes.SURVEYS; dimensions: primary first.
    pieces      : garments to make; 0: one for each person of the population.
    rates       : prices of cloth and people; plies, per_marker: limits of a lay.
    price_eur, per_point_eur : fit-related pricing: what a garment of perfect fit sells for, and what a point less
                  takes off; 0: fit is not sold.
    front       : also plan sizes and lays together; scenarios: also the grid of prices.
    """

    population: str = "army-women"
    columns: Mapping[str, str] = field(default_factory=dict)
    dimensions: tuple[str, ...] = ("hip", "waist")
    intervals_mm: tuple[float, ...] = ()
    sizes: int = 7
    most_added: int = 7
    garment: str = "straight_skirt"
    sex: Literal["female", "male"] = "female"
    fabric: str = ""
    pieces: int = 150
    rates: CutRates = field(default_factory=lambda: CutRates(2.0, 25.0))
    plies: int = 30
    per_marker: int = 2
    seconds: float = 60.0
    seed: int = 1
    price_eur: float = 0.0
    per_point_eur: float = 0.0
    front: bool = True
    scenarios: bool = True


@dataclass(frozen=True, eq=False)
class SizePoint:
    """The run with a number of additional sizes: chart, fit with its bound, what the search found, and the plan."""

    added: int
    chart: SizeChart
    fit: float
    bound: float
    searched: float
    demand: tuple[int, ...] = ()
    plan: CutPlan | None = None


@dataclass(frozen=True)
class Scenario:
    """The best number of additional sizes at other prices, and what it saves a garment against none."""

    rates: CutRates
    best_added: int
    saving: float
    unit_eur: tuple[float, ...]


@dataclass(frozen=True)
class Strategy:
    """One way to serve the demand: "mass", "custom" (with additional sizes) or "craft" (everybody a single ply)."""

    name: str
    sizes: int
    fit: float
    unit_eur: float
    fabric_m: float
    efficiency: float
    lays: int
    cutting_h: float


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run."""

    setup: Setup
    population: Population
    points: tuple[SizePoint, ...]
    catalogue: MarkerCatalogue
    front: tuple[joint.JointPlan, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    strategies: tuple[Strategy, ...] = ()

    @property
    def best(self) -> SizePoint:
        """The point of highest fit among those planned."""
        return self.points[-1]


def run(
    setup: Setup,
    progress: Progress = silent,
    on_step: OnStep = lambda step, data: None,
    people: Population | None = None,
) -> Run:
    """Everything the console shows. people: who the sizes are for, if not the population the setup names.

    Raises Problem, Cancelled.
    """
    dimensions = sizes.dimensions_of(setup.dimensions, setup.intervals_mm)
    if people is None:
        people = sizes.load_population(setup.population, setup.dimensions, setup.columns, seed=setup.seed)
    on_step("population", people)
    base = sizes.mass_production(people, dimensions, setup.sizes)
    on_step("chart", base.chart)
    points = _sized(setup, base.chart, people, _part(progress, 0.0, 0.2), on_step)
    wanted = _wanted(setup, points[-1].chart)
    catalogue = _catalogue(setup, wanted)
    on_step("catalogue", catalogue)
    customers = _customers(people, setup)
    points = _planned(setup, points, catalogue, customers, _part(progress, 0.2, 0.5), on_step)
    front: tuple[joint.JointPlan, ...] = ()
    if setup.front:
        front = _front(setup, points[-1].chart, catalogue, customers, _part(progress, 0.5, 0.8), on_step)
    scenarios = _scenarios(setup, points, catalogue, _part(progress, 0.8, 1.0), on_step) if setup.scenarios else ()
    area = [sum(cutplans.piece_area_mm2(piece) * piece.quantity for piece in pieces) for pieces in wanted.pieces]
    strategies = tuple(_strategies(setup, points, catalogue, area, wanted.fabric.usable_width_mm))
    on_step("strategies", strategies)
    return Run(setup, people, points, catalogue, front, scenarios, strategies)


def _sized(
    setup: Setup, chart: SizeChart, people: Population, progress: Progress, on_step: OnStep
) -> tuple[SizePoint, ...]:
    """Charts with 0 to most_added sizes: exact, with one genetic search beside each."""
    from ampc_desktop.sizing import exact, genetic

    choice = sizing.candidates(chart, people)
    most = exact.best(choice, setup.most_added)
    order = sizing.order_of_addition(choice, choice.numbers_of(most.chart))
    points = []
    for count in range(len(order) + 1):
        progress(count / (len(order) + 1), f"{count} additional sizes")
        best = exact.best(choice, count)

        def watch(generation: int, value: float, genes: list[int], count: int = count) -> None:
            on_step("generation", (count, generation, value, choice.points_mm[sorted(set(genes))]))

        found = genetic.search(choice, count, setup.seed + count, watch=watch) if count else best
        grown = choice.chart_with(order[:count])
        fit = choice.comprehensive_fit(order[:count])
        points.append(SizePoint(count, grown, fit, best.bound, found.comprehensive_fit))
        on_step("sizes", points[-1])
    return tuple(points)


def marker(setup: Setup, chart: SizeChart, names: Sequence[str], seconds: int, progress: Progress = silent) -> Marker:
    """The mixed marker of the named sizes: estimated when seconds is 0, else nested. Raises Problem, Cancelled."""
    wanted = _wanted(setup, replace(chart, sizes=tuple(size for size in chart.sizes if size.designation in names)))
    pieces = cutplans.mixed(wanted, tuple(wanted.sizes.index(name) for name in names))
    rules = MarkerRules(wanted.fabric.usable_width_mm)
    if not seconds:
        return cutting.estimate(pieces, rules, wanted.material, wanted.fabric.id)
    return cutting.nest(pieces, rules, wanted.material, wanted.fabric.id, seconds, setup.seed, progress)


def _wanted(setup: Setup, chart: SizeChart) -> Wanted:
    named = {size.designation: size.dims_mm for size in chart.sizes}
    quantities = [(name, 1) for name in named]
    return from_sizes(quantities, setup.garment, setup.dimensions, setup.sex, named, setup.fabric)[0]


def _catalogue(setup: Setup, wanted: Wanted) -> MarkerCatalogue:
    measure = cutplans.estimated(wanted, MarkerRules(wanted.fabric.usable_width_mm))
    return catalogues.enumerate_markers(wanted.sizes, measure, setup.per_marker)


def _customers(people: Population, setup: Setup) -> Population:
    """Who orders: everybody, or `pieces` of them drawn in turn from a shuffled row."""
    if not setup.pieces:
        return people
    if not 0 < setup.pieces <= planning.MOST_PIECES:
        text = f"{setup.pieces} pieces"
        raise Problem(text, "pieces", f"1 to {planning.MOST_PIECES}", code="cutplan.demand")
    rows = np.random.default_rng(setup.seed).permutation(len(people))
    return replace(people, values_mm=people.values_mm[np.resize(rows, setup.pieces)])


def _planned(
    setup: Setup,
    points: Sequence[SizePoint],
    catalogue: MarkerCatalogue,
    customers: Population,
    progress: Progress,
    on_step: OnStep,
) -> tuple[SizePoint, ...]:
    rules = CutRules(setup.rates, setup.plies, exact=True)
    planned = []
    for number, point in enumerate(points):
        progress(number / len(points), f"Plan with {point.added} additional sizes")
        demand = demand_of(point.chart, catalogue, customers)
        plan = _plan(demand, catalogue, rules, max(2.0, setup.seconds / (2 * len(points))))
        planned.append(replace(point, demand=demand, plan=plan))
        on_step("plan", planned[-1])
    return tuple(planned)


def lay_costs(plan: CutPlan, catalogue: MarkerCatalogue, rules: CutRules) -> tuple[float, ...]:
    """EUR of each lay."""
    return tuple(sum(plan_cost((lay,), catalogue, rules).values()) for lay in plan.lays)


def demand_of(chart: SizeChart, catalogue: MarkerCatalogue, customers: Population) -> tuple[int, ...]:
    """Garments by size of the catalogue when everybody takes the best-fitting size of the chart."""
    nearest = sizing.report(chart, customers).nearest
    counts = Counter(chart.sizes[int(number)].designation for number in nearest)
    return tuple(counts.get(name, 0) for name in catalogue.sizes)


def _plan(
    demand: tuple[int, ...],
    catalogue: MarkerCatalogue,
    rules: CutRules,
    seconds: float,
    gap: float = planning.GAP,
) -> CutPlan:
    """A plan whose lays name markers of the whole catalogue, though only those of ordered sizes are looked at."""
    used = {size for size, count in enumerate(demand) if count}
    kept = [number for number, option in enumerate(catalogue.options) if set(option.sizes) <= used]
    part = replace(catalogue, options=tuple(catalogue.options[number] for number in kept))
    plan = planning.plan(CuttingOrder(demand, part, rules), seconds, gap)
    return replace(plan, lays=tuple(replace(lay, option=kept[lay.option]) for lay in plan.lays))


def _front(
    setup: Setup,
    chart: SizeChart,
    catalogue: MarkerCatalogue,
    customers: Population,
    progress: Progress,
    on_step: OnStep,
) -> tuple[joint.JointPlan, ...]:
    fit = sizing.weights(customers.values_mm, chart.points_mm, chart.intervals_mm, FitBands())
    rows = [catalogue.sizes.index(size.designation) for size in chart.sizes]
    ordered = np.zeros((len(customers), len(catalogue.sizes)))
    ordered[:, rows] = fit
    order = joint.JointOrder(ordered, catalogue, CutRules(setup.rates, setup.plies, exact=True))
    if not setup.price_eur:
        return joint.front(order, FRONT_POINTS, setup.seconds, progress, lambda point: on_step("front", point))
    price = joint.FitPrice(setup.price_eur, setup.per_point_eur)
    share = FRONT_POINTS / (FRONT_POINTS + 1)

    def tell(point: joint.JointPlan) -> None:
        on_step("front", joint.sold(point, order, price))

    points = joint.front(order, FRONT_POINTS, share * setup.seconds, _part(progress, 0.0, share), tell)
    priced = replace(order, price=price)
    best = joint.cheapest(priced, 0.0, (1 - share) * setup.seconds, _part(progress, share, 1.0))
    on_step("front", best)
    return joint.undominated([*(joint.sold(point, order, price) for point in points), best])


def _scenarios(
    setup: Setup, points: Sequence[SizePoint], catalogue: MarkerCatalogue, progress: Progress, on_step: OnStep
) -> tuple[Scenario, ...]:
    grid = [(f, o, v) for f in SCENARIO_FABRIC_EUR for o in SCENARIO_OPERATOR_EUR for v in SCENARIO_SPEEDS]
    found = []
    for number, (fabric, operator, speed) in enumerate(grid):
        progress(number / len(grid), f"Scenario {number + 1} of {len(grid)}")
        rates = replace(setup.rates, fabric_eur_per_m=fabric, operator_eur_per_h=operator, cutting_m_per_h=speed)
        rules = CutRules(rates, setup.plies, exact=True)
        units = tuple(_plan(point.demand, catalogue, rules, SCENARIO_S, SCENARIO_GAP).unit_eur for point in points)
        best = int(np.argmin(units))
        found.append(Scenario(rates, points[best].added, 1 - units[best] / units[0], units))
        on_step("scenario", found[-1])
    return tuple(found)


def _strategies(
    setup: Setup, points: Sequence[SizePoint], catalogue: MarkerCatalogue, area_mm2: Sequence[float], width_mm: float
) -> list[Strategy]:
    """Mass, mass custom and craft on the same demand."""
    made = []
    for name, point in (("mass", points[0]), ("custom", points[-1])):
        assert point.plan is not None
        metres = cutplans.fabric_m(point.plan, catalogue, setup.rates)
        cloth = sum(area_mm2[size] * count for size, count in enumerate(point.plan.produced))
        hours = sum(catalogue.options[lay.option].cut_mm for lay in point.plan.lays) / 1000.0
        efficiency = cloth / (metres * 1000.0 * width_mm)
        cut_h = hours / setup.rates.cutting_m_per_h
        count, unit = len(point.chart.sizes), point.plan.unit_eur
        made.append(Strategy(name, count, point.fit, unit, metres, efficiency, len(point.plan.lays), cut_h))
    return [*made, _craft(setup, points[-1], catalogue, area_mm2, width_mm)]


def _craft(
    setup: Setup, point: SizePoint, catalogue: MarkerCatalogue, area_mm2: Sequence[float], width_mm: float
) -> Strategy:
    """Every garment alone in a single ply, made to measure: fit 10 by definition."""
    singles = {option.sizes[0]: option for option in catalogue.options if len(option.sizes) == 1}
    pieces = sum(point.demand)
    total = metres = way = cloth = 0.0
    for size, count in enumerate(point.demand):
        option = singles[size]
        cost = cutting.cut_cost(option.length_mm, 1, option.cut_mm, setup.rates)
        total += count * cost.total_eur
        metres += count * cost.fabric_m
        way += count * option.cut_mm / 1000.0
        cloth += count * area_mm2[size]
    efficiency = cloth / (metres * 1000.0 * width_mm)
    hours = way / setup.rates.cutting_m_per_h
    return Strategy("craft", pieces, 10.0, total / pieces, metres, efficiency, pieces, hours)


def _part(progress: Progress, low: float, high: float) -> Progress:
    def report(share: float | None, text: str) -> None:
        progress(low if share is None else low + share * (high - low), text)

    return report


def steps(run: Run) -> Iterator[tuple[str, Any]]:
    """A finished run told again, part by part, as it was told while it ran."""
    yield "population", run.population
    yield "chart", run.points[0].chart
    for point in run.points:
        yield "sizes", point
    yield "catalogue", run.catalogue
    for point in run.points:
        if point.plan is not None:
            yield "plan", point
    for one in run.front:
        yield "front", one
    for cell in run.scenarios:
        yield "scenario", cell
    if run.strategies:
        yield "strategies", run.strategies
