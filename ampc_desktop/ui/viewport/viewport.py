"""The 3D view of the Body workspace: a body to walk around, its tape loops, landmarks and a section cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ampc_desktop.core.body import BodyMesh, MeasuredBody
from ampc_desktop.render.camera import Array
from ampc_desktop.render.palette import Palette
from ampc_desktop.render.probe import Gl, opengl
from ampc_desktop.render.words import value_text
from ampc_desktop.ui.theme.style import theme
from ampc_desktop.ui.viewport import flat, hud, pointer
from ampc_desktop.ui.viewport.colours import palette_of
from ampc_desktop.ui.viewport.section_bar import SectionBar
from ampc_desktop.ui.viewport.stage import Compare, Stage
from ampc_desktop.ui.viewport.tools import Tools
from ampc_desktop.ui.viewport.turntable import Turntable
from ampc_desktop.ui.viewport.view import View3D

if TYPE_CHECKING:
    from ampc_desktop.render.scene import Scene

SECTION_STEP_MM = 10.0


class Viewport(View3D):
    """A body to walk around.

    hovered(measure), picked(measure): tape loop under the pointer / clicked, "" for none.
    section_moved(height_mm) while the section cut is moved.
    """

    hovered = Signal(str)
    picked = Signal(str)
    section_moved = Signal(float)

    def __init__(self, empty: QWidget | None = None, ask: Callable[[], Gl] = opengl) -> None:
        super().__init__(ask)
        self.setAccessibleName("3D view")
        self.stage = Stage(palette_of(theme()))
        self.navigator.touched.connect(lambda: self.set_turning(False))
        self.tools = Tools(self)
        self.tools.wanted.connect(self._tool)
        self.tools.show_state(tapes=True, marks=False)
        self.section_bar = SectionBar(self)
        self.section_bar.moved.connect(self.set_section)
        self.section_bar.closed.connect(lambda: self.set_section(None))
        self.section_bar.hide()
        self._labels: Mapping[str, str] = {}
        self._caption = hud.Caption()
        self._waiting = ""
        self._bubble: tuple[str, str] | None = None
        self._cut_drag = False
        self._empty = empty
        if empty is not None:
            QVBoxLayout(self).addWidget(empty)
        self.turntable = Turntable(self.navigator)
        self.turntable.switched.connect(lambda on: self.tools.show_state(turn=on))
        self._show_parts()

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_labels(self, labels: Mapping[str, str]) -> None:
        """What people read for each measure."""
        self._labels = labels

    def show_body(
        self, body: MeasuredBody | None, other: MeasuredBody | None = None, compare: Compare = "side"
    ) -> None:
        """A body in its A-pose, alone, or with another beside or over it; None empties the view."""
        self._waiting = ""
        before = (len(self.stage.meshes), self.stage.compare)
        self._stand_anew(self.stage.pose is not None)
        self.stage.show(body, other, compare)
        self._caption = hud.caption_of(body, other)
        self.setAccessibleDescription(self._caption.spoken)
        if before != (len(self.stage.meshes), self.stage.compare):
            self._fitted = False
            if other is not None and compare == "side":
                self.navigator.take(self.navigator.camera.looking("front"))  # neither stands in front of the other
        self.refresh()

    def show_waiting(self, text: str) -> None:
        """A body is on its way: say so where the empty view would ask for one."""
        self._waiting = text
        self._show_parts()
        self.update()

    def show_pose(self, mesh: BodyMesh | None) -> None:
        """The same body in another pose; None goes back to the A-pose. Tape and landmarks belong to the A-pose."""
        self._stand_anew(mesh is not self.stage.pose)
        self.stage.show_pose(mesh)
        self.refresh()

    def highlight(self, measure: str) -> None:
        """Light the tape of a measure ("" for none), e.g. of the row in focus."""
        if self.stage.light(chosen=measure):
            self.changed()
            body, chosen = self.stage.body, self.stage.chosen
            value = value_text(chosen, body.measures.values.get(chosen)) if body is not None and chosen else ""
            said = f"{self._labels.get(chosen, chosen)} {value}" if value else self._caption.spoken
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def set_tapes(self, on: bool) -> None:
        self.stage.switch(tapes=on)
        self.refresh()

    def set_landmarks(self, on: bool) -> None:
        self.stage.switch(marks=on)
        self.refresh()

    def set_section(self, height_mm: float | None) -> None:
        """Cut the body level at a height above the floor; None leaves the cut."""
        if height_mm is not None and self.stage.mesh is not None:
            height_mm = min(float(self.stage.mesh.stature_mm), max(0.0, height_mm))
        self.stage.cut(height_mm)
        if height_mm is not None:
            self.section_moved.emit(height_mm)
        self.refresh()

    def set_turning(self, on: bool) -> None:
        """Turntable, while there is a body."""
        self.turntable.turn(on and self.stage.mesh is not None)

    @property
    def turning(self) -> bool:
        return self.turntable.turning

    # -- hooks of the view ---------------------------------------------------------------------------------------

    @property
    def occupied(self) -> bool:
        return self.stage.mesh is not None

    @property
    def points_mm(self) -> Array:
        return self.stage.points_mm

    @property
    def moving(self) -> bool:
        return self.turning

    def attach(self, scene: Scene | None) -> None:
        self.stage.attach(scene)

    def restyle(self, palette: Palette) -> None:
        self.stage.restyle(palette)

    def shutdown(self) -> None:
        if not self._closed:
            self.set_turning(False)
        super().shutdown()

    def refresh(self) -> None:
        on = self.stage.section_mm is not None
        self.tools.show_state(section=on, tapes=self.stage.tapes_on, marks=self.stage.marks_on)
        if self.stage.mesh is None:
            self.set_turning(False)
        elif self.stage.section_mm is not None:
            self.section_bar.show_cut(self.stage.section_mm, self.stage.mesh.stature_mm, self.stage.loops)
        self._show_parts()
        super().refresh()

    def _stand_anew(self, moved: bool) -> None:
        """A body that stands otherwise is fitted anew, unless a person chose where to look from."""
        if moved and self.navigator.untouched:
            self._fitted = False

    def _show_parts(self) -> None:
        there = self.stage.mesh is not None
        self.tools.setVisible(there)
        self.section_bar.setVisible(there and self.stage.section_mm is not None)
        if self._empty is not None:
            self._empty.setVisible(not there and not self._waiting)
        self.place_parts()

    def place_parts(self) -> None:
        bottom = self.height() - 12
        self.tools.move(12, bottom - self.tools.height())
        bar = self.section_bar
        bar.adjustSize()
        right = self.width() - 12 - bar.width()
        beside = right > self.tools.geometry().right() + 8
        bar.move(max(12, right), bottom - bar.height() - (0 if beside else self.tools.height() + 8))

    def _moved(self) -> None:
        self._bubble = None
        super()._moved()

    def paint_outlines(self, painter: QPainter, room: QRectF) -> None:
        flat.paint(painter, room, self.stage, self.navigator.camera)

    def paint_over(self, painter: QPainter, room: QRectF) -> None:
        if self.stage.mesh is not None:
            hud.paint(painter, room, self.stage, self.navigator.camera, self._caption, self.note, self.in_view)
            hud.bubble(painter, room, self._pointer, self._bubble)
        elif self._waiting:
            hud.waiting(painter, room, self._waiting)

    # -- events --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.stage.mesh is None:
            return
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            if self.press_axis(event):
                return
            if self._over_cut(at):
                self._cut_drag = True
                return
        if not self.navigator.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._cut_drag and self.stage.section_mm is not None and self._pointer is not None:
            by_px = self._pointer.y() - at.y()
            self._pointer = at
            self.set_section(self.stage.section_mm + by_px / self.navigator.camera.px_per_mm(self.height()))
            return
        self._pointer = at
        if not self.navigator.drag(event):
            self.find_under(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._cut_drag:
            self._cut_drag = False
        elif self.navigator.release(event) and event.button() == Qt.MouseButton.LeftButton:
            self.find_under(event.position())
            self.highlight(self.stage.hovered)
            self.picked.emit(self.stage.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = Qt.Key(event.key()), Qt.Key
        if self.stage.mesh is None:
            super().keyPressEvent(event)
        elif key in (keys.Key_PageUp, keys.Key_PageDown) and self.stage.section_mm is not None:
            step = 1.0 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else SECTION_STEP_MM
            self.set_section(self.stage.section_mm + (step if key == keys.Key_PageUp else -step))
        elif key in (keys.Key_BracketLeft, keys.Key_BracketRight):
            self._next_line(1 if key == keys.Key_BracketRight else -1)
        elif key == keys.Key_Escape and self.stage.section_mm is not None:
            self.set_section(None)
        elif key in (keys.Key_Home, keys.Key_Space, keys.Key_E, keys.Key_L, keys.Key_K) and not event.isAutoRepeat():
            names = ("fit", "turn", "section", "tapes", "marks")
            self._tool(names[(keys.Key_Home, keys.Key_Space, keys.Key_E, keys.Key_L, keys.Key_K).index(key)])
        elif not self.navigator.key(event):
            super().keyPressEvent(event)

    # -- tools, hover --------------------------------------------------------------------------------------------

    def _tool(self, id: str) -> None:
        if id == "fit":
            self.fit()
        elif id == "turn":
            self.set_turning(not self.turning)
        elif id == "section":
            middle = self.stage.mesh.stature_mm * 0.62 if self.stage.mesh is not None else 0.0
            self.set_section(middle if self.stage.section_mm is None else None)
        elif id == "tapes":
            self.set_tapes(not self.stage.tapes_on)
        elif id == "marks":
            self.set_landmarks(not self.stage.marks_on)

    def _next_line(self, step: int) -> None:
        """Light the next tape line, head to foot, and say which it is."""
        body = self.stage.body
        if body is None or not body.tape:
            return
        names = list(body.tape)
        at = names.index(self.stage.chosen) + step if self.stage.chosen in names else 0 if step > 0 else -1
        self.highlight(names[at % len(names)])
        self.picked.emit(self.stage.chosen)

    def _over_cut(self, at: QPointF) -> bool:
        return pointer.over_cut(self.stage, self.navigator.camera, self.extent, (at.x(), at.y()))

    def find_under(self, at: QPointF | None) -> None:
        """Show what lies under the pointer."""
        found, on_cut = pointer.Found(), False
        if at is not None and self.stage.mesh is not None and not self.turning:
            where = (at.x(), at.y())
            found = pointer.find(self.stage, self.navigator.camera, self.extent, where, self.in_view, self._labels)
            on_cut = found.words is None and self._over_cut(at)
        self.setCursor(Qt.CursorShape.SizeVerCursor if on_cut else Qt.CursorShape.ArrowCursor)
        if found.words != self._bubble:
            self._bubble = found.words
            self.update()
        if self.stage.light(hovered=found.measure):
            self.changed()
            self.hovered.emit(found.measure)
