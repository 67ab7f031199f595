"""Pieces on the grain, markers that hold on the exact outlines, lengths that can be trusted."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import cutting
from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules, Placement
from ampc_desktop.core.pattern import Grain
from ampc_desktop.core.problem import Cancelled, Problem
from tests.exchange.sample import tee

DATA = Path(__file__).parents[3] / "shared" / "data" / "nesting"
WIDE = MarkerRules(1600.0)


def fabric(width: float = 1600.0, nap: str = "none") -> Fabric:
    return Fabric(
        id="jersey", label="Jersey", structure="knit", composition="CO", gsm=180, thickness_mm=0.6,
        usable_width_mm=width, price_eur_per_m=7, stretch_weft=0.4, stretch_warp=0.2, shrinkage_warp=0,
        shrinkage_weft=0, nap=nap, techniques=(), grounds=(), families=(), stock_m=10, lead_days=5,
    )  # fmt: skip


def box(
    id: str, length: float, width: float, quantity: int = 1, turns: tuple[float, ...] = (0.0, 180.0)
) -> MarkerPiece:
    return MarkerPiece(id, id, ((0, 0), (length, 0), (length, width), (0, width)), quantity, turns)


@pytest.fixture(scope="module")
def nested() -> Marker:
    return cutting.nest(cutting.marker_pieces(tee(), "shell"), WIDE, "shell", "jersey", seconds=1, seed=3)


def test_pieces_lie_with_their_grain_along_the_roll() -> None:
    pattern = tee()
    assert cutting.materials(pattern) == ("shell", "rib")
    front = cutting.marker_pieces(pattern, "shell")[0]
    size = np.ptp(pattern.piece("front").cut_ring, axis=0)
    assert np.ptp(np.asarray(front.outline), axis=0) == pytest.approx(size[::-1])
    hem_first = np.asarray(front.outline)[:, 0].min()
    assert hem_first == pytest.approx(pattern.piece("front").cut_ring[:, 1].min())


@given(st.floats(0.0, 359.0))
@settings(max_examples=30, deadline=None)
def test_any_grain_line_ends_up_along_x(angle: float) -> None:
    piece = tee().piece("sleeve")
    turned = replace(piece, grain=Grain((0.0, 0.0), g.polar((0.0, 0.0), angle, 100.0)))
    outline = cutting.pieces.lay_outline(turned)
    back = g.rotated(outline, angle)
    assert np.abs(back - piece.cut_ring).max() < 1e-9


def test_a_pair_is_one_piece_and_its_mirror_image_and_nap_forbids_half_turns() -> None:
    pieces = {p.id: p for p in cutting.marker_pieces(tee(), "shell")}
    assert set(pieces) == {"front", "back", "sleeve", "sleeve:mirrored"}
    one, other = (np.asarray(pieces[id].outline) for id in ("sleeve", "sleeve:mirrored"))
    assert np.abs(np.sort(one[:, 1]) - np.sort(-other[:, 1])).max() < 1e-9
    assert g.signed_area(one) == pytest.approx(g.signed_area(other)) and g.signed_area(other) > 0
    assert {p.rotations for p in cutting.marker_pieces(tee(), "shell", one_way=True)} == {(0.0,)}
    area = sum(p.cut_area_mm2 * p.quantity for p in tee().pieces if p.material == "shell")
    assert cutting.pieces.total_area_mm2(tuple(pieces.values())) == pytest.approx(area)


def test_a_nested_marker_is_sound(nested: Marker) -> None:
    assert nested.verified and not nested.estimated
    assert cutting.verify(nested) == ()
    assert len(nested.placements) == 4
    area = cutting.pieces.total_area_mm2(nested.pieces)
    assert nested.efficiency == pytest.approx(area / (nested.length_mm * 1600.0))
    assert nested.efficiency > 0.75
    rings = [cutting.placed_outline({p.id: p for p in nested.pieces}[q.piece], q) for q in nested.placements]
    assert min(r[:, 0].min() for r in rings) == pytest.approx(5.0)
    assert max(r[:, 0].max() for r in rings) == pytest.approx(nested.length_mm - 5.0)


def test_gap_and_margin_use_the_whole_width() -> None:
    """Two boxes of 490 mm fit side by side in 1000 mm with margins of 5 mm and a gap of 10 mm, and no more."""
    pieces = (box("a", 100.0, 490.0, 2),)
    fits = cutting.nest(pieces, MarkerRules(1001.0, 10.0, 5.0), "shell", "x", 1)
    assert 110.0 - 1e-6 <= fits.length_mm < 112.0
    tight = cutting.nest(pieces, MarkerRules(999.0, 10.0, 5.0), "shell", "x", 1)
    assert 220.0 - 1e-6 <= tight.length_mm < 222.0


def test_verification_sees_what_is_wrong(nested: Marker) -> None:
    first, second, *rest = nested.placements
    overlapping = replace(nested, placements=(first, replace(second, x=first.x, y=first.y), *rest))
    assert any("overlap" in f.text for f in cutting.verify(overlapping))
    outside = replace(nested, placements=(replace(first, y=first.y - 40.0), second, *rest))
    assert any("outside" in f.text for f in cutting.verify(outside))
    missing = replace(nested, placements=(second, *rest))
    assert any("0 laid, 1 ordered" in f.text for f in cutting.verify(missing))
    turned = replace(nested, placements=(replace(first, rotation_deg=90.0), second, *rest))
    assert any("turned" in f.text for f in cutting.verify(turned))
    assert any("1.00 mm apart" in f.text for f in cutting.verify(side_by_side(1.0)))
    assert cutting.verify(side_by_side(2.0)) == ()
    assert cutting.verify(cutting.estimate(nested.pieces, WIDE, "shell", "x"))[0].status == "fail"


def side_by_side(gap: float) -> Marker:
    pieces = (box("a", 100.0, 100.0, 2),)
    placements = (Placement("a", 0.0, 5.0, 5.0), Placement("a", 0.0, 5.0, 105.0 + gap))
    return Marker("shell", "x", MarkerRules(400.0), pieces, placements, 110.0, 0.5)


def test_a_piece_wider_than_the_cloth_is_refused_by_name() -> None:
    with pytest.raises(Problem) as told:
        cutting.nest((box("BACK", 100.0, 700.0),), MarkerRules(600.0), "shell", "Silk")
    assert told.value.code == "marker.width" and told.value.kind.name == "NO"
    assert "BACK is 700 mm wide, but Silk has 590 mm" in told.value.sentence
    assert cutting.nest((box("B", 100.0, 700.0, 1, (0.0, 90.0)),), MarkerRules(600.0), "shell", "x", 1).verified


def test_a_crossing_outline_and_an_empty_order_are_sentences() -> None:
    bow = MarkerPiece("bow", "BOW", ((0, 0), (100, 100), (100, 0), (0, 100)), 1)
    for pieces, code in (((bow,), "marker.outline"), ((), "marker.empty")):
        with pytest.raises(Problem) as told:
            cutting.nest(pieces, WIDE, "shell", "x")
        assert told.value.code == code


def test_cancel_ends_the_engine_at_once_and_leaves_the_best_layout() -> None:
    kept: list[Marker] = []
    began = 0.0

    def stop(share: float | None, text: str) -> None:
        nonlocal began
        if kept:
            began = began or time.perf_counter()
            raise Cancelled

    with pytest.raises(Cancelled):
        cutting.nest(cutting.marker_pieces(tee(), "shell"), WIDE, "shell", "x", 30, 1, stop, kept.append)
    assert time.perf_counter() - began < 20.0  # it would have run for 30 s
    assert cutting.verify(kept[-1]) == () and kept[-1].cut_short


def test_check_17_names_the_piece_nearest_its_limit() -> None:
    cloths = {"shell": fabric(), "rib": fabric(900.0)}
    check = cutting.check_width(tee(), cloths)
    assert (check.number, check.id, check.status) == (17, "marker.width", "pass")
    assert check.where.piece == "neckband" or check.value <= check.limit
    narrow = cutting.check_width(tee(), {"shell": fabric(500.0), "rib": fabric()})
    assert narrow.status == "fail" and {f.place.piece for f in narrow.findings} == {"front", "back"}
    assert narrow.value == pytest.approx(540.0) and narrow.limit == pytest.approx(490.0)
    assert "split the piece" in narrow.summary
    assert cutting.check_width(tee(), {"shell": fabric()}).status == "fail"


def test_the_estimate_is_flagged_and_near_what_nesting_finds(nested: Marker) -> None:
    pieces = cutting.marker_pieces(tee(), "shell")
    guess = cutting.estimate(pieces, WIDE, "shell", "x")
    assert guess.estimated and not guess.placements and guess.plus_minus_mm > 0
    assert guess.length_mm == pytest.approx(nested.length_mm, rel=0.06)
    assert abs(guess.length_mm - nested.length_mm) <= guess.plus_minus_mm
    assert cutting.estimate(pieces, WIDE, "shell", "x") == guess


@given(st.floats(880, 1400), st.floats(450, 800), st.floats(120, 600), st.sampled_from([1400.0, 1500.0, 1750.0]))
@settings(max_examples=25, deadline=None)
def test_an_estimate_is_never_shorter_than_possible(chest: float, length: float, sleeve: float, width: float) -> None:
    pieces = cutting.marker_pieces(tee(chest, length, sleeve), "shell")
    guess = cutting.estimate(pieces, MarkerRules(width), "shell", "x")
    assert guess.length_mm >= max(np.ptp(np.asarray(p.outline)[:, 0]) for p in pieces) + 10.0 - 1e-9
    assert 0.3 < guess.efficiency < 1.0


def test_cut_length_goes_around_every_copy() -> None:
    assert cutting.cut_length_mm((box("a", 100.0, 50.0, 3),)) == pytest.approx(900.0)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[]", "not a strip-packing instance"),
        ('{"items": []}', "'strip_height' is missing"),
        ('{"strip_height": -1, "items": []}', "not positive"),
        ('{"strip_height": 9, "items": [{"demand": 1, "shape": {"data": [[0,0],[1,0],[0,0]]}}]}', "three corners"),
        ('{"strip_height": 9, "items": [{"demand": 0, "shape": {"data": [[0,0],[1,0],[0,1]]}}]}', "demand of 0"),
        (
            '{"strip_height": 9, "items": [{"demand": 1, "shape": {"data": [[0,0],[9,9],[9,0],[0,9]]}}]}',
            "crosses itself",
        ),
    ],
)
def test_a_wrong_instance_is_a_sentence(text: str, wrong: str) -> None:
    with pytest.raises(Problem, match=r".") as told:
        cutting.read_instance(text.encode(), "x.json")
    assert wrong in told.value.sentence and "x.json" in told.value.sentence


@pytest.mark.parametrize("name", ["shirts", "trousers", "albano", "mao"])
def test_benchmark_instances_agree_with_what_was_published_about_them(name: str) -> None:
    path = DATA / f"{name}.json"
    if not path.exists():
        pytest.skip("benchmark files are not here")
    instance = cutting.read_instance(path.read_bytes(), name)
    raw = json.loads(path.read_text())
    assert sum(p.quantity for p in instance.pieces) == sum(i["demand"] for i in raw["items"])
    counts = {"shirts": 99, "trousers": 64, "albano": 24, "mao": 20}
    assert sum(p.quantity for p in instance.pieces) == counts[name]
    lengths = {
        "shirts": (60.232, 89.655),
        "trousers": (237.438, 91.732),
        "albano": (9729.552, 89.475),
        "mao": (1711.242, 86.136),
    }
    length, density = lengths[name]
    area = cutting.pieces.total_area_mm2(instance.pieces)
    assert math.isclose(100 * area / (length * instance.strip_height), density, abs_tol=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["shirts", "trousers", "albano"])
def test_benchmark_instances_are_nested_soundly(name: str) -> None:
    path = DATA / f"{name}.json"
    if not path.exists():
        pytest.skip("benchmark files are not here")
    instance = cutting.read_instance(path.read_bytes(), name)
    rules = MarkerRules(instance.strip_height, 0.0, 0.0)
    marker = cutting.nest(instance.pieces, rules, "shell", name, 3)
    assert marker.verified
    assert marker.efficiency > {"shirts": 0.80, "trousers": 0.84, "albano": 0.80}[name]
