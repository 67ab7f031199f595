"""A made-to-measure pattern: a garment, a body and options become pieces and seams."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say, shown, units_option
from ampc_desktop.studio import patterns


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("garment", help="tshirt, shirt, trousers, ... (a wrong name lists them)")
    parser.add_argument("--body", required=True, type=Path, metavar="FILE", help="body measurements, YAML or JSON")
    parser.add_argument("--set", nargs="+", action="extend", default=[], metavar="K=V", help="e.g. fit=relaxed")
    parser.add_argument("--out", required=True, type=Path, metavar="P.json", help="where the pattern goes")
    units_option(parser)


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    pattern, adjusted = patterns.draft(args.garment, args.body, args.set)
    patterns.save(pattern, args.out)
    dimensions = {
        dim.id: {"body": round(dim.body_mm, 1), "ease": round(dim.ease_mm, 1), "finished": round(dim.target_mm, 1)}
        for dim in pattern.key_dimensions
    }
    if not args.json:
        for piece in pattern.pieces:
            say(f"{piece.name:20} × {piece.quantity}  {piece.material}")
        for dim in pattern.key_dimensions:
            ease = f"  ease {shown(dim.ease_mm, args.units)}" if dim.body_mm else ""
            say(f"{dim.label:24} {shown(dim.target_mm, args.units, 8)}{ease}")
        for line in adjusted:
            say(line, "yellow")
        say(str(args.out))
    return 0, {
        "pieces": [patterns.piece_row(piece) for piece in pattern.pieces],
        "seams": [patterns.seam_row(pattern, seam) for seam in pattern.seams],
        "key_dimensions": dimensions,
        "adjusted": list(adjusted),
        "out": str(args.out),
    }
