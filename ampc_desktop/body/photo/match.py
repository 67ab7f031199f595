"""The outline of the body in the picture, and which part of it answers to which part of the figure's contour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ampc_desktop.body.photo.contour import Contour
from ampc_desktop.body.photo.figure import Figure

Array = npt.NDArray[Any]
Numbers = npt.NDArray[np.int64]

RASTER_PX = 560
"""Longer side of the picture in which hidden outlines are told from seen ones."""
OUTSIDE_PX = 1.3
DIRECTION_PX = 0.03
"""In heights of the figure: how many pixels of distance turning the normal by one radian is worth."""
FACING = 0.5


@dataclass(frozen=True, eq=False)
class Outline:
    """Edges of the surface where it turns away from the camera and nothing lies behind or before: the silhouette.

    ends (m, 2) vertex numbers, pixels (m, 2, 2), normals (m, 2) outward, lengths (m,) px, weight (m,) 0..1.
    """

    ends: Numbers
    pixels: Array
    normals: Array
    lengths: Array
    weight: Array


@dataclass(frozen=True, eq=False)
class Pairs:
    """Points of the body's outline and the tangents of the figure's contour that they should lie on.

    The point is (1 - share) ends[0] + share ends[1]; point · normal = level_px on the tangent; residual_px is how far
    it lies outside the tangent when paired; weight counts px of outline, each px once.
    """

    ends: Numbers
    share: Array
    normals: Array
    level_px: Array
    residual_px: Array
    weight: Array


def silhouette(figure: Figure, pixels: Array, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """(h, w) of 0 and 1: the body drawn into a picture of (width, height)."""
    canvas = np.zeros((size[1], size[0]), np.uint8)
    corners = pixels[figure.skin]
    facing = _facing(corners)
    shift = 4
    points = np.rint((corners[facing] - 0.5) * 2**shift)
    near = (np.abs(points) < 2**20).all(axis=(1, 2))
    for triangle in points[near].astype(np.int32):
        cv2.fillConvexPoly(canvas, triangle, 1, cv2.LINE_8, shift)
    return canvas


def _facing(corners: Array) -> npt.NDArray[np.bool_]:
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0] < 0)


def outline(figure: Figure, pixels: Array, size: tuple[int, int]) -> Outline:
    """The seen outline of a body whose vertices lie at `pixels` in a picture of (width, height)."""
    scale = RASTER_PX / max(size)
    small = (round(size[0] * scale), round(size[1] * scale))
    drawn = silhouette(figure, pixels * scale, small)
    facing = _facing(pixels[figure.skin])
    sides = facing[figure.edge_faces]
    rim = np.flatnonzero(sides[:, 0] != sides[:, 1])
    ends = figure.edges[rim]
    ends = np.where(sides[rim, 0][:, None], ends, ends[:, ::-1])  # along the face that is seen
    line = pixels[ends]
    along = line[:, 1] - line[:, 0]
    lengths = np.hypot(*along.T)
    # faces turn clockwise in a picture whose y points down, so the seen face lies to the left of its edge
    normals = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(lengths, 1e-9)[:, None]
    ahead = (line.mean(axis=1) * scale + OUTSIDE_PX * normals).astype(int)
    inside = ((ahead >= 0) & (ahead < small)).all(axis=1)
    ahead = np.clip(ahead, 0, np.array(small) - 1)
    free = ~(inside & (drawn[ahead[:, 1], ahead[:, 0]] > 0)) & (lengths > 1e-6)
    weight = figure.weight[ends].mean(axis=1)
    return Outline(ends[free], line[free], normals[free], lengths[free], weight[free])


def pair(target: Contour, body: Outline, height_px: float, gate_px: float, stride: int) -> Pairs:
    """Both ways: each part of the contour with the outline nearest in place and direction, and the reverse."""
    apart = DIRECTION_PX * height_px
    spots = target.points[::stride][target.inside[::stride]]
    facing = target.normals[::stride][target.inside[::stride]]
    each = (target.spacing * stride)[::stride][target.inside[::stride]]
    if not len(spots) or not len(body.ends):
        none = np.zeros(0)
        return Pairs(np.zeros((0, 2), np.int64), none, np.zeros((0, 2)), none, none, none)
    middles = body.pixels.mean(axis=1)
    of_body = cKDTree(np.hstack([middles, apart * body.normals]))
    of_target = cKDTree(np.hstack([spots, apart * facing]))
    # contour to outline: of the three nearest edges the one whose line comes closest
    _, near = of_body.query(np.hstack([spots, apart * facing]), k=min(3, len(middles)))
    near = near.reshape(len(spots), -1)
    start, along = body.pixels[near, 0], body.pixels[near, 1] - body.pixels[near, 0]
    share = ((spots[:, None] - start) * along).sum(-1) / np.maximum((along**2).sum(-1), 1e-9)
    share = np.clip(share, 0.0, 1.0)
    apart_by = np.linalg.norm(start + share[..., None] * along - spots[:, None], axis=-1)
    best = apart_by.argmin(axis=1)
    rows = np.arange(len(spots))
    edge, share = near[rows, best], share[rows, best]
    there = start[rows, best] + share[:, None] * along[rows, best]
    first = _pairs(body, edge, share, there, spots, facing, 0.5 * each * body.weight[edge], gate_px)
    # outline to contour
    _, back = of_target.query(np.hstack([middles, apart * body.normals]))
    half = np.full(len(middles), 0.5)
    count = 0.5 * body.lengths * body.weight
    second = _pairs(body, np.arange(len(middles)), half, middles, spots[back], facing[back], count, gate_px)
    return Pairs(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("ends", "share", "normals", "level_px", "residual_px", "weight")
        )
    )


def _pairs(
    body: Outline,
    edge: Numbers,
    share: Array,
    there: Array,
    spots: Array,
    facing: Array,
    weight: Array,
    gate_px: float,
) -> Pairs:
    gap = there - spots
    fits = (
        (np.linalg.norm(gap, axis=1) < gate_px) & ((body.normals[edge] * facing).sum(axis=1) > FACING) & (weight > 1e-6)
    )
    residual = (gap * facing).sum(axis=1)
    level = (spots * facing).sum(axis=1)
    return Pairs(body.ends[edge][fits], share[fits], facing[fits], level[fits], residual[fits], weight[fits])
