"""Pattern pieces as they are laid: cut outlines turned to the roll, second halves of pairs mirrored."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.marker import MarkerPiece
from ampc_desktop.core.pattern import Pattern, Piece

MIRRORED = ":mirrored"
"""Ending of the id of the mirrored half of a pair; what stands before it is the piece id."""


def materials(pattern: Pattern) -> tuple[str, ...]:
    """Material roles of a pattern in the order they first appear, e.g. ("shell", "rib")."""
    return tuple(dict.fromkeys(piece.material for piece in pattern.pieces))


def marker_pieces(pattern: Pattern, material: str, one_way: bool = False) -> tuple[MarkerPiece, ...]:
    """What must be laid for one garment in one material: cut outlines with grain along +x, mm.

    A mirrored pair gives two items, since a layout never turns a piece over. one_way (napped cloth) or a one-way
    grain line allows no half turn.
    """
    found: list[MarkerPiece] = []
    for piece in pattern.pieces:
        if piece.material != material:
            continue
        rotations = (0.0,) if one_way or piece.grain.one_way else (0.0, 180.0)
        turned = lay_outline(piece)
        label = piece.name or piece.id
        mirrored = piece.quantity // 2 if piece.mirrored_pair else 0
        if piece.quantity - mirrored:
            outline = g.as_points(turned)
            found.append(MarkerPiece(piece.id, label, outline, piece.quantity - mirrored, rotations))
        if mirrored:
            over = g.as_points((turned * (1.0, -1.0))[::-1])
            found.append(MarkerPiece(piece.id + MIRRORED, label, over, mirrored, rotations))
    return tuple(found)


def lay_outline(piece: Piece) -> Array:
    """Cut line (n, 2) turned so that the grain line points along +x."""
    (x0, y0), (x1, y1) = piece.grain.start, piece.grain.end
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    return g.rotated(piece.cut_ring, -angle % 360.0)


def cut_length_mm(pieces: Iterable[MarkerPiece]) -> float:
    """Way of the knife around all outlines, mm."""
    return sum(piece.quantity * g.perimeter(np.asarray(piece.outline)) for piece in pieces)


def total_area_mm2(pieces: Iterable[MarkerPiece]) -> float:
    return sum(piece.quantity * abs(g.signed_area(np.asarray(piece.outline))) for piece in pieces)
