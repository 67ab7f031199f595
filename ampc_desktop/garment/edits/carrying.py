"""Whole pieces carried by a field of shifts; bands made longer; where a piece is worn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Piece
from ampc_desktop.garment.edits.settling import settled

BANDS = ("neckband", "waistband", "armband", "cuff", "hem_band", "stand")


def worn(piece: Piece) -> str:
    """Where a piece is worn: what it says, else what its id says."""
    return piece.worn or piece.id.split(".")[0]


def folded_band(piece: Piece) -> bool:
    """Whether a piece is a band worn folded in two along its middle."""
    return worn(piece) in BANDS and any(line.kind == "fold" for line in piece.internals)


def moved(piece: Piece, field: Callable[[Point], Point]) -> Piece:
    """A piece with every point, handle and mark carried by a field; notches stay where they were on their edges."""

    def way(path: Path) -> Path:
        return tuple(tuple(field(p) for p in segment) for segment in path)

    return replace(
        piece,
        edges=tuple(replace(edge, path=way(edge.path)) for edge in piece.edges),
        internals=tuple(replace(line, path=way(line.path)) for line in piece.internals),
        drills=tuple(replace(hole, at=field(hole.at)) for hole in piece.drills),
        darts=tuple(replace(dart, apex=field(dart.apex)) for dart in piece.darts),
        grain=replace(piece.grain, start=field(piece.grain.start), end=field(piece.grain.end)),
    )


def stretched(piece: Piece, id: str, by: float) -> Piece:
    """A band made longer along one of its edges; what lies beyond that edge keeps its length."""
    edge = piece.edge(id)
    length = g.distance(edge.start, edge.end)
    along = ((edge.end[0] - edge.start[0]) / length, (edge.end[1] - edge.start[1]) / length)
    fixed = 0.5 if piece.symmetric else 0.0

    def longer(p: Point) -> Point:
        t = (p[0] - edge.start[0]) * along[0] + (p[1] - edge.start[1]) * along[1]
        shift = by * (min(max(t / length, 0.0), 1.0) - fixed)
        return (p[0] + shift * along[0], p[1] + shift * along[1])

    return settled(piece, moved(piece, longer))
