"""Size chips tell which sizes of the garment fail their checks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.ui.shell.window import StudioWindow
from ampc_desktop.ui.widgets.chips import Chip
from tests.ui.conftest import settle
from tests.ui.test_window import say


def test_a_size_that_fails_is_tinted_and_says_which_check_and_by_how_much(qtbot: QtBot, window: StudioWindow) -> None:
    say(qtbot, window, "a relaxed black tee with long sleeves")
    window.run("pattern")
    layers = window.pattern.layers

    def chips() -> dict[str, Chip]:
        return {chip.id: chip for chip in layers.findChildren(Chip)}

    qtbot.mouseClick(chips()["L"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "All checks pass" in chips()["M"].toolTip(), timeout=15_000)
    assert {chip.tone for chip in chips().values()} == {""}

    session = window.session
    raised = PatternEdit("", "move_point", "front", "neck.r:start", {"dx_mm": 0.0, "dy_mm": 30.0})
    window.run_step(lambda: session.edit(raised))
    settle(qtbot, window)
    qtbot.waitUntil(lambda: chips()["M"].tone == "err", timeout=15_000)
    assert "Seams walk" in chips()["M"].toolTip()
    assert " mm" in chips()["M"].toolTip()
    assert "Seams walk" in chips()["M"].accessibleName()

    window.run_step(session.undo)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: "All checks pass" in chips()["M"].toolTip(), timeout=15_000)
    assert chips()["M"].tone == ""
