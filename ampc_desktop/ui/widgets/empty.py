"""Empty state: an outline drawing, what this is, how to begin, one primary and at most two other actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.widgets.text import button, label

_TEE = tuple(
    zip(
        (30, 44, 50, 60, 70, 76, 90, 112, 98, 90, 90, 30, 30, 22, 8),
        (8, 2, 8, 11, 8, 2, 8, 30, 44, 38, 104, 104, 38, 44, 30),
        strict=True,
    )
)


class _Outline(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(124, 112)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour("ctl"), 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _TEE]))


class EmptyState(QWidget):
    """actions: (words, what to do); the first is the primary one."""

    def __init__(self, title: str, how: str, actions: Sequence[tuple[str, Callable[[], object]]]) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.setSpacing(8)
        drawing = _Outline()
        drawing.setFixedSize(drawing.sizeHint())
        centre = Qt.AlignmentFlag.AlignHCenter
        outer.addWidget(drawing, 0, centre)
        outer.addSpacing(8)
        outer.addWidget(label(title, tokens.HEADING), 0, centre)
        outer.addWidget(label(how, tokens.BODY, "t2"), 0, centre)
        outer.addSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.setAlignment(centre)
        for i, (words, act) in enumerate(actions):
            one = button(words, act, primary=i == 0)
            one.setFixedHeight(tokens.ACTION)
            line.addWidget(one)
        outer.addLayout(line)
