"""Blocks and house rules through the studio: kept, started from, learned at release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ampc_desktop import body as bodies
from ampc_desktop.core.block import AlterationRule
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.garment.learning import Case
from ampc_desktop.runtime import codec
from ampc_desktop.studio import blocks, editing, grading, learning
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.house_rules import house_rules, rules_file, write_rules
from ampc_desktop.studio.session import Session
from ampc_desktop.studio.state import DesignState

NECK = PatternEdit("e1", "move_point", "front", "neck.l:start", {"dx_mm": 6.0, "dy_mm": -2.0})
BACK = PatternEdit("e2", "true_edge", "back", "shoulder.l", {"seam": "shoulder.l"})
BAND = PatternEdit("e3", "true_edge", "neckband", "sew", {"seam": "neck"})


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("AMPC_HOME", str(tmp_path))
    one = Studio(tmp_path / "hub.sqlite")
    yield one
    one.close()


def tee(body: Measurements | None = None, *edits: PatternEdit) -> DesignState:
    slots = {"garment": Slot("tshirt", "said"), "sleeve": Slot("long", "said")}
    return DesignState(body or bodies.demo(), Requirement(slots), edits=edits)


def other(bust: float = 1080.0) -> Measurements:
    found = bodies.demo()
    for name, value in (("bust", bust), ("waist", bust - 140), ("hip", bust + 40)):
        found = found.with_value(name, Measurement(value))
    return replace(found, name=f"Body {bust:.0f}")


def test_a_corrected_pattern_is_kept_and_started_from(studio: Studio) -> None:
    state = tee(None, NECK, BACK, BAND)
    row = blocks.save(studio, state, "  Gaping   cured ")
    assert [one.name for one in blocks.kept(studio)] == ["Gaping cured"] and row.edits == 3
    block = blocks.load(studio, "Gaping cured")
    session = Session(studio, tee(other()), "sitting")
    session.start_from(block)
    results = session.results()
    assert not results["edited"].conflicts and session.state.edits == ()
    plain = studio.results(tee(other()))["pattern"].piece("front").edge("neck.l").start
    moved = results["pattern"].piece("front").edge("neck.l").start
    assert moved[0] == pytest.approx(plain[0] + 6.0, abs=0.8)
    assert {check.number for check in results["checks"] if check.status == "fail"} <= {7, 8}
    session.undo()
    assert session.state.block is None
    with pytest.raises(Problem, match="already"):
        blocks.save(studio, state, "gaping cured")
    with pytest.raises(Problem, match="name"):
        blocks.save(studio, state, "  ")
    bad = PatternEdit("e4", "move_point", "front", "nowhere:start", {"dx_mm": 1.0})
    with pytest.raises(Problem, match="conflict"):
        blocks.save(studio, tee(None, bad), "Another")
    blocks.drop(studio, row.id)
    assert blocks.kept(studio) == ()
    with pytest.raises(Problem, match="no block"):
        blocks.load(studio, "Gaping cured")


def test_a_state_with_a_block_is_written_and_read(studio: Studio) -> None:
    blocks.save(studio, tee(None, NECK, BACK, BAND), "One")
    state = blocks.new_order(blocks.load(studio, "One"), other())
    again = codec.loads(codec.canonical(state), DesignState, "test")
    assert again == state


def test_a_rule_of_a_block_follows_the_body_and_can_be_dropped(studio: Studio) -> None:
    blocks.save(studio, tee(), "Plain")
    block = blocks.load(studio, "Plain")
    assert [rule.id for rule in block.rules] == ["rule.sway_back"]
    swayed = other(1000.0).with_value("sway_back", Measurement(18.0))
    session = Session(studio, blocks.new_order(block, swayed), "sitting")
    assert [edit.id for edit in session.results()["ruled"]] == ["rule.sway_back"]
    session.drop_edit("rule.sway_back")
    assert session.results()["ruled"] == ()


def test_a_block_kept_with_an_alteration_its_draft_makes_itself_loses_it(studio: Studio) -> None:
    state = DesignState(bodies.demo(), Requirement({"garment": Slot("trousers", "said")}))
    (sway,) = blocks.offered_rules(studio, state)
    edit = replace(sway.edit, id="rule.lower_length", item="lower_length")
    twice = replace(sway, id="rule.lower_length", edit=edit, measure="inseam", reference=840.0)
    own = replace(NECK, id="house", piece="front", item="hem:start")
    house = replace(sway, id="house", edit=own, measure="bust", reference=900.0)
    blocks.save(studio, state, "Old", (twice, sway, house))
    assert [rule.id for rule in blocks.load(studio, "Old").rules] == ["rule.sway_back", "house"]


def test_a_block_of_another_garment_is_told(studio: Studio) -> None:
    blocks.save(studio, tee(None, NECK, BACK, BAND), "Tee block")
    session = Session(studio, blocks.new_order(blocks.load(studio, "Tee block"), other()), "sitting")
    assert "block.body" not in {check.id for check in session.results()["readiness"].checks}
    session.say("a white cotton shirt")
    results = session.results()
    assert results["pattern"].family == "shirt" and results["pattern"] == results["draft"]
    (told,) = (check for check in results["readiness"].checks if check.id == "block.body")
    assert told.status == "warn" and "Tee block" in told.summary and "drafted without it" in told.summary


def test_corrections_propose_a_rule_and_an_accepted_one_takes_part(studio: Studio) -> None:
    for bust in (1040.0, 1080.0, 1120.0):
        state = tee(other(bust), replace(NECK, values={"dx_mm": -5.0, "dy_mm": 0.0}))
        learning.remember(studio, f"o{bust}", state, studio.results(state))
    for bust in (840.0, 880.0, 900.0):
        state = tee(other(bust))
        learning.remember(studio, f"o{bust}", state, studio.results(state))
    (proposal,) = learning.proposed(studio)
    assert proposal.bodies == 3 and proposal.precision == 1.0
    rule = learning.accept(studio, proposal, "Full bust gapes")
    assert house_rules() == (rule,) and learning.proposed(studio) == ()
    session = Session(studio, tee(other(1100.0)), "sitting")
    (edit,) = session.results()["ruled"]
    assert edit.values["dx_mm"] == -5.0 and "Full bust gapes" in edit.reason
    session.drop_edit(rule.id)
    assert session.results()["ruled"] == ()
    assert Session(studio, tee(other(860.0)), "sitting").results()["ruled"] == ()
    learning.retire(studio, rule.id)
    assert house_rules() == () and rules_file().exists()
    with pytest.raises(Problem, match="no house rule"):
        learning.retire(studio, rule.id)


def test_a_refused_proposal_does_not_come_back(studio: Studio) -> None:
    measures = studio.results(tee())["measures"]
    for k in range(3):
        body = measures.with_value("bust", Measurement(1000.0 + 40.0 * k))
        case = Case("Anna", "tshirt", body, (NECK,))
        studio.hub.append_event(learning.STREAM, "order.corrected", {"order": str(k), "case": codec.to_plain(case)})
    (proposal,) = learning.proposed(studio)
    learning.refuse(studio, proposal)
    assert learning.proposed(studio) == ()


def test_a_rule_that_asks_for_too_much_offers_the_nearest(studio: Studio) -> None:
    edit = PatternEdit("rule.hip", "alter", "", "hip", {"by_mm": 0.0})
    rule = AlterationRule("rule.hip", "Wide hips", "straight_skirt", edit, "hip", 900.0, {"by_mm": 4.0})
    write_rules((rule,))
    skirt = Requirement({"garment": Slot("straight_skirt", "said")})
    session = Session(studio, DesignState(bodies.demo(), skirt), "sitting")
    hip = session.results()["measures"]["hip"]
    check = next(one for one in session.results()["checks"] if one.id == "pieces.complete")
    assert check.status == "fail" and f"asks for hip +{4 * (hip - 900):.1f} mm" in check.summary
    assert "moves at most 250 mm" in check.summary
    (fix,) = editing.fixes(session.results()["pattern"], check)
    assert fix.words.startswith("Use the nearest within range, hip +250")
    plain = session.results()["draft"].piece("front").edge("side.l").length_mm
    session.edit(fix.edits[0])
    results = session.results()
    assert not results["edited"].conflicts and results["ruled"][0].values["by_mm"] == pytest.approx(4 * (hip - 900))
    assert next(one for one in results["checks"] if one.id == "pieces.complete").status == "pass"
    assert results["pattern"].piece("front").edge("side.l").length_mm != pytest.approx(plain, abs=1.0)
    small = {one.size: one for one in grading.nest(studio, session.state)}["S"]
    assert not small.conflicts, "a size that asks for less takes what it asks for"


def test_the_nest_has_every_letter_size_with_the_edits(studio: Studio) -> None:
    sizes = grading.nest(studio, tee(None, NECK))
    assert [one.size for one in sizes] == list(grading.letter_sizes("female"))
    widths = [one.pattern.piece("front").edge("hem").length_mm for one in sizes]
    assert widths == sorted(widths) and all(one.conflicts == 0 for one in sizes)
    bad = {(one.size, c.number) for one in sizes for c in one.checks if c.status == "fail"}
    assert not {number for _, number in bad} & {1, 2, 9, 13}, bad
