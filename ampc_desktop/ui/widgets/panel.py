"""Panels: a rounded surface with a header of 36 px, and rows of 28 px."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import label


class Panel(QFrame):
    """Header with title, count and tools; content below. Add to `body`."""

    def __init__(self, title: str = "", scrolling: bool = False, pad: int = tokens.PAD) -> None:
        super().__init__()
        self.setObjectName("panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(tokens.PAD, 0, 8, 0)
        self.header.setSpacing(8)
        self.title = label(title, tokens.BODY_STRONG)
        self.count = label("", tokens.LABEL, "t2")
        if title:
            self.setAccessibleName(title)
            self.header.addWidget(self.title)
            self.header.addWidget(self.count)
            self.header.addStretch(1)
            holder = QWidget()
            holder.setFixedHeight(tokens.HEADER)
            holder.setLayout(self.header)
            outer.addWidget(holder)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(pad, 0 if title else pad, pad, pad)
        self.body.setSpacing(0)
        if scrolling:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(inside)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.area = area
            outer.addWidget(area, 1)
        else:
            outer.addWidget(inside, 1)

    def add_tool(self, widget: QWidget) -> None:
        self.header.addWidget(widget)


def clear(layout: QLayout) -> None:
    """Take every widget and sub-layout out of a layout and delete them."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def row(*widgets: QWidget, height: int = tokens.ROW, spacing: int = 8) -> QWidget:
    """Widgets side by side in one row of fixed height."""
    holder = QWidget()
    holder.setFixedHeight(height)
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget)
    return holder


class Card(QFrame):
    """A raised surface inside a panel."""

    def __init__(self, pad: int = 12) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(8)
