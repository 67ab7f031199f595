"""Workspace 3, Pattern: pieces and layers left, canvas in the middle, inspector and readiness right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.edit import Conflict
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import inspect
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas
from ampc_desktop.ui.pattern_editor.lists import LayersPanel, PiecesPanel, ReadinessPanel
from ampc_desktop.ui.summary.inspector import Inspector
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.notices import Notices
from ampc_desktop.ui.widgets.problem import ConflictCard
from ampc_desktop.ui.widgets.text import button, icon_button, label


class PatternWorkspace(QWidget):
    """Emits pointer(x, y) in millimetres over the canvas, and edit_dropped with the id of an edit given up."""

    pointer = Signal(float, float)
    edit_dropped = Signal(str)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shot: Snapshot | None = None
        self.canvas = PatternCanvas()
        self.notices = Notices(self.canvas)
        self._kept_for_later: tuple[str, ...] = ()
        self.pieces = PiecesPanel()
        self.layers = LayersPanel(self.canvas.hidden_layers())
        self.inspector = Inspector()
        self.readiness = ReadinessPanel()
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.pieces)
        left.addWidget(self.layers)
        left.setStretchFactor(0, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.inspector)
        right.addWidget(self.readiness)
        right.setSizes([420, 480])
        middle = QFrame()
        middle.setObjectName("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.empty = EmptyState(
            "No pattern yet",
            "Describe a garment and its pattern is drafted for this body.",
            (
                ("Describe a garment", lambda: self.wanted.emit("conversation")),
                ("Open", lambda: self.wanted.emit("open")),
            ),
        )
        self._centre = QStackedLayout()
        self._centre.addWidget(self.canvas)
        self._centre.addWidget(self.empty)
        column.addLayout(self._centre, 1)
        column.addWidget(self._foot())
        across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (left, middle, right):
            across.addWidget(widget)
        across.setStretchFactor(1, 1)
        across.setSizes([240, 1000, 340])
        for splitter in (left, right, across):
            splitter.setHandleWidth(tokens.GUTTER)
            splitter.setChildrenCollapsible(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(across)
        self.pieces.picked.connect(lambda piece: self._select(piece, ""))
        self.layers.toggled.connect(self._toggle)
        self.canvas.selected.connect(self._selected)
        self.canvas.pointer_moved.connect(self._pointer)
        self.canvas.zoomed.connect(self._zoomed)
        self.readiness.picked.connect(self.show_check)

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(40)
        line = QHBoxLayout(foot)
        line.setContentsMargins(tokens.PAD, 0, tokens.PAD, 0)
        line.setSpacing(4)
        line.addWidget(icon_button("zoom_out", "Zoom out", lambda: self.canvas.zoom(1 / 1.25), "−"))
        self._zoom = label("100 %", tokens.LABEL_VALUE)
        self._zoom.setFixedWidth(56)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(self._zoom)
        line.addWidget(icon_button("zoom_in", "Zoom in", lambda: self.canvas.zoom(1.25), "+"))
        line.addWidget(icon_button("fit", "Fit all", lambda: self.canvas.fit(), "Home"))
        line.addWidget(button("1 : 1", self.canvas.true_size, flat=True))
        line.addSpacing(12)
        self._at = label("x –  y – mm", tokens.LABEL_VALUE, "t2")
        line.addWidget(self._at)
        line.addStretch(1)
        self._note = label("", tokens.LABEL, "t2")
        line.addWidget(self._note)
        return foot

    def show_snapshot(self, shot: Snapshot) -> None:
        self._shot = shot
        self.canvas.show_snapshot(shot)
        if shot.pattern is not None:
            self.pieces.show_pattern(shot.pattern, shot.readiness)
            self.pieces.select(self.canvas.selection[0])
            self._inspect(*self.canvas.selection)
        if shot.readiness is not None:
            self.readiness.show_readiness(shot.readiness)
        begun = bool(shot.state.conversation) or bool(shot.state.requirement.slots)
        self._centre.setCurrentWidget(self.canvas if begun else self.empty)
        if shot.edited is not None:
            applied, open_edits = len(shot.edited.applied), len(shot.edited.conflicts)
            conflict = f", {open_edits} in conflict" if open_edits else ", none in conflict"
            self._note.setText(f"Edits {applied + open_edits}{conflict}")
            self._show_conflicts(shot.edited.conflicts)

    def _show_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """A card for edits that no longer apply, until they are decided or kept for later."""
        ids = tuple(one.edit.id for one in conflicts)
        if not ids or ids == self._kept_for_later:
            self.notices.show_card("conflict", None)
            return
        card = ConflictCard(conflicts)
        card.dropped.connect(self.edit_dropped)
        card.dismissed.connect(lambda: self._keep_for_later(ids))
        self.notices.show_card("conflict", card)

    def _keep_for_later(self, ids: tuple[str, ...]) -> None:
        self._kept_for_later = ids
        self.notices.show_card("conflict", None)

    def show_check(self, check: CheckResult) -> None:
        """Light the place of a check on the canvas."""
        self.canvas.show_check(check)
        if self._shot is not None and self._shot.pattern is not None and check.where.piece:
            self._inspect(check.where.piece, check.where.item.split(":")[0])

    def _select(self, piece: str, edge: str) -> None:
        self.canvas.select(piece, edge)
        self._selected(piece, edge)

    def _selected(self, piece: str, edge: str) -> None:
        self.pieces.select(piece)
        self._inspect(piece, edge)

    def _inspect(self, piece_id: str, edge_id: str) -> None:
        shot = self._shot
        if shot is None or shot.pattern is None:
            return
        piece = next((p for p in shot.pattern.pieces if p.id == piece_id), None)
        if piece is None:
            self.inspector.show_rows("Pattern", f"{len(shot.pattern.pieces)} pieces", inspect.design_rows(shot)[:1])
            return
        edge = next((e for e in piece.edges if e.id == edge_id), None)
        if edge is None:
            self.inspector.show_rows(piece.label or piece.name, "piece", inspect.piece_rows(shot.pattern, piece))
        else:
            rows = inspect.edge_rows(shot.pattern, piece, edge)
            self.inspector.show_rows(f"{piece.label or piece.name}, {edge.id}", "edge", rows)

    def _toggle(self, layer: str, on: bool) -> None:
        self.canvas.set_layer(layer, on)
        if layer == "print" and self._shot is not None:
            self.canvas.show_snapshot(self._shot)

    def _pointer(self, x: float, y: float) -> None:
        self._at.setText(f"x {format_mm(x)}  y {format_mm(y)} mm")
        self.pointer.emit(x, y)

    def _zoomed(self, scale: float) -> None:
        dots = self.canvas.logicalDpiX() / 25.4
        self._zoom.setText(f"{100 * scale / dots:.0f} %")

    def focus_piece(self, piece: str) -> QPointF:
        """Select a piece and give the position of its middle in the canvas."""
        self._select(piece, "")
        return self.canvas.piece_position(piece)
