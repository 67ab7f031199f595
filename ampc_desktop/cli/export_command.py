"""Write a pattern for another system: apparel DXF in a vendor's profile."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import out
from ampc_desktop.studio import patterns


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", type=Path, metavar="P.json")
    parser.add_argument("--profile", default="astm_gerber", metavar="NAME", help="astm_gerber, aama_r12 ...")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    patterns.export(args.pattern, args.profile, args.out)
    if not args.json:
        out.print(str(args.out))
    return 0, {"out": str(args.out), "profile": args.profile, "pieces": [], "warnings": []}
