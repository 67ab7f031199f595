"""Pulling a worn garment: which option it drives, or which edges move, and what the garment then measures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ampc_desktop import tryon
from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
from tests.garment.bodies import CLOTH, made


def mesh_of(pattern: Pattern) -> ClothMesh:
    return tryon.mesh(pattern, {"shell": tryon.material(CLOTH["tshirt"])}, 40.0)


TEE, SKIRT = made("tshirt"), made("straight_skirt")


def handle(pattern: Pattern, id: str) -> Any:
    return next(one for one in tryon.handles(mesh_of(pattern), pattern) if one.id == id)


def test_a_shirt_is_pulled_at_neckline_hem_and_sleeves_a_skirt_at_hem_and_waist() -> None:
    tee = {one.id: one for one in tryon.handles(mesh_of(TEE), TEE)}
    assert {id: one.parameter for id, one in tee.items()} == {
        "neckline": "neck_depth_mm",
        "hem": "body_length_mm",
        "sleeve_end": "sleeve_length_mm",
    }
    assert set(tee["hem"].sides) == {"front/hem", "back/hem"}
    assert set(tee["sleeve_end"].sides) == {"sleeve.0/hem", "sleeve.1/hem"}
    assert set(tee["neckline"].sides) == {"front/neck.l", "front/neck.r"}
    skirt = {one.id: one for one in tryon.handles(mesh_of(SKIRT), SKIRT)}
    assert {id: (one.parameter, one.way) for id, one in skirt.items()} == {
        "hem": ("length_mm", "out"),
        "waist": ("waist_ease_mm", "along"),
    }


@pytest.mark.parametrize(
    ("pattern", "id", "drag", "label", "dimension", "change"),
    [
        (TEE, "hem", 24.0, "Body length + 24 mm", "length", 24.0),
        (TEE, "hem", -30.4, "Body length − 30 mm", "length", -30.0),
        (TEE, "sleeve_end", 50.0, "Sleeve length + 50 mm", "sleeve_length", 50.0),
        (TEE, "neckline", -15.0, "Neckline depth + 15 mm", None, 15.0),
        (SKIRT, "hem", 40.0, "Skirt length + 40 mm", "length", 40.0),
        (SKIRT, "waist", 12.0, "Waist ease + 12 mm", "waist", 12.0),
    ],
)
def test_a_pull_is_an_option_and_the_garment_follows(
    pattern: Pattern, id: str, drag: float, label: str, dimension: str | None, change: float
) -> None:
    cure = tryon.pulled(handle(pattern, id), pattern, drag)
    assert cure is not None and cure.label == label and not cure.edits
    (name,) = cure.options
    assert float(cure.options[name]) - float(pattern.options[name]) == change  # type: ignore[arg-type]
    drafted = made(pattern.family, **cure.options)  # type: ignore[arg-type]
    if dimension:
        now, was = ({d.id: d.target_mm for d in p.key_dimensions}[dimension] for p in (drafted, pattern))
        assert now - was == pytest.approx(change)
    else:
        low, was_low = (min(e.end[1] for e in p.piece("front").edges if e.id == "neck.l") for p in (drafted, pattern))
        assert was_low - low == pytest.approx(change, abs=1.0)


@pytest.mark.parametrize(("id", "piece"), [("hem", "front"), ("sleeve_end", "sleeve"), ("neckline", "front")])
def test_a_pattern_without_options_is_edited_at_its_edges(id: str, piece: str) -> None:
    pattern = replace(TEE, options={})
    one = handle(pattern, id)
    assert one.parameter == ""
    cure = tryon.pulled(one, pattern, 20.0)
    assert cure is not None and cure.edits and not cure.options
    edited = apply_edits(pattern, cure.edits)
    assert not edited.conflicts
    checks = {check.number: check.status for check in run_checks(edited.pattern)}
    assert checks[1] == checks[2] == "pass" and checks[13] == "pass"
    old, new = pattern.piece(piece), edited.pattern.piece(piece)
    if id == "neckline":
        assert new.edge("neck.l").end[1] - old.edge("neck.l").end[1] == pytest.approx(20.0)
    else:
        assert old.edge("hem").start[1] - new.edge("hem").start[1] == pytest.approx(20.0)
        assert new.edge("hem").length_mm == pytest.approx(old.edge("hem").length_mm)
    if id == "hem":
        assert checks[4] == "pass"  # front and back side seams grew alike


def test_a_pull_that_changes_nothing_is_no_change() -> None:
    assert tryon.pulled(handle(TEE, "hem"), TEE, 0.2) is None
    assert tryon.pulled(handle(TEE, "hem"), TEE, float("nan")) is None
    tight = made("straight_skirt", waist_ease_mm=0.0)
    assert tryon.pulled(handle(tight, "waist"), tight, -20.0) is None
    plain = replace(TEE, options={})
    assert tryon.pulled(handle(plain, "hem"), plain, 0.1) is None


def test_handles_of_a_split_garment_hold_all_its_parts() -> None:
    values = {"from_edge": "armhole.l", "from_share": 0.4, "to_edge": "hem", "to_share": 0.75}
    split = apply_edits(TEE, [PatternEdit("e1", "split", "front", "", values)]).pattern
    one = handle(split, "hem")
    assert {"front.a/hem", "front.b.0/hem", "front.b.1/hem", "back/hem"} == set(one.sides)
    assert one.parameter == "body_length_mm"
