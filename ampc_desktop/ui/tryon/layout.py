"""Where everything lies that floats over the try-on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF

from ampc_desktop.ui.tryon.marks import share_hidden

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel

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
    """Where the legend hides least of the garment and its wearer: at the right if it can be, and as low as it can."""
    room, legend = panel.room, panel.legend
    wide, high = legend.width(), legend.height()
    lowest = max(LEAST_TOP, bottom - 28 - high)
    tops = [lowest, *range(LEAST_TOP, lowest, STEP)]
    places = [QPoint(room.width() - EDGE - wide, top) for top in tops]
    places += [QPoint(EDGE, top) for top in tops if top >= UNDER_CAPTION and not panel.inset.isVisibleTo(room)]
    garment, bodies = [], []
    for view in panel.views:
        at, camera, body = view.mapTo(room, QPoint()), view.navigator.camera, view.fitting.body_mesh
        shift = np.array([at.x(), at.y()])
        if len(view.fitting.positions_mm):
            garment.append(camera.project(view.fitting.positions_mm, *view.extent)[:, :2] + shift)
        if body is not None:
            bodies.append(camera.project(body.vertices_mm[::BODY_SHARE], *view.extent)[:, :2] + shift)

    def hides(place: QPoint) -> float:
        box = QRectF(place, QSizeF(wide, high))
        return GARMENT_COUNTS * sum(share_hidden(box, one) for one in garment) + sum(
            share_hidden(box, one) for one in bodies
        )

    costs = [hides(place) for place in places]
    best = min(costs)
    present = next((cost for place, cost in zip(places, costs, strict=True) if place == legend.pos()), None)
    if present is None or present > best + WORTH_MOVING:
        legend.move(next(place for place, cost in zip(places, costs, strict=True) if cost <= best + WORTH_MOVING))
