"""Maps on cloth whose stretch is known: scales, values at vertices, the probe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import tryon
from ampc_desktop.core.problem import Problem
from ampc_desktop.tryon.maps import by_triangle, touching_p99
from tests.garment.bodies import TWILL
from tests.tryon.cloths import lying, pulled, strip

MESH = strip()


def test_scales_name_every_map_with_unit_and_limit() -> None:
    scales = tryon.scales(MESH)
    assert list(scales) == ["strain", "weft", "warp", "shear", "tension", "pressure", "ease", "fit"]
    for name, scale in scales.items():
        assert scale.name == name and scale.label and scale.low < scale.high and len(scale.bands) == 9
    assert (scales["strain"].unit, scales["tension"].unit, scales["pressure"].unit) == ("%", "N/m", "Pa")
    assert scales["weft"].limit == pytest.approx(30.0) and scales["warp"].limit == pytest.approx(15.0)
    assert scales["strain"].high == 20.0
    woven = replace(MESH, materials=(tryon.material(TWILL),))
    assert tryon.scales(woven)["strain"].high == 5.0


def test_views_carry_values_by_vertex_and_percentiles_by_area() -> None:
    drape = lying(MESH, pulled(MESH, weft=1.08, warp=1.02))
    maps = tryon.maps(drape)
    views = tryon.views(drape, maps)
    assert views["weft"].values.shape == (len(MESH.flat_mm),)
    assert np.allclose(views["weft"].values, 8.0) and np.allclose(views["warp"].values, 2.0)
    assert np.allclose(views["strain"].values, 8.0) and views["strain"].p99 == pytest.approx(8.0)
    assert np.allclose(views["fit"].values, 0.08 / 0.30) and views["fit"].limit == 1.0
    assert np.allclose(views["ease"].values, 5.0) and views["ease"].p99 is None
    assert views["pressure"].p99 == 0.0
    with pytest.raises(KeyError):
        tryon.values(maps, MESH, "colour")


def test_pressure_percentile_is_taken_where_the_cloth_touches() -> None:
    pressure = np.zeros(len(MESH.triangles))
    pressure[:2] = 400.0
    assert touching_p99(MESH, pressure) == 400.0
    assert tryon.percentiles(MESH, pressure, (50.0,)) == (0.0,)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, len(MESH.triangles) - 1),
    st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.05, 1.0)),
    st.sampled_from([(1.05, 1.01, 0.0, "weft", 5.0), (1.0, 1.07, 0.0, "warp", 7.0), (0.99, 0.99, 0.2, "bias", None)]),
)
def test_the_probe_reads_any_point(triangle: int, bary: tuple[float, float, float], case: tuple) -> None:
    weft, warp, shear, way, stretch = case
    drape = lying(MESH, pulled(MESH, weft, warp, shear))
    got = tryon.probe(drape, tryon.maps(drape), triangle, bary)
    assert got.panel == "front" and got.direction == way
    x, y = got.flat_mm
    assert got.at_mm == pytest.approx((weft * x + shear * y, warp * y, 0.0))
    assert got.values["weft"] == pytest.approx(100 * (weft - 1))
    assert got.values["ease"] == pytest.approx(5.0)
    if stretch is not None:
        assert got.stretch == pytest.approx(stretch)
    else:  # the longer diagonal of the sheared square
        assert got.stretch == pytest.approx(100 * (np.hypot(0.99 + 0.2, 0.99) / np.sqrt(2) - 1))


def test_the_probe_refuses_what_is_no_place() -> None:
    drape = lying(MESH)
    maps = tryon.maps(drape)
    with pytest.raises(Problem, match="no triangle 9999"):
        tryon.probe(drape, maps, 9999, (1, 0, 0))
    with pytest.raises(Problem, match="no place"):
        tryon.probe(drape, maps, 0, (0, 0, 0))


def test_values_never_blur_over_a_seam() -> None:
    """Two strips sewn side by side, one pulled: each keeps its own strain at the seam."""
    one, two = strip(), strip(panel="back")
    n = len(one.flat_mm)
    both = replace(
        one,
        panels=("front", "back"),
        flat_mm=np.concatenate((one.flat_mm, two.flat_mm)),
        panel=np.repeat(np.array([0, 1], np.int32), n),
        triangles=np.concatenate((one.triangles, two.triangles + n)),
        sewn=np.concatenate((one.sewn, two.sewn)),
        material=np.zeros(2 * len(one.triangles), np.int32),
        layers=np.ones(2 * len(one.triangles)),
    )
    far = pulled(one)
    twin = replace(both, flat_mm=np.concatenate((one.flat_mm, two.flat_mm / (1.1, 1.0))))
    drape = lying(twin, far)
    weft = tryon.values(tryon.maps(drape), twin, "weft")
    assert np.allclose(weft[:n], 0.0) and np.allclose(weft[n:], 10.0)
    assert np.allclose(by_triangle(tryon.maps(drape), twin, "weft")[len(one.triangles) :], 10.0)
