"""How near two parts of a cloth are: a vertex and a triangle, or two edges. Numba; workers only.

All in scalars: a view of an array in an inner loop costs more than the geometry.
"""

from __future__ import annotations

import math
from typing import Any

from numba import njit

Array = Any

VERTEX_TRIANGLE, EDGE_EDGE = 0, 1


@njit(cache=True, error_model="numpy")
def between(
    x: Array, a: int, b: int, c: int, e: int, kind: int
) -> tuple[float, float, float, float, float, float, float, float]:
    """(four weights, the vector between, its length) of vertex a and triangle b, c, e, or of edges a, b and c, e.

    The vector is the sum of the vertices with these weights.
    """
    if kind == EDGE_EDGE:
        s, t = _shares_of_edges(x, a, b, c, e)
        w0, w1, w2, w3 = 1.0 - s, s, t - 1.0, -t
    else:
        s, t = _shares_of_triangle(x, a, b, c, e)
        w0, w1, w2, w3 = 1.0, s + t - 1.0, -s, -t
    d0 = w0 * x[a, 0] + w1 * x[b, 0] + w2 * x[c, 0] + w3 * x[e, 0]
    d1 = w0 * x[a, 1] + w1 * x[b, 1] + w2 * x[c, 1] + w3 * x[e, 1]
    d2 = w0 * x[a, 2] + w1 * x[b, 2] + w2 * x[c, 2] + w3 * x[e, 2]
    return w0, w1, w2, w3, d0, d1, d2, math.sqrt(d0 * d0 + d1 * d1 + d2 * d2)


@njit(cache=True, error_model="numpy")
def off_triangle(x: Array, v: int, a: int, b: int, c: int) -> float:
    """Squared distance of vertex v from the triangle a, b, c."""
    s, t = _shares_of_triangle(x, v, a, b, c)
    far = 0.0
    for d in range(3):
        far += (x[v, d] - (1.0 - s - t) * x[a, d] - s * x[b, d] - t * x[c, d]) ** 2
    return far


@njit(cache=True, error_model="numpy")
def off_edge(x: Array, a: int, b: int, c: int, e: int) -> float:
    """Squared distance of the edges a, b and c, e."""
    s, t = _shares_of_edges(x, a, b, c, e)
    far = 0.0
    for d in range(3):
        far += (x[a, d] + s * (x[b, d] - x[a, d]) - x[c, d] - t * (x[e, d] - x[c, d])) ** 2
    return far


@njit(cache=True, error_model="numpy")
def _shares_of_triangle(x: Array, v: int, a: int, b: int, c: int) -> tuple[float, float]:
    """Shares of b and c in the point of a triangle that is closest to a vertex (Ericson 2005, 5.1.5)."""
    uu = uw = ww = d1 = d2 = 0.0
    for d in range(3):
        u, w, p = x[b, d] - x[a, d], x[c, d] - x[a, d], x[v, d] - x[a, d]
        uu += u * u
        uw += u * w
        ww += w * w
        d1 += u * p
        d2 += w * p
    d3, d4, d5, d6 = d1 - uu, d2 - uw, d1 - uw, d2 - ww
    if d1 <= 0.0 and d2 <= 0.0:
        return 0.0, 0.0
    if d3 >= 0.0 and d4 <= d3:
        return 1.0, 0.0
    vc = d1 * d4 - d3 * d2
    if vc <= 0.0 and d1 >= 0.0 and d3 <= 0.0:
        return d1 / (d1 - d3), 0.0
    if d6 >= 0.0 and d5 <= d6:
        return 0.0, 1.0
    vb = d5 * d2 - d1 * d6
    if vb <= 0.0 and d2 >= 0.0 and d6 <= 0.0:
        return 0.0, d2 / (d2 - d6)
    va = d3 * d6 - d5 * d4
    if va <= 0.0 and d4 - d3 >= 0.0 and d5 - d6 >= 0.0:
        t = (d4 - d3) / ((d4 - d3) + (d5 - d6))
        return 1.0 - t, t
    scale = 1.0 / (va + vb + vc)
    return vb * scale, vc * scale


@njit(cache=True, error_model="numpy")
def _shares_of_edges(x: Array, i: int, j: int, k: int, l: int) -> tuple[float, float]:  # noqa: E741
    """Shares along two edges at which they come closest (Ericson 2005, 5.1.9)."""
    a = e = f = b = c = 0.0
    for d in range(3):
        u, v, r = x[j, d] - x[i, d], x[l, d] - x[k, d], x[i, d] - x[k, d]
        a += u * u
        e += v * v
        f += v * r
        b += u * v
        c += u * r
    s, low = 0.0, a * e - b * b
    if low > 1e-12 * a * e:
        s = min(max((b * f - c * e) / low, 0.0), 1.0)
    t = (b * s + f) / e if e > 0.0 else 0.0
    if t < 0.0:
        return (min(max(-c / a, 0.0), 1.0) if a > 0.0 else 0.0), 0.0
    if t > 1.0:
        return (min(max((b - c) / a, 0.0), 1.0) if a > 0.0 else 0.0), 1.0
    return s, t
