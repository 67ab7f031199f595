"""Darts edited on drafted pieces: legs, drill holes, girths and sizes follow them."""

from __future__ import annotations

import math

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Dart, Edge, Grain, Pattern, Piece
from ampc_desktop.garment import apply_edits, run_checks
from ampc_desktop.garment.checks.girths import across_mm
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
