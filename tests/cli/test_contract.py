"""The promises of the command line: one JSON object, its keys, exit codes, help, the same bytes again."""

import json
import os
import re
import subprocess
from pathlib import Path

import ezdxf
import jsonschema
import pytest

from ampc_desktop.cli.main import COMMANDS, main
from ampc_desktop.runtime import resources
from tests.cli.conftest import PROGRAM, Ampc, process


@pytest.fixture
def tee(ampc: Ampc, anna: Path) -> Path:
    assert ampc("draft", "tshirt", "--body", anna, "--out", "tee.json").code == 0
    return Path("tee.json")


def test_draft_says_pieces_seams_and_dimensions(ampc: Ampc, anna: Path) -> None:
    told = ampc(
        "draft", "straight_skirt", "--body", anna, "--set", "vent=yes", "length=midi", "--out", "s.json", "--json"
    )
    assert told.code == 0 and told.err == ""
    assert {"pieces", "seams", "key_dimensions", "adjusted"} <= told.json.keys()
    waist = told.json["key_dimensions"]["waist"]
    assert waist["body"] == 745.0 and waist["finished"] == pytest.approx(waist["body"] + waist["ease"], abs=0.11)
    for seam in told.json["seams"]:
        assert seam["a_mm"] - seam["b_mm"] == pytest.approx(seam["ease_mm"], abs=0.51), seam["id"]


def test_draft_says_what_it_could_not_do(ampc: Ampc, anna: Path) -> None:
    told = ampc("draft", "tshirt", "--body", anna, "--set", "body_length_mm=9000", "--out", "t.json", "--json")
    assert told.code == 0
    assert len(told.json["adjusted"]) == 1 and "9000 asked" in told.json["adjusted"][0]
    assert (
        ampc("draft", "tshirt", "--body", anna, "--set", "fit=relaxed", "--out", "t.json", "--json").json["adjusted"]
        == []
    )


def test_check_reports_every_check(ampc: Ampc, tee: Path) -> None:
    told = ampc("check", tee, "--json")
    assert told.code == 0 and told.json["status"] == "ready"
    assert [check["number"] for check in told.json["checks"]] == list(range(1, 17))
    assert all({"name", "status", "value", "limit", "where"} <= check.keys() for check in told.json["checks"])


def test_a_failed_check_is_exit_1(ampc: Ampc, tee: Path) -> None:
    raw = json.loads(tee.read_text())
    raw["pattern"]["pieces"][0]["edges"][0]["path"][0][0][1] += 5.0  # the hem no longer meets the side seam
    tee.write_text(json.dumps(raw))
    told = ampc("check", tee, "--json")
    assert "fail" in {check["status"] for check in told.json["checks"]}
    assert told.code == 1 and told.json["status"] == "substantial"


@pytest.mark.parametrize("profile", ["astm_gerber", "aama_r12", "astm_2000"])
def test_export_and_import_agree(ampc: Ampc, tee: Path, profile: str) -> None:
    written = ampc("export", tee, "--profile", profile, "--out", "tee.dxf", "--json")
    assert written.code == 0 and written.json["warnings"] == []
    read = ampc("import", "tee.dxf", "--out", "back.json", "--json")
    assert read.code == 0 and read.json["warnings"] == []
    assert json.loads(Path("back.json").read_text())["pieces"] == read.json["pieces"]
    for ours, theirs in zip(written.json["pieces"], read.json["pieces"], strict=True):
        assert theirs["name"] == ours["name"]
        rounding = 0.002 * ours["perimeter_mm"]  # coordinates are written to a hundredth of a millimetre
        assert theirs["area_mm2"] == pytest.approx(ours["area_mm2"], rel=2e-5, abs=rounding)
        assert theirs["perimeter_mm"] == pytest.approx(ours["perimeter_mm"], abs=0.3)
        assert theirs["size"] == pytest.approx(ours["size"], abs=0.06)
        assert sum(theirs["quantity"]) == ours["quantity"]


def test_the_flat_profile_opens_in_ezdxf(ampc: Ampc, tee: Path) -> None:
    told = ampc("export", tee, "--profile", "flat", "--out", "flat.dxf", "--json")
    assert told.code == 0 and len(told.json["pieces"]) == 4
    layers = {entity.dxf.layer for entity in ezdxf.readfile("flat.dxf").modelspace()}
    assert {"CUT", "SEW", "GRAIN", "NOTCH"} <= layers


def test_nest_lays_all_pieces_and_says_so(ampc: Ampc, tee: Path) -> None:
    told = ampc("nest", tee, "--width", "150cm", "--seconds", 1, "--out", "m.json", "--json")
    assert told.code == 0 and told.err == ""
    assert {"length_mm", "density", "placed", "seconds", "verified"} <= told.json.keys()
    assert told.json["verified"] is True and told.json["placed"] == 4
    schema = resources.json_file("schemas", "marker.schema.json")
    for row, name in zip(told.json["markers"], ("m.json", "m-rib.json"), strict=True):
        document = json.loads(Path(name).read_text())
        jsonschema.validate(document, schema)
        assert row["out"] == name and document["marker"]["rules"]["width_mm"] == 1500.0


def test_design_writes_specification_tile_and_preview(ampc: Ampc) -> None:
    told = ampc("design", "--say", "cream cotton with small red flowers", "--count", 2, "--out", "tiles", "--json")
    assert told.code == 0 and len(told.json["designs"]) == 2
    for one in told.json["designs"]:
        assert one["spec"]["motif"] == "floral" and one["spec"]["inks"] == ["cream", "red"]
        assert Path(one["print"]).read_bytes().startswith(b"\x89PNG") and Path(one["preview"]).is_file()
    assert told.json["designs"][0]["spec"]["seed"] != told.json["designs"][1]["spec"]["seed"]


def test_understand_gives_slots_with_sources_and_the_next_question(ampc: Ampc) -> None:
    told = ampc("understand", "--say", "navy tee, no stripes", "--say", "make it long sleeved", "--json")
    assert told.code == 0
    slots = told.json["slots"]
    assert slots["sleeve"] == {"value": "long", "confidence": 1.0, "source": "said", "words": slots["sleeve"]["words"]}
    assert slots["colour"]["value"] == "navy" and "motif" not in slots
    assert "stripes" in str(told.json["refused"]) and told.json["question"]["text"]


def test_chat_answers_every_line(anna: Path) -> None:
    done = process(
        "chat", "--body", anna, "--json", input=b"a black tee\nlong sleeves\n/undo\na kimono\n\n/quit\nmore\n"
    )
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    turns = json.loads(done.stdout)["turns"]
    assert [turn["said"] for turn in turns] == ["a black tee", "long sleeves", "/undo", "a kimono"]
    assert "long sleeve" in turns[1]["answer"][-2] and "short sleeve" in turns[2]["answer"][-2]
    assert "don't make" in turns[3]["answer"][0]


def test_hub_commands_answer_in_json(ampc: Ampc) -> None:
    assert {"orders", "events", "engine"} <= ampc("hub", "status", "--json").json.keys()
    assert ampc("hub", "verify", "--json").json == {"ok": True, "faults": []}
    assert ampc("hub", "backup", "copy.sqlite", "--json").json == {"file": "copy.sqlite"}
    assert ampc("hub", "restore", "copy.sqlite", "--json").json == {"file": "copy.sqlite", "set_aside": None}
    assert ampc("hub", "search", "nobody", "--json").json == {"orders": []}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "--json" in text and len(text.splitlines()) > 5


def test_the_same_design_twice_is_the_same_bytes(ampc: Ampc, anna: Path) -> None:
    for folder in ("a", "b"):
        assert ampc("draft", "tshirt", "--body", anna, "--out", f"{folder}/tee.json").code == 0
        assert ampc("export", f"{folder}/tee.json", "--out", f"{folder}/tee.dxf").code == 0
        assert ampc("design", "--say", "navy with white dots", "--seed", 7, "--out", f"{folder}/tiles").code == 0
    names = sorted(path.relative_to("a") for path in Path("a").rglob("*") if path.is_file())
    assert len(names) == 5
    for name in names:
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes(), name


def test_a_reader_that_has_seen_enough_is_no_error(anna: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    words = [*PROGRAM, "draft", "tshirt", "--body", str(anna), "--json", "--out", str(tmp_path / "tee.json")]
    done = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert done.stderr == b"" and done.returncode == 0


def test_lengths_are_shown_in_the_unit_people_ask_for(ampc: Ampc, anna: Path) -> None:
    def chest(units: str) -> float:
        told = ampc("draft", "tshirt", "--body", anna, "--out", "t.json", "--units", units).out
        found = re.search(rf"Chest\s+([\d\u202f.]+) {units}", told)
        assert found is not None, told
        return float(found[1].replace("\u202f", ""))

    assert chest("in") * 25.4 == pytest.approx(chest("mm"), abs=0.2)
    assert chest("cm") * 10 == pytest.approx(chest("mm"), abs=0.6)
