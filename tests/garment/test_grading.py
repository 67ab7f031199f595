"""Grading: rules read off redrafts bring the base into the sizes exactly, and corrections come along."""

from __future__ import annotations

import math

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.garment.blocks import from_block
from ampc_desktop.garment.grading import graded, points_of, rules_from
from tests.garment.bodies import body, made

BASE = made("tshirt", sleeve="long")
LARGE = made("tshirt", body(bust=1040.0, waist=870.0, hip=1100.0), sleeve="long")
SKIRT = made("straight_skirt", vent=True)
WIDE = made("straight_skirt", body(waist=850.0, hip=1100.0), vent=True)


def test_the_base_graded_by_its_own_rules_is_the_redraft() -> None:
    for base, other in ((BASE, LARGE), (SKIRT, WIDE)):
        made_ = graded(base, rules_from(base, {"L": other}), "L")
        for piece in other.pieces:
            there = made_.piece(piece.id)
            for edge in piece.edges:
                assert there.edge(edge.id).length_mm == pytest.approx(edge.length_mm, abs=1e-6), edge.id
            assert there.cut_area_mm2 == pytest.approx(piece.cut_area_mm2, rel=2e-4)
            for dart in piece.darts:
                assert next(d.apex for d in there.darts if d.id == dart.id) == pytest.approx(dart.apex)


def test_the_base_size_has_zero_rules_and_sizes_grow_evenly() -> None:
    rules = rules_from(BASE, {"M": BASE, "L": LARGE})
    for rule in rules:
        by = {size: (dx, dy) for size, dx, dy in rule.deltas}
        assert by["M"] == (0.0, 0.0)
    side = next(rule for rule in rules if (rule.piece, rule.point) == ("front", "armhole.l"))
    assert {s: dx for s, dx, _ in side.deltas}["L"] == pytest.approx(
        LARGE.piece("front").edge("armhole.l").start[0] - BASE.piece("front").edge("armhole.l").start[0]
    )


def test_corrections_come_along_into_every_size() -> None:
    edits = [
        PatternEdit("e1", "move_point", "front", "neck.l:start", {"dx_mm": -6.0, "dy_mm": 3.0}),
        PatternEdit("e2", "add_point", "front", "side.l", {"share": 0.5}),
        PatternEdit("e3", "move_point", "front", "side.l:1", {"dx_mm": -8.0}),
    ]
    corrected = apply_edits(BASE, edits).pattern
    large = graded(corrected, rules_from(BASE, {"L": LARGE}), "L")
    was, now = LARGE.piece("front").edge("neck.l").start, large.piece("front").edge("neck.l").start
    assert now == pytest.approx((was[0] - 6.0, was[1] + 3.0))
    assert len(large.piece("front").edge("side.l").path) == len(corrected.piece("front").edge("side.l").path)
    assert points_of(large.piece("front"))["side.l:1"][0] > points_of(corrected.piece("front"))["side.l:1"][0]


def test_an_unknown_size_is_named() -> None:
    with pytest.raises(Problem, match="XXL"):
        graded(BASE, rules_from(BASE, {"L": LARGE}), "XXL")


def _pieces(pattern: Pattern) -> set[str]:
    return {piece.id for piece in pattern.pieces}


def test_a_piece_the_size_lacks_is_left_as_it_is() -> None:
    bare = made("tshirt", sleeve="sleeveless")
    assert "sleeve" in _pieces(BASE) - _pieces(bare)
    made_ = graded(BASE, rules_from(BASE, {"S": bare}), "S")
    assert made_.piece("sleeve").edges == BASE.piece("sleeve").edges


def _by_rules(base: Pattern, other: Pattern, *edits: PatternEdit) -> tuple[Pattern, Pattern]:
    """A draft corrected by edits that nobody kept, and the same in the size of another draft."""
    corrected = apply_edits(base, edits)
    assert not corrected.conflicts
    who = Measurements("base", "female", {})
    return corrected.pattern, from_block(Block("", "", base.family, who, {}, base, corrected.pattern), other).pattern


def _failing(pattern: Pattern) -> list[str]:
    return [f"{one.id}: {one.summary}" for one in run_checks(pattern) if one.status == "fail"]


@pytest.mark.parametrize(
    "base, other, piece, edge",
    [(BASE, LARGE, "front", "hem"), (BASE, LARGE, "back", "neck.l"), (SKIRT, WIDE, "front", "hem"),
     (SKIRT, WIDE, "back", "hem")],
)  # fmt: skip
def test_a_facing_grades_with_its_edge_and_its_edge_as_without_it(
    base: Pattern, other: Pattern, piece: str, edge: str
) -> None:
    _, size = _by_rules(base, other, PatternEdit("e1", "add_facing", piece, edge, {"width_mm": 40.0}))
    assert not _failing(size)
    facing, faced = size.piece(f"{piece}.facing.e1").edge(edge), size.piece(piece).edge(edge)
    assert faced.length_mm == pytest.approx(other.piece(piece).edge(edge).length_mm, abs=1e-6)
    assert facing.path == faced.path
    inner = size.piece(f"{piece}.facing.e1").edge("inner").polyline
    assert g.nearest_on(faced.polyline, g.point_at(inner, g.polyline_length(inner) / 2))[1] == pytest.approx(
        40, abs=0.1
    )


def test_a_facing_of_a_moved_hem_copies_the_hem_as_it_was_moved() -> None:
    edits = (PatternEdit("e1", "move_edge", "front", "hem", {"dy_mm": -30.0}),
             PatternEdit("e2", "move_edge", "back", "hem", {"dy_mm": -30.0}),
             PatternEdit("e3", "add_facing", "front", "hem", {"width_mm": 35.0}))  # fmt: skip
    _, size = _by_rules(BASE, LARGE, *edits)
    assert size.piece("front.facing.e3").edge("hem").path == size.piece("front").edge("hem").path
    assert size.piece("front").edge("hem").start[1] == pytest.approx(LARGE.piece("front").edge("hem").start[1] - 30.0)


@pytest.mark.parametrize("piece, edge", [("back", "armhole.l"), ("front", "neck.l"), ("sleeve", "cap.front")])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_point_added_on_a_curve_leaves_the_curve_of_every_size(piece: str, edge: str, share: float) -> None:
    corrected, size = _by_rules(BASE, LARGE, PatternEdit("e1", "add_point", piece, edge, {"share": share}))
    assert not _failing(size)
    made_, there = size.piece(piece).edge(edge), LARGE.piece(piece).edge(edge)
    assert len(made_.path) == len(corrected.piece(piece).edge(edge).path) == len(there.path) + 1
    assert max(g.nearest_on(there.polyline, (float(x), float(y)))[1] for x, y in made_.polyline) < 0.05
    for at_start in (True, False):
        ends = [one.path[0][:2] if at_start else one.path[-1][-2:] for one in (made_, there)]
        one, two = (math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])) for a, b in ends)
        assert abs(one - two) < 0.05


def test_an_added_point_that_was_moved_stays_moved_in_every_size() -> None:
    edits = (PatternEdit("e1", "add_point", "front", "neck.l", {"share": 0.5}),
             PatternEdit("e2", "move_point", "front", "neck.l:1", {"dx_mm": -4.0, "dy_mm": -6.0}))  # fmt: skip
    _, size = _by_rules(BASE, LARGE, *edits)
    _, plain = _by_rules(BASE, LARGE, edits[0])
    was, now = (points_of(one.piece("front"))["neck.l:1"] for one in (plain, size))
    assert now == pytest.approx((was[0] - 4.0, was[1] - 6.0), abs=0.05)
