"""The pattern table: pieces of a garment where they lie, turned and flipped as somebody laid them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtWidgets import QGraphicsView

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.studio.editing import piece_words
from ampc_desktop.studio.state import Laid, Table
from ampc_desktop.ui.canvas.piece_item import PieceItem, layout, mapped
from ampc_desktop.ui.canvas.view import CanvasView
from ampc_desktop.ui.pattern_editor import table
from ampc_desktop.ui.pattern_editor.names import Names

TABLE_GAP_MM = 60.0
PARTED_MM = 22.0
CROWD = 120
"""More pieces than this are drawn more simply while the view moves."""


class TableView(CanvasView):
    """Emits `laid` with (words, gesture) after somebody laid pieces elsewhere; `table` says how they lie."""

    laid = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.pattern: Pattern = Pattern("", "", "", (), ())
        self._items: dict[str, PieceItem] = {}
        self._anew = False
        self._by_hand: set[str] = set()
        """Pieces that somebody laid where they are."""
        self._known: Table | None = None
        """The table as the design has it."""
        self.boxes: Array = np.empty((0, 4))
        """(pieces, 4) left, low, right and high of each on the table."""
        self._hidden: frozenset[str] = frozenset({"print"})
        self.names = Names(self)
        self.zoomed.connect(lambda _: self.names.zoomed())

    def relaid(self, laid: Table | None) -> bool:
        """Whether a design has the pieces laid otherwise than they were when last heard of."""
        return (laid if laid is not None and laid.family == self.pattern.family else None) != self._known

    @property
    def crowded(self) -> bool:
        """Whether there are very many pieces."""
        return len(self.pattern.pieces) > CROWD

    def _at_rest(self) -> None:
        self.names.lay()
        super()._at_rest()

    @property
    def pieces(self) -> dict[str, PieceItem]:
        return self._items

    # -- coordinates ---------------------------------------------------------------------------------------------

    def offset(self, piece: str) -> QPointF:
        """Where the origin of a piece lies on the table."""
        return self._items[piece].pos() if piece in self._items else QPointF()

    def turn_deg(self, piece: str) -> float:
        return self._items[piece].laid.turn_deg if piece in self._items else 0.0

    def to_scene(self, piece: str, point: Point) -> QPointF:
        """A place of a piece on the table."""
        return self._items[piece].mapToScene(QPointF(*point)) if piece in self._items else QPointF(*point)

    def to_piece(self, piece: str, scene: QPointF) -> Point:
        """A place of the table in coordinates of a piece."""
        at = self._items[piece].mapFromScene(scene) if piece in self._items else scene
        return (at.x(), at.y())

    def way(self, piece: str, dx: float, dy: float) -> Point:
        """A way over the table in coordinates of a piece."""
        here, there = self.to_piece(piece, QPointF(0, 0)), self.to_piece(piece, QPointF(dx, dy))
        return (round(there[0] - here[0], 9), round(there[1] - here[1], 9))

    def point_to_view(self, piece: str, point: Point) -> QPointF:
        return QPointF(*self.to_view(piece, np.asarray([point]))[0])

    def to_view(self, piece: str, points: Array) -> Array:
        """(n, 2) places of a piece in viewport pixels, not rounded."""
        view = self.viewportTransform()
        if piece in self._items:
            view = self._items[piece].sceneTransform() * view
        return mapped(view, points)

    def everything(self) -> QRectF:
        box = QRectF()
        for item in self._items.values():
            box = box.united(item.sceneBoundingRect())
        return box

    # -- pattern -------------------------------------------------------------------------------------------------

    def show_pattern(self, pattern: Pattern, laid: Table | None = None) -> None:
        """Put a pattern on the table: another garment is laid out anew, of the same one pieces stay where they are.

        laid : how somebody laid it; taken when it is another than the one known so far.
        """
        old, before = set(self._items), self._cut_boxes()
        new = {piece.id for piece in pattern.pieces}
        kept = old & new
        anew = self._anew or pattern.family != self.pattern.family or len(kept) * 2 < len(new)
        self._anew = False
        laid = laid if laid is not None and laid.family == pattern.family else None
        relaid = anew or laid != self._known
        touched = {piece.id for piece in pattern.pieces if piece.id in old and piece != self._items[piece.id].piece}
        self.pattern, self._known = pattern, laid
        gone = {id: self._items.pop(id) for id in old - new}
        for taken in gone.values():
            self.scene().removeItem(taken)
        places = self._places(pattern, kept, gone, relaid)
        for piece in pattern.pieces:
            self._put(piece, places.get(piece.id))
        self._items = {piece.id: self._items[piece.id] for piece in pattern.pieces}
        moved: set[str] = set()
        if relaid:
            self._by_hand = set(laid.pieces) if laid is not None else set()
            if laid is not None and not new <= set(laid.pieces):
                self._part({}, set(), new - set(laid.pieces))
        elif touched or old != new:
            moved = self._part(before, touched, new - old)
        self._pieces_lie()
        if anew:
            self.fit()
            QTimer.singleShot(0, self.fit)  # a canvas not shown yet has its size by then
        elif relaid:
            self._keep_in_view(new)
        elif moved or new - old or (touched and self._fitted is not None):
            self._keep_in_view(moved | (new - old))

    def lay_anew(self) -> None:
        """The next pattern is another design, whatever its pieces are called."""
        self._anew = True

    def _put(self, piece: Piece, at: Laid | None) -> None:
        """Show a piece as it is now, at a place or where it lay."""
        words = f"cut {piece.quantity}" + (", pair" if piece.mirrored_pair else "")
        item = self._items.get(piece.id)
        if item is None:
            item = PieceItem(piece)
            item.set_hidden(self._hidden)
            self.scene().addItem(item)
            self._items[piece.id] = item
        elif item.piece != piece:
            item.set_piece(piece)
        item.crowded = self.crowded
        item.subtitle = f"{words}, {piece.material}"
        if at is not None:
            item.lay(at)

    def _places(self, pattern: Pattern, kept: set[str], gone: Mapping[str, PieceItem], relaid: bool) -> dict[str, Laid]:
        """Where pieces go that don't stay where they are."""
        if not relaid:
            return self._beside([piece for piece in pattern.pieces if piece.id not in kept], gone)
        found = layout(pattern.pieces, max(0.6, self.viewport().width() / max(1, self.viewport().height())))
        places = {id: Laid(*at) for id, at in found.items()}
        return {**places, **(self._known.pieces if self._known is not None else {})}

    def _pieces_lie(self) -> None:
        """Pieces have new places or shapes."""
        boxes = [item.sceneBoundingRect() for item in self._items.values()]
        found = [(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
        self.boxes = np.asarray(found).reshape(-1, 4)
        self.names.lay(anew=True)

    def _cut_boxes(self) -> dict[str, table.Box]:
        """Where the cut of each piece lies on the table."""
        found = {}
        for id, item in self._items.items():
            left, bottom, right, top = g.bounds(mapped(item.sceneTransform(), item.piece.cut_ring))
            found[id] = (left, bottom, right, top)
        return found

    def _part(self, before: dict[str, table.Box], touched: set[str], new: set[str]) -> set[str]:
        """Draw pieces apart which a change laid over each other; the ids of those that were moved."""
        boxes = self._cut_boxes()
        halves = {id for id in new if "." in id}
        left_so = table.touching(before) | {frozenset((a, b)) for a in halves for b in halves}
        order = sorted(boxes, key=lambda id: (id in new, id not in self._by_hand, id not in touched))
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

    def _beside(self, pieces: Sequence[Piece], gone: Mapping[str, PieceItem]) -> dict[str, Laid]:
        """New pieces to the right of those on the table; parts of a piece as it lay, drawn apart."""
        parts: dict[str, Laid] = {}
        for piece in pieces:
            whole = next((item for id, item in gone.items() if piece.id.startswith(f"{id}.")), None)
            whole = whole or next((item for id, item in gone.items() if id.startswith(f"{piece.id}.")), None)
            if whole is not None:
                middle = piece.cut_ring.mean(axis=0) - whole.piece.cut_ring.mean(axis=0)
                away = middle / (float(np.hypot(*middle)) or 1.0) * PARTED_MM
                at = whole.mapToScene(QPointF(float(away[0]), float(away[1])))
                parts[piece.id] = Laid(at.x(), at.y(), whole.laid.turn_deg, whole.laid.flipped)
        return {**parts, **self._at_the_right([piece for piece in pieces if piece.id not in parts])}

    def _at_the_right(self, pieces: Sequence[Piece]) -> dict[str, Laid]:
        if not pieces:
            return {}
        on_it = self.everything()
        places = layout(tuple(pieces), 0.6)
        left = min(places[p.id][0] + float(p.cut_ring[:, 0].min()) for p in pieces)
        return {
            id: Laid(x - left + on_it.right() + TABLE_GAP_MM, y + on_it.top()) for id, (x, y) in places.items()
        }  # y is up: the rectangle's top is its lowest place

    # -- laying --------------------------------------------------------------------------------------------------

    @property
    def table(self) -> Table:
        """How the pieces lie now."""
        return Table(self.pattern.family, {id: item.laid for id, item in self._items.items()})

    def move_on_table(self, piece: str, to: QPointF) -> None:
        """Lay a piece elsewhere on the table; the pattern is the same."""
        self._items[piece].setPos(to)
        self._by_hand.add(piece)
        self._pieces_lie()

    def turn(self, pieces: Iterable[str], by_deg: float) -> None:
        """Turn pieces on the table about their middles, counter-clockwise; the pattern is the same."""
        self._lay_each(pieces, lambda at: Laid(0, 0, (at.turn_deg + by_deg) % 360, at.flipped))

    def flip(self, pieces: Iterable[str]) -> None:
        """Turn pieces over, left to right as they lie."""
        self._lay_each(pieces, lambda at: Laid(0, 0, -at.turn_deg % 360, not at.flipped))

    def _lay_each(self, pieces: Iterable[str], how: object) -> None:
        for id in pieces:
            item = self._items[id]
            left, bottom, right, top = g.bounds(item.piece.cut_ring)
            middle = QPointF((left + right) / 2, (bottom + top) / 2)
            before = item.mapToScene(middle)
            item.lay(how(item.laid))  # type: ignore[operator]
            item.setPos(before - item.mapToScene(middle))
            self._by_hand.add(id)
        self._pieces_lie()

    def tell_laid(self, pieces: Sequence[str], what: str, gesture: str = "") -> None:
        """Somebody laid pieces: one step of the design."""
        self._known = self.table
        first = piece_words(self.pattern, pieces[0])
        more = f" and {len(pieces) - 1} more" if len(pieces) > 1 else ""
        self.laid.emit(f"{first}{more}: {what} on the table", gesture)

    def set_layer(self, layer: str, on: bool) -> None:
        self._hidden = self._hidden - {layer} if on else self._hidden | {layer}
        for item in self._items.values():
            item.set_hidden(self._hidden)
        self.names.lay(anew=True)
        self.viewport().update()

    def hidden_layers(self) -> frozenset[str]:
        return self._hidden
