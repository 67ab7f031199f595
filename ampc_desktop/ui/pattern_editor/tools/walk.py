"""Walk: roll one edge along the edge it is sewn to, and read what is left over."""

from __future__ import annotations

import math
import time
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Array
from ampc_desktop.studio import editing
from ampc_desktop.studio.editing import Walk
from ampc_desktop.ui.canvas.sheet import Sheet
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer, Tool

FRAME_MS = 16
WALK_S = 1.8
"""A walk over a whole seam takes this long."""
STEP_MM = 5.0

Side = Literal["a", "b"]


class WalkTool(Tool):
    id, title, key, icon = "walk", "Walk seam", "W", "walk"
    about = "Click an edge: the piece sewn to it rolls along. Drag the dot, ← → step 5 mm, Tab next seam, T trues."
    wants = ("edge", "piece")

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self.walk: Walk | None = None
        self.at_mm = 0.0
        self.fixed: Side = "b"
        self._seams: list[str] = []
        self._then = 0.0
        self._timer = QTimer(interval=FRAME_MS)
        self._timer.timeout.connect(self._frame)

    @property
    def busy(self) -> bool:
        return self.walk is not None

    @property
    def moving(self) -> Side:
        return "a" if self.fixed == "b" else "b"

    @property
    def length_mm(self) -> float:
        """How far can be walked: the longer side."""
        return max(self.walk.length_a_mm, self.walk.length_b_mm) if self.walk is not None else 0.0

    # -- beginning -----------------------------------------------------------------------------------------------

    def enter(self) -> None:
        target = self.canvas.chosen[0] if self.canvas.chosen else None
        if target is not None and target.kind == "edge":
            self.begin_at(target.piece, target.item)

    def begin_at(self, piece: str, edge: str) -> None:
        """Walk what is sewn to an edge along it."""
        self._seams = [seam.id for seam in editing.seams_at(self.canvas.pattern, piece, edge)]
        if not self._seams:
            self.canvas.refuse("this edge is sewn to nothing; join it with S")
            return
        seam = next(one for one in self.canvas.pattern.seams if one.id == self._seams[0])
        on_a = any((ref.piece, ref.edge) == (piece, edge) for ref in seam.a)
        self._begin(seam.id, "a" if on_a else "b")

    def _begin(self, seam: str, fixed: Side) -> None:
        self.walk = editing.walk(self.canvas.pattern, seam)
        self.fixed, self.at_mm = fixed, 0.0
        self._start()
        self.canvas.fields_changed.emit()

    def _start(self) -> None:
        self._then = time.monotonic()
        self._timer.start()

    def _frame(self) -> None:
        if self.walk is None:
            self._timer.stop()
            return
        gone, self._then = time.monotonic() - self._then, time.monotonic()
        self.at_mm = min(self.length_mm, self.at_mm + self.length_mm * gone / WALK_S)
        if self.at_mm >= self.length_mm:
            self._timer.stop()
        self.canvas.fields_changed.emit()
        self.canvas.refresh()

    def pattern_changed(self) -> None:
        """The same seam is walked on the changed pattern."""
        if self.walk is not None:
            self.renew()

    @property
    def words(self) -> str:
        """ "Walk sleeve: left armhole, front"."""
        if self.walk is None:
            return ""
        seam = self.walk.seam
        ref = (seam.a if self.moving == "a" else seam.b)[0]
        return f"Walk {editing.uncapped(editing.piece_words(self.canvas.pattern, ref.piece))}: {seam.label}"

    def renew(self) -> None:
        """The seam as it is now, at the same place."""
        assert self.walk is not None
        try:
            self.walk = editing.walk(self.canvas.pattern, self.walk.seam.id)
        except KeyError:
            self.cancel()
            return
        self.at_mm = min(self.at_mm, self.length_mm)
        self.canvas.fields_changed.emit()

    def cancel(self) -> bool:
        begun, self.walk = self.walk is not None, None
        self._timer.stop()
        self.canvas.fields_changed.emit()
        return begun

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def press(self, pointer: Pointer) -> None:
        hit = next(iter(self.canvas.hits(pointer.view, ("edge",))), None)
        if self.walk is not None and self._drag_to(pointer, reach_px=24):
            return
        if hit is not None:
            self.canvas.choose((hit.target,))
            self.begin_at(hit.target.piece, hit.target.item)
        elif self.walk is not None:
            self.cancel()

    def move(self, pointer: Pointer) -> None:
        if self.walk is not None:
            self._drag_to(pointer, reach_px=math.inf)

    def _drag_to(self, pointer: Pointer, reach_px: float) -> bool:
        """Walk to the place on the fixed edge nearest to the pointer; False when it is further than reach."""
        assert self.walk is not None
        best: tuple[float, float] | None = None
        for stretch in self.walk.b if self.fixed == "b" else self.walk.a:
            if stretch.piece not in self.canvas.pieces:
                continue
            at = self.canvas.to_piece(stretch.piece, pointer.scene)
            along, gap = g.nearest_on(stretch.polyline, at)
            if best is None or gap < best[0]:
                best = (gap, stretch.start_mm + along)
        if best is None or best[0] * self.canvas.px_per_mm > reach_px:
            return False
        self._timer.stop()
        self.at_mm = best[1]
        return True

    def key_pressed(self, event: QKeyEvent) -> bool:
        if self.walk is None:
            if event.key() == Qt.Key.Key_W and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                return self._whole_piece()
            return False
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._timer.stop()
            step = STEP_MM if key == Qt.Key.Key_Right else -STEP_MM
            step *= 0.2 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1.0
            self.at_mm = min(self.length_mm, max(0.0, self.at_mm + step))
        elif key == Qt.Key.Key_Tab and len(self._seams) > 1:
            at = self._seams.index(self.walk.seam.id) if self.walk.seam.id in self._seams else -1
            self._begin(self._seams[(at + 1) % len(self._seams)], self.fixed)
        elif key == Qt.Key.Key_Home:
            self.at_mm = 0.0
            self._start()
        elif key == Qt.Key.Key_End:
            self._timer.stop()
            self.at_mm = self.length_mm
        elif key in (Qt.Key.Key_T, Qt.Key.Key_Return):
            self.true()
        else:
            return False
        return True

    def _whole_piece(self) -> bool:
        """Every seam of the chosen piece, one after the other with Tab."""
        self._seams = [seam.id for seam in editing.seams_at(self.canvas.pattern, self.canvas.selection[0])]
        if not self.canvas.selection[0] or not self._seams:
            return False
        self._begin(self._seams[0], "b")
        return True

    def true(self) -> None:
        """The walking edge made to walk with the planned ease."""
        if self.walk is None:
            return
        ref = (self.walk.seam.a if self.moving == "a" else self.walk.seam.b)[-1]
        edit = PatternEdit("", "true_edge", ref.piece, ref.edge, {"seam": self.walk.seam.id}, mirror=self.canvas.mirror)
        if self.canvas.commit([edit]):
            self.renew()

    # -- showing -------------------------------------------------------------------------------------------------

    def fields(self) -> tuple[Field, ...]:
        if self.walk is None:
            return (Field("at", "Walked", None),)
        return (
            Field("at", "Walked", self.at_mm),
            Field("again", "Again", True, "button"),
            Field("side", "Swap sides", True, "button"),
        )

    def set_field(self, id: str, value: FieldValue) -> None:
        if id == "seam":
            seam = next((one for one in self.canvas.pattern.seams if one.id == value), None)
            if seam is not None:
                self._seams = [seam.id]
                self._begin(seam.id, "b")
        elif self.walk is None:
            return
        elif id == "at" and isinstance(value, float):
            self._timer.stop()
            self.at_mm = min(self.length_mm, max(0.0, value))
        elif id == "again":
            self._begin(self.walk.seam.id, self.fixed)
        elif id == "side":
            self._begin(self.walk.seam.id, self.moving)

    def notch_gap_mm(self) -> float | None:
        """Difference of the last pair of notches walked past; None before the first."""
        if self.walk is None:
            return None
        past = [pair for pair in self.walk.notches if pair.at_a_mm <= self.at_mm + 0.5]
        return past[-1].difference_mm if past else None

    def paint(self, sheet: Sheet) -> None:
        walk, canvas = self.walk, self.canvas
        if walk is None:
            return
        for side in ("a", "b"):
            for stretch in walk.a if side == "a" else walk.b:
                if stretch.piece in canvas.pieces:
                    self._paint_stretch(sheet, stretch.piece, stretch.polyline, stretch.start_mm)
        stretch, place, _ = walk.at(self.fixed, self.at_mm)
        other, there, _ = walk.at(self.moving, self.at_mm)
        if stretch.piece not in canvas.pieces or other.piece not in canvas.pieces:
            return
        pose = walk.pose(self.at_mm, self.moving)
        ring = canvas.pattern.piece(other.piece).sew_ring
        sheet.line(canvas.to_view(stretch.piece, pose.place(ring)), "walking", 1.25, (4, 3), closed=True, fill=0.06)
        here, away = canvas.point_to_view(stretch.piece, place), canvas.point_to_view(other.piece, there)
        sheet.line([here, away], "t2", 1, (1, 3))
        sheet.ring(away, 12, "walking", filled=True)
        sheet.ring(here, 13, "walking", filled=True)

    def _paint_stretch(self, sheet: Sheet, piece: str, polyline: Array, start_mm: float) -> None:
        """Walked in full colour, what is ahead faint."""
        length = g.polyline_length(polyline)
        done = min(length, max(0.0, self.at_mm - start_mm))
        view = self.canvas.to_view
        if done > 0.05:
            sheet.line(view(piece, g.part_of(polyline, 0.0, done)), "walking", 4)
        if length - done > 0.05:
            sheet.line(view(piece, g.part_of(polyline, done, length)), "walking", 4, alpha=0.28)
