from __future__ import annotations

import json
from pathlib import Path

import pytest

from ampc_desktop.cli.main import main
from ampc_desktop.runtime import resources

PEOPLE = str(resources.path("bench", "sizing", "synthetic_train301.csv"))


def test_mass_customisation_tells_chart_fit_and_proof(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "chart.json"
    words = ["size", "mc", "--population", PEOPLE, "--add", "2", "--runs", "2", "--json", "--out", str(out)]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["proven"] and told["comprehensive_fit"] == told["optimum"]
    assert sum(size["additional"] for size in told["chart"]) == 2
    assert told["aggregate_loss_cm"] == pytest.approx(told["aggregate_loss_mm"] / 10, abs=1e-3)
    assert json.loads(out.read_text())["chart"] == told["chart"]


@pytest.mark.parametrize("survey", ["army-women", "civil-men"])
def test_surveys_come_with_the_studio(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "mp", "--population", survey, "--dimensions", "hip", "stature", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert 0.3 < told["accommodation"] < 1.0
    assert told["population"]["people"] == 1000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--population", "nowhere"], "there is no population"),
        (["--population", PEOPLE, "--dimensions", "hip", "bust"], "no column holds bust"),
        (["--population", PEOPLE, "--dimensions", "hip", "hip"], "key dimensions"),
        (["--population", PEOPLE, "--intervals", "50"], "1 intervals for 2"),
        (["--population", PEOPLE, "--map", "hip"], "names no column"),
        (["--population", PEOPLE, "--sizes", "0"], "whole number from 1 to 40"),
        (["--population", "civil-women", "--dimensions", "hip", "waist"], "has no waist"),
    ],
)
def test_bad_input_is_one_line(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "mp", *words]) == 2
    said = capsys.readouterr().err.strip()
    assert told in said and "\n" not in said


def test_more_additional_sizes_than_the_chart_has_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "mc", "--population", PEOPLE, "--sizes", "3", "--add", "4"]) == 2
    assert "4 additional sizes" in capsys.readouterr().err
