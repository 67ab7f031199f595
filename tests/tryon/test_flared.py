"""Flared skirts start as cones on a body without arms."""

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.body import REGIONS
from ampc_desktop.core.drape import ClothMesh, DrapeJob
from ampc_desktop.tryon import flared
from ampc_desktop.tryon.child import drape
from tests.garment import bodies as garments
from tests.tryon.worn import anna, quiet


def sewn(family: str, edge_mm: float = 35.0, **wishes: object) -> ClothMesh:
    pattern = garments.made(family, **wishes)
    return tryon.mesh(pattern, {"shell": tryon.material(garments.CLOTH[family])}, edge_mm)


@pytest.mark.parametrize(("circle", "growth"), [("full", 1.0), ("half", 0.5)])
def test_a_circle_skirt_grows_as_it_is_named(circle: str, growth: float) -> None:
    mesh = sewn("circle_skirt", circle=circle)
    assert flared.flare(mesh) == pytest.approx(growth, abs=0.01)
    assert tryon.wide(mesh)


@pytest.mark.parametrize("family", ["straight_skirt", "a_line_skirt", "tshirt", "shift_dress", "trousers"])
def test_other_garments_do_not_start_as_cones(family: str) -> None:
    assert not tryon.wide(sewn(family, 30.0))


@pytest.mark.parametrize("circle", ["full", "half"])
def test_the_cone_keeps_every_length(circle: str) -> None:
    mesh, someone = sewn("circle_skirt", circle=circle), anna()
    start = tryon.place(mesh, someone.mesh, float(someone.tape["waist"].points_mm[:, 1].mean()))
    skirt = [k for k, place in enumerate(mesh.places) if place in ("front", "back")]
    inside = np.isin(mesh.panel[mesh.triangles], skirt).all(axis=1)
    faces, rest = mesh.faces[inside], mesh.rest_mm[inside]
    shares = [
        np.linalg.norm(start[faces[:, k]] - start[faces[:, k - 1]], axis=1)
        / np.linalg.norm(rest[:, k] - rest[:, k - 1], axis=1)
        for k in range(3)
    ]
    assert np.percentile(shares, 1) > 0.9 and np.percentile(shares, 99) < 1.15  # a body is no circle
    waist = start[mesh.seams["waist"]]
    assert np.ptp(waist[:, 1]) < 40.0 and waist[:, 2].min() < 0.0 < waist[:, 2].max()


def test_a_body_without_arms_is_closed() -> None:
    body = anna().mesh
    bare = flared.armless(body)
    edges = np.sort(bare.skin[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()
    for arm in ("left_arm", "right_arm"):
        assert (bare.regions == REGIONS.index(arm)).sum() < 0.05 * (body.regions == REGIONS.index(arm)).sum()
    low = body.vertices_mm[:, 1].min()
    assert bare.vertices_mm[:, 1].min() == low and np.ptp(bare.vertices_mm[:, 0]) < 0.7 * np.ptp(body.vertices_mm[:, 0])


@pytest.mark.slow
def test_a_full_circle_falls_in_folds_and_comes_to_rest() -> None:
    mesh, someone = sewn("circle_skirt", 40.0, circle="full", length="mini"), anna()
    start = tryon.place(mesh, someone.mesh, float(someone.tape["waist"].points_mm[:, 1].mean()))
    lies = drape(DrapeJob(mesh, someone.mesh, start, waist="waist", armless=True), quiet)
    assert lies.converged, lies.why
    assert lies.positions_mm[:, 1].min() < start[:, 1].min() - 150.0
