"""Cures of the try-on, tried on the pattern before they are offered: no click makes an order unfit to cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ampc_desktop import garment
from ampc_desktop.core.check import CheckResult, Status
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cure, FitReport
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Slot
from ampc_desktop.studio import cures
from ampc_desktop.studio.stages import Results

MOST_ROUNDS = 8
"""What a cure carries along may itself need something: an armhole trued, then its corners."""
_RANK: dict[Status, int] = {"skip": 0, "pass": 0, "warn": 1, "fail": 2}


Checked = tuple[Pattern, tuple[CheckResult, ...]]
"""A pattern with a cure made, and what the checks say of it."""


def sound(results: Results, report: FitReport) -> FitReport:
    """A report with only such cures as leave every check of the pattern as good as it is now.

    What a cure needs goes along with it: a seam let out at the armhole takes the sleeve cap with it.
    """
    return _with_cures(report, lambda cure: sound_cure(results, cure))


def sound_of_file(pattern: Pattern, report: FitReport) -> FitReport:
    """The same for a pattern that is not drafted here: its edits are tried; options are for who drafts it anew."""

    def tried(cure: Cure) -> Checked:
        edited = garment.apply_edits(pattern, cure.edits)
        return edited.pattern, garment.run_checks(edited.pattern, edited.conflicts)

    def kept(cure: Cure) -> Cure | None:
        return _carried(cure, garment.run_checks(pattern, ()), tried) if cure.edits else cure

    return _with_cures(report, kept)


def sound_cure(results: Results, cure: Cure) -> Cure | None:
    """The cure with what it must carry along; None where the pattern would not be fit to cut after it."""

    def tried(cure: Cure) -> Checked:
        after = _with(results, cure)
        return after["pattern"], after["readiness"].checks

    return _carried(cure, results["readiness"].checks, tried)


def _with_cures(report: FitReport, kept: Callable[[Cure], Cure | None]) -> FitReport:
    found = [replace(one, cures=tuple(c for c in map(kept, one.cures) if c is not None)) for one in report.advice]
    return replace(report, advice=tuple(found))


def _carried(cure: Cure, now: Sequence[CheckResult], tried: Callable[[Cure], Checked]) -> Cure | None:
    before = {check.id: _RANK[check.status] for check in now}
    for _ in range(MOST_ROUNDS):
        try:
            pattern, checks = tried(cure)
            worse = [one for one in checks if _RANK[one.status] > before.get(one.id, 0)]
            if not worse:
                return cure
            more = _what_follows(pattern, worse)
        except Problem:
            return None
        if not more:
            return None
        cure = replace(cure, edits=(*cure.edits, *more))
    return None


def _what_follows(pattern: Pattern, worse: Sequence[CheckResult]) -> tuple[PatternEdit, ...]:
    """Edits that mend the first check that has some: seams first, for caps and promises are read off them."""
    for check in sorted(worse, key=lambda one: one.number):
        places: dict[object, tuple[PatternEdit, ...]] = {}
        for fix in cures.fixes(pattern, check):
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
