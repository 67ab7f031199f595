"""Which parts of a cloth are near each other: vertices and triangles, edges and edges. Numba; workers only.

A uniform grid filled by counting sort. Boxes reach half the search distance beyond what they hold, so that two things
nearer than that share a cell; a pair is looked at in the first cell it shares and nowhere else.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from ampc_desktop.tryon.distance import closest

Array = Any
Index = Any

VERTEX_TRIANGLE, EDGE_EDGE = 0, 1


@njit(cache=True, error_model="numpy")
def near_pairs(x: Array, faces: Index, edges: Index, reach: float) -> tuple[Index, Index]:
    """All pairs without a common vertex that are nearer than reach.

    Gives who (p, 4) and kind (p,): a vertex and its triangle's corners, or the ends of two edges.
    """
    cell = _cell(x, edges, reach)
    who = np.empty((1024, 4), np.int64)
    kind = np.empty(1024, np.int64)
    low, count = _grid(x, cell)
    who, kind, found = _vertices_and_triangles(x, faces, reach, cell, low, count, who, kind, 0)
    who, kind, found = _edges_and_edges(x, edges, reach, cell, low, count, who, kind, found)
    return who[:found].copy(), kind[:found].copy()


@njit(cache=True, error_model="numpy")
def _vertices_and_triangles(
    x: Array, faces: Index, reach: float, cell: float, low: Array, count: Index, who: Index, kind: Index, found: int
) -> tuple[Index, Index, int]:
    """Vertices lie in the grid; every triangle asks the cells of its widened box."""
    alone = np.arange(len(x)).reshape(-1, 1)
    start, entries, _ = _filled(x, alone, low, count, cell, 0.0)
    box, q = np.empty((3, 2), np.int64), np.empty(3)
    for t in range(len(faces)):
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        _box(x, faces, t, low, count, cell, reach, box)
        for i in range(box[0, 0], box[0, 1] + 1):
            for j in range(box[1, 0], box[1, 1] + 1):
                row = (i * count[1] + j) * count[2]
                for e in range(start[row + box[2, 0]], start[row + box[2, 1] + 1]):
                    v = entries[e]
                    if v in (a, b, c) or _apart(x[v], x[a], x[b], x[c], reach):
                        continue
                    closest(x[a], x[b], x[c], x[v], q)
                    if (q[0] - x[v, 0]) ** 2 + (q[1] - x[v, 1]) ** 2 + (q[2] - x[v, 2]) ** 2 < reach * reach:
                        if found == len(who):
                            who, kind = _longer(who, kind)
                        who[found, 0], who[found, 1], who[found, 2], who[found, 3] = v, a, b, c
                        kind[found] = VERTEX_TRIANGLE
                        found += 1
    return who, kind, found


@njit(cache=True, error_model="numpy")
def _edges_and_edges(
    x: Array, edges: Index, reach: float, cell: float, low: Array, count: Index, who: Index, kind: Index, found: int
) -> tuple[Index, Index, int]:
    """Edges lie in every cell of their box widened by half the reach; pairs are taken cell by cell."""
    start, entries, cells = _filled(x, edges, low, count, cell, 0.5 * reach)
    spans = np.empty((len(edges), 6))
    for e in range(len(edges)):
        for d in range(3):
            p, q = x[edges[e, 0], d], x[edges[e, 1], d]
            spans[e, 2 * d], spans[e, 2 * d + 1] = min(p, q) - 0.5 * reach, max(p, q) + 0.5 * reach
    coef, mine = np.empty(4), np.empty((64, 6))
    for i in range(count[0]):
        for j in range(count[1]):
            for k in range(count[2]):
                place = (i * count[1] + j) * count[2] + k
                first, last = start[place], start[place + 1]
                if last - first < 2:
                    continue
                if last - first > len(mine):
                    mine = np.empty((2 * (last - first), 6))
                for m in range(first, last):
                    mine[m - first] = spans[entries[m]]
                for m in range(last - first):
                    one = mine[m]
                    for n in range(m + 1, last - first):
                        two = mine[n]
                        near = (one[0] <= two[1]) & (two[0] <= one[1]) & (one[2] <= two[3]) & (two[2] <= one[3])
                        if not near & (one[4] <= two[5]) & (two[4] <= one[5]):  # one jump is quicker than six
                            continue
                        e, f = entries[first + m], entries[first + n]
                        if i != max(cells[e, 0, 0], cells[f, 0, 0]) or j != max(cells[e, 1, 0], cells[f, 1, 0]):
                            continue
                        if k != max(cells[e, 2, 0], cells[f, 2, 0]):
                            continue
                        a, b, c, g = edges[e, 0], edges[e, 1], edges[f, 0], edges[f, 1]
                        if a in (c, g) or b in (c, g):
                            continue
                        if segments(x[a], x[b], x[c], x[g], coef) < reach * reach:
                            if found == len(who):
                                who, kind = _longer(who, kind)
                            who[found, 0], who[found, 1], who[found, 2], who[found, 3] = a, b, c, g
                            kind[found] = EDGE_EDGE
                            found += 1
    return who, kind, found


@njit(cache=True, error_model="numpy")
def _cell(x: Array, edges: Index, reach: float) -> float:
    total = 0.0
    for e in range(len(edges)):
        far = 0.0
        for d in range(3):
            far += (x[edges[e, 0], d] - x[edges[e, 1], d]) ** 2
        total += math.sqrt(far)
    return max(reach, 0.7 * total / max(len(edges), 1))


@njit(cache=True, error_model="numpy")
def _grid(x: Array, cell: float) -> tuple[Array, Index]:
    low, count = np.empty(3), np.empty(3, np.int64)
    for d in range(3):
        small, big = x[0, d], x[0, d]
        for v in range(len(x)):
            small, big = min(small, x[v, d]), max(big, x[v, d])
        low[d] = small
        count[d] = min(int((big - small) / cell) + 1, 200)
    return low, count


@njit(cache=True, error_model="numpy")
def _box(x: Array, parts: Index, t: int, low: Array, count: Index, cell: float, reach: float, out: Index) -> None:
    for d in range(3):
        small = big = x[parts[t, 0], d]
        for k in range(1, parts.shape[1]):
            small, big = min(small, x[parts[t, k], d]), max(big, x[parts[t, k], d])
        out[d, 0] = min(max(math.floor((small - reach - low[d]) / cell), 0), count[d] - 1)
        out[d, 1] = min(max(math.floor((big + reach - low[d]) / cell), 0), count[d] - 1)


@njit(cache=True, error_model="numpy")
def _filled(x: Array, parts: Index, low: Array, count: Index, cell: float, reach: float) -> tuple[Index, Index, Index]:
    """Cells of every part's box (k, 3, 2): entries[start[c]:start[c + 1]] lie in cell c."""
    total = count[0] * count[1] * count[2]
    start = np.zeros(total + 1, np.int64)
    boxes = np.empty((len(parts), 3, 2), np.int64)
    for t in range(len(parts)):
        box = boxes[t]
        _box(x, parts, t, low, count, cell, reach, box)
        for i in range(box[0, 0], box[0, 1] + 1):
            for j in range(box[1, 0], box[1, 1] + 1):
                for k in range(box[2, 0], box[2, 1] + 1):
                    start[(i * count[1] + j) * count[2] + k + 1] += 1
    for c in range(total):
        start[c + 1] += start[c]
    entries = np.empty(start[total], np.int64)
    fill = start[:total].copy()
    for t in range(len(parts)):
        box = boxes[t]
        for i in range(box[0, 0], box[0, 1] + 1):
            for j in range(box[1, 0], box[1, 1] + 1):
                for k in range(box[2, 0], box[2, 1] + 1):
                    place = (i * count[1] + j) * count[2] + k
                    entries[fill[place]] = t
                    fill[place] += 1
    return start, entries, boxes


@njit(cache=True, error_model="numpy")
def _longer(who: Index, kind: Index) -> tuple[Index, Index]:
    more, kinds = np.empty((2 * len(who), 4), np.int64), np.empty(2 * len(who), np.int64)
    more[: len(who)] = who
    kinds[: len(who)] = kind
    return more, kinds


@njit(cache=True, error_model="numpy")
def _apart(p: Array, a: Array, b: Array, c: Array, reach: float) -> bool:
    """Whether the boxes or the plane tell that a point is farther than reach from a triangle."""
    for d in range(3):
        if p[d] < min(a[d], b[d], c[d]) - reach or p[d] > max(a[d], b[d], c[d]) + reach:
            return True
    u0, u1, u2 = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    v0, v1, v2 = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    n0, n1, n2 = u1 * v2 - u2 * v1, u2 * v0 - u0 * v2, u0 * v1 - u1 * v0
    off = (p[0] - a[0]) * n0 + (p[1] - a[1]) * n1 + (p[2] - a[2]) * n2
    return bool(off * off > reach * reach * (n0 * n0 + n1 * n1 + n2 * n2))


@njit(cache=True, error_model="numpy")
def segments(p0: Array, p1: Array, q0: Array, q1: Array, coef: Array) -> float:
    """Squared distance of two segments; coef (4,): weights of p0, p1, q0, q1 in the vector between the closest points.

    Ericson 2005, 5.1.9.
    """
    a = e = f = b = c = 0.0
    for d in range(3):
        u, v, r = p1[d] - p0[d], q1[d] - q0[d], p0[d] - q0[d]
        a += u * u
        e += v * v
        f += v * r
        b += u * v
        c += u * r
    s = 0.0
    low = a * e - b * b
    if low > 1e-12 * a * e:
        s = min(max((b * f - c * e) / low, 0.0), 1.0)
    t = (b * s + f) / e if e > 0.0 else 0.0
    if t < 0.0:
        t = 0.0
        s = min(max(-c / a, 0.0), 1.0) if a > 0.0 else 0.0
    elif t > 1.0:
        t = 1.0
        s = min(max((b - c) / a, 0.0), 1.0) if a > 0.0 else 0.0
    coef[0], coef[1], coef[2], coef[3] = 1.0 - s, s, t - 1.0, -t
    far = 0.0
    for d in range(3):
        far += (coef[0] * p0[d] + coef[1] * p1[d] + coef[2] * q0[d] + coef[3] * q1[d]) ** 2
    return far
