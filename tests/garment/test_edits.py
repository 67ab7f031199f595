"""Edits survive redrafts: applied where they mean something, kept as conflicts where not, never lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.garment import apply_edits, run_checks
from tests.garment.bodies import body, made

TEE = made("tshirt", sleeve="long")
SKIRT = made("straight_skirt", length="midi")


def one(does: str, piece: str, item: str, mirror: bool = True, **values: float | str) -> Edited:
    return apply_edits(TEE, [PatternEdit("e1", does, piece, item, values, mirror=mirror)])  # type: ignore[arg-type]


def test_moved_corner_takes_neighbours_and_mirror_along() -> None:
    edited = one("move_point", "front", "neck.l:start", dx_mm=5.0, dy_mm=-3.0)
    assert not edited.conflicts
    old, new = TEE.piece("front"), edited.pattern.piece("front")
    x, y = old.edge("neck.l").start
    assert new.edge("neck.l").start == pytest.approx((x + 5, y - 3))
    assert new.edge("shoulder.l").end == new.edge("neck.l").start
    assert new.edge("neck.r").end == pytest.approx((-x - 5, y - 3))
    assert new.edge("shoulder.r").start == new.edge("neck.r").end
    status = {check.number: check.status for check in run_checks(edited.pattern)}
    assert status[1] == status[2] == status[9] == status[13] == "pass"
    alone = one("move_point", "front", "neck.l:start", mirror=False, dx_mm=5.0).pattern.piece("front")
    assert alone.edge("neck.r").end == old.edge("neck.r").end


def test_corner_on_the_axis_stays_on_it() -> None:
    edited = one("move_point", "front", "neck.l:end", dx_mm=9.0, dy_mm=-10.0)
    old, new = TEE.piece("front").edge("neck.l").end, edited.pattern.piece("front").edge("neck.l").end
    assert new == pytest.approx((0.0, old[1] - 10.0))
    centre = edited.pattern.piece("front").internals[0].path[0][0]
    assert centre == pytest.approx(new)


def test_handle_and_its_mirror() -> None:
    edited = one("move_handle", "back", "armhole.l:0:c1", dx_mm=2.0, dy_mm=6.0)
    old, new = TEE.piece("back"), edited.pattern.piece("back")
    a, b = old.edge("armhole.l").path[0][1], new.edge("armhole.l").path[0][1]
    assert (b[0] - a[0], b[1] - a[1]) == pytest.approx((2.0, 6.0))
    a, b = old.edge("armhole.r").path[-1][2], new.edge("armhole.r").path[-1][2]
    assert (b[0] - a[0], b[1] - a[1]) == pytest.approx((-2.0, 6.0))
    assert {c.number: c.status for c in run_checks(edited.pattern)}[13] == "pass"


def test_lengthen_is_exact_and_keeps_the_hem_level() -> None:
    edited = one("lengthen_edge", "front", "side.l:start", by_mm=30.0)
    old, new = TEE.piece("front"), edited.pattern.piece("front")
    for side in ("side.l", "side.r"):
        assert new.edge(side).length_mm == pytest.approx(old.edge(side).length_mm + 30.0, abs=1e-5)
    assert new.edge("hem").start[1] == pytest.approx(new.edge("hem").end[1])
    assert new.edge("hem").start[1] == pytest.approx(old.edge("hem").start[1] - 30.0, abs=0.1)
    cap = one("lengthen_edge", "sleeve", "cap.back", by_mm=4.0).pattern.piece("sleeve").edge("cap.back")
    assert cap.length_mm == pytest.approx(TEE.piece("sleeve").edge("cap.back").length_mm + 4.0, abs=1e-5)


def test_a_moved_edge_keeps_its_shape_and_takes_its_neighbours_along() -> None:
    edited = one("move_edge", "front", "side.l", dx_mm=6.0, dy_mm=1.0)
    old, new = TEE.piece("front"), edited.pattern.piece("front")
    assert new.edge("side.l").polyline == pytest.approx(old.edge("side.l").polyline + np.array([6.0, 1.0]))
    assert new.edge("side.r").polyline == pytest.approx(old.edge("side.r").polyline + np.array([-6.0, 1.0]))
    assert new.edge("hem").end == new.edge("side.l").start and new.edge("armhole.l").start == new.edge("side.l").end
    assert {check.number: check.status for check in run_checks(edited.pattern)}[13] == "pass"
    hem = one("move_edge", "front", "hem", dx_mm=9.0, dy_mm=-12.0).pattern.piece("front").edge("hem")
    assert hem.start == pytest.approx((old.edge("hem").start[0], old.edge("hem").start[1] - 12.0))


def test_a_curved_hem_keeps_its_ends_and_their_angles() -> None:
    edited = one("curve_edge", "front", "hem", by_mm=24.0)
    old, new = TEE.piece("front").edge("hem"), edited.pattern.piece("front").edge("hem")
    assert (new.start, new.end) == (old.start, old.end)
    assert g.bounds(new.polyline)[1] == pytest.approx(old.start[1] - 24.0)
    assert g.point_at(new.polyline, new.length_mm / 2)[0] == pytest.approx(0.0, abs=0.01)
    status = {check.number: check.status for check in run_checks(edited.pattern)}
    assert status[1] == status[2] == status[10] == status[13] == status[14] == "pass"
    shoulder = one("curve_edge", "front", "shoulder.l", by_mm=-3.0).pattern.piece("front")
    left, right = shoulder.edge("shoulder.l").polyline, shoulder.edge("shoulder.r").polyline
    assert left[::-1] * (-1.0, 1.0) == pytest.approx(right)


def test_notches_keep_their_share_of_a_longer_edge() -> None:
    new = one("lengthen_edge", "front", "side.l:start", by_mm=40.0).pattern.piece("front")
    notch, edge = new.notch("side.l.middle"), new.edge("side.l")
    assert notch.at_mm == pytest.approx(edge.length_mm / 2)


def test_allowance_makes_a_new_cut_line() -> None:
    edited = one("set_allowance", "front", "side.l", allowance_mm=15.0)
    old, new = TEE.piece("front"), edited.pattern.piece("front")
    assert g.bounds(new.cut_ring)[2] == pytest.approx(g.bounds(old.cut_ring)[2] + 8.0, abs=0.01)
    assert g.bounds(new.cut_ring)[0] == pytest.approx(g.bounds(old.cut_ring)[0] - 8.0, abs=0.01)
    assert {c.number: c.status for c in run_checks(edited.pattern)}[9] == "pass"
    shallow = one("set_allowance", "front", "armhole.l", allowance_mm=4.0).pattern
    assert {c.number: c.status for c in run_checks(shallow)}[9] == "pass"


def test_notches_added_moved_removed_on_both_halves() -> None:
    added = one("add_notch", "front", "shoulder.l", share=0.25, kind="v")
    front = added.pattern.piece("front")
    left, right = front.notch("shoulder.l.e1"), front.notch("shoulder.l.e1.mirror")
    length = front.edge("shoulder.l").length_mm
    assert (left.at_mm, right.at_mm, right.edge) == (
        pytest.approx(length / 4),
        pytest.approx(0.75 * length),
        "shoulder.r",
    )
    moved = one("move_notch", "back", "armhole.l.back.1", along_mm=6.0).pattern.piece("back")
    was = TEE.piece("back")
    assert moved.notch("armhole.l.back.1").at_mm == pytest.approx(was.notch("armhole.l.back.1").at_mm + 6.0)
    assert moved.notch("armhole.r.back.1").at_mm == pytest.approx(was.notch("armhole.r.back.1").at_mm - 6.0)
    removed = one("remove_notch", "front", "side.l.middle").pattern.piece("front")
    assert not {"side.l.middle", "side.r.middle"} & {n.id for n in removed.notches}


def test_corner_grain_quantity() -> None:
    edited = one("set_corner", "front", "shoulder.l:end", corner="square_first")
    assert edited.pattern.piece("front").edge("shoulder.l").corner == "square_first"
    assert edited.pattern.piece("front").edge("neck.r").corner == "square_second"
    blunt = one("set_corner", "front", "shoulder.l:end", corner="bevel").pattern.piece("front")
    assert blunt.cut_area_mm2 < TEE.piece("front").cut_area_mm2 - 40.0
    turned = one("set_grain", "sleeve", "", turn_deg=2.0, one_way=1).pattern.piece("sleeve").grain
    assert turned.one_way and turned.start[0] != turned.end[0]
    assert one("set_quantity", "sleeve", "", quantity=4).pattern.piece("sleeve").quantity == 4


@pytest.mark.parametrize(
    ("kind", "piece", "item", "values", "reason"),
    [
        ("move_point", "pocket", "top:start", {"dx_mm": 1.0}, "no piece 'pocket'"),
        ("move_point", "front", "dart.1:start", {"dx_mm": 1.0}, "no edge 'dart.1'"),
        ("move_point", "front", "neck.l:middle", {"dx_mm": 1.0}, "not the start or end"),
        ("move_point", "front", "neck.l:start", {"dx_mm": "far"}, "not a number"),
        ("move_point", "front", "neck.l:start", {"dx_mm": float("nan")}, "beyond"),
        ("move_point", "front", "hem:end", {"dx_mm": -900.0}, "cross itself"),
        ("move_handle", "front", "side.l:7:c1", {"dx_mm": 1.0}, "no curve number 7"),
        ("move_handle", "front", "shoulder.l:0:c1", {"dx_mm": 1.0}, "no curve number 0"),
        ("lengthen_edge", "front", "shoulder.l", {"by_mm": -900.0}, "only"),
        ("lengthen_edge", "front", "shoulder.l", {}, "by_mm is missing"),
        ("set_allowance", "front", "hem", {"allowance_mm": -1.0}, "negative"),
        ("add_notch", "front", "side.l", {"share": 1.2}, "beyond the end"),
        ("add_notch", "front", "side.l", {"at_mm": 4000.0}, "beyond the end"),
        ("add_notch", "front", "side.l", {"share": 0.5, "kind": "star"}, "not a notch"),
        ("move_notch", "front", "pocket.1", {"along_mm": 1.0}, "no notch"),
        ("move_notch", "front", "side.l.middle", {"along_mm": 900.0}, "beyond the end"),
        ("set_grain", "front", "", {"dx_mm": 600.0}, "leave front"),
        ("set_quantity", "sleeve", "", {"quantity": 3}, "pairs"),
        ("set_corner", "front", "neck.l", {"corner": "round"}, "not a corner"),
        ("curve_edge", "front", "neck.l", {"by_mm": 10.0}, "not straight"),
        ("curve_edge", "front", "shoulder.l", {"by_mm": 90.0}, "only"),
        ("paint", "front", "neck.l", {}, "not an edit"),
    ],
)
def test_impossible_edits_are_kept_with_their_reason(kind, piece, item, values, reason) -> None:
    edited = apply_edits(TEE, [PatternEdit("e1", kind, piece, item, values)])
    assert not edited.applied and reason in edited.conflicts[0].reason
    assert edited.pattern == TEE


def test_edits_survive_other_bodies_and_options() -> None:
    edits = [
        PatternEdit("e1", "move_point", "front", "neck.l:end", {"dy_mm": -5.0}),
        PatternEdit("e2", "add_notch", "sleeve", "under.back", {"share": 0.3}),
        PatternEdit("e3", "set_allowance", "back", "side.l", {"allowance_mm": 12.0}),
    ]
    long = apply_edits(made("tshirt", body(bust=1200, hip=1180), sleeve="long", neckline="v"), edits)
    assert len(long.applied) == 3
    bare = apply_edits(made("tshirt", sleeve="sleeveless"), edits)
    assert [c.edit.id for c in bare.conflicts] == ["e2"] and "no piece 'sleeve'" in bare.conflicts[0].reason
    assert run_checks(bare.pattern, bare.conflicts)[2].status == "fail"


PLACES = [(pattern, piece.id, edge.id) for pattern in (TEE, SKIRT) for piece in pattern.pieces for edge in piece.edges]
KINDS = [
    "move_point", "move_handle", "set_allowance", "add_notch", "move_notch", "remove_notch", "set_grain",
    "set_quantity", "set_corner", "lengthen_edge", "curve_edge", "split", "move_edge",
]  # fmt: skip


@st.composite
def random_edits(draw: st.DrawFn) -> tuple:
    pattern = draw(st.sampled_from((TEE, SKIRT)))
    places = [(p, e) for owner, p, e in PLACES if owner is pattern]
    edits = []
    for i in range(draw(st.integers(1, 8))):
        piece, edge = draw(st.sampled_from(places))
        item = edge + draw(st.sampled_from(("", ":start", ":end", ":0:c1", ":1:c2")))
        number = st.floats(-60, 60)
        corners = ("mitre", "bevel", "cap", "square_first", "hem_mirror", "x")
        edges = [e for p, e in places if p == piece]
        values = {
            "from_edge": draw(st.sampled_from(edges)),
            "to_edge": draw(st.sampled_from(edges)),
            "from_share": draw(st.floats(0, 1)),
            "to_share": draw(st.floats(0, 1)),
            **{name: draw(number) for name in ("dx_mm", "dy_mm", "by_mm", "along_mm")},
            "allowance_mm": draw(st.floats(-5, 40)),
            "share": draw(st.floats(-0.2, 1.2)),
            "turn_deg": draw(st.floats(-20, 20)),
            "quantity": draw(st.integers(0, 5)),
            "corner": draw(st.sampled_from(corners)),
        }
        edits.append(
            PatternEdit(f"e{i}", draw(st.sampled_from(KINDS)), piece, item, values, mirror=draw(st.booleans()))
        )
    return pattern, edits


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(random_edits())
def test_no_edit_is_ever_lost(case: tuple) -> None:
    pattern, edits = case
    edited = apply_edits(pattern, edits)
    assert len(edited.applied) + len(edited.conflicts) == len(edits)
    assert {e.id for e in edited.applied} | {c.edit.id for c in edited.conflicts} == {e.id for e in edits}
    for piece in edited.pattern.pieces:
        assert Polygon(piece.sew_ring).is_valid and Polygon(piece.cut_ring).is_valid
        for before, edge in zip((piece.edges[-1], *piece.edges), piece.edges, strict=False):
            assert g.distance(before.end, edge.start) < 1e-6
    run_checks(edited.pattern, edited.conflicts)
