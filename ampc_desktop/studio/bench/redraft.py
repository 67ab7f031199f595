"""How long a full redraft of one garment takes: options, pieces, seams and cut lines."""

from __future__ import annotations

from time import perf_counter

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report, median, percentile
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

TARGET_MS = 50.0
PUBLISHED = "FreeSewing 21–67 ms warm; GarmentCode tee 7 s, skirts 20–110 ms"


def run(full: bool = False, progress: Progress = silent, drafts: int | None = None) -> Report:
    """Each draft is of another body and option combination, after one that warms up. Quick: 60 a garment; full: 300."""
    count = drafts or (300 if full else 60)
    figures: list[Figure] = []
    yardstick = Yardstick()
    for family in cases.FAMILIES:
        taken = []
        for i, (case, _) in enumerate(cases.cases(family, cases.people(count), 1)):
            progress(i / count, f"redraft, {family}")
            if i == 0:
                cases.draft(case)
            began = perf_counter()
            cases.draft(case, cases.resolve(case))
            taken.append(1000 * (perf_counter() - began))
        reference = yardstick.ms()
        for name, value in (("median", median(taken)), ("95th percentile", percentile(taken, 0.95))):
            what = f"redraft of one {family}, {name}"
            figures.append(Figure(what, value, "ms", TARGET_MS, False, KERNEL, reference, PUBLISHED))
    worst_first = sorted(figures, key=lambda figure: -figure.value if "median" in figure.name else 0.0)
    return Report("redraft", tuple(worst_first), tried={"drafts": len(cases.FAMILIES) * count})
