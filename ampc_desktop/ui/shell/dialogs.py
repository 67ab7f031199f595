"""Dialogs: recent designs, settings, keys, and what a release wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ampc_desktop.core.check import verdict
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import documents, settings
from ampc_desktop.studio.actions import ACTIONS
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.wording import day_text
from ampc_desktop.ui.pattern_editor.lists import Row
from ampc_desktop.ui.theme import style, tokens
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone, spacer
from ampc_desktop.ui.widgets.unit_field import UnitField

if TYPE_CHECKING:
    from ampc_desktop.studio.release import Released


class Dialog(QDialog):
    """Title, body and a row of buttons."""

    def __init__(self, parent: QWidget, title: str, width: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        outer.addWidget(label(title, tokens.TITLE))
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(spacer())
        outer.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """As tall as its texts need at this width; wrapping lines are guessed too tall before it is known.

        Enter in a field means the main button; without this it would be the first one, and that is Cancel.
        """
        super().showEvent(event)
        for made in self.findChildren(QPushButton):
            if made.property("primary"):
                made.setDefault(True)
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


def size_text(count: int) -> str:
    return f"{count} B" if count < 1000 else f"{format_mm(count / 1000, 0)} kB"


class RecentDialog(Dialog):
    """chosen: id of a kept sitting; browse: the person wants a file instead."""

    def __init__(self, parent: QWidget, studio: Studio) -> None:
        super().__init__(parent, "Open", 560)
        self.chosen: str | None = None
        self.browse = False
        kept = documents.recent(studio)
        if not kept:
            self.body.addWidget(label("Nothing was designed here yet.", tokens.BODY, "t2"))
        for one in kept:
            row = Row(56)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addStretch(1)
            words.addWidget(Elided(one.words, tokens.BODY_STRONG))
            words.addWidget(label(one.customer, tokens.LABEL, "t2"))
            words.addStretch(1)
            row.line.addLayout(words, 1)
            at = datetime.fromisoformat(one.at.replace("Z", "+00:00")).astimezone()
            row.line.addWidget(label(f"{day_text(at.date().isoformat())} {at:%H:%M}", tokens.LABEL, "t3"))
            row.setAccessibleName(f"{one.words}, {one.customer}")
            row.clicked.connect(lambda id=one.id: self._choose(id))
            self.body.addWidget(row)
        self.buttons.addWidget(button("From a file", self._browse))
        self.buttons.addWidget(button("Cancel", self.reject))

    def _choose(self, id: str) -> None:
        self.chosen = id
        self.accept()

    def _browse(self) -> None:
        self.browse = True
        self.reject()


class SettingsDialog(Dialog):
    """One row a declared setting; a value that is not allowed says so and is not kept."""

    def __init__(self, parent: QWidget, studio: Studio) -> None:
        super().__init__(parent, "Settings", 600)
        self._studio = studio
        self._readers: dict[str, Callable[[], settings.SettingValue]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for i, one in enumerate(settings.SETTINGS):
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(one.label, tokens.BODY_MEDIUM))
            help = label(one.help, tokens.LABEL, "t2")
            help.setWordWrap(True)
            words.addWidget(help)
            grid.addLayout(words, i, 0)
            grid.addWidget(self._editor(one), i, 1)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self._message = label("", tokens.LABEL, "err")
        self.body.addWidget(self._message)
        self.buttons.addWidget(button("Cancel", self.reject))
        self.buttons.addWidget(button("Apply", self._apply, primary=True))

    def _editor(self, one: settings.Setting) -> QWidget:
        value = self._studio.settings[one.id]
        if one.choices:
            box = QComboBox()
            box.addItems([choice.capitalize() for choice in one.choices])
            box.setCurrentIndex(one.choices.index(str(value)))
            self._readers[one.id] = lambda: one.choices[box.currentIndex()]
            widget: QWidget = box
        elif isinstance(one.default, int):
            number = UnitField(one.unit, name=one.label)
            number.set_value(int(value))

            def read(number: UnitField = number) -> int:
                number.commit()
                return round(number.value)

            self._readers[one.id] = read
            widget = number
        else:
            line = QLineEdit(str(value))
            self._readers[one.id] = line.text
            widget = line
        widget.setFixedWidth(180)
        widget.setAccessibleName(one.label)
        return widget

    def _apply(self) -> None:
        changed = self._studio.settings
        try:
            for id, read in self._readers.items():
                changed = changed.changed(id, read())
            settings.save(changed)
        except Problem as problem:
            self._message.setText(problem.sentence)
            set_tone(self._message, "err")
            return
        self._studio.settings = changed
        parent = self.parent()
        if parent is not None and style.theme().name != changed["theme"]:
            parent.apply_theme(changed.text("theme"))  # type: ignore[attr-defined]
        self.accept()


CANVAS_KEYS = (
    ("Zoom at the pointer", "wheel, + −"),
    ("Pan", "middle drag, Space drag"),
    ("Fit all", "Home"),
    ("True size", "Ctrl 0"),
)
VIEW_KEYS = (
    ("Turn the body", "drag, arrows"),
    ("Pan", "middle drag"),
    ("Zoom at the pointer", "wheel, + −"),
    ("Front, side, top; again: opposite", "Num 1 3 7"),
    ("Perspective or parallel", "Num 5"),
    ("Fit all", "Home"),
    ("Turntable", "Space"),
    ("Section cut; up and down", "E, Page keys"),
    ("Tape lines, landmarks", "L, K"),
    ("Previous, next tape line", "[ ]"),
)


TRYON_KEYS = (
    ("Try-on: print, strain, pressure, ease, fit", "1 to 5"),
    ("Try-on: probe, pull an edge, style line, region", "Q  P  K  R"),
    ("Try-on: section cut, moved; compare", "E, Page keys; C"),
    ("Try-on: pause while it settles", "Space"),
    ("Try-on: next and previous finding", "]  ["),
)
EDITOR_KEYS = (
    ("Move 1, 10, 0.1 mm", "arrows, Shift, Ctrl"),
    ("Drag: exact value, next, accept", "digits, Tab, Enter"),
    ("Drag: one axis, 15°, no snapping", "X Y, Shift, Ctrl"),
    ("Snapping on and off", ";"),
    ("Previous and next piece", "[  ]"),
    ("Fit what is chosen", "."),
    ("Turn pieces 90°, 5°, 1° on the table", "R, Shift R, Ctrl Shift R"),
    ("Flip pieces on the table", "Shift F"),
    ("See the compared revision, held", "C"),
    ("Compare with an older, a newer one", "Alt ← →"),
    ("Match the notches of a piece", "Shift N"),
    ("Walk every seam of a piece", "Shift W"),
    ("Take away what is chosen", "Delete"),
    ("Out of drag, tool, selection", "Esc"),
)
OWN_KEYS = {"body": VIEW_KEYS, "pattern": (*EDITOR_KEYS, *CANVAS_KEYS), "marker": CANVAS_KEYS, "codesign": TRYON_KEYS}


class KeySheet(Dialog):
    """The keys of a workspace and of the whole window, from the table of actions."""

    def __init__(self, parent: QWidget, workspace: str = "") -> None:
        super().__init__(parent, "Keys", 1080 if workspace == "pattern" else 780)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        own = OWN_KEYS.get(workspace, ())
        if workspace == "pattern":
            from ampc_desktop.ui.pattern_editor.tools.box import TOOLS

            own = (*((tool.title, tool.key) for tool in TOOLS), *own)
        rows = [*own, *((one.title, one.keys.replace("+", " ")) for one in ACTIONS if one.keys)]
        columns = 2 if len(rows) <= 44 else 3
        part = -(-len(rows) // columns)
        for i, (title, keys) in enumerate(rows):
            column = 2 * (i // part)
            grid.addWidget(label(title, tokens.LABEL), i % part, column)
            grid.addWidget(label(keys, tokens.LABEL_VALUE, "t2"), i % part, column + 1)
        self.body.addLayout(grid)
        self.buttons.addWidget(button("Close", self.accept))


class ReleasedDialog(Dialog):
    """Which files lie where after a release."""

    def __init__(self, parent: QWidget, released: Released) -> None:
        super().__init__(parent, "Order released", 620)
        order = released.order
        self.body.addWidget(label(f"{order.label} for {order.customer}", tokens.BODY_STRONG))
        price = f"€{format_mm(order.price_eur, 2)}, ready {day_text(order.lead_time.date)}"
        self.body.addWidget(label(price, tokens.BODY, "t2"))
        calm = released.readiness.status == "ready"
        said = verdict(released.readiness)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(StatusMark("pass" if calm else "warn"))
        line.addWidget(label(f"{said[:1].upper()}{said[1:]}", tokens.BODY_MEDIUM), 1)
        self.body.addLayout(line)
        for check in released.readiness.checks:
            if check.status == "warn":
                self.body.addWidget(Elided(f"{check.name}: {check.summary}", tokens.LABEL, "t2", lines=3))
        number = label(order.id, tokens.LABEL, "t3", mono=True)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(number)
        self.body.addSpacing(8)
        for file in order.files:
            line = QHBoxLayout()
            line.addWidget(label(file.name, tokens.LABEL_VALUE))
            line.addStretch(1)
            line.addWidget(label(size_text(file.size), tokens.LABEL, "t3"))
            self.body.addLayout(line)
        folder = label(str(released.folder), tokens.LABEL, "t2", mono=True)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        folder.setWordWrap(True)
        self.body.addSpacing(8)
        self.body.addWidget(folder)
        url = QUrl.fromLocalFile(str(released.folder))
        self.buttons.addWidget(button("Open folder", lambda: QDesktopServices.openUrl(url)))
        self.buttons.addWidget(button("Close", self.accept, primary=True))
