"""Lines on a garment: where a value is met, edges one can pull, areas of triangles. No VTK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.fit import Handle
from ampc_desktop.render.surface import Array, vertex_normals

LIFT_MM = 2.0
"""Lines lie so far off the cloth, or they would drown in it."""
FACING = -0.15
"""Cosine to the eye above which an edge is on the near side; a hem seen edge-on still is."""


def isolines(mesh: ClothMesh, positions_mm: npt.ArrayLike, values: npt.ArrayLike, value: float) -> Array:
    """(k, 2, 3) pieces of the lines on which (m,) values at flat vertices take a value, a little off the cloth."""
    points = np.asarray(positions_mm, dtype=np.float64)
    lifted = (points + LIFT_MM * vertex_normals(points, mesh.faces))[mesh.faces]
    held = np.asarray(values, dtype=np.float64)[mesh.triangles]
    above = held > value
    met = np.nonzero(above.any(axis=1) & ~above.all(axis=1))[0]
    if len(met) == 0:
        return np.empty((0, 2, 3))
    corners, held, above = lifted[met], held[met], above[met]
    lone = np.where(above.sum(axis=1) == 1, above.argmax(axis=1), (~above).argmax(axis=1))
    rows = np.arange(len(met))
    ends = []
    for step in (1, 2):
        other = (lone + step) % 3
        a, b = held[rows, lone], held[rows, other]
        share = (value - a) / (b - a)
        ends.append(corners[rows, lone] + share[:, None] * (corners[rows, other] - corners[rows, lone]))
    return np.stack(ends, axis=1)


@dataclass(frozen=True, eq=False)
class Grip:
    """The line of a handle in space.

    points_mm : (k, 3); pieces: (j, 2) numbers of points that are joined.
    out       : (k, 3) unit vectors in which pulling is positive: along the cloth and away from it, so that it gets
                longer; or, for a handle whose way is along its line, off the body, so that the line gets longer.
    normals   : (k, 3) of the cloth's right side.
    """

    handle: Handle
    points_mm: Array
    pieces: npt.NDArray[np.intp]
    out: Array
    normals: Array

    def near(self, eye_mm: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """(k,) points where the garment faces the eye."""
        towards = _unit(np.asarray(eye_mm, dtype=np.float64) - self.points_mm)
        return np.asarray((self.normals * towards).sum(axis=1) > FACING)


def grip(mesh: ClothMesh, positions_mm: npt.ArrayLike, handle: Handle) -> Grip | None:
    """The line of a handle; None when the mesh has none of its sides."""
    points = np.asarray(positions_mm, dtype=np.float64)
    sides = [np.asarray(mesh.sides[name]) for name in handle.sides if name in mesh.sides and len(mesh.sides[name]) > 1]
    if not sides:
        return None
    walk = np.concatenate(sides)
    starts = np.cumsum([0, *(len(side) for side in sides)])
    pieces = np.concatenate([np.stack([np.arange(a, b - 1), np.arange(a + 1, b)], axis=1) for a, b in _pairs(starts)])
    line = points[mesh.sewn[walk]]
    normals = vertex_normals(points, mesh.faces)[mesh.sewn[walk]].astype(np.float64)
    along = np.zeros_like(line)
    np.add.at(along, pieces[:, 0], line[pieces[:, 1]] - line[pieces[:, 0]])
    np.add.at(along, pieces[:, 1], line[pieces[:, 1]] - line[pieces[:, 0]])
    along = _unit(along)
    if handle.way == "along":
        return Grip(handle, line, pieces, normals, normals)
    middles = points[mesh.faces].mean(axis=1)
    pull, count = np.zeros((len(mesh.flat_mm), 3)), np.zeros(len(mesh.flat_mm))
    for k in range(3):
        np.add.at(pull, mesh.triangles[:, k], middles)
        np.add.at(count, mesh.triangles[:, k], 1.0)
    inner = pull[walk] / np.maximum(count[walk], 1.0)[:, None]
    away = line - inner
    away -= (away * along).sum(axis=1, keepdims=True) * along
    return Grip(handle, line, pieces, _unit(away), normals)


def areas_mm2(mesh: ClothMesh) -> Array:
    """(t,) areas of the triangles on the flat piece."""
    a, b, c = (mesh.rest_mm[:, k] for k in range(3))
    u, v = b - a, c - a
    return np.asarray(np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2)


def _pairs(starts: npt.NDArray[np.intp]) -> Sequence[tuple[int, int]]:
    return list(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True))


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))
