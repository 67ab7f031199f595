"""The figure is cut out of plain and cluttered rooms, and the brush has the last word."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("ai_edge_litert")

from ampc_desktop.body.photo import blazepose, mask
from ampc_desktop.body.photo.image import read
from ampc_desktop.core.photo import DRAGGABLE, PhotoView, Stroke
from ampc_desktop.core.problem import Problem
from tests.body.photo.conftest import PLAIN, TEXTURED, image_bytes, true_mask


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / (a | b).sum())


@pytest.fixture(scope="module", params=[(PLAIN, 0.95), (TEXTURED, 0.90)], ids=["plain", "textured"])
def case(request: pytest.FixtureRequest) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray, np.ndarray, float]:
    name, least = request.param
    photo = read(PhotoView(image_bytes(name)))
    pose = blazepose.find(photo)
    return photo.pixels, {n: pose[n] for n in DRAGGABLE}, pose.mask, true_mask(name), least


def test_cut_out_with_the_network(case: tuple) -> None:
    pixels, points, soft, truth, least = case
    assert iou(mask.cut_out(pixels, points, soft) > 0, truth) >= least


def test_cut_out_by_keypoints_alone(case: tuple) -> None:
    pixels, points, _, truth, _ = case
    assert iou(mask.cut_out(pixels, points) > 0, truth) >= 0.88


def test_the_brush_adds_and_takes_away(case: tuple) -> None:
    pixels, points, soft, _, _ = case
    corner, chest = (20.0, 20.0), tuple((points["left_hip"] + points["right_shoulder"]) / 2)
    strokes = (Stroke(True, (corner,), 8.0), Stroke(False, (chest,), 8.0))
    cut = mask.cut_out(pixels, points, soft, strokes)
    assert cut[20, 20] == 1
    assert cut[int(chest[1]), int(chest[0])] == 0
    again = mask.cut_out(pixels, points, soft, (*strokes, Stroke(True, (chest, (chest[0] + 3, chest[1])), 9.0)))
    assert again[int(chest[1]), int(chest[0])] == 1


def test_the_same_photo_gives_the_same_mask(case: tuple) -> None:
    pixels, points, soft, _, _ = case
    assert np.array_equal(mask.cut_out(pixels, points, soft), mask.cut_out(pixels, points, soft))


def test_everything_brushed_away() -> None:
    photo = read(PhotoView(image_bytes(PLAIN)))
    points = {n: np.array([375.0, 500.0]) for n in DRAGGABLE}
    with pytest.raises(Problem) as caught:
        mask.cut_out(photo.pixels, points, None, (Stroke(False, ((375.0, 500.0),), 2000.0),))
    assert caught.value.code == "photo.no_mask"
