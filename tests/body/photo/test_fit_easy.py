"""Bodies of the studio's own model drawn as silhouettes are found again, with a ± that means something."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from ampc_desktop.body.photo import easy, solve
from ampc_desktop.body.photo.easy import easy_case

GIRTHS = ("bust", "waist", "hip", "thigh")


@pytest.fixture(scope="module")
def cases() -> list[easy.EasyCase]:
    return [easy_case("female" if seed % 2 else "male", seed, with_weight=True) for seed in (1, 2)]


def test_girths_come_near(cases: list[easy.EasyCase]) -> None:
    errors = [abs(case.found[m].value - case.truth[m]) for case in cases for m in GIRTHS]
    assert np.mean(errors) < 30.0
    assert max(errors) < 90.0


def test_lengths_come_near(cases: list[easy.EasyCase]) -> None:
    assert np.mean([abs(case.found["inseam"].value - case.truth["inseam"]) for case in cases]) < 20.0
    for case in cases:
        assert case.found["stature"].value == pytest.approx(case.truth["stature"], abs=3.0)


def test_the_outline_is_explained(cases: list[easy.EasyCase]) -> None:
    for case in cases:
        assert case.misfit < 0.4


def test_the_intervals_hold_most_truths(cases: list[easy.EasyCase]) -> None:
    names = (*GIRTHS, "shoulder", "arm", "inseam", "biceps", "calf", "neck")
    held = [abs(c.found[m].value - c.truth[m]) <= c.found[m].uncertainty for c in cases for m in names]
    assert np.mean(held) >= 0.6
    assert all(c.found[m].uncertainty > 1.0 for c in cases for m in names)


def test_weight_makes_girths_surer() -> None:
    plain, weighed = (easy_case("female", 11, with_weight=w) for w in (False, True))
    for name in ("bust", "waist", "hip"):
        assert weighed.found[name].uncertainty < plain.found[name].uncertainty
    assert weighed.found["weight_kg"].value == pytest.approx(weighed.truth["weight_kg"], rel=0.03)


def test_a_known_lens_is_kept_and_the_same_picture_gives_the_same_body() -> None:
    task, _ = easy.drawn("male", 5, known_focal=True)
    first, second = solve.solve(task), solve.solve(task)
    assert first.state.views[0].lens.focal_px == pytest.approx(task.views[0].focal_px, rel=0.1)
    assert np.array_equal(first.state.z, second.state.z)
