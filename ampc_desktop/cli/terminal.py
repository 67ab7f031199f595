"""Progress, tables and numbers on a terminal. Everything here goes to standard error or is plain text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ampc_desktop.core.ports import Progress as Report

console = Console(stderr=True, highlight=False)
out = Console(highlight=False)


@contextmanager
def progress_bar(title: str, quiet: bool = False) -> Iterator[Report]:
    """A Progress to hand to studio: a bar on a terminal, a line a stage elsewhere, nothing when quiet."""
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
