"""A column of cards floating over a canvas, top centre; as tall as its cards, gone when there are none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour, theme

WIDTH = 464
SHADOW = 12
"""Room around the cards for their shadow (a graphics effect would repaint every card through a pixmap)."""
TOP = 24


class Notices(QWidget):
    """One card per key; a newer card of the same key takes the place of the older."""

    def __init__(self, over: QWidget, top: int = TOP) -> None:
        super().__init__(over)
        self._over, self._top = over, top
        self._cards: dict[str, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        self._column.setSpacing(8)
        over.installEventFilter(self)
        self.hide()

    def show_card(self, key: str, card: QWidget | None) -> None:
        """Put a card up, or take it down with None."""
        old = self._cards.pop(key, None)
        if old is not None:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        if card is not None:
            self._cards[key] = card
            self._column.addWidget(card)
            card.show()
        self.setVisible(bool(self._cards))
        self._place()

    def card(self, key: str) -> QWidget | None:
        return self._cards.get(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        dark = theme().name == "dark"
        painter.setBrush(colour("app" if dark else "t1", 0.10 if dark else 0.025))
        for card in self._cards.values():
            box = QRectF(card.geometry()).translated(0, 4)
            for reach in range(8, 0, -1):
                radius = tokens.PANEL_RADIUS + reach
                painter.drawRoundedRect(box.adjusted(-reach, -reach, reach, reach), radius, radius)

    def _place(self) -> None:
        if self._cards:
            wide = min(WIDTH, self._over.width() - 24)
            high = self._column.heightForWidth(wide) if self._column.hasHeightForWidth() else self.sizeHint().height()
            self.setGeometry((self._over.width() - wide) // 2, self._top, wide, high)
            self.raise_()
