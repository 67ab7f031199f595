"""A pyqtgraph plot in the studio's clothes: horizontal grid, units at the axis, a crosshair that tells values."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsSceneMouseEvent

from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour, theme

SYMBOL_PX = 8
TextAt = Callable[[float, float], str]


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """x and y axis titles carry their units. `told` gives the words beside the pointer, "" for none.

    Emits `picked` with the plot coordinates of a click.
    """

    picked = Signal(float, float)

    def __init__(self, x: str, y: str, name: str, told: TextAt = lambda x, y: "") -> None:
        super().__init__(background=None)
        self._x, self._y, self._told = x, y, told
        self.setAccessibleName(name)
        self.setFrameShape(self.Shape.NoFrame)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.showGrid(x=False, y=True, alpha=0.16)
        plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.cross = pg.InfiniteLine(angle=90, movable=False)
        self.bubble = pg.TextItem(anchor=(0, 1))
        for item in (self.cross, self.bubble):
            item.setZValue(50)
            item.hide()
            plot.addItem(item, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._moved)
        self.scene().sigMouseClicked.connect(self._clicked)
        self._ready = True
        self.dress()
        self.show_numbers(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_ready", False):
            self.dress()

    def dress(self) -> None:
        """Colours and fonts of the current theme."""
        plot = self.getPlotItem()
        for side, text in (("bottom", self._x), ("left", self._y)):
            axis = plot.getAxis(side)
            axis.setTickFont(font(tokens.CAPTION))
            axis.setPen(QPen(colour("line2"), 1))
            axis.setTextPen(QPen(colour("t3"), 1))
            axis.setStyle(tickLength=0, tickTextOffset=6, hideOverlappingLabels=True)
            axis.setLabel(text, **{"color": theme().t2, "font-size": f"{tokens.CAPTION[0]}px"})
        self.cross.setPen(QPen(colour("line2"), 1, Qt.PenStyle.DashLine))
        self.bubble.fill = pg.mkBrush(theme().raised)
        self.bubble.border = pg.mkPen(theme().line2)
        self.bubble.setColor(theme().t1)
        self.bubble.setFont(font(tokens.LABEL_VALUE))

    def show_numbers(self, on: bool) -> None:
        """Numbers at the axes: only where there is data."""
        for side in ("bottom", "left"):
            self.getPlotItem().getAxis(side).setStyle(showValues=on)

    def whole_steps(self) -> None:
        """Ticks of the x axis at whole numbers only."""
        axis = self.getPlotItem().getAxis("bottom")
        axis.setTickSpacing(major=1.0, minor=1.0)

    def _moved(self, at: QPointF) -> None:
        box = self.getPlotItem().getViewBox()
        inside = box.sceneBoundingRect().contains(at)
        place = box.mapSceneToView(at)
        words = self._told(place.x(), place.y()) if inside else ""
        for item in (self.cross, self.bubble):
            item.setVisible(bool(words))
        if words:
            (left, right), _ = box.viewRange()
            self.cross.setPos(place.x())
            self.bubble.setAnchor((1, 1) if place.x() > (left + right) / 2 else (0, 1))
            self.bubble.setText(words)
            self.bubble.setPos(place)

    def leaveEvent(self, event: object) -> None:
        self.cross.hide()
        self.bubble.hide()
        super().leaveEvent(event)

    def _clicked(self, event: QGraphicsSceneMouseEvent) -> None:
        box = self.getPlotItem().getViewBox()
        if box.sceneBoundingRect().contains(event.scenePos()):
            place = box.mapSceneToView(event.scenePos())
            self.picked.emit(place.x(), place.y())

    def empty(self) -> None:
        """Take all data away; axes, crosshair and bubble stay. Numbers at the axes wait for data."""
        plot = self.getPlotItem()
        self.show_numbers(False)
        for item in list(plot.items):
            if item not in (self.cross, self.bubble):
                plot.removeItem(item)


def pen(token: str, width: float = 2.0, dashed: bool = False, alpha: float = 1.0) -> QPen:
    made = QPen(colour(token, alpha) if hasattr(theme(), token) else QColor(token), width)
    made.setCosmetic(True)
    if dashed:
        made.setDashPattern([5, 3])
    return made


def category(number: int, alpha: float = 1.0) -> QColor:
    made = QColor(theme().categories[number % len(theme().categories)])
    made.setAlphaF(alpha)
    return made
