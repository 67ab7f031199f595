"""The body model: loading, skinning, presets."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import body
from ampc_desktop.body import model as models
from ampc_desktop.body import presets
from ampc_desktop.core.body import REGIONS, BodyShape
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

SEXES = ("female", "male")


@pytest.mark.parametrize("sex", SEXES)
def test_a_model_names_its_content_and_loads_quickly(sex: str) -> None:
    models.load.cache_clear()
    start = time.perf_counter()
    model = body.load(sex)  # type: ignore[arg-type]
    assert time.perf_counter() - start < 1.0
    digest = resources.json_file("body", "model.json")[sex]["sha256"]
    assert model.id == f"ampc-{sex}-1:{digest[:12]}"
    assert model.n_betas == 40 and len(model.joint_names) == len(model.parents) == 24


def test_forward_is_quick_enough_to_drag() -> None:
    model = body.load("female")
    pose = np.random.default_rng(1).normal(0, 0.2, (24, 3))
    model.forward(np.ones(40), pose)
    taken = []
    for _ in range(40):
        start = time.perf_counter()
        model.forward(np.ones(40), pose)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.015


def test_a_damaged_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = resources.path("body", "model_female.npz").read_bytes()
    (tmp_path / "model_female.npz").write_bytes(shipped[:-1] + bytes([shipped[-1] ^ 1]))
    (tmp_path / "model.json").write_bytes(resources.path("body", "model.json").read_bytes())
    monkeypatch.setattr(models.resources, "path", lambda *parts: tmp_path / parts[-1])
    models.load.cache_clear()
    try:
        with pytest.raises(Problem, match="damaged"):
            models.load("female")
    finally:
        models.load.cache_clear()


def test_no_turn_moves_nothing_and_a_whole_turn_of_the_root_turns_the_body() -> None:
    model = body.load("male")
    betas = np.random.default_rng(2).normal(0, 1, 40)
    rest, joints = model.forward(betas)
    still, same = model.forward(betas, np.zeros((24, 3)))
    assert np.abs(still - rest).max() < 1e-5 and np.abs(same - joints).max() < 1e-9
    pose = np.zeros((24, 3))
    pose[0, 1] = np.pi
    turned, _ = model.forward(betas, pose)
    expected = (rest - joints[0]) * [-1, 1, -1] + joints[0]
    assert np.abs(turned - expected).max() < 1e-5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3.2, 3.2), min_size=3, max_size=3))
def test_rotations_are_rotations(axis: list[float]) -> None:
    turn = models.rotations(np.array([axis]))[0]
    assert np.allclose(turn @ turn.T, np.eye(3), atol=1e-9) and np.linalg.det(turn) == pytest.approx(1)
    assert np.allclose(turn @ np.array(axis), axis, atol=1e-9)


def test_a_bent_elbow_leaves_the_rest_alone() -> None:
    model = body.load("female")
    pose = np.zeros((24, 3))
    pose[model.joint_names.index("left_elbow"), 1] = -0.6
    rest, _ = model.forward([0.0])
    moved, _ = model.forward([0.0], pose)
    away = np.linalg.norm(moved - rest, axis=1)
    arm = model.regions == REGIONS.index("left_arm")
    assert away[arm].max() > 0.05 and away[~arm].max() < 1e-5


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("preset", ["a", "stand", "sit", "reach", "step"])
def test_presets_stand_on_the_floor_and_stay_symmetric(sex: str, preset: str) -> None:
    mesh = body.posed(body.mean_shape(sex), preset)  # type: ignore[arg-type]
    skin = mesh.vertices_mm[np.unique(mesh.skin)]
    assert skin[:, 1].min() == pytest.approx(0.0, abs=1e-6)
    assert mesh.pose == preset and mesh.shape is not None and mesh.shape.model == body.load(sex).id  # type: ignore
    lowest = {
        side: mesh.vertices_mm[mesh.regions == REGIONS.index(side)][:, 1].min() for side in ("left_leg", "right_leg")
    }
    assert max(lowest.values()) < 12.0, "both feet reach the floor"
    if preset != "step":
        joints = mesh.joints_mm
        for name in ("wrist", "knee", "ankle"):
            assert joints[f"left_{name}"] * [-1, 1, 1] == pytest.approx(joints[f"right_{name}"], abs=1.0)


def test_presets_say_what_they_are() -> None:
    standing, sitting, reaching = (body.posed(body.mean_shape("female"), p) for p in ("stand", "sit", "reach"))
    assert sitting.stature_mm < 0.85 * standing.stature_mm
    seat = sitting.joints_mm["left_hip"] - sitting.joints_mm["left_knee"]
    assert abs(seat[1]) < 30 and seat[2] < -250, "thighs level, knees ahead"
    knee = sitting.joints_mm["left_knee"][1]
    assert 0.75 * knee < models.seat_height_mm(sitting) < knee, "a chair as high as the shins"
    assert reaching.joints_mm["left_wrist"][1] > reaching.joints_mm["head"][1]
    assert standing.joints_mm["left_wrist"][0] < 0.75 * body.posed(body.mean_shape("female")).joints_mm["left_wrist"][0]


def test_a_pose_keeps_the_length_of_every_bone() -> None:
    model = body.load("female")
    _, joints = model.forward([0.5, -0.5])
    for preset in presets.table():
        if preset == "a":
            continue
        mesh = body.posed(BodyShape(model.id, "female", (0.5, -0.5)), preset)  # type: ignore[arg-type]
        for k, parent in enumerate(model.parents[1:], start=1):
            ends = mesh.joints_mm[model.joint_names[k]] - mesh.joints_mm[model.joint_names[parent]]
            assert np.linalg.norm(ends) == pytest.approx(1000 * np.linalg.norm(joints[k] - joints[parent]), abs=0.01)


def test_shapes_of_another_model_and_unknown_poses_are_refused() -> None:
    with pytest.raises(Problem, match="fit the body again"):
        body.posed(BodyShape("ampc-female-0:abc", "female", (0.0,)))
    with pytest.raises(Problem, match="is no pose"):
        body.posed(body.mean_shape("male"), "handstand")  # type: ignore[arg-type]
    with pytest.raises(Problem, match="does not belong"):
        body.load("male").forward(np.zeros(41))


def test_reading_a_body_does_not_load_the_model_room() -> None:
    code = "import sys, ampc_desktop.body; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"scipy", "trimesh", "ampc_desktop.body.model"} & set(said.stdout.split())


@pytest.mark.parametrize("preset", ["stand", "sit", "step"])
def test_arms_of_stout_bodies_hang_beside_the_trunk(preset: str) -> None:
    """Slim ones keep their arms close, stout ones spread them."""
    out = {}
    for weight in (58, 120):
        asked = {"stature": Measurement(1700.0), "weight_kg": Measurement(float(weight))}
        shape = body.fit(Measurements("x", "female", asked)).body.mesh.shape
        assert shape is not None
        mesh = body.posed(shape, preset)  # type: ignore[arg-type]
        arm = mesh.joints_mm["left_elbow"] - mesh.joints_mm["left_shoulder"]
        out[weight] = np.degrees(np.arcsin(arm[0] / np.linalg.norm(arm)))
        elbow = mesh.joints_mm["left_elbow"]
        torso = mesh.vertices_mm[mesh.regions == REGIONS.index("torso")]
        near = torso[np.abs(torso[:, 1] - elbow[1]) < 30]
        assert elbow[0] > near[:, 0].max(), "the elbow is outside"
    assert out[58] < 17 and out[120] > out[58] + 3
