"""What lies under the pointer in a 3D view: a landmark, a strand of tape, the line of the section cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.units import CM, format_mm
from ampc_desktop.render.camera import Array, Camera
from ampc_desktop.render.words import value_text
from ampc_desktop.ui.viewport.stage import Stage, strands_near

REACH_PX = 7.0
MOST_STRANDS = 12


@dataclass(frozen=True)
class Found:
    """measure : name of the tape under the pointer, "" for none; words : (name, value) for the bubble, or None."""

    measure: str = ""
    words: tuple[str, str] | None = None


def find(
    stage: Stage,
    camera: Camera,
    size: tuple[float, float],
    at: tuple[float, float],
    in_view: Callable[[Array], bool],
    labels: Mapping[str, str],
) -> Found:
    """Landmarks before tapes; what the body hides does not count. size and at in pixels."""
    for mark in stage.marks:
        point = np.asarray(mark.point_mm)
        x, y, _ = camera.project([point], *size)[0]
        if (x - at[0]) ** 2 + (y - at[1]) ** 2 <= REACH_PX**2 and in_view(point):
            return Found(words=(mark.label, f"{format_mm(point[1] / CM, 1)} cm above the floor"))
    lines = stage.lines
    screens = [camera.project(line.points_mm, *size) for line in lines]
    for name, point in strands_near(lines, screens, *at, REACH_PX)[:MOST_STRANDS]:
        if in_view(point):
            value = stage.body.measures.values.get(name) if stage.body is not None else None
            return Found(name, (labels.get(name, name.replace("_", " ").capitalize()), value_text(name, value)))
    return Found()


def over_cut(stage: Stage, camera: Camera, size: tuple[float, float], at: tuple[float, float]) -> bool:
    """Is the pointer on the line of the section cut?"""
    for loop in stage.loops:
        seen = camera.project(loop.points_mm, *size)
        if ((seen[:, 0] - at[0]) ** 2 + (seen[:, 1] - at[1]) ** 2).min() <= REACH_PX**2:
            return True
    return False
