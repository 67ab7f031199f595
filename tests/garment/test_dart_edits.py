"""Darts edited on drafted pieces: legs, drill holes, girths and sizes follow them."""

from __future__ import annotations

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
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
