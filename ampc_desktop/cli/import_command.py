"""Read an apparel DXF: pieces with sizes, areas and everything that looked odd."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say, shown, units_option
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import blocks, imports, patterns
from ampc_desktop.studio.context import Studio


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a DXF of any apparel CAD")
    parser.add_argument("--out", required=True, type=Path, metavar="P.json", help="where the pieces go")
    parser.add_argument("--pattern", type=Path, metavar="P.json", help="also a pattern that can be checked and edited")
    parser.add_argument("--size", default="", metavar="S", help="which size of a graded file (its sample size)")
    parser.add_argument("--block", default="", metavar="NAME", help="also keep it as a block; needs --garment")
    parser.add_argument("--garment", default="", metavar="G", help="the garment that the block is for")
    units_option(parser)


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    rows = patterns.import_dxf(args.file, args.out)
    if not args.json:
        for piece in rows["pieces"]:
            wide, high = piece["size"]
            size = f"{shown(wide, args.units, 8)} × {shown(high, args.units)}"
            say(f"{piece['name']:24} {size}  {piece['area_mm2'] / 100:.0f} cm²")
        for warning in rows["warnings"]:
            say(warning, "yellow")
    made = _made(args)
    if not args.json:
        for line in made.get("notes", []):
            if line not in rows["warnings"]:
                say(line, "yellow")
        for line in (made.get("pattern"), made.get("block")):
            if line:
                say(line)
    return 0, {**rows, **made}


def _made(args: argparse.Namespace) -> dict[str, Any]:
    """The pattern and the block that were asked for. Raises Problem."""
    found: dict[str, Any] = {}
    if args.pattern is not None:
        imported = imports.read(args.file, args.size)
        patterns.save(imported.pattern, args.pattern)
        found = {"pattern": str(args.pattern), "notes": list(imported.notes)}
    if args.block or args.garment:
        if not (args.block and args.garment):
            raise Problem("a block needs a name and a garment", "--block", "write --block NAME --garment tshirt")
        studio = Studio()
        try:
            row, notes = blocks.from_file(studio, args.file, args.block, args.garment, args.size)
        finally:
            studio.close()
        found = {**found, "block": row.name, "notes": list(notes)}
    return found
