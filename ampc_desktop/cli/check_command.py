"""The readiness report of a pattern: every check with value, limit and place."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import out
from ampc_desktop.core.units import format_mm
from ampc_desktop.runtime import codec
from ampc_desktop.studio import patterns

TONES = {"pass": "green", "warn": "yellow", "fail": "red", "skip": "dim"}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", type=Path, metavar="P.json")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    report = patterns.check(patterns.load(args.pattern))
    checks = []
    for check in report.checks:
        where = ".".join(part for part in (check.where.piece, check.where.item) if part)
        plain = codec.to_plain(check)
        checks.append({**plain, "where": where, "place": plain["where"]})
        if not args.json:
            tone = TONES[check.status]
            out.print(f"[{tone}]{check.status:5}[/] {check.number:2} {check.name:34} {check.summary}")
    if not args.json:
        out.print(f"\n{report.status}", style="bold")
    return (1 if report.status == "substantial" else 0), {"status": report.status, "checks": checks}


__all__ = ["add", "format_mm", "run"]
