"""Strains shared with the neighbourhood: the same in solver and maps, and the same on a finer mesh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.drape import ClothMaterial, ClothMesh
from ampc_desktop.tryon import strains
from tests.garment import bodies as garments
from tests.tryon.sheets import cloth, sheet
from tests.tryon.worn import wear

CLOTH = ClothMaterial("knit", 0.2, 400.0, 300.0, 80.0, 60.0, 1e-5, 0.6)


def flat_mesh(width_mm: float, length_mm: float, edge_mm: float) -> ClothMesh:
    flat, faces = sheet(width_mm / 1000.0, length_mm / 1000.0, edge_mm / 1000.0)
    n, t = len(flat), len(faces)
    return ClothMesh(
        ("front",), 1000.0 * flat, np.zeros(n, np.int32), faces.astype(np.int32), np.arange(n, dtype=np.int32),
        np.zeros(t, np.int32), np.ones(t), (CLOTH,),
    )  # fmt: skip


def felt(mesh: ClothMesh, x: np.ndarray) -> np.ndarray:
    return strains.shared(strains.greens(*strains.gradients(mesh, x)), strains.areas(mesh), mesh.triangles)


def test_the_solver_pulls_by_the_strains_that_are_shown() -> None:
    mesh = flat_mesh(200.0, 160.0, 20.0)
    rng = np.random.default_rng(3)
    x = np.column_stack((1.03 * mesh.flat_mm[:, 0], 0.99 * mesh.flat_mm[:, 1], rng.normal(0.0, 2.0, mesh.n_vertices)))
    sheet = cloth(mesh.flat_mm / 1000.0, mesh.triangles, x / 1000.0, (400.0, 300.0, 80.0, 60.0))
    e, k = felt(mesh, x), np.array((400.0, 300.0, 80.0, 60.0))
    suu, svv, suv = k[0] * e[:, 0] + k[2] * e[:, 1], k[1] * e[:, 1] + k[2] * e[:, 0], k[3] * e[:, 2]
    fu, fv = strains.gradients(mesh, x)
    force = np.zeros_like(x)
    for i in range(3):
        u, v = sheet.grads[:, i, 0], sheet.grads[:, i, 1]
        pull = fu * (suu * u + suv * v)[:, None] + fv * (svv * v + suv * u)[:, None]
        np.subtract.at(force, mesh.triangles[:, i], sheet.area[:, None] * pull)
    assert np.allclose(sheet.forces(x / 1000.0), force, atol=1e-9 * np.abs(force).max())


def test_an_even_stretch_is_the_same_in_every_triangle() -> None:
    mesh = flat_mesh(200.0, 160.0, 20.0)
    x = np.column_stack((1.05 * mesh.flat_mm[:, 0], 0.98 * mesh.flat_mm[:, 1], np.zeros(mesh.n_vertices)))
    assert np.allclose(felt(mesh, x), ((1.05**2 - 1) / 2, (0.98**2 - 1) / 2, 0.0))


def test_nothing_is_shared_across_a_seam() -> None:
    one, two = flat_mesh(100.0, 100.0, 20.0), flat_mesh(100.0, 100.0, 20.0)
    count = one.n_vertices
    both = replace(
        one, panels=("front", "back"), flat_mm=np.concatenate((one.flat_mm, two.flat_mm)),
        panel=np.repeat(np.arange(2, dtype=np.int32), count),
        triangles=np.concatenate((one.triangles, two.triangles + count)).astype(np.int32),
        sewn=np.arange(2 * count, dtype=np.int32), material=np.tile(one.material, 2), layers=np.tile(one.layers, 2),
    )  # fmt: skip
    lies = [
        np.column_stack((s * m.flat_mm[:, 0], m.flat_mm[:, 1], np.zeros(count))) for s, m in ((1.1, one), (1.0, two))
    ]
    found = felt(both, np.concatenate(lies))
    assert np.allclose(found[: len(one.triangles), 0], 0.105) and np.allclose(found[len(one.triangles) :], 0.0)


@pytest.mark.slow
def test_the_highest_strain_is_that_of_a_finer_mesh() -> None:
    """99th percentile of a tee's strain across the grain, at 5 000 and 10 000 vertices: 0.2 points apart at most."""
    tee = garments.made("tshirt")
    found = []
    for edge in (12.9, 9.1):
        drape = wear(tee, edge_mm=edge)
        assert drape.converged, drape.why
        found.append(tryon.percentiles(drape.mesh, tryon.maps(drape).strain_weft, (99.0,))[0])
    assert abs(found[1] - found[0]) <= 0.2
