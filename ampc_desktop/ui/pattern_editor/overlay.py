"""Laid over the pattern: the revision it is compared with, and other sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from ampc_desktop.core.pattern import Pattern
from ampc_desktop.ui.canvas.outline_item import OutlineItem
from ampc_desktop.ui.theme.style import colour, theme

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.table_view import TableView

WIDTH_PX = 1.25


class Overlay:
    """Outlines of other patterns where the pieces of this one lie."""

    def __init__(self, view: TableView) -> None:
        self._view = view
        self._ghost: Pattern | None = None
        self._ghost_on = False
        self._sizes: tuple[tuple[str, Pattern], ...] = ()
        self._sizes_on: tuple[str, ...] = ()
        self.outlines: list[OutlineItem] = []

    def set_ghost(self, pattern: Pattern | None) -> None:
        """The revision to compare with."""
        self._ghost = pattern
        self.lay()

    def show_ghost(self, on: bool) -> None:
        """The compared revision over this one."""
        self._ghost_on = on
        self.lay()

    def set_sizes(self, sizes: tuple[tuple[str, Pattern], ...]) -> None:
        """Sizes that can be laid over the base."""
        self._sizes = sizes
        self.lay()

    def show_sizes(self, names: tuple[str, ...]) -> None:
        self._sizes_on = names
        self.lay()

    def lay(self) -> None:
        """Draw the outlines anew, where the pieces lie now."""
        for item in self.outlines:
            self._view.scene().removeItem(item)
        self.outlines = []
        inks = theme().categories
        layers: list[tuple[Pattern, QColor, tuple[float, ...]]] = [
            (pattern, QColor(inks[i % len(inks)]), ())
            for i, (name, pattern) in enumerate(self._sizes)
            if name in self._sizes_on
        ]
        if self._ghost is not None and self._ghost_on:
            layers.append((self._ghost, colour("t2"), (2, 3)))
        for pattern, ink, dash in layers:
            for piece in pattern.pieces:
                if piece.id in self._view.pieces:
                    lies = self._view.pieces[piece.id].sceneTransform()
                    item = OutlineItem([piece.sew_ring, piece.cut_ring], lies, ink, WIDTH_PX, dash)
                    self._view.scene().addItem(item)
                    self.outlines.append(item)
