"""A pattern maker's hour, with mouse and keys: from an order with faults to a block worn by another body."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ampc_desktop.core import geometry as g
from ampc_desktop.core.measurement import Measurement
from ampc_desktop.studio import blocks, documents, editing
from ampc_desktop.ui.pattern_editor.tools.walk import WalkTool
from ampc_desktop.ui.shell.blocks import BlocksDialog, SaveBlockDialog
from ampc_desktop.ui.shell.dialogs import KeySheet
from ampc_desktop.ui.shell.window import StudioWindow
from tests.ui.conftest import settle
from tests.ui.pattern_hands import Hands
from tests.ui.test_window import say

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Maker(Hands):
    """A pattern maker at the window."""

    def __init__(self, qtbot: QtBot, window: StudioWindow) -> None:
        super().__init__(window.pattern.canvas)
        self.qtbot, self.window = qtbot, window

    def settle(self) -> None:
        settle(self.qtbot, self.window)

    @property
    def undo_name(self) -> str:
        return self.window.session.stack.undo_name or ""

    def check(self, id: str) -> tuple[str, float]:
        """(status, value) of one check."""
        assert self.window.shot is not None
        assert self.window.shot.readiness is not None
        found = next(one for one in self.window.shot.readiness.checks if one.id == id)
        return found.status, found.value

    def button(self, parent: QWidget, words: str) -> None:
        def found() -> list[QPushButton]:
            return [b for b in parent.findChildren(QPushButton) if b.accessibleName() == words and b.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=5000)
        self.qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)
        QApplication.processEvents()


@pytest.fixture
def maker(qtbot: QtBot, window: StudioWindow) -> Maker:
    say(qtbot, window, "a relaxed black tee with long sleeves")
    window.run("pattern")
    made = Maker(qtbot, window)
    made.settle()
    made.canvas.fit()
    made.canvas.setFocus()
    return made


def test_a_pattern_makers_hour(maker: Maker) -> None:
    window, canvas, session = maker.window, maker.canvas, maker.window.session
    began = session.state

    # a gaping neckline: the front neck is raised at the centre by a typed 6 mm
    maker.key(Key.Key_A)
    length = canvas.pattern.piece("front").edge("neck.l").length_mm
    centre = maker.corner("front", "neck.r")
    maker.pull(centre, centre + QPoint(1, -9))
    maker.type("6")
    maker.key(Key.Key_Tab)
    maker.type("90")
    maker.key(Key.Key_Return)
    maker.release(centre + QPoint(1, -9))
    maker.settle()
    assert maker.undo_name.endswith("point 6.0 mm up")
    assert canvas.pattern.piece("front").edge("neck.l").length_mm < length - 3
    assert maker.check("seams.walk")[0] == "fail", "the band is now too long for the neckline"
    # the band is trued to it from the seam tab
    maker.click(maker.on("neckband", "sew", 0.25))
    maker.button(window.pattern.inspector.form, "True")
    maker.settle()
    assert maker.undo_name.startswith("Neckband, joining edge: trued")
    assert abs(editing.walk(canvas.pattern, "neck").difference_mm) < 0.05

    # the side seam: the front's is lengthened, the readiness list offers to true the back's, and it is taken
    maker.click(maker.on("front", "side.l", 0.3))
    field = window.pattern.inspector.form.field("length")
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    maker.qtbot.keyClicks(field, f"{canvas.pattern.piece('front').edge('side.l').length_mm + 4:.1f}")
    maker.qtbot.keyClick(field, Key.Key_Return)
    maker.settle()
    assert maker.undo_name.startswith("Front, side seam left: 4.0 mm longer")
    assert maker.check("seams.walk")[0] == "fail"
    maker.button(window.pattern.readiness, "True back, side seam left")
    maker.settle()
    assert abs(editing.walk(canvas.pattern, "side.l").difference_mm) < 0.05
    assert abs(editing.walk(canvas.pattern, "side.r").difference_mm) < 0.05, "the other half follows"

    # a bust dart, drawn from the side seam, then the seam trued to it
    canvas.setFocus()
    maker.key(Key.Key_D)
    mouth = maker.on("front", "side.l", 0.8)
    maker.drag(mouth, mouth + QPoint(-40, -4))
    maker.settle()
    assert "dart, intake 20.0 mm" in maker.undo_name
    assert len(canvas.pattern.piece("front").darts) == 2
    maker.button(window.pattern.readiness, "True back, side seam left")
    maker.settle()
    assert abs(editing.walk(canvas.pattern, "side.l").difference_mm) < 0.05

    # the sleeve is walked into the armhole
    canvas.setFocus()
    maker.key(Key.Key_W)
    maker.click(maker.on("front", "armhole.l", 0.5))
    tool = canvas.tool
    assert isinstance(tool, WalkTool)
    assert tool.walk is not None
    assert window.pattern.walk_card.isVisible()
    maker.qtbot.waitUntil(lambda: tool.at_mm >= tool.length_mm, timeout=5000)
    assert "of" in window.pattern.walk_card.way.full_text()
    pose = tool.walk.pose(tool.at_mm, tool.moving)
    end, goal = tool.walk.at("a", tool.at_mm)[1], tool.walk.at("b", tool.at_mm)[1]
    assert g.distance(tuple(pose.place(g.np.asarray([end]))[0]), goal) < 1e-6
    maker.key(Key.Key_Escape)
    assert not window.pattern.walk_card.isVisible()

    # kept as a block under a name
    def name_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SaveBlockDialog)
        dialog.name.setText("Tee with bust dart")
        maker.qtbot.keyClick(dialog.name, Key.Key_Return)

    QTimer.singleShot(0, name_it)
    window.run("save_block")
    kept = blocks.kept(window.studio)
    assert [one.name for one in kept] == ["Tee with bust dart"]
    assert kept[0].edits == len(session.state.edits)

    # everything can be taken back, step by step, to the very state it began with
    edited = session.state
    while session.stack.undo_name and session.state != began:
        window.run("undo")
    assert session.state == began
    while session.stack.redo_name:
        window.run("redo")
    assert session.state == edited

    # and reused for another, larger body
    window.open_session(documents.new_session(window.studio))
    body = window.session.state.body
    larger = {name: body.values[name].value + more for name, more in (("bust", 80.0), ("waist", 80.0), ("hip", 60.0))}
    values = {**body.values, **{name: Measurement(value) for name, value in larger.items()}}
    window.session.set_body(type(body)("Berta", body.sex, values))

    def choose_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BlocksDialog)
        maker.qtbot.mouseClick(dialog.rows[kept[0].id], Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, choose_it)
    window.run("blocks")
    maker.settle()
    assert window.session.state.block is not None
    assert window.shot is not None
    assert window.shot.pattern is not None
    front = window.shot.pattern.piece("front")
    assert len(front.darts) == 2, "the dart came along"
    assert g.np.ptp(front.sew_ring[:, 0]) > g.np.ptp(canvas.pattern.piece("neckband").sew_ring[:, 1])
    dimension = next(one for one in window.shot.pattern.key_dimensions if one.id == "chest")
    assert dimension.body_mm == pytest.approx(larger["bust"], abs=1.0)
    assert not window.shot.edited.conflicts  # type: ignore[union-attr]
    for seam in ("side.l", "side.r"):
        assert abs(editing.walk(window.shot.pattern, seam).difference_mm) <= 0.5


def test_the_room_at_work(maker: Maker, tmp_path: Path) -> None:
    """Undo from the canvas, compare with a revision, layers, search, key sheet, and a wish that moves a slider."""
    window, canvas = maker.window, maker.canvas
    maker.key(Key.Key_A)
    start = maker.corner("front", "shoulder.l")
    maker.drag(start, start + QPoint(-9, -3), CTRL)
    maker.settle()
    name = maker.undo_name
    assert name.startswith("Front, shoulder seam left: point")
    panel = window.pattern.revisions
    maker.qtbot.keyClicks(panel.reason, "gapes at the back of the arm")
    maker.qtbot.keyClick(panel.reason, Key.Key_Return)
    maker.settle()
    assert window.session.state.edits[-1].reason == "gapes at the back of the arm"
    window.run("undo")
    maker.settle()
    canvas.setFocus()
    assert "compared with r1" in panel.count.text()
    maker.key(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert "compared with r0" in panel.count.text()
    maker.key(Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert "compared with r1" in panel.count.text()
    maker.key(Key.Key_C)  # held: shown; a click lets go at once
    assert not canvas.overlay.outlines
    panel.view.chosen.emit("overlay")
    assert len(canvas.overlay.outlines) == len(canvas.pattern.pieces)
    edits = window.session.state.edits
    say(maker.qtbot, window, "make it 3 cm longer")
    window.run("pattern")
    assert window.session.state.edits == edits
    assert window.shot is not None
    assert not window.shot.edited.conflicts  # type: ignore[union-attr]
    window.run("undo")
    window.run("undo")
    maker.settle()
    assert window.session.state.edits == ()
    pieces = window.pattern.pieces
    pieces._toggle_search()
    maker.qtbot.keyClicks(pieces.search, "slee")
    assert [id for id, row in pieces._rows.items() if row.isVisibleTo(pieces)] == ["sleeve"]

    def sheet_open() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, KeySheet)
        dialog.accept()

    canvas.setFocus()
    QTimer.singleShot(0, sheet_open)
    maker.type("?")
