"""What is written over the 3D picture: who it is, the bubble at the pointer, the axes, names of landmarks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ampc_desktop.render.camera import Camera, ViewName
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

MARGIN = 14.0
AXIS_PX, AXIS_DOT = 24.0, 8.0
AXES_PX = 2 * (AXIS_PX + AXIS_DOT)
"""Width and height of the axes in their corner."""
AXES: tuple[tuple[str, int, str, ViewName, ViewName], ...] = (
    ("X", 0, "err", "left", "right"),
    ("Y", 1, "ok", "top", "below"),
    ("Z", 2, "accent", "front", "back"),
)


def caption(painter: QPainter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Title and a few values, top left."""
    painter.setPen(colour("t1"))
    painter.setFont(font(tokens.BODY_STRONG, words=True))
    painter.drawText(QPointF(MARGIN, MARGIN + 12), title)
    name_width = max((QFontMetricsF(font(tokens.LABEL)).horizontalAdvance(name) for name, _ in rows), default=0.0)
    for number, (name, value) in enumerate(rows):
        y = MARGIN + 32 + 18 * number
        painter.setFont(font(tokens.LABEL))
        painter.setPen(colour("t2"))
        painter.drawText(QPointF(MARGIN, y), name)
        painter.setFont(font(tokens.LABEL_VALUE))
        painter.setPen(colour("t1"))
        painter.drawText(QPointF(MARGIN + name_width + 14, y), value)


def title(painter: QPainter, text: str, width_px: float) -> None:
    """A title alone, top left, no wider than that."""
    painter.setPen(colour("t1"))
    painter.setFont(font(tokens.BODY_STRONG, words=True))
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width_px)
    painter.drawText(QPointF(MARGIN, MARGIN + 12), shown)


def line(painter: QPainter, y: float, text: str, width_px: float) -> None:
    """One more line under the caption, no wider than that."""
    painter.setFont(font(tokens.LABEL, words=True))
    painter.setPen(colour("t2"))
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width_px)
    painter.drawText(QPointF(MARGIN, y), shown)


def bubble(painter: QPainter, room: QRectF, at: QPointF, name: str, value: str, note: str = "") -> None:
    """Name, value and a note beside a point, never over it, always inside the room."""
    strong, plain = font(tokens.LABEL_VALUE), font(tokens.LABEL)
    parts = [(name, plain, "t2"), (value, strong, "t1"), (note, plain, "t2")]
    parts = [part for part in parts if part[0]]
    widths = [QFontMetricsF(face).horizontalAdvance(text) for text, face, _ in parts]
    wide, high = sum(widths) + 8 * (len(parts) - 1) + 20, 28.0
    left = at.x() + 14 if at.x() + 14 + wide < room.right() else at.x() - 14 - wide
    top = at.y() - 14 - high if at.y() - 14 - high > room.top() else at.y() + 18
    box = QRectF(max(room.left() + 4, left), top, wide, high)
    painter.setPen(QPen(colour("line2"), 1))
    painter.setBrush(colour("raised"))
    painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
    x = box.left() + 10
    for (text, face, tone), width in zip(parts, widths, strict=True):
        painter.setFont(face)
        painter.setPen(colour(tone))
        painter.drawText(QRectF(x, box.top(), width + 2, high), Qt.AlignmentFlag.AlignVCenter, text)
        x += width + 8


def tags(painter: QPainter, names: Sequence[tuple[str, float, float]]) -> None:
    """Small names beside points, those that would lie over another left out."""
    painter.setFont(font(tokens.CAPTION))
    metrics = QFontMetricsF(painter.font())
    taken: list[QRectF] = []
    for name, x, y in names:
        box = QRectF(x + 8, y - 8, metrics.horizontalAdvance(name) + 8, 16)
        if any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("panel", 0.78))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(colour("t1"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def foot_note(painter: QPainter, room: QRectF, text: str) -> None:
    """One quiet line at the top centre."""
    painter.setFont(font(tokens.LABEL))
    wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 24
    box = QRectF(room.center().x() - wide / 2, room.top() + MARGIN, wide, 28)
    painter.setPen(QPen(colour("line2"), 1))
    painter.setBrush(colour("raised"))
    painter.drawRoundedRect(box, tokens.PANEL_RADIUS, tokens.PANEL_RADIUS)
    painter.setPen(colour("t2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def axis_places(room: QRectF, camera: Camera) -> list[tuple[QPointF, float, int]]:
    """(where its letter is, how near it is to the eye, number in AXES), far to near."""
    centre = QPointF(room.right() - MARGIN - AXIS_PX - AXIS_DOT, room.top() + MARGIN + AXIS_PX + AXIS_DOT)
    right, up, back = camera.axes
    ends = []
    for number in range(len(AXES)):
        unit = np.eye(3)[number]
        spot = QPointF(centre.x() + AXIS_PX * float(unit @ right), centre.y() - AXIS_PX * float(unit @ up))
        ends.append((spot, float(unit @ back), number))
    return sorted(ends, key=lambda one: one[1])


def axes(painter: QPainter, room: QRectF, camera: Camera) -> None:
    """Three arms with letters; a click on a letter looks along it."""
    centre = QPointF(room.right() - MARGIN - AXIS_PX - AXIS_DOT, room.top() + MARGIN + AXIS_PX + AXIS_DOT)
    painter.setFont(font((10, 600)))
    for spot, _, number in axis_places(room, camera):
        letter, _, token, _, _ = AXES[number]
        painter.setPen(QPen(colour(token), 2))
        painter.drawLine(centre, spot)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(token))
        painter.drawEllipse(spot, AXIS_DOT, AXIS_DOT)
        painter.setPen(colour("panel"))
        box = QRectF(spot.x() - AXIS_DOT, spot.y() - AXIS_DOT, 2 * AXIS_DOT, 2 * AXIS_DOT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def axis_at(room: QRectF, camera: Camera, x: float, y: float) -> int | None:
    """Number in AXES of the letter at a pixel."""
    for spot, _, number in reversed(axis_places(room, camera)):
        if (spot.x() - x) ** 2 + (spot.y() - y) ** 2 <= (AXIS_DOT + 3) ** 2:
            return number
    return None
