"""Small pieces of cloth in known shapes, shared by the tests of maps, reports and exports. Millimetres."""

from __future__ import annotations

import numpy as np

from ampc_desktop import tryon
from ampc_desktop.core.drape import Array, ClothMesh, Drape
from tests.garment.bodies import JERSEY
from tests.tryon.sheets import sheet

CLOTH = tryon.material(JERSEY)


def strip(width: float = 200.0, length: float = 300.0, edge: float = 20.0, panel: str = "front") -> ClothMesh:
    """One flat rectangle of jersey, nothing sewn."""
    flat, faces = sheet(width, length, edge)
    return ClothMesh(
        (panel,), flat, np.zeros(len(flat), np.int32), faces.astype(np.int32),
        np.arange(len(flat), dtype=np.int32), np.zeros(len(faces), np.int32), np.ones(len(faces)), (CLOTH,),
    )  # fmt: skip


def lying(mesh: ClothMesh, positions: Array | None = None, converged: bool = True, why: str = "") -> Drape:
    """A drape of given positions (flat in z = 0 when none are given) that touches nothing."""
    n = mesh.n_vertices
    if positions is None:
        positions = np.zeros((n, 3))
        positions[mesh.sewn] = np.column_stack((mesh.flat_mm, np.zeros(len(mesh.flat_mm))))
    return Drape(
        mesh, positions, converged, why, 0.001, 0.1, 1.0, 0, 0, 0.0, np.zeros(n), np.full(n, 5.0), 10, 0.1
    )  # fmt: skip


def pulled(mesh: ClothMesh, weft: float = 1.0, warp: float = 1.0, shear: float = 0.0) -> Array:
    """Positions (n, 3) of the flat mesh stretched along weft and warp, and sheared."""
    x, y = mesh.flat_mm.T
    return np.column_stack((weft * x + shear * y, warp * y, np.zeros(len(x))))
