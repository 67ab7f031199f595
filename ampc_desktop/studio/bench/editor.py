"""The pattern editor: dragging among 500 pieces, measured in a window of its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

PATIENCE_S = 300


def run(full: bool = False, progress: Progress = silent) -> Report:
    """500 pieces of 100 vertices at 1600 × 1000 px, drawn by the processor; a corner dragged by real mouse events."""
    yardstick = Yardstick()
    progress(0.1, "drag on the pattern canvas")
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    words = [sys.executable, "-m", "ampc_desktop.ui.bench_canvas"]
    try:
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        return Report("editor", (), (f"no answer within {PATIENCE_S} s",))
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return Report("editor", (), (f"exit code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}",))
    told: dict[str, Any] = json.loads(lines[-1])
    reference = yardstick.ms()
    return Report(
        "editor", tuple(figures(told, reference)), tried={k: v for k, v in told.items() if isinstance(v, int)}
    )


def figures(told: dict[str, Any], reference: float) -> list[Figure]:
    """What the canvas told, as figures with their targets (30 frames a second; 16 ms for what a drag computes)."""
    what = f"{told['pieces']} pieces of {told['vertices']} points"
    return [
        Figure(f"frames a second while dragging, {what}, all in view", told["drag_fps"], "fps", 30.0, True,
               f"{KERNEL}s a second", 1000 / reference),
        Figure("the same, zoomed to one piece", told["near_drag_fps"], "fps", 30.0, True,
               f"{KERNEL}s a second", 1000 / reference),
        Figure("frames a second while zooming, the slowest zoom from half to sixteen times", told["zoom_fps"], "fps",
               30.0, True, f"{KERNEL}s a second", 1000 / reference),
        Figure("touched piece, its allowance and seams anew", told["preview_ms"], "ms", 16.0, False, KERNEL, reference),
        Figure("a drag's longest twentieth frame", told["drag_p95_ms"], "ms", None, False, KERNEL, reference),
        Figure("panning, a frame", told["pan_ms"], "ms", None, False, KERNEL, reference),
    ]  # fmt: skip
