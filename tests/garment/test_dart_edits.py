"""Darts edited on drafted pieces: legs, drill holes, girths and sizes follow them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Dart, Edge, Grain, Pattern, Piece
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.garment.checks.girths import across_mm
from ampc_desktop.garment.checks.reading import span_mm
from tests.garment.bodies import CLOTH, body, draft, spec_for


def drafted(family: str, **wishes) -> Pattern:
    return draft(spec_for(family, wishes, body()), body(), CLOTH[family])


DRESS, SKIRT, TROUSERS = drafted("shift_dress"), drafted("straight_skirt"), drafted("trousers")


def do(pattern: Pattern, kind: str, piece: str, item: str, mirror: bool = True, **values) -> Edited:
    return apply_edits(pattern, (PatternEdit("e1", kind, piece, item, values, mirror=mirror),))  # type: ignore[arg-type]


def done(pattern: Pattern, kind: str, piece: str, item: str, mirror: bool = True, **values) -> Pattern:
    edited = do(pattern, kind, piece, item, mirror, **values)
    assert not edited.conflicts, [conflict.reason for conflict in edited.conflicts]
    return edited.pattern


def failing(pattern: Pattern) -> dict[str, str]:
    return {check.id: check.summary for check in run_checks(pattern, ()) if check.status == "fail"}


# --- legs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "piece", "dart"),
    [(DRESS, "front", "dart.l"), (SKIRT, "front", "dart.l.1"), (SKIRT, "back", "dart.1"), (TROUSERS, "back", "dart.2")],
)
def test_the_drawn_legs_of_a_moved_dart_move_with_it(pattern: Pattern, piece: str, dart: str) -> None:
    new = done(pattern, "move_dart", piece, dart, dx_mm=-8.0, dy_mm=-6.0)
    moved = new.piece(piece)
    drawn = {line.id: line for line in moved.internals}
    for one in moved.darts:
        mouth, path = moved.edge(one.mouth), drawn[f"{one.id}.legs"].path
        assert g.distance(path[0][0], mouth.start) < 1e-6 and g.distance(path[1][1], mouth.end) < 1e-6
        assert g.distance(path[0][1], one.apex) < 1e-6
    assert not failing(new)


@pytest.mark.parametrize("kind", ["rotate_dart", "remove_dart"])
def test_a_dart_that_went_leaves_nothing_drawn_behind(kind: str) -> None:
    values = {"to_edge": "shoulder.l", "to_share": 0.5} if kind == "rotate_dart" else {}
    front = done(DRESS, kind, "front", "dart.l", **values).piece("front")
    left = {dart.id for dart in front.darts}
    assert {line.id.removesuffix(".legs") for line in front.internals if line.id.endswith(".legs")} == left
    assert {hole.id.removesuffix(".drill") for hole in front.drills if hole.id.endswith(".drill")} == left
    assert not any(id in ("dart.l", "dart.r") for id in left)


def test_legs_somebody_took_away_stay_away() -> None:
    steps = (
        PatternEdit("e1", "remove_internal", "front", "dart.l.legs", {}),
        PatternEdit("e2", "set_allowance", "front", "hem", {"allowance_mm": 15.0}),
    )
    front = apply_edits(DRESS, steps).pattern.piece("front")
    assert "dart.l.legs" not in {line.id for line in front.internals}


# --- girths -------------------------------------------------------------------------------------------------------

BLOUSE = drafted("shirt", bust_darts=True)


@pytest.mark.parametrize("part", [1.0, 0.5])
@pytest.mark.parametrize(
    ("pattern", "piece", "dart", "to"),
    [
        *((DRESS, "front", "dart.l", to) for to in ("shoulder.l", "armhole.l", "neck.l", "side.l.1")),
        (BLOUSE, "front", "dart", "armhole"), (BLOUSE, "front", "dart", "shoulder"), (SKIRT, "back", "dart.1", "side"),
        (SKIRT, "front", "dart.l.1", "side.l"),
    ],
)  # fmt: skip
def test_turning_a_dart_changes_no_girth(pattern: Pattern, piece: str, dart: str, to: str, part: float) -> None:
    new = done(pattern, "rotate_dart", piece, dart, to_edge=to, to_share=0.45, part=part)
    assert "dimensions.key" not in failing(new)


@pytest.mark.parametrize("part", [1.0, 0.5])
@pytest.mark.parametrize(
    ("pattern", "piece", "dart", "to"),
    [
        (DRESS, "front", "dart.l", "hem"), (SKIRT, "front", "dart.l.1", "hem"), (SKIRT, "back", "dart.1", "hem"),
        (SKIRT, "back", "dart.1", "cb"), (BLOUSE, "front", "dart", "hem"), (BLOUSE, "front", "dart", "cf"),
        *((TROUSERS, "front", "dart.1", to) for to in ("side", "hem", "pocket", "crotch", "inseam")),
        (TROUSERS, "back", "dart.2", "inseam"),
    ],
)  # fmt: skip
def test_a_dart_turned_to_any_edge_can_be_sewn(pattern: Pattern, piece: str, dart: str, to: str, part: float) -> None:
    share = 0.7 if pattern is DRESS or to == "hem" else 0.3
    new = done(pattern, "rotate_dart", piece, dart, to_edge=to, to_share=share, part=part)
    assert not failing(new)
    for was, now in zip(pattern.key_dimensions, new.key_dimensions, strict=True):
        before, after = (sum(span_mm(one, span) for span in dim.spans) for one, dim in ((pattern, was), (new, now)))
        assert after == pytest.approx(before, abs=1.0), now.id


def test_a_line_over_both_parts_is_swung_where_its_part_is() -> None:
    """The buttons of a blouse stay on the centre line when its dart opens at the placket."""
    new = done(BLOUSE, "rotate_dart", "front", "dart", to_edge="cf", to_share=0.4).piece("front")
    old = BLOUSE.piece("front")
    lines = {line.id: g.flatten(line.path) for line in old.internals}
    place = {hole.id: hole.at for hole in old.drills}
    drawn = [line for line in new.internals if line.id in ("centre", "centre.dart.e1")]
    assert len(drawn) == 2 and sum(g.path_length(line.path) for line in drawn) == pytest.approx(
        g.polyline_length(lines["centre"]), abs=0.1
    )
    held = [hole for hole in new.drills if hole.id in place and not hole.id.endswith("drill")]
    assert any(hole.at != place[hole.id] for hole in held), "some buttons are in the swung part"
    for hole in held:
        was = g.nearest_on(lines["centre"], place[hole.id])[1]
        assert min(g.nearest_on(g.flatten(line.path), hole.at)[1] for line in drawn) == pytest.approx(was, abs=0.1)


def test_the_peak_of_a_narrow_dart_is_no_fault_of_the_edge_beside_it() -> None:
    """Its allowance is bent by the peak, beyond the smooth corner where the next edge begins."""
    narrow = {"to_edge": "waist.r.2", "to_share": 0.6, "part": 0.5}
    new = done(drafted("a_line_skirt", darts=True, waist_finish="facing"), "rotate_dart", "front", "dart.r.1", **narrow)
    assert not failing(new)


def test_a_dart_turned_twice_is_read_as_it_lay_at_first() -> None:
    once = PatternEdit("e1", "rotate_dart", "front", "dart.l.1", {"to_edge": "hem", "to_share": 0.7, "part": 0.6})
    again = PatternEdit("e2", "rotate_dart", "front", "dart.e1", {"to_edge": "side.l", "to_share": 0.5, "part": 0.5})
    edited = apply_edits(SKIRT, (once, again))
    assert not edited.conflicts and not failing(edited.pattern)


@pytest.mark.parametrize(
    ("pattern", "to", "why"), [(SKIRT, "zip", "can't open in the opening"), (SKIRT, "hem.vent", "over the fold")]
)
def test_a_dart_that_can_not_open_there_is_refused_in_a_sentence(pattern: Pattern, to: str, why: str) -> None:
    edited = do(pattern, "rotate_dart", "back", "dart.1", to_edge=to, to_share=0.5)
    assert edited.pattern == pattern and why in edited.conflicts[0].reason


def test_a_dart_beside_a_pocket_leaves_the_edge_the_pocket_is_sewn_to() -> None:
    """The bag is sewn to one side of the dart only, so both edges stay when the dart goes."""
    new = done(TROUSERS, "remove_dart", "front", "dart.1")
    bag = next(seam for seam in new.seams if "pocket bag at the waist" in seam.label)
    assert new.chain_length_mm(bag.a) == pytest.approx(new.chain_length_mm(bag.b) + bag.ease_mm, abs=0.5)


def test_a_wider_dart_is_read_wherever_it_lies() -> None:
    turned = PatternEdit("e1", "rotate_dart", "front", "dart.l", {"to_edge": "armhole.l", "to_share": 0.5})
    mouth = apply_edits(DRESS, (turned,)).pattern.piece("front").edge("dart.e1")
    wider = {"dx_mm": 0.0, "dy_mm": 0.0, "intake_mm": g.distance(mouth.start, mouth.end) + 10.0}
    edited = apply_edits(DRESS, (turned, PatternEdit("e2", "move_dart", "front", "dart.e1", wider)))
    assert not edited.conflicts and "Chest" in failing(edited.pattern)["dimensions.key"]


def test_the_level_bends_round_a_closed_dart() -> None:
    """A square with a dart from its top to its middle: the level meets it, and runs on square to the turned side."""
    side, apex, angle = 200.0, (0.0, 0.0), math.radians(20.0)
    corners = [(-100.0, -100.0), (100.0, -100.0), (100.0, 0.0)]

    def turn(p: tuple[float, float]) -> tuple[float, float]:
        return (math.cos(angle) * p[0] + math.sin(angle) * p[1], math.cos(angle) * p[1] - math.sin(angle) * p[0])

    opened = [turn(p) for p in ((100.0, 0.0), (100.0, 100.0), (0.0, 100.0))]
    ring = [*corners, *opened, (0.0, 100.0), (-100.0, 100.0)]
    names = ["hem", "side.1", "gap", "side.2", "top.1", "mouth", "top.2", "cf"]
    edges = tuple(
        Edge(name, (g.line(a, b),), 0.0, role="dart" if name == "mouth" else "seam")
        for name, a, b in zip(names, ring, [*ring[1:], ring[0]], strict=True)
    )
    piece = Piece("p", "P", "shell", 1, edges, Grain((-50.0, -80.0), (-50.0, 80.0)), darts=(Dart("d", "mouth", apex),))
    assert across_mm(piece, 60.0) == pytest.approx(side, abs=1e-6)
    assert across_mm(piece, -60.0) == pytest.approx(side, abs=1e-6)


# --- darts with two points ----------------------------------------------------------------------------------------


def ring_of(pattern: Pattern, id: str, piece: str = "front") -> np.ndarray:
    line = next(line for line in pattern.piece(piece).internals if line.id == id)
    return g.flatten(line.path)[:-1]


def drill_at(pattern: Pattern, id: str, piece: str = "front") -> np.ndarray:
    return np.array(next(hole.at for hole in pattern.piece(piece).drills if hole.id == id))


@pytest.mark.parametrize(("kind", "item"), [("move_dart", "fisheye.l:high"), ("move_drill", "fisheye.l.high")])
def test_a_point_of_a_fisheye_moves_with_its_drill_in_both_halves(kind: str, item: str) -> None:
    new = done(DRESS, kind, "front", item, dx_mm=6.0, dy_mm=-20.0)
    for id, sign in (("fisheye.l", 1.0), ("fisheye.r", -1.0)):
        was, now = ring_of(DRESS, id), ring_of(new, id)
        top, bottom = int(np.argmax(was[:, 1])), int(np.argmin(was[:, 1]))
        assert now[top] - was[top] == pytest.approx((sign * 6.0, -20.0))
        assert now[bottom] == pytest.approx(was[bottom])
        low = drill_at(new, f"{id}.low") - drill_at(DRESS, f"{id}.low")
        assert low == pytest.approx((0.0, 0.0), abs=0.5)
        drill = drill_at(new, f"{id}.high") - drill_at(DRESS, f"{id}.high")
        assert drill == pytest.approx((sign * 6.0, -20.0), abs=2.5)
    assert not failing(new)


def test_a_fisheye_moves_as_one_and_takes_another_intake() -> None:
    new = done(DRESS, "move_dart", "front", "fisheye.l", dx_mm=10.0, dy_mm=0.0)
    assert ring_of(new, "fisheye.l") - ring_of(DRESS, "fisheye.l") == pytest.approx(np.tile((10.0, 0.0), (4, 1)))
    assert ring_of(new, "fisheye.r") - ring_of(DRESS, "fisheye.r") == pytest.approx(np.tile((-10.0, 0.0), (4, 1)))
    assert not failing(new)
    wide = np.ptp(ring_of(DRESS, "fisheye.l")[:, 0]) + 8.0
    new = done(DRESS, "move_dart", "front", "fisheye.l", intake_mm=float(wide))
    assert np.ptp(ring_of(new, "fisheye.l")[:, 0]) == pytest.approx(wide)
    assert np.ptp(ring_of(new, "fisheye.r")[:, 0]) == pytest.approx(wide)
    assert "Waist" in failing(new)["dimensions.key"]


@pytest.mark.parametrize("kind", ["remove_dart", "remove_internal"])
def test_a_fisheye_goes_with_its_drills_and_its_image(kind: str) -> None:
    front = done(DRESS, kind, "front", "fisheye.l").piece("front")
    assert not any("fisheye" in one.id for one in (*front.internals, *front.drills))
    alone = done(DRESS, kind, "front", "fisheye.l", mirror=False).piece("front")
    assert {one.id.split(".")[1] for one in (*alone.internals, *alone.drills) if "fisheye" in one.id} == {"r"}


@pytest.mark.parametrize(
    ("kind", "item", "values", "reason"),
    [
        ("move_dart", "fisheye.l:high", {"dx_mm": 0.0, "dy_mm": -400.0}, "pass its widest level"),
        ("move_dart", "fisheye.l", {"dx_mm": 400.0, "dy_mm": 0.0}, "would leave front"),
        ("move_dart", "fisheye.l:side", {"dx_mm": 1.0}, "not a point of a dart"),
        ("rotate_dart", "fisheye.l", {"to_edge": "shoulder.l", "to_share": 0.5}, "opens in no edge"),
    ],
)
def test_what_a_fisheye_cannot_do_is_told(kind: str, item: str, values: dict, reason: str) -> None:
    (conflict,) = do(DRESS, kind, "front", item, **values).conflicts
    assert reason in conflict.reason


def split_at(y_share: float) -> Edited:
    ends = {"from_edge": "side.l.1", "from_share": y_share, "to_edge": "side.r.1", "to_share": 1.0 - y_share}
    return do(DRESS, "split", "front", "", allowance_mm=10.0, **ends)


def test_a_style_line_through_a_fisheye_is_a_conflict_beside_it_the_dart_goes_along() -> None:
    (conflict,) = split_at(0.8).conflicts
    assert "runs through the dart fisheye" in conflict.reason
    cut = split_at(0.15)
    assert not cut.conflicts
    found = {p.id: (len([x for x in p.internals if x.id.startswith("fisheye")]),
                    len([x for x in p.drills if x.id.startswith("fisheye")]))
             for p in cut.pattern.pieces if p.id in ("front.a", "front.b")}  # fmt: skip
    assert sorted(found.values()) == [(0, 0), (2, 6)]


# --- facings ------------------------------------------------------------------------------------------------------


def test_edges_of_a_facing_are_named_once() -> None:
    waistband = drafted("a_line_skirt").piece("waistband")
    assert any(edge.id == "end.r" for edge in waistband.edges)
    new = done(drafted("a_line_skirt"), "add_facing", "waistband", "end.r", width_mm=32.0)
    facing = next(piece for piece in new.pieces if "facing" in piece.id)
    names = [edge.id for edge in facing.edges]
    assert len(set(names)) == len(names) and "end.r" in names


# --- points moved -------------------------------------------------------------------------------------------------

MOVES = [(-25.0, 35.0), (0.0, -30.0), (10.0, 0.0), (5.0, 5.0)]


@pytest.mark.parametrize("to", ["", "shoulder.l", "armhole.l", "neck.l"])
@pytest.mark.parametrize(("dx", "dy"), MOVES)
def test_moving_the_point_of_a_dart_leaves_seams_and_girths(to: str, dx: float, dy: float) -> None:
    turned = PatternEdit("e1", "rotate_dart", "front", "dart.l", {"to_edge": to, "to_share": 0.5})
    before = apply_edits(DRESS, (turned,) if to else ()).pattern
    id = "dart.e1" if to else "dart.l"
    moved = apply_edits(before, (PatternEdit("e2", "move_dart", "front", id, {"dx_mm": dx, "dy_mm": dy}),))
    assert not moved.conflicts and not failing(moved.pattern)
    was, now = before.piece("front"), moved.pattern.piece("front")
    for edge in was.edges:
        if edge.role != "dart":
            assert now.edge(edge.id).length_mm == pytest.approx(edge.length_mm, abs=0.25), edge.id
    dart = next(one for one in now.darts if one.id == id)
    mouth = now.edge(dart.mouth)
    assert g.distance(mouth.start, dart.apex) == pytest.approx(g.distance(mouth.end, dart.apex), abs=0.01)
    for key in before.key_dimensions:
        one, two = (sum(span_mm(pattern, span) for span in key.spans) for pattern in (before, moved.pattern))
        assert two == pytest.approx(one, abs=0.5), key.label


def test_a_moved_dart_is_turned_about_where_it_closes() -> None:
    first = PatternEdit("e1", "rotate_dart", "front", "dart.l", {"to_edge": "shoulder.l", "to_share": 0.5})
    moved = PatternEdit("e2", "move_dart", "front", "dart.e1", {"dx_mm": 0.0, "dy_mm": -30.0})
    again = PatternEdit("e3", "rotate_dart", "front", "dart.e1", {"to_edge": "armhole.l", "to_share": 0.5})
    edited = apply_edits(DRESS, (first, moved, again))
    assert not edited.conflicts and not failing(edited.pattern)
