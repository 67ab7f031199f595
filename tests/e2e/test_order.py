"""The main job from the command line: one sentence and a body become a package that holds together."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import ezdxf
import jsonschema
import pypdf
import pytest
from PIL import Image

from ampc_desktop import exchange
from ampc_desktop.cli.main import main
from ampc_desktop.exchange.names import unique_names
from ampc_desktop.hub import open_hub
from ampc_desktop.render import opengl
from ampc_desktop.runtime import resources

BODY = """name: Anna
sex: female
units: cm
measurements: {stature: 178, bust: 92, waist: 74.5, hip: 98}
"""
TEE = "a relaxed black tee, crew neck, long sleeves, thin white stripes"
SKIRT = "a midi straight skirt, grey with black checks and a back vent"
ALWAYS = {"order.json", "pattern.json", "pattern.dxf", "marker.dxf", "marker.plt"}
ALWAYS |= {"print.png", "print.pdf", "techpack.pdf", "bom.csv", "avatar.npz", "avatar.glb"}
ALWAYS |= {"fit.json", "tryon.glb"}
ALWAYS |= {"avatar.png", "tryon.png"} if opengl().ok else set()
FUSED = {"marker-fusible.dxf", "marker-fusible.plt"}


def _order(say: str, out: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    words = ["order", "--say", say, "--body", "anna.yaml", "--out", out, "--seconds", "1", "--json", *more]
    assert main(words) == 0
    told = capsys.readouterr()
    assert told.err == ""
    found = json.loads(told.out)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # far from any data that lies beside the repository
    (tmp_path / "anna.yaml").write_text(BODY)
    return tmp_path


@pytest.mark.parametrize(
    ("say", "family", "more", "pieces", "said"),
    [
        (
            TEE,
            "tshirt",
            {"marker-rib.dxf", "marker-rib.plt"},
            5,
            {"sleeve": "long", "neckline": "crew", "motif": "stripes"},
        ),
        (SKIRT, "straight_skirt", FUSED, 5, {"length": "midi", "vent": True, "motif": "checks", "colour": "grey"}),
    ],
)
def test_an_order(
    say: str,
    family: str,
    more: set[str],
    pieces: int,
    said: dict[str, Any],
    folder: Path,
    studio_home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = _order(say, "o", capsys)
    out = folder / "o"

    # the answer of the contract
    assert told["readiness"]["status"] == "ready" and told["verdict"] == "ready to cut"
    assert [check["number"] for check in told["readiness"]["checks"]] == [*range(1, 18), 19]
    assert set(told["files"]) == {path.name for path in out.iterdir()} == ALWAYS | more
    assert told["design"]["family"] == family and told["lead_time_days"] >= 1 and told["adjusted"] == []
    for name, value in said.items():
        slot = told["requirement"]["slots"][name]
        assert (slot["value"], slot["source"]) == (value, "said"), name
    assert {"understand", "markers", "release", "total"} <= told["seconds"].keys()

    # order.json keeps its schema, its hashes and its sums
    document = json.loads((out / "order.json").read_text("utf-8"))
    jsonschema.validate(document, resources.json_file("schemas", "order.schema.json"))
    assert document["order"]["id"] == told["order_id"] and document["wish"] == [say]
    for file in document["order"]["files"]:
        data = (out / file["name"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file["sha256"], file["size"]), file["name"]
    lines = [line["eur"] for line in document["quote"]["lines"]]
    assert told["price_eur"] == pytest.approx(sum(lines), abs=0.005) and min(lines) >= 0
    assert document["quote"]["estimated"] is False and document["markers"]["shell"]["verified"] is True
    parts = document["order"]["lead_time"]["parts"]
    assert told["lead_time_days"] >= max(days for _, days in parts)

    # the bill of materials is the one that was priced
    rows = list(csv.DictReader(io.StringIO((out / "bom.csv").read_text("utf-8-sig"))))
    assert [row["item"] for row in rows] == [line["item"] for line in document["bom"]["lines"]]
    cloth = next(float(row["amount"]) for row in rows if row["item"] == "fabric.shell")
    assert cloth == pytest.approx(document["markers"]["shell"]["length_mm"] / 1000, abs=0.03)

    # the pattern: schema, check, and the DXF says the same to our reader and to ezdxf
    raw = json.loads((out / "pattern.json").read_text("utf-8"))
    jsonschema.validate(raw, resources.json_file("schemas", "pattern.schema.json"))
    assert main(["check", str(out / "pattern.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "ready"
    pattern = exchange.pattern_from_json((out / "pattern.json").read_bytes())
    dxf = (out / "pattern.dxf").read_bytes()
    drawing = exchange.read_dxf(dxf)
    names = unique_names(piece.name for piece in pattern.pieces)
    assert drawing.warnings == () and [p.name for p in drawing.pieces] == names
    assert sum(sum(p.quantity or (0, 0)) for p in drawing.pieces) == pieces
    for ours, theirs in zip(pattern.pieces, drawing.pieces, strict=True):
        assert theirs.area_mm2 == pytest.approx(ours.cut_area_mm2, rel=2e-5)
    blocks = {block.name for block in ezdxf.readfile(out / "pattern.dxf").blocks}
    assert {f"{name}_MTM" for name in names} <= blocks
    year, month, day = document["order"]["released_at"][:10].split("-")
    assert f"Creation Date: {day}-{month}-{year}".encode() in dxf

    # the pictures are what they say
    with Image.open(out / "print.png") as tile:
        assert tile.info["dpi"][0] == pytest.approx(300, abs=0.01)
        assert tile.size == tuple(round(mm / 25.4 * 300) for mm in document["design"]["print"]["repeat_mm"])
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out / "techpack.pdf").pages)
    assert told["order_id"] in text and f"€ {told['price_eur']:.2f}" in text and "Anna" in text
    first = pypdf.PdfReader(out / "techpack.pdf").pages[0].extract_text()
    assert told["order_id"] in first.split("\n")

    # the garment was tried on, and what was found is told in words and figures
    fit = json.loads((out / "fit.json").read_text("utf-8"))
    assert fit["converged"] and fit["penetrations"] == fit["self_crossings"] == 0, fit["why"]
    assert fit["contact_share"] == pytest.approx(1.0, abs=0.02) and fit["verdict"]
    assert {"waist", "hip"} <= fit["ease_mm"].keys() and fit["strain"]["p50"] < fit["strain"]["p99"]
    assert "Fit on the body" in text and "drape" in told["seconds"]

    # and the hub remembers all of it
    with open_hub(studio_home / "hub.sqlite") as hub:
        assert hub.verify() == ()
        (order,) = hub.search(f"anna {family.replace('_', ' ').split()[-1][-5:]}")
        assert order.id == told["order_id"] and order.price_eur == pytest.approx(told["price_eur"], abs=0.005)
        kept = hub.order_files(order.id)
        assert set(kept) == ALWAYS - {"order.json"} | more
        assert hub.get_asset(kept["pattern.dxf"]) == dxf


def test_the_same_order_again_differs_only_in_number_and_time(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for name in ("a", "b"):
        monkeypatch.setenv("AMPC_HOME", str(folder / f"home-{name}"))
        told.append(_order(TEE, name, capsys, "--seed", "7"))
    documents = [json.loads((folder / name / "order.json").read_text("utf-8")) for name in ("a", "b")]
    cut_short = any(marker["cut_short"] for document in documents for marker in document["markers"].values())
    same = {"pattern.json", "print.png", "print.pdf", "avatar.npz", "avatar.glb", "tryon.glb"} | (
        set() if cut_short else {"marker.dxf", "marker.plt", "bom.csv"}
    )
    for name in sorted(same):
        assert (folder / "a" / name).read_bytes() == (folder / "b" / name).read_bytes(), name
    stamps = (told[0]["order_id"][-8:], told[1]["order_id"][-8:])
    a, b = ((folder / name / "pattern.dxf").read_bytes().splitlines() for name in ("a", "b"))
    differ = [x for x, y in zip(a, b, strict=True) if x != y]
    assert len(differ) <= 2 and stamps[0].encode() in differ[0]
    for part in ("requirement", "body", "design", "readiness", "edits", "wish"):
        assert documents[0][part] == documents[1][part], part


def test_a_second_release_replaces_the_package_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = _order(TEE, "o", capsys, "--no-tryon")
    second = _order(SKIRT, "o", capsys, "--no-tryon")
    assert first["order_id"] != second["order_id"]
    assert {path.name for path in (folder / "o").iterdir()} == ALWAYS - {"fit.json", "tryon.glb", "tryon.png"} | FUSED
    assert {path.name for path in folder.iterdir()} <= {"anna.yaml", "o", "studio-home"}
