"""What a view of the try-on writes and draws over its picture: names, the tool in hand, readings, hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from ampc_desktop.ui.tryon import marks
from ampc_desktop.ui.tryon.words import signed_mm
from ampc_desktop.ui.viewport import overlay

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.view import TryOnView

HINTS: dict[str, str] = {
    "line": "Draw on the garment, or click point by point; Enter ends the line",
    "pull": "Drag a lit edge, or type a length; [ ] chooses the edge",
    "region": "Draw around a region of the garment or the body",
}
HINT_PX = 40.0
PREVIOUS = "Previous design"


def over(view: TryOnView, painter: QPainter, room: QRectF) -> None:
    """Everything, in the order it lies on the picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stale = view.previous
    if stale:
        marks.dimmed(painter, room)
    names(view, painter, room)
    overlay.axes(painter, room, view.navigator.camera)
    if stale:
        overlay.foot_note(painter, room, PREVIOUS)
    _tool(view, painter, room)
    _readings(view, painter, room)
    free = room.adjusted(0, 0, 0, -view.foot_px)
    if view.tool in HINTS and not view.pull.dragging and not view.moving:
        marks.hint(painter, free, [(HINTS[view.tool], "t1"), ("Esc", "t3")])
    elif view.note:
        marks.hint(painter, free, [(view.note, "t2")])


def names(view: TryOnView, painter: QPainter, room: QRectF) -> None:
    """Who wears what; where two are compared, what differs: the garment."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    caption, worn = view.caption, view.fitting.worn
    told = worn.caption if worn is not None and not view.fitting.settling else ""
    free = room.width() - 2 * overlay.MARGIN - overlay.AXES_PX
    if view.companion is not None and told:
        overlay.title(painter, told, free)
        return
    overlay.caption(painter, caption.title, caption.rows)
    for number, words in enumerate(told.replace(", over ", "\nover ").splitlines(), start=len(caption.rows)):
        overlay.line(painter, overlay.MARGIN + 32 + 18 * number, words, 0.42 * room.width())


def _tool(view: TryOnView, painter: QPainter, room: QRectF) -> None:
    camera, extent, pull = view.navigator.camera, view.extent, view.pull
    held = pull.grip
    for grip, near in zip(view.fitting.grips, view.near(), strict=True):
        chosen = held is not None and held.handle.id == grip.handle.id
        if view.tool == "pull" or chosen:
            drag_mm, moved_mm = (pull.drag_mm, pull.moved_mm) if chosen else (0.0, None)
            marks.grip(painter, grip, camera, extent, near, chosen, drag_mm, moved_mm)
    if view.tool == "line" and len(view.line):
        marks.stroke(painter, camera.project(view.line.points_mm, *extent))
    if view.tool == "region" and len(view.lasso.pixels) > 1:
        marks.stroke(painter, np.array(view.lasso.pixels), closed=True)
    if held is not None and view.pointer is not None:
        value = signed_mm(pull.drag_mm) if pull.active else ""
        typed = f"{pull.typed} mm" if pull.typed else value
        overlay.bubble(painter, room, view.pointer, held.handle.label, typed)


def _readings(view: TryOnView, painter: QPainter, room: QRectF) -> None:
    camera, extent = view.navigator.camera, view.extent
    if view.pin is not None:
        reading = view.reading(view.pin)
        if reading is not None:
            point = view.point(view.pin)
            x, y, _ = camera.project(point[None], *extent)[0]
            if view.pin_box is None:
                hint_px = HINT_PX if view.note or view.tool in HINTS else 0.0
                free = room.adjusted(0, 0, 0, -view.foot_px - hint_px)
                seen = camera.project(view.fitting.positions_mm, *extent)
                view.pin_box = marks.pin_box(reading, free, QPointF(x, y), seen, view.taken)
            box = QRectF(view.pin_box.topLeft(), QSizeF(*marks.reading_size(reading)))
            marks.pin(painter, box, QPointF(x, y), reading, view.in_view(point))
    if view.tool == "probe" and view.hover is not None and view.pointer is not None and not view.moving:
        reading = view.reading(view.hover)
        if reading is not None and not view.on_pin(view.pointer):
            short = reading.short
            marks.bubble(painter, marks.reading_box(short, room, view.pointer, view.taken), short)
