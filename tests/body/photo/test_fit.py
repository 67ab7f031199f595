"""A photo becomes a body with measures, through the child process as the window calls it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2")

from ampc_desktop.body import photo
from ampc_desktop.body.model import load, posed
from ampc_desktop.body.photo import blazepose, child
from ampc_desktop.core.photo import DRAGGABLE, PhotoFit, PhotoRequest, PhotoView
from ampc_desktop.core.problem import Cancelled, Problem
from tests.body.photo.conftest import PLAIN, image_bytes, record


def told(*_: object) -> None:
    """A tell that listens to nobody."""


@pytest.fixture(scope="module")
def request_() -> PhotoRequest:
    measures = record(PLAIN)["measures"]
    front = PhotoView(image_bytes(PLAIN), name="me.jpg")
    return PhotoRequest(front, measures["stature"], None, measures["weight_kg"], "female", customer="Ada")


@pytest.fixture(scope="module")
def fitted(request_: PhotoRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhotoFit]:
    pytest.importorskip("ai_edge_litert")
    yield photo.fit(request_)


def test_girths_are_near_and_the_doubt_is_stated(fitted: PhotoFit) -> None:
    truth = record(PLAIN)["measures"]
    for name in ("bust", "waist", "hip"):
        found = fitted.measures.values[name]
        assert found.source == "photo"
        assert 5.0 < found.uncertainty < 90.0
        assert abs(found.value - truth[name]) < max(2.5 * found.uncertainty, 60.0)


def test_what_was_given_stays(fitted: PhotoFit, request_: PhotoRequest) -> None:
    stature = fitted.measures.values["stature"]
    assert (stature.value, stature.source, stature.uncertainty) == (request_.height_mm, "tape", 0.0)
    assert fitted.measures["weight_kg"] == request_.weight_kg
    assert posed(fitted.shape).stature_mm == pytest.approx(request_.height_mm, abs=1.0)
    assert fitted.measures.name == "Ada"


def test_what_is_shown_lies_over_the_photo(fitted: PhotoFit) -> None:
    view = fitted.front
    assert (view.points.width_px, view.points.height_px) == (750, 1000)
    assert view.iou > 0.9
    for lines in (view.contours, view.outline):
        everything = np.concatenate(lines)
        assert everything.min() > -5
        assert (everything.max(axis=0) < (755, 1005)).all()
        assert np.ptp(everything[:, 1]) > 700
    keypoints = {p.name: (p.x, p.y) for p in view.points.keypoints}
    for joint in ("left_elbow", "right_knee", "left_ankle"):
        assert view.joints[joint] == pytest.approx(keypoints[joint], abs=30)
    assert fitted.shape.model == load("female").id
    assert set(fitted.seconds) >= {"read", "keypoints", "mask", "fit", "measure", "total"}


def test_the_camera_makes_sense(fitted: PhotoFit) -> None:
    camera = fitted.front.camera
    assert 18 < camera.focal_35mm < 110
    assert 800 < camera.distance_mm < 8000
    assert 300 < camera.height_mm < 2300
    assert abs(camera.roll_deg) < 8
    assert not camera.focal_known


def test_notes_say_what_would_help(fitted: PhotoFit) -> None:
    said = " ".join(fitted.notes)
    assert "side photo" in said
    assert "lens" in said
    assert "Weight was not given" not in said


def test_without_any_model_file(fitted: PhotoFit, request_: PhotoRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand = {p.name: (p.x, p.y) for p in fitted.front.points.keypoints if p.name in DRAGGABLE}
    monkeypatch.setattr(blazepose, "available", lambda: False)
    found = child.fit_photo(replace(request_, front=replace(request_.front, keypoints=by_hand)), told)
    assert all(p.source == "hand" for p in found.front.points.keypoints)
    for name in ("bust", "waist", "hip"):
        assert found.measures[name] == pytest.approx(fitted.measures[name], abs=60.0)


def test_numbers_that_can_not_be_right(request_: PhotoRequest) -> None:
    for wrong in (replace(request_, height_mm=600.0), replace(request_, height_mm=3000.0)):
        with pytest.raises(Problem) as caught:
            child.fit_photo(wrong, told)
        assert caught.value.code == "photo.out_of_range"
        assert "cm" in caught.value.sentence
    with pytest.raises(Problem, match="weight"):
        child.fit_photo(replace(request_, weight_kg=5.0), told)


def test_problems_cross_the_process(request_: PhotoRequest) -> None:
    with pytest.raises(Problem) as caught:
        photo.keypoints(replace(request_, front=PhotoView(b"nonsense", name="me.jpg")))
    assert caught.value.code == "photo.not_an_image"
    assert caught.value.sentence.startswith("me.jpg: ")


def test_stopping_leaves_nothing(request_: PhotoRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def stop(share: float | None, text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        photo.fit(request_, stop)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.suffix in (".jpg", ".png")]


def test_asking_for_a_fit_loads_nothing_heavy() -> None:
    heavy = "[m for m in ('cv2', 'ai_edge_litert', 'scipy') if m in sys.modules]"
    code = f"import sys, ampc_desktop.body.photo; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
