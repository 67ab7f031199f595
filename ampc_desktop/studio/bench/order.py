"""The whole main job in a fresh process: one sentence and a body become an order package on disk."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.runtime import resources
from ampc_desktop.studio import demo
from ampc_desktop.studio.bench.figure import Figure, Report, median
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

TARGET_S = 15.0
NEEDED = (
    "order.json", "pattern.json", "pattern.dxf", "marker.dxf", "marker.plt", "print.png", "print.pdf", "techpack.pdf",
    "bom.csv",
)  # fmt: skip


def run(full: bool = False, progress: Progress = silent, times: int = 3, seconds: int = 3) -> Report:
    """The demo order, each time in a new process with an empty hub, so that nothing is remembered."""
    yardstick = Yardstick()
    taken: list[float] = []
    stages: dict[str, list[float]] = {}
    faults: list[str] = []
    for i in range(times):
        progress(i / times, f"order, {i + 1} of {times}")
        with tempfile.TemporaryDirectory() as folder:
            began = perf_counter()
            answer, wrong = order(Path(folder), seconds)
            elapsed = perf_counter() - began
        faults += wrong
        if not wrong:
            taken.append(elapsed)  # an order that failed is no order
        for stage, value in answer.get("seconds", {}).items():
            stages.setdefault(stage, []).append(value)
    figures = [
        Figure(
            "whole order, sentence to package, 3 s of nesting, median", median(taken or [math.inf]), "s", TARGET_S,
            reference=KERNEL, reference_value=yardstick.ms() / 1000,
        )
    ]  # fmt: skip
    slowest = sorted(stages, key=lambda stage: -median(stages[stage]))[:6]
    notes = [f"{stage} {median(stages[stage]):.2f} s" for stage in slowest]
    return Report("order", tuple(figures), tuple(faults), tuple(notes), {"orders": len(taken)})


def order(folder: Path, seconds: int) -> tuple[dict[str, Any], list[str]]:
    """(JSON answer, what is wrong) of `ampc order` run in its own process."""
    out = folder / "package"
    words = [sys.executable, "-m", "ampc_desktop.cli.main", "order", "--json", "--say", demo.DEMO_SENTENCE]
    words += ["--body", str(resources.path("body", "demo_customer.yaml")), "--out", str(out), "--seconds", str(seconds)]
    done = subprocess.run(
        words, env={**os.environ, "AMPC_HOME": str(folder / "home")}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {}, [f"exit code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer, package_faults(answer, out)


def package_faults(answer: dict[str, Any], out: Path) -> list[str]:
    """What a package lacks."""
    missing = [name for name in NEEDED if not (out / name).is_file() or not (out / name).stat().st_size]
    wrong = [f"{name} is missing or empty" for name in missing]
    if answer.get("readiness", {}).get("status") != "ready":
        wrong.append(f"the order is {answer.get('readiness', {}).get('status')}, not ready")
    return wrong
