"""The figure cut out of the photo: GrabCut seeded by keypoints, the network's mask and the brush.

Rother, Kolmogorov, Blake, "GrabCut: interactive foreground extraction using iterated graph cuts", 2004.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ampc_desktop.core.photo import Stroke
from ampc_desktop.core.problem import Problem

Array = npt.NDArray[Any]
Mask = npt.NDArray[Any]

ROUNDS = 3
MARGIN = 0.06
"""Room around the figure that GrabCut looks at, in heights of the figure."""
LIMBS: tuple[tuple[str, str, float, float], ...] = (
    ("left_shoulder", "left_elbow", 0.030, 0.024),
    ("right_shoulder", "right_elbow", 0.030, 0.024),
    ("left_elbow", "left_wrist", 0.022, 0.016),
    ("right_elbow", "right_wrist", 0.022, 0.016),
    ("left_hip", "left_knee", 0.046, 0.032),
    ("right_hip", "right_knee", 0.046, 0.032),
    ("left_knee", "left_ankle", 0.030, 0.020),
    ("right_knee", "right_ankle", 0.030, 0.020),
)
"""Limb, and its usual radius at either end in heights of the figure."""
HEAD_RADIUS = 0.055
SPIKE = 0.005
"""In heights of the figure: what is thinner than twice that and sticks out is part of the room, not of the body."""
PROFILE = 0.035
SURE, POSSIBLE = 0.55, 2.3
"""A capsule of this many usual radii is surely figure; nothing outside that many is."""


def figure_height(points: Mapping[str, Array]) -> float:
    """Height of the whole figure in px, from its keypoints: nose to ankles is about 0.87 of it."""
    ankle = (points["left_ankle"][1] + points["right_ankle"][1]) / 2
    return float(max((ankle - points["nose"][1]) / 0.865, 1.0))


def cut_out(
    pixels: Mask, points: Mapping[str, Array], soft: Array | None = None, strokes: Sequence[Stroke] = ()
) -> Mask:
    """The figure as (h, w) of 0 and 1, one piece.

    points : the draggable keypoints, px of `pixels`. soft : (h, w) 0..1 from the pose network, when there.
    strokes: in px of `pixels`. Raises Problem (photo.no_mask).
    """
    height = figure_height(points)
    shape = pixels.shape[:2]
    sure, possible = _capsules(shape, points, height, SURE), _capsules(shape, points, height, POSSIBLE)
    likely = _capsules(shape, points, height, 1.1)
    if soft is not None:
        near = max(3, round(0.018 * height))
        sure = np.asarray(cv2.erode((soft > 0.9).astype(np.uint8), _disc(max(2, round(0.008 * height)))))
        possible = np.asarray(cv2.dilate((soft > 0.2).astype(np.uint8), _disc(near)))
        likely = np.asarray(soft > 0.5, np.uint8)
    seeds = np.full(shape, cv2.GC_BGD, np.uint8)
    seeds[possible > 0] = cv2.GC_PR_BGD
    seeds[(possible & likely) > 0] = cv2.GC_PR_FGD
    seeds[sure > 0] = cv2.GC_FGD
    _brush(seeds, strokes)
    top, left, bottom, right = _box(seeds != cv2.GC_BGD, round(MARGIN * height))
    part = np.ascontiguousarray(seeds[top:bottom, left:right])
    if not (part == cv2.GC_FGD).any() or not (part == cv2.GC_BGD).any():
        raise _no_mask()
    cv2.setRNGSeed(1)
    cv2.grabCut(
        np.ascontiguousarray(pixels[top:bottom, left:right, ::-1]),
        part,
        (0, 0, 1, 1),
        np.zeros((1, 65)),
        np.zeros((1, 65)),
        ROUNDS,
        cv2.GC_INIT_WITH_MASK,
    )
    mask = np.zeros(shape, np.uint8)
    mask[top:bottom, left:right] = (part == cv2.GC_FGD) | (part == cv2.GC_PR_FGD)
    mask = _tidied(mask, sure, likely, height, strokes)
    if mask.sum() < 0.02 * height * height:
        raise _no_mask()
    return mask


def _no_mask() -> Problem:
    return Problem(
        "the figure can't be told from the background",
        remedy="move the keypoints onto the person or paint the figure with the brush",
        code="photo.no_mask",
    )


def _disc(radius: int) -> Mask:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)


def _capsules(shape: tuple[int, ...], points: Mapping[str, Array], height: float, factor: float) -> Mask:
    """Head, trunk and limbs as thick lines, `factor` times as thick as usual."""
    canvas = np.zeros(shape[:2], np.uint8)

    def disc(at: Array, radius: float) -> None:
        cv2.circle(canvas, (round(float(at[0])), round(float(at[1]))), max(1, round(radius)), 1, -1)

    for first, last, wide, narrow in LIMBS:
        a, b = points[first], points[last]
        for t in np.linspace(0, 1, 24):
            disc(a + t * (b - a), (wide + t * (narrow - wide)) * factor * height)
    for side in ("left", "right"):  # hands and feet go on beyond wrist and ankle
        arm = points[f"{side}_wrist"] - points[f"{side}_elbow"]
        for t in np.linspace(0, 0.65, 8):
            disc(points[f"{side}_wrist"] + t * arm, (0.016 if factor < 1 else 0.024) * factor * height)
        if factor > 1:
            foot = points[f"{side}_ankle"]
            disc(foot + np.array([0.0, 0.03 * height]), 0.04 * factor * height)
    shoulders = (points["left_shoulder"] + points["right_shoulder"]) / 2
    hips = (points["left_hip"] + points["right_hip"]) / 2
    head = points["nose"] + 0.25 * (points["nose"] - shoulders)
    ahead = float(points["nose"][0] - shoulders[0])
    if abs(ahead) > PROFILE * height:  # seen from the side the skull lies behind the nose
        head = points["nose"] + np.array([-np.sign(ahead) * 0.05, -0.02]) * height
    disc(head, HEAD_RADIUS * (factor if factor < 1 else 0.5 + 0.5 * factor) * height)
    for t in np.linspace(0, 1, 12):
        disc(shoulders + t * (head - shoulders), 0.022 * factor * height)
    spread = 0.8 if factor < 1 else 0.55 + 0.45 * factor
    corners = [points[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
    middle = (shoulders + hips) / 2
    stretch = np.array([spread * 1.15, 1.0 if factor < 1 else 1.12])
    trunk = np.array([middle + (corner - middle) * stretch for corner in corners])
    cv2.fillPoly(canvas, [np.rint(trunk).astype(np.int32)], 1)
    if factor > 1:
        width = 0.115 * (0.5 + 0.5 * factor) * height
        for t in np.linspace(0, 1.1, 12):
            disc(shoulders + t * (hips - shoulders), width)
    return canvas


def _brush(seeds: Mask, strokes: Sequence[Stroke]) -> None:
    for stroke in strokes:
        painted = _painted(seeds.shape, stroke)
        seeds[painted > 0] = cv2.GC_FGD if stroke.figure else cv2.GC_BGD


def _painted(shape: tuple[int, ...], stroke: Stroke) -> Mask:
    canvas = np.zeros(shape[:2], np.uint8)
    line = np.rint(np.array(stroke.points, float).reshape(-1, 1, 2)).astype(np.int32)
    radius = max(1, round(stroke.radius_px))
    if len(line) > 1:
        cv2.polylines(canvas, [line], False, 1, 2 * radius)
    for x, y in line[:, 0]:
        cv2.circle(canvas, (int(x), int(y)), radius, 1, -1)
    return canvas


def _box(inside: npt.NDArray[np.bool_], margin: int) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        raise _no_mask()
    height, width = inside.shape
    return (
        max(int(rows[0]) - margin, 0),
        max(int(columns[0]) - margin, 0),
        min(int(rows[-1]) + margin + 1, height),
        min(int(columns[-1]) + margin + 1, width),
    )


def _tidied(mask: Mask, sure: Mask, likely: Mask, height: float, strokes: Sequence[Stroke]) -> Mask:
    """One piece: specks and spikes go, pinholes close; what the brush said stays."""
    thick = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, _disc(max(1, round(SPIKE * height)))))
    mask = np.where(thick > 0, 1, mask & likely).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    if count > 2:
        touching = np.bincount(labels[sure > 0], minlength=count)
        touching[0] = 0
        areas = stats[:, cv2.CC_STAT_AREA].copy()
        areas[0] = 0
        keep = (touching > 0) & (areas > 0.01 * areas.max())
        keep[areas.argmax()] = True
        mask = keep[labels].astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - mask, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < max(12.0, 0.0004 * float(mask.sum()))
    small[labels[0, 0]] = False
    mask[small[labels]] = 1
    for stroke in strokes:
        mask[_painted(mask.shape, stroke) > 0] = 1 if stroke.figure else 0
    return mask
