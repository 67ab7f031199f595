"""The photo: what is drawn over it, joints dragged, the figure brushed, and what the fit is asked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.photo import (
    DRAGGABLE,
    Camera,
    FittedView,
    Keypoint,
    PhotoFit,
    PhotoPoints,
    PhotoRequest,
    PhotoView,
    Stroke,
)
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.ui.body.photo_canvas import STANDING, PhotoCanvas
from ampc_desktop.ui.body.photo_panel import PhotoPanel
from ampc_desktop.ui.widgets.problem import ProblemCard

WIDE, HIGH = 600, 900
RING = np.array([[200.0, 100.0], [400.0, 100.0], [400.0, 800.0], [200.0, 800.0]])


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (WIDE // 2, HIGH // 2), (128, 128, 128)).save(file, "JPEG")  # scaled down, as photos come
    return file.getvalue()


def points(found: bool = True) -> PhotoPoints:
    places = {name: (100.0 + 400.0 * x, 50.0 + 800.0 * y) for name, (x, y) in STANDING.items()}
    keypoints = tuple(Keypoint(name, x, y, 0.9, "found") for name, (x, y) in places.items())
    return PhotoPoints(jpeg(), WIDE, HIGH, keypoints if found else ())


def fit_of(iou: float = 0.964) -> PhotoFit:
    camera = Camera(900.0, 28.0, 3000.0, 1400.0, 0.0, 0.0, False)
    view = FittedView(points(), (RING,), (RING + 10.0,), {}, iou, {}, camera, 6.0)
    shape = BodyShape("ampc-female-1:0", "female", (0.0,) * 40)
    return PhotoFit(shape, Measurements("Anna", "female"), view, notes=("The focal length was estimated.",))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PhotoPanel]:
    made = PhotoPanel()
    qtbot.addWidget(made)
    made.resize(440, 800)
    made.show()
    made.activateWindow()
    yield made


@pytest.fixture
def loaded(panel: PhotoPanel) -> PhotoPanel:
    panel.show_customer("Anna", 1700.0, 66.0, "female")
    panel.show_photo("front", PhotoView(b"file", name="anna.jpg"), points())
    QApplication.processEvents()
    return panel


def send(canvas: PhotoCanvas, kind: QEvent.Type, at: QPointF, held: Qt.MouseButton) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), button, held, none))


def drag(canvas: PhotoCanvas, start: QPointF, by: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    send(canvas, QEvent.Type.MouseButtonPress, start, left)
    for share in (0.25, 0.5, 0.75, 1.0):
        send(canvas, QEvent.Type.MouseMove, start + by * share, left)
    send(canvas, QEvent.Type.MouseButtonRelease, start + by, Qt.MouseButton.NoButton)


def test_screen_and_photo_agree_at_every_zoom(loaded: PhotoPanel) -> None:
    canvas = loaded.canvas
    for _ in range(3):
        for place in ((0.0, 0.0), (300.0, 450.0), (599.0, 899.0)):
            assert canvas.to_photo(canvas.to_screen(*place)) == pytest.approx(place, abs=1e-6)
        at = QPointF(150, 200)
        under = canvas.to_photo(at)
        nothing, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 240), nothing, none, phase, False)
        QApplication.sendEvent(canvas, wheel)
        assert canvas.to_photo(at) == pytest.approx(under, abs=1e-6), "the wheel zooms at the pointer"
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.to_screen(0, 0).x() >= 0 and canvas.to_screen(WIDE, HIGH).y() <= canvas.height() + 1


def test_a_dragged_joint_is_asked_of_the_next_fit(loaded: PhotoPanel, qtbot: QtBot) -> None:
    canvas = loaded.canvas
    x, y = canvas.shown["left_hip"]
    by = QPointF(20, -12)
    with qtbot.waitSignal(canvas.pointMoved) as told:
        drag(canvas, canvas.to_screen(x, y), by)
    scale = canvas.to_screen(1, 0).x() - canvas.to_screen(0, 0).x()
    assert told.args == ["left_hip", pytest.approx(x + 20 / scale), pytest.approx(y - 12 / scale)]
    request = loaded.request()
    assert request is not None and set(request.front.keypoints) == {"left_hip"}
    assert loaded.fit_button.text() == "Fit again"
    loaded.undo()
    assert (loaded.request() or request).front.keypoints == {} and canvas.shown["left_hip"] == (x, y)


def test_a_joint_stays_inside_the_photo(loaded: PhotoPanel) -> None:
    canvas = loaded.canvas
    drag(canvas, canvas.to_screen(*canvas.shown["left_wrist"]), QPointF(5000, -5000))
    assert canvas.shown["left_wrist"] == (WIDE - 1, 0.0)


def test_joints_move_by_keys_too(loaded: PhotoPanel, qtbot: QtBot) -> None:
    canvas = loaded.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    x, y = canvas.shown[DRAGGABLE[0]]
    with qtbot.waitSignal(canvas.pointMoved) as told:
        QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert told.args == [DRAGGABLE[0], x + 10, y]


def test_without_any_keypoints_a_standing_figure_is_dragged_into_place(panel: PhotoPanel) -> None:
    panel.show_customer("Anna", 1700.0, None, None)
    panel.show_photo("front", PhotoView(b"file"), points(found=False))
    assert set(panel.canvas.shown) == set(DRAGGABLE)
    assert not panel.fit_button.isEnabled() and "Drag the joints" in panel.fit_button.toolTip()
    nose = panel.canvas.to_screen(*panel.canvas.shown["nose"])
    drag(panel.canvas, nose, QPointF(15, 5))
    request = panel.request()
    assert request is not None and set(request.front.keypoints) == set(DRAGGABLE)
    assert panel.fit_button.isEnabled()


def test_the_brush_adds_and_takes_away_with_its_radius(loaded: PhotoPanel, qtbot: QtBot) -> None:
    canvas = loaded.canvas
    for tool, figure in (("add", True), ("remove", False)):
        loaded.tools[tool].click()  # type: ignore[index]
        canvas.set_radius(40.0)
        with qtbot.waitSignal(canvas.strokeDrawn) as told:
            drag(canvas, canvas.to_screen(100, 300), QPointF(60, 0))
        stroke = told.args[0]
        assert isinstance(stroke, Stroke) and stroke.figure is figure and stroke.radius_px == 40.0
        assert stroke.points[0] == pytest.approx((100.0, 300.0)) and len(stroke.points) > 2
    request = loaded.request()
    assert request is not None and [one.figure for one in request.front.strokes] == [True, False]
    loaded.undo_button.click()
    assert [one.figure for one in loaded.request().front.strokes] == [True]  # type: ignore[union-attr]


def test_brackets_and_slider_change_the_brush(loaded: PhotoPanel) -> None:
    loaded.tools["add"].click()
    before = loaded.canvas.radius_px
    loaded.canvas.setFocus()
    QTest.keyClick(loaded.canvas, Qt.Key.Key_BracketRight)
    assert loaded.canvas.radius_px == pytest.approx(before * 1.2)
    assert loaded.radius.value == pytest.approx(loaded.canvas.radius_px, abs=1)


def test_the_request_holds_everything_that_was_typed(loaded: PhotoPanel, qtbot: QtBot) -> None:
    loaded.clothing.setCurrentIndex(2)
    loaded.show_photo("side", PhotoView(b"beside"), points())
    with qtbot.waitSignal(loaded.fitRequested) as told:
        loaded.fit_button.click()
    asked = told.args[0]
    assert isinstance(asked, PhotoRequest)
    assert (asked.height_mm, asked.weight_kg, asked.sex, asked.clothing) == (1700.0, 66.0, "female", "loose")
    assert asked.front.image == b"file" and asked.side is not None and asked.side.image == b"beside"
    assert asked.customer == "Anna"


def test_without_a_height_nothing_is_fitted(panel: PhotoPanel) -> None:
    panel.show_photo("front", PhotoView(b"file"), points())
    assert panel.request() is None and not panel.fit_button.isEnabled()
    assert panel.fit_button.toolTip() == "Type the height first"
    panel.height_field.setFocus()
    QTest.keyClicks(panel.height_field, "172")
    QTest.keyClick(panel.height_field, Qt.Key.Key_Return)
    request = panel.request()
    assert request is not None and request.height_mm == 1720.0 and request.weight_kg is None and request.sex is None


def test_a_fit_shows_overlap_lines_and_notes_and_can_be_used(loaded: PhotoPanel, qtbot: QtBot) -> None:
    bare = loaded.canvas.grab().toImage()
    loaded.show_fit(fit_of())
    assert loaded.iou.text() == "IoU 0.96" and "focal length" in loaded.hint.text()
    assert loaded.canvas.grab().toImage() != bare
    loaded.keep.setChecked(True)
    with qtbot.waitSignal(loaded.used) as told:
        loaded.use_button.click()
    assert isinstance(told.args[0], PhotoFit) and told.args[1] is True
    loaded.show_fit(fit_of(0.71))
    assert loaded.iou.property("tone") == "warn"


def test_strokes_that_are_in_the_fit_are_drawn_no_more(loaded: PhotoPanel) -> None:
    loaded.tools["add"].click()
    drag(loaded.canvas, loaded.canvas.to_screen(100, 300), QPointF(60, 0))
    assert len(loaded.canvas.strokes) == 1
    loaded.show_fit(fit_of())
    assert loaded.canvas.strokes == () and len(loaded.request().front.strokes) == 1  # type: ignore[union-attr]


def test_a_running_fit_shows_progress_and_can_be_cancelled(loaded: PhotoPanel, qtbot: QtBot) -> None:
    loaded.show_progress(0.4, "Fitting the shape", busy=True)
    assert loaded.progress.isVisible() and loaded.progress.value() == 40 and not loaded.fit_button.isVisible()
    with qtbot.waitSignal(loaded.cancelRequested):
        loaded.cancel_button.click()
    loaded.show_progress(None, "")
    assert loaded.fit_button.isVisible() and not loaded.progress.isVisible()


def test_what_the_photo_lacks_is_said_beside_it(loaded: PhotoPanel) -> None:
    loaded.show_progress(0.1, "Reading", busy=True)
    loaded.show_problem(Problem("the feet are cut off", remedy="step back", kind=Kind.NO, code="photo.cropped"))
    assert loaded.findChild(ProblemCard) is not None and loaded.fit_button.isVisible()


def test_forgetting_leaves_nothing(loaded: PhotoPanel) -> None:
    loaded.show_fit(fit_of())
    loaded.keep.setChecked(True)
    loaded.forget()
    assert loaded.request() is None and not loaded.use_button.isEnabled() and not loaded.keep.isChecked()
    assert loaded._shots == {} and loaded._fit is None and loaded.empty.isVisible()
    assert loaded.canvas.points is None and loaded.canvas._picture.isNull()


def test_a_new_photo_throws_the_old_fit_away(loaded: PhotoPanel) -> None:
    loaded.show_fit(fit_of())
    loaded.show_photo("front", PhotoView(b"other"), replace(points(), width_px=WIDE))
    assert loaded.iou.text() == "" and not loaded.use_button.isEnabled()
