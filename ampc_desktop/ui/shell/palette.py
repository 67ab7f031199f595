"""Command palette: type to find an action, a parameter, a piece or a recent order; Enter runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.text import label


@dataclass(frozen=True)
class Entry:
    """title: what it is; hint: keys or where it lives."""

    title: str
    hint: str
    run: Callable[[], object]


def matches(query: str, title: str) -> bool:
    """Every word of the query begins a word of the title."""
    words = title.lower().replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in query.lower().split())


ROW = 32
MOST_ROWS = 10


class Palette(QDialog):
    def __init__(self, parent: QWidget, entries: list[Entry]) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setFixedWidth(560)
        self._entries = entries
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search or run a command")
        self.field.setAccessibleName("Search or run a command")
        self.field.setFixedHeight(34)
        self.field.setFont(font(tokens.BODY))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda item: self._run(item))
        outer.addWidget(self.field)
        outer.addWidget(self.list)
        self.empty = label("Nothing of that name. Try a parameter, a piece or a command.", tokens.BODY, "t2")
        self.empty.setContentsMargins(8, 4, 8, 8)
        outer.addWidget(self.empty)
        self._filter("")
        middle = parent.mapToGlobal(parent.rect().center())
        self.move(middle.x() - 280, parent.mapToGlobal(parent.rect().topLeft()).y() + 64)

    def _filter(self, query: str) -> None:
        self.list.clear()
        for entry in self._entries:
            if matches(query, entry.title):
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, entry)
                holder = QWidget()
                line = QHBoxLayout(holder)
                line.setContentsMargins(8, 0, 8, 0)
                line.addWidget(label(entry.title, tokens.BODY))
                line.addStretch(1)
                line.addWidget(label(entry.hint, tokens.LABEL, "t3"))
                holder.setFixedHeight(ROW)
                item.setSizeHint(QSize(0, ROW))
                self.list.addItem(item)
                self.list.setItemWidget(item, holder)
        self.list.setCurrentRow(0)
        self.empty.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(min(MOST_ROWS, max(1, self.list.count())) * ROW + 2)
        self.adjustSize()

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            entry: Entry = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            page = {Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(Qt.Key(event.key()))
            step = page if step is None else step
            if step is not None:
                self.list.setCurrentRow(min(self.list.count() - 1, max(0, self.list.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)
