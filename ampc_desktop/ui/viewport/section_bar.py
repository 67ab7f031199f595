"""The section cut's own bar: height as slider and field, and the girth there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ampc_desktop.core.units import CM, format_mm
from ampc_desktop.render.surface import Loop
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import IconMark
from ampc_desktop.ui.widgets.slider import Slider
from ampc_desktop.ui.widgets.text import icon_button, label
from ampc_desktop.ui.widgets.unit_field import UnitField


class SectionBar(QFrame):
    """Emits `moved` with the height in mm, and `closed`."""

    moved = Signal(float)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Section cut")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 4, 0)
        line.setSpacing(8)
        self.setFixedHeight(36)
        line.addWidget(IconMark("section", "snap"))
        line.addWidget(label("Height", tokens.LABEL, "t2"))
        self.slider = Slider("Height of the section")
        self.slider.setFixedWidth(120)
        self.field = UnitField("cm", 1, 1.0, name="Height of the section")
        self.slider.dragged.connect(lambda cm: self.moved.emit(cm * CM))
        self.field.committed.connect(lambda cm: self.moved.emit(cm * CM))
        self.girth = label("", tokens.LABEL_VALUE)
        self.girth.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        for widget in (self.slider, self.field, self.girth):
            line.addWidget(widget)
        line.addWidget(icon_button("close", "Leave the section cut", self.closed.emit, "E"))

    def show_cut(self, height_mm: float, top_mm: float, loops: Sequence[Loop]) -> None:
        """loops of the cut, longest first."""
        self.slider.set_range(0.0, top_mm / CM, 0.1, top_mm / 2 / CM)
        self.slider.set_value(height_mm / CM)
        self.field.set_value(height_mm / CM)
        self.girth.setText(girths(loops))
        self.girth.setAccessibleName(self.girth.text())
        self.adjustSize()


def girths(loops: Sequence[Loop]) -> str:
    """What the tape reads there, "girth 76.8 cm", with the next two loops when the plane cuts limbs as well."""
    if not loops:
        return "nothing cut"
    values = [format_mm(loop.girth_mm / CM, 1) for loop in loops if loop.girth_mm >= 100.0][:3]
    return f"girth {' · '.join(values or [format_mm(loops[0].girth_mm / CM, 1)])} cm"
