"""Bakes the body model: a principal-component shape space with SMPL's joints, weights and array layout.

Loper et al., "SMPL: a skinned multi-person linear model", 2015, for the layout; the shapes are our own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ampc_desktop.body.bake.source import ADULT_AGE, Array, Source
from ampc_desktop.core.body import REGIONS
from ampc_desktop.core.measurement import Sex

Indices = npt.NDArray[np.int64]

SAMPLES = 1600
BETAS = 40
HEAVY_SHARE = 0.3
"""Share of the sample drawn over the whole range of weight, so that BMI 17 to 45 lies inside the model."""

LOCALS = tuple(
    f"{name}-incr"
    for name in (
        "measure-bust-circ",
        "measure-underbust-circ",
        "measure-waist-circ",
        "measure-hips-circ",
        "measure-shoulder-dist",
        "measure-upperarm-length",
        "measure-lowerarm-length",
        "measure-upperleg-height",
        "measure-lowerleg-height",
        "measure-thigh-circ",
        "measure-calf-circ",
        "measure-knee-circ",
        "measure-upperarm-circ",
        "measure-neck-circ",
        "measure-neck-height",
        "measure-napetowaist-dist",
        "measure-waisttohip-dist",
        "measure-frontchest-dist",
        "measure-wrist-circ",
        "measure-ankle-circ",
        "torso-scale-horiz",
        "torso-scale-depth",
        "torso-vshape",
        "hip-scale-horiz",
        "hip-scale-depth",
        "stomach-tone",
        "buttocks-volume",
        "stomach-pregnant",
        "pelvis-tone",
    )
)
"""The local changes that shape the model, all symmetric."""

JOINTS: tuple[tuple[str, str], ...] = (
    ("pelvis", "root"),
    ("left_hip", "upperleg01.L"),
    ("right_hip", "upperleg01.R"),
    ("spine1", "spine05"),
    ("left_knee", "lowerleg01.L"),
    ("right_knee", "lowerleg01.R"),
    ("spine2", "spine03"),
    ("left_ankle", "foot.L"),
    ("right_ankle", "foot.R"),
    ("spine3", "spine02"),
    ("left_foot", "toe1-1.L"),
    ("right_foot", "toe1-1.R"),
    ("neck", "neck01"),
    ("left_collar", "clavicle.L"),
    ("right_collar", "clavicle.R"),
    ("head", "head"),
    ("left_shoulder", "upperarm01.L"),
    ("right_shoulder", "upperarm01.R"),
    ("left_elbow", "lowerarm01.L"),
    ("right_elbow", "lowerarm01.R"),
    ("left_wrist", "wrist.L"),
    ("right_wrist", "wrist.R"),
    ("left_hand", "finger3-1.L"),
    ("right_hand", "finger3-1.R"),
)
"""SMPL's 24 joints in order, each with the bone whose head it is."""
PARENTS = (-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21)


@dataclass(frozen=True, eq=False)
class Baked:
    """The arrays of one model (runtime reads them in body.model) and how well they hold."""

    arrays: dict[str, npt.NDArray[np.generic]]
    report: dict[str, float]


def bake(source: Source, sex: Sex, seed: int = 1) -> Baked:
    """The model of one sex. source must hold LOCALS; takes about ten seconds."""
    coefficients = source.coefficients(*draw(sex, SAMPLES, np.random.default_rng(seed)))
    shapes, bones = source.vertices(coefficients), source.joints(coefficients)
    floor = shapes[..., 1].min(axis=1)  # every body stands on the floor, its pelvis over the middle
    middle = bones[:, source.bone_labels.index("root")]
    lift = np.stack([middle[:, 0], floor, middle[:, 2]], axis=1)[:, None]
    shapes, bones = shapes - lift, bones - lift
    order, faces, skin_faces = _skin_first(source.template, source.faces)
    shapes = shapes[:, order]
    joints = bones[:, [source.bone_labels.index(bone) for _, bone in JOINTS]]
    mean, mean_joints = shapes.mean(axis=0), joints.mean(axis=0)
    basis, scores, explained = _principal(shapes - mean)
    joint_basis = np.einsum("nk,nji->kji", scores, joints - mean_joints)
    regressor = _joint_regressor(mean, basis, mean_joints, joint_basis)
    owner = _owners(source)
    weights = np.zeros((len(source.weights), len(JOINTS)))
    np.add.at(weights.T, owner, source.weights.T)
    weights = (weights / weights.sum(axis=1, keepdims=True))[order]
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "v_template": mean.astype(np.float32),
        "shapedirs": np.moveaxis(basis, 0, -1).astype(np.float16),
        "posedirs": np.zeros(1, np.float16),
        "J_regressor": regressor.astype(np.float32),
        "weights": weights.astype(np.float16),
        "kintree_table": np.array([PARENTS, range(len(PARENTS))], np.int32),
        "f": faces.astype(np.uint16),
        "skin_faces": np.array(skin_faces, np.int32),
        "regions": _regions(weights),
    }
    predicted = np.einsum("jv,nvi->nji", regressor, shapes[:200])
    kept = np.einsum("nvi,kvi->nk", (shapes - mean)[:200], basis) / (basis**2).sum(axis=(1, 2))
    rebuilt = mean + np.einsum("nk,kvi->nvi", kept, basis)
    report = {
        "explained_variance": float(explained),
        "mean_vertex_error_mm": float(1000 * np.linalg.norm(rebuilt - shapes[:200], axis=-1).mean()),
        "mean_joint_error_mm": float(1000 * np.linalg.norm(predicted - joints[:200], axis=-1).mean()),
    }
    return Baked(arrays, report)


def draw(sex: Sex, n: int, rng: np.random.Generator) -> tuple[dict[str, Array], dict[str, Array]]:
    """Phenotypes and local changes of n adults, wider than people are, so that people lie well inside."""
    heavy = rng.random(n) < HEAVY_SHARE
    weight = np.where(heavy, rng.uniform(-0.4, 2.8, n), np.clip(rng.normal(0.75, 0.45, n), -0.3, 2.0))
    female = sex == "female"
    phenotypes = {
        "gender": np.full(n, 1.0 if female else 0.0),
        "age": np.full(n, ADULT_AGE),
        "muscle": rng.uniform(0.2, 0.9, n),
        "weight": weight,
        "height": rng.normal(0.37 if female else 0.36, 0.08, n),
        "proportions": rng.uniform(0, 1, n),
        "cupsize": rng.uniform(0, 1, n) if female else np.full(n, 0.5),
        "firmness": rng.uniform(0.2, 0.8, n),
        "african": np.full(n, 1 / 3),
        "asian": np.full(n, 1 / 3),
        "caucasian": np.full(n, 1 / 3),
    }
    spread = {label: 0.18 if "pregnant" in label else 0.45 for label in LOCALS}
    return phenotypes, {label: rng.normal(0, sd, n) for label, sd in spread.items()}


def _principal(centred: Array) -> tuple[Array, Array, float]:
    """Basis (K, V, 3) scaled so that coefficients are standard normal, projection (n, K), explained variance."""
    n = len(centred)
    flat = centred.reshape(n, -1)
    values, vectors = np.linalg.eigh(flat @ flat.T)
    top = np.argsort(values)[::-1][:BETAS]
    scores = vectors[:, top] / np.sqrt(n - 1)
    basis = (scores.T @ flat).reshape(BETAS, *centred.shape[1:])
    signs = np.sign(basis[np.arange(BETAS), np.abs(basis).reshape(BETAS, -1).argmax(axis=1) // 3, 1])
    signs[signs == 0] = 1.0
    return basis * signs[:, None, None], scores * signs, float(values[top].sum() / values.sum())


def _skin_first(template: Array, faces: Indices) -> tuple[Indices, Indices, int]:
    """New vertex order, faces in it, and how many faces are skin: the largest body; eyes and the like follow."""
    corners = faces.ravel()
    links = coo_matrix((np.ones(len(corners)), (corners, np.repeat(faces[:, 0], 3))), [len(template)] * 2)
    labels = connected_components(links, directed=False)[1][faces[:, 0]]
    sizes = np.bincount(labels)
    by_size = np.argsort(-sizes, kind="stable")
    rank = np.argsort(by_size)
    ordered = faces[np.argsort(rank[labels], kind="stable")]
    used = ordered.ravel()
    _, first = np.unique(used, return_index=True)
    order = used[np.sort(first)]
    if len(order) != len(template):
        raise ValueError("the source has vertices without faces")
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return order, number[ordered], int(sizes[by_size[0]])


def _joint_regressor(mean: Array, basis: Array, joints: Array, joint_basis: Array) -> Array:
    """(24, V) rows that give each joint from the vertices, non-negative and summing to one.

    Per joint NNLS over every fourth of its 400 nearest vertices, for the mean and all directions at once.
    """
    rows = np.zeros((len(joints), len(mean)))
    for j, joint in enumerate(joints):
        near = np.argsort(np.linalg.norm(mean - joint, axis=1))[:400:4]
        design = np.concatenate([mean[near].T, basis[:, near].transpose(0, 2, 1).reshape(-1, len(near))])
        wanted = np.concatenate([joint, joint_basis[:, j].ravel()])
        solved, _ = nnls(np.vstack([design, np.ones(len(near))]), np.append(wanted, 1.0))
        rows[j, near] = solved / solved.sum()
    return rows


def _owners(source: Source) -> Indices:
    """The joint that moves each bone."""
    place = {bone: number for number, (_, bone) in enumerate(JOINTS)}
    names = [name for name, _ in JOINTS]

    def owner(bone: int) -> int:
        label = source.bone_labels[bone]
        side = {"L": "left", "R": "right"}.get(label.rsplit(".", 1)[-1], "")
        if label in place:
            return place[label]
        if label.startswith("toe"):
            return names.index(f"{side}_foot")
        if label.startswith(("finger1", "metacarpal")):
            return names.index(f"{side}_wrist")
        if label.startswith("finger"):
            return names.index(f"{side}_hand")
        parent = source.bone_parents[bone]
        return 0 if parent < 0 else owner(parent)

    return np.array([owner(bone) for bone in range(len(source.bone_labels))])


def _regions(weights: Array) -> npt.NDArray[np.uint8]:
    """The part of the body that moves each vertex most."""
    part = []
    for name, _ in JOINTS:
        side = name.split("_")[0]
        if name.endswith(("shoulder", "elbow", "wrist", "hand")):
            part.append(f"{side}_arm")
        elif name.endswith(("hip", "knee", "ankle", "foot")):
            part.append(f"{side}_leg")
        else:
            part.append("head" if name in ("neck", "head") else "torso")
    part_numbers = {str(region): number for number, region in enumerate(REGIONS)}
    share = np.zeros((len(weights), len(REGIONS)))
    for joint, region in enumerate(part):
        share[:, part_numbers[region]] += weights[:, joint]
    return np.asarray(share.argmax(axis=1), np.uint8)
