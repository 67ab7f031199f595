"""Avatars from a tape: how near the eight main measures come, how long it takes, and what the model costs to load."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from time import perf_counter

import numpy as np

from ampc_desktop import body as bodies
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurements, Sex
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.runtime import resources
from ampc_desktop.studio.bench.figure import Figure, Report, median
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

MAIN = ("stature", "bust", "waist", "hip", "shoulder", "arm", "inseam", "thigh")
TARGET_MM, TARGET_S, LOAD_S, FORWARD_MS, FILE_MB = 3.0, 1.0, 1.0, 15.0, 4.0
SEXES: tuple[Sex, ...] = ("female", "male")
LOADING = """
import time, json
began = time.perf_counter()
from ampc_desktop import body
body.load("female"); body.load("male")
print(json.dumps(time.perf_counter() - began))
"""


def run(full: bool = False, progress: Progress = silent) -> Report:
    """Bodies drawn from the population, women and men: quick 20 a sex, full 40; only the eight measures are given."""
    count = 40 if full else 20
    yardstick = Yardstick()
    missed: dict[str, float] = dict.fromkeys(MAIN, 0.0)
    mean: list[float] = []
    taken: list[float] = []
    faults: list[str] = []
    for sex in SEXES:
        for i, person in enumerate(bodies.sample(sex, count, seed=2027)):
            progress(i / count, f"tape fit, {sex}")
            given = {name: person.values[name] for name in MAIN}
            asked = replace(person, values=given)
            began = perf_counter()
            avatar = bodies.fit(bodies.complete(asked))
            taken.append(perf_counter() - began)
            off = _independent(avatar.body.mesh.vertices_mm, avatar.body.measures, asked)
            for name, value in off.items():
                missed[name] = max(missed[name], value)
                mean.append(value)
                if value > TARGET_MM:
                    faults.append(f"{person.name}: {name} missed by {value:.1f} mm")
    reference = yardstick.ms()
    forward = _forward_ms()
    sizes = [resources.path("body", f"model_{sex}.npz").stat().st_size / 2**20 for sex in SEXES]
    figures = (
        Figure("largest miss of eight measures", max(missed.values()), "mm", TARGET_MM),
        Figure("mean miss of eight measures", float(np.mean(mean)), "mm"),
        Figure("tape fit, median", median(taken), "s", TARGET_S, False, KERNEL, reference / 1000),
        Figure("tape fit, worst", max(taken), "s", TARGET_S, False, KERNEL, reference / 1000),
        Figure("loading both models, new process", _loading_s(), "s", LOAD_S, False, KERNEL, reference / 1000),
        Figure("posed surface from shape and pose", forward, "ms", FORWARD_MS, False, KERNEL, reference),
        Figure("largest model file", max(sizes), "MB", FILE_MB),
    )
    return Report("body", figures, tuple(faults), tried={"bodies": 2 * count})


def _independent(vertices_mm: np.ndarray, found: Measurements, asked: Measurements) -> dict[str, float]:
    """|measured - asked| in mm; the stature straight from the surface, not from the measuring code."""
    off = {name: abs(found[name] - asked[name]) for name in MAIN}
    off["stature"] = abs(float(np.ptp(vertices_mm[:, 1])) - asked["stature"])
    return off


def _forward_ms() -> float:
    model = bodies.load("female")
    rng = np.random.default_rng(5)
    taken = []
    for _ in range(20):
        shape = BodyShape(model.id, "female", tuple(float(v) for v in rng.normal(size=40)))
        began = perf_counter()
        bodies.posed(shape, "reach")
        taken.append(1000 * (perf_counter() - began))
    return median(taken)


def _loading_s() -> float:
    seconds = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
        seconds.append(float(json.loads(done.stdout)))
    return median(seconds)
