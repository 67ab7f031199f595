"""The form for a fabric's mechanics: own values, KES-F or FAST readings, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QStackedWidget, QWidget

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import flow, mechanics
from ampc_desktop.ui.shell.dialogs import Dialog
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.panel import row
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone

WIDTH = 660
FILES = "Measurements (*.yaml *.yml *.toml);;All files (*)"
NOBODY = "not said yet"
"""Stands for who measured it while values are being typed: they are converted at once, but not kept."""


class MechanicsDialog(Dialog):
    """Accepted when something was saved or taken back; the shop's capabilities are read anew then.

    The fields show what the fabric's own file says; empty ones show, pale, what is used without them.
    """

    def __init__(self, parent: QWidget, fabric: str = "") -> None:
        super().__init__(parent, "Mechanics of a fabric", WIDTH)
        self.setFixedWidth(WIDTH)
        self._methods = mechanics.methods()
        self.did = ""
        """What was done, in a line for the strip."""
        self._more: dict[str, dict[str, float]] = {}
        """Values of the file that have no field: they stay."""
        self.fabric = QComboBox()
        self.fabric.setAccessibleName("Fabric")
        for id, cloth in flow.capabilities().fabrics.items():
            self.fabric.addItem(cloth.label, id)
        self.fabric.setCurrentIndex(max(0, self.fabric.findData(fabric)))
        self.source = QLineEdit()
        self.source.setAccessibleName("Measured by")
        self.source.setPlaceholderText("who measured it, how, when")
        for field in (self.fabric, self.source):
            field.setFont(font(tokens.BODY))
            field.setMinimumWidth(300)
        self.body.addWidget(row(label("Fabric", tokens.LABEL, "t2"), self.fabric))
        self.body.addWidget(row(label("Measured by", tokens.LABEL, "t2"), self.source))
        self.method = Segmented([(one.block, one.label) for one in self._methods], "How it was measured", compact=False)
        self.body.addSpacing(8)
        self.body.addWidget(row(self.method))
        self.pages = QStackedWidget()
        self.fields: dict[str, dict[str, QLineEdit]] = {}
        for one in self._methods:
            self.pages.addWidget(self._page(one))
        self.body.addWidget(self.pages)
        self.body.addSpacing(8)
        self.body.addWidget(label("What the try-on uses", tokens.LABEL_VALUE))
        self.told = [(label("", tokens.LABEL_VALUE), Elided("", tokens.LABEL, "t3")) for _ in range(5)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnMinimumWidth(0, 140)
        grid.setColumnMinimumWidth(1, 90)
        grid.setColumnStretch(2, 1)
        self.names = [label("", tokens.LABEL, "t2") for _ in self.told]
        for k, (value, source) in enumerate(self.told):
            for column, widget in enumerate((self.names[k], value, source)):
                grid.addWidget(widget, k, column)
        self.body.addLayout(grid)
        self.problem = label("", tokens.LABEL, "err")
        self.problem.setWordWrap(True)
        self.body.addWidget(self.problem)
        self.read = button("Read a file", self._ask_file)
        self.read.setToolTip("A laboratory's file, YAML or TOML: docs/formats/fabric-mechanics.md")
        self.back = button("Shipped values", self._forget)
        self.back.setToolTip("Forget what was measured here")
        self.keep = button("Save", self._save, primary=True)
        for foot in (self.read, self.back, button("Cancel", self.reject), self.keep):
            self.buttons.addWidget(foot)
        self.method.chosen.connect(self._choose)
        self.fabric.currentIndexChanged.connect(self._fill)
        self.source.textChanged.connect(self._show)
        self._fill()

    def _page(self, method: mechanics.Method) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setVerticalSpacing(4)
        fields: dict[str, QLineEdit] = {}
        for k, reading in enumerate(method.readings):
            field = QLineEdit()
            field.setAccessibleName(reading.label)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFixedWidth(84)
            field.setFont(font(tokens.LABEL_VALUE))
            field.setToolTip(f"{reading.low:g} to {reading.high:g} {reading.unit}".rstrip())
            field.textChanged.connect(self._show)
            fields[reading.name] = field
            line, side = divmod(k, 2)
            grid.addWidget(label(reading.label, tokens.LABEL, "t2"), line, 4 * side)
            grid.addWidget(field, line, 4 * side + 1)
            grid.addWidget(label(reading.unit, tokens.LABEL, "t3"), line, 4 * side + 2)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(len(method.readings), 1)
        self.fields[method.block] = fields
        return page

    @property
    def block(self) -> str:
        return self._methods[self.pages.currentIndex()].block

    def _choose(self, block: str) -> None:
        self.method.set_current(block)
        self.pages.setCurrentIndex([one.block for one in self._methods].index(block))
        self._show()

    def _fill(self) -> None:
        """What the fabric's own file says, or nothing."""
        try:
            own = mechanics.own_file(self.cloth.id)
        except Problem as problem:
            own = None
            self.problem.setText(str(problem))
        self._take(own.source if own else "", own.blocks if own else {})

    def _take(self, source: str, blocks: Mapping[str, Mapping[str, float]]) -> None:
        self.source.setText(source)
        self._more = {}
        for method in self._methods:
            values = dict(blocks.get(method.block, {}))
            for reading in method.readings:
                value = values.pop(reading.name, None)
                self.fields[method.block][reading.name].setText("" if value is None else f"{value / reading.factor:g}")
            self._more[method.block] = values
        self._choose(next((block for block in ("kes", "fast") if block in blocks), self._methods[0].block))

    @property
    def cloth(self) -> Fabric:
        """The fabric that is measured."""
        return flow.capabilities().fabrics[str(self.fabric.currentData())]

    def _values(self, block: str) -> dict[str, float]:
        """What is filled in, in the file's units. Raises Problem for what is no number, or no value of any cloth."""
        values = dict(self._more.get(block, {}))
        for reading in next(one.readings for one in self._methods if one.block == block):
            field = self.fields[block][reading.name]
            raw = field.text().strip().replace(",", ".").replace("−", "-")
            if not raw:
                continue
            try:
                value = float(raw)
            except ValueError:
                raise Problem(f"'{field.text()}' is no number", reading.label, "write it like 12.5") from None
            if not reading.low <= value <= reading.high:
                limit = f"{reading.low:g} to {reading.high:g} {reading.unit}".rstrip()
                raise Problem(f"{raw} is outside the limit {limit}", reading.label, "check its unit")
            values[reading.name] = value * reading.factor
        return values

    def _text(self, source: str) -> str:
        """The file these fields would make, "" while nothing is filled in. Raises Problem."""
        blocks = {block: self._values(block) for block in dict.fromkeys((self.block, "mechanics"))}
        return mechanics.written(source, blocks) if any(blocks.values()) else ""

    def _show(self) -> None:
        """What the values come to, at once."""
        fabric, source = self.cloth, self.source.text().strip()
        self.back.setEnabled(bool(mechanics.own_text(fabric.id)))
        text, words, tone = "", "", "err"
        try:
            text = self._text(source or NOBODY)
            rows = mechanics.converted(fabric, text)
            if text and not source:
                words, tone = (
                    "To save it, say who measured it, how and when: the source stands beside every value",
                    "t2",
                )
        except Problem as problem:
            where = problem.where.removeprefix("form: ")
            words = f"{where}: {problem.what}. {problem.remedy[:1].upper()}{problem.remedy[1:]}".strip(": ")
            text, rows = "", mechanics.converted(fabric, "")
        self.problem.setText(words)
        set_tone(self.problem, tone)
        self.keep.setEnabled(bool(text) and bool(source))
        used = mechanics.present(fabric)
        for reading in self._methods[0].readings:
            self.fields["mechanics"][reading.name].setPlaceholderText(f"{used[reading.name] / reading.factor:.3g}")
        for (what, value, told_by), name, (shown, told) in zip(rows, self.names, self.told, strict=True):
            name.setText(what)
            shown.setText(value)
            told.setText(told_by)
            set_tone(told, "t3")

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Read measurements", str(Path.home()), FILES)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Fill the fields from a laboratory's file: it is looked at here, and kept by Save."""
        try:
            found = mechanics.read_own(path)
        except Problem as problem:
            self.problem.setText(str(problem))
            set_tone(self.problem, "err")
            return
        self._take(found.source, found.blocks)

    def _save(self) -> None:
        try:
            mechanics.save(self.cloth.id, self._text(self.source.text().strip()))
        except Problem as problem:
            self.problem.setText(str(problem))
            return
        self.did = f"Mechanics of {self.cloth.label} saved: {self.source.text().strip()}"
        flow.capabilities.cache_clear()
        self.accept()

    def _forget(self) -> None:
        mechanics.forget(self.cloth.id)
        self.did = f"{self.cloth.label} has its shipped mechanics again"
        flow.capabilities.cache_clear()
        self.accept()
