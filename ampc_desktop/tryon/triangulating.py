"""One outline -> triangles: a hexagonal lattice inside, joined to the boundary by Delaunay.

No constrained mesher is needed, because lattice points keep 0.55 edge lengths off the boundary; a boundary edge that
Delaunay misses is an error, never silently lost. A symmetric outline is filled on one side and mirrored: a shirt whose
halves were meshed differently would drape differently left and right.
"""

from __future__ import annotations

import math

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array, Index
from ampc_desktop.core.problem import Kind, Problem

_CLEARANCE = 0.55
_SLIVER = 1e-3
_EQUAL_MM = 1e-4


Rings = tuple[Array, ...]


def triangulated(ring: Array, edge_mm: float, name: str, holes: Rings = ()) -> tuple[Array, Index]:
    """Vertices (outline first, then holes, in their order) and counter-clockwise triangles.

    ring: counter-clockwise outline (k, 2). holes: rings inside it that stay empty.
    Raises Problem for an outline that crosses itself, runs clockwise or is too narrow for this edge length.
    """
    if g.signed_area(ring) <= 0.0:
        raise Problem("its outline runs clockwise", f"piece {name}", "draft it anew", code="tryon.mesh")
    for axis in (0, 1):
        turned, *inner = (  # the axis of symmetry upright
            one if axis == 0 else one[:, ::-1] * (1.0, -1.0) for one in (ring, *holes)
        )
        twin = _twins(turned, tuple(inner))
        if twin is not None:
            points, faces = _mirrored(turned, twin, edge_mm, name, tuple(inner))
            return (points, faces) if axis == 0 else (points[:, ::-1] * (-1.0, 1.0), faces)
    return _filled(ring, edge_mm, name, holes=holes)


def _middle(ring: Array) -> float:
    return float(ring[:, 0].min() + ring[:, 0].max()) / 2


def _twins(ring: Array, holes: Rings) -> Index | None:
    """Number of every boundary vertex's mirror image; None unless the outline is symmetric, with two on its axis."""
    middle = _middle(ring)
    border = np.concatenate((ring, *holes))
    mirrored = np.array((2 * middle, 0.0)) + border * (-1.0, 1.0)
    far = np.abs(mirrored[:, None] - border[None]).max(axis=2)
    twin = far.argmin(axis=1)
    on_axis = np.flatnonzero(twin == np.arange(len(border)))
    if far.min(axis=1).max() > _EQUAL_MM or len(on_axis) != 2 or len(np.unique(twin)) != len(border):
        return None
    return None if (on_axis >= len(ring)).any() else np.asarray(twin, dtype=np.int32)


def _mirrored(ring: Array, twin: Index, edge_mm: float, name: str, holes: Rings) -> tuple[Array, Index]:
    """A symmetric outline: its right half filled, then mirrored."""
    middle, border = _middle(ring), np.concatenate((ring, *holes))
    first, last = (int(k) for k in np.flatnonzero(twin == np.arange(len(border))))
    if ring[first, 1] > ring[last, 1]:
        first, last = last, first
    # counter-clockwise: the right side
    way = np.arange(first, last + 1 if last > first else last + len(ring) + 1) % len(ring)
    length = float(ring[last, 1] - ring[first, 1])
    parts = max(1, round(length / edge_mm))
    axis = np.column_stack((np.full(parts - 1, middle), ring[last, 1] - length * np.arange(1, parts) / parts))
    starts = np.cumsum([len(ring), *(len(hole) for hole in holes)])[:-1] if holes else np.empty(0, dtype=int)
    right_holes = [(int(k), hole) for k, hole in zip(starts, holes, strict=True) if hole[:, 0].mean() > middle]
    outline = np.concatenate((ring[way], axis))
    half, corners = _filled(outline, edge_mm, name, middle, tuple(hole for _, hole in right_holes))
    given = np.concatenate((way, *(np.arange(k, k + len(hole)) for k, hole in right_holes))).astype(int)
    inside = half[len(outline) + sum(len(hole) for _, hole in right_holes) :]
    count = len(border)
    on_axis, added = count + np.arange(len(axis)), count + len(axis) + np.arange(len(inside))
    holed = given[len(way) :]
    right = np.concatenate((way, on_axis, holed, added))
    left = np.concatenate((twin[way], on_axis, twin[holed], added + len(inside)))
    points = np.concatenate((border, axis, inside, np.array((2 * middle, 0.0)) + inside * (-1.0, 1.0)))
    faces = np.concatenate((right[corners], left[corners][:, [0, 2, 1]]))
    return points, faces.astype(np.int32)


def _filled(ring: Array, edge_mm: float, name: str, middle_x: float = 0.0, holes: Rings = ()) -> tuple[Array, Index]:
    """Any outline: lattice and Delaunay; a column of the lattice lies at middle_x."""
    import shapely
    from scipy.spatial import Delaunay

    outline = shapely.Polygon(ring, holes)
    if not outline.is_valid or outline.area <= 0.0:
        raise Problem(
            f"its outline crosses itself when sampled every {edge_mm:g} mm", f"piece {name}",
            "use a shorter edge length", Kind.NO, "tryon.mesh",
        )  # fmt: skip
    core = outline.buffer(-_CLEARANCE * edge_mm)
    row_mm = edge_mm * math.sqrt(3) / 2
    left, bottom, right, top = outline.bounds
    left, right = left - middle_x, right - middle_x
    lattice = [
        (middle_x + edge_mm * (column + 0.5 * (row % 2)), row * row_mm)
        for row in range(math.floor(bottom / row_mm), math.ceil(top / row_mm) + 1)
        for column in range(math.floor(left / edge_mm) - 1, math.ceil(right / edge_mm) + 1)
    ]
    grid = np.array(lattice)
    grid = grid[shapely.contains_xy(core, grid[:, 0], grid[:, 1])]
    border = np.concatenate((ring, *holes))
    points = np.concatenate((border, grid))
    corners = Delaunay(points).simplices
    a, b, c = (points[corners[:, k]] for k in range(3))
    doubled = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    corners[doubled < 0] = corners[doubled < 0][:, [0, 2, 1]]
    middle = (a + b + c) / 3
    kept = (np.abs(doubled) > _SLIVER * edge_mm**2) & shapely.contains_xy(outline, middle[:, 0], middle[:, 1])
    faces = corners[kept]
    rings, start = [], 0
    for one in (ring, *holes):
        rings += [(start + k, start + (k + 1) % len(one)) for k in range(len(one))]
        start += len(one)
    have = {tuple(sorted(pair)) for k in range(3) for pair in faces[:, [k, (k + 1) % 3]].tolist()}
    lost = [a for a, b in rings if (min(a, b), max(a, b)) not in have]
    if lost:
        x, y = border[lost[0]]
        raise Problem(
            f"it is too narrow at ({x:.0f}, {y:.0f}) mm for triangles of {edge_mm:g} mm", f"piece {name}",
            "use a shorter edge length", Kind.NO, "tryon.mesh",
        )  # fmt: skip
    order = np.lexsort(np.sort(faces, axis=1).T)
    return points, faces[order].astype(np.int32)
