"""The form for a fabric's mechanics: own values, KES-F or FAST readings, and what they come to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QStackedWidget, QWidget

from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import flow, mechanics
from ampc_desktop.ui.shell.dialogs import Dialog
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.panel import row
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone

WIDTH = 660


class MechanicsDialog(Dialog):
    """Accepted when something was saved or taken back; the shop's capabilities are read anew then."""

    def __init__(self, parent: QWidget, fabric: str = "") -> None:
        super().__init__(parent, "Mechanics of a fabric", WIDTH)
        self.setFixedWidth(WIDTH)
        self._methods = mechanics.methods()
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
        self.back = button("Shipped values", self._forget)
        self.back.setToolTip("Forget what was measured here")
        self.keep = button("Save", self._save, primary=True)
        for foot in (self.back, button("Cancel", self.reject), self.keep):
            self.buttons.addWidget(foot)
        self.method.chosen.connect(self._choose)
        self.fabric.currentIndexChanged.connect(self._show)
        self.source.textChanged.connect(self._show)
        self._choose(self._methods[0].block)

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

    def _text(self) -> str:
        """The file these fields would make, "" while nothing is filled in. Raises Problem for what is no number."""
        values: dict[str, float] = {}
        for name, field in self.fields[self.block].items():
            raw = field.text().strip().replace(",", ".")
            if raw:
                try:
                    values[name] = float(raw)
                except ValueError:
                    words = field.accessibleName()
                    raise Problem(f"'{field.text()}' is no number", words, "write it like 12.5") from None
        return mechanics.written(self.source.text().strip(), self.block, values) if values else ""

    def _show(self) -> None:
        """What the values come to, at once."""
        fabric = flow.capabilities().fabrics[str(self.fabric.currentData())]
        self.back.setEnabled(bool(mechanics.own_text(fabric.id)))
        try:
            text = self._text()
            rows = mechanics.converted(fabric, text)
            self.problem.setText("")
        except Problem as problem:
            text, rows = "", ()
            self.problem.setText(f"{problem.where}: {problem.what}. {problem.remedy}".strip(": "))
        self.keep.setEnabled(bool(text) and bool(rows))
        if not rows:
            rows = mechanics.converted(fabric, "")
        for (what, value, source), name, (shown, told) in zip(rows, self.names, self.told, strict=True):
            name.setText(what)
            shown.setText(value)
            told.setText(source)
            set_tone(told, "t3")

    def _save(self) -> None:
        try:
            mechanics.save(str(self.fabric.currentData()), self._text())
        except Problem as problem:
            self.problem.setText(str(problem))
            return
        flow.capabilities.cache_clear()
        self.accept()

    def _forget(self) -> None:
        mechanics.forget(str(self.fabric.currentData()))
        flow.capabilities.cache_clear()
        self.accept()
