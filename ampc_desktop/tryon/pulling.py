"""Where a line that is being pulled will lie: the edge of the changed pattern on the cloth as it lies now."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array, ClothMesh, Index
from ampc_desktop.core.fit import Handle
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.tryon.panels import panels_of

_NEAREST = 12
_INSIDE = -0.02
_REACH_MM = 70.0
"""Beyond the cloth's edge its lie is followed on from the cloth within this reach, folds evened out."""


def pulled_line(mesh: ClothMesh, positions_mm: Array, handle: Handle, changed: Pattern) -> Array | None:
    """Places (k, 3) mm of a handle's line when the garment is made by a changed pattern, on the cloth as it lies.

    One place for every vertex of handle.sides in their order, each at its share of the length of its side. None where
    the changed pattern has no such side.
    """
    sides = {f"{panel.id}/{side.id}": side.polyline for panel in panels_of(changed)[0] for side in panel.sides}
    places = []
    for name in handle.sides:
        at = mesh.sides.get(name)
        if at is None or len(at) < 2:
            continue
        if name not in sides:
            return None
        now, new = mesh.flat_mm[at], sides[name]
        arc = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(now, axis=0), axis=1))))
        length = g.polyline_length(new)
        wanted = np.array([g.point_at(new, float(share) * length) for share in arc / arc[-1]])
        places.append(_on_cloth(mesh, positions_mm, int(mesh.panel[at[0]]), at, wanted))
    return np.concatenate(places) if places else None


def _on_cloth(mesh: ClothMesh, positions_mm: Array, panel: int, at: Index, wanted: Array) -> Array:
    """Places of points (k, 2) of a panel; those beyond its edge go on from the vertices (k,) they belong to."""
    from scipy.spatial import cKDTree

    faces = mesh.triangles[mesh.panel[mesh.triangles[:, 0]] == panel]
    flat, space = mesh.flat_mm[faces], positions_mm[mesh.sewn[faces]]
    _, near = cKDTree(flat.mean(axis=1)).query(wanted, k=min(_NEAREST, len(faces)))
    near = near.reshape(len(wanted), -1)
    a, b, c = (flat[near, k] for k in range(3))
    u, v, w = b - a, c - a, wanted[:, None] - a
    det = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    s = (w[..., 0] * v[..., 1] - w[..., 1] * v[..., 0]) / det
    t = (u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]) / det
    weights = np.stack((1.0 - s - t, s, t), axis=2)
    best = weights.min(axis=2).argmax(axis=1)
    rows = np.arange(len(wanted))
    chosen = weights[rows, best]
    found = np.einsum("kc,kcd->kd", chosen, space[near[rows, best]])
    mine = np.unique(faces)
    for k in np.flatnonzero(chosen.min(axis=1) < _INSIDE):
        found[k] = beyond(mesh, positions_mm, mine, int(at[k]), wanted[k])
    return np.asarray(found)


def beyond(mesh: ClothMesh, positions_mm: Array, mine: Index, vertex: int, wanted: Array) -> Array:
    """The place (3,) of a point off the cloth: the flat step to it from a vertex, turned as the cloth around it lies.

    mine: the flat vertices of the panel.
    """
    here, lies = mesh.flat_mm[vertex], positions_mm[mesh.sewn[vertex]]
    step = mesh.flat_mm[mine] - here
    far = np.linalg.norm(step, axis=1)
    close = far < _REACH_MM
    weight = (1.0 - far[close] / _REACH_MM)[:, None]
    turn, *_ = np.linalg.lstsq(weight * step[close], weight * (positions_mm[mesh.sewn[mine[close]]] - lies), rcond=None)
    return np.asarray(lies + (wanted - here) @ turn)
