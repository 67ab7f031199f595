"""The pose network finds one person, and says so when there is none, or two, or the picture is no good."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")
pytest.importorskip("ai_edge_litert")

from ampc_desktop.body.photo import blazepose, child
from ampc_desktop.core.photo import DRAGGABLE, KEYPOINTS, PhotoRequest, PhotoView
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources
from tests.body.photo.conftest import PLAIN, TEXTURED, as_png, image_bytes, true_mask


def told(*_: object) -> None:
    """A tell that listens to nobody."""


def find(data: bytes) -> dict[str, np.ndarray]:
    points = child.find_keypoints(PhotoRequest(PhotoView(data, name="me.jpg"), 1700.0), "front", told)
    return {p.name: np.array([p.x, p.y]) for p in points.keypoints}


def code(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        child.fit_photo(PhotoRequest(PhotoView(data, name="me.jpg"), 1700.0), told)
    assert caught.value.where == "me.jpg"
    assert caught.value.remedy
    return caught.value.code


@pytest.mark.parametrize("name", [PLAIN, TEXTURED])
def test_all_points_lie_on_the_figure(name: str) -> None:
    points, mask = find(image_bytes(name)), true_mask(name)
    assert set(points) == set(KEYPOINTS)
    for joint in DRAGGABLE:
        x, y = points[joint]
        assert mask[int(y) - 6 : int(y) + 7, int(x) - 6 : int(x) + 7].any(), joint
    assert points["left_shoulder"][0] > points["right_shoulder"][0]
    assert points["nose"][1] < points["left_hip"][1] < points["left_ankle"][1]


def test_positions_are_those_of_the_photo_at_full_size(pixels: np.ndarray) -> None:
    large = np.repeat(np.repeat(pixels, 2, axis=0), 2, axis=1)
    small, big = find(as_png(pixels)), find(as_png(large))
    for joint in DRAGGABLE:
        assert big[joint] / 2 == pytest.approx(small[joint], abs=8.0)


def test_nobody() -> None:
    walls = np.random.default_rng(1).normal(140, 10, (800, 600, 3))
    assert code(as_png(np.clip(walls, 0, 255).astype(np.uint8))) == "photo.no_person"


def test_two_people(pixels: np.ndarray) -> None:
    assert code(as_png(np.hstack([pixels, pixels]))) == "photo.two_people"


@pytest.mark.parametrize("keep", [0.62, 0.88])
def test_feet_cut_off(pixels: np.ndarray, keep: float) -> None:
    assert code(as_png(pixels[: int(keep * len(pixels))])) == "photo.cropped"


def test_lying_and_upside_down(pixels: np.ndarray) -> None:
    assert code(as_png(np.rot90(pixels).copy())) == "photo.not_upright"
    assert code(as_png(pixels[::-1].copy())) in ("photo.not_upright", "photo.no_person")


def test_a_damaged_network_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = resources.json_file("body", "pose", "provenance.json")
    recorded["files"]["pose_detection.tflite"]["sha256"] = "0" * 64
    blazepose._network.cache_clear()
    monkeypatch.setattr(resources, "json_file", lambda *parts: recorded)
    with pytest.raises(Problem) as caught:
        blazepose._network("pose_detection.tflite")
    assert caught.value.code == "photo.model_damaged"


def test_without_the_runtime_the_person_places_the_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blazepose, "available", lambda: False)
    assert code(image_bytes(PLAIN)) == "photo.no_keypoints"


def test_points_placed_by_hand_stay_where_they_are() -> None:
    front = PhotoView(image_bytes(PLAIN), keypoints={"left_elbow": (12.0, 34.0)})
    points = child.find_keypoints(PhotoRequest(front, 1700.0), "front", told).keypoints
    placed = {p.name: p for p in points}
    assert (placed["left_elbow"].x, placed["left_elbow"].y) == (12.0, 34.0)
    assert placed["left_elbow"].source == "hand"
    assert placed["right_elbow"].source == "found"


def test_a_name_that_is_no_keypoint() -> None:
    front = PhotoView(image_bytes(PLAIN), keypoints={"left_ear_lobe": (1.0, 2.0)})
    with pytest.raises(Problem, match="left_ear_lobe"):
        child.find_keypoints(PhotoRequest(front, 1700.0), "front", told)


def test_two_people_of_whom_one_is_hard_to_see() -> None:
    folder = resources.path("bench", "photos")
    both = [np.asarray(Image.open(folder / name).convert("RGB")) for name in ("female_02.jpg", "female_04.jpg")]
    assert code(as_png(np.hstack(both))) == "photo.two_people"


def test_a_head_cut_off_is_not_a_back(pixels: np.ndarray) -> None:
    assert code(as_png(pixels[int(0.25 * len(pixels)) :])) == "photo.cropped"
