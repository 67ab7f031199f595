"""Arithmetic on triangle surfaces that pictures need: normals, outlines, horizontal cuts. No VTK."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from shapely.geometry import MultiPoint, Polygon

Array = npt.NDArray[np.float64]
Faces = npt.NDArray[np.int32]

SHORTEST_LOOP_MM = 20.0
"""Shorter loops of a cut are specks (an ear tip, a finger nail) and are left out."""
ABOVE_MM, BELOW_MM = 420.0, 300.0
"""So much of the body above and below a garment is looked at with it."""


def vertex_normals(vertices: npt.ArrayLike, faces: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """(n, 3) unit normals, area-weighted over the faces around each vertex; vertices without a face get +y.

    Welded: neighbouring faces share them, so a closed body looks smooth.
    """
    points = np.asarray(vertices, dtype=np.float64)
    triangles = np.asarray(faces)
    corners = points[triangles]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat = triangles.ravel()
    summed = np.stack(
        [np.bincount(flat, np.repeat(across[:, axis], 3), len(points)) for axis in range(3)],
        axis=1,
    )
    length = np.linalg.norm(summed, axis=1, keepdims=True)
    normals = np.divide(summed, length, out=np.tile(np.array([0.0, 1.0, 0.0]), (len(points), 1)), where=length > 1e-12)
    return np.asarray(normals, dtype=np.float32)


def around(positions_mm: Array, body_mm: Array) -> Array:
    """The garment with the part of the body above, below and within it, to fit a camera to."""
    low, high = positions_mm.min(axis=0), positions_mm.max(axis=0)
    near = (body_mm[:, 1] > low[1] - BELOW_MM) & (body_mm[:, 1] < high[1] + ABOVE_MM)
    near &= (body_mm[:, 0] > low[0]) & (body_mm[:, 0] < high[0])
    return np.concatenate([positions_mm, body_mm[near]])


@dataclass(frozen=True, eq=False)
class Loop:
    """One closed line of a cut.

    points_mm : (k, 3) in order, without a repeated end.
    girth_mm  : what a tape around it reads: hollows are bridged (perimeter of the convex hull).
    length_mm : along the skin itself.
    """

    points_mm: Array
    girth_mm: float
    length_mm: float


def section(vertices: npt.ArrayLike, faces: npt.ArrayLike, height_mm: float) -> tuple[Loop, ...]:
    """Closed lines in which the plane y = height_mm cuts a closed surface, longest girth first.

    Empty above the head and below the feet. Edges are cut by linear interpolation; triangles are chained over the
    edges they share, so loops are exact up to rounding. Open surfaces give open chains, which are left out.
    """
    points = np.asarray(vertices, dtype=np.float64)
    triangles = np.asarray(faces)
    above = points[:, 1] >= height_mm
    side = above[triangles]
    cut = triangles[(side.any(axis=1)) & (~side.all(axis=1))]
    if len(cut) == 0:
        return ()
    edges = np.sort(np.concatenate([cut[:, [0, 1]], cut[:, [1, 2]], cut[:, [2, 0]]]), axis=1)
    crossing = above[edges[:, 0]] != above[edges[:, 1]]
    owner = np.tile(np.arange(len(cut)), 3)[crossing]
    unique, number = np.unique(edges[crossing], axis=0, return_inverse=True)
    low, high = points[unique[:, 0]], points[unique[:, 1]]
    share = (height_mm - low[:, 1]) / (high[:, 1] - low[:, 1])
    crossings = low + share[:, None] * (high - low)
    crossings[:, 1] = height_mm
    pairs = np.asarray(number).ravel()[np.argsort(owner, kind="stable")].reshape(-1, 2)
    loops = (_loop(crossings[chain]) for chain in _chains(pairs, len(crossings)))
    kept = [loop for loop in loops if loop.girth_mm >= SHORTEST_LOOP_MM]
    return tuple(sorted(kept, key=lambda loop: -loop.girth_mm))


def _chains(pairs: npt.NDArray[np.intp], count: int) -> list[list[int]]:
    """Closed walks over segments given as pairs of node numbers; every node of a closed surface has two."""
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs.tolist():
        neighbours[a].append(b)
        neighbours[b].append(a)
    seen = np.zeros(count, dtype=bool)
    found = []
    for start in range(count):
        if seen[start] or len(neighbours[start]) != 2:
            continue
        chain, before, here = [start], -1, start
        seen[start] = True
        while True:
            ahead = [node for node in neighbours[here] if node != before] or neighbours[here][:1]
            before, here = here, ahead[0]
            if here == start:
                found.append(chain)
                break
            if seen[here] or len(neighbours[here]) != 2:
                break
            seen[here] = True
            chain.append(here)
    return found


def _loop(points: Array) -> Loop:
    flat = points[:, [0, 2]]
    girth = float(MultiPoint(flat).convex_hull.length) if len(flat) > 2 else 0.0
    length = float(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1).sum())
    return Loop(points, girth, length)


def outline_edges(vertices: npt.ArrayLike, faces: npt.ArrayLike, eye_mm: npt.ArrayLike) -> npt.NDArray[np.intp]:
    """(k, 2) vertex numbers of the edges between faces that look at the eye and faces that look away."""
    points = np.asarray(vertices, dtype=np.float64)
    triangles = np.asarray(faces).astype(np.int64)
    corners = points[triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = np.einsum("ij,ij->i", normals, np.asarray(eye_mm, dtype=np.float64) - corners[:, 0]) > 0
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    looks = np.tile(facing, 3)
    key = edges[:, 0] * len(points) + edges[:, 1]
    unique, number = np.unique(key, return_inverse=True)
    towards = np.bincount(number, looks)
    count = np.bincount(number)
    rim = unique[(towards > 0) & (towards < count)]
    return np.stack([rim // len(points), rim % len(points)], axis=1)


def silhouette(points_px: npt.ArrayLike, faces: npt.ArrayLike, step_px: float = 1.0) -> tuple[Array, ...]:
    """Closed outlines (k, 2) of a projected closed surface, outer rings first, holes after them.

    points_px : (n, 2) projected vertices. The union of the triangles is taken row by row on a raster of step_px and
    walked along its border, so it costs milliseconds where a polygon union costs seconds.
    """
    flat = np.asarray(points_px, dtype=np.float64)[:, :2]
    low = flat.min(axis=0) - 2 * step_px
    raster = (flat - low) / step_px
    width, height = (int(extent) for extent in np.ceil(raster.max(axis=0) + 3))
    mask = fill(raster, np.asarray(faces), (width, height))
    return tuple(sorted((ring * step_px + low for ring in _borders(mask)), key=lambda ring: -_area(ring)))


def fill(points: Array, faces: Faces, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """(height, width) mask of the pixels whose centre lies in a triangle. size: (width, height)."""
    width, height = size
    steps = np.zeros((height, width + 1), dtype=np.int32)
    corners = points[faces]
    a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    corners = corners[np.abs(area) > 1e-9]
    top = np.ceil(corners[:, :, 1].min(axis=1) - 0.5).astype(int)
    rows = np.floor(corners[:, :, 1].max(axis=1) - 0.5).astype(int) - top + 1
    tall = int(rows.max(initial=0))
    for row in range(tall):
        part = corners[rows > row]
        y = top[rows > row] + row + 0.5
        crossings = np.full((len(part), 3), np.nan)
        for side in range(3):
            a, b = part[:, side], part[:, (side + 1) % 3]
            span = b[:, 1] - a[:, 1]
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                share = (y - a[:, 1]) / span
                crossings[:, side] = np.where(
                    (share >= 0) & (share <= 1), a[:, 0] + share * (b[:, 0] - a[:, 0]), np.nan
                )
        some = ~np.isnan(crossings).all(axis=1)
        crossings, line = crossings[some], (y[some] - 0.5).astype(int)
        start = np.ceil(np.nanmin(crossings, axis=1) - 0.5).astype(int).clip(0, width)
        end = (np.floor(np.nanmax(crossings, axis=1) - 0.5).astype(int) + 1).clip(0, width)
        wide = (end > start) & (line >= 0) & (line < height)
        np.add.at(steps, (line[wide], start[wide]), 1)
        np.add.at(steps, (line[wide], end[wide]), -1)
    return np.cumsum(steps, axis=1)[:, :-1] > 0


def _borders(mask: npt.NDArray[np.bool_]) -> list[Array]:
    """Rings along pixel borders of a mask, smoothed through the middles of the border's steps."""
    padded = np.pad(mask, 1)
    after: dict[int, list[int]] = {}
    stride = padded.shape[1] + 1

    def edge(rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> None:
        for a, b in zip((rows * stride + columns).tolist(), ends.tolist(), strict=True):
            after.setdefault(a, []).append(b)

    here, below = padded[:-1], padded[1:]
    rows, columns = np.nonzero(here & ~below)  # the ring keeps the figure on its left (y down)
    edge(rows + 1, columns, (rows + 1) * stride + columns + 1)
    rows, columns = np.nonzero(~here & below)
    edge(rows + 1, columns + 1, (rows + 1) * stride + columns)
    left, right = padded[:, :-1], padded[:, 1:]
    rows, columns = np.nonzero(left & ~right)
    edge(rows + 1, columns + 1, rows * stride + columns + 1)
    rows, columns = np.nonzero(~left & right)
    edge(rows, columns + 1, (rows + 1) * stride + columns + 1)
    rings = []
    while after:
        start = next(iter(after))
        ring, at = [start], start
        while True:
            following = after[at].pop()
            if not after[at]:
                del after[at]
            if following == start:
                break
            ring.append(following)
            at = following
        numbers = np.array(ring)
        corner = np.stack([numbers % stride - 1.0, numbers // stride - 1.0], axis=1)
        rings.append((corner + np.roll(corner, -1, axis=0)) / 2)
    return rings


def _area(ring: Array) -> float:
    return Polygon(ring).area if len(ring) > 2 else 0.0
