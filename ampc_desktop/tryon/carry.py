"""A drape carried over to the mesh of a changed pattern: the start of a warm drape."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.core.problem import Kind, Problem

_CRUMPLED = 0.6
"""Edges shorter than this share of their length: a compressed start jams."""
_NEAREST = 8
_BEYOND = 0.5
"""How far outside a triangle its plane is followed, in barycentric weight."""


def carry(old: ClothMesh, positions_mm: Array, new: ClothMesh) -> Array:
    """Start (n, 3) mm for `new` from positions (m, 3) mm of `old`: every panel laid over its predecessor.

    A panel's place is told by its share of the panel's width and height, so that side meets side though the size has
    changed. The child moves what then lies in the body out of it. Raises Problem (the answer is no) when the patterns
    have other panels, or one changed so much that the cloth would start crumpled: such a garment is placed anew.
    """
    if set(old.panels) != set(new.panels):
        other = sorted(set(old.panels) ^ set(new.panels))
        raise Problem(
            f"piece {other[0]} is not in both patterns", "try-on", "drape the new pattern from the start",
            Kind.NO, "tryon.carry",
        )  # fmt: skip
    total, count = np.zeros((new.n_vertices, 3)), np.zeros(new.n_vertices)
    for number, panel in enumerate(new.panels):
        before = old.panels.index(panel)
        mine = new.panel == number
        at = _over(old.flat_mm[old.panel == before], new.flat_mm[mine])
        faces = old.triangles[old.panel[old.triangles[:, 0]] == before]
        carried = _carried(old.flat_mm[faces], positions_mm[old.sewn[faces]], at)
        np.add.at(total, new.sewn[mine], carried)
        np.add.at(count, new.sewn[mine], 1.0)
    start = np.asarray(total / count[:, None])
    if crumpled(new, start):
        raise Problem(
            "the pattern changed too much to go on from the last drape", "try-on", "drape it from the start",
            Kind.NO, "tryon.carry",
        )  # fmt: skip
    return start


def crumpled(mesh: ClothMesh, positions_mm: Array) -> bool:
    """Whether cloth would start so compressed that it jams."""
    return _shortest(mesh, positions_mm) < _CRUMPLED


def _shortest(mesh: ClothMesh, x: Array) -> float:
    """Length of edges as a share of their flat length: all but one in five hundred are longer than this."""
    faces, rest = mesh.faces, mesh.rest_mm
    shares = [
        np.linalg.norm(x[faces[:, k]] - x[faces[:, (k + 1) % 3]], axis=1)
        / np.linalg.norm(rest[:, k] - rest[:, (k + 1) % 3], axis=1)
        for k in range(3)
    ]
    return float(np.percentile(np.concatenate(shares), 0.2))


def _over(old: Array, new: Array) -> Array:
    """Points of the new outline's box in the old one's."""
    low, size = new.min(axis=0), np.ptp(new, axis=0)
    return np.asarray(old.min(axis=0) + (new - low) * (np.ptp(old, axis=0) / size))


def _carried(flat: Array, space: Array, at: Array) -> Array:
    """Places (k, 3) of points (k, 2) on triangles flat (t, 3, 2) that lie in space as (t, 3, 3)."""
    from scipy.spatial import cKDTree

    _, near = cKDTree(flat.mean(axis=1)).query(at, k=min(_NEAREST, len(flat)))
    near = near.reshape(len(at), -1)
    a, b, c = (flat[near, k] for k in range(3))  # (k, near, 2)
    u, v, w = b - a, c - a, at[:, None] - a
    det = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    s = (w[..., 0] * v[..., 1] - w[..., 1] * v[..., 0]) / det
    t = (u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]) / det
    weights = np.stack((1.0 - s - t, s, t), axis=2)
    best = weights.min(axis=2).argmax(axis=1)
    rows = np.arange(len(at))
    chosen = np.maximum(weights[rows, best], -_BEYOND)
    chosen /= chosen.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("kc,kcd->kd", chosen, space[near[rows, best]]))
