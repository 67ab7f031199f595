"""A number field with its unit inside: takes units, fractions and sums; arrows step it; Esc restores."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent

from ampc_desktop.core.units import UNIT_MM, format_mm, parse_length_mm
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.text import Undoable


class UnitField(Undoable):
    """Value in `unit`; emits `committed` once per Enter or loss of focus, never per key."""

    committed = Signal(float)

    def __init__(self, unit: str = "mm", decimals: int = 0, step: float = 1.0, width: int = 84, name: str = "") -> None:
        super().__init__()
        self._unit, self._decimals, self._step = unit, decimals, step
        self._value = 0.0
        self.setFont(font(tokens.LABEL_VALUE))
        self.setFixedWidth(width + (10 if decimals else 0))
        self.setFixedHeight(tokens.CONTROL + 2)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        unit_width = self.fontMetrics().horizontalAdvance(unit) + (6 if unit else 0)
        self.setTextMargins(0, 0, unit_width, 0)
        self.returnPressed.connect(self.commit)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value; emits nothing. Text being typed is left alone."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), tokens.CONTROL + 2)

    def _show(self) -> None:
        self.setText(format_mm(self._value, self._decimals))
        self.setModified(False)

    def _parse(self, text: str) -> float:
        text = text.replace("\u202f", "").replace("\u00a0", "").replace("≈", "").strip()
        if self._unit in UNIT_MM:
            return parse_length_mm(text, self._unit) / UNIT_MM[self._unit]
        return float(text.removesuffix(self._unit).strip().replace(",", ".").replace("−", "-"))

    def commit(self) -> None:
        """Take what was typed; text that is no number shows the old value again."""
        if not self.isModified():
            return
        try:
            value = self._parse(self.text())
        except ValueError as error:
            self.setToolTip(str(error))
            self._show()
            return
        self.setToolTip("")
        changed = abs(value - self._value) > 1e-9
        self._value = value
        self._show()
        if changed:
            self.committed.emit(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if direction is not None:
            factor = {Qt.KeyboardModifier.ShiftModifier: 10.0, Qt.KeyboardModifier.ControlModifier: 0.1}
            step = direction * self._step * factor.get(event.modifiers(), 1.0)
            self._value = round(self._value + step, 6)
            self._show()
            self.committed.emit(self._value)
        elif event.key() == Qt.Key.Key_Escape:
            self._show()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(font(tokens.LABEL))
        painter.setPen(colour("t3" if self.isEnabled() else "tdis"))
        painter.drawText(
            QRectF(0, 0, self.width() - 8, self.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self._unit,
        )
