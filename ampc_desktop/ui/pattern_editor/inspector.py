"""Inspector of the pattern room: Point, Edge, Piece and Seam, every field of them an edit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.ui.pattern_editor import seam_tab, tabs
from ampc_desktop.ui.pattern_editor.form import Form, Row
from ampc_desktop.ui.pattern_editor.picking import Target, there
from ampc_desktop.ui.pattern_editor.shown import Shown
from ampc_desktop.ui.pattern_editor.tools.shift import signed
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import Elided, label

TABS = (("point", "Point"), ("edge", "Edge"), ("piece", "Piece"), ("seam", "Seam"))
TAB_OF = {"point": "point", "handle": "point", "notch": "point", "drill": "point", "apex": "point", "edge": "edge"}


class PatternInspector(QFrame):
    """Emits edited (list of PatternEdit) and walk_wanted (seam id)."""

    edited = Signal(object)
    walk_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Inspector")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.tabs = Segmented(TABS, "What is shown", compact=False)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(tokens.PAD, 8, tokens.PAD, 4)
        line.addWidget(self.tabs, 1)
        outer.addWidget(head)
        self.title = Elided("", tokens.HEADING)
        self.code = label("", tokens.CAPTION, "t3", mono=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        names = QWidget()
        line = QHBoxLayout(names)
        line.setContentsMargins(tokens.PAD, 6, tokens.PAD, 4)
        line.addWidget(self.title, 1)
        line.addWidget(self.code)
        outer.addWidget(names)
        self.form = Form()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.PAD, 0, tokens.PAD, tokens.PAD)
        column.addWidget(self.form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        self._pattern: Pattern | None = None
        self._target: Target | None = None
        self._seam = ""
        self._mirror = True
        self.tabs.chosen.connect(lambda _: self._show())
        self.form.changed.connect(self._changed)
        self.form.pressed.connect(self._pressed)

    @property
    def tab(self) -> str:
        return self.tabs.current

    def show_target(self, pattern: Pattern, target: Target | None, mirror: bool) -> None:
        """What is chosen; another kind of thing turns to its tab."""
        if target is not None and (self._target is None or target.kind != self._target.kind):
            wanted = TAB_OF.get(target.kind, "piece")
            if not (self.tab == "seam" and target.kind == "edge"):
                self.tabs.set_current(wanted)
        self._pattern, self._target, self._mirror = pattern, target, mirror
        self._show()

    def show_numbers(self, pattern: Pattern) -> None:
        """The same thing on a pattern that is being dragged."""
        piece = next((p for p in pattern.pieces if self._target and p.id == self._target.piece), None)
        if piece is not None and self._target is not None and there(piece, self._target):
            kept, self._pattern = self._pattern, pattern
            self._show()
            self._pattern = kept

    def show_seam(self, seam: str) -> None:
        self._seam = seam
        self.tabs.set_current("seam")
        self._show()

    def _show(self) -> None:
        pattern, target = self._pattern, self._target
        if pattern is None or target is None or all(p.id != target.piece for p in pattern.pieces):
            count = len(pattern.pieces) if pattern is not None else 0
            rows = self._garment_rows(pattern)
            self._fill(Shown("Pattern", f"{count} pieces" if count else "", rows))
            return
        if self.tab == "point":
            self._fill(tabs.point_tab(pattern, target))
        elif self.tab == "edge":
            self._fill(tabs.edge_tab(pattern, target))
        elif self.tab == "piece":
            self._fill(tabs.piece_tab(pattern, target))
        else:
            shown, self._seam = seam_tab.seam_tab(pattern, target, self._seam)
            self._fill(shown)

    def _garment_rows(self, pattern: Pattern | None) -> tuple[Row, ...]:
        if pattern is None or not pattern.key_dimensions:
            return ()
        from ampc_desktop.studio.editing import LEAST_CHANGE_MM, finished_mm
        from ampc_desktop.studio.inspect import finished_row

        rows = [Row("head", label="Finished measures")]
        off = []
        for i, dimension in enumerate(pattern.key_dimensions):
            name, value = finished_row(dimension)
            rows.append(Row("info", f"key{i}", name, value))
            now = finished_mm(pattern, dimension)
            if now is not None and abs(now - dimension.target_mm) >= LEAST_CHANGE_MM:
                told = f"{format_mm(now)} mm, {signed(now - dimension.target_mm)}"
                off.append(Row("info", f"now{i}", name, told))
        return (*rows, Row("head", label="As drawn now"), *off) if off else tuple(rows)

    def _fill(self, shown: Shown) -> None:
        self.title.setText(shown.title)
        self.code.setText(shown.code)
        self.form.show_rows(shown.rows)

    def _changed(self, id: str, value: object) -> None:
        if self._pattern is None or self._target is None:
            return
        take = {"point": tabs.point_edits, "edge": tabs.edge_edits, "piece": tabs.piece_edits}.get(self.tab)
        if take is not None:
            edits: list[PatternEdit] = take(self._pattern, self._target, id, value, self._mirror)
        else:
            edits = seam_tab.seam_edits(self._pattern, self._seam, id, value, self._mirror)
        if edits:
            self.edited.emit(edits)
        self._show()  # a refused value shows the old one again

    def _pressed(self, id: str) -> None:
        if id.startswith("walk:") or id == "walk":
            self.walk_wanted.emit(id.removeprefix("walk:") if id != "walk" else self._seam)
        elif id.startswith("seam:"):
            self._seam = id.removeprefix("seam:")
            self._show()
        else:
            self._changed(id, None)
