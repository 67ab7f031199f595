"""Shift: something dragged over the plane, with snapping, constraints, typed values and a live bubble."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm, parse_length_mm
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.canvas.view import nice_step
from ampc_desktop.ui.pattern_editor.picking import Target, place_of
from ampc_desktop.ui.pattern_editor.snapping import Snap, Snapper, constrained
from ampc_desktop.ui.pattern_editor.tools.tool import Field, Pointer

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

NUMBERS = ("d", "at", "x", "y")
"""Order of Tab while dragging: distance, its angle, then the place itself."""
STEP_DEG = 15.0

Edits = Callable[[float, float], Sequence[PatternEdit]]
Lines = Callable[[Pattern, Pattern], Sequence[BubbleLine]]


def signed(value: float, decimals: int = 1) -> str:
    """ "+2.6", "−0.4", "0.0"."""
    text = format_mm(value, decimals)
    return text if text.startswith("−") or round(value, decimals) == 0 else f"+{text}"


class Typing:
    """Digits typed in a drag: one text for each number, Tab goes on to the next."""

    def __init__(self, names: Sequence[str] = NUMBERS) -> None:
        self._names = list(names)
        self._at = 0
        self.texts: dict[str, str] = {}

    @property
    def field(self) -> str:
        return self._names[self._at]

    def take(self, event: QKeyEvent) -> bool:
        """A key that belongs to a number; True when it was one."""
        text = event.text()
        if event.key() == Qt.Key.Key_Tab:
            self._at = (self._at + 1) % len(self._names)
            return True
        if event.key() == Qt.Key.Key_Backspace and self.texts.get(self.field):
            self.texts[self.field] = self.texts[self.field][:-1]
            if not self.texts[self.field]:
                del self.texts[self.field]
            return True
        if text and (text in "0123456789.,-−/+" or (text == " " and self.field in self.texts)):
            self.texts[self.field] = self.texts.get(self.field, "") + text
            return True
        return False

    def value(self, name: str) -> float | None:
        """The number typed, mm or degrees; None while there is none."""
        try:
            return parse_length_mm(self.texts[name].replace("−", "-")) if self.texts.get(name) else None
        except ValueError:
            return None


class Shift:
    """One drag of a place of a piece. `edits(dx, dy)` says what it means, `lines(before, after)` what to tell."""

    def __init__(
        self,
        canvas: PatternCanvas,
        target: Target,
        start: Point,
        edits: Edits,
        lines: Lines,
        moving: Sequence[str] = (),
        axis_snap: bool = True,
    ) -> None:
        self._canvas, self.target, self.start = canvas, target, start
        self._edits, self._lines = edits, lines
        piece = canvas.pattern.piece(target.piece)
        self._snapper = Snapper(piece, start, moving, canvas.mirror, canvas.turn_deg(piece.id)) if axis_snap else None
        self._ghosts = [canvas.to_view(target.piece, edge.polyline) for edge in piece.edges]
        self.typing = Typing()
        self.axis = ""
        self.snap = Snap(start)
        self.by: Point = (0.0, 0.0)
        self._hold: Point = (0.0, 0.0)
        self._pointer: Pointer | None = None
        self._at: Point = start
        self.moved = False
        self.after: Pattern | None = None

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        self._pointer = pointer
        self._at = self._canvas.to_piece(self.target.piece, pointer.scene)
        self._follow()

    def grab(self, pointer: Pointer) -> None:
        """Where the pointer took hold, so that the place does not jump under it."""
        at = self._canvas.to_piece(self.target.piece, pointer.scene)
        self._hold = (self.start[0] - at[0], self.start[1] - at[1])

    def _follow(self) -> None:
        at = (self._at[0] + self._hold[0], self._at[1] + self._hold[1])
        keys = self._pointer
        at = constrained(self.start, at, self.axis, STEP_DEG if keys is not None and keys.shift else 0.0)
        canvas = self._canvas
        if self._snapper is not None and canvas.snapping and not (keys is not None and (keys.ctrl or keys.shift)):
            grid = nice_step(12 / canvas.px_per_mm) if canvas.grid else 0.0
            self.snap = self._snapper.snap(at, canvas.px_per_mm, grid)
            at = constrained(self.start, self.snap.at, self.axis)
        else:
            self.snap = Snap(at)
        self._go((at[0] - self.start[0], at[1] - self.start[1]))

    def _go(self, by: Point) -> None:
        by = self._typed(by)
        self.by = (round(by[0], 4), round(by[1], 4))
        self.moved = self.moved or math.hypot(*self.by) > 1e-6
        after = self._canvas.show_preview(tuple(self._edits(*self.by))) if self.moved else None
        if after is not None:
            self.after = after

    def _typed(self, by: Point) -> Point:
        typed = {name: self.typing.value(name) for name in NUMBERS}
        if typed["d"] is not None or typed["at"] is not None:
            length = math.hypot(*by) if typed["d"] is None else typed["d"]
            angle = math.degrees(math.atan2(by[1], by[0])) if typed["at"] is None else typed["at"]
            if self.axis and typed["at"] is None:
                angle = 0.0 if self.axis == "x" else 90.0
            by = g.polar((0.0, 0.0), angle, length)
        if typed["x"] is not None:
            by = (typed["x"] - self.start[0], by[1])
        if typed["y"] is not None:
            by = (by[0], typed["y"] - self.start[1])
        return by

    def key(self, event: QKeyEvent) -> bool:
        """Digits, Tab, X and Y; Enter is the tool's."""
        if event.key() in (Qt.Key.Key_X, Qt.Key.Key_Y):
            axis = "x" if event.key() == Qt.Key.Key_X else "y"
            self.axis = "" if self.axis == axis else axis
        elif not self.typing.take(event):
            return False
        self._follow()
        return True

    def finish(self) -> bool:
        """Take the edit; True when something was changed."""
        if not self.moved or math.hypot(*self.by) < 1e-6:
            self._canvas.drop_preview()
            return False
        return self._canvas.commit(tuple(self._edits(*self.by)))

    # -- showing -------------------------------------------------------------------------------------------------

    @property
    def place(self) -> Point:
        """Where the dragged place is now (a point on the axis of symmetry stays on it)."""
        if self.after is not None:
            try:
                found = place_of(self.after.piece(self.target.piece), self.target)
            except KeyError:
                found = None
            if found is not None and self.target.kind != "notch":
                return found
        return (self.start[0] + self.by[0], self.start[1] + self.by[1])

    def fields(self) -> tuple[Field, ...]:
        at = self.place
        by = (at[0] - self.start[0], at[1] - self.start[1])
        return place_fields(at, by)

    def paint(self, sheet: Sheet) -> None:
        canvas, piece = self._canvas, self.target.piece
        if not self.moved:
            return
        for ghost in self._ghosts:
            sheet.line(ghost, "t2", 1.25, (2, 3))
        start, now = canvas.point_to_view(piece, self.start), canvas.point_to_view(piece, self.place)
        sheet.square(start, 8, "t2")
        refused = canvas.refusal
        if refused:
            sheet.words(now, refused, "err")
            return
        if self.snap.words:
            if self.snap.guide is not None:
                sheet.line([now, canvas.point_to_view(piece, self.snap.guide)], "snap", 1, (3, 3))
            sheet.halo(now, 20)
            sheet.words(now, self.snap.words)
        if self.after is not None:
            sheet.bubble(now, [*self._lines(canvas.pattern, self.after), self._moved_line()])

    def _moved_line(self) -> BubbleLine:
        by = (self.place[0] - self.start[0], self.place[1] - self.start[1])
        if self.typing.texts:
            shown = {"d": "Δ", "at": "at", "x": "X", "y": "Y"}
            parts = [f"{shown[name]} {text}▏" for name, text in self.typing.texts.items()]
            if self.typing.field not in self.typing.texts:
                parts.append(f"{shown[self.typing.field]} ▏")
            return BubbleLine("  ".join(parts), tone="accent")
        angle = math.degrees(math.atan2(by[1], by[0])) % 360
        return BubbleLine(f"Δ {format_mm(math.hypot(*by))} mm  {angle:.1f}°")


def place_fields(at: Point | None, by: Point | None) -> tuple[Field, ...]:
    """X, Y, Δ and its angle for the options bar."""
    length = math.hypot(*by) if by is not None else None
    angle = math.degrees(math.atan2(by[1], by[0])) % 360 if by is not None and length else (0.0 if by else None)
    return (
        Field("x", "X", at[0] if at is not None else None),
        Field("y", "Y", at[1] if at is not None else None),
        Field("d", "Δ", length),
        Field("at", "at", angle, unit="°"),
    )


def length_lines(edges: Sequence[tuple[str, str, str]]) -> Lines:
    """Lines that tell length and difference of some edges: (piece, edge, words)."""

    def lines(before: Pattern, after: Pattern) -> list[BubbleLine]:
        found: list[BubbleLine] = []
        for piece, edge, words in edges:
            try:
                old, new = before.piece(piece).edge(edge).length_mm, after.piece(piece).edge(edge).length_mm
            except KeyError:
                continue
            if not found:
                found += [BubbleLine(words), BubbleLine(f"{format_mm(new)} mm", signed(new - old), strong=True)]
            else:
                found.append(BubbleLine(words, f"{format_mm(new)}  {signed(new - old)}"))
        return found

    return lines


def away(a: QPointF, b: QPointF) -> float:
    """Pixels between two places."""
    return math.hypot(a.x() - b.x(), a.y() - b.y())
