"""One measure of the tape form: where it comes from, its name, its ±, and a field that may be empty."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core.measurement import MeasureDefinition, Measurement, MeasureSource
from ampc_desktop.core.schema import Source
from ampc_desktop.render.words import number, unit_of
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.marks import paint_source
from ampc_desktop.ui.widgets.text import Elided, label
from ampc_desktop.ui.widgets.unit_field import UnitField

MARKS: dict[MeasureSource, Source] = {"tape": "said", "photo": "inferred", "scan": "inferred", "estimated": "default"}
"""Measured by a person ●, read off a picture or scan ◐, estimated ○."""
SOURCE_WORDS: dict[MeasureSource, str] = {
    "tape": "tape",
    "photo": "photo",
    "scan": "scan",
    "estimated": "estimated",
}
DOUBT_WIDTH = 40


class MeasureMark(QWidget):
    """Where a measure comes from, 16 x 16, with its word as tooltip."""

    def __init__(self, source: MeasureSource = "estimated", basis: str = "") -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self.set_source(source, basis)

    def set_source(self, source: MeasureSource, basis: str = "") -> None:
        self._source: MeasureSource = source
        self.setToolTip(f"{SOURCE_WORDS[source]}: {basis}" if basis else SOURCE_WORDS[source])
        self.setAccessibleName(SOURCE_WORDS[source])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_source(painter, QPointF(8, 8), MARKS[self._source])
        painter.end()


class TapeField(UnitField):
    """A unit field that may be empty: then it shows ≈ the estimate, quietly. Emits `cleared` when emptied."""

    cleared = Signal()
    entered = Signal()

    def __init__(self, unit: str, name: str) -> None:
        super().__init__(unit, 1, 0.5, width=84, name=name)
        self._given = False

    @property
    def given(self) -> bool:
        return self._given

    def show_value(self, value: float | None, estimate: float | None) -> None:
        """In the field's unit; emits nothing, and leaves text being typed alone."""
        self._given = value is not None
        self.setPlaceholderText("" if estimate is None else f"≈ {estimate:.1f}")
        self.set_value(value if value is not None else estimate or 0.0)

    def _show(self) -> None:
        if self._given:
            super()._show()
        else:
            self.clear()
            self.setModified(False)

    def commit(self) -> None:
        """Empty takes the value back; a number gives it, also when it equals the estimate."""
        if not self.isModified():
            return
        if not self.text().strip():
            was, self._given = self._given, False
            self._show()
            if was:
                self.cleared.emit()
            return
        was, self._given = self._given, True
        before = self._value
        super().commit()
        if self.toolTip():  # no number: what stood there stands again
            self._given = was
            self._show()
        elif not was and self._value == before:
            self.committed.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._given = True
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class TapeRow(QWidget):
    """Emits changed(name, value or None) in mm (kg, degrees), and lit(name) when it is pointed at or typed into."""

    changed = Signal(str, object)
    lit = Signal(str)

    def __init__(self, definition: MeasureDefinition) -> None:
        super().__init__()
        self.definition = definition
        self._factor, unit = unit_of(definition.name)
        self._on = False
        self.setAccessibleName(definition.label)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(4, 1, 0, 1)
        line.setSpacing(6)
        self.mark = MeasureMark()
        self.name = Elided(definition.label, tokens.LABEL)
        self.name.setToolTip(definition.how)
        self.doubt = label("", tokens.LABEL, "t2")
        self.doubt.setFixedWidth(DOUBT_WIDTH)
        self.doubt.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field = TapeField(unit, definition.label)
        self.field.setAccessibleDescription(definition.how)
        for widget in (self.mark, self.name, self.doubt, self.field):
            line.addWidget(widget, 1 if widget is self.name else 0)
        outer.addLayout(line)
        self.fault = label("", tokens.CAPTION, "err")
        self.fault.setWordWrap(True)
        self.fault.setContentsMargins(26, 0, 4, 4)
        self.fault.hide()
        outer.addWidget(self.fault)
        self.setFocusProxy(self.field)
        self.field.committed.connect(self._take)
        self.field.cleared.connect(self._clear)
        self.field.entered.connect(lambda: self.lit.emit(definition.name))

    def show_measure(self, found: Measurement | None) -> None:
        """Take over value, ± and provenance; an estimate stands in the empty field."""
        taken = found is not None and found.source != "estimated"
        shown = None if found is None else found.value / self._factor
        self.field.show_value(shown if taken else None, None if taken else shown)
        self.mark.set_source("estimated" if found is None else found.source, "" if found is None else found.basis)
        name = self.definition.name
        self.doubt.setText(f"± {number(name, found.uncertainty)}" if found is not None and found.uncertainty else "")
        self.doubt.setToolTip(f"80 % interval; {found.basis}" if found is not None and found.basis else "80 % interval")
        self.fault.hide()

    def set_lit(self, on: bool) -> None:
        self._on = on
        self.update()

    def _take(self, shown: float) -> None:
        value, definition = shown * self._factor, self.definition
        if not definition.low <= value <= definition.high:
            low, high = number(definition.name, definition.low), number(definition.name, definition.high)
            unit = unit_of(definition.name)[1]
            self.fault.setText(f"{number(definition.name, value)} {unit} can't be: {low} to {high} {unit}")
            self.fault.show()
            return
        self.fault.hide()
        self.changed.emit(definition.name, value)

    def _clear(self) -> None:
        self.fault.hide()
        self.changed.emit(self.definition.name, None)

    def enterEvent(self, event: object) -> None:
        self.lit.emit(self.definition.name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._on:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("tint"))
            painter.drawRoundedRect(self.rect(), tokens.RADIUS, tokens.RADIUS)
            painter.end()
