"""A drawn sheet on the canvas: its lines and pages, and the name of each piece inside it as far as there is room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ampc_desktop.studio import sheets
from ampc_desktop.ui.canvas.naming import Line, Rooms, size_px
from ampc_desktop.ui.canvas.piece_item import cosmetic, polygon
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour

PEN_OF = {
    "cut": ("cut", 1.25, None), "notch": ("cut", 1.75, None), "sew": ("sew", 1.0, [6.0, 3.0]),
    "grain": ("grain", 1.0, None), "internal": ("internal", 1.0, None), "fold": ("fold", 1.0, [10.0, 3.0, 2.0, 3.0]),
}  # fmt: skip
SMALL = (9, 500)
BEHIND = 0.7
"""How much of the lines under a name is covered, so that it can be read."""
LEAST_LETTERS = 4
"""A name cut shorter than this says nothing."""


@dataclass(frozen=True)
class Placed:
    """Lines of a name where they are painted: middle and size in pixels; upright or turned a quarter to the left."""

    lines: tuple[Line, ...]
    middle: QPointF
    wide: float
    high: float
    turned: bool

    @property
    def box(self) -> QRectF:
        wide, high = (self.high, self.wide) if self.turned else (self.wide, self.high)
        return QRectF(self.middle.x() - wide / 2, self.middle.y() - high / 2, wide, high)


class SheetItem(QGraphicsItem):
    """A drawn sheet, its pages as frames, its words at a readable size."""

    def __init__(self, drawn: sheets.Drawn) -> None:
        super().__init__()
        self._drawn = drawn
        self._paths: dict[str, QPainterPath] = {}
        for one in drawn.strokes:
            path = self._paths.setdefault(one.ink, QPainterPath())
            path.addPolygon(polygon(one.points))
            if one.closed:
                path.closeSubpath()
        self._rooms = [(Rooms(one.ring), Rooms(one.ring[:, ::-1])) for one in drawn.titles]
        self._named: tuple[float, list[Placed]] | None = None

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._drawn.width_mm, self._drawn.height_mm).adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QPen(colour("line2"), 1)
        frame.setCosmetic(True)
        painter.setPen(frame)
        for left, bottom, right, top in self._drawn.pages:
            painter.drawRect(QRectF(left, bottom, right - left, top - bottom))
        for ink, path in self._paths.items():
            painter.setPen(cosmetic(*PEN_OF[ink]))
            painter.drawPath(path)
        behind = colour("canvas")
        behind.setAlphaF(BEHIND)
        world = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        scale = abs(world.m11())
        if self._named is None or self._named[0] != scale:
            self._named = (scale, self.names(scale))
        for placed in self._named[1]:
            at = world.map(placed.middle)
            painter.save()
            painter.translate(at)
            if placed.turned:
                painter.rotate(-90)
            y = -sum(line.height for line in placed.lines) / 2
            for line in placed.lines:
                painter.setFont(font(line.style))
                painter.setPen(colour(line.token))
                wide = size_px((line,))[0]
                painter.fillRect(QRectF(-wide / 2, y + 2, wide, line.height - 4), behind)
                painter.drawText(
                    QRectF(-placed.wide, y, 2 * placed.wide, line.height), Qt.AlignmentFlag.AlignCenter, line.text
                )
                y += line.height
            painter.restore()
        painter.restore()

    def names(self, scale: float) -> list[Placed]:
        """Where names go at a scale (pixels a millimetre), each inside its piece; middles in millimetres of the sheet.

        A name is written with all its lines, with fewer, smaller, along a narrow piece, or cut short; not at all where
        even that finds no room.
        """
        found = []
        for title, rooms in zip(self._drawn.titles, self._rooms, strict=True):
            placed = _placed(title.lines, rooms, scale)
            if placed is not None:
                found.append(placed)
        return found


def _placed(words: tuple[str, ...], rooms: tuple[Rooms, Rooms], scale: float) -> Placed | None:
    for room, turned in zip(rooms, (False, True), strict=True):
        for lines in _versions(words):
            wide, high = _size_px(lines)
            at = room.place(wide / scale, high / scale)
            if at is not None:
                return Placed(lines, QPointF(*(at[::-1] if turned else at)), wide, high, turned)
    return _shortened(words[0], rooms, scale)


def _size_px(lines: tuple[Line, ...]) -> tuple[float, float]:
    """Room of a name; of a small one just its letters."""
    wide, high = size_px(lines)
    return (wide - 4.0, SMALL[0] + 2.0) if lines[0].style == SMALL else (wide, high)


def _versions(words: tuple[str, ...]) -> list[tuple[Line, ...]]:
    name, *more = words
    head, below = Line(name, tokens.LABEL_VALUE, "t1"), [Line(one, tokens.CAPTION, "t2") for one in more]
    whole = [(head, *below[:count]) for count in range(len(below), 0, -1)]
    return [*whole, (head,), (Line(name, tokens.CAPTION, "t1"),), (Line(name, SMALL, "t1"),)]


def _shortened(name: str, rooms: tuple[Rooms, Rooms], scale: float) -> Placed | None:
    """The beginning of a name, in the longest free stretch upright or along."""
    for letters in range(len(name) - 1, LEAST_LETTERS - 1, -1):
        lines = (Line(f"{name[:letters].rstrip()}…", SMALL, "t1"),)
        wide, high = _size_px(lines)
        for room, turned in zip(rooms, (False, True), strict=True):
            at = room.place(wide / scale, high / scale)
            if at is not None:
                return Placed(lines, QPointF(*(at[::-1] if turned else at)), wide, high, turned)
    return None
