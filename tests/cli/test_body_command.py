from __future__ import annotations

import json
from pathlib import Path

import pytest

from ampc_desktop.cli.main import main
from ampc_desktop.runtime import resources

DEMO = str(resources.path("body", "demo_customer.yaml"))


def test_fit_hits_what_was_measured_and_estimates_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "B.npz"
    assert main(["body", "fit", "--measure", DEMO, "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["measurements"]["hip"]["value_mm"] == pytest.approx(980.0, abs=3.0)
    assert all(abs(missed) <= 3.0 for missed in told["residual_mm"].values())
    assert told["measurements"]["thigh"]["source"] == "estimated"
    assert told["measurements"]["thigh"]["uncertainty_mm"] > 0
    assert told["measurements"]["weight_kg"]["value_kg"] > 40
    assert out.exists()


def test_measure_reads_what_fit_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "B.glb"
    assert main(["body", "fit", "--measure", DEMO, "--out", str(out), "--json"]) == 0
    fitted = json.loads(capsys.readouterr().out)["measurements"]
    assert main(["body", "measure", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["measurements"]
    assert found["bust"]["source"] == "scan"
    assert found["bust"]["value_mm"] == pytest.approx(fitted["bust"]["value_mm"], abs=12.0)


def test_contradictory_measures_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = tmp_path / "b.yaml"
    body.write_text("sex: female\nunits: cm\nmeasurements: {stature: 150, inseam: 88, waist: 60, hip: 130}\n")
    assert main(["body", "fit", "--measure", str(body), "--out", str(tmp_path / "B.npz"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"]


@pytest.mark.parametrize(
    "words",
    [
        ["body", "fit", "--measure", "nowhere.yaml", "--out", "b.npz"],
        ["body", "fit", "--measure", DEMO, "--out", "b.doc"],
        ["body", "measure", "nowhere.obj"],
        ["body", "photo", "nowhere.jpg", "--height-cm", "170", "--out", "b.npz"],
        ["body", "photo", DEMO, "--height-cm", "17", "--out", "b.npz"],
        ["body", "photo", DEMO, "--height-cm", "170", "--out", "b.npz"],
        ["body"],
    ],
)
def test_bad_input_is_one_line(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("ampc: ") and "Traceback" not in said[-1]
    assert not list(tmp_path.glob("b.*"))
