"""Lays drawn to scale: along the table in metres, height by plies, the size written in its section."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ampc_desktop.core.cutplan import CutPlan, MarkerCatalogue
from ampc_desktop.core.units import format_mm
from ampc_desktop.ui.optimiser.card import Table
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour, theme

ROW_PX, LEAST_BAR_PX, MOST_BAR_PX = 30, 6, 24
LEFT_PX, RIGHT_PX, HEAD_PX, AXIS_PX = 34, 132, 22, 22


class LaysView(QWidget):
    """One row a lay, dearest first; grows with their number (put it in a scroll area).

    Emits `picked` with the sizes (numbers) of a lay that is clicked.
    """

    picked = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Lays to scale")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._rows: list[tuple[tuple[int, ...], tuple[float, ...], tuple[int, ...], float]] = []
        self._names: tuple[str, ...] = ()
        self._extra: frozenset[int] = frozenset()
        self._most_plies = 1
        self._chosen: tuple[int, ...] = ()
        self.setMouseTracking(True)
        self.setToolTip("Click a lay to see its marker")

    def show_plan(
        self, plan: CutPlan | None, catalogue: MarkerCatalogue | None, eur: Sequence[float], extra: frozenset[int]
    ) -> None:
        """eur: cost of each lay; extra: numbers of the additional sizes."""
        self._rows, self._extra, self._chosen = [], extra, ()
        if plan is not None and catalogue is not None:
            self._names = catalogue.sizes
            for lay, cost in zip(plan.lays, eur, strict=True):
                option = catalogue.options[lay.option]
                lengths = option.section_mm or _shares(option.length_mm, len(option.sizes))
                plies = lay.plies if len(lay.plies) > 1 else lay.plies * len(option.sizes)
                self._rows.append((option.sizes, lengths, plies, cost))
            self._rows.sort(key=lambda row: -row[3])
            self._most_plies = max(max(row[2]) for row in self._rows)
        self.setMinimumHeight(HEAD_PX + AXIS_PX + ROW_PX * max(1, len(self._rows)))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int((event.position().y() - HEAD_PX) // ROW_PX)
        if 0 <= number < len(self._rows):
            self._chosen = self._rows[number][0]
            self.picked.emit(self._chosen)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self.width() - RIGHT_PX
        longest = max((sum(lengths) for _, lengths, _, _ in self._rows), default=1000.0)
        scale = (right - LEFT_PX - 8) / longest
        self._heads(painter, right)
        for number, (sizes, lengths, plies, cost) in enumerate(self._rows):
            top = HEAD_PX + number * ROW_PX
            if sizes == self._chosen:
                painter.fillRect(QRectF(0, top, self.width(), ROW_PX), colour("tint"))
            self._row(painter, number, top, scale, sizes, lengths, plies)
            painter.setFont(font(tokens.LABEL_VALUE))
            painter.setPen(colour("t1"))
            metres = format_mm(sum(lengths) / 1000.0, 2)
            for text, left, wide in (
                ("/".join(str(p) for p in dict.fromkeys(plies)), right, 40),
                (metres, right + 40, 40),
                (format_mm(cost, 2), right + 80, 50),
            ):
                self._text(painter, text, left, top, wide)
        self._axis(painter, scale, longest)

    def _row(
        self,
        painter: QPainter,
        number: int,
        top: float,
        scale: float,
        sizes: tuple[int, ...],
        lengths: tuple[float, ...],
        plies: tuple[int, ...],
    ) -> None:
        painter.setFont(font(tokens.LABEL_VALUE))
        painter.setPen(colour("t2"))
        painter.drawText(QRectF(4, top, LEFT_PX - 8, ROW_PX), Qt.AlignmentFlag.AlignVCenter, str(number + 1))
        left = float(LEFT_PX)
        for size, length, count in zip(sizes, lengths, plies, strict=True):
            high = LEAST_BAR_PX + (MOST_BAR_PX - LEAST_BAR_PX) * count / self._most_plies
            box = QRectF(left + 1, top + (ROW_PX - high) / 2, length * scale - 2, high)
            hue = QColor(theme().categories[1 if size in self._extra else 0])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hue)
            painter.drawRoundedRect(box, 2, 2)
            if high >= 13 and box.width() > painter.fontMetrics().horizontalAdvance(self._names[size]) + 8:
                painter.setPen(colour("app") if theme().name == "dark" else colour("onfill"))
                painter.setFont(font(tokens.CAPTION))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._names[size])
                painter.setFont(font(tokens.LABEL_VALUE))
            else:
                painter.setPen(colour("t2"))
                painter.setFont(font(tokens.RULER))
                painter.drawText(
                    QRectF(left + 4, top, length * scale, 10), Qt.AlignmentFlag.AlignLeft, self._names[size]
                )
                painter.setFont(font(tokens.LABEL_VALUE))
            left += length * scale

    def _heads(self, painter: QPainter, right: float) -> None:
        painter.setFont(font(tokens.CAPTION))
        painter.setPen(colour("t3"))
        painter.drawText(QRectF(4, 0, 200, HEAD_PX), Qt.AlignmentFlag.AlignVCenter, "Lay     Sizes; height by plies")
        for text, left, wide in (("Plies", right, 40), ("m", right + 40, 40), ("€", right + 80, 50)):
            self._text(painter, text, left, 0, wide, HEAD_PX)

    def _text(self, painter: QPainter, text: str, left: float, top: float, wide: float, high: float = ROW_PX) -> None:
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, top, wide, high), align, text)

    def _axis(self, painter: QPainter, scale: float, longest: float) -> None:
        top = HEAD_PX + ROW_PX * len(self._rows)
        painter.setFont(font(tokens.CAPTION))
        step = 1000.0 if longest > 2500 else 500.0
        for tick in range(math.floor(longest / step) + 1):
            x = LEFT_PX + tick * step * scale
            painter.setPen(colour("line2"))
            painter.drawLine(round(x), top + 2, round(x), top + 6)
            painter.setPen(colour("t3"))
            text = format_mm(tick * step / 1000.0, 0 if step == 1000.0 else 1)
            end = " m" if (tick + 1) * step > longest else ""
            painter.drawText(QRectF(x - 20, top + 6, 40, 14), Qt.AlignmentFlag.AlignHCenter, text + end)

    def rows(self) -> Table:
        heads: list[object] = ["lay", "sizes", "plies", "length_mm", "eur"]
        body = [
            [n + 1, " + ".join(self._names[s] for s in sizes), "/".join(map(str, plies)), sum(lengths), cost]
            for n, (sizes, lengths, plies, cost) in enumerate(self._rows)
        ]
        return [heads, *body]


def _shares(length_mm: float, count: int) -> tuple[float, ...]:
    """A mixed marker has no sections: its garments share the length."""
    return (length_mm / count,) * count
