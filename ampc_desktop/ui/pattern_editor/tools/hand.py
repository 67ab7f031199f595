"""The hand: drag the view."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ampc_desktop.ui.pattern_editor.tools.tool import Tool


class HandTool(Tool):
    id, title, key, icon = "hand", "Move the view", "H", "hand"
    about = "Drag the view; the wheel zooms at the pointer."
    wants = ()
    cursor = Qt.CursorShape.OpenHandCursor
