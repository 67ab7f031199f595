"""What is painted over the try-on: the probe's bubbles, lines being drawn, edges that can be pulled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from ampc_desktop.render.camera import Camera
from ampc_desktop.render.lines import Grip
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.tryon.words import Reading

ROW, PAD = 18.0, 10.0
BELOW_CAPTION_PX = 136.0
"""Room that the caption takes at the top of the view."""
RING_PX = 5.5


def reading_size(reading: Reading) -> tuple[float, float]:
    """(width, height) of a bubble."""
    plain, strong = QFontMetricsF(font(tokens.LABEL)), QFontMetricsF(font(tokens.LABEL_VALUE))
    left = max([plain.horizontalAdvance(label) for label, _ in reading.rows] or [0.0])
    right = max([strong.horizontalAdvance(value) for _, value in reading.rows] or [0.0])
    head = strong.horizontalAdvance(reading.place) + plain.horizontalAdvance(reading.way) + 16
    return max(left + 16 + right, head) + 2 * PAD, ROW * (len(reading.rows) + 1) + 12


def reading_box(reading: Reading, room: QRectF, at: QPointF, taken: Sequence[QRectF] = ()) -> QRectF:
    """Where a bubble beside the pointer lies: inside the room, never over its point nor over what is there already."""
    wide, high = reading_size(reading)
    places = [
        QRectF(at.x() + 16 if right else at.x() - 16 - wide, at.y() + 16 if below else at.y() - 12 - high, wide, high)
        for right, below in ((True, True), (False, True), (True, False), (False, False))
    ]
    shifted = [_inside(QRectF(place), room) for place in places]
    clear = [not any(box.intersects(other) for other in taken) and not box.contains(at) for box in shifted]
    for box, place, free in zip(shifted, places, clear, strict=True):
        if free and box == place:
            return box
    return shifted[clear.index(True)] if True in clear else shifted[0]


def pin_box(
    reading: Reading,
    room: QRectF,
    at: QPointF,
    garment_px: npt.NDArray[np.float64],
    taken: Sequence[QRectF] = (),
) -> QRectF:
    """Where a pinned bubble hides least of the garment, given by its vertices (n, 2) in pixels, and lies near; never
    over what is there already, if it can be."""
    wide, high = reading_size(reading)
    best, least, first = QRectF(), np.inf, room.top() + BELOW_CAPTION_PX
    for left in np.linspace(room.left() + 8, room.right() - wide - 8, 9):
        for top in np.linspace(first, max(first, room.bottom() - high - 8), 9):
            box = _inside(QRectF(left, top, wide, high), room)
            if box.adjusted(-20, -20, 20, 20).contains(at):
                continue
            hidden = share_hidden(box, garment_px) + any(box.intersects(other) for other in taken)
            away = np.hypot(box.center().x() - at.x(), box.center().y() - at.y()) / max(1.0, room.height())
            if hidden + 0.25 * away < least:
                best, least = box, hidden + 0.25 * away
    return best if least < np.inf else _inside(QRectF(at.x() + 24, at.y() + 24, wide, high), room)


def share_hidden(box: QRectF, points_px: npt.NDArray[np.float64]) -> float:
    """How many of some points (n, 2), in pixels, lie under a box."""
    x, y = points_px[:, 0], points_px[:, 1]
    under = (x > box.left()) & (x < box.right()) & (y > box.top()) & (y < box.bottom())
    return float(under.mean()) if len(points_px) else 0.0


def _inside(box: QRectF, room: QRectF) -> QRectF:
    box.moveLeft(min(max(room.left() + 8, box.left()), max(room.left() + 8, room.right() - box.width() - 8)))
    box.moveTop(min(max(room.top() + 8, box.top()), max(room.top() + 8, room.bottom() - box.height() - 8)))
    return box


def pin(painter: QPainter, box: QRectF, at: QPointF, reading: Reading, seen: bool) -> None:
    """A ring on the garment, a line, and the values."""
    end = QPointF(min(max(at.x(), box.left()), box.right()), min(max(at.y(), box.top()), box.bottom()))
    for pen in (QPen(colour("app", 0.5), 3.5), QPen(colour("t1", 0.95 if seen else 0.45), 1.25)):
        painter.setPen(pen)  # a halo, or the line is lost on cloth of its own colour
        painter.drawLine(at, end)
    painter.setPen(QPen(colour("t1" if seen else "t3"), 2))
    painter.setBrush(colour("app", 0.9) if seen else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, RING_PX, RING_PX)
    bubble(painter, box, reading)


def bubble(painter: QPainter, box: QRectF, reading: Reading) -> None:
    """The piece and which way it is stretched, then one row a map, the present one strong."""
    painter.setPen(QPen(colour("line2"), 1))
    painter.setBrush(colour("raised", 0.97))
    painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
    centre = Qt.AlignmentFlag.AlignVCenter
    row = QRectF(box.left() + PAD, box.top() + 6, box.width() - 2 * PAD, ROW)
    _text(painter, row, reading.place, tokens.LABEL_VALUE, "t1", centre)
    _text(painter, row, reading.way, tokens.LABEL, "t3", centre | Qt.AlignmentFlag.AlignRight)
    for number, (label, value) in enumerate(reading.rows):
        row.translate(0, ROW)
        _text(painter, row, label, tokens.LABEL, "t1" if number == 0 else "t2", centre)
        _text(
            painter, row, value, tokens.LABEL_VALUE, "t1" if number == 0 else "t2", centre | Qt.AlignmentFlag.AlignRight
        )


def _text(
    painter: QPainter, box: QRectF, text: str, style: tuple[int, int], token: str, flags: Qt.AlignmentFlag
) -> None:
    painter.setFont(font(style))
    painter.setPen(colour(token))
    painter.drawText(box, flags, text)


def stroke(painter: QPainter, points: npt.NDArray[np.float64], closed: bool = False) -> None:
    """A line being drawn, (k, 2) pixels."""
    path = QPolygonF([QPointF(x, y) for x, y in points[:, :2].tolist()])
    painter.setBrush(colour("snap", 0.14) if closed else Qt.BrushStyle.NoBrush)
    for pen in (QPen(colour("app", 0.55), 4), QPen(colour("snap"), 2)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolygon(path) if closed else painter.drawPolyline(path)
    if not closed and len(points):
        painter.setPen(QPen(colour("snap"), 2))
        painter.setBrush(colour("app"))
        for x, y in (points[0, :2].tolist(), points[-1, :2].tolist()):
            painter.drawEllipse(QPointF(x, y), 4, 4)


def grip(
    painter: QPainter,
    held: Grip,
    camera: Camera,
    size: tuple[float, float],
    near: npt.NDArray[np.bool_],
    lit: bool,
    drag_mm: float = 0.0,
    moved_mm: npt.NDArray[np.float64] | None = None,
) -> None:
    """An edge that can be pulled, and where it will go. near: (k,) points that are not behind the body.

    moved_mm: (k, 3) where it will lie; not known yet: only where it began.
    """
    shown = held.pieces[near[held.pieces].all(axis=1)]
    if drag_mm:
        ghost = QPen(colour("t2"), 1.5)
        ghost.setDashPattern([2, 3])
        _pieces(painter, held.points_mm, shown, camera, size, ghost)
        if moved_mm is not None:
            _pieces(painter, moved_mm, shown, camera, size, QPen(colour("selected"), 3))
        return
    _pieces(painter, held.points_mm, shown, camera, size, QPen(colour("accent", 0.35), 7 if lit else 5))
    _pieces(
        painter, held.points_mm, shown, camera, size, QPen(colour("selected" if lit else "accent"), 2.5 if lit else 2)
    )


def _pieces(
    painter: QPainter,
    points: npt.NDArray[np.float64],
    pieces: npt.NDArray[np.intp],
    camera: Camera,
    size: tuple[float, float],
    pen: QPen,
) -> None:
    seen = camera.project(points, *size)
    path = QPainterPath()
    before = -1
    for a, b in pieces.tolist():
        if a != before:
            path.moveTo(seen[a, 0], seen[a, 1])
        path.lineTo(seen[b, 0], seen[b, 1])
        before = b
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def hint(painter: QPainter, room: QRectF, parts: Sequence[tuple[str, str]]) -> None:
    """What the tool in hand does, at the foot of the room: (words, token)."""
    face = font(tokens.LABEL)
    widths = [QFontMetricsF(face).horizontalAdvance(text) for text, _ in parts]
    wide = sum(widths) + 10 * (len(parts) - 1) + 24
    box = QRectF(room.center().x() - wide / 2, room.bottom() - 36, wide, 28)
    painter.setPen(QPen(colour("line2"), 1))
    painter.setBrush(colour("raised"))
    painter.drawRoundedRect(box, tokens.PANEL_RADIUS, tokens.PANEL_RADIUS)
    x = box.left() + 12
    painter.setFont(face)
    for (text, token), width in zip(parts, widths, strict=True):
        painter.setPen(colour(token))
        painter.drawText(QRectF(x, box.top(), width + 2, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
        x += width + 10


def dimmed(painter: QPainter, room: QRectF) -> None:
    """A result of an older design."""
    veil = QColor(colour("viewport_bottom"))
    veil.setAlphaF(0.45)
    painter.fillRect(room, veil)
