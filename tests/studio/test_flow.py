"""The way data takes: only what depends on a change is computed; the same inputs give the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.requirement import Slot
from ampc_desktop.runtime import codec
from ampc_desktop.studio import documents, settings
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.demo import DEMO_SENTENCE, demo_state
from ampc_desktop.studio.markers import improve
from ampc_desktop.studio.release import release
from ampc_desktop.studio.session import Session, new_session_id, read_turn, with_option
from ampc_desktop.studio.snapshot import take
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.wording import understood


@pytest.fixture
def studio() -> Studio:
    return Studio(nest_seconds=1)


@pytest.fixture
def state(studio: Studio) -> DesignState:
    return read_turn(studio, demo_state(), DEMO_SENTENCE)[1]


def changed(state: DesignState, **slots: object) -> DesignState:
    requirement = state.requirement
    for name, value in slots.items():
        requirement = requirement.with_slot(name, Slot(value, "slider"))  # type: ignore[arg-type]
    return replace(state, requirement=requirement)


def test_a_colour_redraws_the_print_and_leaves_the_pattern_alone(studio: Studio, state: DesignState) -> None:
    first = studio.results(state)
    first["readiness"], first["estimated_quote"], first["flat"]
    again = studio.results(changed(state, colour="navy"))
    again["artwork"], again["estimated_quote"], again["readiness"]
    assert "artwork" in again.seconds
    assert again["pattern"].pieces == first["pattern"].pieces


def test_an_ease_redrafts_and_leaves_the_print_alone(studio: Studio, state: DesignState) -> None:
    studio.results(state)["artwork"]
    again = studio.results(changed(state, chest_ease_mm=60.0))
    again["artwork"], again["pattern"]
    assert "draft" in again.seconds
    assert "measures" not in again.seconds


def test_same_inputs_and_seed_give_the_same_bytes(state: DesignState, tmp_path: Path) -> None:
    def bytes_of() -> dict[str, bytes]:
        results = Studio(tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite").results(state)
        stages = ("measures", "design", "pattern", "artwork", "placement", "flat", "readiness", "estimate")
        return {stage: codec.canonical(results[stage]) for stage in (*stages, "estimated_quote")}

    assert bytes_of() == bytes_of()


def test_the_conversation_does_not_change_results(studio: Studio, state: DesignState) -> None:
    told = replace(state, conversation=())
    assert studio.results(state).key("estimated_quote") == studio.results(told).key("estimated_quote")


def test_edits_survive_every_slider_or_are_kept_as_conflicts(studio: Studio, state: DesignState) -> None:
    edit = PatternEdit("e1", "move_notch", "sleeve", "cap.front.balance", {"along_mm": 2.0})
    lower = PatternEdit("e2", "set_allowance", "front", "hem", {"allowance_mm": 30.0})
    edited = replace(state, edits=(edit, lower))
    for slots in ({}, {"fit": "oversized"}, {"sleeve": "sleeveless"}, {"chest_ease_mm": 200.0}, {"neckline": "v"}):
        shot = studio.results(changed(edited, **slots))["edited"]
        kept = {e.id for e in shot.applied} | {c.edit.id for c in shot.conflicts}
        assert kept == {"e1", "e2"}
        assert "e2" in {e.id for e in shot.applied}
    sleeveless = studio.results(changed(edited, sleeve="sleeveless"))
    assert [c.edit.id for c in sleeveless["edited"].conflicts] == ["e1"]
    assert sleeveless["readiness"].status == "substantial"


def test_a_conflict_blocks_release_and_leaves_nothing(studio: Studio, state: DesignState, tmp_path: Path) -> None:
    edit = PatternEdit("e1", "move_point", "hood", "x:start", {"dx_mm": 2.0, "dy_mm": 0.0})
    with pytest.raises(Problem) as caught:
        release(studio, replace(state, edits=(edit,)), tmp_path / "out")
    assert caught.value.kind is Kind.NO
    assert not (tmp_path / "out").exists()
    assert not studio.hub.orders()


def test_a_snapshot_keeps_what_was_computed_before_a_problem(studio: Studio, state: DesignState) -> None:
    shot = take(studio, changed(state, garment="straight_skirt", fabric="cotton_jersey_180"))
    assert shot.problem is not None
    assert shot.problem.kind is Kind.NO
    assert not shot.complete


def test_nested_markers_are_kept_between_processes(studio: Studio, state: DesignState, tmp_path: Path) -> None:
    length = studio.results(state)["markers"]["shell"].length_mm
    other = Studio(nest_seconds=1)
    results = other.results(state)
    known = results.known("markers")
    assert known is not None
    assert known["shell"].length_mm == length
    assert take(other, state).nested


def test_searching_on_never_makes_the_marker_dearer(studio: Studio, state: DesignState) -> None:
    before = studio.results(state)["markers"]["shell"].length_mm
    better = improve(studio, state)
    if better is not None:
        assert studio.results(better)["markers"]["shell"].length_mm <= before
        assert better.nest_rounds == 1


def test_a_session_is_kept_after_each_step(studio: Studio) -> None:
    session = Session(studio, demo_state(), new_session_id())
    session.say(DEMO_SENTENCE)
    session.set_option("fit", "fitted")
    kept = documents.open_recent(Studio(nest_seconds=1), session.id)
    assert kept.state == session.state
    assert session.undo() is not None
    assert documents.open_recent(studio, session.id).state == session.state


def test_settings_are_checked_and_survive_nonsense(studio_home: Path) -> None:
    changed = settings.load().changed("nest_seconds", 10)
    settings.save(changed)
    assert settings.load().number("nest_seconds") == 10
    for id, value in (("nest_seconds", 0), ("theme", "pink"), ("nope", 1), ("nest_seconds", "ten")):
        with pytest.raises(Problem):
            changed.changed(id, value)
    (studio_home / "settings.json").write_text('{"theme": "pink", "nest_seconds": 7, "x": []}')
    loaded = settings.load()
    assert (loaded["theme"], loaded["nest_seconds"]) == ("dark", 7)
    (studio_home / "settings.json").write_text("nonsense")
    assert settings.load()["theme"] == "dark"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "ampc.design", "version": 9}'])
def test_a_file_that_is_no_design_is_a_sentence(studio: Studio, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.ampc").write_text(text)
    with pytest.raises(Problem, match=r"x\.ampc"):
        documents.open_file(studio, tmp_path / "x.ampc")


def test_a_new_garment_takes_its_own_cloth_where_the_old_one_does_not_suit(studio: Studio) -> None:
    skirt = read_turn(studio, demo_state(), "a straight skirt in viscose crepe")[1]
    told, tee = read_turn(studio, skirt, "a fitted navy tee")
    assert told.notes == ("Viscose crêpe 150 is no cloth for a T-shirt: Cotton jersey 180 is taken.",)
    assert studio.results(tee)["fabric_choice"][0].id == "cotton_jersey_180" and "fabric" not in tee.requirement.slots
    by_hand = with_option(studio, skirt, "garment", "tshirt")[0]
    assert "fabric" not in by_hand.requirement.slots and by_hand.conversation[-1].text == told.notes[0]


def test_a_chosen_cloth_that_suits_the_new_garment_stays(studio: Studio) -> None:
    skirt = read_turn(studio, demo_state(), "a denim skirt")[1]
    told, trousers = read_turn(studio, skirt, "make it trousers")
    assert told.notes == () and studio.results(trousers)["fabric_choice"][0].id == "denim"
    told, hoodie = read_turn(studio, skirt, "a hoodie in linen")  # said in this sentence: told, never replaced
    assert hoodie.requirement.value("fabric") == "linen" and "no cloth for a hoodie" in told.notes[0]


def test_changes_drawn_on_one_garment_stay_with_it(studio: Studio) -> None:
    session = documents.new_session(studio)
    session.say("a white tee with dots")
    session.set_option("chest_ease_mm", 60.0)
    session.edit(PatternEdit("", "move_edge", "front", "hem", {"dx_mm": 0.0, "dy_mm": -20.0}))
    tee = session.state
    told = session.say("a navy hoodie")
    assert session.state.edits == () and "1 change of its pattern stays with the T-shirt" in told.notes[-1]
    assert session.state.requirement.value("chest_ease_mm") is None
    session.undo()
    assert session.state == tee
    session.set_option("garment", "hoodie")
    assert session.state.edits == () and session.state.requirement.value("chest_ease_mm") is None
    assert any("chest ease 60 mm" in turn.text for turn in session.state.conversation if turn.speaker == "studio")


def test_chips_show_only_options_in_use(studio: Studio) -> None:
    chips = [chip.text for chip in understood(take(studio, read_turn(studio, demo_state(), "fitted shorts")[1]))]
    assert "Slant pocket style" in chips and "Patch back pocket style" not in chips


@pytest.mark.parametrize(
    ("text", "option", "value"),
    [
        ("a hoodie without a hood", "neckline", "crew"),
        ("a tee, no short sleeves", "sleeve", "sleeveless"),
        ("a shirt, no classic collar, no spread collar", "collar", "band"),
        ("a hoodie", "neckline", "hood"),
    ],
)
def test_what_was_ruled_out_is_not_assumed(studio: Studio, text, option, value) -> None:
    state = read_turn(studio, demo_state(), text)[1]
    found = studio.results(state)["options"][option]
    assert found.value == value and found.source in ("inferred", "default")
