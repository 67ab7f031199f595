"""Alterations for a figure: the measure they are for changes, what is sewn together still walks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.garment.checks.girths import reach_at
from ampc_desktop.garment.checks.reading import span_mm
from ampc_desktop.garment.edits.altering import ALTERATIONS
from tests.garment.bodies import made

TEE = made("tshirt", sleeve="long", fit="regular")
SKIRT = made("straight_skirt", length="midi")


def altered(pattern: Pattern, name: str, by: float) -> Edited:
    return apply_edits(pattern, [PatternEdit("e1", "alter", "", name, {"by_mm": by})])


def failed(pattern: Pattern) -> set[int]:
    return {check.number for check in run_checks(pattern) if check.status == "fail"}


def finished(pattern: Pattern, id: str) -> float:
    return sum(span_mm(pattern, span) for span in next(d for d in pattern.key_dimensions if d.id == id).spans)


@pytest.mark.parametrize("by", [15.0, -15.0])
@pytest.mark.parametrize("name", sorted(ALTERATIONS))
@pytest.mark.parametrize("pattern", [TEE, SKIRT], ids=["tee", "skirt"])
def test_seams_keep_walking_or_it_is_said_why_not(pattern: Pattern, name: str, by: float) -> None:
    edited = altered(pattern, name, by)
    if edited.conflicts:
        assert edited.pattern == pattern and edited.conflicts[0].reason.startswith("this garment")
        return
    assert edited.pattern != pattern
    assert not failed(edited.pattern) & {1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13}


def test_each_alteration_does_what_its_name_says() -> None:
    longer = altered(TEE, "bodice_length", 20.0).pattern
    assert finished(longer, "length") == pytest.approx(finished(TEE, "length") + 20.0, abs=0.1)
    sleeve = altered(TEE, "sleeve_length", 20.0).pattern
    assert finished(sleeve, "sleeve_length") == pytest.approx(finished(TEE, "sleeve_length") + 20.0, abs=0.1)
    arm = altered(TEE, "upper_arm", 24.0).pattern
    assert finished(arm, "biceps") == pytest.approx(finished(TEE, "biceps") + 24.0, abs=1.0)
    full = altered(TEE, "bust", 30.0).pattern
    y = -TEE.facts.get("none", 0.0) + next(d for d in TEE.key_dimensions if d.id == "chest").spans[0].at_mm
    wider = reach_at(full.piece("front").sew_ring, y - 5) - reach_at(TEE.piece("front").sew_ring, y - 5)
    assert wider == pytest.approx(30.0, abs=4.0)
    assert full.piece("back").edge("armhole.l").length_mm == pytest.approx(
        TEE.piece("back").edge("armhole.l").length_mm
    )
    assert full.piece("front").edge("armhole.l").length_mm == pytest.approx(
        TEE.piece("front").edge("armhole.l").length_mm, abs=1.0
    )
    hip = altered(SKIRT, "hip", 40.0).pattern
    assert finished(hip, "hip") == pytest.approx(finished(SKIRT, "hip") + 40.0, abs=1.0)
    assert finished(hip, "waist") == pytest.approx(finished(SKIRT, "waist"), abs=0.5)
    square = altered(TEE, "shoulder", 12.0).pattern
    assert square.piece("front").edge("shoulder.l").start[1] == pytest.approx(
        TEE.piece("front").edge("shoulder.l").start[1] + 12.0
    )
    sway = altered(TEE, "sway_back", 15.0).pattern
    assert sway.piece("back").edge("side.l").length_mm == pytest.approx(
        TEE.piece("back").edge("side.l").length_mm, abs=0.2
    )
    middle = min(sway.piece("back").edge("hem").polyline, key=lambda p: abs(p[0]))[1]
    assert middle == pytest.approx(TEE.piece("back").edge("hem").start[1] + 15.0, abs=0.5)


@given(st.lists(st.tuples(st.sampled_from(sorted(ALTERATIONS)), st.floats(-18, 18)), min_size=1, max_size=4))
@settings(max_examples=12, deadline=None)
def test_alterations_follow_one_another(steps: list[tuple[str, float]]) -> None:
    edits = [PatternEdit(f"e{i}", "alter", "", name, {"by_mm": by}) for i, (name, by) in enumerate(steps)]
    edited = apply_edits(TEE, edits)
    assert not failed(edited.pattern) & {1, 2, 3, 9, 13}
    walk = next(check for check in run_checks(edited.pattern) if check.number == 4)
    assert walk.status != "fail", walk.summary
