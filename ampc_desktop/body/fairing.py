"""Keeping extreme shapes whole: where a linear model folds its skin over, the fold is relaxed.

Far from the mean, small creases (navel, perineum, the groove of the spine) can turn triangles inside out. They and two
rings around them are smoothed until every triangle faces as it does on the mean body again; nothing else moves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import Faces

Array = npt.NDArray[np.float64]

SMALLEST = 0.03
"""Share of its area on the mean body (at the same height) below which a triangle has collapsed."""
RINGS, PASSES = 2, 60


def broken(vertices: Array, template: Array, faces: Faces) -> npt.NDArray[np.bool_]:
    """(m,) whether each triangle is turned by more than 90° from the mean body, or collapsed."""
    now, before = _doubled(vertices, faces), _doubled(template, faces)
    scale = np.ptp(vertices[:, 1]) / np.ptp(template[:, 1])
    turned = np.einsum("ij,ij->i", now, before) <= 0
    area, area_before = (np.einsum("ij,ij->i", n, n) for n in (now, before))
    return np.asarray(turned | (area < (SMALLEST * scale**2) ** 2 * area_before))


def relaxed(vertices: Array, template: Array, faces: Faces) -> Array:
    """The vertices with broken triangles smoothed out; the same array when there are none."""
    bad = broken(vertices, template, faces)
    if not bad.any():
        return vertices
    moved = vertices.copy()
    for _ in range(PASSES):
        loose = np.zeros(len(vertices), bool)
        loose[faces[bad]] = True
        for _ in range(RINGS):
            loose[faces[loose[faces].any(axis=1)]] = True
        near = faces[loose[faces].any(axis=1)]
        ends = np.concatenate([near, np.roll(near, 1, axis=1)])  # every edge from both sides
        start, stop = ends.ravel(), np.roll(ends, 1, axis=1).ravel()
        count = np.bincount(start, minlength=len(vertices))
        total = np.stack([np.bincount(start, moved[stop, k], len(vertices)) for k in range(3)], axis=1)
        moved[loose] += 0.5 * (total[loose] / count[loose, None] - moved[loose])
        bad = broken(moved, template, faces)
        if not bad.any():
            break
    return moved


def _doubled(vertices: Array, faces: Faces) -> Array:
    """Area vectors of the triangles, twice."""
    a = vertices[faces[:, 0]]
    (ax, ay, az), (bx, by, bz) = (vertices[faces[:, 1]] - a).T, (vertices[faces[:, 2]] - a).T
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)
