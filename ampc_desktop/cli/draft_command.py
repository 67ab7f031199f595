"""A made-to-measure pattern: a garment, a body and options become pieces and seams."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import patterns


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("garment", help="tshirt or straight_skirt")
    parser.add_argument("--body", required=True, type=Path, metavar="FILE", help="body measurements, YAML or JSON")
    parser.add_argument("--set", nargs="+", action="extend", default=[], metavar="K=V", help="e.g. fit=relaxed")
    parser.add_argument("--out", required=True, type=Path, metavar="P.json", help="where the pattern goes")


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
            say(f"{dim.label:24} {format_mm(dim.target_mm):>8} mm  ease {format_mm(dim.ease_mm)}")
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
