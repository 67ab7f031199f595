"""A block that is not for this order: what readiness and the list of blocks offer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.studio import blocks
from ampc_desktop.ui.pattern_editor.readiness import OpenCheck
from ampc_desktop.ui.shell.blocks import BlocksDialog, MadeForDialog
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle
from tests.ui.test_window import say


def told(window: StudioWindow) -> CheckResult | None:
    assert window.shot is not None and window.shot.readiness is not None
    return next((check for check in window.shot.readiness.checks if check.id == "block.body"), None)


def card(window: StudioWindow) -> dict[str, QPushButton]:
    """Buttons of the check about the block, by their words."""
    shown = [one for one in window.pattern.readiness.findChildren(OpenCheck) if one.check.id == "block.body"]
    return {one.text(): one for one in shown[-1].findChildren(QPushButton) if one.isVisible()}


def from_block(qtbot: QtBot, window: StudioWindow, sentence: str, fixed: bool = False) -> None:
    say(qtbot, window, sentence)
    kept = blocks.save(window.studio, window.session.state, "Old one")
    block = blocks.load(window.studio, kept.id)
    if fixed:
        block = replace(block, fixed=True, body=Measurements("as drawn", "female"), rules=())
    window.session.start_from(block)
    window.run("pattern")
    settle(qtbot, window)


def test_a_block_of_another_garment_can_be_left(qtbot: QtBot, window: StudioWindow) -> None:
    from_block(qtbot, window, "beige chino trousers")
    assert told(window) is None
    say(qtbot, window, "a navy linen shift dress")
    settle(qtbot, window)
    assert told(window) is not None and list(card(window)) == ["Leave the block"]
    card(window)["Leave the block"].click()
    settle(qtbot, window)
    assert window.session.state.block is None and told(window) is None
    window.run("undo")
    settle(qtbot, window)
    assert window.session.state.block is not None and told(window) is not None


def test_a_block_too_small_is_left_or_said_to_be_for_this_body(
    qtbot: QtBot, window: StudioWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_block(qtbot, window, "beige chino trousers", fixed=True)
    before = window.session.results()["pattern"]
    for measure, value in (("waist", 1490.0), ("hip", 1550.0)):
        window.session.set_measure(measure, value)
    settle(qtbot, window)
    found = told(window)
    assert found is not None and found.status == "fail"
    assert list(card(window)) == ["Made for another body…", "Leave the block"]

    def answered(dialog: MadeForDialog) -> int:
        assert not dialog.whom.held.isVisibleTo(dialog)
        dialog.whom.choice.setCurrentIndex(dialog.whom.choice.findData("customer"))
        dialog.take.click()
        return dialog.result()

    monkeypatch.setattr(MadeForDialog, "exec", answered)
    card(window)["Made for another body…"].click()
    settle(qtbot, window)
    found = told(window)
    assert found is not None and found.status == "pass"
    assert window.session.results()["pattern"].pieces == before.pieces
    window.run("undo")
    settle(qtbot, window)
    found = told(window)
    assert found is not None and found.status == "fail"


def test_the_list_of_blocks_leaves_the_present_one(
    qtbot: QtBot, window: StudioWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left(dialog: BlocksDialog) -> int:
        dialog.leave.click()
        return dialog.result()

    monkeypatch.setattr(BlocksDialog, "exec", left)
    from_block(qtbot, window, "beige chino trousers")
    window.run("blocks")
    assert window.session.state.block is None and window.strip.message.full_text() == "Without block Old one"
    assert not hasattr(BlocksDialog(window, (), "Anna"), "leave"), "nothing to leave"
