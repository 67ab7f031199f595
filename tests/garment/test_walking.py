"""Walking: both sides of a seam measured, and the piece laid edge along edge."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.garment import apply_edits, seams_of, walk
from tests.garment.bodies import made

TEE = made("tshirt", sleeve="long")


def test_lengths_ease_and_notches_are_those_of_the_pattern() -> None:
    found = walk(TEE, "armhole.front.l")
    seam = found.seam
    assert found.length_a_mm == pytest.approx(TEE.chain_length_mm(seam.a), abs=0.02)
    assert abs(found.difference_mm) < 0.02
    (pair,) = found.notches
    assert pair.pair == "armhole.front" and abs(pair.difference_mm) < 0.05 and pair.at_a_mm > 50


def test_a_longer_edge_shows_as_difference() -> None:
    longer = apply_edits(TEE, [PatternEdit("e1", "lengthen_edge", "front", "side.l:start", {"by_mm": 7.0})]).pattern
    assert walk(longer, "side.l").difference_mm == pytest.approx(7.0, abs=0.05)


@pytest.mark.parametrize("seam", ["armhole.front.l", "armhole.back.r", "neck", "side.l"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.77, 1.0])
def test_the_walked_point_lies_on_the_fixed_edge_and_runs_along_it(seam: str, share: float) -> None:
    found = walk(TEE, seam)
    at = share * min(found.length_a_mm, found.length_b_mm)
    stretch, point, _ = found.at("a", at)
    _, goal, way = found.at("b", at)
    pose = found.pose(at)
    placed = pose.place(np.array([point]))[0]
    assert np.hypot(*(placed - goal)) < 1e-6
    ahead = (
        found.at("a", at + 3.0)[1] if at + 3.0 < stretch.start_mm + stretch.length_mm else found.at("a", at - 3.0)[1]
    )
    sign = 1.0 if at + 3.0 < stretch.start_mm + stretch.length_mm else -1.0
    moved = pose.place(np.array([ahead]))[0] - placed
    along = np.array((np.cos(np.radians(way)), np.sin(np.radians(way)))) * sign
    assert float(moved @ along) / np.hypot(*moved) > 0.99


def test_walking_b_along_a_is_the_other_way_round() -> None:
    found = walk(TEE, "armhole.front.l")
    one, two = found.pose(80.0), found.pose(80.0, moving="b")
    point = found.at("b", 80.0)[1]
    back = two.place(np.array([point]))
    assert np.hypot(*(back[0] - found.at("a", 80.0)[1])) < 1e-6
    assert (one.angle_deg + two.angle_deg) % 360.0 == pytest.approx(0.0, abs=1e-6)


def test_seams_of_a_piece_and_of_an_edge() -> None:
    assert {seam.id for seam in seams_of(TEE, "front", "side.l")} == {"side.l"}
    assert {"neck", "shoulder.r", "armhole.front.l"} <= {seam.id for seam in seams_of(TEE, "front")}
    assert g.distance((0, 0), (3, 4)) == 5


def test_a_missing_seam_is_named() -> None:
    with pytest.raises(KeyError, match="hem"):
        walk(TEE, "hem")
