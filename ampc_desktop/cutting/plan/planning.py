"""A cutting order planned: model, race, lays, cost and bound."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from ampc_desktop.core.cutplan import CutPlan, CuttingOrder, Lay
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.plan import race
from ampc_desktop.cutting.plan.costs import plan_cost, plan_hours, produced
from ampc_desktop.cutting.plan.model import build, lays_of, values_of

GAP = 1e-4
MOST_PIECES = 10_000_000


def plan(
    order: CuttingOrder,
    time_limit_s: float = 60.0,
    gap: float = GAP,
    progress: Progress = silent,
    start: Sequence[Lay] = (),
) -> CutPlan:
    """The cheapest plan found in time, with its bound. start: lays of a known plan over the same markers.

    Raises Problem for an order that makes no sense.
    """
    check(order)
    began = time.perf_counter()
    model = build(order)
    try:
        answer = race.solve(model, time_limit_s, gap, values_of(model, start), progress)
    except Problem as refused:
        if refused.code == "cutplan.infeasible" and order.rules.most_hours is not None:
            text = f"no plan takes at most {order.rules.most_hours:.2f} h"
            raise Problem(text, "order", "allow more hours", Kind.NO, "cutplan.hours") from refused
        raise
    lays = lays_of(model, answer.values, order.rules.most_plies)
    cost = plan_cost(lays, order.catalogue, order.rules)
    bound = min(answer.bound, sum(cost.values()))
    made = produced(lays, order.catalogue)
    took = plan_hours(lays, order.catalogue, order.rules.rates)
    return CutPlan(lays, made, cost, bound, answer.solver, time.perf_counter() - began, took)


def quicker(
    order: CuttingOrder, points: int, time_limit_s: float = 60.0, progress: Progress = silent
) -> tuple[CutPlan, ...]:
    """The front of cost against hours, cheapest first: what it costs to have the order cut sooner.

    From the cheapest plan to the quickest, evenly in hours; time_limit_s for all of them. Raises Problem.
    """
    share = time_limit_s / (points + 1)
    free = replace(order.rules, most_hours=None)
    cheapest = plan(replace(order, rules=free), share, progress=_numbered(progress, 0, points))
    rates = order.rules.rates
    work_only = replace(
        rates, fabric_eur_per_m=0.0, operator_eur_per_h=1.0, spreader_eur_per_h=0.0, cutter_eur_per_h=0.0
    )
    hurry = replace(order, rules=replace(free, rates=work_only, marker_eur=0.0))
    least = plan(hurry, share, progress=_numbered(progress, 1, points)).hours
    found = [cheapest]
    for number in range(1, points):
        most = cheapest.hours + (least - cheapest.hours) * number / (points - 1)
        capped = replace(order, rules=replace(free, most_hours=most * (1.0 + 1e-9)))
        try:
            found.append(plan(capped, share, progress=_numbered(progress, number + 1, points)))
        except Problem as refused:
            if refused.kind is not Kind.NO:
                raise  # no plan is that quick, or none was found in time: the front ends here
            break
    kept: list[CutPlan] = []
    for one in sorted(found, key=lambda one: (one.total_eur, one.hours)):
        if not kept or one.hours < kept[-1].hours - 1e-9:
            kept.append(one)
    return tuple(kept)


def _numbered(progress: Progress, number: int, count: int) -> Progress:
    return lambda share, text: progress((number + (share or 0.0)) / (count + 1), text)


def check(order: CuttingOrder) -> None:
    """Raises Problem for demand, plies or markers that contradict each other."""
    sizes, demand = order.catalogue.sizes, order.demand
    if len(demand) != len(sizes):
        raise Problem(
            f"{len(demand)} quantities for {len(sizes)} sizes", "order", "give one a size", code="cutplan.sizes"
        )
    for size, wanted in zip(sizes, demand, strict=True):
        if wanted < 0:
            raise Problem(f"{wanted} pieces are ordered", f"size {size}", "0 or more", code="cutplan.demand")
    if not 0 < sum(demand) <= MOST_PIECES:
        text = f"{sum(demand)} pieces are ordered"
        raise Problem(text, "order", f"1 to {MOST_PIECES}", code="cutplan.demand")
    if order.rules.most_plies < 1:
        text = f"a lay of {order.rules.most_plies} plies"
        raise Problem(text, "plies", "at least 1", code="cutplan.plies")
    held = {size for option in order.catalogue.options for size in option.sizes}
    for number, wanted in enumerate(demand):
        if wanted and number not in held:
            raise Problem("no marker holds it", f"size {sizes[number]}", "add a marker", code="cutplan.marker")
