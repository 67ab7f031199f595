"""What every 3D view has: VTK renders off screen, the frame is painted, everything else lies on top.

No native child window, so it can be grabbed, overlaid and closed like any widget. Everything is drawn inside paint
events: any number of camera moves between two paints costs one frame.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QFocusEvent,
    QImage,
    QLinearGradient,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ampc_desktop.render.camera import Array, ViewName
from ampc_desktop.render.palette import Palette
from ampc_desktop.render.probe import Gl, opengl
from ampc_desktop.ui.theme import style, tokens
from ampc_desktop.ui.theme.style import colour, theme
from ampc_desktop.ui.viewport import overlay
from ampc_desktop.ui.viewport.colours import palette_of
from ampc_desktop.ui.viewport.machine import Machine
from ampc_desktop.ui.viewport.navigation import Navigator

if TYPE_CHECKING:
    from ampc_desktop.render.scene import Scene
    from ampc_desktop.ui.viewport.frame_source import FrameSource

REST_MS = 160
NO_GL = "This machine can't draw in 3D: outlines are shown, everything else works"


class View3D(QWidget):
    """A camera, a frame and its life; what stands in it is for those who inherit: see the hooks below."""

    def __init__(self, ask: Callable[[], Gl] = opengl) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 240)
        self.gl: Gl | None = None
        self.navigator = Navigator(self)
        self.navigator.moved.connect(self._moved)
        self._source: FrameSource | None = None
        self._image, self._dirty, self._fine = QImage(), True, False
        self._turn = 0
        self.busy = False
        """Is something worked out that needs the processor more than fine frames do?"""
        self._pointer: QPointF | None = None
        self._fitted, self._closed, self._waited = False, False, False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._at_rest)
        self._machine = Machine(self, ask)
        self._machine.answered.connect(self._answered)
        style.current().changed.connect(self._restyle)
        QApplication.instance().aboutToQuit.connect(self.shutdown)  # type: ignore[union-attr]

    # -- hooks ---------------------------------------------------------------------------------------------------

    @property
    def occupied(self) -> bool:
        """Does anything stand here?"""
        return False

    @property
    def points_mm(self) -> Array:
        """Points (n, 3) to fit the camera to."""
        return np.empty((0, 3))

    @property
    def head_px(self) -> float:
        """Height of what is written over the head of the view, where it must stay clear."""
        return 0.0

    @property
    def moving(self) -> bool:
        """Something moves by itself: no finer frames, nothing is found under the pointer."""
        return False

    def attach(self, scene: Scene | None) -> None:
        """A scene to fill; None: it is gone."""

    def restyle(self, palette: Palette) -> None:
        """The theme has changed."""

    def refresh(self) -> None:
        """Everything that depends on what is shown."""
        if not self._fitted and self.occupied:
            self.fit(animated=False)
        self.place_parts()
        self.changed()

    def place_parts(self) -> None:
        """Put the widgets that float over the view where they belong."""

    def paint_outlines(self, painter: QPainter, room: QRectF) -> None:
        """The picture of a machine without OpenGL."""

    def paint_over(self, painter: QPainter, room: QRectF) -> None:
        """What is written over the picture."""

    def find_under(self, at: QPointF | None) -> None:
        """Show what lies under the pointer; None: it has left."""

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def source(self) -> FrameSource | None:
        """Where the frames come from; None before the machine was asked, without OpenGL, and when closed."""
        return self._source

    @property
    def note(self) -> str:
        """One line about the view itself."""
        if self.gl is None:
            return "Getting 3D ready" if self._waited else ""
        return "" if self.gl.ok else NO_GL

    def fit(self, animated: bool = True) -> None:
        points = self.points_mm
        if len(points) and self.width() > 40:
            self._fitted = True
            self.navigator.fit(points, animated, self.head_px)

    def refit(self) -> None:
        """Something else stands here: show all of it, at once."""
        self._fitted = False
        if self.occupied:
            self.fit(animated=False)

    def look(self, view: ViewName) -> None:
        self.navigator.look(view)

    def image(self) -> QImage:
        """The frame as it is now, at full quality, without what is written over it."""
        self.navigator.settle()
        self._rest.stop()
        self._fine = True
        self.repaint()
        while self._source is not None and self.occupied and not self._source.finished:
            self.repaint()
        return self._image.copy()

    def larger(self, times: int) -> Generator[float, None, QImage]:
        """The same `times` as wide and high, in small steps: yields the share that is done.

        What changes meanwhile is drawn from the beginning; cloth that moves is drawn in one step.
        """
        self.navigator.settle()
        size, ratio = self.size(), self.devicePixelRatioF()
        while True:
            source, turn = self._source, self._turn
            if source is None or not self.occupied:
                made = QImage(size * ratio * times, QImage.Format.Format_RGB32)
                made.setDevicePixelRatio(ratio * times)
                painter = QPainter(made)
                self._paint_ground(painter, QRectF(self.rect()))
                painter.end()
                return made
            made = QImage()
            steps = source.larger(self.navigator.camera, size, ratio, times)
            while turn == self._turn and self._source is source:
                try:
                    share = next(steps)
                except StopIteration as end:
                    made = end.value
                    break
                if not self.moving:
                    yield share
            if not made.isNull():
                self.update()
                return made

    def _paint_ground(self, painter: QPainter, room: QRectF) -> None:
        ground = QLinearGradient(room.topLeft(), room.bottomLeft())
        ground.setColorAt(0.0, colour("viewport_top"))
        ground.setColorAt(1.0, colour("viewport_bottom"))
        painter.fillRect(room, ground)
        if self.gl is not None and not self.gl.ok:
            self.paint_outlines(painter, room)

    def shutdown(self) -> None:
        """Give the graphics memory back; nothing is drawn afterwards."""
        if self._closed:
            return
        self._closed = True
        self._rest.stop()
        self._machine.wait()
        self.attach(None)
        if self._source is not None:
            self._source.close()
            self._source = None

    def changed(self) -> None:
        """A new frame is due; soon after the last of them a fine one."""
        self._dirty = True
        self._fine = False
        self._turn += 1
        if self.isVisible() and not self._closed:
            self._rest.start()
        self.update()

    def in_view(self, point_mm: Array) -> bool:
        """Is a point seen in the last frame, or hidden behind something?"""
        return self._source is None or self._source.sees(point_mm)

    @property
    def extent(self) -> tuple[float, float]:
        return float(self.width()), float(self.height())

    # -- life ----------------------------------------------------------------------------------------------------

    def _answered(self, gl: Gl) -> None:
        if self._closed:
            return
        self.gl = gl
        if gl.ok:
            from ampc_desktop.ui.viewport.frame_source import FrameSource

            self._source = FrameSource(palette_of(theme()), gl.software)
            self.attach(self._source.scene)
        self.refresh()

    def _restyle(self) -> None:
        self.restyle(palette_of(theme()))
        self.changed()

    def _moved(self) -> None:
        self.changed()

    def _at_rest(self) -> None:
        if self.moving:
            return
        self._fine = not self.busy
        self.find_under(self._pointer)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        room = QRectF(self.rect())
        painter = QPainter(self)
        source = self._source
        if source is not None and self.occupied:
            view = (self.navigator.camera, self.size(), self.devicePixelRatioF())
            if self._dirty:
                self._image = source.image(*view)
                self._dirty = False
            elif self._fine and not source.finished:
                self._image = source.finer(*view)
            if self._fine and not source.finished:
                QTimer.singleShot(0, self, self.update)
            painter.drawImage(0, 0, self._image)
        else:
            self._paint_ground(painter, room)
        self.paint_over(painter, room)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)
        painter.end()

    # -- events --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._machine.asked and not self._closed:
            self._machine.start()
            QTimer.singleShot(400, self, self._tell_waiting)
        self.refresh()

    def _tell_waiting(self) -> None:
        self._waited = True
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_parts()
        if self._fitted and self.navigator.untouched:
            self.fit(animated=False)  # nobody chose another place: everything stays in view
        self.changed()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.shutdown()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DeferredDelete:
            self.shutdown()
        elif kind == QEvent.Type.DevicePixelRatioChange:
            self.changed()
        elif isinstance(event, QNativeGestureEvent) and self.navigator.pinch(event):
            return True
        return super().event(event)

    def press_axis(self, event: QMouseEvent) -> bool:
        """A click on a letter of the axes looks along it, a second click from the other end."""
        at = event.position()
        axis = overlay.axis_at(QRectF(self.rect()), self.navigator.camera, at.x(), at.y())
        if axis is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        _, _, _, view, opposite = overlay.AXES[axis]
        camera = self.navigator.camera
        self.look(opposite if camera == camera.looking(view) else view)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.occupied:
            self.navigator.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.find_under(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
