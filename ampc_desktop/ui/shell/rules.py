"""Alteration rules in the window: those acting on this design, those of the house, one that corrections propose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core.block import AlterationRule
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.learning import Proposal
from ampc_desktop.ui.shell.dialogs import Dialog
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.marks import IconMark
from ampc_desktop.ui.widgets.problem import NoticeCard
from ampc_desktop.ui.widgets.text import button, label


def when(rule: AlterationRule) -> str:
    """Which bodies a rule is for: "bust from 1 041 mm"."""
    measure = rule.measure.replace("_", " ").replace(" - ", " − ")
    if rule.low is not None:
        return f"{measure} from {format_mm(rule.low)} mm"
    if rule.high is not None:
        return f"{measure} below {format_mm(rule.high)} mm"
    return f"follows {measure}, block {format_mm(rule.reference)} mm" if measure else "on every body"


def what(rule: AlterationRule) -> str:
    """What a rule does: its numbers."""
    said = [f"{name.removesuffix('_mm').replace('_', ' ')} {float(value):+.1f} mm"
            for name, value in rule.edit.values.items()
            if not isinstance(value, str) and name not in rule.gain]  # fmt: skip
    said += [f"{name.removesuffix('_mm').replace('_', ' ')} {gain:+.2f} mm a mm" for name, gain in rule.gain.items()]
    return ", ".join(said).replace("-", "−")


class RuleCard(NoticeCard):
    """A rule that like corrections support. Emits `accepted` or `refused`; dismissing asks again at the next order."""

    accepted = Signal()
    refused = Signal()

    def __init__(self, proposal: Proposal, garment: str, words: str) -> None:
        title = f"{proposal.bodies} like corrections on different bodies"
        super().__init__(title, "info", IconMark("history"))
        rule = proposal.rule
        self.setAccessibleName(f"{title}: {words}")
        self.add_line(f"{garment}: {words}", "t1")
        self.add_line(f"Would act where {when(rule)}" if rule.measure else "Would act on every body")
        self.add_line(f"Right on {proposal.right} of {proposal.fired} orders it was not learned from")
        self.add_buttons(
            [("Make it a rule", self.accepted.emit), ("Not now", self.dismissed.emit), ("Never", self.refused.emit)]
        )


class RulesDialog(Dialog):
    """Rules acting on the present design, to be dropped here, and all rules of the house, to be retired."""

    def __init__(
        self,
        parent: QWidget,
        acting: Sequence[AlterationRule],
        house: Sequence[AlterationRule],
        drop: Callable[[str], None],
        retire: Callable[[str], None],
    ) -> None:
        super().__init__(parent, "Alteration rules", 600)
        for title, rules, words, act in (
            ("On this design", acting, "Drop here", drop),
            ("Of the house", house, "Retire", retire),
        ):
            self.body.addWidget(label(title, tokens.BODY_STRONG))
            for rule in rules:
                self.body.addWidget(self._row(rule, words, act))
            if not rules:
                none = "No rule acts on this body." if act is drop else "None yet. Like corrections will propose some."
                self.body.addWidget(label(none, tokens.LABEL, "t2"))
            self.body.addSpacing(8)
        self.buttons.addWidget(button("Close", self.reject))

    def _row(self, rule: AlterationRule, words: str, act: Callable[[str], None]) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 4, 0, 4)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(rule.label, tokens.BODY))
        for text in (f"{when(rule)}; {what(rule)}", rule.basis):
            said = label(text, tokens.LABEL, "t2")
            said.setWordWrap(True)
            column.addWidget(said)
        line.addLayout(column, 1)

        def done() -> None:
            act(rule.id)
            holder.setEnabled(False)

        chosen = button(words, done)
        chosen.setAccessibleName(f"{words}: {rule.label}")
        line.addWidget(chosen)
        return holder
