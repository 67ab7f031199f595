"""Lines drawn on the body become style lines: snapped to the outline, meeting at seams, sewn and worn again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import tryon
from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import ClothMesh, DrapeJob
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.tryon.child import drape as settled
from ampc_desktop.tryon.levels import levels
from ampc_desktop.tryon.styleline import Mark
from tests.garment.bodies import JERSEY, body, made
from tests.tryon.worn import anna, quiet, worn

PATTERN = made("tshirt")
CLOTH = {"shell": tryon.material(JERSEY)}
MESH = tryon.mesh(PATTERN, CLOTH, 30.0)


def drawn(mesh: ClothMesh, panel: str, points: list[tuple[float, float]], step: float = 15.0) -> list[Mark]:
    """Marks of a pen that goes from point to point of a panel, as picking in 3D gives them."""
    line = np.array(points, dtype=np.float64)
    length = g.polyline_length(line)
    number = mesh.panels.index(panel)
    triangles = np.flatnonzero(mesh.panel[mesh.triangles[:, 0]] == number)
    rest = mesh.rest_mm[triangles]
    inverse = np.linalg.inv(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2))
    marks = []
    for k in range(int(length / step) + 1):
        p = np.array(g.point_at(line, min(k * step, length)))
        uv = np.einsum("tij,tj->ti", inverse, p - rest[:, 0])
        bary = np.column_stack((1 - uv.sum(axis=1), uv))
        best = int(bary.min(axis=1).argmax())
        if bary[best].min() > -1e-6:
            marks.append((int(triangles[best]), (float(bary[best][0]), float(bary[best][1]), float(bary[best][2]))))
    return marks


def test_a_line_from_armhole_to_hem_becomes_a_princess_seam() -> None:
    marks = drawn(MESH, "front", [(180.0, -160.0), (120.0, -300.0), (125.0, -660.0)])
    got = tryon.style_line(MESH, PATTERN, marks)
    (edit,) = got.edits
    assert (edit.kind, edit.piece, edit.mirror) == ("split", "front", True)
    assert (edit.values["from_edge"], edit.values["to_edge"]) == ("armhole.l", "hem")
    edited = apply_edits(PATTERN, got.edits)
    assert not edited.conflicts and {"front.a", "front.b"} <= {p.id for p in edited.pattern.pieces}
    assert all(check.status in ("pass", "skip") for check in run_checks(edited.pattern))
    style = edited.pattern.piece("front.b").edge("style.style").polyline
    ((panel, flat),) = got.flat_mm
    assert panel == "front"
    gaps = [g.nearest_on(style, (float(x), float(y)))[1] for x, y in flat]
    assert max(gaps) < 3.0, "the piece is cut where the pen went"


def test_a_line_round_the_body_meets_at_the_side_seams() -> None:
    marks = drawn(MESH, "front", [(-240.0, -450.0), (240.0, -440.0)])
    marks += drawn(MESH, "back", [(-240.0, -446.0), (240.0, -452.0)])
    got = tryon.style_line(MESH, PATTERN, marks, id="e4")
    assert [(edit.id, edit.piece) for edit in got.edits] == [("e4", "front"), ("e42", "back")]
    edited = apply_edits(PATTERN, got.edits)
    assert not edited.conflicts
    checks = {check.number: check for check in run_checks(edited.pattern)}
    assert checks[4].status == checks[5].status == checks[3].status == "pass"
    front, back = (edited.pattern.piece(f"{p}.a").edge(f"style.{i}") for p, i in (("front", "e4"), ("back", "e42")))
    assert front.length_mm > 450.0 and back.length_mm > 450.0
    # both cut the left side seam at the same height
    f = min(front.start[1], front.end[1]), max(front.start[1], front.end[1])
    b = min(back.start[1], back.end[1]), max(back.start[1], back.end[1])
    assert f == pytest.approx(b, abs=6.0)


def test_an_end_inside_a_piece_runs_on_to_the_outline() -> None:
    marks = drawn(MESH, "front", [(150.0, -300.0), (150.0, -500.0)])
    (edit,) = tryon.style_line(MESH, PATTERN, marks).edits
    assert edit.values["to_edge"] == "hem" and str(edit.values["from_edge"]) in ("shoulder.l", "armhole.l")
    assert not apply_edits(PATTERN, [edit]).conflicts


def test_a_line_on_the_right_sleeve_is_a_line_on_the_sleeve() -> None:
    sleeve = PATTERN.piece("sleeve")
    left, low, right, _ = g.bounds(sleeve.sew_ring)
    line = [(left + 20.0, 0.7 * low), (right - 20.0, 0.4 * low)]
    found = []
    for panel, way in (("sleeve.0", 1.0), ("sleeve.1", -1.0)):
        marks = drawn(MESH, panel, [(way * x, y) for x, y in line])
        got = tryon.style_line(MESH, PATTERN, marks)
        (edit,) = got.edits
        assert edit.piece == "sleeve"
        assert {edit.values["from_edge"], edit.values["to_edge"]} == {"under.front", "under.back"}
        assert not apply_edits(PATTERN, got.edits).conflicts
        found.append(edit.values)
    assert found[0]["from_edge"] == found[1]["from_edge"]
    assert found[0]["from_share"] == pytest.approx(found[1]["from_share"], abs=0.03)


def test_a_slanting_line_splits_one_way_only() -> None:
    marks = drawn(MESH, "front", [(110.0, -60.0), (-230.0, -420.0)])
    (edit,) = tryon.style_line(MESH, PATTERN, marks).edits
    assert not edit.mirror
    assert not apply_edits(PATTERN, [edit]).conflicts


def test_the_same_line_on_another_body() -> None:
    marks = drawn(MESH, "front", [(180.0, -160.0), (120.0, -300.0), (125.0, -660.0)])
    (edit,) = tryon.style_line(MESH, PATTERN, marks).edits
    other = apply_edits(made("tshirt", body(bust=1150, waist=1000, hip=1180, stature=1650)), [edit])
    assert not other.conflicts
    assert all(check.status in ("pass", "skip") for check in run_checks(other.pattern))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.floats(60.0, 200.0), st.floats(60.0, 220.0), st.floats(-40.0, 40.0))
def test_any_reasonable_line_can_be_cut(top: float, low: float, bow: float) -> None:
    marks = drawn(MESH, "front", [(top, -230.0), ((top + low) / 2 + bow, -400.0), (low, -640.0)])
    edited = apply_edits(PATTERN, tryon.style_line(MESH, PATTERN, marks).edits)
    if edited.conflicts:
        assert "centre" in edited.conflicts[0].reason
    else:
        assert {check.number: check.status for check in run_checks(edited.pattern)}[4] == "pass"


def test_what_is_no_line_is_told() -> None:
    with pytest.raises(Problem, match="too short"):
        tryon.style_line(MESH, PATTERN, drawn(MESH, "front", [(0.0, -300.0), (10.0, -300.0)]))
    with pytest.raises(Problem, match="too short"):
        tryon.style_line(MESH, PATTERN, [])
    with pytest.raises(Problem, match="no triangle"):
        tryon.style_line(MESH, PATTERN, [(10**6, (1.0, 0.0, 0.0))])


ACROSS, DOWN = [(-300.0, 0.0), (300.0, 4.0)], [(120.0, 250.0), (125.0, -300.0)]


@pytest.mark.parametrize("line", [ACROSS, DOWN], ids=["across", "down"])
def test_girths_of_a_split_shirt_are_read_along_the_parts_once(line: list[tuple[float, float]]) -> None:
    """A line right at the waist: the tape runs from one part into the other and back, and is as long as it was."""
    pattern, before = worn("tshirt")
    girths = {level.girth.id: level for level in levels(before, pattern, anna())}
    near = girths["waist"].near
    y = float(before.mesh.rest_mm[near[before.mesh.panel[before.mesh.triangles[near, 0]] == 0], :, 1].mean())
    marks = drawn(before.mesh, "front", [(x, y + dy) for x, dy in line])
    split = apply_edits(pattern, tryon.style_line(before.mesh, pattern, marks).edits).pattern
    mesh = tryon.mesh(split, CLOTH, 30.0)
    lies = tryon.carried(before, mesh)
    after = replace(before, mesh=mesh, positions_mm=lies, pressure_pa=np.zeros(len(lies)), ease_mm=np.zeros(len(lies)))
    for level in levels(after, split, anna()):
        was = girths[level.girth.id].girth
        assert level.girth.cloth_mm == pytest.approx(was.cloth_mm, abs=8.0), level.girth.id


def test_the_split_shirt_is_worn_on_from_where_it_lay() -> None:
    """Sewn along its style line the shirt hangs as before: the cloth is carried over, and comes to rest."""
    pattern, before = worn("tshirt")
    marks = drawn(before.mesh, "front", [(180.0, -160.0), (120.0, -300.0), (125.0, -660.0)])
    split = apply_edits(pattern, tryon.style_line(before.mesh, pattern, marks).edits).pattern
    mesh = tryon.mesh(split, CLOTH, 30.0)
    start = tryon.carried(before, mesh)
    same = tryon.carried(before, before.mesh)
    assert np.allclose(same, before.positions_mm, atol=1e-6)
    after = settled(DrapeJob(mesh, anna().mesh, start, warm=True), quiet)
    assert after.converged and after.penetrations == 0
    hems = []
    for drape in (before, after):
        keys = [key for key in drape.mesh.sides if key.endswith("/hem") and not key.startswith("sleeve")]
        at = np.unique(np.concatenate([drape.mesh.sewn[drape.mesh.sides[key]] for key in keys]))
        hems.append(float(drape.positions_mm[at, 1].mean()))
    assert hems[0] == pytest.approx(hems[1], abs=6.0)
