"""Marks over the pattern: points and handles of what is chosen, and the edges it is sewn to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ampc_desktop.core import geometry as g
from ampc_desktop.studio import editing
from ampc_desktop.ui.canvas.sheet import Sheet
from ampc_desktop.ui.pattern_editor.picking import Reach, handles, place_of

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas


def mark_links(canvas: PatternCanvas, sheet: Sheet) -> None:
    """What a chosen edge is sewn to."""
    target = canvas.chosen[0] if canvas.chosen else None
    if target is None or target.kind != "edge" or "links" in canvas.hidden_layers() or canvas.tool.busy:
        return
    mine = canvas.pattern.piece(target.piece).edge(target.item)
    here = canvas.point_to_view(target.piece, g.point_at(mine.polyline, mine.length_mm / 2))
    for seam in editing.seams_at(canvas.pattern, target.piece, target.item):
        on_a = any(ref.piece == target.piece and ref.edge == target.item for ref in seam.a)
        for ref in seam.b if on_a else seam.a:
            if (ref.piece, ref.edge) != (target.piece, target.item) and ref.piece in canvas.pieces:
                edge = canvas.pieces[ref.piece].piece.edge(ref.edge)
                sheet.line(canvas.to_view(ref.piece, edge.polyline), "walking", 4, alpha=0.6)
                middle = g.point_at(edge.polyline, edge.length_mm / 2)
                sheet.line([here, canvas.point_to_view(ref.piece, middle)], "walking", 1, (1, 4))


def mark_chosen(canvas: PatternCanvas, sheet: Sheet) -> None:
    mark_links(canvas, sheet)
    editing_points = canvas.tool.id in ("points", "pen")
    marked = [target for target in (*canvas.chosen, *([canvas.hovered] if canvas.hovered else [])) if target]
    shown = {target.piece for target in marked} if editing_points else set()
    for id in shown:
        item = canvas.pieces.get(id)
        if item is None:
            continue
        for point, at in Reach(item.piece).points:
            where = canvas.point_to_view(id, at)
            if point.endswith(":start"):
                sheet.square(where, 6, "selected")
            else:
                sheet.ring(where, 6, "selected")
        for _, at, anchor in handles(item.piece, canvas.under.open_edges(id)):
            ends = [canvas.point_to_view(id, anchor), canvas.point_to_view(id, at)]
            sheet.line(ends, "selected", 1)
            sheet.ring(ends[1], 9, "selected")
    for target in marked:
        item = canvas.pieces.get(target.piece)
        place = place_of(item.piece, target) if item is not None else None
        if place is None:
            continue
        where = canvas.point_to_view(target.piece, place)
        if target not in canvas.chosen:
            sheet.halo(where, 16, "accent")
        elif target.kind == "point":
            sheet.square(where, 12, "selected", filled=True)
        elif target.kind == "handle":
            sheet.ring(where, 10, "selected", filled=True)
        else:
            sheet.ring(where, 14, "selected", width=2)
