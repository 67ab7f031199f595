"""Segmented control: one of a few, arrow keys move, the chosen segment is raised."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour, theme


class Segmented(QWidget):
    """choices: (id, label) pairs. Emits `chosen` with the id when the person changes it."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str = "", compact: bool = True) -> None:
        super().__init__()
        self._choices = list(choices)
        self._current = self._choices[0][0] if self._choices else ""
        self._hover = ""
        self._pad = 8 if compact else 14
        self.setAccessibleName(name)
        self.setFixedHeight(tokens.CONTROL if compact else tokens.BAR_CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        return self._current

    def set_current(self, id: str) -> None:
        self._current = id
        self.setAccessibleDescription(dict(self._choices).get(id, ""))
        self.update()

    def _widths(self) -> list[float]:
        metrics = QFontMetrics(font(tokens.LABEL_VALUE))
        return [metrics.horizontalAdvance(text) + 2 * self._pad for _, text in self._choices]

    def sizeHint(self) -> QSize:
        return QSize(int(sum(self._widths())) + 4, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(44 * len(self._choices) + 4, self.height())

    def boxes(self) -> list[tuple[str, QRectF]]:
        """Clickable box of each choice."""
        widths = self._widths()
        spare = (self.width() - 4 - sum(widths)) / max(1, len(widths))  # the same air around every word
        left, found = 2.0, []
        for (id, _), width in zip(self._choices, widths, strict=True):
            found.append((id, QRectF(left, 2, width + spare, self.height() - 4)))
            left += width + spare
        return found

    def _take(self, id: str) -> None:
        if id and id != self._current:
            self.set_current(id)
            self.chosen.emit(id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(next((id for id, box in self.boxes() if box.contains(event.position())), ""))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = next((id for id, box in self.boxes() if box.contains(event.position())), "")
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._hover = ""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        ids = [id for id, _ in self._choices]
        at = ids.index(self._current) if self._current in ids else 0
        self._take(ids[min(len(ids) - 1, max(0, at + step))])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("inset"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS + 1, tokens.RADIUS + 1)
        labels = dict(self._choices)
        dark = theme().name == "dark"
        for id, box in self.boxes():
            on = id == self._current
            if on or id == self._hover:
                painter.setPen(Qt.PenStyle.NoPen if dark or not on else QPen(colour("line2"), 1))
                painter.setBrush(colour("hover" if dark else "raised") if on else colour("line"))
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS, tokens.RADIUS)
            painter.setPen(colour("t1" if on else "t2") if self.isEnabled() else colour("tdis"))
            painter.setFont(font(tokens.LABEL_VALUE))
            metrics = painter.fontMetrics()
            text = metrics.elidedText(labels[id], Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)
