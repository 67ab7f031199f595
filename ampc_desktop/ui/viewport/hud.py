"""What the 3D view writes over its picture, put together from what stands on the stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.units import CM, format_mm
from ampc_desktop.render.camera import Array, Camera
from ampc_desktop.render.words import value_text
from ampc_desktop.ui.viewport import overlay
from ampc_desktop.ui.viewport.stage import Stage

GIRTHS = ("bust", "waist", "hip")
BELOW_FEET_MM = 90.0


@dataclass(frozen=True)
class Caption:
    """Who stands there, and the girths everybody asks for."""

    title: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> str:
        return ", ".join([self.title, *(f"{name} {value}" for name, value in self.rows)])


def caption_of(body: MeasuredBody | None, other: MeasuredBody | None) -> Caption:
    if body is None:
        return Caption()
    who, values = body.measures.name or "Body", body.measures.values
    if other is not None:
        return Caption(f"{who} and {other.measures.name or 'another body'}")
    rows = tuple((name.capitalize(), value_text(name, values[name])) for name in GIRTHS if name in values)
    tall = body.mesh.stature_mm if "stature" not in values else values["stature"].value  # she may be sitting
    return Caption(f"{who}, {format_mm(tall / CM, 1)} cm", rows)


def paint(
    painter: QPainter,
    room: QRectF,
    stage: Stage,
    camera: Camera,
    caption: Caption,
    note: str,
    in_view: Callable[[Array], bool],
) -> None:
    """Caption, axes, a note at the top, names of landmarks in view, names under two bodies."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = (room.width(), room.height())
    overlay.caption(painter, caption.title, caption.rows)
    overlay.axes(painter, room, camera)
    if note:
        overlay.foot_note(painter, room, note)
    marks = [mark for mark in stage.marks if in_view(np.asarray(mark.point_mm))]
    if marks:
        places = camera.project([mark.point_mm for mark in marks], *size)
        overlay.tags(painter, [(mark.label, x, y) for mark, (x, y, _) in zip(marks, places, strict=True)])
    if stage.other is not None and stage.compare == "side":
        names = []
        for body, mesh in zip((stage.body, stage.other), stage.meshes, strict=True):
            middle = (mesh.vertices_mm.min(axis=0) + mesh.vertices_mm.max(axis=0)) / 2
            x, y, _ = camera.project([[middle[0], -BELOW_FEET_MM, middle[2]]], *size)[0]
            names.append((body.measures.name if body is not None else "", x - 24, y))
        overlay.tags(painter, names)


def bubble(painter: QPainter, room: QRectF, at: QPointF | None, words: tuple[str, str] | None) -> None:
    """Name and value of what is under the pointer."""
    if at is not None and words is not None:
        overlay.bubble(painter, room, at, *words)


def waiting(painter: QPainter, room: QRectF, text: str) -> None:
    """One line while a body is on its way."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    overlay.foot_note(painter, room, text)
