"""Mechanics of cloth: the records, laboratory readings converted, and a studio's own file."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop import tryon
from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec, resources
from ampc_desktop.tryon.laboratory import WORN_N_M, stiffness_n_m
from ampc_desktop.tryon.maps import measured
from tests.garment.bodies import JERSEY

FABRICS = {
    path.stem: codec.from_plain(tomllib.loads(path.read_text(encoding="utf-8")), Fabric, path.name)
    for path in sorted(resources.path("fabrics").glob("*.toml"))
}


@pytest.mark.parametrize("id", FABRICS)
def test_every_fabric_of_the_shop_can_be_draped(id: str) -> None:
    m = tryon.material(FABRICS[id])
    assert 50.0 < m.weft_n_m < 2e4 and 50.0 < m.warp_n_m < 2e4
    assert m.coupling_n_m**2 < m.weft_n_m * m.warp_n_m
    assert 20.0 <= m.shear_n_m <= 200.0
    assert 4e-7 < m.bending_nm < 2e-4
    assert 0.2 <= m.friction <= 0.6
    assert 0.02 <= m.stretch_weft <= 1.0 and 0.02 <= m.stretch_warp <= 1.0
    assert m.sources and all(len(line) > 40 for line in m.sources)


def test_at_least_twelve_fabrics_have_mechanics_with_a_source_for_each_value() -> None:
    full = [f for f in FABRICS.values() if f.mechanics]
    assert len(full) >= 12
    for fabric in full:
        assert set(fabric.mechanics or {}) == set(fabric.mechanics_sources or {}), fabric.id
        said = tryon.material(fabric).sources
        assert all(any(name in line.split(":")[0] for line in said) for name in fabric.mechanics or {})


def test_cloths_lie_to_each_other_as_a_hand_feels_them() -> None:
    m = {id: tryon.material(fabric) for id, fabric in FABRICS.items()}
    bends = [m[id].bending_nm for id in ("silk_jersey", "cotton_jersey_180", "wool_flannel", "cotton_twill", "denim")]
    assert bends == sorted(bends)
    assert m["denim"].shear_n_m > m["wool_flannel"].shear_n_m > m["modal_jersey"].shear_n_m
    assert m["cotton_poplin"].weft_n_m > 10 * m["cotton_jersey_150"].weft_n_m
    assert m["stretch_cotton_twill"].weft_n_m < m["stretch_cotton_twill"].warp_n_m
    assert m["cotton_jersey_150"].bending_nm < m["cotton_jersey_220"].bending_nm


def test_bending_by_direction_is_averaged_and_a_single_value_wins() -> None:
    ways = {"bending_weft_nm": 2e-5, "bending_warp_nm": 4e-5}
    assert tryon.material(replace(JERSEY, mechanics=ways)).bending_nm == pytest.approx(3e-5)
    assert tryon.material(replace(JERSEY, mechanics={**ways, "bending_nm": 1e-5})).bending_nm == 1e-5


def test_kes_units_by_hand() -> None:
    """EMT 10 % with LT 1 is a straight line: 2 % at 100 gf/cm. 1 gf/cm.deg = 56.19 N/m, 1 gf.cm2/cm = 98.07 µN·m."""
    got = tryon.kes(
        {"EMT": 10.0, "LT": 1.0, "G": 1.0, "B_weft": 0.05, "B_warp": 0.10, "MIU": 0.2, "W": 18.0, "T0": 0.7}
    )
    assert got.values["weft_n_m"] == got.values["warp_n_m"] == pytest.approx(98.0665 / (1.02 * (1.02**2 - 1) / 2))
    assert got.values["shear_n_m"] == pytest.approx(56.19, abs=0.005)
    assert got.values["bending_weft_nm"] == pytest.approx(4.903e-6, rel=1e-3)
    assert got.values["bending_warp_nm"] == pytest.approx(9.807e-6, rel=1e-3)
    assert (got.values["friction"], got.gsm, got.thickness_mm) == (0.2, 180.0, 0.7)
    assert got.stretch_weft == pytest.approx(0.02)


def test_kes_load_curve_has_the_linearity_it_was_given() -> None:
    """Integrating the power law gives WT back: LT 0.6, EMT 6 % -> WT = 0.6 x 500 x 0.06 / 2 = 9 gf.cm/cm²."""
    p = 2 / 0.6 - 1
    e = np.linspace(0.0, 0.06, 200_001)
    load = 500.0 * (e / 0.06) ** p
    assert float(np.trapezoid(load, e)) == pytest.approx(9.0, rel=1e-4)
    by_lt, by_wt = tryon.kes({"EMT": 6.0, "LT": 0.6}), tryon.kes({"EMT": 6.0, "WT": 9.0})
    assert by_lt.values == pytest.approx(by_wt.values)
    worn = float(np.interp(100.0, load, e))
    assert by_lt.values["warp_n_m"] == pytest.approx(stiffness_n_m(WORN_N_M, worn), rel=1e-3)


def test_fast_units_by_hand() -> None:
    """A 168 g/m² wool cloth: C 15.0 and 14.5 mm are 5.56 and 5.02 µN·m; EB5 3 % is 41 N/m."""
    got = tryon.fast({"W": 168.0, "C_warp": 15.0, "C_weft": 14.5, "EB5": 3.0, "E5": 0.3, "E20": 0.9, "E100": 2.0})
    assert got.values["bending_warp_nm"] == pytest.approx(5.56e-6, rel=1e-3)
    assert got.values["bending_weft_nm"] == pytest.approx(5.02e-6, rel=1e-3)
    assert got.values["shear_n_m"] == pytest.approx(41.0)
    assert got.values["weft_n_m"] == pytest.approx(98.0665 / (1.02 * (1.02**2 - 1) / 2))
    assert (got.gsm, got.stretch_warp) == (168.0, 0.02)
    assert tryon.fast({"B": 7.0}).values["bending_warp_nm"] == pytest.approx(7e-6)


@given(st.floats(0.005, 1.2))
def test_a_cloth_pulled_at_100_gf_per_cm_stretches_as_it_was_measured(extension: float) -> None:
    """The stiffness, put in the membrane of the try-on, carries 98.07 N/m at that stretch, width held."""
    k = stiffness_n_m(WORN_N_M, extension)
    cloth = replace(tryon.material(JERSEY), weft_n_m=k, warp_n_m=k, coupling_n_m=0.0)
    square = ClothMesh(
        ("front",), np.array([[0.0, 0], [100, 0], [100, 100], [0, 100]]), np.zeros(4, np.int32),
        np.array([[0, 1, 2], [0, 2, 3]], np.int32), np.arange(4, dtype=np.int32), np.zeros(2, np.int32),
        np.ones(2), (cloth,),
    )  # fmt: skip
    x = np.column_stack((square.flat_mm * (1 + extension, 1.0), np.zeros(4)))
    assert measured(square, x, np.zeros(4), np.zeros(4)).tension_max_n_m == pytest.approx(98.0665)


FILE = """\
source: KES-F, City laboratory, 2 March 2025
mechanics:
  friction: 0.35
kes:
  EMT_weft: 24.0
  EMT_warp: 9.0
  LT: 0.72
  G: 0.8
  B: 0.02
  W: 16.5
"""


def test_a_file_of_a_laboratory_is_read_and_its_own_values_win() -> None:
    got = tryon.read_mechanics(FILE, "jersey.yaml")
    assert got.values["friction"] == 0.35 and "converted" not in got.sources["friction"]
    assert got.values["weft_n_m"] < got.values["warp_n_m"] and "KES-F" in got.sources["weft_n_m"]
    merged = tryon.with_mechanics(FABRICS["cotton_interlock"], got)
    m = tryon.material(merged)
    assert m.density_kg_m2 == pytest.approx(0.165)
    assert m.bending_nm == pytest.approx(0.02 * 98.0665e-6)  # the record's own bending is gone
    assert m.shear_n_m == pytest.approx(0.8 * 56.187, rel=1e-4)
    assert m.stretch_weft == got.stretch_weft
    toml = 'source = "pull test"\n[mechanics]\nweft_n_m = 300.0\nbending_nm = 2e-6\ngsm = 155.0\n'
    own = tryon.read_mechanics(toml, "own.toml")
    assert own.values == {"weft_n_m": 300.0, "bending_nm": 2e-6} and own.gsm == 155.0


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("mechanics: {friction: 0.3}", "cloth.yaml", "source is missing"),
        ("source: x\nkes: {EMT: 5}\n", "line 2: EMT", "needs LT"),
        ("source: x\nkes:\n  EMT: 5\n  LT: 0.6\n  G: 90\n", "line 5: G", "limit 0.02 to 20"),
        ("source: x\nkes:\n  B: much\n", "line 3: B", "not a number"),
        ("source: x\nkes:\n  B: .nan\n", "line 3: B", "not a number"),
        ("source: x\nkes:\n  EMF: 5\n", "line 3: EMF", "not a reading"),
        ("source: x\nfast:\n  C: 15\n", "line 3: C", "needs W"),
        ("source: x\nfast:\n  E5: 3\n  E20: 2\n  E100: 4\n", "E5 to E100", "falls under more load"),
        ("source: x\nkes: {B: 0.1}\nfast: {B: 3}\n", "line 3: fast", "both given"),
        ("source: x\nstretch: 5\n", "line 2: stretch", "not known"),
        ("source: x\nmechanics:\n  bending_nm: 5\n", "line 3: bending_nm", "limit"),
        ("source: x\nkes: 5\n", "line 2: kes", "no table"),
        ("source: x\n", "cloth.yaml", "no value is given"),
        ("source: x\nmechanics: {\n", "line", "can't be read"),
        ("- 1\n", "cloth.yaml", "no table"),
    ],
)  # fmt: skip
def test_bad_files_are_told_with_line_and_field(text: str, place: str, what: str) -> None:
    with pytest.raises(Problem) as told:
        tryon.read_mechanics(text, "cloth.yaml")
    assert place in told.value.where and what in told.value.what


def test_a_broken_toml_file_is_told() -> None:
    with pytest.raises(Problem, match=r"cloth\.toml.*can't be read"):
        tryon.read_mechanics("source = \n", "cloth.toml")
