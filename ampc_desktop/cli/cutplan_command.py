"""Cutting order planning: quantities per size become lays, with cost, bound and gap."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import LARGEST_SEED, LONGEST_SEARCH_S, progress_bar, say, whole
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import cutplans, orders
from ampc_desktop.studio.context import Studio


def add(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--orders", type=Path, metavar="FILE", help="CSV: size,quantity or pattern,quantity")
    what.add_argument("--instance", type=Path, metavar="FILE", help="a planning instance in JSON")
    parser.add_argument("--garment", default="straight_skirt", help="drafted in every size of the order")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="of ampc size: what the size names mean")
    parser.add_argument("--dimensions", nargs="+", default=["hip", "waist"], metavar="DIM", help="of sizes like 104/95")
    parser.add_argument("--sex", choices=("female", "male"), default="female")
    parser.add_argument("--fabric", default="", metavar="NAME", help="id or name of a fabric")
    parser.add_argument("--plies", type=whole(1, 500), default=30, metavar="N", help="most plies in a lay")
    parser.add_argument(
        "--per-marker", type=whole(1, 8), default=2, metavar="N", help="most garments in a mixed marker"
    )
    parser.add_argument("--sections", type=whole(0, 4), default=0, metavar="N", help="most sections of a step lay")
    parser.add_argument("--at-least", action="store_true", help="more than the order may be made (stock)")
    parser.add_argument("--nest", type=whole(0, LONGEST_SEARCH_S), default=0, metavar="S", help="nest used markers")
    parser.add_argument("--seconds", type=whole(1, LONGEST_SEARCH_S), default=60, metavar="S", help="time to plan")
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N", help="of nesting")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the plan as JSON")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    with progress_bar("Cutting order", quiet=args.json) as progress:
        if args.instance is not None:
            planned = cutplans.from_instance(args.instance, args.seconds, progress)
        else:
            wanted = _wanted(args)
            studio = Studio()
            try:
                plies, mixed, group = args.plies, args.per_marker, args.sections
                exact, nest, seed = not args.at_least, args.nest, args.seed
                planned = cutplans.planned(
                    wanted, studio.prices, plies, exact, mixed, group, args.seconds, nest, seed, progress
                )
            finally:
                studio.close()
    if args.out is not None:
        cutplans.save(planned, args.out)
    told = cutplans.document(planned)
    if not args.json:
        _show(told)
    return 0, told


def _wanted(args: argparse.Namespace) -> cutplans.Wanted:
    quantities = cutplans.read_quantities(args.orders)
    fabric = orders.fabric_id(args.fabric) if args.fabric else ""
    if all(name.endswith(".json") for name, _ in quantities):
        if not fabric:
            raise Problem("no fabric is named", "--fabric", "name the cloth that is laid", code="usage")
        return cutplans.from_patterns(quantities, args.orders.parent, fabric)
    charted: dict[str, list[float]] = {}
    dimensions = args.dimensions
    if args.chart is not None:
        try:
            chart = json.loads(args.chart.read_text("utf-8"))
            dimensions = [one["name"] for one in chart["dimensions"]]
            for size in chart["chart"]:
                charted[size["name"]] = charted[size["designation"]] = size["dims_mm"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            text = "this is no size chart"
            raise Problem(text, str(args.chart), "make one with ampc size", code="cutplan.chart") from error
    return cutplans.from_sizes(quantities, args.garment, dimensions, args.sex, charted, fabric)


def _show(told: dict[str, Any]) -> None:
    for lay in told["lays"]:
        sign = "≈" if lay["estimated"] else " "
        sizes, plies = " + ".join(lay["sizes"]), "/".join(str(count) for count in lay["plies"])
        kind = "step lay" if lay["kind"] == "group" else "lay"
        words = "ply  " if plies == "1" else "plies"
        say(f"  {kind:9} {sign}{lay['length_mm'] / 1000:6.2f} m × {plies:>5} {words}   {sizes}")
    cost = told["cost"]
    say(f"  € {cost['total']:.2f}, € {cost['unit']:.4f} a garment", "bold")
    parts = ", ".join(f"{kind} € {cost[kind]:.2f}" for kind in ("fabric", "spreading", "cutting") if cost[kind])
    say(f"  {parts}; at least € {told['bound']:.2f}, gap {told['gap']:.2%} ({told['solver']}, {told['seconds']:.1f} s)")
