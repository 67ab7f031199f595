"""The table under the pieces: nothing overlaps and everything new is in view when the garment changes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot
from shapely.geometry import LineString, Polygon
from shapely.geometry import box as rectangle

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.documents import new_session
from ampc_desktop.studio.session import Session, state_from_json, state_to_json
from ampc_desktop.studio.state import Laid
from ampc_desktop.ui.bench_canvas import piece_of
from ampc_desktop.ui.bench_canvas import table as crowd_of
from ampc_desktop.ui.canvas.naming import size_px
from ampc_desktop.ui.canvas.piece_item import PieceItem, mapped
from ampc_desktop.ui.pattern_editor import table
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas
from ampc_desktop.ui.pattern_editor.snapping import Snapper
from ampc_desktop.ui.pattern_editor.table_view import CROWD
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle
from tests.ui.pattern_hands import Hands
from tests.ui.test_window import say


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pattern]:
    folder = tmp_path_factory.mktemp("home")
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPC_HOME", str(folder))
        studio = Studio(Path(folder) / "hub.db", nest_seconds=1)
        for words in ("a shift dress", "a navy cotton t-shirt", "an oversized cropped navy cotton t-shirt"):
            session = new_session(studio)
            session.say(words)
            made[words] = session.results()["pattern"]
        studio.close()
    return made


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[PatternCanvas]:
    made = PatternCanvas()
    made.resize(1100, 700)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def apart(canvas: PatternCanvas) -> bool:
    rects = [item.mapRectToScene(item.shape().boundingRect()) for item in canvas.pieces.values()]
    return not any(a.intersects(b) for a, b in combinations(rects, 2))


def in_view(canvas: PatternCanvas) -> bool:
    seen = QRectF(canvas.mapToScene(canvas.viewport().rect()).boundingRect())
    return all(seen.contains(item.sceneBoundingRect()) for item in canvas.pieces.values())


def test_another_garment_is_laid_out_anew_and_in_view(canvas: PatternCanvas, patterns: dict[str, Pattern]) -> None:
    canvas.show_pattern(patterns["a shift dress"])
    QApplication.processEvents()
    canvas.zoom(3)
    canvas.show_pattern(patterns["a navy cotton t-shirt"])
    QApplication.processEvents()
    assert apart(canvas)
    assert in_view(canvas)


def test_pieces_that_grow_give_way(canvas: PatternCanvas, patterns: dict[str, Pattern]) -> None:
    canvas.show_pattern(patterns["a navy cotton t-shirt"])
    QApplication.processEvents()
    before = canvas.offset("front")
    canvas.show_pattern(patterns["an oversized cropped navy cotton t-shirt"])
    QApplication.processEvents()
    assert canvas.offset("front") == before
    assert apart(canvas)
    assert in_view(canvas)


def test_pieces_laid_over_each_other_by_hand_stay(canvas: PatternCanvas, patterns: dict[str, Pattern]) -> None:
    canvas.show_pattern(patterns["a navy cotton t-shirt"])
    canvas.move_on_table("back", canvas.offset("front") + QPointF(20.0, 0.0))
    laid = canvas.offset("back")
    canvas.show_pattern(patterns["an oversized cropped navy cotton t-shirt"])
    assert canvas.offset("back") == laid


@given(
    st.lists(
        st.tuples(*(st.integers(-900, 900).map(float) for _ in range(2)), *(st.integers(1, 700) for _ in range(2))),
        min_size=1,
        max_size=9,
    )
)
def test_parted_boxes_are_clear_and_as_large_as_before(found: list[tuple[float, float, int, int]]) -> None:
    boxes = {str(i): (x, y, x + w, y + h) for i, (x, y, w, h) in enumerate(found)}
    after = table.parted(boxes, list(boxes), set())
    assert not table.touching(after)
    assert after["0"] == boxes["0"]
    for id, (left, bottom, right, top) in after.items():
        assert right - left == pytest.approx(boxes[id][2] - boxes[id][0])
        assert top - bottom == pytest.approx(boxes[id][3] - boxes[id][1])
    if not table.touching(boxes):
        assert after == boxes


@pytest.mark.parametrize("open_first", [False, True])
def test_the_first_look_at_many_pieces_in_a_small_window_is_whole(
    qtbot: QtBot, window: StudioWindow, open_first: bool
) -> None:
    window.resize(1280, 800)
    if open_first:
        window.run("pattern")
        settle(qtbot, window)
    say(qtbot, window, "a tee")
    say(qtbot, window, "a white linen shirt with a pocket")
    window.run("pattern")
    settle(qtbot, window)
    canvas = window.pattern.canvas
    assert len(canvas.pieces) > 12
    assert in_view(canvas)
    assert apart(canvas)


# -- turned and flipped ----------------------------------------------------------------------------------------------


def test_a_piece_turns_about_its_middle_and_the_pattern_does_not(
    canvas: PatternCanvas, patterns: dict[str, Pattern]
) -> None:
    canvas.show_pattern(patterns["a navy cotton t-shirt"])
    before, middle = canvas.pattern, canvas.pieces["front"].sceneBoundingRect().center()
    box = canvas.pieces["front"].sceneBoundingRect()
    canvas.turn(["front"], 90)
    turned = canvas.pieces["front"].sceneBoundingRect()
    assert canvas.pattern is before
    assert (turned.width(), turned.height()) == pytest.approx((box.height(), box.width()), abs=1e-6)
    assert (turned.center() - middle).manhattanLength() < 1e-6
    for _ in range(3):
        canvas.turn(["front"], 90)
    assert canvas.table.pieces["front"].turn_deg == 0
    assert (canvas.pieces["front"].sceneBoundingRect().center() - middle).manhattanLength() < 1e-6


@given(turn=st.floats(0, 359), flips=st.integers(0, 1), x=st.floats(-900, 900), y=st.floats(-900, 900))
def test_places_go_to_the_table_and_back_however_a_piece_lies(turn: float, flips: int, x: float, y: float) -> None:
    item = PieceItem(piece_of(3))
    item.lay(Laid(12.0, -7.0, turn, bool(flips)))
    there = item.mapToScene(QPointF(x, y))
    back = item.mapFromScene(there)
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-6)
    ahead = item.mapToScene(QPointF(x, y + 10.0)) - there
    assert math.degrees(math.atan2(-ahead.x(), ahead.y())) % 360 == pytest.approx(turn % 360, abs=1e-6)
    across = item.mapToScene(QPointF(x + 10.0, y)) - there
    handed = across.x() * ahead.y() - across.y() * ahead.x()
    assert handed == pytest.approx(-100.0 if flips else 100.0)


def test_keys_turn_and_flip_what_is_chosen_as_steps_that_are_kept(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    canvas, session = window.pattern.canvas, window.session
    revision, drafted = session.stack.revision, session.results()["pattern"]
    canvas.select("sleeve")
    QTest.keyClick(canvas, Qt.Key.Key_R)
    QTest.keyClick(canvas, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert session.state.table is not None
    assert session.state.table.pieces["sleeve"].turn_deg == 95
    QTest.keyClick(canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    laid = session.state.table
    assert (laid.pieces["sleeve"].turn_deg, laid.pieces["sleeve"].flipped) == (265, True)
    assert session.results()["pattern"] is drafted, "the pattern does not turn with its picture"
    assert session.stack.revision == revision, "laying pieces is no revision"
    session.undo()
    settle(qtbot, window)
    assert canvas.table.pieces["sleeve"] == session.state.table.pieces["sleeve"]
    assert canvas.turn_deg("sleeve") == 95
    session.undo()
    settle(qtbot, window)
    assert session.state.table is None
    assert canvas.turn_deg("sleeve") == 0
    session.redo()
    session.redo()
    settle(qtbot, window)
    assert canvas.table == laid
    kept = state_from_json(json.loads(json.dumps(state_to_json(session.state))), "test")
    window.open_session(Session(window.studio, kept, "another"))
    settle(qtbot, window)
    assert canvas.table == laid, "a design opens as it was laid"


def test_a_turned_piece_is_edited_where_it_is_seen(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    canvas, hands = window.pattern.canvas, Hands(window.pattern.canvas)
    canvas.select("sleeve")
    canvas.turn_chosen(90)
    canvas.take("points")
    hands.click(hands.on("sleeve", "hem", 0.5))
    corner = hands.corner("sleeve", "hem")
    hands.click(corner)
    before = canvas.pattern.piece("sleeve").edge("hem").start
    seen = canvas.point_to_view("sleeve", before)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, window)
    edit = window.session.state.edits[-1]
    assert (edit.values["dx_mm"], edit.values["dy_mm"]) == pytest.approx((0.0, -10.0)), "to the right as it is seen"
    after = canvas.point_to_view("sleeve", canvas.pattern.piece("sleeve").edge("hem").start)
    assert (after - seen).x() == pytest.approx(10.0 * canvas.px_per_mm)
    assert (after - seen).y() == pytest.approx(0.0, abs=1e-6)


# -- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [1.0, 0.7, 0.45, 2.5])
def test_every_piece_has_a_name_that_can_be_read(qtbot: QtBot, window: StudioWindow, zoom: float) -> None:
    window.resize(1280, 800)
    say(qtbot, window, "a white linen shirt with a pocket")
    window.run("pattern")
    settle(qtbot, window)
    canvas = window.pattern.canvas
    canvas.zoom(zoom)
    beside = canvas.names.texts
    inside = [item.piece.label for item in canvas.pieces.values() if item.name_at(canvas.px_per_mm) is not None]
    assert sorted(beside + inside) == sorted(piece.label for piece in canvas.pattern.pieces)
    boxes = canvas.names.boxes
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
    whole = canvas.everything()
    left, right = whole.left() * canvas.px_per_mm - 10, whole.right() * canvas.px_per_mm + 10
    assert all(left <= box.left() and box.right() <= right for box in boxes), "names are fitted into view with pieces"


def test_a_name_inside_keeps_clear_of_the_outline(canvas: PatternCanvas, patterns: dict[str, Pattern]) -> None:
    canvas.show_pattern(patterns["a shift dress"])
    canvas.turn(list(canvas.pieces), 30)
    found = [
        (item, scale, named)
        for item in canvas.pieces.values()
        for scale in np.geomspace(0.05, 1.0, 40)
        if (named := item.name_at(scale)) is not None
    ]
    assert len(found) > 40
    for item, scale, (lines, middle) in found:
        wide, high = (length / scale for length in size_px(lines))
        inside = Polygon(mapped(item.sceneTransform(), item.piece.sew_ring)).buffer(0.5)
        reach = (middle.x() - wide / 2, middle.y() - high / 2, middle.x() + wide / 2, middle.y() + high / 2)
        assert inside.covers(rectangle(*reach)), (item.piece.id, scale)
    canvas.set_layer("labels", False)
    assert not canvas.names.texts


# -- two revisions ---------------------------------------------------------------------------------------------------


def test_revisions_side_by_side_move_and_zoom_as_one(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    page = window.pattern
    canvas, other = page.canvas, page.sides.other
    before = canvas.pattern
    edit = PatternEdit("", "move_point", "front", "neck.l:start", {"dx_mm": 0.0, "dy_mm": -15.0})
    assert canvas.commit([edit])
    settle(qtbot, window)
    page.revisions.view.chosen.emit("side")
    QApplication.processEvents()
    assert other.isVisible() and canvas.isVisible()
    assert other.pattern.piece("front") == before.piece("front") != canvas.pattern.piece("front")
    for watched, moving in ((other, canvas), (canvas, other)):
        moving.zoom(2.0)
        moving.pan(40, -25)
        assert watched.px_per_mm == pytest.approx(moving.px_per_mm)
        middles = [view.scene_at(QPointF(view.viewport().rect().center())) for view in (watched, moving)]
        assert (middles[0] - middles[1]).manhattanLength() * moving.px_per_mm < 4
    canvas.select("back")
    canvas.turn_chosen(90)
    assert other.turn_deg("back") == 90, "the compared revision lies as this one"
    lit = {(id, edge) for id, item in other.pieces.items() for edge in item._lit_edges}
    assert {id for id, _ in lit} == {"front"}, "what changed is lit"
    assert ("front", "neck.l") in lit and ("front", "hem") not in lit
    page.revisions.view.chosen.emit("table")
    assert not other.isVisible()


def test_a_new_order_begins_with_an_empty_room(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    page = window.pattern
    page.canvas.take("walk")
    page.canvas.select("front", "armhole.l")
    window.open_session(new_session(window.studio))
    window.run("pattern")
    settle(qtbot, window)
    assert page.canvas.chosen == () and page.canvas.tool.id == "select"
    assert page.pieces.count.text() in ("", "0")
    assert page.readiness.count.text() == ""
    assert page.empty.isVisible()
    canvas = page.canvas
    canvas.move_on_table("back", canvas.offset("front") + QPointF(20.0, 0.0))  # as if it had been in use
    say(qtbot, window, "an oversized cropped navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    assert apart(canvas) and in_view(canvas), "another design is laid anew"


def test_side_panels_of_the_room_in_view_fold_away(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    width = window.pattern.canvas.width()
    window.run("side_panels")
    QApplication.processEvents()
    assert not window.pattern.pieces.isVisible() and not window.pattern.inspector.isVisible()
    assert window.pattern.canvas.width() > width + 300
    window.run("side_panels")
    assert window.pattern.pieces.isVisible()


def test_snapping_of_a_turned_piece_speaks_of_what_is_seen(canvas: PatternCanvas, patterns: dict[str, Pattern]) -> None:
    piece = patterns["a navy cotton t-shirt"].piece("sleeve")
    start = piece.edge("hem").start
    beside = (start[0] + 40.0, start[1] + 0.1)  # at the same height in the piece
    words = [Snapper(piece, start, (), False, turn).snap(beside, 1.0).words for turn in (0.0, 90.0, 180.0, 30.0)]
    assert [word.split(" with")[0] for word in words] == ["level", "plumb", "level", "in line"]


def test_names_of_very_many_pieces_are_laid_when_the_zoom_comes_to_rest(qtbot: QtBot, qapp: QApplication) -> None:
    canvas = PatternCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(1200, 800)
    canvas.show()
    canvas.show_pattern(crowd_of(CROWD + 10, 24))
    laid: list[float] = []
    lay = canvas.names.lay
    canvas.names.lay = lambda anew=False: laid.append(canvas.px_per_mm) or lay(anew)  # type: ignore[method-assign, func-returns-value]
    for _ in range(6):
        canvas.zoom(1.3)
        QApplication.processEvents()
    assert laid == [], "in motion nobody reads them"
    qtbot.waitUntil(lambda: laid == [canvas.px_per_mm], timeout=2000)
    few = PatternCanvas()
    qtbot.addWidget(few)
    few.show_pattern(crowd_of(6, 24))
    few.names.lay = lambda anew=False: laid.append(few.px_per_mm)  # type: ignore[method-assign]
    few.zoom(1.3)
    assert laid[-1] == few.px_per_mm, "a few are written at once"


def test_an_outline_drawn_alone_keeps_its_corners(qapp: QApplication) -> None:
    piece = crowd_of(1, 400).pieces[0]
    item = PieceItem(piece)
    image = QImage(200, 200, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    painter.scale(0.3, 0.3)
    item.crowded = True
    item.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    assert item._coarse is not None and len(item._coarse) < len(piece.cut_ring) / 4
    drawn = LineString([(p.x(), p.y()) for p in item._coarse])
    across = float(np.ptp(piece.cut_ring, axis=0).max())
    assert drawn.hausdorff_distance(LineString(piece.cut_ring)) <= across / 150
