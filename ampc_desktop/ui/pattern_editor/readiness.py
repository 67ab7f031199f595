"""Readiness beside the pattern canvas: what needs doing first, with a place and a cure, then what passes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ampc_desktop.core.block import Block
from ampc_desktop.core.check import CheckResult, Readiness
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import Fix
from ampc_desktop.studio.wording import passing_text
from ampc_desktop.ui.pattern_editor.cures import CureSearch, button_words
from ampc_desktop.ui.pattern_editor.lists import Row
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.chips import FlowLayout
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.panel import Panel
from ampc_desktop.ui.widgets.text import Elided, button, label

VALUE_WIDTH, LIMIT_WIDTH = 62, 42
CURE_WIDTH = 220
"""Words of a cure that are longer end in …; a wide button would push the panel out of the window."""
BLOCK_CHECK = "block.body"
AGED = 0.45
"""How strongly the checks of an older pattern are shown until the new ones come."""


class OpenCheck(QFrame):
    """A warning or failure: what, figures, cures and where. Emits shown, fixed (a Fix) and asked (a way out by id)."""

    shown = Signal()
    fixed = Signal(object)
    asked = Signal(str)

    def __init__(self, check: CheckResult) -> None:
        super().__init__()
        self.check = check
        self.setObjectName("card")
        self.setAccessibleName(f"Check {check.number}, {check.name}: {check.summary}")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(10, 8, 8, 6)
        outer.setSpacing(10)
        outer.addWidget(StatusMark(check.status), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Elided(check.name, tokens.LABEL_VALUE))
        words = label(check.summary[:1].upper() + check.summary[1:], tokens.LABEL, "t2")
        words.setWordWrap(True)
        column.addWidget(words)
        holder = QWidget()
        self._flow = FlowLayout(holder, 6)
        self._flow.setContentsMargins(0, 4, 0, 2)
        self._show = button("Show", self.shown.emit, flat=True)
        self._show.setFixedHeight(tokens.BAR_CONTROL)
        self._flow.addWidget(self._show)
        column.addWidget(holder)
        outer.addLayout(column, 1)

    def offer_ways(self, ways: Sequence[tuple[str, str]]) -> None:
        """Buttons, (id, words), of what cures it and is no edit; there is no place to show then."""
        for id, words in ways:
            way = button(words, lambda id=id: self.asked.emit(id))  # type: ignore[misc]
            way.setFixedHeight(tokens.BAR_CONTROL)
            self._flow.addWidget(way)
        self._show.setVisible(not ways)

    def offer(self, pattern: Pattern, cures: tuple[Fix, ...]) -> None:
        """Buttons of edits that would cure it."""
        for fix, words in zip(cures, button_words(pattern, cures), strict=True):
            cure = button(words, lambda fix=fix: self.fixed.emit(fix))  # type: ignore[misc]
            shown = cure.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, CURE_WIDTH)
            if shown != words:
                cure.setText(shown)
                cure.setAccessibleName(words)
                cure.setToolTip(words)
            cure.setFixedHeight(tokens.BAR_CONTROL)
            self._flow.addWidget(cure)
        self._flow.removeWidget(self._show)
        self._flow.addWidget(self._show)
        self.updateGeometry()


class ReadinessPanel(Panel):
    """The checks with value and limit; a click lights the place.

    Emits picked (check), fixed (a Fix) and block_asked (what is to be done about the block of the order).
    """

    picked = Signal(object)
    fixed = Signal(object)
    block_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Readiness", scrolling=True, pad=8)
        self._shown: Readiness | None = None
        self._pattern: Pattern | None = None
        self._open: list[OpenCheck] = []
        self._known: dict[CheckResult, tuple[Fix, ...]] = {}
        self._cures = CureSearch(self)
        self._cures.found.connect(self._offer)

    def show_readiness(self, readiness: Readiness, pattern: Pattern | None = None, block: Block | None = None) -> None:
        """Open checks first, each with the edits that would cure it, or the ways out of the order's block."""
        self.age(False)
        if readiness is self._shown:
            return
        if pattern is not self._pattern:
            self._known = {}
        self._shown, self._pattern, self._open = readiness, pattern, []
        order = {"fail": 0, "warn": 1, "skip": 3, "pass": 2}
        self.count.setText(passing_text(readiness.checks) if readiness.checks else "")
        inside, self.body = self._fresh()
        for check in sorted(readiness.checks, key=lambda c: (order[c.status], c.number)):
            if check.status in ("fail", "warn"):
                card = OpenCheck(check)
                self._open.append(card)
                card.shown.connect(lambda check=check: self.picked.emit(check))
                card.fixed.connect(self.fixed)
                if check.id == BLOCK_CHECK and block is not None:
                    card.offer_ways(ways_out(block, pattern))
                    card.asked.connect(self.block_asked)
                self.body.addWidget(card)
                self.body.addSpacing(6)
        if readiness.checks:
            self._list_passed(sorted(readiness.checks, key=lambda c: (order[c.status], c.number)))
        for card in self._open:
            if card.check in self._known and pattern is not None:
                card.offer(pattern, self._known[card.check])
        self._put(inside)
        if pattern is not None:
            self._cures.search(pattern, [card.check for card in self._open if card.check not in self._known])

    def age(self, old: bool) -> None:
        """The checks shown are of an older pattern: dimmed, until the new ones come."""
        inside = self.body.parentWidget()
        if inside is None or old == (inside.graphicsEffect() is not None):
            return
        effect = QGraphicsOpacityEffect(inside) if old else None
        if effect is not None:
            effect.setOpacity(AGED)
        inside.setGraphicsEffect(effect)  # type: ignore[arg-type]

    def _fresh(self) -> tuple[QWidget, QVBoxLayout]:
        """A list to be filled out of sight: the one before it stays until it is whole, so nothing is ever white."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(self.body.contentsMargins())
        column.setSpacing(0)
        return inside, column

    def _put(self, inside: QWidget) -> None:
        scrolled = self.area.verticalScrollBar().value()
        old = self.area.takeWidget()
        self.area.setWidget(inside)
        inside.show()
        self.area.verticalScrollBar().setValue(scrolled)
        old.deleteLater()

    def _list_passed(self, checks: Sequence[CheckResult]) -> None:
        head = QWidget()
        head.setFixedHeight(24)
        line = QHBoxLayout(head)
        line.setContentsMargins(34, 0, 8, 0)
        line.setSpacing(10)
        line.addWidget(label("Check", tokens.CAPTION, "t3"), 1)
        for name in ("Value", "Limit"):
            text = label(name, tokens.CAPTION, "t3")
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
            text.setFixedWidth(VALUE_WIDTH if name == "Value" else LIMIT_WIDTH)
            line.addWidget(text)
        self.body.addWidget(head)
        for check in checks:
            if check.status in ("pass", "skip"):
                self.body.addWidget(self._row(check))
        self.body.addStretch(1)

    def _offer(self, check: CheckResult, cures: tuple[Fix, ...]) -> None:
        card = next((card for card in self._open if card.check is check), None)
        if card is not None and self._pattern is not None:
            self._known[check] = cures
            card.offer(self._pattern, cures)

    def _row(self, check: CheckResult) -> QWidget:
        row = Row(tokens.ROW)
        row.setAccessibleName(f"Check {check.number}, {check.name}: {check.summary}")
        row.setToolTip(f"{check.number}  {check.name}\n{check.topic}\n{check.summary}")
        row.line.addWidget(StatusMark(check.status))
        row.line.addWidget(Elided(check.name, tokens.LABEL), 1)
        widths = (VALUE_WIDTH, LIMIT_WIDTH)
        for (text, tone), width in zip(value_and_limit(check), widths, strict=True):
            number = label(text, tokens.LABEL_VALUE if tone == "t1" else tokens.LABEL, tone)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            number.setFixedWidth(width)
            number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            row.line.addWidget(number)
        row.clicked.connect(lambda: self.picked.emit(check))
        return row


def ways_out(block: Block, pattern: Pattern | None) -> tuple[tuple[str, str], ...]:
    """(id, words) of what can be done about a block that is not for this order."""
    drawn = block.fixed and pattern is not None and pattern.family == block.family
    made = (("made_for", "Made for another body…"),) if drawn else ()
    return (*made, ("leave", "Leave the block"))


def value_and_limit(check: CheckResult) -> list[tuple[str, str]]:
    """[(value with unit, tone), (limit, tone)] for a table row."""
    if check.status == "skip":
        return [("–", "t3"), ("", "t3")]
    decimals = 0 if check.unit in ("", "pieces", "count") else 2 if check.limit < 1 else 1
    unit = "°" if check.unit == "deg" else f" {check.unit}"
    value = f"{format_mm(check.value, decimals)}{unit}".strip()
    return [(value, "t1"), (format_mm(check.limit, decimals), "t3")]
