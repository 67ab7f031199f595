"""A column of cards floating over a canvas, top centre; as tall as its cards, gone when there are none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from ampc_desktop.ui.theme.style import colour

WIDTH = 440
TOP = 28


class Notices(QWidget):
    """One card per key; a newer card of the same key takes the place of the older."""

    def __init__(self, over: QWidget, top: int = TOP) -> None:
        super().__init__(over)
        self._over, self._top = over, top
        self._cards: dict[str, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
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
            shadow = QGraphicsDropShadowEffect(card)
            shadow.setOffset(0, 5)
            shadow.setBlurRadius(16)
            black = QColor(colour("cut" if colour("canvas").lightness() > 128 else "app"))
            black.setAlphaF(0.35)
            shadow.setColor(black)
            card.setGraphicsEffect(shadow)
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

    def _place(self) -> None:
        if self._cards:
            wide = min(WIDTH, self._over.width() - 24)
            high = self._column.heightForWidth(wide) if self._column.hasHeightForWidth() else self.sizeHint().height()
            self.setGeometry((self._over.width() - wide) // 2, self._top, wide, high)
            self.raise_()
