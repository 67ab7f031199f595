"""Keys of one view of the try-on: numbers for a pull, points of a line, the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.view import TryOnView


def press(view: TryOnView, event: QKeyEvent) -> bool:
    """Do what a key means here; False when it means nothing."""
    key, keys, pull = Qt.Key(event.key()), Qt.Key, view.pull
    pad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    enter = key in (keys.Key_Return, keys.Key_Enter)
    if key == keys.Key_Escape:
        return view.escape()
    if enter and view.tool == "line" and len(view.line):
        view.finish_line()
    elif key == keys.Key_Backspace and view.tool == "line" and len(view.line):
        view.line.back()
        view.update()
    elif view.tool == "pull" and key in (keys.Key_BracketLeft, keys.Key_BracketRight):
        pull.choose(view.fitting.grips, 1 if key == keys.Key_BracketRight else -1)
        view.point_at(view.pointer or QPointF(view.width() / 2, view.height() / 2))
    elif pull.grip is not None and (pull.dragging or view.tool == "pull") and pull.type(event.text()):
        view.update()
    elif pull.typed and key == keys.Key_Backspace:
        pull.erase()
        view.update()
    elif pull.typed and enter:
        view.let_go()
    elif key == keys.Key_Home and not pad:
        view.fit()
    else:
        return view.navigator.key(event)
    return True
