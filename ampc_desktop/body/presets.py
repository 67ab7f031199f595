"""Pose presets: directions of bones in space, turned into rotations of any model's joints."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.model import BodyModel, rotations
from ampc_desktop.body.surface import hull
from ampc_desktop.core.body import REGIONS
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


WIDER = tuple(range(0, 32, 4))
"""Degrees by which arms are spread further, step by step, until they hang clear of the trunk."""
ARM_BELOW_SHOULDER = 0.1
"""Share of the height below the shoulder joint from which an arm has to be clear of the trunk."""


def take(preset: str, model: BodyModel, vertices: Array, joints: Array, share: float = 1.0) -> tuple[Array, Array]:
    """Rest vertices and joints (metres) of one body brought into a preset, its arms beside the trunk, not in it.

    share : how much of the way from the rest pose, 0..1; every joint turns evenly.
    """
    for wider in WIDER:
        turns = turns_of(preset, model, joints, wider)
        posed = model.skin(vertices, joints, turns)
        if not table()[preset].get("clear", False) or _clear(*posed, model):
            break
    return posed if share == 1.0 else model.skin(vertices, joints, _part_of(turns, share))


def widest_turn(preset: str, model: BodyModel, joints: Array) -> float:
    """Degrees by which the joint that turns most turns, from the rest pose into a preset."""
    turns = turns_of(preset, model, joints)
    cosine = (np.trace(turns, axis1=1, axis2=2) - 1.0) / 2.0
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))).max())


def _part_of(turns: Array, share: float) -> Array:
    """A share of each rotation about its own axis."""
    from scipy.spatial.transform import Rotation

    return rotations(share * Rotation.from_matrix(turns).as_rotvec())


def _clear(vertices: Array, joints: Array, model: BodyModel) -> bool:
    """Whether no vertex of the left arm lies inside the outline of trunk and legs at its level."""
    arm = vertices[model.regions == REGIONS.index("left_arm")]
    trunk = vertices[np.isin(model.regions, [REGIONS.index(part) for part in ("torso", "left_leg", "right_leg")])]
    stature = float(np.ptp(model.template[:, 1]))
    highest = joints[model.joint_names.index("left_shoulder"), 1] - ARM_BELOW_SHOULDER * stature
    levels = np.arange(max(arm[:, 1].min(), trunk[:, 1].min()), highest, 0.02)
    for level in levels:
        near = trunk[np.abs(trunk[:, 1] - level) < 0.015][:, [0, 2]]
        hand = arm[np.abs(arm[:, 1] - level) < 0.01][:, [0, 2]]
        if len(near) < 3 or not len(hand):
            continue
        outline = near[hull(near)]
        side = np.roll(outline, -1, axis=0) - outline
        outward = np.stack([side[:, 1], -side[:, 0]], axis=1)
        beyond = np.einsum("hok,ok->ho", hand[:, None] - outline, outward)
        if (beyond.max(axis=1) <= 0).any():
            return False
    return True


def turns_of(preset: str, model: BodyModel, joints: Array, wider: float = 0.0) -> Array:
    """(J, 3, 3) local rotations that bring the bones of one body (rest joints, metres) into a preset.

    wider: degrees by which both bones of the arms are spread further.
    """
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
            spread = float(angles["out"]) + (wider if start in ("shoulder", "elbow") else 0.0)
            direction = _direction(spread, float(angles["ahead"]), sign)
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
