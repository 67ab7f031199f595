"""Membrane and bending of cloth: energies, forces and stiffness blocks. Numba; imported by workers only.

Membrane: orthotropic St. Venant-Kirchhoff (Volino, Magnenat-Thalmann, Faure 2009, eq. 5-12): E = (F^T F - I)/2,
S = C E, f = -dU/dx. The geometric stiffness keeps only the tensile part of S, so that the matrix stays positive.
Bending: quadratic hinge (Bergou et al. 2006) weighted 1/(A0 + A1): the usual 3/(A0 + A1) is three times too stiff for
a cloth bent one way, as the energy of z = x^2/2 shows (tests). Lengths are metres here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any


@njit(cache=True, error_model="numpy")
def membrane_energy(x: Array, faces: Index, grads: Array, area: Array, stiffness: Array) -> float:
    """Joule. grads (t, 3, 2): shape function gradients; stiffness (t, 4): weft, warp, coupling, shear in N/m."""
    total = 0.0
    for t in range(len(faces)):
        fuu = fvv = fuv = 0.0
        for d in range(3):
            u = v = 0.0
            for i in range(3):
                u += grads[t, i, 0] * x[faces[t, i], d]
                v += grads[t, i, 1] * x[faces[t, i], d]
            fuu += u * u
            fvv += v * v
            fuv += u * v
        euu, evv = 0.5 * (fuu - 1.0), 0.5 * (fvv - 1.0)
        k = stiffness[t]
        total += area[t] * 0.5 * (
            k[0] * euu * euu + k[1] * evv * evv + 2.0 * k[2] * euu * evv + k[3] * fuv * fuv
        )  # fmt: skip
    return total


@njit(cache=True, error_model="numpy")
def add_membrane(
    x: Array, faces: Index, grads: Array, area: Array, stiffness: Array, force: Array, blocks: Index, data: Array,
    with_matrix: bool,
) -> None:  # fmt: skip
    """Adds forces (n, 3) and, if asked, stiffness blocks: blocks (t, 3, 3) numbers into data (nnz, 3, 3)."""
    fu, fv = np.empty(3), np.empty(3)
    bu, bv, bg = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    for t in range(len(faces)):
        for d in range(3):
            fu[d] = fv[d] = 0.0
            for i in range(3):
                fu[d] += grads[t, i, 0] * x[faces[t, i], d]
                fv[d] += grads[t, i, 1] * x[faces[t, i], d]
        ku, kv, kc, kg = stiffness[t, 0], stiffness[t, 1], stiffness[t, 2], stiffness[t, 3]
        euu = 0.5 * (fu[0] * fu[0] + fu[1] * fu[1] + fu[2] * fu[2] - 1.0)
        evv = 0.5 * (fv[0] * fv[0] + fv[1] * fv[1] + fv[2] * fv[2] - 1.0)
        gam = fu[0] * fv[0] + fu[1] * fv[1] + fu[2] * fv[2]
        suu, svv, suv = ku * euu + kc * evv, kv * evv + kc * euu, kg * gam
        a = area[t]
        for i in range(3):
            gu, gv = grads[t, i, 0], grads[t, i, 1]
            p = faces[t, i]
            cu, cv = suu * gu + suv * gv, svv * gv + suv * gu
            for d in range(3):
                force[p, d] -= a * (fu[d] * cu + fv[d] * cv)
                bu[i, d] = gu * fu[d]
                bv[i, d] = gv * fv[d]
                bg[i, d] = gu * fv[d] + gv * fu[d]
        if not with_matrix:
            continue
        mean, half = 0.5 * (suu + svv), 0.5 * (suu - svv)
        r = math.sqrt(half * half + suv * suv)
        if mean - r >= 0.0:
            puu, pvv, puv = suu, svv, suv
        elif mean + r <= 0.0:
            puu = pvv = puv = 0.0
        else:  # one tensile direction: keep (mean + r) times its projector
            top = mean + r
            c = 0.5 * (1.0 + half / r)
            s = 0.5 * suv / r
            puu, pvv, puv = top * c, top * (1.0 - c), top * s
        for i in range(3):
            for j in range(3):
                gi0, gi1, gj0, gj1 = grads[t, i, 0], grads[t, i, 1], grads[t, j, 0], grads[t, j, 1]
                geo = gi0 * (puu * gj0 + puv * gj1) + gi1 * (puv * gj0 + pvv * gj1)
                block = data[blocks[t, i, j]]
                for d in range(3):
                    for e in range(3):
                        block[d, e] += a * (
                            ku * bu[i, d] * bu[j, e]
                            + kv * bv[i, d] * bv[j, e]
                            + kc * (bu[i, d] * bv[j, e] + bv[i, d] * bu[j, e])
                            + kg * bg[i, d] * bg[j, e]
                        )
                    block[d, d] += a * geo


def rest_gradients(rest: Array) -> tuple[Array, Array]:
    """Shape function gradients (t, 3, 2), 1/m, and areas (t,), m², of triangles at rest (t, 3, 2) m."""
    d = np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)
    inverse = np.linalg.inv(d)
    grads = np.empty((len(rest), 3, 2))
    grads[:, 1] = inverse[:, 0]
    grads[:, 2] = inverse[:, 1]
    grads[:, 0] = -grads[:, 1] - grads[:, 2]
    return grads, 0.5 * np.linalg.det(d)


def hinges(faces: Index, rest: Array, bending: Array) -> tuple[Index, Array]:
    """Interior edges as stencils (h, 4) of vertices (i, j, k, l) and coefficients (h, 4) scaled by sqrt(B W).

    The energy of one hinge is |sum c x|^2 / 2. bending (t,): N·m; a hinge between two cloths takes their mean.
    The rest angles of both triangles are their flat ones; an edge of one or three triangles carries no hinge.
    """
    sides: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for t, face in enumerate(faces.tolist()):
        for k in range(3):
            a, b = face[k], face[(k + 1) % 3]
            sides.setdefault((min(a, b), max(a, b)), []).append((t, k))
    area = 0.5 * np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)))

    def cotangent(t: int, corner: int) -> float:
        p, q, r = rest[t, corner], rest[t, (corner + 1) % 3], rest[t, (corner + 2) % 3]
        u, v = q - p, r - p
        return float((u @ v) / abs(u[0] * v[1] - u[1] * v[0]))

    stencils, weights = [], []
    for (i, j), owners in sorted(sides.items()):
        if len(owners) != 2:
            continue
        (t0, k0), (t1, k1) = owners
        row0, row1 = faces[t0].tolist(), faces[t1].tolist()
        k, m = row0[(k0 + 2) % 3], row1[(k1 + 2) % 3]
        c01, c03 = cotangent(t0, row0.index(i)), cotangent(t0, row0.index(j))
        c02, c04 = cotangent(t1, row1.index(i)), cotangent(t1, row1.index(j))
        scale = math.sqrt(0.5 * (bending[t0] + bending[t1]) / (area[t0] + area[t1]))
        stencils.append((i, j, k, m))
        weights.append(np.array([c03 + c04, c01 + c02, -c01 - c03, -c02 - c04]) * scale)
    if not stencils:
        return np.zeros((0, 4), dtype=np.int64), np.zeros((0, 4))
    return np.array(stencils, dtype=np.int64), np.array(weights)
