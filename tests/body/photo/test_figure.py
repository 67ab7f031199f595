"""The derivatives the fit descends by are those of the body it moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.body.photo.figure import (
    Lens,
    derivatives,
    figure,
    joint_derivatives,
    place,
    vertex_normals,
)
from ampc_desktop.body.photo.solve import mass, of_stature, stature

BODY = figure("female")


def some(seed: int, size: float = 0.25) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=BODY.n_shape) * 0.7, rng.normal(size=(len(BODY.turned), 3)) * size, rng.normal(size=3) * size


def test_surface_by_pose_turn_and_shape() -> None:
    z, pose, turn = some(1)
    base = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    bare = np.zeros(3)
    chosen = np.unique(BODY.skin[::400, 0])
    placed = place(BODY, z, pose, turn, base, bare)
    by_shape, by_pose, by_turn, _ = derivatives(BODY, placed, pose, turn, chosen)
    rng = np.random.default_rng(2)
    step = 2e-3  # skinning runs in single precision
    for _ in range(4):
        dz, dp, dt = rng.normal(size=z.shape), rng.normal(size=pose.shape), rng.normal(size=3)
        ends = [
            place(BODY, z + s * dz, pose + s * dp, turn + s * dt, base, bare).surface[chosen] for s in (step, -step)
        ]
        expected = (ends[0] - ends[1]) / (2 * step)
        found = by_shape @ dz + by_pose @ dp.ravel() + by_turn @ dt
        assert np.abs(found - expected).max() < 2e-3 * max(1.0, np.abs(expected).max())


def test_joints_by_pose_turn_and_shape() -> None:
    z, pose, turn = some(3)
    placed = place(BODY, z, pose, turn, np.eye(3), np.zeros(3))
    by_shape, by_pose, by_turn = joint_derivatives(BODY, placed, pose, turn)
    rng, step = np.random.default_rng(4), 1e-5
    dz, dp, dt = rng.normal(size=z.shape), rng.normal(size=pose.shape), rng.normal(size=3)
    ends = [place(BODY, z + s * dz, pose + s * dp, turn + s * dt, np.eye(3), np.zeros(3)).joints for s in (step, -step)]
    found = by_shape @ dz + by_pose @ dp.ravel() + by_turn @ dt
    assert found == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-6)


def test_clothes_stand_off_along_the_normals() -> None:
    z, pose, turn = some(5, 0.1)
    bare = place(BODY, z, pose, turn, np.eye(3), np.zeros(3))
    worn = place(BODY, z, pose, turn, np.eye(3), np.array([0.01, 0.0, 0.0]))
    away = np.linalg.norm(worn.surface - bare.surface, axis=1)
    assert away.max() == pytest.approx(0.01, abs=1e-5)
    chest = BODY.covers[:, 0] > 0.99
    assert chest.sum() > 500
    assert ((worn.surface - bare.surface) * vertex_normals(BODY, bare.surface)).sum(axis=1)[chest].min() > 0.0099
    assert away[BODY.covers[:, 0] == 0].max() == 0.0


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-80, 80),
    st.floats(-80, 80),
    st.floats(5.5, 7.0),
    st.floats(6.3, 8.0),
    st.tuples(st.floats(-0.8, 0.8), st.floats(-1, 1), st.floats(-0.3, 0.3)),
)
def test_pixels_by_point_and_lens(
    x: float, y: float, scale: float, focal: float, at: tuple[float, float, float]
) -> None:
    lens = Lens(x, y, scale, focal, (375.0, 500.0))
    point = np.array([at])
    by_point, by_lens = lens.derivatives(point)
    step = 1e-6
    for k in range(3):
        move = step * np.eye(3)[k]
        expected = (lens.project(point + move) - lens.project(point - move))[0] / (2 * step)
        assert by_point[0, :, k] == pytest.approx(expected, rel=1e-4, abs=1e-2)
    for k in range(4):
        move = step * np.eye(4)[k]
        expected = (lens.moved(move).project(point) - lens.moved(-move).project(point))[0] / (2 * step)
        assert by_lens[0, :, k] == pytest.approx(expected, rel=1e-4, abs=1e-2)


def test_stature_and_mass_with_their_slopes() -> None:
    z, _, _ = some(7)
    rng, step = np.random.default_rng(8), 1e-3
    dz = rng.normal(size=z.shape)
    for value in (lambda q: stature(BODY, q), lambda q: mass(BODY, BODY.rest(q))):
        slope = value(z)[1]
        expected = (value(z + step * dz)[0] - value(z - step * dz)[0]) / (2 * step)
        assert float(slope @ dz) == pytest.approx(expected, rel=2e-2, abs=1e-3)


@pytest.mark.parametrize("wanted", [1.45, 1.63, 1.95])
def test_the_likeliest_body_of_a_stature(wanted: float) -> None:
    assert stature(BODY, of_stature(BODY, wanted))[0] == pytest.approx(wanted, abs=1e-4)
