"""Cutting order planning: quantities per size become lays, with cost, bound and gap."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import LARGEST_SEED, LONGEST_SEARCH_S, number, progress_bar, say, whole
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import cutplans, orders, rolls
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.wanted import Wanted, from_patterns, from_sizes, read_quantities


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
    parser.add_argument("--material", default="shell", metavar="ROLE", help="shell, rib, lining, …, or all of them")
    parser.add_argument("--most-hours", type=number(0.01, 10_000), metavar="H", help="to spread and cut, per material")
    parser.add_argument(
        "--rolls", type=Path, metavar="FILE", help="CSV: roll,length_m,lot on the shelf, allocated to lays"
    )
    parser.add_argument("--quicker", type=whole(2, 12), default=0, metavar="N", help="also N plans that take less time")
    parser.add_argument("--mix-lots", action="store_true", help="a lay may hold several shade lots, parted by paper")
    parser.add_argument(
        "--usable-m", type=number(0, 100), default=2.0, metavar="M", help="shortest remnant worth keeping"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="the plan as JSON")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    shelf = rolls.read(args.rolls) if args.rolls is not None else ()
    if shelf and args.material == "all":
        raise Problem("rolls are of one cloth", "--rolls", "plan one --material at a time", code="usage")
    with progress_bar("Cutting order", quiet=args.json) as progress:
        plans = _planned(args, progress)
        told = cutplans.together(plans) if len(plans) > 1 else cutplans.document(next(iter(plans.values())))
        if args.quicker:
            told["quicker"] = cutplans.quicker(next(iter(plans.values())), args.quicker, args.seconds, progress)
        if shelf:
            rules = rolls.Rules(not args.mix_lots, 1000.0 * args.usable_m)
            allocation = rolls.allocate(next(iter(plans.values())), shelf, rules, progress=progress)
            told["rolls"] = rolls.document(allocation, shelf)
    if args.out is not None:
        cutplans.save(told, args.out)
    if not args.json:
        _show(told)
    return 0, told


def _planned(args: argparse.Namespace, progress: Progress) -> Mapping[str, cutplans.Planned]:
    """Plans by material."""
    if args.instance is not None:
        return {"shell": cutplans.from_instance(args.instance, args.seconds, progress)}
    every = _wanted(args)
    chosen = [one for one in every if args.material in ("all", one.material)]
    if not chosen:
        has = ", ".join(one.material for one in every)
        raise Problem(f"nothing is cut from '{args.material}'", "--material", f"this garment has {has}", code="usage")
    studio = Studio()
    try:
        return {
            one.material: cutplans.planned(
                one, studio.prices, args.plies, not args.at_least, args.per_marker, args.sections,
                args.seconds / len(chosen), args.nest, args.seed, progress, args.most_hours,
            )
            for one in chosen
        }  # fmt: skip
    finally:
        studio.close()


def _wanted(args: argparse.Namespace) -> tuple[Wanted, ...]:
    quantities = read_quantities(args.orders)
    fabric = orders.fabric_id(args.fabric) if args.fabric else ""
    if all(name.endswith(".json") for name, _ in quantities):
        if not fabric:
            raise Problem("no fabric is named", "--fabric", "name the cloth that is laid", code="usage")
        return from_patterns(quantities, args.orders.parent, fabric)
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
    return from_sizes(quantities, args.garment, dimensions, args.sex, charted, fabric)


def _show(told: dict[str, Any]) -> None:
    for lay in told["lays"]:
        sign = "≈" if lay["estimated"] else " "
        sizes, plies = " + ".join(lay["sizes"]), "/".join(str(count) for count in lay["plies"])
        kind = "step lay" if lay["kind"] == "group" else "lay"
        words = "ply  " if plies == "1" else "plies"
        cloth = f"{lay['material']:8}" if "material" in lay else ""
        say(f"  {cloth}{kind:9} {sign}{lay['length_mm'] / 1000:6.2f} m × {plies:>5} {words}   {sizes}")
    cost = told["cost"]
    say(f"  € {cost['total']:.2f}, € {cost['unit']:.4f} a garment", "bold")
    for one in told.get("quicker", ()):
        say(f"  {one['hours']:.2f} h for € {one['total']:.2f} in {one['lays']} lays, gap {one['gap']:.2%}")
    for use in told.get("rolls", {}).get("plies", ()):
        lot = f", lot {use['lot']}" if use["lot"] else ""
        say(
            f"  lay {use['lay']}: {use['plies']} {'ply' if use['plies'] == 1 else 'plies'} from roll {use['roll']}{lot}"
        )
    if "rolls" in told:
        left = ", ".join(f"{one['roll']} {one['length_mm'] / 1000:.2f} m" for one in told["rolls"]["remnants"])
        say(f"  left on the rolls: {left}; wasted {told['rolls']['waste_mm'] / 1000:.2f} m")
    parts = ", ".join(f"{kind} € {cost[kind]:.2f}" for kind in ("fabric", "spreading", "cutting") if cost[kind])
    say(f"  {parts}; at least € {told['bound']:.2f}, gap {told['gap']:.2%} ({told['solver']}, {told['seconds']:.1f} s)")
