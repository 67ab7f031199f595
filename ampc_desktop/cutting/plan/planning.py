"""A cutting order planned: model, race, lays, cost and bound."""

from __future__ import annotations

import time

from ampc_desktop.core.cutplan import CutPlan, CuttingOrder
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.cutting.plan import race
from ampc_desktop.cutting.plan.costs import plan_cost, produced
from ampc_desktop.cutting.plan.model import build, lays_of

GAP = 1e-4
MOST_PIECES = 10_000_000


def plan(order: CuttingOrder, time_limit_s: float = 60.0, gap: float = GAP, progress: Progress = silent) -> CutPlan:
    """The cheapest plan found in time, with its bound. Raises Problem for an order that makes no sense."""
    check(order)
    began = time.perf_counter()
    model = build(order)
    answer = race.solve(model, time_limit_s, gap, progress=progress)
    lays = lays_of(model, answer.values, order.rules.most_plies)
    cost = plan_cost(lays, order.catalogue, order.rules)
    bound = min(answer.bound, sum(cost.values()))
    made = produced(lays, order.catalogue)
    return CutPlan(lays, made, cost, bound, answer.solver, time.perf_counter() - began)


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
