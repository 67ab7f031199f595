"""The Pattern workspace wired to the studio: edits as steps of the session, revisions, sizes, blocks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import editing, flow
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.state import DesignState
from ampc_desktop.ui.pattern_editor.workspace import PatternWorkspace

if TYPE_CHECKING:
    from ampc_desktop.studio.grading import Graded
    from ampc_desktop.ui.shell.window import StudioWindow

log = logging.getLogger(__name__)

PATTERN_FILES = "Apparel DXF (*.dxf);;All files (*)"
PROPOSE_AFTER_MS = 1500
"""A rule is proposed this long after the room was opened, when what was asked for stands on the canvas."""


class Patterns(QObject):
    """Holds what the pattern room asks of the session of its window."""

    _sizes_made = Signal(object)

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._window = window
        self._compared: int | None = None
        self._sizes_of: DesignState | None = None
        self._sizes_wanted: tuple[str, ...] = ()
        self._put_off: set[str] = set()
        self._sizes_made.connect(self._take_sizes)
        page = self.page = PatternWorkspace()
        page.wanted.connect(window.run)
        page.edited.connect(self._edit)
        page.canvas.laid.connect(self._lay)
        page.edit_dropped.connect(lambda id: window.run_step(lambda: window.session.drop_edit(id)))
        page.pointer.connect(window.strip.show_pointer)
        page.canvas.asked.connect(self._asked)
        page.block_asked.connect(self._block_asked)
        page.shown.connect(self.show_snapshot)
        page.layers.sizes_changed.connect(self._show_sizes)
        page.revisions.compared.connect(self.compare)
        page.revisions.explained.connect(self._explain)
        QTimer.singleShot(PROPOSE_AFTER_MS, self.propose)

    def _edit(self, edits: tuple[PatternEdit, ...], gesture: str) -> None:
        session = self._window.session
        added = self._edit_taken_back(edits[0]) if len(edits) == 1 else None
        if added is not None:
            self._window.run_step(lambda: session.drop_edit(added.id))
        else:
            self._window.run_step(lambda: session.edit(*edits, gesture=gesture))

    def begin(self) -> None:
        """Another session comes on the table."""
        self._compared = None
        self.page.begin()

    def _lay(self, name: str, gesture: str) -> None:
        """How the pieces lie is kept with the design."""
        self._window.run_step(lambda: self._window.session.lay(self.page.canvas.table, name, gesture))

    def _edit_taken_back(self, edit: PatternEdit) -> PatternEdit | None:
        """The edit that added the dart which this one closes, when giving it up leaves all others as they are.

        Closing a leaning dart joins its edges along another line than they had; without the edit they are as before.
        """
        session = self._window.session
        if edit.kind != "remove_dart":
            return None
        for one in session.state.edits:
            id = str(one.values.get("id", f"dart.{one.id}"))
            if one.kind == "add_dart" and one.piece == edit.piece and edit.item in (id, f"{id}.mirror"):
                without = replace(session.state, edits=tuple(e for e in session.state.edits if e is not one))
                try:
                    now, then = session.results()["edited"].conflicts, session.results(without)["edited"].conflicts
                except Problem:
                    return None
                whole = edit.mirror or not one.mirror
                return one if whole and len(then) <= len(now) else None
        return None

    def _explain(self, reason: str) -> None:
        session = self._window.session
        if session.state.edits:
            self._window.run_step(lambda: session.explain(session.state.edits[-1].id, reason))

    # -- blocks --------------------------------------------------------------------------------------------------

    def save_block(self) -> None:
        """Ask for a name and keep the pattern as a block. Raises Problem when there is no pattern."""
        from ampc_desktop.studio import blocks
        from ampc_desktop.ui.shell.blocks import SaveBlockDialog

        window = self._window
        state = window.session.state
        design = window.session.results()["design"]
        count = len(state.edits)
        about = f"{design.label} with {count} edit{'s' if count != 1 else ''}, for other bodies and orders."

        def keep(name: str) -> None:
            kept = blocks.save(window.studio, state, name)
            window.strip.message.setText(f"Block {kept.name} saved")

        SaveBlockDialog(window, f"{design.label} {state.body.name}", about, keep).exec()

    def choose_block(self) -> None:
        """Start the present order from one of the blocks. Raises Problem."""
        from ampc_desktop.studio import blocks
        from ampc_desktop.ui.shell.blocks import BlocksDialog

        window = self._window
        state = window.session.state
        present = state.block.name if state.block is not None else ""
        dialog = BlocksDialog(window, blocks.kept(window.studio), state.body.name, present)
        if not dialog.exec():
            return
        if dialog.left:
            self.leave_block()
        elif dialog.chosen is not None:
            block = blocks.load(window.studio, dialog.chosen)
            window.run_step(lambda: window.session.start_from(block))

    def leave_block(self) -> None:
        """Go on without the block of the order."""
        window = self._window
        block = window.session.state.block
        if block is not None:
            window.run_step(window.session.leave_block)
            window.strip.message.setText(f"Without block {block.name}")

    def say_made_for(self) -> None:
        """Ask whom the block of the order was made for."""
        from ampc_desktop.ui.shell.blocks import MadeForDialog

        window = self._window
        state = window.session.state
        if state.block is not None:
            MadeForDialog(
                window,
                state.block.name,
                state.body,
                lambda body: window.run_step(lambda: window.session.say_made_for(body)),
            ).exec()

    def _block_asked(self, way: str) -> None:
        {"leave": self.leave_block, "made_for": self.say_made_for}[way]()

    def import_block(self, path: Path | None = None) -> None:
        """Keep a pattern of another program as a block and start from it, in the editor. Raises Problem."""
        from ampc_desktop.studio import blocks
        from ampc_desktop.ui.shell.importing import ImportDialog

        window = self._window
        if path is None:
            name, _ = QFileDialog.getOpenFileName(window, "Import pattern as block", "", PATTERN_FILES)
            path = Path(name) if name else None
        if path is None:
            return
        window.show_problem(None)
        state = window.session.state
        dialog = ImportDialog(window, window.studio, path, flow.family_of(state.requirement), state.body)
        if dialog.exec() and dialog.kept is not None:
            block = blocks.load(window.studio, dialog.kept.id)
            window.run_step(lambda: window.session.start_from(block, dialog.notes))
            window.show_workspace("pattern")
            window.strip.message.setText(f"Block {block.name} imported")

    # -- rules ---------------------------------------------------------------------------------------------------

    def show_rules(self) -> None:
        """The alteration rules that act on this design, and those of the house."""
        from ampc_desktop.studio import learning
        from ampc_desktop.studio.house_rules import house_rules
        from ampc_desktop.ui.shell.rules import RulesDialog

        window, session = self._window, self._window.session
        house = house_rules()
        acting = {edit.id for edit in session.results()["ruled"]}
        rules = [rule for rule in (*session.state.rules, *house) if rule.id in acting]
        dialog = RulesDialog(
            window,
            rules,
            house,
            lambda id: window.run_step(lambda: session.drop_edit(id)),
            lambda id: learning.retire(window.studio, id),
        )
        dialog.exec()

    def propose(self) -> None:
        """Put up the best rule that corrections support, if there is one nobody has decided about."""
        from ampc_desktop.studio import learning
        from ampc_desktop.studio.dialogue import schemas
        from ampc_desktop.ui.shell.rules import RuleCard

        try:
            found = learning.proposed(self._window.studio)
        except Problem as problem:
            log.warning("corrections can't be read: %s", problem)
            return
        shot = self._window.shot
        pattern = shot.pattern if shot is not None else None
        here = pattern.family if pattern is not None else ""
        found = tuple(one for one in found if one.rule.family == here and one.rule.id not in self._put_off)
        if not found or pattern is None:
            self.page.notices.show_card("rule", None)
            return
        one = found[0]
        words = editing.step_name(pattern, one.rule.edit)
        card = RuleCard(one, schemas()[one.rule.family].label, words)

        def decide(act: Callable[[], object]) -> None:
            act()
            self._put_off.add(one.rule.id)
            self.propose()
            self._window.live.show(self._window.session.state)

        card.accepted.connect(lambda: decide(lambda: learning.accept(self._window.studio, one, words)))
        card.refused.connect(lambda: decide(lambda: learning.refuse(self._window.studio, one)))
        card.dismissed.connect(lambda: decide(lambda: None))
        self.page.notices.show_card("rule", card)

    # -- sizes ---------------------------------------------------------------------------------------------------

    def _show_sizes(self, names: tuple[str, ...]) -> None:
        """Lay sizes over the base; they are drafted once for a state, beside the window's thread."""
        self._sizes_wanted = names
        self.page.canvas.overlay.show_sizes(names)
        state = replace(self._window.session.state, table=None)  # how pieces lie changes no size
        if self._sizes_of != state:
            self.page.layers.show_size_states({})  # those shown were of another state
            self._sizes_of = None
        if names and self._sizes_of is None:
            self._sizes_of = state
            threading.Thread(target=self._draft_sizes, args=(state,), name="sizes", daemon=True).start()

    def _draft_sizes(self, state: DesignState) -> None:
        from ampc_desktop.studio import grading

        try:
            made = grading.nest(self._window.studio, state)
        except Problem as problem:
            log.warning("sizes can't be drafted: %s", problem)
            made = ()
        if not self._window.live.closed:
            self._sizes_made.emit((state, made))

    def _take_sizes(self, found: tuple[DesignState, tuple[Graded, ...]]) -> None:
        state, sizes = found
        if state == self._sizes_of:
            self.page.canvas.overlay.set_sizes(tuple((one.size, one.pattern) for one in sizes))
            self.page.layers.show_size_states({one.size: size_state(one) for one in sizes})

    # -- revisions -----------------------------------------------------------------------------------------------

    def states(self) -> tuple[DesignState, ...]:
        """Every revision of the sitting, the first as it began."""
        steps = self._window.session.stack.revisions
        return (steps[0].before, *(step.after for step in steps)) if steps else (self._window.session.state,)

    def compare(self, revision: int) -> None:
        """Compare the pattern with an earlier revision."""
        self._compared = revision
        self.show_revisions()

    def _asked(self, what: str) -> None:
        if what in ("older", "newer"):
            last = len(self.states()) - 1
            now = self._compared if self._compared is not None else max(0, last - 1)
            self.compare(min(last - 1, max(0, now + (1 if what == "newer" else -1))))

    def show_snapshot(self, shot: Snapshot) -> None:
        if shot.pattern is None or shot.preview:
            return
        self.show_revisions()
        names = self._size_names(shot.state)
        self.page.layers.show_sizes(names)
        self._show_sizes(tuple(name for name in self._sizes_wanted if name in names))

    def _size_names(self, state: DesignState) -> tuple[str, ...]:
        from ampc_desktop.studio import grading

        return grading.sizes_of(state)

    def show_revisions(self) -> None:
        """The steps of the sitting, and what differs from the compared one (the one before, unless picked)."""
        states = self.states()
        steps = self._window.session.stack.revisions
        now = len(states) - 1
        compared = self._compared if self._compared is not None and self._compared < now else max(0, now - 1)
        before, after = self._pattern_of(states[compared]), self._pattern_of(states[now])
        found = editing.changes(before, after) if before is not None and after is not None else ()
        self.page.revisions.show_steps([step.name for step in steps], compared, found)
        self.page.show_compared(before if compared != now else None, (f"r{compared}", f"r{now}, now"))
        last = self._window.session.state.edits[-1:]
        said = f"r{now}, edited {last[0].at[11:16]} by {last[0].author}" if last else f"r{now}"
        self.page.bar.note.setText(said)
        self.page.revisions.show_reason(last[0].reason if last else None)

    def _pattern_of(self, state: DesignState) -> Pattern | None:
        if not state.conversation and not state.requirement.slots:
            return None
        try:
            pattern: Pattern = self._window.session.results(state)["pattern"]
        except Problem:
            return None
        return pattern


def size_state(one: Graded) -> tuple[str, str]:
    """(tone, words) of the chip of a size: its failed checks with their figures, else its warnings."""
    worst = one.worst
    if worst is None:
        return "", "All checks pass"
    words = [f"{check.name}: {check.summary}" for check in one.checks if check.status == worst.status]
    return "err" if worst.status == "fail" else "warn", "; ".join(words)
