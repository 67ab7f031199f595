"""Scans: any closed surface of a person, in any unit and stance, is measured like the body it was made from."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from ampc_desktop import body
from ampc_desktop.body import scan
from ampc_desktop.body.prior import prior
from ampc_desktop.core.body import REGIONS, BodyMesh, BodyShape
from ampc_desktop.core.problem import Problem

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
CLOSE = {
    "stature": 1,
    "weight_kg": 0.5,
    "hip": 3,
    "inseam": 8,
    "thigh": 6,
    "calf": 3,
    "ankle": 3,
    "wrist": 4,
    "head": 8,
}
"""mm (kg): measures whose place a surface shows plainly."""


@cache
def person(sex: str, seed: int) -> BodyMesh:
    shapes, model = prior(sex), body.load(sex)  # type: ignore[arg-type]
    betas = np.random.default_rng(seed).multivariate_normal(shapes.mean, shapes.cov)
    return body.posed(BodyShape(model.id, model.sex, tuple(betas)))


def surface(mesh: BodyMesh) -> tuple[Array, Indices]:
    skin = mesh.skin.astype(np.int64)
    return mesh.vertices_mm[: skin.max() + 1].copy(), skin


def shuffled(v: Array, f: Indices, seed: int = 1) -> tuple[Array, Indices]:
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(v))
    place = np.argsort(order)
    return v[order], np.roll(place[f][rng.permutation(len(f))], 1, axis=1)


def thinned(v: Array, f: Indices, share: float) -> tuple[Array, Indices]:
    """Another topology of the same surface (6 900 vertices are as many as SMPL has)."""
    core = pytest.importorskip("vtkmodules.vtkFiltersCore")
    from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
    from vtkmodules.vtkCommonCore import vtkPoints
    from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData

    points, cells, data = vtkPoints(), vtkCellArray(), vtkPolyData()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(v), deep=True))
    cells.SetData(
        numpy_to_vtkIdTypeArray(np.arange(0, f.size + 1, 3), deep=True), numpy_to_vtkIdTypeArray(f.ravel(), True)
    )
    data.SetPoints(points)
    data.SetPolys(cells)
    fewer = core.vtkQuadricDecimation()
    fewer.SetInputData(data)
    fewer.SetTargetReduction(1 - share)
    fewer.Update()
    out = fewer.GetOutput()
    faces = vtk_to_numpy(out.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    return vtk_to_numpy(out.GetPoints().GetData()).astype(float), faces.astype(np.int64)


@pytest.mark.parametrize(("sex", "seed"), [("female", 1), ("female", 2), ("male", 3), ("male", 4)])
def test_geometry_finds_what_known_vertices_say(sex: str, seed: int) -> None:
    mesh = person(sex, seed)
    truth = body.measure(mesh).measures
    found = body.measure(scan.from_mesh(*shuffled(*surface(mesh)))).measures
    assert set(found.values) == set(body.DEFINITIONS) - body.BY_HAND
    for name, measure in found.values.items():
        limit = CLOSE.get(name, 2.2 * measure.uncertainty)
        assert measure.value == pytest.approx(truth[name], abs=limit), name
        assert measure.source == "scan"


@pytest.mark.parametrize("sex", ["female", "male"])
def test_another_topology_measures_the_same(sex: str) -> None:
    mesh = person(sex, 5)
    truth = body.measure(mesh).measures
    v, f = thinned(*surface(mesh), share=0.5)
    assert 6000 < len(v) < 7500
    found = body.measure(scan.from_mesh(v, f)).measures
    for name in ("stature", "hip", "inseam", "thigh", "calf", "ankle", "head"):
        assert found[name] == pytest.approx(truth[name], rel=0.012), name
    for name in ("bust", "waist", "waist_navel", "shoulder", "arm", "neck"):
        assert found[name] == pytest.approx(truth[name], abs=2.2 * found.values[name].uncertainty), name


@pytest.mark.parametrize(
    ("scale", "turn"),
    [
        (1.0, np.eye(3)),
        (0.1, np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])),  # z up, cm
        (0.001, np.array([[0, 0, 1.0], [1, 0, 0], [0, 1, 0]])),  # lying along x, m
        (1.0, np.array([[-1.0, 0, 0], [0, 1, 0], [0, 0, -1]])),  # its back to us
        (1.0, np.array([[0.6, 0, 0.8], [0, 1, 0], [-0.8, 0, 0.6]])),  # turned by 53°
    ],
)
def test_stance_and_unit_do_not_matter(scale: float, turn: Array) -> None:
    mesh = person("female", 6)
    v, f = surface(mesh)
    made = scan.from_mesh((v @ turn.T) * scale + [3.0, -2.0, 5.0], f, "Scan 7")
    assert made.name == "Scan 7" and made.shape is None and made.pose == "a" and made.skin_faces == len(made.faces)
    assert made.vertices_mm[:, 1].min() == pytest.approx(0, abs=1e-6)
    found, truth = body.measure(made), body.measure(mesh)
    for name in ("stature", "hip", "inseam", "thigh"):
        assert found.measures[name] == pytest.approx(truth.measures[name], abs=3.0)
    places = {mark.name: np.array(mark.point_mm) for mark in found.landmarks}
    assert places["acromion_left"][0] > 100 > -100 > places["acromion_right"][0], "left is +x"
    assert places["navel"][2] > places["nape"][2] and places["bust_left"][2] > places["nape"][2], "it faces +z"


def test_regions_are_those_of_a_body() -> None:
    mesh = person("male", 7)
    v, f = surface(mesh)
    made = scan.from_mesh(v, f)
    from scipy.spatial import cKDTree

    shift = made.vertices_mm.mean(axis=0) - v.mean(axis=0)
    near = cKDTree(v + shift * [0, 0, 1]).query(made.vertices_mm)[1]
    same = made.regions == mesh.regions[near]
    assert same.mean() > 0.93
    for region in range(len(REGIONS)):
        assert (made.regions == region).sum() > 300


def test_inside_out_and_mixed_winding_are_repaired() -> None:
    v, f = surface(person("female", 6))
    truth = body.measure(scan.from_mesh(v, f)).measures["weight_kg"]
    assert body.measure(scan.from_mesh(v, f[:, ::-1])).measures["weight_kg"] == pytest.approx(truth)
    mixed = f.copy()
    mixed[::3] = mixed[::3, ::-1]
    assert body.measure(scan.from_mesh(v, mixed)).measures["weight_kg"] == pytest.approx(truth)


def test_small_holes_are_closed_and_loose_parts_left_out() -> None:
    v, f = surface(person("female", 6))
    truth = body.measure(scan.from_mesh(v, f)).measures
    holed = np.delete(f, [3000, 15000], axis=0)
    ball_v, ball_f = v[:3] * 0 + [[0.0, 0, 900], [50, 0, 900], [0, 50, 900]], np.array([[0, 1, 2], [0, 2, 1]])
    found = body.measure(scan.from_mesh(np.vstack([v, ball_v]), np.vstack([holed, ball_f + len(v)]))).measures
    assert found["weight_kg"] == pytest.approx(truth["weight_kg"], abs=0.1)


def test_large_holes_are_told() -> None:
    mesh = person("female", 6)
    v, f = surface(mesh)
    height = v[f].mean(axis=1)
    open_feet = f[height[:, 1] > 40.0]
    with pytest.raises(Problem, match="not closed: 2 holes") as caught:
        scan.from_mesh(v, open_feet)
    assert caught.value.code == "scan.open"


@pytest.mark.parametrize(
    ("scale", "said"), [(0.6 / 1700, "0.6 m tall"), (3.0 / 1700, "3 m tall"), (300 / 1700, "300 cm tall")]
)
def test_no_adult_is_that_tall(scale: float, said: str) -> None:
    v, f = surface(person("female", 6))
    with pytest.raises(Problem, match=said) as caught:
        scan.from_mesh(v * 1700 / np.ptp(v[:, 1]) * scale, f)
    assert caught.value.code == "scan.height"


def test_upside_down_is_told() -> None:
    v, f = surface(person("male", 4))
    with pytest.raises(Problem, match="on its head"):
        scan.from_mesh(v * [1, -1, -1], f)


def test_things_that_are_no_person_are_told() -> None:
    trimesh = pytest.importorskip("trimesh")
    mesh = person("male", 4)
    v, f = surface(mesh)
    arms = np.isin(mesh.regions[f].max(axis=1), [REGIONS.index("left_arm"), REGIONS.index("right_arm")])
    ball, box = trimesh.creation.icosphere(4, 900.0), trimesh.creation.box((500, 1700, 300)).subdivide_loop(5)
    for vertices, faces in ((ball.vertices, ball.faces), (box.vertices, box.faces)):
        with pytest.raises(Problem) as caught:
            scan.from_mesh(vertices, faces)
        assert caught.value.code == "body.no_person"
    with pytest.raises(Problem) as caught:
        scan.from_mesh(v, f[~arms])
    assert caught.value.code in ("scan.open", "body.no_person")
    stood = body.posed(body.mean_shape("female"), "stand")
    pressed = stood.vertices_mm[: stood.skin.max() + 1]
    with pytest.raises(Problem, match=r"arm|triangles|legs"):
        scan.from_mesh(pressed * [0.05, 1, 1], stood.skin)


def test_damaged_surfaces_are_told() -> None:
    v, f = surface(person("female", 6))
    for vertices, faces in ((v * np.nan, f), (v, f + len(v)), (v, f[:0]), (v[:, :2], f), (v * 0, f)):
        with pytest.raises(Problem) as caught:
            scan.from_mesh(vertices, faces)
        assert caught.value.code == "scan.damaged"
    with pytest.raises(Problem, match="only 10 triangles"):
        scan.from_mesh(v, f[:10])
