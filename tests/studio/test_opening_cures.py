"""Cures of check 7: whatever can fail it, the offered change makes it pass and breaks nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ampc_desktop import garment
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio import editing
from tests.garment.bodies import CLOTH, body, draft, spec_for


def drafted(family: str, **wishes) -> Pattern:
    return draft(spec_for(family, wishes, body()), body(), CLOTH[family])


def edit(kind: str, piece: str, item: str, **values: float | str) -> PatternEdit:
    return PatternEdit("e1", kind, piece, item, values)  # type: ignore[arg-type]


def cured(pattern: Pattern) -> dict[str, Pattern]:
    """The pattern after each cure of check 7 by its words; checks that it failed before and passes after."""
    before = {check.id: check for check in garment.run_checks(pattern, ())}
    assert before["dimensions.opening"].status == "fail"
    found = {}
    for fix in editing.fixes(pattern, before["dimensions.opening"]):
        after = garment.apply_edits(pattern, fix.edits)
        assert after.conflicts == ()
        checks = {check.id: check for check in garment.run_checks(after.pattern, ())}
        assert checks["dimensions.opening"].status == "pass", fix.words
        worse = [id for id, check in checks.items() if check.status == "fail" and before[id].status != "fail"]
        assert worse == [], fix.words
        found[fix.words] = after.pattern
    return found


def with_fact(pattern: Pattern, name: str, factor: float) -> Pattern:
    """The pattern for somebody with a larger head or hip than it was drafted for."""
    return replace(pattern, facts={**pattern.facts, name: pattern.facts[name] * factor})


@pytest.mark.parametrize(
    ("family", "wishes", "fact", "factor"),
    [
        ("tshirt", {}, "head_girth_mm", 1.25),
        ("tshirt", {"neckline": "v"}, "head_girth_mm", 1.5),
        ("tank", {}, "head_girth_mm", 1.75),
        ("tank", {"neckline": "crew"}, "head_girth_mm", 1.25),
        ("straight_skirt", {}, "opening_girth_mm", 1.25),
        ("straight_skirt", {"length": "mini", "vent": False}, "opening_girth_mm", 1.25),
        ("a_line_skirt", {}, "opening_girth_mm", 1.25),
        ("a_line_skirt", {"waist_finish": "facing"}, "opening_girth_mm", 1.25),
        ("circle_skirt", {}, "opening_girth_mm", 1.25),
        ("circle_skirt", {"centre_seam": True}, "opening_girth_mm", 1.25),
        ("trousers", {}, "opening_girth_mm", 1.2),
        ("trousers", {"pocket": False, "rise": "low"}, "opening_girth_mm", 1.2),
    ],
)
def test_every_family_that_can_fail_has_a_cure(family, wishes, fact, factor) -> None:
    assert cured(with_fact(drafted(family, **wishes), fact, factor))


def test_a_neckline_drawn_too_high_is_deepened_or_widened() -> None:
    raised = garment.apply_edits(drafted("tshirt"), (edit("move_point", "front", "neck.l:end", dx_mm=0.0, dy_mm=70.0),))
    after = cured(raised.pattern)
    assert [words.split()[0] for words in after] == ["Deepen", "Widen"]
    deep = after[next(iter(after))]
    assert deep.piece("front").edge("neck.l").end[1] == pytest.approx(
        drafted("tshirt").piece("front").edge("neck.l").end[1], abs=1.0
    )
    statuses = {check.id: check.status for check in garment.run_checks(deep, ())}
    assert set(statuses.values()) <= {"pass", "skip"}


def test_a_band_that_does_not_fit_its_neckline_is_made_anew() -> None:
    short = garment.apply_edits(
        drafted("tshirt"),
        (edit("set_seam", "", "neck", ease_mm=-120.0), edit("true_edge", "neckband", "sew", seam="neck")),
    )
    after = cured(short.pattern)
    (words,) = after
    assert words.startswith("Make the neckband")
    good = drafted("tshirt").piece("neckband").edge("sew").length_mm
    assert after[words].piece("neckband").edge("sew").length_mm == pytest.approx(good, abs=1.0)


def test_a_longer_opening_has_a_longer_zip() -> None:
    short = garment.apply_edits(drafted("a_line_skirt"), (edit("lengthen_edge", "back", "zip:start", by_mm=-120.0),))
    assert [notion.label for notion in short.pattern.notions if notion.kind == "zip"] == ["Concealed zip 80 mm"]
    after = cured(short.pattern)
    assert list(after) == ["Lengthen the zip by 30.5 mm"]
    (longer,) = after.values()
    assert [notion.label for notion in longer.notions if notion.kind == "zip"] == ["Concealed zip 110 mm"]


def test_where_nothing_helps_nothing_is_offered() -> None:
    hopeless = with_fact(drafted("straight_skirt"), "opening_girth_mm", 3.0)
    check = next(check for check in garment.run_checks(hopeless, ()) if check.id == "dimensions.opening")
    assert check.status == "fail" and editing.fixes(hopeless, check) == ()
