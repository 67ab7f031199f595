"""Read an apparel DXF: pieces with sizes, areas and everything that looked odd."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say, shown, units_option
from ampc_desktop.studio import patterns


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a DXF of any apparel CAD")
    parser.add_argument("--out", required=True, type=Path, metavar="P.json", help="where the pieces go")
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
    return 0, rows
