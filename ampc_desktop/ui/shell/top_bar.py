"""Top bar of 44 px: mark, breadcrumb, workspace tabs, undo and redo, palette field, settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.marks import IconMark
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Button, icon_button, label

WORKSPACES = (
    ("codesign", "Co-design"),
    ("body", "Body"),
    ("pattern", "Pattern"),
    ("marker", "Marker"),
    ("planning", "Planning"),
)


class Mark(QToolButton):
    """The studio's mark; the menus lie behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(28, 28)
        self.setAccessibleName("Menu")
        self.setToolTip("Menu")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("fill"))
        painter.drawRoundedRect(QRectF(4, 4, 20, 20), 5, 5)
        curve = QPainterPath(QPointF(8.5, 18.5))
        curve.cubicTo(QPointF(9, 8), QPointF(12.5, 8), QPointF(14, 14))
        curve.cubicTo(QPointF(15.5, 20), QPointF(19, 20), QPointF(19.5, 9.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("onfill"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(curve)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(1, 1, 26, 26), 6, 6)


class SearchButton(Button):
    """Looks like the field it opens: words left, keys right."""

    def __init__(self) -> None:
        super().__init__("Search or run a command", icon="search")
        self.setProperty("quiet", True)
        self.setFont(font(tokens.LABEL))
        self.setFixedSize(244, tokens.BAR_CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(font(tokens.LABEL))
        painter.setPen(colour("t3"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -8, 0), right, "Ctrl K")


class TopBar(QWidget):
    """Emits `workspace` with an id and `run` with an action id."""

    workspace = Signal(str)
    run = Signal(str)

    def __init__(self, make_menu: Callable[[QWidget], QMenu]) -> None:
        super().__init__()
        self.setObjectName("app")
        self.setFixedHeight(tokens.TOP_BAR)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(8)
        left, right = QWidget(), QWidget()
        self.mark = Mark()
        self.mark.setMenu(make_menu(self.mark))
        self.customer = label("", tokens.BODY_MEDIUM, "t2")
        self.crumb = label("", tokens.BODY_STRONG)
        self.revision = label("", tokens.LABEL_VALUE, "t2")
        inner = QHBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.mark)
        inner.addWidget(self.customer)
        inner.addWidget(IconMark("caret_right", "t3"))
        inner.addWidget(self.crumb)
        inner.addWidget(self.revision)
        inner.addStretch(1)
        self.tabs = Segmented(WORKSPACES, "Workspaces", compact=False)
        self.tabs.chosen.connect(self.workspace)
        self.undo = icon_button("undo", "Undo", lambda: self.run.emit("undo"), "Ctrl Z")
        self.redo = icon_button("redo", "Redo", lambda: self.run.emit("redo"), "Ctrl Shift Z")
        search = SearchButton()
        search.clicked.connect(lambda: self.run.emit("palette"))
        tail = QHBoxLayout(right)
        tail.setContentsMargins(0, 0, 0, 0)
        tail.setSpacing(6)
        tail.addStretch(1)
        tail.addWidget(self.undo)
        tail.addWidget(self.redo)
        tail.addWidget(search)
        tail.addWidget(icon_button("theme", "Switch theme between dark and light", lambda: self.run.emit("theme")))
        tail.addWidget(icon_button("settings", "Settings", lambda: self.run.emit("settings"), "Ctrl ,"))
        line.addWidget(left, 1)
        line.addWidget(self.tabs)
        line.addWidget(right, 1)

    def show_names(self, customer: str, garment: str, revision: int) -> None:
        self.customer.setText(customer)
        self.crumb.setText(garment)
        self.revision.setText(f"r{revision}")

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        for tool, word, name, keys in ((self.undo, "Undo", undo, "Ctrl Z"), (self.redo, "Redo", redo, "Ctrl Shift Z")):
            tool.setEnabled(name is not None)
            tool.setToolTip(f"{word} {name}  {keys}" if name else f"Nothing to {word.lower()}")
