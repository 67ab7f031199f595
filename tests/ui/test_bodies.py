"""The Body workspace in the window: measures, scans, photos and comparisons go through the sitting."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ampc_desktop import body
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.photo import PhotoFit, PhotoPoints
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio import avatars
from ampc_desktop.ui.shell.bodies import Bodies
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle


@pytest.fixture
def bodies(window: StudioWindow, qtbot: QtBot) -> Bodies:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.bodies is not None
    qtbot.waitUntil(lambda: window.shot is not None and window.shot.avatar is not None, timeout=30_000)
    return window.bodies


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), kind))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), kind))


def test_a_typed_measure_changes_avatar_and_garment_and_can_be_undone(
    bodies: Bodies, window: StudioWindow, qtbot: QtBot
) -> None:
    window.say("a fitted white tee")
    bodies.page.valueChanged.emit("waist", 820.0)
    settle(qtbot, window, lambda: window.shot.avatar is not None)
    assert window.shot.avatar.body.measures["waist"] == pytest.approx(820.0, abs=3.0)
    assert window.shot.measures["waist"] == 820.0
    window.run("undo")
    settle(qtbot, window, lambda: window.shot.avatar is not None)
    assert window.shot.measures["waist"] == 745.0


def test_an_impossible_measure_is_refused_in_place(bodies: Bodies, window: StudioWindow, qtbot: QtBot) -> None:
    before = window.session.state
    bodies.page.valueChanged.emit("waist", 9000.0)
    assert window.session.state is before
    settle(qtbot, window)
    assert window.shot.measures["waist"] == 745.0


def test_a_measure_taken_back_is_estimated(bodies: Bodies, window: StudioWindow, qtbot: QtBot) -> None:
    bodies.page.valueChanged.emit("waist", None)
    settle(qtbot, window, lambda: window.shot.avatar is not None)
    assert window.shot.measures.values["waist"].source == "estimated"


def test_name_and_sex_are_steps(bodies: Bodies, window: StudioWindow, qtbot: QtBot) -> None:
    bodies.page.nameChanged.emit("Kim Lund")
    bodies.page.sexChanged.emit("male")
    settle(qtbot, window, lambda: window.shot.avatar is not None)
    assert window.session.state.body.name == "Kim Lund"
    assert window.shot.avatar.body.mesh.shape.sex == "male"


def test_a_saved_avatar_comes_back_as_a_scan(
    bodies: Bodies, window: StudioWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "anna"
    chosen(monkeypatch, file, "OBJ (*.obj)")
    window.run("save_body")
    assert file.with_suffix(".obj").stat().st_size > 100_000
    bodies.page.valueChanged.emit("thigh", None)
    chosen(monkeypatch, file.with_suffix(".obj"))
    window.run("scan")
    settle(qtbot, window, lambda: window.shot.avatar is not None)
    thigh = window.session.state.body.values["thigh"]
    assert thigh.source == "scan" and thigh.uncertainty > 0
    assert window.session.state.body.values["hip"].source == "tape"


def test_a_broken_scan_is_a_card_and_changes_nothing(
    bodies: Bodies, window: StudioWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = window.session.state
    file = tmp_path / "x.obj"
    file.write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    chosen(monkeypatch, file)
    window.run("scan")
    assert window.session.state is before


def test_a_pose_is_shown_and_left(bodies: Bodies, window: StudioWindow) -> None:
    bodies.page.pose.chosen.emit("sit")
    assert bodies.page.pose.current == "sit"
    bodies.page.pose.chosen.emit("a")
    assert bodies.page.pose.current == "a"


def test_two_bodies_are_compared(bodies: Bodies, window: StudioWindow) -> None:
    bodies._compare("mean")
    assert bodies.page._other is not None
    assert bodies.page._other.mesh.name == "Mean woman of this height"
    bodies._compare("")
    assert bodies.page._other is None


def test_a_fit_that_is_used_enters_the_sitting_and_leaves_no_photo(
    bodies: Bodies, window: StudioWindow, qtbot: QtBot
) -> None:
    shape = body.mean_shape("female")
    seen = {"thigh": Measurement(570.0, 18.0, "", "photo"), "stature": Measurement(1780.0)}
    points = PhotoPoints(b"jpeg", 10, 10, ())
    view = type("View", (), {"points": points})()
    found = PhotoFit(shape, Measurements("photo", "female", seen), view)  # type: ignore[arg-type]
    bodies.page.used.emit(found, False)
    settle(qtbot, window, lambda: window.shot.avatar is not None)
    assert window.session.state.shape == shape
    assert window.session.state.body.values["thigh"].source == "photo"
    assert not bodies.page.photo._shots
    assert window.studio.hub.read_stream("customer:Anna Berg") == ()
    bodies.page.used.emit(found, True)
    assert len(window.studio.hub.read_stream("customer:Anna Berg")) == 1


def test_without_a_pose_network_the_joints_are_placed_by_hand(
    bodies: Bodies, window: StudioWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(*args: object, **more: object) -> PhotoPoints:
        raise Problem("no pose network here", code="photo.no_keypoints", kind=Kind.NO)

    monkeypatch.setattr(avatars, "find_keypoints", missing)
    monkeypatch.setattr(avatars, "upright", lambda photo, progress: PhotoPoints(_jpeg(), 60, 90, ()))
    photo = tmp_path / "p.jpg"
    photo.write_bytes(_jpeg())
    window.run("body")
    bodies.page.open_photo()
    bodies.read_photo(photo)
    qtbot.waitUntil(lambda: bool(bodies.page.photo._shots), timeout=10_000)
    assert not bodies.page.photo._shots["front"].points.keypoints


def test_a_bad_photo_is_told_where_it_is_looked_at(
    bodies: Bodies, window: StudioWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before = window.session.state
    photo = tmp_path / "p.jpg"
    photo.write_bytes(b"this is no picture")
    bodies.page.open_photo()
    bodies.read_photo(photo)
    qtbot.waitUntil(lambda: bodies._job is not None and bodies._job.over, timeout=30_000)
    qtbot.wait(50)
    assert bodies._job.problem is not None
    assert bodies.page.photo._cards.count() == 1
    assert window.session.state is before


def _jpeg() -> bytes:
    import io

    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (60, 90), "white").save(made, "JPEG")
    return made.getvalue()
