"""Signed distance to a body on a grid: exact near the skin. Numba; imported by workers only.

Every triangle writes the exact distance of the nodes in its neighbourhood; the sign is that of the angle-weighted
pseudonormal of the nearest feature (Baerentzen and Aanaes 2005), which is right for any closed surface. Farther nodes
take theirs from a coarse grid that is filled likewise, and beyond by the upwind scheme of the eikonal equation (fast
sweeping, Zhao 2005). Lengths are metres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any

BAND_M = 0.012
COARSER = 4
"""Steps of the fine grid to one of the coarse."""
CLEFT_M = 0.008
BEND_M, SOFT_M = 0.016, 0.050
"""Half the width of a cleft that a bend of the body shuts, and how deep its flesh gives way there."""
_SWEEP_ERROR_M = 0.0008
"""What the upwind scheme is off by over CLEFT_M; smaller differences are not clefts."""


@dataclass(frozen=True, eq=False)
class Field:
    """values (nx, ny, nz), float32: signed distance at origin + step * (i, j, k), m; negative inside."""

    values: Array
    origin: Array
    step: float


def field_of(vertices: Array, faces: Index, low: Array, high: Array, step: float = 0.005) -> Field:
    """Field of a closed surface (outward faces) within the box low..high. Nodes nearer than BAND_M are exact."""
    origin = np.asarray(low, dtype=np.float64)
    count = np.maximum(np.ceil((np.asarray(high) - origin) / step).astype(np.int64) + 1, 2)
    vertices = np.ascontiguousarray(vertices, dtype=np.float64)
    faces = np.ascontiguousarray(faces, dtype=np.int64)
    normals, edge_normals, vertex_normals = _pseudonormals(vertices, faces)
    values = np.full(tuple(count), 1e9, dtype=np.float32)
    _near(vertices, faces, normals, edge_normals, vertex_normals, values, origin, step, BAND_M)
    coarse = np.full(tuple(count // COARSER + 2), 1e9, dtype=np.float32)
    wide = COARSER * step
    _near(vertices, faces, normals, edge_normals, vertex_normals, coarse, origin, wide, 2.5 * wide)
    _far(coarse, wide, np.abs(coarse) < 1e8)
    _fill(values, coarse, COARSER, BAND_M)
    return Field(values, origin, step)


def without_clefts(field: Field, radius: float = CLEFT_M) -> Field:
    """The field of the body with clefts narrower than 2 radius filled (a morphological closing).

    In an armpit, skin meets skin: cloth pressed from both sides has no direction to go and never comes to rest.
    Elsewhere the values stay as they are.
    """
    return Field(_closed(field, radius, -2 * field.step), field.origin, field.step)


def without_pockets(field: Field) -> Field:
    """The field of a surface that reaches into itself: what can't be reached from outside is inside.

    Beside the skin of an arm that lies in the trunk, a place in the trunk is outside of the arm.
    """
    from scipy import ndimage

    parts, count = ndimage.label(field.values > 0.0)
    shut = np.ones(count + 1, dtype=bool)
    for axis in range(3):
        for side in (0, -1):
            shut[np.unique(parts.take(side, axis=axis))] = False
    shut[0] = False
    return Field(np.where(shut[parts], -field.values, field.values), field.origin, field.step)


def with_soft_clefts(field: Field, radius: float = BEND_M, soft: float = SOFT_M) -> tuple[Field, Array]:
    """The field of a body whose skin gives way by `soft` where it meets skin, and how far it does by node (0 to 1).

    A body that moves shuts clefts over cloth that lies in them, in the bend of an elbow or the lap: flesh makes room
    for it, little by little from where the cleft is as wide as 2 radius. What is filled in a body at rest would drive
    it out, which its seams don't allow.
    """
    way = np.clip((field.values - _closed(field, radius, -2.0 * soft)) / soft, 0.0, 1.0).astype(np.float32)
    return Field(field.values + np.float32(soft) * way, field.origin, field.step), way


def _closed(field: Field, radius: float, deepest: float) -> Array:
    """Values of a field with its clefts narrower than 2 radius filled."""
    d = field.values
    out, deep = d >= radius, d <= deepest
    near = np.zeros(d.shape, dtype=bool)
    for axis in range(3):
        ahead, behind = [slice(None)] * 3, [slice(None)] * 3
        ahead[axis], behind[axis] = slice(1, None), slice(None, -1)
        near[tuple(ahead)] |= out[tuple(behind)]
        near[tuple(behind)] |= out[tuple(ahead)]
    back = np.full(d.shape, 1e9, dtype=np.float32)
    back[out] = 0.0
    near &= ~out
    back[near] = radius - d[near]
    _far(back, field.step, out | near | deep)
    free = ~(out | deep)
    closed = d.copy()
    closed[free] = np.minimum(d[free], radius + _SWEEP_ERROR_M - back[free])
    return closed


def _pseudonormals(x: Array, f: Index) -> tuple[Array, Array, Array]:
    """Unit normals of faces; sums of neighbours' normals for edges (t, 3, 3); angle-weighted for vertices."""
    a, b, c = x[f[:, 0]], x[f[:, 1]], x[f[:, 2]]
    n = np.cross(b - a, c - a)
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-30)
    corner = np.zeros_like(x)
    for k in range(3):
        p, q, r = x[f[:, k]], x[f[:, (k + 1) % 3]], x[f[:, (k + 2) % 3]]
        u, v = q - p, r - p
        cosine = (u * v).sum(1) / np.maximum(np.linalg.norm(u, axis=1) * np.linalg.norm(v, axis=1), 1e-30)
        np.add.at(corner, f[:, k], n * np.arccos(np.clip(cosine, -1.0, 1.0))[:, None])
    pairs = np.stack([np.sort(f[:, [k, (k + 1) % 3]], axis=1) for k in range(3)], axis=1)
    keys = pairs[:, :, 0] * len(x) + pairs[:, :, 1]
    _, place = np.unique(keys.reshape(-1), return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, 3))
    np.add.at(sums, place, np.repeat(n, 3, axis=0))
    return n, sums[place].reshape(-1, 3, 3), corner


@njit(cache=True, error_model="numpy")
def closest(a: Array, b: Array, c: Array, p: Array, out: Array) -> int:
    """Closest point of a triangle into out; feature 0-2 vertex, 3-5 edge ab, bc, ca, 6 face (Ericson 2005, 5.1.5)."""
    d1 = d2 = d3 = d4 = d5 = d6 = 0.0
    for k in range(3):
        ab, ac = b[k] - a[k], c[k] - a[k]
        d1 += ab * (p[k] - a[k])
        d2 += ac * (p[k] - a[k])
        d3 += ab * (p[k] - b[k])
        d4 += ac * (p[k] - b[k])
        d5 += ab * (p[k] - c[k])
        d6 += ac * (p[k] - c[k])
    if d1 <= 0.0 and d2 <= 0.0:
        out[:] = a
        return 0
    if d3 >= 0.0 and d4 <= d3:
        out[:] = b
        return 1
    vc = d1 * d4 - d3 * d2
    if vc <= 0.0 and d1 >= 0.0 and d3 <= 0.0:
        t = d1 / (d1 - d3)
        for k in range(3):
            out[k] = a[k] + t * (b[k] - a[k])
        return 3
    if d6 >= 0.0 and d5 <= d6:
        out[:] = c
        return 2
    vb = d5 * d2 - d1 * d6
    if vb <= 0.0 and d2 >= 0.0 and d6 <= 0.0:
        t = d2 / (d2 - d6)
        for k in range(3):
            out[k] = a[k] + t * (c[k] - a[k])
        return 5
    va = d3 * d6 - d5 * d4
    if va <= 0.0 and d4 - d3 >= 0.0 and d5 - d6 >= 0.0:
        t = (d4 - d3) / ((d4 - d3) + (d5 - d6))
        for k in range(3):
            out[k] = b[k] + t * (c[k] - b[k])
        return 4
    s = 1.0 / (va + vb + vc)
    for k in range(3):
        out[k] = a[k] + (b[k] - a[k]) * vb * s + (c[k] - a[k]) * vc * s
    return 6


@njit(cache=True, error_model="numpy")
def _near(
    x: Array, f: Index, normals: Array, edges: Array, corners: Array, values: Array, origin: Array, step: float,
    band: float,
) -> None:  # fmt: skip
    low, high = np.empty(3, np.int64), np.empty(3, np.int64)
    p, q = np.empty(3), np.empty(3)
    for t in range(len(f)):
        a, b, c = x[f[t, 0]], x[f[t, 1]], x[f[t, 2]]
        for d in range(3):
            small, big = min(a[d], b[d], c[d]) - band, max(a[d], b[d], c[d]) + band
            low[d] = max(0, math.ceil((small - origin[d]) / step))
            high[d] = min(values.shape[d] - 1, math.floor((big - origin[d]) / step))
        n = normals[t]
        for i in range(low[0], high[0] + 1):
            p[0] = origin[0] + i * step
            for j in range(low[1], high[1] + 1):
                p[1] = origin[1] + j * step
                for k in range(low[2], high[2] + 1):
                    p[2] = origin[2] + k * step
                    have = abs(values[i, j, k])
                    plane = 0.0
                    for d in range(3):
                        plane += (p[d] - a[d]) * n[d]
                    if abs(plane) > have or abs(plane) > band:
                        continue
                    feature = closest(a, b, c, p, q)
                    far = 0.0
                    for d in range(3):
                        far += (p[d] - q[d]) ** 2
                    far = math.sqrt(far)
                    if far >= have or far > band:
                        continue
                    side = 0.0
                    for d in range(3):
                        if feature == 6:
                            w = n[d]
                        elif feature >= 3:
                            w = edges[t, feature - 3, d]
                        else:
                            w = corners[f[t, feature], d]
                        side += (p[d] - q[d]) * w
                    values[i, j, k] = far if side >= 0.0 else -far


@njit(cache=True, error_model="numpy")
def _fill(values: Array, coarse: Array, times: int, band: float) -> None:
    """Nodes beyond the band: the sign of the last band node along the row, the distance between coarse nodes."""
    nx, ny, nz = values.shape
    for i in range(nx):
        a, u = i // times, (i % times) / times
        for j in range(ny):
            b, v = j // times, (j % times) / times
            sign = 1.0
            for k in range(nz):
                if abs(values[i, j, k]) < 1e8:
                    sign = 1.0 if values[i, j, k] >= 0.0 else -1.0
                    continue
                c, w = k // times, (k % times) / times
                far = 0.0
                for da in range(2):
                    for db in range(2):
                        for dc in range(2):
                            share = (u if da else 1.0 - u) * (v if db else 1.0 - v) * (w if dc else 1.0 - w)
                            far += share * abs(coarse[a + da, b + db, c + dc])
                values[i, j, k] = sign * max(far, band)


@njit(cache=True, error_model="numpy")
def _far(values: Array, step: float, fixed: Array) -> None:
    """Distances of nodes that are not fixed, from their neighbours by a round of eight sweeps; signs stay."""
    nx, ny, nz = values.shape
    for sweep in range(8):
        di = 1 if sweep & 1 else -1
        dj = 1 if sweep & 2 else -1
        dk = 1 if sweep & 4 else -1
        for ii in range(nx):
            i = ii if di > 0 else nx - 1 - ii
            for jj in range(ny):
                j = jj if dj > 0 else ny - 1 - jj
                for kk in range(nz):
                    k = kk if dk > 0 else nz - 1 - kk
                    if fixed[i, j, k]:
                        continue
                    best = abs(values[i, j, k])
                    a = min(abs(values[i - 1, j, k]) if i else 1e9, abs(values[i + 1, j, k]) if i < nx - 1 else 1e9)
                    b = min(abs(values[i, j - 1, k]) if j else 1e9, abs(values[i, j + 1, k]) if j < ny - 1 else 1e9)
                    c = min(abs(values[i, j, k - 1]) if k else 1e9, abs(values[i, j, k + 1]) if k < nz - 1 else 1e9)
                    lo, hi = min(a, b, c), max(a, b, c)
                    mid = max(min(a, b), min(max(a, b), c))
                    u = lo + step
                    if u > mid:
                        u = 0.5 * (lo + mid + math.sqrt(max(2.0 * step * step - (mid - lo) ** 2, 0.0)))
                        if u > hi:
                            s = lo + mid + hi
                            r = s * s - 3.0 * (lo * lo + mid * mid + hi * hi - step * step)
                            u = (s + math.sqrt(max(r, 0.0))) / 3.0
                    if u < best:
                        values[i, j, k] = u if values[i, j, k] > 0.0 else -u


@njit(cache=True, error_model="numpy")
def refined(vertices: Array, faces: Index, points: Array, rough: Array) -> Array:
    """Exact signed distances (k,) of points from their rough ones (k,), whose signs they keep.

    Every triangle is asked, but for those whose sphere is farther than the nearest so far.
    """
    middle, radius = np.empty((len(faces), 3)), np.empty(len(faces))
    for t in range(len(faces)):
        most = 0.0
        for d in range(3):
            middle[t, d] = (vertices[faces[t, 0], d] + vertices[faces[t, 1], d] + vertices[faces[t, 2], d]) / 3
        for c in range(3):
            far = 0.0
            for d in range(3):
                far += (vertices[faces[t, c], d] - middle[t, d]) ** 2
            most = max(most, far)
        radius[t] = math.sqrt(most)
    out, q = np.empty(len(points)), np.empty(3)
    for k in range(len(points)):
        best = 1e9
        p = points[k]
        for t in range(len(faces)):
            reach = best + radius[t]
            far = (p[0] - middle[t, 0]) ** 2 + (p[1] - middle[t, 1]) ** 2 + (p[2] - middle[t, 2]) ** 2
            if far >= reach * reach:
                continue
            closest(vertices[faces[t, 0]], vertices[faces[t, 1]], vertices[faces[t, 2]], p, q)
            best = min(best, math.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2))
        out[k] = best if rough[k] >= 0.0 else -best
    return out
