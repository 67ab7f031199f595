"""Cures of the try-on, tried on the pattern before they are offered: no click makes an order unfit to cut."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop import garment
from ampc_desktop.core.check import CheckResult, Status
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cure, FitReport
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Slot
from ampc_desktop.studio import cures
from ampc_desktop.studio.stages import Results

MOST_ROUNDS = 8
"""What a cure carries along may itself need something: an armhole trued, then its corners."""
_RANK: dict[Status, int] = {"skip": 0, "pass": 0, "warn": 1, "fail": 2}


def sound(results: Results, report: FitReport) -> FitReport:
    """A report with only such cures as leave every check of the pattern as good as it is now.

    What a cure needs goes along with it: a seam let out at the armhole takes the sleeve cap with it.
    """
    advice = []
    for one in report.advice:
        kept = tuple(found for cure in one.cures if (found := sound_cure(results, cure)) is not None)
        advice.append(replace(one, cures=kept))
    return replace(report, advice=tuple(advice))


def sound_cure(results: Results, cure: Cure) -> Cure | None:
    """The cure with what it must carry along; None where the pattern would not be fit to cut after it."""
    before = {check.id: _RANK[check.status] for check in results["readiness"].checks}
    whole = cure
    for _ in range(MOST_ROUNDS):
        try:
            after = _with(results, whole)
            worse = [one for one in after["readiness"].checks if _RANK[one.status] > before.get(one.id, 0)]
            if not worse:
                return whole
            more = _what_follows(after, worse)
        except Problem:
            return None
        if not more:
            return None
        whole = replace(whole, edits=(*whole.edits, *more))
    return None


def _what_follows(after: Results, worse: list[CheckResult]) -> tuple[PatternEdit, ...]:
    """Edits that mend the first check that has some: seams first, for caps and promises are read off them."""
    for check in sorted(worse, key=lambda one: one.number):
        places: dict[object, tuple[PatternEdit, ...]] = {}
        for fix in cures.fixes(after["pattern"], check):
            seam = fix.edits[0].values.get("seam")  # a seam is trued on one of its sides
            places.setdefault(seam or (fix.edits[0].piece, fix.edits[0].item), fix.edits)
        if places:
            return tuple(edit for edits in places.values() for edit in edits)
    return ()


def _with(results: Results, cure: Cure) -> Results:
    """Results with a cure made, as `session.with_cure` makes it."""
    requirement = results["requirement"]
    if cure.options:
        schema = garment.family(results["design"].family).schema
        for name, value in cure.options.items():
            for follower in (one.id for one in schema.parameters if one.follows == name):
                requirement = requirement.without_slot(follower)
            requirement = requirement.with_slot(name, Slot(value, "slider"))
    edits = tuple(replace(edit, id=f"fit{k}") for k, edit in enumerate(cure.edits))
    return results.changed(requirement=requirement, edits=(*results["edits"], *edits))
