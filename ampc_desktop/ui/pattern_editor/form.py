"""A form of labelled rows that is updated in place while its shape stays, so that a drag moves numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.chips import FlowLayout
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.panel import clear, row
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, IconButton, Undoable, button, icon_button, label, rule
from ampc_desktop.ui.widgets.unit_field import UnitField

FIELD_WIDTH = 94
TEXT_WIDTH, LEAST_TEXT_WIDTH = 168, 72

RowKind = Literal["head", "number", "info", "text", "choice", "icons", "switch", "buttons", "card", "note"]


@dataclass(frozen=True)
class Row:
    """One row. value: number, text or on/off; choices: (id, words) of a choice, of icons or of buttons."""

    kind: RowKind
    id: str = ""
    label: str = ""
    value: float | str | bool | None = None
    unit: str = "mm"
    choices: tuple[tuple[str, str], ...] = ()
    decimals: int = 1
    note: str = ""
    status: str = ""

    @property
    def shape(self) -> tuple[object, ...]:
        return (self.kind, self.id, self.label if self.kind != "card" else "", self.choices, self.unit)


class Form(QWidget):
    """Emits changed(id, value) when a person commits a field, and pressed(id) for buttons."""

    changed = Signal(str, object)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shape: list[tuple[object, ...]] = []
        self._fields: list[QWidget | tuple[QWidget, ...] | None] = []
        self._ids: dict[str, QWidget] = {}

    def field(self, id: str) -> QWidget:
        """The control of a row. Raises KeyError."""
        return self._ids[id]

    def show_rows(self, rows: Sequence[Row]) -> None:
        shape = [one.shape for one in rows]
        if shape != self._shape:
            self._shape = shape
            clear(self._column)
            self._ids = {}
            self._fields = [self._make(one, i == 0) for i, one in enumerate(rows)]
            self._column.addStretch(1)
        for one, field in zip(rows, self._fields, strict=True):
            self._show(one, field)

    # -- rows ----------------------------------------------------------------------------------------------------

    def _make(self, one: Row, first: bool) -> QWidget | tuple[QWidget, ...] | None:
        if one.kind == "head":
            if not first:
                self._column.addSpacing(8)
                self._column.addWidget(rule())
                self._column.addSpacing(6)
            name = label(one.label, tokens.BODY_STRONG)
            self._column.addWidget(row(name, height=26))
            return None
        made: QWidget
        if one.kind == "number":
            made = UnitField(one.unit, one.decimals, 1.0, FIELD_WIDTH, one.label)
            made.committed.connect(lambda value: self.changed.emit(one.id, float(value)))
        elif one.kind == "info":
            made = label("", tokens.LABEL_VALUE)
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        elif one.kind == "text":
            made = Text(one.label)
            made.committed.connect(lambda value: self.changed.emit(one.id, value))
        elif one.kind == "choice":
            made = Segmented(one.choices, one.label)
            made.chosen.connect(lambda value: self.changed.emit(one.id, value))
        elif one.kind == "switch":
            made = QCheckBox()
            made.setAccessibleName(one.label)
            made.clicked.connect(lambda on: self.changed.emit(one.id, bool(on)))
        elif one.kind == "icons":
            made = Icons(one.choices)
            made.chosen.connect(lambda value: self.changed.emit(one.id, value))
        elif one.kind == "card":
            card = SeamCard()
            card.pressed.connect(lambda what: self.pressed.emit(f"{what}:{one.id}"))
            self._column.addWidget(card)
            self._column.addSpacing(6)
            self._ids[one.id] = card
            return card
        elif one.kind == "note":
            made = label("", tokens.LABEL, "t2")
            made.setWordWrap(True)
            self._column.addWidget(made)
            return made
        else:
            holder = QWidget()
            flow = FlowLayout(holder, 6)
            flow.setContentsMargins(0, 4, 0, 4)
            for id, words in one.choices:
                press = button(words, lambda id=id: self.pressed.emit(id))  # type: ignore[misc]
                press.setFixedHeight(tokens.BAR_CONTROL)
                flow.addWidget(press)
                self._ids[id] = press
            self._column.addWidget(holder)
            return None
        self._ids[one.id] = made
        wide = one.kind == "icons" or (one.kind == "choice" and len(one.choices) > 2)
        name = label(one.label, tokens.LABEL, "t2")
        if wide and one.kind == "choice":
            self._column.addWidget(row(name, height=24))
            self._column.addWidget(row(made))
        else:
            holder = row(name, height=32 if one.kind == "icons" else tokens.ROW)
            line = holder.layout()
            assert isinstance(line, QHBoxLayout)
            line.addStretch(1)
            line.addWidget(made)
            self._column.addWidget(holder)
        return made

    def _show(self, one: Row, field: QWidget | tuple[QWidget, ...] | None) -> None:
        if isinstance(field, UnitField):
            field.set_value(float(one.value or 0.0))
            field.setToolTip(one.note)
        elif isinstance(field, SeamCard):
            field.show_seam(one.label, one.note, one.status, bool(one.value))
        elif isinstance(field, QLabel):
            text = str(one.value if one.value is not None else "–")
            if field.text() != text:
                field.setText(text)
        elif isinstance(field, Text):
            field.show_text(str(one.value or ""))
        elif isinstance(field, Segmented | Icons):
            field.set_current(str(one.value or ""))
        elif isinstance(field, QCheckBox):
            field.setChecked(bool(one.value))


class Text(Undoable):
    """A line of words; emits `committed` on Enter or loss of focus when it changed."""

    committed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(tokens.CONTROL + 2)
        self.setMaximumWidth(TEXT_WIDTH)
        self.setMinimumWidth(LEAST_TEXT_WIDTH)
        self._text = ""
        self.editingFinished.connect(self._commit)

    def show_text(self, text: str) -> None:
        self._text = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0)

    def _commit(self) -> None:
        if self.isModified() and self.text().strip() != self._text:
            self.setModified(False)
            self.committed.emit(self.text().strip())


class Icons(QWidget):
    """One of a few drawings, such as the shapes of a corner. choices: (id, "icon|name")."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self.buttons: dict[str, IconButton] = {}
        self._current = ""
        for id, said in choices:
            icon, _, name = said.partition("|")
            made = icon_button(icon, name, lambda id=id: self._take(id), checkable=True)  # type: ignore[misc]
            made.setFixedSize(28, 24)
            line.addWidget(made)
            self.buttons[id] = made

    def _take(self, id: str) -> None:
        """Another drawing is told; the chosen one stays chosen."""
        before = self._current
        self.set_current(id)
        if id != before:
            self.chosen.emit(id)

    def set_current(self, id: str) -> None:
        self._current = id
        for one, made in self.buttons.items():
            made.setChecked(one == id)


class SeamCard(QFrame):
    """The seam an edge is sewn in: partner, ease, and Walk or True."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(10, 6, 6, 6)
        outer.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = Elided("", tokens.LABEL_VALUE)
        self._ease = Elided("", tokens.LABEL, "t2")
        words.addWidget(self._name)
        words.addWidget(self._ease)
        outer.addLayout(words, 1)
        self._mark = StatusMark("pass")
        outer.addWidget(self._mark)
        self.true = button("True", lambda: self.pressed.emit("true"), flat=True)
        self.walk = button("Walk", lambda: self.pressed.emit("walk"), flat=True)
        outer.addWidget(self.true)
        outer.addWidget(self.walk)

    def show_seam(self, name: str, ease: str, status: str, untrue: bool) -> None:
        self._name.setText(name)
        self._ease.setText(ease)
        self._mark.set_status(status)
        self.true.setVisible(untrue)
