"""The strain of cloth, as the solver and the maps read it: of each triangle, shared with its neighbourhood.

Flat triangles can't bend two ways without stretching: on a dome such as the bust their own strain is too high, the more
so the longer the edges (membrane locking). Most of it alternates from triangle to triangle and is gone in the mean
around a vertex. The energy is therefore taken for SHARED from these means and for the rest from each triangle, which
keeps the alternating strains from costing nothing (smoothed elements: Liu and Nguyen-Thoi 2010).
No numba here: maps need it without a worker.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.drape import Array, ClothMesh

Index = npt.NDArray[np.int32] | npt.NDArray[np.int64]

SHARED = 2.0 / 3.0
"""Share of the membrane's energy that is taken from means around vertices."""


def gradients(mesh: ClothMesh, positions_mm: Array) -> tuple[Array, Array]:
    """Deformation gradient columns (t, 3) of triangles: where one unit along weft and along warp goes."""
    rest, faces = mesh.rest_mm, mesh.faces
    d = np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)
    x = positions_mm[faces]
    e = np.stack((x[:, 1] - x[:, 0], x[:, 2] - x[:, 0]), axis=2)
    f = e @ np.linalg.inv(d)
    return f[:, :, 0], f[:, :, 1]


def greens(fu: Array, fv: Array) -> Array:
    """Green's strains (t, 3): weft, warp and gamma = 2 E_uv."""
    return np.stack((((fu**2).sum(axis=1) - 1.0) / 2, ((fv**2).sum(axis=1) - 1.0) / 2, (fu * fv).sum(axis=1)), axis=1)


def areas(mesh: ClothMesh) -> Array:
    """Areas (t,) of triangles at rest, mm²."""
    rest = mesh.rest_mm
    return np.asarray(0.5 * np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2))))


def around(value: Array, area: Array, patches: Index) -> Array:
    """Area-weighted means (p, ...) of values (t, ...) over the triangles around each corner; patches (t, 3)."""
    count = int(patches.max()) + 1
    total, size = np.zeros((count, *value.shape[1:])), np.zeros(count)
    weighted = (area * value.T).T
    for k in range(3):
        np.add.at(total, patches[:, k], weighted)
        np.add.at(size, patches[:, k], area)
    return np.asarray((total.T / np.maximum(size, 1e-30)).T)


def shared(value: Array, area: Array, patches: Index) -> Array:
    """Values (t, ...) of triangles with the share of their neighbourhood, as stresses of the solver are made."""
    mean = around(value, area, patches)
    return np.asarray((1.0 - SHARED) * value + SHARED * mean[patches].mean(axis=1))
