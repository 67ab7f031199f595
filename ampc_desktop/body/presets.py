"""Pose presets: directions of bones in space, turned into rotations of any model's joints."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.model import BodyModel, rotations
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

Array = npt.NDArray[np.float64]

BONES = {
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "thigh": ("hip", "knee"),
    "shin": ("knee", "ankle"),
}
"""Bone -> the joint that turns it and the joint at its end."""


@cache
def table() -> dict[str, dict[str, Any]]:
    """The presets as they stand in the resource file; `label` is what people read."""
    return resources.toml("body", "presets.toml")


def turns_of(preset: str, model: BodyModel, joints: Array) -> Array:
    """(J, 3, 3) local rotations that bring the bones of one body (rest joints, metres) into a preset."""
    if preset not in table():
        raise Problem(f"'{preset}' is no pose", remedy=f"one of {', '.join(table())}", code="body.pose")
    wanted = table()[preset]
    place = {name: number for number, name in enumerate(model.joint_names)}
    world: dict[int, Array] = {}
    trunk = float(wanted.get("trunk", {}).get("ahead", 0.0))
    if trunk:
        for name in ("spine1", "spine2", "spine3"):  # the bend is shared by the spine
            world[place[name]] = _about_x(trunk * (1 + ("spine1", "spine2", "spine3").index(name)) / 3)
        for name in ("neck", "head"):
            world[place[name]] = np.eye(3)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for bone, (start, end) in BONES.items():
            angles = wanted.get(f"{side}_{bone}", wanted.get(bone))
            if angles is None:
                continue
            a, b = place[f"{side}_{start}"], place[f"{side}_{end}"]
            direction = _direction(float(angles["out"]), float(angles["ahead"]), sign)
            world[a] = _turn(joints[b] - joints[a], direction)
        collar = float(wanted.get(f"{side}_collar", wanted.get("collar", 0.0)))
        if collar:
            world[place[f"{side}_collar"]] = rotations(np.array([[0.0, 0.0, sign * np.radians(collar)]]))[0]
        if f"{side}_shin" in wanted or "shin" in wanted:
            foot = float(wanted.get(f"{side}_foot", wanted.get("foot", 0.0)))
            world[place[f"{side}_ankle"]] = _about_x(foot)
    return _local(world, model.parents)


def _direction(out: float, ahead: float, side: float) -> Array:
    """Unit vector from straight down turned forward by `ahead`, then sideways by `out` (degrees)."""
    forward, away = np.radians(ahead), np.radians(out)
    down = np.array([0.0, -np.cos(forward), np.sin(forward)])
    return np.array([side * np.sin(away), np.cos(away) * down[1], np.cos(away) * down[2]])


def _turn(start: Array, end: Array) -> Array:
    """The smallest rotation that takes one direction into another."""
    a, b = start / max(float(np.linalg.norm(start)), 1e-12), end / np.linalg.norm(end)
    axis = np.cross(a, b)
    length = float(np.linalg.norm(axis))
    angle = np.arctan2(length, float(a @ b))
    return np.asarray(rotations((axis / max(length, 1e-12) * angle)[None])[0])


def _about_x(degrees: float) -> Array:
    return np.asarray(rotations(np.array([[np.radians(degrees), 0.0, 0.0]]))[0])


def _local(world: dict[int, Array], parents: tuple[int, ...]) -> Array:
    """Rotations relative to the parent of joints whose rotation in space is known; the others go along."""
    space: list[Array] = []
    local = np.empty((len(parents), 3, 3))
    for k, parent in enumerate(parents):
        carried = np.eye(3) if parent < 0 else space[parent]
        space.append(world.get(k, carried))
        local[k] = carried.T @ space[k]
    return local
