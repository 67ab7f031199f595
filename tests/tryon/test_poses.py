"""A garment of knitwear goes along when its body sits down, and comes to rest in the lap."""

from __future__ import annotations

import pytest

from ampc_desktop.studio import drapes
from tests.garment import bodies as garments
from tests.tryon.worn import anna, wear


@pytest.mark.slow
@pytest.mark.parametrize("fit", ["fitted", "regular"])
def test_a_tee_sits(fit: str) -> None:
    lies = wear(garments.made("tshirt", fit=fit), edge_mm=22.0)
    sits, body = drapes.posed(lies, anna(), "sit")
    assert sits.converged and not sits.self_crossings and not sits.penetrations, sits.why
    knees = body.joints_mm["left_knee"][1], body.joints_mm["left_hip"][1]
    assert abs(knees[0] - knees[1]) < 150.0  # it does sit
