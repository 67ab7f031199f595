"""Select and move: pieces on the table, edges, notches, drill holes, darts."""

from __future__ import annotations

from ampc_desktop.ui.pattern_editor.tools.moving import Moving
from ampc_desktop.ui.pattern_editor.tools.tool import Pointer


class SelectTool(Moving):
    id, title, key, icon = "select", "Select, move", "V", "select"
    about = "Click chooses, again what lies underneath. Drag moves, R turns. Double click edits points."
    wants = ("notch", "drill", "apex", "line", "edge", "piece")

    def double(self, pointer: Pointer) -> None:
        """Into the points of what was clicked."""
        self.cancel()
        if pointer.hit is not None:
            self.canvas.choose((pointer.hit.target,))
            self.canvas.take("points")
