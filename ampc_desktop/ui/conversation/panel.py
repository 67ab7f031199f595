"""Conversation panel: turns, understood chips with provenance, one question, and the line to type in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Question
from ampc_desktop.studio.remedies import EXAMPLES, Remedy
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.state import DesignState, Turn
from ampc_desktop.studio.wording import understood
from ampc_desktop.ui.theme import icons, tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.chips import Chip, FlowLayout
from ampc_desktop.ui.widgets.marks import SourceMark
from ampc_desktop.ui.widgets.panel import Panel, clear
from ampc_desktop.ui.widgets.problem import ProblemCard
from ampc_desktop.ui.widgets.text import Undoable, button, icon_button, label


class SayField(Undoable):
    """One line; Enter sends, Up recalls what was said."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Describe a garment or a change")
        self.setAccessibleName("Describe a garment or a change")
        self.setFont(font(tokens.BODY))
        self.setFixedHeight(tokens.ACTION)
        self.setMaxLength(100_000)
        self._history: list[str] = []
        self._at = 0
        self.returnPressed.connect(self.send)

    def send(self) -> None:
        text = self.text()
        if text.strip() and text not in self._history[-1:]:
            self._history.append(text)
        self._at = len(self._history)
        self.said.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not self._history:
            super().keyPressEvent(event)
            return
        self._at = min(len(self._history), max(0, self._at + step))
        self.setText(self._history[self._at] if self._at < len(self._history) else "")


class ConversationPanel(Panel):
    """Emits `said` with a sentence, `chip_picked` with a slot, `answered` with (slot, value), `chosen` with a remedy.

    The newest line stays in view until the person scrolls away from it.
    """

    said = Signal(str)
    chip_picked = Signal(str)
    answered = Signal(str, str)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Conversation", scrolling=True)
        self._turns = QVBoxLayout()
        self._turns.setSpacing(8)
        self.body.addLayout(self._turns)
        self._chips_head = QWidget()
        head = QHBoxLayout(self._chips_head)
        head.setContentsMargins(0, 12, 0, 4)
        head.setSpacing(4)
        head.addWidget(label("Understood", tokens.LABEL, "t2"))
        head.addStretch(1)
        for source, word in (("said", "said"), ("inferred", "inferred"), ("default", "assumed")):
            head.addWidget(SourceMark(source))  # type: ignore[arg-type]
            head.addWidget(label(word, tokens.CAPTION, "t2"))
        self.body.addWidget(self._chips_head)
        self._chips_holder = QWidget()
        self._chips = FlowLayout(self._chips_holder, 6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._chips_holder.setSizePolicy(policy)
        self.body.addWidget(self._chips_holder)
        self._question = QVBoxLayout()
        self._question.setSpacing(6)
        self.body.addLayout(self._question)
        self._problem = QVBoxLayout()
        self._follow = True
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_end)
        bar.actionTriggered.connect(self._scrolled)
        self.body.addLayout(self._problem)
        self.body.addStretch(1)
        self.field = SayField()
        self.field.said.connect(self.said)
        send = icon_button("send", "Send", self.field.send, "Enter")
        foot = QFrame()
        line = QHBoxLayout(foot)
        line.setContentsMargins(tokens.PAD, 8, tokens.PAD, tokens.PAD)
        line.setSpacing(4)
        line.addWidget(self.field)
        line.addWidget(send)
        outer = self.layout()
        assert outer is not None
        outer.addWidget(foot)
        self._shown: tuple[Turn, ...] = ()
        self._chip_texts: list[tuple[str, str, str]] = []
        self._chips_head.hide()

    def show_state(self, state: DesignState, question: Question | None) -> None:
        """Turns and the next question."""
        if state.conversation != self._shown:
            self._show_turns(state.conversation)
        clear(self._question)
        if question is not None:
            self._ask(
                question.text,
                [(words, partial(self.answered.emit, question.slot, value)) for value, words in question.choices],
            )
        elif not state.conversation:
            self._ask(
                "Say what it shall be, or begin with one of these:",
                [(f"“{text}”", partial(self.said.emit, text)) for text in EXAMPLES],
            )

    def _ask(self, text: str, answers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """A line and its answers as buttons."""
        words = label(text, tokens.BODY)
        words.setWordWrap(True)
        words.setContentsMargins(0, 12, 0, 2)
        self._question.addWidget(words)
        holder = QWidget()
        flow = FlowLayout(holder, 6)
        for answer, act in answers:
            flow.addWidget(button(answer, act))
        self._question.addWidget(holder)

    def show_snapshot(self, shot: Snapshot) -> None:
        """Chips of what is understood, with where each value comes from."""
        chips = understood(shot)
        self._chips_head.setVisible(bool(chips) and bool(shot.state.conversation))
        wanted = [(c.slot, c.text, c.source) for c in chips] if shot.state.conversation else []
        if wanted == self._chip_texts:
            return
        self._chip_texts = wanted  # type: ignore[assignment]
        clear(self._chips)
        for one in chips if shot.state.conversation else ():
            chip = Chip(one.slot, one.text, one.source, one.tip)
            chip.clicked.connect(self.chip_picked)
            self._chips.addWidget(chip)
            chip.show()
        self._chips_holder.updateGeometry()

    def show_problem(self, problem: Problem | None, ways_out: Sequence[Remedy] = ()) -> None:
        clear(self._problem)
        if problem is not None:
            card = ProblemCard(problem, ways_out)
            card.dismissed.connect(lambda: self.show_problem(None))
            card.chosen.connect(self.chosen)
            self._problem.addSpacing(8)
            self._problem.addWidget(card)
            self._to_end()

    def _show_turns(self, turns: tuple[Turn, ...]) -> None:
        same = 0
        while same < min(len(turns), len(self._shown)) and turns[same] == self._shown[same]:
            same += 1
        while self._turns.count() > same:
            item = self._turns.takeAt(self._turns.count() - 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for turn in turns[same:]:
            self._turns.addWidget(turn_widget(turn))
        self._shown = turns
        self._to_end()

    def _to_end(self) -> None:
        """Now, and again whenever the layout has grown."""
        self._follow = True
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _keep_end(self, low: int, high: int) -> None:
        if self._follow:
            self.area.verticalScrollBar().setValue(high)

    def _scrolled(self, action: int) -> None:
        bar = self.area.verticalScrollBar()
        self._follow = bar.sliderPosition() >= bar.maximum() - 8


def turn_widget(turn: Turn) -> QWidget:
    """One turn: the customer's in a tinted bubble to the right, the studio's plain, the panel's as a log line."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    if turn.speaker == "panel":
        line.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("panel_change", 14))
        line.addWidget(mark)
        line.addWidget(label(turn.text, tokens.LABEL, "t2"))
        line.addStretch(1)
        line.addWidget(label(turn.at, tokens.CAPTION, "t3"))
        return holder
    text = label(turn.text if len(turn.text) <= 600 else turn.text[:600] + " …", tokens.BODY)
    text.setWordWrap(True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    text.setAccessibleName(f"{turn.speaker}: {turn.text[:600]}")
    if turn.speaker == "customer":
        text.setObjectName("bubble")
        line.addSpacing(24)
        line.addWidget(text, 1)
    else:
        line.addWidget(text, 1)
    return holder
