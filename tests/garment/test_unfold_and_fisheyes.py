"""Half pieces opened along any straight line, and darts with two points that go where the outline beside them goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry import LinearRing, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment import apply_edits, run_checks
from tests.garment.bodies import CLOTH, body, draft, spec_for


def drafted(family: str, **wishes) -> Pattern:
    return draft(spec_for(family, wishes, body()), body(), CLOTH[family])


def do(pattern: Pattern, kind: str, piece: str, item: str, mirror: bool = True, **values: float) -> Edited:
    return apply_edits(pattern, (PatternEdit("e1", kind, piece, item, values, mirror=mirror),))  # type: ignore[arg-type]


def area(piece: Piece) -> float:
    return float(Polygon(piece.sew_ring).area)


def failing(pattern: Pattern) -> set[str]:
    return {check.id for check in run_checks(pattern, ()) if check.status == "fail"}


# --- unfolding --------------------------------------------------------------------------------------------------

SKIRT = drafted("straight_skirt", vent=False)


def without_opening(pattern: Pattern) -> Pattern:
    """The upper part of the centre back drawn as a fold."""
    back = pattern.piece("back")
    return pattern.with_piece(back.with_edge(replace(back.edge("zip"), role="fold")))


CLOSED = without_opening(SKIRT)


@pytest.mark.parametrize("item", ["cb,zip", "zip", "cb"])
@pytest.mark.parametrize("family", ["straight_skirt", "shift_dress"])
def test_the_opening_is_not_unfolded_away(family: str, item: str) -> None:
    pattern = drafted(family)
    done = do(pattern, "unfold", "back", item)
    (conflict,) = done.conflicts
    assert "the opening the body passes" in conflict.reason and done.pattern.notions == pattern.notions


def test_lengths_stay_whole_on_an_unfolded_piece() -> None:
    done = do(without_opening(drafted("shift_dress")), "unfold", "back", "cb,zip")
    assert not done.conflicts and "dimensions.key" not in failing(done.pattern)


@pytest.mark.parametrize("item", ["cb,zip", "zip,cb"])
def test_a_pair_with_two_edges_on_its_centre_becomes_one_piece(item: str) -> None:
    done = do(CLOSED, "unfold", "back", item)
    assert done.conflicts == ()
    back = done.pattern.piece("back")
    assert area(back) == pytest.approx(2 * area(CLOSED.piece("back")))
    assert (back.quantity, back.mirrored_pair, back.symmetric, back.symmetry_x) == (1, False, True, 0.0)
    assert not any("cb" in edge.id or "zip" in edge.id for edge in back.edges)
    waist = next(seam for seam in done.pattern.seams if seam.id == "waist")
    assert {ref.copy for ref in waist.b} == {0} and len({ref.edge for ref in waist.b if ref.piece == "back"}) == 6
    assert "seams.walk" not in failing(done.pattern) and "boundary.symmetry" not in failing(done.pattern)


def test_an_edge_that_lies_on_the_fold_too_is_named() -> None:
    (conflict,) = do(CLOSED, "unfold", "back", "cb").conflicts
    assert "back.zip lies on the same line" in conflict.reason
    (conflict,) = do(CLOSED, "unfold", "back", "cb,hem").conflicts
    assert "are not one straight line" in conflict.reason
    (conflict,) = do(CLOSED, "unfold", "back", "side").conflicts
    assert "is not a straight line" in conflict.reason


def test_a_fold_in_parts_is_opened_by_any_of_them() -> None:
    back = CLOSED.piece("back")
    cb, opening = back.edge("cb"), back.edge("zip")
    one, two = g.split_path(cb.path, 0.4 * cb.length_mm)
    edges = []
    for edge in back.edges:
        parts = [replace(cb, id="cb.1", path=one), replace(cb, id="cb.2", path=two)] if edge.id == "cb" else [edge]
        edges += [replace(opening, role="seam")] if edge.id == "zip" else parts
    split = SKIRT.with_piece(replace(back, edges=tuple(edges), notches=()))
    split = replace(split, seams=tuple(s for s in split.seams if s.id in ("waist", "side.l", "side.r")))
    rings = []
    for item in ("cb.1", "cb.2", "zip"):
        done = do(split, "unfold", "back", item)
        assert done.conflicts == ()
        rings.append(done.pattern.piece("back").sew_ring)
        assert not any(edge.id.startswith(("cb", "zip")) for edge in done.pattern.piece("back").edges)
    assert np.allclose(rings[0], rings[1]) and np.allclose(rings[0], rings[2])


@pytest.mark.parametrize("turn", [0.0, 17.0, 45.0, 90.0, 200.0])
def test_any_direction_gives_the_same_whole(turn: float) -> None:
    half = CLOSED.piece("back")

    def around(points):
        return g.as_points(g.rotated(np.asarray(points), turn))

    edges = tuple(replace(e, path=tuple(around(s) for s in e.path)) for e in half.edges)
    turned = SKIRT.with_piece(replace(half, edges=edges, darts=(), drills=(), internals=()))
    straight = SKIRT.with_piece(replace(half, darts=(), drills=(), internals=()))
    one = do(straight, "unfold", "back", "cb,zip").pattern.piece("back")
    found = do(turned, "unfold", "back", "cb,zip")
    assert found.conflicts == ()
    two = found.pattern.piece("back")
    image = g.rotated(one.sew_ring, turn)
    off = shapely.distance(shapely.points(image), LinearRing(two.sew_ring))
    assert float(off.max()) < 0.01 and area(two) == pytest.approx(area(one))
    assert two.symmetric == (turn == 0.0) and two.grain == turned.piece("back").grain
    assert {e.id.rpartition(".")[0] for e in two.edges} == {e.id.rpartition(".")[0] for e in one.edges}


def test_a_symmetric_piece_unfolded_across_stays_symmetric() -> None:
    pattern = drafted("hoodie")
    pocket = pattern.piece("pocket")
    done = do(pattern, "unfold", "pocket", "bottom")
    assert done.conflicts == ()
    wide = done.pattern.piece("pocket")
    assert area(wide) == pytest.approx(2 * area(pocket)) and wide.symmetric == pocket.symmetric


# --- darts with two points --------------------------------------------------------------------------------------

DRESS = drafted("shift_dress")


def spot(pattern: Pattern, piece: str, id: str) -> tuple[float, float]:
    """Middle of a dart, at its widest level; its waist drill must lie there too."""
    found = pattern.piece(piece)
    line = next(one for one in found.internals if one.id == id)
    points = g.flatten(line.path)
    at = (float(points[:, 0].min() + points[:, 0].max()) / 2, float(points[int(np.argmax(points[:, 0])), 1]))
    drill = next(hole for hole in found.drills if hole.id == f"{id}.waist")
    assert g.distance(drill.at, at) < 1e-6
    return at


def test_the_side_waist_takes_its_darts_along() -> None:
    x, y = spot(DRESS, "front", "fisheye.l")
    side = DRESS.piece("front").edge("side.l.1").path[1][-1]
    done = do(DRESS, "move_point", "front", "side.l.1:2", dx_mm=-20.0, dy_mm=0.0)
    assert done.conflicts == ()
    assert spot(done.pattern, "front", "fisheye.l") == pytest.approx((x - 20.0 * x / side[0], y), abs=0.05)
    assert spot(done.pattern, "front", "fisheye.r") == pytest.approx((-x + 20.0 * x / side[0], y), abs=0.05)
    assert spot(done.pattern, "back", "fisheye") == spot(DRESS, "back", "fisheye")
    raised = do(DRESS, "move_point", "front", "side.l.1:2", dx_mm=0.0, dy_mm=15.0)
    assert spot(raised.pattern, "front", "fisheye.l")[1] == pytest.approx(y + 15.0)
    one = do(DRESS, "move_point", "front", "side.l.1:2", mirror=False, dx_mm=-20.0, dy_mm=0.0)
    assert spot(one.pattern, "front", "fisheye.r") == spot(DRESS, "front", "fisheye.r")
    assert spot(one.pattern, "front", "fisheye.l") != spot(DRESS, "front", "fisheye.l")


@pytest.mark.parametrize("edge", ["side", "zip"])
def test_a_whole_edge_takes_its_darts_along(edge: str) -> None:
    straight = drafted("shift_dress", vent=False)
    x, y = spot(straight, "back", "fisheye")
    done = do(straight, "move_edge", "back", edge, dx_mm=10.0, dy_mm=0.0)
    assert done.conflicts == ()
    moved = spot(done.pattern, "back", "fisheye")
    assert moved[1] == pytest.approx(y) and 0.5 < moved[0] - x < 9.5
    assert "boundary.darts" not in failing(done.pattern)


def test_what_lies_elsewhere_leaves_darts_alone() -> None:
    for item, values in (("hem", {"dy_mm": -60.0}), ("shoulder.l", {"dy_mm": 8.0})):
        done = do(DRESS, "move_edge", "front", item, dx_mm=0.0, **values)
        assert done.conflicts == ()
        assert spot(done.pattern, "front", "fisheye.l") == spot(DRESS, "front", "fisheye.l")
    longer = do(DRESS, "alter", "", "bodice_length", by_mm=20.0)  # it moves the darts itself, once
    assert spot(longer.pattern, "front", "fisheye.l")[1] == pytest.approx(
        spot(DRESS, "front", "fisheye.l")[1] - 20.0, abs=0.01
    )


def test_a_dart_that_would_leave_the_piece_is_a_conflict() -> None:
    done = do(DRESS, "move_point", "front", "side.l.1:2", dx_mm=-222.0, dy_mm=0.0)
    (conflict,) = done.conflicts
    assert "fisheye l would leave front" in conflict.reason and done.pattern == DRESS
    done = do(DRESS, "move_point", "back", "side:2", dx_mm=185.0, dy_mm=100.0)
    (conflict,) = done.conflicts
    assert "fisheye would leave back" in conflict.reason and done.pattern == DRESS
