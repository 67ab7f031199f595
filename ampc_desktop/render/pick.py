"""What lies under a pixel: the nearest triangle and the place in it, through the same camera as the picture. No VTK."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ampc_desktop.render.camera import Array, Camera
from ampc_desktop.render.surface import Faces


@dataclass(frozen=True)
class Hit:
    """A place on a surface: number of the triangle, its barycentric coordinates, the point in mm, depth in mm."""

    triangle: int
    bary: tuple[float, float, float]
    point_mm: tuple[float, float, float]
    depth_mm: float


class Target:
    """A surface seen through one camera; asked for many pixels, projected once."""

    def __init__(self, points_mm: npt.ArrayLike, faces: Faces, camera: Camera, size: tuple[float, float]) -> None:
        self._points = np.asarray(points_mm, dtype=np.float64)
        self._faces = np.asarray(faces)
        self._perspective = camera.perspective
        self.seen = camera.project(self._points, *size)
        corners = self.seen[self._faces]
        self._corners = corners
        self._low, self._high = corners[..., :2].min(axis=1), corners[..., :2].max(axis=1)
        self._ahead = corners[..., 2].min(axis=1) > 0.0

    def at(self, x: float, y: float) -> Hit | None:
        """The nearest triangle over a pixel, from either side; None beside the surface."""
        pixel = np.array([x, y])
        near = np.nonzero(((self._low <= pixel) & (pixel <= self._high)).all(axis=1) & self._ahead)[0]
        if len(near) == 0:
            return None
        a, b, c = (self._corners[near, k, :2] for k in range(3))
        area = _cross(b - a, c - a)
        with np.errstate(divide="ignore", invalid="ignore"):
            wa, wb = _cross(b - pixel, c - pixel) / area, _cross(c - pixel, a - pixel) / area
        weights = np.stack([wa, wb, 1.0 - wa - wb], axis=1)
        inside = (weights >= -1e-9).all(axis=1) & (np.abs(area) > 1e-9)
        if not inside.any():
            return None
        near, weights = near[inside], weights[inside]
        if self._perspective:  # what is linear on the screen is 1 / depth
            weights = weights / self._corners[near, :, 2]
            weights /= weights.sum(axis=1, keepdims=True)
        depth = (weights * self._corners[near, :, 2]).sum(axis=1)
        best = int(depth.argmin())
        point = weights[best] @ self._points[self._faces[near[best]]]
        p, q, r = (float(part) for part in weights[best])
        px, py, pz = (float(part) for part in point)
        return Hit(int(near[best]), (p, q, r), (px, py, pz), float(depth[best]))


def _cross(a: Array, b: Array) -> Array:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def in_lasso(points_px: npt.ArrayLike, lasso_px: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """(n,) which points (n, 2) lie inside a closed line (k, 2), even-odd."""
    points, ring = np.asarray(points_px, dtype=np.float64), np.asarray(lasso_px, dtype=np.float64)
    a, b = ring[None], np.roll(ring, -1, axis=0)[None]
    x, y = points[:, 0, None], points[:, 1, None]
    crosses = (a[..., 1] > y) != (b[..., 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = a[..., 0] + (y - a[..., 1]) * (b[..., 0] - a[..., 0]) / (b[..., 1] - a[..., 1])
    return np.asarray((crosses & (x < at)).sum(axis=1) % 2 == 1)
