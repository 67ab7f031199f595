"""Revisions: every step since opening on a line; compare with any of them, as overlay or as a table of lengths."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import Change
from ampc_desktop.ui.pattern_editor.form import Text
from ampc_desktop.ui.pattern_editor.tools.shift import signed
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, icon_button, label, lines_of

STEP_PX = 72
NUMBER_WIDTH = 60
OPEN_HEIGHT = 148
NAME_LINE, NAME_LINES = 14, 4
VIEWS = (("table", "Table"), ("overlay", "Overlay"), ("side", "Side by side"))


class Timeline(QWidget):
    """Discs on a line, the newest at the right. Emits `picked` with a revision number."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._compared = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Revisions")
        self.setMinimumWidth(3 * STEP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_steps(self, names: Sequence[str], compared: int) -> None:
        """names[k]: what made revision k + 1; revision 0 is how the sitting began."""
        self._names, self._compared = ("begun", *names), compared
        self.setAccessibleDescription(f"revision {len(self._names) - 1}, compared with {compared}")
        self.update()

    def _places(self) -> list[tuple[int, float]]:
        count = len(self._names)
        room = max(1, int((self.width() - 64) // STEP_PX) + 1)
        first = max(0, min(count - room, self._compared - 1))
        shown = list(range(max(0, count - room), count)) if self._compared >= count - room else []
        shown = shown or list(range(first, min(count, first + room)))
        return [(k, 36 + i * STEP_PX) for i, k in enumerate(shown)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places()
        if not places:
            return
        painter.setPen(QPen(colour("line2"), 1.5))
        painter.drawLine(QPointF(places[0][1], 14), QPointF(places[-1][1], 14))
        last = len(self._names) - 1
        for k, x in places:
            now, chosen = k == last, k == self._compared
            painter.setPen(QPen(colour("selected" if now else "t1" if chosen else "ctl"), 2 if chosen or now else 1.5))
            painter.setBrush(colour("selected" if now else "panel"))
            painter.drawEllipse(QPointF(x, 14), 5, 5)
            painter.setFont(font(tokens.LABEL_VALUE if chosen or now else tokens.LABEL))
            painter.setPen(colour("t1" if chosen or now else "t2"))
            painter.drawText(QRectF(x - 34, 24, 68, 16), Qt.AlignmentFlag.AlignHCenter, f"r{k}")
            painter.setFont(font(tokens.CAPTION))
            painter.setPen(colour("t3"))
            words = "now" if now else self._names[k].rpartition(": ")[2]
            for i, line in enumerate(lines_of(words, painter.fontMetrics(), STEP_PX - 4, NAME_LINES)):
                box = QRectF(x - STEP_PX / 2, 40 + i * NAME_LINE, STEP_PX, NAME_LINE)
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, line)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _at(self, x: float) -> int:
        return next((k for k, place in self._places() if abs(place - x) < STEP_PX / 2), -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        k = self._at(event.position().x())
        if k >= 0:
            self.picked.emit(k)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.picked.emit(min(len(self._names) - 1, max(0, self._compared + step)))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            k = self._at(event.pos().x())
            if k >= 0:
                QToolTip.showText(event.globalPos(), f"r{k}  {self._names[k]}", self)
            return True
        return super().event(event)


class RevisionsPanel(Panel):
    """Emits compared (revision number), viewed (one of VIEWS), place_picked (piece, edge) and explained (reason)."""

    compared = Signal(int)
    viewed = Signal(str)
    place_picked = Signal(str, str)
    explained = Signal(str)

    def __init__(self) -> None:
        super().__init__("Revisions")
        self.body.setContentsMargins(tokens.PAD, 0, tokens.PAD, 8)
        self.timeline = Timeline()
        self.timeline.picked.connect(self.compared)
        self.view = Segmented(VIEWS, "How revisions are compared")
        self.view.setMinimumWidth(self.view.sizeHint().width())
        self.view.chosen.connect(self._view)
        self.reason = Text("Why the last edit was made")
        self.reason.setPlaceholderText("Reason")
        self.reason.setToolTip("Why the last edit was made: kept with it, and learned from")
        self.reason.committed.connect(self.explained)
        self.add_tool(self.reason)
        self.add_tool(self.view)
        self._fold = icon_button("caret_down", "Fold away", self._toggle)
        self.add_tool(self._fold)
        self._inside = QWidget()
        line = QHBoxLayout(self._inside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.timeline, 1)
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 8, 0)
        area.setWidget(inner)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._head)
        column.addWidget(area, 1)
        line.addWidget(table, 2)
        self.body.addWidget(self._inside)
        self._shown: object = None
        self.decided = False
        """A person folded it away or opened it."""
        self.set_open(True)

    def set_open(self, on: bool) -> None:
        self._inside.setVisible(on)
        self._fold.set_icon("caret_down" if on else "caret_right")
        self.setFixedHeight(OPEN_HEIGHT if on else tokens.HEADER)

    def _toggle(self) -> None:
        self.decided = True
        self.set_open(not self._inside.isVisibleTo(self))

    def _view(self, view: str) -> None:
        if view == "table":
            self.decided = True
            self.set_open(True)
        self.viewed.emit(view)

    def show_reason(self, reason: str | None) -> None:
        """The reason of the last edit; None where there is no edit."""
        self.reason.setVisible(reason is not None)
        self.reason.show_text(reason or "")

    def show_steps(self, names: Sequence[str], compared: int, changes: Sequence[Change]) -> None:
        wanted = (tuple(names), compared, tuple(changes))
        if wanted == self._shown:
            return
        self._shown = wanted
        now = len(names)
        self.timeline.show_steps(names, compared)
        count = f"{len(changes)} length{'s' if len(changes) != 1 else ''} changed" if changes else "no length changed"
        self.count.setText(f"r{now} compared with r{compared}: {count}" if now != compared else f"r{now}")
        clear(self._head)
        clear(self._rows)
        self._fill(self._head, "Change", f"r{compared}", f"r{now}", "Δ", "t3", tokens.CAPTION)
        for change in changes:
            before, after = (format_mm(v) if v is not None else "–" for v in (change.before_mm, change.after_mm))
            difference = signed(change.difference_mm) if change.difference_mm is not None else "–"
            holder = Link(lambda c=change: self.place_picked.emit(c.piece, c.edge))
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            self._fill(line, change.label, before, after, difference, "t1", tokens.LABEL)
            self._rows.addWidget(holder)
        if not changes:
            said = (
                "Every length is the same." if now != compared else "Pick a revision to compare with. Hold C to see it."
            )
            self._rows.addWidget(label(said, tokens.LABEL, "t2"))
        self._rows.addStretch(1)

    def _fill(
        self, line: QHBoxLayout, name: str, before: str, after: str, delta: str, tone: str, style: tuple[int, int]
    ) -> None:
        line.addWidget(Elided(name, style, tone), 1)
        for text, strong in ((before, False), (after, True), (delta, True)):
            number = label(text, tokens.LABEL_VALUE if strong and tone == "t1" else style, tone if strong else "t2")
            number.setFixedWidth(NUMBER_WIDTH)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(number)


class Link(QWidget):
    """A row that leads to its place."""

    def __init__(self, act: object) -> None:
        super().__init__()
        self._act = act
        self.setFixedHeight(22)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if callable(self._act):
            self._act()
