"""Measure: distance, across and up, angle; along the edge when both places lie on one."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF

from ampc_desktop.core import geometry as g
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import edge_words
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit
from ampc_desktop.ui.pattern_editor.tools.shift import away
from ampc_desktop.ui.pattern_editor.tools.tool import Field, Pointer, Tool

REST = (("x", "Across"), ("y", "Up"))
ANGLE = Field("at", "Angle", None, unit="°")


class MeasureTool(Tool):
    id, title, key, icon = "measure", "Measure", "M", "measure"
    about = "Drag from place to place, or click an edge for its length. Points and edges are snapped to."
    wants = ("point", "notch", "drill", "apex", "edge", "piece")

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._from: tuple[QPointF, Hit | None] | None = None
        self._to: tuple[QPointF, Hit | None] | None = None
        self._down = False

    def _place(self, pointer: Pointer) -> tuple[QPointF, Hit | None]:
        """(place on the canvas, what it is on)."""
        hits = self.canvas.hits(pointer.view, self.wants)
        hit = next((one for one in hits if one.target.kind != "piece"), None)
        if hit is None or pointer.ctrl or not self.canvas.snapping:
            return pointer.scene, None
        return self.canvas.to_scene(hit.target.piece, hit.at), hit

    def press(self, pointer: Pointer) -> None:
        self._from = self._to = self._place(pointer)
        self._down = True

    def move(self, pointer: Pointer) -> None:
        if self._down:
            self._to = self._place(pointer)

    def release(self, pointer: Pointer) -> None:
        self._down = False

    def cancel(self) -> bool:
        begun = self._from is not None
        self._from = self._to = None
        return begun

    def measured(self) -> tuple[float, float, float] | None:
        """(dx, dy, length) between the two places, mm."""
        if self._from is None or self._to is None:
            return None
        d = self._to[0] - self._from[0]
        return d.x(), d.y(), math.hypot(d.x(), d.y())

    def along_mm(self) -> tuple[str, float] | None:
        """(edge, way along it) when both places lie on one edge; its whole length for a single place."""
        if self._from is None or self._to is None or self._from[1] is None or self._to[1] is None:
            return None
        one, two = self._from[1], self._to[1]
        if one.target.piece != two.target.piece or not one.target.edge or not two.target.edge:
            return None
        piece = self.canvas.pattern.piece(one.target.piece)
        for edge in piece.edges:
            ways = [g.nearest_on(edge.polyline, hit.at) for hit in (one, two)]
            if all(gap < 0.05 for _, gap in ways) and edge.id in (one.target.edge, two.target.edge):
                far = abs(ways[0][0] - ways[1][0])
                part = 0.05 < far < edge.length_mm - 0.1
                return edge.id, far if part else edge.length_mm
        return None

    def fields(self) -> tuple[Field, ...]:
        found, along = self.measured(), self.along_mm()
        if found is not None and not found[2]:  # one place: the whole edge it lies on
            found = None
            if along is not None:
                return (Field("d", "Edge", along[1]), *(Field(id, words, None) for id, words in REST), ANGLE)
        angle = math.degrees(math.atan2(found[1], found[0])) % 360 if found and found[2] else None
        return (
            Field("d", "Length", found[2] if found else None),
            Field("x", "Across", found[0] if found else None),
            Field("y", "Up", found[1] if found else None),
            Field("at", "Angle", angle, unit="°"),
        )

    def paint(self, sheet: Sheet) -> None:
        found = self.measured()
        if found is None or self._from is None or self._to is None:
            return
        view = self.canvas.viewportTransform()
        start, end = view.map(self._from[0]), view.map(self._to[0])
        along = self.along_mm()
        single = away(start, end) < 3
        for at in (start, end):
            sheet.halo(at, 12, "accent")
        if not single:
            sheet.line([start, end], "accent", 1.5)
            corner = QPointF(end.x(), start.y())
            sheet.line([start, corner], "accent", 1, (2, 3))
            sheet.line([corner, end], "accent", 1, (2, 3))
        lines = []
        if not single:
            angle = math.degrees(math.atan2(found[1], found[0])) % 360
            lines += [
                BubbleLine(f"{format_mm(found[2])} mm", strong=True),
                BubbleLine(f"across {format_mm(found[0])}  up {format_mm(found[1])} mm  {angle:.1f}°"),
            ]
        if along is not None:
            words = "whole edge" if single else "along it"
            lines.append(BubbleLine(f"{edge_words(along[0])}, {words}", f"{format_mm(along[1])} mm"))
        if lines:
            sheet.bubble(end, lines)
