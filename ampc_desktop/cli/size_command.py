"""Size charts: mass production by enumeration, mass customisation with proven additional sizes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import LARGEST_SEED, length_mm, progress_bar, say, whole
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import customers, sizes
from ampc_desktop.studio.context import Studio


def add(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    stock = ways.add_parser("mp", help="mass production: one diagonal of sizes", allow_abbrev=False)
    custom = ways.add_parser(
        "mc", help="mass customisation: additional sizes where people need them", allow_abbrev=False
    )
    for one in (stock, custom):
        surveys = ", ".join(sizes.SURVEYS)
        one.add_argument("--population", required=True, metavar="CSV", help=f"one row a person, or {surveys}")
        one.add_argument("--map", nargs="+", default=[], metavar="DIM=COLUMN", help="columns of other names")
        one.add_argument(
            "--units", choices=("mm", "cm", "in"), default="", help="of the file; else told by the numbers"
        )
        one.add_argument("--dimensions", nargs="+", default=["hip", "waist"], metavar="DIM", help="primary first")
        one.add_argument("--intervals", nargs="+", type=length_mm(5, 500), default=[], metavar="LENGTH")
        one.add_argument("--sizes", type=whole(1, 40), default=7, metavar="S", help="sizes of the chart")
        one.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N", help="same seed, same answer")
        one.add_argument("--out", type=Path, metavar="FILE", help="the chart as JSON")
        one.add_argument("--json", action="store_true", help="one JSON object on standard output, nothing else there")
    custom.add_argument("--add", type=whole(0, 40), default=3, metavar="N", help="additional sizes")
    custom.add_argument("--runs", type=whole(0, 100), default=10, metavar="N", help="runs of the genetic search")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    columns = dict(_pair(text) for text in args.map)
    dimensions = sizes.dimensions_of(args.dimensions, args.intervals)
    if args.population in customers.NAMES:
        studio = Studio()
        try:
            people = customers.population(studio, args.population, args.dimensions)
        finally:
            studio.close()
    else:
        people = sizes.load_population(args.population, args.dimensions, columns, args.units, args.seed)
    charted = sizes.mass_production(people, dimensions, args.sizes)
    if args.way == "mc":
        with progress_bar("Sizes", quiet=args.json) as progress:
            charted = sizes.mass_customisation(charted, args.add, args.seed, args.runs, progress=progress)
    if args.out is not None:
        sizes.save(charted, args.out)
    told = sizes.document(charted)
    if not args.json:
        _show(told)
    return 0, told


def _show(told: dict[str, Any]) -> None:
    names = [one["name"] for one in told["dimensions"]]
    say(f"{told['population']['people']} people, {told['population']['title']}", "bold")
    say(f"  {'size':8}" + "".join(f"{name:>14}" for name in names) + "   fitted best")
    for size in told["chart"]:
        values = "".join(f"{value / 10:>11.1f} cm" for value in size["dims_mm"])
        mark = "+" if size["additional"] else " "
        say(f"{mark} {size['name']:8}{values}   {size['share']:>6.1%}")
    say(f"  accommodation {told['accommodation']:.1%}, aggregate loss {told['aggregate_loss_cm']:.2f} cm")
    fit = f"  comprehensive fit {told['comprehensive_fit']:.4f} of 10"
    if told["proven"] is not None:
        fit += ", proven best" if told["proven"] else f", at most {told['bound']:.4f}"
    if told["search"] is not None:
        fit += f"; genetic search {told['search']['best']:.4f} in {told['search']['runs']} runs"
    say(fit)


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals or not name or not column:
        raise Problem(f"'{text}' names no column", "--map", "write hip=COLUMN", code="usage")
    return name, column
