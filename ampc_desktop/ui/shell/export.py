"""Export of the pattern: the file is made first and shown as a reader finds it, then written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files
from ampc_desktop.studio import exports
from ampc_desktop.ui.canvas.sheet_item import SheetItem
from ampc_desktop.ui.canvas.view import CanvasView
from ampc_desktop.ui.pattern_editor.lists import Row
from ampc_desktop.ui.shell.dialogs import Dialog, size_text
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import Elided, button, label

WIDTH, HEIGHT, LIST_WIDTH = 940, 440, 236


class ExportDialog(Dialog):
    """`wrote` is called with the path of a file that was written. `made` is the file shown."""

    def __init__(self, parent: QWidget, pattern: Pattern, title: str, wrote: Callable[[Path], None]) -> None:
        super().__init__(parent, "Export pattern", WIDTH)
        self._pattern, self._title, self._wrote = pattern, title, wrote
        self.made: exports.Export | None = None
        line = QHBoxLayout()
        line.setSpacing(tokens.PAD)
        left = QVBoxLayout()
        left.setSpacing(2)
        self.rows: dict[str, Row] = {}
        for id, words in exports.FORMATS:
            row = Row(tokens.ROW)
            row.setFixedWidth(LIST_WIDTH)
            row.setAccessibleName(words)
            row.line.addWidget(label(words, tokens.LABEL), 1)
            row.clicked.connect(lambda id=id: self.show_format(id))
            left.addWidget(row)
            self.rows[id] = row
        left.addStretch(1)
        line.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(8)
        self.view = CanvasView()
        self.view.setAccessibleName("What the file holds")
        self.view.setMinimumHeight(HEIGHT)
        right.addWidget(self.view, 1)
        self.facts = label("", tokens.LABEL_VALUE)
        right.addWidget(self.facts)
        self.remarks = Elided("", tokens.LABEL, "warn")
        right.addWidget(self.remarks)
        line.addLayout(right, 1)
        self.body.addLayout(line)
        self.buttons.addWidget(button("Close", self.reject))
        self.save = button("Write file", self._write, primary=True)
        self.buttons.addWidget(self.save)
        self.show_format(exports.FORMATS[0][0])

    def show_format(self, id: str) -> None:
        """Make the file in a format and show it."""
        for other, row in self.rows.items():
            row.set_on(other == id)
        self.view.scene().clear()
        try:
            self.made = exports.export(self._pattern, id, self._title)
        except Problem as problem:
            self.made = None
            self.facts.setText("")
            self.remarks.setText(str(problem))
            self.save.setEnabled(False)
            return
        self.save.setEnabled(True)
        self.view.scene().addItem(SheetItem(self.made.drawn))
        self.view.fit()
        self.facts.setText(", ".join((*self.made.facts, size_text(len(self.made.data)))))
        self.remarks.setText("; ".join(self.made.warnings))
        self.remarks.setVisible(bool(self.made.warnings))

    def _write(self) -> None:
        if self.made is None:
            return
        named = re.sub(r"[^a-z0-9]+", "-", self._title.lower()).strip("-")
        kind = dict(exports.FORMATS)[self.made.format]
        suggested = f"{named}{self.made.suffix}"
        name, _ = QFileDialog.getSaveFileName(self, "Write file", suggested, f"{kind} (*{self.made.suffix})")
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + self.made.suffix)
        try:
            files.write_bytes(path, self.made.data)
        except Problem as problem:
            self.remarks.setText(str(problem))
            self.remarks.setVisible(True)
            return
        self._wrote(path)
        self.accept()
