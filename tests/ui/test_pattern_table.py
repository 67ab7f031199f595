"""The table under the pieces: nothing overlaps and everything new is in view when the garment changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.documents import new_session
from ampc_desktop.ui.pattern_editor import table
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle
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
