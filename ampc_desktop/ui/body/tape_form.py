"""The tape form: who it is, how complete the body is, and one row a measure from head to foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.measurement import MeasureDefinition, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.ui.body.completeness import Completeness
from ampc_desktop.ui.body.figure import MeasureFigure
from ampc_desktop.ui.body.tape_row import TapeRow
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.problem import NoticeCard, ProblemCard
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Undoable, button, icon_button, label, rule

FIGURE_PX, SMALL_FIGURE_PX, TALL_PX = 200, 130, 860
"""Height of the picture; in a low window the rows get the room."""
SEXES = (("female", "Woman"), ("male", "Man"))


class TapeForm(Panel):
    """Fed by show_body and show_problems; tells what a person did.

    valueChanged(name, value): mm (kg, degrees), or None when a measure was taken back.
    sexChanged(sex), nameChanged(name), lit(measure), photoWanted, scanWanted, saveWanted.
    """

    valueChanged = Signal(str, object)
    sexChanged = Signal(str)
    nameChanged = Signal(str)
    lit = Signal(str)
    photoWanted = Signal()
    scanWanted = Signal()
    saveWanted = Signal()

    def __init__(self, definitions: Mapping[str, MeasureDefinition], needed: Sequence[str] = ()) -> None:
        """definitions in head-to-foot order; needed: those that count for completeness, default all."""
        super().__init__("Body", pad=0)
        self._definitions, self._needed = dict(definitions), tuple(needed or definitions)
        self._labels = {name: one.label for name, one in definitions.items()}
        self._lit = ""
        self.add_tool(icon_button("save", "Save the body as file", self.saveWanted.emit))
        self.name = self._name_field()
        self.sex = Segmented(SEXES, "Sex")
        self.sex.chosen.connect(self.sexChanged)
        self.completeness = Completeness()
        self.completeness.asked.connect(self.focus_measure)
        self.figure = MeasureFigure()
        self.how = label("", tokens.LABEL, "t2")
        self.how.setWordWrap(True)
        self.how.setMinimumHeight(34)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(tokens.PAD, 0, tokens.PAD, 8)
        column.setSpacing(8)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self.name, 1)
        who.addWidget(self.sex)
        column.addLayout(who)
        column.addWidget(self.figure)
        column.addWidget(self.how)
        column.addWidget(self.completeness)
        self.body.addWidget(head)
        self.body.addWidget(rule())
        self.rows: dict[str, TapeRow] = {}
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(8, 6, tokens.PAD, 8)
        self._list.setSpacing(0)
        self._list.addLayout(self._cards)
        for name, definition in definitions.items():
            row = TapeRow(definition)
            row.changed.connect(self.valueChanged)
            row.lit.connect(self._row_lit)
            self.rows[name] = row
            self._list.addWidget(row)
        self._list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(rule())
        self.body.addWidget(self._foot())
        self.light("")
        self.show_body(Measurements("", "female"), None)

    def _name_field(self) -> QLineEdit:
        field = Undoable()
        field.setPlaceholderText("Name of the customer")
        field.setAccessibleName("Name of the customer")
        field.setFixedHeight(tokens.CONTROL + 2)
        field.editingFinished.connect(self._name_done)
        self._known_name = ""
        return field

    def _name_done(self) -> None:
        text = self.name.text().strip()
        if text != self._known_name:
            self._known_name = text
            self.nameChanged.emit(text)

    def _foot(self) -> QWidget:
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(tokens.PAD, 8, tokens.PAD, 8)
        line.setSpacing(8)
        self.photo_button = button("From a photo", self.photoWanted.emit, icon="photo")
        self.scan_button = button("From a scan", self.scanWanted.emit, icon="scan")
        line.addWidget(self.photo_button, 1)
        line.addWidget(self.scan_button, 1)
        return foot

    # -- data in -------------------------------------------------------------------------------------------------

    def show_body(self, measures: Measurements, body: MeasuredBody | None) -> None:
        """measures: given and estimated ones, as the fit was asked; body: the avatar they made, for the picture."""
        self._known_name = measures.name
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(measures.name)
        self.sex.set_current(measures.sex)
        found = {} if body is None else body.measures.values
        for name, row in self.rows.items():
            one, own = measures.values.get(name), found.get(name)
            if own is not None and (one is None or one.source == "estimated"):
                # what the avatar has is a better guess than what the population has
                one = replace(one or own, value=own.value, uncertainty=own.uncertainty, source="estimated")
            row.show_measure(one)
        self.completeness.show_measures(measures, self._needed, self._labels)
        self.figure.show_body(body, self._labels)

    def show_problems(self, problems: Sequence[Problem | str]) -> None:
        """Contradictions and refusals, where the measures are: sentences, or problems with their codes."""
        clear(self._cards)
        for one in problems:
            card: NoticeCard
            if isinstance(one, Problem):
                card = ProblemCard(one)
            else:
                card = NoticeCard("These measures don't go together", "warn", StatusMark("warn"))
                card.add_line(one, "t1")
                named = [name for name, text in self._labels.items() if text.lower() in one.lower()][:3]
                card.add_buttons(
                    [(f"Check {self._labels[n].lower()}", lambda n=n: self.focus_measure(n)) for n in named]  # type: ignore[misc]
                )
            card.dismissed.connect(card.hide)
            self._cards.addWidget(card)
            card.show()
        self._cards.setContentsMargins(4, 2, 0, 8 if problems else 0)
        if problems:
            self.area.verticalScrollBar().setValue(0)

    def light(self, measure: str) -> None:
        """Light a row and its picture, e.g. because its loop is under the pointer in 3D."""
        self._lit = measure
        for name, row in self.rows.items():
            row.set_lit(name == measure)
        self.figure.light(measure)
        definition = self._definitions.get(measure)
        self.how.setText(
            f"{definition.label}: {definition.how} ({definition.standard})"
            if definition is not None
            else "Point at a measure to see where the tape lies."
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.figure.setFixedHeight(FIGURE_PX if self.height() >= TALL_PX else SMALL_FIGURE_PX)

    def focus_measure(self, measure: str) -> None:
        """Bring a row into view, ready to type."""
        row = self.rows.get(measure)
        if row is not None:
            self.area.ensureWidgetVisible(row)
            row.field.setFocus()

    def _row_lit(self, measure: str) -> None:
        if measure != self._lit:
            self.light(measure)
            self.lit.emit(measure)
