"""After an alteration: darts, corners and seams brought back to what they were, promises read anew."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import EdgeRef, KeyDimension, Pattern, Seam
from ampc_desktop.garment.checks.reading import span_mm
from ampc_desktop.garment.edits.carrying import BANDS, stretched, worn
from ampc_desktop.garment.edits.darts import trued
from ampc_desktop.garment.edits.legs import with_legs
from ampc_desktop.garment.edits.places import Refused
from ampc_desktop.garment.edits.seams import Changed
from ampc_desktop.garment.edits.truing import corner_deg, true_corner, true_edge

BEND_DEG = 0.3
"""Corners that bend further than this are trued."""
LEGS_MM = 0.3
"""Legs of a dart that differ by more are made equal."""
TRUE_MM = 0.05
"""Seams that drift further than this are trued."""


def _drift(before: Pattern, after: Pattern, old: Seam, new: Seam) -> float:
    """How much less well a seam walks than it did, each with its own planned ease, mm."""

    def off(pattern: Pattern, seam: Seam) -> float:
        return pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b) - seam.ease_mm

    return off(after, new) - off(before, old)


def darts_again(pattern: Pattern, touched: tuple[str, ...]) -> Pattern:
    """Darts of altered pieces with equal legs again, their edge smooth across them."""
    for id in touched:
        for dart in pattern.piece(id).darts:
            pattern = pattern.with_piece(trued(pattern.piece(id), dart.id))
    return pattern


def legs_again(pattern: Pattern) -> Changed:
    """Darts whose legs have become unequal trued, so that they can be folded."""
    touched = []
    for piece in pattern.pieces:
        for dart in piece.darts:
            mouth = piece.edge(dart.mouth)
            if abs(g.distance(mouth.start, dart.apex) - g.distance(mouth.end, dart.apex)) > LEGS_MM:
                pattern = pattern.with_piece(with_legs(trued(pattern.piece(piece.id), dart.id)))
                touched.append(piece.id)
    return pattern, tuple(dict.fromkeys(touched))


def corners_again(before: Pattern, after: Pattern) -> Pattern:
    """What ran on smoothly over a seam before the alteration does so again."""
    had = {seam.id for seam in before.seams}
    for seam in after.seams:
        if seam.id not in had or len(seam.a) != 1 or len(seam.b) != 1:
            continue
        ref = seam.a[0]
        for end in (False, True):
            was, now = (_joint_deg(pattern, seam, end) for pattern in (before, after))
            if was is None or now is None or abs(was - 180.0) > 1.0 or abs(now - was) < BEND_DEG:
                continue
            piece = after.piece(ref.piece)
            k = next(i for i, edge in enumerate(piece.edges) if edge.id == ref.edge)
            at_end = end != ref.reverse
            beside = piece.edges[(k + 1) % len(piece.edges)] if at_end else piece.edges[k - 1]
            item = f"{beside.id}:{'start' if at_end else 'end'}"
            try:
                after, _ = true_corner(after, PatternEdit("", "true_corner", piece.id, item))
            except Refused:
                continue
    return after


def _joint_deg(pattern: Pattern, seam: Seam, end: bool) -> float | None:
    """Sum of the angles of both pieces at one end of a seam, degrees."""
    total = 0.0
    for ref in (seam.a[0], seam.b[0]):
        try:
            piece = pattern.piece(ref.piece)
            edge = piece.edge(ref.edge)
        except KeyError:
            return None
        total += corner_deg(piece, edge, end != ref.reverse)
    return total


def walking_again(before: Pattern, after: Pattern) -> Changed:
    """Seams that drifted are trued: a band takes the new length, else side b, or side a where b does not give way."""
    touched: list[str] = []
    old = {seam.id: seam for seam in before.seams}
    for seam in sorted(after.seams, key=lambda one: _band_of(after, one) is not None):  # bands follow all the rest
        if seam.id not in old:
            continue
        off = _drift(before, after, old[seam.id], seam)
        if abs(off) <= TRUE_MM:
            continue
        band = _band_of(after, seam)
        if band is not None:
            ref, side = band
            after = after.with_piece(stretched(after.piece(ref.piece), ref.edge, -side * off))
            touched.append(ref.piece)
            continue
        for ref in (*seam.b, *seam.a):
            try:
                after, ids = true_edge(after, PatternEdit("", "true_edge", ref.piece, ref.edge, {"seam": seam.id}))
            except Refused:
                continue
            touched += ids
            break
    return after, tuple(touched)


def _band_of(pattern: Pattern, seam: Seam) -> tuple[EdgeRef, int] | None:
    """(its long edge, +1 on side a or −1 on side b) of a band sewn along a whole seam."""
    for chain, side in ((seam.a, 1), (seam.b, -1)):
        if len(chain) == 1 and worn(pattern.piece(chain[0].piece)) in BANDS:
            return chain[0], side
    return None


def promised(before: Pattern, after: Pattern) -> tuple[KeyDimension, ...]:
    """What the altered pattern promises: each dimension as it now measures, its ease changed by the alteration."""
    kept = []
    for key in after.key_dimensions:
        try:
            was = sum(span_mm(before, span) for span in key.spans)
            now = sum(span_mm(after, span) for span in key.spans)
        except KeyError:
            kept.append(key)
            continue
        kept.append(replace(key, ease_mm=key.ease_mm + now - was))
    return tuple(kept)
