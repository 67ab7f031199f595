"""A half piece opened along a straight line: one edge, or several side by side on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Edge, EdgeRef, Pattern, Piece
from ampc_desktop.garment.checks.girths import Legs
from ampc_desktop.garment.edits.carrying import folded_band
from ampc_desktop.garment.edits.fragments import Fragment
from ampc_desktop.garment.edits.places import Refused, edge_of
from ampc_desktop.garment.edits.promises import kept_promises
from ampc_desktop.garment.edits.seams import Changed, piece_of
from ampc_desktop.garment.edits.wholes import closed

STRAIGHT_MM = 0.1
"""Edges of a fold are nowhere further from its line."""

Image = Callable[[Point], Point]


def unfold(pattern: Pattern, edit: PatternEdit) -> Changed:
    """A half piece opened along the straight line of its fold, whatever its direction.

    Along an upright line the whole is symmetric about it; along another it keeps its grain and its own symmetry. A pair
    sewn together there becomes one piece, its second half called copy no more.
    """
    piece = piece_of(pattern, edit.piece)
    if folded_band(piece):
        raise Refused(f"{piece.id} is a whole band that is folded in two already")
    fold, half = _parted(piece, _fold(piece, edit.item))
    start, end = fold[0].start, fold[-1].end
    upright = abs(start[0] - end[0]) <= STRAIGHT_MM
    image = _image(start, (start[0], start[1] + 1.0) if upright else end)

    def mirrored(path: Path) -> Path:
        return tuple(tuple(image(p) for p in reversed(segment)) for segment in reversed(path))

    mine, other = "1", "2"
    if upright:
        mine, other = ("l", "r") if float(piece.sew_ring[:, 0].mean()) > start[0] else ("r", "l")
    first = [replace(one, id=f"{one.id}.{mine}") for one in half]
    second = [replace(one, id=f"{one.id}.{other}", path=mirrored(one.path)) for one in reversed(half)]
    second = [replace(one, corner=half[len(half) - 2 - i].corner if i < len(half) - 1 else "mitre")
              for i, one in enumerate(second)]  # fmt: skip
    gone = {edge.id for edge in fold}
    whole = replace(
        piece,
        edges=tuple(closed([*first, *second])),
        quantity=max(1, piece.quantity // 2) if piece.mirrored_pair else piece.quantity,
        mirrored_pair=False,
        symmetric=upright or piece.symmetric,
        symmetry_x=start[0] if upright else piece.symmetry_x,
        notches=tuple(
            both
            for n in piece.notches
            if n.edge not in gone
            for both in (
                replace(n, id=f"{n.id}.{mine}", edge=f"{n.edge}.{mine}"),
                replace(n, id=f"{n.id}.{other}", edge=f"{n.edge}.{other}",
                        at_mm=piece.edge(n.edge).length_mm - n.at_mm),
            )
        ),
        internals=tuple(both for line in piece.internals
                        for both in (line, replace(line, id=f"{line.id}.mirror", path=mirrored(line.path)))),
        drills=tuple(both for hole in piece.drills
                     for both in (hole, replace(hole, id=f"{hole.id}.mirror", at=image(hole.at)))),
        darts=tuple(both for dart in piece.darts for both in (
            replace(dart, id=f"{dart.id}.{mine}", mouth=f"{dart.mouth}.{mine}"),
            replace(dart, id=f"{dart.id}.{other}", mouth=f"{dart.mouth}.{other}", apex=image(dart.apex),
                    closes=across(dart.closes)))),
    )  # fmt: skip
    if not shapely.is_valid(Polygon(whole.sew_ring)):
        raise Refused(f"the halves of {piece.id} would overlap")
    seams = []
    for seam in pattern.seams:
        if any(ref.piece == piece.id and ref.edge in gone for ref in (*seam.a, *seam.b)):
            continue
        seams.append(replace(seam, a=_unfolded(seam.a, piece, mine, other), b=_unfolded(seam.b, piece, mine, other)))
    ways: dict[str, list[Fragment]] = {one.id: [(piece.id, f"{one.id}.{mine}", False, 0)] for one in half}
    return replace(
        pattern.with_piece(whole),
        seams=tuple(seams),
        recipe={**pattern.recipe, **({piece.id: whole.quantity} if piece.id in pattern.recipe else {})},
        key_dimensions=kept_promises(pattern, piece, (whole,), ways),
    ), (piece.id,)


def _fold(piece: Piece, item: str) -> set[str]:
    """Ids of the edges of the fold: those named, and neighbours of the same role that run on along their line."""
    named = [edge_of(piece, id.strip()) for id in item.split(",")]
    line = (named[0].start, named[0].end)
    lying = next((e for e in piece.edges if e.role == "opening" and (e in named or _on(e, line))), None)
    if lying is not None and _on(lying, line):
        raise Refused(f"{piece.id}.{lying.id} is the opening the body passes: a whole {piece.id} would have none")
    for edge in named:
        if not _on(edge, line):
            straight = "are not one straight line" if len(named) > 1 else "is not a straight line"
            raise Refused(f"{piece.id}.{item} {straight}")
    found = {edge.id for edge in named}
    ids = [edge.id for edge in piece.edges]
    for step in (1, -1):
        k = ids.index(named[-1 if step == 1 else 0].id)
        while len(found) < len(ids):
            k = (k + step) % len(ids)
            beside = piece.edges[k]
            if not _on(beside, line) or (beside.id not in found and beside.role != named[0].role):
                break
            found.add(beside.id)
    for edge in piece.edges:
        if edge.id not in found and _on(edge, line):
            raise Refused(f"{piece.id}.{edge.id} lies on the same line; unfold along both, or move it first")
    return found


def _parted(piece: Piece, fold: set[str]) -> tuple[list[Edge], list[Edge]]:
    """(edges of the fold, the others), each in their order round the piece."""
    n = len(piece.edges)
    starts = [i for i, edge in enumerate(piece.edges) if edge.id in fold and piece.edges[i - 1].id not in fold]
    if len(starts) != 1 or len(fold) > n - 2:
        raise Refused("the edges of a fold lie side by side")
    around = [piece.edges[(starts[0] + k) % n] for k in range(n)]
    return around[: len(fold)], around[len(fold) :]


def _on(edge: Edge, line: tuple[Point, Point]) -> bool:
    """Whether an edge lies on a line, all along."""
    (x, y), (x1, y1) = line
    length = g.distance(*line)
    if length < STRAIGHT_MM:
        return False
    off = (edge.polyline - (x, y)) @ np.array([-(y1 - y), x1 - x]) / length
    return float(np.abs(off).max()) <= STRAIGHT_MM


def _image(a: Point, b: Point) -> Image:
    """Mirror image in the line from a to b."""
    if a[0] == b[0]:
        return lambda point: g.mirrored(point, a[0])
    length = g.distance(a, b)
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length

    def image(point: Point) -> Point:
        dx, dy = point[0] - a[0], point[1] - a[1]
        along = dx * ux + dy * uy
        return (a[0] + 2 * along * ux - dx, a[1] + 2 * along * uy - dy)

    return image


def _unfolded(chain: tuple[EdgeRef, ...], piece: Piece, mine: str, other: str) -> tuple[EdgeRef, ...]:
    return tuple(
        ref if ref.piece != piece.id
        else EdgeRef(ref.piece, f"{ref.edge}.{other if ref.copy else mine}", ref.reverse != bool(ref.copy), 0)
        for ref in chain
    )  # fmt: skip


def across(closes: Legs) -> Legs:
    """How the image of a dart closes: its legs are the other way round."""
    (a, b), (c, d), (e, f) = closes
    return (f, e), (d, c), (b, a)
