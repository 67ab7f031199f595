"""The form for a fabric's own measurements: converted at once, kept, used, taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ampc_desktop import tryon
from ampc_desktop.studio import flow, mechanics
from ampc_desktop.ui.shell.mechanics import MechanicsDialog

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
    assert "source" in form.problem.text() and not form.keep.isEnabled()
