"""Gallery: every building block in all its states, in one theme. `python -m ampc_desktop.ui.gallery [light]`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ampc_desktop.core.check import CheckResult, Status
from ampc_desktop.core.edit import Conflict, PatternEdit
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.schema import Option, Parameter
from ampc_desktop.studio.remedies import Remedy
from ampc_desktop.ui.theme import style, tokens
from ampc_desktop.ui.widgets.bars import CostBar, ReadinessBar
from ampc_desktop.ui.widgets.chips import Chip
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.marks import SourceMark, StatusMark
from ampc_desktop.ui.widgets.panel import Panel
from ampc_desktop.ui.widgets.problem import ConflictCard, ProblemCard, RestoredCard
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.slider import Slider
from ampc_desktop.ui.widgets.text import button, icon_button, label
from ampc_desktop.ui.widgets.unit_field import UnitField
from ampc_desktop.ui.widgets.value_row import ValueRow

STATES = ("Rest", "Hover", "Focus", "Pressed", "Disabled")


def put_in(state: str, widget: QWidget) -> None:
    """Show a widget as it looks in one of STATES, without a pointer or a keyboard."""
    centre = QPointF(widget.rect().center())
    if state in ("Hover", "Pressed"):
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
        QApplication.sendEvent(widget, QEnterEvent(centre, centre, centre))
        QApplication.sendEvent(widget, _mouse(QEvent.Type.MouseMove, centre, Qt.MouseButton.NoButton))
    if state == "Pressed":
        QApplication.sendEvent(widget, _mouse(QEvent.Type.MouseButtonPress, centre, Qt.MouseButton.LeftButton))
    if state == "Focus":
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    widget.setEnabled(state != "Disabled")


def _mouse(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> QMouseEvent:
    return QMouseEvent(kind, at, at, button, button, Qt.KeyboardModifier.NoModifier)


def _field() -> QWidget:
    made = UnitField("mm", 1, name="Ease")
    made.set_value(104.0)
    return made


def _slider() -> QWidget:
    made = Slider("Ease")
    made.set_range(0, 200, 1, 74, (20, 150))
    made.set_value(104)
    return made


def _checked() -> QWidget:
    made = QCheckBox()
    made.setChecked(True)
    return made


def _menu() -> QWidget:
    made = QComboBox()
    made.addItems(["Cotton jersey 180", "Linen"])
    return made


BLOCKS: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("Primary button", lambda: button("Release", primary=True, icon="package")),
    ("Button", lambda: button("Show")),
    ("Flat button", lambda: button("Copy details", flat=True)),
    ("Icon button", lambda: icon_button("fit", "Fit all", keys="Home")),
    ("Unit field", _field),
    ("Slider", _slider),
    ("Check box", _checked),
    ("Menu", _menu),
    ("Segments", lambda: Segmented([("a", "Flat"), ("b", "Tile")], "Mode")),
    ("Chip", lambda: Chip("fit", "Relaxed fit", "said")),
)
"""Controls with the five states."""


class Gallery(QWidget):
    """Controls by state on the left, cards and marks on the right. `cells` holds every control by (block, state)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.cells: dict[tuple[str, str], QWidget] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 8, 8, 8)
        line.setSpacing(8)
        line.addWidget(self._controls(), 3)
        line.addWidget(self._cards(), 2)

    def _controls(self) -> QWidget:
        panel = Panel("Controls")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        for column, state in enumerate(STATES):
            grid.addWidget(label(state, tokens.CAPTION, "t3"), 0, column + 1)
        for row, (name, make) in enumerate(BLOCKS, 1):
            grid.addWidget(label(name, tokens.LABEL, "t2"), row, 0)
            for column, state in enumerate(STATES):
                made = make()
                self.cells[name, state] = made
                grid.addWidget(made, row, column + 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        panel.body.addLayout(grid)
        panel.body.addSpacing(16)
        for option in _options():
            panel.body.addWidget(ValueRow(option))
        panel.body.addSpacing(16)
        marks = QHBoxLayout()
        for source in ("said", "inferred", "default"):
            marks.addWidget(SourceMark(source))
        for status in ("pass", "warn", "fail", "skip"):
            marks.addWidget(StatusMark(status))
        for tone in ("t1", "t2", "t3", "ok", "warn", "err", "accent"):
            marks.addWidget(label(tone, tokens.LABEL_VALUE, tone))
        marks.addStretch(1)
        marks.setSpacing(8)
        panel.body.addLayout(marks)
        panel.body.addSpacing(16)
        panel.body.addWidget(EmptyState("No pattern yet", "Describe a garment.", (("Describe", int), ("Open", int))), 1)
        return panel

    def _cards(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        price = Panel("Key figure", pad=16)
        price.body.addWidget(label("≈ €48.20", tokens.DISPLAY))
        price.body.addWidget(label("± 1.10, ≈ until the marker is nested", tokens.LABEL, "t2"))
        costs = CostBar()
        costs.set_parts([("Sewing", 17.6), ("Fabric", 11.4), ("Print", 9.8), ("Cutting", 3.1), ("Overhead", 5.1)])
        checks = ReadinessBar()
        odd: dict[int, Status] = {7: "fail", 11: "warn", 14: "skip"}
        checks.set_checks(tuple(_check(i, odd.get(i, "pass")) for i in range(1, 17)), waiting=1)
        price.body.addSpacing(8)
        price.body.addWidget(costs)
        price.body.addSpacing(8)
        price.body.addWidget(checks)
        column.addWidget(price)
        refusal = Problem("we make no coats", "garment", "nearest is a T-shirt", Kind.NO, "garment.unknown")
        column.addWidget(ProblemCard(refusal, (Remedy("Make a T-shirt"), Remedy("Make a straight skirt"))))
        column.addWidget(ProblemCard(Problem("the file can't be read", "anna.yaml", "choose another", code="file")))
        edit = PatternEdit("e1", "move_point", "sleeve", "cap", reason="binds at the front", author="M. Keller")
        column.addWidget(ConflictCard((Conflict(edit, "the garment is sleeveless now"),)))
        column.addWidget(RestoredCard("17:41", "Anna Berg", "a relaxed black tee"))
        column.addStretch(1)
        return holder

    def show_states(self) -> None:
        """Put every control into its state; call after show."""
        for (_, state), widget in self.cells.items():
            put_in(state, widget)
            if state == "Focus":  # only one widget can have the focus: keep its picture over it
                picture = QLabel(widget)
                picture.setPixmap(widget.grab())
                picture.setGeometry(widget.rect())
                picture.show()


def _check(number: int, status: Status) -> CheckResult:
    return CheckResult(number, f"c{number}", "Seams walk", "piece completeness", status, 0.0, 0.5, 1.0, "mm", "0.0 mm")


def _options() -> tuple[Option, ...]:
    length = Parameter("chest_ease_mm", "Chest ease", "Fit", "length", unit="mm")
    choices = (("a", "Fitted"), ("b", "Regular"), ("c", "Relaxed"))
    return (
        Option(length, 104.0, "said", 74.0, 0.0, 200.0, 20.0, 150.0, "as said"),
        Option(Parameter("fit", "Fit", "Fit", "choice", choices), "c", "inferred"),
        Option(Parameter("vent", "Back vent", "Fit", "switch"), True, "default"),
    )


def main() -> int:
    app = QApplication(sys.argv[:1])
    style.apply(app, sys.argv[1] if len(sys.argv) > 1 else "dark")
    gallery = Gallery()
    gallery.resize(1280, 900)
    gallery.show()
    gallery.show_states()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
