"""Problem card: what is wrong, where, and the way out; it sits where the work is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.text import button, icon_button, label


class ProblemCard(QFrame):
    """Emits `dismissed`; `Copy details` puts the whole sentence and its code on the clipboard."""

    dismissed = Signal()

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.setObjectName("problem")
        self.setProperty("tone", "warn" if problem.kind is Kind.NO else "err")
        self.setAccessibleName(f"Problem: {problem.sentence}")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 10, 8, 10)
        outer.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(StatusMark("warn" if problem.kind is Kind.NO else "fail"))
        what = label(problem.what[:1].upper() + problem.what[1:], tokens.BODY_STRONG)
        what.setWordWrap(True)
        head.addWidget(what, 1)
        head.addWidget(icon_button("close", "Dismiss", self.dismissed.emit))
        outer.addLayout(head)
        for text, tone in ((problem.where, "t2"), (problem.remedy[:1].upper() + problem.remedy[1:], "t1")):
            if text:
                line = label(text, tokens.LABEL, tone)
                line.setWordWrap(True)
                line.setContentsMargins(24, 0, 0, 0)
                outer.addWidget(line)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 0, 0)
        foot.addWidget(label(problem.code, tokens.CAPTION, "t3", mono=True))
        foot.addStretch(1)
        details = f"{problem.sentence}\n{problem.code}"
        foot.addWidget(button("Copy details", lambda: QApplication.clipboard().setText(details), flat=True))
        outer.addLayout(foot)
