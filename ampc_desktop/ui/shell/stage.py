"""The middle of Co-design: design and try-on side by side, or one of them where the window is narrow."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.segmented import Segmented

Half = Literal["design", "tryon"]


EVENLY = 10_000


class Stage(QWidget):
    """Emits `tryon_seen` with whether the try-on is on show."""

    tryon_seen = Signal(bool)

    def __init__(self, design: QWidget) -> None:
        super().__init__()
        self.design = design
        self.tryon: QWidget | None = None
        self._half: Half = "design"
        self._seen = self._narrow = False
        self.toggle = Segmented([("design", "Design"), ("tryon", "Try-on")], "Design or try-on", compact=False)
        self.toggle.chosen.connect(self.show_half)
        self.bar = QFrame()
        self.bar.setObjectName("panel")
        self.bar.setFixedHeight(tokens.HEADER)
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(tokens.PAD, 0, tokens.PAD, 0)
        line.addWidget(self.toggle)
        line.addStretch(1)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setHandleWidth(tokens.GUTTER)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(design)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GUTTER)
        column.addWidget(self.bar)
        column.addWidget(self.halves, 1)
        self._arrange()

    def set_tryon(self, tryon: QWidget) -> None:
        """The try-on takes its place; it comes after the first paint, because 3D takes long to load."""
        self.tryon = tryon
        self.halves.addWidget(tryon)
        self.halves.setSizes([EVENLY, EVENLY])
        self._arrange()

    def show_half(self, half: str) -> None:
        """Which of both is seen where only one fits."""
        self._half = "tryon" if half == "tryon" else "design"
        self._arrange()

    def _arrange(self) -> None:
        narrow = self._narrow
        self.bar.setVisible(narrow and self.tryon is not None)
        self.toggle.set_current(self._half)
        both = not narrow or self.tryon is None
        self.design.setVisible(both or self._half == "design")
        seen = self.tryon is not None and (not narrow or self._half == "tryon")
        if self.tryon is not None:
            self.tryon.setVisible(seen)
        if seen != self._seen:
            self._seen = seen
            self.tryon_seen.emit(seen)

    @property
    def seen(self) -> bool:
        """Is the try-on on show?"""
        return self._seen

    def set_narrow(self, on: bool) -> None:
        """Only one half fits: the other waits behind the toggle."""
        if on != self._narrow:
            self._narrow = on
            self._arrange()
