"""A dart that is drawn and closed again leaves the pattern as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.ui.pattern_editor.picking import Target, fisheyes, tips
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle
from tests.ui.pattern_hands import Hands
from tests.ui.test_window import say

Key = Qt.Key


def test_a_leaning_dart_deleted_is_the_old_pattern(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a relaxed black tee with long sleeves")
    window.run("pattern")
    settle(qtbot, window)
    hands, canvas, session = Hands(window.pattern.canvas), window.pattern.canvas, window.session
    canvas.fit()
    canvas.setFocus()
    drafted = canvas.pattern
    hands.key(Key.Key_D)
    mouth = hands.on("front", "side.l", 0.6)
    hands.drag(mouth, mouth + QPoint(-30, -40))
    settle(qtbot, window)
    (added,) = session.state.edits
    assert added.kind == "add_dart"
    assert abs(float(added.values["lean_deg"])) > 30
    canvas.choose((Target("apex", "front", "dart.e1"),))
    hands.key(Key.Key_Delete)
    settle(qtbot, window)
    assert not session.state.edits
    assert canvas.pattern == drafted
    window.run_step(session.undo)
    assert session.state.edits == (added,), "one step back is the dart again"


def test_a_dart_that_other_edits_stand_on_is_closed_by_an_edit(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a relaxed black tee with long sleeves")
    window.run("pattern")
    values: dict[str, float | str] = {"share": 0.6, "intake_mm": 20.0, "depth_mm": 90.0, "lean_deg": 0.0}
    session = window.session
    session.edit(PatternEdit("", "add_dart", "front", "side.l", values))
    session.edit(PatternEdit("", "move_dart", "front", "dart.e1", {"dx_mm": 5.0, "dy_mm": 0.0}))
    settle(qtbot, window)
    canvas = window.pattern.canvas
    canvas.take("dart")
    canvas.choose((Target("apex", "front", "dart.e1"),))
    Hands(canvas).key(Key.Key_Delete)
    settle(qtbot, window)
    assert [edit.kind for edit in session.state.edits] == ["add_dart", "move_dart", "remove_dart"]
    assert not canvas.pattern.piece("front").darts


def test_a_dart_with_two_points_is_dragged_by_a_point_and_taken_away_as_one(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a linen shift dress")
    window.run("pattern")
    settle(qtbot, window)
    hands, canvas, session = Hands(window.pattern.canvas), window.pattern.canvas, window.session
    canvas.fit()
    canvas.setFocus()
    high, low = tips(fisheyes(canvas.pattern.piece("front"))["fisheye.l"])
    hands.key(Key.Key_D)
    start = hands.place("front", low)
    hands.drag(start, start + QPoint(0, -8))
    settle(qtbot, window)
    (moved,) = session.state.edits
    assert (moved.kind, moved.item) == ("move_dart", "fisheye.l:low")
    now = {id: tips(line) for id, line in fisheyes(canvas.pattern.piece("front")).items()}
    assert now["fisheye.l"][0] == high and now["fisheye.l"][1][1] > low[1] + 5
    assert now["fisheye.r"][1][1] == now["fisheye.l"][1][1], "the other half's dart with it"
    hands.key(Key.Key_Delete)
    settle(qtbot, window)
    front = canvas.pattern.piece("front")
    assert not fisheyes(front) and not any("fisheye" in hole.id for hole in front.drills)


@pytest.mark.parametrize(
    ("tool", "chosen", "told"),
    [
        ("dart", Target("piece", "front"), "no dart is chosen"),
        ("dart", Target("edge", "front", "hem"), "no dart is chosen"),
        ("notch", Target("piece", "front"), "no notch is chosen"),
        ("internal", Target("piece", "front"), "no line is chosen"),
        ("drill", Target("piece", "front"), "no drill hole is chosen"),
        ("points", Target("piece", "front"), "no point is chosen"),
    ],
)
def test_a_tool_deletes_and_nudges_only_what_it_is_for(
    qtbot: QtBot, window: StudioWindow, tool: str, chosen: Target, told: str
) -> None:
    say(qtbot, window, "a linen shift dress")
    window.run("pattern")
    settle(qtbot, window)
    canvas, before = window.pattern.canvas, window.pattern.canvas.pattern
    canvas.choose((chosen,))
    canvas.take(tool)
    keys = (Key.Key_Delete, Key.Key_Backspace) if chosen.kind == "piece" else (Key.Key_Delete, Key.Key_Up)
    for key in keys:
        Hands(canvas).key(key)
        assert canvas.pattern == before and not window.session.state.edits
        assert told in canvas.refusal and told in window.pattern.bar._hint.full_text()


def test_select_deletes_a_piece(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a linen shift dress")
    window.run("pattern")
    settle(qtbot, window)
    canvas = window.pattern.canvas
    canvas.choose((Target("piece", "front"),))
    canvas.take("select")
    Hands(canvas).key(Key.Key_Delete)
    assert [edit.kind for edit in window.session.state.edits] == ["remove_piece"]
