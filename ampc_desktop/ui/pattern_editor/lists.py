"""Pieces, layers and the readiness list beside the pattern canvas."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Readiness
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.wording import passing_text
from ampc_desktop.ui.canvas.piece_item import LAYERS
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.text import Elided, IconButton, label

VALUE_WIDTH, LIMIT_WIDTH = 62, 42
LINE_TOKENS = {
    "cut": ("cut", 1.75, None),
    "sew": ("sew", 1.25, [5.0, 2.5]),
    "grain": ("grain", 1.25, None),
    "notches": ("cut", 2.0, [1.0, 3.0]),
    "internal": ("internal", 1.25, None),
    "fold": ("fold", 1.25, [8.0, 2.5, 1.5, 2.5]),
    "print": ("t3", 3.0, None),
    "labels": ("t1", 1.0, [2.0, 2.0]),
}


class Thumbnail(QWidget):
    """A piece's outline in 36 x 36."""

    def __init__(self, piece: Piece) -> None:
        super().__init__()
        self._ring = piece.cut_ring
        self.setFixedSize(36, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("inset"))
        painter.drawRoundedRect(self.rect(), 4, 4)
        left, bottom, right, top = g.bounds(self._ring)
        scale = 26 / max(right - left, top - bottom)
        cx, cy = (left + right) / 2, (bottom + top) / 2
        shape = QPolygonF([QPointF(18 + (x - cx) * scale, 18 - (y - cy) * scale) for x, y in self._ring])
        painter.setBrush(colour("piece_fill"))
        painter.setPen(QPen(colour("t2"), 1))
        painter.drawPolygon(shape)


class Row(QWidget):
    """A list row: hover, selection, click and Enter."""

    clicked = Signal()

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._on = self._hover = False
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(8, 0, 8, 0)
        self.line.setSpacing(10)

    def set_on(self, on: bool) -> None:
        self._on = on
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._hover = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._on or self._hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("tint" if self._on else "hover"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)


class PiecesPanel(Panel):
    """Emits `picked` with a piece id."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Pieces", scrolling=True, pad=8)
        self._shown: tuple[Pattern, tuple[tuple[str, str], ...]] | None = None
        self._rows: dict[str, Row] = {}

    def show_pattern(self, pattern: Pattern, readiness: Readiness | None) -> None:
        worst = piece_status(readiness)
        wanted = (pattern, tuple(sorted(worst.items())))
        if self._shown is not None and self._shown[0] is pattern and self._shown[1] == wanted[1]:
            return
        self._shown = wanted
        clear(self.body)
        self._rows = {}
        self.count.setText(str(len(pattern.pieces)))
        for piece in pattern.pieces:
            row = Row(56)
            row.setAccessibleName(f"Piece {piece.label or piece.name}")
            row.line.addWidget(Thumbnail(piece))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addStretch(1)
            words.addWidget(Elided(piece.label or piece.name.title(), tokens.BODY_STRONG))
            pair = ", pair" if piece.mirrored_pair else ""
            words.addWidget(label(f"× {piece.quantity}{pair}", tokens.LABEL, "t2"))
            words.addStretch(1)
            row.line.addLayout(words, 1)
            row.line.addWidget(StatusMark(worst.get(piece.id, "pass")))
            row.clicked.connect(lambda id=piece.id: self.picked.emit(id))
            self.body.addWidget(row)
            self._rows[piece.id] = row
        self.body.addStretch(1)

    def select(self, piece: str) -> None:
        for id, row in self._rows.items():
            row.set_on(id == piece)


def piece_status(readiness: Readiness | None) -> dict[str, str]:
    """Worst status found on each piece."""
    order = ("pass", "skip", "warn", "fail")
    found: dict[str, str] = {}
    for check in readiness.checks if readiness else ():
        for place, status in [(check.where, check.status), *((f.place, f.status) for f in check.findings)]:
            if place.piece and order.index(status) > order.index(found.get(place.piece, "pass")) and status != "skip":
                found[place.piece] = status
    return found


class LineSample(QWidget):
    """How a layer is drawn."""

    def __init__(self, layer: str) -> None:
        super().__init__()
        self._layer = layer
        self.setFixedSize(36, 16)

    def sizeHint(self) -> QSize:
        return QSize(36, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token, width, dash = LINE_TOKENS[self._layer]
        pen = QPen(colour(token), width)
        if dash:
            pen.setDashPattern([length / width for length in dash])
        painter.setPen(pen)
        painter.drawLine(QPointF(2, 8), QPointF(34, 8))


class LayersPanel(Panel):
    """Emits toggled(layer, on)."""

    toggled = Signal(str, bool)

    def __init__(self, hidden: frozenset[str]) -> None:
        super().__init__("Layers")
        for layer, name in LAYERS:
            eye = IconButton("eye_off" if layer in hidden else "eye", f"Show {name.lower()}", checkable=False)
            eye.setFixedSize(24, 24)
            holder = QWidget()
            holder.setFixedHeight(tokens.ROW)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            line.addWidget(eye)
            line.addWidget(LineSample(layer))
            line.addWidget(label(name, tokens.LABEL), 1)
            state = {"on": layer not in hidden}

            def flip(layer: str = layer, eye: IconButton = eye, state: dict[str, bool] = state) -> None:
                state["on"] = not state["on"]
                eye.set_icon("eye" if state["on"] else "eye_off")
                self.toggled.emit(layer, state["on"])

            eye.clicked.connect(lambda _=False, flip=flip: flip())
            self.body.addWidget(holder)
        self.body.addStretch(1)


class ReadinessPanel(Panel):
    """The checks with value and limit; a click lights the place. Emits `picked` with the check."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__("Readiness", scrolling=True, pad=8)
        self._shown: Readiness | None = None

    def show_readiness(self, readiness: Readiness) -> None:
        if readiness is self._shown:
            return
        self._shown = readiness
        order = {"fail": 0, "warn": 1, "skip": 3, "pass": 2}
        self.count.setText(passing_text(readiness.checks))
        clear(self.body)
        head = QWidget()
        head.setFixedHeight(24)
        line = QHBoxLayout(head)
        line.setContentsMargins(34, 0, 8, 0)
        line.setSpacing(10)
        line.addWidget(label("Check", tokens.CAPTION, "t3"), 1)
        for name in ("Value", "Limit"):
            text = label(name, tokens.CAPTION, "t3")
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
            text.setFixedWidth(VALUE_WIDTH if name == "Value" else LIMIT_WIDTH)
            line.addWidget(text)
        self.body.addWidget(head)
        for check in sorted(readiness.checks, key=lambda c: (order[c.status], c.number)):
            self.body.addWidget(self._row(check))
        self.body.addStretch(1)

    def _row(self, check: CheckResult) -> QWidget:
        open_check = check.status in ("fail", "warn")
        row = Row(48 if open_check else tokens.ROW)
        row.setAccessibleName(f"Check {check.number}, {check.name}: {check.summary}")
        row.setToolTip(f"{check.number}  {check.name}\n{check.topic}\n{check.summary}")
        row.line.addWidget(StatusMark(check.status))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Elided(check.name, tokens.LABEL_VALUE if open_check else tokens.LABEL))
        if open_check:
            words.addWidget(Elided(check.summary, tokens.LABEL, "t2"))
        words.addStretch(1)
        row.line.addLayout(words, 1)
        widths = (VALUE_WIDTH, LIMIT_WIDTH)
        for (text, tone), width in zip(value_and_limit(check), widths, strict=True):
            number = label(text, tokens.LABEL_VALUE if tone == "t1" else tokens.LABEL, tone)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            number.setFixedWidth(width)
            number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            row.line.addWidget(number)
        row.clicked.connect(lambda: self.picked.emit(check))
        return row


def value_and_limit(check: CheckResult) -> list[tuple[str, str]]:
    """[(value with unit, tone), (limit, tone)] for a table row."""
    if check.status == "skip":
        return [("–", "t3"), ("", "t3")]
    decimals = 0 if check.unit in ("", "pieces", "count") else 2 if check.limit < 1 else 1
    unit = "°" if check.unit == "deg" else f" {check.unit}"
    value = f"{format_mm(check.value, decimals)}{unit}".strip()
    return [(value, "t1"), (format_mm(check.limit, decimals), "t3")]
