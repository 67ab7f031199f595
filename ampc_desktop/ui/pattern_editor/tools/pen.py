"""Pen: add a point to an edge, take one away, make a stretch straight or curved."""

from __future__ import annotations

import itertools

from ampc_desktop.core.geometry import segment_length
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit
from ampc_desktop.ui.pattern_editor.tools.pairing import share_words
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer, Tool

ACTS = (("add", "Add point"), ("remove", "Remove point"), ("shape", "Line or curve"))


class PenTool(Tool):
    id, title, key, icon = "pen", "Pen", "P", "pen_point"
    about = "Click an edge to add a point. Ctrl click takes a point away, Shift click turns line into curve."
    wants = ("point", "edge", "piece")

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._act = "add"
        self._over: Hit | None = None

    def _meant(self, pointer: Pointer) -> str:
        return "remove" if pointer.ctrl else "shape" if pointer.shift else self._act

    def hover(self, pointer: Pointer) -> None:
        self._over = pointer.on("edge") if self._meant(pointer) == "add" else None

    def press(self, pointer: Pointer) -> None:
        canvas, act = self.canvas, self._meant(pointer)
        point, edge = pointer.on("point"), pointer.on("edge")
        if act == "remove":
            if point is None or point.target.item.endswith(":start"):
                canvas.refuse("click a point between two corners" if point is None else "a corner stays")
                return
            canvas.commit([self.edit("remove_point", point.target.piece, point.target.item)])
        elif edge is not None and act == "add":
            length = canvas.pattern.piece(edge.target.piece).edge(edge.target.item).length_mm
            share = round(edge.along_mm / length, 4)
            canvas.choose((edge.target,))
            canvas.commit([self.edit("add_point", edge.target.piece, edge.target.item, share=share)])
        elif edge is not None:
            self._turn(edge)
        elif pointer.hit is not None:
            canvas.choose((pointer.hit.target,))

    def _turn(self, hit: Hit) -> None:
        """The stretch under the pointer: a line becomes a curve, a curve a line."""
        edge = self.canvas.pattern.piece(hit.target.piece).edge(hit.target.item)
        ends = list(itertools.accumulate(segment_length(segment) for segment in edge.path))
        k = next((i for i, end in enumerate(ends) if hit.along_mm <= end), len(ends) - 1)
        shape = "curve" if len(edge.path[k]) == 2 else "line"
        self.canvas.choose((hit.target,))
        self.canvas.commit([self.edit("set_segment", hit.target.piece, f"{edge.id}:{k}", shape=shape)])

    def fields(self) -> tuple[Field, ...]:
        return (Field("act", "", self._act, "choice", choices=ACTS),)

    def set_field(self, id: str, value: FieldValue) -> None:
        self._act = str(value)

    def paint(self, sheet: Sheet) -> None:
        if self._over is None:
            return
        target = self._over.target
        edge = self.canvas.pattern.piece(target.piece).edge(target.item) if self.canvas.exists(target) else None
        if edge is None:
            return
        at = self.canvas.point_to_view(target.piece, self._over.at)
        sheet.ring(at, 9, "selected")
        share = self._over.along_mm / edge.length_mm
        sheet.bubble(
            at,
            [
                BubbleLine(f"{self._over.along_mm:.1f} mm from the start"),
                BubbleLine(f"{edge.length_mm - self._over.along_mm:.1f} mm to the end, {share_words(share)}"),
            ],
        )
