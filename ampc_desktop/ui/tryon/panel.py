"""The try-on panel: garment on the body, print or map, legend, findings, tools, and how the drape stands.

Fed by show_waiting, settle, show_worn, show_problem and set_running; tells what a person wants by signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QMetaMethod, QObject, QPoint, Signal, SignalInstance
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.fit import FitAdvice
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.worn import MapView, Texture, Worn
from ampc_desktop.render.colourmap import Scale, scale_of
from ampc_desktop.render.pick import Hit
from ampc_desktop.render.probe import Gl, opengl
from ampc_desktop.ui.tryon import keys, layout, menus
from ampc_desktop.ui.tryon.advice import AdviceCard, failure
from ampc_desktop.ui.tryon.chip import StatusChip
from ampc_desktop.ui.tryon.head import Head
from ampc_desktop.ui.tryon.inset import SectionInset
from ampc_desktop.ui.tryon.legend import Legend
from ampc_desktop.ui.tryon.pair import Pair
from ampc_desktop.ui.tryon.picture import picture
from ampc_desktop.ui.tryon.tools import TryOnTools
from ampc_desktop.ui.tryon.view import Tool, TryOnView
from ampc_desktop.ui.viewport.section_bar import SectionBar
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.notices import Notices
from ampc_desktop.ui.widgets.problem import ProblemCard


class TryOnPanel(QFrame):
    """run_wanted(); cancel_wanted(); pause_wanted(bool); cure_wanted(Cure); pulled(handle id, mm, finished);
    line_drawn([(triangle, bary), …]); region_marked(cloth triangles); body_region_marked(skin triangles);
    pose_wanted(preset); compare_wanted(bool); export_wanted(); picture_wanted(); mode_changed(name);
    place_shown(panel, x_mm, y_mm): show that place on the flat piece; more_shown(QMenu): add to the menu.
    """

    run_wanted = Signal()
    cancel_wanted = Signal()
    pause_wanted = Signal(bool)
    cure_wanted = Signal(object)
    pulled = Signal(str, float, bool)
    line_drawn = Signal(object)
    region_marked = Signal(object)
    body_region_marked = Signal(object)
    pose_wanted = Signal(str)
    compare_wanted = Signal(bool)
    export_wanted = Signal()
    picture_wanted = Signal()
    mode_changed = Signal(str)
    place_shown = Signal(str, float, float)
    more_shown = Signal(object)

    def __init__(self, ask: Callable[[], Gl] = opengl) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Try-on")
        self.worn: Worn | None = None
        self._other: Worn | None = None
        self.ranges: dict[str, tuple[float, float]] = {}
        self._caption = ""
        self._kind: frozenset[str] = frozenset()
        self._unframed = True
        self.mode = "print"
        self.pair = Pair(ask)
        self.view = self.pair.view
        self.room = QWidget()
        whole = QVBoxLayout(self.room)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pair)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Head()
        self.modes, self.more = head.modes, head.more
        column.addWidget(head)
        column.addWidget(self.room, 1)
        self.room.installEventFilter(self)
        self.legend = Legend(self.room)
        self.chip = StatusChip(self.room)
        self.tools = TryOnTools(self.room)
        self.advice = AdviceCard(self.room)
        self.inset = SectionInset(self.room)
        self.section_bar = SectionBar(self.room)
        self.section_bar.girth.hide()  # the section from above tells it
        self.section_bar.hide()
        self.legend.hide()
        self.notices = Notices(self.view, 56)
        self.empty = EmptyState("Nothing to try on yet", "Say what it shall be: it is worn here by the customer.", ())
        self.empty.setParent(self.room)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        self.modes.chosen.connect(self.set_mode)
        self.more.clicked.connect(self._ask_more)
        self.chip.run.connect(self.run_wanted)
        self.chip.cancel.connect(self.cancel_wanted)
        self.chip.paused.connect(self.pause_wanted)
        self.tools.wanted.connect(self.use)
        self.tools.posed.connect(self.pose_wanted)
        self.legend.ranged.connect(self.set_range)
        self.legend.ranged_back.connect(lambda: self.set_range(None))
        self.legend.pointed.connect(self._light_value)
        self.advice.cured.connect(self.cure_wanted)
        self.advice.lit.connect(self._show_place)
        self.section_bar.moved.connect(self.set_section)
        self.section_bar.closed.connect(lambda: self.set_section(None))
        view = self.view
        view.pulled.connect(self.pulled)
        view.line_drawn.connect(self.line_drawn)
        view.region_marked.connect(self.region_marked)
        view.body_region_marked.connect(self.body_region_marked)
        view.place_shown.connect(self.place_shown)
        view.menu_wanted.connect(self._ask_here)
        view.tool_left.connect(lambda: self.set_tool("probe"))

    # -- data in -------------------------------------------------------------------------------------------------

    def show_waiting(self, body: MeasuredBody | None, caption: str = "") -> None:
        """Nothing draped yet: the body alone. caption: one line on what a garment waits for; "" when there is none."""
        self.worn = self._other = None
        self._caption = caption
        self.pair.stop_beside()
        self.notices.show_card("problem", None)
        self.view.drop()
        self.view.fitting.show_body(body)
        self._kind = frozenset()
        self.pair.refit()
        self.chip.show_idle(body is not None or bool(caption), caption)
        self._refresh()

    def settle(
        self,
        positions_mm: npt.NDArray[np.float32],
        mesh: ClothMesh,
        share: float | None,
        text: str,
        textures: Mapping[str, Texture] | None = None,
        grounds: Mapping[str, tuple[int, int, int]] | None = None,
        body: MeasuredBody | None = None,
        beneath: tuple[Worn, ...] = (),
    ) -> None:
        """Positions (n, 3) of the cloth on its way, about ten times a second.

        Its print, the body it comes to lie on and what is beneath where they are known; else those in view stay.
        """
        first = not self.view.fitting.settling
        if first:
            self.view.drop()
            self.notices.show_card("problem", None)
        other_kind, moves = self._other_kind(mesh), False
        if body is not None and body is not self.view.fitting.body:
            if mesh is self.view.fitting.mesh:
                self.view.fitting.move_body(body)  # the wearer moves, in what is worn already
                moves = self.pair.untouched and self.view.fitting.room_mm is None
            else:
                self.view.fitting.show_body(body)
                first = True
        self.view.fitting.settle(np.asarray(positions_mm, dtype=np.float64), mesh, textures, grounds, beneath)
        if other_kind or moves:  # arms that rise stay in the picture
            self.pair.refit()
        if other_kind:
            self._unframed = True
        self.chip.show_running(text, share)
        if first:
            self._refresh()
        else:
            layout.place(self)
            self.view.changed()

    def make_room(self, points_mm: npt.NDArray[np.float64]) -> None:
        """The wearer is going to move: until that is over the picture holds these points (k, 3), too, at one scale."""
        untouched = self.pair.untouched
        self.view.fitting.room_mm = points_mm
        if untouched:
            self.pair.refit()

    def set_running(self, on: bool, text: str = "Getting ready to drape", share: float | None = None) -> None:
        """A drape is under way, also before its first positions come; False without show_worn: it was stopped."""
        if on:
            self.chip.show_running(text, share)
        elif self.chip.running:
            if self.worn is not None:
                refit = self._other_kind(self.worn.drape.mesh) or (
                    self.pair.untouched and self.view.fitting.room_mm is not None
                )
                self.view.fitting.show_worn(self.worn)
                if refit:
                    self.pair.refit()
                self.chip.show_worn(self.worn)
            else:
                self.view.fitting.show_body(self.view.fitting.body)
                self._kind = frozenset()
                self.chip.show_idle(self.view.fitting.body is not None or bool(self._caption), self._caption)
        self._refresh()

    def show_worn(self, worn: Worn, other: Worn | None = None) -> None:
        """A drape, alone or beside that of another revision or size; both move together."""
        before = self.worn
        again = before is not None and bool(worn.key) and before.key == worn.key
        self.worn, self._other, self._caption = worn, other, ""
        if not again:
            self.view.drop()
        held = (self.view.pin, self.view.hover) if again else (None, None)
        fit = self._other_kind(worn.drape.mesh) or (self._unframed and self.pair.untouched)
        self._unframed = False
        self.view.fitting.show_worn(worn)
        self.view.pin, self.view.hover = held
        if other is None:
            self.pair.stop_beside()
        else:
            fit = self.pair.show_beside(other) or fit
        if fit or (before is not None and before.body.mesh.pose != worn.body.mesh.pose and self.pair.untouched):
            self.pair.refit()
        self.chip.show_worn(worn)
        self.tools.pose = worn.body.mesh.pose
        self.notices.show_card("problem", None)
        self.advice.show_advice(worn.report.advice if worn.drape.converged else (failure(worn),))
        self._refresh()

    def show_pull(self, handle: str, drag_mm: float, points_mm: npt.NDArray[np.float64]) -> None:
        """Where an edge that is being pulled will lie: points (k, 3) for a drag that was told a moment ago."""
        self.view.pull.will_lie(handle, drag_mm, points_mm)
        self.view.update()

    def show_problem(self, problem: Problem) -> None:
        """A refusal, over the view."""
        card = ProblemCard(problem)
        card.dismissed.connect(lambda: self.notices.show_card("problem", None))
        self.notices.show_card("problem", card)
        if self.worn is None:
            self.chip.show_problem()
        layout.place(self)

    # -- modes, ranges, tools ------------------------------------------------------------------------------------

    def set_mode(self, mode: str) -> None:
        """ "print", or the name of a map; a map that is not there shows the print."""
        self.mode = mode
        self._refresh()
        self.mode_changed.emit(mode)

    def set_range(self, low: float | None, high: float = 0.0) -> None:
        """Another range for the present map; None: its own."""
        if low is None:
            self.ranges.pop(self.mode, None)
        else:
            self.ranges[self.mode] = (low, high)
        self._refresh()

    def set_tool(self, tool: Tool) -> None:
        self.view.set_tool(tool)
        self._refresh()

    def set_section(self, height_mm: float | None) -> None:
        """Cut garment and body level at a height above the floor; None leaves the cut."""
        body = self.view.fitting.body_mesh
        if height_mm is not None and body is not None:
            height_mm = min(body.stature_mm, max(0.0, height_mm))
        for view in self.views:
            view.fitting.cut_at(height_mm)
        self._refresh()

    def image(self) -> QImage:
        """What is to be seen, without tools, in a size that can be printed."""
        return picture(self)

    def shutdown(self) -> None:
        """Give the graphics memory back; call when the window closes."""
        self.pair.shutdown()

    @property
    def map(self) -> MapView | None:
        """The map in view."""
        return self.worn.maps.get(self.mode) if self.worn is not None else None

    @property
    def scale(self) -> Scale | None:
        """Colours and range of the map in view, a person's range before the map's own."""
        view = self.map
        if view is None:
            return None
        scale = scale_of(view)
        wanted = self.ranges.get(view.name)
        return scale.within(*wanted) if wanted is not None else scale

    # -- inside --------------------------------------------------------------------------------------------------

    @property
    def views(self) -> tuple[TryOnView, ...]:
        return self.pair.views

    @property
    def beside(self) -> TryOnView | None:
        """The view of what is compared with."""
        return self.pair.beside

    @property
    def _waits(self) -> bool:
        """Is there a garment that could be draped, though no body stands here yet?"""
        return bool(self._caption) or self.chip.running

    def _other_kind(self, mesh: ClothMesh) -> bool:
        """Is this garment of other pieces than the one the camera was fitted to, or the first one?"""
        kind, before = frozenset(place.partition(".")[0] for place in mesh.places), self._kind
        self._kind = kind
        return kind != before

    def _refresh(self) -> None:
        """Everything that depends on what is shown."""
        for view in self.views:
            if view.busy and not self.chip.running:
                view.changed()  # fine frames again
            view.busy = self.chip.running
        worn, fitting = self.worn, self.view.fitting
        settled = worn is not None and not fitting.settling
        scale = self.scale if settled else None
        for view, shown in zip(self.views, (worn, self._other), strict=False):
            one = shown.maps.get(self.mode) if shown is not None and scale is not None else None
            if (view.fitting.map, view.fitting.scale) != (one, scale if one else None):
                view.fitting.paint(one, scale if one else None)
            view.refresh()
        self.modes.set_current(self.mode)
        self.legend.setVisible(scale is not None)
        if scale is not None and self.map is not None:
            seen = [one.maps[self.mode].values for one in (worn, self._other) if one and self.mode in one.maps]
            lowest = min(float(np.min(values)) for values in seen)
            highest = max(float(np.max(values)) for values in seen)
            self.legend.show_scale(scale, self.map.p99, lowest, highest)
        cut_at = fitting.section_mm
        body = fitting.body_mesh
        self.section_bar.setVisible(cut_at is not None and body is not None)
        self.inset.setVisible(cut_at is not None and fitting.cut is not None)
        if cut_at is not None and fitting.cut is not None and body is not None:
            self.section_bar.show_cut(cut_at, body.stature_mm, fitting.cut.skin)
            self.inset.show_cut(fitting.cut)
        alone = cut_at is None and self.beside is None
        self.advice.setVisible(settled and self.advice.current is not None and alone)
        self.empty.setVisible(not self.view.occupied and not self._waits)
        self.tools.setVisible(self.view.occupied)
        self.chip.setVisible(self.view.occupied or self._waits)
        self.tools.enable(
            garment=settled,
            maps=settled and worn is not None and bool(worn.maps),
            handles=settled and bool(fitting.grips),
            body=fitting.body is not None or self._waits,
            posable=body is not None and body.shape is not None and self.heard(self.pose_wanted),
        )
        self.tools.show_state(self.view.tool, cut_at is not None, self.beside is not None)
        layout.place(self)

    def _light_value(self, value: float | None) -> None:
        for view in self.views:
            view.fitting.iso_at(value)
            view.changed()

    def _show_place(self, advice: FitAdvice) -> None:
        """Walk around to the place of a finding and pin it."""
        if advice.at_mm is None or self.worn is None:
            return
        self.pair.walk_to(advice.at_mm)
        self.view.pin_near(advice.at_mm)

    def use(self, id: str) -> None:
        """What a tool button does: run, compare, picture, section, or take a tool in hand or put it away."""
        if id == "run":
            self.run_wanted.emit()
        elif id == "compare":
            self.compare_wanted.emit(self.beside is None)
            self._refresh()
        elif id == "picture":
            self.picture_wanted.emit()
        elif id == "section":
            fitting = self.view.fitting
            middle = float(np.median(fitting.positions_mm[:, 1])) if len(fitting.positions_mm) else 1000.0
            self.set_section(middle if fitting.section_mm is None else None)
        elif id == "probe":
            self.set_tool("" if self.view.tool == "probe" else "probe")
        else:
            self.set_tool("probe" if self.view.tool == id else cast(Tool, id))

    def _ask_here(self, where: QPoint, hit: Hit | None) -> None:
        menus.ask(menus.at_place(self, hit), where)

    def _ask_more(self) -> None:
        menus.ask(menus.more(self), self.more.mapToGlobal(QPoint(0, self.more.height())))

    def heard(self, signal: SignalInstance) -> bool:
        """Does anybody listen? What leads nowhere is not offered."""
        return bool(self.isSignalConnected(QMetaMethod.fromSignal(signal)))

    def can(self, id: str) -> bool:
        """Is a tool of use now?"""
        return self.tools.buttons["line" if id == "region" else id].isEnabled()

    # -- events --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.room and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            layout.place(self)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not keys.press(self, event):
            super().keyPressEvent(event)
