"""The linear system of a step: 3x3 block rows + scalar rows, and conjugate gradients. Numba; workers only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any
Index = Any


def pattern_of(faces: Index, n: int) -> tuple[Index, Index, Index]:
    """Rows (n + 1,), columns (nnz,) of the block matrix, and the block of every pair of corners (t, 3, 3)."""
    i = np.repeat(faces, 3, axis=1).reshape(-1).astype(np.int64)
    j = np.tile(faces, (1, 3)).reshape(-1).astype(np.int64)
    keys = np.unique(np.concatenate((i * n + j, np.arange(n) * (n + 1))))
    rows = np.searchsorted(keys // n, np.arange(n + 1))
    blocks = np.searchsorted(keys, i * n + j).reshape(-1, 3, 3)
    return rows.astype(np.int64), (keys % n).astype(np.int64), blocks.astype(np.int64)


def block_at(rows: Index, cols: Index, i: Index, j: Index) -> Index:
    """Number of the blocks (i, j); every pair must be in the pattern."""
    n = len(rows) - 1
    keys = np.repeat(np.arange(n), np.diff(rows)) * n + cols
    return np.searchsorted(keys, np.asarray(i, dtype=np.int64) * n + j).astype(np.int64)


def scalar_matrix(stencils: Index, weights: Array, n: int) -> tuple[Index, Index, Array]:
    """Bending matrix Q in compressed rows: Q = sum w w^T over the hinges."""
    from scipy.sparse import coo_matrix, identity

    i = np.repeat(stencils, 4, axis=1).reshape(-1)
    j = np.tile(stencils, (1, 4)).reshape(-1)
    values = (weights[:, :, None] * weights[:, None, :]).reshape(-1)
    made = (coo_matrix((values, (i, j)), shape=(n, n)).tocsr() + 0.0 * identity(n, format="csr")).tocsr()
    made.sort_indices()
    return made.indptr.astype(np.int64), made.indices.astype(np.int64), made.data.astype(np.float64)


@njit(cache=True, error_model="numpy")
def scalar_product(rows: Index, cols: Index, values: Array, x: Array, out: Array) -> None:
    """out = Q x, coordinate by coordinate."""
    for i in range(len(rows) - 1):
        a = b = c = 0.0
        for k in range(rows[i], rows[i + 1]):
            j, q = cols[k], values[k]
            a += q * x[j, 0]
            b += q * x[j, 1]
            c += q * x[j, 2]
        out[i, 0], out[i, 1], out[i, 2] = a, b, c


@njit(cache=True, error_model="numpy")
def _product(
    rows: Index, cols: Index, data: Array, qrows: Index, qcols: Index, q: Array, diagonal: Array, who: Index,
    vectors: Array, stiff: Array, x: Array, out: Array,
) -> None:  # fmt: skip
    for i in range(len(rows) - 1):
        m = diagonal[i]
        a, b, c = m * x[i, 0], m * x[i, 1], m * x[i, 2]
        for k in range(rows[i], rows[i + 1]):
            j = cols[k]
            x0, x1, x2 = x[j, 0], x[j, 1], x[j, 2]
            a += data[k, 0, 0] * x0 + data[k, 0, 1] * x1 + data[k, 0, 2] * x2
            b += data[k, 1, 0] * x0 + data[k, 1, 1] * x1 + data[k, 1, 2] * x2
            c += data[k, 2, 0] * x0 + data[k, 2, 1] * x1 + data[k, 2, 2] * x2
        for k in range(qrows[i], qrows[i + 1]):
            j, w = qcols[k], q[k]
            a += w * x[j, 0]
            b += w * x[j, 1]
            c += w * x[j, 2]
        out[i, 0], out[i, 1], out[i, 2] = a, b, c
    for p in range(len(who)):
        along = 0.0
        for c in range(4):
            for d in range(3):
                along += vectors[p, c, d] * x[who[p, c], d]
        along *= stiff[p]
        for c in range(4):
            for d in range(3):
                out[who[p, c], d] += along * vectors[p, c, d]


@njit(cache=True, error_model="numpy")
def _inverses(
    rows: Index, cols: Index, data: Array, qrows: Index, qcols: Index, q: Array, diagonal: Array, who: Index,
    vectors: Array, stiff: Array,
) -> Array:  # fmt: skip
    """Inverse 3x3 diagonal blocks, the preconditioner."""
    n = len(rows) - 1
    out = np.empty((n, 3, 3))
    m = np.empty((3, 3))
    pairs = np.zeros((n, 3, 3))
    for p in range(len(who)):
        for c in range(4):
            for d in range(3):
                for e in range(3):
                    pairs[who[p, c], d, e] += stiff[p] * vectors[p, c, d] * vectors[p, c, e]
    for i in range(n):
        s = diagonal[i]
        for k in range(qrows[i], qrows[i + 1]):
            if qcols[k] == i:
                s += q[k]
        for k in range(rows[i], rows[i + 1]):
            if cols[k] == i:
                m[:] = data[k] + pairs[i]
        for d in range(3):
            m[d, d] += s
        c00 = m[1, 1] * m[2, 2] - m[1, 2] * m[2, 1]
        c01 = m[1, 2] * m[2, 0] - m[1, 0] * m[2, 2]
        c02 = m[1, 0] * m[2, 1] - m[1, 1] * m[2, 0]
        det = m[0, 0] * c00 + m[0, 1] * c01 + m[0, 2] * c02
        o = out[i]
        o[0, 0], o[1, 0], o[2, 0] = c00 / det, c01 / det, c02 / det
        o[0, 1] = (m[0, 2] * m[2, 1] - m[0, 1] * m[2, 2]) / det
        o[1, 1] = (m[0, 0] * m[2, 2] - m[0, 2] * m[2, 0]) / det
        o[2, 1] = (m[0, 1] * m[2, 0] - m[0, 0] * m[2, 1]) / det
        o[0, 2] = (m[0, 1] * m[1, 2] - m[0, 2] * m[1, 1]) / det
        o[1, 2] = (m[0, 2] * m[1, 0] - m[0, 0] * m[1, 2]) / det
        o[2, 2] = (m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]) / det
    return out


@njit(cache=True, error_model="numpy")
def solve(
    rows: Index, cols: Index, data: Array, qrows: Index, qcols: Index, q: Array, diagonal: Array, right: Array,
    free: Array, who: Index, vectors: Array, stiff: Array, tolerance: float, limit: int,
) -> tuple[Array, int]:  # fmt: skip
    """Conjugate gradients with block Jacobi from zero: (n, 3) and the number of iterations.

    free (n,) is 1.0, or 0.0 for a vertex that is held. who (p, 4), vectors (p, 4, 3), stiff (p,): rank-one terms
    stiff v v^T, which stay outside the matrix. Stops at r^T P r <= tolerance^2 of the first.
    """
    n = len(right)
    inverse = _inverses(rows, cols, data, qrows, qcols, q, diagonal, who, vectors, stiff)
    x, z, p, ap = np.zeros((n, 3)), np.empty((n, 3)), np.zeros((n, 3)), np.empty((n, 3))
    r = np.empty((n, 3))
    for i in range(n):
        for d in range(3):
            r[i, d] = right[i, d] * free[i]
    first = old = 0.0
    count = 0
    for count in range(limit + 1):
        rz = 0.0
        for i in range(n):
            a, b, c = r[i, 0], r[i, 1], r[i, 2]
            for d in range(3):
                z[i, d] = (inverse[i, d, 0] * a + inverse[i, d, 1] * b + inverse[i, d, 2] * c) * free[i]
                rz += r[i, d] * z[i, d]
        if count == 0:
            first = rz
        if rz <= tolerance * tolerance * first or count == limit:
            break
        beta = rz / old if count else 0.0
        old = rz
        for i in range(n):
            for d in range(3):
                p[i, d] = z[i, d] + beta * p[i, d]
        _product(rows, cols, data, qrows, qcols, q, diagonal, who, vectors, stiff, p, ap)
        pap = 0.0
        for i in range(n):
            for d in range(3):
                ap[i, d] *= free[i]
                pap += p[i, d] * ap[i, d]
        if pap <= 0.0:
            break
        alpha = rz / pap
        for i in range(n):
            for d in range(3):
                x[i, d] += alpha * p[i, d]
                r[i, d] -= alpha * ap[i, d]
    return x, count
