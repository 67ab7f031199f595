"""Cloth that goes along with a moving body."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop import body as bodies
from ampc_desktop.core.body import BodyMesh
from ampc_desktop.core.drape import DrapeJob
from ampc_desktop.tryon.child import drape
from ampc_desktop.tryon.following import follow
from tests.tryon.worn import anna, quiet, worn


@pytest.fixture(scope="module")
def shape() -> object:
    return bodies.mean_shape("female")


def test_cloth_on_a_body_that_moves_as_a_whole_moves_with_it(shape: object) -> None:
    body: BodyMesh = bodies.posed(shape)  # type: ignore[arg-type]
    turn = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    moved = BodyMesh(**{**body.__dict__, "vertices_mm": body.vertices_mm @ turn.T + (100.0, 0.0, 50.0)})
    cloth = body.vertices_mm[np.unique(body.skin)][::40] * 1.01
    np.testing.assert_allclose(follow(cloth, body, moved), cloth @ turn.T + (100.0, 0.0, 50.0), atol=1e-6)


def test_cloth_keeps_its_distance_from_the_skin_it_lies_on(shape: object) -> None:
    from scipy.spatial import cKDTree

    before, after = (bodies.posed(shape, "stand", share=share) for share in (0.0, 0.34))  # type: ignore[arg-type]
    skin = np.unique(before.skin)
    chosen = skin[::25]
    centre = before.vertices_mm[skin].mean(axis=0)
    out = before.vertices_mm[chosen] - centre
    cloth = before.vertices_mm[chosen] + 12.0 * out / np.linalg.norm(out, axis=1)[:, None]
    was = cKDTree(before.vertices_mm[skin]).query(cloth)[0]
    now = cKDTree(after.vertices_mm[skin]).query(follow(cloth, before, after))[0]
    assert np.abs(now - was).mean() < 1.0 and np.percentile(np.abs(now - was), 95) < 4.0


def test_steps_of_a_pose_are_even_and_end_in_it(shape: object) -> None:
    count = bodies.pose_steps(shape, "reach", 17.0)  # type: ignore[arg-type]
    assert count >= 4 and bodies.pose_steps(shape, "a", 17.0) == 0  # type: ignore[arg-type]
    whole = bodies.posed(shape, "reach").vertices_mm  # type: ignore[arg-type]
    np.testing.assert_allclose(bodies.posed(shape, "reach", share=1.0).vertices_mm, whole)  # type: ignore[arg-type]
    places = [bodies.posed(shape, "reach", share=k / count) for k in range(count + 1)]  # type: ignore[arg-type]
    wrist = np.array([body.joints_mm["left_wrist"] for body in places])
    steps = np.linalg.norm(np.diff(wrist, axis=0), axis=1)
    assert steps.max() < 1.6 * steps.min()


def test_a_tee_comes_to_rest_on_a_body_that_takes_a_step() -> None:
    """Its arms come to lie on the trunk: cloth between them is held in flesh, not driven out."""
    _, lies = worn("tshirt", fit="fitted")
    before, found = anna().mesh, lies
    assert before.shape is not None
    count = bodies.pose_steps(before.shape, "step", 17.0)
    for k in range(1, count + 1):
        after = bodies.posed(before.shape, "step", share=k / count)
        start = follow(found.positions_mm, before, after)
        steps = 25 if k < count else 300
        found = drape(DrapeJob(lies.mesh, after, start, warm=True, moved=True, max_steps=steps), quiet)
        before = after
    assert found.converged, found.why
    assert found.penetrations == found.self_crossings == 0
    assert found.steps < 200
