"""The fly: a shaped facing on the left, a folded shield on the right, both as long as the opening."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, InternalLine, Piece, Seam
from ampc_desktop.garment.drafting.smooth import parallel, upright_grain

WIDTH_MM = 40.0
"""Finished width of facing and shield."""
ROUND_MM = 30.0
"""The facing's lower corner is rounded over this length; the topstitching follows it."""
NEAT_MM = 6.0
"""Overlocked edge of the facing."""


def pieces(front: Piece, allowance: float) -> list[Piece]:
    """Fly facing (left, one ply) and fly shield (right, folded) for the front's opening."""
    return [_facing(front, allowance), _shield(front.edge("fly").length_mm, allowance)]


def _facing(front: Piece, allowance: float) -> Piece:
    path = front.edge("fly").path
    beside = parallel(path, WIDTH_MM)
    inner, gone = g.split_path(beside, g.path_length(beside) - ROUND_MM)
    low, corner = path[-1][-1], gone[-1][-1]
    turn = g.cubic(low, g.lerp(low, corner, 0.6), g.lerp(corner, inner[-1][-1], 0.1), inner[-1][-1])
    edges = (
        Edge("fly", path, allowance, "4.06"),
        Edge("round", (turn,), NEAT_MM, "6.01"),
        Edge("inner", g.reversed_path(inner), NEAT_MM, "6.01"),
        Edge("top", (g.line(inner[0][0], path[0][0]),), allowance),
    )
    ring = np.concatenate([edge.polyline[:-1] for edge in edges])
    return Piece(
        id="fly_facing",
        name="FLY FACING",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain(*upright_grain(ring)),
        printed=False,
        label="Fly facing",
        annotation="CUT 1 FLY FACING (LEFT), FUSE",
        worn="inside",
    )


def _shield(length: float, allowance: float) -> Piece:
    wide = 2 * WIDTH_MM
    edges = (
        Edge("fly", (g.line((0.0, 0.0), (0.0, -length)),), allowance, "4.06"),
        Edge("bottom", (g.line((0.0, -length), (wide, -length)),), NEAT_MM),
        Edge("fly.inner", (g.line((wide, -length), (wide, 0.0)),), allowance, "4.06"),
        Edge("top", (g.line((wide, 0.0), (0.0, 0.0)),), allowance),
    )
    return Piece(
        id="fly_shield",
        name="FLY SHIELD",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((WIDTH_MM / 2, -0.8 * length), (WIDTH_MM / 2, -0.2 * length)),
        internals=(InternalLine("fold", "fold", (g.line((WIDTH_MM, -length), (WIDTH_MM, 0.0)),)),),
        printed=False,
        label="Fly shield",
        annotation="CUT 1 FLY SHIELD (RIGHT)",
        worn="inside",
    )


def seams() -> tuple[Seam, ...]:
    """Facing to the left front, shield with the zip to the right front, and the shield's fold."""
    shield = (EdgeRef("fly_shield", "fly"),)
    return (
        Seam("fly.l", "fly facing", (EdgeRef("fly_facing", "fly"),), (EdgeRef("front", "fly"),)),
        Seam("fly.r", "fly shield and zip", shield, (EdgeRef("front", "fly", False, 1),)),
        Seam("fly_shield.fold", "fly shield fold", shield, (EdgeRef("fly_shield", "fly.inner", True),)),
    )
