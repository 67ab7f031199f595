"""How many frames a second the 3D view paints here. `python -m ampc_desktop.ui.viewport.measure` prints one JSON line.

A closed surface of a known number of triangles is turned by 3° a frame in a shown widget: render, readback, conversion
to a Qt image and paint are all in the time; the finer samples that follow at rest are not.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass

import numpy as np
from PySide6.QtWidgets import QApplication

from ampc_desktop.core.body import BodyMesh, MeasuredBody
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.render.probe import require
from ampc_desktop.ui.theme import style
from ampc_desktop.ui.viewport.viewport import Viewport

WARM_FRAMES = 10
DEGREES = 3.0


@dataclass(frozen=True)
class FrameRate:
    """fps : frames painted a second of wall time; cpu_ms : processor time a frame, all threads.

    worst_ms : longest frame; renderer : name of the OpenGL renderer.
    """

    fps: float
    cpu_ms: float
    worst_ms: float
    frames: int
    triangles: int
    width_px: int
    height_px: int
    renderer: str
    software: bool


def frame_rate(triangles: int = 20_000, width_px: int = 1000, height_px: int = 700, seconds: float = 3.0) -> FrameRate:
    """Turn a surface for so many seconds. Needs a QApplication. Raises Problem on a machine without OpenGL."""
    gl = require()
    view = Viewport()
    try:
        view.resize(width_px, height_px)
        body = MeasuredBody(figure(triangles), Measurements("Bench", "female"), (), {})
        view.show_body(body)
        view.show()
        while view.source is None:
            QApplication.processEvents()
        view.source.least_share = 1.0  # full resolution, however slow
        took: list[float] = []
        cpu, began = 0.0, 0.0
        while not took or time.perf_counter() - began < seconds or len(took) < WARM_FRAMES + 2:
            if len(took) == WARM_FRAMES:
                cpu, began = time.process_time(), time.perf_counter()
            start = time.perf_counter()
            view.navigator.take(view.navigator.camera.orbited(DEGREES, 0.0))
            view.repaint()
            took.append(time.perf_counter() - start)
            began = began or start
        wall, counted = time.perf_counter() - began, len(took) - WARM_FRAMES
        return FrameRate(
            counted / wall,
            1000 * (time.process_time() - cpu) / counted,
            1000 * max(took[WARM_FRAMES:]),
            counted,
            len(body.mesh.faces),
            width_px,
            height_px,
            gl.renderer,
            gl.software,
        )
    finally:
        view.shutdown()
        view.close()


def figure(triangles: int) -> BodyMesh:
    """A tall closed surface with waves, of at least that many triangles."""
    rings = max(4, round((triangles / 2) ** 0.5))
    sides = max(3, -(-triangles // (2 * (rings - 1))))
    up = np.linspace(0.0, np.pi, rings + 1)[1:-1, None]
    around = (2 * np.pi * np.arange(sides) / sides)[None, :]
    radius = 260.0 * np.sin(up) * (1.0 + 0.15 * np.sin(5 * around) * np.sin(6 * up))
    x, z = radius * np.cos(around), radius * np.sin(around)
    y = np.broadcast_to(850.0 * (1.0 - np.cos(up)), x.shape)
    points = np.concatenate([np.stack([x, y, z], axis=-1).reshape(-1, 3), [[0.0, 0.0, 0.0], [0.0, 1700.0, 0.0]]])
    ring = np.arange(sides)
    ahead = (ring + 1) % sides
    low = np.arange(rings - 2)[:, None] * sides
    a, b, c, d = low + ring, low + ahead, low + sides + ahead, low + sides + ring
    floor, crown, last = len(points) - 2, len(points) - 1, (rings - 2) * sides
    faces = [np.stack([a, c, b], axis=-1).reshape(-1, 3), np.stack([a, d, c], axis=-1).reshape(-1, 3)]
    faces += [np.stack([np.full(sides, floor), ring, ahead], axis=-1)]
    faces += [np.stack([np.full(sides, crown), last + ahead, last + ring], axis=-1)]
    stacked = np.concatenate(faces).astype(np.int32)
    return BodyMesh(points, stacked, len(stacked), np.full(len(points), 1, np.uint8))


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    style.apply(app, "dark")
    try:
        measured = frame_rate(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    except Problem as problem:
        sys.stderr.write(f"{problem.sentence}\n")
        return 1
    sys.stdout.write(json.dumps(asdict(measured)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
