"""Workspace 1, Co-design: conversation and parameters left, design in the middle, price and inspector right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from ampc_desktop.studio import inspect
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.conversation.panel import ConversationPanel
from ampc_desktop.ui.design_canvas.canvas import DesignCanvas
from ampc_desktop.ui.parameters.panel import ParametersPanel
from ampc_desktop.ui.shell.stage import Stage
from ampc_desktop.ui.summary.card import SummaryCard
from ampc_desktop.ui.summary.inspector import Inspector
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.notices import Notices
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, button, label

BOTH_PX = 1430
"""From this width design and try-on are shown side by side."""


class CodesignWorkspace(QWidget):
    """Emits `release`, and `wanted` with the id of an action."""

    release = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.conversation = ConversationPanel()
        self.parameters = ParametersPanel()
        self.canvas = DesignCanvas()
        self.summary = SummaryCard()
        self.inspector = Inspector()
        self._shot: Snapshot | None = None
        self._piece = ""
        self._releasing = False
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.addWidget(self.conversation)
        self.left.addWidget(self.parameters)
        self.left.setSizes([480, 420])
        middle = QFrame()
        middle.setObjectName("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(tokens.HEADER + 4)
        line = QHBoxLayout(head)
        line.setContentsMargins(tokens.PAD, 0, tokens.PAD, 0)
        line.setSpacing(12)
        line.addWidget(label("Design", tokens.BODY_STRONG))
        self.modes = Segmented(
            [("flat", "Flat"), ("pieces", "Pieces"), ("tile", "Tile")], "What the canvas shows", compact=False
        )
        self.modes.chosen.connect(self.canvas.set_mode)
        line.addWidget(self.modes)
        line.addStretch(1)
        self.scale = label("", tokens.LABEL_VALUE, "t2")
        line.addWidget(self.scale)
        column.addWidget(head)
        self.empty = EmptyState(
            "No garment yet",
            "Say what it shall be: garment, fit, colour, print.",
            (
                ("Describe a garment", lambda: self.wanted.emit("conversation")),
                ("Open", lambda: self.wanted.emit("open")),
                ("Body measurements", lambda: self.wanted.emit("open_body")),
            ),
        )
        self._centre = QStackedLayout()
        self._centre.addWidget(self.empty)
        self._centre.addWidget(self.canvas)
        column.addLayout(self._centre, 1)
        self.right = QWidget()
        stack = QVBoxLayout(self.right)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(tokens.GUTTER)
        stack.addWidget(self.summary)
        stack.addWidget(self.inspector, 1)
        foot = QFrame()
        foot.setObjectName("panel")
        buttons = QVBoxLayout(foot)
        buttons.setContentsMargins(tokens.PAD, tokens.PAD, tokens.PAD, tokens.PAD)
        buttons.setSpacing(8)
        self.blocker = Elided("", tokens.LABEL, "t2")
        buttons.addWidget(self.blocker)
        self.release_button = button("Release order", self.release.emit, primary=True, icon="package")
        self.release_button.setToolTip("Nest, check and write the order package  Ctrl Enter")
        buttons.addWidget(self.release_button)
        stack.addWidget(foot)
        self.right.setMinimumWidth(280)
        self.stage = Stage(middle)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.left, self.stage, self.right):
            self.across.addWidget(widget)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([340, 940, 320])
        for splitter in (self.left, self.across):
            splitter.setHandleWidth(tokens.GUTTER)
            splitter.setChildrenCollapsible(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.across)
        self.notices = Notices(middle, tokens.HEADER + 16)
        self.canvas.piece_picked.connect(self._pick)
        self.canvas.scaled.connect(self.scale.setText)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stage.set_narrow(self.width() < BOTH_PX)

    def show_snapshot(self, shot: Snapshot) -> None:
        self._shot = shot
        begun = bool(shot.state.conversation) or bool(shot.state.requirement.slots)
        self._centre.setCurrentWidget(self.canvas if begun else self.empty)
        self.notices.raise_()
        self.canvas.show_snapshot(shot)
        self.parameters.show_snapshot(shot)
        self.conversation.show_snapshot(shot)
        self.summary.show_snapshot(shot)
        self._inspect()
        self._show_release()

    def set_releasing(self, on: bool) -> None:
        """The order is being written: one release at a time."""
        self._releasing = on
        self._show_release()

    def _show_release(self) -> None:
        blocker = release_blocker(self._shot)
        self.release_button.setEnabled(not blocker and not self._releasing)
        self.release_button.setText("Releasing" if self._releasing else "Release order")
        ready = "Nest, check and write the order package  Ctrl Enter"
        self.release_button.setToolTip("Progress and cancel are below" if self._releasing else blocker or ready)
        self.blocker.setText(blocker)
        self.blocker.setVisible(bool(blocker))

    def _pick(self, piece: str) -> None:
        self._piece = "" if piece == self._piece else piece
        self.canvas.light(self._piece)
        self._inspect()

    def _inspect(self) -> None:
        shot = self._shot
        if shot is None or shot.pattern is None:
            return
        piece = next((p for p in shot.pattern.pieces if p.id == self._piece), None)
        if piece is not None:
            count = shot.pattern.pieces.index(piece) + 1
            title = piece.label or piece.name.title()
            rows = inspect.piece_rows(shot.pattern, piece)
            self.inspector.show_rows(title, f"piece {count} of {len(shot.pattern.pieces)}", rows)
        elif shot.design is not None:
            self.inspector.show_rows(shot.design.label, f"for {shot.state.body.name}", inspect.design_rows(shot))


def release_blocker(shot: Snapshot | None) -> str:
    """Why this design can't be released, in words; empty when it can."""
    if shot is None or not (shot.state.conversation or shot.state.requirement.slots):
        return "Describe a garment first"
    if shot.problem is not None or shot.pattern is None:
        return "This design can't be made as it is"
    conflicts = len(shot.edited.conflicts) if shot.edited is not None else 0
    if conflicts:
        return f"Release waits: {conflicts} edit{'s need' if conflicts > 1 else ' needs'} a decision"
    failed = [check for check in shot.readiness.checks if check.status == "fail"] if shot.readiness else []
    return f"Release waits: {failed[0].name.lower()}" if failed else ""
