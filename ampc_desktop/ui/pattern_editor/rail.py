"""The tool rail: every tool of the canvas as a button, one column of 44 px."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ampc_desktop.ui.pattern_editor.tools.box import GROUPS
from ampc_desktop.ui.widgets.text import IconButton, icon_button, rule

WIDTH, BUTTON, ICON = 44, QSize(36, 30), QSize(18, 18)


class ToolRail(QFrame):
    """Emits `picked` with a tool's id, `helped` for the key sheet."""

    picked = Signal(str)
    helped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Tools")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.setSpacing(1)
        self.buttons: dict[str, IconButton] = {}
        for i, group in enumerate(GROUPS):
            if i:
                column.addSpacing(4)
                column.addWidget(rule())
                column.addSpacing(4)
            for tool in group:
                made = icon_button(tool.icon, tool.title, lambda id=tool.id: self.picked.emit(id), tool.key, True)  # type: ignore[misc]
                made.setToolTip(f"<b>{tool.title}</b>&nbsp;&nbsp;{tool.key}<br>{tool.about}")
                self._size(made)
                column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
                self.buttons[tool.id] = made
        column.addStretch(1)
        sheet = icon_button("help", "Keys of this workspace", self.helped.emit, "?")
        self._size(sheet)
        column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)

    def _size(self, made: IconButton) -> None:
        made.setFixedSize(BUTTON)
        made.setIconSize(ICON)

    def show_tool(self, id: str) -> None:
        for tool, made in self.buttons.items():
            made.setChecked(tool == id)
