"""The tank top draft against its sources and its own promises."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.garment import draft, flat_sketch, run_checks
from ampc_desktop.garment.drafting import bodice, ribs
from ampc_desktop.garment.drafting.stretch import stretch
from tests.garment.bodies import JERSEY, Bodies, body, extreme, fabric, made, over_bodies, spec_for
from tests.garment.sweep import Outcome, judge

EVERYTHING = {
    "fit": ("fitted", "regular", "relaxed", "oversized"),
    "length": ("cropped", "hip", "long"),
    "strap": ("narrow", "regular", "wide"),
    "neckline": ("scoop", "v", "crew"),
}


@over_bodies
def test_any_mixture_of_options_on_any_body_can_be_sewn(bodies: Bodies) -> None:
    rng, outcome = np.random.default_rng(8), Outcome()
    for who in bodies:
        for cloth in (JERSEY, fabric(stretch=0.12, rib=None)):
            wishes = {id: values[int(rng.integers(len(values)))] for id, values in EVERYTHING.items()}
            judge(made("tank", who, cloth, **wishes), f"{who.name} {wishes}", outcome)
    assert not outcome.faults, "\n".join(outcome.faults[:12])
    assert outcome.seam_mm < 0.01


@pytest.mark.parametrize("neckline", ["v", "crew", pytest.param("scoop", marks=pytest.mark.slow)])
def test_wild_wishes_are_kept_feasible(neckline: str) -> None:
    """Every number far beyond both ends of its slider."""
    outcome = Outcome()
    for id, option in spec_for("tank", {"neckline": neckline}, body()).options.items():
        if option.parameter.kind != "length":
            continue
        for wish in (-500.0, 5000.0):
            judge(made("tank", neckline=neckline, **{id: wish}), f"{id} = {wish}", outcome)
    assert not outcome.faults, "\n".join(outcome.faults[:12])


@pytest.mark.parametrize("width", [50.0, 70.0, 100.0])
def test_straps_are_as_wide_as_asked_with_their_bands(width: float) -> None:
    pattern = made("tank", strap_width_mm=width)
    band = float(pattern.options["band_width_mm"])
    for piece in ("front", "back"):
        assert pattern.piece(piece).edge("shoulder.l").length_mm + 2 * band == pytest.approx(width, abs=0.01)


def test_armholes_are_deeper_than_those_of_a_shirt_without_sleeves() -> None:
    """A tank shows more of the shoulder: its shoulder seam is shorter and its armhole longer than the T-shirt's."""
    tank, tee = made("tank"), made("tshirt", sleeve="sleeveless", neckline="scoop")
    tank_front, tee_front = tank.piece("front"), tee.piece("front")
    assert tank_front.edge("shoulder.l").length_mm < tee_front.edge("shoulder.l").length_mm
    assert tank_front.edge("armhole.l").length_mm > tee_front.edge("armhole.l").length_mm
    depths = [float(made("tank", fit=fit).options["armhole_depth_mm"]) for fit in EVERYTHING["fit"]]
    assert depths == sorted(depths)


@pytest.mark.parametrize("neckline", ["scoop", "v", "crew"])
def test_bands_are_shorter_than_what_they_bind(neckline: str) -> None:
    pattern = made("tank", neckline=neckline)
    give = stretch(JERSEY, neckline)
    seams = {seam.id: seam for seam in pattern.seams}
    neck, arm = seams["neck"], seams["armhole.l"]
    assert pattern.chain_length_mm(neck.a) == pytest.approx(give.ratio * pattern.chain_length_mm(neck.b))
    assert pattern.chain_length_mm(arm.a) == pytest.approx((1 + give.ratio) / 2 * pattern.chain_length_mm(arm.b))
    assert {notch.pair for notch in pattern.piece("neckband").notches} >= {"neck.centre"}


LARGE = {"bust": 1450, "waist": 1400, "hip": 1500, "biceps": 520, "neck": 480, "shoulder": 430}


@pytest.mark.parametrize("family", ["tank", "tshirt"])
def test_long_armhole_bands_are_cut_in_parts(family: str) -> None:
    """A band longer than rib cloth is wide: one part for the back, one for the front, sewn at shoulder and underarm."""
    wishes = {"fit": "oversized", "sleeve": "sleeveless", "armhole_depth_mm": 5000.0}
    spec = spec_for(family, {k: v for k, v in wishes.items() if family == "tshirt" or k != "sleeve"}, body(**LARGE))
    pattern = draft(spec, body(**LARGE), JERSEY)
    back, front = pattern.piece("armband.back"), pattern.piece("armband.front")
    assert back.quantity == front.quantity == 2 and back.worn == front.worn == "armband"
    seams = {seam.id: seam for seam in pattern.seams}
    give = stretch(JERSEY, str(spec.value("neckline")))
    for band, part in ((back, "back"), (front, "front")):
        for side in ("l", "r"):
            seam = seams[f"armhole.{part}.{side}"]
            assert [ref.piece for ref in seam.b] == [part]
            assert pattern.chain_length_mm(seam.a) == pytest.approx(
                (1 + give.ratio) / 2 * pattern.chain_length_mm(seam.b)
            )
        assert np.ptp(band.cut_ring[:, 0]) < 990.0  # usable width of the rib
    assert back.edge("sew").length_mm + front.edge("sew").length_mm > ribs.LONGEST_RIB_MM
    sewn = {(ref.piece, ref.edge, ref.copy) for seam in pattern.seams for ref in (*seam.a, *seam.b)}
    assert {(band.id, edge.id, copy) for band in (back, front) for edge in band.edges for copy in (0, 1)} <= sewn
    assert all(check.status in ("pass", "skip") for check in run_checks(pattern))
    shown = {(part.piece, part.view) for part in flat_sketch(pattern, spec).parts}
    assert {("armband.front", "front"), ("armband.back", "back")} <= shown
    assert "armband" in draft(spec, body(**LARGE), fabric(rib=None)).recipe  # own cloth is wide enough for the whole


@pytest.mark.parametrize(
    ("family", "wishes"),
    [
        *((family, {"neckline": neckline}) for family in ("tank", "tshirt") for neckline in ("crew", "v")),
        *(("hoodie", {"neckline": "crew", "zip": zipped}) for zipped in (False, True)),
    ],
)
def test_long_neckbands_are_cut_in_parts(family: str, wishes: dict) -> None:
    """A neckband longer than rib cloth is wide: a front and a back part, sewn at the shoulders."""
    wide = {**wishes, "neck_width_mm": 5000.0, "neck_depth_mm": 5000.0}
    who = body(**{**LARGE, "shoulder": 480})
    spec = spec_for(family, wide, who)
    pattern = draft(spec, who, JERSEY)
    bands = [piece for piece in pattern.pieces if piece.worn == "neckband"]
    assert {band.id for band in bands} == {"neckband.front", "neckband.back"}
    assert all(np.ptp(band.cut_ring[:, 0]) < 990.0 for band in bands)
    seam = next(seam for seam in pattern.seams if seam.id == "neck")
    around, hole = pattern.chain_length_mm(seam.a), pattern.chain_length_mm(seam.b)
    assert around == pytest.approx(sum(band.quantity * band.edge("sew").length_mm for band in bands))
    assert around > ribs.LONGEST_RIB_MM and around - hole == pytest.approx(seam.ease_mm) and seam.ease_mm < 0
    sewn = {(ref.piece, ref.edge, ref.copy) for seam in pattern.seams for ref in (*seam.a, *seam.b)}
    ends = {(band.id, edge.id, copy) for band in bands for edge in band.edges for copy in range(band.quantity)}
    free = {("neckband.front", "end.r", 0), ("neckband.front", "end.r", 1)} if wishes.get("zip") else set()
    assert ends - sewn == free
    outcome = Outcome()
    judge(pattern, family, outcome)
    assert not outcome.faults, outcome.faults
    shown = {(part.piece, part.view) for part in flat_sketch(pattern, spec).parts}
    assert {("neckband.front", "front"), ("neckband.back", "back")} <= shown


def test_the_head_passes_and_the_back_lies_above_the_front() -> None:
    for who in (body(head=620, neck=280), *extreme()):
        for cloth in (fabric(stretch=0.12), fabric(stretch=0.10, rib=None)):
            pattern = made("tank", who, cloth, neckline="crew", neck_width_mm=10.0, neck_depth_mm=10.0)
            seam = next(seam for seam in pattern.seams if seam.id == "neck")
            opening = pattern.chain_length_mm(seam.b) * (1 + cloth.stretch_weft)
            assert opening >= 0.95 * who["head"] - 0.1
            front, back = pattern.piece("front"), pattern.piece("back")
            assert back.edge("neck.r").end[1] > front.edge("neck.l").end[1] + 10.0


def test_follows_aaron_where_it_follows_it() -> None:
    """aaron: chest and hips ease within 0 to 20 %, straps between 10 and 40 % of the half shoulder."""
    who = body()
    pattern = made("tank", who)
    assert 0.0 <= float(pattern.options["chest_ease_mm"]) / who["bust"] <= 0.20
    assert 0.0 <= float(pattern.options["hip_ease_mm"]) / who["hip"] <= 0.20
    shoulder = bodice.SHOULDER_OF_BIACROMIAL * who["shoulder"] / 2
    assert 0.10 <= pattern.piece("front").edge("shoulder.l").length_mm / shoulder <= 0.40


@pytest.mark.parametrize("neckline", ["scoop", "v", "crew"])
@over_bodies
def test_flat(neckline: str, bodies: Bodies) -> None:
    for who in bodies:
        spec = spec_for("tank", {"neckline": neckline}, who)
        sketch = flat_sketch(draft(spec, who, JERSEY), spec)
        for part in sketch.parts:
            ring = np.asarray(part.outline)
            assert np.isfinite(ring).all() and g.signed_area(ring) > 0, (who.name, part.piece, part.view)
            assert Polygon(ring).is_valid, (who.name, part.piece, part.view)
    assert sum(part.piece == "armband" and part.view == "front" for part in sketch.parts) == 2


def test_readiness_of_a_default_tank() -> None:
    assert all(check.status in ("pass", "skip") for check in run_checks(made("tank")))
