"""The judges of the benchmarks agree with good patterns and catch broken ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop import exchange, garment
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.studio.bench import cases, edits, judges, prompts, roundtrip
from ampc_desktop.studio.bench.seams import Sweep

WISHES = {"tshirt": {"sleeve": "long"}, "straight_skirt": {"vent": True}}


def one(family: str) -> tuple[cases.Case, dict, Pattern]:
    case = cases.Case(family, cases.people(2)[0], WISHES[family], cases.cloths(family)[0])
    options = cases.resolve(case)
    return case, options, cases.draft(case, options)


@pytest.fixture(scope="module", params=WISHES)
def made(request: pytest.FixtureRequest) -> tuple[cases.Case, dict, Pattern]:
    return one(request.param)


def shifted(piece: Piece, edge_id: str, dx: float) -> Piece:
    """The piece with the end of one edge moved along x, its neighbour left behind."""
    edge = piece.edge(edge_id)
    last = edge.path[-1]
    end = (last[-1][0] + dx, last[-1][1])
    return piece.with_edge(replace(edge, path=(*edge.path[:-1], (*last[:-1], end))))


def wider(piece: Piece, factor: float) -> Piece:
    edges = tuple(
        replace(e, path=tuple(tuple((x * factor, y) for x, y in segment) for segment in e.path)) for e in piece.edges
    )
    return replace(piece, edges=edges)


@pytest.mark.parametrize("family", [one for one in cases.FAMILIES if one not in WISHES])
def test_every_other_garment_is_measured_too(family: str) -> None:
    case = cases.Case(family, cases.people(2)[0], {}, cases.cloths(family)[0])
    options = cases.resolve(case)
    pattern = cases.draft(case, options)
    errors = judges.girth_errors(pattern, case.body, options)
    assert errors and max(abs(e) for e in errors.values()) < 0.5, errors
    assert max(judges.seam_mismatches(pattern).values()) < 0.05 and judges.crossings(pattern) == []
    wide = pattern.with_piece(wider(pattern.piece("front"), 1.02))
    assert max(abs(e) for e in judges.girth_errors(wide, case.body, options).values()) > 2.0


def test_a_sound_pattern_passes(made) -> None:
    case, options, pattern = made
    assert max(judges.seam_mismatches(pattern).values()) < 0.05
    assert judges.crossings(pattern) == []
    errors = judges.girth_errors(pattern, case.body, options)
    assert len(errors) >= 2 and max(abs(e) for e in errors.values()) < 0.5


def test_lengths_agree_with_quadrature(made) -> None:
    for piece in made[2].pieces:
        for edge in piece.edges:
            assert judges.length_mm(edge) == pytest.approx(edge.length_mm, abs=0.01)


def test_a_seam_that_does_not_match_is_seen(made) -> None:
    _, _, pattern = made
    side = "side.l"
    broken = pattern.with_piece(shifted(pattern.piece("front"), side, 25.0))
    before, after = judges.seam_mismatches(pattern)[side], judges.seam_mismatches(broken)[side]
    assert before < 0.05 < 0.4 < after
    assert any("open" in line for line in judges.crossings(broken))


def test_a_garment_of_another_girth_is_seen(made) -> None:
    case, options, pattern = made
    errors = judges.girth_errors(pattern.with_piece(wider(pattern.piece("front"), 1.02)), case.body, options)
    assert max(errors.values()) > 4.0
    bigger = case.body.with_value("bust", replace(case.body.values["bust"], value=case.body["bust"] + 30))
    bigger = bigger.with_value("hip", replace(bigger.values["hip"], value=bigger["hip"] + 30))
    assert min(judges.girth_errors(pattern, bigger, options).values()) < -25.0


def test_crossed_cut_line_and_spur_are_seen(made) -> None:
    _, _, pattern = made
    front = pattern.piece("front")
    cut = list(front.cut)
    cut[1], cut[3] = cut[3], cut[1]
    assert any("cut line crosses" in line for line in judges.crossings(pattern.with_piece(replace(front, cut=cut))))
    square = ((-900.0, -900.0), (900.0, -900.0), (900.0, 300.0), (900.006, 300.0), (900.0, 300.0001), (900.0, 900.0))
    sharp = replace(front, cut=(*square, (-900.0, 900.0)))
    assert any("written" in line for line in judges.crossings(pattern.with_piece(sharp)))
    small = replace(front, cut=((0.0, 0.0), (10.0, 0.0), (10.0, 10.0)))
    assert any("leaves the cut line" in line for line in judges.crossings(pattern.with_piece(small)))


def test_sweep_counts_a_broken_draft(made) -> None:
    case, options, pattern = made
    sweep = Sweep()
    sweep.judge(case, pattern, case.body, options)
    assert (sweep.drafts, sweep.failed, sweep.crossing, sweep.faults) == (1, 0, 0, [])
    broken = pattern.with_piece(wider(pattern.piece("front"), 0.97))
    sweep.judge(case, broken, case.body, options)
    assert sweep.drafts == 2 and sweep.failed == 1 and sweep.girth_mm > 5.0 and sweep.faults


def test_round_trip_sees_moved_lines_and_lost_marks(made) -> None:
    _, _, pattern = made
    data = exchange.write_pattern_dxf(pattern, "astm_gerber", exchange.StyleInfo(style="T"))
    apart, wrong = roundtrip.compare(pattern, data, "astm_gerber")
    assert apart <= 0.01 and wrong == []
    front = pattern.piece("front")
    moved = replace(front, cut=tuple((x + 0.05, y) for x, y in front.cut))
    assert roundtrip.compare(pattern.with_piece(moved), data, "astm_gerber")[0] > 0.03
    fewer = replace(front, notches=front.notches[1:], quantity=3, material="lining")
    _, wrong = roundtrip.compare(pattern.with_piece(fewer), data, "astm_gerber")
    assert {line.split(": ")[1].split()[0] for line in wrong} >= {"quantity", "material"} and len(wrong) == 3
    turned = replace(front, grain=replace(front.grain, end=(front.grain.end[0] + 5, front.grain.end[1])))
    assert roundtrip.compare(pattern.with_piece(turned), data, "astm_gerber")[0] > 4.0


def test_exported_files_are_judged_by_their_bytes(made) -> None:
    _, _, pattern = made
    data = exchange.write_pattern_dxf(pattern, "astm_gerber", exchange.StyleInfo(style="T"))
    assert prompts.judge(data, 1500.0) == ("ready", ())
    assert prompts.judge(data, 120.0)[0] == "substantial"
    assert prompts.judge(data[: len(data) // 2], 1500.0)[0] == "substantial"
    without = replace(pattern, pieces=tuple(p for p in pattern.pieces if p.id != "back"))
    bare = exchange.write_pattern_dxf(without, "astm_gerber", exchange.StyleInfo(style="T"))
    assert any("back" in line for line in prompts.judge(bare, 1500.0)[1])


def test_lost_edits_are_found(made) -> None:
    case, _, pattern = made
    wanted = edits.edits(case.family)
    edited = garment.apply_edits(pattern, wanted)
    assert edits.lost_edits(pattern, edited, wanted) == []
    dropped = replace(edited, applied=edited.applied[1:])
    assert "neither list" in edits.lost_edits(pattern, dropped, wanted)[0]
    pretended = replace(edited, pattern=pattern)
    assert len(edits.lost_edits(pattern, pretended, wanted)) == len(edited.applied)


def test_written_ring_has_two_decimals() -> None:
    ring = np.array([[0.0, 0.0], [1.0012, 0.0], [1.0013, 0.0], [1.0, 1.0]])
    assert judges.written(ring).tolist() == [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
