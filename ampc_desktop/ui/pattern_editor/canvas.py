"""Pattern canvas: pieces on the table, what is chosen, the tool in hand, and live previews of edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QTransform
from PySide6.QtWidgets import QApplication, QGraphicsView, QMenu

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Place
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.studio import editing
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.state import next_edit_id
from ampc_desktop.ui.canvas.outline_item import OutlineItem
from ampc_desktop.ui.canvas.piece_item import PieceItem, layout
from ampc_desktop.ui.canvas.sheet import Sheet
from ampc_desktop.ui.canvas.view import CanvasView
from ampc_desktop.ui.design_canvas.canvas import print_brush, tile_pixmap
from ampc_desktop.ui.pattern_editor import menus, table
from ampc_desktop.ui.pattern_editor.picking import Hit, Kind, Reach, Target, handles, place_of, there
from ampc_desktop.ui.pattern_editor.tools.box import make_tools
from ampc_desktop.ui.pattern_editor.tools.tool import Pointer, Tool
from ampc_desktop.ui.theme.style import colour, current, theme

SHOW_MARGIN_MM = 60.0
TABLE_GAP_MM = 60.0
PARTED_MM = 22.0
REFUSED_MS = 2600
LOCKING: dict[str, tuple[Kind, ...]] = {
    "notches": ("notch",), "internal": ("line", "drill"), "grain": ("grain",), "sew": ("edge", "point", "handle"),
    "cut": ("piece",),
}  # fmt: skip
"""What can't be hit while a layer is locked."""


class PatternCanvas(CanvasView):
    """Emits `selected` with (piece id, edge id or ""), and `committed` with edits to take as one step."""

    selected = Signal(str, str)
    chosen_changed = Signal()
    committed = Signal(object, str)
    """(tuple of PatternEdit, gesture): steps of one gesture make one step."""
    tool_changed = Signal(str)
    fields_changed = Signal()
    previewed = Signal(object)
    """The pattern as a drag would leave it."""
    refused = Signal(str)
    asked = Signal(str)
    """Something the workspace does: "help", "text", "compare", "compare_end", "older", "newer" (revision)."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pattern canvas")
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.pattern: Pattern = Pattern("", "", "", (), ())
        self.mirror = self.snapping = True
        self.grid = False
        self.chosen: tuple[Target, ...] = ()
        self.hovered: Target | None = None
        self.refusal = ""
        self._items: dict[str, PieceItem] = {}
        self._laid: set[str] = set()
        """Pieces that somebody laid where they are."""
        self._reaches: dict[str, Reach] = {}
        self._boxes: Array = np.empty((0, 4))
        self._hidden: frozenset[str] = frozenset({"print"})
        self._locked: frozenset[str] = frozenset()
        self._next_edit = "e1"
        self._place: tuple[str, QPointF, bool] | None = None
        self._ghost: Pattern | None = None
        self._ghost_on = False
        self._sizes: tuple[tuple[str, Pattern], ...] = ()
        self._sizes_on: tuple[str, ...] = ()
        self._outlines: list[OutlineItem] = []
        self._sheet = Sheet(1, 1)
        self._down = False
        self._last_pointer: Pointer | None = None
        self._flash = QTimer(self, singleShot=True, interval=REFUSED_MS)
        self._flash.timeout.connect(self._forget_refusal)
        self._tools = make_tools(self)
        self.tool: Tool = self._tools["select"]
        self.zoomed.connect(lambda _: self.refresh())
        current().changed.connect(self.viewport().update)

    # -- coordinates ---------------------------------------------------------------------------------------------

    def offset(self, piece: str) -> QPointF:
        return self._items[piece].pos() if piece in self._items else QPointF()

    def to_piece(self, piece: str, scene: QPointF) -> Point:
        """A place of the canvas in coordinates of a piece."""
        at = self.offset(piece)
        return (scene.x() - at.x(), scene.y() - at.y())

    def point_to_view(self, piece: str, point: Point) -> QPointF:
        return QPointF(*self.to_view(piece, np.asarray([point]))[0])

    def to_view(self, piece: str, points: Array) -> Array:
        """(n, 2) places of a piece in viewport pixels, not rounded."""
        at, view = self.offset(piece), self.viewportTransform()
        x, y = points[:, 0] + at.x(), points[:, 1] + at.y()
        return np.column_stack(
            (view.m11() * x + view.m21() * y + view.dx(), view.m12() * x + view.m22() * y + view.dy())
        )

    def scene_at(self, view: QPointF) -> QPointF:
        """The place of the canvas under a place of the viewport, not rounded to pixels."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(view)

    # -- pattern -------------------------------------------------------------------------------------------------

    @property
    def selection(self) -> tuple[str, str]:
        """(piece, edge or "") of what is chosen first."""
        return (self.chosen[0].piece, self.chosen[0].edge) if self.chosen else ("", "")

    @property
    def pieces(self) -> dict[str, PieceItem]:
        return self._items

    def show_snapshot(self, shot: Snapshot) -> None:
        """Draw the pattern of a snapshot; the view and the pieces stay where the person put them."""
        if shot.pattern is None:
            return
        if shot.pattern is not self.pattern:
            changed = shot.pattern != self.pattern
            self.show_pattern(shot.pattern)
            if changed:
                self.tool.pattern_changed()
        self._next_edit = next_edit_id(shot.state)
        self._draw_print(shot)

    def show_pattern(self, pattern: Pattern) -> None:
        """Put a pattern on the table: another garment is laid out anew, of the same one pieces stay where they are."""
        old, before = set(self._items), self._cut_boxes()
        new = {piece.id for piece in pattern.pieces}
        kept = old & new
        anew = pattern.family != self.pattern.family or len(kept) * 2 < len(new)
        touched = {piece.id for piece in pattern.pieces if piece.id in old and piece != self._items[piece.id].piece}
        self.pattern = pattern
        gone = {id: self._items.pop(id) for id in old - new}
        for taken in gone.values():
            self.scene().removeItem(taken)
        if anew:
            self._laid = set()
            places = layout(pattern.pieces, max(0.6, self.viewport().width() / max(1, self.viewport().height())))
        else:
            places = self._beside([piece for piece in pattern.pieces if piece.id not in kept], gone)
        for piece in pattern.pieces:
            words = f"cut {piece.quantity}" + (", pair" if piece.mirrored_pair else "")
            subtitle = f"{words}, {piece.material}"
            item = self._items.get(piece.id)
            if item is None:
                item = PieceItem(piece, places[piece.id], subtitle)
                item.set_hidden(self._hidden)
                self.scene().addItem(item)
                self._items[piece.id] = item
            else:
                if piece.id in places:
                    item.setPos(*places[piece.id])
                item.subtitle = subtitle
                if item.piece != piece:
                    item.set_piece(piece)
        self._items = {piece.id: self._items[piece.id] for piece in pattern.pieces}
        moved = set() if anew or not (touched or old != new) else self._part(before, touched, new - old)
        self._reaches = {}
        self._measure_boxes()
        self.choose(target for target in self.chosen if self.exists(target))
        if anew:
            self.fit()
            QTimer.singleShot(0, self.fit)  # a canvas not shown yet has its size by then
        elif moved or new - old or (touched and self._fitted is not None):
            self._keep_in_view(moved | (new - old))
        self.refresh()

    def _cut_boxes(self) -> dict[str, table.Box]:
        """Where the cut of each piece lies on the table."""
        found = {}
        for id, item in self._items.items():
            left, bottom, right, top = g.bounds(item.piece.cut_ring)
            x, y = item.pos().x(), item.pos().y()
            found[id] = (left + x, bottom + y, right + x, top + y)
        return found

    def _part(self, before: dict[str, table.Box], touched: set[str], new: set[str]) -> set[str]:
        """Draw pieces apart which a change laid over each other; the ids of those that were moved."""
        boxes = self._cut_boxes()
        halves = {id for id in new if "." in id}
        left_so = table.touching(before) | {frozenset((a, b)) for a in halves for b in halves}
        order = sorted(boxes, key=lambda id: (id in new, id not in self._laid, id not in touched))
        moved = set()
        for id, box in table.parted(boxes, order, left_so).items():
            dx, dy = box[0] - boxes[id][0], box[1] - boxes[id][1]
            if dx or dy:
                self._items[id].moveBy(dx, dy)
                moved.add(id)
        return moved

    def _keep_in_view(self, ids: set[str]) -> None:
        """Fit everything when a new or moved piece lies out of view, or nobody chose another view than all."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        wanted = self._items if self._fitted is not None else ids
        if any(not seen.contains(self._items[id].sceneBoundingRect()) for id in wanted):
            self.fit()

    def _beside(self, pieces: Sequence[Piece], gone: dict[str, PieceItem]) -> dict[str, tuple[float, float]]:
        """New pieces to the right of those on the table; parts of a piece where it lay, drawn apart."""
        parts: dict[str, tuple[float, float]] = {}
        for piece in pieces:
            whole = next((item for id, item in gone.items() if piece.id.startswith(f"{id}.")), None)
            whole = whole or next((item for id, item in gone.items() if id.startswith(f"{piece.id}.")), None)
            if whole is not None:
                middle = piece.cut_ring.mean(axis=0) - whole.piece.cut_ring.mean(axis=0)
                away = middle / (float(np.hypot(*middle)) or 1.0) * PARTED_MM
                parts[piece.id] = (whole.pos().x() + float(away[0]), whole.pos().y() + float(away[1]))
        return {**parts, **self._at_the_right([piece for piece in pieces if piece.id not in parts])}

    def _at_the_right(self, pieces: Sequence[Piece]) -> dict[str, tuple[float, float]]:
        if not pieces:
            return {}
        on_it = self.scene().itemsBoundingRect()
        places = layout(tuple(pieces), 0.6)
        left = min(places[p.id][0] + float(p.cut_ring[:, 0].min()) for p in pieces)
        return {
            id: (x - left + on_it.right() + TABLE_GAP_MM, y + on_it.top()) for id, (x, y) in places.items()
        }  # y is up: the rectangle's top is its lowest place

    def _measure_boxes(self) -> None:
        boxes = []
        for item in self._items.values():
            box = item.sceneBoundingRect()
            boxes.append((box.left(), box.top(), box.right(), box.bottom()))
        self._boxes = np.asarray(boxes).reshape(-1, 4)

    def move_on_table(self, piece: str, to: QPointF) -> None:
        """Lay a piece elsewhere on the table; the pattern is the same."""
        self._items[piece].setPos(to)
        self._laid.add(piece)
        self._measure_boxes()
        self.refresh()

    def piece_of(self, target: Target) -> Piece | None:
        return next((piece for piece in self.pattern.pieces if piece.id == target.piece), None)

    def exists(self, target: Target) -> bool:
        piece = self.piece_of(target)
        return piece is not None and there(piece, target)

    def _draw_print(self, shot: Snapshot) -> None:
        pixmap = tile_pixmap(shot) if "print" not in self._hidden else None
        for piece_id, item in self._items.items():
            placed = None
            if shot.placement is not None:
                placed = next((p for p in shot.placement.pieces if p.piece == piece_id), None)
            if pixmap is None or placed is None or shot.artwork is None:
                item.set_print(None)
                continue
            origin = QTransform().translate(*placed.origin_mm).rotate(placed.angle_deg)
            item.set_print(print_brush(pixmap, (shot.artwork.width_mm, shot.artwork.height_mm), origin))

    # -- laid over -----------------------------------------------------------------------------------------------

    def set_ghost(self, pattern: Pattern | None) -> None:
        """The revision to compare with."""
        self._ghost = pattern
        self._lay_over()

    def show_ghost(self, on: bool) -> None:
        """The compared revision over this one."""
        self._ghost_on = on
        self._lay_over()

    def set_sizes(self, sizes: tuple[tuple[str, Pattern], ...]) -> None:
        """Sizes that can be laid over the base."""
        self._sizes = sizes
        self._lay_over()

    def show_sizes(self, names: tuple[str, ...]) -> None:
        self._sizes_on = names
        self._lay_over()

    def _lay_over(self) -> None:
        for item in self._outlines:
            self.scene().removeItem(item)
        self._outlines = []
        inks = theme().categories
        layers = [
            (pattern, QColor(inks[i % len(inks)]), 1.25, ())
            for i, (name, pattern) in enumerate(self._sizes)
            if name in self._sizes_on
        ]
        if self._ghost is not None and self._ghost_on:
            layers.append((self._ghost, colour("t2"), 1.25, (2, 3)))  # type: ignore[arg-type]
        for pattern, ink, width, dash in layers:
            for piece in pattern.pieces:
                if piece.id in self._items:
                    at = self._items[piece.id].pos()
                    item = OutlineItem([piece.sew_ring, piece.cut_ring], (at.x(), at.y()), ink, width, dash)
                    self.scene().addItem(item)
                    self._outlines.append(item)

    def set_layer(self, layer: str, on: bool) -> None:
        self._hidden = self._hidden - {layer} if on else self._hidden | {layer}
        for item in self._items.values():
            item.set_hidden(self._hidden)
        self.viewport().update()
        self.refresh()

    def set_locked(self, layer: str, on: bool) -> None:
        self._locked = self._locked | {layer} if on else self._locked - {layer}

    def hidden_layers(self) -> frozenset[str]:
        return self._hidden

    # -- edits ---------------------------------------------------------------------------------------------------

    def show_preview(self, edits: Sequence[PatternEdit]) -> Pattern | None:
        """Draw the pattern as edits would leave it; None, with `refusal` saying why, when they can't be applied."""
        found = editing.preview(self.pattern, self._numbered(edits))
        if found.conflicts:
            self.refusal = found.conflicts[0].reason
            return None
        self.refusal = ""
        self._draw_live(found.pattern)
        self.previewed.emit(found.pattern)
        return found.pattern

    def _draw_live(self, pattern: Pattern) -> None:
        for piece in pattern.pieces:
            item = self._items.get(piece.id)
            if item is not None:
                item.set_piece(piece)

    def drop_preview(self) -> None:
        """The pattern as it is."""
        self.refusal = ""
        self._draw_live(self.pattern)
        self.refresh()

    def commit(self, edits: Sequence[PatternEdit], gesture: str = "") -> bool:
        """Take edits as one step; refused ones change nothing and say why. True when taken."""
        if not edits:
            return False
        edits = self._numbered(edits)
        found = editing.preview(self.pattern, edits)
        if found.conflicts:
            self.drop_preview()
            self.refuse(found.conflicts[0].reason)
            return False
        self.refusal = ""
        self.show_pattern(found.pattern)
        self.tool.pattern_changed()
        self._next_edit = f"e{int(edits[-1].id[1:]) + 1}"
        self.committed.emit(tuple(edits), gesture)
        self.chosen_changed.emit()
        return True

    def _numbered(self, edits: Sequence[PatternEdit]) -> list[PatternEdit]:
        """Edits with the ids they will get: what they make is named after them."""
        first = int(self._next_edit[1:])
        return [replace(edit, id=f"e{first + i}") for i, edit in enumerate(edits)]

    def refuse(self, reason: str) -> None:
        """Say for a while why something was not done."""
        self.refusal = reason
        self._flash.start()
        self.refused.emit(reason)
        self.refresh()

    def _forget_refusal(self) -> None:
        if not self.tool.busy:
            self.refusal = ""
            self.refresh()

    # -- choosing ------------------------------------------------------------------------------------------------

    def choose(self, targets: Iterable[Target]) -> None:
        """Select things; the first is the one the inspector shows."""
        chosen = tuple(dict.fromkeys(targets))
        self._place = None
        changed = chosen != self.chosen
        self.chosen = chosen
        lit: dict[str, set[str]] = {}
        whole = {target.piece for target in chosen if target.kind == "piece"}
        for target in chosen:
            if target.kind == "edge":
                lit.setdefault(target.piece, set()).add(target.item)
        for id, item in self._items.items():
            item.set_selected(id in whole)
            item.light(frozenset(lit.get(id, ())))
        if changed:
            self.tool.selection_changed()
            self.selected.emit(*self.selection)
            self.chosen_changed.emit()
            self.fields_changed.emit()
        self.refresh()

    def select(self, piece: str, edge: str = "") -> None:
        """Select a piece, or one edge of it; nothing with ""."""
        self.choose((Target("edge", piece, edge),) if edge else (Target("piece", piece),) if piece else ())

    def hits(self, view: QPointF, kinds: Sequence[Kind]) -> list[Hit]:
        """Everything under a place of the viewport, what is on top first."""
        scene = self.scene_at(view)
        locked = {kind for layer in self._locked for kind in LOCKING.get(layer, ())}
        wanted = [kind for kind in kinds if kind not in locked]
        reach = 12 / self.px_per_mm
        boxes = self._boxes
        near = np.flatnonzero(
            (boxes[:, 0] - reach <= scene.x())
            & (boxes[:, 2] + reach >= scene.x())
            & (boxes[:, 1] - reach <= scene.y())
            & (boxes[:, 3] + reach >= scene.y())
        )
        ids = list(self._items)
        found: list[Hit] = []
        for i in near[::-1]:  # what was laid down last lies on top
            piece = self.pattern.piece(ids[int(i)])
            if piece.id not in self._reaches:
                self._reaches[piece.id] = Reach(piece)
            at = self.to_piece(piece.id, scene)
            found += self._reaches[piece.id].hits(at, self.px_per_mm, wanted, self.open_edges(piece.id))
        order = {kind: i for i, kind in enumerate(kinds)}
        return sorted(found, key=lambda hit: (order[hit.target.kind], hit.gap_mm))

    def open_edges(self, piece: str) -> frozenset[str]:
        """Edges of a piece whose handles are out."""
        open_ones = {target.edge for target in self.chosen if target.piece == piece and target.edge}
        found = next((p for p in self.pattern.pieces if p.id == piece), None)
        for target in self.chosen:
            if target.kind == "point" and target.piece == piece and target.item.endswith(":start") and found:
                ids = [edge.id for edge in found.edges]
                if target.edge in ids:
                    open_ones.add(ids[ids.index(target.edge) - 1])
        return frozenset(open_ones)

    # -- tools ---------------------------------------------------------------------------------------------------

    @property
    def tools(self) -> dict[str, Tool]:
        return self._tools

    def take(self, id: str) -> None:
        """Take up a tool."""
        if id != self.tool.id:
            self.tool.leave()
            self.tool = self._tools[id]
            self.tool.enter()
            self.tool_changed.emit(id)
            self._hover_over(None)
        self.setCursor(self.tool.cursor)
        self.fields_changed.emit()
        self.refresh()

    def set_mirror(self, on: bool) -> None:
        self.mirror = on
        self.fields_changed.emit()

    def set_snapping(self, on: bool) -> None:
        self.snapping = on
        self.fields_changed.emit()

    def set_grid(self, on: bool) -> None:
        self.grid = on
        self.fields_changed.emit()

    def _pointer(self, event: QMouseEvent, hit: bool = True) -> Pointer:
        at = event.position()
        hits = self.hits(at, self.tool.wants) if hit else ()
        self._last_pointer = Pointer(at, self.scene_at(at), hits, event.modifiers())
        return self._last_pointer

    def _hover_over(self, target: Target | None) -> None:
        if target == self.hovered:
            return
        for one, on in ((self.hovered, False), (target, True)):
            item = self._items.get(one.piece) if one is not None else None
            if item is not None and one is not None:
                item.set_hover(on, one.item if one.kind == "edge" and on else "")
        self.hovered = target

    # -- events --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.tool.id == "hand" and not self._space:
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if not left or self._space:
            super().mousePressEvent(event)
            return
        self._down = True
        self._flash.stop()
        self.refusal = ""
        self.tool.press(self._pointer(event))
        self.fields_changed.emit()
        self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            super().mouseMoveEvent(event)
            return
        scene = self.scene_at(event.position())
        self.pointer_moved.emit(scene.x(), scene.y())
        if self._down:
            self.tool.move(self._pointer(event, hit=not self.tool.busy))
            self.fields_changed.emit()
        else:
            pointer = self._pointer(event)
            hit = pointer.hit
            self._hover_over(hit.target if hit is not None else None)
            self.tool.hover(pointer)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None or not self._down:
            super().mouseReleaseEvent(event)
            self.setCursor(self.tool.cursor)
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = False
            self.tool.release(self._pointer(event))
            self.fields_changed.emit()
            self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tool.id != "hand":
            self._down = True
            self.tool.double(self._pointer(event))
            self.fields_changed.emit()
            self.refresh()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What is done most to the thing under the pointer."""
        hit = next(iter(self.hits(QPointF(event.pos()), menus.KINDS)), None)
        if hit is None or self.tool.busy:
            return
        if hit.target not in self.chosen:
            self.choose((hit.target,))
        menu = QMenu(self)
        for words, act in menus.entries(self, hit):
            menu.addAction(words, act)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._down:
            self._hover_over(None)
            self.refresh()

    def event(self, event: QEvent) -> bool:
        """Tab goes to the next number while something is dragged; letters are tools, not shortcuts, here."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self.tool.busy:
                self.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.ShortcutOverride and self.tool.busy and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.tool.busy and event.key() != Qt.Key.Key_Escape and self.tool.key_pressed(event):
            self.fields_changed.emit()
            self.refresh()
            return
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and self._items:
            self._next_piece(1 if event.key() == Qt.Key.Key_BracketRight else -1)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.asked.emit("older" if event.key() == Qt.Key.Key_Left else "newer")
        elif event.text() == "?" or event.key() == Qt.Key.Key_Question:
            self.asked.emit("help")
        elif event.key() == Qt.Key.Key_Semicolon:
            self.set_snapping(not self.snapping)
        elif event.key() == Qt.Key.Key_Period and self.chosen:
            self.fit_chosen()
        elif event.key() == Qt.Key.Key_C and plain and not event.isAutoRepeat() and not self._down:
            self.asked.emit("compare")
        elif self.tool.key_pressed(event):
            self.fields_changed.emit()
        elif plain and (tool := self._tool_of(event)):
            self.take(tool)
        else:
            super().keyPressEvent(event)
        self.refresh()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and not event.isAutoRepeat():
            self.asked.emit("compare_end")
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.asked.emit("compare_end")

    def _tool_of(self, event: QKeyEvent) -> str:
        text = key_name(event)
        return next((tool.id for tool in self._tools.values() if tool.key == text), "")

    def _escape(self) -> None:
        """Out of the drag, then out of the tool, then out of the selection."""
        if self.tool.cancel():
            self._down = False
            self.drop_preview()
        elif self._place is not None or self.refusal:
            self._place, self.refusal = None, ""
        elif self.tool.id not in ("select", "points"):
            self.take("select")
        else:
            self.choose(())
        self.fields_changed.emit()
        self.viewport().update()

    def _next_piece(self, step: int) -> None:
        ids = list(self._items)
        at = ids.index(self.selection[0]) if self.selection[0] in ids else -1
        self.select(ids[(at + step) % len(ids)] if at >= 0 else ids[0])

    def fit_chosen(self) -> None:
        box = QRectF()
        for target in self.chosen:
            if target.piece in self._items:
                box = box.united(self._items[target.piece].sceneBoundingRect())
        self.fit(box)

    def piece_position(self, piece: str) -> QPointF:
        """Viewport position of the middle of a piece."""
        item = self._items[piece]
        return QPointF(self.mapFromScene(item.mapToScene(item.boundingRect().center())))

    # -- showing a place -----------------------------------------------------------------------------------------

    def show_check(self, check: CheckResult) -> None:
        """Light up every place a check found, the worst one marked, and bring it into view."""
        places = [finding.place for finding in check.findings if finding.status != "pass"] or [check.where]
        edges: dict[str, set[str]] = {}
        for place in places:
            edges.setdefault(place.piece, set()).add(place.item.split(":")[0])
        bad = check.status in ("fail", "warn")
        self.choose(())
        for id, item in self._items.items():
            item.light(frozenset(edges.get(id, ())), error=bad)
        self._show_place(check.where if check.where.piece else places[0], bad)

    def _show_place(self, place: Place, bad: bool) -> None:
        item = self._items.get(place.piece)
        if item is None:
            self._place = None
            self.fit()
            return
        if place.at is not None:
            at = item.mapToScene(QPointF(*place.at))
            self._place = (place.piece, at, bad)
            reach = max(SHOW_MARGIN_MM, item.boundingRect().height() * 0.35)
            self.fit(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach))
        else:
            self._place = None
            self.fit(item.sceneBoundingRect())
        self.viewport().update()

    # -- painting ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """List the marks over the pattern anew and repaint where they were and are."""
        sheet = Sheet(self.viewport().width(), self.viewport().height())
        self._mark_chosen(sheet)
        self.tool.paint(sheet)
        if self.refusal and not self.tool.busy and self._last_pointer is not None:
            sheet.words(self._last_pointer.view, self.refusal, "err")
        old, self._sheet = self._sheet, sheet
        for box in (old.bounds, sheet.bounds):
            if not box.isEmpty():
                self.viewport().update(box)

    @property
    def sheet(self) -> Sheet:
        """The marks over the pattern as they are."""
        return self._sheet

    def _mark_links(self, sheet: Sheet) -> None:
        """What a chosen edge is sewn to."""
        target = self.chosen[0] if self.chosen else None
        if target is None or target.kind != "edge" or "links" in self._hidden or self.tool.busy:
            return
        mine = self.pattern.piece(target.piece).edge(target.item)
        here = self.point_to_view(target.piece, g.point_at(mine.polyline, mine.length_mm / 2))
        for seam in editing.seams_at(self.pattern, target.piece, target.item):
            on_a = any(ref.piece == target.piece and ref.edge == target.item for ref in seam.a)
            for ref in seam.b if on_a else seam.a:
                if (ref.piece, ref.edge) != (target.piece, target.item) and ref.piece in self._items:
                    edge = self._items[ref.piece].piece.edge(ref.edge)
                    sheet.line(self.to_view(ref.piece, edge.polyline), "walking", 4, alpha=0.6)
                    middle = g.point_at(edge.polyline, edge.length_mm / 2)
                    sheet.line([here, self.point_to_view(ref.piece, middle)], "walking", 1, (1, 4))

    def _mark_chosen(self, sheet: Sheet) -> None:
        self._mark_links(sheet)
        editing_points = self.tool.id in ("points", "pen")
        marked = [target for target in (*self.chosen, *([self.hovered] if self.hovered else [])) if target]
        shown = {target.piece for target in marked} if editing_points else set()
        for id in shown:
            item = self._items.get(id)
            if item is None:
                continue
            for point, at in Reach(item.piece).points:
                where = self.point_to_view(id, at)
                if point.endswith(":start"):
                    sheet.square(where, 6, "selected")
                else:
                    sheet.ring(where, 6, "selected")
            for _, at, anchor in handles(item.piece, self.open_edges(id)):
                ends = [self.point_to_view(id, anchor), self.point_to_view(id, at)]
                sheet.line(ends, "selected", 1)
                sheet.ring(ends[1], 9, "selected")
        for target in marked:
            item = self._items.get(target.piece)
            place = place_of(item.piece, target) if item is not None else None
            if place is None:
                continue
            where = self.point_to_view(target.piece, place)
            if target not in self.chosen:
                sheet.halo(where, 16, "accent")
            elif target.kind == "point":
                sheet.square(where, 12, "selected", filled=True)
            elif target.kind == "handle":
                sheet.ring(where, 10, "selected", filled=True)
            else:
                sheet.ring(where, 14, "selected", width=2)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.save()
        painter.resetTransform()
        if self._place is not None:
            at = QPointF(self.mapFromScene(self._place[1]))
            token = "err" if self._place[2] else "accent"
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(token, 0.35), 8))
            painter.drawEllipse(at, 14, 14)
            painter.setPen(QPen(colour(token), 2))
            painter.drawEllipse(at, 10, 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._sheet.paint(painter)
        painter.restore()
        super().drawForeground(painter, rect)


def key_name(event: QKeyEvent) -> str:
    """ "W" or "Shift W" of a letter key."""
    key = event.key()
    if not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return ""
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (
        QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier and event.text().isupper()
    )
    return f"{'Shift ' if shift else ''}{chr(key)}"
