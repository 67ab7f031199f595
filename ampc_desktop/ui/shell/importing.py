"""A pattern of another program comes in: what the file holds, the garment it is, its name and whom it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import blocks, imports
from ampc_desktop.studio.blocks import KeptBlock
from ampc_desktop.studio.context import Studio
from ampc_desktop.ui.shell.dialogs import Dialog
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone
from ampc_desktop.ui.widgets.unit_field import UnitField

WIDTH, FIELD_HEIGHT = 520, 30
MOST_REMARKS = 4
MEASURES = (("bust", "Bust"), ("waist", "Waist"), ("hip", "Hip"))
UNKNOWN, CUSTOMER, OWN = "Not known", "customer", "Own measures"


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
            self.body.addWidget(Elided(f"{note[:1].upper()}{note[1:]}", tokens.LABEL, "t2", lines=2))
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
        women = [(f"female.{size}", f"Women's {size}") for size in imports.letter_sizes("female")]
        men = [(f"male.{size}", f"Men's {size}") for size in imports.letter_sizes("male")]
        whom = [("", UNKNOWN), (CUSTOMER, f"{customer.name}, as measured"), *women, *men, (OWN, OWN)]
        self.made_for = self._choice("Made for", whom, "")
        self.made_for.currentIndexChanged.connect(lambda _: self._show_measures())
        self.measures = self._measure_fields()
        self._row("", self._held)
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

    def _measure_fields(self) -> dict[str, UnitField]:
        self._held = QWidget()
        line = QHBoxLayout(self._held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        made = {}
        for id, words in MEASURES:
            line.addWidget(label(words, tokens.LABEL, "t2"))
            made[id] = UnitField("cm", 1, 0.5, 70, words)
            made[id].set_value((self._customer.get(id) or 0.0) / 10)
            line.addWidget(made[id])
        line.addStretch(1)
        return made

    def _show_measures(self) -> None:
        self._show_row(self._held, self.made_for.currentData() == OWN)
        self.adjustSize()

    def body_made_for(self) -> Measurements | None:
        """Whom the pattern was made for; None when that is not known. Raises Problem for impossible measures."""
        whom = str(self.made_for.currentData())
        if not whom:
            return None
        if whom == CUSTOMER:
            return self._customer
        if whom == OWN:
            for field in self.measures.values():
                field.commit()
            return imports.body_of({id: 10 * field.value for id, field in self.measures.items()}, self._customer.sex)
        sex, size = whom.split(".")
        return imports.size_body("male" if sex == "male" else "female", size)

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
