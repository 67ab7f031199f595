"""The try-on of a machine without OpenGL: outlines of body and garment in the colours of the cloth, by Qt alone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ampc_desktop.render.camera import Camera
from ampc_desktop.render.surface import silhouette
from ampc_desktop.ui.tryon.fitting import Fitting
from ampc_desktop.ui.viewport.flat import SPECK_PX, colour, outline_path, smooth


def paint(painter: QPainter, room: QRectF, fitting: Fitting, camera: Camera) -> None:
    """Body, garment over it, its seams on the near side."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = (room.width(), room.height())
    palette, mesh = fitting.palette, fitting.mesh
    if fitting.body_mesh is not None:
        painter.setPen(QPen(colour(palette.text), 1.25))
        painter.setBrush(colour(palette.avatar))
        painter.drawPath(outline_path(fitting.body_mesh, camera, *size))
    if mesh is not None:
        seen = camera.project(fitting.positions_mm, *size)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in silhouette(seen[:, :2], mesh.faces):
            if np.ptp(ring, axis=0).max() > SPECK_PX:
                path.addPolygon(QPolygonF([QPointF(x, y) for x, y in smooth(ring).tolist()]))
                path.closeSubpath()
        painter.setBrush(_cloth(fitting))
        painter.setPen(QPen(colour(palette.text), 1.5))
        painter.drawPath(path)
        painter.setClipPath(path)
        painter.setPen(QPen(colour(palette.quiet), 1.0))
        middle = float(np.median(seen[:, 2]))
        for walk in mesh.seams.values():
            near = [point for point in seen[walk].tolist() if point[2] <= middle]
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y, _ in near]))
    painter.restore()


def _cloth(fitting: Fitting) -> QColor:
    """The mean colour of the cloth, or grey while it is not known."""
    worn = fitting.worn
    if worn is None:
        return colour(fitting.palette.other)
    if worn.textures:
        means = [texture.image[..., :3].mean(axis=(0, 1)) for texture in worn.textures.values()]
        red, green, blue = (round(float(part)) for part in np.mean(means, axis=0))
        return QColor(red, green, blue)
    return QColor(*next(iter(worn.grounds.values()), (200, 200, 200)))
