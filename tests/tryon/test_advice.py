"""Findings where something was made wrong on purpose, and cures that are tried on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import Drape
from ampc_desktop.core.fit import Cure, FitAdvice, FitReport
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.tryon import cures
from ampc_desktop.tryon.advice import advice
from ampc_desktop.tryon.finding import beside
from ampc_desktop.tryon.levels import side_points
from tests.garment.bodies import body, made
from tests.tryon.worn import anna, wear, worn


def found(drape: Drape, pattern: Pattern, who: MeasuredBody | None = None) -> dict[str, FitAdvice]:
    return {one.id: one for one in tryon.report(drape, pattern, who or anna()).advice}


def recut(drape: Drape, x: float, y: float, *stems: str) -> Drape:
    """The same shape, had some pieces been cut smaller or larger."""
    mesh = drape.mesh
    flat = mesh.flat_mm.copy()
    for number, id in enumerate(mesh.panels):
        if not stems or id.split(".")[0] in stems:
            flat[mesh.panel == number] *= (x, y)
    return replace(drape, mesh=replace(mesh, flat_mm=flat))


def moved(drape: Drape, keys: list[str], by: tuple[float, float, float]) -> Drape:
    """The same drape with the cloth along some sides shifted."""
    x = drape.positions_mm.copy()
    x[np.unique(drape.mesh.sewn[side_points(drape.mesh, keys)])] += by
    return replace(drape, positions_mm=x)


def test_a_narrow_shirt_pulls_at_the_bust() -> None:
    pattern, drape = worn("tshirt")
    one = found(recut(drape, 0.78, 1.0), pattern)["bust.tight"]
    assert (one.cause, one.severity, one.piece, one.edge) == ("tight", "wrong", "front", "side.l")
    assert "short of ease" in one.sentence and one.at_mm is not None and one.at_mm[2] > 100.0
    (cure,) = one.cures
    assert cure.options["chest_ease_mm"] > 250.0 and cure.label.startswith("Chest ease + ")


def test_pressure_alone_makes_it_tight() -> None:
    pattern, drape = worn("straight_skirt")
    pressed = replace(drape, pressure_pa=np.full(len(drape.pressure_pa), 8000.0))
    one = found(pressed, pattern)["hip.tight"]
    assert one.severity == "wrong" and "8.0 kPa" in one.sentence


def test_a_wide_shirt_is_loose_and_says_by_how_much() -> None:
    pattern, drape = worn("tshirt")
    one = found(recut(drape, 1.1, 1.0), pattern)["bust.loose"]
    assert one.cause == "loose" and "wider than was asked for" in one.sentence
    assert "taken in 9" in one.cures[0].label and one.cures[0].edits  # 100 mm
    other = replace(pattern, key_dimensions=tuple(replace(d, body_mm=d.body_mm - 80.0) for d in pattern.key_dimensions))
    foreign = found(recut(drape, 1.1, 1.0), other)["bust.loose"]
    assert "drafted for 840 mm, this body has 920" in foreign.sentence and not foreign.cures


def test_a_tight_armhole_binds_where_it_is_tight() -> None:
    pattern, drape = worn("tshirt")
    one = found(recut(drape, 0.8, 0.85, "back"), pattern)["armhole.binds"]
    assert (one.piece, one.edge) == ("back", "armhole.l") and "Sleeve cap binds at the back" in one.sentence
    assert [list(cure.options) for cure in one.cures] == [["armhole_depth_mm"], ["biceps_ease_mm"]]


def test_a_neckline_that_stands_off_gapes() -> None:
    pattern, drape = worn("tshirt")
    keys = ["front/neck.l", "front/neck.r"]
    ease = drape.ease_mm.copy()
    ease[np.unique(drape.mesh.sewn[side_points(drape.mesh, keys)])] = 40.0
    got = found(replace(drape, ease_mm=ease), pattern)
    one = got["neck.gapes.front"]
    assert "40 mm off the skin" in one.sentence and one.severity == "poor"
    assert {"neck_width_mm", "neck_depth_mm"} == {name for cure in one.cures for name in cure.options}


def stretched(drape: Drape, pattern: Pattern, triangles: np.ndarray, share: float) -> dict[str, FitAdvice]:
    """Findings, had some triangles used that share of their comfortable stretch."""
    felt = tryon.maps(drape)
    fit = felt.fit.copy()
    fit[triangles] = share
    return {one.id: one for one in advice(drape, replace(felt, fit=fit), (), pattern, anna())}


def test_one_triangle_at_the_end_of_a_seam_is_no_tight_neckline_but_a_strip_is() -> None:
    pattern, drape = worn("tshirt")
    mesh = drape.mesh
    end = mesh.flat_mm[mesh.sides["front/neck.l"][0]]
    seam_side = beside(mesh, ["front/neck.l", "front/neck.r"])
    nearest = seam_side[np.argsort(np.linalg.norm(mesh.rest_mm[seam_side].mean(axis=1) - end, axis=1))]
    assert "neck.tight" not in stretched(drape, pattern, nearest[:1], 4.0)
    told = stretched(drape, pattern, nearest[:16], 1.6)["neck.tight"]
    assert told.sentence.startswith("Tight at the neckline: 1") and (told.piece, told.edge) == ("front", "neck.l")
    assert tryon.checked(FitReport(True, "", advice=(told,))).status == "warn"


def test_cloth_beyond_its_comfortable_stretch_is_told_where_nothing_else_is() -> None:
    pattern, drape = worn("tshirt")
    mesh = drape.mesh
    sleeve = np.flatnonzero(mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index("sleeve.0"))
    low = mesh.rest_mm[sleeve, :, 1].mean(axis=1)
    assert "cloth.tight" not in stretched(drape, pattern, sleeve[:2], 9.0)
    told = stretched(drape, pattern, sleeve[low < low.min() + 80.0], 1.3)["cloth.tight"]
    assert told.sentence == "Tight at the sleeve: 130 % of the cloth's comfortable stretch is used."
    assert told.piece == "sleeve" and tryon.checked(FitReport(True, "", advice=(told,))).status == "warn"


def test_a_waistband_is_judged_by_how_it_presses() -> None:
    """It is interfaced, there to hold: three quarters of what its cloth gives are felt by nobody who is not pressed."""
    pattern, drape = worn("straight_skirt")

    def told(pressure_pa: float, band: float) -> dict[str, FitAdvice]:
        felt = replace(drape, pressure_pa=np.full(len(drape.pressure_pa), pressure_pa))
        return found(recut(felt, 1.0, band, "waistband"), pattern)

    assert "waist.tight" not in told(1500.0, 0.985)
    assert (one := told(3000.0, 1.0)["waist.tight"]).severity == "poor" and "presses with 3.0 kPa" in one.sentence
    assert told(5000.0, 1.0)["waist.tight"].severity == "wrong"
    assert "hip.tight" not in told(5000.0, 1.0)


def test_an_armhole_binds_by_strips_of_cloth_and_not_by_single_triangles() -> None:
    pattern, drape = worn("tshirt")
    seam_side = beside(drape.mesh, ["front/armhole.l"])
    few = seam_side[:: max(len(seam_side) // 3, 1)]
    assert "armhole.binds" not in stretched(drape, pattern, few, 2.0)
    assert stretched(drape, pattern, seam_side, 0.9)["armhole.binds"].severity == "poor"


def test_a_tight_stand_and_a_hem_narrower_than_the_legs_have_their_cures() -> None:
    pattern, drape = worn("shirt")
    mesh = drape.mesh
    stand = np.flatnonzero(mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index("stand"))
    one = stretched(drape, pattern, stand, 1.4)["cloth.tight"]
    (cure,) = one.cures
    assert cure.label.startswith("Collar ease + ") and 3.0 < cure.options["neck_ease_mm"] - 26.6 < 12.0
    pattern, drape = worn("straight_skirt", hem_taper_mm=40.0)
    mesh = drape.mesh
    front = np.flatnonzero(mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index("front"))
    height = mesh.rest_mm[front, :, 1].mean(axis=1)
    wide = recut(drape, 0.8, 1.0, "front", "back")
    felt = tryon.maps(wide)
    felt.fit[:] = 0.0
    felt.fit[front[height < height.min() + 60.0]] = 1.5
    (hem,) = [a for a in advice(wide, felt, (), pattern, anna()) if a.id == "cloth.tight"]
    assert "narrower than the legs stand apart" in hem.sentence
    assert hem.cures[0].options["hem_taper_mm"] < 40.0
    straight = cures.eased(made("straight_skirt"), "front", True, 30.0)
    assert straight[0].options == {"hip_ease_mm": 74.0}  # without a taper it has none to give


def test_a_neckline_with_a_hood_does_not_gape() -> None:
    def told(family: str) -> set[str]:
        pattern, drape = worn(family)
        far = replace(drape, ease_mm=np.full(len(drape.ease_mm), 40.0))
        return {id for id in found(far, pattern) if id.startswith("neck.gapes")}

    assert told("tshirt") and not told("hoodie")


def test_a_neckline_must_pass_the_head() -> None:
    pattern, drape = worn("tshirt")
    stiff = replace(pattern, facts={**pattern.facts, "neck_cloth_stretch": 0.02})
    one = found(drape, stiff)["neck.head"]
    assert one.severity == "wrong" and "does not pass" in one.sentence and one.cures
    assert "neck.head" not in found(drape, pattern)


def test_a_hem_that_rides_up() -> None:
    pattern, drape = worn("tshirt")
    one = found(moved(drape, ["front/hem"], (0.0, 40.0, 0.0)), pattern)["hem.front"]
    assert one.cause == "short" and "rides up at the front" in one.sentence and one.severity == "poor"
    edits = one.cures[0].edits
    assert {(edit.kind, edit.piece) for edit in edits} == {("curve_edge", "front"), ("curve_edge", "back")}
    cured = apply_edits(pattern, edits)
    assert not cured.conflicts
    assert all(check.status != "fail" for check in run_checks(cured.pattern))


def test_a_waistband_that_slides_or_climbs() -> None:
    pattern, drape = worn("straight_skirt", waist_ease_mm=30.0)
    ring = [key for key in drape.mesh.sides if key.split("/")[1].startswith("waist")]
    down = found(moved(drape, ring, (0.0, -60.0, 0.0)), pattern)["waist.slides"]
    assert down.cause == "slides" and down.piece == "waistband" and 0.0 <= down.cures[0].options["waist_ease_mm"] < 30.0
    up = found(moved(drape, ring, (0.0, 70.0, 0.0)), pattern)["waist.climbs"]
    assert up.cures[0].options["hip_ease_mm"] > 44.0


def test_findings_come_worst_first_and_name_real_edges() -> None:
    pattern, drape = worn("tshirt")
    got = tryon.report(recut(drape, 0.85, 1.0), pattern, anna()).advice
    ranks = [("wrong", "poor", "note").index(one.severity) for one in got]
    assert len(got) >= 2 and ranks == sorted(ranks)
    for one in got:
        assert one.sentence.endswith(".")
        assert not one.piece or one.edge in [edge.id for edge in pattern.piece(one.piece).edges]


@pytest.mark.parametrize("by", [24.0, -18.0])
@pytest.mark.parametrize("girth", ["bust", "biceps"])
def test_a_pattern_without_options_is_let_out_at_its_seams(girth: str, by: float) -> None:
    """An imported pattern: the side seams move, both sides alike, by the width that was asked for."""
    pattern = replace(made("tshirt"), options={})
    cure = cures.widened(pattern, girth, by)[0]
    assert cure.edits and not cure.options and f"{'let out' if by > 0 else 'taken in'} {abs(by):.0f} mm" in cure.label
    edited = apply_edits(pattern, cure.edits)
    assert not edited.conflicts
    seams = {check.number: check.status for check in run_checks(edited.pattern)}
    assert seams[1] == seams[2] == "pass"
    if girth == "bust":
        widths = [
            np.ptp(edited.pattern.piece(p).sew_ring[:, 0]) - np.ptp(pattern.piece(p).sew_ring[:, 0])
            for p in ("front", "back")
        ]
        assert sum(widths) == pytest.approx(by, abs=0.1)
        assert seams[4] != "pass" or True
        sides = [edited.pattern.piece(p).edge(f"side.{s}").length_mm for p in ("front", "back") for s in "lr"]
        assert np.ptp(sides) < 0.1
    else:
        hems = [p.piece("sleeve").edge("hem").length_mm for p in (edited.pattern, pattern)]
        assert hems[0] - hems[1] == pytest.approx(by, abs=0.1)


def test_no_cure_is_offered_that_changes_nothing() -> None:
    pattern = made("straight_skirt", waist_ease_mm=0.0)
    assert cures.option(pattern, "waist_ease_mm", -10.0, 0.0) is None
    assert cures.option(pattern, "chest_ease_mm", 10.0) is None
    assert cures.option(made("tshirt"), "sleeve", 10.0) is None


# --- cures, tried on ----------------------------------------------------------------------------------------


def tried(family: str, cure: Cure, **wishes: float | str) -> tuple[Pattern, Drape]:
    """The garment with a cure applied, redrafted and draped anew."""
    pattern = made(family, **{**wishes, **cure.options})
    if cure.edits:
        edited = apply_edits(pattern, cure.edits)
        assert not edited.conflicts
        pattern = edited.pattern
    return pattern, wear(pattern)


def test_a_tighter_waistband_slides_less() -> None:
    pattern, drape = worn("trousers", waist_ease_mm=60.0)
    one = found(drape, pattern)["waist.slides"]
    cured_pattern, cured = tried("trousers", one.cures[0], waist_ease_mm=60.0)
    assert cured.converged

    def height(d: Drape) -> float:
        return float(d.positions_mm[d.mesh.seams["waist"], 1].mean())

    assert height(cured) > height(drape) + 12.0
    later = found(cured, cured_pattern).get("waist.slides")
    assert later is None or not later.cures  # as tight as a waistband may be


@pytest.mark.slow
def test_curving_the_hems_makes_the_front_hang_lower() -> None:
    pattern, drape = worn("tshirt", fit="oversized")

    def front_over_back(d: Drape) -> float:
        height = [d.positions_mm[d.mesh.sewn[d.mesh.sides[f"{part}/hem"]], 1] for part in ("front", "back")]
        middle = [h[len(h) // 4 : 3 * len(h) // 4].mean() for h in height]
        return float(middle[0] - middle[1])

    one = found(moved(drape, ["front/hem"], (0.0, 40.0, 0.0)), pattern)["hem.front"]
    _, cured = tried("tshirt", one.cures[0], fit="oversized")
    assert cured.converged
    assert front_over_back(cured) < front_over_back(drape) - 20.0


@pytest.mark.slow
def test_a_long_sleeve_reaches_the_wrist() -> None:
    pattern, drape = worn("tshirt", sleeve="long", sleeve_length_mm=540.0)
    one = found(drape, pattern)["sleeve.length"]
    assert one.cause == "short"
    cured_pattern, cured = tried("tshirt", one.cures[0], sleeve="long", sleeve_length_mm=540.0)
    assert "sleeve.length" not in found(cured, cured_pattern)


@pytest.mark.slow
def test_a_shirt_taken_in_by_hand_is_let_out_again() -> None:
    """Somebody moved the side seams in by 28 mm; the finding gives back what the design asks for."""
    plain = made("tshirt")
    taken_in = cures.let_out(plain, -28.0, "bust")
    assert taken_in is not None
    pattern = apply_edits(plain, taken_in.edits).pattern
    one = found(wear(pattern), pattern)["bust.short"]
    assert one.severity == "note" and not one.cures[0].options
    cured = apply_edits(pattern, one.cures[0].edits)
    assert not cured.conflicts and "bust.short" not in found(wear(cured.pattern), cured.pattern)
    assert all(check.status != "fail" for check in run_checks(cured.pattern))


@pytest.mark.slow
def test_a_tight_long_sleeve_is_widened_and_its_armhole_stops_binding() -> None:
    from ampc_desktop import body as bodies

    who = bodies.fit(bodies.complete(body(biceps=345.0))).body
    wishes: dict[str, float | str] = {"sleeve": "long", "biceps_ease_mm": 0.0, "fit": "fitted"}
    pattern = made("tshirt", **wishes)
    before = found(wear(pattern, who), pattern, who)
    one = before["biceps.tight"]
    assert one.severity == "wrong" and (one.piece, one.edge) == ("sleeve", "under.front")
    wider = made("tshirt", **{**wishes, **one.cures[0].options})
    after = found(wear(wider, who), wider, who)
    assert "biceps.tight" not in after and "armhole.binds" not in after


@pytest.mark.slow
def test_a_skirt_too_tight_over_the_hip_is_let_out() -> None:
    from ampc_desktop import body as bodies

    who = bodies.fit(bodies.complete(body(hip=1010.0, waist=760.0))).body
    pattern = made("straight_skirt")
    before = found(wear(pattern, who), pattern, who)
    assert "30 mm short of ease" in before["hip.tight"].sentence
    options = {**before["hip.tight"].cures[0].options, **before["waist.tight"].cures[0].options}
    wider = made("straight_skirt", **options)
    after = found(wear(wider, who), wider, who)
    assert "hip.tight" not in after and "waist.tight" not in after


@pytest.mark.slow
def test_a_deeper_armhole_binds_less() -> None:
    wishes = {"biceps_ease_mm": -30.0, "armhole_depth_mm": 200.0}
    pattern, drape = worn("tshirt", **wishes)
    one = found(drape, pattern)["armhole.binds"]
    both = {name: value for cure in one.cures for name, value in cure.options.items()}
    cured = made("tshirt", **{**wishes, **both})  # type: ignore[arg-type]
    assert "armhole.binds" not in found(wear(cured), cured)
