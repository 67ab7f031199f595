"""A changed pattern draped on from the last drape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.drape import ClothMesh, Drape
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.carry import carry
from ampc_desktop.tryon.child import drape
from tests.garment import bodies as garments
from tests.tryon.test_drape import draped, job, quiet


def meshed(edge_mm: float = 25.0, **wishes: Any) -> ClothMesh:
    return tryon.mesh(garments.made("tshirt", **wishes), {"shell": tryon.material(garments.CLOTH["tshirt"])}, edge_mm)


def test_the_same_mesh_is_carried_to_itself() -> None:
    got = draped("tshirt")
    assert np.abs(carry(got.mesh, got.positions_mm, got.mesh) - got.positions_mm).max() < 1e-6


def test_a_finer_mesh_lies_on_the_coarse_one() -> None:
    """Carried points lie within the sagitta of the coarse triangles; a bent surface is followed, not flattened."""
    got = draped("tshirt")
    fine = meshed(18.0)
    start = carry(got.mesh, got.positions_mm, fine)
    back = carry(fine, start, got.mesh)
    assert np.linalg.norm(back - got.positions_mm, axis=1).mean() < 1.5


def test_a_small_change_comes_to_rest_sooner_than_from_the_start() -> None:
    old = draped("tshirt")
    mesh = meshed(chest_ease_mm=70.0)
    start = carry(old.mesh, old.positions_mm, mesh)
    warm = drape(replace(job("tshirt"), mesh=mesh, start_mm=start, warm=True), quiet)
    cold = drape(job("tshirt", chest_ease_mm=70.0), quiet)
    assert warm.converged and cold.converged and warm.steps < cold.steps
    assert abs(warm.positions_mm[:, 1].mean() - cold.positions_mm[:, 1].mean()) < 5.0


def test_another_garment_is_not_carried() -> None:
    old: Drape = draped("tshirt")
    with pytest.raises(Problem, match="is not in both patterns") as told:
        carry(old.mesh, old.positions_mm, meshed(sleeve="sleeveless"))
    assert told.value.kind is Kind.NO
    with pytest.raises(Problem, match="changed too much"):
        carry(old.mesh, old.positions_mm, meshed(sleeve="long"))
