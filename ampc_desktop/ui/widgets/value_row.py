"""One option as a row: provenance, label, slider or segments, field. The same row in every panel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ampc_desktop.core.schema import Option, Value
from ampc_desktop.studio import flow
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import SourceMark
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.slider import Slider
from ampc_desktop.ui.widgets.text import Elided
from ampc_desktop.ui.widgets.unit_field import UnitField

LABEL_WIDTH = 88
CHOICE_LABEL_WIDTH = 60
"""Segments need more room than sliders; short labels leave it to them."""
MOST_SEGMENTS = 4
"""More choices than this become a menu."""


class StillCombo(QComboBox):
    """A choice that the wheel passes over: who scrolls a panel must not change what lies under the pointer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ValueRow(QWidget):
    """Emits `previewed` while dragging, `decided` when the value stands."""

    previewed = Signal(str, object)
    decided = Signal(str, object)

    def __init__(self, option: Option) -> None:
        super().__init__()
        parameter = option.parameter
        self.id = parameter.id
        self._parameter = parameter
        self.setFixedHeight(tokens.ROW)
        self.setAccessibleName(parameter.label)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._mark = SourceMark(option.source)
        self._label = Elided(parameter.label, tokens.LABEL)
        self._label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        short = self._label.sizeHint().width() <= CHOICE_LABEL_WIDTH
        tight = parameter.kind == "choice" and short and len(parameter.choices) <= MOST_SEGMENTS
        self._label.setFixedWidth(CHOICE_LABEL_WIDTH if tight else LABEL_WIDTH)
        line.addWidget(self._mark)
        line.addWidget(self._label)
        self._slider: Slider | None = None
        self._field: UnitField | None = None
        self._segments: Segmented | None = None
        self._switch: QCheckBox | None = None
        self._menu: QComboBox | None = None
        if parameter.kind == "choice" and len(parameter.choices) > MOST_SEGMENTS:
            self._menu = StillCombo()
            self._menu.setAccessibleName(parameter.label)
            self._menu.setMinimumContentsLength(8)
            self._menu.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self._menu.activated.connect(lambda i: self.decided.emit(self.id, self._menu_ids[i]))
            self._menu_ids: list[str] = []
            line.addWidget(self._menu, 1)
        elif parameter.kind == "choice":
            self._segments = Segmented(parameter.choices, parameter.label)
            self._segments.chosen.connect(lambda id: self.decided.emit(self.id, id))
            line.addWidget(self._segments, 1)
        elif parameter.kind == "switch":
            self._switch = QCheckBox()
            self._switch.setAccessibleName(parameter.label)
            self._switch.clicked.connect(lambda on: self.decided.emit(self.id, bool(on)))
            line.addWidget(self._switch)
            line.addStretch(1)
        else:
            self._slider = Slider(parameter.label)
            self._field = UnitField(parameter.unit, parameter.decimals, parameter.step, name=parameter.label)
            self._slider.dragged.connect(self._drag)
            self._slider.released.connect(self._stand)
            self._field.committed.connect(self._stand)
            line.addWidget(self._slider, 1)
            line.addWidget(self._field)
        main = self._field or self._segments or self._switch or self._menu
        assert main is not None
        self.setFocusProxy(main)
        self.show_option(option)

    def fits(self, option: Option) -> bool:
        """Whether the row can show an option: another garment may have other choices under the same name."""
        mine, other = self._parameter, option.parameter
        return (mine.kind, mine.label, mine.choices, mine.unit, mine.decimals) == (
            other.kind, other.label, other.choices, other.unit, other.decimals
        )  # fmt: skip

    def show_option(self, option: Option) -> None:
        """Take over value, range and provenance."""
        parameter = option.parameter
        self._mark.set_source(option.source, option.why)
        hint = parameter.hint or parameter.label
        self._label.setToolTip(f"{hint}\n{option.why}" if option.why else hint)
        if self._menu is not None:
            self._fill_menu(option)
        elif self._segments is not None:
            self._segments.set_current(str(option.value))
        elif self._switch is not None:
            self._switch.setChecked(bool(option.value))
        elif self._slider is not None and self._field is not None:
            value = float(option.value)
            default = float(option.default) if not isinstance(option.default, str) else value
            feasible = (option.feasible_low, option.feasible_high)
            if feasible == (0.0, 0.0):
                feasible = (option.low, option.high)
            self._slider.set_range(option.low, option.high, parameter.step, default, feasible)
            self._slider.set_value(value)
            if not self._slider.dragging:
                self._field.set_value(value)

    def _fill_menu(self, option: Option) -> None:
        assert self._menu is not None
        ids = [id for id, _ in option.parameter.choices]
        if ids != self._menu_ids:
            self._menu_ids = ids
            self._menu.clear()
            swatches = colour_swatches(option.parameter.id, ids)
            for id, label in option.parameter.choices:
                self._menu.addItem(swatches[id], label) if id in swatches else self._menu.addItem(label)
        value = str(option.value)
        self._menu.setCurrentIndex(ids.index(value) if value in ids else -1)

    def _drag(self, value: float) -> None:
        if self._field is not None:
            self._field.set_value(value)
        self.previewed.emit(self.id, value)

    def _stand(self, value: float) -> None:
        stands: Value = value
        self.decided.emit(self.id, stands)


def colour_swatches(slot: str, ids: list[str]) -> dict[str, QIcon]:
    """A square of each colour for the slots that name colours."""
    if slot not in ("colour", "motif_colours"):
        return {}
    inks = flow.capabilities().inks
    found = {}
    for id in ids:
        square = QPixmap(14, 14)
        square.fill(QColor(*inks[id].srgb))
        found[id] = QIcon(square)
    return found
