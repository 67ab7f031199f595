"""A marker: lay patterns, or a strip-packing instance, on a width."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import (
    LARGEST_SEED,
    LONGEST_SEARCH_S,
    length_mm,
    progress_bar,
    say,
    shown,
    units_option,
    whole,
)
from ampc_desktop.studio import patterns


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pattern.json files, or one instance")
    parser.add_argument(
        "--width", type=length_mm(1, 100_000), default=1500.0, metavar="MM", help="usable width of the cloth"
    )
    parser.add_argument("--gap", type=length_mm(0, 50), default=2.0, metavar="MM", help="between pieces")
    parser.add_argument("--seconds", type=whole(1, LONGEST_SEARCH_S), default=10, metavar="S", help="time to search")
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N")
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="M.json",
        help="where the marker goes; those of further materials beside it",
    )
    units_option(parser)


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    with progress_bar("Nest", quiet=args.json) as progress:
        markers = patterns.nest(args.files, args.width, args.seconds, args.seed, args.gap, progress)
    written = patterns.save_markers(markers, args.out)
    rows = [
        {
            "material": marker.material,
            "length_mm": round(marker.length_mm, 2),
            "density": round(marker.efficiency, 5),
            "placed": len(marker.placements),
            "seconds": round(marker.seconds, 2),
            "verified": marker.verified,
            "out": str(path),
        }
        for marker, path in zip(markers, written, strict=True)
    ]
    if not args.json:
        for marker, path in zip(markers, written, strict=True):
            length = shown(marker.length_mm, args.units)
            say(f"{marker.material:10} {length}  {marker.efficiency:.1%}  {len(marker.placements)} pieces  {path}")
    return 0, {**rows[0], "markers": rows}
