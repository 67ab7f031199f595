"""Sleeves of a start: tubes round the arms."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.tryon.trunk import MARGIN_MM, Profile

_OUT_MM = 40.0
"""Short sleeves start this far down the arm, clear of the trunk pieces; their seams draw them in."""
_CLEAR_MM = 6.0
_HAND_MM = 220.0


def shoulder_tip(mesh: ClothMesh, x: Array) -> Array:
    """The outer end of the left shoulder seam of the placed front."""
    fronts = [panel for panel, place in zip(mesh.panels, mesh.places, strict=True) if place == "front"]
    at = [places for key, places in mesh.sides.items() if key.split("/")[0] in fronts and "/shoulder" in key]
    points = x[np.concatenate(at)]
    return np.asarray(points[np.argmax(points[:, 0])])


def on_arm(mesh: ClothMesh, number: int, body: BodyMesh, joints: dict[str, Array], right: bool, tip: Array) -> Array:
    """Places (k, 3) of a sleeve's points round an arm in the A-pose."""
    flat = mesh.flat_mm[mesh.panel == number] * ((-1.0, 1.0) if right else (1.0, 1.0))
    panel = mesh.panels[number]
    edges: dict[str, Array] = {}
    for name in ("under.front", "under.back"):
        points = mesh.flat_mm[mesh.sides[f"{panel}/{name}"]] * ((-1.0, 1.0) if right else (1.0, 1.0))
        edges[name] = points[np.argsort(points[:, 1])]
    low = np.interp(flat[:, 1], edges["under.front"][:, 1], edges["under.front"][:, 0])
    high = np.interp(flat[:, 1], edges["under.back"][:, 1], edges["under.back"][:, 0])
    left, width = np.minimum(low, high), np.abs(high - low)

    shoulder, elbow = joints["left_shoulder"], joints["left_elbow"]
    along, axis, tangent = arm_axis(joints)
    radius = _radius_along(body, along, axis)
    first = tangent[0]
    level = float(flat[:, 1].max() + (tip - shoulder) @ first)  # distance of the cap base from the shoulder joint
    t = level - flat[:, 1]
    if t.max() + _OUT_MM < np.linalg.norm(elbow - shoulder):
        t = t + _OUT_MM
    place = np.column_stack([np.interp(t, along, axis[:, d]) for d in range(3)])
    place += np.minimum(t - along[0], 0.0)[:, None] * first + np.maximum(t - along[-1], 0.0)[:, None] * tangent[-1]
    e = np.column_stack([np.interp(t, along, tangent[:, d]) for d in range(3)])
    e /= np.linalg.norm(e, axis=1, keepdims=True)
    up = np.array([-first[1], first[0], 0.0])
    n = up - (e @ up)[:, None] * e
    n /= np.linalg.norm(n, axis=1, keepdims=True)
    ahead = np.cross(e, n)
    ahead *= np.sign(ahead[:, 2:3])
    r = np.maximum(width / (2 * np.pi), np.interp(t, along, radius) + 0.6 * MARGIN_MM)
    psi = np.pi * (2 * (flat[:, 0] - left) / width - 1.0)
    out = place + r[:, None] * (np.cos(psi)[:, None] * n - np.sin(psi)[:, None] * ahead)
    return np.asarray(out * ((-1.0, 1.0, 1.0) if right else (1.0, 1.0, 1.0)))


def beside(sleeve: Array, trunk: Profile, armpit: float) -> Array:
    """A wide sleeve reaches into the trunk below the armpit: there it is moved out to the side of the trunk pieces."""
    side = trunk.at(sleeve[:, 1])[0] + MARGIN_MM + _CLEAR_MM
    inside = (sleeve[:, 1] < armpit) & (np.abs(sleeve[:, 0]) < side)
    out = sleeve.copy()
    out[inside, 0] = np.copysign(side[inside], sleeve[inside, 0])
    return out


def arm_axis(joints: dict[str, Array]) -> tuple[Array, Array, Array]:
    """Arc length, points and unit tangents of the left arm's axis from shoulder past the hand, round at the elbow."""
    shoulder, elbow, wrist = (joints[f"left_{name}"] for name in ("shoulder", "elbow", "wrist"))
    upper, lower = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
    one, two = (elbow - shoulder) / upper, (wrist - elbow) / lower
    along = np.arange(0.0, upper + lower + _HAND_MM, 5.0)
    share = np.clip((along - upper + 60.0) / 120.0, 0.0, 1.0)[:, None]
    tangent = one + (two - one) * share
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    steps = (tangent[1:] + tangent[:-1]) / 2 * 5.0
    return along, shoulder + np.concatenate((np.zeros((1, 3)), np.cumsum(steps, axis=0))), tangent


def _radius_along(body: BodyMesh, along: Array, axis: Array) -> Array:
    """Largest distance of the arm's skin from its axis by arc length; the shoulder takes that of the upper arm."""
    arm = body.vertices_mm[body.regions == REGIONS.index("left_arm")]
    nearest = np.argmin(((arm[:, None] - axis[None, ::4]) ** 2).sum(axis=2), axis=1) * 4
    far = np.linalg.norm(arm - axis[nearest], axis=1)
    out = np.zeros(len(along))
    for k in range(len(along)):
        near = np.abs(along[nearest] - along[k]) <= 20.0
        out[k] = far[near].max() if near.any() else 0.0
    start = int(np.searchsorted(along, 90.0))
    out[:start] = out[start]
    return out
