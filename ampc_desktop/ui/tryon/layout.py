"""Where everything lies that floats over the try-on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF

from ampc_desktop.ui.tryon.marks import share_hidden

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel
    from ampc_desktop.ui.tryon.view import TryOnView

EDGE, GAP = 12, 8
LEAST_TOP = 96
"""The legend stays below the axes."""
UNDER_CAPTION = 128
STEP = 24
"""The legend is tried at heights so far apart."""
BODY_SHARE = 8
"""One of so many points of the skin is enough to know where a body is."""
GARMENT_COUNTS = 3.0
WORTH_MOVING = 0.003
"""Share of what is hidden below which a place is as good as another."""


def place(panel: TryOnPanel) -> None:
    """Tools bottom left, state bottom right, findings above them, legend and section above those."""
    room, tools, chip = panel.room, panel.tools, panel.chip
    wide, bottom = room.width(), room.height() - EDGE
    tools.move(EDGE, bottom - tools.height())
    left = wide - EDGE - tools.geometry().right() - GAP
    for compact in (False, True, False):  # in one row with the tools if it can be, even without its figure
        chip.set_compact(compact)
        beside = chip.sizeHint().width() <= left
        if beside:
            break
    level = bottom - chip.height() if beside else bottom - tools.height() - GAP - chip.height()
    chip.resize(chip.sizeHint().width(), chip.height())
    chip.move(max(EDGE, wide - EDGE - chip.width()), level)
    top = level - GAP
    if panel.section_bar.isVisibleTo(room):
        panel.section_bar.adjustSize()
        panel.section_bar.move(EDGE, top - panel.section_bar.height())
        top = panel.section_bar.y() - GAP
    if panel.advice.isVisibleTo(room):
        across = wide - 2 * EDGE
        high = panel.advice.height_at(across)
        panel.advice.setGeometry(EDGE, top - high, across, high)
        top = panel.advice.y() - GAP
    for view in panel.views:
        view.foot_px = room.height() - top
    panel.inset.move(EDGE, max(UNDER_CAPTION, top - panel.inset.height()))
    if panel.legend.isVisibleTo(room):
        _place_legend(panel, top)
    panel.empty.setGeometry(0, 0, wide, room.height())
    over = (panel.legend, chip, tools, panel.advice, panel.inset, panel.section_bar)
    for part in over:
        part.raise_()
    there = [QRectF(part.geometry()) for part in over if part.isVisibleTo(room)]
    for view in panel.views:
        at = QPointF(view.mapTo(room, QPoint()))
        view.keep_clear(tuple(box.translated(-at) for box in there))


def _place_legend(panel: TryOnPanel, bottom: int) -> None:
    """Where the legend hides least of the garments and their wearers."""
    size = QSizeF(panel.legend.size())
    places = _legend_places(panel, bottom)
    costs = [sum(_hidden(panel, view, QRectF(QPointF(place), size)) for view in panel.views) for place in places]
    enough = min(costs) + WORTH_MOVING
    if not any(place == panel.legend.pos() and cost <= enough for place, cost in zip(places, costs, strict=True)):
        panel.legend.move(next(place for place, cost in zip(places, costs, strict=True) if cost <= enough))


def _legend_places(panel: TryOnPanel, bottom: int) -> list[QPoint]:
    """In one view, below its axes at the right or below its caption at the left: the best first."""
    room, wide, high = panel.room, panel.legend.width(), panel.legend.height()
    left_free = not panel.inset.isVisibleTo(room)
    found: list[QPoint] = []
    for view in reversed(panel.views):
        box = QRect(view.mapTo(room, QPoint()), view.size())
        lowest = min(bottom - 28, box.bottom() - GAP) - high
        tops = [top for top in (lowest, *range(box.top() + LEAST_TOP, lowest, STEP)) if top >= box.top() + LEAST_TOP]
        found += [QPoint(box.right() + 1 - EDGE - wide, top) for top in tops]
        found += [QPoint(box.left() + EDGE, top) for top in tops if left_free and top >= box.top() + UNDER_CAPTION]
    return found or [QPoint(room.width() - EDGE - wide, max(LEAST_TOP, bottom - 28 - high))]


def _hidden(panel: TryOnPanel, view: TryOnView, box: QRectF) -> float:
    """How much of what a view shows lies under a box of the room; the garment counts most."""
    under, fitting = box.translated(-QPointF(view.mapTo(panel.room, QPoint()))), view.fitting
    cost = 0.0
    for points, weight in (
        (fitting.positions_mm, GARMENT_COUNTS),
        (fitting.body_mesh.vertices_mm[::BODY_SHARE] if fitting.body_mesh is not None else np.empty((0, 3)), 1.0),
    ):
        if len(points):
            cost += weight * share_hidden(under, view.navigator.camera.project(points, *view.extent))
    return cost
