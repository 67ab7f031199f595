"""Cloth on cloth: it sticks below the angle of friction and slides above it as far as Coulomb says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ampc_desktop.tryon import rubbing
from ampc_desktop.tryon.solver import Cloth, Settings
from tests.tryon.sheets import cloth, sheet

G = 9.81


def _stack(angle_deg: float) -> tuple[Cloth, np.ndarray, np.ndarray]:
    """A patch of cloth on a held sheet that is tilted; (both as one cloth, vertices of the patch, down the slope)."""
    a = math.radians(angle_deg)
    below, faces = sheet(0.5, 0.16, 0.02)
    above, more = sheet(0.1, 0.1, 0.02)
    above += np.array((0.21, 0.031))  # no vertex above a vertex
    flat, both = np.concatenate((below, above)), np.concatenate((faces, more + len(below)))
    down, up = np.array([math.cos(a), -math.sin(a), 0.0]), np.array([math.sin(a), math.cos(a), 0.0])
    high = np.where(np.arange(len(flat)) < len(below), 0.0, 0.00248)
    x = flat[:, :1] * down + high[:, None] * up + flat[:, 1:] * np.array([0.0, 0.0, -1.0])
    made = cloth(flat, both, x, (4000.0, 4000.0, 0.0, 1500.0), friction=0.3, layers_apart=True)
    made.free[: len(below)] = 0.0
    return made, np.arange(len(below), len(flat)), down


def _slide_mm(angle_deg: float, seconds: float) -> float:
    made, patch, down = _stack(angle_deg)
    settings = Settings(dt_s=0.005, newton=6, cg=1e-5, cg_limit=1000, damping=1.0)
    start = made.x[patch].copy()
    for _ in range(round(seconds / settings.dt_s)):
        made.step(settings)
    return 1000.0 * float(((made.x[patch] - start) @ down).mean())


def test_cloth_sticks_on_cloth_below_the_angle_of_friction() -> None:
    assert abs(_slide_mm(14.0, 0.3)) < 0.1


@pytest.mark.parametrize("angle", [21.0, 30.0])
def test_cloth_slides_on_cloth_as_far_as_coulomb_says(angle: float) -> None:
    a, t = math.radians(angle), 0.2
    assert _slide_mm(angle, t) == pytest.approx(500.0 * t * t * G * (math.sin(a) - 0.3 * math.cos(a)), rel=0.1)


def test_the_rub_is_the_slope_of_its_energy() -> None:
    rng = np.random.default_rng(4)
    n, hold = 40, 100.0
    x = rng.normal(0, 0.01, (4 * n, 3))
    who = np.arange(4 * n).reshape(n, 4)
    coef = np.tile((1.0, -0.2, -0.3, -0.5), (n, 1))
    normal = rng.normal(0, 1, (n, 3))
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    began, held = x - rng.normal(0, 3e-4, x.shape), rng.normal(0, 1e-4, (n, 3))
    limit = rng.uniform(0.01, 0.1, n)
    force, across, stiff = np.zeros_like(x), np.zeros((2 * n, 4, 3)), np.zeros(2 * n)
    rubbing.add_rub(x, began, who, coef, normal, held, limit, hold, force, across, stiff)
    assert 0 < (stiff[::2] == 0.0).sum() < n  # some stick, some slide

    def energy(at: np.ndarray) -> float:
        return float(rubbing.rub_energy(at, began, who, coef, normal, held, limit, hold))

    way, e = rng.normal(0, 1, x.shape), 1e-8
    slope = (energy(x + e * way) - energy(x - e * way)) / (2 * e)
    assert slope == pytest.approx(-float((force * way).sum()), rel=1e-4)
    assert np.abs(force.sum(axis=0)).max() < 1e-12 * np.abs(force).sum()
    # and the stiffness is the slope of the force
    other = np.zeros_like(x)
    more = np.zeros_like(across), np.zeros(2 * n)
    rubbing.add_rub(x + e * way, began, who, coef, normal, held, limit, hold, other, *more)
    want = np.zeros_like(x)
    twice = np.repeat(who, 2, axis=0)
    for row in range(2 * n):
        along = float((across[row] * way[twice[row]]).sum())
        want[twice[row]] -= stiff[row] * along * across[row]
    assert np.allclose((other - force) / e, want, rtol=1e-2, atol=1e-3 * np.abs(want).max())


def test_what_stuck_is_remembered_when_pairs_are_listed_anew() -> None:
    old = np.array([(0, 1, 2, 3, 4), (1, 5, 6, 7, 8), (1, 1, 2, 3, 4)])
    new = np.array([(1, 1, 2, 3, 4), (0, 9, 2, 3, 4), (0, 1, 2, 3, 4)])
    before, after = rubbing.same_pairs(old, new)
    assert {tuple(old[a]) for a in before} == {(0, 1, 2, 3, 4), (1, 1, 2, 3, 4)}
    assert (old[before] == new[after]).all()
