"""Actions as data: id, words, keys and context once; menus, palette, key sheet and tests read this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """keys: Qt key sequence text, "" for none; context: "window" or the workspace it belongs to."""

    id: str
    title: str
    keys: str = ""
    context: str = "window"
    icon: str = ""


ACTIONS = (
    Action("new", "New order", "Ctrl+N", icon="new"),
    Action("open", "Open", "Ctrl+O", icon="open"),
    Action("open_body", "Open body measurements", "Ctrl+B", icon="customer"),
    Action("photo", "Body from a photo", "Ctrl+Shift+B", icon="photo"),
    Action("scan", "Body from a scan", icon="scan"),
    Action("save_body", "Save the body as file", icon="save"),
    Action("save", "Save design as file", "Ctrl+S", icon="save"),
    Action("export", "Export the pattern", "Ctrl+E", icon="pattern_file"),
    Action("save_block", "Save the pattern as a block", "Ctrl+Shift+S", icon="save"),
    Action("blocks", "Start from a block", icon="open"),
    Action("import_block", "Import pattern as block", icon="pattern_file"),
    Action("rules", "Alteration rules"),
    Action("undo", "Undo", "Ctrl+Z", icon="undo"),
    Action("redo", "Redo", "Ctrl+Shift+Z", icon="redo"),
    Action("palette", "Search or run a command", "Ctrl+K", icon="search"),
    Action("conversation", "Go to the conversation", "Ctrl+L"),
    Action("find", "Find a parameter", "Ctrl+F"),
    Action("codesign", "Co-design workspace", "Ctrl+1"),
    Action("body", "Body workspace", "Ctrl+2"),
    Action("pattern", "Pattern workspace", "Ctrl+3"),
    Action("marker", "Marker workspace", "Ctrl+4"),
    Action("planning", "Planning workspace", "Ctrl+5"),
    Action("primary", "Main action of the workspace", "Ctrl+Return"),
    Action("release", "Release order", icon="package"),
    Action("recompute", "Drape, nest or run again what is in view", "F5"),
    Action("nest", "Nest marker", icon="nest"),
    Action("tryon", "Try-on: drape the garment on the body", icon="drape"),
    Action("export_tryon", "Export the draped garment in 3D", icon="save"),
    Action("check", "Run all checks", "F7"),
    Action("next_problem", "Next problem, shown in place", "F8"),
    Action("previous_problem", "Previous problem, shown in place", "Shift+F8"),
    Action("next_panel", "Next panel", "F6"),
    Action("previous_panel", "Previous panel", "Shift+F6"),
    Action("cancel", "Cancel the running job", "Ctrl+."),
    Action("side_panels", "Hide or show side panels", "Ctrl+\\"),
    Action("theme", "Switch theme between dark and light", "Ctrl+Shift+T", icon="theme"),
    Action("mechanics", "Mechanics of a fabric"),
    Action("settings", "Settings", "Ctrl+,", icon="settings"),
    Action("full_screen", "Full screen", "F11"),
    Action("help", "Keys of this workspace", "F1", icon="help"),
    Action("quit", "Quit", "Ctrl+Q"),
)


def action(id: str) -> Action:
    """Raises KeyError for unknown ids."""
    for one in ACTIONS:
        if one.id == id:
            return one
    raise KeyError(id)
