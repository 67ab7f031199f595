"""The try-on of a machine without OpenGL: outlines of body and garment in the colours of the cloth, by Qt alone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ampc_desktop.render.camera import Camera
from ampc_desktop.render.surface import Array, silhouette
from ampc_desktop.ui.theme.style import theme
from ampc_desktop.ui.tryon.fitting import Fitting
from ampc_desktop.ui.viewport.flat import SPECK_PX, colour, outline_path, smooth


def paint(painter: QPainter, room: QRectF, fitting: Fitting, camera: Camera) -> None:
    """Body, garment over it with its map if one is shown, its seams on the near side."""
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
        if fitting.map is not None and fitting.scale is not None:
            _map(painter, fitting, camera, seen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(palette.quiet), 1.0))
        middle = float(np.median(seen[:, 2]))
        for walk in mesh.seams.values():
            near = [point for point in seen[walk].tolist() if point[2] <= middle]
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y, _ in near]))
    painter.restore()


def _map(painter: QPainter, fitting: Fitting, camera: Camera, seen: Array) -> None:
    """The map, a colour a triangle, the far ones first."""
    mesh, view, scale = fitting.mesh, fitting.map, fitting.scale
    assert mesh is not None and view is not None and scale is not None
    corners = fitting.positions_mm[mesh.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = np.einsum("ij,ij->i", normals, camera.position_mm - corners[:, 0]) > 0
    depth = seen[mesh.faces][..., 2].mean(axis=1)
    values = np.asarray(view.values)[mesh.triangles].mean(axis=1)
    over = QColor(theme().err)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for number in np.argsort(-depth):
        if facing[number]:
            value = float(values[number])
            tint = over if value > scale.limit else QColor(*scale.colour(value))
            painter.setPen(QPen(tint, 1.0))  # or hair lines of the ground show between neighbours
            painter.setBrush(tint)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y, _ in seen[mesh.faces[number]].tolist()]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


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
