"""`ampc`: the whole studio without a window. One file a sub-command, each a thin call of studio.

Exit 0 done, 1 the answer is no, 2 bad input, 130 stopped by Ctrl-C. With --json one object on standard
output and nothing else there.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from ampc_desktop import __version__
from ampc_desktop.core.problem import Cancelled, Kind, Problem
from ampc_desktop.runtime import stops
from ampc_desktop.studio import settings

COMMANDS = (
    "order",
    "understand",
    "chat",
    "design",
    "body",
    "draft",
    "check",
    "import",
    "export",
    "grade",
    "tryon",
    "nest",
    "size",
    "cutplan",
    "hub",
    "plugins",
    "bench",
    "studio",
)
"""Each lives in cli/<name>_command.py with add(parser) and run(args) -> (exit code, JSON object)."""


STOPPED = 130


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("ampc").strip()
        raise Problem(message, command, f"see {self.prog} --help", code="usage")


def parser(only: str = "") -> argparse.ArgumentParser:
    """The parser; with `only`, just that sub-command's module is imported."""
    made = _Parser(
        prog="ampc", allow_abbrev=False, description="One sentence and a body become a garment that a cutter can cut."
    )
    made.add_argument("--version", action="version", version=f"ampc {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name in COMMANDS:
        if only in COMMANDS and name != only:
            commands.add_parser(name, add_help=False)
            continue
        module = importlib.import_module(f"ampc_desktop.cli.{name}_command")
        summary = (module.__doc__ or "").strip().splitlines()[0]
        one = commands.add_parser(name, help=summary.split(": ", 1)[-1], description=summary, allow_abbrev=False)
        one.add_argument("--json", action="store_true", help="one JSON object on standard output, nothing else there")
        module.add(one)
        one.set_defaults(run=module.run)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Whatever a person can cause ends as one line, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    _speak_utf8(as_json)
    try:
        words = [_readable(word) for word in words]
        stops.hear()
        args = parser(words[0] if words else "").parse_args(words)
        if (settings.home() / "plugins.json").exists():
            from ampc_desktop.studio import plugins  # loads every room

            plugins.load_enabled()
        code, result = args.run(args)
    except Problem as problem:
        return _stopped() if stops.asked() else _refuse(problem, as_json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, Cancelled):
        return _stopped()
    except UnicodeError:
        return _refuse(
            Problem("a name can't be written on this machine", "", "use UTF-8", code="text.encoding"), as_json
        )
    except Exception:
        if not stops.asked():
            raise
        return _stopped()  # a library that was interrupted while it tidied up says something else
    if argv is None:
        stops.over()
    try:
        if as_json:
            print(json.dumps(result, ensure_ascii=False, allow_nan=False))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` for one, has seen enough; keep the interpreter from telling it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(code)


def _stopped() -> int:
    print("stopped; nothing half-written was left", file=sys.stderr)
    return STOPPED


def _speak_utf8(as_json: bool) -> None:
    """JSON is UTF-8 whatever the locale; a letter a terminal lacks becomes a question mark, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if as_json and stream is sys.stdout:
                stream.reconfigure(encoding="utf-8")
            else:
                stream.reconfigure(errors="replace")


def _readable(word: str) -> str:
    """A command line word as text: bytes that a poor locale hid are read as UTF-8. Raises Problem."""
    try:
        return os.fsencode(word).decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in word) else word
    except UnicodeError:
        shown = word.encode("ascii", "replace").decode("ascii")[:60]
        raise Problem(f"'{shown}' is not UTF-8 text", "", "write it in UTF-8", code="text.encoding") from None


def _refuse(problem: Problem, as_json: bool) -> int:
    """One line on standard error; a "no" also tells why in JSON."""
    no = problem.kind is Kind.NO
    if as_json and no:
        told: dict[str, Any] = {"error": problem.sentence, "code": problem.code, "where": problem.where}
        print(json.dumps({**told, "remedy": problem.remedy}, ensure_ascii=False))
    print(f"ampc: {problem.sentence}", file=sys.stderr)
    return 1 if no else 2


def run() -> NoReturn:
    """The `ampc` program."""
    stops.keep_quiet()
    code = main()
    if code == STOPPED:
        # Python ends by the signal itself, not by our code, when Ctrl-C met it inside an exec() (a dataclass
        # being made, for one), even though the interrupt was handled. Everything is tidied up by now.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
