"""The conversation in a terminal: say what you want, see what it costs, release it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import progress_bar, say
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import wording
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.demo import demo_state, state_for
from ampc_desktop.studio.orders import adjusted
from ampc_desktop.studio.release import release
from ampc_desktop.studio.session import Session, new_session_id

HELP = "/undo, /redo, /show, /release DIR, /quit"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--body", type=Path, default=None, metavar="FILE", help="body measurements; else the demo customer"
    )


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    """Lines of standard input, answered one by one; with --json the answers come as one object at the end."""
    said: list[dict[str, Any]] = []
    studio = Studio()
    try:
        session = Session(studio, state_for(args.body) if args.body else demo_state(), new_session_id())
        if not args.json:
            say(f"For {session.state.body.name}. Say what you want; {HELP}", "dim")
        for line in _lines():
            if line in ("/quit", "/q"):
                break
            if not line:
                continue
            try:
                answer = list(_answer(session, line))
            except Problem as problem:
                answer = [problem.sentence]
            said.append({"said": line, "answer": answer})
            if not args.json:
                for text in answer:
                    say(text)
        return 0, {"turns": said}
    finally:
        studio.close()


def _lines() -> Iterator[str]:
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        try:
            line = input(prompt).strip()
            line.encode("utf-8")
        except EOFError:
            return
        except UnicodeError as error:
            raise Problem("this line is not UTF-8 text", "standard input", "write it in UTF-8") from error
        yield line


def _answer(session: Session, line: str) -> Iterator[str]:
    if line in ("/undo", "/redo"):
        name = session.undo() if line == "/undo" else session.redo()
        yield f"{line[1:]}: {name}" if name else f"nothing to {line[1:]}"
    elif line.split()[0] == "/release":
        folder = line.removeprefix("/release").strip()
        if not folder:
            raise Problem("no folder named", "/release", "write /release DIR")
        with progress_bar("Release") as progress:
            done = release(session.studio, session.state, Path(folder), progress)
        yield f"released {done.order.id} to {done.folder}"
        return
    elif line.startswith("/") and line != "/show":
        yield HELP
        return
    elif line != "/show":
        understanding = session.say(line)
        yield from understanding.notes
        if understanding.question:
            choices = ", ".join(label for _, label in understanding.question.choices)
            yield f"{understanding.question.text} ({choices})"
    results = session.results()
    quote, lead = results["estimated_quote"], results["estimated_lead_time"]
    spec = results["design"]
    chosen = [wording.chip_text(option) for option in spec.options.values() if option.parameter.kind == "choice"]
    yield from adjusted(results)
    yield f"{spec.label}: {', '.join(chosen).lower()}; {spec.print.motif}"
    yield f"≈ € {quote.price_eur:.2f} ± {quote.plus_minus_eur:.2f}, ready {lead.date}, {results['readiness'].status}"
