"""The shirt draft against its sources and its own promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.measurement import Measurement
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import draft, flat_sketch, run_checks
from ampc_desktop.garment.drafting import bodice, bust_dart, collar
from tests.garment.bodies import TWILL, Bodies, body, made, over_bodies, spec_for
from tests.garment.sweep import Outcome, judge

EVERYTHING = {
    "fit": ("fitted", "regular", "relaxed", "oversized"),
    "length": ("cropped", "hip", "long"),
    "hem": ("straight", "curved"),
    "sleeve": ("short", "three_quarter", "long"),
    "collar": ("classic", "spread", "band"),
    "placket": ("band", "cut_on"),
    "bust_darts": (True, False),
    "pleats": (True, False),
    "pocket": (True, False),
}


@over_bodies
def test_any_mixture_of_options_on_any_body_can_be_sewn(bodies: Bodies) -> None:
    rng, outcome = np.random.default_rng(9), Outcome()
    for who in bodies:
        wishes = {id: values[int(rng.integers(len(values)))] for id, values in EVERYTHING.items()}
        judge(made("shirt", who, **wishes), f"{who.name} {wishes}", outcome)
    assert not outcome.faults, "\n".join(outcome.faults[:12])
    assert outcome.seam_mm < 0.01


def test_wild_wishes_are_kept_feasible() -> None:
    """Every number far beyond both ends of its slider."""
    outcome = Outcome()
    base = spec_for("shirt", {}, body())
    for id, option in base.options.items():
        if option.parameter.kind != "length":
            continue
        for wish in (-500.0, 5000.0):
            judge(made("shirt", **{id: wish}), f"{id} = {wish}", outcome)
    assert not outcome.faults, "\n".join(outcome.faults[:12])


def test_pieces_of_a_classic_shirt() -> None:
    pattern = made("shirt", pocket=True, pleats=True)
    assert pattern.recipe == {
        "front": 2, "back": 1, "yoke": 1, "pocket": 1, "yoke_inner": 1, "placket": 2, "placket_fusible": 2, "stand": 1,
        "stand_inner": 1, "stand_fusible": 1, "collar": 1, "collar_under": 1, "collar_fusible": 1, "sleeve": 2,
        "cuff": 2, "cuff_fusible": 2, "sleeve_placket": 2,
    }  # fmt: skip
    assert all(piece.worn for piece in pattern.pieces)
    front = pattern.piece("front")
    assert front.mirrored_pair and front.edge("hem").start[0] < 0 < front.edge("side.1").start[0]
    band = made("shirt", collar="band", sleeve="short", placket="cut_on")
    assert not {"collar", "cuff", "placket"} & {piece.id for piece in band.pieces}


def test_the_collar_fits_the_neck_that_was_measured() -> None:
    for neck, ease in ((330.0, 10.0), (350.0, 14.0), (430.0, 30.0)):
        pattern = made("shirt", body(neck=neck), neck_ease_mm=ease)
        stand, width = pattern.piece("stand"), float(pattern.options["placket_mm"])
        assert stand.edge("sew").length_mm == pytest.approx(neck + ease + width, abs=0.01)
        assert pattern.piece("collar").edge("sew").length_mm == pytest.approx(stand.edge("top").length_mm, abs=1e-6)
        # The collar's outer edge lies over the stand: it must be longer than the edge it is sewn by.
        assert pattern.piece("collar").edge("outer").length_mm > pattern.piece("collar").edge("sew").length_mm


def test_cap_ease_is_declared_and_drafted() -> None:
    for ease in (10.0, 18.0, 25.0):
        pattern = made("shirt", cap_ease_mm=ease)
        caps = [seam for seam in pattern.seams if seam.id in ("armhole.front.l", "armhole.back.l")]
        drafted = [pattern.chain_length_mm(s.a) - pattern.chain_length_mm(s.b) for s in caps]
        assert sum(drafted) == pytest.approx(ease, abs=1e-4)
        assert drafted == [pytest.approx(seam.ease_mm, abs=1e-4) for seam in caps]
        assert all(seam.kind == "eased" for seam in caps)


def _dart_bend_deg(pattern: Pattern) -> float:
    front = pattern.piece("front")
    dart, mouth = front.darts[0], front.edge("dart")
    first = g.turn_deg(front.edge("side.1").path[-1][-2], mouth.start, dart.apex)
    second = g.turn_deg(dart.apex, mouth.end, front.edge("side.2").path[0][1])
    return abs(first + second - 180.0)


@pytest.mark.parametrize("intake", [10.0, 24.0, 40.0])
def test_bust_dart_closes_true_and_front_gains_its_length(intake: float) -> None:
    plain = made("shirt", bust_darts=False)
    darted = made("shirt", bust_darts=True, bust_dart_mm=intake)
    front, back = darted.piece("front"), darted.piece("back")
    wanted = float(darted.options["bust_dart_mm"])
    mouth = front.edge("dart")
    assert g.distance(mouth.start, mouth.end) == pytest.approx(wanted)
    assert g.distance(mouth.start, front.darts[0].apex) == pytest.approx(g.distance(mouth.end, front.darts[0].apex))
    assert _dart_bend_deg(darted) < 0.01
    side = front.edge("side.1").length_mm + front.edge("side.2").length_mm
    assert side == pytest.approx(back.edge("side.r").length_mm, abs=1e-6)
    gained = plain.piece("front").edge("hem").start[1] - front.edge("hem").start[1]
    assert gained == pytest.approx(wanted, rel=0.12)


def test_the_flap_of_the_dart_lies_on_the_side_seam() -> None:
    """Folded along its lower leg, the mouth falls on the seam below it."""
    side = (g.line((240.0, -600.0), (240.0, -220.0)),)
    dart = bust_dart.side_dart(side, 290.0, 26.0, 120.0)
    low, peak = dart.mouth[0]
    ax, ay = dart.apex[0] - low[0], dart.apex[1] - low[1]
    px, py = peak[0] - low[0], peak[1] - low[1]
    t = (px * ax + py * ay) / (ax * ax + ay * ay)
    folded = (2 * t * ax - px, 2 * t * ay - py)
    before = dart.below[-1][-2]
    along = (before[0] - low[0], before[1] - low[1])
    assert abs(math.degrees(math.atan2(*folded) - math.atan2(*along))) < 0.01


def test_buttoned_girths_are_the_promised_ones() -> None:
    """Cutting all pieces at the chest: both plackets overlap once, the pleat is folded."""
    for wishes in ({"placket": "band"}, {"placket": "cut_on"}, {"pleats": True}):
        pattern = made("shirt", hem="straight", bust_darts=False, **wishes)
        width = float(pattern.options["placket_mm"])
        turned = 3 * width if wishes.get("placket") == "cut_on" else width
        front, back = pattern.piece("front").edge("hem"), pattern.piece("back").edge("hem")
        pleat = sum(e.length_mm for e in pattern.piece("back").edges if e.id.startswith("pleat."))
        hem = next(d for d in pattern.key_dimensions if d.id == "hem").target_mm
        assert 2 * front.length_mm + back.length_mm - width - pleat == pytest.approx(hem, abs=0.01)
        ring = Polygon(pattern.piece("front").sew_ring)
        assert ring.bounds[0] == pytest.approx(-turned / 2)


def test_the_facing_of_a_cut_on_placket_mirrors_the_front() -> None:
    front = made("shirt", placket="cut_on").piece("front")
    fold = front.edge("hem").start[0]
    facing = front.edge("neck.facing").polyline * (-1.0, 1.0) + (2 * fold, 0.0)
    assert np.allclose(facing[::-1], front.edge("neck.placket").polyline, atol=1e-6)


def test_buttons_sit_on_the_centre_front() -> None:
    pattern = made("shirt")
    front, placket = pattern.piece("front"), pattern.piece("placket")
    buttons = [drill.at for drill in front.drills if drill.id.startswith("button.")]
    assert all(x == 0.0 for x, _ in buttons)
    gaps = np.diff([-y for _, y in buttons])
    assert np.ptp(gaps) < 1e-6 and 60.0 < gaps[0] < 120.0
    holes = [line for line in placket.internals if line.id.startswith("buttonhole.")]
    assert len(holes) == len(buttons)
    assert pattern.notions[0].quantity == len(buttons) + 1 + 2  # the stand's and the cuffs'


def test_wider_yoke_and_forward_shoulder_keep_the_armhole() -> None:
    lengths = []
    for yoke in (70.0, 110.0):
        pattern = made("shirt", yoke_mm=yoke)
        chain = next(seam for seam in pattern.seams if seam.id == "armhole.back.l").b
        lengths.append(pattern.chain_length_mm(chain))
    assert lengths[0] == pytest.approx(lengths[1], abs=0.01)


def test_men_and_women() -> None:
    woman, man = made("shirt", body("female")), made("shirt", body("male", bust=1000, waist=880, biceps=320, neck=390))
    assert woman.options["bust_darts"] is True and man.options["bust_darts"] is False
    assert (woman.options["pocket"], man.options["pocket"]) == (False, True)
    assert (woman.facts["left_over_right"], man.facts["left_over_right"]) == (0.0, 1.0)


@pytest.mark.parametrize("neck_collar", ["classic", "spread", "band"])
@pytest.mark.parametrize("sleeve", ["short", "long"])
@over_bodies
def test_flat(neck_collar: str, sleeve: str, bodies: Bodies) -> None:
    for who in bodies:
        spec = spec_for("shirt", {"collar": neck_collar, "sleeve": sleeve, "pocket": True, "pleats": True}, who)
        pattern = draft(spec, who, TWILL)
        sketch = flat_sketch(pattern, spec)
        for part in sketch.parts:
            ring = np.asarray(part.outline)
            assert np.isfinite(ring).all() and g.signed_area(ring) > 0, (who.name, part.piece, part.view)
            assert Polygon(ring).is_valid, (who.name, part.piece, part.view)
    shown = {(part.piece, part.view) for part in sketch.parts}
    assert {("front", "front"), ("pocket", "front"), ("yoke", "back"), ("stand", "front")} <= shown
    assert (("cuff", "back") in shown) == (sleeve == "long")
    pocket = next(part for part in sketch.parts if part.piece == "pocket")
    assert min(x for x, _ in pocket.outline) > 0  # the wearer's left


def test_cuffs_hold_the_wrist_and_pleats_take_the_rest() -> None:
    """A wide sleeve on a short arm is pleated into its cuff rather than given a wide one."""
    stout = body("male", bust=1300, waist=1250, hip=1200, biceps=420, neck=440, shoulder=430, wrist=190, arm=540)
    pattern = made("shirt", stout, fit="oversized")
    cuff, sleeve = pattern.piece("cuff"), pattern.piece("sleeve")
    assert cuff.edge("sew").length_mm == pytest.approx(float(pattern.options["sleeve_hem_mm"]))
    assert cuff.edge("sew").length_mm < 1.6 * 190
    pleats = sum(edge.length_mm for edge in sleeve.edges if edge.id.startswith("pleat."))
    bottom = sum(edge.length_mm for edge in sleeve.edges if edge.id.startswith("cuff."))
    assert pleats > 60.0 and bottom == pytest.approx(cuff.edge("sew").length_mm)


@given(
    half=st.floats(130.0, 300.0), reach=st.floats(8.0, 24.0), high=st.floats(20.0, 45.0), fall=st.floats(30.0, 75.0),
    point=st.floats(45.0, 120.0), spread=st.floats(0.0, 40.0),
)  # fmt: skip
def test_any_neck_has_a_stand_and_a_collar(
    half: float, reach: float, high: float, fall: float, point: float, spread: float
) -> None:
    """Sewn edges exact, outlines simple, the under collar inside the upper one."""
    made_stand = collar.stand(half, reach, high, 12.0)
    assert g.path_length(made_stand.sew) == pytest.approx(half + reach, abs=1e-6)
    outer = collar.stand_piece(made_stand, half, 0.4 * half, 7.0, True)
    upper = collar.collar_piece(made_stand, fall, max(point, fall + 6.0), spread, 7.0)
    assert upper.edge("sew").length_mm == pytest.approx(outer.edge("top").length_mm, abs=1e-6)
    shapes = [Polygon(piece.sew_ring) for piece in (outer, upper, collar.under_collar(upper))]
    assert all(shape.is_valid for shape in shapes)
    assert shapes[1].buffer(0.1).contains(shapes[2]) and shapes[2].area < shapes[1].area


@given(
    width=st.floats(170.0, 420.0),
    level=st.floats(60.0, 200.0),
    intake=st.floats(8.0, 50.0),
    lean=st.floats(-60.0, 60.0),
)
def test_any_side_seam_takes_a_dart(width: float, level: float, intake: float, lean: float) -> None:
    """Legs equal, both parts as long as the seam was, and no crossing."""
    side = (g.cubic((width + lean, -600.0), (width + lean, -500.0), (width, -320.0), (width, -220.0)),)
    dart = bust_dart.side_dart(side, 220.0 + level, intake, 0.45 * width)
    assert g.path_length(dart.below) + g.path_length(dart.above) == pytest.approx(g.path_length(side), abs=1e-6)
    low, high = dart.below[-1][-1], dart.above[0][0]
    assert g.distance(low, dart.apex) == pytest.approx(g.distance(high, dart.apex))
    line = np.concatenate([g.flatten(path)[:-1] for path in (dart.below, dart.mouth, dart.above)])
    assert LineString(line).is_simple


def test_readiness_of_a_default_shirt() -> None:
    assert all(check.status in ("pass", "skip") for check in run_checks(made("shirt")))


def test_the_grain_of_the_lowest_collar_stays_inside_both_layers() -> None:
    shirt = made("shirt", collar_fall_mm=30.0, stand_mm=22.0)
    assert not [check.summary for check in run_checks(shirt) if check.status == "fail"]


def test_a_collar_has_room_where_its_stand_is_sewn_on() -> None:
    """The seam lies below the neck that was measured, on the way to its base: there it must go round, too."""
    slim, wide = (made("shirt", body(neck=340.0, neck_base=base)) for base in (340.0, 400.0))
    lengths = [pattern.piece("stand").edge("sew").length_mm - pattern.options["placket_mm"] for pattern in (slim, wide)]
    assert lengths[0] == pytest.approx(340.0 + 14.0, abs=0.5)
    assert lengths[1] == pytest.approx(340.0 + 14.0 + 0.3 * 60.0, abs=0.5)


def test_an_armhole_that_nobody_measured_is_no_shallower_than_the_books() -> None:
    """Slopes of the population make the armpit of a bust of 1250 mm no deeper than that of 920."""
    big = body(bust=1250.0)
    guessed = big.with_value("armscye_depth", Measurement(166.0, 20.0, source="estimated"))
    taken = big.with_value("armscye_depth", Measurement(166.0))
    at = {name: bodice.levels(who) for name, who in (("books", big), ("guessed", guessed), ("taken", taken))}
    assert at["guessed"].underarm == at["books"].underarm == pytest.approx(at["books"].nape + 0.125 * 1250.0 + 60.0)
    assert at["taken"].underarm < at["guessed"].underarm - 25.0
    deeper = big.with_value("armscye_depth", Measurement(240.0, 20.0, source="estimated"))
    assert bodice.levels(deeper).underarm > at["books"].underarm
