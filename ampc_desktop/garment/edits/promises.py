"""Key dimensions read off the parts of a split piece."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import KeyDimension, Pattern, Piece, Span
from ampc_desktop.garment.edits.fragments import Ways
from ampc_desktop.garment.edits.places import Refused, number


def kept_promises(pattern: Pattern, piece: Piece, parts: tuple[Piece, ...], ways: Ways) -> tuple[KeyDimension, ...]:
    """The pattern's key dimensions with every span of a piece read off its parts instead.

    A straight distance that now runs over a style line can't be read any more; its dimension is left out.
    """
    kept = []
    for dimension in pattern.key_dimensions:
        spans: list[Span] = []
        whole = True
        for span in dimension.spans:
            found = [span] if span.piece != piece.id else _moved(span, piece, parts, ways)
            whole = whole and found is not None
            spans += found or []
        if whole:
            kept.append(replace(dimension, spans=tuple(spans)))
    return tuple(kept)


def _moved(span: Span, piece: Piece, parts: tuple[Piece, ...], ways: Ways) -> list[Span] | None:
    halved = span.kind == "across"  # one wide piece instead of two; a length and one named edge stay what they are
    times = span.times / (2 if halved and piece.mirrored_pair and not all(part.mirrored_pair for part in parts) else 1)
    if span.kind == "edge":
        return [replace(span, piece=new, edge=edge, times=times) for new, edge, _, _ in ways.get(span.edge, [])] or None
    if span.kind == "across":
        found = []
        for part in parts:
            low, high = g.bounds(part.sew_ring)[1::2]
            if low < span.at_mm < high:
                pair = 2.0 if part.mirrored_pair and not piece.mirrored_pair else 1.0
                found.append(replace(span, piece=part.id, times=times * pair))
        return found or None
    one, two = _start(span.edge, parts, ways), _start(span.to_edge, parts, ways)
    if one is None or two is None:
        return None
    if one[0].id == two[0].id:
        return [replace(span, piece=one[0].id, edge=one[1], to_edge=two[1], times=times)]
    return _over(span, one, two, times) if span.kind == "down" else None


def _start(edge: str, parts: tuple[Piece, ...], ways: Ways) -> tuple[Piece, str] | None:
    """(part, its edge that starts where the old edge started, or at its mirror image)."""
    if not ways.get(edge):
        return None
    new, id, back, _ = ways[edge][0]
    part = next(part for part in parts if part.id == new)
    if not back:
        return part, id
    ids = [one.id for one in part.edges]
    return part, ids[(ids.index(id) + 1) % len(ids)]


def _over(span: Span, one: tuple[Piece, str], two: tuple[Piece, str], times: float) -> list[Span] | None:
    """A difference of height over a style line: down to a corner both parts share, and on from there."""
    y1, y2 = one[0].edge(one[1]).start[1], two[0].edge(two[1]).start[1]
    for mine in one[0].edges:
        for other in two[0].edges:
            if abs(mine.start[1] - other.start[1]) < 1e-6 and _corner(one[0], mine.id) and _corner(two[0], other.id):
                y = mine.start[1]
                down, on = _signed(y1, y, y1 - y2), _signed(y, y2, y1 - y2)
                return [
                    replace(span, piece=one[0].id, edge=one[1], to_edge=mine.id, times=times * down),
                    replace(span, piece=two[0].id, edge=other.id, to_edge=two[1], times=times * on),
                ]
    return None


def _corner(part: Piece, id: str) -> bool:
    """Whether an edge starts at an end of a style line."""
    ids = [edge.id for edge in part.edges]
    return id.startswith("style.") or ids[ids.index(id) - 1].startswith("style.")


def _signed(start: float, end: float, whole: float) -> float:
    """+1 where a leg runs the way of the whole distance, −1 where it runs back."""
    return -1.0 if (start - end) * whole < 0 else 1.0


def set_dimension(pattern: Pattern, edit: PatternEdit) -> tuple[Pattern, tuple[str, ...]]:
    """Another finished length promised: what a pattern maker changed on purpose is then right. Raises Refused."""
    found = next((one for one in pattern.key_dimensions if one.id == edit.item), None)
    if found is None:
        raise Refused(f"this garment promises no '{edit.item}'")
    finished = number(edit, "finished_mm", most=10_000.0)
    if finished <= 0:
        raise Refused("a finished length is more than nothing")
    promised = replace(found, ease_mm=finished - found.body_mm)
    return replace(
        pattern, key_dimensions=tuple(promised if one.id == found.id else one for one in pattern.key_dimensions)
    ), ()
