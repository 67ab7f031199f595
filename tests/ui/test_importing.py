"""Patterns of other programs in the window: what is asked, what is kept, what is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from ampc_desktop import exchange
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import blocks, exports, imports
from ampc_desktop.ui.shell.blocks import SaveBlockDialog
from ampc_desktop.ui.shell.importing import ImportDialog
from ampc_desktop.ui.shell.window import StudioWindow
from tests.garment.bodies import CLOTH, body, draft, spec_for
from tests.ui.conftest import settle


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    own = draft(spec_for("shirt", {}, body()), body(), CLOTH["shirt"])
    path = tmp_path / "old_shirt.dxf"
    path.write_bytes(exports.export(own, "aama_r12", "Shirt").data)
    return path


def chosen(dialog: ImportDialog, **picked: str) -> None:
    for name, value in picked.items():
        box: QComboBox = getattr(dialog, name)
        at = box.findData(value)
        assert at >= 0, (name, value)
        box.setCurrentIndex(at)


def test_a_pattern_file_becomes_a_block_and_opens_in_the_editor(
    qtbot: QtBot, window: StudioWindow, drawing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(drawing), ""))

    def taken(dialog: ImportDialog) -> int:
        assert dialog.name.text() == "Old shirt"
        chosen(dialog, garment="shirt", made_for="female.L")
        dialog.take.click()
        return dialog.result()

    monkeypatch.setattr(ImportDialog, "exec", taken)
    window.run("import_block")
    settle(qtbot, window)
    (kept,) = blocks.kept(window.studio)
    assert (kept.name, kept.family, kept.body) == ("Old shirt", "shirt", "women's size L")
    assert window.stack.currentWidget() is window.pattern
    assert window.session.state.block is not None and window.session.state.block.fixed
    assert {piece.id for piece in window.pattern.canvas.pattern.pieces} >= {"front", "back", "sleeve"}
    assert "DXF names no seams" in window.session.state.conversation[-1].text
    assert window.shot is not None and window.shot.readiness is not None
    told = next(check for check in window.shot.readiness.checks if check.id == "block.body")
    assert told.status == "warn" and "women's size L" in told.summary and "that of the body differs" in told.summary
    made_for = imports.size_body("female", "L")
    for measure in ("bust", "waist", "hip"):
        window.session.set_measure(measure, made_for[measure] - 15.0)
    settle(qtbot, window)
    told = next(check for check in window.shot.readiness.checks if check.id == "block.body")
    assert told.status == "pass" and "of this size" in told.summary
    for _ in range(4):
        window.run("undo")
    assert window.session.state.block is None


def test_whom_a_pattern_was_made_for(qtbot: QtBot, window: StudioWindow, drawing: Path) -> None:
    dialog = ImportDialog(window, window.studio, drawing, "tshirt", window.session.state.body)
    dialog.show()
    assert dialog.garment.currentData() == "shirt" and dialog.body_made_for() is None
    assert not dialog.measures["bust"].isVisible()
    chosen(dialog, made_for="customer")
    assert dialog.body_made_for() is window.session.state.body
    chosen(dialog, made_for="Own measures")
    assert dialog.measures["bust"].isVisible()
    for name, words in (("bust", "98"), ("waist", "82"), ("hip", "104")):
        field = dialog.measures[name]
        field.clear()
        qtbot.keyClicks(field, words)
    made = dialog.body_made_for()
    assert made is not None and made.get("bust") == pytest.approx(980.0) and made.get("hip") == pytest.approx(1040.0)
    dialog.measures["bust"].clear()
    qtbot.keyClicks(dialog.measures["bust"], "9")
    dialog.take.click()
    assert dialog.isVisible() and "bust" in dialog.problem.text() and dialog.kept is None
    dialog.reject()


def test_the_size_in_the_file_and_whom_it_was_made_for_agree_or_say_so(
    qtbot: QtBot, window: StudioWindow, tmp_path: Path
) -> None:
    own = draft(spec_for("straight_skirt", {}, body()), body(), CLOTH["straight_skirt"])
    sizes = [(name, replace(own, size=name)) for name in ("S", "L")]
    path = tmp_path / "nest.dxf"
    path.write_bytes(exchange.write_nest_dxf(own, sizes, exchange.StyleInfo(style="SKIRT")))
    dialog = ImportDialog(window, window.studio, path, "straight_skirt", window.session.state.body)
    dialog.show()
    assert dialog.file_size.currentData() == "MTM" and dialog.made_for.currentText() == "Not known"
    assert not dialog.disagreeing.isVisible()
    for size, whom in (("S", "Women's S"), ("L", "Women's L"), ("MTM", "Not known"), ("S", "Women's S")):
        chosen(dialog, file_size=size)
        assert dialog.made_for.currentText() == whom and not dialog.disagreeing.isVisible()
    chosen(dialog, made_for="male.M")
    assert dialog.disagreeing.isVisible()
    assert dialog.disagreeing.full_text() == "The size in the file is S, but made for men's M"
    chosen(dialog, file_size="L")
    assert dialog.made_for.currentData() == "male.M", "what somebody picked stays"
    chosen(dialog, made_for="customer")
    assert not dialog.disagreeing.isVisible()
    dialog.reject()


def test_a_file_that_is_no_pattern_is_told_in_a_sentence(
    qtbot: QtBot, window: StudioWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "holiday.dxf"
    bad.write_bytes(b"not a drawing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    problems: list[Problem | None] = []
    monkeypatch.setattr(window, "show_problem", problems.append)
    window.run("import_block")
    told = [problem for problem in problems if problem is not None]
    assert len(told) == 1 and str(bad) in told[0].sentence
    assert not blocks.kept(window.studio)


@pytest.mark.parametrize(
    ("family", "likely"), [("trousers", "trousers"), ("shirt", "shirt"), ("hoodie", "hoodie"), ("tshirt", "tank")]
)
def test_pieces_tell_which_garment_it_is(tmp_path: Path, family: str, likely: str) -> None:
    path = tmp_path / "theirs.dxf"
    own = draft(spec_for(family, {}, body()), body(), CLOTH[family])
    path.write_bytes(exports.export(own, "aama_r12", "X").data)
    assert imports.likely_garment(imports.read(path).pattern, "tank") == likely


def test_enter_is_the_main_button_not_cancel(qtbot: QtBot, window: StudioWindow, drawing: Path) -> None:
    for at in ("name", "garment"):
        dialog = ImportDialog(window, window.studio, drawing, "shirt", window.session.state.body)
        dialog.name.setText(f"From {at}")
        dialog.show()
        where = getattr(dialog, at)
        where.setFocus()
        qtbot.keyClick(where, Qt.Key.Key_Return)
        assert dialog.kept is not None and dialog.kept.name == f"From {at}"
    saved: list[str] = []
    block = SaveBlockDialog(window, "Tee", "One", saved.append)
    block.show()
    qtbot.keyClick(block.name, Qt.Key.Key_Return)
    assert saved == ["Tee"], "once"
