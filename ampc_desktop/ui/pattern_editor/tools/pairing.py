"""Tools that ask for two places on edges: press, drag, release, or click and click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Edge
from ampc_desktop.ui.canvas.sheet import Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit
from ampc_desktop.ui.pattern_editor.tools.shift import away
from ampc_desktop.ui.pattern_editor.tools.tool import Pointer, Tool

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

DRAG_PX = 8
SNAP_PX = 8
ALONG_MM = 0.5
"""A line whose middle is this near to the outline runs along it."""
STOPS = (0.0, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1.0)
"""Shares of an edge a place is drawn to."""


class TwoPlaces(Tool):
    """`first` is the place begun with, `end` the one under the pointer; `done(first, second)` is told both."""

    wants = ("edge",)

    def __init__(self, canvas: PatternCanvas) -> None:
        super().__init__(canvas)
        self.first: Hit | None = None
        self.end: Hit | None = None
        self._pressed: QPointF | None = None

    @property
    def busy(self) -> bool:
        return self.first is not None

    def suits(self, first: Hit, second: Hit) -> str:
        """Why two places can't be taken together; "" when they can."""
        if first.target.piece != second.target.piece:
            return "both places lie on one piece"
        middle = g.lerp(first.at, second.at, 0.5)
        piece = self.canvas.pattern.piece(first.target.piece)
        along = any(g.nearest_on(edge.polyline, middle)[1] < ALONG_MM for edge in piece.edges)
        return "the line runs along the edge" if along else ""

    def done(self, first: Hit, second: Hit) -> None:
        """Both places are known."""

    def press(self, pointer: Pointer) -> None:
        hit = self.drawn(pointer.on("edge"), pointer)
        if hit is None:
            return
        if self.first is None:
            self.first, self._pressed = hit, pointer.view
        else:
            self._take(hit)

    def move(self, pointer: Pointer) -> None:
        self.hover(pointer)

    def hover(self, pointer: Pointer) -> None:
        if self.first is not None:
            hits = self.canvas.hits(pointer.view, self.wants)
            self.end = self.drawn(next((hit for hit in hits if hit.target.kind == "edge"), None), pointer)
            self._at = pointer.view

    _at: QPointF | None = None

    def release(self, pointer: Pointer) -> None:
        dragged = self._pressed is not None and away(self._pressed, pointer.view) > DRAG_PX
        self._pressed = None
        if dragged and self.first is not None and self.end is not None:
            self._take(self.end)

    def _take(self, second: Hit) -> None:
        first = self.first
        assert first is not None
        reason = self.suits(first, second)
        if reason:
            self.canvas.refuse(reason)
            return
        self.first = self.end = None
        self.done(first, second)

    def cancel(self) -> bool:
        begun = self.first is not None
        self.first = self.end = self._pressed = None
        return begun

    def drawn(self, hit: Hit | None, pointer: Pointer) -> Hit | None:
        """A place on an edge, drawn to the mirror image of the first, or to its ends, middle, quarters and thirds."""
        if hit is None or not self.canvas.snapping or pointer.ctrl:
            return hit
        edge = self.edge_of(hit)
        image = self._image(hit)
        if image is not None:
            along, gap = g.nearest_on(edge.polyline, image)
            if gap < ALONG_MM and abs(along - hit.along_mm) * self.canvas.px_per_mm <= SNAP_PX:
                return Hit(hit.target, g.point_at(edge.polyline, along), hit.gap_mm, along)
        near = min(STOPS, key=lambda share: abs(share * edge.length_mm - hit.along_mm))
        along = near * edge.length_mm
        if abs(along - hit.along_mm) * self.canvas.px_per_mm > SNAP_PX:
            return hit
        return Hit(hit.target, g.point_at(edge.polyline, along), hit.gap_mm, along)

    def _image(self, hit: Hit) -> Point | None:
        """The mirror image of the first place, on a symmetric piece that is worked on both halves at once."""
        if self.first is None or not self.canvas.mirror or self.first.target.piece != hit.target.piece:
            return None
        axis = self.canvas.pattern.piece(hit.target.piece).symmetry_x
        return g.mirrored(self.first.at, axis) if axis is not None else None

    def edge_of(self, hit: Hit) -> Edge:
        return self.canvas.pattern.piece(hit.target.piece).edge(hit.target.item)

    def share(self, hit: Hit) -> float:
        """Where on its edge a hit lies, 0..1."""
        return min(1.0, max(0.0, hit.along_mm / self.edge_of(hit).length_mm))

    def view_of(self, hit: Hit) -> QPointF:
        return self.canvas.point_to_view(hit.target.piece, hit.at)

    def paint(self, sheet: Sheet) -> None:
        if self.first is None:
            return
        start = self.view_of(self.first)
        end = self.view_of(self.end) if self.end is not None else self._at
        if end is not None:
            sheet.line([start, end], "selected", 1.5, (6, 3))
        sheet.square(start, 9, "selected", filled=True)
        if self.end is not None:
            sheet.halo(self.view_of(self.end), 18)


def share_words(share: float) -> str:
    """ "at the middle", "at 25 %"."""
    names = {0.0: "at the start", 0.5: "at the middle", 1.0: "at the end"}
    return names.get(round(share, 4), f"at {100 * share:.0f} %")


def inward(edge: Edge, along_mm: float, at: Point) -> float:
    """How far inside the piece a place lies from an edge, square to it there, mm."""
    on, normal = g.point_at(edge.polyline, along_mm), g.normal_at(edge.polyline, along_mm)
    return (at[0] - on[0]) * normal[0] + (at[1] - on[1]) * normal[1]
