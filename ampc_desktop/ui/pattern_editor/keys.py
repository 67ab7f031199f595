"""Keys on the pattern canvas: the tool in hand first, then the table, then other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

QUARTER_DEG, STEP_DEG, FINE_DEG = 90.0, 5.0, 1.0


def pressed(canvas: PatternCanvas, event: QKeyEvent) -> bool:
    """Do what a key means here; False when it means nothing to the pattern."""
    key = event.key()
    if canvas.tool.busy and key != Qt.Key.Key_Escape and canvas.tool.key_pressed(event):
        canvas.fields_changed.emit()
        return True
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if key == Qt.Key.Key_Escape:
        canvas.escape()
    elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and canvas.pieces:
        canvas.next_piece(1 if key == Qt.Key.Key_BracketRight else -1)
    elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        canvas.asked.emit("older" if key == Qt.Key.Key_Left else "newer")
    elif event.text() == "?" or key == Qt.Key.Key_Question:
        canvas.asked.emit("help")
    elif key == Qt.Key.Key_Semicolon:
        canvas.set_snapping(not canvas.snapping)
    elif key == Qt.Key.Key_Period and canvas.chosen:
        canvas.fit_chosen()
    elif key == Qt.Key.Key_C and plain and not event.isAutoRepeat() and not canvas.down:
        canvas.asked.emit("compare")
    elif key == Qt.Key.Key_R and _turned(canvas, event):
        pass
    elif key_name(event) == "Shift F" and canvas.chosen_pieces:
        canvas.flip_chosen()
    elif canvas.tool.key_pressed(event):
        canvas.fields_changed.emit()
    elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and canvas.chosen:
        canvas.refuse(f"{canvas.tool.title.lower()} takes nothing away; choose with V, then Delete")
    elif plain and (tool := _tool_of(canvas, event)):
        canvas.take(tool)
    else:
        return False
    return True


def _turned(canvas: PatternCanvas, event: QKeyEvent) -> bool:
    """R a quarter, Shift R a small step, Ctrl Shift R a fine one; nothing chosen turns nothing."""
    if not canvas.chosen_pieces:
        return False
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    canvas.turn_chosen(FINE_DEG if shift and ctrl else STEP_DEG if shift else -QUARTER_DEG if ctrl else QUARTER_DEG)
    return True


def _tool_of(canvas: PatternCanvas, event: QKeyEvent) -> str:
    text = key_name(event)
    return next((tool.id for tool in canvas.tools.values() if tool.key == text), "")


def key_name(event: QKeyEvent) -> str:
    """ "W" or "Shift W" of a letter key."""
    key = event.key()
    if not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return ""
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (
        QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier and event.text().isupper()
    )
    return f"{'Shift ' if shift else ''}{chr(key)}"
