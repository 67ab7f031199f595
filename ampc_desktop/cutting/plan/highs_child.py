"""HiGHS on a model file, in a process of its own (highspy and ortools can't live in one)."""

from __future__ import annotations

from typing import Any

import highspy

from ampc_desktop.core.ports import Progress


def solve(mps: str, start: dict[str, float], time_limit_s: float, gap: float, tell: Progress) -> dict[str, Any]:
    """{value, bound, values} of the best solution in time; value is inf when none was found.

    start: a known solution by variable name, or empty.
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", float(time_limit_s))
    highs.setOptionValue("mip_rel_gap", gap)
    highs.readModel(mps)
    names = list(highs.getLp().col_names_)
    if start:
        known = highspy.HighsSolution()
        known.col_value = [start.get(name, 0.0) for name in names]
        highs.setSolution(known)
    highs.HandleKeyboardInterrupt = False
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = dict(zip(names, highs.getSolution().col_value, strict=True)) if found else {}
    return {
        "value": float(info.objective_function_value) if found else float("inf"),
        "bound": float(info.mip_dual_bound),
        "values": {name: value for name, value in values.items() if abs(value) > 1e-9},
        "infeasible": highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible,
    }
