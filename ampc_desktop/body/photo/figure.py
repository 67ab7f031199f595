"""The body as the photo fit moves it: surface points and their derivatives by shape, pose, clothes and camera.

Linear blend skinning (Loper et al. 2015) with its derivatives in closed form: shape is linear, a turn of a joint moves
what hangs on it by a cross product. Metres; radians; pixels of the working picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from ampc_desktop.body.model import BodyModel, load, rotations
from ampc_desktop.body.prior import prior
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.photo import ViewName

Array = npt.NDArray[Any]
Numbers = npt.NDArray[np.int64]

POSE_SD_DEG: dict[str, tuple[float, float, float]] = {
    "shoulder": (12.0, 12.0, 22.0),
    "elbow": (12.0, 15.0, 15.0),
    "wrist": (8.0, 8.0, 8.0),
    "hip": (4.0, 5.0, 5.0),
    "knee": (5.0, 3.0, 2.0),
    "ankle": (6.0, 7.0, 3.0),
    "collar": (2.0, 3.0, 4.0),
    "spine1": (1.5, 1.5, 1.5),
    "spine2": (1.5, 1.5, 1.5),
    "spine3": (1.5, 1.5, 1.5),
    "neck": (4.0, 4.0, 4.0),
    "head": (5.0, 5.0, 5.0),
}
"""How far people asked for an A-pose stray from it, by joint and axis."""

HANGING_DEG: dict[str, tuple[float, float, float]] = {"left_shoulder": (15, 0, -32), "right_shoulder": (15, 0, 32)}
"""From the A-pose to arms that hang, as for a side photo."""

CLOTHES = ("top", "trousers", "hair")


@dataclass(frozen=True, eq=False)
class Figure:
    """A body model made ready for the fit.

    basis   : (V, 3, K) displacement by whitened shape coefficient; betas = mean + root @ z.
    turned  : joints that the pose turns; pose_sd (len(turned), 3) radians.
    covers  : (V, 3) how far each kind of CLOTHES stands off there, 0..1.
    weight  : (V,) how much the outline counts there: hands, toes and hair tell nothing of the body.
    """

    model: BodyModel
    mean: Array
    root: Array
    template: Array
    basis: npt.NDArray[np.float32]
    joints: Array
    joint_basis: Array
    turned: tuple[int, ...]
    pose_sd: Array
    hangs: npt.NDArray[np.bool_]
    covers: Array
    weight: Array
    skin: npt.NDArray[np.int64]
    edges: Numbers
    edge_faces: Numbers
    face_sum: csr_matrix

    @property
    def n_shape(self) -> int:
        return int(self.root.shape[1])

    def betas(self, z: Array) -> Array:
        return np.asarray(self.mean + self.root @ z)

    def rest(self, z: Array) -> Array:
        """(V, 3) rest vertices."""
        moved = self.basis.reshape(-1, self.n_shape) @ z.astype(np.float32)
        return np.asarray(self.template + moved.reshape(self.template.shape), np.float64)


@dataclass(frozen=True, eq=False)
class Placed:
    """A posed, dressed body: surface (V, 3), and what its derivatives need."""

    surface: Array
    normals: Array
    joints: Array
    world: Array
    """(J, 3, 4): rotation of each joint and its posed place."""
    rest: Array
    rest_joints: Array
    turns: Array
    base: Array


@cache
def figure(sex: Sex) -> Figure:
    """The studio's own model with the spread of real bodies."""
    people = prior(sex)
    return build(load(sex), people.mean, people.cov)


def build(model: BodyModel, mean: Array, cov: Array) -> Figure:
    """A figure from a model and the mean and covariance of betas."""
    values, vectors = np.linalg.eigh(cov)
    keep = values > 1e-6 * values.max()
    root = (vectors[:, keep] * np.sqrt(values[keep]))[:, ::-1].copy()
    names = list(model.joint_names)
    turned = tuple(i for i, name in enumerate(names) if _bare(name) in POSE_SD_DEG)
    pose_sd = np.radians([POSE_SD_DEG[_bare(names[i])] for i in turned])
    hangs = np.zeros((len(names), len(names)), bool)  # hangs[j, k]: k moves with j
    for k in range(len(names)):
        j = k
        while j >= 0:
            hangs[j, k] = True
            j = model.parents[j]
    covers, weight = _covers(model)
    skin = np.asarray(model.faces[: model.skin_faces], np.int64)
    edges, edge_faces = _edges(skin)
    corners = skin.ravel()
    face_sum = csr_matrix(
        (np.ones(len(corners)), (corners, np.repeat(np.arange(len(skin)), 3))), (len(model.template), len(skin))
    )
    return Figure(
        model=model,
        mean=mean,
        root=root,
        template=model.rest_vertices(mean),
        basis=np.ascontiguousarray(model.shapedirs @ root.astype(np.float32)),
        joints=model.rest_joints(mean),
        joint_basis=model.joint_shapes @ root,
        turned=turned,
        pose_sd=pose_sd,
        hangs=hangs,
        covers=covers,
        weight=weight,
        skin=skin,
        edges=edges,
        edge_faces=edge_faces,
        face_sum=face_sum,
    )


def _bare(name: str) -> str:
    return name.removeprefix("left_").removeprefix("right_")


def _covers(model: BodyModel) -> tuple[Array, Array]:
    share = {name: model.weights[:, i].astype(np.float64) for i, name in enumerate(model.joint_names)}

    def both(name: str) -> Array:
        return share[f"left_{name}"] + share[f"right_{name}"]

    trunk = share["spine1"] + share["spine2"] + share["spine3"] + both("collar")
    legs = share["pelvis"] + both("hip") + both("knee")
    covers = np.zeros((len(model.weights), len(CLOTHES)))
    covers[:, 0] = np.clip(trunk + both("shoulder") + 0.4 * both("elbow"), 0, 1)
    covers[:, 1] = np.clip(legs, 0, 1)
    head = share["head"]
    skull = head > 0.5
    low, high = model.template[skull, 1].min(), model.template[skull, 1].max()
    crown = np.clip((model.template[:, 1] - low) / (high - low) * 1.6 - 0.6, 0, 1)
    covers[:, 2] = head * crown
    hands = both("wrist") + both("hand")
    feet = both("foot") + 0.7 * both("ankle")
    weight = np.clip(1.0 - hands - 0.8 * feet - 0.7 * head, 0.0, 1.0)
    return covers, weight


def _edges(faces: Numbers) -> tuple[Numbers, Numbers]:
    """(E, 2) edges of a closed surface and (E, 2) the faces on both sides; the first runs along the edge."""
    ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    owner = np.tile(np.arange(len(faces)), 3)
    key = ends.min(axis=1) * (ends.max() + 1) + ends.max(axis=1)
    order = np.argsort(key, kind="stable")
    pairs = order[np.flatnonzero(key[order][1:] == key[order][:-1])[:, None] + np.arange(2)]
    return ends[pairs[:, 0]], owner[pairs]


def usual_pose(figure: Figure, view: ViewName) -> Array:
    """(len(turned), 3) axis-angle of the pose people take: the A-pose from the front, arms hanging from the side."""
    pose = np.zeros((len(figure.turned), 3))
    if view == "side":
        for number, joint in enumerate(figure.turned):
            pose[number] = np.radians(HANGING_DEG.get(figure.model.joint_names[joint], (0.0, 0.0, 0.0)))
    return pose


def place(figure: Figure, z: Array, pose: Array, turn: Array, base: Array, clothes: Array) -> Placed:
    """The body with shape z, pose (len(turned), 3), the whole turned by exp(turn) @ base, clothes in metres."""
    model = figure.model
    rest, rest_joints = figure.rest(z), figure.joints + figure.joint_basis @ z
    turns = np.tile(np.eye(3), (len(rest_joints), 1, 1))
    turns[list(figure.turned)] = rotations(pose)
    turns[0] = rotations(turn[None])[0] @ base
    world = np.empty((len(rest_joints), 3, 4))
    for k, parent in enumerate(model.parents):
        if parent < 0:
            world[k, :, :3], world[k, :, 3] = turns[k], rest_joints[k]
        else:
            world[k, :, :3] = world[parent, :, :3] @ turns[k]
            world[k, :, 3] = world[parent, :, :3] @ (rest_joints[k] - rest_joints[parent]) + world[parent, :, 3]
    joints = world[:, :, 3].copy()
    moves = world.copy()
    moves[:, :, 3] -= np.einsum("kij,kj->ki", world[:, :, :3], rest_joints)
    blended = (model.weights @ moves.reshape(len(joints), 12).astype(np.float32)).reshape(-1, 3, 4)
    surface = np.einsum("vij,vj->vi", blended[:, :, :3], rest) + blended[:, :, 3]
    normals = vertex_normals(figure, surface)
    surface = surface + (figure.covers @ clothes)[:, None] * normals
    return Placed(surface, normals, joints, world, rest, rest_joints, turns, base)


def vertex_normals(figure: Figure, surface: Array) -> Array:
    corners = surface[figure.skin]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    summed = figure.face_sum @ across
    return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12))


def derivatives(figure: Figure, placed: Placed, pose: Array, turn: Array, chosen: Numbers) -> tuple[Array, ...]:
    """Of the surface at vertices `chosen` (n): by z (n, 3, K), pose (n, 3, 3 len(turned)), turn (n, 3, 3),
    clothes (n, 3, 3)."""
    weights = figure.model.weights[chosen].astype(np.float64)
    rotation, at = placed.world[:, :, :3], placed.world[:, :, 3]
    blend = (weights @ rotation.reshape(len(rotation), 9)).reshape(-1, 3, 3)
    joint_moves = _joint_moves(figure, rotation)
    offsets = joint_moves - np.einsum("kij,kjz->kiz", rotation, figure.joint_basis)
    by_shape = blend @ figure.basis[chosen].astype(np.float64)
    by_shape += (weights @ offsets.reshape(len(offsets), -1)).reshape(by_shape.shape)
    # where each joint alone would carry each vertex, times its weight
    arms = placed.rest[chosen][None] - placed.rest_joints[:, None]
    carried = (np.einsum("kij,knj->kni", rotation, arms) + at[:, None]) * weights.T[:, :, None]
    by_pose = np.empty((len(chosen), 3, 3 * len(figure.turned)))
    for number, joint in enumerate(figure.turned):
        hanging = figure.hangs[joint]
        lever = carried[hanging].sum(axis=0) - weights[:, hanging].sum(axis=1)[:, None] * at[joint]
        parent = placed.world[figure.model.parents[joint], :, :3]
        by_pose[:, :, 3 * number : 3 * number + 3] = _crossed(parent @ _left_jacobian(pose[number]), lever)
    lever = carried.sum(axis=0) - at[0]
    by_turn = _crossed(_left_jacobian(turn), lever)
    by_clothes = placed.normals[chosen][:, :, None] * figure.covers[chosen][:, None, :]
    return by_shape, by_pose, by_turn, by_clothes


def joint_derivatives(figure: Figure, placed: Placed, pose: Array, turn: Array) -> tuple[Array, Array, Array]:
    """Of all posed joints (J): by z (J, 3, K), pose (J, 3, 3 len(turned)), turn (J, 3, 3)."""
    rotation, at = placed.world[:, :, :3], placed.world[:, :, 3]
    by_shape = _joint_moves(figure, rotation)
    by_pose = np.zeros((len(at), 3, 3 * len(figure.turned)))
    for number, joint in enumerate(figure.turned):
        hanging = figure.hangs[joint]
        parent = placed.world[figure.model.parents[joint], :, :3]
        turned = _crossed(parent @ _left_jacobian(pose[number]), at[hanging] - at[joint])
        by_pose[hanging, :, 3 * number : 3 * number + 3] = turned
    return by_shape, by_pose, _crossed(_left_jacobian(turn), at - at[0])


def _joint_moves(figure: Figure, rotation: Array) -> Array:
    """(J, 3, K) how the posed joints move with the shape."""
    moves = np.empty_like(figure.joint_basis)
    for k, parent in enumerate(figure.model.parents):
        if parent < 0:
            moves[k] = figure.joint_basis[k]
        else:
            moves[k] = moves[parent] + rotation[parent] @ (figure.joint_basis[k] - figure.joint_basis[parent])
    return moves


def _crossed(axes: Array, lever: Array) -> Array:
    """(n, 3, 3): column c is axes[:, c] × lever."""
    return np.stack([np.cross(axes[:, c], lever) for c in range(3)], axis=-1)


def _left_jacobian(vector: Array) -> Array:
    """d exp(vector) = (J dvector)^ exp(vector), on SO(3)."""
    angle = float(np.linalg.norm(vector))
    x, y, z = vector
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    if angle < 1e-6:
        return np.eye(3) + 0.5 * cross
    a, b = (1 - np.cos(angle)) / angle**2, (angle - np.sin(angle)) / angle**3
    return np.asarray(np.eye(3) + a * cross + b * (cross @ cross))


@dataclass(frozen=True)
class Lens:
    """Where the camera is: (x_px, y_px) of the body's origin from the picture's middle, log of px per metre there, log
    of the focal length in px. These four are nearly independent in what the picture shows of them."""

    x_px: float
    y_px: float
    log_scale: float
    log_focal: float
    middle: tuple[float, float]

    @property
    def focal_px(self) -> float:
        return float(np.exp(self.log_focal))

    @property
    def distance(self) -> float:
        return float(np.exp(self.log_focal - self.log_scale))

    def moved(self, step: Sequence[float] | Array) -> Lens:
        a, b, s, f = (float(v) for v in step)
        return Lens(self.x_px + a, self.y_px + b, self.log_scale + s, self.log_focal + f, self.middle)

    def project(self, points: Array) -> Array:
        """(n, 2) px of points (n, 3) m in the turned body's frame, y up, the camera ahead of it at +z."""
        x, y, depth = self._seen(points)
        focal = self.focal_px
        return np.stack([self.middle[0] + focal * x / depth, self.middle[1] - focal * y / depth], axis=1)

    def derivatives(self, points: Array) -> tuple[Array, Array]:
        """Of the pixels: by the points (n, 2, 3) and by (x_px, y_px, log_scale, log_focal) (n, 2, 4)."""
        x, y, depth = self._seen(points)
        focal, per_px = self.focal_px, np.exp(-self.log_scale)
        by_point = np.zeros((len(points), 2, 3))
        by_point[:, 0, 0], by_point[:, 1, 1] = focal / depth, -focal / depth
        by_point[:, 0, 2], by_point[:, 1, 2] = focal * x / depth**2, -focal * y / depth**2
        by_lens = np.zeros((len(points), 2, 4))
        by_lens[:, 0, 0] = focal * per_px / depth
        by_lens[:, 1, 1] = focal * per_px / depth
        far = self.distance
        by_lens[:, 0, 2] = focal * (-self.x_px * per_px + x * far / depth) / depth
        by_lens[:, 1, 2] = -focal * (self.y_px * per_px + y * far / depth) / depth
        by_lens[:, 0, 3] = focal * x / depth * (1 - far / depth)
        by_lens[:, 1, 3] = -focal * y / depth * (1 - far / depth)
        return by_point, by_lens

    def _seen(self, points: Array) -> tuple[Array, Array, Array]:
        per_px = np.exp(-self.log_scale)
        depth = np.maximum(self.distance - points[:, 2], 0.2)
        return points[:, 0] + self.x_px * per_px, points[:, 1] - self.y_px * per_px, depth
