"""Cards that sit where the work is: a problem with its ways out, an edit that needs a decision, restored work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core.edit import Conflict
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio.remedies import Remedy
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.chips import FlowLayout
from ampc_desktop.ui.widgets.marks import IconMark, StatusMark
from ampc_desktop.ui.widgets.text import button, icon_button, label

INDENT = 24


class NoticeCard(QFrame):
    """Mark, one line what, lines below it, buttons, and a cross. Emits `dismissed`."""

    dismissed = Signal()

    def __init__(self, title: str, tone: str, mark: QWidget) -> None:
        super().__init__()
        self.setObjectName("problem")
        self.setProperty("tone", tone)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(12, 8, 8, 8)
        self._outer.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(mark)
        what = label(title, tokens.BODY_STRONG)
        what.setWordWrap(True)
        head.addWidget(what, 1)
        head.addWidget(icon_button("close", "Dismiss", self.dismissed.emit))
        self._outer.addLayout(head)

    def add_line(self, text: str, tone: str = "t2", mono: bool = False) -> None:
        if text:
            line = label(text, tokens.LABEL, tone, mono)
            line.setWordWrap(True)
            line.setContentsMargins(INDENT, 0, 0, 0)
            self._outer.addWidget(line)

    def add_buttons(self, choices: Sequence[tuple[str, Callable[[], object]]]) -> None:
        if choices:
            holder = QWidget()
            flow = FlowLayout(holder, 6)
            flow.setContentsMargins(INDENT, 4, 0, 4)
            for words, act in choices:
                flow.addWidget(button(words, act))
            self._outer.addWidget(holder)

    def add_foot(self, code: str, words: str, act: Callable[[], object]) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(INDENT, 0, 0, 0)
        foot.addWidget(label(code, tokens.CAPTION, "t3", mono=True))
        foot.addStretch(1)
        foot.addWidget(button(words, act, flat=True))
        self._outer.addLayout(foot)


class ProblemCard(NoticeCard):
    """Emits `chosen` with a remedy; `Copy details` puts the whole sentence and its code on the clipboard."""

    chosen = Signal(object)

    def __init__(self, problem: Problem, ways_out: Sequence[Remedy] = ()) -> None:
        refusal = problem.kind is Kind.NO
        super().__init__(
            problem.what[:1].upper() + problem.what[1:],
            "warn" if refusal else "err",
            StatusMark("warn" if refusal else "fail"),
        )
        self.setAccessibleName(f"Problem: {problem.sentence}")
        self.add_line(problem.where)
        self.add_line(problem.remedy[:1].upper() + problem.remedy[1:], "t1")
        self.add_buttons([(one.words, lambda one=one: self.chosen.emit(one)) for one in ways_out])  # type: ignore[misc]
        details = f"{problem.sentence}\n{problem.code}"
        self.add_foot(problem.code, "Copy details", lambda: QApplication.clipboard().setText(details))


class ConflictCard(NoticeCard):
    """An edit that no longer applies. Emits `dropped` with its id; dismissing keeps it for later."""

    dropped = Signal(str)

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        first, count = conflicts[0], len(conflicts)
        title = "1 edit needs a decision" if count == 1 else f"{count} edits need a decision"
        super().__init__(title, "warn", StatusMark("warn"))
        edit = first.edit
        self.setAccessibleName(f"{title}: {first.reason}")
        self.add_line(first.reason[:1].upper() + first.reason[1:], "t1")
        self.add_line(f"{edit.kind.replace('_', ' ').capitalize()}, {edit.piece} {edit.item}")
        said = [part for part in (edit.author, edit.at[:16].replace("T", " "), edit.reason) if part]
        self.add_line(", ".join(said))
        self.add_buttons(
            [("Keep for later", self.dismissed.emit), ("Drop the edit", lambda: self.dropped.emit(edit.id))]
        )
        self.add_line("Release waits until decided.", "warn")


class RestoredCard(NoticeCard):
    """Work of a sitting that ended without being closed. Emits `opened`."""

    opened = Signal()

    def __init__(self, at: str, customer: str, words: str) -> None:
        super().__init__(f"Restored to {at}", "info", IconMark("history"))
        self.setAccessibleName(f"Restored to {at}: {words}")
        self.add_line("The studio closed unexpectedly. Nothing was lost.")
        self.add_line(f"{customer}: “{words if len(words) < 120 else words[:117] + '…'}”", "t1")
        self.add_buttons([("Open it", self.opened.emit), ("Dismiss", self.dismissed.emit)])
