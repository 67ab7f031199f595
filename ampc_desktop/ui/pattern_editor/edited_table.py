"""A pattern table whose pieces can be edited: edits are tried on what is shown, then taken as a step or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio import editing
from ampc_desktop.ui.pattern_editor.table_view import TableView

REFUSED_MS = 2600


class EditedTable(TableView):
    """Emits `committed` with edits to take as one step, `refused` with why edits can't be made."""

    committed = Signal(object, str)
    """(tuple of PatternEdit, gesture): steps of one gesture make one step."""
    previewed = Signal(object)
    """The pattern as a drag would leave it."""
    refused = Signal(str)
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.refusal = ""
        self._next_edit = "e1"
        self._flash = QTimer(self, singleShot=True, interval=REFUSED_MS)
        self._flash.timeout.connect(self._forget_refusal)

    @property
    def busy(self) -> bool:
        """In the middle of a drag or the like."""
        return False

    def refresh(self) -> None:
        """Draw anew what lies over the pieces."""

    def _changed(self) -> None:
        """Another pattern lies on the table."""

    def show_preview(self, edits: Sequence[PatternEdit]) -> Pattern | None:
        """Draw the pattern as edits would leave it; None, with `refusal` saying why, when they can't be applied."""
        found = editing.preview(self.pattern, self._numbered(edits))
        if found.conflicts:
            self.refusal = found.conflicts[0].reason
            return None
        self.refusal = ""
        self._draw_live(found.pattern)
        self.previewed.emit(found.pattern)
        return found.pattern

    def _draw_live(self, pattern: Pattern) -> None:
        for piece in pattern.pieces:
            item = self._items.get(piece.id)
            if item is not None:
                item.set_piece(piece)

    def drop_preview(self) -> None:
        """The pattern as it is."""
        self.refusal = ""
        self._draw_live(self.pattern)
        self.refresh()

    def commit(self, edits: Sequence[PatternEdit], gesture: str = "") -> bool:
        """Take edits as one step; refused ones change nothing and say why. True when taken."""
        if not edits:
            return False
        edits = self._numbered(edits)
        found = editing.preview(self.pattern, edits)
        if found.conflicts:
            self.drop_preview()
            self.refuse(found.conflicts[0].reason)
            return False
        self.refusal = ""
        self.show_pattern(found.pattern, self._known)
        self._changed()
        self._next_edit = f"e{int(edits[-1].id[1:]) + 1}"
        self.committed.emit(tuple(edits), gesture)
        self.chosen_changed.emit()
        return True

    def _numbered(self, edits: Sequence[PatternEdit]) -> list[PatternEdit]:
        """Edits with the ids they will get: what they make is named after them."""
        first = int(self._next_edit[1:])
        return [replace(edit, id=f"e{first + i}") for i, edit in enumerate(edits)]

    def refuse(self, reason: str) -> None:
        """Say for a while why something was not done."""
        self.refusal = reason
        self._flash.start()
        self.refused.emit(reason)
        self.refresh()

    def _forget_refusal(self) -> None:
        if not self.busy:
            self.refusal = ""
            self.refresh()
