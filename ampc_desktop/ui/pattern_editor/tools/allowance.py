"""Seam allowance: click an edge for its width and corners, or drag its cut line."""

from __future__ import annotations

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import edge_words
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit
from ampc_desktop.ui.pattern_editor.tools.pairing import inward
from ampc_desktop.ui.pattern_editor.tools.shift import away, signed
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer, Tool

DRAG_PX = 4


class AllowanceTool(Tool):
    id, title, key, icon = "allowance", "Seam allowance", "B", "allowance"
    about = "Click edges for their width; drag outwards to set it. Corners in the inspector."
    wants = ("edge", "piece")

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._from: tuple[Hit, Pointer] | None = None
        self._width: float | None = None

    @property
    def busy(self) -> bool:
        return self._width is not None

    def press(self, pointer: Pointer) -> None:
        hit = pointer.on("edge")
        if hit is None:
            self.canvas.choose((pointer.hit.target,) if pointer.hit is not None else ())
            return
        if pointer.shift or pointer.ctrl:
            self.canvas.choose([*self.canvas.chosen, hit.target])
        elif hit.target not in self.canvas.chosen:
            self.canvas.choose((hit.target,))
        self._from = (hit, pointer)

    def _edits(self, width: float) -> list[PatternEdit]:
        return [
            PatternEdit("", "set_allowance", t.piece, t.item, {"allowance_mm": width}, mirror=self.canvas.mirror)
            for t in self.canvas.chosen
            if t.kind == "edge"
        ]

    def move(self, pointer: Pointer) -> None:
        if self._from is None or (self._width is None and away(self._from[1].view, pointer.view) <= DRAG_PX):
            return
        hit = self._from[0]
        edge = self.canvas.pattern.piece(hit.target.piece).edge(hit.target.item)
        out = -inward(edge, hit.along_mm, self.canvas.to_piece(hit.target.piece, pointer.scene))
        step = 0.5 if self.canvas.snapping and not pointer.ctrl else 0.1
        self._width = max(0.0, round(out / step) * step)
        self.canvas.show_preview(self._edits(self._width))

    def release(self, pointer: Pointer) -> None:
        width, self._width, self._from = self._width, None, None
        if width is not None:
            self.canvas.commit(self._edits(width))

    def cancel(self) -> bool:
        begun, self._width, self._from = self._width is not None, None, None
        if begun:
            self.canvas.drop_preview()
        return begun

    def fields(self) -> tuple[Field, ...]:
        edges = [t for t in self.canvas.chosen if t.kind == "edge"]
        if not edges:
            return (Field("width", "Width", None),)
        edge = self.canvas.pattern.piece(edges[0].piece).edge(edges[0].item)
        return (Field("width", "Width", self._width if self._width is not None else edge.allowance_mm),)

    def set_field(self, id: str, value: FieldValue) -> None:
        if isinstance(value, float):
            self.canvas.commit(self._edits(value))

    def paint(self, sheet: Sheet) -> None:
        if self._width is None or self._from is None:
            return
        hit = self._from[0]
        edge = self.canvas.pattern.piece(hit.target.piece).edge(hit.target.item)
        at = self.canvas.point_to_view(hit.target.piece, hit.at)
        if self.canvas.refusal:
            sheet.words(at, self.canvas.refusal, "err")
            return
        sheet.bubble(
            at,
            [
                BubbleLine(f"Allowance, {edge_words(edge.id).lower()}"),
                BubbleLine(f"{format_mm(self._width)} mm", signed(self._width - edge.allowance_mm), strong=True),
            ],
        )
