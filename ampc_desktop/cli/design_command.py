"""Designs without a body: specification, print tile and preview from a sentence."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import LARGEST_SEED, say, whole
from ampc_desktop.studio import designs


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--say", required=True, metavar="TEXT", help="what the customer wants, in a sentence")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the tiles go")
    parser.add_argument("--count", type=whole(1, designs.MOST), default=1, metavar="N", help="variants of the print")
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N")
    parser.add_argument("--backend", default="renderer", choices=("renderer",), help="what draws the print")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    made = designs.make(args.say, args.out, args.count, args.seed)
    if not args.json:
        for one in made:
            say(f"{one['print']}  {one['spec']['motif']}, inks {', '.join(one['spec']['inks'])}")
            for line in one["constraints"]:
                say(f"  {line}", "dim")
    return 0, {"designs": made}
