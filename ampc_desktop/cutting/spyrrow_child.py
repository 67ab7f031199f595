"""The nesting engine in a process of its own: a panic there is a sentence here, cancel is a kill.

spyrrow (MIT) carries the sparrow heuristic of arXiv 2509.13329. Only layouts it calls feasible are passed on:
the others overlap.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import spyrrow

TELL_EVERY_S = 0.25
WORKERS = 2
"""Fixed, because a run is only repeatable with the same number of threads."""
GRACE_S = 2.0
"""The engine may overshoot its limit; after this the best feasible layout stands."""

Layout = list[tuple[str, float, float, float]]


def solve(
    items: list[tuple[str, list[tuple[float, float]], int, list[float]]],
    strip_height: float,
    separation: float,
    seconds: int,
    seed: int,
    tell: Callable[..., None],
) -> tuple[Layout, bool]:
    """(id, rotation in degrees, x, y) of every piece, and whether the clock ended the search."""
    instance = spyrrow.StripPackingInstance(
        "", strip_height, [spyrrow.Item(id, outline, count, turns) for id, outline, count, turns in items]
    )
    config = spyrrow.StripPackingConfig(
        early_termination=True,
        total_computation_time=seconds,
        min_items_separation=separation or None,
        num_workers=WORKERS,
        seed=seed,
    )
    reports = spyrrow.ProgressQueue()
    result: list[Any] = []

    def work() -> None:
        try:
            result.append(instance.solve(config, reports))
        except BaseException as error:  # noqa: BLE001 - Rust panics are BaseExceptions
            result.append(error)

    began = time.monotonic()
    explored = 0.0
    best, told = None, 0.0
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    while worker.is_alive() and time.monotonic() - began < seconds + GRACE_S:
        worker.join(0.05)
        now = time.monotonic() - began
        for kind, found in reports.drain():
            if kind == spyrrow.ReportType.CmprFeas and not explored:
                explored = now
            if kind in (spyrrow.ReportType.ExplFeas, spyrrow.ReportType.CmprFeas, spyrrow.ReportType.Final):
                best = found
        if best is not None and now - told >= TELL_EVERY_S:
            told = now
            share = min(0.99, now / seconds)
            tell(share, f"laying, {100 * best.density:.1f} % of the cloth used", _layout(best))
    if result and isinstance(result[0], BaseException):
        raise RuntimeError(f"the nesting engine failed: {result[0]}")
    took = time.monotonic() - began
    if result:
        best = result[0]
    if best is None:
        raise RuntimeError("the nesting engine found no layout in time")
    exploring, compressing = (explored, took - explored) if explored else (took, 0.0)
    cut_short = exploring >= 0.8 * seconds - 0.1 or compressing >= 0.2 * seconds - 0.1
    return _layout(best), cut_short


def _layout(solution: Any) -> Layout:
    return [(p.id, float(p.rotation), float(p.translation[0]), float(p.translation[1])) for p in solution.placed_items]
