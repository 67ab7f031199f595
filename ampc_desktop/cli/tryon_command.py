"""The virtual try-on: a pattern on a body, with strain, pressure and ease."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import number, progress_bar, say
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import avatars, layers, mechanics, orders, patterns, targets, tryons
from ampc_desktop.studio.drapes import Draping
from ampc_desktop.studio.flow import capabilities


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", type=Path, metavar="P.json", help="a pattern of this studio")
    parser.add_argument(
        "--body", required=True, type=Path, metavar="FILE", help="avatar .npz, or measures YAML or JSON"
    )
    parser.add_argument("--fabric", required=True, metavar="NAME", help="id or name of a fabric")
    parser.add_argument("--mechanics", type=Path, metavar="FILE", help="your own measured values, TOML or YAML")
    parser.add_argument("--over", type=Path, metavar="P.json", help="a pattern that is worn beneath this one")
    parser.add_argument("--over-fabric", metavar="NAME", help="its fabric; without it, the same as --fabric")
    parser.add_argument(
        "--edge-mm",
        type=number(8, 60),
        metavar="MM",
        help="length of a triangle, else 20 to 30 as the cloth is large; 13 is fine, 9 finer",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="new folder for drape, maps and pictures"
    )


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    pattern = patterns.load(args.pattern)
    fabric = capabilities().fabrics[orders.fabric_id(args.fabric)]
    if args.mechanics is not None:
        fabric = mechanics.with_file(fabric, args.mechanics)
    body = avatars.read_body(args.body)
    left_out: tuple[str, ...] = ()
    with progress_bar("Try-on", quiet=args.json) as progress:
        targets.check_target(args.out, tryons.WRITTEN)
        draping = Draping(args.edge_mm)
        if args.over is None:
            worn = tryons.from_file(pattern, fabric, body, draping, progress)
        else:
            beneath = capabilities().fabrics[orders.fabric_id(args.over_fabric or args.fabric)]
            lower = tryons.from_file(patterns.load(args.over), beneath, body, draping, progress)
            worn = layers.from_file(pattern, fabric, lower, draping, progress)
        try:
            written = tryons.write(worn, args.out, progress)
        except Problem as problem:
            if problem.kind is not Kind.NO:
                raise
            left_out = (f"pictures are left out: {problem.what}",)
            written = tryons.write(worn, args.out, progress, pictures=False)
    told = tryons.document(worn)
    if not args.json:
        _show(told, left_out)
        for path in written.values():
            say(f"  {path}")
    files = {name: str(path) for name, path in written.items()}
    return (0 if worn.drape.converged else 1), {**told, "files": files, "left_out": list(left_out)}


def _show(told: dict[str, Any], left_out: tuple[str, ...]) -> None:
    say(told["verdict"], "bold")
    if told["converged"]:
        say(
            f"  {told['vertices']} vertices, {told['seconds']:.1f} s, forces out of balance "
            f"{100 * told['residual']:.1f} % of the weight"
        )
        for girth in told["girths"]:
            ease = girth["garment_mm"] - girth["body_mm"]
            say(f"  {girth['label']:10} body {format_mm(girth['body_mm'], 0)} mm, ease {format_mm(ease, 0)} mm")
        say(f"  strain {told['strain']['p50']:.1f} %, p99 {told['strain']['p99']:.1f} %")
    for one in told["advice"]:
        say(f"  {one['sentence']}", "yellow")
    for line in (*told["notes"], *left_out):
        say(f"  {line}", "dim")
