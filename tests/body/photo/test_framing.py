"""Photos that can't be used are told apart from those that can, each with its own sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.body.photo.framing import check, check_mask
from ampc_desktop.core.problem import Problem

SIZE = (600, 1000)


def standing(shift: tuple[float, float] = (0.0, 0.0), size: float = 1.0, breadth: float = 1.0) -> dict[str, np.ndarray]:
    """Keypoints of a person of 800 px facing the camera, breadth 1; 0 sideways; -1 from behind."""
    rows = {
        "nose": (0, -360),
        "left_shoulder": (75, -250),
        "right_shoulder": (-75, -250),
        "left_elbow": (150, -120),
        "right_elbow": (-150, -120),
        "left_wrist": (210, 0),
        "right_wrist": (-210, 0),
        "left_hip": (45, -10),
        "right_hip": (-45, -10),
        "left_knee": (60, 170),
        "right_knee": (-60, 170),
        "left_ankle": (70, 335),
        "right_ankle": (-70, 335),
    }
    return {n: np.array([300 + shift[0] + size * breadth * x, 500 + shift[1] + size * y]) for n, (x, y) in rows.items()}


def code(points: dict[str, np.ndarray], view: str = "front", size: tuple[int, int] = SIZE) -> str:
    with pytest.raises(Problem) as caught:
        check(points, size, view, "me.jpg")  # type: ignore[arg-type]
    assert caught.value.remedy
    assert caught.value.where == "me.jpg"
    return caught.value.code


@settings(max_examples=50, deadline=None)
@given(st.floats(-50, 50), st.floats(-40, 60), st.floats(0.75, 1.05), st.floats(0.8, 1.2))
def test_a_whole_person_anywhere_passes(x: float, y: float, size: float, breadth: float) -> None:
    check(standing((x, y), size, breadth), SIZE, "front", "me.jpg")


def test_from_the_side() -> None:
    check(standing(breadth=0.1), SIZE, "side", "me.jpg")
    assert code(standing(breadth=0.15)) == "photo.sideways"
    assert code(standing(breadth=1.0), "side") == "photo.not_side"


def test_from_behind() -> None:
    assert code(standing(breadth=-1.0)) == "photo.back"


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_turned_picture(quarter: int) -> None:
    turn = np.array([[0, -1], [1, 0]])
    points = {name: 500 + np.linalg.matrix_power(turn, quarter) @ (at - [300, 500]) for name, at in standing().items()}
    assert code(points, size=(1000, 1000)) == "photo.not_upright"


def test_what_is_cut_off_is_named() -> None:
    for shift, part in (((0, 170), "feet"), ((0, -130), "head"), ((120, 0), "hand"), ((-120, 0), "hand")):
        with pytest.raises(Problem, match=part) as caught:
            check(standing(shift), SIZE, "front", "me.jpg")
        assert caught.value.code == "photo.cropped"


def test_too_far_away() -> None:
    assert code(standing(size=0.25)) == "photo.too_small"


def test_a_figure_that_runs_over_the_border() -> None:
    mask = np.zeros((1000, 600), np.uint8)
    mask[100:980, 200:400] = 1
    check_mask(mask, standing(), "me.jpg")
    low = standing((0, 135))
    mask[980:, 200:400] = 1
    with pytest.raises(Problem, match="feet"):
        check_mask(mask, low, "me.jpg")
    mask[:, :] = 0
    mask[0:900, 280:320] = 1
    with pytest.raises(Problem, match="head"):
        check_mask(mask, standing((0, -70)), "me.jpg")


def test_clutter_on_the_border_far_from_the_figure_is_no_crop() -> None:
    mask = np.zeros((1000, 600), np.uint8)
    mask[0:900, 280:320] = 1
    check_mask(mask, standing((0, 20)), "me.jpg")
