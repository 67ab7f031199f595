"""Trousers against Aldrich's proportions, their own promises, and any wish on any body."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import family, flat_sketch
from ampc_desktop.garment.checks.reading import interior_deg, neighbours
from ampc_desktop.garment.families.trousers import options as trousers
from tests.garment.bodies import CLOTH, Bodies, body, extreme, made, over_bodies, plausible, spec_for
from tests.garment.sweep import Outcome, judge
from tests.garment.wishing import wishes

BODIES = (*plausible(12, seed=5), *extreme())


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(BODIES), wishes("trousers"))
def test_any_wish_on_any_body(who, wished) -> None:
    outcome = Outcome()
    judge(made("trousers", who, **wished), f"{who.name} {wished}", outcome)
    assert not outcome.faults, outcome.faults
    assert outcome.seam_mm <= 0.5 and outcome.girth_mm <= 2.0


def test_proportions_of_the_classic_block() -> None:
    """Hip 980: Aldrich's fork total about 150 to 165 mm, front a fifth of the hip line narrower than the back."""
    who = body(crotch_depth=280)
    pattern = made("trousers", who, rise="high")
    front, back = pattern.piece("front"), pattern.piece("back")
    made_block = trousers.block(who, dict(pattern.options))
    assert made_block.front.fork[1] == pytest.approx(-280 - 12, abs=1e-9)
    hip = sum(2 * _across(piece, -205.0) for piece in (front, back))
    assert hip == pytest.approx(980 + float(pattern.options["hip_ease_mm"]), abs=0.05)
    thigh = next(d for d in pattern.key_dimensions if d.id == "thigh")
    assert 55.0 <= thigh.ease_mm <= 110.0
    assert 8.0 <= made_block.front.fork[1] - made_block.back.fork[1] <= 25.0  # back fork lies lower
    assert made_block.back.waist.sections[0][0][0][1] > made_block.front.waist.sections[0][0][0][1] + 15.0


def _across(piece, y: float) -> float:
    ring = Polygon(piece.sew_ring)
    return ring.intersection(LineString([(-2000.0, y), (2000.0, y)])).length


@pytest.mark.parametrize("who", BODIES[:8] + BODIES[-8:], ids=lambda who: who.name)
def test_crotch_and_inseam_are_true(who) -> None:
    """Both crotch curves meet smoothly across the inseam, both hems across both seams, inseams are equal."""
    pattern = made("trousers", who)
    front, back = pattern.piece("front"), pattern.piece("back")
    fork = interior_deg(front.edge("crotch"), front.edge("inseam"))
    fork += interior_deg(back.edge("inseam"), back.edge("crotch"))
    assert fork == pytest.approx(180.0, abs=0.5)
    for seam in ("side", "inseam"):
        angles = []
        for piece in (front, back):
            before, after = neighbours(piece, "hem")
            hem = piece.edge("hem")
            angles.append(interior_deg(before, hem) if before.id == seam else interior_deg(hem, after))
        assert sum(angles) == pytest.approx(180.0, abs=1.0), seam
    assert front.edge("inseam").length_mm == pytest.approx(back.edge("inseam").length_mm, abs=1e-6)
    top = [interior_deg(*pair) for pair in ((front.edge("waist.1"), front.edge("fly")),)]
    assert top[0] == pytest.approx(90.0, abs=0.5)


def test_waist_opens_far_enough() -> None:
    for who in BODIES:
        pattern = made("trousers", who)
        fly = pattern.piece("front").edge("fly").length_mm
        waist = next(d for d in pattern.key_dimensions if d.id == "waist").target_mm
        assert waist + 2 * fly >= who["hip"] - 1e-6, who.name
        assert pattern.facts["opening_mm"] == pytest.approx(2 * fly)


def test_leg_shapes_and_lengths_are_ordered() -> None:
    hems = [float(made("trousers", leg=leg).options["hem_girth_mm"]) for leg in ("tapered", "straight", "wide")]
    assert hems == sorted(hems) and hems[0] < hems[2] - 60
    lengths = [
        float(made("trousers", length=name).options["length_mm"]) for name in ("short", "knee", "cropped", "full")
    ]
    assert lengths == sorted(lengths)
    hips = [float(made("trousers", fit=fit).options["hip_ease_mm"]) for fit in ("slim", "regular", "wide")]
    assert hips == sorted(hips)


def test_pleats_are_laid_not_stitched() -> None:
    pattern = made("trousers", pleats=True, fit="wide")
    front = pattern.piece("front")
    assert pattern.options["pleats"] is True and not front.darts
    inner, outer = front.edge("pleat.inner"), front.edge("pleat.outer")
    assert g.distance(inner.end, outer.start) < 1e-9 or g.distance(outer.end, inner.start) < 1e-9
    waist = next(d for d in pattern.key_dimensions if d.id == "waist")
    plain = made("trousers", fit="wide", hip_ease_mm=float(pattern.options["hip_ease_mm"]))
    assert waist.target_mm == pytest.approx(next(d for d in plain.key_dimensions if d.id == "waist").target_mm)
    refused = spec_for("trousers", {"pleats": True}, body(waist=1000, hip=980))
    assert refused.value("pleats") is False and "too little" in refused.options["pleats"].why


@pytest.mark.parametrize("style", ["slant", "side"])
def test_pockets_close(style: str) -> None:
    """Mouth, facing and bags are equally long where they meet, and the waist is whole with the facing in it."""
    pattern = made("trousers", pocket_style=style)
    ids = {seam.id for seam in pattern.seams}
    assert {"pocket.mouth.l", "pocket.facing.r", "pocket.bag.l"} <= ids
    for seam in pattern.seams:
        off = pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b) - seam.ease_mm
        assert off == pytest.approx(0.0, abs=1e-6), seam.id
    assert pattern.piece("pocket_bag").quantity == 4 and pattern.piece("pocket_bag").material == "lining"
    assert 105.0 <= pattern.piece("front").edge("pocket").length_mm <= 200.0
    without = made("trousers", pocket=False)
    assert not any(piece.id.startswith("pocket") for piece in without.pieces)
    belly = spec_for("trousers", {"pocket_style": "slant"}, body(waist=1300, hip=1050))
    assert belly.value("pocket_style") == "side" and "leans" in belly.options["pocket_style"].why


def test_band_goes_round_from_front_to_front() -> None:
    pattern = made("trousers", waist_ease_mm=12.0, rise="high")
    band = pattern.piece("waistband")
    assert band.edge("waist").length_mm == pytest.approx(745 + 12, abs=1e-4)
    middle = next(n for n in band.notches if n.id == "waist.cb")
    assert middle.at_mm == pytest.approx(band.edge("waist").length_mm / 2)
    assert pattern.piece("waistband_fusible").material == "fusible"
    assert {notion.kind for notion in pattern.notions} == {"zip", "hook_and_bar"}


def _sketched(**wished) -> tuple[Pattern, object]:
    spec = spec_for("trousers", wished, body())
    pattern = family("trousers").draft(spec, body(), CLOTH["trousers"])
    return pattern, flat_sketch(pattern, spec)


@pytest.mark.parametrize("length", ["short", "full"])
def test_flat_shows_both_legs(length: str) -> None:
    pattern, sketch = _sketched(length=length)
    legs = [p for p in sketch.parts if p.piece == "front" and p.view == "front" and p.layer == 0]
    assert len(legs) == 2
    left, right = (max(x for x, _ in leg.outline) for leg in legs)
    assert math.isclose(min(left, right), 0.0, abs_tol=1e-6) and max(left, right) > 200.0
    low = min(y for leg in legs for _, y in leg.outline)
    assert low == pytest.approx(pattern.piece("front").edge("hem").start[1], abs=1.0)
    hem = next(d for d in pattern.key_dimensions if d.id == "hem").target_mm
    assert sketch.dimensions[1][0] == f"{hem / 2:.0f} mm"


@over_bodies
def test_back_pockets_lie_on_the_back(bodies: Bodies) -> None:
    """Within the leg, clear of darts and above the fork, two of them in the flat; off where there is no room."""
    made_on = 0
    for who in bodies:
        for rise in ("low", "high"):
            spec = spec_for("trousers", {"back_pocket": True, "rise": rise}, who)
            pattern = family("trousers").draft(spec, who, CLOTH["trousers"])
            outcome = Outcome()
            judge(pattern, f"{who.name} {rise}", outcome)
            assert not outcome.faults, outcome.faults
            if not spec.value("back_pocket"):
                assert "no room" in spec.options["back_pocket"].why and "back_pocket" not in pattern.recipe
                continue
            made_on += 1
            back, patch = pattern.piece("back"), pattern.piece("back_pocket")
            assert patch.quantity == 2 and patch.mirrored_pair and patch.worn == "patch"
            lies = Polygon(g.flatten(next(line for line in back.internals if line.id == "back_pocket").path))
            assert lies.area == pytest.approx(Polygon(patch.sew_ring).area)
            assert Polygon(back.sew_ring).buffer(-20.0).contains(lies)
            assert all(dart.apex[1] > lies.bounds[3] for dart in back.darts)
            parts = [p for p in flat_sketch(pattern, spec).parts if p.piece == "back_pocket"]
            assert len(parts) == 2 and all(Polygon(p.outline).is_valid and p.view == "back" for p in parts)
            for part in parts:  # the transform carries the patch onto its outline, but for the narrowing
                a, _, _, d, e, f = part.transform
                carried = Polygon([(a * x + e, d * y + f) for x, y in patch.sew_ring])
                assert carried.centroid.distance(Polygon(part.outline).centroid) < 5.0
    assert made_on > len(bodies)
    assert "back_pocket" not in made("trousers").recipe


@over_bodies
def test_flat_of_any_body_is_sound(bodies: Bodies) -> None:
    for who in bodies:
        for wished in ({"length": "short", "fit": "wide"}, {"fit": "slim", "leg": "tapered"}):
            spec = spec_for("trousers", wished, who)
            for part in flat_sketch(family("trousers").draft(spec, who, CLOTH["trousers"]), spec).parts:
                assert Polygon(part.outline).is_valid, (who.name, part.piece, part.view)


@over_bodies
def test_welt_pockets_and_belt_loops_on_any_body(bodies: Bodies) -> None:
    """Welts show clear of the darts inside the back, their bags walk; loops fill their strip and keep their places."""
    made_on = 0
    for who in bodies:
        wishes = {"back_pocket": True, "back_pocket_style": "welt", "belt_loops": True}
        spec = spec_for("trousers", wishes, who)
        pattern = family("trousers").draft(spec, who, CLOTH["trousers"])
        outcome = Outcome()
        judge(pattern, who.name, outcome)
        assert not outcome.faults, outcome.faults
        strip, band = pattern.piece("belt_loops"), pattern.piece("waistband")
        loops = 1 + sum(line.id.startswith("cut.") for line in strip.internals)
        waist = band.edge("waist").length_mm
        assert loops == (7 if waist >= 900.0 else 5)
        each = strip.edge("long.r").length_mm / loops
        assert each == pytest.approx(spec.number("waistband_width_mm") + 32.0)
        marks = sorted(notch.at_mm for notch in band.notches if notch.edge == "waist")
        assert any(at == pytest.approx(waist / 2, abs=1.0) for at in marks)  # one at the centre back
        loose = sorted(notch.at_mm for notch in band.notches if ".loop." in notch.id or notch.id.startswith("loop."))
        assert all(any(abs(waist - at - other) < 0.01 for other in loose) for at in loose)  # both halves alike
        sketch = flat_sketch(pattern, spec)
        drawn = sum(len(part.lines) for part in sketch.parts if part.piece == "waistband")
        assert drawn == 2 * loops
        if not spec.value("back_pocket"):
            assert "no room" in spec.options["back_pocket"].why and "back_welt" not in pattern.recipe
            continue
        made_on += 1
        back = pattern.piece("back")
        lies = Polygon(g.flatten(next(line for line in back.internals if line.id == "back_welt").path))
        assert Polygon(back.sew_ring).buffer(-20.0).contains(lies)
        assert all(dart.apex[1] > lies.bounds[3] for dart in back.darts)
        assert sum(hole.id.startswith("back_welt.") and lies.contains(Point(hole.at)) for hole in back.drills) == 2
        welt = pattern.piece("back_welt")
        width, height = lies.bounds[2] - lies.bounds[0], lies.bounds[3] - lies.bounds[1]
        assert welt.edge("low").length_mm == pytest.approx(width + 30.0)
        assert welt.edge("end.r").length_mm == pytest.approx(2 * height)
        assert pattern.recipe["back_pocket_bag"] == 2 and pattern.piece("back_pocket_bag").material == "lining"
    assert made_on > len(bodies) // 2
    plain = made("trousers").recipe
    assert not {"belt_loops", "back_welt", "back_pocket_bag"} & set(plain)


def test_the_waist_of_a_man_is_drafted_as_little_wider_below_his_own_as_he_is() -> None:
    """From waist to navel a man hardly widens; a straight line to the hip had him 27 mm wider 40 mm down."""
    man = body("male", stature=1820.0, waist=860.0, waist_navel=859.0, hip=1010.0)
    assert trousers.waist_girth(man, 0.0) == 860.0
    assert trousers.waist_girth(man, 40.0) == pytest.approx(860.0, abs=1.0)
    assert trousers.waist_girth(man, trousers.levels(man).hip) == 1010.0
    promised = {one.id: one.body_mm for one in made("trousers", man).key_dimensions}
    assert promised["waist"] == pytest.approx(860.0, abs=1.0)
    woman = body(waist=745.0, hip=980.0)  # nobody took her navel: 0.95 of it is her waist
    navel = trousers.waist_girth(woman, 0.028 * woman["stature"])
    assert navel == pytest.approx(745.0 / 0.95, abs=0.1)


@given(st.floats(0.0, 300.0), st.floats(500.0, 1400.0), st.floats(500.0, 1500.0), st.floats(400.0, 1600.0))
def test_the_waist_below_the_waist_lies_between_waist_and_hip(
    drop: float, waist: float, hip: float, navel: float
) -> None:
    girth = trousers.waist_girth(body(waist=waist, hip=hip, waist_navel=navel), drop)
    assert min(waist, hip) - 1e-6 <= girth <= max(waist, hip) + 1e-6
