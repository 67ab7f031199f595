"""Names of pieces too small to hold them: written beside the piece, with a leader where they stand away from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ampc_desktop.ui.canvas.naming import beside
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.table_view import TableView

MOST = 60
"""With more names than this beside pieces nobody could read any: zoom in."""
HEIGHT = 14
BESIDE_PX = 8
"""Names reach no further left or right of all pieces than this: what is fitted into view is so with its names."""


class NameItem(QGraphicsItem):
    """Words of constant screen size at a place of the table."""

    def __init__(self, text: str, box: QRectF, leader: QPointF | None) -> None:
        """box, leader: pixels from the place of the item, y down."""
        super().__init__()
        self.text, self.box, self._leader = text, box, leader
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(3)
        reach = box if leader is None else box.united(QRectF(leader, leader).adjusted(-1, -1, 1, 1))
        self._reach = reach.adjusted(-2, -2, 2, 2)

    def boundingRect(self) -> QRectF:
        return self._reach

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._leader is not None:
            painter.setPen(QPen(colour("t3"), 1))
            painter.drawLine(nearest(self.box, self._leader), self._leader)
        painter.fillRect(self.box, colour("canvas", 0.8))
        painter.setFont(font(tokens.CAPTION))
        painter.setPen(colour("t2"))
        painter.drawText(self.box, Qt.AlignmentFlag.AlignCenter, self.text)


def nearest(box: QRectF, to: QPointF) -> QPointF:
    """The place of a box nearest to a point."""
    return QPointF(min(max(to.x(), box.left()), box.right()), min(max(to.y(), box.top()), box.bottom()))


class Names:
    """Lays the names anew when pieces or the zoom change."""

    def __init__(self, view: TableView) -> None:
        self._view = view
        self._items: list[NameItem] = []
        self._scale = 0.0

    @property
    def texts(self) -> list[str]:
        return [item.text for item in self._items]

    @property
    def boxes(self) -> list[QRectF]:
        """Where the names stand, pixels from the origin of the table, y down."""
        scale = self._view.px_per_mm
        return [item.box.translated(item.x() * scale, -item.y() * scale) for item in self._items]

    def zoomed(self) -> None:
        """Another zoom: names are written for it at once, among very many pieces when the view comes to rest."""
        if self._view.px_per_mm == self._scale:
            return
        if self._view.crowded:
            self._take_away()
        else:
            self.lay()

    def _take_away(self) -> None:
        for old in self._items:
            self._view.scene().removeItem(old)
        self._items = []

    def lay(self, anew: bool = False) -> None:
        """Write the names for the present zoom. anew: pieces changed or lie elsewhere."""
        view, scale = self._view, self._view.px_per_mm
        if scale == self._scale and not anew:
            return
        self._scale = scale
        items = view.pieces
        self._take_away()
        if "labels" in view.hidden_layers():
            return
        outside = []
        for item in sorted(items.values(), key=lambda one: not one.coarse(scale)):  # the cheap ones to tell first
            if item.name_at(scale) is None:
                outside.append(item)
            if len(outside) > MOST:
                return
        if not outside:
            return
        boxes = {id: on_screen(item.mapRectToScene(item.shape().boundingRect()), scale) for id, item in items.items()}
        taken = list(boxes.values())
        within = on_screen(view.everything(), scale).adjusted(-BESIDE_PX, 0, BESIDE_PX, 0)
        metrics = QFontMetrics(font(tokens.CAPTION))
        for item in sorted(outside, key=lambda one: boxes[one.piece.id].width() * boxes[one.piece.id].height()):
            text = item.piece.label or item.piece.name
            box = boxes[item.piece.id]
            place, leader = beside(box, metrics.horizontalAdvance(text) + 6, HEIGHT, taken, within)
            taken.append(place)
            at = box.center()
            made = NameItem(text, place.translated(-at), leader - at if leader is not None else None)
            made.setPos(at.x() / scale, -at.y() / scale)
            view.scene().addItem(made)
            self._items.append(made)


def on_screen(box: QRectF, scale: float) -> QRectF:
    """A box of the table, y up, in pixels, y down."""
    return QRectF(box.left() * scale, -box.bottom() * scale, box.width() * scale, box.height() * scale)
