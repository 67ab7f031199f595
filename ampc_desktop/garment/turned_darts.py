"""Darts that were turned in a pattern whose edits nobody kept: the turns, read off its outline.

A turned dart swings a part of its piece about the apex, by another angle in every size, so its points have no rule of
their own. With the same turn made on the drafts of both sizes they have: that of their role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Dart, Pattern, Piece
from ampc_desktop.garment.edits import apply_edits
from ampc_desktop.garment.edits.darts import angle_of, image_of

NEAR_MM = 40.0
"""A turned dart is found again when its apex and its mouth are no farther from where the turn puts them."""
FOUND_MM = 1e-3
STEPS = 6
PREFIX = "dart."


def dart_turns(draft: Pattern, pattern: Pattern) -> tuple[PatternEdit, ...]:
    """The edits that turn darts of a draft to where a corrected pattern has them; none where it has no other darts.

    Darts that were put in anew have no turn.
    """
    turns: tuple[PatternEdit, ...] = ()
    drafted = {piece.id: {dart.id for dart in piece.darts} for piece in draft.pieces}
    for piece in pattern.pieces:
        new = [dart for dart in piece.darts if dart.id.startswith(PREFIX) and dart.id not in drafted.get(piece.id, ())]
        while new and drafted.get(piece.id):
            dart, *new = new
            image = image_of(piece, dart) if piece.symmetric else None
            mirror = image is not None and image.id == f"{dart.id}.mirror"
            new = [one for one in new if not (mirror and one == image)]
            found = _turn(draft, piece, dart, mirror, new)
            if found is not None:
                turns, draft = (*turns, found), apply_edits(draft, (found,)).pattern
    return turns


def _turn(draft: Pattern, piece: Piece, dart: Dart, mirror: bool, more: Sequence[Dart]) -> PatternEdit | None:
    """The turn that puts a dart of the draft where a dart of the pattern lies; None where it was not turned there.

    more : darts turned later; the last one turned out of a dart takes what is left of it.
    """
    was = draft.piece(piece.id)
    old = min(was.darts, key=lambda one: g.distance(one.apex, dart.apex), default=None)
    if old is None or g.distance(old.apex, dart.apex) > NEAR_MM:
        return None
    shared = [*more, *(one for one in piece.darts if one.id == old.id)]
    all_of_it = not any(g.distance(one.apex, dart.apex) < NEAR_MM for one in shared)
    part = 1.0 if all_of_it else min(angle_of(piece, dart) / angle_of(was, old), 1.0)
    best, least = None, NEAR_MM
    for edge, share in _places(was, piece, dart):
        values: dict[str, float | str] = {"to_edge": edge, "to_share": share, "part": part}
        edit = PatternEdit(dart.id.removeprefix(PREFIX), "rotate_dart", piece.id, old.id, values, mirror=mirror)
        edit, off = _placed(draft, was, piece, dart, edit)
        if off < least:
            best, least = edit, off
    return best


def _places(was: Piece, piece: Piece, dart: Dart) -> Iterator[tuple[str, float]]:
    """Where on the draft the dart may open: one end of its mouth lies on the part that stayed."""
    mouth = piece.edge(dart.mouth)
    for end in (mouth.start, mouth.end):
        for edge in was.edges:
            at, off = g.nearest_on(edge.polyline, end)
            if edge.role != "dart" and off < NEAR_MM:
                yield edge.id, min(max(at / edge.length_mm, 0.0), 1.0)


def _placed(draft: Pattern, was: Piece, piece: Piece, dart: Dart, edit: PatternEdit) -> tuple[PatternEdit, float]:
    """The turn moved along its edge until the edge before the mouth is as long as it is; and how far it is off, mm."""
    mouth, off, slope = piece.edge(dart.mouth), NEAR_MM, was.edge(str(edit.values["to_edge"])).length_mm
    tried: tuple[float, float] | None = None
    for _ in range(STEPS):
        edited = apply_edits(draft, (edit,))
        made = edited.pattern.piece(piece.id)
        if edited.conflicts or _beside(made, dart.mouth) != _beside(piece, dart.mouth):
            return edit, NEAR_MM
        there, before = made.edge(dart.mouth), _beside(piece, dart.mouth)[0]
        off = max(g.distance(mouth.start, there.start), g.distance(mouth.end, there.end))
        short = piece.edge(before).length_mm - made.edge(before).length_mm
        share = float(edit.values["to_share"])
        if tried is not None and abs(share - tried[0]) > 1e-9:
            slope = (tried[1] - short) / (share - tried[0]) or slope  # twice as steep between a dart and its image
        tried = (share, short)
        share += short / slope
        if abs(short) < FOUND_MM or not 0.0 < share < 1.0:
            break
        edit = replace(edit, values={**edit.values, "to_share": share})
    return edit, off


def _beside(piece: Piece, id: str) -> tuple[str, str]:
    """Ids of the edges before and after an edge."""
    ids = [edge.id for edge in piece.edges]
    k = ids.index(id)
    return ids[k - 1], ids[(k + 1) % len(ids)]
