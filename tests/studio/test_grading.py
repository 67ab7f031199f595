"""Sizes through the studio: what was decided, corrected, started from a block and altered by rules stays in each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ampc_desktop import body as bodies
from ampc_desktop import exchange, garment
from ampc_desktop.core.block import AlterationRule
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.studio import blocks, grading
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.house_rules import write_rules
from ampc_desktop.studio.state import DesignState

LONGER = tuple(
    PatternEdit(f"e{k}", "move_edge", piece, "hem", {"dx_mm": 0.0, "dy_mm": -30.0})
    for k, piece in enumerate(("front", "back"))
)
SHORTER = AlterationRule(
    "house.hem", "Shorter back", "tshirt", replace(LONGER[1], values={"dx_mm": 0.0, "dy_mm": 12.0}), ""
)


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("AMPC_HOME", str(tmp_path))
    one = Studio(tmp_path / "hub.sqlite")
    yield one
    one.close()


def tee(*edits: PatternEdit, **slots: Slot) -> DesignState:
    return DesignState(bodies.demo(), Requirement({"garment": Slot("tshirt", "said"), **slots}), edits=edits)


def side(pattern: Pattern) -> float:
    return pattern.piece("back").edge("side.l").length_mm


def nested(studio: Studio, state: DesignState, tmp_path: Path, chart: str) -> grading.Nest:
    file, sizes = tmp_path / "pattern.json", tmp_path / "sizes.csv"
    file.write_bytes(exchange.pattern_to_json(studio.results(state)["pattern"]))
    sizes.write_text(chart, encoding="utf-8")
    return grading.grade_file(file, sizes)


def own_size(state: DesignState) -> str:
    """A chart with one size: the body of the design itself."""
    measures = bodies.complete(state.body)
    names = [name for name in measures.values if name in bodies.DEFINITIONS]
    return f"size,{','.join(names)}\nM,{','.join(str(measures[name]) for name in names)}\n"


def test_lengths_and_eases_a_person_decided_stay_in_every_size(studio: Studio, tmp_path: Path) -> None:
    state = tee(body_length_mm=Slot(750.0, "slider"), chest_ease_mm=Slot(150.0, "slider"))
    base = studio.results(state)["pattern"]
    (same,) = nested(studio, state, tmp_path, own_size(state)).sizes
    assert same.worst is None or same.worst.status != "fail"
    for one, two in zip(base.key_dimensions, same.pattern.key_dimensions, strict=True):
        assert one.target_mm == pytest.approx(two.target_mm, abs=1.0), one.id
    wider = nested(studio, state, tmp_path, "size,bust,waist,hip\nL,110,96,116\n").sizes[0]
    eases = {one.id: one.ease_mm for one in wider.pattern.key_dimensions}
    assert eases["chest"] > 120.0 and not [c for c in wider.checks if c.status == "fail"]


def test_a_corrected_pattern_keeps_its_promise_and_its_points_in_every_size(studio: Studio, tmp_path: Path) -> None:
    more = PatternEdit("e8", "set_dimension", "", "length", {"finished_mm": 0.0})
    plain = studio.results(tee())["pattern"]
    length = next(one for one in plain.key_dimensions if one.id == "length").target_mm
    point = PatternEdit("e9", "add_point", "front", "side.l", {"share": 0.4})
    state = tee(*LONGER, replace(more, values={"finished_mm": length + 30.0}), point)
    for size in nested(studio, state, tmp_path, "size,bust,waist,hip\nS,84,68,92\nL,110,96,116\n").sizes:
        assert not [c for c in size.checks if c.status == "fail"], size.size
        assert len(size.pattern.piece("front").edge("side.l").path) == len(plain.piece("front").edge("side.l").path) + 1


def test_a_split_piece_is_graded_as_the_whole_was(studio: Studio, tmp_path: Path) -> None:
    ends = {"from_edge": "side.l", "from_share": 0.5, "to_edge": "side.r", "to_share": 0.5}
    split = PatternEdit("e1", "split", "front", "", ends)
    chart = "size,bust,waist,hip\nL,110,96,116\n"
    (whole,) = nested(studio, tee(), tmp_path, chart).sizes
    (parts,) = nested(studio, tee(split), tmp_path, chart).sizes
    assert not [c for c in parts.checks if c.status == "fail"]
    hems = [p.edge("hem") for p in parts.pattern.pieces if any(e.id == "hem" for e in p.edges) and "front" in p.id]
    assert hems[0].length_mm == pytest.approx(whole.pattern.piece("front").edge("hem").length_mm, abs=0.5)


def test_sizes_start_from_the_block_and_take_the_rules(studio: Studio) -> None:
    plain = {one.size: side(one.pattern) for one in grading.nest(studio, tee())}
    blocks.save(studio, tee(*LONGER), "Long")
    state = blocks.new_order(blocks.load(studio, "Long"), bodies.demo())
    for one in grading.nest(studio, state):
        assert side(one.pattern) == pytest.approx(plain[one.size] + 30.0, abs=1.0), one.size
    write_rules((SHORTER,))
    for one in grading.nest(studio, tee()):
        assert side(one.pattern) == pytest.approx(plain[one.size] - 12.0, abs=1.0), one.size


def test_a_house_rule_is_applied_once_however_often_a_block_is_kept(studio: Studio) -> None:
    write_rules((SHORTER,))
    state, seen = tee(*LONGER), []
    for k in range(3):
        seen.append(side(studio.results(state)["pattern"]))
        blocks.save(studio, state, f"Block {k}", ())
        state = blocks.new_order(blocks.load(studio, f"Block {k}"), bodies.demo())
    assert seen == pytest.approx([seen[0]] * 3, abs=0.05)
    draft = studio.results(tee())["draft"]
    assert seen[0] == pytest.approx(side(garment.apply_edits(draft, LONGER).pattern) - 12.0, abs=0.1)


def dart_turn(id: str, piece: str, dart: str, to: str) -> PatternEdit:
    return PatternEdit(id, "rotate_dart", piece, dart, {"to_edge": to, "to_share": 0.5})


def test_a_turned_dart_is_graded_and_its_rules_are_those_of_the_sizes(studio: Studio, tmp_path: Path) -> None:
    state = DesignState(
        bodies.demo(), Requirement({"garment": Slot("shift_dress", "said")}),
        edits=(dart_turn("e1", "front", "dart.l", "shoulder.l"),),
    )  # fmt: skip
    nest = nested(studio, state, tmp_path, "size,bust,waist,hip\nS,840,660,900\nXL,1100,960,1160\n")
    for size in nest.sizes:
        assert not size.conflicts and not [c for c in size.checks if c.status == "fail"], size.size
        at = {(rule.piece, rule.point): {name: (dx, dy) for name, dx, dy in rule.deltas}
              for rule in nest.base.grade_rules}  # fmt: skip
        for piece in size.pattern.pieces:
            for edge in piece.edges:
                was, by = nest.base.piece(piece.id).edge(edge.id).start, at[piece.id, edge.id][size.size]
                assert edge.start == pytest.approx((was[0] + by[0], was[1] + by[1]), abs=1e-6)


def test_turned_darts_that_do_not_grade_are_told_as_a_conflict(studio: Studio, tmp_path: Path) -> None:
    turned = (dart_turn("e1", "back", "dart.1", "side"), dart_turn("e2", "back", "dart.2", "side.1"))
    skirt = {"garment": Slot("straight_skirt", "said")}
    for edits in (turned, ()):
        state = DesignState(bodies.demo(), Requirement(skirt), edits=edits)
        nest = nested(studio, state, tmp_path, "size,bust,waist,hip\nXL,1100,960,1160\n")
        (size,), (row,) = nest.sizes, grading.rows(nest.sizes)
        assert bool(size.conflicts) == bool(edits) == ("the dart turned on back" in row["worst"])
        assert row["status"] == ("fail" if edits else row["status"])
