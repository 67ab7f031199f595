"""The view of a machine without OpenGL: filled outlines of the bodies with their tape lines, drawn by Qt alone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from ampc_desktop.core.body import BodyMesh
from ampc_desktop.render.camera import Camera
from ampc_desktop.render.palette import Rgb
from ampc_desktop.render.surface import Array, outline_edges, silhouette
from ampc_desktop.ui.viewport.stage import Stage

SPECK_PX = 3.0
"""Rings with a smaller box are grains of the raster."""


def paint(painter: QPainter, box: QRectF, stage: Stage, camera: Camera) -> None:
    """Draw the stage as outlines into a box, through the same camera as in 3D."""
    palette = stage.palette
    ground = QLinearGradient(box.topLeft(), box.bottomLeft())
    ground.setColorAt(0.0, colour(palette.top))
    ground.setColorAt(1.0, colour(palette.bottom))
    painter.fillRect(box, ground)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = (box.width(), box.height())
    fills = [palette.avatar, palette.other]
    for number, mesh in enumerate(stage.meshes):
        path = outline_path(mesh, camera, *size)
        ghost = number == 1 and stage.compare == "overlay"
        painter.setPen(QPen(colour(palette.text), 1.25))
        painter.setBrush(colour(fills[number], 0.4 if ghost else 1.0))
        painter.drawPath(path)
        painter.setPen(QPen(colour(palette.text, 0.22), 1.0))
        seen = camera.project(mesh.vertices_mm, *size)[:, :2]
        edges = outline_edges(mesh.vertices_mm, mesh.skin, camera.position_mm)
        inner = QPainterPath()
        for a, b in seen[edges].tolist():
            inner.moveTo(*a)
            inner.lineTo(*b)
        painter.setClipPath(path)
        painter.drawPath(inner)
        painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in stage.lines:
        lit = line.measure in (stage.chosen, stage.hovered)
        painter.setPen(QPen(colour(palette.highlight if lit else palette.tape), 3.0 if lit else 1.75))
        painter.drawPath(_line(camera.project(line.points_mm, *size), line.closed))
    beside = stage.other_line
    if beside is not None:
        painter.setPen(QPen(colour(palette.highlight), 3.0))
        painter.drawPath(_line(camera.project(beside.points_mm, *size), beside.closed))
    painter.setPen(QPen(colour(palette.section), 2.0))
    for loop in stage.loops:
        painter.drawPath(_line(camera.project(loop.points_mm, *size), True))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.landmark))
    for mark in stage.marks:
        x, y, _ = camera.project([mark.point_mm], *size)[0]
        painter.drawEllipse(QPointF(x, y), 3.5, 3.5)
    painter.restore()


def outline_path(mesh: BodyMesh, camera: Camera, width: float, height: float) -> QPainterPath:
    """The silhouette of the closed skin; holes between arm and trunk stay open."""
    seen = camera.project(mesh.vertices_mm, width, height)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in silhouette(seen[:, :2], mesh.skin):
        if np.ptp(ring, axis=0).max() > SPECK_PX:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in smooth(ring).tolist()]))
            path.closeSubpath()
    return path


def smooth(ring: Array) -> Array:
    """Away with the steps of the raster."""
    for _ in range(2):
        ring = 0.25 * np.roll(ring, 1, axis=0) + 0.5 * ring + 0.25 * np.roll(ring, -1, axis=0)
    return ring[::2] if len(ring) > 40 else ring


def _line(seen: Array, closed: bool) -> QPainterPath:
    """Strands towards the eye only: the others lie behind the body."""
    path = QPainterPath()
    limit = np.median(seen[:, 2]) if closed and np.ptp(seen[:, 2]) > 1.0 else np.inf
    ends = np.roll(seen, -1, axis=0) if closed else seen[1:]
    for a, b in zip(seen, ends, strict=False):
        if min(a[2], b[2]) <= limit:
            path.moveTo(a[0], a[1])
            path.lineTo(b[0], b[1])
    return path


def colour(rgb: Rgb, alpha: float = 1.0) -> QColor:
    return QColor.fromRgbF(*rgb, alpha)
