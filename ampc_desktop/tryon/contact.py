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


_SPREAD = 1.25
"""The field at a point differs from its nearest node's value by this many steps at most: a distance changes no faster
than the place, and the weighted nodes lie sqrt(3 / 2) steps from the nearest one in the root mean square."""


@njit(cache=True, error_model="numpy")
def look(
    field: Array, origin: Array, step: float, px: float, py: float, pz: float, below: float
) -> tuple[float, float, float, float]:
    """Distance and gradient at a point; (1.0, 0, 0, 0) outside the box, and where it is not below a limit for sure.

    Quadratic B-splines over 27 nodes: no jumps of the gradient, at which cloth would shake; linear fields stay exact.
    """
    fx, fy, fz = (px - origin[0]) / step, (py - origin[1]) / step, (pz - origin[2]) / step
    nx, ny, nz = field.shape
    if not (0.5 <= fx < nx - 1.5 and 0.5 <= fy < ny - 1.5 and 0.5 <= fz < nz - 1.5):
        return 1.0, 0.0, 0.0, 0.0
    i, j, k = int(fx + 0.5), int(fy + 0.5), int(fz + 0.5)
    if field[i, j, k] > below + _SPREAD * step:
        return 1.0, 0.0, 0.0, 0.0
    u, v, w = fx - i, fy - j, fz - k
    z0, z1, z2 = 0.5 * (0.5 - w) ** 2, 0.75 - w * w, 0.5 * (0.5 + w) ** 2
    e0, e1, e2 = w - 0.5, -2.0 * w, w + 0.5
    value = dx = dy = dz = 0.0
    for a in range(3):
        if a == 0:
            x0, x1 = 0.5 * (0.5 - u) ** 2, u - 0.5
        elif a == 1:
            x0, x1 = 0.75 - u * u, -2.0 * u
        else:
            x0, x1 = 0.5 * (0.5 + u) ** 2, u + 0.5
        row = row_y = row_z = 0.0
        for b in range(3):
            if b == 0:
                y0, y1 = 0.5 * (0.5 - v) ** 2, v - 0.5
            elif b == 1:
                y0, y1 = 0.75 - v * v, -2.0 * v
            else:
                y0, y1 = 0.5 * (0.5 + v) ** 2, v + 0.5
            f0 = float(field[i + a - 1, j + b - 1, k - 1])
            f1 = float(field[i + a - 1, j + b - 1, k])
            f2 = float(field[i + a - 1, j + b - 1, k + 1])
            line = z0 * f0 + z1 * f1 + z2 * f2
            row += y0 * line
            row_y += y1 * line
            row_z += y0 * (e0 * f0 + e1 * f1 + e2 * f2)
        value += x0 * row
        dx += x1 * row
        dy += x0 * row_y
        dz += x0 * row_z
    return value, dx / step, dy / step, dz / step


@njit(cache=True, error_model="numpy")
def distances(field: Array, origin: Array, step: float, points: Array) -> Array:
    """Distance to the skin (k,) of points (k, 3), m; 1.0 outside the box of the field."""
    out = np.empty(len(points))
    for k in range(len(points)):
        out[k] = look(field, origin, step, points[k, 0], points[k, 1], points[k, 2], 1e9)[0]
    return out


@njit(cache=True, error_model="numpy")
def push_out(field: Array, origin: Array, step: float, points: Array, least: float) -> None:
    """Moves points (k, 3) that are nearer than `least` to the skin, or inside, out along the gradient."""
    for k in range(len(points)):
        for _ in range(20):
            far, g0, g1, g2 = look(field, origin, step, points[k, 0], points[k, 1], points[k, 2], least)
            g = math.sqrt(g0 * g0 + g1 * g1 + g2 * g2)
            if far >= least or g < 1e-3:
                break
            out = min(least - far + 1e-4, 2.0 * step) / g
            points[k, 0] += out * g0
            points[k, 1] += out * g1
            points[k, 2] += out * g2


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
def touching(x: Array, who: Index, weight: Array, field: Array, origin: Array, step: float, reach: float) -> Array:
    """Whether each sample (s,) is nearer than reach to the skin."""
    out = np.zeros(len(who), np.bool_)
    for s in range(len(who)):
        p0, p1, p2 = _at(x, who, weight, s)
        out[s] = look(field, origin, step, p0, p1, p2, reach)[0] < reach
    return out


@njit(cache=True, error_model="numpy")
def _at(x: Array, who: Index, weight: Array, s: int) -> tuple[float, float, float]:
    """Position of sample s."""
    p, w = who[s, 0], weight[s, 0]
    p0, p1, p2 = w * x[p, 0], w * x[p, 1], w * x[p, 2]
    for c in range(1, 3):
        p, w = who[s, c], weight[s, c]
        if p >= 0:
            p0 += w * x[p, 0]
            p1 += w * x[p, 1]
            p2 += w * x[p, 2]
    return p0, p1, p2


@njit(cache=True, error_model="numpy")
def contact_energy(
    x: Array, near: Index, who: Index, weight: Array, area: Array, lift: Array, field: Array, origin: Array,
    step: float, anchor: Array, normal: Array, limit: Array,
) -> float:  # fmt: skip
    """Joule of normal contact and of friction, normals (s, 3) and limits mu N (s,) frozen; near: samples to ask."""
    total = 0.0
    for s in near:
        p0, p1, p2 = _at(x, who, weight, s)
        least, k = OFFSET_M + lift[s], STIFFNESS_PA_M * area[s]
        deep = least - look(field, origin, step, p0, p1, p2, least)[0]
        if deep > 0.0:
            total += 0.5 * k * deep**2 * (1.0 + 0.5 * STIFFENING * (deep / OFFSET_M) ** 2)
        if limit[s] > 0.0:
            o0, o1, o2 = p0 - anchor[s, 0], p1 - anchor[s, 1], p2 - anchor[s, 2]
            n0, n1, n2 = normal[s, 0], normal[s, 1], normal[s, 2]
            along = o0 * n0 + o1 * n1 + o2 * n2
            t2 = (o0 - along * n0) ** 2 + (o1 - along * n1) ** 2 + (o2 - along * n2) ** 2
            kt, t = TANGENT_SHARE * k, math.sqrt(t2)
            if kt * t <= limit[s]:
                total += 0.5 * kt * t2
            else:
                total += limit[s] * t - 0.5 * limit[s] ** 2 / kt
    return total


@njit(cache=True, error_model="numpy")
def add_contact(
    x: Array, near: Index, who: Index, weight: Array, area: Array, lift: Array, blocks: Index, field: Array,
    origin: Array, step: float, anchor: Array, friction: Array, force: Array, data: Array, normal: Array,
    limit: Array, press: Array, with_matrix: bool,
) -> None:  # fmt: skip
    """Adds forces and stiffness; fills normals (s, 3), limits mu N (s,) and normal forces (s,) at x.

    near: samples to ask. blocks (s, 3, 3): numbers into data. friction (s,): coefficient of each sample.
    """
    n, t, h = np.empty(3), np.empty(3), np.empty((3, 3))
    for s in near:
        p0, p1, p2 = _at(x, who, weight, s)
        least, k = OFFSET_M + lift[s], STIFFNESS_PA_M * area[s]
        far, g0, g1, g2 = look(field, origin, step, p0, p1, p2, least)
        limit[s] = press[s] = 0.0
        if far >= least:
            continue
        g = math.sqrt(g0 * g0 + g1 * g1 + g2 * g2)
        if g < 1e-9:
            continue
        deep = least - far
        more = STIFFENING * (deep / OFFSET_M) ** 2
        strong = k * deep * (1.0 + more) * g
        hard = k * (1.0 + 3.0 * more) * g * g
        press[s] = strong
        limit[s] = friction[s] * strong
        n[0], n[1], n[2] = g0 / g, g1 / g, g2 / g
        t[0], t[1], t[2] = p0 - anchor[s, 0], p1 - anchor[s, 1], p2 - anchor[s, 2]
        along, t2 = t[0] * n[0] + t[1] * n[1] + t[2] * n[2], 0.0
        for d in range(3):
            normal[s, d] = n[d]
            t[d] -= along * n[d]
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
                        b, f = blocks[s, i, j], wi * weight[s, j]
                        for d in range(3):
                            for e in range(3):
                                data[b, d, e] += f * h[d, e]


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
