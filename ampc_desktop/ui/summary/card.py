"""Price, date and readiness card. Figures of an older state are dimmed and say so."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.order import CostGroup
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.snapshot import ALL_CHECKS, Snapshot
from ampc_desktop.studio.wording import day_text, passing_text
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import theme
from ampc_desktop.ui.widgets.bars import CostBar, ReadinessBar
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.text import Elided, button, label, rule, set_tone

LATE_MS = 400
"""Figures older than this while new ones are computed are dimmed; before that nothing flickers."""
GROUPS: tuple[tuple[CostGroup, str], ...] = (
    ("sewing", "Sewing"),
    ("fabric", "Fabric"),
    ("print", "Print"),
    ("cutting", "Cutting"),
    ("trims", "Trims"),
    ("overhead", "Overhead"),
)


class Swatch(QWidget):
    """A square in a category colour."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index
        self.setFixedSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().categories[self._index]))
        painter.drawRoundedRect(self.rect(), 1.5, 1.5)


class SummaryCard(Panel):
    """Emits `show_check` with the check a person wants to see."""

    show_check = Signal(object)

    def __init__(self) -> None:
        super().__init__(pad=16)
        top = QHBoxLayout()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2)
        right.setSpacing(2)
        left.addWidget(label("Price", tokens.LABEL, "t2"))
        price_line = QHBoxLayout()
        price_line.setSpacing(8)
        self.price = label("–", tokens.DISPLAY)
        self.price_doubt = label("", tokens.BODY, "t2")
        price_line.addWidget(self.price)
        price_line.addWidget(self.price_doubt, 0, Qt.AlignmentFlag.AlignBottom)
        price_line.addStretch(1)
        left.addLayout(price_line)
        self.price_note = label("", tokens.LABEL, "t2")
        left.addWidget(self.price_note)
        right.addWidget(label("Ready", tokens.LABEL, "t2"), 0, Qt.AlignmentFlag.AlignRight)
        self.date = label("–", tokens.HEADING)
        right.addWidget(self.date, 0, Qt.AlignmentFlag.AlignRight)
        self.days = label("", tokens.LABEL, "t2")
        right.addWidget(self.days, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        top.addLayout(left, 1)
        top.addLayout(right)
        self.body.addLayout(top)
        self.body.addSpacing(8)
        self.bar = CostBar()
        self.body.addWidget(self.bar)
        self.body.addSpacing(8)
        self._costs: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for i, (group, name) in enumerate(GROUPS):
            column = 4 * (i % 2)
            swatch = Swatch(i)
            value = label("", tokens.LABEL_VALUE)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._costs[group] = value
            grid.addWidget(swatch, i // 2, column)
            grid.addWidget(label(name, tokens.LABEL), i // 2, column + 1)
            grid.addWidget(value, i // 2, column + 2)
            grid.setColumnStretch(column + 2, 1)
        grid.setColumnMinimumWidth(3, 16)
        self.body.addLayout(grid)
        self.body.addSpacing(12)
        self.body.addWidget(rule())
        self.body.addSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label("Readiness", tokens.BODY_STRONG))
        head.addStretch(1)
        self.passed = label("", tokens.LABEL, "t2")
        head.addWidget(self.passed)
        self.body.addLayout(head)
        self.body.addSpacing(4)
        self.readiness = ReadinessBar()
        self.readiness.picked.connect(lambda i: self.show_check.emit(self._checks[i]))
        self.body.addWidget(self.readiness)
        self._worst = QVBoxLayout()
        self._worst.setContentsMargins(0, 8, 0, 0)
        self.body.addLayout(self._worst)
        self._checks: tuple[CheckResult, ...] = ()
        self._dimmed = False
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(lambda: self._dim("of the design before, computing"))

    def show_snapshot(self, shot: Snapshot) -> None:
        if shot.quote is not None:
            self._late.stop()
            self._show_price(shot)
        elif shot.problem is not None:
            self._late.stop()
            self._dim("of the last design that works", "warn")
        elif not self._late.isActive():
            self._late.start()
        if shot.readiness is not None:
            self._show_readiness(shot)
        elif shot.problem is not None:
            self.passed.setText("not checked")
            self.readiness.set_checks(())
            self._checks = ()
            self._show_worst()

    def _show_price(self, shot: Snapshot) -> None:
        quote, lead = shot.quote, shot.lead_time
        assert quote is not None
        sign = "≈ " if quote.estimated else ""
        self.price.setText(f"{sign}€{format_mm(quote.price_eur, 2)}")
        self.price.setAccessibleName(f"Price {sign}{quote.price_eur:.2f} euros")
        self.price_doubt.setText(f"± {quote.plus_minus_eur:.2f}" if quote.estimated else "")
        self.price_doubt.setToolTip(
            "80 % interval, from the estimate of the marker's length" if quote.estimated else ""
        )
        note, tone = price_note(shot)
        self.price_note.setText(note)
        set_tone(self.price_note, tone)
        if lead is not None:
            self.date.setText(day_text(lead.date))
            self.days.setText(f"{lead.days} working day{'s' if lead.days != 1 else ''}")
            self.days.setToolTip("\n".join(f"{what}: {days:.1f} d" for what, days in lead.parts))
        self.bar.set_parts([(name, quote.total(group)) for group, name in GROUPS])
        for group, _ in GROUPS:
            self._costs[group].setText(format_mm(quote.total(group), 2))
            lines = [line for line in quote.lines if line.group == group]
            self._costs[group].setToolTip("\n".join(f"{li.label}: €{li.eur:.2f}  {li.basis}" for li in lines))
        self._set_dim(False)

    def _dim(self, note: str, tone: str = "t2") -> None:
        """The figures stay, in a tone that says they are not of this design."""
        self.price_note.setText(note)
        set_tone(self.price_note, tone)
        self._set_dim(True)

    def _set_dim(self, dim: bool) -> None:
        if dim == self._dimmed:
            return
        self._dimmed = dim
        for text in (self.price, self.date, *self._costs.values()):
            set_tone(text, "t3" if dim else "t1")
        self.bar.set_dim(dim)

    def _show_readiness(self, shot: Snapshot) -> None:
        assert shot.readiness is not None
        self._checks = shot.readiness.checks
        waiting = ALL_CHECKS - len(self._checks)
        text = passing_text(self._checks)
        self.passed.setText(f"{text}, export after the drag" if shot.preview and waiting > 0 else text)
        self.readiness.set_checks(self._checks, waiting)
        self._show_worst()

    def _show_worst(self) -> None:
        clear(self._worst)
        open_checks = [c for c in self._checks if c.status == "fail"] + [c for c in self._checks if c.status == "warn"]
        for check in open_checks[:2]:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            line.addWidget(StatusMark(check.status), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(Elided(check.name, tokens.BODY_MEDIUM))
            words.addWidget(Elided(check.summary, tokens.LABEL, "t2"))
            line.addLayout(words, 1)
            line.addWidget(button("Show", partial(self.show_check.emit, check)))
            self._worst.addWidget(holder)


def price_note(shot: Snapshot) -> tuple[str, str]:
    """(words under the price, tone): what the price rests on."""
    assert shot.quote is not None
    if shot.preview:
        return "≈ while you drag" if shot.quote.estimated else "while you drag", "t2"
    if not shot.state.conversation and shot.design is not None:
        return f"{shot.design.label}, plain: nothing said yet", "t2"
    if shot.quote.estimated:
        return "≈ until the marker is nested", "t2"
    return "marker verified", "ok"
