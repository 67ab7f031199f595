"""The case of the sizing and cutting paper from end to end on our own tools: people, sizes, skirts, lays, euros.

Population → chart of seven sizes → seven additional ones → our straight skirt in all fourteen → every marker of one and
two skirts nested → cutting orders for 150 women with 0 to 7 additional sizes, stock and craft production → which of the
paper's trends appear. The population is synthetic and resembles the paper's; the skirt is ours: trends are compared,
not cents.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop import cutting, sizing
from ampc_desktop.core.cutplan import CutRules, CuttingOrder, MarkerCatalogue
from ampc_desktop.core.marker import CutRates, MarkerRules
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.sizing import Population, SizeChart
from ampc_desktop.cutting.plan import catalogue, planning
from ampc_desktop.runtime import resources
from ampc_desktop.sizing import exact
from ampc_desktop.studio import cutplans, sizes
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.wanted import from_sizes

SIZES, ADDED, PLIES, WINDOW_MM = 7, 7, 30, 1750.0
STOCK_ORDERS = (134, 536, 1340, 4020, 10_000)
QUICK = ((2.0, 10.0, 2400.0), (0.2, 10.0, 400.0), (20.0, 10.0, 2400.0))
FABRIC_EUR, OPERATOR_EUR, SPEEDS = (0.2, 1.0, 5.0, 10.0, 20.0), (5.0, 10.0, 20.0), (2400.0, 400.0)
PLAN_S = 5.0
PAPER_R = 0.9978
FLAT = 0.01


@dataclass(frozen=True)
class Costs:
    """EUR a garment at one setting: made to order with 0 to 7 additional sizes, stock by order size, craft."""

    setting: tuple[float, float, float]
    custom: tuple[float, ...]
    stock: tuple[float, ...]
    craft: float


def run(full: bool = False, progress: Progress = silent) -> Report:
    """Quick: 3 price settings, 1 s of nesting a marker. Full: the 30 settings of the paper's tables, 3 s a marker."""
    train, test = (_people(name) for name in ("train301", "test150"))
    base = sizes.mass_production(train, sizes.dimensions_of(("hip", "waist")), SIZES)
    choice = sizing.candidates(base.chart, train)
    order = sizing.order_of_addition(choice, choice.numbers_of(exact.best(choice, ADDED).chart))
    best = [exact.best(choice, count).comprehensive_fit for count in range(ADDED + 1)]
    fits = [choice.comprehensive_fit(order[:count]) for count in range(ADDED + 1)]
    charts = [choice.chart_with(order[:count]) for count in range(ADDED + 1)]
    options = _nested(charts[-1], 3 if full else 1, progress)
    settings = [(f, o, v) for v in SPEEDS for o in OPERATOR_EUR for f in FABRIC_EUR] if full else list(QUICK)
    costs = []
    for number, setting in enumerate(settings):
        progress(0.6 + 0.4 * number / len(settings), f"plans, fabric € {setting[0]:g}, operator € {setting[1]:g}")
        costs.append(_costs(setting, charts, options, train, test))
    r = float(np.corrcoef(range(ADDED + 1), fits)[0, 1])
    figures = (
        Figure("comprehensive fit against additional sizes, correlation", r, "", 0.99, True, "the paper", PAPER_R),
        Figure("comprehensive fit of the seven sizes", fits[0], "of 10", None, True, "the paper", 6.8804),
        Figure("comprehensive fit with seven more", fits[-1], "of 10", None, True, "the paper", 8.1993),
        Figure("sizes added one by one, largest loss against the optimum", 100 * _loss(fits, best), "%"),
        Figure("markers nested", float(len(options.options)), ""),
    )
    notes = (*_trends(costs), *(_line(cost) for cost in costs[:6]))
    return Report("paper_case", figures, (), notes, {"settings": len(costs), "plans": 13 * len(costs)})


def _people(name: str) -> Population:
    return sizing.read_csv(resources.text("bench", "sizing", f"synthetic_{name}.csv"), name, ("hip", "waist"))


def _loss(fits: list[float], best: list[float]) -> float:
    return max(1 - fit / top for fit, top in zip(fits, best, strict=True))


def _nested(chart: SizeChart, seconds: int, progress: Progress) -> MarkerCatalogue:
    """Every marker of one and two skirts over the sizes of the chart, nested."""
    names = [size.designation for size in chart.sizes]
    wanted = from_sizes([(name, 1) for name in names], "straight_skirt", ("hip", "waist"), "female", {})[0]
    rules = MarkerRules(WINDOW_MM)
    count = len(names) + len(names) * (len(names) + 1) // 2
    done = [0]

    def measure(mixture: tuple[int, ...]) -> tuple[float, float, bool]:
        done[0] += 1
        progress(0.6 * min(done[0] / count, 1.0), f"nest {' + '.join(names[size] for size in mixture)}")
        marker = cutting.nest(cutplans.mixed(wanted, mixture), rules, "shell", wanted.fabric.id, seconds, 1)
        return marker.length_mm, sum(cutting.cut_length_mm(wanted.pieces[size]) for size in mixture), False

    return catalogue.enumerate_markers(names, measure, 2)


def _costs(
    setting: tuple[float, float, float],
    charts: list[SizeChart],
    options: MarkerCatalogue,
    train: Population,
    test: Population,
) -> Costs:
    fabric, operator, speed = setting
    rates = CutRates(fabric, operator, cutting_m_per_h=speed)
    custom = []
    for chart in charts:
        demand = _demand(chart, options, test)
        custom.append(_unit(demand, options, CutRules(rates, PLIES, exact=True)))
    shares = np.array(_demand(charts[0], options, train)) / len(train)
    stock = [
        _unit(_rounded(shares, pieces), options, CutRules(rates, PLIES, exact=False), per_piece=True)
        for pieces in STOCK_ORDERS
    ]
    return Costs(setting, tuple(custom), tuple(stock), _craft(_demand(charts[-1], options, test), options, rates))


def _demand(chart: SizeChart, options: MarkerCatalogue, people: Population) -> tuple[int, ...]:
    """Garments by size of the catalogue when everybody takes the best-fitting size of the chart."""
    nearest = sizing.report(chart, people).nearest
    counts = Counter(chart.sizes[int(number)].designation for number in nearest)
    return tuple(counts.get(name, 0) for name in options.sizes)


def _rounded(shares: np.ndarray, pieces: int) -> tuple[int, ...]:
    """Whole pieces by largest remainder."""
    exact_counts = shares * pieces
    counts = np.floor(exact_counts).astype(int)
    for size in np.argsort(counts - exact_counts)[: pieces - int(counts.sum())]:
        counts[size] += 1
    return tuple(int(count) for count in counts)


def _unit(demand: tuple[int, ...], options: MarkerCatalogue, rules: CutRules, per_piece: bool = False) -> float:
    """EUR a garment; per_piece: by what was ordered, excess is lost."""
    used = {size for size, count in enumerate(demand) if count}
    kept = tuple(option for option in options.options if set(option.sizes) <= used)
    plan = planning.plan(CuttingOrder(demand, replace(options, options=kept), rules), PLAN_S, gap=5e-4)
    return plan.total_eur / (sum(demand) if per_piece else plan.garments)


def _craft(demand: tuple[int, ...], options: MarkerCatalogue, rates: CutRates) -> float:
    """Every garment alone in a single ply."""
    total = 0.0
    for option in options.options:
        if len(option.sizes) == 1 and demand[option.sizes[0]]:
            total += demand[option.sizes[0]] * cutting.cut_cost(option.length_mm, 1, option.cut_mm, rates).total_eur
    return total / sum(demand)


def _trends(costs: list[Costs]) -> tuple[str, ...]:
    """Which of the paper's findings these plans show, one sentence each."""
    flat = [abs(cost.stock[-1] / cost.stock[-2] - 1) for cost in costs]
    falling = [cost.stock[0] >= cost.stock[-1] - 1e-9 for cost in costs]
    slope = {cost.setting: float(np.polyfit(range(len(cost.custom)), cost.custom, 1)[0]) for cost in costs}
    dear = [value for (fabric, _, speed), value in slope.items() if fabric >= 5 or (speed > 1000 and fabric >= 1)]
    cheap = [value for (fabric, _, speed), value in slope.items() if fabric <= 0.2 and speed < 1000]
    craft = [cost.craft / cost.stock[-1] for cost in costs]
    near = [np.mean(cost.custom) / cost.stock[-1] for cost in costs]
    return (
        f"stock: unit cost falls with the order and is flat above 4 000 ({_yes(all(falling) and max(flat) < FLAT)}: "
        f"last step {100 * max(flat):.2f} % at most)",
        f"made to order, dear cloth or automatic cutting: cost falls as sizes are added ({_of(dear, below=True)})",
        f"made to order, very cheap cloth cut by hand: cost rises as sizes are added ({_of(cheap, below=False)})",
        f"craft is far above stock ({_yes(min(craft) > 1.2)}: {min(craft):.2f} to {max(craft):.2f} times)",
        f"made to order is near stock ({_yes(max(near) < 1.2)}: {min(near):.2f} to {max(near):.2f} times)",
    )


def _yes(shown: bool | np.bool) -> str:
    return "seen" if shown else "not seen"


def _of(slopes: list[float], below: bool) -> str:
    shown = sum(value < 0 if below else value > 0 for value in slopes)
    return f"seen in {shown} of {len(slopes)} settings"


def _line(cost: Costs) -> str:
    fabric, operator, speed = cost.setting
    custom = " ".join(f"{value:.3f}" for value in cost.custom)
    return (
        f"fabric € {fabric:g}/m, operator € {operator:g}/h, {speed:g} m/h: 0 to 7 more sizes {custom}; "
        f"stock of 10 000 {cost.stock[-1]:.3f}; craft {cost.craft:.3f}"
    )
