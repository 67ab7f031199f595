"""A photo with what was found in it: figure, fitted body and joints; joints are dragged, the figure is brushed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ampc_desktop.core.photo import BONES, DRAGGABLE, Array, FittedView, PhotoPoints, Stroke
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour, current

Tool = Literal["points", "add", "remove"]
REACH_PX = 11.0
ZOOM_STEP, MOST_ZOOM = 1.2, 20.0
RADII_PX = (4.0, 400.0)
# A standing figure with arms away from the body, as shares of a 1 x 1 box around it, to start from by hand.
STANDING: Mapping[str, tuple[float, float]] = {
    "nose": (0.50, 0.07),
    "left_shoulder": (0.64, 0.19),
    "right_shoulder": (0.36, 0.19),
    "left_elbow": (0.78, 0.34),
    "right_elbow": (0.22, 0.34),
    "left_wrist": (0.90, 0.47),
    "right_wrist": (0.10, 0.47),
    "left_hip": (0.58, 0.50),
    "right_hip": (0.42, 0.50),
    "left_knee": (0.60, 0.72),
    "right_knee": (0.40, 0.72),
    "left_ankle": (0.61, 0.94),
    "right_ankle": (0.39, 0.94),
}


def words_of(keypoint: str) -> str:
    """Name of a keypoint for people: "left shoulder", the person's own left."""
    return keypoint.replace("_", " ")


class PhotoCanvas(QWidget):
    """Everything it tells is in pixels of the photo at full size.

    pointMoved(name, x, y), strokeDrawn(Stroke), radiusChanged(px), hinted(text) for a status line.
    """

    pointMoved = Signal(str, float, float)
    strokeDrawn = Signal(object)
    radiusChanged = Signal(float)
    hinted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Photo")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 240)
        self.points: PhotoPoints | None = None
        self.fitted: FittedView | None = None
        self.placed: dict[str, tuple[float, float]] = {}
        self.strokes: tuple[Stroke, ...] = ()
        self.tool: Tool = "points"
        self.radius_px = 24.0
        self._picture = QImage()
        self._shown: dict[str, tuple[float, float]] = {}
        self._zoom, self._centre = 1.0, QPointF()
        self._held, self._chosen, self._hover = "", "", ""
        self._pull: list[tuple[float, float]] = []
        self._pan: QPointF | None = None
        self._at: QPointF | None = None
        current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, 560)

    # -- data in -------------------------------------------------------------------------------------------------

    def show_photo(
        self, points: PhotoPoints | None, placed: Mapping[str, tuple[float, float]], strokes: Sequence[Stroke]
    ) -> None:
        """The upright photo with found keypoints, and what a person did to it so far."""
        if points is not self.points:
            self._picture = QImage() if points is None else QImage.fromData(points.picture)
            self._zoom = 1.0
            self._centre = QPointF() if points is None else QPointF(points.width_px / 2, points.height_px / 2)
            self.fitted = None
        self.points, self.placed, self.strokes, self._shown = points, dict(placed), tuple(strokes), {}
        if points is not None:
            self.radius_px = min(self.radius_px, points.height_px / 8)
            found = {one.name: (one.x, one.y) for one in points.keypoints if one.name in DRAGGABLE}
            self._shown = {**self._template(points, found), **found, **self.placed}
        self.update()

    def show_fit(self, fitted: FittedView | None) -> None:
        """Figure and fitted body over the photo; None takes them away."""
        self.fitted = fitted
        self.update()

    @staticmethod
    def _template(points: PhotoPoints, found: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """Places to start from where nothing was found: a standing figure in the middle of the photo."""
        if found:
            return {}
        high = 0.86 * points.height_px
        wide = min(0.45 * high, 0.9 * points.width_px)
        left, top = (points.width_px - wide) / 2, 0.07 * points.height_px
        return {name: (left + x * wide, top + y * high) for name, (x, y) in STANDING.items()}

    @property
    def shown(self) -> Mapping[str, tuple[float, float]]:
        """Every draggable point where it is drawn: found, placed, or the figure to start from."""
        return dict(self._shown)

    def set_tool(self, tool: Tool) -> None:
        self.tool = tool
        self._chosen = self._hover = ""
        self.setCursor(Qt.CursorShape.ArrowCursor if tool == "points" else Qt.CursorShape.BlankCursor)
        self._hint()
        self.update()

    def set_radius(self, radius_px: float) -> None:
        low, high = RADII_PX
        self.radius_px = min(high, max(low, radius_px))
        self.radiusChanged.emit(self.radius_px)
        self.update()

    def fit(self) -> None:
        """Show the whole photo."""
        self._zoom = 1.0
        if self.points is not None:
            self._centre = QPointF(self.points.width_px / 2, self.points.height_px / 2)
        self.update()

    # -- where things are ----------------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        if self.points is None:
            return 1.0
        whole = min(self.width() / self.points.width_px, self.height() / self.points.height_px)
        return max(1e-6, whole * self._zoom)

    def to_screen(self, x: float, y: float) -> QPointF:
        scale = self._scale
        return QPointF(
            self.width() / 2 + (x - self._centre.x()) * scale, self.height() / 2 + (y - self._centre.y()) * scale
        )

    def to_photo(self, at: QPointF) -> tuple[float, float]:
        scale = self._scale
        return (
            self._centre.x() + (at.x() - self.width() / 2) / scale,
            self._centre.y() + (at.y() - self.height() / 2) / scale,
        )

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        assert self.points is not None
        return min(max(0.0, x), self.points.width_px - 1.0), min(max(0.0, y), self.points.height_px - 1.0)

    def _nearest(self, at: QPointF) -> str:
        away = {
            name: float(np.hypot(spot.x() - at.x(), spot.y() - at.y()))
            for name, spot in ((name, self.to_screen(*place)) for name, place in self._shown.items())
        }
        name = min(away, key=lambda one: away[one], default="")
        return name if name and away[name] <= REACH_PX else ""

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("canvas"))
        if self.points is not None:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            corner = self.to_screen(0, 0)
            scale = self._scale
            photo = QRectF(corner.x(), corner.y(), self.points.width_px * scale, self.points.height_px * scale)
            painter.drawImage(photo, self._picture)
            self._paint_fit(painter)
            self._paint_strokes(painter)
            self._paint_points(painter)
            self._paint_brush(painter)
            self._paint_legend(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _path(self, rings: Sequence[Array]) -> QPainterPath:
        path = QPainterPath()
        for ring in rings:
            path.addPolygon(QPolygonF([self.to_screen(float(x), float(y)) for x, y in ring]))
            path.closeSubpath()
        return path

    def _paint_fit(self, painter: QPainter) -> None:
        if self.fitted is None:
            return
        figure, body = self._path(self.fitted.contours), self._path(self.fitted.outline)
        figure.setFillRule(Qt.FillRule.OddEvenFill)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("walking", 0.14))
        painter.drawPath(figure)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, token, dash in ((figure, "walking", None), (body, "selected", (5.0, 3.0))):
            painter.setPen(QPen(colour("app", 0.55), 3.5))  # a dark seam keeps both lines readable on any photo
            painter.drawPath(path)
            pen = QPen(colour(token), 1.75)
            if dash:
                pen.setDashPattern(list(dash))
            painter.setPen(pen)
            painter.drawPath(path)

    def _paint_strokes(self, painter: QPainter) -> None:
        pulls = list(self.strokes)
        if self._pull:
            pulls.append(Stroke(self.tool == "add", tuple(self._pull), self.radius_px))
        for stroke in pulls:
            line = QPainterPath(self.to_screen(*stroke.points[0]))
            for point in stroke.points:
                line.lineTo(self.to_screen(*point))
            pen = QPen(colour("walking" if stroke.figure else "err", 0.42), 2 * stroke.radius_px * self._scale)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(line)

    def _paint_points(self, painter: QPainter) -> None:
        if self.tool != "points":
            return
        spots = {name: self.to_screen(*place) for name, place in self._shown.items()}
        for width, pen_colour in ((4.0, colour("app", 0.5)), (1.75, colour("accent", 0.9))):
            painter.setPen(QPen(pen_colour, width))
            for a, b in BONES:
                if a in spots and b in spots:
                    painter.drawLine(spots[a], spots[b])
        sure = {one.name for one in self.points.keypoints} if self.points is not None else set()
        for name, spot in spots.items():
            by_hand, big = name in self.placed, name in (self._hover, self._held, self._chosen)
            painter.setPen(QPen(colour("app"), 1.5))
            painter.setBrush(colour("selected" if by_hand or big else "accent"))
            if name not in sure and not by_hand:
                painter.setPen(QPen(colour("accent"), 2))
                painter.setBrush(colour("app", 0.5))
            size = 7.0 if big else 5.0
            painter.drawEllipse(spot, size, size)
        name = self._held or self._hover or self._chosen
        if name in spots:
            self._paint_name(painter, spots[name], words_of(name))

    def _paint_name(self, painter: QPainter, at: QPointF, text: str) -> None:
        painter.setFont(font(tokens.LABEL_VALUE))
        wide = painter.fontMetrics().horizontalAdvance(text) + 16
        left = at.x() + 12 if at.x() + 12 + wide < self.width() else at.x() - 12 - wide
        box = QRectF(left, max(4.0, at.y() - 30), wide, 24)
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(colour("raised"))
        painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
        painter.setPen(colour("t1"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_legend(self, painter: QPainter) -> None:
        """Which line is which, once there are two."""
        if self.fitted is None:
            return
        rows = (("walking", "Figure in the photo", False), ("selected", "Fitted body", True))
        painter.setFont(font(tokens.CAPTION))
        metrics = painter.fontMetrics()
        box = QRectF(8, 8, max(metrics.horizontalAdvance(text) for _, text, _ in rows) + 50, 44)
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(colour("raised", 0.92))
        painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
        for number, (token, text, dashed) in enumerate(rows):
            y = box.top() + 13 + 18 * number
            pen = QPen(colour(token), 2)
            if dashed:
                pen.setDashPattern([3.0, 2.0])
            painter.setPen(pen)
            painter.drawLine(QPointF(box.left() + 8, y), QPointF(box.left() + 32, y))
            painter.setPen(colour("t1"))
            painter.drawText(QPointF(box.left() + 40, y + 4), text)

    def _paint_brush(self, painter: QPainter) -> None:
        if self.tool == "points" or self._at is None:
            return
        radius = self.radius_px * self._scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("app", 0.7), 3))
        painter.drawEllipse(self._at, radius, radius)
        painter.setPen(QPen(colour("walking" if self.tool == "add" else "err"), 1.5))
        painter.drawEllipse(self._at, radius, radius)
        painter.drawLine(self._at - QPointF(4, 0), self._at + QPointF(4, 0))
        if self.tool == "add":
            painter.drawLine(self._at - QPointF(0, 4), self._at + QPointF(0, 4))

    # -- events --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.points is None:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = event.position()
        elif event.button() == Qt.MouseButton.LeftButton and self.tool == "points":
            self._held = self._chosen = self._nearest(event.position())
            if not self._held:
                self._pan = event.position()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pull = [self.to_photo(event.position())]
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._at = at
        if self.points is None:
            return
        if self._pan is not None:
            self._centre -= (at - self._pan) / self._scale
            self._pan = at
        elif self._held:
            self._shown[self._held] = self._inside(*self.to_photo(at))
        elif self._pull:
            point = self.to_photo(at)
            if np.hypot(point[0] - self._pull[-1][0], point[1] - self._pull[-1][1]) >= self.radius_px / 4:
                self._pull.append(point)
        else:
            self._hover = self._nearest(at) if self.tool == "points" else ""
            if self.tool == "points":
                self.setCursor(Qt.CursorShape.PointingHandCursor if self._hover else Qt.CursorShape.ArrowCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self._place(self._held, *self._shown[self._held])
            self._held = ""
        elif self._pull and event.button() == Qt.MouseButton.LeftButton:
            stroke = Stroke(self.tool == "add", tuple(self._pull), self.radius_px)
            self._pull = []
            self.strokes = (*self.strokes, stroke)
            self.strokeDrawn.emit(stroke)
        self._pan = None
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._at, self._hover = None, ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.points is None:
            return
        turns = event.angleDelta().y() / 120
        if self.tool != "points" and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.set_radius(self.radius_px * ZOOM_STEP**turns)
            return
        under = self.to_photo(event.position())
        self._zoom = min(MOST_ZOOM, max(1.0, self._zoom * ZOOM_STEP**turns))
        now = self.to_photo(event.position())
        self._centre += QPointF(under[0] - now[0], under[1] - now[1])
        if self._zoom == 1.0:
            self.fit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = Qt.Key(event.key()), Qt.Key
        steps = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        if self.points is None:
            super().keyPressEvent(event)
        elif key in (keys.Key_BracketLeft, keys.Key_BracketRight):
            ahead = key == keys.Key_BracketRight
            if self.tool == "points":
                self._next(1 if ahead else -1)
            else:
                self.set_radius(self.radius_px * (ZOOM_STEP if ahead else 1 / ZOOM_STEP))
        elif key in steps and self._chosen:
            by = 10.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            x, y = self._shown[self._chosen]
            self._place(self._chosen, *self._inside(x + by * steps[key][0], y + by * steps[key][1]))
        elif key == keys.Key_Home:
            self.fit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def _next(self, step: int) -> None:
        names = [name for name in DRAGGABLE if name in self._shown]
        at = names.index(self._chosen) + step if self._chosen in names else 0
        self._chosen = names[at % len(names)]
        self.hinted.emit(f"{words_of(self._chosen)}: arrows move it")
        self.update()

    def _place(self, name: str, x: float, y: float) -> None:
        self._shown[name] = self.placed[name] = (x, y)
        self.pointMoved.emit(name, x, y)
        self.update()

    def _hint(self) -> None:
        texts = {
            "points": "Drag a joint to where it is; [ ] and arrows do the same",
            "add": "Paint what belongs to the person; [ ] change the brush",
            "remove": "Paint what does not belong to the person; [ ] change the brush",
        }
        self.hinted.emit(texts[self.tool])
