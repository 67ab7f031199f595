"""Workspace 1, Co-design: conversation and parameters left, design in the middle, price and inspector right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from ampc_desktop.studio import inspect
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.conversation.panel import ConversationPanel
from ampc_desktop.ui.design_canvas.canvas import DesignCanvas
from ampc_desktop.ui.parameters.panel import ParametersPanel
from ampc_desktop.ui.summary.card import Inspector, SummaryCard
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import button, label


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
        self.modes = Segmented([("flat", "Flat"), ("tile", "Tile")], "What the canvas shows", compact=False)
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
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(tokens.PAD, tokens.PAD, tokens.PAD, tokens.PAD)
        self.release_button = button("Release order", self.release.emit, primary=True, icon="package")
        self.release_button.setToolTip("Nest, check and write the order package  Ctrl Enter")
        buttons.addWidget(self.release_button, 1)
        stack.addWidget(foot)
        self.right.setMinimumWidth(280)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.left, middle, self.right):
            self.across.addWidget(widget)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([364, 916, 320])
        for splitter in (self.left, self.across):
            splitter.setHandleWidth(tokens.GUTTER)
            splitter.setChildrenCollapsible(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.across)
        self.canvas.piece_picked.connect(self._pick)

    def show_snapshot(self, shot: Snapshot) -> None:
        self._shot = shot
        begun = bool(shot.state.conversation) or bool(shot.state.requirement.slots)
        self._centre.setCurrentWidget(self.canvas if begun else self.empty)
        self.canvas.show_snapshot(shot)
        self.parameters.show_snapshot(shot)
        self.conversation.show_snapshot(shot)
        self.summary.show_snapshot(shot)
        self.scale.setText(self.canvas.scale_text)
        self._inspect()
        failed = shot.readiness is not None and shot.readiness.status == "substantial"
        blocked = failed or shot.problem is not None or shot.pattern is None or not begun
        self.release_button.setEnabled(not blocked)
        why = "A failed check blocks release" if failed else "Describe a garment first"
        self.release_button.setToolTip(why if blocked else "Nest, check and write the order package  Ctrl Enter")

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
