"""Edges through triangles, counted exactly enough to trust a zero. Numba; imported by workers only.

Every edge is tested against the triangles in the grid cells its box touches (Moeller and Trumbore 1997).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any


def edges_of(faces: Index) -> Index:
    """(e, 2) vertex pairs, each once."""
    pairs = np.sort(np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
    return np.unique(pairs, axis=0).astype(np.int64)


def crossings(points: Array, edges: Index, corners: Array, faces: Index, same: bool = False) -> int:
    """Number of (edge, triangle) pairs in which the edge goes through the triangle's inside.

    same : both belong to one mesh: pairs with a common vertex do not count.
    """
    return len(crossing_pairs(points, edges, corners, faces, same))


def crossing_pairs(points: Array, edges: Index, corners: Array, faces: Index, same: bool = False) -> Index:
    """As `crossings`: (k, 2) the edge and the triangle of each."""
    if not len(edges) or not len(faces):
        return np.zeros((0, 2), dtype=np.int64)
    points, corners = np.ascontiguousarray(points), np.ascontiguousarray(corners)
    lengths = np.linalg.norm(points[edges[:, 1]] - points[edges[:, 0]], axis=1)
    cell = max(float(np.median(lengths)), 1e-9)
    low = corners.min(axis=0)
    count = np.minimum(np.floor(np.ptp(corners, axis=0) / cell).astype(np.int64) + 1, 400)
    return _pairs(points, edges, corners, np.ascontiguousarray(faces, dtype=np.int64), same, low, cell, count)


@njit(cache=True, error_model="numpy")
def _span(a: Array, b: Array, low: Array, cell: float, count: Index, out: Index) -> None:
    for d in range(3):
        out[d, 0] = min(max(math.floor((a[d] - low[d]) / cell), 0), count[d] - 1)
        out[d, 1] = min(max(math.floor((b[d] - low[d]) / cell), 0), count[d] - 1)


@njit(cache=True, error_model="numpy")
def _pairs(x: Array, edges: Index, y: Array, faces: Index, same: bool, low: Array, cell: float, count: Index) -> Index:
    total = count[0] * count[1] * count[2]
    start = np.zeros(total + 1, np.int64)
    span = np.empty((3, 2), np.int64)
    small, big = np.empty(3), np.empty(3)
    entries = np.empty(0, np.int64)
    fill = np.empty(0, np.int64)
    for turn in range(2):
        if turn == 1:
            for k in range(total):
                start[k + 1] += start[k]
            entries = np.empty(start[total], np.int64)
            fill = start[:total].copy()
        for t in range(len(faces)):
            for d in range(3):
                a, b, c = y[faces[t, 0], d], y[faces[t, 1], d], y[faces[t, 2], d]
                small[d], big[d] = min(a, b, c), max(a, b, c)
            _span(small, big, low, cell, count, span)
            for i in range(span[0, 0], span[0, 1] + 1):
                for j in range(span[1, 0], span[1, 1] + 1):
                    for k in range(span[2, 0], span[2, 1] + 1):
                        place = (i * count[1] + j) * count[2] + k
                        if turn == 0:
                            start[place + 1] += 1
                        else:
                            entries[fill[place]] = t
                            fill[place] += 1
    seen = np.full(len(faces), -1, np.int64)
    found, out = 0, np.empty((64, 2), np.int64)
    for e in range(len(edges)):
        p, q = x[edges[e, 0]], x[edges[e, 1]]
        for d in range(3):
            small[d], big[d] = min(p[d], q[d]), max(p[d], q[d])
        _span(small, big, low, cell, count, span)
        for i in range(span[0, 0], span[0, 1] + 1):
            for j in range(span[1, 0], span[1, 1] + 1):
                for k in range(span[2, 0], span[2, 1] + 1):
                    place = (i * count[1] + j) * count[2] + k
                    for n in range(start[place], start[place + 1]):
                        t = entries[n]
                        if seen[t] == e:
                            continue
                        seen[t] = e
                        if same:
                            shared = False
                            for c in range(3):
                                if faces[t, c] == edges[e, 0] or faces[t, c] == edges[e, 1]:
                                    shared = True
                            if shared:
                                continue
                        if _through(p, q, y[faces[t, 0]], y[faces[t, 1]], y[faces[t, 2]]):
                            if found == len(out):
                                longer = np.empty((2 * found, 2), np.int64)
                                longer[:found] = out
                                out = longer
                            out[found, 0], out[found, 1] = e, t
                            found += 1
    return out[:found].copy()


@njit(cache=True, error_model="numpy")
def _through(p: Array, q: Array, a: Array, b: Array, c: Array) -> bool:
    d0, d1, d2 = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    e0, e1, e2 = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    f0, f1, f2 = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    h0, h1, h2 = d1 * f2 - d2 * f1, d2 * f0 - d0 * f2, d0 * f1 - d1 * f0
    det = e0 * h0 + e1 * h1 + e2 * h2
    if det == 0.0:
        return False
    s0, s1, s2 = p[0] - a[0], p[1] - a[1], p[2] - a[2]
    u = (s0 * h0 + s1 * h1 + s2 * h2) / det
    if u < 0.0 or u > 1.0:
        return False
    g0, g1, g2 = s1 * e2 - s2 * e1, s2 * e0 - s0 * e2, s0 * e1 - s1 * e0
    v = (d0 * g0 + d1 * g1 + d2 * g2) / det
    if v < 0.0 or u + v > 1.0:
        return False
    t = (f0 * g0 + f1 * g1 + f2 * g2) / det
    return bool(0.0 <= t <= 1.0)
