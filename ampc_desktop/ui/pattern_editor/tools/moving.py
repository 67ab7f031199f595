"""Select, drag, nudge, delete: what the select tool and the point tool have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from shapely.geometry import LineString, box
from shapely.geometry import Point as Spot

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import EditKind, PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import edge_words, place_words, uncapped
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Kind, Target, edge_named, meeting, outline_of, place_of
from ampc_desktop.ui.pattern_editor.tools.shift import Edits, Lines, Shift, away, length_lines, place_fields, signed
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer, Tool

DRAG_PX = 4
SAME_PX = 3
REMOVING: dict[Kind, EditKind] = {
    "notch": "remove_notch",
    "drill": "remove_drill",
    "line": "remove_internal",
    "apex": "remove_dart",
    "piece": "remove_piece",
}
ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class Moving(Tool):
    """Press chooses, drag moves what is chosen, arrows nudge it, Delete takes it away."""

    own: ClassVar[tuple[Kind, ...]] = ("point", "handle", "notch", "drill", "apex", "line", "edge", "grain", "piece")
    """What arrows and Delete act on. A tool for one thing leaves alone what another tool chose."""
    noun: ClassVar[str] = ""
    """The one thing, in words."""
    banded: ClassVar[Kind] = "piece"
    """What a rubber band chooses."""

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._from: Pointer | None = None
        self._shift: Shift | None = None
        self._band: tuple[QPointF, QPointF] | None = None
        self._table: tuple[dict[str, QPointF], QPointF] | None = None
        """Where dragged pieces lay, and where they were taken hold of."""
        self._went_through = False
        self._last: QPointF | None = None
        self._angle = 0.0

    @property
    def busy(self) -> bool:
        return self._shift is not None or self._table is not None or self._band is not None

    # -- pointer -------------------------------------------------------------------------------------------------

    def press(self, pointer: Pointer) -> None:
        canvas, self._from = self.canvas, pointer
        hit = pointer.hit
        if hit is None:
            if not (pointer.shift or pointer.ctrl):
                canvas.choose(())
            return
        target = hit.target
        if pointer.ctrl:
            canvas.choose(
                [t for t in canvas.chosen if t != target] if target in canvas.chosen else [*canvas.chosen, target]
            )
        elif pointer.shift:
            canvas.choose([*canvas.chosen, target])
        else:
            again = self._last is not None and away(self._last, pointer.view) <= SAME_PX
            under = [one.target for one in pointer.hits]
            self._went_through = again and len(under) > 1 and canvas.chosen[:1] != ()
            if target not in canvas.chosen and not (again and canvas.chosen[:1] and canvas.chosen[0] in under):
                canvas.choose((target,))
                self._went_through = False
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        if self._shift is not None:
            self._shift.move(pointer)
        elif self._table is not None:
            starts, grabbed = self._table
            for piece, start in starts.items():
                self.canvas.move_on_table(piece, start + pointer.scene - grabbed)
        elif self._band is not None:
            self._band = (self._band[0], pointer.view)
        elif self._from is not None and away(self._from.view, pointer.view) > DRAG_PX:
            self._begin(self._from, pointer)

    def _begin(self, start: Pointer, pointer: Pointer) -> None:
        """The pointer went far enough to mean a drag."""
        self._last = None
        hit = start.hit
        if hit is None:
            self._band = (start.view, pointer.view)
            return
        target = hit.target if hit.target in self.canvas.chosen else next(iter(self.canvas.chosen), hit.target)
        if target.kind == "piece":
            self._table = ({id: self.canvas.offset(id) for id in self.canvas.chosen_pieces}, start.scene)
            return
        self._shift = self.shift_of(target, hit.at)
        if self._shift is not None:
            self._shift.grab(start)
            self._shift.move(pointer)

    def release(self, pointer: Pointer) -> None:
        shift, band, table = self._shift, self._band, self._table
        self._shift = self._band = self._table = None
        start, self._from = self._from, None
        if shift is not None:
            shift.finish()
        elif band is not None:
            self._take_band(band, add=pointer.shift)
        elif table is not None:
            self.canvas.tell_laid(list(table[0]), "moved")
        elif start is not None and self._went_through:
            under = [hit.target for hit in start.hits]
            now = self.canvas.chosen[0] if self.canvas.chosen else None
            at = under.index(now) if now in under else -1
            self.canvas.choose((under[(at + 1) % len(under)],))
        self._went_through = False

    def cancel(self) -> bool:
        begun = self.busy
        if self._table is not None:
            for piece, at in self._table[0].items():
                self.canvas.move_on_table(piece, at)
        self._shift = self._band = self._table = self._from = None
        self._last = None
        if begun:
            self.canvas.drop_preview()
        return begun

    def _take_band(self, band: tuple[QPointF, QPointF], add: bool) -> None:
        """To the right: what lies inside; to the left: what is touched."""
        inside = band[1].x() >= band[0].x()
        frame = QRectF(*band).normalized()
        area = box(frame.left(), frame.top(), frame.right(), frame.bottom())
        found: list[Target] = []
        for piece in self.canvas.pattern.pieces:
            if self.banded == "point":
                targets = [Target("point", piece.id, f"{edge.id}:start") for edge in piece.edges]
                targets += [
                    Target("point", piece.id, f"{e.id}:{k}") for e in piece.edges for k in range(1, len(e.path))
                ]
            else:
                targets = [Target("piece", piece.id)]
            for target in targets:
                points = self.canvas.to_view(piece.id, outline_of(piece, target))
                shape = Spot(points[0]) if len(points) == 1 else LineString([*points, points[0]])
                if area.covers(shape) if inside else area.intersects(shape):
                    found.append(target)
        self.canvas.choose([*(self.canvas.chosen if add else ()), *found])

    # -- what a drag means ---------------------------------------------------------------------------------------

    def shift_of(self, target: Target, grabbed: Point) -> Shift | None:
        """The drag of one target, with everything of its kind that is chosen."""
        piece = self.canvas.piece_of(target)
        if piece is None or target.kind in ("piece", "line"):
            return None
        start = place_of(piece, target) or grabbed
        moving = [t.item for t in self.canvas.chosen if t.kind == "point" and t.piece == target.piece]
        if target.kind == "edge":
            moving = [f"{target.item}:start", f"{self._after(target)}:start"]
        edits, lines = self.meaning(target)
        return Shift(self.canvas, target, start, edits, lines, moving, axis_snap=target.kind not in ("notch",))

    def _after(self, target: Target) -> str:
        piece = self.canvas.pattern.piece(target.piece)
        ids = [edge.id for edge in piece.edges]
        return ids[(ids.index(target.item) + 1) % len(ids)]

    def meaning(self, target: Target) -> tuple[Edits, Lines]:
        """(edits of a displacement, lines of the bubble) for dragging a target and its like."""
        canvas, pattern = self.canvas, self.canvas.pattern
        piece = pattern.piece(target.piece)
        if target.kind == "notch":
            return _along(canvas.mirror, pattern, target)
        alike = [t for t in canvas.chosen if t.kind == target.kind and t.piece == target.piece] or [target]
        alike = without_twins(pattern, alike) if canvas.mirror else alike
        kinds: dict[Kind, EditKind] = {
            "point": "move_point",
            "handle": "move_handle",
            "edge": "move_edge",
            "drill": "move_drill",
            "apex": "move_dart",
            "grain": "set_grain",
        }
        kind = kinds[target.kind]

        def edits(dx: float, dy: float) -> list[PatternEdit]:
            by = {"dx_mm": dx, "dy_mm": dy}
            return [PatternEdit("", kind, t.piece, t.item, by, mirror=canvas.mirror) for t in alike]

        if target.kind in ("point", "handle"):
            edges = meeting(piece, target.item) if target.kind == "point" else (piece.edge(target.edge),)
            return edits, length_lines([(piece.id, e.id, edge_words(e.id, piece)) for e in edges[::-1]])
        if target.kind == "edge":
            ids = [edge.id for edge in piece.edges]
            i = ids.index(target.item)
            around = (ids[i], ids[i - 1], ids[(i + 1) % len(ids)])
            return edits, length_lines([(piece.id, id, edge_words(id, piece)) for id in around])
        return edits, lambda before, after: [BubbleLine(place_words(before, target.piece, target.item))]

    # -- keys ----------------------------------------------------------------------------------------------------

    def key_pressed(self, event: QKeyEvent) -> bool:
        if self._shift is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                shift, self._shift, self._from = self._shift, None, None
                shift.finish()
                return True
            return self._shift.key(event)
        step = ARROWS.get(Qt.Key(event.key()))
        if step is not None and self.canvas.chosen:
            keys = event.modifiers()
            factor = 10.0 if keys & Qt.KeyboardModifier.ShiftModifier else 1.0
            factor = 0.1 if keys & Qt.KeyboardModifier.ControlModifier else factor
            self.nudge(step[0] * factor, step[1] * factor)
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.canvas.chosen:
            self.remove()
            return True
        return False

    def nudge(self, dx: float, dy: float) -> None:
        """Move what is chosen; nudges in a row make one step."""
        target = self.canvas.chosen[0]
        if target.kind != "piece" and self._foreign(target):
            return
        if target.kind in ("piece", "line"):
            pieces = self.canvas.chosen_pieces
            for piece in pieces:
                self.canvas.move_on_table(piece, self.canvas.offset(piece) + QPointF(dx, dy))
            if pieces:
                self.canvas.tell_laid(pieces, "moved", f"lay {' '.join(pieces)}")
            return
        edits, _ = self.meaning(target)
        dx, dy = self.canvas.way(target.piece, dx, dy)
        self.canvas.commit(edits(dx, dy), gesture=f"nudge {target.kind} {target.piece} {target.item}")

    def _foreign(self, *targets: Target) -> bool:
        """Whether something is not this tool's; says so."""
        foreign = any(target.kind not in self.own for target in targets)
        if foreign:
            self.canvas.refuse(f"no {self.noun} is chosen; click one first")
        return foreign

    def remove(self) -> None:
        if self._foreign(*self.canvas.chosen):
            return
        edits = []
        for target in self.canvas.chosen:
            joint = target.kind == "point" and not target.item.endswith((":start", ":end"))
            kind: EditKind | None = "remove_point" if joint else REMOVING.get(target.kind)
            if kind is None:
                words = "a corner" if target.kind == "point" else "an edge"
                self.canvas.refuse(f"{words} can't be taken away; split or merge the piece instead")
                return
            edits.append(PatternEdit("", kind, target.piece, target.item, mirror=self.canvas.mirror))
        self.canvas.commit(edits)

    # -- fields --------------------------------------------------------------------------------------------------

    def fields(self) -> tuple[Field, ...]:
        if self._shift is not None:
            return self._shift.fields()
        at = self._chosen_place()
        if at is None:
            return place_fields(None, None)
        x, y, d, _ = place_fields(at, (0.0, 0.0))
        return (x, y, d, Field("at", "at", self._angle, unit="°"))

    def _chosen_place(self) -> Point | None:
        target = self.canvas.chosen[0] if self.canvas.chosen else None
        piece = self.canvas.piece_of(target) if target is not None else None
        return place_of(piece, target) if piece is not None and target is not None else None

    def set_field(self, id: str, value: FieldValue) -> None:
        at = self._chosen_place()
        if at is None or not isinstance(value, float):
            return
        if id == "at":
            self._angle = value
            return
        by = {"x": (value - at[0], 0.0), "y": (0.0, value - at[1])}.get(id) or g.polar((0.0, 0.0), self._angle, value)
        edits, _ = self.meaning(self.canvas.chosen[0])
        self.canvas.commit(edits(*by))

    def paint(self, sheet: Sheet) -> None:
        if self._shift is not None:
            self._shift.paint(sheet)
        if self._band is not None:
            frame = QRectF(*self._band).normalized()
            corners = [frame.topLeft(), frame.topRight(), frame.bottomRight(), frame.bottomLeft()]
            inside = self._band[1].x() >= self._band[0].x()
            sheet.line(corners, "accent", 1, () if inside else (4, 3), closed=True, fill=0.08)


def without_twins(pattern: Pattern, targets: Sequence[Target]) -> list[Target]:
    """Targets without those that are the mirror image of an earlier one: an edit moves both."""
    kept: list[tuple[Target, Point | None]] = []
    for target in targets:
        piece = pattern.piece(target.piece)
        at = _middle(pattern, target)
        if piece.symmetric and at is not None:
            image = g.mirrored(at, piece.symmetry_x)
            if any(other is not None and g.distance(other, image) < 0.05 for _, other in kept):
                continue
        kept.append((target, at))
    return [target for target, _ in kept]


def _middle(pattern: Pattern, target: Target) -> Point | None:
    piece = pattern.piece(target.piece)
    if target.kind == "edge":
        edge = edge_named(piece, target.item)
        return g.point_at(edge.polyline, edge.length_mm / 2) if edge is not None else None
    return place_of(piece, target)


def _along(mirror: bool, pattern: Pattern, target: Target) -> tuple[Edits, Lines]:
    """A notch slides along its edge."""
    piece = pattern.piece(target.piece)
    notch = piece.notch(target.item)
    edge = piece.edge(notch.edge)
    start = place_of(piece, target) or edge.start

    def slid(dx: float, dy: float) -> float:
        along, _ = g.nearest_on(edge.polyline, (start[0] + dx, start[1] + dy))
        return round(along - notch.at_mm, 1)

    def edits(dx: float, dy: float) -> list[PatternEdit]:
        return [PatternEdit("", "move_notch", piece.id, notch.id, {"along_mm": slid(dx, dy)}, mirror=mirror)]

    def lines(before: Pattern, after: Pattern) -> list[BubbleLine]:
        try:
            now = after.piece(piece.id).notch(notch.id).at_mm
        except KeyError:
            return []
        return [
            BubbleLine(f"Notch, {uncapped(edge_words(edge.id, piece))}"),
            BubbleLine(f"{format_mm(now)} mm", signed(now - notch.at_mm), strong=True),
            BubbleLine(f"to the end {format_mm(edge.length_mm - now)} mm"),
        ]

    return edits, lines
