"""Replaying a pattern maker's edits on a fresh draft: applied, or kept as a conflict with its reason.

Items name places by role; values are relative wherever a body changes them:

| kind | item | values |
|---|---|---|
| move_point | `EDGE:start`, `EDGE:end`, `EDGE:K` (point after K segments) | dx_mm, dy_mm |
| move_handle | `EDGE:SEGMENT:c1` or `:c2` | dx_mm, dy_mm |
| move_edge | `EDGE` | dx_mm, dy_mm |
| lengthen_edge | `EDGE:end` (or `EDGE`), `EDGE:start` | by_mm: that end runs on along the edge |
| curve_edge | `EDGE`, straight | by_mm: its middle swells out, its ends stay |
| add_point | `EDGE` | share: a point on it, the shape stays |
| remove_point | `EDGE:K` | none: the curves beside it become one |
| set_segment | `EDGE:SEGMENT` | shape: line or curve |
| true_edge | `EDGE` | seam: its length changes until that seam walks with its ease |
| true_corner | `EDGE:end`, `EDGE:start` | none: the edges that meet there when sewn run on smoothly |
| set_allowance | `EDGE` | allowance_mm |
| set_corner | `EDGE:end` (or `EDGE`), `EDGE:start` | corner: a CornerKind |
| add_notch | `EDGE` | share (0..1 along the edge) or at_mm; optional pair, kind, depth_mm, id |
| move_notch, remove_notch | notch id | along_mm; none |
| set_notch | notch id | kind, depth_mm, width_mm, pair; each optional |
| set_grain | any | turn_deg, dx_mm, dy_mm, one_way (1 or 0); each optional |
| set_quantity | any | quantity |
| set_piece | any | name, label, material, annotation, quantity, pair, printed, on_fold; each optional |
| add_internal | anchor `EDGE:start` or `:end` | points "dx,dy;dx,dy" from it; optional id, smooth, kind |
| add_parallel | `EDGE` | by_mm inside it; optional id |
| add_drill | anchor | dx_mm, dy_mm from it; optional id, diameter_mm |
| move_drill | drill id | dx_mm, dy_mm: the dart with two points that it marks goes along |
| remove_internal, remove_drill | line or drill id | none |
| add_dart | `EDGE` | share, intake_mm, depth_mm; optional id, lean_deg |
| move_dart | dart id; of two points `ID`, `ID:high`, `ID:low` | dx_mm, dy_mm of its apex; optional intake_mm |
| rotate_dart | dart id | to_edge, to_share; optional part (0..1 of its intake) |
| remove_dart | dart id | none: its intake is let out |
| slash_spread | any | from_edge, from_share, to_edge, to_share, by_mm; optional to_mm (0: pivots there) |
| split | any | from_edge, from_share, to_edge, to_share; optional points, smooth, allowance_mm |
| merge | seam id | none: the pieces it joins become one |
| mirror | any | keep: l or r, the half that is copied |
| unfold | straight `EDGE`, or `EDGE,EDGE` on one line | none: the half piece becomes a whole one |
| add_facing | `EDGE` or `EDGE,EDGE` side by side | width_mm; optional id, material |
| remove_piece | any | none |
| move_seam | seam id | by_mm: from its side a into side b |
| alter | alteration: bodice_length, lower_length, sleeve_length, bust, sway_back, shoulder, hip, upper_arm | by_mm |
| set_dimension | key dimension id | finished_mm: promised from now on |
| add_seam | new id | a, b: "piece.edge,-piece.edge" (minus: from its end); optional kind, ease_mm, label |
| set_seam, remove_seam | seam id | ease_mm, kind, label, each optional; none |

An alteration with a value `instead_of` changes nothing itself: the rule it names goes no further than its by_mm.

Edits of seams (move_seam, merge, add_seam, set_seam, remove_seam) name no piece. A moved corner takes the edges and
handles that meet there along; notches keep their share of an edge. On
symmetric pieces the mirror image is changed too unless the edit says mirror=False.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from ampc_desktop.core.edit import Conflict, Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.edits import darts, internals, joints, marks, naming, points, seams, truing, turning, wholes
from ampc_desktop.garment.edits.altering import alter
from ampc_desktop.garment.edits.legs import with_legs
from ampc_desktop.garment.edits.notions import notions_for
from ampc_desktop.garment.edits.places import Refused
from ampc_desktop.garment.edits.promises import set_dimension
from ampc_desktop.garment.edits.settling import checked, settled
from ampc_desktop.garment.edits.slashing import slash_spread
from ampc_desktop.garment.edits.splitting import split
from ampc_desktop.garment.edits.unfolding import unfold

__all__ = ["apply_edits"]

log = logging.getLogger(__name__)

_OF_PIECE: dict[str, Callable[[Piece, PatternEdit], Piece]] = {
    "move_point": points.move_point,
    "move_handle": points.move_handle,
    "move_edge": points.move_edge,
    "lengthen_edge": points.lengthen_edge,
    "curve_edge": points.curve_edge,
    "add_point": joints.add_point,
    "remove_point": joints.remove_point,
    "set_segment": joints.set_segment,
    "set_allowance": marks.set_allowance,
    "set_corner": marks.set_corner,
    "add_notch": marks.add_notch,
    "move_notch": marks.move_notch,
    "remove_notch": marks.remove_notch,
    "set_grain": marks.set_grain,
    "set_notch": marks.set_notch,
    "set_quantity": naming.set_quantity,
    "set_piece": naming.set_piece,
    "add_internal": internals.add_internal,
    "add_parallel": internals.add_parallel,
    "remove_internal": internals.remove_internal,
    "add_drill": internals.add_drill,
    "move_drill": internals.move_drill,
    "remove_drill": internals.remove_drill,
}
_OF_PATTERN: dict[str, Callable[[Pattern, PatternEdit], tuple[Pattern, tuple[str, ...]]]] = {
    "split": split,
    "true_edge": truing.true_edge,
    "true_corner": truing.true_corner,
    "add_dart": darts.add_dart,
    "move_dart": darts.move_dart,
    "rotate_dart": turning.rotate_dart,
    "remove_dart": darts.remove_dart,
    "slash_spread": slash_spread,
    "alter": alter,
    "set_dimension": set_dimension,
    "merge": wholes.merge,
    "mirror": wholes.mirror,
    "unfold": unfold,
    "add_facing": wholes.add_facing,
    "remove_piece": seams.remove_piece,
    "move_seam": seams.move_seam,
    "add_seam": seams.add_seam,
    "set_seam": seams.set_seam,
    "remove_seam": seams.remove_seam,
}
"""Edits of several pieces, of seams, or of which edges there are: the new pattern and the pieces to be cut anew."""
_OF_SEAMS = frozenset(("move_seam", "merge", "add_seam", "set_seam", "remove_seam", "alter", "set_dimension"))


def apply_edits(pattern: Pattern, edits: Sequence[PatternEdit]) -> Edited:
    """The pattern with its edits replayed in order, cut lines of touched pieces made anew.

    Never raises for an edit: one that names nothing, would cross the outline or makes no sense becomes a
    Conflict. len(applied) + len(conflicts) == len(edits).
    """
    drafted = pattern
    applied: list[PatternEdit] = []
    conflicts: list[Conflict] = []
    touched: dict[str, None] = {}
    for edit in edits:
        try:
            before = {piece.id: piece for piece in pattern.pieces}
            pattern, changed = _applied(pattern, edit)
        except Refused as refused:
            conflicts.append(Conflict(edit, str(refused)))
            continue
        except (ArithmeticError, LookupError, ValueError) as error:  # a shape nobody thought of loses nothing
            log.debug("edit %s (%s %s %s) failed", edit.id, edit.kind, edit.piece, edit.item, exc_info=error)
            conflicts.append(Conflict(edit, "it can't be made on this shape"))
            continue
        kept = edit.kind == "remove_internal"  # legs taken away on purpose
        for piece in [] if kept else pattern.pieces:
            if piece.id in changed and (piece.darts or (piece.id in before and before[piece.id].darts)):
                pattern = pattern.with_piece(with_legs(piece, before.get(piece.id)))
        touched.update(dict.fromkeys(changed))
        applied.append(edit)
    for piece in pattern.pieces:
        if piece.id in touched:
            pattern = pattern.with_piece(cut_piece(piece))
    if touched:
        pattern = replace(pattern, notions=notions_for(drafted, pattern))
    return Edited(pattern, tuple(applied), tuple(conflicts))


def _applied(pattern: Pattern, edit: PatternEdit) -> tuple[Pattern, tuple[str, ...]]:
    piece = next((piece for piece in pattern.pieces if piece.id == edit.piece), None)
    if piece is None and edit.kind not in _OF_SEAMS:
        raise Refused(f"this garment has no piece '{edit.piece}'")
    if edit.kind in _OF_PATTERN:
        return _OF_PATTERN[edit.kind](pattern, edit)
    assert piece is not None
    if edit.kind not in _OF_PIECE:
        raise Refused(f"'{edit.kind}' is not an edit we know")
    changed = checked(piece, settled(piece, _OF_PIECE[edit.kind](piece, edit)))
    return pattern.with_piece(changed), (piece.id,)
