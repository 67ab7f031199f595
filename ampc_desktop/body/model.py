"""The body model: shape and pose in, a surface out, by linear blend skinning in SMPL's array layout.

Loper et al., "SMPL: a skinned multi-person linear model", 2015, equations 2 to 10; the studio's own arrays are baked by
body.bake from CC0 data. Inside this file lengths are metres, as in the arrays; what leaves it is millimetres. Sums are
np.einsum's, not the BLAS's: its threads cost more than products as small as these, and make the last bits depend on
how many there are.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.fairing import relaxed
from ampc_desktop.core.body import REGIONS, BodyMesh, BodyShape, Faces, PosePreset
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

Array = npt.NDArray[np.float64]

SMPL_JOINTS: tuple[str, ...] = (
    "pelvis",
    "left_hip",
    "right_hip",
    "spine1",
    "left_knee",
    "right_knee",
    "spine2",
    "left_ankle",
    "right_ankle",
    "spine3",
    "left_foot",
    "right_foot",
    "neck",
    "left_collar",
    "right_collar",
    "head",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hand",
    "right_hand",
)


@dataclass(frozen=True, eq=False)
class BodyModel:
    """Arrays of one model, metres, y up, facing +z, left arm towards +x.

    id            : name and the first 12 hex digits of the file's sha256; betas mean nothing in another model.
    template      : (V, 3) mean body in the rest pose.
    shapedirs     : (V, 3, K) float32, displacement per shape coefficient.
    posedirs      : (V, 3, 9 (J - 1)) float32 pose correctives, or None where the model has none.
    joint_template, joint_shapes : (J, 3) and (J, 3, K), the joint regressor applied to both.
    parents       : (J,) joint each joint hangs on, -1 for the root.
    weights       : (V, J) skinning weights, rows sum to one.
    faces         : (F, 3), the first skin_faces are the closed skin.
    regions       : (V,) number into core.body.REGIONS.
    rest          : "a" when the zero pose is the A-pose it is measured in, "t" for SMPL's T-pose.
    """

    id: str
    sex: Sex
    template: Array
    shapedirs: npt.NDArray[np.float32]
    posedirs: npt.NDArray[np.float32] | None
    joint_template: Array
    joint_shapes: Array
    joint_names: tuple[str, ...]
    parents: tuple[int, ...]
    weights: npt.NDArray[np.float32]
    faces: Faces
    skin_faces: int
    regions: npt.NDArray[np.uint8]
    rest: str = "a"

    @property
    def n_betas(self) -> int:
        return int(self.shapedirs.shape[2])

    def rest_vertices(self, betas: Sequence[float] | Array) -> Array:
        """(V, 3) vertices of a shape in the rest pose, metres: template + shapedirs · betas."""
        given = self._padded(betas).astype(np.float32)
        moved = np.einsum("ik,k->i", self.shapedirs.reshape(-1, self.n_betas), given)
        return np.asarray(self.template + moved.reshape(self.template.shape))

    def rest_joints(self, betas: Sequence[float] | Array) -> Array:
        """(J, 3) joints of a shape in the rest pose, metres."""
        return self.joint_template + self.joint_shapes @ self._padded(betas)

    def forward(self, betas: Sequence[float] | Array, pose: Array | None = None) -> tuple[Array, Array]:
        """Vertices (V, 3) and joints (J, 3) in metres; pose: (J, 3) axis-angle in radians, zero when None."""
        vertices, joints = self.rest_vertices(betas), self.rest_joints(betas)
        if pose is None:
            return vertices, joints
        turns = rotations(np.asarray(pose, np.float64).reshape(len(self.parents), 3))
        return self.skin(vertices, joints, turns)

    def skin(self, vertices: Array, joints: Array, turns: Array) -> tuple[Array, Array]:
        """Rest vertices and joints moved by local rotations (J, 3, 3); metres."""
        if self.posedirs is not None:
            feature = (turns[1:] - np.eye(3)).ravel().astype(np.float32)
            moved = np.einsum("ik,k->i", self.posedirs.reshape(-1, len(feature)), feature)
            vertices = vertices + moved.reshape(vertices.shape)
        world = np.empty((len(joints), 3, 4))
        for k, parent in enumerate(self.parents):
            if parent < 0:
                world[k, :, :3], world[k, :, 3] = turns[k], joints[k]
            else:
                world[k, :, :3] = world[parent, :, :3] @ turns[k]
                world[k, :, 3] = world[parent, :, :3] @ (joints[k] - joints[parent]) + world[parent, :, 3]
        moved_joints = world[:, :, 3].copy()
        world[:, :, 3] -= np.einsum("kij,kj->ki", world[:, :, :3], joints)
        blended = np.einsum("vj,jk->vk", self.weights, world.reshape(len(joints), 12).astype(np.float32)).reshape(
            -1, 3, 4
        )
        return np.einsum("vij,vj->vi", blended[:, :, :3], vertices) + blended[:, :, 3], moved_joints

    def _padded(self, betas: Sequence[float] | Array) -> Array:
        given = np.asarray(betas, np.float64).ravel()
        if len(given) > self.n_betas:
            raise Problem(
                f"a shape of {len(given)} coefficients does not belong to this body model ({self.n_betas})",
                self.id,
                "fit the body again",
                code="body.shape",
            )
        return np.concatenate([given, np.zeros(self.n_betas - len(given))])


def pose_steps(shape: BodyShape, preset: PosePreset, degrees: float) -> int:
    """In how many even steps of at most so many degrees a body comes from its rest pose into a preset; 0: it is there.

    Raises Problem for an unknown model or preset.
    """
    from ampc_desktop.body.presets import widest_turn

    model = model_of(shape)
    if preset == model.rest:
        return 0
    return int(np.ceil(widest_turn(preset, model, model.rest_joints(np.asarray(shape.betas))) / degrees))


def rotations(axis_angle: Array) -> Array:
    """(n, 3, 3) rotation matrices of (n, 3) axis-angle vectors in radians (Rodrigues)."""
    angle = np.linalg.norm(axis_angle, axis=1)
    axis = axis_angle / np.maximum(angle, 1e-12)[:, None]
    cross = np.zeros((len(angle), 3, 3))
    cross[:, 0, 1], cross[:, 0, 2], cross[:, 1, 2] = -axis[:, 2], axis[:, 1], -axis[:, 0]
    cross -= cross.transpose(0, 2, 1)
    sin, cos = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.asarray(np.eye(3) + sin * cross + (1 - cos) * (cross @ cross))


@cache
def load(sex: Sex) -> BodyModel:
    """The studio's own model of one sex. Raises Problem when the file is not the one that was baked."""
    record = resources.json_file("body", "model.json")[sex]
    data = resources.path("body", record["file"]).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != record["sha256"]:
        raise Problem(
            "the body model is damaged: its content is not what was shipped",
            record["file"],
            "install the studio again",
            code="body.model_damaged",
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return from_arrays(f"{record['id']}:{digest[:12]}", sex, arrays, SMPL_JOINTS)


def from_arrays(
    id: str, sex: Sex, arrays: Mapping[str, npt.NDArray[np.generic]], joint_names: tuple[str, ...], rest: str = "a"
) -> BodyModel:
    """A model from SMPL-layout arrays (v_template, shapedirs, posedirs, J_regressor, weights, kintree_table, f).

    skin_faces and regions are the studio's own additions to the layout.
    """
    template = np.asarray(arrays["v_template"], np.float64)
    shapedirs = np.ascontiguousarray(arrays["shapedirs"], np.float32)
    regressor = np.asarray(arrays["J_regressor"], np.float64)
    near = [np.flatnonzero(row) for row in regressor]  # each joint leans on some dozen vertices
    joint_shapes = np.stack(
        [np.tensordot(row[n], shapedirs[n].astype(np.float64), 1) for row, n in zip(regressor, near, strict=True)]
    )
    posedirs = np.asarray(arrays["posedirs"])
    parents = np.asarray(arrays["kintree_table"])[0].astype(np.int64)
    weights = np.asarray(arrays["weights"], np.float32)
    faces = np.ascontiguousarray(arrays["f"], np.int32)
    return BodyModel(
        id=id,
        sex=sex,
        template=template,
        shapedirs=shapedirs,
        posedirs=np.ascontiguousarray(posedirs, np.float32) if posedirs.ndim == 3 else None,
        joint_template=regressor @ template,
        joint_shapes=joint_shapes,
        joint_names=joint_names,
        parents=(-1, *(int(parent) for parent in parents[1:])),
        weights=weights / weights.sum(axis=1, keepdims=True),
        faces=faces,
        skin_faces=int(arrays["skin_faces"]),
        regions=np.asarray(arrays["regions"], np.uint8),
        rest=rest,
    )


def mean_shape(sex: Sex) -> BodyShape:
    """The body in the middle of the model."""
    model = load(sex)
    return BodyShape(model.id, sex, (0.0,) * model.n_betas)


def model_of(shape: BodyShape) -> BodyModel:
    """The studio's model a shape was made with. Raises Problem when it was another one."""
    model = load(shape.sex)
    if shape.model != model.id:
        raise Problem(
            f"this body was made with the body model {shape.model}, the studio has {model.id}",
            remedy="fit the body again from its measurements",
            code="body.other_model",
        )
    return model


def posed(shape: BodyShape, preset: PosePreset = "a", model: BodyModel | None = None, share: float = 1.0) -> BodyMesh:
    """The body of a shape in one of the presets of resources/body/presets.toml, feet on the floor.

    "sit" has the seat where the legs put it: knees over the ankles, so the seat is as high as the hollow of the
    knee. share: how much of the way from the rest pose, 0..1. model: for shapes of a user's own model; else the
    studio's. Raises Problem for an unknown model or preset.
    """
    from ampc_desktop.body.presets import take

    made_with = model_of(shape) if model is None else model
    betas = np.asarray(shape.betas)
    vertices, joints = made_with.rest_vertices(betas), made_with.rest_joints(betas)
    vertices = relaxed(vertices, made_with.template, made_with.faces[: made_with.skin_faces])
    if preset != made_with.rest and share > 0.0:
        vertices, joints = take(preset, made_with, vertices, joints, share)
    floor = vertices[np.unique(made_with.faces[: made_with.skin_faces]), 1].min()
    return BodyMesh(
        vertices_mm=(vertices - [0.0, floor, 0.0]) * 1000.0,
        faces=made_with.faces,
        skin_faces=made_with.skin_faces,
        regions=made_with.regions,
        joints_mm={
            name: 1000.0 * (point - [0.0, floor, 0.0])
            for name, point in zip(made_with.joint_names, joints, strict=True)
        },
        shape=shape,
        pose=preset,
    )


def seat_height_mm(mesh: BodyMesh) -> float:
    """Height of the seat that a body in the preset "sit" needs: its lowest place between the hips, mm."""
    return float(mesh.vertices_mm[mesh.regions == REGIONS.index("torso"), 1].min())
