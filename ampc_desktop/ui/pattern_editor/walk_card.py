"""The walk in figures, at the top right of the canvas: how far, notches, ease, and True."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core.units import format_mm
from ampc_desktop.ui.pattern_editor.tools.shift import signed
from ampc_desktop.ui.pattern_editor.tools.tool import Tool
from ampc_desktop.ui.pattern_editor.tools.walk import WalkTool
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import IconMark
from ampc_desktop.ui.widgets.text import Elided, button, label, set_tone

WIDTH, HEIGHT, MARGIN, TOP = 440, 58, 12, 32
WALKS_MM = 0.5


class WalkCard(QFrame):
    """Shown while a seam is walked."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._tool: WalkTool | None = None
        self.setObjectName("card")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 10, 6)
        line.setSpacing(10)
        line.addWidget(IconMark("walk", "walking"))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Elided("", tokens.BODY_STRONG)
        self.way = Elided("", tokens.LABEL, "t2")
        words.addWidget(self.title)
        words.addWidget(self.way)
        line.addLayout(words, 1)
        figure = QVBoxLayout()
        figure.setSpacing(0)
        self._what = label("Ease", tokens.CAPTION, "t3")
        self.ease = label("", tokens.HEADING)
        for one in (self._what, self.ease):
            one.setAlignment(Qt.AlignmentFlag.AlignRight)
            figure.addWidget(one)
        line.addLayout(figure)
        self.true = button("True", self._true)
        line.addWidget(self.true)
        over.installEventFilter(self)
        self.hide()

    def _true(self) -> None:
        if self._tool is not None:
            self._tool.true()

    def show_walk(self, tool: Tool) -> None:
        """The state of a walk; any other tool hides the card."""
        walking = isinstance(tool, WalkTool) and tool.walk is not None
        self.setVisible(walking)
        if not walking:
            return
        assert isinstance(tool, WalkTool)
        walk = tool.walk
        assert walk is not None
        self._tool = tool
        self.title.setText(tool.words)
        self.title.setToolTip(tool.about)
        gap = tool.notch_gap_mm()
        notch = f", notch Δ {signed(gap)} mm" if gap is not None else ""
        self.way.setText(f"{format_mm(tool.at_mm)} of {format_mm(tool.length_mm)} mm{notch}")
        self.ease.setText(f"{signed(walk.length_a_mm - walk.length_b_mm)} mm")
        self._what.setText(f"Ease, planned {signed(walk.ease_mm)}")
        off = abs(walk.difference_mm) > WALKS_MM
        set_tone(self.ease, "warn" if off else "t1")
        self.true.setEnabled(abs(walk.difference_mm) > 0.02)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        wide = min(WIDTH, self._over.width() - 80)
        self.setGeometry(self._over.width() - wide - MARGIN, TOP, wide, HEIGHT)
        self.raise_()
