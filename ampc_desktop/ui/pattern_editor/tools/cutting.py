"""The knife, and slash and spread: both along a line from edge to edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import edge_words
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit
from ampc_desktop.ui.pattern_editor.tools.pairing import TwoPlaces, share_words
from ampc_desktop.ui.pattern_editor.tools.shift import Typing, signed
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer


class SplitTool(TwoPlaces):
    id, title, key, icon = "split", "Split", "K", "split"
    about = "Cut a piece in two from edge to edge; both sides get an allowance and a seam."

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._allowance = 10.0

    def done(self, first: Hit, second: Hit) -> None:
        values: dict[str, float | str] = {**line_values(self, first, second), "allowance_mm": self._allowance}
        self.canvas.commit([PatternEdit("", "split", first.target.piece, "", values, mirror=self.canvas.mirror)])

    def fields(self) -> tuple[Field, ...]:
        return (Field("allowance", "Allowance", self._allowance),)

    def set_field(self, id: str, value: FieldValue) -> None:
        if isinstance(value, float):
            self._allowance = value

    def paint(self, sheet: Sheet) -> None:
        super().paint(sheet)
        if self.first is not None and self.end is not None:
            place = f"{edge_words(self.end.target.item)}, {share_words(self.share(self.end))}"
            length = g.distance(self.first.at, self.end.at)
            sheet.bubble(
                self.view_of(self.end), [BubbleLine(place), BubbleLine(f"{format_mm(length)} mm", strong=True)]
            )


class SpreadTool(TwoPlaces):
    id, title, key, icon = "spread", "Slash and spread", "L", "spread"
    about = "Click where it opens, then where it turns. Drag the amount or type it; Enter accepts."

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._by, self._to = 10.0, 0.0
        self._line: tuple[Hit, Hit] | None = None
        self._typing = Typing(("by",))
        self._grab: Pointer | None = None

    @property
    def busy(self) -> bool:
        return self._line is not None or super().busy

    @property
    def hint(self) -> str:
        return "Drag away from the line or type the amount. Enter accepts, Esc gives up." if self._line else self.about

    def done(self, first: Hit, second: Hit) -> None:
        self._line = (first, second)
        self._typing = Typing(("by",))
        self._show()

    def _edit(self) -> PatternEdit:
        assert self._line is not None
        values = {**line_values(self, *self._line), "by_mm": self._by, "to_mm": self._to}
        return PatternEdit("", "slash_spread", self._line[0].target.piece, "", values, mirror=self.canvas.mirror)

    def _show(self) -> None:
        self.canvas.show_preview([self._edit()])
        self.canvas.refresh()

    def press(self, pointer: Pointer) -> None:
        if self._line is None:
            super().press(pointer)
        else:
            self._grab = pointer

    def move(self, pointer: Pointer) -> None:
        if self._line is None:
            super().move(pointer)
        elif self._grab is not None:
            a, b = self._line[0].at, self._line[1].at
            length = g.distance(a, b) or 1.0
            moved = pointer.scene - self._grab.scene
            side = (moved.x() * (b[1] - a[1]) - moved.y() * (b[0] - a[0])) / length
            self._by = round(abs(side) * 2) / 2 if self.canvas.snapping and not pointer.ctrl else round(abs(side), 1)
            self._show()

    def release(self, pointer: Pointer) -> None:
        if self._line is None:
            super().release(pointer)
        self._grab = None

    def key_pressed(self, event: QKeyEvent) -> bool:
        if self._line is None:
            return super().key_pressed(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            edit = self._edit()
            self._line = None
            self.canvas.commit([edit])
            return True
        if self._typing.take(event):
            typed = self._typing.value("by")
            if typed is not None:
                self._by = typed
                self._show()
            return True
        return False

    def cancel(self) -> bool:
        begun, self._line = self._line is not None, None
        if begun:
            self.canvas.drop_preview()
        return super().cancel() or begun

    def fields(self) -> tuple[Field, ...]:
        return (
            Field("by", "Opens", self._by),
            Field("to", "at the turn", self._to),
            Field("accept", "Accept", self._line is not None, "button"),
        )

    def set_field(self, id: str, value: FieldValue) -> None:
        if id == "accept":
            edit = self._edit() if self._line is not None else None
            self._line = None
            if edit is not None:
                self.canvas.commit([edit])
        elif isinstance(value, float):
            self._by, self._to = (value, self._to) if id == "by" else (self._by, value)
            if self._line is not None:
                self._show()

    def paint(self, sheet: Sheet) -> None:
        super().paint(sheet)
        if self._line is None:
            return
        start, end = (self.view_of(hit) for hit in self._line)
        sheet.line([start, end], "selected", 1.25, (6, 3))
        if self.canvas.refusal:
            sheet.words(start, self.canvas.refusal, "err")
            return
        sheet.square(start, 9, "selected", filled=True)
        sheet.ring(end, 10, "selected")
        lines = [BubbleLine("Opens"), BubbleLine(f"{signed(self._by)} mm", strong=True)]
        sheet.bubble(start, [*lines, *([BubbleLine(f"at the turn {signed(self._to)} mm")] if self._to else [])])


def line_values(tool: TwoPlaces, first: Hit, second: Hit) -> dict[str, float | str]:
    """A line from edge to edge as an edit names it."""
    return {
        "from_edge": first.target.item,
        "from_share": round(tool.share(first), 4),
        "to_edge": second.target.item,
        "to_share": round(tool.share(second), 4),
    }
