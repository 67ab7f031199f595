"""The camera keeps its promises, and sees what VTK sees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.render.camera import MARGIN, VIEWS, Camera, ViewName, between
from tests.render.bodies import mesh

W, H = 800.0, 600.0
cameras = st.builds(
    Camera,
    target_mm=st.tuples(st.floats(-300, 300), st.floats(0, 1800), st.floats(-300, 300)),
    distance_mm=st.floats(300, 9000),
    azimuth_deg=st.floats(-180, 179),
    elevation_deg=st.floats(-90, 90),
    perspective=st.booleans(),
)


@given(cameras)
def test_axes_are_a_right_handed_frame(camera: Camera) -> None:
    right, up, back = camera.axes
    assert np.cross(right, up) == pytest.approx(back, abs=1e-9)
    assert camera.project([camera.target_mm], W, H)[0] == pytest.approx([W / 2, H / 2, camera.distance_mm])


@given(cameras, st.floats(0.2, 5), st.floats(0, W), st.floats(0, H))
def test_zoom_keeps_what_is_under_the_pointer(camera: Camera, factor: float, x: float, y: float) -> None:
    right, up, _ = camera.axes
    scale = camera.px_per_mm(H)
    under = np.asarray(camera.target_mm) + right * (x - W / 2) / scale - up * (y - H / 2) / scale
    seen = camera.zoomed(factor, x, y, W, H).project([under], W, H)[0]
    assert seen[:2] == pytest.approx([x, y], abs=1e-6 * max(1.0, abs(x), abs(y)) + 1e-3)


@given(cameras, st.floats(-200, 200), st.floats(-200, 200))
def test_pan_follows_the_pointer(camera: Camera, dx: float, dy: float) -> None:
    seen = camera.panned(dx, dy, H).project([camera.target_mm], W, H)[0]
    assert seen[:2] == pytest.approx([W / 2 + dx, H / 2 + dy], abs=1e-6)


@settings(max_examples=40)
@given(cameras, st.floats(0.3, 3))
def test_fit_shows_everything_and_no_smaller_than_needed(camera: Camera, aspect: float) -> None:
    points = mesh().vertices_mm[::37]
    seen = camera.fitted(points, aspect).project(points, H * aspect, H)
    assert seen[:, 2].min() > 0
    outermost = np.abs(seen[:, :2] / [H * aspect, H] - 0.5).max() * 2
    assert outermost == pytest.approx(1 / MARGIN, abs=1e-6), "the outermost point keeps the margin, no less, no more"


def test_named_views_look_from_where_they_say() -> None:
    ahead, left_arm, head = [0, 900, 200], [400, 900, 0], [0, 1700, 0]
    body = Camera(target_mm=(0, 900, 0), perspective=False)
    for view, near in (("front", ahead), ("left", left_arm), ("top", head)):
        seen = body.looking(view).project([near, [0, 900, 0]], W, H)  # type: ignore[arg-type]
        assert seen[0, 2] < seen[1, 2], view
    front = body.looking("front").project([left_arm], W, H)[0]
    assert front[0] > W / 2, "the left arm is on the right of a front view"
    assert set(VIEWS) == set(ViewName.__args__)  # type: ignore[attr-defined]


def test_orbit_never_goes_over_the_head() -> None:
    assert Camera().orbited(10, 500).elevation_deg == 90.0
    assert Camera(azimuth_deg=170).orbited(20, 0).azimuth_deg == pytest.approx(-170)


def test_the_way_between_two_cameras_is_the_short_one() -> None:
    a, b = Camera(azimuth_deg=170), Camera(azimuth_deg=-170)
    assert abs(between(a, b, 0.5).azimuth_deg) == pytest.approx(180)
    assert between(a, b, 1.0).distance_mm == b.distance_mm
    assert between(a, b, 0.0).target_mm == a.target_mm
