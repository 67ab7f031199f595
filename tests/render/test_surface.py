"""Normals, horizontal cuts and outlines on surfaces whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import contains_xy
from shapely.geometry import Point, Polygon

from ampc_desktop.render.camera import Camera
from ampc_desktop.render.surface import fill, outline_edges, section, silhouette, vertex_normals
from tests.render.bodies import barrel, mesh


def test_normals_point_outward_and_have_length_one() -> None:
    body = barrel()
    normals = vertex_normals(body.vertices_mm, body.faces)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1.0, abs=1e-6)
    wall = slice(60, 8 * 60)  # rings that touch no lid
    outward = body.vertices_mm[wall] * [1, 0, 1] / 150.0
    assert np.einsum("ij,ij->i", normals[wall], outward).min() > 0.999
    assert normals[-1] == pytest.approx([0, 1, 0], abs=1e-6)


def test_a_vertex_without_faces_gets_a_normal() -> None:
    points = [[0, 0, 0], [1, 0, 0], [0, 0, -1], [5, 5, 5]]
    assert vertex_normals(points, [[0, 1, 2]])[3] == pytest.approx([0, 1, 0])


@settings(max_examples=25, deadline=None)
@given(radius=st.floats(20, 600), share=st.floats(0.01, 0.99))
def test_girth_of_a_barrel_is_the_perimeter_of_its_polygon(radius: float, share: float) -> None:
    body = barrel(radius)
    loops = section(body.vertices_mm, body.faces, 800.0 * share)
    assert len(loops) == 1
    around = 2 * 60 * radius * np.sin(np.pi / 60)
    assert loops[0].girth_mm == pytest.approx(around, rel=1e-3)
    assert loops[0].length_mm == pytest.approx(around, rel=1e-3)
    assert np.all(loops[0].points_mm[:, 1] == 800.0 * share)


def test_a_plane_past_the_body_cuts_nothing() -> None:
    body = barrel()
    assert section(body.vertices_mm, body.faces, -1.0) == ()
    assert section(body.vertices_mm, body.faces, 801.0) == ()


def test_a_tape_bridges_hollows() -> None:
    body = mesh()
    torso = section(body.vertices_mm, body.skin, 0.515 * body.stature_mm)[0]
    assert torso.girth_mm < torso.length_mm


def test_two_legs_are_two_loops_of_the_same_girth() -> None:
    body = mesh()
    left, right = section(body.vertices_mm, body.skin, 0.25 * body.stature_mm)
    assert left.girth_mm == pytest.approx(right.girth_mm, rel=1e-3)
    assert 280 < left.girth_mm < 480


def test_the_cut_is_continuous_in_the_height() -> None:
    body = mesh()
    girths = [section(body.vertices_mm, body.skin, y)[0].girth_mm for y in np.arange(980.0, 1080.0, 2.0)]
    assert np.abs(np.diff(girths)).max() < 6.0


def test_outline_of_a_barrel_from_the_front_is_its_two_sides_and_lids() -> None:
    body = barrel()
    edges = outline_edges(body.vertices_mm, body.faces, [0.0, 400.0, 1e7])
    assert np.abs(body.vertices_mm[edges][..., 0]).max() == pytest.approx(150.0)
    upright = np.ptp(body.vertices_mm[edges][..., 1], axis=1) > 1
    assert np.abs(body.vertices_mm[edges[upright]][..., 0]).min() > 149.0


def test_silhouette_of_a_barrel_is_a_rectangle() -> None:
    body = barrel()
    seen = Camera(perspective=False).fitted(body.vertices_mm, 1.0).project(body.vertices_mm, 500, 500)
    (ring,) = silhouette(seen[:, :2], body.faces)
    wide, high = np.ptp(seen[:, 0]), np.ptp(seen[:, 1])
    assert Polygon(ring).area == pytest.approx(wide * high, rel=0.01)
    assert np.ptp(ring, axis=0) == pytest.approx([wide, high], abs=1.5)


def test_silhouette_of_a_body_keeps_arms_and_legs_apart() -> None:
    body = mesh()
    camera = Camera().fitted(body.vertices_mm, 0.8)
    seen = camera.project(body.vertices_mm, 400, 500)[:, :2]
    rings = silhouette(seen, body.skin)
    figure = Polygon(rings[0], [ring for ring in rings[1:] if Polygon(ring).area > 4])
    between_the_shins, navel = camera.project([[0, 300, 0], [0, 1000, 0]], 400, 500)[:, :2]
    assert not figure.contains(Point(between_the_shins))
    assert figure.contains(Point(navel))
    assert figure.is_valid or figure.buffer(0).area == pytest.approx(figure.area, rel=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 39), st.floats(0, 29)), min_size=3, max_size=3))
def test_filled_triangles_hold_the_pixels_whose_centre_they_hold(corners: list[tuple[float, float]]) -> None:
    points = np.array(corners)
    shape = Polygon(points)
    if shape.area < 1e-3:
        return
    mask = fill(points, np.array([[0, 1, 2]], np.int32), (40, 30))
    y, x = np.mgrid[0:30, 0:40] + 0.5
    assert not (contains_xy(shape.buffer(-1e-6), x, y) & ~mask).any()
    assert not (mask & ~contains_xy(shape.buffer(1e-6), x, y)).any()
