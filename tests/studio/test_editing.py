"""Editing: names of steps, nudges that add up, differences of revisions, cures that cure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop import garment
from ampc_desktop.core.check import readiness
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import editing
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.documents import new_session
from ampc_desktop.studio.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPC_HOME", str(folder))
        studio = Studio(Path(folder) / "hub.db", nest_seconds=1)
        made = new_session(studio)
        made.say("a relaxed black tee with long sleeves")
        yield made
        studio.close()


@pytest.fixture(scope="module")
def tee(session: Session) -> Pattern:
    pattern: Pattern = session.results()["pattern"]
    return pattern


def edit(kind: str, piece: str, item: str, mirror: bool = True, **values: float | str) -> PatternEdit:
    return PatternEdit("e1", kind, piece, item, values, mirror=mirror)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (edit("move_point", "front", "armhole.l:1", dx_mm=-8.0, dy_mm=0.0), "Front, armhole left: point 8.0 mm left"),
        (edit("move_point", "front", "neck.l:end", dx_mm=0.0, dy_mm=-5.0), "Front, neckline left: point 5.0 mm down"),
        (edit("move_point", "back", "side.r:end", dx_mm=3.0, dy_mm=4.0), "Back, side seam right: point 5.0 mm at 53°"),
        (edit("lengthen_edge", "front", "side.l:end", by_mm=-2.5), "Front, side seam left: 2.5 mm shorter"),
        (edit("set_allowance", "sleeve", "hem", allowance_mm=25.0), "Sleeve, hem: allowance 25.0 mm"),
        (edit("move_notch", "front", "armhole.l.front", along_mm=4.0), "Front, armhole left: notch 4.0 mm along"),
        (edit("set_piece", "front", "", pair=1.0), "Front: a mirrored pair"),
        (edit("true_edge", "front", "side.l", seam="side.l"), "Front, side seam left: trued to its seam"),
        (edit("set_seam", "", "side.l", ease_mm=4.0), "Left side seam: ease 4.0 mm"),
        (edit("add_facing", "front", "neck.l,neck.r", width_mm=40.0), "Front, neckline left: facing 40.0 mm"),
        (edit("set_dimension", "", "chest", finished_mm=1000.0), "Chest: promised 1\u202f000.0 mm"),
    ],
)
def test_steps_are_named_as_people_say_them(tee: Pattern, made: PatternEdit, name: str) -> None:
    assert editing.step_name(tee, made) == name


def test_nudges_of_one_point_are_one_step_and_one_edit(session: Session) -> None:
    before, count = session.state, session.stack.revision
    for _ in range(5):
        session.edit(edit("move_point", "front", "neck.l:end", dx_mm=0.0, dy_mm=-1.0), gesture="nudge neck")
    assert session.stack.revision == count + 1
    assert len(session.state.edits) == len(before.edits) + 1
    assert session.state.edits[-1].values == {"dx_mm": 0.0, "dy_mm": -5.0}
    assert session.stack.undo_name == "Front, neckline left: point 5.0 mm down"
    session.edit(edit("move_point", "front", "neck.l:end", dx_mm=0.0, dy_mm=-1.0), gesture="another")
    assert session.stack.revision == count + 2, "another gesture is another step"
    session.undo()
    session.undo()
    assert session.state == before


def test_edits_taken_together_are_one_step(session: Session) -> None:
    before, count = session.state, session.stack.revision
    session.edit(*(edit("set_allowance", piece, "hem", allowance_mm=25.0) for piece in ("front", "back")))
    assert session.stack.revision == count + 1
    assert [one.id for one in session.state.edits[-2:]] == ["e1", "e2"]
    assert session.stack.undo_name == "Front, hem: allowance 25.0 mm, and 1 more"
    session.undo()
    assert session.state == before


def test_a_refused_edit_is_told_with_its_reason(tee: Pattern) -> None:
    with pytest.raises(Problem, match="no edge"):
        editing.tried(tee, [edit("set_allowance", "front", "collar", allowance_mm=10.0)])


@given(dx=st.floats(-15, 15), dy=st.floats(-15, 15))
def test_changes_tell_every_length_that_differs_and_no_other(tee: Pattern, dx: float, dy: float) -> None:
    after = editing.preview(tee, edit("move_point", "front", "shoulder.l:start", dx_mm=dx, dy_mm=dy)).pattern
    found = editing.changes(tee, after)
    told = {(one.piece, one.edge) for one in found if not one.label.startswith(("Ease", "Finished"))}
    for piece in tee.pieces:
        for edge in piece.edges:
            differs = abs(after.piece(piece.id).edge(edge.id).length_mm - edge.length_mm) >= editing.LEAST_CHANGE_MM
            assert ((piece.id, edge.id) in told) == differs


def test_changes_begin_with_finished_measures(tee: Pattern) -> None:
    after = editing.preview(tee, edit("move_edge", "front", "hem", dx_mm=0.0, dy_mm=-12.0)).pattern
    found = {one.label: one for one in editing.changes(tee, after)}
    length = found["Finished body length"]
    assert length.difference_mm == pytest.approx(12.0, abs=0.01)
    assert length.before_mm == pytest.approx(next(d.target_mm for d in tee.key_dimensions if d.label == "Body length"))
    assert next(iter(found)) == "Finished body length"
    assert "Finished chest" not in found


@pytest.mark.parametrize(
    ("check", "broken", "words"),
    [
        ("seams.walk", edit("lengthen_edge", "front", "side.l:start", by_mm=6.0), "True back, side seam left"),
        (
            "dimensions.key",
            edit("move_edge", "front", "hem", dx_mm=0.0, dy_mm=-15.0),
            "Promise body length 699.0 mm",
        ),
        ("seams.notches", edit("move_notch", "front", "side.l.middle", along_mm=5.0), "Match notch, side seam, left"),
        ("pieces.grain", edit("set_grain", "sleeve", "", turn_deg=4.0), "Turn the grain straight"),
        (
            "boundary.angles",
            edit("move_point", "front", "shoulder.l:start", dx_mm=-7.0, dy_mm=5.5),
            "True armhole, left",
        ),
        ("seams.cap", edit("move_point", "sleeve", "cap.back:end", dx_mm=0.0, dy_mm=4.0), "Lower cap 1 mm"),
    ],
)
def test_a_cure_makes_its_check_better(tee: Pattern, check: str, broken: PatternEdit, words: str) -> None:
    spoilt = editing.tried(tee, [broken])
    found = {one.id: one for one in readiness(garment.run_checks(spoilt)).checks}[check]
    assert found.status in ("warn", "fail")
    cures = {fix.words: fix for fix in editing.fixes(spoilt, found)}
    assert words in cures
    better = {one.id: one for one in garment.run_checks(editing.tried(spoilt, cures[words].edits))}[check]
    assert sum(abs(one.value) for one in better.findings) < sum(abs(one.value) for one in found.findings) - 0.1
    assert better.value <= found.value + 1e-9


def test_what_passes_needs_no_cure(tee: Pattern) -> None:
    assert all(editing.fixes(tee, one) == () for one in garment.run_checks(tee))


def test_the_shoulder_is_trued_before_the_band_on_the_neckline(tee: Pattern) -> None:
    spoilt = editing.tried(tee, [edit("move_point", "front", "neck.l:start", dx_mm=-17.0, dy_mm=0.0)])
    walking = next(one for one in garment.run_checks(spoilt) if one.id == "seams.walk")
    first = editing.fixes(spoilt, walking)[0].edits[0]
    assert str(first.values["seam"]).startswith("shoulder")


def test_parts_of_an_edge_are_named_by_where_they_lie(tee: Pattern) -> None:
    dart = edit("add_dart", "front", "side.l", share=0.3, intake_mm=20.0, depth_mm=90.0)
    front = editing.preview(tee, dart).pattern.piece("front")
    assert editing.edge_words("side.l.1", front) == "Side seam, left, lower part"
    assert editing.edge_words("side.r.1", front) == "Side seam, right, upper part"
    assert editing.edge_words("side.r.1") == "Side seam, right, part 1"
    hem = editing.preview(tee, edit("add_dart", "front", "hem", share=0.2, intake_mm=20.0, depth_mm=90.0)).pattern
    parts = [edge for edge in hem.piece("front").edges if edge.id.startswith("hem.")]
    said = {editing.edge_words(edge.id, hem.piece("front")) for edge in parts}
    assert len(said) == len(parts)
    assert editing.edge_words("dart.e1") == "Dart"
    assert editing.edge_words("dart.2") == "Dart 2"


def test_a_name_given_by_hand_keeps_its_letters(tee: Pattern) -> None:
    named = editing.preview(tee, edit("set_piece", "back", "", label="Back A")).pattern
    longer = editing.preview(named, edit("lengthen_edge", "front", "side.l:start", by_mm=6.0)).pattern
    found = next(one for one in readiness(garment.run_checks(longer)).checks if one.id == "seams.walk")
    assert "True back A, side seam left" in [fix.words for fix in editing.fixes(longer, found)]
