"""How soon the window stands: from process start to the first complete paint, and what was not loaded for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench.figure import Figure, Report, median
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

TARGET_S = 1.0
HEAVY = ("torch", "vtkmodules", "numba", "diffusers", "cv2", "ortools", "newton")
"""Modules that only worker processes may load."""
PATIENCE_S = 120


def run(full: bool = False, progress: Progress = silent, times: int = 5) -> Report:
    """Starts the window off screen, once to warm the disk cache and then `times` more."""
    yardstick = Yardstick()
    taken: list[float] = []
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(times + 1):
            progress(i / (times + 1), "first paint")
            seconds, wrong = start(Path(folder))
            faults += wrong
            if i and seconds is not None:
                taken.append(seconds)
    shown = sorted(taken) or [float("inf")]
    figures = (
        Figure("process start to first paint, warm, median", median(shown), "s", TARGET_S,
               reference=KERNEL, reference_value=yardstick.ms() / 1000),
        Figure("process start to first paint, warm, worst", shown[-1], "s",
               reference=KERNEL, reference_value=yardstick.ms() / 1000),
    )  # fmt: skip
    return Report("first_paint", figures, tuple(dict.fromkeys(faults)), tried={"starts": len(taken)})


def start(home: Path) -> tuple[float | None, list[str]]:
    """(seconds, what is wrong) of one start of the window in its own process."""
    env = {**os.environ, "AMPC_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    words = [sys.executable, "-m", "ampc_desktop.ui.main", "--first-paint"]
    began = time.time()
    try:
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        return None, [f"no paint within {PATIENCE_S} s"]
    if done.returncode or not done.stdout.strip():
        return None, [f"exit code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"]
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told["at"] - began, heavy(told["modules"])


def heavy(modules: list[str]) -> list[str]:
    """Complaints about modules that should not be loaded at first paint."""
    return [f"{name} is loaded at first paint" for name in HEAVY if name in modules]
