"""Patterns of other programs: what a DXF has becomes a pattern that is checked, edited, written and ordered from."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LinearRing

from ampc_desktop import exchange, garment
from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.check import CheckResult, Readiness
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment.curve_fitting import FIT_MM, fitted
from ampc_desktop.studio import blocks, grading, imports, patterns
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.demo import demo_state
from ampc_desktop.studio.release import release
from ampc_desktop.studio.session import started
from tests.garment.bodies import CLOTH, body, draft, spec_for

PEERS = sorted((Path(__file__).parents[3] / "shared" / "data" / "dxf").glob("*/*.dxf"))


def written(tmp_path: Path, family: str, profile: str, **wishes) -> tuple[Pattern, Path]:
    pattern = draft(spec_for(family, wishes, body()), body(), CLOTH[family])
    path = tmp_path / f"{family}.dxf"
    path.write_bytes(exchange.write_pattern_dxf(pattern, profile, exchange.StyleInfo(style="OWN")))  # type: ignore[arg-type]
    return pattern, path


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(shapely.hausdorff_distance(LinearRing(a), LinearRing(b), densify=0.05))


def failing(pattern: Pattern) -> set[str]:
    return {check.id for check in patterns.check(pattern).checks if check.status == "fail"}


@pytest.mark.parametrize("profile", ["astm_gerber", "aama_r12"])
@pytest.mark.parametrize("family", ["tshirt", "straight_skirt", "trousers", "shift_dress", "shirt"])
def test_what_we_write_comes_back_as_a_pattern(tmp_path: Path, family: str, profile: str) -> None:
    own, path = written(tmp_path, family, profile)
    back = imports.read(path).pattern
    assert [piece.id for piece in back.pieces] == [piece.id for piece in own.pieces]
    for old, new in zip(own.pieces, back.pieces, strict=True):
        assert apart(old.sew_ring, new.sew_ring) < 0.1 and apart(old.cut_ring, new.cut_ring) < 0.02, old.id
        assert (new.quantity, new.mirrored_pair, new.material) == (old.quantity, old.mirrored_pair, old.material)
        assert len(new.notches) == len(old.notches) and len(new.drills) == len(old.drills)
        assert sum(len(edge.path) for edge in new.edges) < 60, old.id  # curves, not strings of points
    assert failing(back) == set()


def test_edges_allowances_and_notches_are_those_of_the_piece(tmp_path: Path) -> None:
    own, path = written(tmp_path, "tshirt", "astm_gerber")
    old, new = own.piece("front"), imports.read(path).pattern.piece("front")
    assert new.symmetric and new.symmetry_x == pytest.approx(0.0, abs=0.01)
    for edge in old.edges:
        if edge.id.startswith("neck"):
            continue  # both halves of a smooth neckline are one edge of the file
        (twin,) = [e for e in new.edges if g.distance(e.start, edge.start) + g.distance(e.end, edge.end) < 0.1]
        assert twin.length_mm == pytest.approx(edge.length_mm, abs=0.1)
        assert twin.allowance_mm == edge.allowance_mm, edge.id
    for notch in old.notches:
        spot = g.point_at(old.edge(notch.edge).polyline, notch.at_mm)
        near = [g.distance(spot, g.point_at(new.edge(n.edge).polyline, n.at_mm)) for n in new.notches]
        assert min(near) < 0.3, notch.id


def test_edits_act_on_it_and_its_file_comes_back_again(tmp_path: Path) -> None:
    _, path = written(tmp_path, "tshirt", "astm_gerber")
    pattern = imports.read(path).pattern
    front = pattern.piece("front")
    side = max(front.edges, key=lambda e: e.start[0] + e.end[0] - 0.01 * abs(e.start[1] + e.end[1]))
    hem = min(front.edges, key=lambda e: e.start[1] + e.end[1])
    edits = (
        PatternEdit("e1", "move_edge", "front", hem.id, {"dx_mm": 0.0, "dy_mm": -30.0}),
        PatternEdit("e2", "set_allowance", "front", side.id, {"allowance_mm": 15.0}),
        PatternEdit("e3", "add_notch", "front", side.id, {"share": 0.5}),
        PatternEdit("e4", "add_dart", "front", side.id, {"share": 0.5, "intake_mm": 20.0, "depth_mm": 90.0}),
    )
    done = garment.apply_edits(pattern, edits)
    assert done.conflicts == ()
    longer = done.pattern.piece("front")
    assert longer.edge(hem.id).start[1] == pytest.approx(hem.start[1] - 30.0)
    assert g.bounds(longer.cut_ring)[1] == pytest.approx(g.bounds(front.cut_ring)[1] - 30.0, abs=0.05)
    assert {dart.id for dart in longer.darts} == {"dart.e4", "dart.e4.mirror"}
    assert failing(done.pattern) == set()
    again = tmp_path / "again.dxf"
    again.write_bytes(exchange.write_pattern_dxf(done.pattern, "astm_gerber", exchange.StyleInfo(style="AGAIN")))
    third = imports.read(again).pattern.piece("front")
    assert apart(third.cut_ring, longer.cut_ring) < 0.02


def test_a_leaning_grain_is_turned_upright(tmp_path: Path) -> None:
    own, _ = written(tmp_path, "a_line_skirt", "astm_gerber")
    band = own.piece("waistband")

    def lying(points):
        return g.as_points(g.rotated(np.asarray(points, dtype=float), 70.0))

    turned = replace(
        band,
        edges=tuple(replace(e, path=tuple(lying(s) for s in e.path)) for e in band.edges),
        cut=lying(band.cut),
        internals=(),
        grain=replace(band.grain, start=lying([band.grain.start])[0], end=lying([band.grain.end])[0]),
        symmetric=False,
    )
    path = tmp_path / "lying.dxf"
    single = replace(own, pieces=(turned,), seams=())
    path.write_bytes(exchange.write_pattern_dxf(single, "astm_gerber", exchange.StyleInfo(style="LYING")))
    back = imports.read(path).pattern.piece("waistband")
    assert back.grain.start[0] == back.grain.end[0] and back.grain.end[1] > back.grain.start[1]
    assert np.ptp(back.cut_ring, axis=0) == pytest.approx(np.ptp(band.cut_ring, axis=0), abs=0.03)


@pytest.mark.skipif(not PEERS, reason="no files of other programs here")
def test_files_of_other_programs_become_patterns() -> None:
    for path in PEERS:
        found = imports.read(path)
        drawing = exchange.read_dxf(path.read_bytes(), path.name)
        sizes = {piece.size for piece in drawing.pieces}
        assert len(found.pattern.pieces) == len(drawing.pieces) // len(sizes), path.name
        assert len({piece.name for piece in found.pattern.pieces}) == len(found.pattern.pieces)
        by_area = sorted(
            piece.area_mm2 for piece in drawing.pieces if piece.size == found.pattern.size or len(sizes) == 1
        )
        made = sorted(piece.cut_area_mm2 for piece in found.pattern.pieces)
        assert made == pytest.approx(by_area, rel=1e-4), path.name
        for piece in found.pattern.pieces:
            assert len(piece.edges) >= 2 and piece.grain.start[0] == pytest.approx(piece.grain.end[0], abs=1e-6)
            edge = max(piece.edges, key=lambda one: one.length_mm)
            edit = PatternEdit("e1", "add_point", piece.id, edge.id, {"share": 0.37}, mirror=False)
            assert garment.apply_edits(found.pattern, (edit,)).conflicts == (), (path.name, piece.id)
        assert any("seams" in note for note in found.notes)


def test_a_block_from_a_file_is_ordered_from_and_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPC_HOME", str(tmp_path / "home"))
    own, path = written(tmp_path, "tshirt", "astm_gerber", sleeve="long")
    studio = Studio(tmp_path / "hub.db", nest_seconds=1)
    try:
        row, notes = blocks.from_file(studio, path, "Old tee", "tshirt")
        assert blocks.kept(studio) == (row,) and row.family == "tshirt" and notes
        with pytest.raises(Problem, match="already"):
            blocks.from_file(studio, path, "old  tee", "tshirt")
        with pytest.raises(Problem, match="we don't make"):
            blocks.from_file(studio, path, "Spacesuit", "spacesuit")
        hem = min(own.piece("front").edges, key=lambda e: e.start[1] + e.end[1]).start[1]
        state = started(demo_state(), blocks.load(studio, "Old tee"))
        results = studio.results(state)
        assert apart(results["pattern"].piece("front").cut_ring, own.piece("front").cut_ring) < 0.02
        assert results["flat"].parts and results["estimated_quote"].price_eur > 0
        front = results["pattern"].piece("front")
        low = min(front.edges, key=lambda e: e.start[1] + e.end[1])
        longer = PatternEdit("e1", "move_edge", "front", low.id, {"dx_mm": 0.0, "dy_mm": -25.0})
        edited = studio.results(replace(state, edits=(longer,)))["edited"]
        assert edited.conflicts == ()
        assert edited.pattern.piece("front").edge(low.id).start[1] == pytest.approx(hem - 25.0, abs=0.05)
        blocks.save(studio, replace(state, edits=(longer,)), "Longer tee")  # still a block of one size, with the edit
        again = blocks.load(studio, "Longer tee")
        assert again.body.values == {}, "made for whom is as unknown as before"
        assert again.fixed and again.rules == () and again.pattern.pieces == edited.pattern.pieces
        larger = studio.results(blocks.new_order(again, body(bust=1300.0, waist=1250.0, hip=1300.0)))
        assert larger["pattern"].pieces == edited.pattern.pieces
    finally:
        studio.close()


@pytest.mark.parametrize(("family", "girth", "level"), [("tshirt", "chest", "bust"), ("straight_skirt", "hip", "hip")])
def test_an_order_from_a_fixed_block_says_for_whom_it_was_made(
    tmp_path: Path, family: str, girth: str, level: str
) -> None:
    own, path = written(tmp_path, family, "aama_r12")
    (made_mm,) = (key.target_mm for key in own.key_dimensions if key.id == girth)
    studio = Studio(tmp_path / "hub.db", nest_seconds=1)
    try:
        blocks.from_file(studio, path, "Theirs", family)
        fixed = blocks.load(studio, "Theirs")
        for measure, status, whole in ((made_mm - 60.0, "warn", "minor"), (made_mm + 250.0, "fail", "substantial")):
            state = blocks.new_order(fixed, body(**{level: measure}))
            report = studio.results(state)["readiness"]
            (told,) = (check for check in report.checks if check.id == "block.body")
            assert (told.number, told.status, report.status) == (18, status, whole)
            assert told.value == pytest.approx(measure - made_mm, abs=3.0)
            assert "made for one body as drawn" in told.summary and f"{measure:.0f} mm" in told.summary
            assert grading.sizes_of(state) == ()
            with pytest.raises(Problem, match="one size as drawn"):
                grading.nest(studio, state)
        bare = replace(state, block=None)
        assert "block.body" not in {check.id for check in studio.results(bare)["readiness"].checks}
        assert len(grading.nest(studio, bare)) == len(grading.sizes_of(bare)) > 3
    finally:
        studio.close()


@pytest.mark.parametrize("known", [False, True])
def test_a_block_that_cannot_go_round_the_body_stops_the_release(tmp_path: Path, known: bool) -> None:
    """At the hip and at the waist, whether it is known for whom it was made or not."""
    _, path = written(tmp_path, "trousers", "aama_r12")
    studio = Studio(tmp_path / "hub.db", nest_seconds=1)
    try:
        blocks.from_file(studio, path, "Theirs", "trousers", "", body() if known else None)
        fixed = blocks.load(studio, "Theirs")
        for changed, level in (({"hip": 1550.0, "waist": 1490.0}, "waist"), ({"hip": 1450.0}, "hip"),
                               ({"waist": 850.0}, "waist")):  # fmt: skip
            state = blocks.new_order(fixed, body(**changed))
            report = studio.results(state)["readiness"]
            told = told_of(report)
            assert told.status == "fail" and told.value > 0 and "can't go round the body" in told.summary
            assert f"at the {level}" in told.summary and f"{changed[level]:.0f} mm" in told.summary
            with pytest.raises(Problem, match="can't go round the body") as stopped:
                release(studio, state, tmp_path / "order", tryon=False)
            assert stopped.value.code == "order.not_ready.block.body" and not (tmp_path / "order").exists()
        theirs = blocks.new_order(fixed, body(hip=1300.0, waist=600.0))
        for_it = replace(theirs, block=replace(fixed, body=theirs.body))
        assert told_of(studio.results(for_it)["readiness"]).status == "pass", "somebody says it was made for this body"
    finally:
        studio.close()


@pytest.mark.parametrize("family", ["tshirt", "tank", "hoodie", "shirt", "shift_dress", "straight_skirt", "trousers",
                                    "a_line_skirt", "circle_skirt"])  # fmt: skip
def test_a_block_goes_round_the_body_it_was_made_for(tmp_path: Path, family: str) -> None:
    _, path = written(tmp_path, family, "aama_r12")
    read = imports.read(path, "", family).pattern
    nobody = Measurements("as drawn", "female")
    for whom, status in ((nobody, "warn"), (body(), "pass")):
        told = garment.block_check(Block("", "X", family, whom, {}, read, read, fixed=True), read, body())
        assert told is not None and told.status == status, told.summary
    larger = body(bust=970.0, waist=790.0, hip=1030.0)
    told = garment.block_check(Block("", "X", family, body(), {}, read, read, fixed=True), read, larger)
    assert told is not None and told.status in ("warn", "fail") and "of this size" not in told.summary


def test_the_waist_alone_may_be_of_another_size(tmp_path: Path) -> None:
    _, path = written(tmp_path, "tshirt", "aama_r12")
    read = imports.read(path, "", "tshirt").pattern
    told = garment.block_check(Block("", "X", "tshirt", body(), {}, read, read, fixed=True), read, body(waist=700.0))
    assert told is not None and told.status == "warn"
    assert "waist is 745 mm" in told.summary and "45 mm (700 mm, smaller)" in told.summary


def told_of(report: Readiness) -> CheckResult:
    (told,) = (check for check in report.checks if check.id == "block.body")
    return told


def test_a_fixed_block_whose_front_is_not_known_is_not_silently_right(tmp_path: Path) -> None:
    _, path = written(tmp_path, "tshirt", "aama_r12")
    read = imports.read(path, "", "tshirt").pattern
    strange = replace(read, pieces=tuple(replace(p, id=f"part.{p.id}") for p in read.pieces))
    block = Block("", "X", "tshirt", Measurements("as drawn", "female"), {}, strange, strange, fixed=True)
    told = garment.block_check(block, strange, body())
    assert told is not None and told.status == "warn" and "can't be read" in told.summary
    assert garment.block_check(replace(block, fixed=False), strange, body()) is None
    assert garment.block_check(None, strange, body()) is None


def test_the_command_writes_a_pattern_that_is_checked(tmp_path: Path) -> None:
    _, path = written(tmp_path, "trousers", "aama_r12")
    env = {"AMPC_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}

    def ampc(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ampc_desktop.cli.main", *args], capture_output=True, text=True, env=env, check=False
        )

    done = ampc("import", str(path), "--out", str(tmp_path / "i.json"), "--pattern", str(tmp_path / "p.json"))
    assert done.returncode == 0, done.stderr
    checked = ampc("check", str(tmp_path / "p.json"))
    assert checked.returncode == 0 and "ready" in checked.stdout, checked.stdout
    lost = ampc("import", str(path), "--out", str(tmp_path / "i.json"), "--block", "Old trousers")
    assert lost.returncode == 2 and "garment" in lost.stderr


def test_curves_are_fitted_as_near_as_promised() -> None:
    t = np.linspace(0.0, 1.0, 120)
    for line in (
        np.column_stack((300 * t, 60 * np.sin(5 * t))),
        np.column_stack((120 * np.cos(4 * t), 120 * np.sin(4 * t))),
        np.column_stack((200 * t, np.where(t < 0.5, 0.0, 400 * (t - 0.5) ** 2))),
    ):
        path = fitted(line)
        curve = shapely.LineString(g.flatten(path, 0.002))
        off = shapely.distance(shapely.points(line), curve)
        assert float(off.max()) < FIT_MM + 0.005 and len(path) <= 12
        assert path[0][0] == tuple(line[0]) and path[-1][-1] == tuple(line[-1])
    straight = fitted(np.array([(0.0, 0.0), (50.0, 0.005), (100.0, 0.0)]))
    assert straight == (((0.0, 0.0), (100.0, 0.0)),)
