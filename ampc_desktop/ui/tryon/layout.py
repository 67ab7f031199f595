"""Where everything lies that floats over the try-on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel

EDGE, GAP = 12, 8
LEAST_TOP = 96
"""The legend stays below the axes."""
UNDER_CAPTION = 128


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
    legend = panel.legend
    legend.move(wide - EDGE - legend.width(), max(LEAST_TOP, top - 28 - legend.height()))
    panel.inset.move(EDGE, max(UNDER_CAPTION, top - panel.inset.height()))
    panel.empty.setGeometry(0, 0, wide, room.height())
    for part in (legend, chip, tools, panel.advice, panel.inset, panel.section_bar):
        part.raise_()
