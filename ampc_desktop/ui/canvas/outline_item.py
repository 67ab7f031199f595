"""Outlines laid over a piece: another revision of it, or other sizes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ampc_desktop.core.geometry import Array
from ampc_desktop.ui.canvas.piece_item import polygon


class OutlineItem(QGraphicsItem):
    """Closed rings (n, 2) in one colour, with pens of constant device width."""

    def __init__(
        self, rings: Sequence[Array], lies: QTransform, ink: QColor, width: float, dash: Sequence[float] = ()
    ) -> None:
        super().__init__()
        self._path = QPainterPath()
        for ring in rings:
            self._path.addPolygon(polygon(ring))
            self._path.closeSubpath()
        self._pen = QPen(ink, width)
        self._pen.setCosmetic(True)
        if dash:
            self._pen.setDashPattern([length / width for length in dash])
        self.setTransform(lies)
        self.setZValue(2)
        self._box = self._path.boundingRect().adjusted(-4, -4, 4, 4)

    def boundingRect(self) -> QRectF:
        return self._box

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setPen(self._pen)
        painter.drawPath(self._path)
