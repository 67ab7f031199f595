"""Release: markers, final checks and the order package, written whole or not at all, remembered in the hub."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ulid import ULID

from ampc_desktop import exchange
from ampc_desktop.core.check import Readiness, readiness
from ampc_desktop.core.fit import FitReport
from ampc_desktop.core.order import Order
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.runtime import files, stops
from ampc_desktop.studio import learning, package, pictures, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import utc_now
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.targets import check_target, order_files

NEST_SHARE = (0.10, 0.70)
"""Share of the progress bar that nesting takes; the rest is drafting before and writing after."""


@dataclass(frozen=True)
class Released:
    """A released order with the results it was made from, its readiness over all checks and its folder.

    left_out: sentences about files this machine could not make; fit: what the try-on found, None without one.
    """

    order: Order
    results: Results
    readiness: Readiness
    folder: Path
    seconds: Mapping[str, float]
    left_out: tuple[str, ...] = ()
    fit: FitReport | None = None


def release(studio: Studio, state: DesignState, out: Path, progress: Progress = silent, tryon: bool = True) -> Released:
    """Nest, try on, check, write the package to `out` and remember the order.

    Raises Problem kind NO when the garment is not ready (a failed check or an edit in conflict), Problem
    BAD_INPUT when `out` can't be written, Cancelled when progress says so; in all these cases nothing is left.
    """
    check_target(out, order_files(out))
    progress(0.0, "Draft and check")
    results = studio.results(state, _within(progress, NEST_SHARE))
    refuse_unready(results["readiness"])
    with pictures.background(studio, state, tryon, _within(progress, NEST_SHARE[1:] * 2)) as drawing:
        results["markers"]
    progress(NEST_SHARE[1], "Quote")
    results["quote"], results["lead_time"]
    progress(0.75, "Write package")
    began = time.perf_counter()
    order_id, released_at = str(ULID()), utc_now()
    pattern_dxf = package.pattern_dxf(results, order_id, released_at)
    round_trip = exchange.check_roundtrip(results["pattern"], pattern_dxf, "astm_gerber")
    fit = None if drawing.worn is None else drawing.worn.report
    worn = () if fit is None else (tryons.checked(fit),)
    report = readiness((*results["readiness"].checks, round_trip, *worn))
    refuse_unready(report)
    order = Order(
        id=order_id,
        customer=state.body.name,
        label=results["design"].label,
        released_at=released_at,
        price_eur=results["quote"].price_eur,
        lead_time=results["lead_time"],
        readiness=report.status,
    )
    with ExitStack() as last, files.whole_folder(out) as draft:
        order = package.write(draft, order, state, results, report, pattern_dxf, drawing, progress)
        seconds = {**drawing.seconds, **results.seconds, "release": time.perf_counter() - began}
        progress(0.97, "Remember")
        last.enter_context(stops.finishing())  # a remembered order has its folder
        _remember(studio, order, state, draft, out)
        learning.remember(studio, order.id, state, results)
    return Released(order, results, report, out, seconds, drawing.left_out, fit)


def refuse_unready(report: Readiness) -> None:
    """Raises Problem naming the first failed check when the garment can't be released."""
    failed = [check for check in report.checks if check.status == "fail"]
    if failed:
        first, more = failed[0], f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        place = ".".join(part for part in (first.where.piece, first.where.item) if part)
        text = f"not ready: check {first.number}, {first.name.lower()}: {first.summary}{more}"
        raise Problem(text, place, "correct the pattern, then release again", Kind.NO, f"order.not_ready.{first.id}")


def _within(progress: Progress, span: tuple[float, float]) -> Progress:
    low, high = span

    def report(share: float | None, text: str) -> None:
        progress(low if share is None else low + share * (high - low), text)

    return report


def _remember(studio: Studio, order: Order, state: DesignState, draft: Path, folder: Path) -> None:
    words = " ".join(turn.text for turn in state.conversation if turn.speaker == "customer")
    contents = {file.name: (draft / file.name).read_bytes() for file in order.files}
    studio.hub.save_order(order, words, str(folder), contents)


__all__ = ["Released", "refuse_unready", "release"]
