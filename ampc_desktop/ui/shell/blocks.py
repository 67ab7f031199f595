"""Blocks in the window: keep the pattern as one, start a design from one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio.blocks import KeptBlock
from ampc_desktop.studio.dialogue import schemas
from ampc_desktop.ui.pattern_editor.lists import Row
from ampc_desktop.ui.shell.dialogs import Dialog
from ampc_desktop.ui.shell.files import local_text
from ampc_desktop.ui.shell.made_for import Whom
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone

FIELD_HEIGHT = 32


class SaveBlockDialog(Dialog):
    """Asks for the name of a block. `keep` is called with it and may raise Problem, which is shown beside the field."""

    def __init__(self, parent: QWidget, suggested: str, about: str, keep: object) -> None:
        super().__init__(parent, "Save as block", 460)
        self._keep = keep
        words = label(about, tokens.BODY, "t2")
        words.setWordWrap(True)
        self.body.addWidget(words)
        self.body.addSpacing(8)
        self.name = QLineEdit(suggested)
        self.name.setAccessibleName("Name of the block")
        self.name.setFixedHeight(FIELD_HEIGHT)
        self.name.selectAll()
        self.body.addWidget(self.name)
        self.problem = label("", tokens.LABEL, "err")
        self.problem.setWordWrap(True)
        self.body.addWidget(self.problem)
        self.buttons.addWidget(button("Cancel", self.reject))
        self.save = button("Save block", self._save, primary=True)
        self.buttons.addWidget(self.save)

    def _save(self) -> None:
        try:
            self._keep(self.name.text())  # type: ignore[operator]
        except Problem as problem:
            self.problem.setText(problem.sentence)
            set_tone(self.problem, "err")
            self.name.selectAll()
            return
        self.accept()


class MadeForDialog(Dialog):
    """Asks whom the block of an order was made for. `said` is called with the body."""

    def __init__(
        self, parent: QWidget, block: str, customer: Measurements, said: Callable[[Measurements], object]
    ) -> None:
        super().__init__(parent, "Made for another body", 460)
        self._said = said
        about = f"Whom block {block} was made for: this order is compared with that body. The pattern stays as drawn."
        words = label(about, tokens.BODY, "t2")
        words.setWordWrap(True)
        self.body.addWidget(words)
        self.body.addSpacing(8)
        self.whom = Whom(customer)
        self.whom.choice.removeItem(0)  # that nobody knows is what this asks about
        self.whom.choice.setAccessibleName("Made for")
        self.whom.choice.setFixedHeight(FIELD_HEIGHT)
        self.whom.choice.currentIndexChanged.connect(lambda _: self._show_measures())
        self.body.addWidget(self.whom.choice)
        self.body.addWidget(self.whom.held)
        self.problem = label("", tokens.LABEL, "err")
        self.problem.setWordWrap(True)
        self.body.addWidget(self.problem)
        self.buttons.addWidget(button("Cancel", self.reject))
        self.take = button("Made for this body", self._take, primary=True)
        self.buttons.addWidget(self.take)
        self._show_measures()

    def _show_measures(self) -> None:
        self.whom.held.setVisible(self.whom.own)
        self.adjustSize()

    def _take(self) -> None:
        try:
            body = self.whom.body()
        except Problem as problem:
            self.problem.setText(problem.sentence)
            set_tone(self.problem, "err")
            return
        if body is not None:
            self._said(body)
        self.accept()


class BlocksDialog(Dialog):
    """The blocks there are; `chosen` is the id of the one to start from, or None; `left`: the present one is given up.

    present : name of the block that the order starts from now, if any.
    """

    def __init__(self, parent: QWidget, blocks: Sequence[KeptBlock], customer: str, present: str = "") -> None:
        super().__init__(parent, "Start from a block", 560)
        self.chosen: str | None = None
        self.left = False
        words = f"Options and corrections of the block, drafted and altered for {customer}."
        self.body.addWidget(label(words, tokens.BODY, "t2"))
        self.body.addSpacing(8)
        self.rows: dict[str, Row] = {}
        labels = {id: schema.label for id, schema in schemas().items()}
        for block in blocks:
            row = Row(48)
            row.setAccessibleName(f"Block {block.name}")
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addStretch(1)
            column.addWidget(Elided(block.name, tokens.BODY_STRONG))
            edits = f"{block.edits} edit{'s' if block.edits != 1 else ''}"
            said = f"{labels.get(block.family, block.family)}, {edits}, made on {block.body}"
            column.addWidget(Elided(said, tokens.LABEL, "t2"))
            column.addStretch(1)
            row.line.addLayout(column, 1)
            row.line.addWidget(label(local_text(block.at), tokens.LABEL, "t3"), 0, Qt.AlignmentFlag.AlignRight)
            row.clicked.connect(lambda id=block.id: self._take(id))
            self.body.addWidget(row)
            self.rows[block.id] = row
        if not blocks:
            line = QHBoxLayout()
            line.addWidget(label("No blocks yet. Save a corrected pattern as one: Ctrl Shift S.", tokens.BODY))
            self.body.addLayout(line)
        if present:
            self.leave = button("Leave the block", self._leave)
            self.leave.setToolTip(f"Go on without block {present}: drafted for {customer}")
            self.buttons.addWidget(self.leave)
        self.buttons.addWidget(button("Close", self.reject))

    def _leave(self) -> None:
        self.left = True
        self.accept()

    def _take(self, id: str) -> None:
        self.chosen = id
        self.accept()
