"""Internal lines and drill holes: drawn in the piece, kept by the nearest corner."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Piece
from ampc_desktop.core.units import format_mm
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import points_of
from ampc_desktop.ui.pattern_editor.snapping import Snapper, constrained
from ampc_desktop.ui.pattern_editor.tools.moving import Moving
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer

KINDS = (("internal", "Internal"), ("placement", "Placement"), ("fold", "Fold"))


def anchor_of(piece: Piece, at: Point) -> tuple[str, Point]:
    """("EDGE:start", its place) of the corner nearest to a place: what lies there moves with it."""
    corners = [(item, place) for item, place in points_of(piece) if item.endswith(":start")]
    return min(corners, key=lambda one: g.distance(one[1], at))


class InternalTool(Moving):
    id, title, key, icon = "internal", "Internal line", "I", "internal"
    about = "Click points, Enter or a double click ends the line. Alt click an edge: parallel to it."
    wants = ("line", "edge", "piece")
    own, noun = ("line",), "line"

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)
        self._points: list[Point] = []
        self._piece = ""
        self._next: Point | None = None
        self._kind, self._smooth, self._parallel = "internal", False, 20.0

    @property
    def busy(self) -> bool:
        return bool(self._points) or super().busy

    def _snapped(self, pointer: Pointer) -> Point:
        at = self.canvas.to_piece(self._piece, pointer.scene)
        if pointer.shift and self._points:
            return constrained(self._points[-1], at, step_deg=15.0)
        if not self.canvas.snapping or pointer.ctrl:
            return (round(at[0], 1), round(at[1], 1))
        start = self._points[-1] if self._points else at
        piece = self.canvas.pattern.piece(self._piece)
        return Snapper(piece, start).snap(at, self.canvas.px_per_mm).at

    def press(self, pointer: Pointer) -> None:
        hit = pointer.hit
        if self._points:
            self._points.append(self._snapped(pointer))
        elif hit is None:
            super().press(pointer)
        elif pointer.alt and (edge := pointer.on("edge")) is not None:
            values: dict[str, float | str] = {"by_mm": self._parallel}
            target = edge.target
            self.canvas.commit(
                [PatternEdit("", "add_parallel", target.piece, target.item, values, mirror=self.canvas.mirror)]
            )
        elif hit.target.kind == "line":
            super().press(pointer)
        else:
            self._piece = hit.target.piece
            self._points = [self._snapped(pointer)]

    def move(self, pointer: Pointer) -> None:
        self.hover(pointer)

    def hover(self, pointer: Pointer) -> None:
        self._next = self._snapped(pointer) if self._points else None

    def release(self, pointer: Pointer) -> None:
        if not self._points:
            super().release(pointer)

    def double(self, pointer: Pointer) -> None:
        self.finish()

    def key_pressed(self, event: QKeyEvent) -> bool:
        if self._points and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            return True
        if self._points and event.key() == Qt.Key.Key_Backspace:
            self._points.pop()
            return True
        return super().key_pressed(event)

    def finish(self) -> None:
        points, self._points, self._next = self._points, [], None
        points = [p for i, p in enumerate(points) if i == 0 or g.distance(p, points[i - 1]) > 0.5]
        if len(points) < 2:
            return
        piece = self.canvas.pattern.piece(self._piece)
        item, anchor = anchor_of(piece, points[0])
        text = ";".join(f"{x - anchor[0]:.2f},{y - anchor[1]:.2f}" for x, y in points)
        values: dict[str, float | str] = {"points": text, "kind": self._kind, "smooth": float(self._smooth)}
        self.canvas.commit([PatternEdit("", "add_internal", piece.id, item, values, mirror=self.canvas.mirror)])

    def cancel(self) -> bool:
        begun = bool(self._points)
        self._points, self._next = [], None
        return super().cancel() or begun

    def fields(self) -> tuple[Field, ...]:
        return (
            Field("kind", "", self._kind, "choice", choices=KINDS),
            Field("smooth", "Smooth", self._smooth, "switch"),
            Field("parallel", "Parallel by", self._parallel),
        )

    def set_field(self, id: str, value: FieldValue) -> None:
        if id == "kind":
            self._kind = str(value)
        elif id == "smooth":
            self._smooth = bool(value)
        elif isinstance(value, float):
            self._parallel = value

    def paint(self, sheet: Sheet) -> None:
        super().paint(sheet)
        if not self._points:
            return
        points = [*self._points, *([self._next] if self._next is not None else [])]
        views = [self.canvas.point_to_view(self._piece, p) for p in points]
        sheet.line(views, "internal", 1.5)
        for at in views:
            sheet.ring(at, 6, "internal")
        if self._next is not None:
            length = g.distance(self._points[-1], self._next)
            total = sum(g.distance(a, b) for a, b in itertools.pairwise(points))
            lines = [BubbleLine(f"{format_mm(length)} mm", strong=True)]
            if len(points) > 2:
                lines.append(BubbleLine(f"whole line {format_mm(total)} mm"))
            sheet.bubble(views[-1], lines)


class DrillTool(Moving):
    id, title, key, icon = "drill", "Drill hole", "O", "drill"
    about = "Click in a piece for a drill hole; drag moves it, Delete takes it away."
    wants = ("drill", "piece")
    own, noun = ("drill",), "drill hole"

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)
        self._diameter = 2.0

    def press(self, pointer: Pointer) -> None:
        hit = pointer.hit
        if hit is None or hit.target.kind == "drill":
            super().press(pointer)
            return
        piece = self.canvas.pattern.piece(hit.target.piece)
        at = self.canvas.to_piece(piece.id, pointer.scene)
        if self.canvas.snapping and not pointer.ctrl:
            at = Snapper(piece, at).snap(at, self.canvas.px_per_mm).at
        item, anchor = anchor_of(piece, at)
        values: dict[str, float | str] = {
            "dx_mm": round(at[0] - anchor[0], 2),
            "dy_mm": round(at[1] - anchor[1], 2),
            "diameter_mm": self._diameter,
        }
        self.canvas.commit([PatternEdit("", "add_drill", piece.id, item, values, mirror=self.canvas.mirror)])

    def fields(self) -> tuple[Field, ...]:
        return (*super().fields()[:2], Field("diameter", "Diameter", self._diameter))

    def set_field(self, id: str, value: FieldValue) -> None:
        if id == "diameter" and isinstance(value, float):
            self._diameter = value
        else:
            super().set_field(id, value)
