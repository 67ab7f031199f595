"""A graded nest: a pattern in every size of a size chart, corrections included."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say
from ampc_desktop.studio import grading


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", type=Path, metavar="P.json", help="a pattern of this studio")
    parser.add_argument("--sizes", required=True, type=Path, metavar="FILE", help="CSV: size, bust, waist, hip, ...")
    parser.add_argument("--sex", choices=("female", "male"), help="whose proportions complete the sizes")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="NEST", help="NEST.json, or NEST.dxf with its NEST.rul"
    )


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    nested = grading.grade_file(args.pattern, args.sizes, args.sex)
    written = grading.write(nested, args.out)
    rows = grading.rows(nested.sizes)
    if not args.json:
        for row in rows:
            girths = "  ".join(f"{name} {value:.0f}" for name, value in list(row["dimensions"].items())[:4])
            say(f"{row['size']:6} {girths}  {row['worst'] or 'all checks pass'}", "" if not row["worst"] else "yellow")
        for path in written:
            say(str(path))
    bad = any(row["status"] == "fail" for row in rows)
    return (1 if bad else 0), {"sizes": rows, "out": [str(path) for path in written]}
