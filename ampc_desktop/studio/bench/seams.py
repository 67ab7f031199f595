"""Do our own patterns sew together, on everyone and in every combination of options?"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from ampc_desktop import garment
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Option
from ampc_desktop.studio.bench import cases, judges
from ampc_desktop.studio.bench.figure import Figure, Report

SEAM_LIMIT_MM, GIRTH_LIMIT_MM = 0.5, 2.0


@dataclass
class Sweep:
    """Worst figures over many drafts."""

    drafts: int = 0
    refused: int = 0
    seam_mm: float = 0.0
    girth_mm: float = 0.0
    crossing: int = 0
    failed: int = 0
    warned: int = 0
    faults: list[str] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    def judge(self, case: object, pattern: Pattern, body: Measurements, options: dict[str, Option]) -> None:
        """Add one draft."""
        self.drafts += 1
        for seam, off in judges.seam_mismatches(pattern).items():
            self.seam_mm = max(self.seam_mm, _worst(off))
            if not off <= SEAM_LIMIT_MM:
                self._fault("seam", f"{case}: seam {seam} off by {off:.2f} mm")
        crossed = judges.crossings(pattern)
        self.crossing += bool(crossed)
        for line in crossed:
            self._fault("crossing", f"{case}: {line}")
        if not crossed:
            for girth, off in judges.girth_errors(pattern, body, options).items():
                self.girth_mm = max(self.girth_mm, _worst(abs(off)))
                if not abs(off) <= GIRTH_LIMIT_MM:
                    self._fault("girth", f"{case}: {girth} off by {off:+.2f} mm")
        checks = garment.run_checks(pattern)
        self.failed += any(check.status == "fail" for check in checks)
        self.warned += any(check.status == "warn" for check in checks)
        for check in checks:
            if check.status in ("warn", "fail"):
                self._fault(f"check {check.number} {check.status}", f"{case}: check {check.number}: {check.summary}")

    def _fault(self, kind: str, text: str) -> None:
        self.numbers[kind] += 1
        if self.numbers[kind] <= 10:
            self.faults.append(text)


def _worst(value: float) -> float:
    return value if math.isfinite(value) else math.inf


def run(full: bool = False, progress: Progress = silent, bodies: int | None = None, each: int | None = None) -> Report:
    """200 plausible bodies and the 20 extreme ones x sampled options. Quick: 40 bodies x 3; full: 200 x 6."""
    count, combos = bodies or (200 if full else 40), each or (6 if full else 3)
    who = cases.people(count) + (cases.extremes() if bodies is None else cases.extremes()[:2])
    sweeps = {family: Sweep() for family in cases.FAMILIES}
    total, done = len(who) * combos * len(sweeps), 0
    for family, sweep in sweeps.items():
        for case, options in cases.cases(family, who, combos):
            done += 1
            progress(done / total, f"seams, {family}")
            try:
                pattern = cases.draft(case, options)
            except Problem as problem:
                sweep.refused += 1
                sweep._fault("refused", f"{case}: {problem.sentence}")
                continue
            sweep.judge(case, pattern, case.body, options)
    return report(sweeps, len(who))


def report(sweeps: dict[str, Sweep], bodies: int) -> Report:
    """Figures over all families, then the share of failing drafts of each."""
    every = list(sweeps.values())
    drafts = sum(sweep.drafts for sweep in every)
    limit = "limit of the readiness report"
    figures = [
        Figure(
            "largest seam mismatch beyond declared ease", max(sweep.seam_mm for sweep in every), "mm", SEAM_LIMIT_MM,
            reference=f"{limit}, check 4", reference_value=SEAM_LIMIT_MM,
            published="FreeSewing penelope iterates waist and side seam to 1 mm",
        ),
        Figure("drafts that cross themselves", sum(sweep.crossing for sweep in every), "drafts", 0.0,
               reference="drafts made", reference_value=float(drafts)),
        Figure(
            "largest girth error against body + ease", max(sweep.girth_mm for sweep in every), "mm", GIRTH_LIMIT_MM,
            reference=f"{limit}, check 8", reference_value=GIRTH_LIMIT_MM,
        ),
        Figure("drafts with a failed check", 100 * sum(sweep.failed for sweep in every) / max(drafts, 1), "%", 0.0,
               reference="substantial correction in the paper", reference_value=6.0),
        Figure("drafts with a warning", 100 * sum(sweep.warned for sweep in every) / max(drafts, 1), "%",
               reference="minor correction in the paper", reference_value=24.0),
        Figure("garments refused", float(sum(sweep.refused for sweep in every)), "drafts", 0.0,
               reference="drafts tried", reference_value=float(drafts + sum(sweep.refused for sweep in every))),
    ]  # fmt: skip
    notes = [f"{family}: {kind} × {n}" for family, sweep in sweeps.items() for kind, n in sweep.numbers.items()]
    faults = [fault for sweep in every for fault in sweep.faults]
    return Report("seams", tuple(figures), tuple(faults), tuple(notes), {"bodies": bodies, "drafts": drafts})
