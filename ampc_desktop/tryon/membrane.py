"""Membrane and bending of cloth: energies, forces and stiffness blocks. Numba; imported by workers only.

Membrane: orthotropic St. Venant-Kirchhoff (Volino, Magnenat-Thalmann, Faure 2009, eq. 5-12): E = (F^T F - I)/2,
S = C E, f = -dU/dx, the strains shared with the neighbourhood (strains.py). The stiffness blocks are those of
triangles alone, which keeps the matrix narrow: too stiff for strains that alternate, so they are taken smaller, and
the line search decides. The geometric stiffness keeps only the tensile part of S, so that the matrix stays positive.
Bending: quadratic hinge (Bergou et al. 2006) weighted 1/(A0 + A1): the usual 3/(A0 + A1) is three times too stiff for
a cloth bent one way, as the energy of z = x^2/2 shows (tests). Lengths are metres here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from ampc_desktop.tryon.strains import SHARED

Array = Any
Index = Any


@njit(cache=True, error_model="numpy")
def _strains(x: Array, faces: Index, grads: Array) -> Array:
    """Green's strains (t, 3) of triangles: weft, warp and gamma = 2 E_uv. grads (t, 3, 2): shape function gradients."""
    out = np.empty((len(faces), 3))
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
        out[t, 0], out[t, 1], out[t, 2] = 0.5 * (fuu - 1.0), 0.5 * (fvv - 1.0), fuv
    return out


@njit(cache=True, error_model="numpy")
def _around(strain: Array, area: Array, patches: Index, count: int) -> tuple[Array, Array]:
    """Mean strains (p, 3) of the patches, and their areas; patches (t, 3): the one at each corner of a triangle."""
    mean, size = np.zeros((count, 3)), np.zeros(count)
    for t in range(len(patches)):
        for i in range(3):
            p = patches[t, i]
            size[p] += area[t] / 3
            for k in range(3):
                mean[p, k] += area[t] / 3 * strain[t, k]
    for p in range(count):
        for k in range(3):
            mean[p, k] /= max(size[p], 1e-30)
    return mean, size


@njit(cache=True, error_model="numpy")
def membrane_energy(
    x: Array, faces: Index, grads: Array, area: Array, stiffness: Array, patches: Index, shared: Array
) -> float:
    """Joule. stiffness (t, 4), shared (p, 4): weft, warp, coupling, shear in N/m of triangles and of patches."""
    strain = _strains(x, faces, grads)
    mean, size = _around(strain, area, patches, len(shared))
    total = 0.0
    for t in range(len(faces)):
        total += (1.0 - SHARED) * area[t] * _density(strain[t], stiffness[t])
    for p in range(len(shared)):
        total += SHARED * size[p] * _density(mean[p], shared[p])
    return total


@njit(cache=True, error_model="numpy")
def _density(e: Array, k: Array) -> Any:
    return 0.5 * (k[0] * e[0] * e[0] + k[1] * e[1] * e[1] + 2.0 * k[2] * e[0] * e[1] + k[3] * e[2] * e[2])


@njit(cache=True, error_model="numpy")
def add_membrane(
    x: Array, faces: Index, grads: Array, area: Array, stiffness: Array, patches: Index, shared: Array, force: Array,
    blocks: Index, data: Array, with_matrix: bool,
) -> None:  # fmt: skip
    """Adds forces (n, 3) and, if asked, stiffness blocks: blocks (t, 3, 3) numbers into data (nnz, 3, 3)."""
    fu, fv = np.empty(3), np.empty(3)
    bu, bv, bg = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    scale = 1.0 - 0.5 * SHARED
    strain = _strains(x, faces, grads)
    shares, _ = _around(strain, area, patches, len(shared))
    for t in range(len(faces)):
        for d in range(3):
            fu[d] = fv[d] = 0.0
            for i in range(3):
                fu[d] += grads[t, i, 0] * x[faces[t, i], d]
                fv[d] += grads[t, i, 1] * x[faces[t, i], d]
        ku, kv, kc, kg = stiffness[t, 0], stiffness[t, 1], stiffness[t, 2], stiffness[t, 3]
        w = 1.0 - SHARED
        suu = w * (ku * strain[t, 0] + kc * strain[t, 1])
        svv = w * (kv * strain[t, 1] + kc * strain[t, 0])
        suv = w * kg * strain[t, 2]
        for i in range(3):
            p = patches[t, i]
            w = SHARED / 3.0
            suu += w * (shared[p, 0] * shares[p, 0] + shared[p, 2] * shares[p, 1])
            svv += w * (shared[p, 1] * shares[p, 1] + shared[p, 2] * shares[p, 0])
            suv += w * shared[p, 3] * shares[p, 2]
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
                b = blocks[t, i, j]
                for d in range(3):
                    for e in range(3):
                        data[b, d, e] += (
                            scale
                            * a
                            * (
                                ku * bu[i, d] * bu[j, e]
                                + kv * bv[i, d] * bv[j, e]
                                + kc * (bu[i, d] * bv[j, e] + bv[i, d] * bu[j, e])
                                + kg * bg[i, d] * bg[j, e]
                            )
                        )
                    data[b, d, d] += scale * a * geo


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
    faces = np.asarray(faces, dtype=np.int64)
    u = np.roll(rest, -1, axis=1) - rest
    v = np.roll(rest, -2, axis=1) - rest
    area = 0.5 * np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)))
    cotangent = (u * v).sum(axis=2) / (2.0 * area[:, None])  # (t, 3) by corner
    ends = np.sort(np.stack((faces, np.roll(faces, -1, axis=1)), axis=2).reshape(-1, 2), axis=1)
    edges, first, count = np.unique(ends, axis=0, return_index=True, return_counts=True)
    backwards = len(ends) - 1 - np.unique(ends[::-1], axis=0, return_index=True)[1]
    one, two, edges = first[count == 2], backwards[count == 2], edges[count == 2]
    t0, t1 = one // 3, two // 3

    def at(t: Index, vertex: Index) -> Array:
        return cotangent[t, np.argmax(faces[t] == vertex[:, None], axis=1)]

    i, j = edges[:, 0], edges[:, 1]
    c01, c03, c02, c04 = at(t0, i), at(t0, j), at(t1, i), at(t1, j)
    scale = np.sqrt(0.5 * (bending[t0] + bending[t1]) / (area[t0] + area[t1]))
    stencils = np.column_stack((i, j, faces[t0, (one + 2) % 3], faces[t1, (two + 2) % 3]))
    weights = np.column_stack((c03 + c04, c01 + c02, -c01 - c03, -c02 - c04)) * scale[:, None]
    return stencils, weights
