"""How much of a body is known: a bar of one block a needed measure, and what would help most."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.chips import Chip, FlowLayout
from ampc_desktop.ui.widgets.panel import clear
from ampc_desktop.ui.widgets.text import label

MOST_HELPFUL = 3


def given(measures: Measurements) -> tuple[str, ...]:
    """Names of the measures somebody or something took."""
    return tuple(name for name, one in measures.values.items() if one.source != "estimated")


def most_helpful(measures: Measurements, needed: Collection[str]) -> tuple[str, ...]:
    """Up to three needed measures nobody took whose estimate is loosest: the widest ± against the value first."""
    open_ones = [
        (-(one.uncertainty / max(1.0, abs(one.value))), name)
        for name, one in measures.values.items()
        if name in needed and one.source == "estimated"
    ]
    absent = [(-1.0, name) for name in needed if name not in measures.values]
    return tuple(name for _, name in sorted(open_ones + absent, key=lambda one: one[0])[:MOST_HELPFUL])


class _Blocks(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.taken: tuple[bool, ...] = ()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = (self.width() - 3 * (len(self.taken) - 1)) / max(1, len(self.taken))
        for number, on in enumerate(self.taken):
            box = QRectF(number * (wide + 3), 0, wide, 8)
            painter.setPen(Qt.PenStyle.NoPen if on else QPen(colour("line2"), 1))
            painter.setBrush(colour("accent") if on else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box if on else box.adjusted(0.5, 1.5, -0.5, -1.5), 2, 2)
        painter.end()


class Completeness(QWidget):
    """Emits asked(name) when a person wants to give one of the helpful measures."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.words = label("", tokens.LABEL)
        self._blocks = _Blocks()
        self.hint = label("Next, these would help most", tokens.LABEL, "t2")
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, 6)
        for widget in (self.words, self._blocks, self.hint, self._holder):
            column.addWidget(widget)
        self._shown: tuple[str, ...] | None = None

    def show_measures(self, measures: Measurements, needed: Sequence[str], labels: dict[str, str]) -> None:
        """needed: measures the garment and the avatar are made from."""
        taken = set(given(measures))
        count = sum(name in taken for name in needed)
        self._blocks.taken = tuple([True] * count + [False] * (len(needed) - count))
        self._blocks.update()
        guessed = sum(name in measures.values and name not in taken for name in needed)
        words = f"All {count} measures given" if count == len(needed) else f"{count} of {len(needed)} measures given"
        self.words.setText(f"{words}, {guessed} estimated" if guessed else words)
        self.setAccessibleName(self.words.text())
        helpful = most_helpful(measures, needed)
        if helpful != self._shown:
            self._shown = helpful
            clear(self._flow)
            for name in helpful:
                chip = Chip(name, labels.get(name, name), tip=f"Type {labels.get(name, name).lower()}")
                chip.clicked.connect(self.asked)
                self._flow.addWidget(chip)
        self.hint.setVisible(bool(helpful))
        self._holder.setVisible(bool(helpful))
