"""The head of the try-on: its title, what the garment shows, and a menu of the rest."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.tryon.menus import MODES
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import icon_button, label


class Head(QWidget):
    """modes: print or one of four maps; more: the button of the menu."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(tokens.HEADER + 4)
        line = QHBoxLayout(self)
        line.setContentsMargins(tokens.PAD, 0, 8, 0)
        line.setSpacing(12)
        line.addWidget(label("Try-on", tokens.BODY_STRONG))
        self.modes = Segmented(MODES, "What the garment shows", compact=False)
        self.modes.setMaximumWidth(360)
        line.addWidget(self.modes, 3)
        line.addStretch(1)
        self.more = icon_button("more", "More maps, export")
        line.addWidget(self.more)
