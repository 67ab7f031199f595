"""Cutting order planning: known optima, bounds, and the closed forms of the paper's cost tables."""

from __future__ import annotations

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.cutting.plan import planning
from ampc_desktop.cutting.plan.costs import produced
from ampc_desktop.cutting.plan.instance import read_instance
from ampc_desktop.runtime import resources
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

CASES = (
    ("MC7_150_n2", 200.182, 20.0, 1e-4, 5.0),
    ("MC14_150_n2", 199.109, 20.0, 1e-4, 5.0),
    ("MC14_150_n2_manual_cheap", 34.884, 30.0, 1e-4, 30.0),
    ("MP7_10000_n2", 13317.737, 15.0, 1e-4, 15.0),
    ("MP7_10000_n6", 11160.088, 15.0, 1e-4, 15.0),
    ("MC14_10000_n4F_n2G", 11551.377, 30.0, 1e-4, 30.0),
    ("MC14_150_n4F_n2G", 174.570, 60.0, 5e-3, 60.0),
)
"""Instance, best value known EUR, time limit s, largest gap promised, seconds promised."""
LONG = ("MC14_150_n4F_n2G",)


def run(full: bool = False, progress: Progress = silent) -> Report:
    """Each instance once, solved by the race of CBC and HiGHS. Quick leaves out the one that takes its whole minute."""
    yardstick = Yardstick()
    figures: list[Figure] = []
    faults: list[str] = []
    chosen = [case for case in CASES if full or case[0] not in LONG]
    for number, (name, best_eur, limit_s, most_gap, most_s) in enumerate(chosen):
        progress(number / len(chosen), name)
        order = read_instance(resources.text("bench", "cop", f"{name}.json"), name)
        plan = planning.plan(order, limit_s)
        made = produced(plan.lays, order.catalogue)
        wanted = zip(made, order.demand, strict=True)
        if not all(got == want if order.rules.exact else got >= want for got, want in wanted):
            faults.append(f"{name}: the lays make {made}, ordered {order.demand}")
        figures.append(Figure(f"{name}, cost above the best known", 100 * (plan.total_eur / best_eur - 1), "%", 0.011))
        figures.append(Figure(f"{name}, gap to the bound", 100 * plan.gap, "%", 100 * most_gap + 1e-3))
        figures.append(Figure(f"{name}, time", plan.seconds, "s", most_s + 2.0, False, KERNEL, yardstick.ms() / 1000))
    return Report("cutplan", tuple(figures), tuple(faults), tried={"instances": len(chosen)})
