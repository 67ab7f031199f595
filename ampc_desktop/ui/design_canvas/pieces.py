"""The print on the pattern pieces, true to scale: what the cutter will have on the table."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.canvas.piece_item import layout
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour


def device_of(pattern: Pattern, area: QRectF) -> tuple[QTransform, dict[str, tuple[float, float]]]:
    """(millimetres to paint units, offset of each piece) that show the whole pattern in an area."""
    offsets = layout(pattern.pieces, aspect=area.width() / max(1.0, area.height()))
    rings = [piece.cut_ring + np.asarray(offsets[piece.id]) for piece in pattern.pieces]
    points = np.concatenate(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(area.width() / (high[0] - low[0]), area.height() / (high[1] - low[1]))
    dx = area.center().x() - scale * (low[0] + high[0]) / 2
    dy = area.center().y() + scale * (low[1] + high[1]) / 2
    return QTransform(scale, 0, 0, -scale, dx, dy), offsets


def paint_pieces(
    painter: QPainter,
    shot: Snapshot,
    to_device: QTransform,
    offsets: dict[str, tuple[float, float]],
    ground: QColor,
    brush_for: dict[str, QBrush],
    line: QColor,
    lit: str,
) -> list[tuple[str, QPainterPath]]:
    """Every piece with its print inside the cut line, sew line dashed; the clickable path of each."""
    assert shot.pattern is not None
    found = []
    for piece in shot.pattern.pieces:
        placed = QTransform.fromTranslate(*offsets[piece.id]) * to_device
        path = QPainterPath()
        path.addPolygon(placed.map(QPolygonF([QPointF(float(x), float(y)) for x, y in piece.cut_ring])))
        path.closeSubpath()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPath(path)
        if piece.id in brush_for:
            painter.setBrush(brush_for[piece.id])
            painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if piece.id == lit:
            painter.setPen(QPen(colour("accent", 0.35), 6))
            painter.drawPath(path)
        painter.setPen(QPen(line, 1.4))
        painter.drawPath(path)
        dashed = QPen(colour("sew"), 1.25)
        dashed.setDashPattern([4.8, 2.4])
        painter.setPen(dashed)
        painter.drawPolygon(placed.map(QPolygonF([QPointF(float(x), float(y)) for x, y in piece.sew_ring])))
        _paint_name(painter, piece.label or piece.name.title(), path.boundingRect())
        found.append((piece.id, path))
    return found


def _paint_name(painter: QPainter, name: str, box: QRectF) -> None:
    painter.setFont(font(tokens.LABEL_VALUE))
    wide = painter.fontMetrics().horizontalAdvance(name) + 12
    if wide > box.width() or box.height() < 18:
        return
    plate = QRectF(box.center().x() - wide / 2, box.center().y() - 10, wide, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("canvas", 0.85))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(colour("t1"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)


def hint(pattern: Pattern, id: str) -> str:
    """What a piece is, in two lines."""
    piece = next((one for one in pattern.pieces if one.id == id), None)
    if piece is None:
        return ""
    left, bottom, right, top = g.bounds(piece.cut_ring)
    pair = ", pair" if piece.mirrored_pair else ""
    name = piece.label or piece.name.title()
    return f"{name}\ncut {piece.quantity}{pair}, {right - left:.0f} × {top - bottom:.0f} mm"
