"""Pattern canvas: every piece with its lines; click a piece or an edge; a check's place lights up."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QTransform

from ampc_desktop.core.check import CheckResult, Place
from ampc_desktop.core.pattern import Edge, Pattern
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.canvas.piece_item import PieceItem, layout
from ampc_desktop.ui.canvas.view import CanvasView
from ampc_desktop.ui.design_canvas.canvas import print_brush, tile_pixmap
from ampc_desktop.ui.theme.style import colour, current

PICK_PX = 6
SHOW_MARGIN_MM = 60.0


class PatternCanvas(CanvasView):
    """Emits `selected` with (piece id, edge id or "")."""

    selected = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pattern canvas")
        self._items: dict[str, PieceItem] = {}
        self._pattern: Pattern | None = None
        self._hidden: frozenset[str] = frozenset({"print"})
        self._place: tuple[str, QPointF, bool] | None = None
        self._selection = ("", "")
        self.picked.connect(self._pick)
        current().changed.connect(self.viewport().update)

    @property
    def selection(self) -> tuple[str, str]:
        return self._selection

    def show_snapshot(self, shot: Snapshot) -> None:
        """Draw the pattern of a snapshot; the view stays where the person put it."""
        if shot.pattern is None:
            return
        if shot.pattern is not self._pattern:
            self._draw(shot.pattern)
        self._draw_print(shot)

    def _draw(self, pattern: Pattern) -> None:
        first = not self._items
        same = set(self._items) == {piece.id for piece in pattern.pieces}
        self.scene().clear()
        self._items = {}
        self._pattern = pattern
        offsets = layout(pattern.pieces, aspect=max(0.6, self.viewport().width() / max(1, self.viewport().height())))
        for piece in pattern.pieces:
            count = f"cut {piece.quantity}" + (", pair" if piece.mirrored_pair else "")
            item = PieceItem(piece, offsets[piece.id], f"{count}, {piece.material}")
            item.set_hidden(self._hidden)
            self.scene().addItem(item)
            self._items[piece.id] = item
        if self._selection[0] in self._items:
            self.select(*self._selection)
        if first or not same:
            QTimer.singleShot(0, self.fit)

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
        self._hidden = self._hidden - {layer} if on else self._hidden | {layer}
        for item in self._items.values():
            item.set_hidden(self._hidden)

    def hidden_layers(self) -> frozenset[str]:
        return self._hidden

    def select(self, piece: str, edge: str = "") -> None:
        self._selection = (piece, edge)
        self._place = None
        for id, item in self._items.items():
            item.set_selected(id == piece and not edge)
            item.light(frozenset({edge}) if id == piece and edge else frozenset())
        self.viewport().update()

    def _pick(self, item: object, at: QPointF) -> None:
        if isinstance(item, PieceItem):
            edge: Edge | None = item.edge_at(at, PICK_PX / self.px_per_mm)
            self.select(item.piece.id, edge.id if edge is not None else "")
        else:
            self.select("", "")
        self.selected.emit(*self._selection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.select("", "")
            self.selected.emit("", "")
        elif event.key() in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and self._items:
            ids = list(self._items)
            at = ids.index(self._selection[0]) if self._selection[0] in ids else -1
            step = 1 if event.key() == Qt.Key.Key_BracketRight else -1
            self.select(ids[(at + step) % len(ids)] if at >= 0 else ids[0])
            self.selected.emit(*self._selection)
        else:
            super().keyPressEvent(event)

    def piece_position(self, piece: str) -> QPointF:
        """Viewport position of the middle of a piece."""
        item = self._items[piece]
        return QPointF(self.mapFromScene(item.mapToScene(item.boundingRect().center())))

    def show_check(self, check: CheckResult) -> None:
        """Light up every place a check found, the worst one marked, and bring it into view."""
        places = [finding.place for finding in check.findings if finding.status != "pass"] or [check.where]
        edges: dict[str, set[str]] = {}
        for place in places:
            edges.setdefault(place.piece, set()).add(place.item.split(":")[0])
        bad = check.status in ("fail", "warn")
        for id, item in self._items.items():
            item.set_selected(False)
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

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self._place is not None:
            painter.save()
            at = QPointF(self.mapFromScene(self._place[1]))
            painter.resetTransform()
            token = "err" if self._place[2] else "accent"
            painter.setPen(QPen(colour(token, 0.35), 8))
            painter.drawEllipse(at, 14, 14)
            painter.setPen(QPen(colour(token), 2))
            painter.drawEllipse(at, 10, 10)
            painter.restore()
        super().drawForeground(painter, rect)
