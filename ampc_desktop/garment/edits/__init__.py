"""Replaying a pattern maker's edits on a fresh draft: applied, or kept as a conflict with its reason.

Items name places by role; values are relative wherever a body changes them:

| kind | item | values |
|---|---|---|
| move_point | `EDGE:start` or `EDGE:end` | dx_mm, dy_mm |
| move_handle | `EDGE:SEGMENT:c1` or `:c2` | dx_mm, dy_mm |
| move_edge | `EDGE` | dx_mm, dy_mm |
| lengthen_edge | `EDGE:end` (or `EDGE`), `EDGE:start` | by_mm: that end runs on along the edge |
| curve_edge | `EDGE`, straight | by_mm: its middle swells out, its ends stay |
| set_allowance | `EDGE` | allowance_mm |
| set_corner | `EDGE:end` (or `EDGE`), `EDGE:start` | corner: a CornerKind |
| add_notch | `EDGE` | share (0..1 along the edge) or at_mm; optional pair, kind, depth_mm, id |
| move_notch, remove_notch | notch id | along_mm; none |
| set_grain | any | turn_deg, dx_mm, dy_mm, one_way (1 or 0); each optional |
| set_quantity | any | quantity |
| split | any | from_edge, from_share, to_edge, to_share; optional points, smooth, allowance_mm |

A moved corner takes the edges and handles that meet there along; notches keep their share of an edge. On
symmetric pieces the mirror image is changed too unless the edit says mirror=False.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ampc_desktop.core.edit import Conflict, Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.edits import marks, points
from ampc_desktop.garment.edits.places import Refused
from ampc_desktop.garment.edits.settling import checked, settled
from ampc_desktop.garment.edits.splitting import split

__all__ = ["apply_edits"]

_OF_PIECE: dict[str, Callable[[Piece, PatternEdit], Piece]] = {
    "move_point": points.move_point,
    "move_handle": points.move_handle,
    "move_edge": points.move_edge,
    "lengthen_edge": points.lengthen_edge,
    "curve_edge": points.curve_edge,
    "set_allowance": marks.set_allowance,
    "set_corner": marks.set_corner,
    "add_notch": marks.add_notch,
    "move_notch": marks.move_notch,
    "remove_notch": marks.remove_notch,
    "set_grain": marks.set_grain,
    "set_quantity": marks.set_quantity,
}
_OF_PATTERN: dict[str, Callable[[Pattern, PatternEdit], tuple[Pattern, tuple[str, ...]]]] = {"split": split}
"""Edits that change which pieces there are: the new pattern and the ids of the pieces whose cut line is to be made."""


def apply_edits(pattern: Pattern, edits: Sequence[PatternEdit]) -> Edited:
    """The pattern with its edits replayed in order, cut lines of touched pieces made anew.

    Never raises for an edit: one that names nothing, would cross the outline or makes no sense becomes a
    Conflict. len(applied) + len(conflicts) == len(edits).
    """
    applied: list[PatternEdit] = []
    conflicts: list[Conflict] = []
    touched: dict[str, None] = {}
    for edit in edits:
        try:
            pattern, changed = _applied(pattern, edit)
        except Refused as refused:
            conflicts.append(Conflict(edit, str(refused)))
            continue
        touched.update(dict.fromkeys(changed))
        applied.append(edit)
    for piece in pattern.pieces:
        if piece.id in touched:
            pattern = pattern.with_piece(cut_piece(piece))
    return Edited(pattern, tuple(applied), tuple(conflicts))


def _applied(pattern: Pattern, edit: PatternEdit) -> tuple[Pattern, tuple[str, ...]]:
    piece = next((piece for piece in pattern.pieces if piece.id == edit.piece), None)
    if piece is None:
        raise Refused(f"this garment has no piece '{edit.piece}'")
    if edit.kind in _OF_PATTERN:
        return _OF_PATTERN[edit.kind](pattern, edit)
    if edit.kind not in _OF_PIECE:
        raise Refused(f"'{edit.kind}' is not an edit we know")
    changed = checked(piece, settled(piece, _OF_PIECE[edit.kind](piece, edit)))
    return pattern.with_piece(changed), (piece.id,)
