"""Dart: press an edge and drag its point into the piece; drag a point to move it, click point then edge to rotate."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import edge_words
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit, Target, fisheye_intake, fisheyes
from ampc_desktop.ui.pattern_editor.tools.moving import Moving
from ampc_desktop.ui.pattern_editor.tools.shift import away
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer

LEAST_DEPTH_MM = 10.0


class DartTool(Moving):
    id, title, key, icon = "dart", "Dart", "D", "dart"
    about = "Drag from an edge into the piece: a dart. Drag its point; click it, then Ctrl click an edge to rotate it."
    wants = ("apex", "edge", "piece")
    own, noun = ("apex",), "dart"

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)
        self._intake, self._part = 20.0, 100.0
        self._mouth: Hit | None = None
        self._begun: Pointer | None = None
        self._edit: PatternEdit | None = None

    @property
    def busy(self) -> bool:
        return self._edit is not None or super().busy

    def press(self, pointer: Pointer) -> None:
        apex, edge = pointer.on("apex"), pointer.on("edge")
        dart = next((t for t in self.canvas.chosen if t.kind == "apex"), None)
        if apex is None and edge is not None and pointer.ctrl and dart is not None and dart.piece == edge.target.piece:
            self._rotate(dart.item, edge)
        elif apex is None and edge is not None:
            self._mouth, self._begun = edge, pointer
        else:
            super().press(pointer)

    def _rotate(self, dart: str, to: Hit) -> None:
        length = self.canvas.pattern.piece(to.target.piece).edge(to.target.item).length_mm
        values: dict[str, float | str] = {
            "to_edge": to.target.item,
            "to_share": round(to.along_mm / length, 4),
            "part": self._part / 100,
        }
        self.canvas.commit([PatternEdit("", "rotate_dart", to.target.piece, dart, values, mirror=self.canvas.mirror)])

    def move(self, pointer: Pointer) -> None:
        if self._mouth is None or self._begun is None:
            super().move(pointer)
            return
        if self._edit is None and away(self._begun.view, pointer.view) < 6:
            return
        self._edit = self._edit_to(self._mouth, pointer)
        self.canvas.show_preview([self._edit])

    def _edit_to(self, mouth: Hit, pointer: Pointer) -> PatternEdit:
        """A dart from its mouth to the pointer; its lean is the angle off square to the edge."""
        piece = self.canvas.pattern.piece(mouth.target.piece)
        edge = piece.edge(mouth.target.item)
        at = self.canvas.to_piece(piece.id, pointer.scene)
        normal = g.normal_at(edge.polyline, mouth.along_mm)
        dx, dy = at[0] - mouth.at[0], at[1] - mouth.at[1]
        depth = max(LEAST_DEPTH_MM, math.hypot(dx, dy))
        across = dx * normal[1] - dy * normal[0]  # along the edge, towards its end when positive
        lean = math.degrees(math.atan2(across, dx * normal[0] + dy * normal[1]))
        if self.canvas.snapping and not pointer.ctrl:
            depth, lean = round(depth), (0.0 if abs(lean) < 4 else float(round(lean)))
        values: dict[str, float | str] = {
            "share": round(mouth.along_mm / edge.length_mm, 4),
            "intake_mm": self._intake,
            "depth_mm": float(depth),
            "lean_deg": max(-60.0, min(60.0, lean)),
        }
        return PatternEdit("", "add_dart", piece.id, edge.id, values, mirror=self.canvas.mirror)

    def release(self, pointer: Pointer) -> None:
        edit, mouth = self._edit, self._mouth
        self._edit = self._mouth = self._begun = None
        if edit is not None:
            before = {dart.id for dart in self.canvas.pattern.piece(edit.piece).darts}
            if self.canvas.commit([edit]):
                darts = self.canvas.pattern.piece(edit.piece).darts
                drawn = next(dart.id for dart in darts if dart.id not in before and not dart.id.endswith(".mirror"))
                self.canvas.choose((Target("apex", edit.piece, drawn),))
        elif mouth is not None:
            self.canvas.choose((mouth.target,))
        else:
            super().release(pointer)

    def cancel(self) -> bool:
        begun = self._edit is not None
        self._edit = self._mouth = self._begun = None
        if begun:
            self.canvas.drop_preview()
        return super().cancel() or begun

    def key_pressed(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}.get(Qt.Key(event.key()))
        if self._edit is not None and step is not None:
            self._intake = max(2.0, self._intake + step)
            self._edit = PatternEdit(
                "",
                "add_dart",
                self._edit.piece,
                self._edit.item,
                {**self._edit.values, "intake_mm": self._intake},
                mirror=self.canvas.mirror,
            )
            self.canvas.show_preview([self._edit])
            return True
        return super().key_pressed(event)

    def fields(self) -> tuple[Field, ...]:
        dart = next((t for t in self.canvas.chosen if t.kind == "apex"), None)
        return (
            Field("intake", "Intake", self._intake_of(dart.piece, dart.item) if dart else self._intake),
            Field("part", "Rotate", self._part, unit="%"),
            Field("close", "Close", dart is not None, "button"),
        )

    def _intake_of(self, piece: str, id: str) -> float:
        found = self.canvas.pattern.piece(piece)
        line = fisheyes(found).get(id.split(":")[0])
        if line is not None:
            return fisheye_intake(line)
        dart = next((one for one in found.darts if one.id == id), None)
        if dart is None:
            return self._intake
        mouth = found.edge(dart.mouth)
        return g.distance(mouth.start, mouth.end)

    def set_field(self, id: str, value: FieldValue) -> None:
        dart = next((t for t in self.canvas.chosen if t.kind == "apex"), None)
        if id == "intake" and isinstance(value, float):
            self._intake = value
            if dart is not None:
                values: dict[str, float | str] = {"dx_mm": 0.0, "dy_mm": 0.0, "intake_mm": value}
                self.canvas.commit(
                    [PatternEdit("", "move_dart", dart.piece, dart.item, values, mirror=self.canvas.mirror)]
                )
        elif id == "part" and isinstance(value, float):
            self._part = min(100.0, max(1.0, value))
        elif id == "close":
            self.remove()

    def paint(self, sheet: Sheet) -> None:
        super().paint(sheet)
        if self._edit is None or self._mouth is None:
            return
        at = self.canvas.point_to_view(self._mouth.target.piece, self._mouth.at)
        if self.canvas.refusal:
            sheet.words(at, self.canvas.refusal, "err")
            return
        values = self._edit.values
        lean = f", lean {float(values['lean_deg']):.0f}°" if values["lean_deg"] else ""
        sheet.bubble(
            at,
            [
                BubbleLine(f"Dart, {edge_words(self._edit.item).lower()}"),
                BubbleLine(f"{format_mm(float(values['intake_mm']))} mm intake", strong=True),
                BubbleLine(f"{format_mm(float(values['depth_mm']))} mm deep{lean}; ↑ ↓ intake"),
            ],
        )
