"""Style lines: pieces split and sewn along them, checked, replayed on other bodies, drawn and laid."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from ampc_desktop import cutting
from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, flat_sketch, run_checks
from ampc_desktop.garment.edits.lines import smooth
from ampc_desktop.garment.edits.rejoining import rejoined
from tests.garment.bodies import TWILL, body, made, plausible, spec_for

TEE = made("tshirt")
SKIRT = made("straight_skirt")


def line(start: str, from_share: float, end: str, to_share: float) -> dict[str, float | str]:
    return {"from_edge": start, "from_share": from_share, "to_edge": end, "to_share": to_share}


PRINCESS = {**line("armhole.l", 0.4, "hem", 0.75), "points": "0.2,-0.06;0.5,-0.05"}
YOKE = line("armhole.l", 0.5, "armhole.r", 0.5)
CASES = {
    "yoke": (TEE, "front", YOKE),
    "curved waist": (
        TEE, "front",
        {**line("side.l", 0.4, "side.r", 0.58), "points": "0.3,0.05;0.5,0.08;0.7,0.05"},
    ),
    "princess": (TEE, "front", PRINCESS),
    "centre front": (TEE, "front", line("neck.l", 1.0, "hem", 0.5)),
    "back yoke": (TEE, "back", line("armhole.r", 0.5, "armhole.l", 0.5)),
    "sleeve across": (TEE, "sleeve", line("under.back", 0.5, "under.front", 0.5)),
    "sleeve along": (TEE, "sleeve", line("cap.back", 1.0, "hem", 0.5)),
    "skirt princess": (SKIRT, "front", line("waist.l.1", 0.5, "hem", 0.7)),
    "skirt yoke": (SKIRT, "front", line("side.l", 0.5, "side.r", 0.5)),
    "skirt back": (SKIRT, "back", line("side", 0.5, "cb", 0.3)),
}  # fmt: skip


def split(pattern: Pattern, piece: str, values: dict, mirror: bool = True, id: str = "e1") -> Edited:
    return apply_edits(pattern, [PatternEdit(id, "split", piece, "", values, mirror=mirror)])


def area_of(pattern: Pattern, stem: str) -> float:
    """Sewn area of a piece and its parts, pairs counted."""
    return sum(
        abs(g.signed_area(p.sew_ring)) * p.quantity
        for p in pattern.pieces
        if p.id == stem or p.id.startswith(f"{stem}.")
    )


@pytest.mark.parametrize("case", CASES)
def test_a_split_garment_passes_the_checks_its_whole_passed(case: str) -> None:
    pattern, piece, values = CASES[case]
    edited = split(pattern, piece, values)
    assert not edited.conflicts
    got = edited.pattern
    assert piece not in [p.id for p in got.pieces] and f"{piece}.a" in [p.id for p in got.pieces]
    before = {check.number: check.status for check in run_checks(pattern)}
    after = {check.number: (check.status, check.summary) for check in run_checks(got)}
    assert {n: s for n, (s, _) in after.items()} == before, after
    assert area_of(got, piece) == pytest.approx(area_of(pattern, piece), rel=1e-5)
    assert sum(got.recipe.values()) >= sum(pattern.recipe.values())
    for part in got.pieces:
        if part.id.startswith(f"{piece}."):
            assert Polygon(part.cut_ring).buffer(0.01).contains(Polygon(part.sew_ring))
            assert part.edge("style.e1").allowance_mm >= 7.0
            assert len(part.name) <= 20 and part.name.isascii() and any(n.edge == "style.e1" for n in part.notches)


@pytest.mark.parametrize("case", CASES)
def test_style_seams_are_equally_long_and_their_notches_meet(case: str) -> None:
    pattern, piece, values = CASES[case]
    got = split(pattern, piece, values).pattern
    seams = [seam for seam in got.seams if seam.id.startswith(f"{piece}.style.e1")]
    assert seams
    for seam in seams:
        assert got.chain_length_mm(seam.a) == pytest.approx(got.chain_length_mm(seam.b), abs=1e-6)
    names = [notch.pair for part in got.pieces for notch in part.notches if notch.edge.startswith("style.")]
    assert all(name.startswith(f"{piece}.style.e1.") for name in names)
    assert {check.number: check.status for check in run_checks(got)}[5] == "pass"


def test_a_princess_line_makes_a_middle_and_a_pair() -> None:
    got = split(TEE, "front", PRINCESS).pattern
    middle, side = got.piece("front.a"), got.piece("front.b")
    assert middle.symmetric and middle.quantity == 1
    assert side.mirrored_pair and side.quantity == 2 and not side.symmetric
    right = next(seam for seam in got.seams if seam.id == "side.r")
    assert [(ref.piece, ref.edge, ref.copy) for ref in right.a] == [("front.b", "side.l", 1)]
    assert got.recipe["front.b"] == 2 and "front" not in got.recipe
    assert np.allclose(sorted(middle.sew_ring[:, 0]), sorted(-middle.sew_ring[:, 0]), atol=0.05)


def test_one_side_alone_with_mirror_off() -> None:
    values = line("shoulder.l", 0.5, "side.r", 0.3)
    refused = split(TEE, "front", values)
    assert "crosses the centre" in refused.conflicts[0].reason
    got = split(TEE, "front", values, mirror=False).pattern
    assert not got.piece("front.a").symmetric and not got.piece("front.b").mirrored_pair
    assert {check.number: check.status for check in run_checks(got)}[4] == "pass"


def test_parts_can_be_split_again() -> None:
    edits = [
        PatternEdit("e1", "split", "front", "", YOKE),
        PatternEdit("e2", "split", "front.a", "", line("side.l", 0.5, "side.r", 0.5)),
        PatternEdit("e3", "set_allowance", "front.b", "style.e1", {"allowance_mm": 12.0}),
    ]  # fmt: skip
    edited = apply_edits(TEE, edits)
    assert not edited.conflicts
    assert {"front.a.a", "front.a.b", "front.b"} <= {p.id for p in edited.pattern.pieces}
    assert edited.pattern.piece("front.b").edge("style.e1").allowance_mm == 12.0
    assert all(check.status in ("pass", "skip") for check in run_checks(edited.pattern))
    assert {p.id for p in rejoined(edited.pattern).pieces} == {p.id for p in TEE.pieces}


def test_style_lines_may_end_on_style_lines() -> None:
    """A yoke, and below it a princess line from the yoke seam to the hem."""
    edits = [
        PatternEdit("e1", "split", "front", "", YOKE),
        PatternEdit("e2", "split", "front.a", "", line("hem", 0.75, "style.e1", 0.25)),
    ]
    edited = apply_edits(TEE, edits)
    assert not edited.conflicts
    got = edited.pattern
    assert {p.id for p in got.pieces if p.id.startswith("front")} == {"front.a.a", "front.a.b", "front.b"}
    assert all(check.status in ("pass", "skip") for check in run_checks(got)), [c.summary for c in run_checks(got)]
    (yoke,) = (seam for seam in got.seams if seam.id == "front.style.e1")
    assert len(yoke.a) == 3 and got.chain_length_mm(yoke.a) == pytest.approx(got.chain_length_mm(yoke.b), abs=1e-6)
    assert {p.id for p in rejoined(got).pieces} == {p.id for p in TEE.pieces}
    again = apply_edits(TEE, [edits[0], PatternEdit("e1", "split", "front.a", "", line("hem", 0.5, "style.e1", 0.5))])
    assert "already has a style line" in again.conflicts[0].reason


@pytest.mark.parametrize(
    ("piece", "values", "reason"),
    [
        ("front", {**YOKE, "from_edge": "pocket"}, "no edge 'pocket'"),
        ("front", {**YOKE, "from_share": 1.4}, "beyond the edge"),
        ("front", {**YOKE, "points": "0.5"}, "is not a point"),
        ("front", {**YOKE, "points": "0.5,1.9"}, "leaves front"),
        ("front", {**YOKE, "points": "9,0"}, "far from the line"),
        ("front", {**PRINCESS, "points": "0.8,0;0.2,0.05;0.8,-0.1"}, "crosses itself"),
        ("front", line("hem", 0.2, "hem", 0.22), "only 10 mm long"),
        ("front", line("hem", 0.1, "hem", 0.4), "along the outline"),
        ("neckband", line("end.l", 0.5, "end.r", 0.5), "folded"),
        ("front", {**YOKE, "allowance_mm": -3.0}, "negative"),
        ("pocket", YOKE, "no piece 'pocket'"),
    ],
)  # fmt: skip
def test_impossible_lines_are_conflicts(piece: str, values: dict, reason: str) -> None:
    edited = split(TEE, piece, values)
    assert not edited.applied and reason in edited.conflicts[0].reason
    assert edited.pattern == TEE


def test_a_line_through_a_dart_is_refused() -> None:
    dart = SKIRT.piece("front").darts[0]
    y = (dart.apex[1] + SKIRT.piece("front").edge(dart.mouth).start[1]) / 2
    side = SKIRT.piece("front").edge("side.l")
    share = 1.0 - g.nearest_on(side.polyline, (g.bounds(side.polyline)[2], y))[0] / side.length_mm
    values = {"from_edge": "side.l", "from_share": 1.0 - share, "to_edge": "side.r", "to_share": share}
    edited = split(SKIRT, "front", values)
    assert "dart" in edited.conflicts[0].reason


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.integers(0, 7), st.sampled_from(["princess", "yoke", "curved waist", "centre front"]), st.floats(-0.1, 0.1))
def test_lines_replay_on_other_bodies(which: int, case: str, off: float) -> None:
    """Relative values mean the same line on every body; what no longer fits is a conflict, never a broken piece."""
    who = list(plausible(8))[which]
    _, piece, values = CASES[case]
    values = {**values, "from_share": min(float(values["from_share"]) * (1 + off), 1.0)}
    pattern = made("tshirt", who)
    edited = split(pattern, piece, values)
    if edited.conflicts:
        assert "centre" in edited.conflicts[0].reason
        return
    assert area_of(edited.pattern, piece) == pytest.approx(area_of(pattern, piece), rel=1e-5)
    statuses = {check.number: check.status for check in run_checks(edited.pattern)}
    assert statuses[1] == statuses[2] == statuses[3] == statuses[4] == statuses[5] == "pass"


def test_the_sketch_shows_the_whole_garment_with_its_style_lines() -> None:
    spec = spec_for("tshirt", {}, body())
    whole, cut = flat_sketch(TEE, spec), flat_sketch(split(TEE, "front", PRINCESS).pattern, spec)
    for one, two in zip(whole.parts, cut.parts, strict=True):
        assert (
            Polygon(one.outline).symmetric_difference(Polygon(two.outline)).area < 5.0
        )  # mm², of 0.3 m²: a cut curve is flattened anew
    before = {part.piece: len(part.lines) for part in whole.parts if part.view == "front"}
    after = {part.piece: len(part.lines) for part in cut.parts if part.view == "front"}
    assert after["front.a"] == before["front"] + 3  # the middle's two style edges and the side's
    spec = spec_for("straight_skirt", {}, body(), TWILL)
    assert flat_sketch(split(SKIRT, "back", CASES["skirt back"][2]).pattern, spec).parts


def test_split_pieces_are_laid_with_the_rest() -> None:
    got = split(TEE, "front", PRINCESS).pattern
    pieces = cutting.marker_pieces(got, "shell")
    mine = {piece.id: piece.quantity for piece in pieces if piece.id.startswith("front")}
    assert sum(mine.values()) == 3 and len(mine) == 3  # the middle, the side and its mirror image


def test_a_smooth_line_passes_its_points() -> None:
    points = [np.array(p) for p in ((0.0, 0.0), (40.0, 15.0), (90.0, -5.0), (160.0, 10.0))]
    path = smooth(points)
    assert len(path) == 3
    assert np.allclose([segment[0] for segment in path] + [path[-1][-1]], points)
    for one, two in itertools.pairwise(path):  # one tangent at the joint
        a, b = np.subtract(one[3], one[2]), np.subtract(two[1], two[0])
        assert abs(a[0] * b[1] - a[1] * b[0]) < 1e-6 * np.linalg.norm(a) * np.linalg.norm(b) + 1e-9
