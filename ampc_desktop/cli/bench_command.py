"""The benchmarks, on this machine: every figure with its target and its reference."""

from __future__ import annotations

import argparse
from typing import Any

from ampc_desktop.cli.terminal import out, progress_bar
from ampc_desktop.studio import bench

TONES = {True: "green", False: "red", None: "dim"}
SHOWN_FAULTS = 8


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=f"one of {', '.join(bench.NAMES)}")
    parser.add_argument("--full", action="store_true", help="all bodies and combinations: minutes instead of seconds")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    rows = []
    with progress_bar("Bench", quiet=args.json) as progress:
        for report, seconds in bench.run(args.name, args.full, progress):
            rows.append(bench.document(report, seconds))
            if not args.json:
                show(report, seconds)
    if not args.json:
        out.print("  ".join(f"{name} {value}" for name, value in bench.this_machine().items()), style="dim")
    single = rows[0] if args.name else {}
    return 0, {**single, "benchmarks": rows, "machine": bench.this_machine()}


def show(report: bench.Report, seconds: float) -> None:
    """Figures one a line: value, target, times the reference; then the first faults."""
    tried = ", ".join(f"{count} {what}" for what, count in report.tried.items())
    out.print(f"\n[bold]{report.name}[/bold]  [dim]{tried}, {seconds:.0f} s[/dim]")
    for figure in report.figures:
        sign = "≥" if figure.at_least else "≤"
        target = f"{sign} {figure.target:g}" if figure.target is not None else ""
        ratio = f"{figure.ratio:.3g} × {figure.reference}" if figure.ratio is not None else figure.reference
        value = f"{figure.value:.4g} {figure.unit}"
        line = f"  {figure.name:62} [{TONES[figure.met]}]{value:>14}[/]  {target:7} [dim]{ratio}[/dim]"
        out.print(line, soft_wrap=True)
    published = dict.fromkeys(figure.published for figure in report.figures if figure.published)
    for line in (*published, *report.notes):
        out.print(f"  {line}", style="dim", markup=False, soft_wrap=True)
    for fault in report.faults[:SHOWN_FAULTS]:
        out.print(f"  fault: {fault}", style="yellow", markup=False, soft_wrap=True)
    if len(report.faults) > SHOWN_FAULTS:
        out.print(f"  and {len(report.faults) - SHOWN_FAULTS} more, see --json", style="yellow")
