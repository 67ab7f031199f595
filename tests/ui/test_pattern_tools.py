"""Notches of every kind where a piece meets itself, and numbers that are whole when they are read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop import garment
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import editing
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas
from ampc_desktop.ui.pattern_editor.options_bar import OptionsBar
from ampc_desktop.ui.pattern_editor.picking import Target
from ampc_desktop.ui.pattern_editor.tabs import NOTCHES
from ampc_desktop.ui.pattern_editor.tools.box import TOOLS
from ampc_desktop.ui.widgets.unit_field import UnitField
from tests.garment.bodies import CLOTH, body, draft, spec_for
from tests.ui.pattern_hands import Hands

Key = Qt.Key


@pytest.fixture(scope="module")
def dress() -> Pattern:
    return draft(spec_for("shift_dress", {}, body()), body(), CLOTH["shift_dress"])


@pytest.fixture
def canvas(qtbot: QtBot, dress: Pattern) -> PatternCanvas:
    made = PatternCanvas()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_pattern(dress)
    QApplication.processEvents()
    made.fit()
    return made


@pytest.mark.parametrize("kind", [id for id, _ in NOTCHES])
def test_a_notch_where_a_pair_is_sewn_to_itself_is_one_notch(canvas: PatternCanvas, kind: str) -> None:
    hands, had = Hands(canvas), len(canvas.pattern.piece("back").notches)
    hands.key(Key.Key_N)
    canvas.tool.set_field("kind", kind)
    hands.click(hands.on("back", "cb", 0.4))
    assert canvas.refusal == ""
    added = canvas.pattern.piece("back").notches[had:]
    assert [(one.kind, one.edge) for one in added] == [(kind, "cb")]
    walked = editing.walk(canvas.pattern, "cb")
    met = [one for one in walked.notches if one.pair == added[0].pair]
    assert len(met) == 1 and met[0].difference_mm == pytest.approx(0.0, abs=0.01)
    failed = {check.id for check in garment.run_checks(canvas.pattern, ()) if check.status == "fail"}
    assert failed == set()


def test_measuring_one_edge_shows_its_length_in_the_bar(canvas: PatternCanvas) -> None:
    hands = Hands(canvas)
    hands.key(Key.Key_M)
    hands.click(hands.on("front", "armhole.l", 0.5))
    first, *others = canvas.tool.fields()
    assert first.value == pytest.approx(canvas.pattern.piece("front").edge("armhole.l").length_mm)
    assert all(field.value is None for field in others)
    hands.drag(hands.on("front", "shoulder.l", 0.0), hands.on("front", "hem", 0.5))
    fields = {field.id: field.value for field in canvas.tool.fields()}
    assert float(fields["y"] or 0.0) < -900 and float(fields["d"] or 0.0) > 900


def test_numbers_of_the_options_bar_are_never_cut_off_at_their_sign(qtbot: QtBot, canvas: PatternCanvas) -> None:
    hands = Hands(canvas)
    hands.key(Key.Key_M)
    hands.drag(hands.on("front", "shoulder.l", 0.0), hands.on("front", "hem", 0.5))
    bar = OptionsBar()
    qtbot.addWidget(bar)
    bar.resize(1250, 40)
    bar.show()
    bar.show_tool(canvas.tool, True, False, True)
    QApplication.processEvents()
    field = bar.field("y")
    assert isinstance(field, UnitField) and field.text() == format_mm(float(canvas.tool.fields()[2].value or 0.0), 1)
    room = field.width() - field.textMargins().right() - 2 * 8 - 2
    assert field.fontMetrics().horizontalAdvance(field.text()) <= room


def test_linked_notches_are_cut_alike(canvas: PatternCanvas) -> None:
    back = canvas.pattern.piece("back").notch("side.mark")
    met = next(one for one in canvas.pattern.piece("front").notches if one.pair == back.pair)
    canvas.take("notch")
    canvas.choose((Target("notch", "back", back.id),))
    canvas.tool.set_field("kind", "castle")
    assert canvas.pattern.piece("back").notch(back.id).kind == "castle"
    assert canvas.pattern.piece("front").notch(met.id).kind == "castle"
    canvas.tool.set_field("linked", False)
    canvas.choose((Target("notch", "back", back.id),))
    canvas.tool.set_field("kind", "u")
    assert canvas.pattern.piece("back").notch(back.id).kind == "u"
    assert canvas.pattern.piece("front").notch(met.id).kind == "castle"


@pytest.mark.parametrize("tool", [tool.id for tool in TOOLS])
def test_delete_takes_no_piece_but_with_select(canvas: PatternCanvas, tool: str) -> None:
    before = canvas.pattern
    canvas.take(tool)
    canvas.choose((Target("piece", "front"),))
    Hands(canvas).key(Key.Key_Delete)
    if tool == "select":
        assert "front" not in {piece.id for piece in canvas.pattern.pieces}
    else:
        assert canvas.pattern == before
        assert "chosen" in canvas.refusal or "takes nothing away" in canvas.refusal
