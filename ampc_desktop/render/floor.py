"""The floor under a body: a soft grid that fades out, and the shadow of the feet."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ampc_desktop.render.palette import Rgb
from ampc_desktop.render.scene import Scene

REACH_MM = 1100.0
STEP_MM = 100.0
PIECES = 22
SHADOW_MM = 300.0
"""Parts of a body higher than this above the floor throw no shadow worth seeing."""
CELL_MM = 12.0


def lay_floor(scene: Scene, grid: Rgb, shadow: Rgb, shadow_opacity: float, vertices_mm: npt.ArrayLike) -> None:
    """Layers "floor" (every 100 mm; every 500 mm stronger) and "shadow" under vertices_mm (n, 3)."""
    lines, weights = _lines()
    away = np.hypot(lines[..., 0], lines[..., 2]) / REACH_MM
    alpha = np.clip(1.0 - away, 0.0, 1.0) ** 1.5 * weights[:, None]
    scene.wires("floor", lines, _rgba(grid, alpha))
    points, faces, dark = _shadow(np.asarray(vertices_mm, dtype=np.float64))
    scene.surface("shadow", points, faces, shadow, rgba=_rgba(shadow, dark * shadow_opacity), flat=True)


def _lines() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(n, 2, 3) short pieces, so that each can fade, and their strength (n,)."""
    places = np.arange(-REACH_MM + STEP_MM, REACH_MM, STEP_MM)
    cuts = np.linspace(-REACH_MM, REACH_MM, PIECES + 1)
    made, strength = [], []
    for place in places:
        strong = 1.0 if abs(place) % (5 * STEP_MM) < 1e-6 else 0.5
        for start, end in pairwise(cuts):
            made += [[[place, 0, start], [place, 0, end]], [[start, 0, place], [end, 0, place]]]
            strength += [strong, strong]
    return np.array(made, dtype=np.float64), np.array(strength)


def _shadow(
    vertices: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """A sheet just under the floor with darkness 0..1 per vertex: how near the body hangs over it, blurred."""
    low = vertices[vertices[:, 1] < SHADOW_MM]
    low = low if len(low) else np.zeros((1, 3))
    corner = low[:, [0, 2]].min(axis=0) - 14 * CELL_MM
    columns, rows = (np.ceil((low[:, [0, 2]].max(axis=0) + 14 * CELL_MM - corner) / CELL_MM).astype(int) + 1).tolist()
    dark = np.zeros((rows, columns))
    across, along = ((low[:, [0, 2]] - corner) / CELL_MM).round().astype(int).T
    np.maximum.at(dark, (along, across), (1.0 - low[:, 1] / SHADOW_MM) ** 2)
    kernel = np.exp(-0.5 * (np.arange(-9, 10) / 3.2) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        dark = np.apply_along_axis(lambda line: np.convolve(line, kernel, "same"), axis, dark)
    x = corner[0] + CELL_MM * np.arange(columns)
    z = corner[1] + CELL_MM * np.arange(rows)
    points = np.stack([*np.broadcast_arrays(x[None, :], np.array(-1.0), z[:, None])], axis=-1).reshape(-1, 3)
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]))
    faces = np.concatenate([np.stack([a, d, c], axis=1), np.stack([a, c, b], axis=1)]).astype(np.int32)
    return points, faces, np.minimum(1.0, 1.6 * dark.ravel())


def _rgba(colour: Rgb, alpha: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    solid = np.broadcast_to(np.array(colour), (*alpha.shape, 3))
    return np.round(255 * np.concatenate([solid, alpha[..., None]], axis=-1)).astype(np.uint8)
