"""Rolls for the lays of a plan: whole plies, shade lots kept together, few changes, no short remnants.

An integer program: plies n of roll r in lay l, y whether r is taken to l, z whether lot s is in l, and for each roll
either a remnant that goes back to the shelf or one that is waste (or it is used up, or not touched). Cost is what a
cutting room pays for it: wasted cloth, changes of roll, lays parted for shade.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pulp

from ampc_desktop.core.cutplan import CutPlan, MarkerCatalogue, Roll, RollPlan, RollRules, RollUse
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.plan import race
from ampc_desktop.cutting.plan.model import Model


@dataclass(frozen=True)
class Stack:
    """A block of equal plies: lay number, length of one ply with selvage, how many."""

    lay: int
    ply_mm: float
    plies: int


def stacks(plan: CutPlan, catalogue: MarkerCatalogue, rates: CutRates) -> tuple[Stack, ...]:
    """The plies of every lay, longest first. The plies of a step lay reach over its first sections, fewer and fewer."""
    found: list[Stack] = []
    for number, lay in enumerate(plan.lays):
        option = catalogue.options[lay.option]
        if option.kind == "mixed":
            found.append(Stack(number, option.length_mm + rates.selvage_mm, lay.plies[0]))
            continue
        reach, heights = 0.0, [*lay.plies, 0]
        for section, (height, lower) in enumerate(pairwise(heights)):
            reach += option.section_mm[section]
            if height > lower:
                found.append(Stack(number, reach + rates.selvage_mm, height - lower))
    return tuple(found)


def allocate(
    wanted: Sequence[Stack],
    rolls: Sequence[Roll],
    rules: RollRules,
    eur_per_m: float,
    time_limit_s: float = 20.0,
    gap: float = 1e-3,
    progress: Progress = silent,
) -> RollPlan:
    """The cheapest way to cut every ply from the rolls, with its bound.

    Raises Problem for bad rolls, and when they don't reach (kind NO, with what is missing).
    """
    began = time.perf_counter()
    check(rolls)
    _reach(wanted, rolls)
    problem, plies, names_of = _model(wanted, rolls, rules, eur_per_m)
    names = tuple(tuple(row) for row in plies.values())
    try:
        answer = race.solve(Model(problem, (), names), time_limit_s, gap, progress=progress)
    except Problem as refused:
        if refused.code != "cutplan.infeasible":
            raise
        raise _short(wanted, rolls, rules) from refused
    uses, left = [], {roll.id: roll.length_mm for roll in rolls}
    for (k, r), name in names_of.items():
        count = round(answer.values.get(name, 0.0))
        if count:
            uses.append(RollUse(wanted[k].lay, rolls[r].id, count))
            left[rolls[r].id] -= count * wanted[k].ply_mm
    taken = {use.roll for use in uses}
    remnants = {id: max(0.0, length) for id, length in left.items() if id in taken}
    waste = sum(length for length in remnants.values() if length < rules.usable_mm)
    return RollPlan(
        tuple(uses), remnants, waste, answer.value, min(answer.bound, answer.value), answer.solver,
        time.perf_counter() - began,
    )  # fmt: skip


def check(rolls: Sequence[Roll]) -> None:
    """Raises Problem for rolls that can't be."""
    if not rolls:
        raise Problem("there are no rolls", "rolls", "list at least one", code="cutplan.rolls")
    seen: set[str] = set()
    for roll in rolls:
        if roll.id in seen:
            raise Problem(
                f"roll {roll.id} is listed twice", "rolls", "give each roll its own name", code="cutplan.rolls"
            )
        seen.add(roll.id)
        if not 0 < roll.length_mm < 1e7:
            text = f"roll {roll.id} is {roll.length_mm / 1000:g} m"
            raise Problem(text, "rolls", "more than 0 and less than 10 000 m", code="cutplan.rolls")


def _reach(wanted: Sequence[Stack], rolls: Sequence[Roll]) -> None:
    longest = max(roll.length_mm for roll in rolls)
    for stack in wanted:
        if stack.ply_mm > longest:
            raise Problem(
                f"a ply of lay {stack.lay + 1} is {stack.ply_mm / 1000:.2f} m, the longest roll {longest / 1000:.2f} m",
                "rolls", "use shorter markers or a longer roll", Kind.NO, "cutplan.rolls_short",
            )  # fmt: skip


def _short(wanted: Sequence[Stack], rolls: Sequence[Roll], rules: RollRules) -> Problem:
    need = sum(stack.plies * stack.ply_mm for stack in wanted) / 1000
    have = sum(roll.length_mm for roll in rolls) / 1000
    if need > have:
        return Problem(
            f"the lays take {need:.1f} m, the rolls hold {have:.1f} m",
            "rolls",
            "add rolls",
            Kind.NO,
            "cutplan.rolls_short",
        )
    lots = len({roll.lot for roll in rolls})
    way = "allow two shade lots in a lay, or add rolls" if rules.one_lot and lots > 1 else "add a roll"
    text = f"the rolls hold {have:.1f} m for {need:.1f} m of lays, but not in whole plies"
    if rules.one_lot and lots > 1:
        text += " with one shade lot a lay"
    return Problem(text, "rolls", way, Kind.NO, "cutplan.rolls_short")


def _model(
    wanted: Sequence[Stack], rolls: Sequence[Roll], rules: RollRules, eur_per_m: float
) -> tuple[pulp.LpProblem, Mapping[int, list[str]], Mapping[tuple[int, int], str]]:
    problem = pulp.LpProblem("rolls", pulp.LpMinimize)
    cost: list[tuple[pulp.LpVariable, float]] = []
    plies: dict[int, list[str]] = {}
    names: dict[tuple[int, int], str] = {}
    used: dict[int, list[tuple[pulp.LpVariable, float]]] = {r: [] for r in range(len(rolls))}
    taken: dict[tuple[int, int], list[tuple[pulp.LpVariable, int]]] = {}
    for k, stack in enumerate(wanted):
        row = []
        for r, roll in enumerate(rolls):
            most = min(stack.plies, int(roll.length_mm // stack.ply_mm))
            if most:
                n = problem.add_variable(f"N{k}_{r}", 0, most, pulp.LpInteger)
                row.append((n, 1))
                names[k, r] = n.name
                used[r].append((n, stack.ply_mm))
                taken.setdefault((stack.lay, r), []).append((n, most))
        plies[k] = [n.name for n, _ in row]
        problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(row), 0, f"plies{k}", stack.plies))
    lots: dict[tuple[int, str], list[pulp.LpVariable]] = {}
    touched: dict[int, list[pulp.LpVariable]] = {r: [] for r in range(len(rolls))}
    for (lay, r), parts in taken.items():
        y = problem.add_variable(f"Y{lay}_{r}", cat=pulp.LpBinary)
        cost.append((y, rules.change_eur))
        for n, most in parts:
            problem.addConstraint(pulp.LpConstraint(n - most * y, -1, rhs=0))
        lots.setdefault((lay, rolls[r].lot), []).append(y)
        touched[r].append(y)
    _keep_lots(problem, lots, rules, cost)
    for r, roll in enumerate(rolls):
        if not touched[r]:
            continue
        # A roll that is touched leaves a remnant: kept when it is long enough, else waste.
        t = problem.add_variable(f"T{r}", cat=pulp.LpBinary)
        keep = problem.add_variable(f"K{r}", cat=pulp.LpBinary)
        waste = problem.add_variable(f"W{r}", 0, min(rules.usable_mm, roll.length_mm), pulp.LpContinuous)
        for y in touched[r]:
            problem.addConstraint(pulp.LpConstraint(y - t, -1, rhs=0))
        length = pulp.LpAffineExpression(used[r])
        problem.addConstraint(pulp.LpConstraint(length, -1, f"roll{r}", roll.length_mm + 1e-6))
        # keep = 1 only if the remnant is usable; waste >= remnant unless kept or untouched.
        usable = min(rules.usable_mm, roll.length_mm)
        problem.addConstraint(pulp.LpConstraint(length + usable * keep, -1, f"kept{r}", roll.length_mm))
        problem.addConstraint(
            pulp.LpConstraint(length + waste + roll.length_mm * keep - roll.length_mm * t, 1, f"waste{r}", 0)
        )
        cost.append((waste, eur_per_m / 1000.0))
    problem.setObjective(pulp.LpAffineExpression(cost))
    return problem, plies, names


def _keep_lots(
    problem: pulp.LpProblem,
    lots: Mapping[tuple[int, str], Sequence[pulp.LpVariable]],
    rules: RollRules,
    cost: list[tuple[pulp.LpVariable, float]],
) -> None:
    """One shade lot a lay, or a price for every further one."""
    by_lay: dict[int, list[pulp.LpVariable]] = {}
    for number, ((lay, _lot), rolls) in enumerate(lots.items()):
        z = problem.add_variable(f"Z{number}", cat=pulp.LpBinary)
        for y in rolls:
            problem.addConstraint(pulp.LpConstraint(y - z, -1, rhs=0))
        by_lay.setdefault(lay, []).append(z)
    for lay, present in by_lay.items():
        if rules.one_lot:
            problem.addConstraint(
                pulp.LpConstraint(pulp.LpAffineExpression([(z, 1) for z in present]), -1, f"lot{lay}", 1)
            )
        else:
            more = problem.add_variable(f"M{lay}", 0, len(present), pulp.LpContinuous)
            expression = pulp.LpAffineExpression([*((z, 1.0) for z in present), (more, -1.0)])
            problem.addConstraint(pulp.LpConstraint(expression, -1, f"lots{lay}", 1))
            cost.append((more, rules.lot_eur))
