"""The machine a figure was taken on, and a fixed piece of work that makes figures travel between machines."""

from __future__ import annotations

import os
import platform
from functools import cache
from pathlib import Path
from time import perf_counter

import numpy as np
import shapely
from numpy.polynomial.legendre import leggauss

REPEATS = 9
KERNEL = "reference kernel"
"""Name of `kernel` in reports; docs/benchmarks.md says what it does."""


@cache
def this_machine() -> dict[str, str | int]:
    """Processor, cores this process may use, system and Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "cpu": _processor(),
        "cores": cores,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"


def kernel() -> float:
    """Fixed work of the kind drafting does, with none of our code in it: the sum of its results, mm.

    120 cubic Bézier curves of a fixed seed: arc length by 24-point Gauss–Legendre quadrature, flattened to 64 chords,
    offset by 10 mm and intersected with their neighbour.
    """
    rng = np.random.default_rng(12345)
    curves = rng.uniform(0.0, 400.0, (120, 4, 2))
    x, w = leggauss(24)
    t = ((x + 1) / 2)[:, None]
    s = np.linspace(0.0, 1.0, 65)[:, None]
    total, before = 0.0, None
    for p0, p1, p2, p3 in curves:
        speed = 3 * ((1 - t) ** 2 * (p1 - p0) + 2 * (1 - t) * t * (p2 - p1) + t**2 * (p3 - p2))
        total += float(w @ np.hypot(speed[:, 0], speed[:, 1])) / 2
        points = (1 - s) ** 3 * p0 + 3 * (1 - s) ** 2 * s * p1 + 3 * (1 - s) * s**2 * p2 + s**3 * p3
        area = shapely.buffer(shapely.LineString(points), 10.0)
        total += float(area.area) if before is None else float(shapely.intersection(area, before).area)
        before = area
    return total


def kernel_ms() -> float:
    """Milliseconds of the reference kernel here and now, median of nine runs. Not cached: a busy machine is slow."""
    taken = []
    for _ in range(REPEATS):
        began = perf_counter()
        kernel()
        taken.append(1000 * (perf_counter() - began))
    return float(np.median(taken))


class Yardstick:
    """The reference kernel timed when a benchmark begins and again when it is asked, so that a machine that other
    work slows down slows both sides of the ratio."""

    def __init__(self) -> None:
        self._before = kernel_ms()

    def ms(self) -> float:
        return (self._before + kernel_ms()) / 2
