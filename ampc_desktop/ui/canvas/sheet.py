"""A sheet laid over the canvas: marks in screen pixels, listed once and painted as often as the screen needs it.

It knows how far it reaches, so that a moved point repaints what lies under it and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF

from ampc_desktop.core.geometry import Array
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

PAD = 10
LINE = 18
AWAY = 18
"""A bubble stands this far from the place it speaks of."""


@dataclass(frozen=True)
class BubbleLine:
    """One line of a bubble: a figure in bold with its difference at the right, or plain words."""

    text: str
    value: str = ""
    tone: str = "t2"
    strong: bool = False


class Sheet:
    """Collects marks. `bounds` is the rectangle they cover, in viewport pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._room = QRectF(0, 0, width, height)
        self._marks: list[Callable[[QPainter], None]] = []
        self._bounds = QRectF()
        self.said: list[str] = []
        """Every word on the sheet, for people who listen instead of looking, and for tests."""

    @property
    def bounds(self) -> QRect:
        return self._bounds.toAlignedRect().adjusted(-3, -3, 3, 3) if not self._bounds.isNull() else QRect()

    @property
    def empty(self) -> bool:
        return not self._marks

    def paint(self, painter: QPainter) -> None:
        for mark in self._marks:
            mark(painter)

    def _cover(self, box: QRectF, reach: float) -> None:
        box = box.normalized().adjusted(-reach, -reach, reach, reach).intersected(self._room)
        if not box.isEmpty():
            self._bounds = box if self._bounds.isNull() else self._bounds.united(box)

    # -- marks ---------------------------------------------------------------------------------------------------

    def line(
        self,
        points: Array | Sequence[QPointF],
        token: str,
        width: float = 1.0,
        dash: Sequence[float] = (),
        alpha: float = 1.0,
        closed: bool = False,
        fill: float = 0.0,
    ) -> None:
        """A polyline in pixels; fill: opacity of the inside in the same colour."""
        if len(points) < 2:
            return
        if isinstance(points, np.ndarray):
            shape = QPolygonF([QPointF(float(x), float(y)) for x, y in points])
        else:
            shape = QPolygonF(list(points))
        self._cover(shape.boundingRect().adjusted(0, 0, 1, 1), width + 1)

        def mark(painter: QPainter) -> None:
            pen = QPen(colour(token, alpha), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
            if dash:
                pen.setDashPattern([max(0.01, length / width) for length in dash])
            painter.setPen(pen)
            painter.setBrush(colour(token, fill) if fill else Qt.BrushStyle.NoBrush)
            if closed:
                painter.drawPolygon(shape)
            else:
                painter.drawPolyline(shape)

        self._marks.append(mark)

    def square(self, at: QPointF, size: float, token: str = "selected", filled: bool = False) -> None:
        self._shape(at, size, token, filled, "rect")

    def ring(self, at: QPointF, size: float, token: str = "selected", filled: bool = False, width: float = 1.5) -> None:
        self._shape(at, size, token, filled, "ellipse", width)

    def _shape(
        self, at: QPointF, size: float, token: str, filled: bool, kind: str, width: float = 1.5, over: str = "canvas"
    ) -> None:
        box = QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
        self._cover(box, width + 1)

        def mark(painter: QPainter) -> None:
            painter.setPen(QPen(colour(token), width))
            painter.setBrush(colour(token) if filled else colour(over))
            if kind == "rect":
                painter.drawRect(box)
            else:
                painter.drawEllipse(box)

        self._marks.append(mark)

    def halo(self, at: QPointF, size: float, token: str = "snap") -> None:
        """A ring round a place that leaves it visible."""
        box = QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
        self._cover(box, 3)

        def mark(painter: QPainter) -> None:
            painter.setPen(QPen(colour(token), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)

        self._marks.append(mark)

    def words(self, at: QPointF, text: str, token: str = "snap", above: bool = True) -> None:
        """A short line of words in a frame of its colour, centred above (or below) a place."""
        face = font(tokens.CAPTION)
        wide = QFontMetrics(face).horizontalAdvance(text) + 14
        box = QRectF(at.x() - wide / 2, at.y() - 30 if above else at.y() + 10, wide, 20)
        self._keep_in(box)
        self._cover(box, 2)
        self.said.append(text)

        def mark(painter: QPainter) -> None:
            painter.setPen(QPen(colour(token), 1))
            painter.setBrush(colour("raised"))
            painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
            painter.setFont(face)
            painter.setPen(colour(token))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

        self._marks.append(mark)

    def caption(self, at: QPointF, text: str, token: str = "t2") -> None:
        """Words without a frame, starting at a place."""
        face = font(tokens.CAPTION)
        metrics = QFontMetrics(face)
        box = QRectF(at.x(), at.y() - metrics.ascent(), metrics.horizontalAdvance(text) + 2, metrics.height())
        self._cover(box, 2)
        self.said.append(text)

        def mark(painter: QPainter) -> None:
            painter.setFont(face)
            painter.setPen(colour(token))
            painter.drawText(at, text)

        self._marks.append(mark)

    def bubble(self, at: QPointF, lines: Sequence[BubbleLine]) -> None:
        """Live figures near a place, never over it."""
        faces = [font(tokens.HEADING if one.strong else tokens.LABEL) for one in lines]
        wide = high = 0.0
        for one, face in zip(lines, faces, strict=True):
            metrics = QFontMetrics(face)
            gap = 24 if one.value else 0
            wide = max(wide, metrics.horizontalAdvance(one.text) + gap + metrics.horizontalAdvance(one.value))
            high += LINE + (4 if one.strong else 0)
            self.said += [text for text in (one.text, one.value) if text]
        box = QRectF(at.x() + AWAY, at.y() + AWAY, wide + 2 * PAD, high + 2 * PAD - 4)
        if box.right() > self._room.right() - 4:
            box.moveRight(at.x() - AWAY)
        if box.bottom() > self._room.bottom() - 4:
            box.moveBottom(at.y() - AWAY)
        self._keep_in(box)
        self._cover(box, 8)

        def mark(painter: QPainter) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("app", 0.12))
            for reach in (5, 3, 1):
                painter.drawRoundedRect(box.adjusted(-reach, 1 - reach, reach, 2 + reach), 8, 8)
            painter.setPen(QPen(colour("line2"), 1))
            painter.setBrush(colour("raised"))
            painter.drawRoundedRect(box, tokens.PANEL_RADIUS, tokens.PANEL_RADIUS)
            top = box.top() + PAD - 2
            for one, face in zip(lines, faces, strict=True):
                row = QRectF(box.left() + PAD, top, box.width() - 2 * PAD, LINE + (4 if one.strong else 0))
                painter.setFont(face)
                painter.setPen(colour("t1" if one.strong else one.tone))
                painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, one.text)
                if one.value:
                    painter.setFont(font(tokens.BODY_STRONG if one.strong else tokens.LABEL_VALUE))
                    painter.setPen(colour("t1" if one.tone == "t2" else one.tone))
                    painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, one.value)
                top += row.height()

        self._marks.append(mark)

    def _keep_in(self, box: QRectF) -> None:
        box.moveLeft(max(self._room.left() + 40, min(box.left(), self._room.right() - box.width() - 4)))
        box.moveTop(max(self._room.top() + 24, min(box.top(), self._room.bottom() - box.height() - 4)))
