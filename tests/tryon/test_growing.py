"""A dress on a body half a metre deep."""

from __future__ import annotations

from functools import cache

import pytest

from ampc_desktop import body as bodies
from ampc_desktop import tryon
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.tryon.bodyfield import body_field
from ampc_desktop.tryon.contact import distances
from ampc_desktop.tryon.crossing import crossings, edges_of
from ampc_desktop.tryon.growing import grown
from ampc_desktop.tryon.solver import material_arrays
from tests.garment import bodies as garments
from tests.tryon.worn import wear

GIRTHS = {"stature": 1680.0, "bust": 1400.0, "waist": 1280.0, "hip": 1460.0}


@cache
def rosa() -> tuple[Measurements, MeasuredBody]:
    who = bodies.complete(Measurements("Rosa", "female", {name: Measurement(mm) for name, mm in GIRTHS.items()}))
    return who, bodies.fit(who).body


def dress(edge_mm: float) -> ClothMesh:
    pattern = garments.made("shift_dress", rosa()[0])
    return tryon.mesh(pattern, {"shell": tryon.material(garments.CLOTH["shift_dress"])}, edge_mm)


def test_a_garment_that_grew_with_its_body_starts_outside_of_it_and_of_itself() -> None:
    mesh, body = dress(40.0), rosa()[1].mesh
    x = grown(mesh, body, material_arrays(mesh.materials, mesh.material, mesh.layers))
    field = body_field(body)
    assert (distances(field.values, field.origin, field.step, x) < -0.004).mean() < 0.01
    assert crossings(x, edges_of(mesh.faces), x, mesh.faces, same=True) <= 4
    seam = x[mesh.seams["shoulder.l"]]
    assert abs(float(seam[:, 2].mean())) < 0.12  # on the shoulder, not drawn over the bust


@pytest.mark.slow
def test_it_comes_to_rest() -> None:
    worn = wear(garments.made("shift_dress", rosa()[0]), rosa()[1], edge_mm=20.0)
    assert worn.converged, worn.why
