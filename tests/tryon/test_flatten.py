"""Regions laid flat: exact where they can be unrolled, honest about strain where not."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import tryon
from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array, Index
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment import run_checks, with_cut_lines
from ampc_desktop.tryon.flatten import FlatRegion
from tests.tryon.sheets import sheet
from tests.tryon.worn import anna, worn


def apart(flat: Array, known: Array) -> float:
    """Largest distance of two shapes laid on each other (Kabsch), turning but not mirroring, mm."""
    a, b = flat - flat.mean(axis=0), known - known.mean(axis=0)
    u, _, vt = np.linalg.svd(a.T @ b)
    turn = u @ np.diag([1.0, np.sign(np.linalg.det(u @ vt))]) @ vt
    return float(np.hypot(*(a @ turn - b).T).max())


def cylinder(radius: float, width: float, height: float, edge: float) -> tuple[Array, Array, Index]:
    """(points in space, the same flat, faces) of a bent sheet."""
    flat, faces = sheet(width, height, edge)
    angle = (flat[:, 0] - width / 2) / radius
    return np.column_stack((radius * np.sin(angle), flat[:, 1], radius * np.cos(angle))), flat, faces.astype(np.int32)


def cone(slope_deg: float, width: float, height: float, edge: float) -> tuple[Array, Array, Index]:
    """A sheet bent to a cone whose axis is upright; the flat sheet is a sector."""
    grid, faces = sheet(width, height, edge)
    sine = np.sin(np.radians(slope_deg))
    far = 300.0 + grid[:, 1]
    turn = (grid[:, 0] - width / 2) / 400.0  # angle on the flat sector
    flat = np.column_stack((far * np.sin(turn), -far * np.cos(turn)))
    around = turn / sine
    radius = far * sine
    up = -far * np.cos(np.radians(slope_deg))
    return (
        np.column_stack((radius * np.sin(around), up, radius * np.cos(around))),
        flat,
        faces[:, ::-1].astype(np.int32),
    )


def dome(radius: float, half_deg: float, edge: float) -> tuple[Array, Index]:
    """A cap of a sphere."""
    from scipy.spatial import Delaunay

    reach = radius * np.radians(half_deg)
    points = [(0.0, 0.0)]
    for ring in range(1, max(2, round(reach / edge)) + 1):
        r = reach * ring / max(2, round(reach / edge))
        count = max(6, round(2 * np.pi * r / edge))
        points += [(r * np.cos(a), r * np.sin(a)) for a in np.arange(count) * 2 * np.pi / count + 0.1 * ring]
    flat = np.array(points)
    faces = Delaunay(flat).simplices
    a, b, c = (flat[faces[:, k]] for k in range(3))
    clockwise = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0] < 0
    faces[clockwise] = faces[clockwise][:, [0, 2, 1]]
    far = np.hypot(*flat.T)
    theta = far / radius
    way = flat / np.maximum(far, 1e-9)[:, None]
    top = np.column_stack((radius * np.sin(theta)[:, None] * way, radius * np.cos(theta)))
    return top, faces.astype(np.int32)


def whole(points: Array, faces: Index, **more: float) -> FlatRegion:
    (region,) = tryon.flatten(points, faces, np.arange(len(faces)), **more)  # type: ignore[arg-type]
    return region


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.floats(80.0, 400.0), st.floats(100.0, 450.0), st.floats(120.0, 400.0))
def test_a_cylinder_unrolls_to_less_than_a_millimetre(radius: float, width: float, height: float) -> None:
    points, flat, faces = cylinder(radius, min(width, 5.5 * radius), height, 15.0)
    got = whole(points, faces)
    assert apart(got.flat_mm, flat[got.source]) < 1.0
    assert abs(got.boundary_mm[0] - got.boundary_mm[1]) < 1.0
    assert got.strain_p95 < 0.05


@pytest.mark.parametrize("slope", [20.0, 35.0, 60.0])
def test_a_cone_unrolls_to_a_sector(slope: float) -> None:
    points, flat, faces = cone(slope, 300.0, 300.0, 12.0)
    got = whole(points, faces)
    assert apart(got.flat_mm, flat[got.source]) < 1.0
    assert got.strain_p95 < 0.2


def test_up_in_space_is_up_on_the_piece() -> None:
    points, _, faces = cylinder(150.0, 200.0, 300.0, 20.0)
    turned = points @ np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]) + (500.0, 900.0, -80.0)
    got = whole(turned, faces)
    assert np.corrcoef(got.flat_mm[:, 1], turned[got.source, 1])[0, 1] > 0.9999
    assert g.signed_area(got.flat_mm[got.outline]) > 0


def test_a_dome_strains_and_says_how_much_and_darts_take_it_up() -> None:
    points, faces = dome(120.0, 55.0, 10.0)
    plain = whole(points, faces)
    assert 8.0 < plain.strain_p95 < 13.0
    assert plain.area_strain.min() < 0.0 < plain.area_strain.max()
    real = np.linalg.norm(np.cross(*(points[faces[:, k]] - points[faces[:, 0]] for k in (1, 2))), axis=1) / 2
    flat = abs(g.signed_area(plain.flat_mm[plain.outline]))
    assert flat == pytest.approx(float((real * (1 + plain.area_strain / 100)).sum()), rel=1e-6)
    cut = whole(points, faces, darts=2)
    assert len(cut.darts) >= 1 and cut.strain_p95 < 0.8 * plain.strain_p95
    assert len(cut.outline) > len(plain.outline)
    assert shapely.is_valid(shapely.Polygon(cut.flat_mm[cut.outline]))
    assert all(
        path[0] in plain.source[plain.outline] and path[-1] not in plain.source[plain.outline] for path in cut.darts[:1]
    )
    generous = whole(points, faces, darts=2, limit=90.0)
    assert not generous.darts


def test_a_tube_is_opened_and_unrolled() -> None:
    radius = 100.0
    points, _, faces = cylinder(radius, 2 * np.pi * radius, 200.0, 2 * np.pi * radius / 40)
    rounded = np.round(points, 6)
    _, first, inverse = np.unique(rounded, axis=0, return_index=True, return_inverse=True)
    got = whole(points[first], inverse.ravel()[faces].astype(np.int32))
    left, low, right, high = g.bounds(got.flat_mm)
    assert got.boundary_mm[0] == pytest.approx(2 * (2 * np.pi * radius + 200.0), rel=0.02)
    assert high - low >= 199.0 and right - left >= 0.98 * 2 * np.pi * radius
    assert got.strain_p95 < 0.1


def test_parts_of_a_region_are_pieces_of_their_own() -> None:
    one, _, faces = cylinder(150.0, 200.0, 150.0, 20.0)
    two, _, more = cylinder(150.0, 100.0, 100.0, 20.0)
    points = np.concatenate((one, two + np.array([900.0, 0.0, 0.0])))
    got = tryon.flatten(points, np.concatenate((faces, more + len(one))), np.arange(len(faces) + len(more)))
    areas = [abs(g.signed_area(region.flat_mm[region.outline])) for region in got]
    assert areas == pytest.approx([30000.0, 10000.0], rel=0.01)


def test_a_region_of_the_body_becomes_a_piece_that_can_be_cut() -> None:
    mesh = anna().mesh
    centre = mesh.vertices_mm[mesh.skin].mean(axis=1)
    chosen = np.flatnonzero((np.abs(centre[:, 1] - 1080.0) < 70.0) & (np.abs(centre[:, 0]) < 90.0) & (centre[:, 2] > 0))
    (region,) = tryon.flatten(mesh.vertices_mm, mesh.skin, chosen)
    assert region.strain_p95 < 6.0
    piece = with_cut_lines(tryon.as_piece(region, "belly", 8.0))
    assert piece.cut_area_mm2 > abs(g.signed_area(piece.sew_ring)) > 15000.0
    pattern = Pattern("none", "BELLY", "MTM", (piece,), (), recipe={"belly": 1})
    checks = {check.number: check for check in run_checks(pattern)}
    assert all(check.status in ("pass", "skip") for check in checks.values()), [c.summary for c in checks.values()]


def test_the_teeth_of_marked_triangles_are_smoothed_away() -> None:
    """A rectangle marked by triangles on a cylinder: four sides, straight to a fraction of a tooth, area kept."""
    points, flat, faces = cylinder(200.0, 500.0, 500.0, 20.0)
    middle = flat[faces].mean(axis=1)
    chosen = np.flatnonzero((np.abs(middle[:, 0] - 250.0) < 121.0) & (np.abs(middle[:, 1] - 250.0) < 161.0))
    (region,) = tryon.flatten(points, faces, chosen)
    piece = tryon.as_piece(region, "panel")
    assert len(piece.edges) == 4
    for edge in piece.edges:
        chord = np.subtract(edge.end, edge.start)
        off = np.abs((edge.polyline - edge.start) @ np.array([-chord[1], chord[0]])) / np.hypot(*chord)
        assert np.percentile(off, 90) < 8.0
    area = float(
        (np.linalg.norm(np.cross(*(points[faces[chosen, k]] - points[faces[chosen, 0]] for k in (1, 2))), axis=1)).sum()
        / 2
    )
    assert abs(g.signed_area(piece.sew_ring)) == pytest.approx(area, rel=0.02)
    toothed = tryon.as_piece(region, "panel", smooth_mm=0.0)
    assert len(toothed.edges) > 8
    straight = tryon.as_piece(whole(points, faces), "sheet")
    assert len(straight.edges) == 4 and abs(g.signed_area(straight.sew_ring)) == pytest.approx(250000.0, rel=1e-3)


def test_a_region_of_a_garment_flattens_to_nearly_what_was_cut() -> None:
    """Cloth hangs unstretched: part of a worn front laid flat is the front again."""
    _, drape = worn("tshirt")
    mesh = drape.mesh
    front = mesh.panels.index("front")
    middle = mesh.rest_mm.mean(axis=1)
    chosen = np.flatnonzero(
        (mesh.panel[mesh.triangles[:, 0]] == front)
        & (np.abs(middle[:, 0]) < 150.0)
        & (np.abs(middle[:, 1] + 400.0) < 120.0)
    )
    (region,) = tryon.flatten(drape.positions_mm, mesh.faces, chosen)
    back = {int(mesh.sewn[k]): mesh.flat_mm[k] for k in np.flatnonzero(mesh.panel == front)}
    assert apart(region.flat_mm, np.array([back[int(v)] for v in region.source])) < 12.0
    assert region.strain_p95 < 3.0


def test_what_can_not_be_laid_flat_is_told() -> None:
    points, faces = dome(100.0, 40.0, 15.0)
    with pytest.raises(Problem, match="nothing is marked"):
        tryon.flatten(points, faces, [])
    with pytest.raises(Problem, match="does not exist"):
        tryon.flatten(points, faces, [10**6])
    ball = np.array([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) * 100.0
    shell = np.array([[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]], np.int32)
    with pytest.raises(Problem, match="closed"):
        tryon.flatten(ball, shell, [0, 1, 2, 3])
    middle = points[faces].mean(axis=1)
    holes = (np.hypot(middle[:, 0] - 30, middle[:, 1]) < 18.0) | (np.hypot(middle[:, 0] + 30, middle[:, 1]) < 18.0)
    with pytest.raises(Problem, match="holes"):
        tryon.flatten(points, faces, np.flatnonzero(~holes))
    (tiny,) = tryon.flatten(points * 0.05, faces, np.arange(len(faces)))
    with pytest.raises(Problem, match="cm²"):
        tryon.as_piece(tiny, "dot")
