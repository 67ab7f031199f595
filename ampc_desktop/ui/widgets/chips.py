"""Chips: one understood wish each, with its provenance; and a layout that wraps them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ampc_desktop.core.schema import Source
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.marks import SOURCE_WORDS, paint_source


class Chip(QWidget):
    """A pill with provenance mark and text; a click (or Space) asks about it."""

    clicked = Signal(str)

    def __init__(self, id: str, text: str, source: Source | None = None, tip: str = "") -> None:
        super().__init__()
        self.id, self._text, self._source = id, text, source
        self._down = self._on = False
        self._ink = self._tone = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)
        word = SOURCE_WORDS[source] if source else ""
        self.setToolTip(tip or word)
        self.setAccessibleName(f"{text}, {word}".rstrip(", "))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(font(tokens.LABEL_VALUE, words=True)).horizontalAdvance(self._shown)
        return QSize(width + (34 if self._source else 22), 24)

    def set_on(self, on: bool, ink: str = "") -> None:
        """Chosen, where chips stand for what is shown; ink: the colour it is shown in."""
        self._on, self._ink = on, ink
        self.setAccessibleDescription("on" if on else "off")
        self.update()

    def set_tone(self, tone: str, tip: str) -> None:
        """Tinted "err" or "warn" when what it stands for fails or is doubtful, "" when not; tip: why, in words."""
        self._tone = tone
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._text}, {tip}" if tone else self._text)
        self.updateGeometry()
        self.update()

    @property
    def tone(self) -> str:
        return self._tone

    @property
    def _shown(self) -> str:
        """The text; a tint alone is not seen by everybody."""
        return f"{self._text} !" if self._tone else self._text

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._down = True
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._down = False
        self.update()
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self.clicked.emit(self.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        ink = colour("accent" if focused or self._on else "line2")
        if self._on and self._ink and not focused:
            ink = QColor(self._ink)
        elif self._tone and not focused:
            ink = colour(self._tone)
        painter.setPen(QPen(ink, 2 if focused or (self._on and self._ink) else 1))
        over = self.underMouse() and self.isEnabled()
        rest = colour("tint") if self._on else Qt.BrushStyle.NoBrush
        if self._tone:
            rest = colour(f"{self._tone}_back")
        painter.setBrush(colour("inset" if self._down else "hover") if over else rest)
        inset = 1 if focused or (self._on and self._ink) else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 12, 12)
        left = 11
        if self._source:
            paint_source(painter, QPointF(14, 12), self._source)
            left = 23
        painter.setFont(font(tokens.LABEL_VALUE, words=True))
        painter.setPen(colour((self._tone or "t1") if self.isEnabled() else "tdis"))
        painter.drawText(QRectF(left, 0, self.width() - left, 24), Qt.AlignmentFlag.AlignVCenter, self._shown)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()


class FlowLayout(QLayout):
    """Left to right, wrapping to the next line."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        width = max((item.sizeHint().width() for item in self._items), default=0)
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(width, height)

    def _arrange(self, rect: QRect, place: bool) -> int:
        margins = self.contentsMargins()
        left, right = rect.x() + margins.left(), rect.right() + 1 - margins.right()
        x, y, line = left, rect.y() + margins.top(), 0
        for item in self._items:
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(24, right - left)))
            if x > left and x + size.width() > right:
                x, y, line = left, y + line + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - rect.y() + margins.bottom()
