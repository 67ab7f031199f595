"""Blocks: the corrected pattern for another body keeps its corrections and its seams walking."""

from __future__ import annotations

import pytest

from ampc_desktop.core.block import Block
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import applied, apply_edits, draft, offered_rules, rule_edits, run_checks
from ampc_desktop.garment.blocks import from_block
from tests.garment.bodies import CLOTH, JERSEY, body, made, spec_for

EDITS = (
    PatternEdit("e1", "move_point", "front", "neck.l:start", {"dx_mm": 6.0, "dy_mm": -2.0}),
    PatternEdit("e2", "true_edge", "back", "shoulder.l", {"seam": "shoulder.l"}),
    PatternEdit("e3", "true_edge", "neckband", "sew", {"seam": "neck"}),
    PatternEdit("e4", "move_edge", "front", "hem", {"dy_mm": -15.0}),
    PatternEdit("e5", "true_edge", "back", "side.l", {"seam": "side.l"}),
)


def block() -> Block:
    base = made("tshirt", sleeve="long")
    edited = apply_edits(base, EDITS)
    assert not edited.conflicts
    return Block("b", "Gaping cured", "tshirt", body(), {}, base, edited.pattern, EDITS)


def failed(pattern: Pattern) -> set[int]:
    return {check.number for check in run_checks(pattern) if check.status == "fail"}


BODIES = [
    body(bust=1100.0, waist=960.0, hip=1150.0),
    body(bust=820.0, waist=660.0, hip=880.0, stature=1600.0),
    body(bust=1300.0, waist=1250.0, hip=1300.0, biceps=400.0),
    body("male", bust=1050.0, waist=920.0, hip=1010.0),
]


@pytest.mark.parametrize("who", BODIES, ids=lambda who: f"{who['bust']:.0f}")
def test_another_body_gets_the_corrected_pattern_with_seams_walking(who) -> None:  # type: ignore[no-untyped-def]
    one = block()
    other = made("tshirt", who, sleeve="long")
    edited = from_block(one, other)
    assert not edited.conflicts and not failed(edited.pattern) - {7, 8}
    x, y = other.piece("front").edge("neck.l").start
    assert edited.pattern.piece("front").edge("neck.l").start == pytest.approx((x + 6.0, y - 2.0), abs=0.8)
    low = edited.pattern.piece("front").edge("hem").start[1]
    assert low == pytest.approx(other.piece("front").edge("hem").start[1] - 15.0, abs=0.8)


def test_its_own_body_gives_the_block_back() -> None:
    one = block()
    edited = from_block(one, one.draft)
    for piece in one.pattern.pieces:
        for edge in piece.edges:
            assert edited.pattern.piece(piece.id).edge(edge.id).length_mm == pytest.approx(edge.length_mm, abs=0.05)


def test_other_pieces_mean_the_corrections_are_replayed() -> None:
    edited = from_block(block(), made("tshirt", sleeve="sleeveless"))
    assert {piece.id for piece in edited.pattern.pieces} >= {"armband"} and "sleeve" not in {
        piece.id for piece in edited.pattern.pieces
    }
    assert len(edited.applied) + len(edited.conflicts) == len(EDITS)


def test_new_edits_go_on_top() -> None:
    more = PatternEdit("e1", "set_allowance", "front", "hem", {"allowance_mm": 40.0})
    edited = applied(made("tshirt", BODIES[0], sleeve="long"), block(), (), (more,))
    assert edited.pattern.piece("front").edge("hem").allowance_mm == 40.0 and edited.applied == (more,)


def test_rules_are_offered_for_what_the_draft_does_not_take_and_follow_the_body() -> None:
    def drafted(measures) -> Pattern:  # type: ignore[no-untyped-def]
        return draft(spec_for("tshirt", {"sleeve": "long"}, measures, JERSEY), measures, JERSEY)

    rules = offered_rules("tshirt", body(), drafted)
    ids = {rule.id for rule in rules}
    assert "rule.bust" in ids and not ids & {
        "rule.upper_arm",
        "rule.bodice_length",
        "rule.sleeve_length",
        "rule.lower_length",
    }
    fuller = body(bust=1000.0)  # same underbust
    (edit,) = rule_edits(rules, "tshirt", fuller)
    assert edit.item == "bust" and edit.values["by_mm"] == pytest.approx(0.5 * 80.0)
    assert not rule_edits(rules, "tshirt", body(bust=930.0))
    edited = applied(drafted(fuller), None, (edit,), ())
    assert not edited.conflicts and not failed(edited.pattern) & {4, 5, 6, 9}


@pytest.mark.parametrize("family", ["tshirt", "straight_skirt", "shift_dress"])
def test_a_sway_back_is_folded_out_by_its_measure(family: str) -> None:
    def drafted(measures) -> Pattern:  # type: ignore[no-untyped-def]
        return draft(spec_for(family, {}, measures), measures, CLOTH[family])

    (rule,) = [one for one in offered_rules(family, body(), drafted) if one.id == "rule.sway_back"]
    assert (rule.measure, rule.reference) == ("sway_back", 0.0)  # the block's own back was not pinched out
    assert not rule_edits((rule,), family, body()) and not rule_edits((rule,), family, body(sway_back=3.0))
    (edit,) = rule_edits((rule,), family, body(sway_back=18.0))
    assert (edit.item, edit.values["by_mm"]) == ("sway_back", 18.0)
    edited = applied(drafted(body(sway_back=18.0)), None, (edit,), ())
    assert not edited.conflicts and not failed(edited.pattern) & {4, 5, 6, 9}
    assert edited.pattern.piece("back").sew_ring.shape and edited.pattern.piece("back") != drafted(body()).piece("back")
    swayed = body(sway_back=12.0)  # a block of a back that sways by itself asks for the difference
    (own,) = [one for one in offered_rules(family, swayed, drafted) if one.id == "rule.sway_back"]
    (edit,) = rule_edits((own,), family, body(sway_back=20.0))
    assert own.reference == 12.0 and edit.values["by_mm"] == pytest.approx(8.0)
