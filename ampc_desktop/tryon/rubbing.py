"""Friction between layers of cloth: it holds near pairs against sliding along each other. Numba; workers only.

The smoothed Coulomb friction of Li et al. 2020 (Incremental Potential Contact, 5): within a step a pair resists the
distance y it has slid with mu N f(y), f rising to 1 at CREEP_M_S times the step; what should stick creeps, slower than
that. Normals, weights and pushes are frozen within a line search; the tangent is the exact one, a secant would act as a
drag on what slides.
"""

from __future__ import annotations

import math
from typing import Any

from numba import njit

Array = Any
Index = Any

CREEP_M_S = 0.001


@njit(cache=True, error_model="numpy")
def _slid(x: Array, began: Array, who: Index, coef: Array, normal: Array, p: int) -> tuple[float, float, float, float]:
    """Unit vector along which pair p has slid since the step began, and how far."""
    u0 = u1 = u2 = 0.0
    for c in range(4):
        v, w = who[p, c], coef[p, c]
        u0 += w * (x[v, 0] - began[v, 0])
        u1 += w * (x[v, 1] - began[v, 1])
        u2 += w * (x[v, 2] - began[v, 2])
    n0, n1, n2 = normal[p, 0], normal[p, 1], normal[p, 2]
    along = u0 * n0 + u1 * n1 + u2 * n2
    u0, u1, u2 = u0 - along * n0, u1 - along * n1, u2 - along * n2
    y = math.sqrt(u0 * u0 + u1 * u1 + u2 * u2)
    if y < 1e-15:  # not at all: any direction at right angles to the normal
        if abs(n0) < 0.7:
            u0, u1, u2 = 0.0, n2, -n1
        else:
            u0, u1, u2 = -n2, 0.0, n0
        size = math.sqrt(u0 * u0 + u1 * u1 + u2 * u2)
        return u0 / size, u1 / size, u2 / size, 0.0
    return u0 / y, u1 / y, u2 / y, y


@njit(cache=True, error_model="numpy")
def rub_energy(x: Array, began: Array, who: Index, coef: Array, normal: Array, limit: Array, creep: float) -> float:
    """Joule of the friction of all pairs; limit (p,): mu N; creep: distance over which friction rises, m."""
    total = 0.0
    for p in range(len(who)):
        if limit[p] > 0.0:
            y = _slid(x, began, who, coef, normal, p)[3]
            if y < creep:
                total += limit[p] * (y * y / creep - y**3 / (3.0 * creep * creep) + creep / 3.0)
            else:
                total += limit[p] * y
    return total


@njit(cache=True, error_model="numpy")
def add_rub(
    x: Array, began: Array, who: Index, coef: Array, normal: Array, limit: Array, creep: float, force: Array,
    vectors: Array, stiff: Array,
) -> None:  # fmt: skip
    """Adds friction to force (n, 3); fills the rank-one terms of its tangent: vectors (2 p, 4, 3), stiff (2 p,)."""
    for p in range(len(who)):
        stiff[2 * p] = stiff[2 * p + 1] = 0.0
        if limit[p] <= 0.0:
            continue
        t0, t1, t2, y = _slid(x, began, who, coef, normal, p)
        n0, n1, n2 = normal[p, 0], normal[p, 1], normal[p, 2]
        if y < creep:
            pull = limit[p] * (2.0 * y / creep - y * y / (creep * creep))
            stiff[2 * p] = limit[p] * 2.0 * (1.0 - y / creep) / creep
            stiff[2 * p + 1] = limit[p] * (2.0 - y / creep) / creep
        else:
            pull = limit[p]
            stiff[2 * p + 1] = limit[p] / y
        for c in range(4):
            v, w = who[p, c], coef[p, c]
            force[v, 0] -= pull * w * t0
            force[v, 1] -= pull * w * t1
            force[v, 2] -= pull * w * t2
            vectors[2 * p, c, 0], vectors[2 * p, c, 1], vectors[2 * p, c, 2] = w * t0, w * t1, w * t2
            vectors[2 * p + 1, c, 0] = w * (n1 * t2 - n2 * t1)
            vectors[2 * p + 1, c, 1] = w * (n2 * t0 - n0 * t2)
            vectors[2 * p + 1, c, 2] = w * (n0 * t1 - n1 * t0)
