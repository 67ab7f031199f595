"""The hoodie draft against its sources and its own promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.garment import draft, families, flat_sketch, run_checks
from ampc_desktop.garment.drafting import hood, ribs
from ampc_desktop.garment.families.hoodie import options as hoodie
from tests.garment.bodies import JERSEY, Bodies, body, extreme, fabric, made, over_bodies, spec_for
from tests.garment.sweep import Outcome, judge

EVERYTHING = {
    "fit": ("fitted", "regular", "relaxed", "oversized"),
    "length": ("cropped", "hip", "long"),
    "sleeve": ("short", "three_quarter", "long"),
    "neckline": ("hood", "crew"),
    "hood_panels": ("two", "three"),
    "cord": (True, False),
    "lined": (True, False),
    "zip": (True, False),
    "pocket": (True, False),
}


@over_bodies
def test_any_mixture_of_options_on_any_body_can_be_sewn(bodies: Bodies) -> None:
    rng, outcome = np.random.default_rng(4), Outcome()
    for who in bodies:
        for cloth in (JERSEY, fabric(stretch=0.12, rib=None)):
            wishes = {id: values[int(rng.integers(len(values)))] for id, values in EVERYTHING.items()}
            judge(made("hoodie", who, cloth, **wishes), f"{who.name} {wishes}", outcome)
    assert not outcome.faults, "\n".join(outcome.faults[:12])
    assert outcome.seam_mm < 0.01


@pytest.mark.parametrize("neckline", ["hood", "crew"])
def test_wild_wishes_are_kept_feasible(neckline: str) -> None:
    """Every number far beyond both ends of its slider."""
    outcome = Outcome()
    for id, option in spec_for("hoodie", {"neckline": neckline}, body()).options.items():
        if option.parameter.kind not in ("length", "ratio"):
            continue
        for wish in (-500.0, 5000.0):
            judge(made("hoodie", neckline=neckline, **{id: wish}), f"{id} = {wish}", outcome)
    assert not outcome.faults, "\n".join(outcome.faults[:12])


def test_pieces_of_hoodie_and_sweatshirt() -> None:
    pullover = made("hoodie")
    assert pullover.recipe == {"front": 1, "back": 1, "sleeve": 2, "hood": 2, "hem_band": 1, "cuff": 2, "pocket": 1}
    assert pullover.style == "HOODIE" and all(piece.worn for piece in pullover.pieces)
    assert {notion.kind for notion in pullover.notions} == {"cord", "eyelet", "cord_end"}
    zipped = made("hoodie", zip=True, hood_panels="three")
    assert zipped.recipe["front"] == 2 and zipped.recipe["pocket"] == 2 and zipped.recipe["hood_centre"] == 1
    assert next(n for n in zipped.notions if n.kind == "zip").minutes > 0
    sweatshirt = made("hoodie", neckline="crew")
    assert sweatshirt.recipe == {"front": 1, "back": 1, "sleeve": 2, "neckband": 1, "hem_band": 1, "cuff": 2}
    assert sweatshirt.style == "SWEATSHIRT" and not sweatshirt.notions


def test_ribs_are_as_short_as_declared() -> None:
    for percent in (76.0, 86.0, 95.0):
        pattern = made("hoodie", rib_percent=percent)
        share = float(pattern.options["rib_percent"]) / 100
        hem = pattern.piece("front").edge("hem").length_mm + pattern.piece("back").edge("hem").length_mm
        assert hem_rib(pattern) == pytest.approx(share * hem)
        cuff, low = pattern.piece("cuff").edge("sew"), pattern.piece("sleeve").edge("hem")
        assert cuff.length_mm == pytest.approx(share * low.length_mm)
        assert cuff.length_mm == pytest.approx(float(pattern.options["sleeve_hem_mm"]))
        for seam in pattern.seams:
            if seam.kind == "stretched":
                assert seam.ease_mm < 0
    # 86 % of the edge, stretched by what a rib gives, goes round the hip.
    who = body(hip=1200)
    pattern = made("hoodie", who, length="hip", fit="fitted")
    band = hem_rib(pattern)
    low = bodice_low(pattern)
    assert band * (1 + hoodie.rib_stretch(JERSEY)) >= low


def hem_rib(pattern) -> float:
    """Length of the hem rib at rest, in one strip or in parts."""
    return sum(p.quantity * p.edge("sew").length_mm for p in pattern.pieces if p.worn == "hem_band")


@pytest.mark.parametrize("zipped", [False, True])
def test_a_long_hem_rib_is_cut_in_parts(zipped: bool) -> None:
    """No strip of rib is longer than rib cloth is wide; parts hold what the whole one would, and the sides are sewn."""
    small, large = (made("hoodie", body(hip=hip), zip=zipped, cord=False) for hip in (900, 1350))
    assert small.piece("hem_band").edge("sew").length_mm <= ribs.LONGEST_RIB_MM
    ahead, behind = large.piece("hem_band.front"), large.piece("hem_band.back")
    assert ahead.quantity == large.piece("front").quantity and ahead.worn == behind.worn == "hem_band"
    lengths = [band.quantity * band.edge("sew").length_mm for band in (ahead, behind)]
    share = float(large.options["rib_percent"]) / 100
    low = [p.quantity * p.edge("hem").length_mm for p in (large.piece("front"), large.piece("back"))]
    assert lengths == pytest.approx([share * mm for mm in low]) and sum(lengths) > ribs.LONGEST_RIB_MM
    assert max(np.ptp(band.cut_ring[:, 0]) for band in (ahead, behind)) < 990.0  # usable width of the rib
    seams = {seam.id: seam for seam in large.seams}
    for part, refs in {"front": 2 if zipped else 1, "back": 1}.items():
        sewn = [s for id, s in seams.items() if id.startswith(f"hem.{part}")]
        assert len(sewn) == refs and all(s.ease_mm < 0 for s in sewn)
    ends = {(ref.piece, ref.edge, ref.copy) for id in ("hem_band.l", "hem_band.r") for ref in
            (*seams[id].a, *seams[id].b)}  # fmt: skip
    assert len(ends) == 4
    assert behind.notch("sew.cb").pair == "hem.cb" and behind.notch("sew.cb").at_mm == pytest.approx(lengths[1] / 2)
    assert {n.pair for n in ahead.notches} == (set() if zipped else {"hem.cf"})
    assert all(check.status in ("pass", "skip") for check in run_checks(large))
    own = made("hoodie", body(hip=1350), fabric(rib=None))
    assert own.piece("hem_band").material == "shell"  # cloth wide enough for the whole


def test_the_flat_shows_both_parts_of_a_hem_rib() -> None:
    who = body(hip=1350)
    spec = spec_for("hoodie", {}, who)
    shown = {(part.piece, part.view) for part in flat_sketch(draft(spec, who, JERSEY), spec).parts}
    assert {("hem_band.front", "front"), ("hem_band.back", "back")} <= shown


def bodice_low(pattern) -> float:
    """Body girth at the seam of the hem rib."""
    return next(d for d in pattern.key_dimensions if d.id == "hem").body_mm


@pytest.mark.parametrize("panels", ["two", "three"])
@pytest.mark.parametrize("zipped", [False, True])
def test_hood_meets_the_neckline(panels: str, zipped: bool) -> None:
    for who in (body(), *extreme()):
        pattern = made("hoodie", who, hood_panels=panels, zip=zipped)
        seam = next(seam for seam in pattern.seams if seam.id == "hood")
        assert pattern.chain_length_mm(seam.a) == pytest.approx(pattern.chain_length_mm(seam.b), abs=1e-6)
        if panels == "three":
            strip, side = pattern.piece("hood_centre"), pattern.piece("hood")
            assert strip.edge("centre.l").length_mm == pytest.approx(side.edge("centre").length_mm, abs=1e-6)


def test_a_lined_hood_is_sewn_all_round() -> None:
    pattern = made("hoodie", lined=True, hood_panels="three")
    assert pattern.recipe["hood_lining"] == 2 and pattern.recipe["hood_centre_lining"] == 1
    assert pattern.piece("hood_lining").worn == "inside" and pattern.piece("hood").worn == "hood"
    assert pattern.piece("hood").edge("face").role == "seam"
    sewn = {(ref.piece, ref.edge) for seam in pattern.seams for ref in (*seam.a, *seam.b)}
    for id in ("hood", "hood_centre", "hood_lining", "hood_centre_lining"):
        assert {(id, edge.id) for edge in pattern.piece(id).edges} <= sewn
    assert made("hoodie", neckline="crew", lined=True).options["lined"] is False


@given(
    neck=st.floats(150.0, 380.0),
    head=st.floats(500.0, 680.0),
    ease=st.floats(0.0, 40.0),
    strip=st.sampled_from((0.0, 92.0)),
)
def test_any_neck_and_head_make_a_hood(neck: float, head: float, ease: float, strip: float) -> None:
    """Exact at the neckline, a simple outline, the crown above the head's height."""
    shape = hood.solve(neck, head, ease, strip)
    assert g.path_length(shape.neck) + hood.NAPE_SHARE * strip / 2 == pytest.approx(neck, abs=1e-6)
    ring = np.concatenate([g.flatten(path)[:-1] for path in (shape.neck, shape.centre, shape.face)])
    assert Polygon(ring).is_valid and g.signed_area(ring) > 0
    assert g.bounds(ring)[3] > 0.5 * head


def test_hood_is_square_at_nape_and_face() -> None:
    """Joined halves run on smoothly at the centre back, and the face edge is level at the crown."""
    shape = hood.solve(215.0, 565.0, 6.0, 0.0)
    assert g.path_length(shape.neck) == pytest.approx(215.0, abs=1e-8)
    before, nape, after = shape.neck[0][-2], shape.neck[0][-1], shape.centre[0][1]
    assert g.turn_deg(before, nape, after) == pytest.approx(90.0, abs=0.01)
    before, top, after = shape.centre[-1][-2], shape.centre[-1][-1], shape.face[0][1]
    assert g.turn_deg(before, top, after) == pytest.approx(90.0, abs=1.0)
    assert 0.55 * 565 < top[1] < 0.75 * 565


def test_the_head_passes_every_pullover() -> None:
    for head in (540.0, 620.0):
        for cloth in (fabric(stretch=0.15), fabric(stretch=0.10, rib=None)):
            for neckline in ("hood", "crew"):
                pattern = made(
                    "hoodie", body(head=head), cloth, neckline=neckline, neck_width_mm=10.0, neck_depth_mm=10.0
                )
                seam = next(seam for seam in pattern.seams if seam.id in ("hood", "neck"))
                opening = pattern.chain_length_mm(seam.b) * (1 + cloth.stretch_weft)
                assert opening >= 0.95 * head - 0.1
                if neckline == "crew":
                    band = pattern.chain_length_mm(seam.a) * (1 + hoodie.rib_stretch(cloth))
                    assert band >= 0.95 * head - 0.1


def test_zip_is_as_long_as_the_front_it_closes() -> None:
    pattern = made("hoodie", zip=True, neckline="crew")
    zipper = next(n for n in pattern.notions if n.kind == "zip")
    front = pattern.piece("front").edge("zip")
    wanted = front.length_mm + float(pattern.options["band_width_mm"]) + float(pattern.options["neckband_mm"])
    assert zipper.label == f"Open-ended zip {wanted:.0f} mm"
    assert front.role == "opening" and not math.isclose(front.length_mm, 0.0)
    assert "neck" in {seam.id for seam in pattern.seams} and "neckband.end" not in {seam.id for seam in pattern.seams}


def test_pocket_lies_on_the_front_and_ends_in_the_rib_seam() -> None:
    for zipped in (False, True):
        pattern = made("hoodie", zip=zipped)
        line = next(line for line in pattern.piece("front").internals if line.id == "pocket")
        points = g.flatten(line.path)
        assert points[:, 1].min() == pytest.approx(pattern.piece("front").edge("hem").start[1])
        ring = pattern.piece("pocket").sew_ring
        assert np.allclose(g.bounds(points)[2] - g.bounds(points)[0], g.bounds(ring)[2] - g.bounds(ring)[0])


def test_cord_goes_round_the_face() -> None:
    pattern = made("hoodie")
    cord = next(n for n in pattern.notions if n.kind == "cord")
    assert cord.unit == "m" and 1.0 < cord.quantity < 1.5
    assert 1000 * cord.quantity - 2 * pattern.piece("hood").edge("face").length_mm == pytest.approx(420.0, abs=1.0)
    assert not made("hoodie", neckline="crew", cord=True).notions  # nothing to draw through


@pytest.mark.parametrize("wishes", [{}, {"zip": True, "hood_panels": "three"}, {"neckline": "crew", "sleeve": "short"}])
@over_bodies
def test_flat(wishes: dict, bodies: Bodies) -> None:
    for who in bodies:
        spec = spec_for("hoodie", wishes, who)
        sketch = flat_sketch(draft(spec, who, JERSEY), spec)
        for part in sketch.parts:
            ring = np.asarray(part.outline)
            assert np.isfinite(ring).all() and g.signed_area(ring) > 0, (who.name, part.piece, part.view)
            assert Polygon(ring).is_valid, (who.name, part.piece, part.view)
    shown = {(part.piece, part.view) for part in sketch.parts}
    neck = "neckband" if wishes.get("neckline") == "crew" else "hood"
    assert {(neck, "front"), (neck, "back"), ("hem_band", "back"), ("cuff", "front")} <= shown


def test_fabric_weights_decide_what_is_offered() -> None:
    made_of, tee = families()["hoodie"], families()["tshirt"]
    light, heavy = fabric(), fabric()
    heavy = type(heavy)(**{**heavy.__dict__, "gsm": 320.0})
    assert not made_of.takes(light) and made_of.takes(heavy) and not tee.takes(heavy)


def test_readiness_of_default_hoodies() -> None:
    for wishes in ({}, {"zip": True}, {"neckline": "crew"}):
        assert all(check.status in ("pass", "skip") for check in run_checks(made("hoodie", **wishes)))
