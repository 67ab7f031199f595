"""Any edits in any order, on every garment: the pattern stays one that can be walked, checked and sewn on."""

from __future__ import annotations

import random

import pytest

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
from tests.garment.bodies import CLOTH, made

SEQUENCES, LONGEST = 6, 5
KINDS = (
    "move_point", "move_edge", "lengthen_edge", "curve_edge", "add_point", "add_notch", "add_dart", "move_dart",
    "rotate_dart", "remove_dart", "slash_spread", "split", "merge", "mirror", "unfold", "add_facing", "move_seam",
    "remove_piece",
)  # fmt: skip


def any_edit(pattern: Pattern, chance: random.Random, id: str) -> PatternEdit:
    """An edit of any kind at any place of a pattern; most can be made."""
    kind, piece = chance.choice(KINDS), chance.choice(pattern.pieces)
    if kind in ("move_dart", "rotate_dart", "remove_dart"):
        piece = chance.choice([one for one in pattern.pieces if one.darts] or [piece])
    edge, other, number = chance.choice(piece.edges).id, chance.choice(piece.edges).id, chance.uniform
    item = edge
    if kind.endswith("_dart") and kind != "add_dart":
        item = chance.choice([dart.id for dart in piece.darts] or ["dart"])
    elif kind in ("move_seam", "merge"):
        item = chance.choice([seam.id for seam in pattern.seams] or ["none"])
    values: dict[str, float | str] = {
        "dx_mm": number(-15, 15), "dy_mm": number(-15, 15), "by_mm": number(-15, 25), "share": number(0.2, 0.8),
        "intake_mm": number(5, 30), "depth_mm": number(20, 120), "from_edge": edge, "from_share": number(0.2, 0.8),
        "to_edge": other, "to_share": number(0.2, 0.8), "width_mm": number(20, 60), "keep": chance.choice("lr"),
        "part": chance.choice((1.0, 0.5)),
    }  # fmt: skip
    if kind == "move_dart":
        del values["intake_mm"]
    return PatternEdit(id, kind, piece.id, item, values, mirror=chance.random() < 0.7)  # type: ignore[arg-type]


def dangling(pattern: Pattern) -> list[str]:
    """Names of edges that something of the pattern names and no piece has, and names given twice."""
    have = {(piece.id, edge.id) for piece in pattern.pieces for edge in piece.edges}
    named = [(ref.piece, ref.edge) for seam in pattern.seams for ref in (*seam.a, *seam.b)]
    named += [(piece.id, notch.edge) for piece in pattern.pieces for notch in piece.notches]
    named += [(piece.id, dart.mouth) for piece in pattern.pieces for dart in piece.darts]
    bare = [seam.id for seam in pattern.seams if not seam.a or not seam.b]
    twice = [piece.id for piece in pattern.pieces if len({edge.id for edge in piece.edges}) < len(piece.edges)]
    return [f"{piece}.{edge}" for piece, edge in named if (piece, edge) not in have] + bare + twice


@pytest.mark.parametrize("family", CLOTH)
def test_any_edits_leave_a_pattern_whose_seams_name_edges_it_has(family: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "ampc_desktop.garment.edits")
    draft, done = made(family, bust_darts=True) if family == "shirt" else made(family), 0
    for seed in range(SEQUENCES):
        chance, pattern, edits = random.Random(seed), draft, []
        for k in range(LONGEST):
            edit = any_edit(pattern, chance, f"e{k}")
            edited = apply_edits(pattern, (edit,))
            pattern, edits = edited.pattern, [*edits, edit]
            assert not dangling(pattern), edits
            done += len(edited.applied)
        run_checks(pattern, ())
        assert not dangling(apply_edits(draft, edits).pattern), edits
    assert done > SEQUENCES and not caplog.records, "an edit failed on a shape nobody thought of"


def test_a_folded_band_takes_no_dart_and_is_whole() -> None:
    dart = PatternEdit("e1", "add_dart", "waistband", "waist", {"share": 0.5, "intake_mm": 8.0, "depth_mm": 15.0})
    half = PatternEdit("e2", "unfold", "waistband", "end.l", {})
    edited = apply_edits(made("straight_skirt"), (dart, half))
    assert ["folded in two" in conflict.reason for conflict in edited.conflicts] == [True, True]


def test_a_facing_too_wide_for_its_piece_is_refused_in_a_sentence() -> None:
    wide = PatternEdit("e1", "add_facing", "stand_inner", "end.r", {"width_mm": 57.0})
    assert "too wide" in apply_edits(made("shirt"), (wide,)).conflicts[0].reason
