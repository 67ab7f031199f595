"""Pattern canvas: pieces on the table, what is chosen, the tool in hand, and live previews of edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QTransform
from PySide6.QtWidgets import QMenu

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.state import Table, next_edit_id
from ampc_desktop.ui.canvas.sheet import Sheet
from ampc_desktop.ui.design_canvas.canvas import print_brush, tile_pixmap
from ampc_desktop.ui.pattern_editor import keys, menus
from ampc_desktop.ui.pattern_editor.edited_table import EditedTable
from ampc_desktop.ui.pattern_editor.marks import mark_chosen
from ampc_desktop.ui.pattern_editor.overlay import Overlay
from ampc_desktop.ui.pattern_editor.picking import Hit, Kind, Target, there
from ampc_desktop.ui.pattern_editor.place_mark import PlaceMark
from ampc_desktop.ui.pattern_editor.tools.box import make_tools
from ampc_desktop.ui.pattern_editor.tools.tool import Pointer, Tool
from ampc_desktop.ui.pattern_editor.under import Under
from ampc_desktop.ui.theme.style import current


class PatternCanvas(EditedTable):
    """Emits `selected` with (piece id, edge id or ""); `asked` and what EditedTable does."""

    selected = Signal(str, str)
    tool_changed = Signal(str)
    fields_changed = Signal()
    asked = Signal(str)
    """Something the workspace does: "help", "text", "compare", "compare_end", "older", "newer" (revision)."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pattern canvas")
        self.mirror = self.snapping = True
        self.grid = False
        self.chosen: tuple[Target, ...] = ()
        self.hovered: Target | None = None
        self.under = Under(self)
        self.overlay = Overlay(self)
        self.place = PlaceMark(self)
        self._sheet = Sheet(1, 1)
        self.down = False
        self._last_pointer: Pointer | None = None
        self._tools = make_tools(self)
        self.tool: Tool = self._tools["select"]
        self.zoomed.connect(lambda _: self.refresh())
        current().changed.connect(self.viewport().update)

    # -- pattern -------------------------------------------------------------------------------------------------

    @property
    def selection(self) -> tuple[str, str]:
        """(piece, edge or "") of what is chosen first."""
        return (self.chosen[0].piece, self.chosen[0].edge) if self.chosen else ("", "")

    def show_snapshot(self, shot: Snapshot) -> None:
        """Draw the pattern of a snapshot; the view and the pieces stay where the person put them."""
        if shot.pattern is None:
            return
        if shot.pattern is not self.pattern or self.relaid(shot.state.table):
            changed = shot.pattern != self.pattern
            self.show_pattern(shot.pattern, shot.state.table)
            if changed:
                self._changed()
        self._next_edit = next_edit_id(shot.state)
        self._draw_print(shot)

    def show_pattern(self, pattern: Pattern, laid: Table | None = None) -> None:
        self.under.forget()
        super().show_pattern(pattern, laid)

    def _pieces_lie(self) -> None:
        super()._pieces_lie()
        self.choose(target for target in self.chosen if self.exists(target))
        self.overlay.lay()

    # -- laying pieces -------------------------------------------------------------------------------------------

    @property
    def chosen_pieces(self) -> list[str]:
        """Ids of the pieces that are chosen whole."""
        return [target.piece for target in self.chosen if target.kind == "piece" and target.piece in self._items]

    def turn_chosen(self, by_deg: float) -> None:
        """Turn chosen pieces on the table, counter-clockwise; the pattern does not turn."""
        pieces = self.chosen_pieces
        before = self._cut_boxes()
        self.turn(pieces, by_deg)
        self._part(before, set(), set(pieces))  # turned into its neighbours, a piece slips aside
        self._pieces_lie()
        self._keep_in_view(set(pieces))
        self.tell_laid(pieces, "turned", f"turn {' '.join(pieces)}")

    def flip_chosen(self) -> None:
        """Turn chosen pieces over on the table."""
        self.flip(self.chosen_pieces)
        self.tell_laid(self.chosen_pieces, "flipped")

    # -- finding -------------------------------------------------------------------------------------------------

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

    def set_layer(self, layer: str, on: bool) -> None:
        super().set_layer(layer, on)
        self.refresh()

    @property
    def busy(self) -> bool:
        return self.tool.busy

    def _changed(self) -> None:
        self.tool.pattern_changed()

    # -- choosing ------------------------------------------------------------------------------------------------

    def choose(self, targets: Iterable[Target]) -> None:
        """Select things; the first is the one the inspector shows."""
        chosen = tuple(dict.fromkeys(targets))
        self.place.forget()
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
        return self.under.hits(view, kinds)

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
        self.down = True
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
        if self.down:
            self.tool.move(self._pointer(event, hit=not self.tool.busy))
            self.fields_changed.emit()
        else:
            pointer = self._pointer(event)
            hit = pointer.hit
            self._hover_over(hit.target if hit is not None else None)
            self.tool.hover(pointer)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None or not self.down:
            super().mouseReleaseEvent(event)
            self.setCursor(self.tool.cursor)
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.down = False
            self.tool.release(self._pointer(event))
            self.fields_changed.emit()
            self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tool.id != "hand":
            self.down = True
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
        if not self.down:
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
        if not keys.pressed(self, event):
            super().keyPressEvent(event)
        self.refresh()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and not event.isAutoRepeat():
            self.asked.emit("compare_end")
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.asked.emit("compare_end")

    def escape(self) -> None:
        """Out of the drag, then out of the tool, then out of the selection."""
        if self.tool.cancel():
            self.down = False
            self.drop_preview()
        elif self.place.on or self.refusal:
            self.place.forget()
            self.refusal = ""
        elif self.tool.id not in ("select", "points"):
            self.take("select")
        else:
            self.choose(())
        self.fields_changed.emit()
        self.viewport().update()

    def next_piece(self, step: int) -> None:
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

    def show_check(self, check: CheckResult) -> None:
        """Light up every place a check found and bring the worst one into view."""
        self.choose(())
        self.place.show_check(check)

    # -- painting ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """List the marks over the pattern anew and repaint where they were and are."""
        sheet = Sheet(self.viewport().width(), self.viewport().height())
        mark_chosen(self, sheet)
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

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.save()
        painter.resetTransform()
        self.place.paint(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._sheet.paint(painter)
        painter.restore()
        super().drawForeground(painter, rect)
