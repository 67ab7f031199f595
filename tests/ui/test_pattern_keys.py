"""Tool keys go to the canvas whatever was clicked beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.ui.shell.window import StudioWindow
from ampc_desktop.ui.widgets.segmented import Segmented
from tests.ui.conftest import settle
from tests.ui.test_window import say


def at_work(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    window.run("pattern")
    settle(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def click(qtbot: QtBot, tabs: Segmented, id: str) -> None:
    box = dict(tabs.boxes())[id]
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=box.center().toPoint())


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


@pytest.mark.parametrize("view", ["table", "overlay", "side"])
def test_tool_keys_work_after_a_click_on_how_revisions_are_compared(
    qtbot: QtBot, window: StudioWindow, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(qtbot, window)
    page = window.pattern
    asked: list[str] = []
    page.wanted.connect(asked.append)
    monkeypatch.setattr(window.commands, "run", lambda id: None)
    page.revisions.reason.setVisible(True)
    page.revisions.reason.setFocus()  # wherever the keys went before
    if view == "table":
        page.revisions.view.set_current("side")
    click(qtbot, page.revisions.view, view)
    assert page.revisions.view.current == view
    press(qtbot, Qt.Key.Key_D)
    assert page.canvas.tool.id == "dart"
    click(qtbot, page.revisions.view, view)  # the one in hand already
    click(qtbot, page.inspector.tabs, "seam")
    press(qtbot, Qt.Key.Key_Question)
    assert asked == ["help"]


def test_arrow_keys_still_go_through_the_ways_to_compare(qtbot: QtBot, window: StudioWindow) -> None:
    at_work(qtbot, window)
    view = window.pattern.revisions.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Right)
    assert view.current == "side" and QApplication.focusWidget() is view
