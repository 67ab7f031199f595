"""The cutting order planning model in PuLP: eqs. 12 to 16, read as docs/sizing-and-cutting.md says.

Integers: T plies of a mixed marker, p plies of each section of a group marker, U lays of a marker; V a marker is used.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pulp

from ampc_desktop.core.cutplan import CuttingOrder, Lay, MarkerOption
from ampc_desktop.cutting.plan.costs import hours, weights


@dataclass(frozen=True)
class Model:
    """A PuLP problem with the names of its variables: lays[m] and plies[m][k] of option m."""

    problem: pulp.LpProblem
    lays: tuple[str, ...]
    plies: tuple[tuple[str, ...], ...]


def build(order: CuttingOrder) -> Model:
    """The model of one order."""
    rules, demand = order.rules, order.demand
    problem = pulp.LpProblem("cutting_order", pulp.LpMinimize)
    made: dict[int, list[tuple[pulp.LpVariable, int]]] = {size: [] for size in range(len(demand))}
    cost: list[tuple[pulp.LpVariable, float]] = []
    spent: list[tuple[pulp.LpVariable, float]] = []
    lays: list[str] = []
    plies: list[tuple[str, ...]] = []
    tallest_sections: list[pulp.LpVariable] = []
    for m, option in enumerate(order.catalogue.options):
        price, time = weights(option, rules.rates), hours(option, rules.rates)
        limits = _ply_limits(option, demand, rules.exact)
        tallest = limits[0]
        u = problem.add_variable(f"U{m}", 0, math.ceil(tallest / rules.most_plies), pulp.LpInteger)
        sections = [problem.add_variable(f"P{m}_{k}", 0, limit, pulp.LpInteger) for k, limit in enumerate(limits)]
        lays.append(u.name)
        plies.append(tuple(section.name for section in sections))
        tallest_sections.append(sections[0])
        cost.append((u, price.lay))
        cost += zip(sections, price.ply, strict=True)
        spent += [(u, time.lay), *zip(sections, time.ply, strict=True)]
        problem.addConstraint(pulp.LpConstraint(sections[0] - min(rules.most_plies, max(tallest, 1)) * u, -1, rhs=0))
        for taller, lower in pairwise(sections):
            problem.addConstraint(pulp.LpConstraint(lower - taller, -1, rhs=0))
        if rules.marker_eur:
            v = problem.add_variable(f"V{m}", cat=pulp.LpBinary)
            cost.append((v, rules.marker_eur))
            problem.addConstraint(pulp.LpConstraint(u - math.ceil(tallest / rules.most_plies) * v, -1, rhs=0))
        counts = Counter(option.sizes) if option.kind == "mixed" else None
        if counts is not None:
            for size, count in counts.items():
                made[size].append((sections[0], count))
        else:
            for size, section in zip(option.sizes, sections, strict=True):
                made[size].append((section, 1))
    for size, wanted in enumerate(demand):
        sense = 0 if rules.exact else 1
        problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(made[size]), sense, f"demand{size}", wanted))
    every_ply = [(section, 1) for section in tallest_sections]
    least = least_plies(sum(demand), order.catalogue.options)
    problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(every_ply), 1, "plies", least))
    if rules.most_hours is not None:
        problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(spent), -1, "hours", rules.most_hours))
    problem.setObjective(pulp.LpAffineExpression(cost))
    return Model(problem, tuple(lays), tuple(plies))


def values_of(model: Model, lays: Iterable[Lay]) -> dict[str, float]:
    """The variables of a known plan over the same markers: a start for the solver."""
    values: dict[str, float] = {}
    for lay in lays:
        values[model.lays[lay.option]] = values.get(model.lays[lay.option], 0.0) + 1.0
        for name, plies in zip(model.plies[lay.option], lay.plies, strict=True):
            values[name] = values.get(name, 0.0) + plies
    return values


def least_plies(garments: int, options: Sequence[MarkerOption]) -> int:
    """No plan spreads fewer plies: a Chvátal cut that solvers don't find, worth half of the gap on large catalogues."""
    return math.ceil(garments / max(len(option.sizes) for option in options))


def _ply_limits(option: MarkerOption, demand: tuple[int, ...], exact: bool) -> tuple[int, ...]:
    """Most plies worth spreading, per section. Beyond them a marker makes more of every one of its sizes than asked."""
    if option.kind == "group":
        limits: list[int] = []
        for size in option.sizes:
            limits.append(min(demand[size], limits[-1]) if limits else demand[size])
        return tuple(limits)
    counts = Counter(option.sizes)
    if exact:
        return (min(demand[size] // count for size, count in counts.items()),)
    return (max(math.ceil(demand[size] / count) for size, count in counts.items()),)


def lays_of(model: Model, values: Mapping[str, float], most_plies: int) -> tuple[Lay, ...]:
    """The lays of a solution: plies spread evenly over the lays of each marker, sections descending in every lay."""
    found: list[Lay] = []
    for m, names in enumerate(model.plies):
        total = [round(values.get(name, 0.0)) for name in names]
        if not total[0]:
            continue
        count = max(1, math.ceil(total[0] / most_plies))
        for i in range(count):
            found.append(Lay(m, tuple(share // count + (i < share % count) for share in total)))
    return tuple(found)
