"""The main job: a sentence and a body become a cut-ready order package."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import LARGEST_SEED, LONGEST_SEARCH_S, progress_bar, say, whole
from ampc_desktop.core.check import verdict
from ampc_desktop.core.units import format_mm
from ampc_desktop.runtime import codec
from ampc_desktop.studio import orders
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.release import Released
from ampc_desktop.studio.state import DesignState

CHECK_WORDS = {"pass": "checks pass", "warn": "warn", "skip": "not for this garment"}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--say", required=True, metavar="TEXT", help="what the customer wants, in a sentence")
    parser.add_argument("--body", required=True, type=Path, metavar="FILE", help="body measurements, YAML or JSON")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="new folder for the package")
    parser.add_argument("--fabric", default="", metavar="NAME", help="id or name of a fabric")
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N", help="same seed, same bytes")
    parser.add_argument(
        "--seconds", type=whole(1, LONGEST_SEARCH_S), default=None, metavar="S", help="time to nest the marker"
    )
    parser.add_argument("--no-tryon", action="store_true", help="leave out the virtual try-on")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    studio = Studio(nest_seconds=args.seconds)
    try:
        with progress_bar("Order", quiet=args.json) as progress:
            state, released = orders.make_order(
                studio, args.say, args.body, args.out, args.fabric, args.seed, progress, not args.no_tryon
            )
        if not args.json:
            show(state, released)
        return 0, document(state, released)
    finally:
        studio.close()


def document(state: DesignState, released: Released) -> dict[str, Any]:
    """The JSON of the contract."""
    order, results = released.order, released.results
    return {
        "order_id": order.id,
        "requirement": codec.to_plain(results["requirement"]),
        "design": codec.to_plain(results["design"]),
        "readiness": codec.to_plain(released.readiness),
        "verdict": verdict(released.readiness),
        "price_eur": round(order.price_eur, 2),
        "lead_time_days": order.lead_time.days,
        "ready": order.lead_time.date,
        "adjusted": list(orders.adjusted(results)),
        "notes": list(orders.told(state)),
        "unknown": list(state.requirement.unknown),
        "files": {file.name: str(released.folder / file.name) for file in order.files}
        | {"order.json": str(released.folder / "order.json")},
        "fit": released.fit.verdict if released.fit is not None else "",
        "left_out": list(released.left_out),
        "seconds": {stage: round(seconds, 4) for stage, seconds in released.seconds.items()},
    }


def show(state: DesignState, released: Released) -> None:
    """What was made, what was not made as wished, where it lies, what it costs."""
    order, results = released.order, released.results
    counts: Counter[str] = Counter(check.status for check in released.readiness.checks)
    checks = ", ".join(f"{counts[status]} {words}" for status, words in CHECK_WORDS.items() if counts[status])
    marker = results["markers"]["shell"]
    say(f"{order.label} for {order.customer}, order {order.id}", "bold")
    say(
        f"  € {order.price_eur:.2f}, ready {order.lead_time.date} ({order.lead_time.days} days), "
        f"{verdict(released.readiness)}: {checks}"
    )
    say(f"  marker {format_mm(marker.length_mm / 1000, 2)} m, efficiency {marker.efficiency:.1%}, verified")
    if released.fit is not None:
        calm = released.fit.converged and not any(one.severity == "wrong" for one in released.fit.advice)
        say(f"  on the body: {released.fit.verdict}", "" if calm else "yellow")
    for line in (*orders.told(state), *orders.adjusted(results)):
        say(f"  {line}", "yellow")
    if state.requirement.unknown:
        say(f"  not understood: {', '.join(state.requirement.unknown)}", "yellow")
    for line in released.left_out:
        say(f"  {line}", "yellow")
    for file in order.files:
        say(f"  {released.folder / file.name}  {file.size / 1000:.0f} kB")
    say(f"  {released.folder / 'order.json'}")
    say(f"  {released.seconds['total']:.1f} s", "dim")
