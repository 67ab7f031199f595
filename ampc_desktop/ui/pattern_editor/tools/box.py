"""The tool box: every tool of the canvas in the order of the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ampc_desktop.ui.pattern_editor.tools.hand import HandTool
from ampc_desktop.ui.pattern_editor.tools.points import PointsTool
from ampc_desktop.ui.pattern_editor.tools.select import SelectTool
from ampc_desktop.ui.pattern_editor.tools.tool import Tool

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

GROUPS: tuple[tuple[type[Tool], ...], ...] = ((SelectTool, PointsTool, HandTool),)
"""Tools as the rail shows them, a rule between groups."""
TOOLS: tuple[type[Tool], ...] = tuple(tool for group in GROUPS for tool in group)


def make_tools(canvas: PatternCanvas) -> dict[str, Tool]:
    return {tool.id: tool(canvas) for tool in TOOLS}
