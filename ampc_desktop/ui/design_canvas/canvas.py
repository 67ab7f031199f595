"""Flat sketch front and back with print true to scale and grain, the printed pieces, and the tile 3 x 3 in mm."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ampc_desktop.core.flat import FlatPart
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.design_canvas.pieces import device_of, hint, paint_pieces
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

MARGIN = 24


def tile_pixmap(shot: Snapshot) -> QPixmap | None:
    """The repeat tile of a snapshot as a pixmap."""
    if shot.tile is None:
        return None
    tile = np.ascontiguousarray(shot.tile)
    high, wide = tile.shape[:2]
    return QPixmap.fromImage(QImage(tile.data, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy())


def print_brush(pixmap: QPixmap, tile_mm: tuple[float, float], to_device: QTransform) -> QBrush:
    """A texture of the tile: pixel rows run down, millimetres run up; to_device maps millimetres to paint units."""
    brush = QBrush(pixmap)
    to_mm = QTransform(tile_mm[0] / pixmap.width(), 0, 0, -tile_mm[1] / pixmap.height(), 0, tile_mm[1])
    brush.setTransform(to_mm * to_device)
    return brush


class DesignCanvas(QWidget):
    """mode "flat": sketches and tile; "pieces": the print on the pattern; "tile": the tile alone, large.

    Emits `piece_picked` with a piece id or "", and `scaled` with the scale as "1 : 4.2".
    """

    piece_picked = Signal(str)
    scaled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shot: Snapshot | None = None
        self._pixmap: QPixmap | None = None
        self._small: dict[int, QPixmap] = {}
        self._mode = "flat"
        self._lit = ""
        self._over = ""
        self._hit: list[tuple[str, QPainterPath]] = []
        self.setMouseTracking(True)
        self.setMinimumSize(480, 360)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Design canvas")
        self.scale_text = ""

    def sizeHint(self) -> QSize:
        return QSize(800, 700)

    def show_snapshot(self, shot: Snapshot) -> None:
        old, self._shot = self._shot, shot
        fresh = old is None or shot.tile is not old.tile
        if old is not None and all(
            getattr(shot, part) is getattr(old, part) for part in ("tile", "flat", "placement", "pattern", "design")
        ):
            return  # the same picture with more figures known
        if fresh:
            self._pixmap = tile_pixmap(shot)
            self._small = {}
        self.update()

    def set_mode(self, mode: str) -> None:
        self._mode = mode
        self.update()

    def light(self, piece: str) -> None:
        self._lit = piece
        self.update()

    def _piece_at(self, at: QPointF) -> str:
        return next((piece for piece, path in reversed(self._hit) if path.contains(at)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._piece_at(event.position())
        if over != self._over:
            self._over = over
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._over = ""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.piece_picked.emit(self._piece_at(event.position()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._shot is not None and self._shot.pattern is not None:
            QToolTip.showText(event.globalPos(), hint(self._shot.pattern, self._piece_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colour("canvas"))
        self._hit = []
        shot = self._shot
        if shot is None or shot.flat is None:
            self._paint_empty(painter)
            return
        area = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if self._mode == "tile":
            self._paint_tile(painter, area, shot)
            return
        if self._mode == "pieces" and shot.pattern is not None:
            self._paint_pieces(painter, area, shot)
            return
        wide = area.width() > 1.15 * area.height()
        if wide:
            split = area.left() + area.width() * 0.60
            front = QRectF(area.topLeft(), QPointF(split - 24, area.bottom()))
            back = QRectF(QPointF(split + 8, area.top()), QPointF(area.right(), area.top() + area.height() * 0.5 - 12))
            tile = QRectF(QPointF(split + 8, area.top() + area.height() * 0.5 + 12), area.bottomRight())
        else:
            split = area.top() + area.height() * 0.60
            front = QRectF(area.topLeft(), QPointF(area.right(), split - 16))
            middle = area.left() + area.width() * 0.5
            back = QRectF(QPointF(area.left(), split + 8), QPointF(middle - 12, area.bottom()))
            tile = QRectF(QPointF(middle + 12, split + 8), area.bottomRight())
        self._paint_view(painter, front, "front", shot, dimensions=True)
        self._paint_view(painter, back, "back", shot, dimensions=False)
        self._paint_tile(painter, tile, shot)

    def _paint_pieces(self, painter: QPainter, area: QRectF, shot: Snapshot) -> None:
        assert shot.pattern is not None
        assert shot.print_spec is not None
        to_device, offsets = device_of(shot.pattern, area)
        self._tell_scale(to_device.m11())
        brushes = {}
        if shot.placement is not None and shot.artwork is not None and self._pixmap is not None:
            size = (shot.artwork.width_mm, shot.artwork.height_mm)
            tile = self._tile_for(to_device.m11(), size[0])
            for placed in shot.placement.pieces:
                if placed.piece in offsets:
                    origin = QTransform().translate(*placed.origin_mm).rotate(placed.angle_deg)
                    whole = origin * QTransform.fromTranslate(*offsets[placed.piece]) * to_device
                    brushes[placed.piece] = print_brush(tile, size, whole)
        ground = QColor(*capabilities().inks[shot.print_spec.inks[0]].srgb)
        line = self._line_colour(ground)
        self._hit = paint_pieces(painter, shot, to_device, offsets, ground, brushes, line, self._lit or self._over)

    def _tell_scale(self, px_per_mm: float) -> None:
        text = f"1 : {1 / (px_per_mm * 25.4 / self.logicalDpiX()):.1f}"
        if text != self.scale_text:
            self.scale_text = text
            QTimer.singleShot(0, lambda: self.scaled.emit(self.scale_text))

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(font(tokens.HEADING))
        painter.setPen(colour("t2"))
        begun = self._shot is not None and self._shot.problem is not None
        words = "This design can't be drawn as it is" if begun else "Describe a garment to see it here"
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, words)

    def _caption(self, painter: QPainter, area: QRectF, text: str) -> QRectF:
        painter.setFont(font(tokens.LABEL_VALUE))
        painter.setPen(colour("t2"))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
        return area.adjusted(0, 24, 0, 0)

    def _paint_view(self, painter: QPainter, area: QRectF, view: str, shot: Snapshot, dimensions: bool) -> None:
        assert shot.flat is not None
        area = self._caption(painter, area, view.capitalize())
        parts = sorted((p for p in shot.flat.parts if p.view == view), key=lambda p: p.layer)
        if not parts:
            return
        points = np.concatenate([np.asarray(p.outline) for p in parts])
        low, high = points.min(axis=0), points.max(axis=0)
        room = area.adjusted(0, 0, -52, -36) if dimensions else area
        scale = min(room.width() / (high[0] - low[0]), room.height() / (high[1] - low[1]))
        middle = room.center()
        to_device = QTransform(
            scale,
            0,
            0,
            -scale,
            middle.x() - scale * (low[0] + high[0]) / 2,
            middle.y() + scale * (low[1] + high[1]) / 2,
        )
        if view == "front":
            self._tell_scale(scale)
        for part in parts:
            self._paint_part(painter, part, to_device, shot)
        if dimensions:
            for text, a, b in shot.flat.dimensions:
                self._paint_dimension(painter, text, to_device.map(QPointF(*a)), to_device.map(QPointF(*b)))

    def _paint_part(self, painter: QPainter, part: FlatPart, to_device: QTransform, shot: Snapshot) -> None:
        path = QPainterPath()
        path.addPolygon(to_device.map(QPolygonF([QPointF(*p) for p in part.outline])))
        path.closeSubpath()
        assert shot.print_spec is not None
        ground = QColor(*capabilities().inks[shot.print_spec.inks[0]].srgb)
        placed = None
        if shot.placement is not None:
            placed = next((p for p in shot.placement.pieces if p.piece == part.piece), None)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPath(path)
        if placed is not None and self._pixmap is not None and shot.artwork is not None:
            origin = QTransform().translate(*placed.origin_mm).rotate(placed.angle_deg)
            whole = origin * QTransform(*part.transform) * to_device
            painter.setBrush(
                print_brush(
                    self._tile_for(to_device.m11(), shot.artwork.width_mm),
                    (shot.artwork.width_mm, shot.artwork.height_mm),
                    whole,
                )
            )
            painter.drawPath(path)
        ink = self._line_colour(ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if part.piece in (self._lit, self._over) and part.piece:
            painter.setPen(QPen(colour("accent", 0.5 if part.piece == self._lit else 0.3), 6))
            painter.drawPath(path)
        stitches = [to_device.map(QPolygonF([QPointF(*p) for p in line])) for line in part.lines]
        if placed is not None:  # a seam of ground colour under the lines, so that they are seen on any print
            painter.setPen(QPen(ground, 3.6))
            painter.drawPath(path)
            for stitch in stitches:
                painter.drawPolyline(stitch)
        painter.setPen(QPen(ink, 1.6))
        painter.drawPath(path)
        dashed = QPen(ink, 1.0)
        dashed.setDashPattern([3, 2.5])
        painter.setPen(dashed)
        for stitch in stitches:
            painter.drawPolyline(stitch)
        self._hit.append((part.piece, path))

    def _tile_for(self, px_per_mm: float, tile_mm: float) -> QPixmap:
        """The tile at about twice the resolution it is painted at: much finer ones lose thin lines."""
        assert self._pixmap is not None
        wanted = max(8, round(2 * px_per_mm * self.devicePixelRatioF() * tile_mm))
        if wanted >= self._pixmap.width():
            return self._pixmap
        if wanted not in self._small:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._small[wanted] = self._pixmap.scaledToWidth(wanted, smooth)
        return self._small[wanted]

    def _line_colour(self, ground: QColor) -> QColor:
        """Outline that stands out from both the cloth and the canvas."""
        dark_canvas = colour("canvas").lightness() < 128
        if ground.lightness() < 90:
            return QColor(colour("t2")) if dark_canvas else QColor(colour("ctl"))
        return QColor(ground).darker(280) if ground.lightness() > 150 else QColor(ground).lighter(210)

    def _paint_dimension(self, painter: QPainter, text: str, a: QPointF, b: QPointF) -> None:
        painter.setPen(QPen(colour("t2"), 1))
        painter.setFont(font(tokens.LABEL_VALUE))
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(text) + 12
        level = abs(a.y() - b.y()) < abs(a.x() - b.x())
        painter.drawLine(a, b)
        for end in (a, b):
            step = QPointF(0, 4) if level else QPointF(4, 0)
            painter.drawLine(end - step, end + step)
        middle = (a + b) / 2
        painter.save()
        painter.translate(middle)
        if not level:
            painter.rotate(-90)
        painter.fillRect(QRectF(-wide / 2, -8, wide, 16), colour("canvas"))
        painter.setPen(colour("t1"))
        painter.drawText(QRectF(-wide / 2, -8, wide, 16), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _paint_tile(self, painter: QPainter, area: QRectF, shot: Snapshot) -> None:
        if self._pixmap is None or shot.artwork is None or shot.print_spec is None:
            return
        area = self._caption(painter, area, "Tile 3 × 3")
        wide_mm, high_mm = shot.artwork.width_mm, shot.artwork.height_mm
        room = area.adjusted(0, 0, 0, -30)
        scale = min(room.width() / (3 * wide_mm), room.height() / (3 * high_mm))
        box = QRectF(room.left(), room.top(), 3 * wide_mm * scale, 3 * high_mm * scale)
        if self._mode == "tile":
            box.moveLeft(room.center().x() - box.width() / 2)
            self._tell_scale(scale)
        to_device = QTransform(scale, 0, 0, -scale, box.left(), box.bottom())
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(print_brush(self._pixmap, (wide_mm, high_mm), to_device))
        painter.drawRect(box)
        dashes = QPen(colour("accent"), 1.5)
        dashes.setDashPattern([4, 3])
        for pen in (QPen(colour("canvas", 0.6), 2.5), dashes):  # dark under bright: seen on any print
            painter.setPen(pen)
            for i in (1, 2):
                x, y = box.left() + i * box.width() / 3, box.top() + i * box.height() / 3
                painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QPen(colour("t2"), 1))
        y = box.bottom() + 14
        end = box.left() + box.width() / 3
        painter.drawLine(QPointF(box.left(), y), QPointF(end, y))
        for x in (box.left(), end):
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
        painter.setFont(font(tokens.LABEL_VALUE))
        painter.setPen(colour("t1"))
        size = f"{format_mm(wide_mm)} × {format_mm(high_mm)} mm"
        plain = shot.print_spec.motif == "plain"
        text = "plain" if plain else f"{size}, exact at any dpi"
        if end + 10 + painter.fontMetrics().horizontalAdvance(text) > self.width() - 8:
            text = "plain" if plain else size
        painter.drawText(QPointF(end + 10, y + 4), text)
