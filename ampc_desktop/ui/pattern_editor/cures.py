"""Cures of open checks, searched off the window's thread, and the words of their buttons."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import Fix, fixes, piece_words, uncapped


class CureSearch(QObject):
    """`search` tries the edits that would cure each check; `found` brings (check, its Fixes) to the window's thread.

    Some cures are searched for seconds. Checks of a newer pattern end an older search.
    """

    found = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._turn = 0

    def search(self, pattern: Pattern, checks: Sequence[CheckResult]) -> None:
        self._turn += 1
        if checks:
            work = threading.Thread(target=self._work, args=(self._turn, pattern, tuple(checks)), daemon=True)
            work.name = "cures"
            work.start()

    def _work(self, turn: int, pattern: Pattern, checks: Sequence[CheckResult]) -> None:
        for check in checks:
            cures = fixes(pattern, check)
            if turn != self._turn:
                return
            try:
                self.found.emit(check, cures)
            except RuntimeError:  # the window was closed meanwhile
                return


def button_words(pattern: Pattern, cures: Sequence[Fix]) -> list[str]:
    """What stands on the button of each cure; those that would be called alike get their piece, then their place."""
    words = [fix.words for fix in cures]
    for place in (_piece, _along):
        alike = {text for text, times in Counter(words).items() if times > 1}
        words = [
            f"{text}, {place(pattern, fix)}" if text in alike else text for text, fix in zip(words, cures, strict=True)
        ]
    return words


def _piece(pattern: Pattern, fix: Fix) -> str:
    return uncapped(piece_words(pattern, fix.edits[0].piece))


def _along(pattern: Pattern, fix: Fix) -> str:
    edit = fix.edits[0]
    if edit.kind == "move_notch":
        return f"at {format_mm(pattern.piece(edit.piece).notch(edit.item).at_mm)} mm"
    return edit.item
