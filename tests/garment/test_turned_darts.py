"""A turned dart in other sizes: graded from the pattern alone, as its turn would be made there anew."""

from __future__ import annotations

from functools import cache

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.garment.blocks import from_block
from ampc_desktop.garment.turned_darts import dart_turns
from tests.garment.bodies import body, made

SMALL, LARGE = body(bust=840.0, waist=660.0, hip=900.0), body(bust=1100.0, waist=960.0, hip=1160.0)
WISHES = {"shift_dress": {}, "shirt": {"bust_darts": True}, "straight_skirt": {}}


def turn(piece: str, dart: str, to: str, share: float = 0.45, part: float = 1.0, id: str = "e1") -> PatternEdit:
    return PatternEdit(id, "rotate_dart", piece, dart, {"to_edge": to, "to_share": share, "part": part})


@cache
def sizes(family: str) -> tuple[Pattern, Pattern]:
    return made(family, SMALL, **WISHES[family]), made(family, LARGE, **WISHES[family])


def failing(pattern: Pattern) -> list[str]:
    return [f"{check.id}: {check.summary}" for check in run_checks(pattern, ()) if check.status == "fail"]


TURNS = [
    *(("shift_dress", (turn("front", "dart.l", to, part=part),))
      for to in ("shoulder.l", "armhole.l", "neck.l", "side.l.1", "side.l.2") for part in (1.0, 0.5)),
    ("shift_dress", (turn("front", "dart.l", "hem", 0.75),)),
    ("shift_dress", (turn("front", "dart.l", "hem", 0.75, 0.5),)),
    ("shift_dress", (turn("front", "dart.l", "shoulder.l"), turn("front", "dart.e1", "neck.l", id="e2"))),
    ("shift_dress", (turn("front", "dart.l", "shoulder.l", 0.5, 0.5), turn("front", "dart.l", "armhole.l", id="e2"))),
    ("shirt", (turn("front", "dart", "shoulder"),)),
    ("shirt", (turn("front", "dart", "armhole", part=0.5),)),
    ("straight_skirt", (turn("back", "dart.1", "side"),)),
    ("straight_skirt", (turn("front", "dart.l.1", "side.l", part=0.5),)),
]  # fmt: skip


@pytest.mark.parametrize(("family", "edits"), TURNS)
def test_a_turned_dart_grades_into_sizes_as_if_turned_there(family: str, edits: tuple[PatternEdit, ...]) -> None:
    base = made(family, **WISHES[family])
    turned = apply_edits(base, edits).pattern
    for draft in sizes(family):
        block = Block("", "", family, body(), {}, base, turned)
        graded, anew = from_block(block, draft).pattern, apply_edits(draft, edits).pattern
        assert not failing(graded)
        for piece in anew.pieces:
            for edge in piece.edges:
                there = graded.piece(piece.id).edge(edge.id)
                assert g.distance(there.start, edge.start) < 0.1 and g.distance(there.end, edge.end) < 0.1, edge.id


def test_a_moved_point_of_a_turned_dart_moves_in_every_size() -> None:
    base, edits = made("shift_dress"), (turn("front", "dart.l", "shoulder.l"),)
    moved = PatternEdit("e2", "move_dart", "front", "dart.e1", {"dx_mm": -10.0, "dy_mm": 12.0})
    block = Block("", "", "shift_dress", body(), {}, base, apply_edits(base, (*edits, moved)).pattern)
    draft = made("shift_dress", LARGE)
    plain, graded = apply_edits(draft, edits).pattern, from_block(block, draft).pattern
    apex = {name: one.piece("front").darts[0].apex for name, one in (("plain", plain), ("graded", graded))}
    assert apex["graded"][0] - apex["plain"][0] == pytest.approx(-10.0, abs=1.0)
    assert apex["graded"][1] - apex["plain"][1] == pytest.approx(12.0, abs=1.0)
    assert not failing(graded)


def test_no_turn_is_found_where_none_was_made() -> None:
    base = made("shift_dress")
    added = PatternEdit("e1", "add_dart", "front", "shoulder.l", {"share": 0.5, "intake_mm": 12.0, "depth_mm": 70.0})
    moved = PatternEdit("e2", "move_dart", "front", "dart.l", {"dx_mm": -8.0, "dy_mm": 6.0})
    assert dart_turns(base, base) == ()
    assert dart_turns(base, apply_edits(base, (added, moved)).pattern) == ()


def test_a_half_turned_dart_has_its_own_image() -> None:
    """Two darts of one apex on each half: what is done to one is done to its image, not to the other's."""
    half = turn("front", "dart.l", "shoulder.l", 0.5, 0.5)
    wider = PatternEdit("e2", "move_dart", "front", "dart.e1", {"dx_mm": 0.0, "dy_mm": -6.0, "intake_mm": 30.0})
    front = apply_edits(made("shift_dress"), (half, wider)).pattern.piece("front")
    wide = {dart.id: round(g.distance(front.edge(dart.mouth).start, front.edge(dart.mouth).end), 2)
            for dart in front.darts}  # fmt: skip
    assert wide["dart.e1"] == wide["dart.e1.mirror"] and wide["dart.l"] == wide["dart.r"] != wide["dart.e1"]
