"""One garment on one body in 3D, with the hands to read it and to change it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent

from ampc_desktop.render.camera import Array
from ampc_desktop.render.palette import Palette
from ampc_desktop.render.pick import Hit, Target
from ampc_desktop.render.probe import Gl, opengl
from ampc_desktop.ui.theme.style import theme
from ampc_desktop.ui.tryon import marks, outlines, painted, view_keys
from ampc_desktop.ui.tryon.fitting import Fitting
from ampc_desktop.ui.tryon.hands import Lasso, Pull, StyleLine
from ampc_desktop.ui.tryon.words import Reading, read
from ampc_desktop.ui.viewport import hud
from ampc_desktop.ui.viewport.colours import palette_of
from ampc_desktop.ui.viewport.view import View3D

if TYPE_CHECKING:
    from ampc_desktop.render.scene import Scene

Tool = Literal["", "probe", "line", "pull", "region"]
Left = Qt.MouseButton.LeftButton
DRAWN_SHARE = 4.0
"""Cloth that moves is drawn no oftener than every so many times what a frame takes."""
TITLE_PX = 32.0
"""What two garments that are compared leave free above them, for their names."""


class TryOnView(View3D):
    """pulled(handle id, mm, finished); line_drawn([(triangle, (a, b, c)), …]); region_marked(triangles of the cloth);
    body_region_marked(triangles of the skin); tool_left() when Esc puts the tool away; pinned(Reading | None);
    place_shown(panel, x_mm, y_mm) by double click; menu_wanted(where on the screen, Hit | None) by right click.
    """

    pulled = Signal(str, float, bool)
    line_drawn = Signal(object)
    region_marked = Signal(object)
    body_region_marked = Signal(object)
    tool_left = Signal()
    pinned = Signal(object)
    place_shown = Signal(str, float, float)
    menu_wanted = Signal(QPoint, object)

    def __init__(self, ask: Callable[[], Gl] = opengl) -> None:
        super().__init__(ask)
        self.setAccessibleName("Garment on the body")
        self.fitting = Fitting(palette_of(theme()))
        self.tool: Tool = "probe"
        self.pin: Hit | None = None
        self.hover: Hit | None = None
        self.line = StyleLine()
        self.lasso = Lasso()
        self.pull = Pull()
        self.companion: Fitting | None = None
        """What stands in the view beside this one: the camera is fitted to both."""
        self.foot_px = 0
        """Height of what the panel puts over the foot of the view."""
        self.taken: tuple[QRectF, ...] = ()
        """Where the panel puts something else over the view: no reading lies there."""
        self.caption = hud.Caption()
        self.pin_box: QRectF | None = None
        self._drawn_at = 0.0
        self._targets: tuple[object, Target | None, Target | None] = (None, None, None)

    # -- what is shown -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.caption = hud.caption_of(self.fitting.body, None)
        worn = self.fitting.worn
        self.setAccessibleDescription(
            ", ".join(part for part in (self.caption.spoken, worn.caption if worn else "") if part)
        )
        super().refresh()

    def drop(self) -> None:
        """What belonged to the garment that was here before: pin, line, lasso, pull."""
        self.set_pin(None)
        self.hover = None
        self.line.clear()
        self.lasso.clear()
        self.pull.clear()

    def set_tool(self, tool: Tool) -> None:
        self.tool, self.pin_box = tool, None
        self.line.clear()
        self.lasso.clear()
        self.pull.clear()
        self.fitting.mark(None)
        self.hover = None
        self._point_as(tool)
        self.changed()

    def _point_as(self, tool: Tool) -> None:
        cross = tool in ("probe", "line", "region")
        self.setCursor(Qt.CursorShape.CrossCursor if cross else Qt.CursorShape.ArrowCursor)

    def set_pin(self, hit: Hit | None) -> None:
        """Keep the values of a place in view."""
        self.pin, self.pin_box = hit, None
        reading = self.reading(hit)
        if reading is not None:
            self.setAccessibleDescription(reading.spoken)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.pinned.emit(reading)
        self.update()

    def pin_near(self, point_mm: tuple[float, float, float]) -> None:
        """Pin the place of the garment nearest to a point in space."""
        fitting = self.fitting
        if fitting.mesh is None:
            return
        faces = fitting.mesh.faces
        middles = fitting.positions_mm[faces].mean(axis=1)
        number = int(np.linalg.norm(middles - np.asarray(point_mm), axis=1).argmin())
        x, y, z = (float(part) for part in middles[number])
        self.set_pin(Hit(number, (1 / 3, 1 / 3, 1 / 3), (x, y, z), 0.0))

    def show_place(self, hit: Hit) -> None:
        """Tell where a place of the garment lies on its flat piece."""
        mesh = self.fitting.mesh
        assert mesh is not None
        corners = mesh.triangles[hit.triangle]
        x, y = (float(part) for part in np.asarray(hit.bary) @ mesh.flat_mm[corners])
        self.place_shown.emit(mesh.panels[int(mesh.panel[corners[0]])], x, y)

    def reading(self, hit: Hit | None) -> Reading | None:
        worn = self.fitting.worn
        if hit is None or worn is None or not worn.maps or self.fitting.settling:
            return None
        return read(worn, hit, self.fitting.map.name if self.fitting.map is not None else "")

    # -- hooks of the view ---------------------------------------------------------------------------------------

    @property
    def occupied(self) -> bool:
        return self.fitting.body is not None or self.fitting.mesh is not None

    @property
    def points_mm(self) -> Array:
        """The garment with the body around it; of two that are compared, the garments alone."""
        if self.companion is None:
            return self.fitting.points_mm
        return np.concatenate([self.fitting.positions_mm, self.companion.positions_mm])

    @property
    def head_px(self) -> float:
        return TITLE_PX if self.companion is not None else 0.0

    @property
    def previous(self) -> bool:
        """Is this the garment of a design that has moved on, not yet on its way to the new one?"""
        worn = self.fitting.worn
        return worn is not None and worn.stale and not self.fitting.settling

    @property
    def pointer(self) -> QPointF | None:
        """Where the pointer is."""
        return self._pointer

    @property
    def moving(self) -> bool:
        return self.fitting.settling

    @property
    def has_time(self) -> bool:
        """May cloth on its way be drawn again? Where the processor draws, it would have none left for the solver."""
        now, source = perf_counter(), self.source
        if self.moving and source is not None and now - self._drawn_at < DRAWN_SHARE * source.seconds:
            return False
        self._drawn_at = now
        return True

    def attach(self, scene: Scene | None) -> None:
        self.fitting.attach(scene)

    def restyle(self, palette: Palette) -> None:
        self.fitting.restyle(palette)

    def paint_outlines(self, painter: QPainter, room: QRectF) -> None:
        outlines.paint(painter, room, self.fitting, self.navigator.camera)

    def paint_over(self, painter: QPainter, room: QRectF) -> None:
        if self.occupied:
            painted.over(self, painter, room)

    def on_pin(self, at: QPointF) -> bool:
        """Its values are there already."""
        if self.pin is None:
            return False
        x, y, _ = self.navigator.camera.project(self.point(self.pin)[None], *self.extent)[0]
        return bool(np.hypot(at.x() - x, at.y() - y) < 2.5 * marks.RING_PX)

    def point(self, hit: Hit) -> Array:
        mesh = self.fitting.mesh
        assert mesh is not None
        return np.asarray(np.asarray(hit.bary) @ self.fitting.positions_mm[mesh.faces[hit.triangle]])

    def keep_clear(self, boxes: tuple[QRectF, ...]) -> None:
        """Where the panel puts something else over this view: readings go elsewhere."""
        if boxes != self.taken:
            self.taken, self.pin_box = boxes, None
            self.update()

    def point_at(self, place: QPointF) -> None:
        """As if the pointer were there."""
        self._pointer = place
        self.update()

    # -- where the pointer is ------------------------------------------------------------------------------------

    def hit(self, x: float, y: float, skin: bool = False) -> Hit | None:
        """The cloth (or the skin) under a pixel, unless the other lies in front of it."""
        cloth, body = self._aims()
        on_cloth = cloth.at(x, y) if cloth is not None else None
        on_body = body.at(x, y) if body is not None else None
        if on_cloth is not None and on_body is not None:
            if on_body.depth_mm < on_cloth.depth_mm - 1.0:
                on_cloth = None
            else:
                on_body = None
        return on_body if skin else on_cloth

    def _aims(self) -> tuple[Target | None, Target | None]:
        fitting, camera = self.fitting, self.navigator.camera
        key = (camera, self.extent, id(fitting.positions_mm), id(fitting.body))
        if self._targets[0] != key:
            mesh, body = fitting.mesh, fitting.body_mesh
            cloth = Target(fitting.positions_mm, mesh.faces, camera, self.extent) if mesh is not None else None
            skin = Target(body.vertices_mm, body.skin, camera, self.extent) if body is not None else None
            self._targets = (key, cloth, skin)
        return self._targets[1], self._targets[2]

    def near(self) -> list[np.ndarray]:
        """Which points of each grip are on the near side of the garment."""
        eye = self.navigator.camera.position_mm
        return [grip.near(eye) for grip in self.fitting.grips]

    def find_under(self, at: QPointF | None) -> None:
        before, held = self.hover, self.pull.grip
        self.hover = None
        if at is not None and not self.moving and self.fitting.mesh is not None:
            if self.tool in ("", "probe", "pull") and not self.pull.active:
                self.pull.aim(self.fitting.grips, self.near(), self.navigator.camera, self.extent, (at.x(), at.y()))
            if self.tool == "probe" and self.pull.grip is None:
                self.hover = self.hit(at.x(), at.y())
        elif not self.pull.active and self.tool != "pull":
            self.pull.clear()
        if self.pull.grip is not None and self.tool in ("", "probe", "pull"):
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._point_as(self.tool)
        if self.hover != before or self.pull.grip is not held or self.hover is not None:
            self.update()

    # -- events --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.pin_box = None
        super().resizeEvent(event)

    def _moved(self) -> None:
        self.hover = None
        super()._moved()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.occupied or self.press_axis(event):
            return
        at = event.position()
        self._pointer = at
        if event.button() == Left and not self.moving:
            self.find_under(at)
            if self.pull.grip is not None and self.pull.under:
                self.pull.start(self.navigator.camera, self.extent, (at.x(), at.y()))
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                return
            if self.tool == "line":
                self.line.press(self.hit(at.x(), at.y()), self._between, (at.x(), at.y()), self._pixel)
                self.update()
                return
            if self.tool == "region":
                self.lasso.press((at.x(), at.y()))
                self.update()
                return
        if not self.navigator.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._pointer = at
        if self.pull.dragging:
            self.pull.move((at.x(), at.y()))
            if self.pull.grip is not None:
                self.pulled.emit(self.pull.grip.handle.id, self.pull.drag_mm, False)
            self.update()
        elif self.line.drawing and event.buttons() & Left:
            self.line.move(self.hit(at.x(), at.y()), (at.x(), at.y()))
            self.update()
        elif self.lasso.drawing and event.buttons() & Left:
            self.lasso.move((at.x(), at.y()))
            self.update()
        elif not self.navigator.drag(event):
            self.find_under(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self.pull.dragging and event.button() == Left:
            self.let_go()
        elif self.line.drawing and event.button() == Left:
            if self.line.release():
                self.finish_line()
            self.update()
        elif self.lasso.drawing and event.button() == Left:
            self._finish_region()
        elif self.navigator.release(event) and self.tool in ("", "probe"):
            hit = self.hit(at.x(), at.y())
            if event.button() == Left and self.tool == "probe":
                self.set_pin(hit)
            elif event.button() == Qt.MouseButton.RightButton:
                self.menu_wanted.emit(event.globalPosition().toPoint(), hit)
        else:
            self.find_under(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tool == "line" and event.button() == Left:
            self.finish_line()
            return
        hit = self.hit(event.position().x(), event.position().y())
        if hit is not None and event.button() == Left and self.tool in ("", "probe"):
            self.show_place(hit)
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.occupied or not view_keys.press(self, event):
            super().keyPressEvent(event)

    def escape(self) -> bool:
        """Give up what is under way, then the pin, then the tool."""
        if self.pull.active and self.pull.grip is not None:
            id = self.pull.grip.handle.id
            self.pull.clear()
            self.pulled.emit(id, 0.0, True)
        elif len(self.line) or self.lasso.pixels or self.fitting.region is not None:
            self.line.clear()
            self.lasso.clear()
            self.fitting.mark(None)
        elif self.pin is not None:
            self.set_pin(None)
        elif self.tool not in ("", "probe"):
            self.tool_left.emit()
        else:
            return False
        self.changed()
        return True

    # -- results -------------------------------------------------------------------------------------------------

    def let_go(self) -> None:
        grip, drag = self.pull.grip, self.pull.value_mm
        self.pull.clear()
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()
        if grip is not None and drag is not None:
            self.pulled.emit(grip.handle.id, drag, True)

    def finish_line(self) -> None:
        found = [(hit.triangle, hit.bary) for hit in self.line.hits]
        if len(found) > 1:
            self.line.end()
            self.line_drawn.emit(found)
        self.update()

    def _finish_region(self) -> None:
        fitting, camera = self.fitting, self.navigator.camera
        cloth, body = self._aims()
        x, y = self.lasso.start
        on_skin = self.hit(x, y, skin=True) is not None and self.hit(x, y) is None
        ring = self.lasso.close()
        mesh = fitting.mesh
        if ring is not None and on_skin and body is not None and fitting.body_mesh is not None:
            chosen = self.lasso.inside(ring, body, fitting.body_mesh.vertices_mm, fitting.body_mesh.skin, camera)
            self._marked(fitting.body_mesh.vertices_mm, fitting.body_mesh.skin, chosen, self.body_region_marked.emit)
        elif ring is not None and cloth is not None and mesh is not None:
            chosen = self.lasso.inside(ring, cloth, fitting.positions_mm, mesh.faces, camera)
            self._marked(fitting.positions_mm, mesh.faces, chosen, self.region_marked.emit)
        self.changed()

    def _marked(self, points: Array, faces: np.ndarray, chosen: np.ndarray, tell: Callable[[object], object]) -> None:
        if len(chosen) == 0:
            return
        eye = self.navigator.camera.position_mm
        towards = (eye - points) / np.linalg.norm(eye - points, axis=1, keepdims=True)
        self.fitting.mark(points + 2.0 * towards, faces[chosen])
        tell(chosen)

    def _pixel(self, point_mm: tuple[float, float, float]) -> tuple[float, float]:
        x, y, _ = self.navigator.camera.project([point_mm], *self.extent)[0]
        return float(x), float(y)

    def _between(self, a: tuple[float, float], b: tuple[float, float]) -> list[Hit]:
        """Places of the cloth under a straight line of pixels, without its ends."""
        steps = max(2, int(np.hypot(b[0] - a[0], b[1] - a[1]) / 4.0))
        found = [self.hit(a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps) for k in range(1, steps)]
        return [hit for hit in found if hit is not None]
