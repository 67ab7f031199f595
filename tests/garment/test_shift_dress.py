"""The shift dress: darts true, facings and sleeves fit, one can walk in it, any wish on any body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import InternalLine
from ampc_desktop.garment import draft, flat_sketch, run_checks
from ampc_desktop.garment.checks.girths import two_pointed, width_at
from ampc_desktop.garment.checks.reading import span_mm
from ampc_desktop.garment.drafting import bodice, walking
from tests.garment.bodies import CLOTH, Bodies, body, extreme, made, over_bodies, plausible, spec_for
from tests.garment.sweep import Outcome, judge
from tests.garment.wishing import wishes

BODIES = (*plausible(12, seed=5), *extreme())


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(BODIES), wishes("shift_dress"))
def test_any_wish_on_any_body(who, wished) -> None:
    outcome = Outcome()
    judge(made("shift_dress", who, **wished), f"{who.name} {wished}", outcome)
    assert not outcome.faults, outcome.faults
    assert outcome.seam_mm <= 0.5 and outcome.girth_mm <= 2.0


def test_bust_dart_gives_the_front_length() -> None:
    """With its darts sewn the front's side is as long as the back's; the centre front is longer by the dart."""
    pattern, flat = made("shift_dress"), made("shift_dress", bust_darts=False)
    front, plain = pattern.piece("front"), flat.piece("front")
    assert len(front.darts) == 2 and not plain.darts
    sewn = front.edge("side.l.1").length_mm + front.edge("side.l.2").length_mm
    assert sewn == pytest.approx(pattern.piece("back").edge("side").length_mm, abs=1e-5)
    longer = plain.edge("hem").start[1] - front.edge("hem").start[1]
    assert longer == pytest.approx(float(pattern.options["bust_dart_mm"]), rel=0.15)
    larger = made("shift_dress", body(bust=980, underbust=800))
    assert float(larger.options["bust_dart_mm"]) > float(pattern.options["bust_dart_mm"])
    assert made("shift_dress", body("male", underbust=910)).options["bust_darts"] is False


def test_waist_darts_are_part_of_the_promised_waist() -> None:
    who = body()
    pattern = made("shift_dress", who, fit="fitted", waist_ease_mm=70.0)
    waist = next(d for d in pattern.key_dimensions if d.id == "waist")
    found = sum(span_mm(pattern, span) for span in waist.spans)
    assert found == pytest.approx(745 + 70, abs=0.1)
    front, back = pattern.piece("front"), pattern.piece("back")
    assert len(two_pointed(front)) == 2 and len(two_pointed(back)) == 1
    level = waist.spans[0].at_mm
    taken = sum(width_at(ring, level) for ring in two_pointed(front).values())
    taken += 2 * sum(width_at(ring, waist.spans[1].at_mm) for ring in two_pointed(back).values())
    assert 40.0 <= taken <= 120.0
    undone = pattern.with_piece(
        replace(front, internals=tuple(i for i in front.internals if not i.id.startswith("fisheye")))
    )
    assert next(c for c in run_checks(undone) if c.number == 8).status == "fail"


def test_uneven_waist_dart_is_found() -> None:
    pattern = made("shift_dress", fit="fitted")
    back = pattern.piece("back")
    dart = next(line for line in back.internals if line.id == "fisheye")
    high, left = dart.path[0]
    low, right = dart.path[1][1], dart.path[2][1]
    moved = (right[0] + 18.0, right[1] + 40.0)
    path = (g.line(high, left), g.line(left, low), g.line(low, moved), g.line(moved, high))
    lines = tuple(InternalLine("fisheye", "dart", path) if line.id == "fisheye" else line for line in back.internals)
    wrong = run_checks(pattern.with_piece(replace(back, internals=lines)))
    assert next(c for c in wrong if c.number == 12).status == "fail"


@pytest.mark.parametrize("neckline", ["round", "v"])
def test_facings_fit_their_openings(neckline: str) -> None:
    pattern = made("shift_dress", neckline=neckline)
    ids = {piece.id for piece in pattern.pieces}
    assert {"front_neck_facing", "back_neck_facing", "front_armhole_facing", "back_armhole_facing"} <= ids
    for seam in pattern.seams:
        off = pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b) - seam.ease_mm
        assert off == pytest.approx(0.0, abs=1e-5), seam.id
    shoulder = pattern.piece("back").edge("shoulder").length_mm
    both = pattern.piece("back_neck_facing").edge("shoulder").length_mm
    both += pattern.piece("back_armhole_facing").edge("shoulder").length_mm
    assert both <= shoulder
    assert ("sleeve" in ids) is False and "sleeve" in {p.id for p in made("shift_dress", sleeve="short").pieces}


@pytest.mark.parametrize("ease", [10.0, 18.0, 25.0])
def test_cap_ease_is_declared_and_kept(ease: float) -> None:
    pattern = made("shift_dress", sleeve="short", cap_ease_mm=ease)
    seams = [seam for seam in pattern.seams if seam.id.startswith("armhole") and seam.id.endswith(".l")]
    assert {seam.kind for seam in seams} == {"eased"}
    assert sum(seam.ease_mm for seam in seams) == pytest.approx(ease, abs=1e-6)
    cap = next(check for check in run_checks(pattern) if check.number == 6)
    assert cap.status == "pass"


def test_vent_when_walking_needs_it() -> None:
    for who in (body(), *plausible(8, seed=9)):
        for length in ("mini", "knee", "midi"):
            pattern = made("shift_dress", who, length=length)
            below = -pattern.piece("back").edge("hem").start[1] - bodice.levels(who).waist
            hem = next(d for d in pattern.key_dimensions if d.id == "hem").target_mm
            free = walking.longest_mm(who, hem)
            if below > free + 1e-6:
                assert pattern.options["vent"] is True, (who.name, length)
                assert float(pattern.options["vent_length_mm"]) >= below - free
    asked = spec_for("shift_dress", {"length": "midi", "vent": False}, body())
    assert asked.value("vent") is True


def test_flat_shows_what_is_sewn() -> None:
    spec = spec_for("shift_dress", {"fit": "fitted", "sleeve": "short", "neckline": "v"}, body())
    pattern = draft(spec, body(), CLOTH["shift_dress"])
    sketch = flat_sketch(pattern, spec)
    front = np.asarray(next(p for p in sketch.parts if p.piece == "front" and p.view == "front").outline)
    waist = next(d for d in pattern.key_dimensions if d.id == "waist")
    level = waist.spans[1].at_mm
    near = front[np.abs(front[:, 1] - level) < 3.0]
    assert 2 * np.abs(near[:, 0]).min() == pytest.approx(waist.target_mm / 2, abs=18.0)
    length = next(d for d in pattern.key_dimensions if d.id == "length").target_mm
    assert front[:, 1].max() - front[:, 1].min() == pytest.approx(length, abs=6.0)
    assert len([p for p in sketch.parts if p.piece == "sleeve"]) == 4
    backs = [p for p in sketch.parts if p.piece == "back" and p.view == "back" and p.layer == 2]
    assert len(backs) == 2 and g.signed_area(np.asarray(backs[0].outline)) > 0


@over_bodies
def test_flat_of_any_body_is_sound(bodies: Bodies) -> None:
    for who in bodies:
        spec = spec_for("shift_dress", {"sleeve": "short", "fit": "relaxed"}, who)
        for part in flat_sketch(draft(spec, who, CLOTH["shift_dress"]), spec).parts:
            assert Polygon(part.outline).is_valid, (who.name, part.piece, part.view)
