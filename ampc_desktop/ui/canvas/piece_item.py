"""One pattern piece on the canvas: fill, print, grain, internals, sew line, cut line, notches, label."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from shapely.geometry import LineString

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import Edge, Notch, Piece
from ampc_desktop.studio.state import Laid
from ampc_desktop.ui.canvas.naming import CLEAR_PX, Line, Rooms, size_px, versions
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

LAYERS = (
    ("cut", "Cut line"),
    ("sew", "Sew line"),
    ("grain", "Grain"),
    ("notches", "Notches"),
    ("internal", "Internal"),
    ("fold", "Fold and centre"),
    ("print", "Print"),
    ("labels", "Labels"),
)
COARSE_PX = 48
"""A piece smaller than this on the screen is drawn as its outline alone."""
MOVING_COARSE_PX = 320
"""One of very many pieces is drawn so up to this size while the view moves."""
COARSE_PARTS = 160
"""An outline drawn alone leaves out what is smaller than this part of the piece: half a pixel at 80, two at 320."""


def cosmetic(token: str, width: float, dash: list[float] | None = None, alpha: float = 1.0) -> QPen:
    """A pen of constant device width; dashes in device px."""
    pen = QPen(colour(token, alpha), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen


def polygon(points: Array) -> QPolygonF:
    return QPolygonF([QPointF(float(x), float(y)) for x, y in points])


def mapped(way: QTransform, points: Array) -> Array:
    """(n, 2) points through a transform."""
    x, y = points[:, 0], points[:, 1]
    return np.column_stack((way.m11() * x + way.m21() * y + way.dx(), way.m12() * x + way.m22() * y + way.dy()))


def open_path(points: Array) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(polygon(points))
    return path


def notch_path(piece: Piece, notch: Notch) -> QPainterPath | None:
    """How a notch is cut, from the cut line inwards; None where its edge is gone."""
    edge = next((edge for edge in piece.edges if edge.id == notch.edge), None)
    if edge is None or len(edge.polyline) < 2:
        return None
    at, inward = g.point_at(edge.polyline, notch.at_mm), g.normal_at(edge.polyline, notch.at_mm)
    along = (inward[1], -inward[0])
    depth = max(notch.depth_mm, 3.0)
    half = max(notch.width_mm, 3.0) / 2

    def place(side: float, deep: float) -> QPointF:
        reach = deep - edge.allowance_mm
        return QPointF(
            at[0] + side * along[0] + reach * inward[0],
            at[1] + side * along[1] + reach * inward[1],
        )

    strokes: dict[str, list[tuple[float, float]]] = {
        "slit": [(0, 0), (0, depth)],
        "v": [(-half, 0), (0, depth), (half, 0)],
        "t": [(0, 0), (0, depth), (-half, depth), (half, depth)],
        "castle": [(-half, 0), (-half, depth), (half, depth), (half, 0)],
        "check": [(-half, 0), (0, depth), (0, 0)],
        "u": [(-half, 0), (-half, 0.6 * depth), (0, depth), (half, 0.6 * depth), (half, 0)],
    }
    path = QPainterPath()
    path.addPolygon(QPolygonF([place(*point) for point in strokes[notch.kind]]))
    return path


class PieceItem(QGraphicsItem):
    """Draws itself from the piece; set_* methods change what is lit, each repainting this piece alone."""

    def __init__(self, piece: Piece, offset: tuple[float, float] = (0.0, 0.0), subtitle: str = "") -> None:
        super().__init__()
        self.subtitle = subtitle
        self._turn, self._flipped = 0.0, False
        self.crowded = False
        """There are very many pieces beside this one."""
        self.setPos(*offset)
        self._hidden: frozenset[str] = frozenset()
        self._selected = False
        self._lit_edges: frozenset[str] = frozenset()
        self._error_edges: frozenset[str] = frozenset()
        self._hover_edge = ""
        self._brush: QBrush | None = None
        self._hover = False
        self._take(piece)

    def _take(self, piece: Piece) -> None:
        self.piece = piece
        self._cut = QPainterPath()
        self._cut.addPolygon(polygon(piece.cut_ring))
        self._cut.closeSubpath()
        self._box = self._cut.boundingRect()
        self._coarse: QPolygonF | None = None
        self._rooms: Rooms | None = None
        self._named_for: object = None
        self._named: tuple[tuple[Line, ...], QPointF] | None = None
        self._sew = [(edge, open_path(edge.polyline)) for edge in piece.edges]
        self._notches = [path for notch in piece.notches if (path := notch_path(piece, notch)) is not None]
        self._internals = [(line, open_path(g.flatten(line.path))) for line in piece.internals]

    def set_piece(self, piece: Piece) -> None:
        """Draw a changed piece from now on, e.g. while one of its points is dragged."""
        if piece is not self.piece:
            self.prepareGeometryChange()
            self._take(piece)
            self.update()

    @property
    def laid(self) -> Laid:
        """How the piece lies on the table."""
        return Laid(self.pos().x(), self.pos().y(), self._turn, self._flipped)

    def lay(self, at: Laid) -> None:
        """Lay the piece elsewhere, turned and flipped."""
        if (at.turn_deg, at.flipped) != (self._turn, self._flipped):
            self._turn, self._flipped, self._rooms, self._named_for = at.turn_deg, at.flipped, None, None
            across = -1.0 if at.flipped else 1.0
            cos, sin = round(math.cos(math.radians(at.turn_deg)), 12), round(math.sin(math.radians(at.turn_deg)), 12)
            self.setTransform(QTransform(across * cos, across * sin, -sin, cos, 0, 0))
        self.setPos(at.x_mm, at.y_mm)

    # -- state ---------------------------------------------------------------------------------------------------

    def set_hidden(self, layers: frozenset[str]) -> None:
        self._hidden = layers
        self.update()

    def set_selected(self, on: bool) -> None:
        if on != self._selected:
            self._selected = on
            self.setZValue(1 if on else 0)
            self.update()

    def light(self, edges: frozenset[str], error: bool = False) -> None:
        """Emphasise edges: selected colour, or the error colour."""
        lit, wrong = (frozenset(), edges) if error else (edges, frozenset())
        if (lit, wrong) != (self._lit_edges, self._error_edges):
            self._lit_edges, self._error_edges = lit, wrong
            self.update()

    def set_hover(self, on: bool, edge: str = "") -> None:
        """The pointer is over the piece, or over one edge of it."""
        if (on, edge) != (self._hover, self._hover_edge):
            self._hover, self._hover_edge = on, edge
            self.update()

    def set_print(self, brush: QBrush | None) -> None:
        if brush is not None or self._brush is not None:
            self._brush = brush
            self.update()

    # -- painting ------------------------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-8, -8, 8, 8)

    def shape(self) -> QPainterPath:
        return self._cut

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        in_motion = self.crowded and not painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        if self.coarse(scale_of(painter), in_motion) and not self._lit_edges:
            self._paint_coarse(painter)
            return
        hidden = self._hidden
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("piece_fill", 0.85))
        painter.drawPath(self._cut)
        if self._brush is not None and "print" not in hidden:
            painter.setBrush(self._brush)
            painter.drawPath(self._cut)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if "grain" not in hidden:
            self._paint_grain(painter)
        for line, path in self._internals:
            folded = line.kind in ("fold", "centre")
            if ("fold" if folded else "internal") not in hidden:
                painter.setPen(cosmetic("fold", 1.25, [10, 3, 2, 3]) if folded else cosmetic("internal", 1.25))
                painter.drawPath(path)
        if "internal" not in hidden:
            self._paint_marks(painter)
        if "sew" not in hidden:
            painter.setPen(cosmetic("sew", 1.25, [6, 3]))
            for _, path in self._sew:
                painter.drawPath(path)
        if "cut" not in hidden:
            if self._hover and not self._selected and not self._hover_edge:
                painter.setPen(cosmetic("accent", 4, alpha=0.3))
                painter.drawPath(self._cut)
            painter.setPen(cosmetic("selected", 2.5) if self._selected else cosmetic("cut", 1.75))
            painter.drawPath(self._cut)
        for edge, path in self._sew:
            if edge.id in self._lit_edges or edge.id in self._error_edges:
                token = "err" if edge.id in self._error_edges else "selected"
                painter.setPen(cosmetic(token, 8, alpha=0.25))
                painter.drawPath(path)
                painter.setPen(cosmetic(token, 2.5))
                painter.drawPath(path)
                self._paint_ends(painter, edge, token)
            elif edge.id == self._hover_edge:
                painter.setPen(cosmetic("accent", 5, alpha=0.3))
                painter.drawPath(path)
                painter.setPen(cosmetic("sew", 2.25))
                painter.drawPath(path)
        if "notches" not in hidden:
            painter.setPen(cosmetic("selected" if self._selected else "cut", 2))
            for path in self._notches:
                painter.drawPath(path)
        if "labels" not in hidden:
            self._paint_label(painter)

    def coarse(self, px_per_mm: float, in_motion: bool = False) -> bool:
        """Whether the piece is drawn as its outline alone."""
        least = MOVING_COARSE_PX if in_motion else COARSE_PX
        return max(self._box.width(), self._box.height()) * px_per_mm < least

    def _paint_coarse(self, painter: QPainter) -> None:
        """A piece smaller than a thumbnail: its outline alone."""
        if self._coarse is None:
            across = max(self._box.width(), self._box.height(), 1.0)
            outline = LineString(self.piece.cut_ring).simplify(across / COARSE_PARTS, preserve_topology=False)
            self._coarse = polygon(np.asarray(outline.coords))
        painter.setBrush(colour("piece_fill", 0.85))
        token = "selected" if self._selected else "accent" if self._hover else "cut"
        painter.setPen(cosmetic(token, 1.0))
        painter.drawPolygon(self._coarse)

    def _paint_marks(self, painter: QPainter) -> None:
        """Drill holes and darts."""
        painter.setPen(cosmetic("internal", 1.25))
        px = 1.0 / scale_of(painter)
        for drill in self.piece.drills:
            x, y = drill.at
            reach = max(3.0, 4 * px)
            painter.drawEllipse(QPointF(x, y), reach, reach)
            painter.drawLine(QPointF(x - 1.8 * reach, y), QPointF(x + 1.8 * reach, y))
            painter.drawLine(QPointF(x, y - 1.8 * reach), QPointF(x, y + 1.8 * reach))
        painter.setPen(cosmetic("sew", 1.25, [6, 3]))
        for dart in self.piece.darts:
            apex = QPointF(*dart.apex)
            mouth = next((edge for edge in self.piece.edges if edge.id == dart.mouth), None)
            if mouth is not None:
                painter.drawLine(QPointF(*mouth.start), apex)
                painter.drawLine(apex, QPointF(*mouth.end))

    def _paint_ends(self, painter: QPainter, edge: Edge, token: str) -> None:
        """End points of a lit edge as squares of 8 device px."""
        half = 4 / scale_of(painter)
        painter.setBrush(colour("canvas"))
        painter.setPen(cosmetic(token, 1.5))
        for x, y in (edge.start, edge.end):
            painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_grain(self, painter: QPainter) -> None:
        a, b = QPointF(*self.piece.grain.start), QPointF(*self.piece.grain.end)
        painter.setPen(cosmetic("grain", 1.25))
        painter.drawLine(a, b)
        head = 9 / scale_of(painter)
        angle = math.atan2(b.y() - a.y(), b.x() - a.x())
        ends = [(b, angle)] if self.piece.grain.one_way else [(a, angle + math.pi), (b, angle)]
        for tip, along in ends:
            for side in (-0.42, 0.42):
                back = along + math.pi + side
                painter.drawLine(tip, QPointF(tip.x() + head * math.cos(back), tip.y() + head * math.sin(back)))

    def name_at(self, px_per_mm: float) -> tuple[tuple[Line, ...], QPointF] | None:
        """(lines of the name, their middle on the table) where it can be read inside the piece; None where not."""
        if self.coarse(px_per_mm):
            return None
        key = (px_per_mm, self.piece.label, self.subtitle)
        if key != self._named_for:
            self._named_for, self._named = key, self._fitting(px_per_mm)
        return (self._named[0], self.pos() + self._named[1]) if self._named is not None else None

    def _fitting(self, px_per_mm: float) -> tuple[tuple[Line, ...], QPointF] | None:
        """The fullest version of the name there is room for, its middle from the origin of the piece as it lies."""
        lies = self.transform().mapRect(self._box)
        for lines in versions(self.piece.label or self.piece.name, self.subtitle):
            wide, high = (length / px_per_mm for length in size_px(lines))
            if wide > lies.width() or high > lies.height():
                continue
            if self._rooms is None:
                self._rooms = Rooms(mapped(self.transform(), self.piece.sew_ring))
            place = self._rooms.place(wide, high)
            if place is not None:
                return lines, QPointF(*place)
        return None

    def _paint_label(self, painter: QPainter) -> None:
        """Upright text of constant screen size in a free part of the piece; Names writes others beside their pieces."""
        found = self.name_at(scale_of(painter))
        if found is None:
            return
        lines, middle = found
        inverse, _ = self.sceneTransform().inverted()
        at = painter.worldTransform().map(inverse.map(middle))
        painter.save()
        painter.setWorldTransform(QTransform())
        y = at.y() - sum(line.height for line in lines) / 2
        for line in lines:
            painter.setFont(font(line.style))
            width = painter.fontMetrics().horizontalAdvance(line.text)
            pad = QRectF(at.x() - width / 2 - CLEAR_PX / 2, y, width + CLEAR_PX, line.height)
            painter.fillRect(pad, colour("piece_fill", 0.85))  # lines behind a name stay out of it
            painter.setPen(colour(line.token))
            painter.drawText(QPointF(at.x() - width / 2, y + line.style[0] + 1), line.text)
            y += line.height
        painter.restore()


def scale_of(painter: QPainter) -> float:
    """Device pixels a millimetre, however the piece is turned."""
    return max(1e-6, math.sqrt(abs(painter.worldTransform().determinant())))


def rows_of(
    boxes: list[tuple[float, float, float, float]], gap_mm: float = 60.0, aspect: float = 1.5
) -> list[tuple[float, float]]:
    """Offsets (dx, dy) that lay boxes (left, bottom, right, top) in rows of about this aspect, y up."""
    area = sum((r - left + gap_mm) * (t - b + gap_mm) for left, b, r, t in boxes)
    wide = max(math.sqrt(area * aspect), max((r - left for left, _, r, _ in boxes), default=0.0))
    offsets: list[tuple[float, float]] = []
    x = y = row = 0.0
    for left, bottom, right, top in boxes:
        if x > 0 and x + right - left > wide:
            x, y, row = 0.0, y - row - gap_mm, 0.0
        offsets.append((x - left, y - top))
        x += right - left + gap_mm
        row = max(row, top - bottom)
    return offsets


def _scale_in(
    boxes: list[tuple[float, float, float, float]], offsets: list[tuple[float, float]], aspect: float
) -> float:
    """How large a laid-out set can be shown on a canvas of width `aspect` and height 1."""
    right = max(r + dx for (_, _, r, _), (dx, _) in zip(boxes, offsets, strict=True))
    left = min(low + dx for (low, _, _, _), (dx, _) in zip(boxes, offsets, strict=True))
    top = max(t + dy for (_, _, _, t), (_, dy) in zip(boxes, offsets, strict=True))
    bottom = min(b + dy for (_, b, _, _), (_, dy) in zip(boxes, offsets, strict=True))
    return min(aspect / max(1.0, right - left), 1.0 / max(1.0, top - bottom))


def layout(pieces: tuple[Piece, ...], aspect: float = 1.5) -> dict[str, tuple[float, float]]:
    """Offset of each piece on a canvas of this aspect, tall ones first, in the rows that show them largest."""
    order = sorted(pieces, key=lambda p: -float(np.ptp(p.cut_ring[:, 1])))
    boxes = [g.bounds(piece.cut_ring) for piece in order]
    offsets = max(
        (rows_of(boxes, aspect=tried) for tried in (0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 9.0)),
        key=lambda found: _scale_in(boxes, found, aspect),
    )
    lowest = min(
        dy + float(piece.cut_ring[:, 1].min()) for piece, (_, dy) in zip(order, offsets, strict=True)
    )  # the canvas starts at zero
    return {piece.id: (dx, dy - lowest) for piece, (dx, dy) in zip(order, offsets, strict=True)}
