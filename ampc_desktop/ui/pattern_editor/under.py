"""What lies under the pointer on the table, what is on top first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from ampc_desktop.ui.pattern_editor.picking import Hit, Kind, Reach

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

NEAR_PX = 12
LOCKING: dict[str, tuple[Kind, ...]] = {
    "notches": ("notch",), "internal": ("line", "drill"), "grain": ("grain",), "sew": ("edge", "point", "handle"),
    "cut": ("piece",),
}  # fmt: skip
"""What can't be hit while a layer is locked."""


class Under:
    """Places of the pieces that can be hit, made once for a pattern."""

    def __init__(self, canvas: PatternCanvas) -> None:
        self._canvas = canvas
        self._reaches: dict[str, Reach] = {}
        self._locked: frozenset[str] = frozenset()

    def forget(self) -> None:
        """The pattern changed."""
        self._reaches = {}

    def set_locked(self, layer: str, on: bool) -> None:
        self._locked = self._locked | {layer} if on else self._locked - {layer}

    def hits(self, view: QPointF, kinds: Sequence[Kind]) -> list[Hit]:
        """Everything of some kinds within reach of a place of the viewport."""
        canvas = self._canvas
        scene = canvas.scene_at(view)
        locked = {kind for layer in self._locked for kind in LOCKING.get(layer, ())}
        wanted = [kind for kind in kinds if kind not in locked]
        reach = NEAR_PX / canvas.px_per_mm
        boxes = canvas.boxes
        near = np.flatnonzero(
            (boxes[:, 0] - reach <= scene.x())
            & (boxes[:, 2] + reach >= scene.x())
            & (boxes[:, 1] - reach <= scene.y())
            & (boxes[:, 3] + reach >= scene.y())
        )
        ids = list(canvas.pieces)
        found: list[Hit] = []
        for i in near[::-1]:  # what was laid down last lies on top
            piece = canvas.pattern.piece(ids[int(i)])
            if piece.id not in self._reaches:
                self._reaches[piece.id] = Reach(piece)
            at = canvas.to_piece(piece.id, scene)
            found += self._reaches[piece.id].hits(at, canvas.px_per_mm, wanted, self.open_edges(piece.id))
        order = {kind: i for i, kind in enumerate(kinds)}
        return sorted(found, key=lambda hit: (order[hit.target.kind], hit.gap_mm))

    def open_edges(self, piece: str) -> frozenset[str]:
        """Edges of a piece whose handles are out."""
        chosen = self._canvas.chosen
        open_ones = {target.edge for target in chosen if target.piece == piece and target.edge}
        found = next((p for p in self._canvas.pattern.pieces if p.id == piece), None)
        for target in chosen:
            if target.kind == "point" and target.piece == piece and target.item.endswith(":start") and found:
                ids = [edge.id for edge in found.edges]
                if target.edge in ids:
                    open_ones.add(ids[ids.index(target.edge) - 1])
        return frozenset(open_ones)
