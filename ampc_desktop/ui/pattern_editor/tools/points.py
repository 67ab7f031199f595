"""Edit points: corners, joints and Bézier handles, dragged with snapping or typed."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt

from ampc_desktop.ui.pattern_editor.picking import Kind
from ampc_desktop.ui.pattern_editor.tools.moving import Moving
from ampc_desktop.ui.pattern_editor.tools.tool import Pointer


class PointsTool(Moving):
    id, title, key, icon = "points", "Edit points", "A", "edit_point"
    about = "Drag a point, a handle or a whole edge. Type a distance while dragging, Tab its angle."
    wants = ("point", "handle", "edge", "piece")
    own, noun = ("point", "handle", "edge"), "point"
    banded: ClassVar[Kind] = "point"
    cursor = Qt.CursorShape.ArrowCursor

    def double(self, pointer: Pointer) -> None:
        """A double click on nothing leaves the points."""
        self.cancel()
        if pointer.hit is None:
            self.canvas.take("select")
