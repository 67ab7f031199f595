"""The list of checks beside the pattern: never empty, never of an older pattern without showing it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ampc_desktop import garment
from ampc_desktop.core.check import Readiness, readiness
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio import editing
from ampc_desktop.ui.pattern_editor import cures
from ampc_desktop.ui.pattern_editor.readiness import OpenCheck, ReadinessPanel
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle
from tests.ui.test_pattern_canvas import tee as tee
from tests.ui.test_window import say


def checked(pattern: Pattern) -> Readiness:
    return readiness(garment.run_checks(pattern))


def with_notches_off(pattern: Pattern) -> Pattern:
    """Notches moved so that they no longer meet."""
    edits = [
        PatternEdit(f"e{i}", "move_notch", piece.id, notch.id, {"along_mm": 6.0}, mirror=False)
        for i, (piece, notch) in enumerate((p, n) for p in pattern.pieces if p.id == "sleeve" for n in p.notches)
    ]
    return editing.preview(pattern, edits).pattern


@pytest.fixture
def panel(qtbot: QtBot) -> ReadinessPanel:
    made = ReadinessPanel()
    qtbot.addWidget(made)
    made.resize(320, 500)
    made.show()
    return made


def rows(panel: ReadinessPanel) -> list[str]:
    """Names of what is painted at once, without waiting for an event."""
    inside = panel.area.widget()
    children = [inside.layout().itemAt(i).widget() for i in range(inside.layout().count())]
    return [child.accessibleName() for child in children if child is not None and child.isVisible()]


def test_the_list_stands_whole_without_an_event_between(panel: ReadinessPanel, tee: Pattern) -> None:
    first = checked(tee)
    panel.show_readiness(first, tee)
    assert len([name for name in rows(panel) if name.startswith("Check")]) == len(first.checks)
    QApplication.processEvents()
    again = checked(with_notches_off(tee))
    panel.show_readiness(again, with_notches_off(tee))
    assert len([name for name in rows(panel) if name.startswith("Check")]) == len(again.checks)


def test_checks_of_an_older_pattern_are_dimmed_until_the_new_ones_come(
    panel: ReadinessPanel,
    tee: Pattern,
) -> None:
    panel.show_readiness(checked(tee), tee)
    shown = rows(panel)
    panel.age(True)
    assert rows(panel) == shown and panel.area.widget().graphicsEffect() is not None
    panel.show_readiness(checked(tee), tee)
    assert panel.area.widget().graphicsEffect() is None


def test_the_window_dims_them_while_it_computes(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    page = window.pattern
    assert window.shot is not None
    page.show_snapshot(replace(window.shot, readiness=None))
    assert page.readiness.area.widget().graphicsEffect() is not None and rows(page.readiness)
    page.show_snapshot(window.shot)
    assert page.readiness.area.widget().graphicsEffect() is None


def test_cures_are_searched_away_from_the_window(
    qtbot: QtBot,
    panel: ReadinessPanel,
    tee: Pattern,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = []
    tried = cures.fixes
    monkeypatch.setattr(
        cures, "fixes", lambda pattern, check: where.append(threading.current_thread()) or tried(pattern, check)
    )
    off = with_notches_off(tee)
    found = checked(off)
    panel.show_readiness(found, off)

    def buttons() -> list[str]:
        found = panel.findChildren(QPushButton)
        return [b.accessibleName() or b.text() for b in found if b.text() != "Show" and b.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()), timeout=5000)
    assert where and threading.main_thread() not in where
    qtbot.waitUntil(lambda: len(where) == len(panel.findChildren(OpenCheck)), timeout=5000)
    offered = buttons()
    assert len(set(offered)) == len(offered), offered
    panel.show_readiness(Readiness(found.status, found.checks), off)  # the same checks once more, as after check 16
    assert buttons() == offered, "cures found once stand at once"


def test_cures_called_alike_get_their_place(tee: Pattern) -> None:
    sleeve = tee.piece("sleeve")
    alike = [
        editing.Fix("Match notch, armhole", (PatternEdit("", "move_notch", "sleeve", notch.id, {"along_mm": 1.0}),))
        for notch in sleeve.notches[:2]
    ]
    front = tee.piece("front").notches[0]
    alike.append(editing.Fix("Match notch, armhole", (PatternEdit("", "move_notch", "front", front.id, {}),)))
    words = cures.button_words(tee, alike)
    assert len(set(words)) == 3 and words[2] == "Match notch, armhole, front"
    assert words[0] == f"Match notch, armhole, sleeve, at {sleeve.notches[0].at_mm:.1f} mm"
    assert cures.button_words(tee, alike[:1]) == ["Match notch, armhole"]
