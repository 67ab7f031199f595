"""Labels in the type styles, rules and icon buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from ampc_desktop.ui.theme import icons, tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import theme

NAMES = (tokens.TITLE, tokens.BODY_STRONG)
"""Styles of names and headings."""


def label(text: str = "", style: tuple[int, int] = tokens.BODY, tone: str = "t1", mono: bool = False) -> QLabel:
    """A text in one type style and tone (t1, t2, t3, ok, warn, err, accent)."""
    made = QLabel(text)
    made.setFont(font(style, mono, words=style in NAMES))
    made.setProperty("tone", tone)
    return made


def set_tone(widget: QLabel, tone: str) -> None:
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def lines_of(text: str, metrics: QFontMetrics, width: float, most: int) -> list[str]:
    """Words in lines no wider than `width`; what is too long, and what is left after `most` lines, is cut short."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (metrics.horizontalAdvance(longer) <= width or len(lines) == most):
            lines[-1] = longer
        else:
            lines.append(word)
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, int(width)) for line in lines]


class Elided(QLabel):
    """A label that ends in … when short of room and then shows all of it as tooltip. lines: as many as it may take."""

    def __init__(self, text: str = "", style: tuple[int, int] = tokens.BODY, tone: str = "t1", lines: int = 1) -> None:
        super().__init__()
        self._lines = lines
        self.setFont(font(style, words=style in NAMES))
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._elide()

    def full_text(self) -> str:
        return self._full

    def resizeEvent(self, event: object) -> None:
        self._elide()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._full) + 2, self._lines * metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def _elide(self) -> None:
        shown = "\n".join(lines_of(self._full, QFontMetrics(self.font()), max(0, self.width()), self._lines))
        super().setText(shown)
        self.setToolTip(self._full if "…" in shown and shown != self._full else "")


def rule() -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    return made


class Undoable(QLineEdit):
    """A line whose own typing is undone first; with nothing typed, undo and redo reach the design."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if (event.matches(undo) and not self._typed()) or (event.matches(redo) and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def _typed(self) -> bool:
        return self.isUndoAvailable() and self.isModified()


class Button(QPushButton):
    """A push button; primary is the one filled button of a workspace."""

    def __init__(self, text: str, primary: bool = False, flat: bool = False, icon: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setText(text)
        self.setFont(font(tokens.BODY_MEDIUM))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("primary", primary)
        self.setProperty("flat", flat)
        self.setIconSize(QSize(16, 16))
        self._paint_icon()

    def setText(self, text: str) -> None:
        """Qt sets the text close to the icon; an en space keeps 6 px between them."""
        super().setText(f"\u2002{text}" if self._icon else text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.property("primary"):  # a gap, or the ring drowns in the fill
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme().panel), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
            painter.end()

    def _paint_icon(self) -> None:
        if self._icon:
            self.setIcon(icons.icon(self._icon, colour=theme().onfill if self.property("primary") else theme().t2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._paint_icon()


def button(
    text: str, on_click: Callable[[], object] | None = None, primary: bool = False, flat: bool = False, icon: str = ""
) -> Button:
    made = Button(text, primary, flat, icon)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


class IconButton(QToolButton):
    """A tool button of 28 x 28 with tooltip, accessible name and shortcut text."""

    def __init__(self, icon: str, name: str, keys: str = "", checkable: bool = False) -> None:
        super().__init__()
        self._icon = icon
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(28, 28)
        self.setCheckable(checkable)
        self.setToolTip(f"{name}  {keys}".rstrip())
        self.setAccessibleName(name)
        self._paint_icon()
        self.toggled.connect(self._paint_icon)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self._paint_icon()

    def _paint_icon(self) -> None:
        self.setIcon(icons.icon(self._icon, colour=theme().accent if self.isChecked() else theme().t2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._paint_icon()


def icon_button(
    id: str, name: str, on_click: Callable[[], object] | None = None, keys: str = "", checkable: bool = False
) -> IconButton:
    made = IconButton(id, name, keys, checkable)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def spacer(horizontal: bool = True) -> QWidget:
    made = QWidget()
    grow, stay = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred
    made.setSizePolicy(grow if horizontal else stay, stay if horizontal else grow)
    return made
