"""The marker of one lay, nested on demand: pieces to scale on the cloth, with length, width and efficiency."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core.marker import Marker
from ampc_desktop.core.units import format_mm
from ampc_desktop.ui.marker_editor.workspace import MarkerCanvas
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import button, icon_button, label

HEIGHT = 232


class MarkerStrip(QWidget):
    """Emits `nest` with the sizes (numbers) of the lay in view, and `closed`."""

    nest = Signal(tuple)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedHeight(HEIGHT)
        self._sizes: tuple[int, ...] = ()
        self.canvas = MarkerCanvas()
        self.title = label("", tokens.LABEL, "t2")
        self.figures = label("", tokens.LABEL_VALUE)
        self.go = button("Nest marker", lambda: self.nest.emit(self._sizes), icon="nest")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(tokens.HEADER)
        line = QHBoxLayout(head)
        line.setContentsMargins(tokens.PAD, 0, 8, 0)
        line.setSpacing(12)
        line.addWidget(label("Marker", tokens.BODY_STRONG))
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.figures)
        line.addWidget(self.go)
        line.addWidget(icon_button("close", "Close the marker", self.closed.emit))
        column.addWidget(head)
        column.addWidget(self.canvas, 1)

    def show_lay(self, sizes: tuple[int, ...], words: str, marker: Marker, busy: bool = False) -> None:
        """The marker of a lay: estimated until it is nested."""
        self._sizes = sizes
        self.title.setText(words)
        self.canvas.show_marker(marker)
        sign = "≈ " if marker.estimated else ""
        self.figures.setText(
            f"Length {sign}{format_mm(marker.length_mm / 1000, 2)} m   Width {marker.rules.width_mm / 1000:.2f} m   "
            f"Efficiency {sign}{100 * marker.efficiency:.1f} %   Pieces {sum(p.quantity for p in marker.pieces)}"
        )
        self.go.setText("Nesting" if busy else "Nest marker" if marker.estimated else "Nest again")
        self.go.setEnabled(not busy)
