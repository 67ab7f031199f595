"""Fit and cost by number of additional sizes, one above the other on one axis; and the front of fit against cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ampc_desktop.studio.planning import JointPlan, SizePoint
from ampc_desktop.ui.optimiser.card import Table
from ampc_desktop.ui.optimiser.plot import SYMBOL_PX, Plot, category, pen
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

FIT, SEARCH, COST = 0, 1, 4


class FitAndCost(QWidget):
    """Two plots over the same axis. Emits `chosen` with a number of additional sizes."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.fit = Plot("", "Comprehensive fit, 0 to 10", "Comprehensive fit by additional sizes", self._words)
        self.cost = Plot("Additional sizes", "Cost, € a piece", "Cost by additional sizes", self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.fit, 1)
        column.addWidget(self.cost, 1)
        self.cost.setXLink(self.fit)
        self.fit.whole_steps()
        self.cost.whole_steps()
        self._points: tuple[SizePoint, ...] = ()
        self._before: tuple[SizePoint, ...] = ()
        self._before_name = ""
        self._chosen = -1
        for plot in (self.fit, self.cost):
            plot.getAxis("left").setWidth(56)
            plot.getPlotItem().getViewBox().setDefaultPadding(0.14)
            plot.picked.connect(lambda x, y: self._pick(x))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_points", None):
            self.show_points(self._points, self._chosen)

    def show_before(self, points: Sequence[SizePoint], name: str) -> None:
        """Another run to compare with, drawn dashed behind the one that is shown."""
        self._before, self._before_name = tuple(points), name

    def show_points(self, points: Sequence[SizePoint], chosen: int = -1) -> None:
        self._points, self._chosen = tuple(points), chosen
        for plot in (self.fit, self.cost):
            plot.empty()
        self._draw_before()
        if not self._points:
            return
        self.fit.show_numbers(True)
        counts = np.array([point.added for point in self._points])
        bounds = [point.bound for point in self._points]
        self._line(self.fit, counts, bounds, FIT, "proven best")
        self._line(self.fit, counts, [point.searched for point in self._points], SEARCH, "genetic search", ring=True)
        planned = [point for point in self._points if point.plan is not None]
        if planned:
            self.cost.show_numbers(True)
            x = np.array([point.added for point in planned])
            units = [point.plan.unit_eur for point in planned if point.plan]
            low = [point.plan.bound_eur / max(point.plan.garments, 1) for point in planned if point.plan]
            upper = pg.PlotDataItem(x, units)
            lower = pg.PlotDataItem(x, low)
            self.cost.addItem(pg.FillBetweenItem(lower, upper, brush=category(COST, 0.25)))
            self._line(self.cost, x, units, COST, "plan, down to its bound")
        if chosen >= 0:
            for plot in (self.fit, self.cost):
                mark = pg.LinearRegionItem((chosen - 0.3, chosen + 0.3), movable=False, brush=colour("accent", 0.14))
                for edge in mark.lines:
                    edge.setPen(pen("accent", 0.0, alpha=0.0))
                mark.setZValue(-10)
                plot.addItem(mark)

    def _draw_before(self) -> None:
        planned = [point for point in self._before if point.plan is not None]
        curves = (
            (self.fit, self._before, [point.fit for point in self._before]),
            (self.cost, planned, [point.plan.unit_eur for point in planned if point.plan]),
        )
        for plot, points, values in curves:
            if points and self._points:
                x = np.array([point.added for point in points])
                plot.addItem(pg.PlotDataItem(x, values, pen=pen("t3", 1.25, dashed=True)))
                words = pg.TextItem(self._before_name, color=colour("t3"), anchor=(0.0, 0.5))
                words.setFont(font(tokens.CAPTION))
                words.setPos(float(x[-1]), float(values[-1]))
                plot.addItem(words)

    def _line(self, plot: Plot, x: np.ndarray, y: Sequence[float], hue: int, name: str, ring: bool = False) -> None:
        brush = None if ring else category(hue)
        line = pg.PlotDataItem(
            x, y, pen=None if ring else pen(category(hue).name()), symbol="o", symbolSize=SYMBOL_PX + 2 * ring,
            symbolPen=pen(category(hue).name(), 1.75), symbolBrush=brush,
        )  # fmt: skip
        plot.addItem(line)
        first = ring or plot is self.cost  # at the end that the rising curve of fit leaves free
        words = pg.TextItem(name, color=category(hue), anchor=(-0.08, -0.1 if ring else 1.2) if first else (1.06, 1.3))
        words.setFont(font(tokens.CAPTION))
        words.setPos(float(x[0 if first else -1]), float(y[0 if first else -1]))
        plot.addItem(words)

    def _words(self, x: float, y: float) -> str:
        point = self._near(x)
        if point is None:
            return ""
        unit = f", € {point.plan.unit_eur:.4f} a piece" if point.plan else ""
        return f"{point.added} more: fit {point.fit:.4f} of at most {point.bound:.4f}{unit}"

    def _near(self, x: float) -> SizePoint | None:
        return min(self._points, key=lambda point: abs(point.added - x), default=None)

    def _pick(self, x: float) -> None:
        point = self._near(x)
        if point is not None:
            self.chosen.emit(point.added)

    def rows(self) -> Table:
        heads: list[object] = ["additional_sizes", "fit", "fit_bound", "genetic_fit", "unit_eur", "unit_bound_eur"]
        rows: list[Sequence[object]] = [heads]
        for point in self._points:
            plan = point.plan
            euros = [plan.unit_eur, plan.bound_eur / max(plan.garments, 1)] if plan else ["", ""]
            rows.append([point.added, point.fit, point.bound, point.searched, *euros])
        return rows


class Front(Plot):
    """Fit against cost of sizes and lays planned together. Emits `chosen` with the number of a point."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("Cost, € a piece", "Comprehensive fit, 0 to 10", "Fit against cost", self._words)
        self._points: tuple[JointPlan, ...] = ()
        self._apart: tuple[SizePoint, ...] = ()
        self._chosen = -1
        self.picked.connect(lambda x, y: self._pick(x, y))

    def dress(self) -> None:
        super().dress()
        if getattr(self, "_points", None):
            self.show_points(self._points, self._apart, self._chosen)

    def show_points(self, points: Sequence[JointPlan], apart: Sequence[SizePoint] = (), chosen: int = -1) -> None:
        """apart: plans whose sizes were chosen first; they lie on or behind the front."""
        self._points, self._apart, self._chosen = tuple(points), tuple(apart), chosen
        self.empty()
        planned = [point for point in self._apart if point.plan is not None]
        if planned:
            cost = [point.plan.unit_eur for point in planned if point.plan]
            fit = [point.fit for point in planned]
            self.addItem(pg.ScatterPlotItem(cost, fit, size=5, pen=None, brush=colour("t3")))
        if self._points:
            self.show_numbers(True)
            cost = [point.plan.unit_eur for point in self._points]
            fit = [point.comprehensive_fit for point in self._points]
            line = pg.PlotDataItem(cost, fit, pen=pen(category(0).name()), stepMode="right", symbol=None)
            dots = pg.ScatterPlotItem(cost, fit, size=SYMBOL_PX, pen=None, brush=category(0))
            self.addItem(line)
            self.addItem(dots)
            self._mark_best(cost, fit)
            if 0 <= chosen < len(cost):
                ring = pg.ScatterPlotItem([cost[chosen]], [fit[chosen]], size=16, brush=None, pen=pen("accent", 2))
                self.addItem(ring)

    def _mark_best(self, cost: Sequence[float], fit: Sequence[float]) -> None:
        """Where fit is sold: the point that leaves most."""
        if not any(point.paid_eur for point in self._points):
            return
        best = max(range(len(self._points)), key=lambda k: self._points[k].left_eur)
        star = pg.ScatterPlotItem([cost[best]], [fit[best]], symbol="star", size=16, pen=None, brush=category(1))
        self.addItem(star)
        words = pg.TextItem(f"most left, € {self._points[best].left_eur:.0f}", color=category(1), anchor=(0.0, 1.1))
        words.setFont(font(tokens.CAPTION))
        words.setPos(cost[best], fit[best])
        self.addItem(words)

    def _words(self, x: float, y: float) -> str:
        number = self._near(x, y)
        if number < 0:
            return ""
        point = self._points[number]
        left = f", € {point.left_eur:.2f} left of € {point.paid_eur:.2f}" if point.paid_eur else ""
        gap = f", gap {100 * point.plan.gap:.2f} %" if point.plan.gap > 1e-4 else ", proven"
        return f"fit {point.comprehensive_fit:.3f}, € {point.plan.unit_eur:.4f} a piece{gap}{left}"

    def _near(self, x: float, y: float) -> int:
        if not self._points:
            return -1
        (x0, x1), (y0, y1) = self.getPlotItem().getViewBox().viewRange()
        far = [
            ((p.plan.unit_eur - x) / (x1 - x0)) ** 2 + ((p.comprehensive_fit - y) / (y1 - y0)) ** 2
            for p in self._points
        ]
        return int(np.argmin(far))

    def _pick(self, x: float, y: float) -> None:
        number = self._near(x, y)
        if number >= 0:
            self.chosen.emit(number)

    def rows(self) -> Table:
        heads: list[object] = ["fit", "unit_eur", "total_eur", "bound_eur", "gap", "paid_eur", "hours"]
        body = [
            [
                p.comprehensive_fit,
                p.plan.unit_eur,
                p.plan.total_eur,
                p.plan.bound_eur,
                p.plan.gap,
                p.paid_eur,
                p.plan.hours,
            ]
            for p in self._points
        ]
        return [heads, *body]
