"""A garment over a garment."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from ampc_desktop import tryon
from ampc_desktop.core.drape import ClothMesh, Drape, DrapeJob
from ampc_desktop.tryon import layered
from ampc_desktop.tryon.bodyfield import body_field
from ampc_desktop.tryon.child import drape
from ampc_desktop.tryon.crossing import crossings, edges_of
from ampc_desktop.tryon.distance import Field
from tests.garment import bodies as garments
from tests.tryon.worn import anna, quiet, worn


def meshed(family: str, edge_mm: float = 30.0, **wishes: Any) -> ClothMesh:
    pattern = garments.made(family, **wishes)
    return tryon.mesh(pattern, {"shell": tryon.material(garments.CLOTH[family])}, edge_mm)


@cache
def tee_over_tee() -> tuple[Drape, Drape, int]:
    """(the fitted tee alone, both as they come to rest, vertices of the upper)."""
    _, lower = worn("tshirt", fit="fitted")
    mesh = meshed("tshirt", fit="oversized")
    start = tryon.place(mesh, anna().mesh)
    job = DrapeJob(
        tryon.over(mesh, lower.mesh), anna().mesh, np.concatenate((start, lower.positions_mm)), upper=mesh.n_vertices
    )
    return lower, drape(job, quiet), mesh.n_vertices


def test_both_come_to_rest_and_nothing_goes_through_anything() -> None:
    _, both, count = tee_over_tee()
    assert both.converged, both.why
    assert both.penetrations == both.self_crossings == 0
    upper, lower = tryon.parted(both, count)
    edges = edges_of(upper.mesh.faces)
    below = both.mesh.faces[both.mesh.faces.min(axis=1) >= count] - count
    assert crossings(upper.positions_mm / 1000.0, edges, lower / 1000.0, below, same=False) == 0


def test_the_upper_garment_is_the_outer_one_and_presses_the_lower_down() -> None:
    alone, both, count = tee_over_tee()
    upper, lower = tryon.parted(both, count)
    assert upper.mesh.panels == meshed("tshirt", fit="oversized").panels
    trunk = np.abs(lower[:, 0]) < 120.0  # without sleeves, that move freely
    assert np.median(upper.ease_mm) > np.median(both.ease_mm[count:][trunk]) + 1.0
    assert np.abs(lower - alone.positions_mm).max() > 0.5  # it is not a frozen shell
    assert np.median(np.linalg.norm(lower - alone.positions_mm, axis=1)) < 10.0


def test_what_two_cloths_are_together_comes_apart_again() -> None:
    lower, both, count = tee_over_tee()
    upper = meshed("tshirt", fit="oversized")
    parted, places = tryon.parted(both, count)
    for name in ("flat_mm", "panel", "triangles", "sewn", "material", "layers"):
        assert np.array_equal(getattr(parted.mesh, name), getattr(upper, name)), name
    assert parted.mesh.materials == upper.materials and dict(parted.mesh.seams).keys() == dict(upper.seams).keys()
    assert len(places) == lower.mesh.n_vertices


def test_cloth_that_goes_round_encloses_what_is_in_it_and_bare_skin_stays_as_it_is() -> None:
    _, lower = worn("tshirt", fit="oversized")
    low = lower.positions_mm / 1000.0
    bare = body_field(anna().mesh)
    dressed = layered.dressed_field(anna().mesh, low, lower.mesh.faces.astype(np.int64))

    def at(field: Field, x: float, y: float, z: float) -> float:
        i, j, k = np.rint((np.array((x, y, z)) - field.origin) / field.step).astype(int)
        return float(field.values[i, j, k])

    hem = low[np.abs(low[:, 1] - low[:, 1].min() - 0.08) < 0.02]  # well above the hem, where it hangs clear of the body
    front = hem[np.argmax(hem[:, 2])]
    between = front - np.array((0.0, 0.0, 0.012))
    assert at(bare, *between) > 0.0 > at(dressed, *between)
    knee = np.array((0.12, 0.45, 0.12))
    assert abs(at(bare, *knee) - at(dressed, *knee)) < 1e-6
