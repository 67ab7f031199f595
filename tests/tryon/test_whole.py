"""Split garments start where whole ones start, and come to rest from the hanger."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits
from ampc_desktop.tryon.whole import rejoined
from tests.garment.bodies import CLOTH
from tests.garment.test_edits_split import CASES, TEE, YOKE, line, split
from tests.tryon.worn import anna, wear, worn


def mesh_of(pattern: Pattern):  # type: ignore[no-untyped-def]
    return tryon.mesh(pattern, {"shell": tryon.material(CLOTH[pattern.family])}, 30.0)


@pytest.mark.parametrize("case", CASES)
def test_every_split_garment_starts_like_the_whole_one(case: str) -> None:
    pattern, piece, values = CASES[case]
    mesh = mesh_of(split(pattern, piece, values).pattern)
    before = mesh_of(pattern)
    assert rejoined(before) is before
    whole = rejoined(mesh)
    assert {p.split(".")[0] for p in whole.panels} == {p.split(".")[0] for p in before.panels}
    got, old = tryon.place(mesh, anna().mesh), tryon.place(before, anna().mesh)
    assert np.isfinite(got).all()
    # Where a vertex of the whole garment lies, the nearest of the split one is not far.
    far = [float(np.linalg.norm(got - point, axis=1).min()) for point in old[::7]]
    assert np.percentile(far, 95) < 30.0 and max(far) < 60.0


def test_the_right_half_of_a_pair_keeps_its_side() -> None:
    values = CASES["princess"][2]
    mesh = mesh_of(split(TEE, "front", values).pattern)
    whole = rejoined(mesh)
    assert {"front/side.l", "front/side.r", "front/hem", "front/shoulder.l"} <= set(whole.sides)
    for side, sign in (("l", 1.0), ("r", -1.0)):
        assert (sign * whole.flat_mm[whole.sides[f"front/side.{side}"], 0] > 200.0).all()


def test_parts_of_parts_are_the_whole_too() -> None:
    edits = [
        PatternEdit("e1", "split", "front", "", YOKE),
        PatternEdit("e2", "split", "front.a", "", line("hem", 0.75, "style.e1", 0.25)),
    ]
    mesh = mesh_of(apply_edits(TEE, edits).pattern)
    assert set(rejoined(mesh).panels) == {"front", "back", "sleeve.0", "sleeve.1", "neckband"}


@pytest.mark.parametrize(
    "case", ["princess", *(pytest.param(case, marks=pytest.mark.slow) for case in ("yoke", "skirt princess"))]
)
def test_a_split_garment_comes_to_rest_from_the_hanger(case: str) -> None:
    pattern, piece, values = CASES[case]
    cut = split(pattern, piece, values).pattern
    got = wear(cut)
    assert got.converged, got.why
    assert tryon.report(got, cut, anna()).verdict.startswith("Fits")
    whole_pattern, whole = worn(pattern.family)
    girths = [
        {girth.id: girth.cloth_mm for girth in tryon.report(d, p, anna()).girths}
        for d, p in ((got, cut), (whole, whole_pattern))
    ]
    assert girths[0] == pytest.approx(girths[1], abs=8.0)
