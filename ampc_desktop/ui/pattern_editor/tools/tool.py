"""Tool: what the canvas asks of every tool, and the fields a tool puts into the options bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core.edit import EditKind, PatternEdit
from ampc_desktop.ui.canvas.sheet import Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit, Kind

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

FieldValue = float | str | bool | None


@dataclass(frozen=True)
class Field:
    """One number, choice, switch or button in the options bar. value None: nothing to show, the field is greyed."""

    id: str
    label: str
    value: FieldValue
    kind: Literal["number", "choice", "switch", "button"] = "number"
    unit: str = "mm"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is and what it would hit. view: viewport pixels; scene: millimetres of the canvas."""

    view: QPointF
    scene: QPointF
    hits: Sequence[Hit] = ()
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def hit(self) -> Hit | None:
        return self.hits[0] if self.hits else None

    def on(self, *kinds: Kind) -> Hit | None:
        """The first hit of some kinds."""
        return next((hit for hit in self.hits if hit.target.kind in kinds), None)

    @property
    def shift(self) -> bool:
        return bool(self.keys & Qt.KeyboardModifier.ShiftModifier)

    @property
    def ctrl(self) -> bool:
        return bool(self.keys & Qt.KeyboardModifier.ControlModifier)

    @property
    def alt(self) -> bool:
        return bool(self.keys & Qt.KeyboardModifier.AltModifier)


class Tool:
    """A tool does nothing until it says otherwise. The canvas calls it and paints its sheet."""

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    key: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    about: ClassVar[str] = ""
    """One line: what it does and how."""
    wants: ClassVar[tuple[Kind, ...]] = ("edge", "piece")
    """What lights up under the pointer and is hit by a press."""
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: PatternCanvas) -> None:
        self.canvas = canvas

    @property
    def busy(self) -> bool:
        """In the middle of something that Esc would cancel."""
        return False

    @property
    def hint(self) -> str:
        """What to do next, for the options bar."""
        return self.about

    def edit(self, what: EditKind, piece: str, item: str = "", /, **values: float | str) -> PatternEdit:
        """An edit as the canvas is set: mirrored or not."""
        return PatternEdit("", what, piece, item, values, mirror=self.canvas.mirror)

    def enter(self) -> None:
        """The tool is taken up."""

    def leave(self) -> None:
        """Another tool is taken up."""
        self.cancel()

    def press(self, pointer: Pointer) -> None:
        """Left button down."""

    def move(self, pointer: Pointer) -> None:
        """Pointer moved with the button down."""

    def hover(self, pointer: Pointer) -> None:
        """Pointer moved with no button down."""

    def release(self, pointer: Pointer) -> None:
        """Left button up."""

    def double(self, pointer: Pointer) -> None:
        """Double click: a second press, unless the tool means more by it."""
        self.press(pointer)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """True when the key meant something."""
        return False

    def cancel(self) -> bool:
        """Give up what was begun, the pattern as before; True when there was something."""
        return False

    def paint(self, sheet: Sheet) -> None:
        """Marks over the pattern."""

    def fields(self) -> tuple[Field, ...]:
        return ()

    def set_field(self, id: str, value: FieldValue) -> None:
        """A field was committed in the options bar."""

    def selection_changed(self) -> None:
        """Something else was selected."""

    def pattern_changed(self) -> None:
        """Another pattern lies on the table, e.g. after undo: what was begun on the old one is given up."""
        self.cancel()
