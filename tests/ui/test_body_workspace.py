"""The Body workspace as a whole: one measure lights everywhere, photo, poses, two bodies, nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.core.body import Avatar, BodyShape, MeasuredBody
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.ui.body.measures_panel import MeasuresPanel, signed
from ampc_desktop.ui.body.workspace import BodyWorkspace
from ampc_desktop.ui.theme import style, tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.viewport import motion
from ampc_desktop.ui.widgets.problem import ProblemCard
from tests.render.bodies import measured
from tests.ui.test_body_form import DEFINITIONS, MEASURES


def avatar(**residual: float) -> Avatar:
    body = measured()
    mesh = replace(body.mesh, shape=BodyShape("ampc-female-1:0", "female", (0.0,) * 40))
    return Avatar(MeasuredBody(mesh, body.measures, body.landmarks, body.tape), residual or {"bust": 0.4, "hip": -4.2})


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[BodyWorkspace]:
    motion.follow(True)
    made = BodyWorkspace(DEFINITIONS)
    qtbot.addWidget(made, before_close_func=lambda one: one.shutdown())
    made.resize(1500, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.viewport.gl is not None, timeout=30_000)
    yield made
    motion.follow(None)


@pytest.fixture
def dressed(workspace: BodyWorkspace) -> BodyWorkspace:
    workspace.show_body(MEASURES, avatar())
    QApplication.processEvents()
    return workspace


def cells(panel: MeasuresPanel, measure: str) -> list[str]:
    rows = panel.table.rows
    at = rows.names.index(measure)
    return [str(rows.index(at, column).data()) for column in range(rows.columnCount())]


def test_a_measure_lights_in_form_view_and_table_alike(dressed: BodyWorkspace) -> None:
    dressed.form.rows["hip"].field.setFocus()
    assert dressed.viewport.stage.chosen == "hip"
    assert dressed.measures.table._name(dressed.measures.table.currentIndex().row()) == "hip"
    table = dressed.measures.table
    place = table.visualRect(table.rows.index(table.rows.names.index("bust"), 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dressed.viewport.stage.chosen == "bust" and dressed.form.how.text().startswith("Bust")
    dressed.viewport.picked.emit("waist")
    assert dressed.form.how.text().startswith("Waist")
    assert table._name(table.currentIndex().row()) == "waist"


def test_the_table_shows_value_doubt_source_and_what_is_off(dressed: BodyWorkspace) -> None:
    bust = measured().measures["bust"]
    assert cells(dressed.measures, "bust") == ["Bust / chest girth", f"≈ {bust / 10:.1f}", "1.2", "photo", "0.0"]
    assert cells(dressed.measures, "hip")[-1] == "−0.4"
    assert cells(dressed.measures, "thigh") == ["Thigh girth", "≈ 57.0", "2.4", "est.", ""]
    assert cells(dressed.measures, "weight_kg")[1] == "≈ 66.0 kg"
    assert "off by up to 0.4 cm" in dressed.measures.note.text()
    assert dressed.measures.table.rows.tone("hip", "Off by") == "warn"
    assert dressed.measures.table.rows.tone("bust", "Off by") == "t2"


@pytest.mark.parametrize(("value", "text"), [(12.0, "+1.2"), (-12.0, "−1.2"), (0.2, "0.0"), (-0.2, "0.0")])
def test_differences_carry_their_sign_and_zero_has_none(value: float, text: str) -> None:
    assert signed("bust", value) == text


def test_two_bodies_are_compared_measure_by_measure(dressed: BodyWorkspace, qtbot: QtBot) -> None:
    dressed.show_choices((("ben", "Ben Ode"),))
    panel = dressed.measures
    panel.choice.setFocus()
    panel.choice.setCurrentIndex(1)
    with qtbot.waitSignal(dressed.compareWanted) as told:
        panel.choice.activated.emit(1)
    assert told.args == ["ben"] and not panel.mode.isEnabled()
    other = measured("male")
    dressed.show_compare(other)
    own_mm, other_mm = measured().measures["waist"], other.measures["waist"]
    assert cells(panel, "waist") == [
        "Waist girth",
        f"{own_mm / 10:.1f}",
        f"{other_mm / 10:.1f}",
        signed("waist", other_mm - own_mm),
    ]
    assert dressed.viewport.stage.compare == "side" and not dressed.pose.isEnabled()
    box = dict(panel.mode.boxes())["overlay"]
    QTest.mouseClick(panel.mode, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert dressed.viewport.stage.compare == "overlay"
    dressed.show_choices((("mean", "Mean woman"), ("ben", "Ben Ode")))
    assert panel.choice.currentText() == "Ben Ode", "new choices keep the one that is shown"
    dressed.show_compare(None)
    assert panel.choice.currentText() == "Nobody"
    assert len(cells(panel, "waist")) == 5 and dressed.viewport.stage.other is None and dressed.pose.isEnabled()


def test_poses_are_asked_for_and_shown(dressed: BodyWorkspace, qtbot: QtBot) -> None:
    box = dict(dressed.pose.boxes())["sit"]
    with qtbot.waitSignal(dressed.poseWanted) as told:
        QTest.mouseClick(dressed.pose, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert told.args == ["sit"]
    dressed.show_pose("sit", replace(measured().mesh, pose="sit"))
    assert dressed.viewport.stage.pose is not None
    with qtbot.waitSignal(dressed.poseWanted) as told:  # a new fit is asked for in the same pose
        dressed.show_body(MEASURES, avatar())
    assert told.args == ["sit"]
    dressed.show_pose("a", None)
    assert dressed.viewport.stage.pose is None


def test_a_scan_has_no_poses(dressed: BodyWorkspace) -> None:
    dressed.show_body(MEASURES, measured())
    assert not dressed.pose.isEnabled() and "scanned" in dressed.pose.toolTip()
    assert cells(dressed.measures, "bust")[-1] == ""


def test_the_photo_stands_beside_the_avatar_and_the_measures_make_room(dressed: BodyWorkspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dressed.photoWanted) as told:
        dressed.form.photo_button.click()
    assert told.args == ["front"] and dressed.photo.isVisible() and dressed.measures.isVisible()
    dressed.resize(1280, 800)
    QApplication.processEvents()
    assert not dressed.measures.isVisible() and dressed.viewport.width() >= 480
    seen = dressed.viewport.navigator.camera.project(
        measured().mesh.vertices_mm, dressed.viewport.width(), dressed.viewport.height()
    )
    assert seen[:, 0].min() >= 0 and seen[:, 0].max() <= dressed.viewport.width(), "the avatar is still whole"
    with qtbot.waitSignal(dressed.photoClosed):
        dressed.photo_button.click()
    assert dressed.measures.isVisible() and not dressed.photo.isVisible()


def test_notes_and_refusals_are_shown_with_the_measures(dressed: BodyWorkspace) -> None:
    dressed.show_problem(Problem("bust girth is 20 cm", "measurements.bust", code="body.out_of_range"))
    card = dressed.form.findChild(ProblemCard)
    assert card is not None and card.isVisible()
    dressed.show_body(MEASURES, None)
    assert card.isVisible(), "why there is no avatar stays in view"
    dressed.show_body(MEASURES, avatar())
    assert not card.isVisible()


def test_with_nobody_there_every_panel_says_how_to_begin(workspace: BodyWorkspace, qtbot: QtBot) -> None:
    workspace.show_body(Measurements("", "female"), None)
    assert workspace.empty.isVisible() and workspace.measures.empty.isVisible() and not workspace.pose.isEnabled()
    assert workspace.form.completeness.words.text() == f"0 of {len(DEFINITIONS)} measures given"
    with qtbot.waitSignal(workspace.scanWanted):
        workspace.form.scan_button.click()


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 800)])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_nothing_is_clipped(
    dressed: BodyWorkspace, size: tuple[int, int], theme: str, qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: style.apply(qapp, "dark"))
    style.apply(qapp, theme)
    dressed.resize(*size)
    QApplication.processEvents()
    for row in dressed.form.rows.values():
        assert row.name.text() == row.name.full_text(), f"{row.name.full_text()} is cut"
        hint = row.field.placeholderText() or row.field.text()
        room = row.field.width() - row.field.textMargins().right() - 24
        assert row.field.fontMetrics().horizontalAdvance(hint) <= room, hint
    table = dressed.measures.table
    assert table.columnWidth(0) >= 110
    rows = table.rows
    for row_at in range(rows.rowCount()):
        for column in range(1, rows.columnCount()):
            text = str(rows.index(row_at, column).data() or "")
            assert QFontMetrics(font(tokens.LABEL_VALUE)).horizontalAdvance(text) <= table.columnWidth(column) - 6, text
