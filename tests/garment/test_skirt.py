"""The straight skirt against Aldrich, penelope and its own promises."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment.drafting.walking import longest_mm
from tests.garment.bodies import body, made, spec_for

FREESEWING = Path(__file__).parents[3] / "shared" / "data" / "patterns" / "freesewing"


@pytest.mark.skipif(not FREESEWING.exists(), reason="FreeSewing reference drafts are not here")
@pytest.mark.parametrize("who", ["female34", "female38", "male40"])
def test_agrees_with_penelope(who: str) -> None:
    """Side seam within 10 mm (penelope raises the side a little more), darts of the same order."""
    drafts = json.loads((FREESEWING / "freesewing_drafts.json").read_text())
    reference = drafts[f"penelope_{who}"]
    m = json.loads((FREESEWING / "measurements.json").read_text())[who]
    hem = max(to["to"][1] for to in reference["parts"]["penelope.front"]["seam"]["ops"] if "to" in to)
    pattern = made(
        "straight_skirt",
        body(waist=m["waist"], hip=m["seat"], waist_to_hip=m["waistToSeat"], waist_height=m["waistToFloor"]),
        waist_ease_mm=reference["store"]["waistEase"],
        hip_ease_mm=reference["store"]["seatEase"],
        length_mm=hem,
        front_darts=2.0 if reference["store"]["nrOfDarts"] == 2 else 1.0,
    )
    side = pattern.piece("front").edge("side.l").length_mm
    assert side == pytest.approx(reference["store"]["sideSeamLength"], abs=12.0)


def test_aldrich_example() -> None:
    """Waist 700, hip 960: about 20 mm a dart, one in front, two behind; the side takes the rest."""
    pattern = made("straight_skirt", body(waist=700, hip=960), hip_ease_mm=30.0, waist_ease_mm=10.0)
    front, back = pattern.piece("front"), pattern.piece("back")
    assert (len(front.darts), len(back.darts)) == (2, 2)
    for piece in (front, back):
        for dart in piece.darts:
            mouth = piece.edge(dart.mouth)
            assert g.distance(mouth.start, mouth.end) == pytest.approx(20.0, abs=1.0)
    assert front.edge("side.l").end[1] == pytest.approx(12.5, abs=3.0)  # side waist raised


def _closed_kink_deg(pattern: Pattern) -> float:
    """Largest bend of the waist where a dart closes, from the pieces alone."""
    worst = 0.0
    for piece in pattern.pieces:
        for dart in piece.darts:
            edges = list(piece.edges)
            i = next(k for k, edge in enumerate(edges) if edge.id == dart.mouth)
            before, mouth, after = edges[i - 1], edges[i], edges[i + 1]
            first = g.turn_deg(before.path[-1][-2], mouth.start, dart.apex)
            second = g.turn_deg(dart.apex, mouth.end, after.path[0][1])
            worst = max(worst, abs(first + second - 180.0))
    return worst


@pytest.mark.parametrize("hip", [900, 980, 1100, 1300])
def test_darts_close_smoothly_with_equal_legs(hip: float) -> None:
    pattern = made("straight_skirt", body(hip=hip), front_darts=2.0, back_darts=2.0)
    for piece in pattern.pieces:
        for dart in piece.darts:
            mouth = piece.edge(dart.mouth)
            assert g.distance(mouth.start, dart.apex) == pytest.approx(g.distance(mouth.end, dart.apex), abs=1e-6)
    assert _closed_kink_deg(pattern) < 0.05


def test_waist_not_smaller_than_hip() -> None:
    for waist in (960, 980, 1100, 1400):
        pattern = made("straight_skirt", body(waist=waist, hip=980))
        assert not any(piece.darts for piece in pattern.pieces)
        side = pattern.piece("front").edge("side.l")
        assert (side.end[0] > side.start[0]) == (waist > 1010)


def test_vent_when_walking_needs_it() -> None:
    who = body()
    midi = made("straight_skirt", who, length="midi")
    assert midi.options["vent"] is True and "vent" in {e.id for e in midi.piece("back").edges}
    free = longest_mm(who, 980 + float(midi.options["hip_ease_mm"]))
    assert float(midi.options["vent_length_mm"]) >= float(midi.options["length_mm"]) - free
    mini = made("straight_skirt", who, length="mini")
    assert mini.options["vent"] is False
    refused = spec_for("straight_skirt", {"length": "midi", "vent": False}, who)
    assert refused.value("vent") is False
    length = refused.options["length_mm"]
    assert length.feasible_high == pytest.approx(free, abs=0.1) and float(length.value) <= free
    said = spec_for("straight_skirt", {"length_mm": 950.0, "vent": False}, who).options["length_mm"]
    assert "walking without a vent" in said.why


def test_waistband_meets_the_waist() -> None:
    pattern = made("straight_skirt", waist_ease_mm=12.0)
    band = pattern.piece("waistband")
    assert band.edge("waist").length_mm == pytest.approx(745 + 12, abs=1e-4)
    assert band.edge("overlap").length_mm == pytest.approx(30.0)
    assert math.isclose(band.grain.start[0], band.grain.end[0])
    for seam in pattern.seams:
        walked = pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b)
        assert walked == pytest.approx(seam.ease_mm, abs=0.01), seam.id


def test_the_waistband_is_interfaced_net() -> None:
    pattern = made("straight_skirt")
    band, fusible = pattern.piece("waistband"), pattern.piece("waistband_fusible")
    assert fusible.material == "fusible" and fusible.worn == "inside" and band.worn == "waistband"
    assert g.signed_area(fusible.cut_ring) == pytest.approx(g.signed_area(band.sew_ring), abs=1.0)
    assert [piece.worn for piece in pattern.pieces[:2]] == ["front", "back"]
