"""The conversation in a terminal: say what you want, see what it costs, release it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import out, progress_bar
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.demo import demo_state, state_for
from ampc_desktop.studio.release import release
from ampc_desktop.studio.session import Session, new_session_id

HELP = "say what you want; /undo, /redo, /show, /release DIR, /quit"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--body", type=Path, default=None, metavar="FILE", help="body measurements; else the demo customer"
    )


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    studio = Studio()
    try:
        session = Session(studio, state_for(args.body) if args.body else demo_state(), new_session_id())
        out.print(f"For {session.state.body.name}. {HELP}", style="dim")
        interactive = sys.stdin.isatty()
        while True:
            try:
                line = input("> " if interactive else "").strip()
            except EOFError:
                break
            if line in ("/quit", "/q"):
                break
            if line:
                try:
                    _answer(session, line)
                except Problem as problem:
                    out.print(problem.sentence)
        return 0, {"turns": len(session.state.conversation)}
    finally:
        studio.close()


def _answer(session: Session, line: str) -> None:
    if line in ("/undo", "/redo"):
        name = session.undo() if line == "/undo" else session.redo()
        out.print(f"{line[1:]}: {name}" if name else f"nothing to {line[1:]}")
    elif line.startswith("/release"):
        folder = line.removeprefix("/release").strip()
        if not folder:
            raise Problem("no folder named", "/release", "write /release DIR")
        with progress_bar("Release") as progress:
            done = release(session.studio, session.state, Path(folder), progress)
        out.print(f"released {done.order.id} to {done.folder}")
        return
    elif line == "/show":
        pass
    elif line.startswith("/"):
        out.print(HELP)
        return
    else:
        understanding = session.say(line)
        for note in understanding.notes:
            out.print(note)
        if understanding.question:
            choices = ", ".join(label for _, label in understanding.question.choices)
            out.print(f"{understanding.question.text} ({choices})")
    results = session.results()
    quote, lead = results["estimated_quote"], results["estimated_lead_time"]
    spec = results["design"]
    said = ", ".join(
        f"{o.parameter.label.lower()} {o.value}" for o in spec.options.values() if o.parameter.kind == "choice"
    )
    out.print(f"{spec.label}: {said}; {spec.print.motif}", style="bold")
    out.print(
        f"≈ € {quote.price_eur:.2f} ± {quote.plus_minus_eur:.2f}, ready {lead.date}, {results['readiness'].status}"
    )
