"""How far a body reaches ahead and behind, seen from the front: a start that stays in front of it, or behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh, Region
from ampc_desktop.core.drape import Array

_CELL_MM = 5.0
_SPREAD = 2
"""Cells by which the outline is widened, so that nothing starts just beside it."""


@dataclass(frozen=True, eq=False)
class Relief:
    """Largest and smallest z of the skin by cell of x and y, mm; -inf and +inf where there is none."""

    low: Array
    ahead: Array
    behind: Array

    def clear(self, points: Array, front: bool, margin_mm: float) -> Array:
        """Points (k, 3) moved along z until they are margin_mm in front of the skin, or behind it."""
        at = np.floor((points[:, :2] - self.low) / _CELL_MM).astype(int)
        size = np.array(self.ahead.shape)
        inside = ((at >= 0) & (at < size)).all(axis=1)
        i, j = at[inside].T
        out = points.copy()
        if front:
            out[inside, 2] = np.maximum(out[inside, 2], self.ahead[i, j] + margin_mm)
        else:
            out[inside, 2] = np.minimum(out[inside, 2], self.behind[i, j] - margin_mm)
        return out


def relief(body: BodyMesh, regions: tuple[Region, ...]) -> Relief:
    """Relief of some parts of a body."""
    kept = np.isin(body.regions, [REGIONS.index(name) for name in regions])
    corners = body.vertices_mm[body.skin[kept[body.skin].all(axis=1)]]
    longest = float(np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max())
    steps = int(np.clip(np.ceil(longest / _CELL_MM), 2, 12))
    share = np.array([(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]) / steps
    points = np.einsum("sc,tcd->tsd", share, corners).reshape(-1, 3)
    low = np.floor(points[:, :2].min(axis=0) / _CELL_MM - _SPREAD - 1) * _CELL_MM  # left and right lie alike in cells
    at = np.floor((points[:, :2] - low) / _CELL_MM).astype(int)
    shape = tuple(at.max(axis=0) + _SPREAD + 2)
    ahead, behind = np.full(shape, -np.inf), np.full(shape, np.inf)
    np.maximum.at(ahead, (at[:, 0], at[:, 1]), points[:, 2])
    np.minimum.at(behind, (at[:, 0], at[:, 1]), points[:, 2])
    return Relief(low, _spread(ahead), -_spread(-behind))


def _spread(values: Array) -> Array:
    """The largest value within _SPREAD cells."""
    for axis in (0, 1):
        out = values.copy()
        for shift in range(1, _SPREAD + 1):
            for one, two in ((slice(shift, None), slice(None, -shift)), (slice(None, -shift), slice(shift, None))):
                to, source = [slice(None)] * 2, [slice(None)] * 2
                to[axis], source[axis] = one, two
                out[tuple(to)] = np.maximum(out[tuple(to)], values[tuple(source)])
        values = out
    return values
