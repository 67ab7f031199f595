"""People as points over two key dimensions, sizes as boxes true to their interval; the search's boxes move."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from ampc_desktop.core.sizing import Array, KeyDimension, Population, Size, SizeChart
from ampc_desktop.ui.optimiser.card import Table
from ampc_desktop.ui.optimiser.plot import Plot, category
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

GHOSTS = 2
STANDARD, EXTRA = 0, 1
"""Numbers of the categories."""


class PopulationChart(Plot):
    """Shows the first two key dimensions, in cm."""

    def __init__(self) -> None:
        super().__init__("", "", "Population and sizes", self._words)
        self._people: Population | None = None
        self._chart: SizeChart | None = None
        self._moving: list[Array] = []
        self._interval: Array | None = None

    def show_population(self, people: Population) -> None:
        self._people, self._chart, self._moving = people, None, []
        self._draw()

    def show_chart(self, chart: SizeChart) -> None:
        """Sizes found; what was moving comes to rest."""
        self._chart, self._moving = chart, []
        self._name(chart.dimensions)
        self._draw()

    def show_generation(self, points_mm: Array) -> None:
        """Sizes of the search's best so far; the last few stay as ghosts."""
        self._moving = [points_mm, *self._moving][: GHOSTS + 1]
        self._draw()

    def _name(self, dimensions: tuple[KeyDimension, ...]) -> None:
        first, *rest = dimensions
        self._x = f"{first.label}, cm"
        self._y = f"{rest[0].label}, cm" if rest else ""
        self.dress()

    def dress(self) -> None:
        super().dress()
        if getattr(self, "_people", None) is not None:
            self._draw()

    def _draw(self) -> None:
        self.empty()
        people = self._people
        if people is None:
            return
        points = _flat(people.values_mm)
        inside = self._inside(points)
        self.show_numbers(True)
        plot = self.getPlotItem()
        for group, token, alpha in ((points[~inside], "t3", 0.55), (points[inside], "t1", 0.9)):
            dots = pg.ScatterPlotItem(group[:, 0], group[:, 1], size=3.5, pen=None, brush=colour(token, alpha))
            plot.addItem(dots)
        if self._chart is None:
            return
        half = _flat(self._chart.intervals_mm[None])[0] / 2
        for size in self._chart.sizes:
            at = _flat(np.array([size.dims_mm]))[0]
            hue = EXTRA if size.extra and not self._moving else STANDARD
            if size.extra and self._moving:
                continue
            plot.addItem(_box(at, half, hue, 0.22, dashed=size.extra))
            words = pg.TextItem(_short(size), color=category(hue), anchor=(0, 0))
            words.setFont(font(tokens.CAPTION))
            words.setPos(at[0] - half[0], at[1] + half[1])
            plot.addItem(words)
        for age, moving in enumerate(self._moving):
            for at in _flat(moving):
                plot.addItem(_box(at, half, EXTRA, 0.2 if age == 0 else 0.0, dashed=True, alpha=(1.0, 0.5, 0.25)[age]))

    def _inside(self, points: Array) -> np.ndarray:
        if self._chart is None:
            return np.zeros(len(points), bool)
        half = _flat(self._chart.intervals_mm[None])[0] / 2
        boxes = _flat(self._chart.points_mm)
        return np.asarray((np.abs(points[:, None] - boxes[None]) <= half + 1e-9).all(axis=2).any(axis=1))

    def _words(self, x: float, y: float) -> str:
        if self._chart is None or self._people is None:
            return ""
        boxes = _flat(self._chart.points_mm)
        half = _flat(self._chart.intervals_mm[None])[0] / 2
        hit = np.flatnonzero((np.abs(boxes - (x, y)) <= half).all(axis=1))
        if not len(hit):
            return f"{x:.1f} / {y:.1f} cm"
        size = self._chart.sizes[int(hit[0])]
        people = _flat(self._people.values_mm)
        count = int((np.abs(people - boxes[hit[0]]) <= half).all(axis=1).sum())
        return f"{size.name or size.designation}: {count} people in its box"

    def rows(self) -> Table:
        if self._chart is None:
            return []
        heads = ["size", *(f"{one.name}_mm" for one in self._chart.dimensions), "additional"]
        return [heads, *([s.name or s.designation, *s.dims_mm, s.extra] for s in self._chart.sizes)]


def _short(size: Size) -> str:
    """Letters of a standard size; of an additional one only what sets it apart from its row."""
    return size.name or "+" + "/".join(f"{value / 10:g}" for value in size.dims_mm[1:])


def _flat(values_mm: Array) -> Array:
    """First two dimensions in cm; a single one is drawn on a line."""
    two = values_mm[:, :2] / 10.0
    return two if two.shape[1] == 2 else np.hstack([two, np.zeros_like(two)])


def _box(at: Array, half: Array, hue: int, fill: float, dashed: bool = False, alpha: float = 1.0) -> QGraphicsRectItem:
    box = QGraphicsRectItem(QRectF(at[0] - half[0], at[1] - half[1], 2 * half[0], 2 * half[1]))
    line = QPen(category(hue, alpha), 1.5)
    line.setCosmetic(True)
    if dashed:
        line.setStyle(Qt.PenStyle.DashLine)
    box.setPen(line)
    box.setBrush(QBrush(category(hue, fill)))
    return box
