"""A y-up view in millimetres: wheel zooms at the pointer, middle or Space drag pans, Home fits, rulers and grid."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

RULER_TOP = 20
RULER_LEFT = 36
"""Room for four digits and a minus."""
REST_MS = 150
ZOOM_STEP = 1.15
SCALE_LIMITS = (0.02, 60.0)


def nice_step(minimum: float) -> float:
    """Smallest of 1, 5, 10, 50, 100, 500, 1000 mm that is at least `minimum`."""
    for step in (1, 5, 10, 50, 100, 500, 1000):
        if step >= minimum:
            return float(step)
    return 5000.0


def ruler_text(value: float) -> str:
    """Whole millimetres with a true minus and no negative zero."""
    return f"{round(value) + 0}".replace("-", "−")


class CanvasView(QGraphicsView):
    """Scene coordinates are millimetres, y up."""

    pointer_moved = Signal(float, float)
    zoomed = Signal(float)
    picked = Signal(object, QPointF)
    """(graphics item or None, scene position) of a plain left click."""

    def __init__(self, rulers: bool = True) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scale(1.0, -1.0)
        self._rulers = rulers
        self._pan_from: QPointF | None = None
        self._press: QPointF | None = None
        self._space = False
        self._ring = False
        self._fitted: QRectF | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._at_rest)

    # -- view ----------------------------------------------------------------------------------------------------

    @property
    def px_per_mm(self) -> float:
        return abs(self.transform().m11())

    def fit(self, box: QRectF | None = None, margin: float = 0.06) -> None:
        """Show a box (default: everything) whole, clear of the rulers."""
        whole = box is None
        box = box or self.everything()
        if box.isEmpty() or self.viewport().width() < 40:
            return
        left, top = (RULER_LEFT, RULER_TOP) if self._rulers else (0, 0)
        wide, high = self.viewport().width() - left, self.viewport().height() - top
        scale = min(wide / (box.width() * (1 + 2 * margin)), high / (box.height() * (1 + 2 * margin)))
        self._set_view(scale, box.center(), QPointF(left + wide / 2, top + high / 2))
        self._fitted = QRectF(box) if whole else None

    def everything(self) -> QRectF:
        """What fits in view when all is to be seen."""
        return self.scene().itemsBoundingRect()

    def look_as(self, other: CanvasView) -> None:
        """Show what another view shows, as large and with the same middle."""
        self._fitted = None
        middle = other.scene_at(QPointF(other.viewport().rect().center()))
        self._set_view(other.px_per_mm, middle, QPointF(self.viewport().rect().center()))

    def scene_at(self, view: QPointF) -> QPointF:
        """The place under a place of the viewport, not rounded to pixels."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(view)

    def fit_again(self) -> None:
        """Fit everything if the person has not moved the view since the last fit."""
        if self._fitted is not None:
            self.fit()

    def true_size(self) -> None:
        """1 : 1 on this screen."""
        screen = self.screen()
        dots_per_mm = screen.physicalDotsPerInch() / 25.4 if screen else 96 / 25.4
        centre = self.mapToScene(self.viewport().rect().center())
        self._fitted = None
        self._set_view(dots_per_mm, centre, QPointF(self.viewport().rect().center()))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        at = at or QPointF(self.viewport().rect().center())
        scale = min(SCALE_LIMITS[1], max(SCALE_LIMITS[0], self.px_per_mm * factor))
        self._fitted = None
        self._set_view(scale, self.mapToScene(at.toPoint()), at)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by pixels."""
        self._fitted = None
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        x, y = across.value() - round(dx), down.value() - round(dy)
        if across.minimum() <= x <= across.maximum() and down.minimum() <= y <= down.maximum():
            across.setValue(x)  # what is on the screen is moved, only what comes into view is drawn
            down.setValue(y)
            self.zoomed.emit(self.px_per_mm)
            return
        at = QPointF(self.viewport().rect().center())
        self._set_view(self.px_per_mm, self.mapToScene((at - QPointF(dx, dy)).toPoint()), at)

    def _set_view(self, scale: float, scene_point: QPointF, at: QPointF) -> None:
        """Put scene_point under viewport position `at` at `scale` pixels per mm."""
        self._moving()
        wide, high = self.viewport().width() / scale, self.viewport().height() / scale
        left = scene_point.x() - at.x() / scale
        top = scene_point.y() + at.y() / scale
        self.setSceneRect(QRectF(left - wide, top - 2 * high, 3 * wide, 3 * high))
        self.setTransform(QTransform(scale, 0, 0, -scale, 0, 0))
        self.centerOn(left + wide / 2, top - high / 2)
        # centerOn rounds to whole pixels of the scroll bars; that is all the error there is
        self.zoomed.emit(scale)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._rulers:
            view = self.viewport()
            reach = 16 + max(abs(dx), abs(dy))
            view.update(0, 0, view.width(), RULER_TOP + reach)
            view.update(0, 0, RULER_LEFT + reach, view.height())

    def _moving(self) -> None:
        self.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._rest.start()

    def _at_rest(self) -> None:
        self.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.viewport().update()

    # -- events --------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(turned, 0)
        elif turned:
            self.zoom(ZOOM_STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (event.button() == Qt.MouseButton.LeftButton and self._space):
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        self._press = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        self.pointer_moved.emit(point.x(), point.y())
        if self._pan_from is not None:
            moved = event.position() - self._pan_from
            self._pan_from = event.position()
            self.pan(moved.x(), moved.y())
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self.unsetCursor()
            return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._press is not None:
            still = (event.position() - self._press).manhattanLength() < 4
            if still:
                self.picked.emit(self.itemAt(event.position().toPoint()), self.mapToScene(event.position().toPoint()))
        self._press = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.true_size()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.unsetCursor()
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring = self._space = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_again()

    # -- painting ------------------------------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, colour("canvas"))
        minor = nice_step(12 / self.px_per_mm)
        major = minor * (2 if str(minor)[0] == "5" else 5)
        for step, token in ((minor, "grid_minor"), (major, "grid_major")):
            pen = QPen(colour(token), 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            lines = []
            x = math.floor(rect.left() / step) * step
            while x < rect.right():
                lines.append((QPointF(x, rect.top()), QPointF(x, rect.bottom())))
                x += step
            y = math.floor(rect.top() / step) * step
            while y < rect.bottom():
                lines.append((QPointF(rect.left(), y), QPointF(rect.right(), y)))
                y += step
            for a, b in lines:
                painter.drawLine(a, b)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if not self._rulers:
            return
        painter.save()
        painter.resetTransform()
        wide, high = self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, wide, RULER_TOP, colour("panel"))
        painter.fillRect(0, 0, RULER_LEFT, high, colour("panel"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(RULER_LEFT, RULER_TOP, wide, RULER_TOP)
        painter.drawLine(RULER_LEFT, RULER_TOP, RULER_LEFT, high)
        painter.setFont(font(tokens.RULER))
        step = nice_step(56 / self.px_per_mm)
        visible = self.mapToScene(self.viewport().rect()).boundingRect()
        painter.setPen(colour("t3"))
        painter.setClipRect(RULER_LEFT, 0, wide, RULER_TOP)
        value = math.floor(visible.left() / step) * step
        while value < visible.right():
            x = self.mapFromScene(QPointF(value, 0)).x()
            painter.drawLine(x, RULER_TOP - 5, x, RULER_TOP - 1)
            if x >= RULER_LEFT:  # half a number is a wrong number
                painter.drawText(x + 3, RULER_TOP - 6, ruler_text(value))
            value += step
        painter.setClipRect(0, RULER_TOP, RULER_LEFT, high)
        value = math.floor(visible.top() / step) * step
        while value < visible.bottom():
            y = self.mapFromScene(QPointF(0, value)).y()
            painter.drawLine(RULER_LEFT - 5, y, RULER_LEFT - 1, y)
            box = QRectF(0, y - 14, RULER_LEFT - 4, 13)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, ruler_text(value))
            value += step
        painter.setClipping(False)
        painter.fillRect(0, 0, RULER_LEFT, RULER_TOP, colour("panel"))
        if self._ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(1, 1, wide - 2, high - 2)
        painter.restore()
