"""Every benchmark gives sane rows; sizes here are tiny and no time is judged."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest

from ampc_desktop import garment
from ampc_desktop.cli.main import main
from ampc_desktop.core.marker import MarkerPiece, MarkerRules
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import bench, demo
from ampc_desktop.studio.bench import (
    cases,
    checks,
    edits,
    figure,
    first_paint,
    live,
    machine,
    nest,
    order,
    prompts,
    redraft,
    roundtrip,
    seams,
)
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.snapshot import Snapshot, take

KEYS = {"name", "value", "unit", "reference", "ratio", "machine"}


def sane(report: bench.Report) -> bench.Report:
    row = bench.document(report)
    assert row.keys() >= KEYS and row["name"] == report.name in bench.NAMES
    json.dumps(row, allow_nan=False)
    for one in report.figures:
        assert math.isfinite(one.value) and one.unit and one.reference and one.reference_value is not None
    return report


def test_figure_knows_its_promise_and_its_ratio() -> None:
    quick = figure.Figure("x", 20.0, "ms", 50.0, reference="kernel", reference_value=10.0)
    assert quick.met and quick.ratio == 2.0 and quick.plain()["ratio"] == 2.0
    slow = figure.Figure("x", 51.0, "ms", 50.0)
    assert slow.met is False and slow.ratio is None
    share = figure.Figure("x", 89.0, "%", 90.0, at_least=True)
    assert share.met is False and not bench.Report("x", (quick, share)).met
    assert bench.Report("x", (quick, figure.Figure("y", 1.0, "mm"))).met


def test_nothing_measured_is_no_number() -> None:
    lost = figure.Figure("x", math.inf, "s", 1.0, reference="kernel", reference_value=0.01)
    assert lost.met is False and lost.plain()["value"] is None
    json.dumps(lost.plain(), allow_nan=False)


def test_an_order_that_fails_is_a_fault_not_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "order", lambda folder, seconds: ({}, ["exit code 1"]))
    report = order.run(times=2)
    assert report.faults == ("exit code 1",) * 2 and report.tried == {"orders": 0} and not report.met


def test_percentile_is_numpys() -> None:
    values = list(np.random.default_rng(4).uniform(0, 9, 31))
    for share in (0.0, 0.5, 0.95, 1.0):
        assert figure.percentile(values, share) == pytest.approx(np.quantile(values, share))


def test_reference_kernel_does_the_same_work_every_time() -> None:
    assert machine.kernel() == machine.kernel() > 1e5
    assert machine.Yardstick().ms() > 0
    assert {"cpu", "cores", "system", "python"} == machine.this_machine().keys()


def test_the_benchmarks_try_every_garment() -> None:
    assert set(cases.FAMILIES) == set(garment.families())


def test_every_combination_is_dealt_before_any_comes_twice() -> None:
    for family in cases.FAMILIES:
        every = cases.combinations(family)
        first = list(itertools.islice(cases.dealt(family, np.random.default_rng(1)), len(every)))
        assert sorted(map(str, first)) == sorted(map(str, every)) and len(every) >= 10


def test_cases_are_the_same_for_the_same_seed_and_use_sliders() -> None:
    who = cases.people(3)
    assert [one.sex for one in who] == ["female", "male", "female"]
    once = [str(case) for case, _ in cases.cases("tshirt", who, 2)]
    assert once == [str(case) for case, _ in cases.cases("tshirt", who, 2)]
    assert sum("_mm=" in text for text in once) == 3


def test_seams() -> None:
    report = sane(seams.run(bodies=2, each=1))
    assert report.tried == {"bodies": 4, "drafts": 4 * len(cases.FAMILIES)}


def test_a_sweep_with_faults_misses_its_promises() -> None:
    bad = seams.Sweep(drafts=10, seam_mm=0.8, girth_mm=3.0, crossing=1, failed=2)
    report = seams.report({"tshirt": bad}, 5)
    assert [one.met for one in report.figures[:4]] == [False] * 4 and report.figures[3].value == 20.0


def test_prompts_are_sixty_four_and_not_all_ours() -> None:
    wishes = prompts.wishes()
    ours = [wish for wish in wishes if wish.garment]
    assert len(wishes) == 64 and 55 <= len(ours) < 64
    assert {wish.garment for wish in ours} == set(cases.FAMILIES)
    assert len({wish.say for wish in wishes}) == 64
    sane(prompts.run(count=2))


def test_prompt_shares_count_what_went_wrong() -> None:
    tee, coat = prompts.Wish("a tee", "tshirt"), prompts.Wish("a coat", "")
    made = [prompts.Outcome(tee, "ready", False)] * 3 + [prompts.Outcome(tee, "substantial", False, ("crossed",))]
    report = prompts.report([*made, prompts.Outcome(coat, "substantial", True), prompts.Outcome(coat, "ready", False)])
    assert [one.value for one in report.figures] == [75.0, 0.0, 25.0, 50.0]
    assert not report.met and len(report.faults) == 2


def test_wrong_garment_is_not_ready(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "hub.sqlite")
    try:
        wish = prompts.Wish("a plain white t-shirt", "straight_skirt")
        outcome = prompts.order(studio, wish, cases.people(1)[0])
        assert outcome.status == "substantial" and "tshirt was made" in outcome.why[0]
    finally:
        studio.close()


def test_edits() -> None:
    report = sane(edits.run(bodies=2))
    assert report.tried == {"bodies": 2, "replays": 8, "edits": 160} and report.figures[0].value == 0
    assert report.figures[1].value + report.figures[2].value == pytest.approx(100.0)


def test_roundtrip() -> None:
    report = sane(roundtrip.run(bodies=1))
    assert report.tried["files"] == 3 * len(cases.FAMILIES) and report.figures[0].value <= 0.01


def test_nest_and_its_reference() -> None:
    report = sane(nest.run(markers=1, seconds=1))
    assert report.figures[0].value > 40 and report.figures[0].ratio > 1.0 and not report.faults
    box = MarkerPiece("a", "A", ((0, 0), (100, 0), (100, 50), (0, 50)), 4)
    rules = MarkerRules(100.0, 0.0, 0.0)
    assert nest.shelf_efficiency((box,), rules) == pytest.approx(1.0)
    assert nest.shelf_efficiency((box,), MarkerRules(149.0, 0.0, 0.0)) == pytest.approx(100 / 149)


def test_timings_are_measured_on_real_drafts() -> None:
    assert sane(redraft.run(drafts=2)).tried == {"drafts": 2 * len(cases.FAMILIES)}
    assert sane(checks.run(patterns=2)).tried == {"patterns": 2 * len(cases.FAMILIES)}
    report = sane(live.run(moves=3))
    assert report.tried == {"moves": 6} and not report.faults


def test_the_watch_waits_for_the_price() -> None:
    watch = live.Watch()
    watch(Snapshot(demo.demo_state(), complete=True))
    assert watch.ready_ms is None
    studio = Studio(nest_seconds=1)
    try:
        shot = take(studio, demo.demo_state(), on_part=watch)
    finally:
        studio.close()
    assert shot.quote is not None and watch.ready_ms is not None and watch.ready_ms <= watch.ms()


def test_order_in_a_fresh_process() -> None:
    report = sane(order.run(times=1, seconds=1))
    assert report.faults == () and report.figures[0].value > 1.0


def test_an_incomplete_package_is_a_fault(tmp_path: Path) -> None:
    wrong = order.package_faults({"readiness": {"status": "minor"}}, tmp_path)
    assert len(wrong) == len(order.NEEDED) + 1 and "minor, not ready" in wrong[-1]


def test_first_paint_comes_without_heavy_modules(tmp_path: Path) -> None:
    seconds, wrong = first_paint.start(tmp_path)
    assert seconds is not None and seconds > 0 and wrong == []
    assert first_paint.heavy(["numpy", "torch"]) == ["torch is loaded at first paint"]


def test_command_prints_one_object(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    small = redraft.run(drafts=1)
    monkeypatch.setattr(redraft, "run", lambda full, progress: small)
    assert main(["bench", "redraft", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() >= KEYS and told["name"] == "redraft" and len(told["benchmarks"]) == 1
    assert told["machine"] == bench.this_machine() and told["published"].startswith("FreeSewing")
    assert main(["bench", "redraft"]) == 0
    assert "redraft of one tshirt" in capsys.readouterr().out


def test_unknown_benchmark_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Problem):
        bench.run("speed")
    assert main(["bench", "speed"]) == 2
    assert "one of order, redraft" in capsys.readouterr().err
