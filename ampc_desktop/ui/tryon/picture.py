"""The try-on as a picture: what is to be seen, without tools, in a size that can be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from ampc_desktop.ui.tryon import painted
from ampc_desktop.ui.viewport.frame_source import LARGEST_PX

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel

LONGEST_PX = 2400
"""At least so many pixels on the longer side: 20 cm at 300 dpi."""


def picture(panel: TryOnPanel, longest_px: int = LONGEST_PX) -> QImage:
    """The views at full quality with who wears what; with the legend when a map is shown."""
    room = panel.room
    ratio = max(panel.devicePixelRatioF(), longest_px / max(1, room.width(), room.height()))
    ratio = min(ratio, LARGEST_PX / max(1, room.width(), room.height()))
    made = QImage(room.size() * ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(panel.palette().window().color())
    painter = QPainter(made)
    for view in panel.views:
        at = view.mapTo(room, QPoint())
        painter.drawImage(at, view.image(ratio))
        painter.save()
        painter.translate(at)
        painter.setClipRect(view.rect())
        painted.names(view, painter, QRectF(view.rect()))
        painter.restore()
    if panel.legend.isVisible():
        panel.legend.render(painter, panel.legend.pos(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    return made
