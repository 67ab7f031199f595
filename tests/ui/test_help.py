"""Ways out of problems, work restored after a crash, edits in conflict, and the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio import documents
from ampc_desktop.studio.remedies import remedies
from ampc_desktop.ui.shell.palette import Palette
from ampc_desktop.ui.shell.window import StudioWindow
from ampc_desktop.ui.widgets.problem import ConflictCard, ProblemCard, RestoredCard
from tests.ui.conftest import settle
from tests.ui.test_window import SENTENCE, say


def press(qtbot: QtBot, parent: QWidget, words: str) -> None:
    found = [b for b in parent.findChildren(QPushButton) if b.accessibleName() == words and b.isVisible()]
    assert found, f"no button “{words}”"
    qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_a_refusal_comes_with_ways_out(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a suit of armour")
    assert not window.session.state.conversation
    press(qtbot, window.codesign.conversation, "Make a straight skirt")
    settle(qtbot, window)
    assert window.shot is not None
    assert window.shot.design is not None
    assert window.shot.design.family == "straight_skirt"
    assert not window.codesign.conversation.findChildren(ProblemCard, options=Qt.FindChildOption.FindDirectChildrenOnly)


def test_a_problem_card_is_wholly_in_view(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.say("a suit of armour")
    qtbot.wait(50)
    card = window.codesign.conversation.findChild(ProblemCard)
    assert card is not None
    area = window.codesign.conversation.area.viewport()
    bottom = card.mapTo(area, card.rect().bottomLeft()).y()
    assert bottom <= area.height()


def test_problems_show_where_the_work_is(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    for page in (window.pattern, window.marker):
        window.stack.setCurrentWidget(page)
        window.show_problem(Problem("the piece is wider than the cloth", kind=Kind.NO, code="marker.width"))
        card = page.notices.card("problem")
        assert card is not None
        assert card.isVisible()
        window.show_problem(None)
        assert page.notices.card("problem") is None


def test_an_edit_in_conflict_asks_and_blocks_release(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.session.edit(PatternEdit("", "move_point", "sleeve", "cap.front:start", {"dx_mm": 1.0, "dy_mm": 0.0}, "t"))
    window.session.set_option("sleeve", "sleeveless")
    settle(qtbot, window)
    assert "decision" in window.codesign.blocker.text()
    assert not window.codesign.release_button.isEnabled()
    window.run("release")
    assert not window.studio.jobs.all, "the keys must not get round the check"
    window.run("pattern")
    card = window.pattern.notices.card("conflict")
    assert isinstance(card, ConflictCard)
    press(qtbot, card, "Keep for later")
    assert window.pattern.notices.card("conflict") is None
    assert len(window.session.state.edits) == 1
    window.pattern._kept_for_later = ()
    window.pattern.show_snapshot(window.shot)  # type: ignore[arg-type]
    card = window.pattern.notices.card("conflict")
    assert card is not None
    press(qtbot, card, "Drop the edit")
    settle(qtbot, window)
    assert not window.session.state.edits
    window.run("codesign")
    assert window.codesign.release_button.isEnabled()


def test_work_cut_off_is_offered_at_the_next_start(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    cut_off = window.session.id
    studio = window.studio
    window.open_session(documents.new_session(studio))  # as after a crash: the first sitting was never closed
    settle(qtbot, window)
    window.files.offer_restored()
    card = window.codesign.notices.card("restored")
    assert isinstance(card, RestoredCard)
    press(qtbot, card, "Open it")
    settle(qtbot, window)
    assert window.session.id == cut_off
    assert window.session.state.conversation[0].text == SENTENCE
    assert window.codesign.notices.card("restored") is None


def test_work_ended_in_good_order_is_not_offered(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.run("new")
    settle(qtbot, window)
    assert documents.interrupted(window.studio, window.session.id) is None
    assert [one.words for one in documents.recent(window.studio)] == [SENTENCE]


def test_undo_in_a_field_undoes_typing_first_then_the_design(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.activateWindow()
    field = window.codesign.conversation.field
    field.setFocus()
    qtbot.keyClicks(field, "make it red")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() != "make it red"
    assert window.session.stack.revision == 1, "typing was undone, not the design"
    field.setText("")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.stack.revision == 0, "with nothing typed the design is undone"
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.stack.revision == 1


def test_the_palette_by_keyboard_alone(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.run("palette")
    palette = window.findChild(Palette)
    assert palette is not None
    qtbot.keyClicks(palette.field, "patt work")
    assert palette.list.count() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.pattern
    window.run("palette")
    last = window.findChildren(Palette)[-1]
    qtbot.keyClicks(last.field, "zzz")
    assert last.list.count() == 0
    assert last.empty.isVisibleTo(last)
    qtbot.keyClick(last.field, Qt.Key.Key_Escape)
    assert not last.isVisible()


def test_tab_reaches_every_control_of_co_design(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.codesign.conversation.field.setFocus()
    reached = set()
    for _ in range(250):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    rows = window.codesign.parameters._rows
    missed = [id for id, row in rows.items() if row.focusProxy() not in reached]
    assert not missed
    assert window.codesign.release_button in reached
    assert window.codesign.summary.readiness in reached


def test_sliders_and_segments_move_by_arrow_keys(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    slider = window.codesign.parameters.row("chest_ease_mm")._slider
    assert slider is not None
    before = slider.value
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    settle(qtbot, window)
    assert window.shot.options["chest_ease_mm"].value == pytest.approx(before + 1)  # type: ignore[union-attr,index]
    segments = window.codesign.parameters.row("neckline")._segments
    assert segments is not None
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    settle(qtbot, window)
    assert window.shot.options["neckline"].value == "v"  # type: ignore[union-attr,index]


def test_all_seventeen_checks_run(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    assert window.codesign.summary.passed.text() == "16 of 16 pass"  # a tee has no darts
    window.session.set_option("chest_ease_mm", 91.0)
    settle(qtbot, window)
    assert {check.number for check in window.shot.readiness.checks} == set(range(1, 18))  # type: ignore[union-attr]


def test_figures_of_another_design_are_dimmed_and_say_so(qtbot: QtBot, window: StudioWindow) -> None:
    from dataclasses import replace

    say(qtbot, window, SENTENCE)
    card = window.codesign.summary
    assert card.price.property("tone") == "t1"
    problem = Problem("can't be made", kind=Kind.NO)
    card.show_snapshot(replace(window.shot, quote=None, lead_time=None, readiness=None, problem=problem))  # type: ignore[type-var]
    assert card.price.property("tone") == "t3"
    assert "last design that works" in card.price_note.text()
    card.show_snapshot(window.shot)  # type: ignore[arg-type]
    assert card.price.property("tone") == "t1"


def test_a_body_dropped_on_the_window_is_put_into_the_order(qtbot: QtBot, window: StudioWindow, tmp_path: Path) -> None:
    say(qtbot, window, SENTENCE)
    body = tmp_path / "eva.yaml"
    body.write_text("name: Eva\nsex: female\nunits: cm\nmeasurements: {stature: 168, bust: 96, waist: 78, hip: 102}\n")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(body))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, none))
    settle(qtbot, window)
    assert window.session.state.body.name == "Eva"
    assert window.session.state.conversation[0].text == SENTENCE
    assert window.windowTitle() == "Eva, T-shirt – AMPC studio"
    window.run("undo")
    assert window.session.state.body.name != "Eva"


def test_printed_pieces_are_shown_and_clicked(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    canvas = window.codesign.canvas
    canvas.set_mode("pieces")
    qtbot.waitUntil(lambda: {id for id, _ in canvas._hit} >= {"front", "back", "sleeve"}, timeout=2000)
    path = dict(canvas._hit)["sleeve"]
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=path.boundingRect().center().toPoint())
    assert window.codesign.inspector.title.text() == "Sleeve"
    qtbot.waitUntil(lambda: window.codesign.scale.text().startswith("1 : "), timeout=2000)


def test_cloth_that_cannot_be_printed_is_changed_by_one_click(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a straight red wool skirt with white dots")
    assert window.shot.problem is not None and window.shot.problem.code == "design.not_printable"  # type: ignore[union-attr]
    offered = remedies(window.shot.problem, window.session.state)  # type: ignore[union-attr,arg-type]
    assert [way.slot for way in offered] == ["fabric", "fabric", ""]
    window.problems.take(offered[0])
    settle(qtbot, window)
    assert window.shot.problem is None  # type: ignore[union-attr]
    assert window.shot.design.fabric == offered[0].value  # type: ignore[union-attr]
    field = window.codesign.conversation.field
    field.setText("a suit of armour")
    field.send()
    assert field.selectedText() == "a suit of armour"
