"""Sheets of cloth and simple bodies that the try-on tests share. Metres."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.spatial import Delaunay

from ampc_desktop.core.drape import Array, Index
from ampc_desktop.tryon.distance import Field
from ampc_desktop.tryon.solver import Cloth


def sheet(width: float, length: float, h: float) -> tuple[Array, Index]:
    """A hexagonal mesh of width (x) by length (y), straight borders: flat points (n, 2), faces (t, 3)."""
    rows = max(1, round(length / (h * math.sqrt(3) / 2)))
    cols = max(1, round(width / h))
    points = []
    for row in range(rows + 1):
        xs = np.linspace(0, width, cols + 1)
        if row % 2:
            xs = np.concatenate(([0.0], (xs[1:] + xs[:-1]) / 2, [width]))
        points += [(x, length * row / rows) for x in xs]
    flat = np.array(points)
    faces = Delaunay(flat).simplices
    a, b, c = (flat[faces[:, k]] for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    faces[area < 0] = faces[area < 0][:, [0, 2, 1]]
    return flat, faces[np.abs(area) > 1e-3 * h * h]


def cloth(
    flat: Array,
    faces: Index,
    positions: Array | None = None,
    stiffness: tuple[float, float, float, float] = (400.0, 400.0, 0.0, 160.0),
    density: float = 0.2,
    bending: float = 0.0,
    friction: float = 0.3,
    **more: Any,
) -> Cloth:
    """A cloth of one material, flat in the plane z = 0 unless positions are given."""
    t = len(faces)
    x = np.column_stack((flat, np.zeros(len(flat)))) if positions is None else positions
    return Cloth(
        x, faces, flat[faces], np.tile(stiffness, (t, 1)), np.full(t, density), np.full(t, bending),
        np.full(t, friction), **more,
    )  # fmt: skip


def plane(normal: tuple[float, float, float], size: float = 2.0, step: float = 0.02) -> Field:
    """The half space below a plane through the origin; exact, as the trilinear field of a linear function is."""
    n = np.array(normal) / np.linalg.norm(normal)
    axis = np.arange(-size, size + step / 2, step)
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    return Field(n[0] * x + n[1] * y + n[2] * z, np.full(3, -size), step)
