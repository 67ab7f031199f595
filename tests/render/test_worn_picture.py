"""The picture of a worn garment, by its pixels."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from ampc_desktop.core.worn import Worn
from ampc_desktop.render import worn_picture
from ampc_desktop.render.palette import PAPER
from ampc_desktop.render.worn_picture import VIEWS, WornSheet, draw
from tests.render import cloth

pytestmark = pytest.mark.usefixtures("can_draw")


def drawn(worn: Worn, *show: str) -> np.ndarray:
    picture = Image.open(io.BytesIO(draw(WornSheet(worn, show, VIEWS, PAPER, 300))))
    return np.asarray(picture.convert("RGB")).astype(int)


def test_print_and_map_stand_beside_each_other() -> None:
    worn = cloth.worn()
    one, two = drawn(worn, "print"), drawn(worn, "print", "strain")
    assert two.shape[1] > 1.9 * one.shape[1], "the map has its own views and a legend"
    red = (one[..., 0] > 90) & (one[..., 1] < 50) & (one[..., 2] < 50)
    blue = (one[..., 2] > 90) & (one[..., 0] < 70)
    assert red.sum() > 500 and blue.sum() > 500, "the print in front, the plain back"
    right = two[:, one.shape[1] :]
    yellow = (right[..., 0] > 170) & (right[..., 1] > 150) & (right[..., 2] < 110)
    assert yellow.sum() > 500


def test_the_feet_of_all_views_stand_on_one_level() -> None:
    picture = drawn(cloth.worn(), "print")
    ink = (np.abs(picture - 255).sum(axis=2) > 120)[30:280]
    third = ink.shape[1] // 3
    lowest = [np.nonzero(ink[:, k * third : (k + 1) * third].any(axis=1))[0].max() for k in range(3)]
    assert np.ptp(lowest) <= 2


def test_a_drape_that_did_not_settle_says_so_and_has_no_map() -> None:
    worn = cloth.worn(converged=False)
    good, bad = drawn(cloth.worn(), "print"), drawn(worn, "print")
    line = slice(16, 27)
    assert (good[line] < 200).sum() == 0 and (bad[line] < 120).sum() > 200, "a line in red under the title"


def test_in_a_child_maps_that_are_not_there_are_left_out() -> None:
    told: list[str] = []
    made = worn_picture(
        cloth.worn(converged=False),
        ("print", "strain"),
        ("front",),
        height_px=240,
        progress=lambda s, t: told.append(t),
    )
    picture = Image.open(io.BytesIO(made))
    assert picture.format == "PNG" and picture.height == 240 and picture.width < 400
    assert told


def test_the_same_garment_gives_the_same_bytes() -> None:
    worn = cloth.worn()
    sheet = WornSheet(worn, ("print", "ease"), ("front",), PAPER, 200)
    assert draw(sheet) == draw(sheet)
