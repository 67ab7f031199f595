"""The outline of the figure to a fraction of a pixel, with its normals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d, median_filter

Array = npt.NDArray[Any]

SPACING_PX = 2.0
SMOOTH_SAMPLES = 1.5
REACH_PX, PLATEAU_PX, STEP_PX = 5.0, 2.5, 0.5
LEAST_CONTRAST = 14.0
"""Colour difference (of 255, over three channels) below which an edge is left where the mask has it."""
FURTHEST_PX = 2.5
LEAST_RING_PX = 30.0


@dataclass(frozen=True, eq=False)
class Contour:
    """Points on the outline, (n, 2) px with pixel (i, j) covering [i, i + 1) × [j, j + 1).

    normals : (n, 2) unit, out of the figure. spacing : (n,) px of outline each point stands for.
    inside  : (n,) False on the border of the picture, where no edge was seen.
    rings   : first point of each closed ring, and the end.
    """

    points: Array
    normals: Array
    spacing: Array
    inside: npt.NDArray[np.bool_]
    rings: tuple[int, ...]

    def polylines(self, scale: float = 1.0) -> tuple[Array, ...]:
        pairs = zip(self.rings[:-1], self.rings[1:], strict=True)
        return tuple(self.points[a:b] * scale for a, b in pairs)


def trace(pixels: npt.NDArray[np.uint8], mask: npt.NDArray[np.uint8]) -> Contour:
    """The contour of a mask, each point moved along its normal to where the picture's colour changes."""
    height, width = mask.shape
    blurred = cv2.GaussianBlur(pixels, (0, 0), 0.6).astype(np.float32)
    framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    found, _ = cv2.findContours(framed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    points, normals, spacing, rings = [], [], [], [0]
    for ring in found:
        line = ring[:, 0].astype(np.float64) - 0.5  # centre of the pixel, the frame taken off
        length = float(np.hypot(*np.diff(line, axis=0, append=line[:1]).T).sum())
        if length < LEAST_RING_PX:
            continue
        even = _evenly(line, length)
        smooth = gaussian_filter1d(even, SMOOTH_SAMPLES, axis=0, mode="wrap")
        normal = _normals(smooth, framed)
        edge = smooth + 0.5 * normal  # findContours walks through the outermost pixels of the figure
        edge = edge + _offsets(blurred, edge, normal)[:, None] * normal
        points.append(edge)
        normals.append(_normals(gaussian_filter1d(edge, SMOOTH_SAMPLES, axis=0, mode="wrap"), framed))
        spacing.append(np.full(len(edge), length / len(edge)))
        rings.append(rings[-1] + len(edge))
    if not points:
        empty = np.zeros((0, 2))
        return Contour(empty, empty, np.zeros(0), np.zeros(0, bool), (0,))
    every = np.concatenate(points)
    inside = (every > 2.0).all(axis=1) & (every[:, 0] < width - 2.0) & (every[:, 1] < height - 2.0)
    return Contour(every, np.concatenate(normals), np.concatenate(spacing), inside, tuple(rings))


def _evenly(line: Array, length: float) -> Array:
    closed = np.vstack([line, line[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    at = np.linspace(0.0, length, max(8, round(length / SPACING_PX)), endpoint=False)
    return np.stack([np.interp(at, along, closed[:, k]) for k in (0, 1)], axis=1)


def _normals(line: Array, framed: Array) -> Array:
    """Unit normals of a closed line, out of the figure."""
    tangent = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0)
    normal = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    ahead = np.rint(line + 2.0 * normal + 0.5).astype(int)
    ahead = np.clip(ahead, 0, np.array(framed.shape[::-1]) - 1)
    filled = float(framed[ahead[:, 1], ahead[:, 0]].mean())
    return np.asarray(-normal if filled > 0.5 else normal)


def _offsets(picture: npt.NDArray[Any], edge: Array, normal: Array) -> Array:
    """(n,) px to move each point outward, from the share of inner colour on a short line across the edge."""
    steps = np.arange(-REACH_PX, REACH_PX + STEP_PX / 2, STEP_PX)
    across = edge[:, None] + steps[None, :, None] * normal[:, None] - 0.5
    colours = cv2.remap(
        picture,
        across[..., 0].astype(np.float32),
        across[..., 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float64)
    inner = colours[:, steps <= -PLATEAU_PX].mean(axis=1)
    outer = colours[:, steps >= PLATEAU_PX].mean(axis=1)
    step = outer - inner
    contrast = np.linalg.norm(step, axis=1)
    shares = np.einsum("nsc,nc->ns", colours - inner[:, None], step) / np.maximum(contrast, 1e-6)[:, None] ** 2
    shares = np.clip(shares, 0.0, 1.0)
    middle = shares[:, 1:-1].sum(axis=1) + 0.5 * (shares[:, 0] + shares[:, -1])
    moved = np.clip(REACH_PX - middle * STEP_PX, -FURTHEST_PX, FURTHEST_PX)
    trusted = np.clip((contrast - LEAST_CONTRAST) / (2 * LEAST_CONTRAST), 0.0, 1.0)
    calm = median_filter(moved, size=7, mode="wrap")
    top = gaussian_filter1d(calm * trusted, 2.0, mode="wrap")
    return np.asarray(top / np.maximum(gaussian_filter1d(trusted, 2.0, mode="wrap"), 0.2))
