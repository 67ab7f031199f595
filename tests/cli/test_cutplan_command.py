from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from ampc_desktop.cli.main import main
from ampc_desktop.runtime import resources
from tests.cli.conftest import Ampc

QUANTITIES = "size,quantity\n94/73,4\n104/85,6\n114/97,3\n"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(QUANTITIES)
    return file


def test_a_made_to_order_plan_cuts_exactly_the_order(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = orders.with_name("plan.json")
    assert main(["cutplan", "--orders", str(orders), "--json", "--out", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["produced"] == told["demand"] == {"94/73": 4, "104/85": 6, "114/97": 3}
    assert told["cost"]["total"] == pytest.approx(
        sum(told["cost"][k] for k in ("fabric", "spreading", "cutting")), abs=1e-3
    )
    assert told["bound"] <= told["cost"]["total"] + 1e-6
    assert told["estimated"] and all(lay["length_mm"] > 500 for lay in told["lays"])
    assert json.loads(out.read_text())["lays"] == told["lays"]


def test_used_markers_are_nested_until_nothing_is_estimated(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders.write_text("size,quantity\n94/73,2\n104/85,2\n")
    assert main(["cutplan", "--orders", str(orders), "--nest", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert not told["estimated"] and told["rounds"] >= 2


def test_sizes_of_a_chart_go_by_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = str(resources.path("bench", "sizing", "synthetic_train301.csv"))
    chart, orders = tmp_path / "chart.json", tmp_path / "orders.csv"
    assert main(["size", "mp", "--population", people, "--out", str(chart), "--json"]) == 0
    orders.write_text("size,quantity\nS,3\nXL,2\n")
    capsys.readouterr()
    assert main(["cutplan", "--orders", str(orders), "--chart", str(chart), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["produced"] == {"S": 3, "XL": 2}


def test_an_instance_is_planned_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    file = resources.path("bench", "cop", "MC7_150_n2.json")
    assert main(["cutplan", "--instance", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cost"]["total"] == pytest.approx(200.182, abs=2e-2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("size,quantity\n104/85,-3\n", "line 2: quantity is '-3'"),
        ("size,quantity\n104/85,many\n", "line 2: quantity is 'many'"),
        ("size,quantity\n104/85,0\n", "0 pieces are ordered"),
        ("size,quantity\nXXL,3\n", "'XXL' is no size"),
        ("size,quantity\n1040/85,3\n", "hip is 1040 cm"),
        ("a,b\n1,2\n", "columns are missing"),
        ("", "columns are missing"),
    ],
)
def test_bad_orders_are_one_line(text: str, told: str, orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders.write_text(text)
    assert main(["cutplan", "--orders", str(orders)]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert told in said and "Traceback" not in said


def test_rolls_are_allocated_to_the_lays(ampc: Ampc, tmp_path: Path) -> None:
    Path("rolls.csv").write_text("roll,length_m,lot\nA1,12,A\nA2,9.5,A\nB1,14,B\n")
    Path("q.csv").write_text("size,quantity\n96/78,6\n100/82,4\n")
    told = ampc("cutplan", "--orders", "q.csv", "--seconds", "5", "--rolls", "rolls.csv", "--json")
    assert told.code == 0, told.err
    plies = dict.fromkeys(range(1, len(told.json["lays"]) + 1), 0)
    lots: dict[int, set[str]] = {}
    for use in told.json["rolls"]["plies"]:
        plies[use["lay"]] += use["plies"]
        lots.setdefault(use["lay"], set()).add(use["lot"])
    assert list(plies.values()) == [lay["plies"][0] for lay in told.json["lays"]]
    assert all(len(found) == 1 for found in lots.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("roll,length\nA,3\n", "columns are missing"),
        ("roll,length_m\nA,three\n", "rolls.csv: line 2"),
        ("roll,length_m\n,3\n", "has no name"),
        ("roll,length_m\nA,0\n", "0 m"),
    ],
)
def test_a_bad_list_of_rolls_names_its_line(ampc: Ampc, text: str, words: str) -> None:
    Path("rolls.csv").write_text(text)
    Path("q.csv").write_text("size,quantity\n96/78,6\n")
    told = ampc("cutplan", "--orders", "q.csv", "--seconds", "5", "--rolls", "rolls.csv")
    assert told.code == 2 and words in told.err and "Traceback" not in told.err


def test_every_material_is_planned(ampc: Ampc) -> None:
    Path("q.csv").write_text("size,quantity\n92/74,2\n100/82,3\n")
    words = ["cutplan", "--orders", "q.csv", "--garment", "tshirt", "--dimensions", "bust", "waist", "--seconds", "8"]
    told = ampc(*words, "--material", "all", "--json")
    assert told.code == 0, told.err
    assert {lay["material"] for lay in told.json["lays"]} == {"shell", "rib"} == set(told.json["materials"])
    parts = [ampc(*words, "--material", one, "--json").json["cost"]["total"] for one in ("shell", "rib")]
    assert told.json["cost"]["total"] == pytest.approx(sum(parts), rel=1e-3)
    assert ampc(*words, "--material", "lining").code == 2


def test_what_it_costs_to_have_it_sooner(ampc: Ampc) -> None:
    Path("q.csv").write_text("size,quantity\n92/74,5\n96/78,9\n100/82,6\n")
    told = ampc("cutplan", "--orders", "q.csv", "--seconds", "8", "--per-marker", 3, "--quicker", 4, "--json")
    assert told.code == 0, told.err
    points = told.json["quicker"]
    assert points and points[0]["total"] == pytest.approx(told.json["cost"]["total"], rel=2e-4)
    assert all(a["hours"] > b["hours"] and a["total"] < b["total"] for a, b in pairwise(points))
