"""The window as a designer uses it: say, slide, look, undo, release."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.intent.lexicon import lexicon
from ampc_desktop.studio import documents
from ampc_desktop.ui.shell.window import StudioWindow, _load_3d
from tests.ui.conftest import settle

SENTENCE = "a relaxed black tee, crew neck, long sleeves, thin white stripes"


def say(qtbot: QtBot, window: StudioWindow, text: str) -> None:
    field = window.codesign.conversation.field
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    field.clear()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)


def test_a_sentence_becomes_chips_price_and_a_drawing(qtbot: QtBot, window: StudioWindow) -> None:
    assert not window.codesign.release_button.isEnabled()
    say(qtbot, window, SENTENCE)
    shot = window.shot
    assert shot is not None
    assert shot.print_spec is not None
    assert shot.print_spec.inks == ("black", "white")
    assert shot.options is not None
    assert (shot.options["fit"].value, shot.options["sleeve"].value) == ("relaxed", "long")
    assert window.codesign.summary.price.text().startswith("≈ €")
    assert window.codesign.conversation.field.text() == ""
    assert window.codesign.release_button.isEnabled()
    assert window.codesign.canvas.grab().toImage().pixelColor(400, 300).isValid()


def test_a_slider_moves_the_pattern_and_appears_in_the_conversation(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    row = window.codesign.parameters.row("chest_ease_mm")
    slider = row._slider
    assert slider is not None
    before = window.shot.options["chest_ease_mm"].value  # type: ignore[union-attr,index]
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(int(slider._x(slider.value)), 12))
    qtbot.mouseMove(slider, QPoint(int(slider._x(slider.value)) + 20, 12))
    qtbot.waitUntil(lambda: window.shot is not None and window.shot.preview, timeout=10_000)
    assert window.session.stack.revision == 1, "a drag is no step until it ends"
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(int(slider._x(slider.value)), 12))
    settle(qtbot, window)
    after = window.shot.options["chest_ease_mm"].value  # type: ignore[union-attr,index]
    assert after > before  # type: ignore[operator]
    assert window.session.state.conversation[-1].speaker == "panel"
    assert "→" in window.session.state.conversation[-1].text
    dimension = next(k for k in window.shot.pattern.key_dimensions if k.id == "chest")  # type: ignore[union-attr]
    assert dimension.ease_mm == pytest.approx(float(after), abs=0.6)


def test_saying_it_moves_the_slider(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    row = window.codesign.parameters.row("body_length_mm")
    before = row._field.value  # type: ignore[union-attr]
    say(qtbot, window, "make it 3 cm longer")
    assert row._field.value == pytest.approx(before + 30, abs=0.5)  # type: ignore[union-attr]


def test_a_number_can_be_typed_with_units(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    field = window.codesign.parameters.row("sleeve_length_mm")._field
    assert field is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "50 cm")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.shot.options["sleeve_length_mm"].value == pytest.approx(500)  # type: ignore[union-attr,index]


def test_a_choice_takes_back_the_numbers_that_follow_it(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.session.set_option("chest_ease_mm", 40.0)
    settle(qtbot, window)
    segments = window.codesign.parameters.row("fit")._segments
    assert segments is not None
    window.codesign.parameters.area.ensureWidgetVisible(segments)
    box = dict(segments.boxes())["oversized"]
    qtbot.mouseClick(segments, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    settle(qtbot, window)
    assert window.shot.options["chest_ease_mm"].value > 120  # type: ignore[union-attr,index,operator]


def test_undo_and_redo_return_to_the_very_state(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    first = window.session.state
    say(qtbot, window, "no stripes, make it navy")
    second = window.session.state
    assert second.requirement.value("colour") == "navy"
    window.activateWindow()
    window.run("undo")
    settle(qtbot, window)
    assert window.session.state == first
    assert window.shot.print_spec.motif == "stripes"  # type: ignore[union-attr]
    window.run("redo")
    settle(qtbot, window)
    assert window.session.state == second
    assert window.shot.print_spec.motif == "plain"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "   ", "qwrtz blorp fnord", "un t-shirt noir avec des rayures blanches", "x" * 61_000]
)
def test_what_is_not_understood_changes_nothing_and_says_so(qtbot: QtBot, window: StudioWindow, text: str) -> None:
    say(qtbot, window, SENTENCE)
    before = window.session.state
    window.say(text)
    assert window.session.state == before
    cards = [w for w in window.codesign.conversation.findChildren(QPushButton) if w.text() == "Copy details"]
    assert cards


def test_a_garment_we_do_not_make_is_refused_with_what_we_do(qtbot: QtBot, window: StudioWindow) -> None:
    window.say("a suit of armour")
    problem = [w for w in window.codesign.conversation.findChildren(QPushButton) if w.text() == "Copy details"]
    assert problem
    assert not window.session.state.conversation


def test_click_a_piece_for_its_data(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.run("pattern")
    canvas = window.pattern.canvas
    qtbot.waitUntil(lambda: canvas.px_per_mm != 1.0, timeout=5000)
    at = canvas.piece_position("sleeve").toPoint()
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert canvas.selection == ("sleeve", "")
    assert window.pattern.inspector.tab == "piece"
    assert window.pattern.inspector.code.text() == "sleeve"
    qtbot.mouseMove(canvas.viewport(), at + QPoint(5, 5))
    qtbot.waitUntil(lambda: "–" not in window.pattern._at.text(), timeout=2000)


def test_wheel_zooms_at_the_pointer(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.run("pattern")
    canvas = window.pattern.canvas
    at = canvas.piece_position("front")
    under = canvas.mapToScene(at.toPoint())
    scale = canvas.px_per_mm
    canvas.zoom(2.0, at)
    assert canvas.px_per_mm == pytest.approx(2 * scale)
    moved = canvas.mapToScene(at.toPoint())
    assert abs(moved.x() - under.x()) * scale < 2
    assert abs(moved.y() - under.y()) * scale < 2


def test_a_failed_check_blocks_release_and_lights_its_place(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    longer = PatternEdit("", "move_point", "front", "side.l:end", {"dx_mm": 0.0, "dy_mm": -12.0}, "test", mirror=False)
    window.session.edit(longer)
    settle(qtbot, window)
    readiness = window.shot.readiness  # type: ignore[union-attr]
    assert readiness is not None
    assert readiness.status == "substantial"
    assert not window.codesign.release_button.isEnabled()
    show = next(b for b in window.codesign.summary.findChildren(QPushButton) if b.text() == "Show")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.pattern
    assert any(item._error_edges for item in window.pattern.canvas._items.values())
    window.run("undo")
    settle(qtbot, window)
    assert window.shot.readiness.status == "ready"  # type: ignore[union-attr]


def test_the_marker_is_nested_and_the_price_is_proven(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.run("marker")
    qtbot.mouseClick(window.marker.nest_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shot is not None and window.shot.nested, timeout=60_000)
    settle(qtbot, window)
    marker = window.shot.markers["shell"]  # type: ignore[union-attr,index]
    assert marker.verified
    assert "≈" not in window.marker.figures.text()
    window.run("codesign")
    assert window.codesign.summary.price_note.text() == "marker verified"


def test_release_writes_the_package_and_remembers_it(
    qtbot: QtBot, window: StudioWindow, studio_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(qtbot, window, SENTENCE)
    qtbot.mouseClick(window.codesign.release_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.studio.hub.orders()), timeout=120_000)
    qtbot.waitUntil(lambda: window.work.job is not None and window.work.job.over, timeout=10_000)
    assert window.work.job.problem is None  # type: ignore[union-attr]
    folder = next((studio_home / "orders").iterdir())
    assert {"order.json", "pattern.dxf", "techpack.pdf", "print.png"} <= {path.name for path in folder.iterdir()}


def test_a_cancelled_job_leaves_nothing(qtbot: QtBot, window: StudioWindow, studio_home: Path) -> None:
    say(qtbot, window, SENTENCE)
    window.run("release")
    qtbot.waitUntil(lambda: window.work.job is not None and window.work.job.state == "running", timeout=10_000)
    window.run("cancel")
    qtbot.waitUntil(lambda: window.work.job is not None and window.work.job.over, timeout=20_000)
    assert window.work.job.state == "cancelled"  # type: ignore[union-attr]
    assert not window.studio.hub.orders()
    orders = studio_home / "orders"
    assert not orders.exists() or not list(orders.iterdir())


def test_work_is_kept_without_saving(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    kept = documents.recent(window.studio)
    assert [one.words for one in kept] == [SENTENCE]
    again = documents.open_recent(window.studio, kept[0].id)
    assert again.state == window.session.state


def test_a_saved_design_opens_as_it_was(qtbot: QtBot, window: StudioWindow, tmp_path: Path) -> None:
    say(qtbot, window, SENTENCE)
    documents.save_file(window.session, tmp_path / "a.ampc")
    state = window.session.state
    window.run("new")
    settle(qtbot, window)
    assert not window.session.state.conversation
    window.open_file(tmp_path / "a.ampc")
    settle(qtbot, window)
    assert window.session.state == state


def test_every_workspace_in_both_themes_and_small(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    window.resize(1280, 800)
    for _ in range(2):
        window.run("theme")
        for page in ("codesign", "pattern", "marker"):
            window.run(page)
            image = window.grab().toImage()
            colours = {image.pixelColor(x, y).rgb() for x in range(0, 1280, 16) for y in range(0, 800, 16)}
            assert len(colours) > 12


def test_the_wheel_over_the_parameters_scrolls_and_changes_nothing(qtbot: QtBot, window: StudioWindow) -> None:
    window.say("a black tee with white stripes")
    settle(qtbot, window)
    before = window.session.state
    row = window.codesign.parameters.row("motif")
    assert row._menu is not None
    at = QPointF(row._menu.rect().center())
    turn = QWheelEvent(
        at, QPointF(row._menu.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(row._menu, turn)
    settle(qtbot, window)
    assert window.session.state is before


def test_a_drag_that_hides_another_parameter_goes_on(qtbot: QtBot, window: StudioWindow) -> None:
    window.say("a midi straight skirt")
    settle(qtbot, window)
    row = window.codesign.parameters.row("length_mm")
    rows = list(window.codesign.parameters._rows)
    window._preview("length_mm", 420.0)  # too short for a vent, whose length has no row then
    qtbot.waitUntil(lambda: list(window.codesign.parameters._rows) != rows, timeout=10_000)
    assert window.codesign.parameters.row("length_mm") is row and row.isVisible()


def test_another_garment_shows_its_own_choices(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, SENTENCE)
    say(qtbot, window, "navy chinos")
    options = window.shot.options  # type: ignore[union-attr]
    segments = window.codesign.parameters.row("length")._segments
    assert segments is not None
    assert tuple(segments._choices) == options["length"].parameter.choices  # type: ignore[index]
    assert segments.current == "full"
    field = window.codesign.parameters.row("length_mm")._field
    assert field is not None
    shown = field.fontMetrics().horizontalAdvance(field.text())
    assert shown + field.textMargins().right() + 10 <= field.width(), "a length over a metre is read whole"


def test_the_first_sentence_finds_its_words_loaded() -> None:
    lexicon.cache_clear()
    _load_3d()
    assert lexicon.cache_info().currsize == 1, "the window's thread would read them for a fifth of a second"
