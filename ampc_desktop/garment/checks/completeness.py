"""Piece completeness: every piece and stitched edge is there (3), every piece has its grain (11)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Place
from ampc_desktop.core.edit import Conflict
from ampc_desktop.garment.checks.reading import Read, Reading, Rule, judged

PIECES = Rule(3, "pieces.complete", "Pieces complete", "piece completeness", 0.0, 0.0, "")
GRAIN = Rule(11, "pieces.grain", "Grain line", "piece completeness", 0.5, 3.0, "deg")


def pieces(read: Read, conflicts: tuple[Conflict, ...]) -> CheckResult:
    """Check 3: pieces of the recipe with their quantities and pairs, edges of every seam, edits all applied."""
    taken = [Reading(0.0, "all pieces of the recipe")]
    taken += [Reading(1.0, text, place) for text, place in _missing(read)]
    taken += [Reading(1.0, _lost(conflict), Place(conflict.edit.piece, conflict.edit.item)) for conflict in conflicts]
    count = sum(piece.quantity for piece in read.pattern.pieces)
    return judged(PIECES, taken, "", f"{len(read.pattern.pieces)} pieces, {count} to cut, all seams have their edges")


def _lost(conflict: Conflict) -> str:
    """An edit in conflict in words; of a rule, what it asks for."""
    edit = conflict.edit
    if edit.author == "rule" and edit.kind == "alter":
        what = edit.item.replace("_", " ")
        return (
            f"{edit.id} asks for {what} {float(edit.values['by_mm']):+.1f} mm, which can't be made: {conflict.reason}"
        )
    return f"edit {edit.id} no longer applies: {conflict.reason}"


def _missing(read: Read) -> Iterator[tuple[str, Place]]:
    pattern = read.pattern
    found = {piece.id: piece for piece in pattern.pieces}
    if not pattern.recipe:
        yield "the recipe of the garment is missing", Place()
    for id, quantity in pattern.recipe.items():
        if id not in found:
            yield f"piece {id} is missing", Place(id)
        elif found[id].quantity != quantity:
            yield f"{read.said(id)} is cut {found[id].quantity} times, the garment needs {quantity}", Place(id)
    for piece in pattern.pieces:
        if piece.mirrored_pair and piece.quantity % 2:
            yield f"{read.said(piece.id)} is a pair but is cut {piece.quantity} times", Place(piece.id)
    for seam in pattern.seams:
        for ref in (*seam.a, *seam.b):
            if read.edge(ref) is None:
                yield (
                    f"{seam.label}: {read.said(ref.piece)} has no {read.said('', ref.edge)}",
                    Place(ref.piece, ref.edge),
                )
            elif ref.copy >= max(found[ref.piece].quantity, 1):
                yield (
                    f"{seam.label}: only {found[ref.piece].quantity} of {read.said(ref.piece)}",
                    Place(ref.piece, ref.edge),
                )


def _inside(sew: Polygon, line: LineString) -> bool:
    return bool(sew.contains(line) or sew.buffer(0.01).contains(line))


def grain(read: Read) -> CheckResult:
    """Check 11: grain present, long enough to lay by, inside the piece, along the cloth."""
    return judged(GRAIN, _grains(read), "no pieces")


def _grains(read: Read) -> Iterator[Reading]:
    for piece in read.pattern.pieces:
        start, end = piece.grain.start, piece.grain.end
        place = Place(piece.id, "grain", start)
        length = g.distance(start, end)
        if piece.id not in read.sew or not math.isfinite(length):
            yield Reading(math.inf, f"at {read.said(piece.id)}: grain or outline is broken", place)
            continue
        _, low, _, high = g.bounds(piece.sew_ring)
        needed = min(50.0, 0.3 * (high - low))
        if length < needed - 1e-6:
            yield Reading(
                180.0, f"at {read.said(piece.id)}: grain line of {length:.0f} mm, {needed:.0f} mm needed", place
            )
        elif not _inside(read.sew[piece.id], LineString([start, end])):
            yield Reading(180.0, f"at {read.said(piece.id)}: grain line leaves the piece", place)
        else:
            lean = abs(math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])))
            yield Reading(
                max(min(lean, 180.0 - lean) - piece.grain.tolerance_deg, 0.0),
                f"off grain at {read.said(piece.id)}",
                place,
            )
