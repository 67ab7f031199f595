"""Cures of check 7: a neckline made wide enough for the head, a band that fits it, an opening long enough for the hip.

Every cure is tried before it is offered: sizes are searched on the pattern itself until the body passes, and what hangs
on the changed edge (band, facing, notches) is made to follow in the same step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from ampc_desktop import garment
from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.edit import EditKind, PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Edge, EdgeRef, Pattern, Piece, Seam
from ampc_desktop.garment.checks import dimensions
from ampc_desktop.garment.checks.reading import Read, span_mm
from ampc_desktop.garment.walking import seams_of, walk

STEP_MM = 0.5
MOST_NECK_MM = 120.0
MOST_OPENING_MM = 150.0
TRUED_AT_ONCE_MM = 50.0
"""Truing takes a band a little at a time."""
ON_AXIS_MM = 0.1
SLACK_MM = 0.2

Cure = tuple[str, tuple[PatternEdit, ...]]


def opening_cures(pattern: Pattern) -> Iterator[Cure]:
    """(words, edits) of each cure that makes check 7 pass on this pattern; the one that changes least comes first."""
    seams = {seam.id: seam for seam in pattern.seams}
    if "head_girth_mm" in pattern.facts and "neck" in seams:
        yield from _neck(pattern, seams["neck"])
    if "opening_girth_mm" in pattern.facts and "waist" in seams:
        yield from _waist(pattern)


def _edit(kind: EditKind, piece: str, item: str, **values: float | str) -> PatternEdit:
    return PatternEdit("", kind, piece, item, values)


def _helping(pattern: Pattern, words: str, edits: tuple[PatternEdit, ...]) -> Iterator[Cure]:
    """The cure with all that follows from it, if check 7 passes then and no other check comes to fail."""
    edits = _followed(pattern, edits)
    found = garment.apply_edits(pattern, edits)
    if found.conflicts:
        return
    before = {check.id: check.status for check in garment.run_checks(pattern, ())}
    after = {check.id: check.status for check in garment.run_checks(found.pattern, ())}
    worse = [id for id, status in after.items() if status == "fail" and before[id] != "fail"]
    if after[dimensions.OPENING.id] == "pass" and not worse:
        yield words, edits


# -- head ------------------------------------------------------------------------------------------------------------


def _neck(pattern: Pattern, seam: Seam) -> Iterator[Cure]:
    facts = pattern.facts
    needed = dimensions.HEAD_SHARE * facts["head_girth_mm"]
    hole, band = pattern.chain_length_mm(seam.b), pattern.chain_length_mm(seam.a)
    low, high = dimensions.BAND_RATIO
    ratio = min(max(facts.get("neck_band_ratio", band / hole), low + 0.005), high - 0.005)
    least = needed / (1 + facts.get("neck_cloth_stretch", 0.0))
    banded = needed / (1 + facts.get("neck_band_stretch", 0.0))
    if hole >= max(least, banded / high):  # the neckline lets the head pass, the band does not fit it
        goal = max(ratio * hole, banded + SLACK_MM)
        yield from _tried(pattern, f"Make the neckband {goal:.0f} mm", (), seam, goal / hole)
        return
    wanted = max(least, banded / ratio) + SLACK_MM
    for words, change in (("Deepen", _deepened(pattern, seam)), ("Widen", _widened(pattern, seam))):
        if change is None:
            continue
        by = _least(pattern, seam, wanted, change)
        if by is not None:
            yield from _tried(pattern, f"{words} the neckline by {by:g} mm", change(by), seam, ratio)


def _deepened(pattern: Pattern, seam: Seam) -> Callable[[float], tuple[PatternEdit, ...]] | None:
    """The lowest point of the neckline at the centre front, moved down."""
    found = [(point[1], ref, end) for ref, edge, end, point in _ends(pattern, seam.b) if _central(pattern, ref, point)]
    if not found:
        return None
    _, ref, end = min(found, key=lambda one: one[0])
    return lambda by: (_edit("move_point", ref.piece, f"{ref.edge}:{end}", dx_mm=0.0, dy_mm=-by),)


def _widened(pattern: Pattern, seam: Seam) -> Callable[[float], tuple[PatternEdit, ...]] | None:
    """The neck points moved out along the shoulders, front and back alike."""
    necks: dict[tuple[str, str], None] = {}
    for ref, edge, end, point in _ends(pattern, seam.b):
        piece = pattern.piece(ref.piece)
        if ref.copy or _central(pattern, ref, point) or not piece.symmetric:
            continue
        beside = _next(piece, edge, end == "end")
        if beside.role != "seam" or beside.id == edge.id:
            continue
        item = f"{beside.id}:{'start' if end == 'end' else 'end'}"
        necks[(piece.id, _half(item))] = None
    if not necks:
        return None
    return lambda by: tuple(_edit("lengthen_edge", piece, item, by_mm=-by) for piece, item in necks)


def _half(item: str) -> str:
    """The item on the left half; its image follows by the mirror."""
    name, _, end = item.partition(":")
    if name.endswith(".r"):
        return f"{name[:-2]}.l:{'end' if end == 'start' else 'start'}"
    return item


def _ends(pattern: Pattern, chain: Sequence[EdgeRef]) -> Iterator[tuple[EdgeRef, Edge, str, Point]]:
    for ref in chain:
        edge = pattern.resolve(ref)
        yield ref, edge, "start", edge.start
        yield ref, edge, "end", edge.end


def _central(pattern: Pattern, ref: EdgeRef, point: Point) -> bool:
    piece = pattern.piece(ref.piece)
    return piece.symmetric and abs(point[0] - piece.symmetry_x) < ON_AXIS_MM


def _next(piece: Piece, edge: Edge, after: bool) -> Edge:
    k = next(i for i, one in enumerate(piece.edges) if one.id == edge.id)
    return piece.edges[(k + 1) % len(piece.edges)] if after else piece.edges[k - 1]


def _least(
    pattern: Pattern, seam: Seam, wanted: float, change: Callable[[float], tuple[PatternEdit, ...]]
) -> float | None:
    """The least change, in whole steps, that makes the neckline as long as wanted; None beyond MOST_NECK_MM."""

    def reached(by: float) -> float:
        found = garment.apply_edits(pattern, change(by))
        return -math.inf if found.conflicts else found.pattern.chain_length_mm(seam.b)

    low, shortest = 0.0, pattern.chain_length_mm(seam.b)
    high, longest = 20.0, reached(20.0)
    while longest < wanted:
        if high >= MOST_NECK_MM or not math.isfinite(longest):
            return None
        low, shortest, high = high, longest, min(2 * high, MOST_NECK_MM)
        longest = reached(high)
    for _ in range(12):
        if high - low <= STEP_MM:
            break
        guess = low + (high - low) * (wanted - shortest) / (longest - shortest)
        guess = min(max(math.ceil(guess / STEP_MM) * STEP_MM, low + STEP_MM), high - STEP_MM)
        length = reached(guess)
        if length >= wanted:
            high, longest = guess, length
        else:
            low, shortest = guess, length
    return high


def _tried(pattern: Pattern, words: str, edits: tuple[PatternEdit, ...], seam: Seam, ratio: float) -> Iterator[Cure]:
    """The cure with a band made for the new neckline, if it helps."""
    hole = garment.apply_edits(pattern, edits).pattern.chain_length_mm(seam.b)
    band = pattern.chain_length_mm(seam.a)
    grown = ratio * hole - band
    steps = max(math.ceil(abs(grown) / TRUED_AT_ONCE_MM), 1)
    for k in range(1, steps + 1):
        ease = band + grown * k / steps - hole
        band_edge = seam.a[0]
        edits = (
            *edits,
            _edit("set_seam", "", seam.id, ease_mm=round(ease, 3)),
            _edit("true_edge", band_edge.piece, band_edge.edge, seam=seam.id),
        )
    yield from _helping(pattern, words, edits)


# -- hip -------------------------------------------------------------------------------------------------------------


def _waist(pattern: Pattern) -> Iterator[Cure]:
    """The zip or fly made longer at its lower end."""
    short = max((one.value for one in dimensions.opening(Read(pattern)).findings), default=0.0)
    openings = [(piece, edge) for piece in pattern.pieces for edge in piece.edges if edge.role == "opening"]
    if not openings or not math.isfinite(short) or short <= 0.0:
        return
    slits = sum(piece.quantity for piece, _ in openings)
    by = math.ceil(short / slits / STEP_MM) * STEP_MM
    if by > MOST_OPENING_MM:
        return
    edits: tuple[PatternEdit, ...] = ()
    for piece, edge in openings:
        end = "end" if edge.end[1] < edge.start[1] else "start"
        edits = (*edits, _edit("lengthen_edge", piece.id, f"{edge.id}:{end}", by_mm=by))
    name = "fly" if any(edge.id.startswith("fly") for _, edge in openings) else "zip"
    yield from _helping(pattern, f"Lengthen the {name} by {by:g} mm", edits)


# -- what follows ----------------------------------------------------------------------------------------------------


def _followed(pattern: Pattern, edits: tuple[PatternEdit, ...]) -> tuple[PatternEdit, ...]:
    """The edits with those that true what is sewn to the changed edges, match notches and promise what came of it."""
    known = {place for check in _consistency(pattern) for place in _places(check)}
    changed = {(edit.piece, edit.item.split(":")[0]) for edit in edits}
    for _ in range(4):
        now = garment.apply_edits(pattern, edits)
        if now.conflicts:
            return edits
        walked, notched, keys = _consistency(now.pattern)
        more = [one for place in _places(walked) - known for one in _trued(now.pattern, *place, changed)]
        more = more or [one for place in _places(notched) - known for one in _matched(now.pattern, *place)]
        if not more:
            return (*edits, *_promised(pattern, now.pattern, keys))
        changed |= {(edit.piece, edit.item) for edit in more}
        edits = (*edits, *more)
    return edits


def _consistency(pattern: Pattern) -> tuple[CheckResult, CheckResult, CheckResult]:
    read = Read(pattern)
    return dimensions.walk(read), dimensions.notches(read), dimensions.keys(read)


def _places(check: CheckResult) -> set[tuple[str, str]]:
    return {(finding.place.piece, finding.place.item) for finding in check.findings}


def _trued(pattern: Pattern, piece: str, edge: str, changed: set[tuple[str, str]]) -> list[PatternEdit]:
    """The side of each seam there that was not changed on purpose made as long as the other."""
    more = []
    for seam in seams_of(pattern, piece, edge):
        if abs(walk(pattern, seam.id).difference_mm) <= ON_AXIS_MM:
            continue
        sides = [chain[0] for chain in (seam.a, seam.b) if (chain[0].piece, chain[0].edge) not in changed]
        if sides:
            more.append(_edit("true_edge", sides[0].piece, sides[0].edge, seam=seam.id))
            changed.add((sides[0].piece, sides[0].edge))
    return more


def _matched(pattern: Pattern, piece: str, notch: str) -> list[PatternEdit]:
    """The notch of side a moved to where its partner lies."""
    mark = pattern.piece(piece).notch(notch)
    more = []
    for seam in seams_of(pattern, piece, mark.edge):
        for gap in walk(pattern, seam.id).notches:
            if gap.pair != mark.pair or abs(gap.difference_mm) <= ON_AXIS_MM:
                continue
            start = 0.0
            for ref in seam.a:
                line = pattern.resolve(ref)
                for one in pattern.piece(ref.piece).notches:
                    at = line.length_mm - one.at_mm if ref.reverse else one.at_mm
                    if one.edge == ref.edge and one.pair == mark.pair and abs(start + at - gap.at_a_mm) < ON_AXIS_MM:
                        along = -gap.difference_mm * (-1.0 if ref.reverse else 1.0)
                        more.append(_edit("move_notch", ref.piece, one.id, along_mm=along))
                start += line.length_mm
    return more


def _promised(before: Pattern, after: Pattern, keys: CheckResult) -> list[PatternEdit]:
    """Dimensions which the cure changed are promised as they are now; others that were off stay so."""
    more = []
    for old, new in zip(before.key_dimensions, after.key_dimensions, strict=True):
        was, now = (sum(span_mm(one, span) for span in new.spans) for one in (before, after))
        off = abs(now - new.target_mm) > keys.limit
        if off and abs(was - old.target_mm) <= keys.limit:
            more.append(_edit("set_dimension", "", new.id, finished_mm=round(now, 2)))
    return more
