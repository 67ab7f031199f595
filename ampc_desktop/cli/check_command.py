"""The readiness report of a pattern: every check with value, limit and place."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.markup import escape

from ampc_desktop.cli.terminal import out, say
from ampc_desktop.runtime import codec
from ampc_desktop.studio import patterns

TONES = {"pass": "green", "warn": "yellow", "fail": "red", "skip": "dim"}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", type=Path, metavar="P.json", help="a pattern of this studio")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    report = patterns.check(patterns.load(args.pattern))
    checks = []
    for check in report.checks:
        where = ".".join(part for part in (check.where.piece, check.where.item) if part)
        plain = codec.to_plain(check)
        checks.append({**plain, "where": where, "place": plain["where"]})
        if not args.json:
            tone = TONES[check.status]
            text = f"{check.number:2} {check.name:34} {check.summary}"
            out.print(f"[{tone}]{check.status:5}[/] {escape(text)}")
    if not args.json:
        say(f"\n{report.status}", "bold")
    return (1 if report.status == "substantial" else 0), {"status": report.status, "checks": checks}
