"""A pattern of another program comes in: what the file holds, the garment it is, its name and whom it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import blocks, imports
from ampc_desktop.studio.blocks import KeptBlock
from ampc_desktop.studio.context import Studio
from ampc_desktop.ui.shell.dialogs import Dialog
from ampc_desktop.ui.shell.made_for import Whom
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone

WIDTH, FIELD_HEIGHT = 520, 30
MOST_REMARKS = 4


class ImportDialog(Dialog):
    """For a file that could be read. `kept` is the block once it was imported, None before.

    garment : what it is a block of when its pieces tell nothing.
    Raises Problem when the file is no pattern.
    """

    def __init__(self, parent: QWidget, studio: Studio, path: Path, garment: str, customer: Measurements) -> None:
        self._found = imports.read(path)
        super().__init__(parent, "Import pattern as block", WIDTH)
        self._studio, self._path, self._customer = studio, path, customer
        self.kept: KeptBlock | None = None
        pieces = len(self._found.pattern.pieces)
        told = f"{path.name}: {pieces} piece{'s' if pieces != 1 else ''}"
        self.body.addWidget(Elided(told, tokens.BODY_MEDIUM))
        for note in self._found.notes[:MOST_REMARKS]:
            remark = label(f"{note[:1].upper()}{note[1:]}", tokens.LABEL, "t2")
            remark.setWordWrap(True)
            self.body.addWidget(remark)
        more = len(self._found.notes) - MOST_REMARKS
        if more > 0:
            self.body.addWidget(label(f"and {more} more remarks, in the conversation", tokens.LABEL, "t2"))
        self.body.addSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        likely = imports.likely_garment(self._found.pattern, garment)
        self.garment = self._choice("Garment", imports.garments(), likely)
        self.name = QLineEdit(path.stem.replace("_", " ").replace("-", " ").strip().capitalize())
        self._row("Name", self.name)
        self.file_size = self._choice("Size in the file", [(one, one) for one in self._found.sizes], self._found.taken)
        self._show_row(self.file_size, len(self._found.sizes) > 1)
        self._whom = Whom(customer)
        self.made_for, self.measures, self._held = self._whom.choice, self._whom.measures, self._whom.held
        self._row("Made for", self.made_for)
        self.made_for.currentIndexChanged.connect(lambda _: self._show_measures())
        self._row("", self._held)
        self.disagreeing = Elided("", tokens.LABEL, "warn")
        self._row("", self.disagreeing)
        self._size = ""
        self.file_size.currentIndexChanged.connect(lambda _: self._take_size())
        self._take_size()
        self.problem = label("", tokens.LABEL, "err")
        self.problem.setWordWrap(True)
        self.body.addWidget(self.problem)
        self.buttons.addWidget(button("Cancel", self.reject))
        self.take = button("Import", self._import, primary=True)
        self.buttons.addWidget(self.take)
        self._show_measures()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd in the file or had to be assumed."""
        return self._found.notes

    def _row(self, words: str, widget: QWidget) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(label(words, tokens.LABEL, "t2"), row, 0)
        self._grid.addWidget(widget, row, 1)
        if words:
            widget.setAccessibleName(words)
            widget.setFixedHeight(FIELD_HEIGHT)

    def _choice(self, words: str, choices: Sequence[tuple[str, str]], now: str) -> QComboBox:
        box = QComboBox()
        for id, shown in choices:
            box.addItem(shown, id)
        box.setCurrentIndex(max(0, box.findData(now)))
        self._row(words, box)
        return box

    def _show_row(self, widget: QWidget, on: bool) -> None:
        row = self._grid.getItemPosition(self._grid.indexOf(widget))[0]  # type: ignore[index]
        for column in (0, 1):
            item = self._grid.itemAtPosition(row, column)
            if item is not None and (held := item.widget()) is not None:
                held.setVisible(on)

    def _show_measures(self) -> None:
        self._show_row(self._held, self._whom.own)
        other = self._whom.other_size(self._size)
        self.disagreeing.setText(f"The size in the file is {self._size}, but made for {other}" if other else "")
        self._show_row(self.disagreeing, bool(other))
        self.adjustSize()

    def _take_size(self) -> None:
        """A letter size of the file is offered as what it was made for."""
        before, self._size = self._size, str(self.file_size.currentData() or "")
        self._whom.suggest(self._size, before)
        self._show_measures()

    def body_made_for(self) -> Measurements | None:
        """Whom the pattern was made for; None when that is not known. Raises Problem for impossible measures."""
        return self._whom.body()

    def _import(self) -> None:
        try:
            self.kept, _ = blocks.from_file(
                self._studio,
                self._path,
                self.name.text(),
                str(self.garment.currentData()),
                str(self.file_size.currentData() or ""),
                self.body_made_for(),
            )
        except Problem as problem:
            self.problem.setText(problem.sentence)
            set_tone(self.problem, "err")
            return
        self.accept()
