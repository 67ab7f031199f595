"""The table of the pattern canvas: pieces keep clear of each other when a garment changes under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ampc_desktop.core.geometry import Array

Box = tuple[float, float, float, float]
"""left, bottom, right, top on the table, mm, y up."""

CLEAR_MM = 4.0
"""Pieces nearer than this look like one."""
GAP_MM = 40.0


def touching(boxes: Mapping[str, Box]) -> set[frozenset[str]]:
    """Pairs of pieces whose boxes come nearer than `CLEAR_MM`."""
    ids = list(boxes)
    found = set()
    for i, one in enumerate(ids[1:], 1):
        near = _near(np.asarray([boxes[id] for id in ids[:i]]), np.asarray([boxes[one]]))
        found |= {frozenset((one, ids[k])) for k in np.flatnonzero(near[0])}
    return found


def parted(boxes: Mapping[str, Box], order: Sequence[str], left_so: set[frozenset[str]]) -> dict[str, Box]:
    """Boxes of pieces moved as little as keeps them apart: earlier ones of `order` stay, later ones give way.

    `left_so`: pairs that may overlap, as somebody laid them so.
    """
    settled: dict[str, Box] = {}
    for id in order:
        box = boxes[id]
        in_the_way = [other for one, other in settled.items() if frozenset((id, one)) not in left_so]
        settled[id] = _nearest_free(box, np.asarray(in_the_way)) if in_the_way else box
    return settled


def _nearest_free(box: Box, others: Array) -> Box:
    """The box, where it is when that is free, else at the nearest free place beside the others."""
    if not _near(others, np.asarray([box])).any():
        return box
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    xs = np.unique(np.concatenate(([left], others[:, 2] + GAP_MM, others[:, 0] - GAP_MM - wide)))
    ys = np.unique(np.concatenate(([bottom], others[:, 3] + GAP_MM, others[:, 1] - GAP_MM - high)))
    x, y = (one.ravel() for one in np.meshgrid(xs, ys))
    free = ~_near(others, np.column_stack((x, y, x + wide, y + high))).any(axis=1)
    x, y = x[free], y[free]  # never empty: right of the rightmost is free
    best = int(np.argmin(np.hypot(x - left, y - bottom)))
    return (float(x[best]), float(y[best]), float(x[best] + wide), float(y[best] + high))


def _near(others: Array, boxes: Array) -> NDArray[np.bool_]:
    """(boxes, others) whether they come nearer than `CLEAR_MM`."""
    a, b = boxes[:, None, :], others[None, :, :]
    across = (a[..., 0] < b[..., 2] + CLEAR_MM) & (b[..., 0] < a[..., 2] + CLEAR_MM)
    along = (a[..., 1] < b[..., 3] + CLEAR_MM) & (b[..., 1] < a[..., 3] + CLEAR_MM)
    near: NDArray[np.bool_] = across & along
    return near
