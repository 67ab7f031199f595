"""Options bar of 40 px: the tool in hand, its numbers, its toggles; checking and saving at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ampc_desktop.ui.pattern_editor.tools.tool import Field, Tool
from ampc_desktop.ui.theme import icons, tokens
from ampc_desktop.ui.theme.style import theme
from ampc_desktop.ui.widgets.panel import clear
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, button, icon_button, label, set_tone
from ampc_desktop.ui.widgets.unit_field import UnitField

HEIGHT = 40
TOLD_MS = 4000
WIDE = 94
"""Room for "−1 053.1 mm": a number cut off at its sign is a wrong number."""
NOTED_WIDTH = 1400
"""In a narrower bar the hint of the tool has the room of the note; the revision stands at the top too."""


class OptionsBar(QFrame):
    """Emits `set_field` (id, value) for the tool, toggled (id, on) for snap, grid and mirror, and `wanted`."""

    set_field = Signal(str, object)
    toggled = Signal(str, bool)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Options of the tool")
        self.setFixedHeight(HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(tokens.PAD, 0, 8, 0)
        line.setSpacing(8)
        self._icon = QLabel()
        self._icon.setFixedSize(18, 18)
        line.addWidget(self._icon)
        self._title = label("", tokens.BODY_STRONG)
        line.addWidget(self._title)
        line.addSpacing(8)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(6)
        line.addLayout(self._fields)
        line.addSpacing(8)
        self._toggles = {}
        for id, icon, name, keys in (
            ("snap", "magnet", "Snapping", ";"),
            ("grid", "grid", "Snap to the grid", ""),
            ("mirror", "mirror", "Mirror edits on symmetric pieces", ""),
        ):
            toggle = icon_button(icon, name, None, keys, checkable=True)
            toggle.clicked.connect(lambda on, id=id: self.toggled.emit(id, on))
            self._toggles[id] = toggle
            line.addWidget(toggle)
        self._hint = Elided("", tokens.LABEL, "t2", lines=2)
        line.addWidget(self._hint, 1)
        self.note = label("", tokens.LABEL, "t2")
        line.addWidget(self.note)
        self.check = button("Check", lambda: self.wanted.emit("check"))
        self.check.setToolTip("Run all checks  F7")
        self.block = button("Save as block", lambda: self.wanted.emit("save_block"))
        self.block.setToolTip("Keep this pattern as a block for other bodies  Ctrl Shift S")
        for made in (self.check, self.block):
            made.setFixedHeight(tokens.BAR_CONTROL)
            line.addWidget(made)
        self._words = ""
        self._busy = False
        self._telling = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._telling.timeout.connect(self._told)
        self._made: dict[str, QWidget] = {}
        self._shape: tuple[object, ...] = ()

    def show_tool(self, tool: Tool, snap: bool, grid: bool, mirror: bool) -> None:
        """Fields are made anew only when other ones are asked for."""
        fields = tool.fields()
        if (tool.busy and not self._busy) or tool.title != self._title.text():
            self.forget()  # the next thing is under way
        self._busy = tool.busy
        shape = (tool.id, theme().name, *((f.id, f.label, f.kind, f.choices) for f in fields))
        if shape != self._shape:
            self._shape = shape
            self._icon.setPixmap(icons.pixmap(tool.icon, 18, theme().accent))
            self._title.setText(tool.title)
            clear(self._fields)
            self._made = {}
            for field in fields:
                self._add(field)
        for field in fields:
            self._show(self._made[field.id], field)
        for id, on in (("snap", snap), ("grid", grid), ("mirror", mirror)):
            self._toggles[id].setChecked(on)
        self._words = tool.hint
        if not self._telling.isActive() and self._hint.full_text() != tool.hint:
            self._hint.setText(tool.hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.setVisible(self.width() >= NOTED_WIDTH)

    def tell(self, reason: str) -> None:
        """Why something was not done, in place of the hint for a while."""
        self._hint.setText(f"Not done: {reason}")
        set_tone(self._hint, "err")
        self._telling.start()

    def forget(self) -> None:
        """What was told is past: something else was done."""
        if self._telling.isActive():
            self._telling.stop()
            self._told()

    def _told(self) -> None:
        set_tone(self._hint, "t2")
        self._hint.setText(self._words)

    def _add(self, field: Field) -> None:
        made: QWidget
        if field.kind == "number":
            self._fields.addWidget(label(field.label, tokens.LABEL, "t2"))
            number = UnitField(field.unit, 1, 1.0, WIDE if field.unit == "mm" else 62, f"{field.label}")
            number.committed.connect(lambda value, id=field.id: self.set_field.emit(id, float(value)))
            made = number
        elif field.kind == "choice":
            if field.label:
                self._fields.addWidget(label(field.label, tokens.LABEL, "t2"))
            choice = Segmented(field.choices, field.label)
            choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the tool keys from the canvas
            choice.chosen.connect(lambda value, id=field.id: self.set_field.emit(id, value))
            made = choice
        elif field.kind == "switch":
            switch = QCheckBox(field.label)
            switch.clicked.connect(lambda on, id=field.id: self.set_field.emit(id, bool(on)))
            made = switch
        else:
            press = button(field.label, lambda id=field.id: self.set_field.emit(id, True))  # type: ignore[misc]
            press.setFixedHeight(tokens.BAR_CONTROL)
            made = press
        self._fields.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self._made[field.id] = made

    def _show(self, made: QWidget, field: Field) -> None:
        value = field.value
        made.setEnabled(value is not None)
        if isinstance(made, UnitField):
            made.set_value(float(value or 0.0))
            if value is None and not made.hasFocus():
                made.setText("–")
        elif isinstance(made, Segmented) and value is not None:
            made.set_current(str(value))
        elif isinstance(made, QCheckBox):
            made.setChecked(bool(value))
        elif isinstance(made, QPushButton):
            made.setEnabled(bool(value))

    def field(self, id: str) -> QWidget:
        """The control of one field. Raises KeyError."""
        return self._made[id]
