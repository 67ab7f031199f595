"""Whether a photo shows what a fit needs: one whole person, upright, from the front (or the side), limbs in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.photo import ViewName
from ampc_desktop.core.problem import Problem

Array = npt.NDArray[Any]

FRONT_LEAST, SIDE_MOST = 0.42, 0.40
"""Shoulder breadth over length of the trunk: about .75 from the front, about .1 from the side."""
LEANING = 0.5
"""Sideways over upward from feet to shoulders; more is a person lying or a picture turned."""
SMALLEST_SHARE = 0.3
SHOULDERS_OVER_ANKLES, HEAD_OVER_SHOULDERS, LOST_HEAD = 0.78, 0.18, 0.06
"""Of the stature: shoulder joints over ankles, top of the head over those; so much of the head must be missing."""
MARGIN = 0.004
TOUCHING = 0.012
"""Of the figure's height: this much of the outline on the border of the picture means that something is cut off."""


def check(points: Mapping[str, Array], size: tuple[int, int], view: ViewName, name: str) -> None:
    """Judges the keypoints (px) in a picture of (width, height). Raises Problem with what to do."""
    shoulders = (points["left_shoulder"] + points["right_shoulder"]) / 2
    hips = (points["left_hip"] + points["right_hip"]) / 2
    ankles = (points["left_ankle"] + points["right_ankle"]) / 2
    axis = shoulders - ankles
    if axis[1] > -LEANING * np.linalg.norm(axis) or abs(axis[0]) > LEANING * np.linalg.norm(axis):
        raise Problem(
            "the person does not stand upright in the picture",
            name,
            "turn the picture, or take one standing",
            code="photo.not_upright",
        )
    trunk = float(np.linalg.norm(hips - shoulders))
    across = points["left_shoulder"][0] - points["right_shoulder"][0]
    ratio = float(np.linalg.norm(points["left_shoulder"] - points["right_shoulder"])) / max(trunk, 1e-6)
    if view == "front" and ratio < FRONT_LEAST:
        raise Problem(
            "the person stands sideways", name, "take the front photo facing the camera", code="photo.sideways"
        )
    stature = (ankles[1] - shoulders[1]) / SHOULDERS_OVER_ANKLES
    if shoulders[1] - HEAD_OVER_SHOULDERS * stature < -LOST_HEAD * stature:
        raise _cropped("the head is", name)  # without a face the network mistakes front and back
    if view == "front" and across < 0:
        raise Problem(
            "the person is seen from behind", name, "take the front photo facing the camera", code="photo.back"
        )
    if view == "side" and ratio > SIDE_MOST:
        raise Problem(
            "the person does not stand sideways in the side photo",
            name,
            "turn by a quarter, arms hanging",
            code="photo.not_side",
        )
    _whole(points, size, name)


def _whole(points: Mapping[str, Array], size: tuple[int, int], name: str) -> None:
    """Raises Problem when head, feet or hands lie outside the picture."""
    width, height = size
    nose = points["nose"]
    ankles = (points["left_ankle"] + points["right_ankle"]) / 2
    figure = (ankles[1] - nose[1]) / 0.865
    if figure < SMALLEST_SHARE * height:
        raise Problem(
            "the person is too small in the picture",
            name,
            "step closer so that the figure fills most of its height",
            code="photo.too_small",
        )
    lowest = max(points[n][1] + 0.03 * figure for n in ("left_ankle", "right_ankle"))
    if lowest > height * (1 + MARGIN):
        raise _cropped("the feet are", name)
    if nose[1] - 0.06 * figure < -MARGIN * height:
        raise _cropped("the head is", name)
    for side in ("left", "right"):
        x, y = points[f"{side}_wrist"]
        if not (-MARGIN * width <= x <= width * (1 + MARGIN) and y <= height):
            raise _cropped("a hand is", name)


def _cropped(part: str, name: str) -> Problem:
    return Problem(
        f"{part} cut off by the border of the picture",
        name,
        "take the whole person from head to feet, with some room around",
        code="photo.cropped",
    )


def check_mask(mask: Array, points: Mapping[str, Array], name: str) -> None:
    """Raises Problem when head or feet run over the upper or lower border of the picture."""
    height = len(mask)
    ankle = max(points["left_ankle"][1], points["right_ankle"][1])
    figure = (ankle - points["nose"][1]) / 0.865
    near_top = points["nose"][1] - 0.115 * figure < 0.01 * height
    near_bottom = ankle + 0.06 * figure > 0.985 * height
    if near_top and int(mask[0].sum()) > TOUCHING * figure:
        raise _cropped("the head is", name)
    if near_bottom and int(mask[-1].sum()) > TOUCHING * figure:
        raise _cropped("the feet are", name)
