"""The benchmark's figures are read off its cases; the set that ships is whole. The forty fits are marked slow."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from ampc_desktop.body.photo import benchmark
from ampc_desktop.body.photo.benchmark import MAIN, PhotoBench, PhotoCase
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources


def case(error: float, half: float = 10.0, problem: str = "", background: str = "plain") -> PhotoCase:
    errors, halves, mean = {"bust": error}, {"bust": half}, {"bust": 2 * error}
    return PhotoCase("x", "female", "height", background, errors, halves, mean, 0.97, 0.95, 2.0, problem)


def test_figures() -> None:
    bench = PhotoBench((case(-5.0), case(20.0, background="textured"), case(0.0, problem="no person")))
    assert bench.found("height") == pytest.approx(2 / 3)
    assert bench.mae("height", "bust") == 12.5
    assert bench.bias("height", "bust") == 7.5
    assert bench.mean_body_mae("height", "bust") == 25.0
    assert bench.coverage("height", ("bust",)) == 0.5
    assert bench.mask_iou("textured") == 0.97
    assert np.isnan(bench.mae("side", "bust"))


def test_given_values_do_not_count_as_covered() -> None:
    assert np.isnan(PhotoBench((case(0.0, half=0.0),)).coverage("height", ("bust",)))


def test_the_set_is_whole_and_small() -> None:
    folder = resources.path("bench", "photos")
    photos = json.loads((folder / "truth.json").read_text())["photos"]
    assert [sum(p["sex"] == sex for p in photos) for sex in ("female", "male")] == [20, 20]
    assert sum(f.stat().st_size for f in folder.iterdir()) <= 5_000_000
    for photo in photos:
        with Image.open(folder / photo["front"]) as front, Image.open(folder / photo["mask"]) as mask:
            assert front.size == mask.size == (750, 1000)
            assert not front.getexif()
        assert 4.9 <= photo["clothes_mm"]["top"] <= 15.1
        assert 23.9 <= photo["camera"]["focal_35mm"] <= 85.1
        assert photo["measures"]["hip"] > 700


def test_an_empty_folder_is_a_problem(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(Problem) as caught:
        benchmark.of_folder(tmp_path_factory.mktemp("none"))
    assert caught.value.code == "bench.no_photos"


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_forty() -> None:
    pytest.importorskip("ai_edge_litert")
    bench = benchmark.held_out(settings=("height", "weight"))
    for setting, most_mm in (("height", 36.0), ("weight", 25.0)):
        assert bench.found(setting) == 1.0
        assert 0.72 <= bench.coverage(setting) <= 0.90
        for measure in MAIN:
            assert bench.mae(setting, measure) < most_mm
            assert bench.mae(setting, measure) < 0.5 * bench.mean_body_mae(setting, measure)
    assert bench.mask_iou("plain") >= 0.95
    assert bench.mask_iou("textured") >= 0.90
