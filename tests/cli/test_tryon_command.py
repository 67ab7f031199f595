"""ampc tryon: a pattern on a body, with its drape, maps and pictures, or a sentence why not."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ampc_desktop.render import opengl
from tests.cli.conftest import Ampc

CLOTH = "cotton_jersey_180"


@pytest.fixture
def tee(ampc: Ampc, anna: Path) -> Path:
    assert ampc("draft", "tshirt", "--body", anna, "--out", "tee.json").code == 0
    return Path("tee.json")


def test_a_tee_is_draped_and_told_as_promised(ampc: Ampc, anna: Path, tee: Path) -> None:
    told = ampc("tryon", tee, "--body", anna, "--fabric", CLOTH, "--edge-mm", 35, "--out", "worn", "--json")
    assert told.code == 0, told.err
    found = told.json
    assert found["converged"] and found["residual"] <= 0.01 and found["penetrations"] == 0
    assert found["seam_gap_mm"] <= 1.0 and found["strain"]["p50"] <= found["strain"]["p99"]
    assert found["pressure_pa"]["p99"] > 0 and {"bust", "waist", "hip"} <= found["ease_mm"].keys()
    files = {"fit.json", "garment.glb", "strain.ply", "maps.csv"}
    if opengl().ok:
        files |= {"print.png", "strain.png", "pressure.png", "ease.png", "fit.png"}
    assert set(found["files"]) == files == {path.name for path in Path("worn").iterdir()}
    kept = json.loads(Path("worn/fit.json").read_text())
    assert kept["verdict"] == found["verdict"] and kept["materials"][0]["sources"]
    with Path("worn/maps.csv").open() as table:
        rows = list(csv.DictReader(table))
    assert len(rows) >= found["vertices"] and {"panel", "x_mm", "strain_%"} <= rows[0].keys()


def test_own_mechanics_are_taken(ampc: Ampc, anna: Path, tee: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "source: our own KES-F, lab sheet 12\nmechanics: {weft_n_m: 150, warp_n_m: 260, bending_nm: 2.0e-6}\n"
    Path("own.yaml").write_text(own)
    words = ["tryon", tee, "--body", anna, "--fabric", CLOTH, "--edge-mm", 40, "--mechanics", "own.yaml"]
    told = ampc(*words, "--out", "worn", "--json")
    cloth = next(one for one in told.json["materials"] if one["id"] == CLOTH)
    assert (cloth["weft_n_m"], cloth["warp_n_m"]) == (150.0, 260.0)
    assert any("lab sheet 12" in source for source in cloth["sources"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--fabric": "tweed-of-mars"}, "no fabric"),
        ({"--body": "nobody.yaml"}, "nobody.yaml"),
        ({"--edge-mm": "2"}, "not a number from 8 to 60"),
        ({"--mechanics": "bad.yaml"}, "bad.yaml"),
        ({"--out": "full"}, "other files"),
    ],
)
def test_bad_input_is_one_line(ampc: Ampc, anna: Path, tee: Path, change: dict[str, str], words: str) -> None:
    Path("bad.yaml").write_text("mechanics: {weft_n_m: heavy}\n")
    Path("full").mkdir()
    Path("full/letter.txt").write_text("mine")
    given = {"--body": str(anna), "--fabric": CLOTH, "--edge-mm": "40", "--out": "worn", **change}
    told = ampc("tryon", tee, *(part for pair in given.items() for part in pair))
    assert told.code == 2 and words in told.err and "Traceback" not in told.err
    assert not Path("worn").exists() and Path("full/letter.txt").read_text() == "mine"


def test_a_pattern_nobody_knows_where_to_put_is_a_no(ampc: Ampc, anna: Path, tee: Path) -> None:
    raw = json.loads(tee.read_text())
    for piece in raw["pattern"]["pieces"]:
        if piece["id"] == "sleeve":
            piece["id"], piece["worn"] = "wing", ""
    for seam in raw["pattern"]["seams"]:
        for side in ("a", "b"):
            for ref in seam[side]:
                if ref["piece"] == "sleeve":
                    ref["piece"] = "wing"
    tee.write_text(json.dumps(raw))
    told = ampc("tryon", tee, "--body", anna, "--fabric", CLOTH, "--out", "worn")
    assert told.code in (1, 2) and "wing" in told.err and "Traceback" not in told.err


def test_a_garment_is_worn_over_another(ampc: Ampc, anna: Path, tee: Path) -> None:
    assert ampc("draft", "tshirt", "--body", anna, "--set", "fit=oversized", "--out", "wide.json").code == 0
    cloth = ("--fabric", CLOTH, "--edge-mm", 45)
    told = ampc("tryon", "wide.json", "--over", tee, "--body", anna, *cloth, "--out", "worn", "--json")
    assert told.code == 0, told.err
    assert told.json["converged"] and told.json["self_crossings"] == 0
    with Path("worn/maps.csv").open() as table:
        panels = {row["panel"] for row in csv.DictReader(table)}
    assert panels == {"front", "back", "sleeve.0", "sleeve.1", "neckband"}  # maps are the upper garment's
