"""Freeing cloth that passes through itself: crossings are pushed the way their intersection lines get shorter. Numba.

After Volino and Magnenat-Thalmann, Resolving Surface Collisions through Intersection Contour Minimization (2006): where
an edge (unit vector E) goes through a triangle (normal N), the intersection line runs from there along R into each face
of the edge. Moving the edge by D against the triangle shortens it by D . (R - (E.R)/(E.N) N). No history is needed, so
it works from any start, also at the borders of the cloth.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any


def faces_of_edges(faces: Index, edges: Index) -> Index:
    """(e, 2) third vertices of the faces at each edge, -1 where there is none."""
    n = int(faces.max()) + 1
    keys = edges[:, 0] * n + edges[:, 1]
    out = np.full((len(edges), 2), -1, dtype=np.int64)
    for k in range(3):
        a, b, c = faces[:, k], faces[:, (k + 1) % 3], faces[:, (k + 2) % 3]
        at = np.searchsorted(keys, np.minimum(a, b) * n + np.maximum(a, b))
        forward = (a < b).astype(np.int64)  # neighbours walk their common edge in opposite directions
        out[at, forward] = c
    return out


def ironed(x: Array, edges: Index, places: Index, rings: int = 2, times: int = 20) -> Array:
    """Positions (n, 3) with the cloth within some rings of edges around vertices (k,) smoothed out.

    For folds that went through themselves: a narrow band turned over is held there by its own stretch, and no push
    along the crossing gets it out. Smoothed, it lies as its surroundings do.
    """
    near = np.zeros(len(x), dtype=bool)
    near[places] = True
    for _ in range(rings):
        reached = near[edges].any(axis=1)
        near[edges[reached]] = True
    touching = edges[near[edges].any(axis=1)]
    count = np.bincount(touching.reshape(-1), minlength=len(x))[:, None]
    out = x.copy()
    for _ in range(times):
        total = np.zeros_like(x)
        np.add.at(total, touching[:, 0], out[touching[:, 1]])
        np.add.at(total, touching[:, 1], out[touching[:, 0]])
        out[near] = (total / np.maximum(count, 1))[near]
    return out


@njit(cache=True, error_model="numpy")
def add_freeing(
    x: Array, faces: Index, edges: Index, third: Index, pairs: Index, strength: float, force: Array
) -> None:
    """Adds `strength` newton to both sides of each crossing; pairs (p, 2): edge and triangle."""
    n, m, e, r, way = np.empty(3), np.empty(3), np.empty(3), np.empty(3), np.empty(3)
    for p in range(len(pairs)):
        a, b = edges[pairs[p, 0], 0], edges[pairs[p, 0], 1]
        f = faces[pairs[p, 1]]
        _normal(x[f[0]], x[f[1]], x[f[2]], n)
        length = math.sqrt((x[b, 0] - x[a, 0]) ** 2 + (x[b, 1] - x[a, 1]) ** 2 + (x[b, 2] - x[a, 2]) ** 2)
        for d in range(3):
            e[d] = (x[b, d] - x[a, d]) / max(length, 1e-12)
            way[d] = 0.0
        steep = e[0] * n[0] + e[1] * n[1] + e[2] * n[2]
        steep = math.copysign(max(abs(steep), 0.1), steep)
        for side in range(2):
            c = third[pairs[p, 0], side]
            if c < 0:
                continue
            _normal(x[a], x[b], x[c], m)
            r[0] = n[1] * m[2] - n[2] * m[1]
            r[1] = n[2] * m[0] - n[0] * m[2]
            r[2] = n[0] * m[1] - n[1] * m[0]
            size = math.sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
            if size < 1e-9:
                continue
            inward = along = er = 0.0
            for d in range(3):
                along += (x[c, d] - x[a, d]) * e[d]
            for d in range(3):
                inward += (x[c, d] - x[a, d] - along * e[d]) * r[d]
            sign = 1.0 if inward > 0.0 else -1.0
            for d in range(3):
                r[d] *= sign / size
                er += e[d] * r[d]
            for d in range(3):
                way[d] += r[d] - er / steep * n[d]
        size = math.sqrt(way[0] ** 2 + way[1] ** 2 + way[2] ** 2)
        if size < 1e-9:
            continue
        for d in range(3):
            push = strength * way[d] / size
            force[a, d] += 0.5 * push
            force[b, d] += 0.5 * push
            for c in range(3):
                force[f[c], d] -= push / 3


@njit(cache=True, error_model="numpy")
def _normal(a: Array, b: Array, c: Array, out: Array) -> None:
    u0, u1, u2 = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    v0, v1, v2 = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    out[0], out[1], out[2] = u1 * v2 - u2 * v1, u2 * v0 - u0 * v2, u0 * v1 - u1 * v0
    size = max(math.sqrt(out[0] ** 2 + out[1] ** 2 + out[2] ** 2), 1e-30)
    for d in range(3):
        out[d] /= size
