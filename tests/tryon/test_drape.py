"""Our garments on our body, from pattern to maps."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ampc_desktop import body, tryon
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import Drape, DrapeJob
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.runtime import child
from ampc_desktop.tryon.child import drape
from ampc_desktop.tryon.maps import measured
from tests.garment import bodies as garments


def quiet(*said: Any) -> None:
    pass


@cache
def anna() -> MeasuredBody:
    return body.fit(body.complete(garments.body())).body


@cache
def job(family: str, edge_mm: float = 25.0, **wishes: Any) -> DrapeJob:
    cloth = {"shell": tryon.material(garments.CLOTH[family])}
    mesh = tryon.mesh(garments.made(family, **wishes), cloth, edge_mm)
    waist_mm = float(anna().tape["waist"].points_mm[:, 1].mean())
    start = tryon.place(mesh, anna().mesh, waist_mm)
    return DrapeJob(mesh, anna().mesh, start, waist="waist" if family == "straight_skirt" else "")


@cache
def draped(family: str) -> Drape:
    return drape(job(family), quiet)


@pytest.mark.parametrize("family", ["tshirt", "straight_skirt"])
def test_a_garment_comes_to_rest_on_the_body(family: str) -> None:
    got = draped(family)
    assert got.converged and not got.why
    assert got.residual <= 0.01 and got.speed_mm_s <= 2.0
    assert got.contact_share == pytest.approx(1.0, abs=0.01)
    assert got.penetrations == 0
    assert got.self_crossings == 0
    assert got.ease_mm.min() > 0.0


def test_a_warm_start_is_at_rest_at_once() -> None:
    got = draped("tshirt")
    again = drape(replace(job("tshirt"), start_mm=got.positions_mm, warm=True), quiet)
    assert again.converged and again.steps < 0.7 * got.steps
    assert np.linalg.norm(again.positions_mm - got.positions_mm, axis=1).mean() < 3.0


def test_the_maps_of_a_shirt_are_those_of_a_loose_shirt() -> None:
    got = draped("tshirt")
    maps = tryon.maps(got)
    p50, p99 = tryon.percentiles(got.mesh, maps.strain_weft)
    assert abs(p50) < 0.3 and 0.2 < p99 < 8.0
    assert (maps.tension_max_n_m >= maps.tension_min_n_m).all()
    assert maps.pressure_pa.min() >= 0.0 and np.percentile(maps.pressure_pa, 99) < 2000.0
    assert np.isfinite(tryon.by_vertex(got.mesh, maps.strain_warp)).all()


def test_left_and_right_drape_alike() -> None:
    """The body and the shirt are symmetric to less than a millimetre; so must be the drape, on the whole."""
    got = draped("tshirt")
    mesh, x = got.mesh, got.positions_mm
    front = np.where(mesh.panel == mesh.panels.index("front"))[0]
    flat = mesh.flat_mm[front]
    gaps = []
    for k, (u, v) in zip(front, flat, strict=True):
        far = np.hypot(flat[:, 0] + u, flat[:, 1] - v)
        twin = front[int(far.argmin())]
        if far.min() < 0.01:
            gaps.append(np.linalg.norm(x[mesh.sewn[k]] * (-1, 1, 1) - x[mesh.sewn[twin]]))
    assert len(gaps) > 0.9 * len(front)
    assert np.mean(gaps) < 0.5


def test_the_same_job_gives_the_same_bytes() -> None:
    one, two = (drape(replace(job("straight_skirt", 40.0), max_steps=25), quiet) for _ in range(2))
    assert one.positions_mm.tobytes() == two.positions_mm.tobytes()
    assert one.pressure_pa.tobytes() == two.pressure_pa.tobytes()


def test_a_drape_cut_short_says_so_and_has_no_maps() -> None:
    got = drape(replace(job("straight_skirt", 40.0), max_steps=15), quiet)
    assert not got.converged and "out of balance" in got.why
    with pytest.raises(Problem, match="did not come to rest") as told:
        tryon.maps(got)
    assert told.value.kind is Kind.NO


def test_a_skirt_much_too_wide_falls_off() -> None:
    wide = job("straight_skirt", 40.0)
    scaled = replace(wide.mesh, flat_mm=wide.mesh.flat_mm * (1.6, 1.0))
    band = scaled.panel == scaled.panels.index("waistband")
    scaled.flat_mm[band] = wide.mesh.flat_mm[band] * (1.0, 1.6)  # the band runs along its y
    start = tryon.place(scaled, anna().mesh)
    got = drape(replace(wide, mesh=scaled, start_mm=start), quiet)
    assert not got.converged and "slides off and falls: its waist of 1216 mm" in got.why


def test_the_child_tells_how_far_it_is() -> None:
    seen: list[np.ndarray] = []
    got = child.run(tryon.CHILD, replace(job("straight_skirt", 40.0), max_steps=40), on_partial=seen.append)
    assert isinstance(got, Drape)
    assert len(seen) >= 2 and all(x.shape == got.positions_mm.shape for x in seen)
    assert np.abs(seen[0] - seen[-1]).max() > 1.0


def test_a_cold_solver_says_that_it_is_being_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ampc_desktop.tryon.child import _compiled

    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert not _compiled()
    (tmp_path / "tryon_1").mkdir()
    (tmp_path / "tryon_1" / "linear.solve-100.py311.nbi").write_bytes(b"")
    assert _compiled()


def test_strain_and_tension_of_a_known_stretch() -> None:
    """A skirt's flat mesh pulled 2 % along weft: strain, tension and fit follow by hand."""
    mesh = job("straight_skirt", 40.0).mesh
    apart = replace(mesh, sewn=np.arange(len(mesh.flat_mm), dtype=np.int32))
    x = np.column_stack((mesh.flat_mm[:, 0] * 1.02, mesh.flat_mm[:, 1], np.zeros(len(mesh.flat_mm))))
    none = np.zeros(len(x))
    maps = measured(apart, x, none, none)
    m = mesh.materials[0]
    assert np.allclose(maps.strain_weft, 2.0) and np.allclose(maps.strain_warp, 0.0)
    one = mesh.layers == 1
    e = (1.02**2 - 1) / 2
    assert np.allclose(maps.tension_max_n_m[one], m.weft_n_m * e * 1.02)
    assert np.allclose(maps.tension_min_n_m[one], m.coupling_n_m * e / 1.02)
    assert np.allclose(maps.tension_max_n_m[~one], 2 * m.weft_n_m * e * 1.02)
    assert np.allclose(maps.fit, 0.02 / m.stretch_weft)
    turned = x @ np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    assert np.allclose(measured(apart, turned, none, none).tension_max_n_m, maps.tension_max_n_m)


def test_a_piece_with_no_place_on_the_body_is_told() -> None:
    mesh = job("straight_skirt", 40.0).mesh
    with pytest.raises(Problem, match="piece pocket"):
        tryon.place(replace(mesh, panels=("pocket", *mesh.panels[1:])), anna().mesh)
    with pytest.raises(Problem, match="no joints"):
        tryon.place(mesh, replace(anna().mesh, joints_mm={}))


def test_mechanics_are_taken_from_the_record_and_estimates_are_named() -> None:
    plain = tryon.material(garments.JERSEY)
    assert plain.weft_n_m == pytest.approx(100 / 0.30) and "estimate" in plain.sources[0]
    given = {"weft_n_m": 250.0, "warp_n_m": 500.0, "coupling_n_m": 60.0, "shear_n_m": 30.0, "bending_nm": 2e-6,
             "friction": 0.4}  # fmt: skip
    measured_one = tryon.material(replace(garments.JERSEY, mechanics=given, sources=("KES-F",)))
    assert (measured_one.weft_n_m, measured_one.friction) == (250.0, 0.4)
    assert measured_one.sources == ("KES-F",)
    with pytest.raises(Problem, match="coupling_n_m"):
        tryon.material(replace(garments.JERSEY, mechanics={**given, "coupling_n_m": 400.0}))
    with pytest.raises(Problem, match="weft_n_m is -1"):
        tryon.material(replace(garments.JERSEY, mechanics={"weft_n_m": -1.0, "coupling_n_m": 0.0}))
    with pytest.raises(Problem, match="no 'stiffness'"):
        tryon.material(replace(garments.JERSEY, mechanics={"stiffness": 1.0}))


def test_the_room_opens_without_its_heavy_tools() -> None:
    code = (
        "import sys; import ampc_desktop.tryon, ampc_desktop.tryon.child; "
        "print([n for n in sys.modules if n.split('.')[0] in ('numba', 'llvmlite', 'scipy', 'trimesh')])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
