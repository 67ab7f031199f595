"""One view of a garment, or two that are looked through from the same place."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from ampc_desktop.core.worn import Worn
from ampc_desktop.render.probe import Gl
from ampc_desktop.render.surface import Array
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.tryon.view import TryOnView

LEAST_PX = 160
"""Each of two views may be so narrow: a second one must not push the columns beside the panel."""


class Pair(QSplitter):
    """view is always there, beside only while something is compared: next to it, or under it where garments are seen
    larger so."""

    def __init__(self, ask: Callable[[], Gl]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._ask = ask
        self._linking = False
        self.setHandleWidth(tokens.GUTTER)
        self.setChildrenCollapsible(False)
        self.view = self._made()
        self.beside: TryOnView | None = None
        self.addWidget(self.view)

    @property
    def views(self) -> tuple[TryOnView, ...]:
        return (self.view,) if self.beside is None else (self.view, self.beside)

    def show_beside(self, other: Worn) -> bool:
        """Another garment beside the one in view; True when there was none before."""
        new = self.beside is None
        if self.beside is None:
            self.beside = self._made()
            self.beside.set_tool("probe")
            self.addWidget(self.beside)
            for view in self.views:
                view.setMinimumSize(LEAST_PX, LEAST_PX)
        self.beside.drop()
        self.beside.fitting.show_worn(other)
        self.view.companion, self.beside.companion = self.beside.fitting, self.view.fitting
        self.beside.fitting.cut_at(self.view.fitting.section_mm)
        self._turn()
        if new:
            self.setSizes([1, 1])
        return new

    def stop_beside(self) -> None:
        gone, self.beside = self.beside, None
        self.view.companion = None
        if gone is not None:
            gone.shutdown()
            gone.setParent(None)
            gone.deleteLater()
            self.refit()

    @property
    def untouched(self) -> bool:
        """Nobody has zoomed or panned since all was fitted."""
        return self.view.navigator.untouched

    def refit(self) -> None:
        """All of what stands here is shown."""
        for view in self.views:
            view.refit()

    def shutdown(self) -> None:
        for view in self.views:
            view.shutdown()

    def walk_to(self, point_mm: tuple[float, float, float]) -> None:
        """Walk around until a place of the garment faces the eye."""
        x, _, z = point_mm
        turned = replace(self.view.navigator.camera, azimuth_deg=math.degrees(math.atan2(x, z)))
        self.view.navigator.take(turned, animated=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Beside or below each other, whichever shows the garments larger."""
        points = self.view.points_mm
        if self.beside is None or len(points) == 0:
            return
        wanted = better_way(points, self.width(), self.height())
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self.setSizes([1, 1])
            self.refit()

    def _made(self) -> TryOnView:
        made = TryOnView(self._ask)
        made.navigator.moved.connect(lambda: self._link(made))
        return made

    def _link(self, moved: TryOnView) -> None:
        """Both views look from the same place."""
        if self._linking or self.beside is None:
            return
        self._linking = True
        for view in self.views:
            if view is not moved and view.navigator.camera != moved.navigator.camera:
                view.navigator.take(moved.navigator.camera)
        self._linking = False


def better_way(points_mm: Array, width_px: float, height_px: float) -> Qt.Orientation:
    """How two pictures of these points (n, 3) divide a room so that they are largest, seen from the front."""
    wide, high = np.maximum(np.ptp(points_mm, axis=0)[:2], 1.0)
    beside = min(width_px / 2 / wide, height_px / high)
    below = min(width_px / wide, height_px / 2 / high)
    return Qt.Orientation.Vertical if below > beside else Qt.Orientation.Horizontal
