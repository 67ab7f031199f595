"""Nesting: pieces and rules in, a verified marker out. The engine works in a child process.

The engine keeps its separation to the strip's edges too, so for gap g between pieces and margin e at the edges
it is given a strip of width + 2g - 2e, and the layout is moved by e - g afterwards. It counts in 32-bit
floats: the length is measured again on the exact outlines.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely

from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules, Placement
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.pieces import total_area_mm2
from ampc_desktop.cutting.verify import placed_outline, verify
from ampc_desktop.cutting.width import refuse_too_wide
from ampc_desktop.runtime import child

Layout = list[tuple[str, float, float, float]]
ENGINE = "ampc_desktop.cutting.spyrrow_child:solve"
ROUNDING_MM = 0.005
"""Added to the gap so that 32-bit rounding can't eat into it."""


def nest(
    pieces: tuple[MarkerPiece, ...],
    rules: MarkerRules,
    material: str,
    fabric: str,
    seconds: int = 3,
    seed: int = 1,
    progress: Progress = silent,
    on_partial: Callable[[Marker], None] | None = None,
) -> Marker:
    """The shortest marker found in whole `seconds`, verified on the exact outlines.

    on_partial gets every better layout while the search goes on; when `progress` raises Cancelled, the last of
    them is what the person has. The same inputs and seed give the same marker unless `cut_short`.
    Raises Problem: no pieces, a piece that crosses itself, or (answer no) a piece wider than the cloth.
    """
    _prevalidate(pieces)
    refuse_too_wide(pieces, rules, fabric)
    gap = rules.gap_mm + ROUNDING_MM if rules.gap_mm > 0 else 0.0
    items = [(piece.id, list(piece.outline), piece.quantity, list(piece.rotations)) for piece in pieces]
    began = time.perf_counter()

    def marker_of(layout: Layout, cut_short: bool) -> Marker:
        marker = _measured(layout, gap, pieces, rules, material, fabric)
        return replace(marker, seconds=round(time.perf_counter() - began, 3), seed=seed, cut_short=cut_short)

    layout, cut_short = child.run(
        ENGINE,
        items,
        rules.width_mm + 2 * gap - 2 * rules.edge_mm,
        gap,
        max(1, seconds),
        seed,
        progress=progress,
        on_partial=None if on_partial is None else lambda part: on_partial(marker_of(part, True)),
        what="the nesting",
    )
    marker = marker_of(layout, cut_short)
    wrong = verify(marker)
    if wrong:
        raise Problem(
            f"the marker of {material} is not sound: {wrong[0].text}",
            remedy="nest again with another seed",
            kind=Kind.NO,
            code="marker.unsound",
        )
    return replace(marker, verified=True)


def _prevalidate(pieces: tuple[MarkerPiece, ...]) -> None:
    if not pieces:
        raise Problem("there is nothing to lay", remedy="draft a garment first", code="marker.empty")
    for piece in pieces:
        polygon = shapely.Polygon(piece.outline)
        if not polygon.is_valid or polygon.area <= 0:
            raise Problem(
                f"the cut line of {piece.label} crosses itself or has no area",
                remedy="mend the piece: check 2 of the readiness report shows where",
                kind=Kind.NO,
                code="marker.outline",
            )


def _measured(
    layout: Layout,
    gap: float,
    pieces: tuple[MarkerPiece, ...],
    rules: MarkerRules,
    material: str,
    fabric: str,
) -> Marker:
    """The layout on the cloth, its length measured on the exact outlines: first piece at the margin."""
    by_id = {piece.id: piece for piece in pieces}
    shift = rules.edge_mm - gap
    rough = [Placement(id, turn, x + shift, y + shift) for id, turn, x, y in layout]
    rings = [placed_outline(by_id[placement.piece], placement) for placement in rough]
    left = min(float(ring[:, 0].min()) for ring in rings)
    back = left - rules.edge_mm
    order = sorted(range(len(rough)), key=lambda i: (round(float(rings[i][:, 0].min()), 3), rough[i].y, rough[i].piece))
    placements = tuple(replace(rough[i], x=rough[i].x - back) for i in order)
    length = max(float(np.max(ring[:, 0])) for ring in rings) - back + rules.edge_mm
    efficiency = total_area_mm2(pieces) / (rules.width_mm * length)
    return Marker(material, fabric, rules, pieces, placements, length, efficiency)
