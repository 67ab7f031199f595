"""Cutting a surface with planes the way a tape lies on it, with the derivative of every length by the vertices.

A cut point lies on an edge (i, j): p = v_i + t (v_j - v_i), t = s_i / (s_i - s_j), s the signed distance from the
plane. It moves with both ends and with the plane, so a girth has an exact gradient: what makes fitting quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import REGIONS, BodyMesh, Faces

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

NOT_TRUNK = ("head", "left_arm", "right_arm")


@dataclass(frozen=True, eq=False)
class Anchor:
    """A point fixed to the surface: weighted mean of vertices (weights sum to one)."""

    ids: Indices
    weights: Array

    @staticmethod
    def at(vertex: int) -> Anchor:
        return Anchor(np.array([vertex]), np.ones(1))

    @staticmethod
    def mean(ids: Iterable[int]) -> Anchor:
        found = np.array(sorted(ids))
        return Anchor(found, np.full(len(found), 1.0 / len(found)))

    def point(self, vertices: Array) -> Array:
        return np.asarray(self.weights @ vertices[self.ids])


@dataclass(frozen=True, eq=False)
class Reading:
    """A length (or volume, angle) on a surface: value, and its gradient (n, 3) by the vertices `ids`.

    way : points of the tape in order (k, 3), closed for girths.
    """

    value: float
    ids: Indices
    gradient: Array
    way: Array
    closed: bool = False

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.value + other.value,
            np.concatenate([self.ids, other.ids]),
            np.concatenate([self.gradient, other.gradient]),
            np.concatenate([self.way, other.way]),
        )

    def __mul__(self, factor: float) -> Reading:
        return Reading(self.value * factor, self.ids, self.gradient * factor, self.way, self.closed)

    def __sub__(self, other: Reading) -> Reading:
        return self + other * -1.0


@dataclass(frozen=True, eq=False)
class Plane:
    """origin rides on anchors (its gradient goes to them), normal is fixed in space; shift along the normal, mm."""

    origin: Anchor
    normal: Array
    shift_mm: float = 0.0


@dataclass(frozen=True, eq=False)
class Cut:
    """Points (k, 3) where edges (k, 2) cross a plane at t (k,); reach = s_i - s_j (k,)."""

    points: Array
    edges: Indices
    t: Array
    reach: Array
    plane: Plane


@dataclass(frozen=True, eq=False)
class Topology:
    """What stays the same while vertices move: edges of the skin and the part of the body they lie on."""

    faces: Faces
    regions: npt.NDArray[np.uint8]

    @cached_property
    def edges(self) -> Indices:
        """(E, 2) edges of the skin, each once."""
        corners = np.sort(np.concatenate([self.faces[:, [0, 1]], self.faces[:, [1, 2]], self.faces[:, [2, 0]]]), axis=1)
        size = int(self.faces.max()) + 1
        keys = np.unique(corners[:, 0].astype(np.int64) * size + corners[:, 1])
        return np.stack([keys // size, keys % size], axis=1)

    @cached_property
    def skin_vertices(self) -> Indices:
        return np.unique(self.faces).astype(np.int64)

    def part(self, *names: str) -> Indices:
        """Edges with both ends in the named regions."""
        if names not in self._parts:
            self._parts[names] = self._cut_out(names)
        return self._parts[names]

    @cached_property
    def _parts(self) -> dict[tuple[str, ...], Indices]:
        return {}

    def _cut_out(self, names: tuple[str, ...]) -> Indices:
        wanted = np.isin(self.regions, [REGIONS.index(name) for name in names])
        return self.edges[wanted[self.edges].all(axis=1)]

    @staticmethod
    def of(mesh: BodyMesh) -> Topology:
        return Topology(mesh.skin, mesh.regions)


def cut(vertices: Array, edges: Indices, plane: Plane) -> Cut:
    """Where the edges cross the plane; empty when they don't."""
    origin = plane.origin.point(vertices)
    offset = float(origin @ plane.normal) + plane.shift_mm
    upright = plane.normal[1] == 1.0  # level planes are most of them, and one column is quicker than three
    distance = (vertices[:, 1] if upright else np.einsum("ij,j->i", vertices, plane.normal)) - offset
    above = distance > 0
    crossing = edges[above[edges[:, 0]] != above[edges[:, 1]]]
    first, second = distance[crossing[:, 0]], distance[crossing[:, 1]]
    reach = first - second
    t = first / reach
    points = vertices[crossing[:, 0]] + t[:, None] * (vertices[crossing[:, 1]] - vertices[crossing[:, 0]])
    return Cut(points, crossing, t, reach, plane)


def chosen(found: Cut, rows: Indices) -> Cut:
    """Some points of a cut, in the order given."""
    return Cut(found.points[rows], found.edges[rows], found.t[rows], found.reach[rows], found.plane)


def hull(flat: Array) -> Indices:
    """Rows of the convex hull of points (n, 2), counter-clockwise (Andrew's monotone chain)."""
    order = np.lexsort((flat[:, 1], flat[:, 0]))
    xs, ys = flat[order, 0].tolist(), flat[order, 1].tolist()

    def chain(rows: Iterable[int]) -> list[int]:
        kept: list[int] = []
        for row in rows:
            while len(kept) > 1:
                a, b = kept[-2], kept[-1]
                if (xs[b] - xs[a]) * (ys[row] - ys[a]) - (ys[b] - ys[a]) * (xs[row] - xs[a]) > 0:
                    break
                kept.pop()
            kept.append(row)
        return kept

    lower, upper = chain(range(len(order))), chain(range(len(order) - 1, -1, -1))
    return order[np.array(lower[:-1] + upper[:-1], dtype=np.int64)]


def girth(vertices: Array, edges: Indices, plane: Plane) -> Reading | None:
    """Perimeter of the convex hull of a cut: a tape bridges hollows. None when the plane misses the edges."""
    found = cut(vertices, edges, plane)
    if len(found.points) < 3:
        return None
    across, along = in_plane(plane.normal)
    ring = chosen(found, hull(np.stack([found.points @ across, found.points @ along], axis=1)))
    return _length(vertices, ring, closed=True)


def in_plane(normal: Array) -> tuple[Array, Array]:
    """Two axes of a plane: sideways as far as can be, and the other."""
    sideways = np.array([1.0, 0.0, 0.0]) if abs(normal[0]) < 0.8 else np.array([0.0, 0.0, 1.0])
    across = sideways - (sideways @ normal) * normal
    across /= np.linalg.norm(across)
    return across, np.cross(normal, across)


def _length(vertices: Array, ring: Cut, closed: bool) -> Reading:
    value, pull = polyline(ring.points, closed)
    ids, gradient = spread(vertices, ring, pull)
    return Reading(value, ids, gradient, ring.points, closed)


def polyline(points: Array, closed: bool = False) -> tuple[float, Array]:
    """Length of a polyline and its gradient by the points."""
    steps = (np.roll(points, -1, axis=0) if closed else points[1:]) - (points if closed else points[:-1])
    lengths = np.linalg.norm(steps, axis=1)
    unit = steps / np.maximum(lengths, 1e-9)[:, None]
    pull = np.zeros_like(points)
    if closed:
        pull -= unit
        pull += np.roll(unit, 1, axis=0)
    else:
        pull[:-1] -= unit
        pull[1:] += unit
    return float(lengths.sum()), pull


def spread(vertices: Array, ring: Cut, pull: Array) -> tuple[Indices, Array]:
    """The gradient by vertices of something whose gradient by cut points is pull (k, 3)."""
    normal = ring.plane.normal
    along = vertices[ring.edges[:, 1]] - vertices[ring.edges[:, 0]]
    slide = (pull * along).sum(axis=1) / ring.reach  # how the value changes with the signed distance of the ends
    full = pull + slide[:, None] * normal
    t = ring.t[:, None]
    origin = ring.plane.origin
    to_origin = -slide.sum() * normal
    ids = np.concatenate([ring.edges[:, 0], ring.edges[:, 1], origin.ids])
    return ids, np.concatenate([(1 - t) * full, t * full, origin.weights[:, None] * to_origin])


def height(vertices: Array, anchor: Anchor) -> Reading:
    """y of a point of the surface."""
    gradient = np.zeros((len(anchor.ids), 3))
    gradient[:, 1] = anchor.weights
    point = anchor.point(vertices)
    return Reading(float(point[1]), anchor.ids, gradient, point[None])


def path(vertices: Array, anchors: Iterable[Anchor]) -> Reading:
    """Straight from point to point."""
    stops = list(anchors)
    points = np.array([stop.point(vertices) for stop in stops])
    value, pull = polyline(points)
    ids = np.concatenate([stop.ids for stop in stops])
    gradient = np.concatenate([stop.weights[:, None] * one for stop, one in zip(stops, pull, strict=True)])
    return Reading(value, ids, gradient, points)


def volume(vertices: Array, topology: Topology) -> Reading:
    """Signed volume of a closed surface, mm³ (divergence theorem), outward faces positive.

    Its gradient at a vertex is a third of the area vectors around it.
    """
    faces, ids = topology.faces, topology.skin_vertices
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    doubled = _cross(b - a, c - a)
    value = float(np.einsum("ij,ij->", a, doubled) / 6.0)
    corners = faces.ravel()
    gradient = np.stack(
        [np.bincount(corners, np.repeat(doubled[:, axis], 3), len(vertices)) for axis in range(3)], axis=1
    )
    return Reading(value, ids, gradient[ids] / 6.0, np.zeros((0, 3)))


def _cross(a: Array, b: Array) -> Array:
    """Row-wise cross product (numpy's own is slower by half)."""
    (ax, ay, az), (bx, by, bz) = a.T, b.T
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)
