"""Where to measure: the body itself as a small outline from the front and the side, with the tape lit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ampc_desktop.core.body import MeasuredBody, TapeLine
from ampc_desktop.render.camera import Array, Camera, ViewName
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.viewport.flat import outline_path
from ampc_desktop.ui.widgets.empty import EmptyState

VIEWS: tuple[tuple[ViewName, str], ...] = (("front", "Front"), ("left", "Side"))
FOOT_PX = 18.0
FRONT_SHARE = 0.62


class MeasureFigure(QWidget):
    """The outlines are made once a body; a new measure only moves the tape."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._body: MeasuredBody | None = None
        self._measure = ""
        self._labels: Mapping[str, str] = {}
        self._drawn: dict[tuple[ViewName, int, int], tuple[Camera, QPainterPath]] = {}

    def sizeHint(self) -> QSize:
        return QSize(280, 200)

    def show_body(self, body: MeasuredBody | None, labels: Mapping[str, str]) -> None:
        if body is not self._body:
            self._drawn.clear()
        self._body, self._labels = body, labels
        self.setVisible(body is not None)
        self._describe()

    def light(self, measure: str) -> None:
        """Light the tape of a measure; "" for none."""
        self._measure = measure
        self._describe()

    def _describe(self) -> None:
        known = self._body is not None and self._measure in self._body.tape
        name = self._labels.get(self._measure, self._measure)
        self.setAccessibleName(f"Where to measure: {name}" if known else "Where to measure")
        self.update()

    def _view(self, view: ViewName, box: QRectF) -> tuple[Camera, QPainterPath]:
        key = (view, round(box.width()), round(box.height()))
        if key not in self._drawn and self._body is not None:
            mesh = self._body.mesh
            camera = Camera(perspective=False).looking(view)
            camera = camera.fitted(mesh.vertices_mm, box.width() / box.height(), margin=1.04)
            self._drawn[key] = camera, outline_path(mesh, camera, box.width(), box.height())
        return self._drawn[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("inset"))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.PANEL_RADIUS, tokens.PANEL_RADIUS)
        if self._body is None:
            painter.end()
            return
        wide, high = self.width() - 16.0, self.height() - FOOT_PX - 8.0
        left = 8.0
        for (view, word), share in zip(VIEWS, (FRONT_SHARE, 1 - FRONT_SHARE), strict=True):
            box = QRectF(left, 6, wide * share, high)
            camera, path = self._view(view, box)
            painter.save()
            painter.translate(box.topLeft())
            painter.setPen(QPen(colour("ctl"), 1.25))
            painter.setBrush(colour("hover"))
            painter.drawPath(path)
            line = self._body.tape.get(self._measure)
            if line is not None:
                self._draw_tape(painter, camera.project(line.points_mm, box.width(), box.height()), line)
            painter.restore()
            painter.setFont(font(tokens.CAPTION))
            painter.setPen(colour("t3"))
            foot = QRectF(box.left(), self.height() - FOOT_PX - 2, box.width(), FOOT_PX)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, word)
            left += box.width()
        painter.end()

    @staticmethod
    def _draw_tape(painter: QPainter, seen: Array, line: TapeLine) -> None:
        """The near half strong, the far half of a loop dotted; a level ring seen edge-on shows its end."""
        ends = np.roll(seen, -1, axis=0) if line.closed else seen[1:]
        middle = np.median(seen[:, 2]) if line.closed and np.ptp(seen[:, 2]) > 1.0 else np.inf
        near, far = QPainterPath(), QPainterPath()
        for a, b in zip(seen, ends, strict=False):
            path = near if (a[2] + b[2]) / 2 <= middle else far
            path.moveTo(a[0], a[1])
            path.lineTo(b[0], b[1])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, width, style in ((far, 1.25, Qt.PenStyle.DotLine), (near, 2.5, Qt.PenStyle.SolidLine)):
            painter.setPen(QPen(colour("selected"), width, style, Qt.PenCapStyle.RoundCap))
            painter.drawPath(path)
        if not line.closed:
            painter.setBrush(colour("selected"))
            painter.setPen(Qt.PenStyle.NoPen)
            for x, y, _ in (seen[0], seen[-1]):
                painter.drawEllipse(QRectF(x - 3, y - 3, 6, 6))


class Person(QWidget):
    """A dashed outline of a person, for the state in which there is none."""

    # Half of the outline from the crown down one side to between the feet, in hundredths of the height.
    HALF = (
        (0, 0), (5, 2), (6, 7), (4, 12), (3, 14), (9, 17), (13, 20), (17, 32), (22, 43), (20, 45), (14, 36), (10, 26),
        (9, 33), (8, 39), (10, 50), (9, 70), (7, 92), (9, 98), (4, 98), (3, 92), (2, 70), (0, 53),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(124, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour("ctl"), 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        scale, middle = (self.height() - 6) / 100, self.width() / 2
        ring = [QPointF(middle - x * scale, 3 + y * scale) for x, y in self.HALF]
        ring += [QPointF(middle + x * scale, 3 + y * scale) for x, y in reversed(self.HALF)]
        painter.drawPath(_rounded(ring))
        painter.end()


def _rounded(ring: list[QPointF]) -> QPainterPath:
    """A closed curve through the middles of a ring's sides, bent towards its corners."""
    path = QPainterPath((ring[0] + ring[-1]) / 2)
    for number, corner in enumerate(ring):
        path.quadTo(corner, (corner + ring[(number + 1) % len(ring)]) / 2)
    return path


def draw_person(empty: EmptyState) -> None:
    """A person stands for what is missing, not a garment."""
    column = empty.layout()
    first = column.itemAt(0) if column is not None else None
    drawing = first.widget() if first is not None else None
    if column is not None and drawing is not None:
        column.replaceWidget(drawing, Person())
        drawing.deleteLater()
