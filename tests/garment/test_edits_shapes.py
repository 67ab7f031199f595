"""Points, darts, slashes, seams and whole pieces: what an edit says is what the geometry shows."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, families, flat_sketch, run_checks, walk
from ampc_desktop.garment import family as family_of
from ampc_desktop.garment.checks.reading import span_mm
from tests.garment.bodies import body, made, spec_for

TEE = made("tshirt", sleeve="long")
SKIRT = made("straight_skirt", length="midi")


def do(pattern: Pattern, *steps: tuple, mirror: bool = True) -> Edited:  # type: ignore[type-arg]
    edits = [
        PatternEdit(f"e{i + 1}", kind, piece, item, values, mirror=mirror)
        for i, (kind, piece, item, values) in enumerate(steps)
    ]
    return apply_edits(pattern, edits)


def done(pattern: Pattern, *steps: tuple, mirror: bool = True) -> Pattern:  # type: ignore[type-arg]
    edited = do(pattern, *steps, mirror=mirror)
    assert not edited.conflicts, [c.reason for c in edited.conflicts]
    return edited.pattern


def bad(pattern: Pattern) -> set[int]:
    return {check.number for check in run_checks(pattern) if check.status == "fail"}


# --- points ---------------------------------------------------------------------------------------------------


def test_an_added_point_changes_no_shape_and_can_be_moved_and_removed() -> None:
    with_point = done(TEE, ("add_point", "front", "armhole.l", {"share": 0.3}))
    old, new = TEE.piece("front").edge("armhole.l"), with_point.piece("front").edge("armhole.l")
    assert len(new.path) == len(old.path) + 1
    assert new.length_mm == pytest.approx(old.length_mm, abs=1e-6)
    assert shapely.hausdorff_distance(shapely.LineString(old.polyline), shapely.LineString(new.polyline)) < 0.03
    moved = done(TEE, ("add_point", "front", "armhole.l", {"share": 0.3}),
                 ("move_point", "front", "armhole.l:1", {"dx_mm": 5.0, "dy_mm": 2.0}))  # fmt: skip
    at = new.path[0][-1]
    assert moved.piece("front").edge("armhole.l").path[0][-1] == pytest.approx((at[0] + 5, at[1] + 2))
    twin = moved.piece("front").edge("armhole.r").path
    assert any(g.distance(s[-1], (-at[0] - 5, at[1] + 2)) < 1e-6 for s in twin)
    back = done(TEE, ("add_point", "front", "armhole.l", {"share": 0.3}), ("remove_point", "front", "armhole.l:1", {}))
    again = back.piece("front").edge("armhole.l")
    assert len(again.path) == len(old.path)
    assert shapely.hausdorff_distance(shapely.LineString(old.polyline), shapely.LineString(again.polyline)) < 0.5


def test_a_segment_is_made_straight_and_a_curve_again() -> None:
    straight = done(TEE, ("set_segment", "front", "neck.l:0", {"shape": "line"}))
    edge = straight.piece("front").edge("neck.l")
    assert edge.length_mm == pytest.approx(g.distance(edge.start, edge.end))
    assert straight.piece("front").edge("neck.r").length_mm == pytest.approx(edge.length_mm)
    curved = done(TEE, ("set_segment", "front", "shoulder.l:0", {"shape": "curve"}))
    assert len(curved.piece("front").edge("shoulder.l").path[0]) == 4
    assert curved.piece("front").edge("shoulder.l").length_mm == pytest.approx(
        TEE.piece("front").edge("shoulder.l").length_mm
    )


def test_marks_names_and_notches() -> None:
    new = done(
        TEE,
        ("add_internal", "front", "side.l:start", {"points": "-60,100;-160,100;-160,200", "id": "pocket"}),
        ("add_parallel", "front", "hem", {"by_mm": 40.0, "id": "tuck"}),
        ("add_drill", "front", "side.l:start", {"dx_mm": -60.0, "dy_mm": 300.0, "id": "drill"}),
        ("move_drill", "front", "drill", {"dx_mm": -5.0, "dy_mm": 0.0}),
        ("set_notch", "front", "armhole.l.front", {"kind": "t", "depth_mm": 3.0}),
        ("set_piece", "front", "", {"name": "front xl", "quantity": 2.0, "on_fold": 1.0}),
    )
    front = new.piece("front")
    lines = {line.id for line in front.internals}
    assert {"pocket", "pocket.mirror", "tuck"} <= lines and "tuck.mirror" not in lines
    assert {hole.id for hole in front.drills} == {"drill", "drill.mirror"}
    x = TEE.piece("front").edge("side.l").start[0] - 65.0
    assert next(hole.at[0] for hole in front.drills if hole.id == "drill") == pytest.approx(x)
    assert front.notch("armhole.l.front").kind == "t" == front.notch("armhole.r.front").kind
    assert (front.name, front.quantity, front.on_fold) == ("FRONT XL", 2, True)
    assert not bad(new) - {3}


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (("add_point", "front", "armhole.l", {"share": 0.0}), "already"),
        (("remove_point", "front", "hem:1", {}), "no point"),
        (("add_dart", "front", "side.l", {"share": 0.5, "intake_mm": 30.0, "depth_mm": 900.0}), "beyond|leave"),
        (("add_dart", "front", "side.l", {"share": 0.999, "intake_mm": 30.0, "depth_mm": 90.0}), "does not fit"),
        (("rotate_dart", "front", "dart.x", {"to_edge": "hem", "to_share": 0.5}), "no dart"),
        (("set_piece", "front", "", {"name": "Ä"}), "letters"),
        (("add_drill", "front", "side.l:start", {"dx_mm": 500.0, "dy_mm": 0.0}), "outside"),
        (("merge", "", "neck", {}), "more than two"),
        (("unfold", "front", "side.l", {}), "not a straight line"),
        (("add_facing", "front", "neck.l,side.l", {"width_mm": 50.0}), "side by side"),
        (("alter", "", "hips", {"by_mm": 10.0}), "not an alteration"),
        (("true_edge", "front", "neck.l", {"seam": "side.l"}), "not sewn"),
        (("add_seam", "", "new", {"a": "front.nowhere", "b": "back.hem"}), "no edge"),
        (("set_dimension", "", "girth", {"finished_mm": 10.0}), "promises no"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_kept_with_its_reason(step: tuple, reason: str) -> None:  # type: ignore[type-arg]
    edited = do(TEE, step)
    assert edited.pattern == TEE
    (conflict,) = edited.conflicts
    assert shapely is not None and __import__("re").search(reason, conflict.reason), conflict.reason


# --- darts ----------------------------------------------------------------------------------------------------

DART = ("add_dart", "front", "side.l", {"share": 0.85, "intake_mm": 30.0, "depth_mm": 120.0})


def test_a_dart_takes_its_intake_and_is_true_when_closed() -> None:
    new = done(TEE, DART)
    front = new.piece("front")
    assert {dart.id for dart in front.darts} == {"dart.e1", "dart.e1.mirror"}
    mouth = front.edge("dart.e1")
    assert g.distance(mouth.start, mouth.end) == pytest.approx(30.0, abs=0.1)
    assert walk(new, "side.l").difference_mm == pytest.approx(-30.0, abs=0.5)
    assert bad(new) == {4}  # nothing but the seam that is now shorter
    trued = done(TEE, DART, ("true_edge", "back", "side.l", {"seam": "side.l"}))
    assert abs(walk(trued, "side.l").difference_mm) < 0.05
    assert {n.id for n in front.notches} >= {"dart.e1.in", "dart.e1.out"}


def test_a_dart_moves_rotates_and_goes() -> None:
    moved = done(TEE, DART, ("move_dart", "front", "dart.e1", {"dx_mm": 10.0, "dy_mm": -5.0, "intake_mm": 20.0}))
    mouth = moved.piece("front").edge("dart.e1")
    assert g.distance(mouth.start, mouth.end) == pytest.approx(20.0, abs=0.3)
    assert 12 not in bad(moved) and 13 not in bad(moved)
    rotated = done(TEE, DART, ("rotate_dart", "front", "dart.e1", {"to_edge": "shoulder.l", "to_share": 0.5}))
    front = rotated.piece("front")
    assert {dart.id for dart in front.darts} == {"dart.e2", "dart.e2.mirror"}
    assert front.edge("shoulder.l.1").length_mm + front.edge("shoulder.l.2").length_mm == pytest.approx(
        TEE.piece("front").edge("shoulder.l").length_mm, abs=1.0
    )
    assert abs(walk(rotated, "shoulder.l").difference_mm) < 1.0
    assert not bad(rotated) & {1, 2, 5, 9, 12, 13}
    gone = done(TEE, DART, ("remove_dart", "front", "dart.e1", {}))
    assert [edge.id for edge in gone.piece("front").edges] == [edge.id for edge in TEE.piece("front").edges]
    assert not bad(gone) and not gone.piece("front").darts


def test_a_drafted_dart_is_rotated_into_the_hem_as_for_an_a_line() -> None:
    new = done(SKIRT, ("rotate_dart", "front", "dart.l.1", {"to_edge": "hem", "to_share": 0.75}))
    assert not bad(new) & {1, 2, 4, 9, 12, 13}
    wide, before = new.piece("front"), SKIRT.piece("front")
    assert np.ptp(wide.sew_ring[:, 0]) > np.ptp(before.sew_ring[:, 0]) + 100


# --- slash and spread, seams ----------------------------------------------------------------------------------


def test_slash_and_spread_opens_as_told_and_keeps_the_pivot_edge() -> None:
    slash = {"from_edge": "hem", "from_share": 0.75, "to_edge": "armhole.l", "to_share": 0.4, "by_mm": 60.0}
    new = done(TEE, ("slash_spread", "front", "", slash))
    old = TEE.piece("front")
    front = new.piece("front")
    assert front.edge("hem").length_mm == pytest.approx(old.edge("hem").length_mm + 120.0, abs=1.5)
    assert front.edge("armhole.l").length_mm == pytest.approx(old.edge("armhole.l").length_mm, abs=0.01)
    assert bad(new) == {8}
    promised = done(
        TEE, ("slash_spread", "front", "", slash),
        *(("set_dimension", "", dim.id, {"finished_mm": _read(new, dim.id)}) for dim in new.key_dimensions),
    )  # fmt: skip
    assert not bad(promised)


def _read(pattern: Pattern, id: str) -> float:
    from ampc_desktop.garment.checks.reading import span_mm

    dim = next(one for one in pattern.key_dimensions if one.id == id)
    return sum(span_mm(pattern, span) for span in dim.spans)


def test_overlapping_takes_out_what_spreading_put_in() -> None:
    slash = {"from_edge": "hem", "from_share": 0.7, "to_edge": "shoulder.l", "to_share": 0.5}
    new = done(TEE, ("slash_spread", "front", "", {**slash, "by_mm": -25.0}))
    hem = TEE.piece("front").edge("hem").length_mm
    assert new.piece("front").edge("hem").length_mm == pytest.approx(hem - 50.0, abs=1.5)
    assert not bad(new) & {1, 2, 9, 13}


def test_a_moved_seam_gives_to_one_side_what_it_takes_from_the_other() -> None:
    new = done(TEE, ("move_seam", "", "shoulder.l", {"by_mm": 12.0}))
    front, back = new.piece("front"), new.piece("back")
    assert abs(walk(new, "shoulder.l").difference_mm) < 0.05
    area = sum(Polygon(new.piece(id).sew_ring).area for id in ("front", "back"))
    before = sum(Polygon(TEE.piece(id).sew_ring).area for id in ("front", "back"))
    assert area == pytest.approx(before, rel=0.004)
    assert Polygon(front.sew_ring).area > Polygon(TEE.piece("front").sew_ring).area
    assert Polygon(back.sew_ring).area < Polygon(TEE.piece("back").sew_ring).area


def test_truing_an_edge_and_a_corner() -> None:
    longer = ("lengthen_edge", "front", "side.l:start", {"by_mm": 12.0})
    new = done(TEE, longer, ("true_edge", "back", "side.l", {"seam": "side.l"}))
    assert abs(walk(new, "side.l").difference_mm) < 0.05 and abs(walk(new, "side.r").difference_mm) < 0.05
    bent = ("move_handle", "front", "neck.l:0:c1", {"dx_mm": -14.0, "dy_mm": 0.0})
    off = next(check for check in run_checks(done(TEE, bent)) if check.number == 10)
    trued = done(TEE, bent, ("true_corner", "front", "neck.l:start", {}))
    after = next(check for check in run_checks(trued) if check.number == 10)
    assert off.status == "fail" and after.status == "pass"
    cap = done(TEE, ("move_handle", "front", "armhole.l:0:c1", {"dx_mm": -20.0, "dy_mm": -10.0}),
               ("true_edge", "sleeve", "cap.front", {"seam": "armhole.front.l"}))  # fmt: skip
    assert abs(walk(cap, "armhole.front.l").difference_mm) < 0.05


def test_seams_are_added_changed_and_removed() -> None:
    new = done(
        TEE,
        ("remove_seam", "", "side.l", {}),
        ("add_seam", "", "flank", {"a": "front.side.l", "b": "-back.side.l", "ease_mm": 2.0, "kind": "eased"}),
        ("set_seam", "", "shoulder.l", {"ease_mm": 3.0, "kind": "eased"}),
    )
    ids = {seam.id: seam for seam in new.seams}
    assert "side.l" not in ids and ids["flank"].kind == "eased" and ids["shoulder.l"].ease_mm == 3.0
    assert walk(new, "flank").difference_mm == pytest.approx(-2.0, abs=0.02)


# --- whole pieces ---------------------------------------------------------------------------------------------


def test_split_and_merged_is_whole_again() -> None:
    split = ("split", "front", "", {"from_edge": "side.l", "from_share": 0.5, "to_edge": "side.r", "to_share": 0.5})
    new = done(TEE, split, ("merge", "", "front.style.e1", {}))
    assert len(new.pieces) == len(TEE.pieces) and not bad(new)
    merged = next(piece for piece in new.pieces if piece.id.startswith("front"))
    assert Polygon(merged.sew_ring).symmetric_difference(Polygon(TEE.piece("front").sew_ring)).area < 30.0


def test_a_half_is_mirrored_and_a_facing_cut() -> None:
    crooked = PatternEdit("e1", "move_point", "front", "neck.l:start", {"dx_mm": 15.0, "dy_mm": -10.0}, mirror=False)
    new = apply_edits(TEE, [crooked, PatternEdit("e2", "mirror", "front", "", {"keep": "l"})])
    assert not new.conflicts and 13 not in bad(new.pattern)
    x, y = new.pattern.piece("front").edge("neck.l").start
    assert new.pattern.piece("front").edge("neck.r").end == pytest.approx((-x, y))
    faced = done(TEE, ("add_facing", "front", "neck.l,neck.r", {"width_mm": 50.0}))
    facing = faced.piece("front.facing.e1")
    assert facing.worn == "inside" and facing.symmetric and not bad(faced)
    inner = shapely.LineString(facing.edge("inner").polyline)
    neck = np.concatenate([facing.edge(id).polyline for id in ("neck.l", "neck.r")])
    gaps = [shapely.Point(p).distance(inner) for p in neck[5:-5]]
    assert min(gaps) > 48.0 and max(gaps) < 53.5
    assert faced.recipe["front.facing.e1"] == 1


def test_a_piece_is_removed_with_its_seams() -> None:
    new = done(TEE, ("remove_piece", "neckband", "", {}))
    assert "neckband" not in {piece.id for piece in new.pieces} and "neckband" not in new.recipe
    assert all(ref.piece != "neckband" for seam in new.seams for ref in (*seam.a, *seam.b))
    assert not bad(new) - {7}


# --- any order of any edits -----------------------------------------------------------------------------------

KINDS = st.sampled_from(
    [
        ("add_point", "armhole.l", {"share": 0.4}),
        ("move_point", "neck.l:start", {"dx_mm": 4.0, "dy_mm": -3.0}),
        ("move_edge", "hem", {"dy_mm": -12.0}),
        ("add_dart", "side.l", {"share": 0.8, "intake_mm": 24.0, "depth_mm": 110.0}),
        ("set_allowance", "hem", {"allowance_mm": 35.0}),
        ("set_segment", "side.l:0", {"shape": "curve"}),
        ("slash_spread", "", {"from_edge": "hem", "from_share": 0.8, "to_edge": "armhole.l", "to_share": 0.3,
                              "by_mm": 20.0}),
        ("add_notch", "side.l", {"share": 0.3}),
        ("add_facing", "neck.l,neck.r", {"width_mm": 45.0}),
        ("lengthen_edge", "side.l:start", {"by_mm": 9.0}),
        ("set_piece", "", {"label": "Vorderteil"}),
        ("add_internal", "side.l:start", {"points": "-60,100;-120,140"}),
    ]
)  # fmt: skip


@given(st.lists(KINDS, min_size=1, max_size=6), st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_done_the_pattern_stays_sound(steps: list, mirror: bool) -> None:  # type: ignore[type-arg]
    edits = [
        PatternEdit(f"e{i + 1}", kind, "front", item, values, mirror=mirror)
        for i, (kind, item, values) in enumerate(steps)
    ]
    edited = apply_edits(TEE, edits)
    assert len(edited.applied) + len(edited.conflicts) == len(edits)
    for piece in edited.pattern.pieces:
        assert shapely.is_valid(Polygon(piece.sew_ring)) and shapely.is_valid(Polygon(piece.cut_ring)), piece.id
        for notch in piece.notches:
            assert -1e-6 <= notch.at_mm <= piece.edge(notch.edge).length_mm + 1e-6
    for seam in edited.pattern.seams:
        for ref in (*seam.a, *seam.b):
            edited.pattern.resolve(ref)
    again = apply_edits(TEE, edits)
    assert again == edited


def test_the_same_corrections_mean_the_same_on_another_body() -> None:
    other = made("tshirt", body(bust=1150.0, waist=1000.0, hip=1180.0, biceps=360.0), sleeve="long")
    new = done(other, DART, ("true_edge", "back", "side.l", {"seam": "side.l"}),
               ("add_facing", "front", "neck.l,neck.r", {"width_mm": 50.0}))  # fmt: skip
    mouth = new.piece("front").edge("dart.e1")
    assert g.distance(mouth.start, mouth.end) == pytest.approx(30.0, abs=0.1)
    assert not bad(new) - {5, 8}  # the side notch is the pattern maker's to match


# --- what comes after an edit ---------------------------------------------------------------------------------


@pytest.mark.parametrize("family", families())
def test_every_edited_pattern_has_a_flat(family: str) -> None:
    spec, draft = spec_for(family, {}, body()), made(family)
    plain = flat_sketch(draft, spec)
    assert plain == family_of(family).flat(draft, spec)  # a draft is drawn by its family, not by what stands in for it
    for piece in (one for one in draft.pieces if one.material == "shell"):
        for edge in piece.edges:
            if edge.length_mm > 120.0:
                dart = {"share": 0.5, "intake_mm": 12.0, "depth_mm": 50.0}
                edited = do(draft, ("add_dart", piece.id, edge.id, dart)).pattern
                assert {part.view for part in flat_sketch(edited, spec).parts} == {"front", "back"}, edge.id
        assert flat_sketch(do(draft, ("remove_piece", piece.id, "", {})).pattern, spec).parts


def test_a_dart_of_an_edit_is_drawn_on_the_flat() -> None:
    dart = {"share": 0.5, "intake_mm": 12.0, "depth_mm": 60.0}
    edited = done(TEE, ("add_dart", "front", "shoulder.l", dart))
    drawn = [
        part
        for part in flat_sketch(edited, spec_for("tshirt", {"sleeve": "long"}, body())).parts
        if part.piece == "front"
    ]
    plain = [p for p in flat_sketch(TEE, spec_for("tshirt", {"sleeve": "long"}, body())).parts if p.piece == "front"]
    assert len(drawn[0].lines) == len(plain[0].lines) + 2


def test_merging_one_copy_of_a_seam_forgets_the_other() -> None:
    dress = made("shift_dress")
    merged = done(dress, ("merge", "", "facing.side.l", {}))
    known = {(piece.id, edge.id) for piece in merged.pieces for edge in piece.edges}
    assert all((ref.piece, ref.edge) in known for seam in merged.seams for ref in (*seam.a, *seam.b))


@pytest.mark.parametrize("share", [0.2, 0.35, 0.7])
def test_a_dart_in_an_edge_across_the_centre_has_its_mirror_image(share: float) -> None:
    dart = {"share": share, "intake_mm": 20.0, "depth_mm": 90.0}
    front = done(TEE, ("add_dart", "front", "hem", dart)).piece("front")
    one, two = (dart.apex for dart in front.darts)
    assert one == pytest.approx(g.mirrored(two, front.symmetry_x), abs=0.3)
    assert bad(done(TEE, ("add_dart", "front", "hem", dart))) <= {8}  # the hem is as much narrower as promised wider


@pytest.mark.parametrize(
    "edit",
    [
        PatternEdit("e1", "remove_dart", "front", "dart"),
        PatternEdit("e1", "rotate_dart", "front", "dart", {"to_edge": "shoulder", "to_share": 0.5, "part": 1.0}),
    ],
    ids=lambda edit: edit.kind,
)
def test_a_collar_keeps_its_size_when_the_side_dart_of_the_front_changes(edit: PatternEdit) -> None:
    base = made("shirt")
    done = apply_edits(base, (edit,))
    assert not done.conflicts
    one, two = (
        sum(span_mm(p, s) for k in p.key_dimensions if k.id == "neckline" for s in k.spans)
        for p in (base, done.pattern)
    )
    assert two == pytest.approx(one, abs=0.01)
    promised = {key.id: key.target_mm for key in base.key_dimensions}
    assert promised["neckline"] == pytest.approx(two, abs=2.0)  # both halves of the front are counted
