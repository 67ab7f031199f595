"""Dragging on the pattern canvas, timed: `python -m ampc_desktop.ui.bench_canvas` prints one line of JSON.

A table of 500 pieces of 100 vertices in a window of 1600 x 1000, drawn by the processor. A corner of one piece is
dragged by real mouse events; every move is applied to the pattern, checked, given its cut line, and painted.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import sys
import time
from statistics import median

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Edge, Grain, Notch, Pattern, Piece
from ampc_desktop.studio import editing
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

PIECES, VERTICES, MOVES = 500, 100, 120
ZOOMS = (0.5, 0.8, 1.0, 1.3, 1.7, 2.2, 2.5, 3.0, 4.0, 8.0, 16.0)
CORNERS = (0.14, 1.35, 2.97, 4.6)


def piece_of(k: int, vertices: int = VERTICES) -> Piece:
    """A four-cornered piece with wavy edges, `vertices` points around it."""
    turns = np.sort(np.concatenate((CORNERS, np.linspace(0, 2 * math.pi, vertices - len(CORNERS), endpoint=False))))
    wave = 1 + 0.04 * np.sin(5 * turns + k) + 0.03 * np.cos(3 * turns)
    ring = np.column_stack((np.cos(turns) * 130 * wave, np.sin(turns) * 170 * wave))
    at = [int(np.argmin(np.abs(turns - corner))) for corner in CORNERS]
    edges = []
    for i, start in enumerate(at):
        end = at[(i + 1) % len(at)]
        around = range(start, end + 1) if end > start else [*range(start, vertices), *range(end + 1)]
        points = g.as_points(ring[list(around)])
        path = tuple(g.line(a, b) for a, b in itertools.pairwise(points))
        edges.append(Edge(f"side.{i}", path, 10.0))
    notches = (Notch("middle", "side.0", edges[0].length_mm / 2),)
    return Piece(
        f"p{k}",
        f"P{k}",
        "shell",
        1,
        tuple(edges),
        Grain((0.0, -80.0), (0.0, 80.0)),
        notches=notches,
        label=f"Piece {k}",
    )


def table(pieces: int = PIECES, vertices: int = VERTICES) -> Pattern:
    """A pattern of many pieces, with cut lines."""
    return editing.with_cut_lines(
        Pattern("bench", "BENCH", "M", tuple(piece_of(k, vertices) for k in range(pieces)), ())
    )


def _send(canvas: PatternCanvas, kind: QEvent.Type, at: QPointF, down: bool) -> None:
    view = canvas.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    event = QMouseEvent(kind, at, view.mapToGlobal(at), button, left if down else none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def _timed(canvas: PatternCanvas, moves: list[tuple[QEvent.Type, QPointF, bool]]) -> list[float]:
    """Seconds from each event to its last painted pixel."""
    found = []
    for kind, at, down in moves:
        began = time.perf_counter()
        _send(canvas, kind, at, down)
        QApplication.processEvents()
        found.append(time.perf_counter() - began)
    return found


def measure(pieces: int = PIECES, vertices: int = VERTICES, moves: int = MOVES) -> dict[str, float]:
    """ms and frames a second of dragging, hovering, panning and zooming; ms of one preview without drawing."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    from ampc_desktop.ui.theme import style

    style.apply(app, "dark")
    canvas = PatternCanvas()
    canvas.resize(1600, 1000)
    canvas.show()
    canvas.show_pattern(table(pieces, vertices))
    for _ in range(20):
        app.processEvents()
        time.sleep(0.02)
    canvas.take("points")
    whole = _drag(canvas, moves)
    canvas.fit(canvas.pieces[f"p{pieces // 2}"].sceneBoundingRect())
    app.processEvents()
    near = _drag(canvas, moves)
    canvas.fit()
    app.processEvents()
    middle = QPointF(800, 500)
    around = [QPointF(middle.x() + 300 * math.cos(t), middle.y() + 200 * math.sin(t)) for t in np.linspace(0, 6, moves)]
    hover = _timed(canvas, [(QEvent.Type.MouseMove, at, False) for at in around])
    pan = []
    for k in range(moves // 2):
        began = time.perf_counter()
        canvas.pan(3 if k % 20 < 10 else -3, 2)
        app.processEvents()
        pan.append(time.perf_counter() - began)
    target = canvas.pattern.pieces[pieces // 2]
    edit = canvas.tool.edit("move_point", target.id, "side.1:start", dx_mm=3.0, dy_mm=2.0)
    began = time.perf_counter()
    for _ in range(20):
        editing.preview(canvas.pattern, edit)
    preview = (time.perf_counter() - began) / 20
    zooming = _zoom(canvas)
    canvas.close()
    return {
        "pieces": pieces,
        "vertices": vertices,
        "drag_fps": round(1 / float(np.mean(whole)), 1),
        "drag_ms": round(1000 * median(whole), 2),
        "drag_p95_ms": round(1000 * float(np.quantile(whole, 0.95)), 2),
        "near_drag_fps": round(1 / float(np.mean(near)), 1),
        "near_drag_ms": round(1000 * median(near), 2),
        "zoom_fps": round(1 / max(zooming.values()), 1),
        "zoom_worst_at": max(zooming, key=lambda at: zooming[at]),
        "hover_ms": round(1000 * median(hover), 2),
        "pan_ms": round(1000 * median(pan), 2),
        "preview_ms": round(1000 * preview, 2),
    }


def _drag(canvas: PatternCanvas, moves: int) -> list[float]:
    """Drag one corner of the piece in the middle; seconds of each move."""
    piece = canvas.pattern.pieces[len(canvas.pattern.pieces) // 2]
    start = canvas.point_to_view(piece.id, piece.edges[1].start)
    reach = 40 * canvas.px_per_mm
    _send(canvas, QEvent.Type.MouseMove, start, False)
    _send(canvas, QEvent.Type.MouseButtonPress, start, True)
    way = [start + QPointF(5 + reach * math.sin(0.1 * k), reach * math.sin(0.07 * k)) for k in range(moves)]
    found = _timed(canvas, [(QEvent.Type.MouseMove, at, True) for at in way])
    if not canvas.tool.busy:
        raise RuntimeError("nothing was dragged")
    canvas.tool.cancel()
    canvas.drop_preview()
    _send(canvas, QEvent.Type.MouseButtonRelease, start, False)
    return found


def _zoom(canvas: PatternCanvas, steps: int = 16) -> dict[float, float]:
    """Seconds of a zoom step, painted, around each zoom of `ZOOMS`, of which 1 shows all pieces."""
    found = {}
    for zoom in ZOOMS:
        canvas.fit()
        canvas.zoom(zoom)
        QApplication.processEvents()
        began = time.perf_counter()
        for k in range(steps):
            canvas.zoom(1.02 if k % 4 < 2 else 1 / 1.02)
            QApplication.processEvents()
        found[zoom] = (time.perf_counter() - began) / steps
    return found


def main() -> int:
    words = argparse.ArgumentParser(prog="bench_canvas")
    words.add_argument("--pieces", type=int, default=PIECES)
    words.add_argument("--vertices", type=int, default=VERTICES)
    args = words.parse_args()
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps(measure(args.pieces, args.vertices)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
