"""Scenarios as a grid of colours with the best count in words; the strategies as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.planning import (
    SCENARIO_FABRIC_EUR,
    SCENARIO_OPERATOR_EUR,
    SCENARIO_SPEEDS,
    Scenario,
    Strategy,
)
from ampc_desktop.ui.optimiser.card import Table
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

CIVIDIS = ((0, 34, 78), (60, 77, 110), (112, 113, 115), (166, 152, 117), (222, 195, 94), (254, 232, 56))
"""Cividis (Nuñez, Anderton and Renslow 2018) at even steps."""
HEAD_PX, LABEL_PX, GAP_PX, NOTE_PX = 38, 64, 3, 32
NAMES = {"mass": "Mass", "custom": "Custom", "craft": "Craft"}


def cividis(share: float) -> QColor:
    """Colour of an amount, 0..1."""
    at = min(max(share, 0.0), 1.0) * (len(CIVIDIS) - 1)
    low = min(int(at), len(CIVIDIS) - 2)
    part = at - low
    return QColor(*(round(a + part * (b - a)) for a, b in zip(CIVIDIS[low], CIVIDIS[low + 1], strict=True)))


class ScenarioGrid(QWidget):
    """Rows: fabric price; columns: operator cost and cutting speed. Ring: today's prices; star: most saving."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Scenarios")
        self.setMinimumHeight(170)
        self._cells: tuple[Scenario, ...] = ()
        self._today: CutRates | None = None

    def show_scenarios(self, cells: Sequence[Scenario], today: CutRates | None) -> None:
        self._cells, self._today = tuple(cells), today
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._cells:
            return
        fabrics = SCENARIO_FABRIC_EUR
        columns = [(operator, speed) for operator in SCENARIO_OPERATOR_EUR for speed in SCENARIO_SPEEDS]
        wide = (self.width() - LABEL_PX) / len(columns)
        high = (self.height() - HEAD_PX - NOTE_PX) / len(fabrics)
        most = max((cell.saving for cell in self._cells), default=0.0)
        best = max(self._cells, key=lambda cell: cell.saving)
        self._heads(painter, fabrics, columns, wide, high)
        for cell in self._cells:
            rates = cell.rates
            column = columns.index((rates.operator_eur_per_h, rates.cutting_m_per_h))
            row = fabrics.index(rates.fabric_eur_per_m)
            box = QRectF(LABEL_PX + column * wide, HEAD_PX + row * high, wide - GAP_PX, high - GAP_PX)
            share = cell.saving / most if most > 0 else 0.0
            fill = cividis(share)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
            painter.setPen(QColor("white") if fill.lightnessF() < 0.5 else QColor("black"))
            painter.setFont(font(tokens.BODY_STRONG))
            painter.drawText(
                box.adjusted(0, 0, 0, -box.height() / 2 + 2), Qt.AlignmentFlag.AlignCenter, f"+{cell.best_added}"
            )
            painter.setFont(font(tokens.LABEL_VALUE))
            painter.drawText(
                box.adjusted(0, box.height() / 2 - 4, 0, -2), Qt.AlignmentFlag.AlignCenter, f"{cell.saving:.1%}"
            )
            if cell is best and cell.saving > 0:
                painter.setBrush(painter.pen().color())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawPolygon(_star(box.right() - 11, box.top() + 11, 6))
            if self._today is not None and _same(rates, self._today):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colour("accent"), 2))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)
        painter.setFont(font(tokens.CAPTION))
        painter.setPen(colour("t3"))
        text = "Cheapest count of additional sizes, its saving. Star: most. Ring: today."
        place = QRectF(0, self.height() - NOTE_PX, self.width(), NOTE_PX)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap), text)

    def _heads(
        self,
        painter: QPainter,
        fabrics: Sequence[float],
        columns: Sequence[tuple[float, float]],
        wide: float,
        high: float,
    ) -> None:
        painter.setFont(font(tokens.CAPTION))
        centre = Qt.AlignmentFlag.AlignCenter
        for number, (operator, speed) in enumerate(columns):
            left = LABEL_PX + number * wide
            painter.setPen(colour("t2"))
            painter.drawText(QRectF(left, 0, wide - GAP_PX, 18), centre, f"€ {operator:g}")
            painter.drawText(QRectF(left, 17, wide - GAP_PX, 18), centre, format_mm(speed, 0))
        painter.setPen(colour("t3"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, LABEL_PX, 18), middle, "an hour")
        painter.drawText(QRectF(0, 17, LABEL_PX, 18), middle, "knife, m/h")
        painter.setPen(colour("t2"))
        for number, price in enumerate(fabrics):
            box = QRectF(0, HEAD_PX + number * high, LABEL_PX - 6, high - GAP_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"€ {price:g}/m")

    def rows(self) -> Table:
        heads: list[object] = ["fabric_eur_per_m", "operator_eur_per_h", "cutting_m_per_h", "best_added", "saving"]
        return [heads, *(
            [c.rates.fabric_eur_per_m, c.rates.operator_eur_per_h, c.rates.cutting_m_per_h, c.best_added, c.saving]
            for c in self._cells
        )]  # fmt: skip


def _same(one: CutRates, other: CutRates) -> bool:
    return (one.fabric_eur_per_m, one.operator_eur_per_h, one.cutting_m_per_h) == (
        other.fabric_eur_per_m,
        other.operator_eur_per_h,
        other.cutting_m_per_h,
    )


def _star(x: float, y: float, radius: float) -> QPolygonF:
    import math

    points = []
    for i in range(10):
        r = radius if i % 2 == 0 else 0.45 * radius
        a = math.pi * i / 5 - math.pi / 2
        points.append(QPointF(x + r * math.cos(a), y + r * math.sin(a)))
    return QPolygonF(points)


ROWS: tuple[tuple[str, str], ...] = (
    ("Sizes", "sizes"),
    ("Fit, 0 to 10", "fit"),
    ("€ a piece", "unit"),
    ("Fabric, m", "fabric"),
    ("Efficiency, %", "efficiency"),
    ("Lays", "lays"),
    ("Cutting, h", "hours"),
)


class StrategyTable(QWidget):
    """Mass, mass custom and craft side by side on the same demand."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Mass, mass custom and craft")
        self.setMinimumHeight(28 + 26 * len(ROWS))
        self._made: tuple[Strategy, ...] = ()

    def show_strategies(self, made: Sequence[Strategy]) -> None:
        self._made = tuple(made)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        first = 92.0
        wide = (self.width() - first) / 3
        if len(self._made) > 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("tint"))
            painter.drawRoundedRect(QRectF(first + wide, 0, wide, 28 + 26 * len(ROWS)), 4, 4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(tokens.LABEL_VALUE))
        for number, strategy in enumerate(self._made):
            painter.setPen(colour("accent" if number == 1 else "t2"))
            painter.drawText(QRectF(first + number * wide, 0, wide - 8, 28), right, NAMES[strategy.name])
        for row, (title, key) in enumerate(ROWS):
            top = 28 + 26 * row
            painter.setPen(colour("line"))
            painter.drawLine(0, top, self.width(), top)
            painter.setPen(colour("t2"))
            painter.setFont(font(tokens.LABEL))
            painter.drawText(QRectF(0, top, first, 26), Qt.AlignmentFlag.AlignVCenter, title)
            painter.setFont(font(tokens.LABEL_VALUE))
            painter.setPen(colour("t1"))
            for number, strategy in enumerate(self._made):
                text = _values(strategy)[key]
                painter.drawText(QRectF(first + number * wide, top, wide - 8, 26), right, text)

    def rows(self) -> Table:
        heads: list[object] = ["", *(strategy.name for strategy in self._made)]
        return [heads, *([title, *(_values(strategy)[key] for strategy in self._made)] for title, key in ROWS)]


def _values(strategy: Strategy) -> dict[str, str]:
    return {
        "sizes": str(strategy.sizes),
        "fit": f"{strategy.fit:.2f}",
        "unit": f"{strategy.unit_eur:.3f}",
        "fabric": format_mm(strategy.fabric_m, 1),
        "efficiency": f"{100 * strategy.efficiency:.1f}",
        "lays": str(strategy.lays),
        "hours": f"{strategy.cutting_h:.2f}",
    }
