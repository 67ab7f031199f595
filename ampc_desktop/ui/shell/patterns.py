"""The Pattern workspace wired to the studio: edits as steps of the session, revisions, sizes, blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import editing
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.state import DesignState

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow


class Patterns(QObject):
    """Holds what the pattern room asks of the session of its window."""

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._window = window
        self._compared: int | None = None
        page = self.page = window.pattern
        page.wanted.connect(window.run)
        page.edited.connect(self._edit)
        page.edit_dropped.connect(lambda id: window.run_step(lambda: window.session.drop_edit(id)))
        page.pointer.connect(window.strip.show_pointer)
        page.shown.connect(self.show_snapshot)
        page.revisions.compared.connect(self.compare)
        page.revisions.overlaid.connect(page.canvas.show_ghost)

    def _edit(self, edits: tuple[PatternEdit, ...], gesture: str) -> None:
        self._window.run_step(lambda: self._window.session.edit(*edits, gesture=gesture))

    # -- revisions -----------------------------------------------------------------------------------------------

    def states(self) -> tuple[DesignState, ...]:
        """Every revision of the sitting, the first as it began."""
        steps = self._window.session.stack.steps
        return (steps[0].before, *(step.after for step in steps)) if steps else (self._window.session.state,)

    def compare(self, revision: int) -> None:
        """Compare the pattern with an earlier revision."""
        self._compared = revision
        self.show_revisions()

    def show_snapshot(self, shot: Snapshot) -> None:
        if shot.pattern is not None and not shot.preview:
            self.show_revisions()

    def show_revisions(self) -> None:
        """The steps of the sitting, and what differs from the compared one (the one before, unless picked)."""
        states = self.states()
        steps = self._window.session.stack.steps
        now = len(states) - 1
        compared = self._compared if self._compared is not None and self._compared < now else max(0, now - 1)
        before, after = self._pattern_of(states[compared]), self._pattern_of(states[now])
        found = editing.changes(before, after) if before is not None and after is not None else ()
        self.page.revisions.show_steps([step.name for step in steps], compared, found)
        self.page.canvas.set_ghost(before if compared != now else None)
        last = self._window.session.state.edits[-1:]
        said = f"r{now}, edited {last[0].at[11:16]} by {last[0].author}" if last else f"r{now}"
        self.page.bar.note.setText(said)

    def _pattern_of(self, state: DesignState) -> Pattern | None:
        if not state.conversation and not state.requirement.slots:
            return None
        try:
            pattern: Pattern = self._window.session.results(state)["pattern"]
        except Problem:
            return None
        return pattern
