"""Progress on a terminal, plain lines of text, and the numbers and lengths people write as options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ampc_desktop.core.ports import Progress as Report
from ampc_desktop.core.units import UNIT_MM, format_mm, parse_length_mm
from ampc_desktop.runtime import stops

DECIMALS = {"mm": 1, "cm": 1, "in": 2}
LARGEST_SEED = 2**32 - 1
LONGEST_SEARCH_S = 3600

console = Console(stderr=True, highlight=False)
out = Console(highlight=False, emoji=False, soft_wrap=True)
"""Standard output. Lines are never broken: paths stay whole in a pipe."""


def say(text: str, style: str = "") -> None:
    """One line of text as it is: brackets in names and paths are no markup."""
    out.print(text, style=style or None, markup=False)


def whole(low: int, high: int) -> Callable[[str], int]:
    """An argparse type: a whole number from low to high."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {low} to {high}")
        return value

    return read


def number(low: float, high: float) -> Callable[[str], float]:
    """An argparse type: a number from low to high, comma or point."""

    def read(text: str) -> float:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a number from {low:g} to {high:g}")
        return value

    return read


def length_mm(low: float, high: float) -> Callable[[str], float]:
    """An argparse type: a length from low to high mm, written as 1500, 150cm or 59in."""

    def read(text: str) -> float:
        try:
            value = parse_length_mm(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a length from {low:g} to {high:g} mm")
        return value

    return read


def units_option(parser: argparse.ArgumentParser) -> None:
    """--units: the unit of lengths in text for people; files and JSON stay in mm."""
    parser.add_argument("--units", choices=tuple(DECIMALS), default="mm", help="of lengths shown (files are in mm)")


def shown(value_mm: float, units: str, width: int = 0) -> str:
    """A length for people in their unit, right-aligned to `width`."""
    return f"{format_mm(value_mm / UNIT_MM[units], DECIMALS[units]):>{width}} {units}"


@contextmanager
def progress_bar(title: str, quiet: bool = False) -> Iterator[Report]:
    """A Progress to hand to studio: a bar on a terminal, a line a stage elsewhere, nothing when quiet."""
    with _told(title, quiet) as report:

        def heeded(share: float | None, text: str) -> None:
            stops.raise_if_asked()
            report(share, text)

        yield heeded


@contextmanager
def _told(title: str, quiet: bool) -> Iterator[Report]:
    if quiet:
        yield lambda share, text: None
        return
    if not sys.stderr.isatty():
        said = ""

        def plain(share: float | None, text: str) -> None:
            nonlocal said
            stage = text.split(",")[0]
            if stage != said:
                said = stage
                print(f"  {stage}", file=sys.stderr, flush=True)

        yield plain
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda share, text: bar.update(task, completed=share or 0.0, description=text)
