"""Facings that were generated from the edges of a piece: found again in a pattern, and made anew when it is graded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece, Seam
from ampc_desktop.garment.edits import apply_edits

ALIKE_MM = 0.1
"""A facing whose outline lies this near to what its edges generate was not corrected by hand."""
DIGITS = (0, 1, 2)
"""Widths are tried as people set them, in whole mm first."""


def faced_piece(pattern: Pattern, facing: Piece) -> str:
    """Id of the piece whose edges a facing copies and is sewn to; "" where the piece is no such facing."""
    sewn = _sewn(pattern, facing.id)
    return sewn[0].b[0].piece if facing.worn == "inside" and sewn else ""


def _sewn(pattern: Pattern, facing: str) -> tuple[Seam, ...]:
    """The seams (one for each of a pair) that join a facing to edges of the same names."""
    return tuple(
        seam
        for seam in pattern.seams
        if seam.id in (facing, f"{facing}.l", f"{facing}.r")
        and {ref.piece for ref in seam.a} == {facing}
        and len({ref.piece for ref in seam.b}) == 1
        and [ref.edge for ref in seam.a] == [ref.edge for ref in seam.b]
    )


def facings_of(pattern: Pattern, draft: Pattern) -> tuple[PatternEdit, ...]:
    """The edits that generate the facings of a pattern which its draft does not have, as they are; none for a facing
    that was corrected by hand.
    """
    drafted = {piece.id for piece in draft.pieces}
    found = (_generated(pattern, piece) for piece in pattern.pieces if piece.id not in drafted)
    return tuple(edit for edit in found if edit is not None)


def _generated(pattern: Pattern, facing: Piece) -> PatternEdit | None:
    parent, sewn = faced_piece(pattern, facing), _sewn(pattern, facing.id)
    inner = next((edge for edge in facing.edges if edge.id in ("inner", "facing.inner")), None)
    if not parent or inner is None:
        return None
    names = [ref.edge for ref in sewn[0].a]
    line = LineString(np.concatenate([facing.edge(name).polyline for name in names]))
    inside = inner.polyline
    width = line.distance(shapely.Point(g.point_at(inside, g.polyline_length(inside) / 2)))
    for digits in DIGITS:
        values: dict[str, float | str] = {"width_mm": round(width, digits), "id": facing.id}
        edit = PatternEdit("facing", "add_facing", parent, ",".join(names), values)
        made = _made(pattern, edit)
        if made is not None and _alike(facing, made):
            return edit
    return None


def _made(pattern: Pattern, edit: PatternEdit) -> Piece | None:
    id = str(edit.values["id"])
    bare = replace(pattern, pieces=tuple(piece for piece in pattern.pieces if piece.id != id))
    edited = apply_edits(bare, (edit,))
    return None if edited.conflicts else edited.pattern.piece(id)


def _alike(one: Piece, two: Piece) -> bool:
    if [edge.id for edge in one.edges] != [edge.id for edge in two.edges]:
        return False
    rings = [shapely.LinearRing(piece.sew_ring) for piece in (one, two)]
    return bool(shapely.hausdorff_distance(*rings) < ALIKE_MM)


def without_facings(pattern: Pattern, facings: Sequence[PatternEdit]) -> Pattern:
    """The pattern less the seams of generated facings: they follow their edges, which never give way to them."""
    gone = {id for edit in facings for id in _seam_ids(edit)}
    return replace(pattern, seams=tuple(seam for seam in pattern.seams if seam.id not in gone))


def _seam_ids(edit: PatternEdit) -> Iterator[str]:
    id = str(edit.values["id"])
    yield from (id, f"{id}.l", f"{id}.r")


def faced_again(pattern: Pattern, facings: Sequence[PatternEdit]) -> tuple[Pattern, tuple[str, ...]]:
    """The pattern with facings generated anew from their edges as they are now, and the pieces to be cut anew.

    How a facing is sewn, marked and named stays; one that does not fit any more is left as it is.
    """
    touched = []
    for edit in facings:
        old = pattern.piece(str(edit.values["id"]))
        made = _made(pattern, edit)
        if made is None or [edge.id for edge in made.edges] != [edge.id for edge in old.edges]:
            continue
        edges = tuple(replace(edge, path=made.edge(edge.id).path) for edge in old.edges)
        lengths = {edge.id: made.edge(edge.id).length_mm / edge.length_mm for edge in old.edges}
        at = {notch.id: notch.at_mm for notch in made.notches}
        notches = tuple(replace(n, at_mm=at.get(n.id, n.at_mm * lengths[n.edge])) for n in old.notches)
        pattern = pattern.with_piece(replace(old, edges=edges, notches=notches, grain=made.grain))
        touched.append(old.id)
    return pattern, tuple(touched)
