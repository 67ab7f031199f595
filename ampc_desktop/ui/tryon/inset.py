"""The section cut seen from above: skin, garment over garment, and the gaps between them in mm."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ampc_desktop.core.units import CM, format_mm
from ampc_desktop.render.cut import Cut
from ampc_desktop.render.surface import Array
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.tryon.words import girth_cm

WIDE, HIGH = 232, 208
HEAD, FOOT, AIR = 30.0, 26.0, 26.0


class SectionInset(QWidget):
    """Front is below, the body's left is on the right: as one looks down on a person one faces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(WIDE, HIGH)
        self.setAccessibleName("Section from above")
        self._cut: Cut | None = None
        self.hide()

    def show_cut(self, cut: Cut | None) -> None:
        self._cut = cut
        if cut is not None:
            self.setAccessibleDescription(self.words)
        self.update()

    @property
    def words(self) -> str:
        """The figures of the cut: girth of the garment and the body, what is between them."""
        cut = self._cut
        if cut is None or not cut.skin:
            return "nothing cut"
        body = cut.skin[0].girth_mm
        if not cut.cloth:
            return f"Body {girth_cm(body)}, no garment here"
        below = [girth_cm(one.garment_girth_mm) for one in cut.beneath if one.cloth]
        if not below:
            return f"Garment {girth_cm(cut.garment_girth_mm)}  Body {girth_cm(body)}"
        return f"{' over '.join((girth_cm(cut.garment_girth_mm), *below))}  Body {girth_cm(body)}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(colour("panel", 0.94))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        cut = self._cut
        if cut is not None:
            painter.setFont(font(tokens.LABEL_VALUE))
            painter.setPen(colour("t1"))
            painter.drawText(QPointF(12, 20), f"Section at {format_mm(cut.height_mm / CM, 1)} cm")
            painter.setFont(font(tokens.CAPTION))
            painter.setPen(colour("t2"))
            painter.drawText(QPointF(12, HIGH - 10), self.words)
            unit = "gaps in mm" if cut.gaps else ""
            wide = QFontMetricsF(painter.font()).horizontalAdvance(unit)
            painter.drawText(QPointF(WIDE - 12 - wide, 20), unit)
            if cut.skin:
                self._paint_cut(painter, cut)
        painter.end()

    def _paint_cut(self, painter: QPainter, cut: Cut) -> None:
        main = cut.skin[0].points_mm
        layers = (cut, *cut.beneath)
        around = [main, *(line for one in layers for line in one.cloth[:1])]
        points = np.concatenate(around)[:, [0, 2]]
        low, high = points.min(axis=0), points.max(axis=0)
        room = QRectF(AIR, HEAD + AIR - 8, WIDE - 2 * AIR, HIGH - HEAD - FOOT - 2 * AIR + 16)
        scale = min(room.width() / max(1.0, high[0] - low[0]), room.height() / max(1.0, high[1] - low[1]))
        middle = (low + high) / 2
        centre = room.center()

        def place(line: Array) -> list[QPointF]:
            flat = (line[:, [0, 2]] - middle) * scale
            return [QPointF(centre.x() + x, centre.y() + y) for x, y in flat.tolist()]

        painter.setClipRect(QRectF(1, HEAD - 4, WIDE - 2, HIGH - HEAD - FOOT + 8))
        skin = QPainterPath()
        for loop in cut.skin:
            if not _near(loop.points_mm, low, high):
                continue
            skin.addPolygon(QPolygonF(place(loop.points_mm)))
            skin.closeSubpath()
        painter.setPen(QPen(colour("snap"), 1.25))
        painter.setBrush(colour("avatar", 0.55))
        painter.drawPath(skin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for depth, layer in enumerate(layers):
            painter.setPen(QPen(colour("t1" if depth else "sew"), 1.25 if depth else 1.75))
            for line in layer.cloth:
                if _near(line, low, high):
                    painter.drawPolyline(QPolygonF(place(line)))
        painter.setFont(font(tokens.CAPTION))
        metrics = QFontMetricsF(painter.font())
        for depth, layer in enumerate(layers[:2]):  # a third layer's gaps would cover the second's
            for gap in layer.gaps:
                a, b = place(np.stack([gap.skin_mm, gap.cloth_mm]))
                painter.setPen(QPen(colour("t2"), 1))
                painter.drawLine(a, b)
                end, away = (a, -14.0) if depth else (b, 12.0)  # what is beneath has its figures inside
                out = QPointF(end.x() - centre.x(), end.y() - centre.y())
                length = max(1.0, (out.x() ** 2 + out.y() ** 2) ** 0.5)
                text = format_mm(gap.gap_mm, 0)
                at = QPointF(end.x() + out.x() / length * away, end.y() + out.y() / length * away)
                wide = metrics.horizontalAdvance(text)
                painter.setPen(colour("t1"))
                painter.drawText(QRectF(at.x() - wide / 2, at.y() - 7, wide, 14), Qt.AlignmentFlag.AlignCenter, text)


def _near(line: Array, low: Array, high: Array) -> bool:
    """Does a line belong to the trunk or the legs, and not to an arm beside them?"""
    middle = line[:, 0].mean()
    return bool(low[0] <= middle <= high[0])
