"""One finding of a fit, tied to an edge of the pattern, and the cloth beside an edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ampc_desktop.core.drape import ClothMesh, Drape, Index
from ampc_desktop.core.fit import Cause, Cure, FitAdvice, Severity
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.tryon.levels import side_points, stem

SEAM_MM = 30.0
"""Cloth this near to a seam is judged with it."""


def found_at(
    id: str,
    cause: Cause,
    severity: Severity,
    sentence: str,
    pattern: Pattern,
    edge: str,
    cures: Sequence[Cure | None],
    piece: str = "",
    at: tuple[float, float, float] | None = None,
) -> FitAdvice:
    """One finding, at the first piece that has an edge of that role."""
    role = edge.split(".")[0]
    for candidate in pattern.pieces:
        if piece and candidate.id.split(".")[0] != piece:
            continue
        ids = [one.id for one in candidate.edges]
        hit = edge if edge in ids else next((one for one in ids if one.split(".")[0] == role), "")
        if hit:
            piece, edge = candidate.id, hit
            break
    else:
        piece = edge = ""
    kept = tuple(cure for cure in cures if cure is not None)
    return FitAdvice(id, cause, severity, sentence, piece, edge, at, kept)


def role_of(key: str) -> str:
    """Role of the edge of a side: "neck" of "front/neck.l"."""
    return key.split("/")[1].split(".")[0]


def beside(mesh: ClothMesh, keys: Sequence[str]) -> Index:
    """Triangles within SEAM_MM of some sides, on the sides' own panels."""
    found = []
    for panel in {key.split("/")[0] for key in keys}:
        line = mesh.flat_mm[side_points(mesh, [key for key in keys if key.split("/")[0] == panel])]
        mine = np.flatnonzero(mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index(panel))
        middle = mesh.rest_mm[mine].mean(axis=1)
        far = np.linalg.norm(middle[:, None] - line[None], axis=2).min(axis=1)
        found.append(mine[far <= SEAM_MM])
    return np.concatenate(found).astype(np.int32) if found else np.empty(0, dtype=np.int32)


def sides_of(mesh: ClothMesh, piece: str, *roles: str) -> list[str]:
    """Sides of the panels of a piece whose edge has one of some roles ("neck" is the role of "neck.l")."""
    return [key for key in mesh.sides if stem(key.split("/")[0]) == piece and role_of(key) in roles]


def centre_of(drape: Drape, keys: Sequence[str]) -> tuple[float, float, float]:
    at = drape.positions_mm[drape.mesh.sewn[side_points(drape.mesh, keys)]].mean(axis=0)
    return (float(at[0]), float(at[1]), float(at[2]))
