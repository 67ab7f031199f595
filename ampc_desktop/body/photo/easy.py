"""The easy set: silhouettes of the studio's own model, fitted by the same model. What many papers report.

Nothing is wrong with these pictures but noise: no clothes of another cut, no room, no body outside the model. They tell
whether the fit does its sums, not what a customer gets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ampc_desktop.body.photo import certainty, match, solve
from ampc_desktop.body.photo.contour import trace
from ampc_desktop.body.photo.figure import Lens, figure, place, usual_pose
from ampc_desktop.body.photo.joints import JOINT_OF
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurement, Sex

Array = npt.NDArray[Any]

WIDTH, HEIGHT = 750, 1000
FINE = 3
KEYPOINT_NOISE = 0.012


@dataclass(frozen=True, eq=False)
class EasyCase:
    """What was drawn and what was found: measures in mm (kg)."""

    truth: Mapping[str, float]
    found: Mapping[str, Measurement]
    misfit: float


def easy_case(sex: Sex, seed: int, with_weight: bool = False, known_focal: bool = True) -> EasyCase:
    """One body drawn from the spread of real shapes, posed, drawn and fitted."""
    task, z = drawn(sex, seed, with_weight, known_focal)
    body = task.figure
    solution = solve.solve(task)
    found = certainty.measured(body, _shape(body, solution.state.z), solution.covariance, {})
    truth = certainty.measured(body, _shape(body, z), solution.covariance, {})
    return EasyCase({name: one.value for name, one in truth.items()}, found, solution.misfit)


def drawn(sex: Sex, seed: int, with_weight: bool = False, known_focal: bool = True) -> tuple[solve.Task, Array]:
    """The task of finding a body that was drawn, and its whitened shape."""
    rng = np.random.default_rng([seed, 0 if sex == "female" else 1])
    body = figure(sex)
    z = np.clip(rng.standard_normal(body.n_shape), -2, 2)
    pose = usual_pose(body, "front") + 0.6 * body.pose_sd * rng.standard_normal((len(body.turned), 3))
    turn = np.radians([4, 4, 1.5]) * rng.standard_normal(3)
    clothes = np.array([mean for mean, _ in solve.CLOTHES_MM["close"]]) / 1000
    placed = place(body, z, pose, turn, np.eye(3), clothes)
    stature_m, _ = solve.stature(body, z)
    focal = float(np.exp(rng.uniform(np.log(28), np.log(70)))) / 43.2666 * float(np.hypot(WIDTH, HEIGHT))
    lens = Lens(0.0, 0.0, float(np.log(0.82 * HEIGHT / stature_m)), float(np.log(focal)), (WIDTH / 2, HEIGHT / 2))
    pixels = lens.project(placed.surface)
    middle = (pixels.min(axis=0) + pixels.max(axis=0)) / 2
    lens = lens.moved((WIDTH / 2 - middle[0], HEIGHT / 2 - middle[1], 0.0, 0.0))
    pixels = lens.project(placed.surface)
    fine = match.silhouette(body, pixels * FINE, (WIDTH * FINE, HEIGHT * FINE))
    cover = cv2.resize(fine.astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    picture = np.repeat((40 + 170 * cover)[..., None], 3, axis=2) + rng.normal(0, 3, (HEIGHT, WIDTH, 3))
    mask = (cover >= 0.5).astype(np.uint8)
    rows = np.flatnonzero(mask.any(axis=1))
    height_px = float(rows[-1] - rows[0] + 1)
    names = body.model.joint_names
    spots = lens.project(placed.joints) + KEYPOINT_NOISE * height_px * rng.standard_normal((len(names), 2))
    sd = KEYPOINT_NOISE * height_px
    joints = {names.index(joint): (spots[names.index(joint)], sd, np.zeros(3)) for joint in JOINT_OF.values()}
    contour = trace(np.clip(picture, 0, 255).astype(np.uint8), mask)
    usual = usual_pose(body, "front")
    known = focal if known_focal else None
    seen = solve.Seen((WIDTH, HEIGHT), contour, joints, np.eye(3), usual, known, height_px)
    weight = solve.mass(body, placed.rest)[0] if with_weight else None
    return solve.Task(body, (seen,), stature_m, weight, "close"), z


def _shape(body: Any, z: Array) -> BodyShape:
    return BodyShape(body.model.id, body.model.sex, tuple(float(b) for b in body.betas(z)))
