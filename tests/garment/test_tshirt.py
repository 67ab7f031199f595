"""The T-shirt draft against its sources and its own promises."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.garment import draft, family, resolve
from ampc_desktop.garment.ease import table
from tests.garment.bodies import ANNA, JERSEY, body, fabric, made, spec_for

FREESEWING = Path(__file__).parents[3] / "shared" / "data" / "patterns" / "freesewing"
teagan = pytest.mark.skipif(not FREESEWING.exists(), reason="FreeSewing reference drafts are not here")


def _reference(who: str) -> tuple[dict, dict]:
    drafts = json.loads((FREESEWING / "freesewing_drafts.json").read_text())
    return drafts[f"teagan_{who}"]["parts"], json.loads((FREESEWING / "measurements.json").read_text())[who]


@teagan
@pytest.mark.parametrize("who", ["female34", "female38", "male40"])
def test_agrees_with_teagan_where_it_follows_it(who: str) -> None:
    parts, m = _reference(who)
    nape = 0.05 * m["neck"]
    subject = body(
        "male" if who.startswith("male") else "female",
        neck=m["neck"], shoulder=m["shoulderToShoulder"] / 1.12, bust=m["chest"], waist=m["waist"], hip=m["hips"],
        back_waist_length=m["hpsToWaistBack"] - nape, waist_to_hip=m["waistToHips"],
        armscye_depth=m["hpsToWaistBack"] - m["waistToArmpit"] * 0.98 - nape,
        biceps=m["biceps"], wrist=m["wrist"], arm=m["shoulderToWrist"], head=m["head"],
        shoulder_slope=m["shoulderSlope"],
    )  # fmt: skip
    depth = m["hpsToWaistBack"] - m["waistToArmpit"] * 0.98
    hem_y = parts["teagan.front"]["hemBase"]["ops"][0]["to"][1]
    pattern = made(
        "tshirt", subject, chest_ease_mm=0.12 * m["chest"], armhole_depth_mm=depth, shoulder_drop_mm=0.0,
        neck_width_mm=2 * m["neck"] * 1.05 / 4.8, body_length_mm=hem_y, hem_ease_mm=0.18 * m["hips"],
    )  # fmt: skip
    front, sleeve = pattern.piece("front"), pattern.piece("sleeve")
    assert front.edge("hem").length_mm / 2 == pytest.approx(parts["teagan.front"]["hemBase"]["len"], abs=0.5)
    assert front.edge("side.l").length_mm == pytest.approx(parts["teagan.front"]["sideSeam"]["len"], abs=8.0)
    cap = sleeve.edge("cap.front").length_mm + sleeve.edge("cap.back").length_mm
    assert cap == pytest.approx(parts["teagan.sleeve"]["sleevecap"]["len"], rel=0.03)


def test_armhole_leaves_room_for_the_sleeve_of_every_fit() -> None:
    subject = body("female", bust=920.0, waist=745.0, hip=980.0, biceps=271.5, armscye_depth=164.0)
    girths = []
    for fit in ("fitted", "regular", "relaxed", "oversized"):
        pattern = made("tshirt", subject, fit=fit, sleeve="short")
        front, back = pattern.piece("front"), pattern.piece("back")
        girths.append(front.edge("armhole.l").length_mm + back.edge("armhole.l").length_mm)
        wanted = table("tshirt")["fit"][fit]["biceps"] * 271.5
        assert pattern.options["biceps_ease_mm"] == pytest.approx(wanted, abs=1.0), fit
    assert girths == sorted(girths)
    assert girths[0] > 1.2 * 271.5


def test_pieces_seams_and_sides() -> None:
    pattern = made("tshirt", sleeve="long", neckline="crew")
    assert {p.id: p.quantity for p in pattern.pieces} == {"front": 1, "back": 1, "sleeve": 2, "neckband": 1}
    assert pattern.piece("neckband").material == "rib"
    front, back = pattern.piece("front"), pattern.piece("back")
    assert front.edge("side.l").start[0] > 0 > front.edge("side.r").start[0]
    assert back.edge("side.l").start[0] < 0 < back.edge("side.r").start[0]
    for seam in pattern.seams:
        walked = pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b)
        assert walked == pytest.approx(seam.ease_mm, abs=0.01), seam.id
    sleeve = pattern.piece("sleeve")
    assert sleeve.edge("cap.front").length_mm == pytest.approx(front.edge("armhole.l").length_mm, abs=0.001)
    assert sleeve.edge("cap.back").length_mm == pytest.approx(back.edge("armhole.l").length_mm, abs=0.001)


@pytest.mark.parametrize("neckline", ["crew", "v", "scoop"])
def test_corners_run_true_when_sewn(neckline: str) -> None:
    pattern = made("tshirt", neckline=neckline, fit="fitted", sleeve="long", length="long")

    def angle(piece: str, before: str, after: str) -> float:
        found = pattern.piece(piece)
        a, b = found.edge(before).path[-1], found.edge(after).path[0]
        return g.turn_deg(a[-2], a[-1], b[1])

    for first, second in (("neck", "shoulder"), ("shoulder", "armhole"), ("armhole", "side"), ("side", "hem")):
        front = angle("front", f"{second}.l", f"{first}.l") if second != "hem" else angle("front", "hem", "side.l")
        back = angle("back", f"{first}.l", f"{second}.l") if second != "hem" else angle("back", "side.l", "hem")
        assert front + back == pytest.approx(180.0, abs=0.05), (first, second)
    cap = angle("sleeve", "under.back", "cap.back") + angle("sleeve", "cap.front", "under.front")
    hem = angle("sleeve", "under.front", "hem") + angle("sleeve", "hem", "under.back")
    assert (cap, hem) == (pytest.approx(180.0, abs=0.05), pytest.approx(180.0, abs=0.05))
    centre = angle("front", "neck.l", "neck.r")
    assert centre == pytest.approx(180.0, abs=0.05) if neckline != "v" else 240 < centre < 340


def test_neckband_passes_the_head() -> None:
    for head in (540, 565, 620):
        for cloth in (fabric(stretch=0.15), fabric(stretch=0.4), fabric(stretch=0.1, rib=None)):
            pattern = made("tshirt", body(head=head), cloth, neck_depth_mm=20.0)
            band = pattern.piece("neckband").edge("sew").length_mm
            opening = pattern.chain_length_mm(next(s for s in pattern.seams if s.id == "neck").b)
            assert band * (1 + pattern.facts["neck_band_stretch"]) >= 0.95 * head - 0.1
            assert opening * (1 + pattern.facts["neck_cloth_stretch"]) >= 0.95 * head - 0.1


def test_wishes_sources_and_reasons() -> None:
    options = resolve(
        "tshirt",
        {"fit": ("relaxed", "said"), "sleeve_length_mm": (5000.0, "slider"), "colour": ("black", "said")},
        body(),
        JERSEY,
    )
    assert options["fit"].source == "said"
    assert options["chest_ease_mm"].source == "inferred"
    assert options["chest_ease_mm"].why == "relaxed: 12 % of bust 920 mm"
    assert options["length"].source == "default" and options["body_length_mm"].source == "default"
    sleeve = options["sleeve_length_mm"]
    assert sleeve.value == sleeve.feasible_high < 1.1 * ANNA["arm"]
    assert "5000 asked" in sleeve.why
    assert set(options) == {p.id for p in family("tshirt").schema.parameters}
    for option in options.values():
        if option.parameter.kind == "length":
            assert option.low <= option.feasible_low <= float(option.value) <= option.feasible_high <= option.high


def test_problems_are_told() -> None:
    with pytest.raises(Problem) as unknown:
        family("suit_of_armour")
    assert unknown.value.kind is Kind.NO and "T-shirt" in unknown.value.sentence
    with pytest.raises(Problem, match="crew, v, scoop"):
        resolve("tshirt", {"neckline": ("polo", "said")}, body(), JERSEY)
    for wrong in ("wide", math.nan, math.inf, True):
        with pytest.raises(Problem, match="can't be used"):
            resolve("tshirt", {"chest_ease_mm": (wrong, "said")}, body(), JERSEY)
    lacking = body()
    lacking = type(lacking)("Bo", "male", {k: v for k, v in lacking.values.items() if k != "biceps"})
    with pytest.raises(Problem, match="biceps"):
        resolve("tshirt", {}, lacking, JERSEY)


def test_same_inputs_same_pattern() -> None:
    who = body()
    spec = spec_for("tshirt", {"neckline": "v"}, who)
    assert draft(spec, who, JERSEY) == draft(spec, who, JERSEY)
