"""Export: every format is shown before it is written, and what is written is what was shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Spot
from shapely.geometry import box as shapely_box

from ampc_desktop.studio import exports
from ampc_desktop.ui.canvas.sheet_item import SheetItem
from ampc_desktop.ui.shell.export import ExportDialog
from ampc_desktop.ui.shell.window import StudioWindow
from tests.garment.bodies import CLOTH, body, draft, spec_for
from tests.ui.test_window import say


@pytest.mark.parametrize("format", ["astm_gerber", "aama_r12", "svg", "pdf_a4"])
@pytest.mark.parametrize("scale", [0.12, 0.25, 0.6, 2.0])
def test_names_stand_inside_their_pieces_and_never_overlap(qapp: QApplication, format: str, scale: float) -> None:
    pattern = draft(spec_for("shift_dress", {"sleeve": "sleeveless"}, body()), body(), CLOTH["shift_dress"])
    drawn = exports.export(pattern, format, "Dress").drawn
    names = SheetItem(drawn).names(scale)
    assert len(names) >= (len(pattern.pieces) if scale >= 0.6 else 2)
    boxes = []
    for name in names:
        at = (name.middle.x(), name.middle.y())
        wide, high = name.box.width() / scale / 2, name.box.height() / scale / 2
        corners = [(at[0] + x * wide, at[1] + y * high) for x in (-0.98, 0.98) for y in (-0.98, 0.98)]
        rings = [
            Polygon(title.ring).buffer(0.5) for title in drawn.titles if title.lines[0][:4] == name.lines[0].text[:4]
        ]
        assert any(all(ring.covers(Spot(corner)) for corner in corners) for ring in rings), name
        boxes.append(shapely_box(*corners[0], *corners[3]))
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


@pytest.mark.parametrize("format", ["astm_gerber", "astm_2000", "svg", "plt"])
def test_notches_and_drill_holes_are_drawn(format: str) -> None:
    pattern = draft(spec_for("shift_dress", {}, body()), body(), CLOTH["shift_dress"])
    drawn = exports.export(pattern, format, "Dress").drawn
    notches = [one for one in drawn.strokes if one.ink == "notch"]
    assert len(notches) == sum(len(piece.notches) for piece in pattern.pieces) > 0
    holes = sum(len(piece.drills) for piece in pattern.pieces)
    rings = [one for one in drawn.strokes if one.ink == "internal" and one.closed and len(one.points) == 16]
    assert len(rings) == holes > 0
    insides = [Polygon(title.ring) for title in drawn.titles]
    for notch in notches:
        assert any(inside.buffer(0.2).covers(LineString(notch.points)) for inside in insides), "into the piece"


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
