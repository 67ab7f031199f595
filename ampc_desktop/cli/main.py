"""`ampc`: the whole studio without a window. One file a sub-command, each a thin call of studio.

Exit 0 done, 1 the answer is no, 2 bad input, 130 stopped by Ctrl-C. With --json one object on standard
output and nothing else there.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from ampc_desktop import __version__
from ampc_desktop.core.problem import Cancelled, Kind, Problem

COMMANDS = (
    "order",
    "understand",
    "chat",
    "design",
    "draft",
    "check",
    "import",
    "export",
    "nest",
    "hub",
    "bench",
    "studio",
)
"""Each lives in cli/<name>_command.py with add(parser) and run(args) -> (exit code, JSON object)."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Problem(message, self.prog, "see --help", code="usage")


def parser(only: str = "") -> argparse.ArgumentParser:
    """The parser; with `only`, just that sub-command's module is imported."""
    made = _Parser(prog="ampc", description="One sentence and a body become a garment that a cutter can cut.")
    made.add_argument("--version", action="version", version=f"ampc {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name in COMMANDS:
        if only in COMMANDS and name != only:
            commands.add_parser(name, add_help=False)
            continue
        module = importlib.import_module(f"ampc_desktop.cli.{name}_command")
        summary = (module.__doc__ or "").strip().splitlines()[0]
        one = commands.add_parser(name, help=summary.split(": ", 1)[-1], description=summary)
        one.add_argument("--json", action="store_true", help="one JSON object on standard output, nothing else there")
        module.add(one)
        one.set_defaults(run=module.run)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Whatever a person can cause ends as one line, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    try:
        args = parser(words[0] if words else "").parse_args(words)
        code, result = args.run(args)
    except Problem as problem:
        return _refuse(problem, as_json)
    except (KeyboardInterrupt, Cancelled):
        print("stopped; nothing half-written was left", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    if as_json:
        print(json.dumps(result, ensure_ascii=False, allow_nan=False))
    return int(code)


def _refuse(problem: Problem, as_json: bool) -> int:
    """One line on standard error; a "no" also tells why in JSON."""
    no = problem.kind is Kind.NO
    if as_json and no:
        told: dict[str, Any] = {"error": problem.sentence, "code": problem.code, "where": problem.where}
        print(json.dumps({**told, "remedy": problem.remedy}, ensure_ascii=False))
    print(f"ampc: {problem.sentence}", file=sys.stderr)
    return 1 if no else 2


if __name__ == "__main__":
    sys.exit(main())
