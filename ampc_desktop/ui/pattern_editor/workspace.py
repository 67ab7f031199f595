"""Workspace 3, Pattern: tool rail, pieces and layers, the canvas, inspector and readiness, revisions."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from ampc_desktop.core.check import CheckResult, Readiness
from ampc_desktop.core.edit import Conflict
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas
from ampc_desktop.ui.pattern_editor.inspector import PatternInspector
from ampc_desktop.ui.pattern_editor.lists import LayersPanel, PiecesPanel
from ampc_desktop.ui.pattern_editor.options_bar import OptionsBar
from ampc_desktop.ui.pattern_editor.picking import Target
from ampc_desktop.ui.pattern_editor.rail import ToolRail
from ampc_desktop.ui.pattern_editor.readiness import ReadinessPanel
from ampc_desktop.ui.pattern_editor.revisions import RevisionsPanel
from ampc_desktop.ui.pattern_editor.side_by_side import SideBySide
from ampc_desktop.ui.pattern_editor.walk_card import WalkCard
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.notices import Notices
from ampc_desktop.ui.widgets.problem import ConflictCard
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import button, icon_button, label

LOW_HEIGHT = 780
NO_PATTERN = Pattern("", "", "", (), ())
NOTHING_CHECKED = Readiness("ready", ())


class PatternWorkspace(QWidget):
    """Emits pointer(x, y) in millimetres over the canvas, edited (edits, gesture), edit_dropped with the id of an
    edit given up, block_asked with what is to be done about the block ("leave" or "made_for"), and wanted with an
    action."""

    pointer = Signal(float, float)
    edited = Signal(object, str)
    edit_dropped = Signal(str)
    block_asked = Signal(str)
    wanted = Signal(str)
    shown = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shot: Snapshot | None = None
        self.canvas = PatternCanvas()
        self.notices = Notices(self.canvas)
        self.walk_card = WalkCard(self.canvas)
        self._kept_for_later: tuple[str, ...] = ()
        self.bar = OptionsBar()
        self.rail = ToolRail()
        self.pieces = PiecesPanel()
        self.layers = LayersPanel(self.canvas.hidden_layers())
        self.inspector = PatternInspector()
        self.readiness = ReadinessPanel()
        self.revisions = RevisionsPanel()
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.pieces)
        left.addWidget(self.layers)
        left.setSizes([420, 380])
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.inspector)
        right.addWidget(self.readiness)
        right.setSizes([480, 400])
        self.side_panels = (left, right)
        across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (left, self._middle(), right):
            across.addWidget(widget)
        across.setStretchFactor(1, 1)
        across.setSizes([236, 980, 320])
        for splitter in (left, right, across):
            splitter.setHandleWidth(tokens.GUTTER)
            splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GUTTER)
        column.addWidget(self.bar)
        line = QHBoxLayout()
        line.setSpacing(tokens.GUTTER)
        line.addWidget(self.rail)
        line.addWidget(across, 1)
        column.addLayout(line, 1)
        self._wire()
        self._show_bar()
        self.rail.show_tool(self.canvas.tool.id)
        for tabs in self.findChildren(Segmented):
            tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the tool keys from the canvas

    def _middle(self) -> QWidget:
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.GUTTER)
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
        self.sides = SideBySide(self.canvas)
        self._centre.addWidget(self.sides)
        self._centre.addWidget(self.empty)
        column.addLayout(self._centre, 1)
        column.addWidget(self._foot())
        outer.addWidget(middle, 1)
        outer.addWidget(self.revisions)
        return holder

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(36)
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

    def _wire(self) -> None:
        canvas = self.canvas
        self.pieces.picked.connect(lambda piece: self._select(piece, ""))
        self.layers.toggled.connect(self._toggle)
        self.layers.locked.connect(canvas.under.set_locked)
        canvas.chosen_changed.connect(self._chosen)
        canvas.pointer_moved.connect(self._pointer)
        canvas.zoomed.connect(self._zoomed)
        canvas.committed.connect(self.edited)
        canvas.fields_changed.connect(self._show_bar)
        canvas.previewed.connect(self.inspector.show_numbers)
        canvas.refused.connect(self.bar.tell)
        canvas.committed.connect(lambda edits, gesture: self.bar.forget())
        canvas.tool_changed.connect(self.rail.show_tool)
        canvas.asked.connect(self._asked)
        self.rail.picked.connect(self._take)
        self.rail.helped.connect(lambda: self.wanted.emit("help"))
        self.bar.set_field.connect(self._set_field)
        self.bar.toggled.connect(self._set_toggle)
        self.bar.wanted.connect(self.wanted)
        self.inspector.edited.connect(lambda edits: canvas.commit(edits))
        self.inspector.walk_wanted.connect(self.walk)
        self.readiness.picked.connect(self.show_check)
        self.readiness.fixed.connect(lambda fix: canvas.commit(fix.edits))
        self.readiness.block_asked.connect(self.block_asked)
        self.revisions.place_picked.connect(self._go_to)
        self.revisions.viewed.connect(self._compare_as)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the pattern has the room: revisions are folded until somebody opens them."""
        super().resizeEvent(event)
        if not self.revisions.decided:
            self.revisions.set_open(self.height() >= LOW_HEIGHT)

    # -- showing -------------------------------------------------------------------------------------------------

    def show_snapshot(self, shot: Snapshot) -> None:
        self._shot = shot
        self.canvas.show_snapshot(shot)
        begun = bool(shot.state.conversation) or bool(shot.state.requirement.slots)
        if not begun:
            self.canvas.choose(())
            self.canvas.lay_anew()
        if shot.pattern is not None:
            self.pieces.show_pattern(shot.pattern if begun else NO_PATTERN, shot.readiness if begun else None)
            self.pieces.select(self.canvas.selection[0])
            self._inspect(begun)
        if not begun:
            self.readiness.show_readiness(NOTHING_CHECKED)
        elif shot.readiness is not None:
            self.readiness.show_readiness(shot.readiness, shot.pattern, shot.state.block)
        else:
            self.readiness.age(True)
        self._centre.setCurrentWidget(self.sides if begun else self.empty)
        if shot.edited is not None:
            applied, open_edits = len(shot.edited.applied), len(shot.edited.conflicts)
            conflict = f", {open_edits} in conflict" if open_edits else ", none in conflict"
            ruled = sum(edit.author == "rule" for edit in shot.edited.applied)
            rules = f", {ruled} by rule" if ruled else ""
            self._note.setText(f"Edits {applied + open_edits}{rules}{conflict}")
            self._show_conflicts(shot.edited.conflicts)
        self.shown.emit(shot)

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
        piece, edge = check.where.piece, check.where.item.split(":")[0]
        target = Target("edge", piece, edge)
        if piece and self.canvas.piece_of(target) is not None:
            shown = target if self.canvas.exists(target) else Target("piece", piece)
            self.inspector.show_target(self.canvas.pattern, shown, self.canvas.mirror)

    def _show_bar(self) -> None:
        canvas = self.canvas
        self.bar.show_tool(canvas.tool, canvas.snapping, canvas.grid, canvas.mirror)
        self.walk_card.show_walk(canvas.tool)

    def _inspect(self, begun: bool = True) -> None:
        target = self.canvas.chosen[0] if self.canvas.chosen else None
        self.inspector.show_target(self.canvas.pattern if begun else NO_PATTERN, target, self.canvas.mirror)

    def begin(self) -> None:
        """Another design comes on the table: nothing is chosen, no tool is in the middle of something."""
        self._kept_for_later = ()
        self.canvas.take("select")
        self.canvas.choose(())
        self.canvas.lay_anew()

    # -- acts ----------------------------------------------------------------------------------------------------

    def _take(self, tool: str) -> None:
        self.canvas.take(tool)
        self.rail.show_tool(tool)  # a click on the tool in hand must not let go of its button
        self.canvas.setFocus()

    def _set_field(self, id: str, value: object) -> None:
        self.canvas.tool.set_field(id, value)  # type: ignore[arg-type]
        self._show_bar()
        self.canvas.refresh()

    def _set_toggle(self, id: str, on: bool) -> None:
        {"snap": self.canvas.set_snapping, "grid": self.canvas.set_grid, "mirror": self.canvas.set_mirror}[id](on)

    def _asked(self, what: str) -> None:
        if what == "help":
            self.wanted.emit("help")
        elif what in ("compare", "compare_end"):
            self.canvas.overlay.show_ghost(what == "compare")
        elif what == "text":
            self.inspector.tabs.set_current("piece")
            self._inspect()
            self.inspector.form.field("annotation").setFocus()

    def _compare_as(self, view: str) -> None:
        """How revisions are compared: by a table alone, laid over each other, or side by side."""
        self.canvas.overlay.show_ghost(view == "overlay")
        self.sides.set_on(view == "side")
        if not self.revisions.view.hasFocus():  # picked with the mouse, not with the arrow keys
            self.canvas.setFocus()

    def show_compared(self, pattern: Pattern | None, names: tuple[str, str]) -> None:
        """The revision this one is compared with, and what both are called."""
        self.canvas.overlay.set_ghost(pattern)
        self.sides.show_revision(pattern, names)

    def walk(self, seam: str) -> None:
        """Walk a seam, from the inspector."""
        self.canvas.take("walk")
        self.canvas.tool.set_field("seam", seam)
        self.canvas.setFocus()

    def _select(self, piece: str, edge: str) -> None:
        self.canvas.select(piece, edge)

    def _go_to(self, piece: str, edge: str) -> None:
        target = Target("edge", piece, edge)
        if self.canvas.exists(target):
            self.canvas.choose((target,))

    def _chosen(self) -> None:
        self.pieces.select(self.canvas.selection[0])
        self._inspect()

    def _toggle(self, layer: str, on: bool) -> None:
        if layer == "previous":
            self.canvas.overlay.show_ghost(on)
            return
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
