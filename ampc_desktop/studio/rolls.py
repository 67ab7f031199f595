"""Rolls on the shelf for the lays of a plan: read from a file, allocated, told."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ampc_desktop.core.cutplan import Roll, RollPlan, RollRules
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.cutting.plan import rolls
from ampc_desktop.runtime import files
from ampc_desktop.studio.cutplans import Planned

Rules = RollRules


def read(path: Path) -> tuple[Roll, ...]:
    """Rolls of a CSV with the columns roll, length_m and, if there are several, lot. Raises Problem."""
    try:
        text = files.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("this is not a text file", str(path), "give a CSV file", code="cutplan.rolls") from error
    rows = list(csv.DictReader(io.StringIO(text)))
    header = {(name or "").strip().lower() for name in (rows[0] if rows else {})}
    if not {"roll", "length_m"} <= header:
        remedy = "write roll,length_m,lot in the first line"
        raise Problem("the columns are missing", str(path), remedy, code="cutplan.rolls")
    found = []
    for line, row in enumerate(rows, 2):
        tidy = {(name or "").strip().lower(): (value or "").strip() for name, value in row.items() if name}
        try:
            length_mm = 1000.0 * float(tidy["length_m"].replace(",", "."))
        except ValueError:
            text = f"length_m is '{tidy['length_m']}'"
            raise Problem(text, f"{path}: line {line}", "a length in metres", code="cutplan.rolls") from None
        if not tidy["roll"]:
            raise Problem("the roll has no name", f"{path}: line {line}", "name it", code="cutplan.rolls")
        found.append(Roll(tidy["roll"], length_mm, tidy.get("lot", "")))
    rolls.check(found)
    return tuple(found)


def allocate(
    planned: Planned, shelf: Sequence[Roll], rules: RollRules, time_limit_s: float = 20.0, progress: Progress = silent
) -> RollPlan:
    """Which plies are cut from which roll. Raises Problem."""
    rates = planned.order.rules.rates
    wanted = rolls.stacks(planned.plan, planned.order.catalogue, rates)
    return rolls.allocate(wanted, shelf, rules, rates.fabric_eur_per_m, time_limit_s, progress=progress)


def document(plan: RollPlan, shelf: Sequence[Roll]) -> dict[str, Any]:
    """The allocation as JSON: plies by lay and roll, what is left of each roll that was taken."""
    lots = {roll.id: roll.lot for roll in shelf}
    return {
        "plies": [
            {"lay": use.lay + 1, "roll": use.roll, "lot": lots[use.roll], "plies": use.plies} for use in plan.uses
        ],
        "remnants": [
            {"roll": id, "lot": lots[id], "length_mm": round(length, 1)} for id, length in plan.remnant_mm.items()
        ],
        "waste_mm": round(plan.waste_mm, 1),
        "cost": round(plan.cost_eur, 4),
        "bound": round(plan.bound_eur, 4),
        "gap": round(plan.gap, 6),
        "solver": plan.solver,
    }
