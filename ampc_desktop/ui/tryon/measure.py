"""How many frames a second the try-on paints here. `python -m ampc_desktop.ui.tryon.measure` prints one JSON line.

A figure in a tube of cloth is turned by 3° a frame in a shown panel with a map, legend, tools and state over it:
render, readback and paint are all in the time; the finer samples that follow at rest are not.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict

import numpy as np
from PySide6.QtWidgets import QApplication

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import ClothMaterial, ClothMesh, Drape
from ampc_desktop.core.fit import FitReport
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.worn import MapView, Texture, Worn
from ampc_desktop.render.probe import require
from ampc_desktop.ui.theme import style
from ampc_desktop.ui.tryon.panel import TryOnPanel
from ampc_desktop.ui.viewport.measure import DEGREES, WARM_FRAMES, FrameRate, figure

HEAD_PX = 40
RADIUS_MM, LOW_MM, HIGH_MM = 330.0, 500.0, 1250.0


def frame_rate(
    body_triangles: int = 20_000,
    cloth_triangles: int = 10_000,
    mode: str = "strain",
    width_px: int = 1000,
    height_px: int = 700,
    seconds: float = 3.0,
) -> FrameRate:
    """Turn a dressed figure for so many seconds; mode: "print" or "strain". Needs a QApplication.

    Raises Problem on a machine without OpenGL.
    """
    gl = require()
    panel = TryOnPanel()
    try:
        panel.resize(width_px, height_px + HEAD_PX)
        worn = dressed(body_triangles, cloth_triangles)
        panel.show_worn(worn)
        panel.set_mode(mode)
        panel.show()
        view = panel.view
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
            len(worn.body.mesh.faces) + len(worn.drape.mesh.triangles),
            view.width(),
            view.height(),
            gl.renderer,
            gl.software,
        )
    finally:
        panel.shutdown()
        panel.close()


def dressed(body_triangles: int, cloth_triangles: int) -> Worn:
    """A figure in a tube of cloth with a striped print and a map of waves."""
    rows = max(3, round((cloth_triangles / 4) ** 0.5))
    columns = max(4, -(-cloth_triangles // (2 * (rows - 1))) + 1)
    around = 2 * np.pi * RADIUS_MM
    u, v = np.meshgrid(np.linspace(0.0, around, columns), np.linspace(0.0, HIGH_MM - LOW_MM, rows))
    flat = np.stack([u.ravel(), v.ravel()], axis=1)
    at = np.arange(columns * rows).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]))
    faces = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]).astype(np.int32)
    ring = np.arange(columns) % (columns - 1)
    sewn = (np.arange(rows)[:, None] * (columns - 1) + ring).ravel().astype(np.int32)
    angle = flat[:, 0] / RADIUS_MM
    radius = RADIUS_MM + 12.0 * np.sin(9 * angle)
    points = np.zeros((int(sewn.max()) + 1, 3))
    points[sewn] = np.stack([radius * np.sin(angle), LOW_MM + flat[:, 1], radius * np.cos(angle)], axis=1)
    count = len(flat)
    cloth = ClothMaterial("cloth", 0.18, 300.0, 300.0, 30.0, 40.0, 5e-6, 0.6)
    mesh = ClothMesh(
        ("front",), flat, np.zeros(count, np.int32), faces, sewn, np.zeros(len(faces), np.int32), np.ones(len(faces)),
        (cloth,), seams={"side": np.unique(sewn[at[:, 0]])},
    )  # fmt: skip
    none = np.zeros(len(points))
    drape = Drape(mesh, points, True, "", 0.01, 1.0, 1.0, 0, 0, 0.0, none, none + 12.0, 1, 1.0)
    wave = 1.2 + 1.2 * np.sin(9 * angle) * np.sin(flat[:, 1] / 90.0)
    image = np.full((750, 1037, 3), 30, np.uint8)
    image[::24] = image[1::24] = 230
    body = MeasuredBody(figure(body_triangles), Measurements("Bench", "female"), (), {})
    return Worn(
        drape, body, "Bench", FitReport(True, ""), {"front": Texture(image, 0.0, 0.0, around, HIGH_MM - LOW_MM)}, {},
        {"strain": MapView("strain", "Strain", "%", 0.0, 2.4, wave, 2.38)}, seconds=1.0,
    )  # fmt: skip


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    style.apply(app, "dark")
    try:
        measured = frame_rate(mode=sys.argv[1] if len(sys.argv) > 1 else "strain")
    except Problem as problem:
        sys.stderr.write(f"{problem.sentence}\n")
        return 1
    sys.stdout.write(json.dumps(asdict(measured)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
