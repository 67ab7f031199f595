"""A worn garment taken along when its body moves: each vertex goes with the skin it lies on."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.body import BodyMesh
from ampc_desktop.core.drape import Array

NEAR = 12
"""Skin vertices that a vertex of cloth goes along with."""


def follow(positions_mm: Array, before: BodyMesh, after: BodyMesh) -> Array:
    """Start (n, 3) mm in a new pose of the same body from positions in the old one.

    Each vertex keeps its place relative to the skin beside it: the best rigid motion of its nearest skin vertices
    (Kabsch 1976), weighed by nearness. Meant for steps of some twenty degrees; the solver does the rest.
    """
    from scipy.spatial import cKDTree

    skin = np.unique(before.skin)
    old, new = before.vertices_mm[skin], after.vertices_mm[skin]
    far, near = cKDTree(old).query(positions_mm, k=NEAR)
    weight = 1.0 / (far + 5.0) ** 2
    weight /= weight.sum(axis=1, keepdims=True)
    a, b = old[near], new[near]
    centre_a, centre_b = (weight[..., None] * a).sum(axis=1), (weight[..., None] * b).sum(axis=1)
    spread = np.einsum("nk,nki,nkj->nij", weight, a - centre_a[:, None], b - centre_b[:, None])
    u, _, vt = np.linalg.svd(spread)
    flip = np.sign(np.linalg.det(u @ vt))
    u[:, :, 2] *= flip[:, None]
    turn = u @ vt
    return np.asarray(centre_b + np.einsum("ni,nij->nj", positions_mm - centre_a, turn))
