"""How many frames a second the 3D view paints while a body turns, measured in a window of its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

TARGET_FPS = 20.0
PATIENCE_S = 180


def run(full: bool = False, progress: Progress = silent) -> Report:
    """20 000 triangles at 1000 × 700 px, off screen. Times read back and painted are in it."""
    yardstick = Yardstick()
    progress(0.1, "turn a body")
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    words = [sys.executable, "-m", "ampc_desktop.ui.viewport.measure"]
    try:
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        return Report("viewport", (), (f"no answer within {PATIENCE_S} s",))
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return Report("viewport", (), (f"exit code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}",))
    told: dict[str, Any] = json.loads(lines[-1])
    reference = yardstick.ms()
    what = f"{told['triangles']} triangles, {told['width_px']} × {told['height_px']} px"
    figures = (
        Figure(
            f"frames a second, {what}", told["fps"], "fps", TARGET_FPS, True, f"{KERNEL}s a second", 1000 / reference
        ),
        Figure("processor time a frame", told["cpu_ms"], "ms", None, False, KERNEL, reference),
        Figure("longest frame", told["worst_ms"], "ms", None, False, KERNEL, reference),
    )
    return Report("viewport", figures, notes=(f"drawn by {told['renderer']}",), tried={"frames": told["frames"]})
