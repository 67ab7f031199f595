"""Naming places of a piece for an edit: edges, their ends, numbers, mirror images."""

from __future__ import annotations

import math

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Edge, Piece

SAME_MM = 0.02
"""Points closer than this are the same place."""
MOST_MM = 1000.0
"""No single edit moves a point further."""


class Refused(Exception):
    """Why an edit can't be applied, as a clause for the conflict."""


def number(edit: PatternEdit, name: str, default: float | None = None, most: float = MOST_MM) -> float:
    raw = edit.values.get(name, default)
    if raw is None:
        raise Refused(f"{name} is missing")
    try:
        value = float(raw)
    except ValueError as error:
        raise Refused(f"{name} '{raw}' is not a number") from error
    if not math.isfinite(value) or abs(value) > most:
        raise Refused(f"{name} {raw} is beyond {most:g}")
    return value


def edge_of(piece: Piece, id: str) -> Edge:
    for edge in piece.edges:
        if edge.id == id:
            return edge
    raise Refused(f"{piece.id} has no edge '{id}'")


def end_of(piece: Piece, item: str) -> tuple[Edge, bool]:
    """(edge, at its end) of an item `EDGE`, `EDGE:start` or `EDGE:end`."""
    name, _, where = item.partition(":")
    if where not in ("", "start", "end"):
        raise Refused(f"'{item}' is not the start or end of an edge")
    return edge_of(piece, name), where != "start"


def mirroring(piece: Piece, edit: PatternEdit) -> bool:
    return edit.mirror and piece.symmetric


def twin_of(piece: Piece, edge: Edge) -> Edge:
    """The mirror image of an edge on a symmetric piece (itself where it crosses the axis)."""
    start, end = g.mirrored(edge.end, piece.symmetry_x), g.mirrored(edge.start, piece.symmetry_x)
    for other in piece.edges:
        if g.distance(other.start, start) < SAME_MM and g.distance(other.end, end) < SAME_MM:
            return other
    raise Refused("the other half has no such edge any more")
