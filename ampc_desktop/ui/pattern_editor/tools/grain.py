"""Grain: drag an end of the grain line to turn it, its middle to move it; type the angle."""

from __future__ import annotations

import math

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.studio.editing import piece_words, uncapped
from ampc_desktop.studio.inspect import grain_deg
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Target
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer, Tool

END_SHARE = 0.25
STEP_DEG = 15.0


class GrainTool(Tool):
    id, title, key, icon = "grain", "Grain", "G", "grain"
    about = "Drag an end of the grain line to turn it, its middle to move it. Shift: 15° steps."
    wants = ("grain", "piece")

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._piece = ""
        self._from: Point | None = None
        self._turning = False
        self._edit: PatternEdit | None = None

    @property
    def busy(self) -> bool:
        return self._edit is not None

    def press(self, pointer: Pointer) -> None:
        hit = pointer.hit
        if hit is None:
            self.canvas.choose(())
            return
        self.canvas.choose((Target("piece", hit.target.piece),))
        if hit.target.kind != "grain":
            return
        grain = self.canvas.pattern.piece(hit.target.piece).grain
        length = g.distance(grain.start, grain.end)
        self._piece = hit.target.piece
        self._from = self.canvas.to_piece(self._piece, pointer.scene)
        self._turning = min(g.distance(hit.at, grain.start), g.distance(hit.at, grain.end)) < END_SHARE * length

    def move(self, pointer: Pointer) -> None:
        if self._from is None:
            return
        at = self.canvas.to_piece(self._piece, pointer.scene)
        grain = self.canvas.pattern.piece(self._piece).grain
        values: dict[str, float | str]
        if self._turning:
            middle = g.lerp(grain.start, grain.end, 0.5)
            now = math.degrees(math.atan2(at[1] - middle[1], at[0] - middle[0]))
            was = math.degrees(math.atan2(self._from[1] - middle[1], self._from[0] - middle[0]))
            turn = (now - was + 180) % 360 - 180
            old = grain_deg(self.canvas.pattern.piece(self._piece))
            step = STEP_DEG if pointer.shift else 1.0 if self.canvas.snapping and not pointer.ctrl else 0.1
            values = {"turn_deg": round((old + turn) / step) * step - old}
        else:
            values = {"dx_mm": round(at[0] - self._from[0], 1), "dy_mm": round(at[1] - self._from[1], 1)}
        self._edit = PatternEdit("", "set_grain", self._piece, "", values)
        self.canvas.show_preview([self._edit])

    def release(self, pointer: Pointer) -> None:
        edit, self._edit, self._from = self._edit, None, None
        if edit is not None:
            self.canvas.commit([edit])

    def cancel(self) -> bool:
        begun, self._edit, self._from = self._edit is not None, None, None
        if begun:
            self.canvas.drop_preview()
        return begun

    def fields(self) -> tuple[Field, ...]:
        piece = next((p for p in self.canvas.pattern.pieces if p.id == self.canvas.selection[0]), None)
        if piece is None:
            return (Field("angle", "Angle", None, unit="°"), Field("one_way", "One way", None, "switch"))
        shown = self.canvas.pieces[piece.id].piece
        return (
            Field("angle", "Angle", grain_deg(shown), unit="°"),
            Field("one_way", "One way", piece.grain.one_way, "switch"),
        )

    def set_field(self, id: str, value: FieldValue) -> None:
        piece = self.canvas.pattern.piece(self.canvas.selection[0])
        if id == "angle" and isinstance(value, float):
            self.canvas.commit([PatternEdit("", "set_grain", piece.id, "", {"turn_deg": value - grain_deg(piece)})])
        elif id == "one_way":
            self.canvas.commit([PatternEdit("", "set_grain", piece.id, "", {"one_way": 1.0 if value else 0.0})])

    def paint(self, sheet: Sheet) -> None:
        if self._edit is None:
            return
        piece = self.canvas.pieces[self._piece].piece
        at = self.canvas.point_to_view(self._piece, piece.grain.end)
        if self.canvas.refusal:
            sheet.words(at, self.canvas.refusal, "err")
            return
        sheet.bubble(
            at,
            [
                BubbleLine(f"Grain, {uncapped(piece_words(self.canvas.pattern, self._piece))}"),
                BubbleLine(f"{grain_deg(piece):.1f}°", strong=True),
            ],
        )
