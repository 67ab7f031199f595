"""Try-on in the window: drapes on request and by itself, cures, pulls, lines, compare, pause and cancel."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ampc_desktop.core.drape import Drape, DrapeJob
from ampc_desktop.core.fit import Cure
from ampc_desktop.render.prints import READY
from ampc_desktop.studio import drapes, flow
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.shell.window import StudioWindow
from ampc_desktop.ui.tryon import menus
from tests.ui.conftest import settle

SOLVED: dict[bytes, Drape] = {}


@pytest.fixture(autouse=True)
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tee of 600 vertices drapes in two seconds; the same job is not solved twice."""
    monkeypatch.setattr(flow.drapes, "Draping", partial(drapes.Draping, 40.0))
    solve = drapes.draped

    def known(asked: DrapeJob, *rest: Any) -> Drape:
        key = asked.start_mm.tobytes()
        if key not in SOLVED:
            SOLVED[key] = solve(asked, *rest)
        return SOLVED[key]

    monkeypatch.setattr(drapes, "draped", known)


@pytest.fixture
def worn(window: StudioWindow, qtbot: QtBot) -> StudioWindow:
    window.say("a relaxed black tee with thin white stripes")
    settle(qtbot, window)
    window.show_workspace("codesign")
    qtbot.waitUntil(lambda: window.tryons is not None, timeout=5_000)
    QTest.keyClick(window, Qt.Key.Key_F5)
    drape(window, qtbot)
    return window


def drape(window: StudioWindow, qtbot: QtBot) -> None:
    tryons = window.tryons
    assert tryons is not None

    def done() -> bool:
        worn = tryons.worn
        return worn is not None and not worn.stale and not tryons._draping

    qtbot.waitUntil(done, timeout=90_000)


def test_f5_drapes_the_garment_and_shows_its_print_and_maps(worn: StudioWindow) -> None:
    shown = worn.tryons.worn
    assert shown.drape.converged, shown.drape.why
    assert {"front", "back", "sleeve.0", "sleeve.1"} <= set(shown.textures)
    assert {"strain", "pressure", "ease", "fit"} <= set(shown.maps)
    assert worn.tryons.panel.chip.text.text().startswith("Settled")
    assert shown.report.verdict


def test_a_changed_design_makes_the_drape_stale_and_undo_brings_it_back(worn: StudioWindow, qtbot: QtBot) -> None:
    worn.session.set_option("body_length_mm", 720.0)
    settle(qtbot, worn)
    assert worn.tryons.worn.stale
    worn.run("undo")
    settle(qtbot, worn)
    qtbot.waitUntil(lambda: not worn.tryons.worn.stale, timeout=5_000)


def test_the_drape_is_of_the_previous_design_before_the_new_one_is_worked_out(worn: StudioWindow) -> None:
    worn.session.set_option("body_length_mm", 731.0)
    state = worn.session.state
    worn.tryons.show_snapshot(Snapshot(state))  # the first news of a new state: nothing is computed yet
    assert worn.tryons.worn.stale and worn.tryons.panel.view.previous
    worn.run("undo")


def test_a_change_is_draped_as_soon_as_its_pattern_stands(worn: StudioWindow, qtbot: QtBot) -> None:
    """Price, checks and the picture of the print follow; the mesh that is watched is the one that is shown."""
    tryons = worn.tryons
    tryons.studio.settings = tryons.studio.settings.changed("drape", "at once")
    worn.session.set_option("body_length_mm", 655.0)
    state = worn.session.state
    begun: list[bool] = []
    take = tryons._begin
    tryons._begin = lambda: (begun.append(bool(worn.shot and worn.shot.complete)), take())  # type: ignore[method-assign]
    results = worn.session.results()
    shot = Snapshot(state, fabric=results["fabric_choice"][0], pattern=results["pattern"])
    tryons._timer.timeout.disconnect()
    tryons._timer.timeout.connect(lambda: tryons._begin())
    tryons.show_snapshot(shot)
    qtbot.waitUntil(lambda: bool(begun), timeout=5_000)
    drape(worn, qtbot)
    assert tryons.worn.drape.mesh is tryons._mesh is tryons.panel.view.fitting.mesh
    assert all(picture in READY for picture in tryons.worn.textures.values()), "softened before the window needs it"
    tryons.studio.settings = tryons.studio.settings.changed("drape", "on request")


def test_a_cure_is_one_step_of_the_design(worn: StudioWindow, qtbot: QtBot) -> None:
    before = worn.session.results()["options"]["body_length_mm"].value
    worn.tryons.panel.cure_wanted.emit(Cure("Body length + 20 mm", options={"body_length_mm": before + 20.0}))
    assert worn.session.results()["options"]["body_length_mm"].value == before + 20.0
    assert worn.session.stack.undo_name == "Body length + 20 mm"
    worn.run("undo")
    assert worn.session.results()["options"]["body_length_mm"].value == before


def test_a_pulled_hem_is_a_longer_body(worn: StudioWindow, qtbot: QtBot) -> None:
    before = worn.session.results()["options"]["body_length_mm"].value
    (hem,) = [handle for handle in worn.tryons.worn.handles if handle.id == "hem"]
    worn.tryons.panel.pulled.emit(hem.id, 12.0, False)
    assert worn.session.results()["options"]["body_length_mm"].value == before  # only a preview yet
    worn.tryons.panel.pulled.emit(hem.id, 25.0, True)
    after = worn.session.results()["options"]["body_length_mm"].value
    assert after == pytest.approx(before + 25.0, abs=1.0)


def test_a_neckline_in_the_hand_is_drawn_as_the_pattern_will_have_it(worn: StudioWindow, qtbot: QtBot) -> None:
    pull, tryons = worn.tryons.panel.view.pull, worn.tryons
    pull.grip = next(one for one in worn.tryons.panel.view.fitting.grips if one.handle.id == "neckline")
    pull.dragging, pull.drag_mm = True, -60.0
    assert pull.moved_mm is None, "no guess before it is known"
    tryons.panel.pulled.emit("neckline", -60.0, False)
    qtbot.waitUntil(lambda: pull.moved_mm is not None, timeout=20_000)
    lies, will = pull.grip.points_mm, pull.moved_mm
    assert np.ptp(will[:, 0]) < np.ptp(lies[:, 0]) + 4.0, "deeper, not wider"
    assert lies[:, 1].min() - will[:, 1].min() > 40.0
    ends = np.argsort(lies[:, 1])[-2:]
    assert np.linalg.norm(will[ends] - lies[ends], axis=1).max() < 4.0, "it stays at the shoulders"
    pull.drag_mm = -30.0  # the hand goes on before the next shape is known
    half = lies + 0.5 * (will - lies)
    assert np.allclose(pull.moved_mm, half)
    pull.clear()
    tryons.panel.pulled.emit("neckline", 0.0, True)
    settle(qtbot, worn)


def test_a_picture_is_saved_while_the_window_answers(
    worn: StudioWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "front.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *rest, **more: (str(path), "Picture (*.png)"))
    began = time.perf_counter()
    worn.tryons.panel.picture_wanted.emit()
    assert time.perf_counter() - began < 0.2 and not path.exists(), "it is drawn afterwards, in steps"
    told: set[str] = set()

    def done() -> bool:
        told.add(worn.strip.message.text())
        return worn.strip.message.text().startswith("Saved")

    qtbot.waitUntil(done, timeout=30_000)
    assert any(text.startswith("Draw the picture, ") for text in told)
    picture = QImage(str(path))
    assert max(picture.width(), picture.height()) >= 2400 and "pixels" in worn.strip.message.text()


def test_a_revision_is_compared_with_the_one_before(worn: StudioWindow, qtbot: QtBot) -> None:
    tryons = worn.tryons
    assert [act.text() for act in tryons.comparing.menu().actions()] == ["A size larger", "A size smaller"]
    worn.session.set_option("body_length_mm", 700.0)
    settle(qtbot, worn)
    tryons.run()
    drape(worn, qtbot)
    earlier = tryons.comparing.menu().actions()[0]
    assert earlier.text().startswith("r")
    earlier.trigger()
    assert tryons.panel.beside is not None
    tryons.panel.compare_wanted.emit(False)
    assert tryons.panel.beside is None


def test_pause_holds_the_cloth_and_cancel_keeps_the_last_drape(worn: StudioWindow, qtbot: QtBot) -> None:
    tryons = worn.tryons
    kept = tryons.worn
    worn.session.set_option("body_length_mm", 706.0)
    settle(qtbot, worn)
    tryons.run()
    tryons.panel.pause_wanted.emit(True)
    qtbot.waitUntil(lambda: tryons._job.text == "Paused", timeout=10_000)
    tryons.panel.cancel_wanted.emit()
    qtbot.waitUntil(lambda: tryons._job.over, timeout=3_000)
    assert tryons._job.state == "cancelled" and tryons.worn.key == kept.key


def test_a_marked_region_is_saved_flat(
    worn: StudioWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "region.dxf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
    mesh = worn.tryons.worn.drape.mesh
    middle = mesh.rest_mm.mean(axis=1)
    front = mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index("front")
    low = mesh.flat_mm[mesh.panel == mesh.panels.index("front")][:, 1].min()
    marked = np.flatnonzero(front & (np.abs(middle[:, 0]) < 130) & (middle[:, 1] < low + 260))
    worn.tryons.panel.region_marked.emit(marked)
    assert target.exists() and "area strain" in worn.strip.message.text()


def test_narrow_windows_show_one_half_at_a_time(worn: StudioWindow, qtbot: QtBot) -> None:
    stage = worn.codesign.stage
    assert stage.design.isVisible() and stage.tryon.isVisible() and not stage.bar.isVisible()
    worn.resize(1280, 800)
    qtbot.waitUntil(lambda: stage.bar.isVisible(), timeout=3_000)
    assert stage.design.isVisible() is not stage.tryon.isVisible()
    stage.toggle.chosen.emit("tryon")
    assert stage.tryon.isVisible() and not stage.design.isVisible()
    stage.toggle.chosen.emit("design")
    assert stage.design.isVisible() and not stage.tryon.isVisible()


def test_two_sizes_are_seen_side_by_side(worn: StudioWindow, qtbot: QtBot) -> None:
    worn.tryons.comparing.size(1)
    qtbot.waitUntil(lambda: worn.tryons.panel.beside is not None, timeout=60_000)
    larger = worn.tryons.comparing.beside
    assert larger.caption == "1 size larger" and larger.drape.converged, larger.drape.why
    bust = {girth.id: girth.garment_mm for girth in larger.report.girths}["bust"]
    here = {girth.id: girth.garment_mm for girth in worn.tryons.worn.report.girths}["bust"]
    assert bust == pytest.approx(here + 40.0, abs=12.0)


def test_a_pose_waits_while_paused_and_gives_way_to_the_next(
    worn: StudioWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tryons, told = worn.tryons, []

    def in_pose(rest: Any, preset: str, progress: Any, on_partial: Any) -> Any:
        while preset == "sit":
            progress(0.5, "Move the body")
            told.append(preset)
            time.sleep(0.01)
        told.append(preset)
        return replace(rest, key=f"{rest.key}.{preset}")

    monkeypatch.setattr("ampc_desktop.ui.shell.posing.layers.in_pose", in_pose)
    tryons.panel.pose_wanted.emit("sit")
    qtbot.waitUntil(lambda: len(told) > 3, timeout=5_000)
    tryons._pause(True)
    qtbot.wait(300)
    stands = len(told)
    qtbot.wait(300)
    assert len(told) == stands
    tryons.panel.pose_wanted.emit("reach")  # another one meanwhile, paused or not
    qtbot.waitUntil(lambda: tryons.panel.worn.key.endswith(".reach"), timeout=5_000)
    assert told[-1] == "reach"


def test_the_wearer_is_seen_to_take_a_pose_and_comes_back(worn: StudioWindow, qtbot: QtBot) -> None:
    panel = worn.tryons.panel
    poses: list[tuple[float, float]] = []
    still = panel.settle

    def seen(positions: Any, *rest: Any, **more: Any) -> None:
        still(positions, *rest, **more)
        fitting = panel.view.fitting
        poses.append((float(np.ptp(fitting.body_mesh.vertices_mm[:, 0])), float(np.ptp(fitting.positions_mm[:, 0]))))

    panel.settle = seen  # type: ignore[method-assign]
    widths = [
        (float(np.ptp(panel.worn.body.mesh.vertices_mm[:, 0])), float(np.ptp(panel.worn.drape.positions_mm[:, 0])))
    ]
    panel.pose_wanted.emit("stand")
    qtbot.waitUntil(lambda: panel.worn.body.mesh.pose == "stand", timeout=90_000)
    widths += poses
    assert len({body for body, _ in poses}) > 1, "body and cloth move in the picture"
    assert widths[-1][0] < widths[0][0] - 100 and widths[-1][1] < widths[0][1], "arms and sleeves come down"
    shown = panel.worn
    assert shown.body.mesh.pose == "stand" and shown.drape.converged, shown.drape.why
    assert shown.drape.penetrations == 0 and "In this pose" in shown.report.verdict
    panel.pose_wanted.emit("a")
    assert panel.worn.body.mesh.pose == "a"


def test_a_garment_is_worn_over_an_earlier_one(
    worn: StudioWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tryons = worn.tryons
    worn.say("make it oversized")
    settle(qtbot, worn)
    tryons.run()
    drape(worn, qtbot)
    upper = tryons.worn.key
    menu = menus.more(tryons.panel)
    (over,) = [act.menu() for act in menu.actions() if act.menu() is not None]
    assert [act.text() for act in over.actions()] == ["T-shirt r1"]
    over.actions()[0].trigger()
    assert tryons.worn.stale, "what is asked for is not what is seen"
    drape(worn, qtbot)
    both = tryons.worn
    assert both.under is not None and both.key != upper and both.caption.endswith("over T-shirt r1")
    assert tryons.panel.view.fitting.layers_beneath == 1
    assert both.seconds > both.drape.seconds, "all that a person waited for"
    takes_a_pose_with_what_is_beneath(worn, qtbot, monkeypatch)
    worn.session.set_option("body_length_mm", 700.0)
    worn.run("undo")
    settle(qtbot, worn)
    qtbot.waitUntil(lambda: not tryons.worn.stale and tryons.worn.key == both.key, timeout=5_000)
    tryons.comparing.size(1)
    assert tryons.panel.chip.running, "it is told that something is done"
    qtbot.waitUntil(lambda: tryons.panel.beside is not None, timeout=90_000)
    larger = tryons.comparing.beside
    assert larger.under is not None and larger.caption == "1 size larger, over T-shirt r1"
    assert not tryons.panel.chip.running and tryons.worn is both
    tryons.comparing.compare(False)
    alone = menus.more(tryons.panel)
    next(act for act in alone.actions() if act.text().startswith("Without")).trigger()
    drape(worn, qtbot)
    assert tryons.worn.under is None and tryons.worn.key == upper
    assert tryons.panel.view.fitting.layers_beneath == 0
    menu.deleteLater()
    alone.deleteLater()


def takes_a_pose_with_what_is_beneath(window: StudioWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both garments go along, are seen on their way, and come back; that they do not cross is the solver's."""

    def carried(asked: DrapeJob, progress: Any, on_partial: Any = None) -> Drape:
        none, count = np.zeros(len(asked.start_mm)), len(asked.start_mm)
        assert asked.mesh.n_vertices == count and asked.moved
        return Drape(asked.mesh, asked.start_mm, True, "", 0.0, 0.0, 1.0, 0, 0, 0.0, none, none, 1, 0.1)

    panel = window.tryons.panel
    rest, seen, still = panel.worn, [], panel.settle
    panel.settle = lambda *told, **more: (seen.append(more["beneath"]), still(*told, **more))  # type: ignore[method-assign]
    assert panel.tools.buttons["pose"].isEnabled()
    with monkeypatch.context() as patched:
        patched.setattr(drapes, "draped", carried)
        panel.pose_wanted.emit("stand")
        qtbot.waitUntil(lambda: panel.worn.body.mesh.pose == "stand", timeout=30_000)
    panel.settle = still  # type: ignore[method-assign]
    shown = panel.worn
    assert len(seen) > 2 and all(beneath == (rest.under,) for beneath in seen), "both are seen on their way"
    assert shown.body.mesh.pose == "stand" and shown.drape.mesh is rest.drape.mesh
    for now, before in ((shown.drape, rest.drape), (shown.under.drape, rest.under.drape)):
        assert now.positions_mm.shape == before.positions_mm.shape
        assert np.ptp(now.positions_mm[:, 0]) < np.ptp(before.positions_mm[:, 0]) - 20, "its sleeves come down"
    panel.pose_wanted.emit("a")
    assert panel.worn is rest


def test_undo_does_not_drape_a_garment_over_itself(worn: StudioWindow, qtbot: QtBot) -> None:
    tryons = worn.tryons
    first, tee = tryons.worn, worn.session.state
    tryons.layering.remember(first, tee)
    worn.say("a navy hoodie instead")
    settle(qtbot, worn)
    hoodie = worn.session.state
    tryons.layering.wear_over(tee, "T-shirt r1", hoodie)
    assert tryons.layering.under(hoodie) == tee and ":over:" in tryons.layering.key(hoodie)
    tryons.cancel()
    worn.run("undo")
    settle(qtbot, worn)
    assert tryons.layering.under(worn.session.state) is None
    qtbot.waitUntil(lambda: not tryons.worn.stale, timeout=5_000)
    assert tryons.worn.key == first.key and tryons.worn.under is None, "it lay finished"
    assert not tryons.panel.chip.running
