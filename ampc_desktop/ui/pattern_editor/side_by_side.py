"""Two revisions side by side: the compared one at the left, the present one at the right, moved and zoomed as one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QSplitter

from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.studio.editing import LEAST_CHANGE_MM
from ampc_desktop.ui.canvas.view import RULER_LEFT, RULER_TOP, CanvasView
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas
from ampc_desktop.ui.pattern_editor.table_view import TableView
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import label

EVENLY = 10_000


class Caption(QObject):
    """Which revision a canvas shows, in its corner."""

    def __init__(self, over: CanvasView) -> None:
        super().__init__(over)
        self.words = label("", tokens.BODY_STRONG)
        self.words.setParent(over)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.move(QPoint(RULER_LEFT + 10, RULER_TOP + 8))
        self.words.hide()

    def show_text(self, text: str) -> None:
        self.words.setText(text)
        self.words.adjustSize()
        self.words.setVisible(bool(text))


class SideBySide(QSplitter):
    """Holds the canvas one works on; `set_on` puts the compared revision beside it."""

    def __init__(self, canvas: PatternCanvas) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.canvas = canvas
        self.other = TableView()
        self.other.setAccessibleName("Compared revision")
        self.addWidget(self.other)
        self.addWidget(canvas)
        self.setHandleWidth(tokens.GUTTER)
        self.setChildrenCollapsible(False)
        self._captions = Caption(self.other), Caption(canvas)
        self._names = ("", "")
        self._following = False
        self._pattern: Pattern | None = None
        self.other.hide()
        canvas.zoomed.connect(lambda _: self._follow(canvas, self.other))
        self.other.zoomed.connect(lambda _: self._follow(self.other, canvas))
        canvas.laid.connect(lambda *_: self._lay())
        self.other.installEventFilter(self)

    @property
    def on(self) -> bool:
        return not self.other.isHidden()

    def set_on(self, on: bool) -> None:
        """The compared revision in view, or the present one alone."""
        if on != self.on:
            self.other.setVisible(on)
            self.setSizes([EVENLY, EVENLY])
            self._lay()
            self.canvas.fit()
        self._caption()

    def show_revision(self, pattern: Pattern | None, names: tuple[str, str]) -> None:
        """The pattern to compare with, and what both are called."""
        self._pattern, self._names = pattern, names
        self._lay()
        self._caption()

    def _caption(self) -> None:
        for caption, name in zip(self._captions, self._names, strict=True):
            caption.show_text(name if self.on else "")

    def _lay(self) -> None:
        """The compared revision as the present one lies, what changed lit."""
        if not self.on or self._pattern is None:
            return
        self.other.show_pattern(self._pattern, self.canvas.table)
        for id, item in self.other.pieces.items():
            now = self.canvas.pieces.get(id)
            item.light(reshaped(item.piece, now.piece if now is not None else None))
        self._follow(self.canvas, self.other)

    def _follow(self, first: CanvasView, second: CanvasView) -> None:
        if self.on and not self._following:
            self._following = True
            second.look_as(first)
            self._following = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow(self.canvas, self.other)
        return False


def reshaped(before: Piece, after: Piece | None) -> frozenset[str]:
    """Edges of a piece that have another shape by now, or are gone."""
    now = {edge.id: edge.polyline for edge in after.edges} if after is not None else {}
    return frozenset(
        edge.id
        for edge in before.edges
        if edge.id not in now
        or edge.polyline.shape != now[edge.id].shape
        or float(np.abs(edge.polyline - now[edge.id]).max()) > LEAST_CHANGE_MM
    )
