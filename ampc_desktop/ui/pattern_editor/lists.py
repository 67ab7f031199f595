"""Pieces and layers beside the pattern canvas."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import Readiness
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.ui.canvas.piece_item import LAYERS
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour, theme
from ampc_desktop.ui.widgets.chips import Chip, FlowLayout
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.text import Elided, IconButton, icon_button, label, rule

LOCKABLE = ("cut", "sew", "grain", "notches", "internal")
LINE_TOKENS = {
    "cut": ("cut", 1.75, None),
    "sew": ("sew", 1.25, [5.0, 2.5]),
    "grain": ("grain", 1.25, None),
    "notches": ("cut", 2.0, [1.0, 3.0]),
    "internal": ("internal", 1.25, None),
    "fold": ("fold", 1.25, [8.0, 2.5, 1.5, 2.5]),
    "print": ("t3", 3.0, None),
    "labels": ("t1", 1.0, [2.0, 2.0]),
    "links": ("walking", 2.0, None),
    "previous": ("t2", 1.25, [2.0, 3.0]),
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
    """Every piece with its outline and worst finding; search by name. Emits `picked` with a piece id."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Pieces", scrolling=True, pad=8)
        self._shown: tuple[Pattern, tuple[tuple[str, str], ...]] | None = None
        self._rows: dict[str, Row] = {}
        self._words: dict[str, str] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search pieces")
        self.search.setAccessibleName("Search pieces")
        self.search.setFixedHeight(tokens.CONTROL + 2)
        self.search.textChanged.connect(self._sift)
        self.search.hide()
        self.add_tool(icon_button("search", "Search pieces", self._toggle_search))

    def _toggle_search(self) -> None:
        self.search.setVisible(not self.search.isVisibleTo(self))
        if self.search.isVisibleTo(self):
            self.search.setFocus()
        else:
            self.search.clear()

    def show_pattern(self, pattern: Pattern, readiness: Readiness | None) -> None:
        worst = piece_status(readiness)
        wanted = (pattern, tuple(sorted(worst.items())))
        if self._shown is not None and self._shown[0] is pattern and self._shown[1] == wanted[1]:
            return
        self._shown = wanted
        self.body.removeWidget(self.search)
        clear(self.body)
        self._rows, self._words = {}, {}
        self.count.setText(str(len(pattern.pieces)))
        self.body.addWidget(self.search)
        for piece in pattern.pieces:
            row = Row(52)
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
            self._words[piece.id] = f"{piece.label} {piece.name} {piece.id} {piece.material}".lower()
        self.body.addStretch(1)
        self._sift(self.search.text())

    def _sift(self, text: str) -> None:
        """Only pieces whose name, code or material holds every word."""
        parts = text.lower().split()
        for id, row in self._rows.items():
            row.setVisible(all(part in self._words[id] for part in parts))

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
    """Layers with eye and lock, and the sizes to lay over the base. Emits toggled, locked and sizes_changed."""

    toggled = Signal(str, bool)
    locked = Signal(str, bool)
    sizes_changed = Signal(object)

    def __init__(self, hidden: frozenset[str]) -> None:
        super().__init__("Layers", scrolling=True)
        for layer, name in (*LAYERS, ("links", "Seam links"), ("previous", "Compared revision")):
            self.body.addWidget(self._layer(layer, name, layer not in hidden))
        self._sizes = QWidget()
        column = QVBoxLayout(self._sizes)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(rule())
        column.addWidget(label("Sizes shown", tokens.BODY_STRONG))
        holder = QWidget()
        self._chips = FlowLayout(holder, 6)
        column.addWidget(holder)
        self._sizes.hide()
        self.body.addWidget(self._sizes)
        self.body.addStretch(1)
        self._names: tuple[str, ...] = ()
        self._on: set[str] = set()

    def _layer(self, layer: str, name: str, on: bool) -> QWidget:
        eye = IconButton("eye" if on else "eye_off", f"Show {name.lower()}", checkable=False)
        eye.setFixedSize(24, 24)
        holder = QWidget()
        holder.setFixedHeight(26)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(eye)
        line.addWidget(LineSample(layer))
        words = label(name, tokens.LABEL, "t1" if on else "t2")
        line.addWidget(words, 1)
        state = {"on": on, "locked": False}

        def flip() -> None:
            state["on"] = not state["on"]
            eye.set_icon("eye" if state["on"] else "eye_off")
            self.toggled.emit(layer, state["on"])

        eye.clicked.connect(flip)
        if layer in LOCKABLE:
            lock = IconButton("unlock", f"Lock {name.lower()}", checkable=False)
            lock.setFixedSize(24, 24)

            def turn() -> None:
                state["locked"] = not state["locked"]
                lock.set_icon("lock" if state["locked"] else "unlock")
                self.locked.emit(layer, state["locked"])

            lock.clicked.connect(turn)
            line.addWidget(lock)
        return holder

    def show_sizes(self, names: tuple[str, ...]) -> None:
        """Sizes that can be laid over the base; none hides the row."""
        if names == self._names:
            return
        self._names, self._on = names, set()
        clear(self._chips)
        for name in names:
            chip = Chip(name, name, tip=f"Lay size {name} over the base")
            chip.clicked.connect(lambda id, chip=chip: self._flip_size(id, chip))
            self._chips.addWidget(chip)
        self._sizes.setVisible(bool(names))

    def show_size_states(self, states: Mapping[str, tuple[str, str]]) -> None:
        """Tint the sizes that fail: size -> (tone, words), tone "" when all is well; sizes left out are not checked."""
        for i, name in enumerate(self._names):
            item = self._chips.itemAt(i)
            chip = item.widget() if item is not None else None
            if isinstance(chip, Chip):
                tone, words = states.get(name, ("", ""))
                lay = f"Lay size {name} over the base"
                chip.set_tone(tone, f"{words}. {lay}" if words else lay)

    def _flip_size(self, name: str, chip: Chip) -> None:
        self._on ^= {name}
        inks = theme().categories
        chip.set_on(name in self._on, inks[self._names.index(name) % len(inks)])
        self.sizes_changed.emit(tuple(one for one in self._names if one in self._on))
