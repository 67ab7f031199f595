"""Split pieces put together again, for the sketch of a garment, with the style lines drawn on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece


def with_style_lines(sketch: FlatSketch, pattern: Pattern) -> FlatSketch:
    """A sketch of the rejoined pattern with the style lines of the split one; parts show the print of piece .a."""
    lines: dict[str, list[Array]] = {}
    first: dict[str, str] = {}
    for piece in pattern.pieces:
        if _is_part(piece):
            stem = piece.id.split(".")[0]
            first.setdefault(stem, piece.id)
            drawn = [edge.polyline for edge in piece.edges if edge.id.startswith("style.")]
            lines.setdefault(stem, []).extend(drawn)
    return replace(sketch, parts=tuple(_with_lines(part, lines, first) for part in sketch.parts))


def _with_lines(part: FlatPart, lines: dict[str, list[Array]], first: dict[str, str]) -> FlatPart:
    if part.piece not in first:
        return part
    a, b, c, d, e, f = part.transform
    outline = Polygon(part.outline).buffer(0.2)
    more: list[tuple[Point, ...]] = []
    for line in lines[part.piece]:
        moved = LineString(line @ np.array([[a, b], [c, d]]) + (e, f))
        seen = moved.intersection(outline)
        more += [
            g.as_points(np.asarray(piece.coords))
            for piece in getattr(seen, "geoms", [seen])
            if piece.geom_type == "LineString" and piece.length > 5.0
        ]
    return replace(part, piece=first[part.piece], lines=(*part.lines, *more))


def rejoined(pattern: Pattern) -> Pattern:
    """The pattern with pieces that style lines split put together again, for a sketch of the garment.

    Edges get their old ids back; a piece that can't be put together stays split.
    """
    stems = {piece.id.rsplit(".", 1)[0] for piece in pattern.pieces if _is_part(piece)}
    for stem in sorted(stems, key=len, reverse=True):
        parts = [piece for piece in pattern.pieces if _is_part(piece) and piece.id.rsplit(".", 1)[0] == stem]
        whole = _whole(stem, parts)
        if whole is not None:
            pieces = tuple(piece for piece in pattern.pieces if piece not in parts)
            return rejoined(replace(pattern, pieces=(whole, *pieces)))
    return pattern


def _is_part(piece: Piece) -> bool:
    return piece.id.endswith((".a", ".b")) and any(edge.id.startswith("style.") for edge in piece.edges)


def _whole(stem: str, parts: list[Piece]) -> Piece | None:
    gone = _between(parts)
    if not gone:
        return None
    pool: list[Edge] = []
    middle = next((part for part in parts if part.symmetric), parts[0])
    for part in parts:
        if not any(edge.id.removesuffix(".mirror") == gone for edge in part.edges):
            return None
        mine = [edge for edge in part.edges if edge.id.removesuffix(".mirror") != gone]
        pool += mine
        if part.mirrored_pair and (middle.symmetric or len(parts) == 1):
            pool += [
                replace(edge, id=_other_side(edge.id), path=g.mirrored_path(edge.path, middle.symmetry_x))
                for edge in mine
            ]
    ring = [pool.pop(0)]
    while pool:
        following = min(pool, key=lambda edge: g.distance(edge.start, ring[-1].end))
        if g.distance(following.start, ring[-1].end) > 0.1:
            return None
        pool.remove(following)
        role = _role(following.id)
        if role == _role(ring[-1].id) and _continues(ring[-1], following):
            ring[-1] = replace(ring[-1], path=(*ring[-1].path, *following.path), id=role)
        else:
            ring.append(following)
    if len(ring) > 1 and _role(ring[0].id) == _role(ring[-1].id) and _continues(ring[-1], ring[0]):
        last = ring.pop()
        ring[0] = replace(ring[0], path=(*last.path, *ring[0].path), id=_role(ring[0].id))
    one = middle
    alone = len(parts) == 1
    return replace(
        one,
        id=stem,
        edges=tuple(ring),
        symmetric=one.symmetric or alone,
        mirrored_pair=one.mirrored_pair and not alone,
        quantity=one.quantity // 2 if alone else one.quantity,
        darts=tuple(dart for part in parts for dart in part.darts),
        notches=(),
    )


def _between(parts: list[Piece]) -> str:
    """The style line that parts were split along: where one runs back the way the other runs on; "" when none does."""
    for edge in parts[0].edges:
        base = edge.id.removesuffix(".mirror")
        if not edge.id.startswith("style."):
            continue
        if len(parts) == 1 and max(abs(p[0] - parts[0].symmetry_x) for p in (edge.start, edge.end)) < 0.1:
            return base
        for other in parts[-1].edges if len(parts) > 1 else ():
            back = g.distance(other.start, edge.end) < 0.1 and g.distance(other.end, edge.start) < 0.1
            if other.id.removesuffix(".mirror") == base and back:
                return base
    return ""


def _role(id: str) -> str:
    """The edge's id without the number of its fragment ("hem.1" of a cut hem; "waist.l.1" is a role of its own)."""
    head, _, tail = id.rpartition(".")
    return head if tail.isdigit() and head in ("hem", "side", "side.l", "side.r") else id


def _continues(before: Edge, after: Edge) -> bool:
    return before.role == after.role and g.distance(before.end, after.start) < 0.1


def _other_side(id: str) -> str:
    words = ["r" if word == "l" else "l" if word == "r" else word for word in id.split(".")]
    return ".".join(words)
