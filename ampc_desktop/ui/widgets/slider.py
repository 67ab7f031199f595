"""A slider with default tick, hatched infeasible ends and a band of doubt. Track 4 px, knob 12 px."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ampc_desktop.ui.theme.style import colour

KNOB = 12
TRACK = 4


class Slider(QWidget):
    """Emits `dragged` while the knob moves and `released` when the value stands."""

    dragged = Signal(float)
    released = Signal(float)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._low, self._high, self._value, self._default = 0.0, 1.0, 0.0, 0.0
        self._feasible = (0.0, 1.0)
        self._step = 1.0
        self._dragging = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(64)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(112, 24)

    @property
    def value(self) -> float:
        return self._value

    @property
    def dragging(self) -> bool:
        return self._dragging

    def set_range(
        self, low: float, high: float, step: float, default: float, feasible: tuple[float, float] | None = None
    ) -> None:
        self._low, self._high, self._step, self._default = low, max(high, low + 1e-6), step, default
        self._feasible = feasible or (low, high)
        self.update()

    def set_value(self, value: float) -> None:
        """Show a value; emits nothing. A knob in the hand is left alone."""
        if not self._dragging:
            self._value = min(self._high, max(self._low, value))
            self.setAccessibleDescription(f"{self._value:g}")
            self.update()

    def _x(self, value: float) -> float:
        share = (min(self._high, max(self._low, value)) - self._low) / (self._high - self._low)
        return KNOB / 2 + share * (self.width() - KNOB)

    def _move_to(self, x: float) -> None:
        share = (x - KNOB / 2) / max(1.0, self.width() - KNOB)
        raw = self._low + min(1.0, max(0.0, share)) * (self._high - self._low)
        self._take(round(raw / self._step) * self._step)

    def _take(self, value: float) -> None:
        low, high = max(self._low, self._feasible[0]), min(self._high, self._feasible[1])
        value = min(high, max(low, value))
        if value != self._value:
            self._value = value
            self.update()
            self.dragged.emit(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._move_to(event.position().x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._dragging = False
            self.update()
            self.released.emit(self._value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._take(self._default)
        self.released.emit(self._value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel scrolls; values never change by accident

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_PageUp: 10,
        }.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            steps *= 10
        self._take(self._value + steps * self._step)
        self.released.emit(self._value)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        left, right = KNOB / 2, self.width() - KNOB / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("line2"))
        painter.drawRoundedRect(QRectF(left, middle - TRACK / 2, right - left, TRACK), 2, 2)
        enabled = self.isEnabled()
        painter.setBrush(colour("fill" if enabled else "line2"))
        painter.drawRoundedRect(QRectF(left, middle - TRACK / 2, self._x(self._value) - left, TRACK), 2, 2)
        for start, end in ((self._low, self._feasible[0]), (self._feasible[1], self._high)):
            if end - start > 1e-6:
                box = QRectF(self._x(start), middle - TRACK / 2, self._x(end) - self._x(start), TRACK)
                painter.fillRect(box, colour("panel"))
                painter.fillRect(box, QBrush(colour("err"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(colour("t3"), 1))
        tick = round(self._x(self._default)) + 0.5
        painter.drawLine(QPointF(tick, middle - 6), QPointF(tick, middle + 6))
        painter.setPen(QPen(colour("ctl"), 1))
        painter.setBrush(
            colour("t1" if enabled else "tdis")
            if self.palette().window().color().lightness() < 128
            else colour("raised")
        )
        centre = QPointF(self._x(self._value), middle)
        if enabled and (self._dragging or self.underMouse()):
            knob = painter.brush()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent", 0.4 if self._dragging else 0.22))
            painter.drawEllipse(centre, KNOB / 2 + 4, KNOB / 2 + 4)
            painter.setBrush(knob)
            painter.setPen(QPen(colour("ctl"), 1))
        painter.drawEllipse(centre, KNOB / 2 - 0.5, KNOB / 2 - 0.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawEllipse(centre, KNOB / 2 + 2, KNOB / 2 + 2)
