"""CBC and HiGHS raced on one model, each in its own process: the first proof ends the race, else the best of both."""

from __future__ import annotations

import math
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from pulp.apis import coin_api

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.plan.model import Model
from ampc_desktop.runtime import child

GRACE_S = 5.0
"""After its time limit a solver may take this long to write its answer."""


@dataclass(frozen=True)
class Answer:
    """values by variable name; value EUR; bound EUR; solver: who found the best solution."""

    values: dict[str, float] = field(default_factory=dict)
    value: float = math.inf
    bound: float = -math.inf
    solver: str = ""


class _Won(Exception):
    """CBC has its proof: HiGHS may stop."""


def solve(
    model: Model,
    time_limit_s: float,
    gap: float = 1e-4,
    start: dict[str, float] | None = None,
    progress: Progress = silent,
) -> Answer:
    """The best answer both solvers find within the time limit, with the better of their bounds.

    gap: a solution proven this near to the optimum ends the race. Raises Problem when no plan is possible or none
    was found, and what `progress` raises.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ampc-plan-") as folder:
        mps = Path(folder) / "model.mps"
        model.problem.writeMPS(str(mps))
        cbc = _start_cbc(mps, time_limit_s, gap)

        def watch(share: float | None, text: str) -> None:
            spent = time.monotonic() - began
            progress(min(spent / time_limit_s, 0.99), "Plan the lays")
            if cbc.poll() is not None and _proven(_cbc_answer(mps, gap), gap):
                raise _Won

        try:
            entry = "ampc_desktop.cutting.plan.highs_child:solve"
            told = child.run(entry, str(mps), start or {}, time_limit_s, gap, progress=watch, what="HiGHS")
            highs = Answer(told["values"], told["value"], told["bound"], "HiGHS")
            if told["infeasible"]:
                raise Problem(
                    "no plan makes exactly this order", "order", "allow excess", Kind.NO, "cutplan.infeasible"
                )
            if not _proven(highs, gap):
                _wait(cbc, time_limit_s + GRACE_S - (time.monotonic() - began), progress)
        except _Won:
            highs = Answer()
        finally:
            if cbc.poll() is None:
                cbc.kill()
            cbc.wait()
        other = _cbc_answer(mps, gap)
    best = min((highs, other), key=lambda answer: answer.value)
    if not math.isfinite(best.value):
        raise Problem("no plan was found in time", "order", "allow more time", Kind.NO, "cutplan.unsolved")
    return Answer(best.values, best.value, min(max(highs.bound, other.bound), best.value), best.solver)


def _proven(answer: Answer, gap: float) -> bool:
    return math.isfinite(answer.value) and answer.value - answer.bound <= gap * abs(answer.value) + 1e-9


def _wait(cbc: subprocess.Popen[bytes], seconds: float, progress: Progress) -> None:
    end = time.monotonic() + seconds
    while cbc.poll() is None and time.monotonic() < end:
        progress(None, "Plan the lays")
        time.sleep(child.POLL_SECONDS)


def _start_cbc(mps: Path, time_limit_s: float, gap: float) -> subprocess.Popen[bytes]:
    words = [coin_api.pulp_cbc_path, str(mps), "-timeMode", "elapsed", "-sec", f"{time_limit_s:g}"]
    words += ["-ratio", f"{gap:g}", "-threads", "1", "-branch", "-solution", str(mps.with_suffix(".sol"))]
    with mps.with_suffix(".log").open("wb") as log:
        return subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)


_BOUND = re.compile(r"Lower bound:\s+([-+.\de]+)")
_POSSIBLE = re.compile(r"best possible ([-+.\de]+)")


def _cbc_answer(mps: Path, gap: float) -> Answer:
    """What CBC wrote: its solution file, and the bound from its log."""
    solution, log = mps.with_suffix(".sol"), mps.with_suffix(".log").read_text("utf-8", "replace")
    if not solution.exists():
        return Answer()
    lines = solution.read_text("utf-8").splitlines()
    head = lines[0] if lines else ""
    told = re.search(r"objective value ([-+.\de]+)", head)
    if told is None or head.startswith("Infeasible") or "No feasible solution" in log:
        return Answer()
    rows = (line.replace("**", "").split() for line in lines[1:])
    values = {row[1]: float(row[2]) for row in rows if len(row) >= 3}
    value = float(told[1])
    bounds = _BOUND.findall(log) or _POSSIBLE.findall(log)[-1:]
    if bounds:
        bound = min(float(bounds[-1]), value)
    elif "Stopped on" in log:  # PuLP calls this optimal, too
        bound = -math.inf
    else:
        bound = value if "within gap tolerance" not in log else value * (1 - gap)
    return Answer(values, value, bound, "CBC")
