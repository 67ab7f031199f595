"""The command palette of the window: what can be found in it and where each entry leads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import documents
from ampc_desktop.studio.actions import ACTIONS
from ampc_desktop.ui.shell.files import local_text
from ampc_desktop.ui.shell.palette import Entry, Palette

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow

RECENT = 8


class Palettes:
    """Opens the palette over the window."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window

    def open(self, parameters_only: bool = False) -> None:
        palette = Palette(self._window, self._entries(parameters_only))
        palette.show()
        palette.field.setFocus()

    def _entries(self, parameters_only: bool) -> list[Entry]:
        """Actions, tools, parameters, pieces and recent orders."""
        window = self._window
        shot = window.shot
        entries = [] if parameters_only else self._commands()
        if shot is not None and shot.options is not None:
            for id, option in {**shot.options, **(shot.print_options or {})}.items():
                entries.append(Entry(option.parameter.label, "Parameter", partial(window.ask_about, id)))
        if parameters_only:
            return entries
        for piece in shot.pattern.pieces if shot is not None and shot.pattern is not None else ():
            entries.append(Entry(piece.label or piece.name.title(), "Piece", partial(window.go_to_piece, piece.id)))
        for one in documents.recent(window.studio, RECENT):
            if one.id != window.session.id:
                hint = f"{one.customer}, {local_text(one.at)}"
                entries.append(Entry(f"Open “{one.words[:48]}”", hint, partial(self._open_recent, one.id)))
        return entries

    def _commands(self) -> list[Entry]:
        from ampc_desktop.ui.pattern_editor.tools.box import TOOLS

        window = self._window
        actions = [
            Entry(one.title, one.keys.replace("+", " "), partial(window.run, one.id))
            for one in ACTIONS
            if one.id != "palette"
        ]
        return actions + [Entry(tool.title, tool.key, partial(self._take, tool.id)) for tool in TOOLS]

    def _take(self, tool: str) -> None:
        """A tool of the pattern room, from anywhere."""
        self._window.show_workspace("pattern")
        self._window.pattern.canvas.take(tool)
        self._window.pattern.canvas.setFocus()

    def _open_recent(self, id: str) -> None:
        try:
            self._window.files.open_recent(id)
        except Problem as problem:
            self._window.show_problem(problem)
