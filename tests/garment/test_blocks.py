"""Blocks: the corrected pattern for another body keeps its corrections and its seams walking."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString

from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import applied, apply_edits, draft, offered_rules, rule_edits, run_checks
from ampc_desktop.garment.blocks import from_block
from ampc_desktop.garment.checks.reading import span_mm
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


SHAPES = {
    "tiny": body(
        stature=1450.0,
        bust=740.0,
        underbust=640.0,
        waist=560.0,
        hip=790.0,
        inseam=640.0,
        arm=470.0,
        back_waist_length=360.0,
    ),
    "big": body(
        bust=1500.0, underbust=1330.0, waist=1450.0, hip=1550.0, biceps=460.0, neck=440.0, thigh=800.0, stature=1580.0
    ),
}


def read_off(pattern: Pattern) -> dict[str, float]:
    """Every seam's two sides, every planned ease and every key dimension as it measures and as it is promised."""
    found: dict[str, float] = {}
    for seam in pattern.seams:
        found[f"{seam.id} a"], found[f"{seam.id} b"] = map(pattern.chain_length_mm, (seam.a, seam.b))
        found[f"{seam.id} ease"] = seam.ease_mm
    for key in pattern.key_dimensions:
        found[f"{key.id} measured"] = sum(span_mm(pattern, span) for span in key.spans)
        found[f"{key.id} promised"] = key.target_mm
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("family", CLOTH)
def test_a_block_nobody_corrected_is_its_draft_on_any_body(family: str, shape: str) -> None:
    def drafted(measures) -> Pattern:  # type: ignore[no-untyped-def]
        return draft(spec_for(family, {}, measures), measures, CLOTH[family])

    base, who = drafted(body()), SHAPES[shape]
    rules = offered_rules(family, body(), drafted)
    one = Block("b", "Plain", family, body(), {}, base, base, (), rules)
    edited = applied(drafted(who), one, rule_edits(one.rules, family, who), ())
    assert not edited.conflicts and not failed(edited.pattern) - failed(drafted(who))
    assert read_off(edited.pattern) == pytest.approx(read_off(drafted(who)), abs=0.5)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("family", CLOTH)
def test_what_a_correction_did_not_touch_follows_the_draft(family: str, shape: str) -> None:
    base, who = made(family), SHAPES[shape]
    piece = base.pieces[0]
    edge = next((edge for edge in piece.edges if edge.role == "hem"), piece.edges[0])
    change = PatternEdit("e1", "set_allowance", piece.id, edge.id, {"allowance_mm": edge.allowance_mm + 5.0})
    edited = apply_edits(base, (change,))
    assert not edited.conflicts
    other = made(family, who)
    found = from_block(Block("b", "Wider", family, body(), {}, base, edited.pattern, (change,)), other).pattern
    assert not failed(found) - failed(other)
    assert read_off(found) == pytest.approx(read_off(other), abs=0.5)
    mine, drafted = found.piece(piece.id), other.piece(piece.id)
    assert mine.edge(edge.id).allowance_mm == drafted.edge(edge.id).allowance_mm + 5.0
    assert [notch.at_mm for notch in mine.notches] == pytest.approx([notch.at_mm for notch in drafted.notches], abs=0.5)
    assert mine.drills == drafted.drills
    for line, wanted in zip(mine.internals, drafted.internals, strict=True):
        one, two = (LineString(g.flatten(path)).normalize() for path in (line.path, wanted.path))  # either way round
        assert line.id == wanted.id and one.equals_exact(two, 0.01)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_dart_moved_in_a_block_is_moved_on_every_body(shape: str) -> None:
    base, who = made("shift_dress"), SHAPES[shape]
    to = {"to_edge": "shoulder.l", "to_share": 0.5, "part": 1.0}
    longer = sum(key.target_mm for key in base.key_dimensions if key.id == "length") + 12.0
    turns = (
        PatternEdit("e1", "rotate_dart", "front", "dart.l", to),
        PatternEdit("e2", "set_dimension", "", "length", {"finished_mm": longer}),
    )
    edited = apply_edits(base, turns)
    assert not edited.conflicts
    other = made("shift_dress", who)
    found = from_block(Block("b", "Turned", "shift_dress", body(), {}, base, edited.pattern, turns), other)
    assert not found.conflicts and not failed(found.pattern) - failed(other) - {8}
    names = [[edge.id for edge in one.piece("front").edges] for one in (found.pattern, edited.pattern)]
    assert names[0] == names[1] != [edge.id for edge in other.piece("front").edges]
    promised, drafted = (
        next(key.target_mm for key in one.key_dimensions if key.id == "length") for one in (found.pattern, other)
    )
    assert promised == pytest.approx(drafted + 12.0, abs=0.01)  # not the length of the block's own body


def test_rules_are_offered_for_what_the_draft_does_not_take_and_follow_the_body() -> None:
    def drafted(measures) -> Pattern:  # type: ignore[no-untyped-def]
        return draft(spec_for("tshirt", {"sleeve": "long"}, measures, JERSEY), measures, JERSEY)

    rules = offered_rules("tshirt", body(), drafted)
    assert {rule.id for rule in rules} == {"rule.sway_back"}  # of bust - underbust, the bust is drafted already
    blind = offered_rules("tshirt", body(), lambda _: made("tshirt", sleeve="long"))  # a draft that takes no measure
    assert {rule.id for rule in blind} >= {"rule.bust", "rule.sleeve_length", "rule.bodice_length"}
    assert "rule.lower_length" not in {rule.id for rule in blind}  # no legs
    (fuller,) = (rule for rule in blind if rule.id == "rule.bust")
    who = body(bust=1000.0)  # same underbust
    (edit,) = rule_edits((fuller,), "tshirt", who)
    assert edit.item == "bust" and edit.values["by_mm"] == pytest.approx(0.5 * 80.0)
    assert not rule_edits((fuller,), "tshirt", body(bust=930.0))
    edited = applied(drafted(who), None, (edit,), ())
    assert not edited.conflicts and not failed(edited.pattern) & {4, 5, 6, 9}


def test_a_leg_or_a_hip_the_draft_follows_in_any_measure_gets_no_rule() -> None:
    for family in ("trousers", "circle_skirt", "a_line_skirt"):

        def drafted(measures, family: str = family) -> Pattern:  # type: ignore[no-untyped-def]
            return draft(spec_for(family, {}, measures), measures, CLOTH[family])

        whole = body(crotch_depth=265.0, waist_height=1105.0)  # with both, the inseam is not read
        assert not {rule.id for rule in offered_rules(family, whole, drafted)} & {"rule.lower_length", "rule.hip"}


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
