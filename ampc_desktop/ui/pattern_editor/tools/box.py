"""The tool box: every tool of the canvas in the order of the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ampc_desktop.ui.pattern_editor.tools.allowance import AllowanceTool
from ampc_desktop.ui.pattern_editor.tools.cutting import SplitTool, SpreadTool
from ampc_desktop.ui.pattern_editor.tools.dart import DartTool
from ampc_desktop.ui.pattern_editor.tools.grain import GrainTool
from ampc_desktop.ui.pattern_editor.tools.hand import HandTool
from ampc_desktop.ui.pattern_editor.tools.internal import DrillTool, InternalTool
from ampc_desktop.ui.pattern_editor.tools.measure import MeasureTool
from ampc_desktop.ui.pattern_editor.tools.notch import NotchTool
from ampc_desktop.ui.pattern_editor.tools.pen import PenTool
from ampc_desktop.ui.pattern_editor.tools.points import PointsTool
from ampc_desktop.ui.pattern_editor.tools.select import SelectTool
from ampc_desktop.ui.pattern_editor.tools.sew import SewTool
from ampc_desktop.ui.pattern_editor.tools.tool import Tool
from ampc_desktop.ui.pattern_editor.tools.walk import WalkTool
from ampc_desktop.ui.pattern_editor.tools.whole import FacingTool, MergeTool, MirrorTool, MoveSeamTool, TextTool

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

GROUPS: tuple[tuple[type[Tool], ...], ...] = (
    (SelectTool, PointsTool, PenTool, HandTool),
    (AllowanceTool, NotchTool, GrainTool, InternalTool, DrillTool),
    (SewTool, WalkTool, DartTool, SplitTool, SpreadTool, MirrorTool, MeasureTool),
    (MoveSeamTool, MergeTool, FacingTool, TextTool),
)
"""Tools as the rail shows them, a rule between groups."""
TOOLS: tuple[type[Tool], ...] = tuple(tool for group in GROUPS for tool in group)


def make_tools(canvas: PatternCanvas) -> dict[str, Tool]:
    return {tool.id: tool(canvas) for tool in TOOLS}
