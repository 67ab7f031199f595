"""The window: open the studio on a design, a body or the demo customer."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, default=None, help="a design (.ampc) or a body file")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    """The window runs in a process of its own: the command line knows no Qt."""
    words = [sys.executable, "-m", "ampc_desktop.ui.main", *([str(args.file)] if args.file else [])]
    return subprocess.call(words), {}
