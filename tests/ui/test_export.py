"""Export: every format is shown before it is written, and what is written is what was shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ampc_desktop.studio import exports
from ampc_desktop.ui.shell.export import ExportDialog, SheetItem
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.test_window import say


def test_each_format_is_shown_and_the_one_shown_is_written(
    qtbot: QtBot, window: StudioWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(qtbot, window, "a navy cotton t-shirt")
    told: list[Path] = []
    dialog = ExportDialog(window, window.session.results()["pattern"], "T-shirt Anna", told.append)
    dialog.show()
    shown = set()
    for id, row in dialog.rows.items():
        row.clicked.emit()
        assert dialog.made is not None and dialog.made.format == id
        assert "4 pieces" in dialog.facts.text()
        item = next(one for one in dialog.view.scene().items() if isinstance(one, SheetItem))
        assert not item.boundingRect().isEmpty()
        shown.add(id)
    assert shown == {id for id, _ in exports.FORMATS}
    dialog.show_format("svg")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "tee"), ""))
    dialog.save.click()
    assert told == [tmp_path / "tee.svg"]
    assert told[0].read_bytes() == dialog.made.data
    assert not dialog.isVisible()
