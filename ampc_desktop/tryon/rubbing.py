"""Friction between layers of cloth: it holds near pairs against sliding along each other. Numba; workers only.

As on the skin: a spring of stiffness `hold` from where a pair began to stick, up to mu N, written as a Huber potential
whose limit is frozen within a line search. Below the limit it sticks exactly, at it it slides with force mu N. Friction
that rises with speed needs no memory, but cloth creeps under it, and a pressed fold takes thousands of steps to rest.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any


@njit(cache=True, error_model="numpy")
def _slid(
    x: Array, began: Array, who: Index, coef: Array, normal: Array, held: Array, p: int
) -> tuple[float, float, float, float]:
    """Unit vector along which pair p has slid since it stuck, and how far. held: as far as when the step began."""
    u0, u1, u2 = held[p, 0], held[p, 1], held[p, 2]
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
def rub_energy(
    x: Array, began: Array, who: Index, coef: Array, normal: Array, held: Array, limit: Array, hold: float
) -> float:
    """Joule of the friction of all pairs; limit (p,): mu N; hold: N/m."""
    total = 0.0
    for p in range(len(who)):
        if limit[p] > 0.0:
            y = _slid(x, began, who, coef, normal, held, p)[3]
            if hold * y <= limit[p]:
                total += 0.5 * hold * y * y
            else:
                total += limit[p] * y - 0.5 * limit[p] ** 2 / hold
    return total


@njit(cache=True, error_model="numpy")
def add_rub(
    x: Array, began: Array, who: Index, coef: Array, normal: Array, held: Array, limit: Array, hold: float,
    force: Array, vectors: Array, stiff: Array,
) -> None:  # fmt: skip
    """Adds friction to force (n, 3); fills the rank-one terms of its tangent: vectors (2 p, 4, 3), stiff (2 p,)."""
    for p in range(len(who)):
        stiff[2 * p] = stiff[2 * p + 1] = 0.0
        if limit[p] <= 0.0:
            continue
        t0, t1, t2, y = _slid(x, began, who, coef, normal, held, p)
        n0, n1, n2 = normal[p, 0], normal[p, 1], normal[p, 2]
        pull = hold * y
        stiff[2 * p] = stiff[2 * p + 1] = hold
        if pull > limit[p]:
            pull = limit[p]
            stiff[2 * p], stiff[2 * p + 1] = 0.0, limit[p] / y
        for c in range(4):
            v, w = who[p, c], coef[p, c]
            force[v, 0] -= pull * w * t0
            force[v, 1] -= pull * w * t1
            force[v, 2] -= pull * w * t2
            vectors[2 * p, c, 0], vectors[2 * p, c, 1], vectors[2 * p, c, 2] = w * t0, w * t1, w * t2
            vectors[2 * p + 1, c, 0] = w * (n1 * t2 - n2 * t1)
            vectors[2 * p + 1, c, 1] = w * (n2 * t0 - n0 * t2)
            vectors[2 * p + 1, c, 2] = w * (n0 * t1 - n1 * t0)


@njit(cache=True, error_model="numpy")
def remember(
    x: Array, began: Array, who: Index, coef: Array, normal: Array, held: Array, limit: Array, hold: float
) -> None:
    """After a step: fills held (p, 3) with what pairs have slid, no farther than mu N holds; 0 where they are apart."""
    for p in range(len(who)):
        if limit[p] <= 0.0:
            held[p, 0] = held[p, 1] = held[p, 2] = 0.0
            continue
        t0, t1, t2, y = _slid(x, began, who, coef, normal, held, p)
        y = min(y, limit[p] / hold)
        held[p, 0], held[p, 1], held[p, 2] = y * t0, y * t1, y * t2


def same_pairs(old: Index, new: Index) -> tuple[Index, Index]:
    """(numbers in old, numbers in new) of the pairs (p, 5) that are in both; rows: kind and vertices."""
    if not len(old) or not len(new):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    both, inverse = np.unique(np.concatenate((old, new)), axis=0, return_inverse=True)
    place = np.full(len(both), -1, dtype=np.int64)
    inverse = inverse.reshape(-1)
    place[inverse[: len(old)]] = np.arange(len(old))
    at = place[inverse[len(old) :]]
    return at[at >= 0], np.flatnonzero(at >= 0)
