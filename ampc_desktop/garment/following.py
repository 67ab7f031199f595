"""What no grade rule names follows the draft too: notches, inner lines, drill holes, grain, levels of promises.

Rules move the points of an outline. All else of a corrected pattern that is as its own draft had it is as the draft for
the other body has it; what was corrected keeps its distance from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import DrillHole, Edge, InternalLine, KeyDimension, Notch, Pattern, Piece, Span
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.checks.girths import DRAWN, closing_legs, shares_of
from ampc_desktop.garment.edits.legs import are_legs, with_legs
from ampc_desktop.garment.edits.settling import clipped
from ampc_desktop.garment.grading import stem

MEETS_MM = 1e-6
LEAVES_MM = 0.05
"""An inner line that leaves its piece by less is not cut off."""
T = TypeVar("T", Notch, InternalLine, DrillHole, Edge)


def followed(block: Block, draft: Pattern, moved: Pattern) -> Pattern:
    """The block moved by grade rules, with everything the rules do not name where the new draft has it.

    draft : for the other body, alike the block's own draft; a piece that nobody corrected is the draft's.
    """
    own, there = ({piece.id: piece for piece in pattern.pieces} for pattern in (block.draft, draft))
    pieces = []
    for old, piece in zip(block.pattern.pieces, moved.pieces, strict=True):
        source = old.id if old.id in own else stem(old.id)
        if old == own.get(source):
            piece = there[source]
        elif source in own:
            piece = _piece(old, own[source], there[source], piece)
        pieces.append(piece)
    return replace(moved, pieces=tuple(pieces))


def _piece(old: Piece, was: Piece, now: Piece, piece: Piece) -> Piece:
    """One corrected piece. old: in the block; was, now: drafted for both bodies; piece: old moved by rules."""
    whole = old.id == now.id
    edges = tuple(_each(old.edges, was.edges, now.edges, piece.edges, _edge, False))
    lengths = {edge.id: edge.length_mm for edge in edges}
    notches = _each(old.notches, was.notches, now.notches, piece.notches, _notch, whole)
    made = replace(
        piece,
        edges=edges,
        notches=tuple(
            replace(one, at_mm=min(max(one.at_mm, 0.0), lengths[one.edge])) for one in notches if one.edge in lengths
        ),
        internals=tuple(_each(old.internals, was.internals, now.internals, piece.internals, _line, whole)),
        drills=tuple(_each(old.drills, was.drills, now.drills, piece.drills, _drill, whole)),
        grain=now.grain if old.grain == was.grain else piece.grain,
    )
    made = with_legs(made)
    outline = Polygon(made.sew_ring)
    if outline.is_valid:
        inside = outline.buffer(LEAVES_MM)
        inner = tuple(
            line if inside.contains(LineString(g.flatten(line.path))) else clipped(line, outline)
            for line in made.internals
        )
        along = clipped(InternalLine("", "internal", (g.line(made.grain.start, made.grain.end),)), outline).path[0]
        made = replace(made, internals=inner, grain=replace(made.grain, start=along[0], end=along[-1]))
    return cut_piece(made)


def _each(
    old: Sequence[T],
    was: Sequence[T],
    now: Sequence[T],
    moved: Sequence[T],
    follow: Callable[[T, T, T, T], T],
    whole: bool,
) -> Iterator[T]:
    """Each of the moved, followed where both drafts have it by its id.

    What only one of the drafts has goes or, on a piece that is whole, comes, as long as nobody corrected it.
    """
    olds, ones, twos = ({one.id: one for one in some} for some in (old, was, now))
    for one in moved:
        if one.id in olds and one.id in ones and one.id in twos:
            yield follow(olds[one.id], ones[one.id], twos[one.id], one)
        elif one.id not in ones or olds.get(one.id) != ones[one.id]:
            yield one
    if whole:
        yield from (one for one in now if one.id not in ones and one.id not in olds)


def _edge(old: Edge, was: Edge, now: Edge, moved: Edge) -> Edge:
    if old.allowance_mm == was.allowance_mm:
        moved = replace(moved, allowance_mm=now.allowance_mm)
    ends = ((moved.start, now.start), (moved.end, now.end))
    same = old.path == was.path and all(g.distance(a, b) < MEETS_MM for a, b in ends)
    return replace(moved, path=now.path) if same else moved


def _notch(old: Notch, was: Notch, now: Notch, moved: Notch) -> Notch:
    if not old.edge == was.edge == now.edge:
        return moved
    return replace(moved, at_mm=now.at_mm + old.at_mm - was.at_mm)


def _line(old: InternalLine, was: InternalLine, now: InternalLine, moved: InternalLine) -> InternalLine:
    if are_legs(old):
        return moved  # they are drawn where the dart is
    if old.path == was.path:
        return replace(moved, path=now.path)
    if [len(s) for s in old.path] != [len(s) for s in was.path] or len(was.path) != len(now.path):
        return moved
    if [len(s) for s in was.path] != [len(s) for s in now.path]:
        return moved
    path: Path = tuple(
        tuple(_shifted(*points) for points in zip(*segments, strict=True))
        for segments in zip(old.path, was.path, now.path, strict=True)
    )
    return replace(moved, path=path)


def _drill(old: DrillHole, was: DrillHole, now: DrillHole, moved: DrillHole) -> DrillHole:
    return replace(moved, at=now.at if old.at == was.at else _shifted(old.at, was.at, now.at))


def _shifted(old: Point, was: Point, now: Point) -> Point:
    return (now[0] + old[0] - was[0], now[1] + old[1] - was[1])


# --- promises -------------------------------------------------------------------------------------------------


def followed_promises(block: Block, draft: Pattern) -> tuple[KeyDimension, ...]:
    """The block's promises: body values of the new draft, ease of it and what the corrections changed."""
    old = {one.id: one for one in block.draft.key_dimensions}
    new = {one.id: one for one in draft.key_dimensions}
    kept = []
    for one in block.pattern.key_dimensions:
        if one.id in old and one.id in new:
            was, fresh = old[one.id], new[one.id]
            one = (
                fresh
                if one == was
                else replace(
                    one,
                    body_mm=fresh.body_mm,
                    ease_mm=fresh.ease_mm + one.target_mm - was.target_mm,
                    spans=tuple(_span(span, was, fresh) for span in one.spans),
                )
            )
        kept.append(one)
    return tuple(kept)


def _span(span: Span, was: KeyDimension, fresh: KeyDimension) -> Span:
    """A level at which a girth is read, where the new draft reads it; parts of a split piece as the whole."""
    if span.kind != "across" or len(was.spans) != len(fresh.spans):
        return span
    of = [
        (before, after)
        for before, after in zip(was.spans, fresh.spans, strict=True)
        if before.kind == after.kind == "across" and before.piece in (span.piece, stem(span.piece))
    ]
    if not of:
        return span
    before, after = min(of, key=lambda pair: abs(pair[0].at_mm - span.at_mm))
    return replace(span, at_mm=span.at_mm + after.at_mm - before.at_mm)


def closed_as_drafted(block: Block, draft: Pattern, moved: Pattern) -> Pattern:
    """The moved block with darts whose points were moved closing as they do in the draft for the other body."""
    own, there = ({piece.id: piece for piece in pattern.pieces} for pattern in (block.draft, draft))
    for old in block.pattern.pieces:
        if old.id not in own or old.id not in there:
            continue
        piece, ones, twos = moved.piece(old.id), own[old.id], there[old.id]
        legs = {
            name: {dart.id: closing_legs(one, dart) for dart in one.darts}
            for name, one in (("old", old), ("was", ones), ("now", twos))
        }
        darts = []
        for dart in piece.darts:
            if dart.closes != DRAWN and all(dart.id in found for found in legs.values()):
                places = zip(*(legs[name][dart.id] for name in ("old", "was", "now")), strict=True)
                a, b, c = (_shifted(*points) for points in places)
                dart = replace(dart, closes=shares_of(piece, dart, (a, b, c)))
            darts.append(dart)
        moved = moved.with_piece(replace(piece, darts=tuple(darts)))
    return moved
