"""Apparel DXF: what we write reads back, what others write is understood, what is broken is seen."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ampc_desktop import exchange
from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Grain, Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.exchange.dxf_content import notch_place
from ampc_desktop.exchange.names import ascii_text, sized_names, unique_names
from tests.exchange.sample import tee

DATA = Path(__file__).parents[3] / "shared" / "data" / "dxf"
APPAREL: tuple[exchange.Profile, ...] = ("astm_gerber", "aama_r12", "astm_2000")


@pytest.mark.parametrize("profile", APPAREL)
def test_an_export_reads_back_by_two_readers(profile: exchange.Profile) -> None:
    check = exchange.check_roundtrip(tee(), exchange.write_pattern_dxf(tee(), profile), profile)
    assert (check.number, check.status) == (16, "pass"), check.findings
    assert 0 < check.value <= 0.01


@given(st.floats(700, 1600), st.floats(350, 900), st.floats(80, 620))
@settings(max_examples=15, deadline=None)
def test_round_trip_holds_for_any_size(chest: float, length: float, sleeve: float) -> None:
    pattern = tee(chest, length, sleeve)
    assert exchange.check_roundtrip(pattern, exchange.write_pattern_dxf(pattern)).status == "pass"


def test_the_gerber_profile_is_the_minimal_r12_that_apparel_cad_reads() -> None:
    info = exchange.StyleInfo("Rélaxed tee", author="Jo", created="2026-02-23T10:11:12Z")
    data = exchange.write_pattern_dxf(tee(), "astm_gerber", info)
    text = data.decode("ascii")
    lines = [line.strip() for line in text.split("\r\n")]
    assert "TABLES" not in lines and "$ACADVER" not in lines
    for said in ("Style Name: RELAXED_TEE", "Creation Date: 23-02-2026", "Units: METRIC", "Sample Size: MTM"):
        assert said in lines
    assert "Grade Rule Table:" in lines
    numbers = [
        v for c, v in zip(lines[::2], lines[1::2], strict=False) if c in ("10", "20", "30", "11", "21", "39", "50")
    ]
    assert all(len(v.split(".")[1]) == 2 for v in numbers) and "-0.00" not in numbers
    layers = {v for c, v in zip(lines[::2], lines[1::2], strict=False) if c == "8"}
    assert layers == {"1", "84", "14", "87", "2", "3", "4", "7", "8", "13", "15"}
    assert exchange.write_pattern_dxf(tee(), "astm_gerber", info) == data
    assert exchange.write_pattern_dxf(tee(), "astm_2000") == exchange.write_pattern_dxf(tee(), "astm_2000")


def test_notches_lie_on_the_cut_line_and_carry_depth_width_and_angle() -> None:
    pattern = tee()
    drawing = exchange.read_dxf(exchange.write_pattern_dxf(pattern))
    front = drawing.pieces[0]
    closed = np.vstack((front.cut, front.cut[:1]))
    assert len(front.notches) == 2
    assert all(g.nearest_on(closed, notch.at)[1] < 0.01 for notch in front.notches)
    by_x = sorted(front.notches, key=lambda notch: notch.at[0])
    assert (by_x[0].depth_mm, by_x[0].width_mm, by_x[0].angle_deg) == (5.0, 4.0, 0.0)
    assert (by_x[1].depth_mm, by_x[1].width_mm, by_x[1].angle_deg) == (4.0, 0.0, 180.0)
    piece = pattern.piece("front")
    sew = g.point_at(piece.edge("armhole.r").polyline, piece.notch("armhole.r.balance").at_mm)
    assert g.distance(notch_place(piece, piece.notch("armhole.r.balance"))[0], sew) == pytest.approx(10.0, abs=0.01)
    assert front.drills == (((-130.0, 420.0), 3.0),)
    assert front.quantity == (1, 0) and drawing.pieces[2].quantity == (1, 1)


def broken(data: bytes, old: str, new: str, times: int = 1) -> bytes:
    text = data.decode("ascii")
    assert old in text
    return text.replace(old, new, times).encode("ascii")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: broken(d, "Piece Name: BACK", "Piece Name: BAC"), "piece name"),
        (lambda d: broken(d, "Quantity: 1,1", "Quantity: 2,0"), "quantity"),
        (lambda d: broken(d, "Units: METRIC", "Units: ENGLISH"), "millimetres"),
        (lambda d: broken(d, "POINT\r\n  8\r\n4\r\n", "POINT\r\n  8\r\n3\r\n"), "notches read"),
        (lambda d: broken(d, "LINE\r\n  8\r\n7\r\n", "LINE\r\n  8\r\n5\r\n"), "grain line is missing"),
        (lambda d: broken(d, "POLYLINE\r\n  8\r\n14", "POLYLINE\r\n  8\r\n33", 1), "layer 14"),
        (lambda d: d[: len(d) // 2], "written"),
        (lambda d: b"nonsense", "refuses"),
    ],
)
def test_check_16_sees_what_went_wrong(change: object, said: str) -> None:
    pattern = tee()
    check = exchange.check_roundtrip(pattern, change(exchange.write_pattern_dxf(pattern)))  # type: ignore[operator]
    assert check.status == "fail"
    assert any(said in finding.text for finding in check.findings), check.findings


def test_check_16_sees_a_piece_that_moved_a_hundredth_too_far() -> None:
    pattern = tee()
    front = pattern.piece("front")
    moved = pattern.with_piece(replace(front, cut=tuple((x + 0.03, y) for x, y in front.cut)))
    check = exchange.check_roundtrip(pattern, exchange.write_pattern_dxf(moved))
    assert check.status == "fail" and check.where.piece == "front"
    assert 0.02 < check.value < 0.04


def flat_pattern(pattern: Pattern, **changes: object) -> bytes:
    front = pattern.piece("front")
    return exchange.write_pattern_dxf(pattern.with_piece(replace(front, **changes)))  # type: ignore[arg-type]


def test_the_independent_judge_finds_the_sample_ready_and_names_faults() -> None:
    pattern = tee()
    good = exchange.write_pattern_dxf(pattern)
    verdict = exchange.readiness_from_dxf(good, fabric_width_mm=1600.0)
    assert (verdict.status, verdict.pieces, verdict.parts) == ("ready", 4, 5)
    front = pattern.piece("front")
    shrunk = tuple((x * 0.99, y * 0.99) for x, y in g.as_points(front.sew_ring))
    for data, said in (
        (broken(good, "Piece Name: BACK", "Piece Name: FRONT"), "2 pieces are called FRONT"),
        (broken(good, "Quantity: 1,1", "Quantity: 1,0"), "1 right and 0 left sleeves"),
        (broken(good, "Units: METRIC", "Units:"), "unit"),
        (flat_pattern(pattern, cut=shrunk), "sew line leaves the cut line"),
        (flat_pattern(pattern, cut=tuple(g.as_points(front.sew_ring))), "no seam allowance"),
        (
            flat_pattern(pattern, cut=(*front.cut[:1], *front.cut[2:3], *front.cut[1:2], *front.cut[3:])),
            "crosses itself",
        ),
        (flat_pattern(pattern, grain=Grain((0.0, 500.0), (0.0, 900.0))), "grain line leaves"),
        (exchange.write_pattern_dxf(replace(pattern, pieces=pattern.pieces[1:])), "no front"),
        (b"", "no pattern piece"),
    ):
        verdict = exchange.readiness_from_dxf(data)
        assert verdict.status == "substantial", said
        assert any(said in reason for reason in verdict.wrong), (said, verdict.wrong)
    assert exchange.readiness_from_dxf(good, fabric_width_mm=400.0).status == "substantial"
    untidy = exchange.readiness_from_dxf(broken(good, "Material: RIB", "Material: WOOD"))
    assert untidy.status == "minor" and "WOOD" in untidy.untidy[0]


PEERS = {
    "valentina/tshirt": (187137.9, 138254.5, 145542.5, 10813.3, 6754.1),
    "valentina/blusa": (72484.1, 72380.8),
    "valentina/basic_block_women": (281390.5, 278924.9, 282475.5, 284878.8),
    "valentina/issue937a": (74798.4,),
}


@pytest.mark.parametrize("dialect", ["aama_r12", "astm_r12", "astm_2000"])
@pytest.mark.parametrize("name", PEERS)
def test_files_of_another_program_are_read_piece_by_piece(name: str, dialect: str) -> None:
    path = DATA / f"{name}__{dialect}.dxf"
    if not path.exists():
        pytest.skip("peer files are not here")
    drawing = exchange.read_dxf(path.read_bytes(), path.name)
    assert sorted(p.area_mm2 for p in drawing.pieces) == pytest.approx(sorted(PEERS[name]), abs=0.06)
    assert not drawing.unit_said and drawing.unit_mm == 1.0
    if "astm" in dialect:
        assert all(p.sew is not None for p in drawing.pieces)
    if name.endswith("issue937a"):
        piece = drawing.pieces[0]
        assert piece.grain is not None
        assert len(piece.notches) == (3 if "aama" in dialect else 2)
        if piece.sew is not None:
            assert g.signed_area(piece.sew) == pytest.approx(62036.5, abs=0.06)


def test_a_commercial_file_in_inches_with_dense_outlines() -> None:
    path = DATA / "richpeace" / "S350.dxf"
    if not path.exists():
        pytest.skip("peer files are not here")
    drawing = exchange.read_dxf(path.read_bytes(), path.name)
    inch2 = 25.4**2
    assert drawing.unit_said and drawing.unit_mm == 25.4
    assert {p.name: round(p.area_mm2 / inch2, 2) for p in drawing.pieces} == {
        "SLEEVE": 126.69, "BACK": 635.86, "FRONT": 593.70, "COLLOR": 28.13,
    }  # fmt: skip
    assert [round(p.sparse_area_mm2 / inch2, 2) for p in drawing.pieces] == [126.25, 637.53, 596.03, 28.13]
    assert sum(len(p.notches) for p in drawing.pieces) == 18
    assert drawing.pieces[0].notches[0].depth_mm == pytest.approx(2.5, abs=0.01)


def test_broken_files_are_sentences_not_crashes() -> None:
    good = exchange.write_pattern_dxf(tee())
    for data in (b"", b"\x00" * 100, b"0\nSECTION\n", b"a\nb\nc\n", good.replace(b"10\r\n", b"10\r\nnan\r\n", 3)):
        with pytest.raises(Problem):
            exchange.read_dxf(data, "x.dxf")


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=6))
@example(44, b"\x00")
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_is_read_or_told(at: int, junk: bytes) -> None:
    data = GOOD[:at] + junk + GOOD[at + len(junk) :]
    try:
        exchange.read_dxf(data, "x.dxf")
    except Problem as problem:
        assert "x.dxf" in problem.sentence
    exchange.readiness_from_dxf(data)


GOOD = exchange.write_pattern_dxf(tee())


def test_an_insert_of_a_missing_block_is_a_warning() -> None:
    insert = b"  0\r\nINSERT\r\n  8\r\n1\r\n  2\r\nSLEEVE_MTM\r\n"
    drawing = exchange.read_dxf(GOOD.replace(insert, insert.replace(b"SLEEVE", b"OTHER")))
    assert any("OTHER_MTM" in warning for warning in drawing.warnings)
    assert len(drawing.pieces) == 4


def test_names_are_ascii_short_and_unique() -> None:
    assert unique_names(["Vorderteil außen", "VORDERTEIL AUSSEN", "спинка", "рукав"]) == [
        "VORDERTEIL_AUSSEN",
        "VORDERTEIL_AUSSEN-2",
        "PIECE",
        "PIECE-2",
    ]
    long = unique_names(["A very long name of a piece one", "A very long name of a piece two"])
    assert len(set(long)) == 2 and all(len(name) <= 20 for name in long)
    assert ascii_text("Größe – 5°") == "Grosse - 5deg"


def test_the_flat_profile_lays_pieces_side_by_side_by_role() -> None:
    import io

    from ezdxf import recover

    document, audit = recover.read(io.BytesIO(exchange.write_pattern_dxf(tee(), "flat")))
    assert not audit.has_errors
    layers = {e.dxf.layer for e in document.modelspace()}
    assert {"CUT", "SEW", "GRAIN", "NOTCH", "TEXT"} <= layers
    assert sum(e.dxf.layer == "CUT" for e in document.modelspace()) == 4


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(Problem, match="no DXF profile 'lectra'"):
        exchange.write_pattern_dxf(tee(), "lectra")  # type: ignore[arg-type]


def test_heavy_libraries_wait_until_needed() -> None:
    code = "import sys, ampc_desktop.exchange; print([m for m in ('ezdxf', 'reportlab', 'PIL') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(
    "sizes", [("XXL", "XXXL"), ("W-12-LONG", "W-14-LONG"), ("WOMENS-REGULAR-12", "WOMENS-REGULAR-14")]
)
def test_every_size_of_a_nest_has_blocks_of_its_own(sizes: tuple[str, str]) -> None:
    """Readers merge blocks of one name; a long piece name gives way to the size, not the other way."""
    names = ["FRONT_NECK_FACING", "FRONT_NECK_FACING-2", "BACK_NECK_FACING", "FRONT"]
    made = [name for size in sizes for name in sized_names(names, size)]
    assert len(set(made)) == 8 and all(name.endswith(f"_{sizes[0]}") for name in made[:4])
    assert max(map(len, made)) <= (20 if len(sizes[0]) < 12 else 31)
