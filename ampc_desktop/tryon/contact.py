"""Cloth against the body: a penalty on the distance field and dry friction with anchors. Numba; workers only.

Samples are vertices, edge middles and triangle centres. Friction is an anchor spring written as a Huber potential whose
limit mu N is frozen within a line search: below the limit it sticks exactly, at it it slides with force mu N, and its
tangent is the exact Hessian (a secant tangent would act as a hidden drag). Lengths are metres here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any

OFFSET_M = 0.003
"""The cloth's middle surface rests this far from the skin at most."""
STIFFNESS_PA_M = 2e6
STIFFENING = 10.0
"""Near the skin the contact is this many times stiffer still: a bump may rest on one sample alone."""
TANGENT_SHARE = 0.5
"""Stiffness of an anchor against that of the contact's normal."""


@njit(cache=True, error_model="numpy", inline="always")
def look(field: Array, origin: Array, step: float, px: float, py: float, pz: float, out: Array) -> None:
    """Distance and gradient of the trilinear field at a point into out (4,); far away outside the box."""
    fx, fy, fz = (px - origin[0]) / step, (py - origin[1]) / step, (pz - origin[2]) / step
    nx, ny, nz = field.shape
    if not (0.0 <= fx < nx - 1 and 0.0 <= fy < ny - 1 and 0.0 <= fz < nz - 1):
        out[0], out[1], out[2], out[3] = 1.0, 0.0, 0.0, 0.0
        return
    i, j, k = int(fx), int(fy), int(fz)
    u, v, w = fx - i, fy - j, fz - k
    a000, a100, a010, a110 = field[i, j, k], field[i + 1, j, k], field[i, j + 1, k], field[i + 1, j + 1, k]
    a001, a101 = field[i, j, k + 1], field[i + 1, j, k + 1]
    a011, a111 = field[i, j + 1, k + 1], field[i + 1, j + 1, k + 1]
    x00, x10 = a000 + u * (a100 - a000), a010 + u * (a110 - a010)
    x01, x11 = a001 + u * (a101 - a001), a011 + u * (a111 - a011)
    y0, y1 = x00 + v * (x10 - x00), x01 + v * (x11 - x01)
    out[0] = y0 + w * (y1 - y0)
    d0 = (a100 - a000) + v * ((a110 - a010) - (a100 - a000))
    d1 = (a101 - a001) + v * ((a111 - a011) - (a101 - a001))
    out[1] = (d0 + w * (d1 - d0)) / step
    out[2] = ((x10 - x00) + w * ((x11 - x01) - (x10 - x00))) / step
    out[3] = (y1 - y0) / step


@njit(cache=True, error_model="numpy")
def distances(field: Array, origin: Array, step: float, points: Array) -> Array:
    """Distance to the skin (k,) of points (k, 3), m; 1.0 outside the box of the field."""
    out, one = np.empty(len(points)), np.empty(4)
    for k in range(len(points)):
        look(field, origin, step, points[k, 0], points[k, 1], points[k, 2], one)
        out[k] = one[0]
    return out


@njit(cache=True, error_model="numpy")
def sample_points(x: Array, who: Index, weight: Array) -> Array:
    """Positions (s, 3) of the samples: weighted corners, who (s, 3) padded with -1."""
    out = np.zeros((len(who), 3))
    for s in range(len(who)):
        for c in range(3):
            p = who[s, c]
            if p >= 0:
                for d in range(3):
                    out[s, d] += weight[s, c] * x[p, d]
    return out


@njit(cache=True, error_model="numpy")
def contact_energy(
    x: Array, who: Index, weight: Array, area: Array, field: Array, origin: Array, step: float, anchor: Array,
    normal: Array, limit: Array,
) -> float:  # fmt: skip
    """Joule of normal contact and of friction, with normals (s, 3) and limits mu N (s,) frozen."""
    total, one = 0.0, np.empty(4)
    p = sample_points(x, who, weight)
    for s in range(len(who)):
        look(field, origin, step, p[s, 0], p[s, 1], p[s, 2], one)
        k = STIFFNESS_PA_M * area[s]
        if one[0] < OFFSET_M:
            deep = OFFSET_M - one[0]
            total += 0.5 * k * deep**2 * (1.0 + 0.5 * STIFFENING * (deep / OFFSET_M) ** 2)
        if limit[s] > 0.0:
            along = 0.0
            for d in range(3):
                along += (p[s, d] - anchor[s, d]) * normal[s, d]
            t2 = 0.0
            for d in range(3):
                t2 += (p[s, d] - anchor[s, d] - along * normal[s, d]) ** 2
            kt, t = TANGENT_SHARE * k, math.sqrt(t2)
            if kt * t <= limit[s]:
                total += 0.5 * kt * t2
            else:
                total += limit[s] * t - 0.5 * limit[s] ** 2 / kt
    return total


@njit(cache=True, error_model="numpy")
def add_contact(
    x: Array, who: Index, weight: Array, area: Array, blocks: Index, field: Array, origin: Array, step: float,
    anchor: Array, friction: Array, force: Array, data: Array, normal: Array, limit: Array, press: Array,
    with_matrix: bool,
) -> None:  # fmt: skip
    """Adds forces and stiffness; fills normals (s, 3), limits mu N (s,) and normal forces (s,) at x.

    blocks (s, 3, 3): numbers into data. friction (s,): coefficient of each sample.
    """
    one, n, t, h = np.empty(4), np.empty(3), np.empty(3), np.empty((3, 3))
    p = sample_points(x, who, weight)
    for s in range(len(who)):
        look(field, origin, step, p[s, 0], p[s, 1], p[s, 2], one)
        limit[s] = press[s] = 0.0
        if one[0] >= OFFSET_M:
            continue
        g = math.sqrt(one[1] ** 2 + one[2] ** 2 + one[3] ** 2)
        if g < 1e-9:
            continue
        k = STIFFNESS_PA_M * area[s]
        deep = OFFSET_M - one[0]
        more = STIFFENING * (deep / OFFSET_M) ** 2
        strong = k * deep * (1.0 + more) * g
        hard = k * (1.0 + 3.0 * more) * g * g
        press[s] = strong
        limit[s] = friction[s] * strong
        along = 0.0
        for d in range(3):
            n[d] = one[d + 1] / g
            normal[s, d] = n[d]
            along += (p[s, d] - anchor[s, d]) * n[d]
        t2 = 0.0
        for d in range(3):
            t[d] = p[s, d] - anchor[s, d] - along * n[d]
            t2 += t[d] * t[d]
        kt, length = TANGENT_SHARE * k, math.sqrt(t2)
        slips = kt * length >= 0.999999 * limit[s]  # an anchor dragged to its limit goes on sliding
        c = kt
        if slips:
            c = limit[s] / length
        if limit[s] == 0.0:
            c = 0.0
        for d in range(3):
            for e in range(3):
                h[d, e] = hard * n[d] * n[e]
                if c > 0.0:
                    h[d, e] -= c * n[d] * n[e]
                    if slips:
                        h[d, e] -= c * t[d] * t[e] / t2
            h[d, d] += c
        for i in range(3):
            a = who[s, i]
            if a < 0:
                continue
            wi = weight[s, i]
            for d in range(3):
                force[a, d] += wi * (strong * n[d] - c * t[d])
            if with_matrix:
                for j in range(3):
                    if who[s, j] >= 0:
                        block = data[blocks[s, i, j]]
                        f = wi * weight[s, j]
                        for d in range(3):
                            for e in range(3):
                                block[d, e] += f * h[d, e]


@njit(cache=True, error_model="numpy")
def drag_anchors(x: Array, who: Index, weight: Array, area: Array, anchor: Array, normal: Array, limit: Array) -> None:
    """After a step: slipping anchors follow until they carry mu N; samples without friction take theirs along."""
    p = sample_points(x, who, weight)
    for s in range(len(who)):
        if limit[s] <= 0.0:
            for d in range(3):
                anchor[s, d] = p[s, d]
            continue
        along = 0.0
        for d in range(3):
            along += (p[s, d] - anchor[s, d]) * normal[s, d]
        t2 = 0.0
        for d in range(3):
            t2 += (p[s, d] - anchor[s, d] - along * normal[s, d]) ** 2
        reach = TANGENT_SHARE * STIFFNESS_PA_M * area[s] * math.sqrt(t2)
        q = min(1.0, limit[s] / reach) if reach > 0.0 else 1.0
        for d in range(3):
            t = p[s, d] - anchor[s, d] - along * normal[s, d]
            anchor[s, d] = p[s, d] - q * t
