"""The tools that float over a 3D view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ampc_desktop.ui.widgets.text import IconButton, icon_button


class Tools(QFrame):
    """Emits `wanted` with: fit, turn, section, tapes, marks. Buttons show what is on."""

    wanted = Signal(str)

    ROWS = (
        ("fit", "fit", "Show all", "Home", False),
        ("turn", "play", "Turntable", "Space", True),
        ("section", "section", "Section cut", "E", True),
        ("tapes", "tape", "Girth loops", "L", True),
        ("marks", "landmarks", "Landmarks", "K", True),
    )

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Tools of the 3D view")
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(2)
        self.buttons: dict[str, IconButton] = {}
        for id, icon, name, keys, checkable in self.ROWS:
            made = icon_button(icon, name, lambda id=id: self.wanted.emit(id), keys, checkable)  # type: ignore[misc]
            self.buttons[id] = made
            line.addWidget(made)
        self.setFixedSize(self.sizeHint())

    def show_state(self, **on: bool) -> None:
        """turn, section, tapes, marks: what is on."""
        for id, state in on.items():
            self.buttons[id].setChecked(state)
        if "turn" in on:
            self.buttons["turn"].set_icon("pause" if on["turn"] else "play")
