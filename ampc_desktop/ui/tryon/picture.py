"""The try-on as a picture: what is to be seen, without tools, in a size that can be printed."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from ampc_desktop.ui.tryon import painted
from ampc_desktop.ui.viewport.frame_source import LARGEST_PX

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel
    from ampc_desktop.ui.tryon.view import TryOnView

LONGEST_PX = 2400
"""At least so many pixels on the longer side: 20 cm at 300 dpi."""


def picture(panel: TryOnPanel, longest_px: int = LONGEST_PX) -> QImage:
    """The views at full quality with who wears what; with the legend when a map is shown."""
    made = steps(panel, longest_px)
    while True:
        try:
            next(made)
        except StopIteration as end:
            image: QImage = end.value
            return image


def steps(panel: TryOnPanel, longest_px: int = LONGEST_PX) -> Generator[float, None, QImage]:
    """The same in steps that a hand does not feel: yields the share that is done."""
    room, screen = panel.room, panel.devicePixelRatioF()
    longest = max(1.0, max(room.width(), room.height()) * screen)
    times = max(1, min(math.ceil(longest_px / longest), int(LARGEST_PX / longest)))
    views, drawn = panel.views, []
    for number, view in enumerate(views):
        made = view.larger(times)
        while True:
            try:
                yield (number + next(made)) / len(views)
            except StopIteration as end:
                drawn.append(end.value)
                break
    return _composed(panel, list(zip(views, drawn, strict=True)), screen * times)


def _composed(panel: TryOnPanel, drawn: Sequence[tuple[TryOnView, QImage]], ratio: float) -> QImage:
    room = panel.room
    made = QImage(room.size() * ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(panel.palette().window().color())
    painter = QPainter(made)
    for view, image in drawn:
        at = view.mapTo(room, QPoint())
        painter.drawImage(at, image)
        painter.save()
        painter.translate(at)
        painter.setClipRect(view.rect())
        painted.names(view, painter, QRectF(view.rect()))
        painter.restore()
    if panel.legend.isVisible():
        panel.legend.render(painter, panel.legend.pos(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    return made
