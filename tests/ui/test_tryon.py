"""The try-on panel on a tube of cloth around a barrel, driven by a real mouse and keys, off screen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.render import Gl, opengl
from ampc_desktop.ui.theme import style, tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.tryon import menus
from ampc_desktop.ui.tryon.marks import reading_box, share_hidden
from ampc_desktop.ui.tryon.measure import frame_rate
from ampc_desktop.ui.tryon.pair import better_way
from ampc_desktop.ui.tryon.panel import TryOnPanel
from ampc_desktop.ui.tryon.view import TryOnView
from ampc_desktop.ui.tryon.words import panel_words, signed_mm, way
from ampc_desktop.ui.viewport import motion
from tests.render import cloth

Left, Right, NoButton = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.follow(True)
    yield
    motion.follow(None)


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Callable[..., TryOnPanel]]:
    made: list[TryOnPanel] = []

    def one(worn: bool = True, ask: Callable[[], Gl] = opengl) -> TryOnPanel:
        panel = TryOnPanel(ask)
        panel.resize(480, 640)
        if worn:
            panel.show_worn(cloth.worn())
        panel.show()
        qtbot.waitUntil(lambda: panel.view.gl is not None, timeout=30_000)
        made.append(panel)
        return panel

    yield one
    for panel in made:
        panel.shutdown()
        panel.close()
        panel.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def panel(make: Callable[..., TryOnPanel]) -> TryOnPanel:
    if not opengl().ok:
        pytest.skip("this machine can't draw in 3D")
    return make()


def pixels(image: QImage) -> np.ndarray:
    """(height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def at(view: TryOnView, x_mm: float, y_mm: float, radius_mm: float = cloth.TUBE_MM) -> QPoint:
    """The pixel of a place on the near side of the tube."""
    z = np.sqrt(radius_mm**2 - x_mm**2)
    x, y, _ = view.navigator.camera.project([[x_mm, y_mm, z]], view.width(), view.height())[0]
    return QPoint(round(x), round(y))


def colour_at(view: TryOnView, x_mm: float, y_mm: float) -> np.ndarray:
    place = at(view, x_mm, y_mm)
    return np.asarray(pixels(view.image())[place.y(), place.x()])


def send(view: TryOnView, kind: QEvent.Type, place: QPoint, acts: Qt.MouseButton, held: Qt.MouseButton) -> None:
    point = QPointF(place)
    QApplication.sendEvent(view, QMouseEvent(kind, point, view.mapToGlobal(point), acts, held, NONE))


def drag(view: TryOnView, *places: QPoint, let_go: bool = True) -> None:
    send(view, QEvent.Type.MouseMove, places[0], NoButton, NoButton)
    send(view, QEvent.Type.MouseButtonPress, places[0], Left, Left)
    for a, b in itertools.pairwise(places):
        for share in (0.25, 0.5, 0.75, 1.0):
            step = QPoint(round(a.x() + (b.x() - a.x()) * share), round(a.y() + (b.y() - a.y()) * share))
            send(view, QEvent.Type.MouseMove, step, NoButton, Left)
    if let_go:
        send(view, QEvent.Type.MouseButtonRelease, places[-1], Left, NoButton)


# -- print and maps ----------------------------------------------------------------------------------------------


def test_the_print_is_on_the_garment_and_keys_change_what_it_shows(panel: TryOnPanel) -> None:
    view = panel.view
    red = colour_at(view, 0.0, 400.0)
    assert red[0] > 90 and red[0] > 2 * red[1], "the lower half of the print is red"
    assert not panel.legend.isVisible()
    view.setFocus()
    for key, mode in zip("12345", ("print", "strain", "pressure", "ease", "fit"), strict=True):
        QTest.keyClicks(view, key)
        assert panel.mode == panel.modes.current == mode
        assert panel.legend.isVisible() == (mode != "print")
    QTest.keyClicks(view, "2")
    low, high = colour_at(view, 0.0, 320.0), colour_at(view, 0.0, 580.0)
    assert low[2] > low[0] + 20 and high[0] > high[2] + 40, "blue without strain, yellow with most"


def test_a_segment_is_clicked(panel: TryOnPanel) -> None:
    boxes = dict(panel.modes.boxes())
    QTest.mouseClick(panel.modes, Left, pos=boxes["ease"].center().toPoint())
    assert panel.mode == "ease" and panel.legend.scale.title == "Ease, mm"


def test_further_maps_are_in_the_menu(panel: TryOnPanel) -> None:
    menu = menus.more(panel)
    names = [act.text() for act in menu.actions()]
    assert names[:3] == ["Strain, weft", "Strain, warp", "Tension"]
    menu.actions()[2].trigger()
    assert panel.mode == "tension" and panel.legend.scale.title == "Tension, N/m"
    menu.deleteLater()


def test_the_legend_tells_unit_ticks_and_p99(panel: TryOnPanel) -> None:
    panel.set_mode("strain")
    legend = panel.legend
    assert legend.scale.title == "Strain, max %"
    assert legend.scale.ticks == pytest.approx((0.0, 0.6, 1.2, 1.8, 2.4))
    assert "p99 2.38" in legend.accessibleDescription()
    assert legend.place_of(2.4) < legend.place_of(0.6) < legend.place_of(0.0)


def test_a_double_click_types_the_upper_end_and_the_garment_follows(panel: TryOnPanel, qtbot: QtBot) -> None:
    panel.set_mode("strain")
    before = colour_at(panel.view, 0.0, 580.0)
    legend = panel.legend
    QTest.mouseDClick(legend, Left, pos=legend.end_box("high").center().toPoint())
    field = legend.findChild(QLineEdit)
    assert field is not None and field.text() == "2.4"
    QTest.keyClicks(field, "9,6")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.scale is not None and panel.scale.high == pytest.approx(9.6)
    after = colour_at(panel.view, 0.0, 580.0)
    assert before[0] > after[0] + 60, "the same strain is now a low one"
    panel.set_mode("ease")
    panel.set_mode("strain")
    assert panel.scale is not None and panel.scale.high == pytest.approx(9.6), "the range belongs to the map"
    legend.ranged_back.emit()
    assert panel.scale is not None and panel.scale.high == pytest.approx(2.4)


def test_a_click_on_p99_spreads_the_colours_up_to_it(panel: TryOnPanel) -> None:
    panel.set_mode("tension")
    for high in (19.8, 50.0):
        QTest.mouseClick(panel.legend, Left, pos=panel.legend.foot_box.center().toPoint())
        assert panel.scale is not None and panel.scale.high == pytest.approx(high)


def test_an_end_that_is_no_round_number_is_written_as_it_is(panel: TryOnPanel) -> None:
    panel.set_mode("tension")
    panel.set_range(0.0, 8.84)
    panel.legend.type_end("high")
    field = panel.legend.findChild(QLineEdit)
    assert field is not None and field.text() == "8.8"


@pytest.mark.parametrize("typed", ["abc", "-3", ""])
def test_what_is_no_range_is_not_taken(panel: TryOnPanel, typed: str) -> None:
    panel.set_mode("strain")
    panel.legend.type_end("high")
    field = panel.legend.findChild(QLineEdit)
    assert field is not None
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.scale is not None and (panel.scale.low, panel.scale.high) == (0.0, 2.4)


def test_what_passes_the_fabric_limit_has_its_own_colour_on_garment_and_bar(panel: TryOnPanel) -> None:
    panel.set_mode("fit")
    err = QColor(style.theme().err)
    over = colour_at(panel.view, 0.0, 590.0)
    assert over[0] > 150 and abs(over[0] - over[1]) > 60 and over[1] < err.green() + 40
    panel.set_range(0.0, 200.0)
    within = colour_at(panel.view, 0.0, 590.0)
    assert np.abs(within - over).max() < 12, "past the limit, though within the range"
    bar = pixels(panel.legend.grab().toImage())
    x = int(panel.legend.bar.center().x())
    assert np.abs(bar[int(panel.legend.place_of(180.0)), x] - (err.red(), err.green(), err.blue())).max() < 12
    assert np.abs(bar[int(panel.legend.place_of(50.0)), x] - (err.red(), err.green(), err.blue())).max() > 60


def test_the_pointer_on_the_bar_lights_the_line_of_that_value(panel: TryOnPanel) -> None:
    panel.set_mode("strain")
    legend = panel.legend
    place = QPoint(int(legend.bar.center().x()), int(legend.place_of(1.2)))
    QTest.mouseMove(legend, place)
    assert panel.view.fitting.iso == pytest.approx(1.2, abs=0.03)
    assert panel.view.source is not None and "isoline" in panel.view.source.scene.names
    heights = panel.view.source.scene.points_mm(["isoline"])[:, 1]
    assert heights.mean() == pytest.approx(450.0, abs=4.0), "half way up the tube"
    QApplication.sendEvent(legend, QEvent(QEvent.Type.Leave))
    assert "isoline" not in panel.view.source.scene.names


# -- probe -------------------------------------------------------------------------------------------------------


def test_a_click_pins_the_values_of_that_place(panel: TryOnPanel) -> None:
    view = panel.view
    panel.set_mode("strain")
    QTest.mouseClick(view, Left, pos=at(view, 30.0, 450.0))
    assert view.pin is not None
    reading = view.reading(view.pin)
    assert reading is not None and reading.place == "Front" and reading.way == "mostly weft"
    rows = dict(reading.rows)
    assert reading.rows[0][0] == "Strain, max", "the map in view comes first"
    assert float(rows["Strain, max"].removesuffix(" %")) == pytest.approx(1.2, abs=0.03)
    assert rows["Ease"] == "15 mm" and rows["Pressure"] == "400 Pa"
    assert "Strain, max 1.2" in view.accessibleDescription()
    QTest.mouseClick(view, Left, pos=QPoint(10, 300))
    assert view.pin is None, "a click beside the garment takes it away"


def test_hovering_reads_and_escape_takes_the_pin_away(panel: TryOnPanel) -> None:
    view = panel.view
    panel.set_mode("strain")
    send(view, QEvent.Type.MouseMove, at(view, 0.0, 500.0), NoButton, NoButton)
    assert view.hover is not None and view.reading(view.hover) is not None
    QTest.mouseClick(view, Left, pos=at(view, 0.0, 500.0))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.pin is None
    send(view, QEvent.Type.MouseMove, QPoint(8, 300), NoButton, NoButton)
    assert view.hover is None


def test_cloth_behind_skin_is_not_read(panel: TryOnPanel) -> None:
    """A tube narrower than the barrel lies behind its skin everywhere."""
    view = panel.view
    place = at(view, 20.0, 450.0)
    assert view.hit(place.x(), place.y()) is not None and view.hit(place.x(), place.y(), skin=True) is None
    panel.show_worn(cloth.worn(radius_mm=120.0, key="inside"))
    assert view.hit(place.x(), place.y()) is None and view.hit(place.x(), place.y(), skin=True) is not None


def test_a_double_click_shows_the_place_on_the_flat_piece(panel: TryOnPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.place_shown) as told:
        QTest.mouseDClick(panel.view, Left, pos=at(panel.view, 40.0, 400.0))
    name, x_mm, y_mm = told.args
    assert name == "front" and y_mm == pytest.approx(100.0, abs=3.0)
    assert x_mm == pytest.approx(cloth.TUBE_MM * np.arcsin(40.0 / cloth.TUBE_MM), abs=3.0), "along the cloth"


def test_the_menu_at_a_place_pins_and_cuts_there(panel: TryOnPanel, qtbot: QtBot) -> None:
    view, place = panel.view, at(panel.view, 0.0, 520.0)
    view.menu_wanted.disconnect()
    with qtbot.waitSignal(view.menu_wanted) as told:
        QTest.mouseClick(view, Right, pos=place)
    hit = told.args[1]
    menu = menus.at_place(panel, hit)
    acts = {act.text(): act for act in menu.actions() if act.text()}
    assert len(acts) <= 9
    acts["Pin the values here"].trigger()
    acts["Cut the section here"].trigger()
    assert view.pin is not None and view.fitting.section_mm == pytest.approx(520.0, abs=3.0)
    menu.deleteLater()
    beside = menus.at_place(panel, None)
    assert "Pin the values here" not in [act.text() for act in beside.actions()]
    beside.deleteLater()


# -- section -----------------------------------------------------------------------------------------------------


def test_the_section_shows_the_gap_between_skin_and_cloth(panel: TryOnPanel) -> None:
    view = panel.view
    view.setFocus()
    QTest.keyClicks(view, "e")
    assert panel.section_bar.isVisible() and panel.inset.isVisible() and panel.tools.buttons["section"].isChecked()
    cut = view.fitting.cut
    assert cut is not None and cut.height_mm == pytest.approx(450.0, abs=1.0)
    assert [round(gap.gap_mm) for gap in cut.gaps] == pytest.approx([15] * 8, abs=2)
    assert panel.inset.words.startswith("Garment 103.")
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.fitting.section_mm == pytest.approx(460.0, abs=1.0)
    panel.section_bar.moved.emit(700.0)
    assert "no garment here" in panel.inset.words
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.fitting.section_mm is None and not panel.inset.isVisible()


def test_the_section_cuts_what_is_worn_beneath_too(panel: TryOnPanel) -> None:
    lower = cloth.worn(key="lower", radius_mm=157.0)
    upper = replace(cloth.worn(key="both"), under=lower)
    panel.set_section(450.0)
    panel.show_worn(upper)
    cut = panel.view.fitting.cut
    assert cut is not None and [round(gap.gap_mm) for gap in cut.gaps] == pytest.approx([8] * 8, abs=2)
    assert [round(gap.gap_mm) for gap in cut.beneath[0].gaps] == pytest.approx([7] * 8, abs=2)
    assert panel.inset.words.startswith("103.") and " over 98." in panel.inset.words
    wide = QFontMetricsF(font(tokens.CAPTION)).horizontalAdvance(panel.inset.words)
    assert wide < panel.inset.width() - 24
    both = np.concatenate((upper.drape.positions_mm, 1.03 * lower.drape.positions_mm))
    panel.settle(both.astype(np.float32), upper.drape.mesh, 0.5, "settling", beneath=(lower,))
    assert panel.view.fitting.cut.beneath[0].garment_girth_mm > 1.02 * cut.beneath[0].garment_girth_mm
    panel.set_running(False)  # stopped: both lie as they lay
    back = panel.view.fitting.cut.beneath[0].garment_girth_mm
    assert back == pytest.approx(cut.beneath[0].garment_girth_mm)


# -- hands -------------------------------------------------------------------------------------------------------


def test_the_hem_is_pulled_by_the_pointer(panel: TryOnPanel, qtbot: QtBot) -> None:
    view = panel.view
    told: list[tuple[str, float, bool]] = []
    panel.pulled.connect(lambda *said: told.append(said))
    start = at(view, 0.0, cloth.LOW_MM)
    end = at(view, 0.0, cloth.LOW_MM - 30.0)
    drag(view, start, end)
    assert told and told[-1][0] == "hem" and told[-1][2]
    assert told[-1][1] == pytest.approx(30.0, abs=3.0), "down is longer"
    assert any(not finished for _, _, finished in told), "it tells on the way"
    told.clear()
    drag(view, start, at(view, 0.0, cloth.LOW_MM + 30.0), let_go=False)
    assert told[-1][1] == pytest.approx(-30.0, abs=3.0)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert told[-1] == ("hem", 0.0, True) and not view.pull.active, "Esc gives it up"


def test_a_length_is_typed_for_an_edge_chosen_by_key(panel: TryOnPanel) -> None:
    view = panel.view
    told: list[tuple[str, float, bool]] = []
    panel.pulled.connect(lambda *said: told.append(said))
    view.setFocus()
    QTest.keyClicks(view, "p")
    assert panel.tools.buttons["pull"].isChecked()
    QTest.keyClicks(view, "]")
    QTest.keyClicks(view, "-1,5")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == [("hem", -1.5, True)]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool == "probe"


def test_a_style_line_is_drawn_freely(panel: TryOnPanel) -> None:
    view = panel.view
    told: list[list[tuple[int, tuple[float, float, float]]]] = []
    panel.line_drawn.connect(told.append)
    view.setFocus()
    QTest.keyClicks(view, "k")
    drag(view, at(view, -100.0, 430.0), at(view, 0.0, 470.0), at(view, 100.0, 430.0))
    (line,) = told
    assert len(line) > 5
    mesh, positions = view.fitting.mesh, view.fitting.positions_mm
    assert mesh is not None
    points = np.array([np.asarray(bary) @ positions[mesh.faces[triangle]] for triangle, bary in line])
    assert points[0, 0] < -80 and points[-1, 0] > 80 and points[:, 1].max() == pytest.approx(470.0, abs=4.0)
    assert np.allclose([sum(bary) for _, bary in line], 1.0)


def test_a_style_line_is_set_point_by_point(panel: TryOnPanel) -> None:
    view = panel.view
    told: list[list[tuple[int, tuple[float, float, float]]]] = []
    panel.line_drawn.connect(told.append)
    panel.set_tool("line")
    for x_mm in (-80.0, 0.0, 80.0):
        QTest.mouseClick(view, Left, pos=at(view, x_mm, 450.0))
    count = len(view.line)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    assert 2 < len(view.line) < count and not told, "the last point is taken back"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(told) == 1 and len(told[0]) == len(view.line)


def test_a_region_of_cloth_and_one_of_skin_are_marked(panel: TryOnPanel) -> None:
    view = panel.view
    cloths: list[np.ndarray] = []
    skins: list[np.ndarray] = []
    panel.region_marked.connect(cloths.append)
    panel.body_region_marked.connect(skins.append)
    panel.set_tool("region")
    corners = [at(view, x, y) for x, y in ((-70, 350), (-70, 550), (70, 550), (70, 350), (-66, 346))]
    drag(view, *corners)
    (triangles,) = cloths
    mesh, positions = view.fitting.mesh, view.fitting.positions_mm
    assert mesh is not None and len(triangles) > 10 and not skins
    middles = positions[mesh.faces[triangles]].mean(axis=1)
    assert (np.abs(middles[:, 0]) < 90).all() and (middles[:, 2] > 0).all(), "the near side alone"
    assert view.source is not None and "region" in view.source.scene.names
    skin = [at(view, x, y, cloth.BODY_MM) for x, y in ((-80, 80), (-80, 280), (80, 280), (80, 80), (-76, 76))]
    drag(view, *skin)
    assert len(skins) == 1 and len(skins[0]) > 2 and len(cloths) == 1


# -- life of a drape ---------------------------------------------------------------------------------------------


def test_waiting_settling_settled(panel: TryOnPanel, qtbot: QtBot) -> None:
    view = panel.view
    panel.show_waiting(cloth.body(), "Say what it shall be")
    assert panel.chip.text.text() == "Say what it shall be" and panel.chip.go.isVisible()
    with qtbot.waitSignal(panel.run_wanted):
        QTest.mouseClick(panel.chip.go, Left)
    panel.set_running(True)
    assert panel.chip.pause.isVisible() and panel.chip.stop.isVisible() and not panel.chip.go.isVisible()
    mesh, positions = cloth.tube()
    panel.settle((positions + np.array([0.0, 60.0, 0.0])).astype(np.float32), mesh, 0.4, "settling")
    assert view.source is not None
    garment = view.source.scene.points_mm(["cloth.front"])
    panel.settle(positions.astype(np.float32), mesh, 0.9, "settling")
    moved = view.source.scene.points_mm(["cloth.front"])
    assert np.allclose(garment - moved, [0.0, 60.0, 0.0], atol=0.01), "cloth moves without being made anew"
    assert panel.chip.bar.value() == 900
    panel.show_worn(cloth.worn())
    assert panel.chip.text.text() == "Settled in 2.4 s" and panel.chip.figure.text() == "res. 0.8 %"
    assert not panel.chip.running and not panel.chip.stop.isVisible()


def test_cloth_on_its_way_wears_its_print(panel: TryOnPanel) -> None:
    panel.show_waiting(None)
    mesh, positions = cloth.tube()
    worn = cloth.worn()
    panel.settle(positions.astype(np.float32), mesh, 0.1, "settling", worn.textures, worn.grounds, worn.body)
    assert panel.view.source is not None and "avatar" in panel.view.source.scene.names, "on its body"
    red = colour_at(panel.view, 0.0, 400.0)
    assert red[0] > 90 and red[0] > 2 * red[1]


def test_frames_leave_the_processor_to_the_solver(panel: TryOnPanel, qtbot: QtBot) -> None:
    view, worn = panel.view, panel.worn
    assert worn is not None and view.source is not None
    qtbot.waitUntil(lambda: view.source.finished, timeout=10_000)
    panel.set_running(True)
    view.changed()
    qtbot.wait(500)
    assert not view.source.finished, "no fine frames while a drape is under way"
    panel.settle(worn.drape.positions_mm, worn.drape.mesh, 0.5, "settling")
    view.source.seconds = 0.1
    assert view.has_time and not view.has_time, "the next one is drawn when the solver had its share"
    qtbot.wait(450)
    assert view.has_time
    panel.set_running(False)
    qtbot.waitUntil(lambda: view.source.finished, timeout=10_000)


def test_what_is_worn_beneath_is_drawn_and_moves_along(panel: TryOnPanel) -> None:
    lower = cloth.worn(key="lower", radius_mm=170.0)
    upper = replace(cloth.worn(key="both"), under=lower)
    panel.show_worn(upper)
    fitting, source = panel.view.fitting, panel.view.source
    assert source is not None and fitting.layers_beneath == 1
    drawn = source.scene.points_mm(["cloth 2.front"])
    both = np.concatenate((upper.drape.positions_mm, lower.drape.positions_mm)) + np.array([0.0, 5.0, 0.0])
    panel.settle(both.astype(np.float32), upper.drape.mesh, 0.5, "settling", beneath=(lower,))
    moved = source.scene.points_mm(["cloth 2.front"])
    assert np.allclose(moved - drawn, [0.0, 5.0, 0.0], atol=0.01)
    assert len(fitting.positions_mm) == upper.drape.mesh.n_vertices
    panel.show_worn(cloth.worn(key="alone"))
    assert fitting.layers_beneath == 0 and "cloth 2.front" not in source.scene.names


def test_cloth_that_moves_with_its_wearer_shows_no_map(panel: TryOnPanel) -> None:
    panel.set_mode("strain")
    worn, high = panel.worn, colour_at(panel.view, 0.0, 580.0)
    assert worn is not None and high[0] > high[2] + 40, "yellow where it is strained"
    up = worn.drape.positions_mm + np.array([0.0, 1.0, 0.0])
    body = replace(worn.body, mesh=replace(worn.body.mesh, vertices_mm=worn.body.mesh.vertices_mm + 1.0))
    panel.settle(up.astype(np.float32), worn.drape.mesh, 0.5, "moving", body=body)
    assert panel.view.fitting.body is body and not panel.legend.isVisible()
    red = colour_at(panel.view, 0.0, 400.0)
    assert red[0] > 90 and red[0] > 2 * red[1], "its print"


def test_a_wearer_who_moves_stays_in_the_picture_unless_somebody_looks_closer(panel: TryOnPanel) -> None:
    worn, view = panel.worn, panel.view
    assert worn is not None
    panel.pair.refit()

    def seen(by_mm: float) -> bool:
        """Whether all of the cloth is in the picture when body and cloth have risen so far."""
        up = np.array([0.0, by_mm, 0.0])
        body = replace(worn.body, mesh=replace(worn.body.mesh, vertices_mm=worn.body.mesh.vertices_mm + up))
        cloth = worn.drape.positions_mm + up
        panel.settle(cloth.astype(np.float32), worn.drape.mesh, 0.5, "moving", body=body)
        y = view.navigator.camera.project(cloth, *view.extent)[:, 1]
        return bool((y > 0.0).all() and (y < view.extent[1]).all())

    assert seen(900.0)
    view.navigator.take(replace(view.navigator.camera, distance_mm=view.navigator.camera.distance_mm / 3))
    near = view.navigator.camera
    assert not seen(0.0) and view.navigator.camera == near


def test_a_pose_is_framed_once_for_its_whole_way(panel: TryOnPanel) -> None:
    worn, view = panel.worn, panel.view
    assert worn is not None
    panel.pair.refit()
    close = view.navigator.camera
    high = worn.drape.positions_mm + np.array([0.0, 900.0, 0.0])
    panel.set_running(True, "Moving the body")
    panel.make_room(high)
    wide = view.navigator.camera

    def seen(points: np.ndarray) -> bool:
        y = view.navigator.camera.project(points, *view.extent)[:, 1]
        return bool((y > 0.0).all() and (y < view.extent[1]).all())

    assert seen(high) and seen(worn.drape.positions_mm)
    for share in (0.3, 0.6, 1.0):  # the wearer rises, and the camera stands still
        up = np.array([0.0, 900.0 * share, 0.0])
        body = replace(worn.body, mesh=replace(worn.body.mesh, vertices_mm=worn.body.mesh.vertices_mm + up))
        panel.settle(worn.drape.positions_mm + up, worn.drape.mesh, share, "moving", body=body)
        assert view.navigator.camera == wide
    panel.set_running(False)  # given up: as before
    assert view.navigator.camera.distance_mm == pytest.approx(close.distance_mm, rel=0.02)


def test_the_chip_says_what_is_done_to_those_who_hear_it(panel: TryOnPanel) -> None:
    assert panel.chip.accessibleDescription().startswith("Settled in")
    panel.set_running(True, "Moving the body", 0.1)
    assert panel.chip.accessibleDescription() == "Moving the body"
    panel.set_running(False)
    assert panel.chip.accessibleDescription().startswith("Settled in")


def test_pause_and_cancel_answer_at_once(panel: TryOnPanel, qtbot: QtBot) -> None:
    said: list[bool] = []
    panel.pause_wanted.connect(said.append)
    panel.set_running(True)
    QTest.mouseClick(panel.chip.pause, Left)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert said == [True, False]
    with qtbot.waitSignal(panel.cancel_wanted):
        QTest.mouseClick(panel.chip.stop, Left)
    panel.set_running(False)
    assert panel.chip.text.text() == "Settled in 2.4 s", "the drape from before is shown again"


def test_the_state_stands_still_while_its_words_change(panel: TryOnPanel) -> None:
    panel.resize(440, 640)
    panel.set_running(True)
    places = set()
    for share, text in ((None, "getting ready"), (0.1, "settling, 306.1 % of the weight out of balance"), (0.4, "a"),
                        (0.5, "looking for places where cloth and skin meet")):  # fmt: skip
        panel.set_running(True, text, share)
        QApplication.processEvents()
        places.add((panel.chip.geometry().getRect(), panel.chip.pause.geometry().getRect()))
        assert panel.chip.geometry().right() < panel.room.width() and panel.chip.x() >= 0
    assert len(places) == 1
    assert panel.chip.text.text() != panel.chip.text.toolTip() == "Looking for places where cloth and skin meet"
    panel.set_running(True, "settling, 41.2 % of the weight out of balance", 0.4)
    assert panel.chip.text.text() == "Settling"
    panel.chip.set_paused(True)
    assert panel.chip.text.text() == "Paused"
    panel.set_running(True, "settling, 40.0 % of the weight out of balance", 0.4)
    assert panel.chip.text.text() == "Paused"
    panel.chip.set_paused(False)
    assert panel.chip.text.text() == "Settling"


def test_a_drape_that_did_not_settle_says_why_and_shows_no_map(panel: TryOnPanel) -> None:
    panel.set_mode("strain")
    assert panel.legend.isVisible()
    panel.show_worn(cloth.worn(converged=False, key="b"))
    assert panel.chip.text.text() == "Did not settle" and panel.chip.go.isVisible()
    assert not panel.legend.isVisible() and panel.view.fitting.map is None
    assert not panel.tools.buttons["probe"].isEnabled()
    assert panel.advice.isVisible() and "falls off the body" in panel.advice.accessibleName()
    assert "No map is shown" in panel.advice.more.text()
    red = colour_at(panel.view, 0.0, 400.0)
    assert red[0] > 2 * red[1], "the print, not a map"


def test_a_result_of_an_older_design_is_dimmed_and_says_so(panel: TryOnPanel) -> None:
    place = at(panel.view, 0.0, 400.0)
    fresh = pixels(panel.view.grab().toImage())[place.y(), place.x()]
    panel.show_worn(cloth.worn(stale=True))
    panel.view.image()
    stale = pixels(panel.view.grab().toImage())[place.y(), place.x()]
    assert panel.chip.text.text() == "Made for an older design" and panel.chip.go.isVisible()
    assert stale[0] < 0.75 * fresh[0]


def test_a_garment_of_another_kind_is_framed_anew_and_one_of_the_same_kind_is_not(panel: TryOnPanel) -> None:
    panel.view.navigator.take(replace(panel.view.navigator.camera, distance_mm=900.0))
    near = panel.view.navigator.camera
    panel.show_worn(cloth.worn(key="same"))
    assert panel.view.navigator.camera == near, "where a person chose to stand"
    mesh, positions = cloth.tube()
    skirt = replace(mesh, panels=tuple(f"skirt_{name}" for name in mesh.panels), worn=())
    low = (positions - np.array([0.0, 250.0, 0.0])).astype(np.float32)
    panel.settle(low, skirt, 0.1, "settling")
    camera = panel.view.navigator.camera
    assert camera != near
    seen = camera.project(low, panel.view.width(), panel.view.height())
    assert (seen[:, 1] > 0).all() and (seen[:, 1] < panel.view.height()).all()
    panel.set_running(False)  # stopped: what was worn before, as a whole
    seen = panel.view.navigator.camera.project(positions, panel.view.width(), panel.view.height())
    assert panel.view.navigator.camera != camera and (seen[:, 1] > 0).all()


def test_the_legend_leaves_the_garment_and_readings_leave_the_legend(panel: TryOnPanel, qtbot: QtBot) -> None:
    panel.resize(500, 640)
    QApplication.processEvents()
    panel.set_mode("pressure")
    view, legend = panel.view, panel.legend.geometry()
    seen = view.navigator.camera.project(view.fitting.positions_mm, view.width(), view.height())
    box = QRectF(panel.legend.geometry().translated(-view.mapTo(panel.room, QPoint())))
    assert share_hidden(box, seen) < 0.02
    reading = view.reading(view.hit(*at(view, 0.0, 450.0).toTuple()))
    assert reading is not None and view.taken
    for x in range(20, view.width(), 40):
        for y in range(140, view.height() - 140, 40):
            bubble = reading_box(reading.short, QRectF(view.rect()), QPointF(x, y), view.taken)
            inside = QRectF(view.rect()).contains(bubble) and not bubble.contains(QPointF(x, y))
            assert inside and not (bubble.intersects(box) and not box.contains(QPointF(x, y))), (x, y)
    view.set_pin(view.hit(*at(view, 0.0, 450.0).toTuple()))
    view.repaint()
    assert view.pin_box is not None and not view.pin_box.intersects(box), legend


def test_two_garments_are_seen_as_large_as_the_room_allows(panel: TryOnPanel, qtbot: QtBot) -> None:
    wide, tall = np.array([[0.0, 0, 0], [800, 600, 0]]), np.array([[0.0, 0, 0], [400, 1300, 0]])
    assert better_way(wide, 480, 880) == Qt.Orientation.Vertical
    assert better_way(tall, 480, 880) == Qt.Orientation.Horizontal
    before = panel.minimumSizeHint().width()
    panel.show_worn(cloth.worn(), cloth.worn(caption="Size 40", radius_mm=180.0, key="e"))
    assert panel.minimumSizeHint().width() <= before, "the columns beside it stay where they are"
    assert not panel.advice.isVisible()
    for view in panel.views:
        seen = view.navigator.camera.project(view.fitting.positions_mm, view.width(), view.height())
        share = np.ptp(seen[:, :2], axis=0) / (view.width(), view.height())
        assert share.max() > 0.55, "the garment fills its view, not the wearer"
        assert seen[:, 1].min() > 30 and seen[:, 1].max() < view.height() - 50, "below its name, above the tools"


def test_another_garment_takes_over_the_map_in_view(panel: TryOnPanel) -> None:
    panel.set_mode("strain")
    other = cloth.worn(key="finer", columns=24)
    panel.show_worn(other)
    assert panel.view.fitting.map is other.maps["strain"] and panel.legend.isVisible()
    low, high = colour_at(panel.view, 0.0, 320.0), colour_at(panel.view, 0.0, 580.0)
    assert low[2] > low[0] + 20 and high[0] > high[2] + 40
    panel.show_waiting(cloth.body())
    assert panel.view.fitting.map is None and not panel.legend.isVisible()


def test_a_refusal_is_a_card_with_its_sentence(panel: TryOnPanel) -> None:
    panel.show_problem(Problem("the try-on does not know where piece collar is worn", "pattern", kind=Kind.NO))
    card = panel.notices.card("problem")
    assert card is not None and card.isVisible() and "piece collar" in card.accessibleName()
    panel.show_worn(cloth.worn(key="c"))
    assert panel.notices.card("problem") is None


# -- findings, compare, poses ------------------------------------------------------------------------------------


def test_findings_come_one_by_one_and_a_click_applies_the_cure(panel: TryOnPanel, qtbot: QtBot) -> None:
    card = panel.advice
    assert card.what.text() == "Chest pulls across the bust"
    assert card.more.text() == "4 mm short of ease. Add 8 mm at the side seam."
    with qtbot.waitSignal(panel.cure_wanted) as told:
        QTest.mouseClick(card.apply, Left)
    assert told.args[0].options == {"chest_ease": 112.0}
    QTest.mouseClick(card.next, Left)
    assert card.what.text().startswith("Hem rides up") and not card.apply.isVisible()
    QTest.keyClicks(panel.view, "[")
    assert card.what.text().startswith("Chest") and panel.view.pin is not None, "its place is pinned"
    panel.show_worn(cloth.worn(advice=0, key="d"))
    assert not card.isVisible()


def test_two_garments_stand_side_by_side_and_are_looked_at_from_one_place(panel: TryOnPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.compare_wanted) as told:
        QTest.mouseClick(panel.tools.buttons["compare"], Left)
    assert told.args == [True] and not panel.tools.buttons["compare"].isChecked(), "not before there are two"
    panel.show_worn(cloth.worn(), cloth.worn(caption="Size 40", radius_mm=180.0, key="e"))
    beside = panel.beside
    assert beside is not None and panel.tools.buttons["compare"].isChecked()
    qtbot.waitUntil(lambda: beside.source is not None, timeout=30_000)
    panel.set_mode("ease")
    assert beside.fitting.map is not None and beside.fitting.scale == panel.view.fitting.scale
    drag_view = panel.view
    free = QPoint(20, 300)
    for kind, place, acts, held in (
        (QEvent.Type.MouseButtonPress, free, Right, Right),
        (QEvent.Type.MouseMove, free + QPoint(60, 10), NoButton, Right),
        (QEvent.Type.MouseButtonRelease, free + QPoint(60, 10), Right, NoButton),
    ):
        send(drag_view, kind, place, acts, held)
    assert beside.navigator.camera == drag_view.navigator.camera
    assert beside.navigator.camera.azimuth_deg != 0.0
    panel.show_worn(cloth.worn())
    assert panel.beside is None


def test_poses_are_a_menu(panel: TryOnPanel, qtbot: QtBot) -> None:
    menu = panel.tools.pose_menu()
    assert [act.text() for act in menu.actions()] == ["A-pose", "Stand", "Sit", "Reach", "Step"]
    assert [act.isChecked() for act in menu.actions()] == [True, False, False, False, False]
    with qtbot.waitSignal(panel.pose_wanted) as told:
        menu.actions()[2].trigger()
    assert told.args == ["sit"]
    menu.deleteLater()


def test_what_leads_nowhere_is_not_offered(panel: TryOnPanel) -> None:
    hit = panel.view.hit(*at(panel.view, 0.0, 450.0).toTuple())

    def offered() -> bool:
        menu = menus.at_place(panel, hit)
        names = [act.text() for act in menu.actions()]
        menu.deleteLater()
        return "Show on the piece" in names

    assert not offered() and not panel.tools.buttons["pose"].isEnabled()
    panel.place_shown.connect(print)
    assert offered()


def test_a_large_picture_is_drawn_in_small_steps_and_is_the_same_picture(panel: TryOnPanel) -> None:
    panel.set_mode("strain")
    view = panel.view
    plain = pixels(view.image()).astype(float)
    steps = view.larger(3)
    shares = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            large = pixels(end.value).astype(float)
            break
    assert len(shares) == 36 and shares == sorted(shares) and shares[-1] == 1.0
    high, wide = plain.shape[:2]
    assert large.shape[:2] == (3 * high, 3 * wide)
    small = large.reshape(high, 3, wide, 3, -1).mean(axis=(1, 3))
    assert np.abs(small - plain).mean() < 2.0, "tile by tile, ground and garment"
    above = slice(0, high // 2)  # the floor's lines below are a pixel wide in both
    assert np.abs(small[above, :3] - plain[above, :3]).max() < 4.0, "the ground goes on from tile to tile"


def test_what_changes_while_a_picture_is_drawn_is_drawn_anew(panel: TryOnPanel) -> None:
    view = panel.view
    steps = view.larger(2)
    next(steps)
    panel.set_mode("strain")
    shares = list(steps)
    assert len(shares) == 16, "from the beginning"


def test_export_picture_and_drape_again(panel: TryOnPanel, qtbot: QtBot) -> None:
    menu = menus.more(panel)
    acts = {act.text(): act for act in menu.actions()}
    with qtbot.waitSignal(panel.export_wanted):
        acts["Export garment in 3D"].trigger()
    with qtbot.waitSignal(panel.picture_wanted):
        QTest.mouseClick(panel.tools.buttons["picture"], Left)
    panel.view.setFocus()
    with qtbot.waitSignal(panel.run_wanted):
        QTest.keyClick(panel.view, Qt.Key.Key_F5)
    menu.deleteLater()
    panel.set_mode("strain")
    picture = panel.image()
    assert max(picture.width(), picture.height()) >= 2400
    shown, plain = pixels(picture), pixels(panel.view.image())
    share = picture.width() / panel.room.width()
    for name, box in (("legend", panel.legend.geometry()), ("caption", QRect(14, 14, 120, 14))):
        large = QRect(round(box.x() * share), round(box.y() * share), round(box.width() * share), 40).getRect()
        x, y, wide, high = large
        here, there = (
            shown[y : y + high, x : x + wide].mean(axis=(0, 1)),
            plain[box.y(), box.x() : box.right()].mean(axis=0),
        )
        assert np.abs(here - there).max() > 1.0, name
    middle = panel.room.rect().center()
    same = shown[round(middle.y() * share), round(middle.x() * share)] - plain[middle.y(), middle.x()]
    assert np.abs(same).max() < 40, "the same view, larger"


@pytest.mark.parametrize("wide, figure, one_row", [(640, True, True), (430, False, True), (345, True, False)])
def test_the_state_stands_beside_the_tools_where_there_is_room(
    panel: TryOnPanel, wide: int, figure: bool, one_row: bool
) -> None:
    panel.resize(wide, 640)
    assert panel.chip.figure.isVisible() == figure
    assert (panel.chip.geometry().bottom() == panel.tools.geometry().bottom()) == one_row
    assert not panel.chip.geometry().intersects(panel.tools.geometry())
    assert "res. 0.8 %" in panel.chip.accessibleDescription()


def test_both_themes_and_every_tool_has_a_name(panel: TryOnPanel, qapp: QApplication) -> None:
    dark = pixels(panel.grab().toImage()).mean()
    style.apply(qapp, "light")
    try:
        panel.view.image()
        assert pixels(panel.grab().toImage()).mean() > dark + 60
    finally:
        style.apply(qapp, "dark")
    for button in panel.tools.buttons.values():
        assert button.accessibleName() and button.toolTip().startswith(button.accessibleName())


def test_without_opengl_outlines_are_shown(make: Callable[..., TryOnPanel]) -> None:
    panel = make(ask=lambda: Gl(False, why="none"))
    picture = pixels(panel.view.grab().toImage())
    place = at(panel.view, 0.0, 450.0)
    mean = cloth.stripes().image.mean(axis=(0, 1))
    assert np.abs(picture[place.y(), place.x()] - mean).max() < 12, "the garment in the colour of its cloth"
    assert panel.view.note
    panel.set_mode("strain")
    picture = pixels(panel.view.grab().toImage())
    for y_mm in (330.0, 420.0, 570.0):
        value, place = 2.4 * (y_mm - cloth.LOW_MM) / (cloth.HIGH_MM - cloth.LOW_MM), at(panel.view, 0.0, y_mm)
        assert panel.scale is not None
        assert np.abs(picture[place.y(), place.x()] - panel.scale.colour(value)).max() < 45, "the map by triangle"
    QTest.mouseClick(panel.view, Left, pos=at(panel.view, 30.0, 450.0))
    assert panel.view.pin is not None, "reading works"


def test_the_legend_menu_knows_the_fabric_limit(panel: TryOnPanel) -> None:
    panel.set_mode("fit")
    panel.set_range(0.0, 300.0)
    menu = panel.legend.menu()
    next(act for act in menu.actions() if act.text() == "Up to the fabric limit").trigger()
    assert panel.scale is not None and (panel.scale.low, panel.scale.high) == (0.0, 100.0)
    menu.deleteLater()
    panel.set_mode("ease")
    assert not any("limit" in act.text() or "p99" in act.text() for act in panel.legend.menu().actions())


def test_with_nobody_to_dress_it_says_how_to_begin(make: Callable[..., TryOnPanel]) -> None:
    panel = make(worn=False)
    assert panel.empty.isVisible() and not panel.tools.isVisible() and not panel.chip.isVisible()
    panel.show_waiting(None, "F5 drapes the garment")
    assert panel.chip.isVisible() and panel.chip.text.text() == "F5 drapes the garment" and panel.chip.go.isVisible()
    panel.show_waiting(cloth.body())
    assert not panel.empty.isVisible() and panel.tools.isVisible() and panel.chip.go.isVisible()


def test_the_frame_rate_is_measured_on_what_is_painted(panel: TryOnPanel) -> None:
    found = frame_rate(400, 300, "print", 400, 300, 0.2)
    assert found.frames > 2 and 650 <= found.triangles <= 1000 and found.fps > 2 and found.worst_ms > 0
    assert (found.width_px, found.height_px) == (400, 300)


# -- words -------------------------------------------------------------------------------------------------------


def test_words() -> None:
    assert way({"weft": 2.0, "warp": 0.1}) == "mostly weft"
    assert way({"weft": 0.4, "warp": 1.9}) == "mostly warp"
    assert way({"weft": 1.0, "warp": 1.05}) == "weft and warp alike"
    assert way({"weft": 0.5, "warp": 0.5, "shear": 6.0}) == "mostly bias"
    assert way({"weft": -0.2, "warp": 0.01}) == way({}) == ""
    assert panel_words("sleeve.1") == "Sleeve 2" and panel_words("front") == "Front"
    assert (signed_mm(24.0), signed_mm(-6.2), signed_mm(0.2)) == ("+ 24 mm", "− 6 mm", "0 mm")
