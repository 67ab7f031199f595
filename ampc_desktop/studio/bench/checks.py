"""How long the checks take that follow every redraft: 1 to 15, and 17 on the cloth's width."""

from __future__ import annotations

from time import perf_counter

from ampc_desktop import cutting, garment
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report, median, percentile
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

TARGET_MS = 150.0


def run(full: bool = False, progress: Progress = silent, patterns: int | None = None) -> Report:
    """Over varied patterns of both garments. Quick: 40 patterns each; full: 150."""
    count = patterns or (150 if full else 40)
    figures: list[Figure] = []
    yardstick = Yardstick()
    for family in cases.FAMILIES:
        taken = []
        for i, (case, options) in enumerate(cases.cases(family, cases.people(count), 1, sliders=False)):
            progress(i / count, f"checks, {family}")
            pattern = cases.draft(case, options)
            fabrics = dict.fromkeys(cutting.materials(pattern), case.fabric)
            began = perf_counter()
            done = (*garment.run_checks(pattern), cutting.check_width(pattern, fabrics))
            taken.append(1000 * (perf_counter() - began))
            assert [check.number for check in done] == [*range(1, 16), 17], "the checks have changed; so must this"
        reference = yardstick.ms()
        for name, value in (("median", median(taken)), ("95th percentile", percentile(taken, 0.95))):
            what = f"checks 1–15 and 17 of one {family}, {name}"
            figures.append(Figure(what, value, "ms", TARGET_MS, False, KERNEL, reference))
    return Report("checks", tuple(figures), tried={"patterns": len(cases.FAMILIES) * count})
