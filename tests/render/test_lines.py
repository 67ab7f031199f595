"""Lines on a tube of cloth with known values."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop.core.fit import Handle
from ampc_desktop.render.lines import LIFT_MM, areas_mm2, grip, isolines
from tests.render import cloth

MESH, POSITIONS = cloth.tube(columns=40, rows=16)
UP = MESH.flat_mm[:, 1]


@pytest.mark.parametrize("value", [10.0, 77.7, 290.0])
def test_an_isoline_lies_where_the_value_is_met(value: float) -> None:
    """Values are the height on the piece: their lines are rings around the tube."""
    lines = isolines(MESH, POSITIONS, UP, value)
    assert np.allclose(lines[..., 1], cloth.LOW_MM + value, atol=1e-6)
    radius = np.hypot(lines[..., 0], lines[..., 2])
    assert radius.max() <= cloth.TUBE_MM + LIFT_MM + 0.1 and radius.min() > cloth.TUBE_MM
    length = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum()
    assert length == pytest.approx(2 * np.pi * (cloth.TUBE_MM + LIFT_MM), rel=0.005), "once around"


def test_a_value_nobody_has_gives_no_line() -> None:
    assert isolines(MESH, POSITIONS, UP, 1e6).shape == (0, 2, 3)


def test_a_hem_is_pulled_down_out_of_the_cloth() -> None:
    held = grip(MESH, POSITIONS, Handle("hem", "Hem", ("front/hem", "back/hem")))
    assert held is not None
    assert np.allclose(held.points_mm[:, 1], cloth.LOW_MM)
    assert (held.out[:, 1] < -0.95).all()
    assert len(held.pieces) == len(held.points_mm) - 2, "front and back are not joined to each other"


def test_only_the_side_towards_the_eye_is_near() -> None:
    held = grip(MESH, POSITIONS, Handle("hem", "Hem", ("front/hem", "back/hem")))
    assert held is not None
    near = held.near((0.0, 400.0, 3000.0))
    assert near[held.points_mm[:, 2] > 0].all() and not near[held.points_mm[:, 2] < -40].any()


def test_a_waist_is_pulled_off_the_body() -> None:
    held = grip(MESH, POSITIONS, Handle("waist", "Waist", ("front/hem",), way="along"))
    assert held is not None
    radial = held.points_mm * (1.0, 0.0, 1.0)
    radial /= np.linalg.norm(radial, axis=1, keepdims=True)
    assert ((held.out * radial).sum(axis=1) > 0.95).all()


def test_a_handle_of_sides_the_cloth_has_not_is_none() -> None:
    assert grip(MESH, POSITIONS, Handle("cuff", "Cuff", ("sleeve/hem",))) is None


def test_areas_are_those_of_the_flat_pieces() -> None:
    assert areas_mm2(MESH).sum() == pytest.approx(2 * np.pi * cloth.TUBE_MM * (cloth.HIGH_MM - cloth.LOW_MM))
