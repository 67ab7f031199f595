"""Folders that results are written to: asked before the long work, so that nobody waits for what can't be written."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Set
from pathlib import Path

from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files


def check_target(out: Path, ours: Set[str]) -> None:
    """Raises Problem unless `out` can be made, is empty, or holds nothing but `ours`: what is written again."""
    try:
        if out.is_dir() and out.samefile(Path.cwd()):
            raise Problem("this is the folder you are in", str(out), "name a new folder", code="order.out")
        there = {path.name for path in out.iterdir()} if out.is_dir() else set()
        if not out.is_dir():
            above = next(parent for parent in (out, *out.absolute().parents) if parent.exists())
            if not above.is_dir():
                raise Problem("a file of this name is in the way", str(above), "name a folder", code="order.out")
            tempfile.TemporaryDirectory(prefix=".ampc-", dir=above).cleanup()
    except (OSError, ValueError) as error:
        raise files.problem_of(error if isinstance(error, OSError) else OSError(0, str(error)), out) from error
    foreign = there - ours
    if foreign:
        text = f"this folder holds other files ({', '.join(sorted(foreign)[:3])})"
        raise Problem(text, str(out), "name a new or empty folder", code="order.out")


def order_files(out: Path) -> Set[str]:
    """Names of the files of the order package in a folder; none where there is none."""
    try:
        listed = json.loads((out / "order.json").read_text("utf-8"))["order"]["files"]
        return {"order.json", *(file["name"] for file in listed)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
