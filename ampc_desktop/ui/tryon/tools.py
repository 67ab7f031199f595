"""The tools that float over the try-on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from ampc_desktop.ui.widgets.text import IconButton, icon_button

POSES = (("a", "A-pose"), ("stand", "Stand"), ("sit", "Sit"), ("reach", "Reach"), ("step", "Step"))


class TryOnTools(QFrame):
    """Emits wanted(id): section, probe, run, compare, picture, line, pull; posed(preset)."""

    wanted = Signal(str)
    posed = Signal(str)

    ROWS = (
        ("pose", "avatar", "Pose", "", False),
        ("section", "section", "Section cut", "E", True),
        ("probe", "probe", "Probe: read values anywhere, click to pin", "Q", True),
        ("run", "redrape", "Drape again", "F5", False),
        ("compare", "compare", "Compare with another revision or size", "C", True),
        ("picture", "picture", "Save a picture", "", False),
        ("line", "style_line", "Draw a style line", "K", True),
        ("pull", "pull", "Pull hem, neckline or sleeve end", "P", True),
    )
    MODES = ("probe", "line", "pull")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Tools of the try-on")
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(0)
        self.pose = "a"
        self.buttons: dict[str, IconButton] = {}
        for id, icon, name, keys, checkable in self.ROWS:
            act = self.ask_pose if id == "pose" else lambda id=id: self.wanted.emit(id)  # type: ignore[misc]
            made = icon_button(icon, name, act, keys, checkable)
            self.buttons[id] = made
            line.addWidget(made)
        self.setFixedSize(self.sizeHint())

    def show_state(self, tool: str, section: bool, compare: bool) -> None:
        """Which buttons are on."""
        for id in self.MODES:
            self.buttons[id].setChecked(id == tool)
        self.buttons["section"].setChecked(section)
        self.buttons["compare"].setChecked(compare)

    def enable(self, garment: bool, maps: bool, handles: bool, body: bool, posable: bool) -> None:
        """What there is to work on."""
        for id in ("picture", "line", "section"):
            self.buttons[id].setEnabled(garment)
        self.buttons["probe"].setEnabled(maps)
        self.buttons["pull"].setEnabled(handles)
        self.buttons["run"].setEnabled(body)
        self.buttons["pose"].setEnabled(posable)

    def ask_pose(self) -> None:
        menu = self.pose_menu()
        button = self.buttons["pose"]
        menu.exec(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))
        menu.deleteLater()

    def pose_menu(self) -> QMenu:
        """The poses, the present one marked."""
        menu = QMenu(self)
        for id, name in POSES:
            act = menu.addAction(name, lambda id=id: self.posed.emit(id))  # type: ignore[misc]
            act.setCheckable(True)
            act.setChecked(id == self.pose)
        return menu
