"""Write a pattern for another system: apparel DXF in a vendor's profile."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say
from ampc_desktop.studio import patterns


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", type=Path, metavar="P.json", help="a pattern of this studio")
    parser.add_argument(
        "--profile", default="astm_gerber", metavar="NAME", help=f"one of {', '.join(patterns.PROFILES)}"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the DXF goes")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    rows = patterns.export(args.pattern, args.profile, args.out)
    if not args.json:
        for warning in rows["warnings"]:
            say(warning, "yellow")
        say(str(args.out))
    return 0, {"out": str(args.out), "profile": args.profile, **rows}
