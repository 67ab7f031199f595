"""Edits of seams: which edges are sewn together, with how much ease, and where the seam runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Edge, EdgeRef, Pattern, Piece, Seam, SeamKind
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, number
from ampc_desktop.garment.edits.points import edge_moved
from ampc_desktop.garment.edits.settling import checked, settled

Changed = tuple[Pattern, tuple[str, ...]]


def seam_of(pattern: Pattern, id: str) -> Seam:
    for seam in pattern.seams:
        if seam.id == id:
            return seam
    raise Refused(f"this garment has no seam '{id}'")


def piece_of(pattern: Pattern, id: str) -> Piece:
    for piece in pattern.pieces:
        if piece.id == id:
            return piece
    raise Refused(f"this garment has no piece '{id}'")


def _kind(values: Mapping[str, float | str], default: SeamKind) -> SeamKind:
    kind = str(values.get("kind", default))
    if kind not in get_args(SeamKind):
        raise Refused(f"'{kind}' is not a seam: {', '.join(get_args(SeamKind))}")
    return kind  # type: ignore[return-value]


def _chain(pattern: Pattern, text: str) -> tuple[EdgeRef, ...]:
    """Edges of "piece.edge,-piece.edge*": minus = walked from the end, star = of the mirrored second piece."""
    refs = []
    for word in text.split(","):
        name = word.strip()
        back, copy = name.startswith("-"), int(name.endswith("*"))
        name = name.strip("-*")
        found = [piece for piece in pattern.pieces if name.startswith(f"{piece.id}.")]
        piece = max(found, key=lambda one: len(one.id), default=None)
        if piece is None:
            raise Refused(f"'{name}' is not an edge, e.g. front.side.l")
        if copy and not piece.mirrored_pair:
            raise Refused(f"{piece.id} is not cut as a pair")
        refs.append(EdgeRef(piece.id, edge_of(piece, name[len(piece.id) + 1 :]).id, back, copy))
    return tuple(refs)


def add_seam(pattern: Pattern, edit: PatternEdit) -> Changed:
    if not edit.item or any(seam.id == edit.item for seam in pattern.seams):
        raise Refused(f"a seam '{edit.item}' is there already")
    a, b = (_chain(pattern, str(edit.values.get(side, ""))) for side in ("a", "b"))
    if set(a) & set(b):
        raise Refused("an edge can't be sewn to itself")
    ease = number(edit, "ease_mm", 0.0)
    label = str(edit.values.get("label", edit.item.replace(".", " ")))
    seam = Seam(edit.item, label, a, b, ease, _kind(edit.values, "plain"))
    return replace(pattern, seams=(*pattern.seams, seam)), ()


def set_seam(pattern: Pattern, edit: PatternEdit) -> Changed:
    seam = seam_of(pattern, edit.item)
    changed = replace(
        seam,
        ease_mm=number(edit, "ease_mm", seam.ease_mm),
        kind=_kind(edit.values, seam.kind),
        label=str(edit.values.get("label", seam.label)),
    )
    return replace(pattern, seams=tuple(changed if one.id == seam.id else one for one in pattern.seams)), ()


def remove_seam(pattern: Pattern, edit: PatternEdit) -> Changed:
    seam = seam_of(pattern, edit.item)
    pieces = without_lonely_pairs(pattern, seam)
    return replace(pattern, pieces=pieces, seams=tuple(one for one in pattern.seams if one.id != seam.id)), ()


def without_lonely_pairs(pattern: Pattern, seam: Seam) -> tuple[Piece, ...]:
    """The pieces, with notches that met at a seam left alone unless another seam pairs them."""
    edges = {(ref.piece, ref.edge) for ref in (*seam.a, *seam.b)}
    others = {(r.piece, r.edge) for one in pattern.seams if one.id != seam.id for r in (*one.a, *one.b)}
    lone = edges - others
    return tuple(
        replace(
            piece,
            notches=tuple(replace(n, pair="") if n.pair and (piece.id, n.edge) in lone else n for n in piece.notches),
        )
        if any(name == piece.id for name, _ in lone)
        else piece
        for piece in pattern.pieces
    )


def remove_piece(pattern: Pattern, edit: PatternEdit) -> Changed:
    """A piece taken out with its seams; the recipe no longer asks for it."""
    if len(pattern.pieces) == 1:
        raise Refused("a garment keeps one piece")
    gone = [seam for seam in pattern.seams if any(ref.piece == edit.piece for ref in (*seam.a, *seam.b))]
    for seam in gone:
        pattern = replace(
            pattern,
            pieces=without_lonely_pairs(pattern, seam),
            seams=tuple(one for one in pattern.seams if one.id != seam.id),
        )
    return replace(
        pattern,
        pieces=tuple(piece for piece in pattern.pieces if piece.id != edit.piece),
        recipe={id: count for id, count in pattern.recipe.items() if id != edit.piece},
        key_dimensions=tuple(
            one for one in pattern.key_dimensions if all(span.piece != edit.piece for span in one.spans)
        ),
        grade_rules=tuple(rule for rule in pattern.grade_rules if rule.piece != edit.piece),
    ), ()


def move_seam(pattern: Pattern, edit: PatternEdit) -> Changed:
    """What side a gains side b loses: the edges of both move by_mm, at right angles to the seam, and keep their length.

    On symmetric pieces the seam of the other half moves as well.
    """
    seam, by = seam_of(pattern, edit.item), number(edit, "by_mm", most=200.0)
    touched: dict[str, None] = {}
    before = pattern
    for chain, way in ((seam.a, by), (seam.b, -by)):
        done: set[tuple[str, str]] = set()
        for ref in chain:
            piece = piece_of(pattern, ref.piece)
            edges = [piece.edge(ref.edge)]
            if edit.mirror and piece.symmetric:
                edges += [edge for edge in (_image(piece, edges[0]),) if edge is not None]
            for edge in edges:
                if (piece.id, edge.id) in done:
                    continue
                done.add((piece.id, edge.id))
                piece = edge_moved(piece, piece.edge(edge.id), _outwards(edge, way))
            pattern = pattern.with_piece(piece)
            touched[piece.id] = None
    for id in touched:
        old = piece_of(before, id)
        pattern = pattern.with_piece(checked(old, settled(old, piece_of(pattern, id))))
    return pattern, tuple(touched)


def _outwards(edge: Edge, by: float) -> Point:
    d = np.subtract(edge.end, edge.start)
    length = float(np.hypot(*d))
    if length < 1e-6:
        raise Refused(f"{edge.id} closes on itself")
    return (float(d[1]) / length * by, -float(d[0]) / length * by)


def _image(piece: Piece, edge: Edge) -> Edge | None:
    start, end = g.mirrored(edge.end, piece.symmetry_x), g.mirrored(edge.start, piece.symmetry_x)
    for other in piece.edges:
        if other.id != edge.id and g.distance(other.start, start) < SAME_MM and g.distance(other.end, end) < SAME_MM:
            return other
    return None
