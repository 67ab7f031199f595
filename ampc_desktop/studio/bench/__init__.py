"""Benchmarks: what we promise, measured on this machine against a named reference (docs/benchmarks.md).

One module each, with run(full, progress) -> Report. The first figure of a report is its headline.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.bench.machine import this_machine

NAMES = (
    "order",
    "redraft",
    "checks",
    "live",
    "first_paint",
    "seams",
    "allowance",
    "prompts",
    "edits",
    "roundtrip",
    "nest",
    "body",
    "photo",
    "viewport",
    "editor",
    "tryon",
    "sizing",
    "cutplan",
    "paper_case",
)
"""In the order in which they are run and printed."""


def run(name: str = "", full: bool = False, progress: Progress = silent) -> Iterator[tuple[Report, float]]:
    """(report, seconds it took) of one benchmark, or of all, as they finish. Raises Problem for an unknown name."""
    name = name.replace("-", "_")
    if name and name not in NAMES:
        raise Problem(f"no benchmark is called '{name}'", "NAME", f"one of {', '.join(NAMES)}", code="bench.unknown")
    return _run((name,) if name else NAMES, full, progress)


def _run(names: tuple[str, ...], full: bool, progress: Progress) -> Iterator[tuple[Report, float]]:
    for name in names:
        measure: Callable[[bool, Progress], Report] = importlib.import_module(f"{__name__}.{name}").run
        began = perf_counter()
        report = measure(full, progress)
        yield report, perf_counter() - began


def document(report: Report, seconds: float = 0.0) -> dict[str, Any]:
    """One benchmark as a row of JSON: its headline figure, then all figures, faults and what was tried.

    `name` is the benchmark's; `figure` says what the headline value is.
    """
    headline = report.figures[0].plain()
    return {
        **headline,
        "name": report.name,
        "figure": headline["name"],
        "machine": this_machine(),
        "met": report.met,
        "figures": [figure.plain() for figure in report.figures],
        "faults": list(report.faults),
        "notes": list(report.notes),
        "tried": dict(report.tried),
        "seconds": round(seconds, 2),
    }


__all__ = ["NAMES", "Figure", "Report", "document", "run", "this_machine"]
