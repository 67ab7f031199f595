"""One undo stack for chat, sliders and pattern edits: named steps over immutable states."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ampc_desktop.studio.state import DesignState


@dataclass(frozen=True)
class Step:
    """name: what the person did ("Chest ease 96 → 104 mm"); gesture: steps of one drag share it and merge."""

    name: str
    before: DesignState
    after: DesignState
    gesture: str = ""

    @property
    def lays(self) -> bool:
        """Pieces were laid elsewhere on the table and nothing else: undone like any step, but no revision."""
        laid = self.before.table != self.after.table
        return laid and replace(self.before, table=self.after.table) == self.after


class UndoStack:
    """Unlimited named undo and redo. States are immutable, so a step is a pair of references."""

    def __init__(self, state: DesignState) -> None:
        self._state = state
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def state(self) -> DesignState:
        return self._state

    @property
    def undo_name(self) -> str | None:
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        return self._undone[-1].name if self._undone else None

    @property
    def gesture(self) -> str:
        """The gesture of the last step; "" for none."""
        return self._done[-1].gesture if self._done else ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step between the start and here, oldest first."""
        return tuple(self._done)

    @property
    def revision(self) -> int:
        """Number of steps between the start and here that changed the design."""
        return len(self.revisions)

    @property
    def revisions(self) -> tuple[Step, ...]:
        """Steps that changed the design, oldest first."""
        return tuple(step for step in self._done if not step.lays)

    def push(self, name: str, after: DesignState, gesture: str = "") -> None:
        """Take a step. Steps of the same non-empty gesture merge into one; no change is no step."""
        if after == self._state:
            return
        before = self._state
        if gesture and self._done and self._done[-1].gesture == gesture:
            before = self._done.pop().before
        self._done.append(Step(name, before, after, gesture))
        self._undone.clear()
        self._state = after

    def undo(self) -> str | None:
        """Go one step back; the name of what was undone."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        self._state = step.before
        return step.name

    def redo(self) -> str | None:
        """Go one step forward; the name of what was done again."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        self._state = step.after
        return step.name
