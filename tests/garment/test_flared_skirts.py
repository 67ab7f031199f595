"""A-line and circle skirts: waists exact, hems level, room to walk, any wish on any body."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ampc_desktop.core import geometry as g
from ampc_desktop.garment import draft, flat_sketch
from ampc_desktop.garment.checks.reading import interior_deg, neighbours
from ampc_desktop.garment.drafting import circle, flared_block, walking
from tests.garment.bodies import CLOTH, body, extreme, fabric, made, plausible, spec_for
from tests.garment.sweep import Outcome, judge
from tests.garment.wishing import wishes

BODIES = (*plausible(12, seed=5), *extreme())
FAMILIES = ("a_line_skirt", "circle_skirt")


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_any_wish_on_any_body(family: str, data) -> None:
    who, wished = data.draw(st.sampled_from(BODIES)), data.draw(wishes(family))
    outcome = Outcome()
    judge(made(family, who, **wished), f"{who.name} {wished}", outcome)
    assert not outcome.faults, outcome.faults
    assert outcome.seam_mm <= 0.5 and outcome.girth_mm <= 2.0


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("length", ["mini", "midi"])
def test_one_can_walk_in_it(family: str, length: str) -> None:
    for who in BODIES:
        pattern = made(family, who, length=length)
        hem = next(d for d in pattern.key_dimensions if d.id == "hem").target_mm
        needed = walking.narrowest_mm(who, float(pattern.options["length_mm"]))
        assert hem >= needed - 60.0, who.name  # levelling on the bias takes a little off a circle's hem
        assert walking.longest_mm(who, needed) == pytest.approx(float(pattern.options["length_mm"]), abs=1.0)


@pytest.mark.parametrize("degrees", [0.5, 6.0, 20.0, 34.0])
def test_flare_and_hem_are_each_other_s_inverse(degrees: float) -> None:
    hem = 4 * flared_block.hem_quarter_mm(1040.0, 205.0, 650.0, math.radians(degrees))
    assert math.degrees(flared_block.flare_for(1040.0, 205.0, 650.0, hem)) == pytest.approx(degrees, abs=1e-6)
    assert flared_block.flare_for(1040.0, 205.0, 650.0, 1000.0) == 0.0


@pytest.mark.parametrize("flare", ["slight", "classic", "full"])
def test_a_line_hem_is_level_and_square(flare: str) -> None:
    """The hem is an arc about the point where side and centre meet: equally far from it all along."""
    pattern = made("a_line_skirt", flare=flare)
    front = pattern.piece("front")
    side, hem = front.edge("side.l"), front.edge("hem").polyline
    low, high = side.path[0][0], side.path[0][-1]
    apex = low[1] + (high[1] - low[1]) * low[0] / (low[0] - high[0])
    reach = np.hypot(hem[:, 0], hem[:, 1] - apex)
    assert np.ptp(reach) < 0.1
    before, after = neighbours(front, "hem")
    assert interior_deg(before, front.edge("hem")) == pytest.approx(90.0, abs=0.05)
    assert interior_deg(front.edge("hem"), after) == pytest.approx(90.0, abs=0.05)


def test_flare_takes_the_darts() -> None:
    """Closing a dart turns the side out: the more flare, the less dart."""
    who = body(waist=740, hip=990)
    intakes = []
    for flare in ("slight", "classic", "full"):
        pattern = made("a_line_skirt", who, flare=flare, length="mini")
        back = pattern.piece("back")
        mouths = [back.edge(dart.mouth) for dart in back.darts]
        intakes.append(sum(g.distance(mouth.start, mouth.end) for mouth in mouths))
    assert intakes[0] > intakes[1] + 3.0 and intakes[0] > 15.0 and intakes[2] == 0.0, intakes
    refused = spec_for("a_line_skirt", {"darts": True, "flare": "full"}, who)
    assert refused.value("darts") is False
    forced = spec_for("a_line_skirt", {"darts": False, "flare": "slight"}, body(waist=600, hip=1100))
    assert forced.value("darts") is True


def test_facing_is_as_long_as_the_sewn_waist() -> None:
    pattern = made("a_line_skirt", flare="slight", waist_finish="facing")
    assert pattern.piece("front").darts
    seam = next(seam for seam in pattern.seams if seam.id == "waist")
    assert pattern.chain_length_mm(seam.a) == pytest.approx(745 + 15, abs=1e-4)
    assert pattern.chain_length_mm(seam.a) == pytest.approx(pattern.chain_length_mm(seam.b), abs=1e-6)
    assert "waistband" not in {piece.id for piece in pattern.pieces}


@pytest.mark.parametrize(("name", "sweep"), [("full", 360.0), ("half", 180.0), ("quarter", 90.0)])
def test_circle_radius_follows_from_the_waist(name: str, sweep: float) -> None:
    who = body(waist=745, hip=850)
    pattern = made("circle_skirt", who, circle=name, length="mini", bias_drop_mm=0.0)
    assert pattern.options["sweep_deg"] == sweep
    waist = next(d for d in pattern.key_dimensions if d.id == "waist").target_mm
    radius = waist / math.radians(sweep)
    line = pattern.piece("back").edge("waist.1").polyline
    assert np.allclose(np.hypot(line[:, 0], line[:, 1] - radius), radius, atol=0.03)
    hem = pattern.piece("back").edge("hem").polyline
    outer = radius + float(pattern.options["length_mm"])
    assert np.allclose(np.hypot(hem[:, 0], hem[:, 1] - radius), outer, atol=0.03)


def test_hip_opens_a_circle_that_is_too_narrow() -> None:
    spec = spec_for("circle_skirt", {"circle": "quarter"}, body(waist=600, hip=1200))
    sweep = spec.options["sweep_deg"]
    assert float(sweep.value) > 90.0 and "hip" in sweep.why
    room = 615 + math.radians(float(sweep.value)) * 205
    assert room >= 1200 + 29.0


def test_bias_is_levelled_smoothly() -> None:
    """Most is cut off at 45 degrees, nothing at the centre, and the hem meets the side squarely whatever the sweep."""
    for sweep in (90.0, 137.0, 180.0, 250.0, 360.0):
        angle = math.radians(sweep / 4)
        share, slope = circle.bias_share(angle)
        assert share(0.0) == 0.0 and slope(0.0) == 0.0 and abs(slope(angle)) < 1e-12
        values = [share(float(phi)) for phi in np.linspace(0.0, angle, 50)]
        assert min(values) >= 0.0 and max(values) <= 1.0 + 1e-9
    pattern = made("circle_skirt", circle="full", length="mini", bias_drop_mm=20.0)
    hem = pattern.piece("front").edge("hem").polyline
    radius = pattern.piece("front").edge("side.l").end[1]
    reach = np.hypot(hem[:, 0], hem[:, 1] - radius)
    angle = np.degrees(np.arctan2(np.abs(hem[:, 0]), radius - hem[:, 1]))
    assert reach.max() - reach.min() == pytest.approx(20.0, abs=0.1)
    assert angle[np.argmin(reach)] == pytest.approx(45.0, abs=3.0)


def test_a_front_wider_than_the_cloth_gets_a_seam() -> None:
    twill = fabric("woven", 0.0, None)
    narrow, wide = replace(twill, usable_width_mm=1400.0), replace(twill, usable_width_mm=3000.0)
    seamed = made("circle_skirt", cloth=narrow, circle="full", length="midi", centre_seam=False)
    whole = made("circle_skirt", cloth=wide, circle="full", length="midi")
    assert seamed.options["centre_seam"] is True and seamed.piece("front").quantity == 2
    assert whole.options["centre_seam"] is False and whole.piece("front").quantity == 1
    left, _, right, _ = g.bounds(seamed.piece("front").cut_ring)
    assert right - left <= 1400.0
    scarce = replace(twill, usable_width_mm=1000.0)
    asked = spec_for("circle_skirt", {"circle": "full", "length_mm": 980.0}, body(), scarce)
    assert "cloth is 1000 mm wide" in asked.options["length_mm"].why and asked.number("length_mm") < 980.0


@pytest.mark.parametrize("family", FAMILIES)
def test_flats(family: str) -> None:
    for wished in ({"length": "mini"}, {"length": "midi"}):
        spec = spec_for(family, wished, body())
        pattern = draft(spec, body(), CLOTH[family])
        sketch = flat_sketch(pattern, spec)
        front = np.asarray(next(p for p in sketch.parts if p.piece == "front" and p.view == "front").outline)
        assert g.signed_area(front) > 0
        assert abs(front[:, 0].max() + front[:, 0].min()) < 1e-6
        length = next(d for d in pattern.key_dimensions if d.id == "length").target_mm
        assert front[:, 1].max() - front[:, 1].min() >= 0.9 * length
        assert sketch.dimensions[0][0] == f"{length:.0f} mm"
        backs = [p for p in sketch.parts if p.piece == "back" and p.view == "back" and p.layer == 0]
        assert len(backs) == 2
