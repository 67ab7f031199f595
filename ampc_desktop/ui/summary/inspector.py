"""Inspector: what is selected, its numbers, why they are so, and the material."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ampc_desktop.core.schema import Source
from ampc_desktop.studio.inspect import Sections
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import SourceMark
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.text import label, rule

MARKS: dict[str, Source] = {"● ": "said", "◐ ": "inferred", "○ ": "default"}
NAME_WIDTH = 88
LONG = 26
"""Sections with a value longer than this read as text: two columns from the left."""


class Inspector(Panel):
    """Rows of the same names are updated in place, so that a drag moves numbers and nothing else."""

    def __init__(self) -> None:
        super().__init__("Design", scrolling=True)
        self._names: list[tuple[str, bool, tuple[str, ...]]] = []
        self._values: list[QLabel] = []

    def show_rows(self, title: str, subtitle: str, sections: Sections) -> None:
        """Numbers are right-aligned, words left-aligned beside their names."""
        self.title.setText(title)
        self.count.setText(subtitle)
        names = [(heading, _wordy(rows), tuple(name for name, _ in rows)) for heading, rows in sections]
        if names != self._names:
            self._names = names
            self._build(sections)
            return
        values = [value for _, rows in sections for _, value in rows]
        for text, value in zip(self._values, values, strict=True):
            if text.text() != value:
                text.setText(value)

    def _build(self, sections: Sections) -> None:
        clear(self.body)
        self._values = []
        for i, (heading, rows) in enumerate(sections):
            if i:
                self.body.addSpacing(8)
                self.body.addWidget(rule())
                self.body.addSpacing(8)
            if heading:
                self.body.addWidget(label(heading, tokens.BODY_STRONG))
                self.body.addSpacing(4)
            wordy = _wordy(rows)
            for name, value in rows:
                self.body.addWidget(self._row(name, value, wordy))
        self.body.addStretch(1)

    def _row(self, name: str, value: str, wordy: bool) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(12)
        if name[:2] in MARKS:
            line.addWidget(SourceMark(MARKS[name[:2]]), 0, Qt.AlignmentFlag.AlignTop)
            line.setSpacing(6)
            name = name[2:]
        if name or not wordy:
            head = label(name, tokens.LABEL, "t2")
            if wordy:
                head.setWordWrap(True)
                head.setFixedWidth(NAME_WIDTH)
            line.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        text = label(value, tokens.LABEL_VALUE if not wordy else tokens.LABEL)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignLeft if wordy else Qt.AlignmentFlag.AlignRight)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(f"{name}: {value}")
        line.addWidget(text, 1)
        self._values.append(text)
        return holder


def _wordy(rows: list[tuple[str, str]]) -> bool:
    return any(len(value) > LONG and not value[:1].isdigit() for _, value in rows)
