"""The 3D view, driven by a real mouse and keys, off screen."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.render import Gl, opengl
from ampc_desktop.ui.theme import style
from ampc_desktop.ui.viewport import motion
from ampc_desktop.ui.viewport.measure import frame_rate
from ampc_desktop.ui.viewport.section_bar import girths
from ampc_desktop.ui.viewport.viewport import Viewport
from ampc_desktop.ui.widgets.empty import EmptyState
from tests.render.bodies import LEVELS, measured, mesh

Left, Middle, Right = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
KEYPAD = Qt.KeyboardModifier.KeypadModifier
FREE = QPoint(60, 330)
"""A place beside the body and above the tools."""
LABELS = {"bust": "Bust / chest girth", "waist": "Waist girth", "hip": "Hip girth"}


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """No motion unless a test asks for it."""
    motion.follow(True)
    yield
    motion.follow(None)


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Callable[..., Viewport]]:
    made: list[Viewport] = []

    def one(body: bool = True, ask: Callable[[], Gl] = opengl) -> Viewport:
        view = Viewport(EmptyState("No body yet", "Type measures.", (("Type measures", int),)), ask)
        view.set_labels(LABELS)
        view.resize(360, 420)
        if body:
            view.show_body(measured())
        view.show()
        qtbot.waitUntil(lambda: view.gl is not None, timeout=30_000)
        made.append(view)
        return view

    yield one
    for view in made:
        view.close()
        view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def view(make: Callable[..., Viewport]) -> Viewport:
    if not opengl().ok:
        pytest.skip("this machine can't draw in 3D")
    return make()


def pixels(image: QImage) -> np.ndarray:
    """(height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def close_to(image: QImage, token: str, reach: int = 40) -> int:
    """Pixels near a token's colour."""
    colour = QColor(getattr(style.theme(), token))
    rgb = np.array([colour.red(), colour.green(), colour.blue()])
    return int((np.abs(pixels(image).astype(int) - rgb) < reach).all(axis=2).sum())


def drag(view: Viewport, button: Qt.MouseButton, by: QPoint, start: QPoint = FREE) -> None:
    """Steps of a real drag; QTest moves without buttons, so the events are made here."""
    steps = [start + by * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    none, held = Qt.KeyboardModifier.NoModifier, button
    for number, at in enumerate(steps):
        kind = QEvent.Type.MouseButtonPress if number == 0 else QEvent.Type.MouseMove
        acts = button if number == 0 else Qt.MouseButton.NoButton
        QApplication.sendEvent(view, QMouseEvent(kind, QPointF(at), view.mapToGlobal(QPointF(at)), acts, held, none))
    end, nothing = QPointF(steps[-1]), Qt.MouseButton.NoButton
    kind = QEvent.Type.MouseButtonRelease
    QApplication.sendEvent(view, QMouseEvent(kind, end, view.mapToGlobal(end), button, nothing, none))


def wheel(view: Viewport, at: QPointF, turns: int) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def spot(view: Viewport, measure: str) -> QPoint:
    """A pixel on the near side of a tape."""
    seen = view.navigator.camera.project(measured().tape[measure].points_mm, view.width(), view.height())
    x, y, _ = seen[np.argmin(seen[:, 2])]
    return QPoint(round(x), round(y))


# -- pictures ----------------------------------------------------------------------------------------------------


def test_a_body_is_drawn_and_the_same_scene_gives_the_same_picture(view: Viewport) -> None:
    first = view.image()
    assert pixels(first).std() > 20, "blank"
    assert first == view.image()
    assert first.size() == view.size() * view.devicePixelRatioF()
    assert close_to(first, "sew") > 40, "girth loops are drawn"


def test_edges_are_smoother_at_rest_than_while_moving(view: Viewport, qtbot: QtBot) -> None:
    view.set_tapes(False)

    def jumps(image: QImage) -> int:
        """Neighbouring pixels that differ by more than half of the step from skin to background."""
        return int((np.abs(np.diff(pixels(image)[:, :, 0].astype(int), axis=1)) > 45).sum())

    assert view.source is not None
    view.source.least_share = 1.0
    view.source._share = 1.0
    view.navigator.take(view.navigator.camera.orbited(30, 0))
    view.repaint()
    moving = view._image.copy()
    assert not view.source.finished
    qtbot.waitUntil(lambda: bool(view.source and view.source.finished), timeout=5000)
    assert 0 < jumps(view._image) < 0.7 * jumps(moving)


def test_the_theme_changes_the_picture_in_place(view: Viewport, qapp: QApplication) -> None:
    dark = view.image()
    style.apply(qapp, "light")
    try:
        light = view.image()
        assert pixels(light).mean() > pixels(dark).mean() + 80
    finally:
        style.apply(qapp, "dark")
    assert view.image() == dark


def test_it_can_be_grabbed_with_what_lies_over_it(view: Viewport) -> None:
    view.image()
    grabbed = view.grab().toImage()
    assert close_to(grabbed, "t1", 60) > 50, "name and values are written over the body"
    assert view.tools.isVisible() and view.accessibleDescription().startswith("Anna Berg, 16")


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_frames_have_the_pixels_of_the_screen(view: Viewport, ratio: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: ratio)
    image = view.image()
    assert image.width() == round(view.width() * ratio) and image.devicePixelRatio() == ratio


# -- camera ------------------------------------------------------------------------------------------------------


def test_left_and_right_drags_orbit_and_middle_pans(view: Viewport) -> None:
    for button in (Left, Right):
        before = view.navigator.camera
        drag(view, button, QPoint(80, 0))
        after = view.navigator.camera
        assert after.azimuth_deg != before.azimuth_deg and after.target_mm == before.target_mm
    before = view.navigator.camera
    drag(view, Middle, QPoint(30, -20))
    after = view.navigator.camera
    assert after.azimuth_deg == before.azimuth_deg and after.target_mm != before.target_mm
    back = before.project([before.target_mm], view.width(), view.height())[0]
    moved = after.project([before.target_mm], view.width(), view.height())[0]
    assert moved[:2] - back[:2] == pytest.approx([30, -20], abs=1e-6)


def test_other_buttons_do_nothing(view: Viewport) -> None:
    before = view.navigator.camera
    drag(view, Qt.MouseButton.BackButton, QPoint(50, 50))
    assert view.navigator.camera == before


def test_the_wheel_zooms_at_the_pointer(view: Viewport) -> None:
    at = spot(view, "bust")
    point = measured().tape["bust"].points_mm.mean(axis=0)
    before = view.navigator.camera
    wheel(view, QPointF(at), 3)
    after = view.navigator.camera
    assert after.distance_mm < before.distance_mm
    a = before.project([point], view.width(), view.height())[0]
    b = after.project([point], view.width(), view.height())[0]
    assert np.hypot(*(b - a)[:2]) < 14, "the bust stayed where it was"
    wheel(view, QPointF(at), -3)
    assert view.navigator.camera.distance_mm == pytest.approx(before.distance_mm)


def test_number_pad_looks_from_the_sides_and_again_from_the_opposite(view: Viewport) -> None:
    view.setFocus()
    expected = {Qt.Key.Key_1: ((0, 0), (180, 0)), Qt.Key.Key_3: ((90, 0), (-90, 0)), Qt.Key.Key_7: ((0, 90), (0, -90))}
    view.navigator.take(view.navigator.camera.orbited(20, 20))
    for key, sides in expected.items():
        for azimuth, elevation in sides:
            QTest.keyClick(view, key, KEYPAD)
            camera = view.navigator.camera
            assert (camera.azimuth_deg % 360, camera.elevation_deg) == (azimuth % 360, elevation)


def test_five_changes_the_projection_and_digits_above_the_letters_do_not(view: Viewport) -> None:
    QTest.keyClick(view, Qt.Key.Key_5)
    assert view.navigator.camera.perspective
    before = pixels(view.image())
    QTest.keyClick(view, Qt.Key.Key_5, KEYPAD)
    assert not view.navigator.camera.perspective
    assert not np.array_equal(pixels(view.image()), before)


def test_home_shows_everything_above_the_tools(view: Viewport) -> None:
    wheel(view, QPointF(20, 20), 8)
    QTest.keyClick(view, Qt.Key.Key_Home)
    seen = view.navigator.camera.project(mesh().vertices_mm, view.width(), view.height())
    assert seen[:, :2].min() >= 0 and seen[:, 0].max() <= view.width()
    assert seen[:, 1].max() <= view.tools.y()


def test_a_narrower_window_keeps_everything_in_view_until_a_person_zooms(view: Viewport) -> None:
    view.resize(260, 640)
    seen = view.navigator.camera.project(mesh().vertices_mm, view.width(), view.height())
    assert seen[:, 0].min() >= 0 and seen[:, 0].max() <= view.width()
    wheel(view, QPointF(100, 100), 4)
    camera = view.navigator.camera
    view.resize(500, 500)
    assert view.navigator.camera == camera, "what a person chose is left alone"


def test_arrows_and_plus_reach_every_view_without_a_mouse(view: Viewport) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert (view.navigator.camera.azimuth_deg, view.navigator.camera.elevation_deg) == (15.0, 15.0)
    near = view.navigator.camera.distance_mm
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.navigator.camera.distance_mm < near


def test_a_click_on_an_axis_looks_along_it(view: Viewport) -> None:
    from ampc_desktop.ui.viewport import overlay

    view.look("three_quarter")
    places = overlay.axis_places(view.rect().toRectF(), view.navigator.camera)
    x_letter = next(at for at, _, number in places if number == 0)
    QTest.mouseClick(view, Left, pos=x_letter.toPoint())
    assert view.navigator.camera.azimuth_deg == 90.0


def test_the_turntable_turns_until_a_hand_is_laid_on(view: Viewport, qtbot: QtBot) -> None:
    motion.follow(False)
    before = view.navigator.camera.azimuth_deg
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.turning and view.tools.buttons["turn"].isChecked()
    qtbot.waitUntil(lambda: abs(view.navigator.camera.azimuth_deg - before) > 5, timeout=5000)
    drag(view, Left, QPoint(10, 0))
    assert not view.turning and not view.tools.buttons["turn"].isChecked()


def test_without_motion_the_turntable_goes_on_by_an_eighth(view: Viewport) -> None:
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not view.turning and view.navigator.camera.azimuth_deg == 45.0


def test_a_view_glides_there_and_a_press_ends_the_glide(view: Viewport, qtbot: QtBot) -> None:
    motion.follow(False)
    view.look("left")
    assert view.navigator.camera.azimuth_deg < 90.0, "on its way"
    qtbot.waitUntil(lambda: view.navigator.camera.azimuth_deg == 90.0, timeout=3000)
    view.look("front")
    view.image()
    assert view.navigator.camera.azimuth_deg == 0.0


# -- loops, landmarks, section -----------------------------------------------------------------------------------


def test_hovering_a_loop_names_it_with_its_value(view: Viewport, qtbot: QtBot) -> None:
    view.image()
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, spot(view, "waist"))
    assert told.args == ["waist"]
    name, value = view._bubble or ("", "")
    assert name == "Waist girth" and value.endswith("cm ± 1.2")
    assert close_to(view.image(), "selected") > 30, "the loop under the pointer is lit"
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, QPoint(5, 200))
    assert told.args == [""] and view._bubble is None


def test_a_loop_behind_the_body_is_not_under_the_pointer(view: Viewport) -> None:
    view.navigator.take(view.navigator.camera.orbited(0, 25))  # from above, far and near strand lie apart
    view.image()
    seen = view.navigator.camera.project(measured().tape["waist"].points_mm, view.width(), view.height())
    far = seen[np.argmax(seen[:, 2])]
    QTest.mouseMove(view, QPoint(round(far[0]), round(far[1])))
    assert view.stage.hovered != "waist"


def test_a_click_picks_a_loop_and_a_list_can_light_one(view: Viewport, qtbot: QtBot) -> None:
    view.image()
    with qtbot.waitSignal(view.picked) as told:
        QTest.mouseClick(view, Left, pos=spot(view, "hip"))
    assert told.args == ["hip"] and view.stage.chosen == "hip"
    QTest.mouseMove(view, QPoint(5, 5))
    view.highlight("stature")
    assert "stature" in {line.measure for line in view.stage.lines}, "open lines show when they are chosen"
    assert view.accessibleDescription().startswith("stature 16"), "what is chosen is read out"
    view.highlight("no such measure")
    assert view.accessibleDescription().startswith("Anna Berg")
    assert view.stage.chosen == ""


def test_brackets_walk_through_the_loops(view: Viewport, qtbot: QtBot) -> None:
    names = list(measured().tape)
    for expected in (names[0], names[1]):
        with qtbot.waitSignal(view.picked) as told:
            QTest.keyClick(view, Qt.Key.Key_BracketRight)
        assert told.args == [expected]
    QTest.keyClick(view, Qt.Key.Key_BracketLeft)
    assert view.stage.chosen == names[0]


def test_landmarks_are_dots_with_names(view: Viewport) -> None:
    without = view.grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_K)
    assert view.tools.buttons["marks"].isChecked()
    view.image()
    assert view.grab().toImage() != without
    x, y, _ = view.navigator.camera.project([measured().landmarks[0].point_mm], view.width(), view.height())[0]
    QTest.mouseMove(view, QPoint(round(x), round(y)))
    assert view._bubble is not None and view._bubble[0] == "Navel" and "above the floor" in view._bubble[1]


def test_the_section_cut_shows_the_girth_it_cuts(view: Viewport, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_E)
    bar = view.section_bar
    assert bar.isVisible() and view.tools.buttons["section"].isChecked()
    height = LEVELS["hip"] * mesh().stature_mm
    with qtbot.waitSignal(view.section_moved) as told:
        view.set_section(height)
    assert told.args == [height]
    tape = measured().measures["hip"]
    assert bar.girth.text() == girths(view.stage.loops) and f"{tape / 10:.1f}" in bar.girth.text()
    assert bar.field.value == pytest.approx(height / 10)
    assert close_to(view.image(), "snap", 60) > 40, "the line of the cut is drawn"
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.stage.section_mm == pytest.approx(height + 10)
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.stage.section_mm == pytest.approx(height + 9)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.stage.section_mm is None and not bar.isVisible()


def test_the_cut_follows_slider_field_and_drag(view: Viewport) -> None:
    view.set_section(900.0)
    bar = view.section_bar
    bar.field.setFocus()
    bar.field.selectAll()
    QTest.keyClicks(bar.field, "101,5")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert view.stage.section_mm == pytest.approx(1015.0)
    QTest.keyClick(bar.slider, Qt.Key.Key_Right)
    assert view.stage.section_mm == pytest.approx(1016.0)
    view.image()
    seen = view.navigator.camera.project(view.stage.loops[0].points_mm, view.width(), view.height())
    x, y, _ = seen[np.argmin(seen[:, 2])]
    camera = view.navigator.camera
    QTest.mouseMove(view, QPoint(round(x), round(y)))
    drag(view, Left, QPoint(0, -40), QPoint(round(x), round(y)))
    assert view.navigator.camera == camera, "the cut is dragged, not the camera"
    assert view.stage.section_mm == pytest.approx(1016.0 + 40 / camera.px_per_mm(view.height()), abs=2)
    view.set_section(99_999.0)
    assert view.stage.section_mm == pytest.approx(mesh().stature_mm)


# -- two bodies, poses, nothing at all ---------------------------------------------------------------------------


def test_two_bodies_stand_side_by_side_or_over_each_other(view: Viewport) -> None:
    alone = view.image()
    view.show_body(measured(), measured("male"), "side")
    own, other = view.stage.meshes
    assert own.vertices_mm[:, 0].max() < other.vertices_mm[:, 0].min(), "they don't touch"
    seen = view.navigator.camera.project(view.stage.points_mm, view.width(), view.height())
    assert seen[:, 0].min() >= 0 and seen[:, 0].max() <= view.width(), "both are in the picture"
    side = view.image()
    view.highlight("waist")
    line = view.stage.other_line
    assert line is not None and line.points_mm[:, 0].min() > 0, "the same measure lights on the other body"
    assert view.source is not None and "other tape" in view.source.scene.names
    view.highlight("")
    assert "other tape" not in view.source.scene.names
    view.show_body(measured(), measured("male"), "overlay")
    assert np.array_equal(view.stage.meshes[0].vertices_mm, mesh().vertices_mm)
    assert len({bytes(pixels(image)) for image in (alone, side, view.image())}) == 3
    view.show_body(measured())
    assert "other" not in (view.source.scene.names if view.source else ())


def test_another_pose_moves_the_skin_and_puts_the_tape_away(view: Viewport) -> None:
    from dataclasses import replace

    bent = replace(mesh(), vertices_mm=mesh().vertices_mm * [1.0, 1.4, 1.0], pose="reach")
    view.show_pose(bent)
    seen = view.navigator.camera.project(bent.vertices_mm, view.width(), view.height())
    assert seen[:, 1].min() >= 0 and seen[:, 1].max() <= view.tools.y(), "fitted anew"
    assert view.stage.lines == () and view.source is not None
    assert not any(name.startswith("tape.") for name in view.source.scene.names)
    view.show_pose(None)
    assert {line.measure for line in view.stage.lines} == set(LEVELS)


def test_an_empty_view_says_how_to_begin(make: Callable[..., Viewport]) -> None:
    view = make(body=False)
    assert view._empty is not None and view._empty.isVisible() and not view.tools.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Home)
    wheel(view, QPointF(50, 50), 2)
    drag(view, Left, QPoint(20, 20))
    assert view.section_bar.isHidden()
    view.show_body(measured())
    assert not view._empty.isVisible() and view.tools.isVisible()
    view.show_body(None)
    assert view._empty.isVisible()
    view.show_waiting("Making the avatar")
    assert not view._empty.isVisible() and close_to(view.grab().toImage(), "t2", 30) > 30, "it says so"
    view.show_body(None)
    assert view._empty.isVisible()


def test_without_opengl_outlines_stand_in(make: Callable[..., Viewport]) -> None:
    view = make(ask=lambda: Gl(False, why="no driver"))
    assert view.source is None
    drawn = view.grab().toImage()
    assert close_to(drawn, "avatar", 12) > 3000, "the figure is filled"
    assert close_to(drawn, "sew", 40) > 40, "its girths are drawn"
    drag(view, Left, QPoint(60, 0))
    assert view.navigator.camera.azimuth_deg != 0.0
    view.navigator.look("front")
    QTest.mouseMove(view, spot(view, "bust"))
    assert view.stage.hovered == "bust"
    QTest.keyClick(view, Qt.Key.Key_E)
    assert close_to(view.grab().toImage(), "snap", 60) > 30


# -- life and death ----------------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_a_view_is_shown() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from ampc_desktop.ui.viewport.viewport import Viewport; view = Viewport();"
        "from ampc_desktop.ui.body.workspace import BodyWorkspace; workspace = BodyWorkspace({});"
        "print([n for n in sys.modules if n.startswith(('vtk', 'PIL', 'scipy', 'cv2'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_opened_and_closed_twelve_times(make: Callable[..., Viewport]) -> None:
    for _ in range(12):
        view = make()
        view.image()
        view.close()
        assert view.source is None
        view.repaint()
        view.navigator.take(view.navigator.camera.orbited(5, 0))


def test_a_deleted_view_gives_everything_back(make: Callable[..., Viewport], qtbot: QtBot) -> None:
    if not opengl().ok:
        pytest.skip("this machine can't draw in 3D")
    views = [Viewport()]
    views[0].show_body(measured())
    views[0].show()
    qtbot.waitUntil(lambda: views[0].source is not None, timeout=30_000)
    kept = weakref.ref(views[0].source)
    views.pop().deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    assert kept() is None


def test_the_frame_rate_is_measured_with_the_triangles_asked_for(qapp: QApplication) -> None:
    if not opengl().ok:
        pytest.skip("this machine can't draw in 3D")
    found = frame_rate(2000, 200, 160, seconds=0.2)
    assert 2000 <= found.triangles < 2200 and found.frames >= 2
    assert found.fps > 1 and found.worst_ms >= 1000 / found.fps * 0.5
