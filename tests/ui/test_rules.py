"""Alteration rules in the window: proposed from like corrections, accepted, listed, dropped and retired."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from ampc_desktop.core.block import AlterationRule
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurement
from ampc_desktop.garment.learning import Case
from ampc_desktop.runtime import codec
from ampc_desktop.studio import learning
from ampc_desktop.studio.house_rules import house_rules
from ampc_desktop.ui.shell.rules import RuleCard, RulesDialog
from tests.ui.conftest import settle

GAPE = PatternEdit("e1", "move_point", "front", "neck.l:start", {"dx_mm": -5.0}, "gapes", "M. Keller")


def remembered(window) -> None:  # type: ignore[no-untyped-def]
    measures = window.session.results()["measures"]
    for bust, edits in ((1040.0, (GAPE,)), (1080.0, (GAPE,)), (1120.0, (GAPE,)), (840.0, ()), (880.0, ()), (900.0, ())):
        body = measures.with_value("bust", Measurement(bust))
        case = Case(f"b{bust}", "tshirt", body, edits)
        data = {"order": f"{bust}", "case": codec.to_plain(case)}
        window.studio.hub.append_event(learning.STREAM, "order.corrected", data)


def press(card, words: str) -> None:  # type: ignore[no-untyped-def]
    found = next(one for one in card.findChildren(QPushButton) if one.text() == words)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_proposed_rule_is_accepted_with_one_click_and_acts(window, qtbot) -> None:  # type: ignore[no-untyped-def]
    window.say("a white tee")
    settle(qtbot, window)
    remembered(window)
    room = window.pattern_room()
    window.show_workspace("pattern")
    room.propose()
    card = room.page.notices.card("rule")
    assert isinstance(card, RuleCard) and "3 like corrections" in card.accessibleName()
    press(card, "Make it a rule")
    (rule,) = house_rules()
    assert room.page.notices.card("rule") is None and "Front" in rule.label
    fuller = window.session.state.body.with_value("bust", Measurement(1100.0)).with_value("waist", Measurement(940.0))
    window.session.set_body(replace(fuller, name="Fuller"))
    settle(qtbot, window)
    assert [edit.id for edit in window.session.results()["ruled"]] == [rule.id]
    qtbot.waitUntil(lambda: "1 by rule" in room.page._note.text(), timeout=15_000)


def test_a_refused_rule_is_not_proposed_again(window, qtbot) -> None:  # type: ignore[no-untyped-def]
    window.say("a white tee")
    settle(qtbot, window)
    remembered(window)
    room = window.pattern_room()
    room.propose()
    press(room.page.notices.card("rule"), "Never")
    assert learning.proposed(window.studio) == () and house_rules() == ()


def test_the_dialog_drops_and_retires(qtbot) -> None:  # type: ignore[no-untyped-def]
    done: list[str] = []
    rule = AlterationRule("rule.x", "Full bust gapes", "tshirt", replace(GAPE, id="rule.x"), "bust", low=1000.0)
    acts = [lambda id, word=word: done.append(f"{word} {id}") for word in ("drop", "retire")]
    dialog = RulesDialog(None, [rule], [rule], *acts)
    qtbot.addWidget(dialog)
    dialog.show()
    for words in ("Drop here", "Retire"):
        press(dialog, words)
    assert done == ["drop rule.x", "retire rule.x"]
