"""The inspector: every field of Point, Edge, Piece and Seam ends in one edit that the pattern takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from ampc_desktop import garment
from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.studio import editing
from ampc_desktop.studio.inspect import grain_deg
from ampc_desktop.ui.pattern_editor.form import Icons, SeamCard, Text
from ampc_desktop.ui.pattern_editor.inspector import PatternInspector
from ampc_desktop.ui.pattern_editor.picking import Target
from ampc_desktop.ui.pattern_editor.readiness import OpenCheck
from ampc_desktop.ui.pattern_editor.revisions import NAME_LINES
from ampc_desktop.ui.pattern_editor.workspace import PatternWorkspace
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import lines_of
from ampc_desktop.ui.widgets.unit_field import UnitField
from tests.ui.test_pattern_canvas import tee as tee


class Room:
    """The workspace with a pattern, what it committed and refused."""

    def __init__(self, qtbot: QtBot, pattern: Pattern) -> None:
        self.qtbot = qtbot
        self.page = PatternWorkspace()
        self.page.resize(1600, 1000)
        self.page.show()
        self.page.canvas.show_pattern(pattern)
        self.taken: list[tuple[PatternEdit, ...]] = []
        self.reasons: list[str] = []
        self.page.edited.connect(lambda edits, gesture: self.taken.append(edits))
        self.page.canvas.refused.connect(self.reasons.append)
        QApplication.processEvents()

    @property
    def pattern(self) -> Pattern:
        return self.page.canvas.pattern

    @property
    def last(self) -> PatternEdit:
        assert self.taken, self.reasons
        return self.taken[-1][0]

    def show(self, tab: str, target: Target) -> None:
        self.page.canvas.choose((target,))
        self.page.inspector.tabs.set_current(tab)
        self.page.inspector._show()
        QApplication.processEvents()

    def type(self, id: str, text: str) -> None:
        """Type into a number or a text and press Enter."""
        field = self.page.inspector.form.field(id)
        assert isinstance(field, UnitField | Text)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        QApplication.processEvents()

    def press(self, id: str) -> None:
        self.qtbot.mouseClick(self.page.inspector.form.field(id), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def choose(self, id: str, value: str) -> None:
        field = self.page.inspector.form.field(id)
        if isinstance(field, Icons):
            self.qtbot.mouseClick(field.buttons[value], Qt.MouseButton.LeftButton)
        else:
            assert isinstance(field, Segmented)
            at = dict(field.boxes())[value].center().toPoint()
            self.qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=at)
        QApplication.processEvents()

    def flip(self, id: str) -> None:
        field = self.page.inspector.form.field(id)
        assert isinstance(field, QCheckBox)
        field.click()
        QApplication.processEvents()


@pytest.fixture
def room(qtbot: QtBot, tee: Pattern) -> Iterator[Room]:
    made = Room(qtbot, tee)
    yield made
    made.page.close()
    made.page.deleteLater()
    QApplication.processEvents()


def test_the_tab_follows_what_is_chosen(room: Room) -> None:
    inspector = room.page.inspector
    for target, tab, title in (
        (Target("edge", "front", "armhole.l"), "edge", "Armhole, left"),
        (Target("point", "front", "neck.l:start"), "point", "Corner"),
        (Target("notch", "front", "side.l.middle"), "point", "Notch"),
        (Target("piece", "sleeve"), "piece", "Sleeve"),
    ):
        room.page.canvas.choose((target,))
        assert (inspector.tab, inspector.title.full_text()) == (tab, title)


def test_fields_of_a_point(room: Room, tee: Pattern) -> None:
    room.show("point", Target("point", "front", "shoulder.l:start"))
    before = tee.piece("front").edge("shoulder.l").start
    room.type("x", f"{before[0] - 6:.4f}")
    after = room.pattern.piece("front").edge("shoulder.l").start
    assert after == pytest.approx((before[0] - 6, before[1]), abs=1e-3)
    room.type("y", "-40+1/2")
    assert room.pattern.piece("front").edge("shoulder.l").start[1] == pytest.approx(-39.5, abs=1e-6)


def test_fields_of_a_notch(room: Room) -> None:
    room.show("point", Target("notch", "front", "side.l.middle"))
    room.type("at", "100")
    assert room.pattern.piece("front").notch("side.l.middle").at_mm == pytest.approx(100, abs=1e-6)
    room.choose("kind", "v")
    room.type("depth", "3")
    notch = room.pattern.piece("front").notch("side.l.middle")
    assert (notch.kind, notch.depth_mm) == ("v", 3.0)
    room.press("remove")
    assert room.last.kind == "remove_notch"


def test_fields_of_an_edge(room: Room, tee: Pattern) -> None:
    room.show("edge", Target("edge", "front", "side.l"))
    room.type("length", "433")
    assert room.pattern.piece("front").edge("side.l").length_mm == pytest.approx(433, abs=0.01)
    assert isinstance(room.page.inspector.form.field("side.l"), SeamCard)
    room.type("allowance", "1,5 cm")
    assert room.pattern.piece("front").edge("side.l").allowance_mm == 15.0
    for corner in ("bevel", "square_first", "square_second", "hem_mirror", "cap", "mitre"):
        room.choose("corner", corner)
        assert room.pattern.piece("front").edge("side.l").corner == corner
    count = len(room.taken)
    room.choose("corner", "mitre")
    assert len(room.taken) == count, "the chosen one again is no edit"
    room.type("notch:side.l.middle", "200")
    assert room.pattern.piece("front").notch("side.l.middle").at_mm == pytest.approx(200, abs=1e-6)
    card = room.page.inspector.form.field("side.l")
    assert isinstance(card, SeamCard)
    assert card.true.isVisible()
    room.qtbot.mouseClick(card.true, Qt.MouseButton.LeftButton)
    assert (room.last.kind, room.last.values) == ("true_edge", {"seam": "side.l"})
    assert abs(editing.walk(room.pattern, "side.l").difference_mm) < 0.05
    room.press("add_point")
    assert room.last.kind == "add_point"


def test_a_straight_edge_swells_and_becomes_a_curve(room: Room) -> None:
    room.show("edge", Target("edge", "front", "hem"))
    room.type("curve", "6")
    assert room.last.kind == "curve_edge"
    room.show("edge", Target("edge", "back", "hem"))
    room.press("curve_it")
    assert all(len(segment) == 4 for segment in room.pattern.piece("back").edge("hem").path)


def test_fields_of_a_piece(room: Room) -> None:
    room.show("piece", Target("piece", "front"))
    room.type("label", "Fore part")
    room.type("name", "FORE")
    room.type("annotation", "CUT 1 ON FOLD")
    room.type("quantity", "2")
    room.flip("on_fold")
    room.flip("printed")
    room.flip("one_way")
    front = room.pattern.piece("front")
    assert (front.label, front.name, front.annotation, front.quantity) == ("Fore part", "FORE", "CUT 1 ON FOLD", 2)
    assert front.on_fold
    assert not front.printed
    assert front.grain.one_way
    room.type("grain", "88")
    assert grain_deg(room.pattern.piece("front")) == pytest.approx(88, abs=1e-6)
    room.choose("material", "rib")
    assert room.pattern.piece("front").material == "rib"
    room.type("all_allowance", "12")
    assert {e.allowance_mm for e in room.pattern.piece("front").edges if e.role == "seam"} == {12.0}
    assert len({id(edits) for edits in room.taken}) == len(room.taken)


def test_fields_of_a_seam(room: Room) -> None:
    room.show("seam", Target("edge", "front", "side.l"))
    room.type("ease", "2")
    room.choose("kind", "eased")
    room.type("label", "flank")
    seam = next(one for one in room.pattern.seams if one.id == "side.l")
    assert (seam.ease_mm, seam.kind, seam.label) == (2.0, "eased", "flank")
    room.press("true_a")
    assert abs(editing.walk(room.pattern, "side.l").difference_mm) < 0.05
    assert g.path_length(room.pattern.piece("front").edge("side.l").path) > 425
    room.press("walk")
    assert room.page.canvas.tool.id == "walk"
    assert room.page.walk_card.isVisible()
    room.show("seam", Target("edge", "front", "side.l"))
    room.press("unsew")
    assert all(one.id != "side.l" for one in room.pattern.seams)


def test_a_refused_value_shows_the_old_one_and_why(room: Room, tee: Pattern) -> None:
    room.show("edge", Target("edge", "front", "side.l"))
    room.type("allowance", "-4")
    assert not room.taken
    assert any("negative" in reason for reason in room.reasons)
    assert "negative" in room.page.bar._hint.full_text(), "told where one looks while typing"
    field = room.page.inspector.form.field("allowance")
    assert isinstance(field, UnitField)
    assert field.value == tee.piece("front").edge("side.l").allowance_mm


def test_what_was_not_done_is_forgotten_when_the_next_thing_is(room: Room) -> None:
    bar = room.page.bar
    room.page.canvas.refuse("an edge can't be taken away")
    assert bar._hint.full_text().startswith("Not done")
    room.show("edge", Target("edge", "front", "side.l"))
    room.type("allowance", "12")
    assert room.taken
    assert not bar._hint.full_text().startswith("Not done")
    room.page.canvas.refuse("an edge can't be taken away")
    room.page.canvas.take("mirror")
    assert not bar._hint.full_text().startswith("Not done")


def test_sizes_and_layers(room: Room, tee: Pattern) -> None:
    canvas, layers = room.page.canvas, room.page.layers
    layers.show_sizes(("S", "M"))
    canvas.overlay.set_sizes((("S", tee), ("M", tee)))
    layers._flip_size("S", layers._chips.itemAt(0).widget())  # type: ignore[union-attr,arg-type]
    canvas.overlay.show_sizes(("S",))
    assert len(canvas.overlay.outlines) == len(tee.pieces)
    canvas.overlay.show_sizes(())
    assert not canvas.overlay.outlines
    layers.toggled.emit("sew", False)
    assert "sew" in canvas.hidden_layers()
    layers.locked.emit("sew", True)
    assert not [
        hit for hit in canvas.hits(canvas.point_to_view("front", (0.0, -600.0)), ("edge",)) if hit.target.kind == "edge"
    ]


def test_the_rail_shows_the_tool_in_hand(room: Room) -> None:
    rail = room.page.rail
    for tool in ("notch", "notch", "walk"):
        room.qtbot.mouseClick(rail.buttons[tool], Qt.MouseButton.LeftButton)
        assert [id for id, made in rail.buttons.items() if made.isChecked()] == [tool]
        assert room.page.canvas.tool.id == tool
    room.qtbot.keyClick(room.page.canvas, Qt.Key.Key_M)
    assert rail.buttons["measure"].isChecked()


def test_names_of_the_timeline_are_in_lines_not_cut(qapp: QApplication) -> None:
    metrics = QFontMetrics(font(tokens.CAPTION))
    for name in ("trued to its seam", "Internal line added", "make it navy, please", "dart, intake 20.0 mm"):
        lines = lines_of(name, metrics, 68, NAME_LINES)
        assert " ".join(lines) == name
        assert all(metrics.horizontalAdvance(line) <= 68 for line in lines)
    long = lines_of("word " * 40, metrics, 68, NAME_LINES)
    assert len(long) == 4
    assert long[-1].endswith("…")


def test_the_garment_shows_finished_measures_as_promised_and_as_drawn(qapp: QApplication, tee: Pattern) -> None:
    inspector = PatternInspector()
    inspector.show_target(tee, None, True)
    ids = [row.id for row in inspector._garment_rows(tee)]
    assert not [id for id in ids if id.startswith("now")]
    edit = PatternEdit("e1", "move_edge", "front", "hem", {"dx_mm": 0.0, "dy_mm": -12.0})
    after = editing.preview(tee, edit).pattern
    told = {row.label: row.value for row in inspector._garment_rows(after) if row.id.startswith("now")}
    assert str(told["Body length"]).endswith("+12.0")
    assert "Chest" not in told


def test_a_cure_with_many_words_keeps_to_its_panel(qapp: QApplication, tee: Pattern) -> None:
    check = next(iter(garment.run_checks(tee)))
    card = OpenCheck(check)
    narrow = card.minimumSizeHint().width()
    words = "True the overlapping inner edge of the back neckline facing, left, lower part"
    card.offer(tee, (editing.Fix(words, ()),))
    cure = next(one for one in card.findChildren(QPushButton) if one.accessibleName() == words)
    assert cure.text().endswith("…") and cure.toolTip() == words
    assert cure.sizeHint().width() < 260
    assert card.minimumSizeHint().width() < max(narrow, 300)
    assert editing.pair_words(tee, "sleeve.under.front.mark.1") == "Underarm seam, front"
    assert editing.pair_words(tee, "armhole.front") == "Armhole, front"
