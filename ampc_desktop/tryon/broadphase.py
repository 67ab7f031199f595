"""Which parts of a cloth are near each other: vertices and triangles, edges and edges. Numba; workers only.

Uniform grids filled by counting sort, everything in one cell: vertices, and edges by their middles. The inner loops
make no views of arrays and grow none: counting references there costs more than the geometry.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from ampc_desktop.tryon.proximity import EDGE_EDGE, VERTEX_TRIANGLE, off_edge, off_triangle

Array = Any
Index = Any

_ROUNDED_M = 1e-6
"""Boxes of edges are wider by this much, because they are held in single precision."""
_MOST_CELLS = 200
"""Cells along an axis, at most."""


@njit(cache=True, error_model="numpy")
def near_pairs(x: Array, faces: Index, edges: Index, reach: float) -> tuple[Index, Index]:
    """All pairs without a common vertex that are nearer than reach.

    Gives who (p, 4) and kind (p,): a vertex and its triangle's corners, or the ends of two edges.
    """
    room = 4096
    while True:
        who = np.empty((room, 4), np.int64)
        first = _vertices_and_triangles(x, faces, reach, who, 0)
        found = _edges_and_edges(x, edges, reach, who, first)
        if found <= room:
            break
        room = 2 * found
    kind = np.full(found, EDGE_EDGE)
    kind[:first] = VERTEX_TRIANGLE
    return who[:found].copy(), kind


@njit(cache=True, error_model="numpy")
def _vertices_and_triangles(x: Array, faces: Index, reach: float, who: Index, found: int) -> int:
    """Fills who from `found` on as far as it has room; gives how many there are. Every triangle asks the cells of its
    widened box."""
    cell = max(reach, 0.8 * _lengths(x, faces)[0])
    low, count = _grid(x, cell)
    start, order = _sorted(x, cell, low, count)
    at = np.empty_like(x)
    for m in range(len(x)):
        for d in range(3):
            at[m, d] = x[order[m], d]
    small, big = np.empty(3), np.empty(3)
    first, last = np.empty(3, np.int64), np.empty(3, np.int64)
    for t in range(len(faces)):
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        for d in range(3):
            small[d] = min(x[a, d], x[b, d], x[c, d]) - reach
            big[d] = max(x[a, d], x[b, d], x[c, d]) + reach
            first[d] = min(max(math.floor((small[d] - low[d]) / cell), 0), count[d] - 1)
            last[d] = min(max(math.floor((big[d] - low[d]) / cell), 0), count[d] - 1)
        u0, u1, u2 = x[b, 0] - x[a, 0], x[b, 1] - x[a, 1], x[b, 2] - x[a, 2]
        v0, v1, v2 = x[c, 0] - x[a, 0], x[c, 1] - x[a, 1], x[c, 2] - x[a, 2]
        n0, n1, n2 = u1 * v2 - u2 * v1, u2 * v0 - u0 * v2, u0 * v1 - u1 * v0
        plane = n0 * x[a, 0] + n1 * x[a, 1] + n2 * x[a, 2]
        most = reach * math.sqrt(n0 * n0 + n1 * n1 + n2 * n2)
        for i in range(first[0], last[0] + 1):
            for j in range(first[1], last[1] + 1):
                row = (i * count[1] + j) * count[2]
                for m in range(start[row + first[2]], start[row + last[2] + 1]):
                    p0, p1, p2 = at[m, 0], at[m, 1], at[m, 2]
                    boxed = (small[0] <= p0) & (p0 <= big[0]) & (small[1] <= p1) & (p1 <= big[1])
                    if not boxed & (small[2] <= p2) & (p2 <= big[2]):
                        continue
                    if abs(n0 * p0 + n1 * p1 + n2 * p2 - plane) > most:
                        continue
                    v = order[m]
                    if (v == a) | (v == b) | (v == c) or off_triangle(x, v, a, b, c) >= reach * reach:
                        continue
                    if found < len(who):
                        who[found, 0], who[found, 1], who[found, 2], who[found, 3] = v, a, b, c
                    found += 1
    return found


@njit(cache=True, error_model="numpy")
def _edges_and_edges(x: Array, edges: Index, reach: float, who: Index, found: int) -> int:
    """As above. The edges of a cell meet those of the cells around it once; boxes are compared many at a time."""
    middle = np.empty((len(edges), 3))
    for e in range(len(edges)):
        for d in range(3):
            middle[e, d] = 0.5 * (x[edges[e, 0], d] + x[edges[e, 1], d])
    cell = _lengths(x, edges)[1] + reach
    low, count = _grid(middle, cell)
    start, order = _sorted(middle, cell, low, count)
    box, ends = np.empty((6, len(edges)), np.float32), np.empty((len(edges), 2), np.int64)
    for m in range(len(edges)):
        a, b = edges[order[m], 0], edges[order[m], 1]
        ends[m, 0], ends[m, 1] = a, b
        for d in range(3):
            box[2 * d, m] = min(x[a, d], x[b, d]) - 0.5 * reach - _ROUNDED_M
            box[2 * d + 1, m] = max(x[a, d], x[b, d]) + 0.5 * reach + _ROUNDED_M
    most = 0
    for place in range(len(start) - 1):
        if start[place + 1] > start[place]:
            size = 0
            for row in range(5):
                one, two = _row(start, count, place, row)
                size += two - one
            most = max(most, size)
    near, numbers, hit = np.empty((6, most), np.float32), np.empty(most, np.int64), np.empty(most, np.uint8)
    for place in range(len(start) - 1):
        own, after = start[place], start[place + 1]
        if own == after:
            continue
        size = 0
        for row in range(5):
            one, two = _row(start, count, place, row)
            for o in range(one, two):
                numbers[size] = o
                for d in range(6):
                    near[d, size] = box[d, o]
                size += 1
        for m in range(own, after):
            _overlaps(near, box[0, m], box[1, m], box[2, m], box[3, m], box[4, m], box[5, m], size, hit)
            a, b = ends[m, 0], ends[m, 1]
            for o in range(m - own + 1, size):
                if hit[o]:
                    c, e = ends[numbers[o], 0], ends[numbers[o], 1]
                    if (a == c) | (a == e) | (b == c) | (b == e) or off_edge(x, a, b, c, e) >= reach * reach:
                        continue
                    if found < len(who):
                        who[found, 0], who[found, 1], who[found, 2], who[found, 3] = a, b, c, e
                    found += 1
    return found


@njit(cache=True, error_model="numpy")
def _row(start: Index, count: Index, place: int, row: int) -> tuple[int, int]:
    """Sorted numbers in one of the five rows of three cells that lie ahead of a cell; its own row begins with it."""
    k, j, i = place % count[2], place // count[2] % count[1], place // (count[2] * count[1])
    if row == 1:
        j += 1
    elif row > 1:
        i, j = i + 1, j + row - 3
    if i >= count[0] or j < 0 or j >= count[1]:
        return 0, 0
    base = (i * count[1] + j) * count[2]
    return start[base + (k if row == 0 else max(k - 1, 0))], start[base + min(k + 1, count[2] - 1) + 1]


@njit(cache=True, error_model="numpy")
def _overlaps(
    near: Array, a0: float, b0: float, a1: float, b1: float, a2: float, b2: float, size: int, hit: Index
) -> None:
    """Whether each box near (6, size) meets the box from a to b."""
    for k in range(size):
        one = (a0 <= near[1, k]) & (near[0, k] <= b0) & (a1 <= near[3, k]) & (near[2, k] <= b1)
        hit[k] = one & (a2 <= near[5, k]) & (near[4, k] <= b2)


@njit(cache=True, error_model="numpy")
def _lengths(x: Array, parts: Index) -> tuple[float, float]:
    """Mean and longest distance between the first two vertices of parts."""
    longest = total = 0.0
    for p in range(len(parts)):
        far = 0.0
        for d in range(3):
            far += (x[parts[p, 0], d] - x[parts[p, 1], d]) ** 2
        longest = max(longest, far)
        total += math.sqrt(far)
    return total / max(len(parts), 1), math.sqrt(longest)


@njit(cache=True, error_model="numpy")
def _grid(x: Array, cell: float) -> tuple[Array, Index]:
    """Lower corner and number of cells along each axis."""
    low, count = np.empty(3), np.empty(3, np.int64)
    for d in range(3):
        small, big = x[0, d], x[0, d]
        for v in range(len(x)):
            small, big = min(small, x[v, d]), max(big, x[v, d])
        low[d] = small
        count[d] = min(int((big - small) / cell) + 1, _MOST_CELLS)
    return low, count


@njit(cache=True, error_model="numpy")
def _sorted(x: Array, cell: float, low: Array, count: Index) -> tuple[Index, Index]:
    """Points by cell: order[start[c]:start[c + 1]] lie in cell c, those beyond the last cells in the last."""
    total = count[0] * count[1] * count[2]
    start, at = np.zeros(total + 1, np.int64), np.empty(len(x), np.int64)
    for v in range(len(x)):
        place = 0
        for d in range(3):
            place = place * count[d] + min(max(math.floor((x[v, d] - low[d]) / cell), 0), count[d] - 1)
        at[v] = place
        start[place + 1] += 1
    for c in range(total):
        start[c + 1] += start[c]
    fill, order = start[:total].copy(), np.empty(len(x), np.int64)
    for v in range(len(x)):
        order[fill[at[v]]] = v
        fill[at[v]] += 1
    return start, order
