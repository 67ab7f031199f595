"""Parameters by group, made from the options of the garment and its print."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ampc_desktop.core.schema import Option
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.wording import in_use
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.text import label
from ampc_desktop.ui.widgets.value_row import ValueRow


def visible(options: Mapping[str, Option]) -> dict[str, Option]:
    """Options that mean something with the present choices."""
    return {id: option for id, option in options.items() if in_use(option, options)}


class ParametersPanel(Panel):
    """Emits previewed(id, value) while a knob moves and decided(id, value) when it stands."""

    previewed = Signal(str, object)
    decided = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Parameters", scrolling=True)
        self._rows: dict[str, ValueRow] = {}
        self._groups = QVBoxLayout()
        self._groups.setSpacing(0)
        self.body.addLayout(self._groups)
        self.body.addStretch(1)

    def row(self, id: str) -> ValueRow:
        """Row of one option. Raises KeyError."""
        return self._rows[id]

    def show_snapshot(self, shot: Snapshot) -> None:
        if shot.options is None:
            return
        options = visible({**shot.options, **(shot.print_options or {})})
        if list(options) != list(self._rows):
            self._build(options)
        for id, option in options.items():
            self._rows[id].show_option(option)

    def _build(self, options: Mapping[str, Option]) -> None:
        """Rows in order. Those that stay keep their widgets: one of them may be under a hand that drags it."""
        kept, self._rows = self._rows, {}
        for row in kept.values():
            self._groups.removeWidget(row)
        clear(self._groups)
        group = ""
        for id, option in options.items():
            if option.parameter.group != group:
                group = option.parameter.group
                head = label(group, tokens.LABEL_VALUE, "t2")
                head.setFixedHeight(tokens.ROW)
                self._groups.addWidget(head)
            row = kept.pop(id) if id in kept and kept[id].fits(option) else self._row(option)
            self._groups.addWidget(row)
            self._rows[id] = row
        for gone in kept.values():
            gone.hide()
            gone.deleteLater()

    def _row(self, option: Option) -> ValueRow:
        row = ValueRow(option)
        row.previewed.connect(self.previewed)
        row.decided.connect(self.decided)
        return row
