"""The form for a fabric's own measurements: converted at once, kept, used, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ampc_desktop import tryon
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.studio import flow, mechanics
from ampc_desktop.ui.shell.mechanics import NOBODY, MechanicsDialog
from ampc_desktop.ui.shell.window import StudioWindow

CLOTH = "cotton_jersey_180"


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[MechanicsDialog]:
    made = MechanicsDialog(None, CLOTH)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    yield made
    flow.capabilities.cache_clear()


def test_what_is_typed_is_converted_kept_and_used(form: MechanicsDialog, qtbot: QtBot) -> None:
    assert form.fabric.currentData() == CLOTH and not form.keep.isEnabled() and not form.back.isEnabled()
    before = form.told[0][0].text()
    form.method.chosen.emit("kes")
    qtbot.keyClicks(form.source, "KES-F, City laboratory, 2 March")
    for name, text in (("EMT_weft", "10"), ("LT_weft", "1"), ("EMT_warp", "10"), ("LT_warp", "1"), ("G", "0,8")):
        qtbot.keyClicks(form.fields["kes"][name], text)
    assert form.told[0][0].text() == "4760 N/m" != before
    assert form.told[2][0].text() == "45 N/m" and "City laboratory" in form.told[2][1].full_text()
    qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    assert form.result() == form.DialogCode.Accepted
    cloth = tryon.material(flow.capabilities().fabrics[CLOTH])
    assert cloth.weft_n_m == pytest.approx(4760, abs=1) and any("City laboratory" in one for one in cloth.sources)
    again = MechanicsDialog(None, CLOTH)  # type: ignore[arg-type]
    qtbot.addWidget(again)
    qtbot.mouseClick(again.back, Qt.MouseButton.LeftButton)
    assert tryon.material(flow.capabilities().fabrics[CLOTH]).weft_n_m < 1000 and not mechanics.own_text(CLOTH)


@pytest.mark.parametrize(
    ("text", "words"),
    [("soft", "no number"), ("0", "limit"), ("1e9", "limit"), ("-3", "limit")],
)
def test_values_no_cloth_has_are_a_sentence_and_can_t_be_saved(
    form: MechanicsDialog, qtbot: QtBot, text: str, words: str
) -> None:
    qtbot.keyClicks(form.source, "us")
    qtbot.keyClicks(form.fields["mechanics"]["weft_n_m"], text)
    assert words in form.problem.text() and not form.keep.isEnabled()
    assert not mechanics.own_text(CLOTH)


def test_values_without_a_source_are_not_kept(form: MechanicsDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.fields["mechanics"]["weft_n_m"], "300")
    assert "who measured it" in form.problem.text() and not form.keep.isEnabled()
    assert form.told[0][0].text() == "300 N/m", "converted all the same"
    assert form.told[0][1].full_text() == NOBODY


FILE = """\
source: KES-F, City laboratory, 2 March
mechanics:
  friction: 0.41
  bending_nm: 3.0e-6
kes:
  EMT: 24.0
  LT: 0.72
  WT_warp: 40.0
"""


def test_a_laboratory_file_fills_the_form_and_what_was_saved_is_there_again(
    form: MechanicsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "lab.yaml").write_text(FILE)
    form.read_file(tmp_path / "lab.yaml")
    assert form.block == "kes" and form.source.text().startswith("KES-F, City")
    assert form.fields["kes"]["EMT_warp"].text() == form.fields["kes"]["EMT_weft"].text() == "24"
    assert form.fields["mechanics"]["bending_warp_nm"].text() == "3", "in µN·m, as it is told below"
    assert form.told[3][0].text() == "3.00 µN·m" and form.told[4][0].text() == "0.41"
    used = tryon.material(mechanics.with_file(flow.capabilities().fabrics[CLOTH], tmp_path / "lab.yaml"))
    assert not mechanics.own_text(CLOTH), "looked at, not kept"
    qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    kept = tryon.material(flow.capabilities().fabrics[CLOTH])
    assert (kept.weft_n_m, kept.bending_nm, kept.friction) == (used.weft_n_m, used.bending_nm, used.friction)
    again = MechanicsDialog(None, CLOTH)  # type: ignore[arg-type]
    qtbot.addWidget(again)
    assert again.block == "kes" and again.fields["kes"]["EMT_weft"].text() == "24"
    assert "WT_warp" in mechanics.own_text(CLOTH), "what has no field stays"
    qtbot.mouseClick(again.back, Qt.MouseButton.LeftButton)


def test_a_file_that_is_wrong_is_a_sentence(form: MechanicsDialog, tmp_path: Path) -> None:
    (tmp_path / "lab.yaml").write_text(FILE.replace("24.0", "wide"))
    form.read_file(tmp_path / "lab.yaml")
    assert "line 6" in form.problem.text() and "EMT" in form.problem.text() and not form.keep.isEnabled()


def test_empty_fields_show_what_is_used_without_them(form: MechanicsDialog, qtbot: QtBot) -> None:
    cloth = tryon.material(flow.capabilities().fabrics[CLOTH])
    assert float(form.fields["mechanics"]["weft_n_m"].placeholderText()) == pytest.approx(cloth.weft_n_m, rel=0.01)
    assert float(form.fields["mechanics"]["stretch_weft"].placeholderText()) == pytest.approx(
        100 * cloth.stretch_weft, rel=0.01
    )


def test_the_strip_says_what_was_saved(window: StudioWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(form: MechanicsDialog) -> int:
        form.source.setText("City laboratory, March")
        form.fields["mechanics"]["weft_n_m"].setText("350")
        form._save()
        saved.append(form.cloth)
        return form.result()

    saved: list[Fabric] = []
    monkeypatch.setattr(MechanicsDialog, "exec", fill)
    window.run("mechanics")
    try:
        told = window.strip.message._text.full_text()
        assert told == f"Mechanics of {saved[0].label} saved: City laboratory, March"
    finally:
        mechanics.forget(saved[0].id)
        flow.capabilities.cache_clear()
