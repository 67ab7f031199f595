"""Which joint of the body model each keypoint stands for, and where the network usually puts it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.photo import DRAGGABLE, ViewName
from ampc_desktop.runtime import resources

Array = npt.NDArray[Any]

JOINT_OF: Mapping[str, str] = {name: "head" if name == "nose" else name for name in DRAGGABLE}


@cache
def offsets() -> Mapping[str, tuple[Array, float]]:
    """keypoint -> (offset from its joint (3,), spread), both in statures, in the body's frame.

    Learnt on the tuning photos (body.bake.photos); a keypoint lies on the skin or on another idea of the joint.
    """
    table = resources.json_file("body", "pose", "joints.json")
    return {name: (np.array(table[name]["offset"]), float(table[name]["spread"])) for name in JOINT_OF}


def targets(
    points: Mapping[str, Array],
    confidence: Mapping[str, float],
    names: tuple[str, ...],
    height_px: float,
    view: ViewName,
) -> dict[int, tuple[Array, float, Array]]:
    """Joint number -> (place px, sd px, offset in statures). From the side, left and right tell less."""
    found: dict[int, tuple[Array, float, Array]] = {}
    for name, joint in JOINT_OF.items():
        offset, spread = offsets()[name]
        doubt = 1.0 + 3.0 * (1.0 - float(np.clip(confidence[name], 0.0, 1.0)))
        if view == "side":
            doubt *= 1.5
        found[names.index(joint)] = (points[name], spread * height_px * doubt, offset)
    return found
