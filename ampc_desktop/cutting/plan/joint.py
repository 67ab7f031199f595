"""Sizes and cutting planned together: who gets which size so that the order is cheap to cut and still fits.

The paper plans one after the other and leaves both together as future work. Here the demand of each size is a
variable: everybody is assigned to a size, the assignment's comprehensive fit has to reach a floor, and the lays that
make it cost least. Sweeping the floor gives the whole front of fit against euros, each point with its bound.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pulp

from ampc_desktop.core.cutplan import CutPlan, CutRules, Lay, MarkerCatalogue
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.plan import race
from ampc_desktop.cutting.plan.costs import plan_cost, plan_hours, produced, weights
from ampc_desktop.cutting.plan.model import Model, lays_of, least_plies

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FitPrice:
    """Fit-related pricing: a garment that fits perfectly sells for full_eur, each point of fit less takes per_point_eur
    off; one that does not fit at all is not paid for.
    """

    full_eur: float
    per_point_eur: float

    def of(self, fit: Array) -> Array:
        """EUR for weights of fit 0..10."""
        return np.where(fit > 0, np.maximum(0.0, self.full_eur - self.per_point_eur * (10.0 - fit)), 0.0)


@dataclass(frozen=True, eq=False)
class JointOrder:
    """People, sizes and markers. fit: (n, S) weight 0..10 of every size for everybody, sizes as in the catalogue.

    price : what a garment sells for by its fit; then plans are compared by what is left of it, not by cost alone.
    """

    fit: Array
    catalogue: MarkerCatalogue
    rules: CutRules
    price: FitPrice | None = None


@dataclass(frozen=True, eq=False)
class JointPlan:
    """One point of the front. size_of: (n,) size of each person; comprehensive_fit of that assignment, 0..10.

    paid_eur : what all customers pay for their fit; 0 when no price was given.
    """

    size_of: npt.NDArray[np.int64]
    comprehensive_fit: float
    plan: CutPlan
    floor: float
    paid_eur: float = 0.0

    @property
    def left_eur(self) -> float:
        """Paid less cut."""
        return self.paid_eur - self.plan.total_eur


def cheapest(order: JointOrder, floor: float, time_limit_s: float, progress: Progress = silent) -> JointPlan:
    """The cheapest plan whose assignment fits at least `floor`. Raises Problem when no assignment fits so well."""
    most = best_fit(order)
    if floor > most + 1e-9:
        text = f"a comprehensive fit of {floor:.3f} is asked for, these sizes reach {most:.3f}"
        raise Problem(text, "fit", "ask for less, or add sizes", Kind.NO, "joint.infeasible")
    began = time.perf_counter()
    groups, counts, member = _groups(order.fit)
    model, assigned = _model(order, groups, counts, floor)
    answer = race.solve(model, time_limit_s, 1e-4, progress=progress)
    size_of = _assignment(answer.values, assigned, member)
    lays: tuple[Lay, ...] = lays_of(model, answer.values, order.rules.most_plies)
    cost = plan_cost(lays, order.catalogue, order.rules)
    made = produced(lays, order.catalogue)
    total = sum(cost.values())
    bound = min(total - (answer.value - answer.bound), total)  # with a price the objective is cost less what is paid
    took = plan_hours(lays, order.catalogue, order.rules.rates)
    plan = CutPlan(lays, made, cost, bound, answer.solver, time.perf_counter() - began, took)
    fit = float(order.fit[np.arange(len(size_of)), size_of].mean())
    paid = float(np.sum(order.price.of(order.fit[np.arange(len(size_of)), size_of]))) if order.price else 0.0
    return JointPlan(size_of, fit, plan, floor, paid)


def sold(point: JointPlan, order: JointOrder, price: FitPrice) -> JointPlan:
    """The point with what its customers pay for their fit."""
    return replace(point, paid_eur=float(price.of(order.fit[np.arange(len(point.size_of)), point.size_of]).sum()))


def front(
    order: JointOrder,
    points: int,
    seconds: float,
    progress: Progress = silent,
    on_point: Callable[[JointPlan], None] | None = None,
) -> tuple[JointPlan, ...]:
    """The front of comprehensive fit against cost, from the cheapest plan to the best fit, evenly in fit.

    seconds for all points together; dominated ones are left out. on_point is given each as it is found.
    """
    began = time.monotonic()
    found: list[JointPlan] = []
    floor, top = 0.0, best_fit(order)
    for number in range(points):
        left = max(1.0, seconds - (time.monotonic() - began))
        share = left / (points - number)
        progress(number / points, f"point {number + 1} of {points}")
        point = cheapest(order, floor, share, lambda _share, text, n=number: progress(n / points, text))
        found.append(point)
        if on_point is not None:
            on_point(point)
        if number == 0:
            low = point.comprehensive_fit
        if number + 1 < points:
            floor = max(low + (top - low) * (number + 1) / (points - 1), 0.0)
    return undominated(found)


def undominated(points: Sequence[JointPlan]) -> tuple[JointPlan, ...]:
    """The points no other one beats in both fit and cost, cheapest first."""
    kept: list[JointPlan] = []
    for point in sorted(points, key=lambda one: (one.plan.total_eur, -one.comprehensive_fit)):
        if not kept or point.comprehensive_fit > kept[-1].comprehensive_fit + 1e-9:
            kept.append(point)
    return tuple(kept)


def best_fit(order: JointOrder) -> float:
    """Comprehensive fit when everybody takes the best-fitting size."""
    return float(order.fit.max(axis=1).mean())


def _groups(fit: Array) -> tuple[Array, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Different rows of fit, how many people have each, and each person's row."""
    rows, member, counts = np.unique(fit, axis=0, return_inverse=True, return_counts=True)
    return rows, counts, member.ravel()


def _model(
    order: JointOrder, groups: Array, counts: npt.NDArray[np.int64], floor: float
) -> tuple[Model, dict[tuple[int, int], str]]:
    rules, people = order.rules, int(counts.sum())
    problem = pulp.LpProblem("sizes_and_lays", pulp.LpMinimize)
    assigned: dict[tuple[int, int], pulp.LpVariable] = {}
    cost: list[tuple[pulp.LpVariable, float]] = []
    taken: dict[int, list[tuple[pulp.LpVariable, float]]] = {size: [] for size in range(groups.shape[1])}
    reach: list[tuple[pulp.LpVariable, float]] = []
    for g, row in enumerate(groups):
        mine = []
        for size in _sensible(row):
            x = problem.add_variable(f"X{g}_{size}", 0, int(counts[g]), pulp.LpInteger)
            assigned[g, size] = x
            mine.append((x, 1.0))
            taken[size].append((x, -1.0))
            reach.append((x, float(row[size])))
            if order.price is not None:
                cost.append((x, -float(order.price.of(row[size : size + 1])[0])))
        problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(mine), 0, f"all{g}", int(counts[g])))
    problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(reach), 1, "fit", floor * people - 1e-6))
    most = [int(sum(counts[g] for g in range(len(groups)) if (g, size) in assigned)) for size in taken]
    lays: list[str] = []
    plies: list[tuple[str, ...]] = []
    tallest: list[pulp.LpVariable] = []
    for m, option in enumerate(order.catalogue.options):
        price = weights(option, rules.rates)
        share = Counter(option.sizes) if option.kind == "mixed" else Counter(option.sizes[:1])
        limit = min(most[size] // count for size, count in share.items())
        u = problem.add_variable(f"U{m}", 0, math.ceil(limit / rules.most_plies), pulp.LpInteger)
        sections = [problem.add_variable(f"P{m}_{k}", 0, limit, pulp.LpInteger) for k in range(len(price.ply))]
        lays.append(u.name)
        plies.append(tuple(section.name for section in sections))
        tallest.append(sections[0])
        cost += [(u, price.lay), *zip(sections, price.ply, strict=True)]
        problem.addConstraint(pulp.LpConstraint(sections[0] - min(rules.most_plies, max(limit, 1)) * u, -1, rhs=0))
        for taller, lower in pairwise(sections):
            problem.addConstraint(pulp.LpConstraint(lower - taller, -1, rhs=0))
        if option.kind == "mixed":
            for size, count in share.items():
                taken[size].append((sections[0], float(count)))
        else:
            for size, section in zip(option.sizes, sections, strict=True):
                taken[size].append((section, 1.0))
    for size, terms in taken.items():
        if terms:
            sense = 0 if rules.exact else 1
            problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, f"made{size}", 0))
    every_ply = pulp.LpAffineExpression([(section, 1) for section in tallest])
    problem.addConstraint(pulp.LpConstraint(every_ply, 1, "plies", least_plies(people, order.catalogue.options)))
    problem.setObjective(pulp.LpAffineExpression(cost))
    names = {key: x.name for key, x in assigned.items()}
    return Model(problem, tuple(lays), tuple(plies)), names


def _sensible(row: Array) -> list[int]:
    """Sizes somebody may be given: those that fit at all, or every one when none does."""
    fitting = [int(size) for size in np.flatnonzero(row > 0)]
    return fitting or list(range(len(row)))


def _assignment(
    values: dict[str, float], assigned: dict[tuple[int, int], str], member: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Size of each person: the people of a group take its sizes in turn."""
    left: dict[int, list[int]] = {}
    for (g, size), name in assigned.items():
        left.setdefault(g, []).extend([size] * round(values.get(name, 0.0)))
    return np.array([left[int(g)].pop(0) for g in member], np.int64)
