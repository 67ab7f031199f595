"""Mouse, wheel, touchpad and keys as moves of a camera: left or right orbits, middle pans, the wheel zooms."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QObject, QPointF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ampc_desktop.render.camera import Array, Camera, ViewName, between
from ampc_desktop.ui.viewport import motion

DEGREES_PER_PX = 0.4
KEY_DEGREES = 15.0
ZOOM_STEP = 1.15
FIT_MS = 150
CLICK_PX = 4.0
FOOT_PX = 56.0
"""Height of the tools at the foot of a view; what is fitted stands above them."""
Button = Qt.MouseButton

VIEW_KEYS: dict[Qt.Key, tuple[ViewName, ViewName]] = {
    Qt.Key.Key_1: ("front", "back"),
    Qt.Key.Key_3: ("left", "right"),
    Qt.Key.Key_7: ("top", "below"),
}
"""On the number pad; a second press looks from the opposite side."""


class Navigator(QObject):
    """Holds the camera of one view; `moved` when it changed. Positions are in the view's logical pixels."""

    moved = Signal()
    touched = Signal()
    """A person took the camera into the hand."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.camera = Camera()
        self._drag: tuple[Qt.MouseButton, QPointF] | None = None
        self.dragged_px = 0.0
        self._way = QVariantAnimation(self, duration=FIT_MS, startValue=0.0, endValue=1.0)
        self._way.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._way.valueChanged.connect(self._step)
        self._ends = (self.camera, self.camera)
        self._fit = self.camera

    @property
    def untouched(self) -> bool:
        """Nobody has zoomed or panned since the last fit."""
        aim = self._ends[1] if self._way.state() == QVariantAnimation.State.Running else self.camera
        return (aim.target_mm, aim.distance_mm) == (self._fit.target_mm, self._fit.distance_mm)

    @property
    def _size(self) -> tuple[float, float]:
        return max(1.0, self._view.width()), max(1.0, self._view.height())

    def take(self, camera: Camera, animated: bool = False) -> None:
        """Look through another camera, at once or by the short way."""
        self._way.stop()
        if animated and self._view.isVisible() and not motion.reduced():
            self._ends = (self.camera, camera)
            self._way.start()
            return
        self.camera = camera
        self.moved.emit()

    def settle(self) -> None:
        """Be where the camera is going to."""
        if self._way.state() == QVariantAnimation.State.Running:
            self.take(self._ends[1])

    def _step(self, share: object) -> None:
        if isinstance(share, float):
            self.camera = self._ends[1] if share >= 1.0 else between(*self._ends, share)
            self.moved.emit()

    def fit(self, points_mm: Array, animated: bool = True, head_px: float = 0.0) -> None:
        """All points in view, above the tools at the foot and below what is written in the first head_px."""
        self.settle()
        width, height = self._size
        room = max(0.5 * height, height - FOOT_PX - head_px)
        camera = self.camera.fitted(points_mm, width / room)
        camera = replace(camera, distance_mm=camera.distance_mm * height / room)
        self._fit = camera.panned(0.0, (room - height) / 2 + min(head_px, height - room), height)
        self.take(self._fit, animated)

    def look(self, view: ViewName) -> None:
        self.settle()
        self.take(self.camera.looking(view), animated=True)

    # -- events: each answers whether it was one of ours ---------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        if event.button() not in (Button.LeftButton, Button.MiddleButton, Button.RightButton):
            return False  # back and forward buttons belong to nobody
        self.settle()
        self._drag, self.dragged_px = (event.button(), event.position()), 0.0
        self.touched.emit()
        return True

    def drag(self, event: QMouseEvent) -> bool:
        if self._drag is None:
            return False
        button, before = self._drag
        by = event.position() - before
        self.dragged_px += abs(by.x()) + abs(by.y())
        self._drag = (button, event.position())
        if self.dragged_px < CLICK_PX:
            return True
        if button == Button.MiddleButton or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.take(self.camera.panned(by.x(), by.y(), self._size[1]))
        else:
            self.take(self.camera.orbited(-by.x() * DEGREES_PER_PX, by.y() * DEGREES_PER_PX))
        return True

    def release(self, event: QMouseEvent) -> bool:
        """True when it was a click, not a drag."""
        held, self._drag = self._drag, None
        return held is not None and held[0] == event.button() and self.dragged_px < CLICK_PX

    def wheel(self, event: QWheelEvent) -> None:
        self.settle()
        self.touched.emit()
        fingers = event.pixelDelta()
        if not fingers.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase:
            self.take(self.camera.panned(fingers.x(), fingers.y(), self._size[1]))
            return
        turns = event.angleDelta().y() / 120.0
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.take(self.camera.panned(40.0 * (turns or event.angleDelta().x() / 120.0), 0.0, self._size[1]))
        elif turns:
            self._zoom(ZOOM_STEP**turns, event.position())

    def pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._zoom(1.0 + event.value(), event.position())
        return True

    def _zoom(self, factor: float, at: QPointF) -> None:
        self.take(self.camera.zoomed(factor, at.x(), at.y(), *self._size))

    def key(self, event: QKeyEvent) -> bool:
        """Arrows walk around, + and − zoom, Num 1 3 7 look from the sides, Num 5 changes the projection."""
        key, pad = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
        middle = QPointF(self._size[0] / 2, self._size[1] / 2)
        steps = {
            Qt.Key.Key_Left: (-KEY_DEGREES, 0.0),
            Qt.Key.Key_Right: (KEY_DEGREES, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_DEGREES),
            Qt.Key.Key_Down: (0.0, -KEY_DEGREES),
        }
        self.settle()
        if key in steps:
            self.take(self.camera.orbited(*steps[key]), animated=False)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(ZOOM_STEP, middle)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._zoom(1 / ZOOM_STEP, middle)
        elif pad and key in VIEW_KEYS:
            view, opposite = VIEW_KEYS[key]
            self.look(opposite if self.camera == self.camera.looking(view) else view)
        elif pad and key == Qt.Key.Key_5:
            self.set_perspective(not self.camera.perspective)
        else:
            return False
        self.touched.emit()
        return True

    def set_perspective(self, on: bool) -> None:
        """Perspective or parallel, at the same scale."""
        self.take(replace(self.camera, perspective=on))
