"""The planning console: a run fills the charts, a click chooses, exports are whole, a bad run is a sentence."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources
from ampc_desktop.studio import planning, runs
from ampc_desktop.studio.context import Studio
from ampc_desktop.ui.optimiser.workspace import PlanningWorkspace
from ampc_desktop.ui.theme import style

PEOPLE = str(resources.path("bench", "sizing", "synthetic_test150.csv"))
SETUP = planning.Setup(PEOPLE, sizes=4, most_added=2, pieces=30, seconds=6.0)


@pytest.fixture(scope="module")
def run() -> planning.Run:
    return planning.run(SETUP)


@pytest.fixture
def console(qtbot: QtBot) -> Iterator[PlanningWorkspace]:
    studio = Studio()
    made = PlanningWorkspace(studio)
    made.resize(1400, 820)
    made.show()
    yield made
    studio.close()
    made.close()
    made.deleteLater()
    QApplication.processEvents()
    gc.collect()


def fill(console: PlanningWorkspace, run: planning.Run) -> None:
    """What a job tells, without waiting for it."""
    console.show_run(run, 0)


def test_a_run_started_by_the_button_ends_in_charts_and_is_kept(console: PlanningWorkspace, qtbot: QtBot) -> None:
    console.setup.show_setup(planning.Setup(PEOPLE, sizes=3, most_added=1, pieces=12, seconds=5.0))
    qtbot.mouseClick(console.setup.go, Qt.MouseButton.LeftButton)
    assert console._job is not None
    assert not console.setup.go.isEnabled() and console.setup.halt.isVisible()
    qtbot.waitUntil(lambda: console._job.over, timeout=120_000)
    assert console._job.state == "done", console._job.problem
    qtbot.waitUntil(lambda: console.setup.runs.count() == 1, timeout=3000)
    assert console.setup.go.isEnabled()
    (kept,) = runs.kept(console._studio)
    assert kept.setup.population == PEOPLE and len(kept.fits) == 2


def test_every_chart_has_the_run_in_it(console: PlanningWorkspace, run: planning.Run) -> None:
    fill(console, run)
    assert len(console.population.rows()) == 1 + 4 + run.points[-1].added
    assert len(console.curves.rows()) == 1 + len(run.points)
    assert len(console.front.rows()) >= 3
    assert len(console.lays.rows()) == 1 + len(run.points[-1].plan.lays)
    assert len(console.scenarios.rows()) == 13
    assert console.strategies.rows()[0][1:] == ["mass", "custom", "craft"]
    assert "30 pieces" in console.cards["lays"].count.text()


def test_a_click_on_a_curve_chooses_a_chart_and_its_lays(
    console: PlanningWorkspace, run: planning.Run, qtbot: QtBot
) -> None:
    fill(console, run)
    plot = console.curves.cost
    qtbot.wait(300)  # the plot lays itself out and finds its range
    place = plot.mapFromScene(plot.getPlotItem().getViewBox().mapViewToScene(_at(0.0, run.points[0].plan.unit_eur)))
    qtbot.mouseMove(plot.viewport(), QPoint(place))
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    qtbot.waitUntil(lambda: console._chosen == 0, timeout=3000)
    assert len(console.population.rows()) == 1 + 4
    assert console.cards["lays"].count.text().startswith("0 additional sizes")


def _at(x: float, y: float) -> object:
    from PySide6.QtCore import QPointF

    return QPointF(x, y)


def test_a_point_of_the_front_shows_its_own_lays(console: PlanningWorkspace, run: planning.Run) -> None:
    fill(console, run)
    console.front.chosen.emit(0)
    assert "of the front" in console.cards["lays"].count.text()


@pytest.mark.parametrize("suffix", [".csv", ".png", ".pdf"])
def test_charts_are_exported_whole(console: PlanningWorkspace, run: planning.Run, suffix: str, tmp_path: Path) -> None:
    fill(console, run)
    for name, card in console.cards.items():
        file = tmp_path / f"{name}{suffix}"
        card.export(file)
        data = file.read_bytes()
        assert data[:4] == {".png": b"\x89PNG", ".pdf": b"%PDF"}.get(suffix, data[:4])
        if suffix == ".csv":
            assert len(list(csv.reader(data.decode().splitlines()))) > 1, name
        else:
            assert len(data) > 1500


def test_a_chart_that_cannot_be_written_is_a_problem(console: PlanningWorkspace, tmp_path: Path) -> None:
    with pytest.raises(Problem):
        console.cards["front"].export(tmp_path / "no" / ("x" * 300) / "f.pdf")


def test_one_card_grows_over_the_others_and_back(console: PlanningWorkspace) -> None:
    assert console.empty.isVisible()
    console._cover(False)
    card = console.cards["front"]
    card.expanded.emit(card)
    assert [name for name, one in console.cards.items() if one.isVisible()] == ["front"]
    card.expanded.emit(card)
    assert all(one.isVisible() for one in console.cards.values())


def test_a_run_that_cannot_be_is_told_and_the_button_comes_back(console: PlanningWorkspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(console.failed, timeout=20_000) as told:
        console.start(planning.Setup("nowhere.csv"))
    assert "no such file" in told.args[0].sentence
    assert console.setup.go.isEnabled()


def test_stop_ends_a_run_and_keeps_what_is_there(console: PlanningWorkspace, qtbot: QtBot) -> None:
    console.start(planning.Setup(PEOPLE, sizes=6, most_added=6, seconds=60.0))
    qtbot.waitUntil(lambda: len(console._points) >= 2, timeout=60_000)
    qtbot.mouseClick(console.setup.halt, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: console._job.over, timeout=20_000)
    assert console._job.state == "cancelled"
    assert len(console.curves.rows()) >= 3


def test_charts_follow_the_theme(console: PlanningWorkspace, run: planning.Run, qapp: QApplication) -> None:
    fill(console, run)
    for name in ("light", "dark"):
        style.apply(qapp, name)
        for plot in (console.population, console.curves.fit, console.curves.cost, console.front):
            assert plot.getAxis("left").textPen().color() == style.colour("t3")
            assert plot.getAxis("bottom").pen().color() == style.colour("line2")


def test_a_kept_run_comes_back_with_its_charts_and_the_one_before_stays_to_compare(
    console: PlanningWorkspace, run: planning.Run, qtbot: QtBot
) -> None:
    runs.keep(console._studio, run)
    console.refresh_kept()
    fill(console, replace(run, points=run.points[:2]))
    console.setup.runs.itemClicked.emit(console.setup.runs.item(0))
    assert len(console.curves._points) == len(run.points)
    assert console.lays.rows()[1:]
    assert len(console.curves._before) == 2
    (kept,) = runs.kept(console._studio)
    again = runs.load(console._studio, kept)
    assert again is not None and again.points[-1].chart == run.points[-1].chart
    assert [one.plan for one in again.front] == [one.plan for one in run.front]


def test_a_stopped_run_is_kept_with_what_it_found(console: PlanningWorkspace, qtbot: QtBot) -> None:
    console.start(replace(SETUP, seconds=300.0, pieces=60, most_added=3))
    qtbot.waitUntil(lambda: bool(console._planned()), timeout=60_000)
    console.cancel()
    qtbot.waitUntil(lambda: console._job is not None and console._job.over, timeout=20_000)
    qtbot.waitUntil(lambda: bool(runs.kept(console._studio)), timeout=5_000)
    (kept,) = runs.kept(console._studio)
    assert kept.stopped and kept.unit_eur
    assert "stopped" in console.setup.runs.item(0).text()


def test_a_click_on_a_lay_shows_its_marker_and_nests_it(
    console: PlanningWorkspace, run: planning.Run, qtbot: QtBot
) -> None:
    fill(console, run)
    assert not console.strip.isVisible()
    qtbot.mouseClick(console.lays, Qt.MouseButton.LeftButton, pos=QPoint(80, 22 + 15))
    assert console.strip.isVisible() and "≈" in console.strip.figures.text()
    sizes = console.lays._rows[0][0]
    assert console.strip.title.text() == " + ".join(run.catalogue.sizes[size] for size in sizes)
    qtbot.mouseClick(console.strip.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "≈" not in console.strip.figures.text(), timeout=30_000)
    assert console.strip.canvas._marker is not None and console.strip.canvas._marker.verified


def test_where_fit_is_sold_the_point_that_leaves_most_is_marked(run: planning.Run) -> None:
    told: list[planning.JointPlan] = []
    wish = replace(SETUP, price_eur=30.0, per_point_eur=2.5, scenarios=False)
    sold = planning.run(wish, on_step=lambda step, data: told.append(data) if step == "front" else None)
    best = max(sold.front, key=lambda point: point.left_eur)
    assert best.left_eur >= max(point.left_eur for point in told) - 1e-6
    for point in sold.front:
        assert 0.0 < point.paid_eur <= 30.0 * 30 and point.paid_eur == pytest.approx(
            30 * (30.0 - 2.5 * (10.0 - point.comprehensive_fit)), abs=30 * 25.0
        )
