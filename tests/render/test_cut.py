"""Cuts through a tube of cloth around a barrel, and what lies under a pixel."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop.render.camera import Camera
from ampc_desktop.render.cut import GAPS, cloth_lines, cut
from ampc_desktop.render.pick import Target, in_lasso
from tests.render import cloth

SIZE = (400.0, 500.0)
CAMERA = Camera(target_mm=(0.0, 450.0, 0.0), distance_mm=2500.0)


def test_gaps_of_a_tube_are_its_distance_from_the_body() -> None:
    mesh, positions = cloth.tube(columns=60)
    body = cloth.body().mesh
    got = cut(body.vertices_mm, body.skin, positions, mesh.faces, 450.0)
    assert len(got.cloth) == 1 and np.allclose(got.cloth[0][0], got.cloth[0][-1]), "one ring"
    assert got.garment_girth_mm == pytest.approx(2 * np.pi * cloth.TUBE_MM, rel=0.002)
    assert len(got.gaps) == GAPS
    for gap in got.gaps:
        assert gap.gap_mm == pytest.approx(cloth.TUBE_MM - cloth.BODY_MM, abs=0.6)
        assert gap.cloth_mm[1] == gap.skin_mm[1] == 450.0


def test_gaps_of_a_layered_garment_are_those_between_its_layers() -> None:
    upper, at = cloth.tube(columns=60)
    lower, below = cloth.tube(columns=60, radius_mm=157.0)
    body = cloth.body().mesh
    got = cut(body.vertices_mm, body.skin, at, upper.faces, 450.0, [(below, lower.faces)])
    assert len(got.gaps) == GAPS and len(got.beneath) == 1 and len(got.beneath[0].gaps) == GAPS
    for outer, inner in zip(got.gaps, got.beneath[0].gaps, strict=True):
        assert outer.gap_mm == pytest.approx(cloth.TUBE_MM - 157.0, abs=0.6)
        assert inner.gap_mm == pytest.approx(157.0 - cloth.BODY_MM, abs=0.6)
    assert got.beneath[0].garment_girth_mm == pytest.approx(2 * np.pi * 157.0, rel=0.002)


def test_an_open_garment_is_cut_into_an_open_line() -> None:
    mesh, positions = cloth.tube()
    front = mesh.faces[mesh.panel[mesh.triangles[:, 0]] == 0]
    (line,) = cloth_lines(positions, front, 450.0)
    assert not np.allclose(line[0], line[-1])
    assert {round(abs(float(end[0]))) for end in (line[0], line[-1])} == {round(cloth.TUBE_MM)}, "from side to side"


def test_above_the_garment_there_is_skin_and_no_cloth() -> None:
    mesh, positions = cloth.tube()
    body = cloth.body().mesh
    got = cut(body.vertices_mm, body.skin, positions, mesh.faces, 700.0)
    assert got.skin and not got.cloth and not got.gaps and got.garment_girth_mm == 0.0


@pytest.mark.parametrize(
    "camera", [CAMERA, CAMERA.orbited(130.0, 20.0), Camera((0, 450, 0), 2500.0, perspective=False)]
)
def test_a_point_of_the_cloth_is_found_under_its_own_pixel(camera: Camera) -> None:
    mesh, positions = cloth.tube(columns=40)
    target = Target(positions, mesh.faces, camera, SIZE)
    triangles = np.arange(0, len(mesh.faces), 37)
    found = 0
    for number in triangles:
        centre = positions[mesh.faces[number]].mean(axis=0)
        x, y, depth = camera.project(centre[None], *SIZE)[0]
        hit = target.at(x, y)
        assert hit is not None and hit.depth_mm <= depth + 1e-6
        if hit.depth_mm > depth - 1e-6:
            found += 1
            assert hit.triangle == number
            assert hit.bary == pytest.approx((1 / 3, 1 / 3, 1 / 3), abs=1e-6)
            assert np.allclose(hit.point_mm, centre)
    assert found > 0.3 * len(triangles), "the near half"


def test_beside_the_cloth_there_is_nothing() -> None:
    mesh, positions = cloth.tube()
    assert Target(positions, mesh.faces, CAMERA, SIZE).at(5.0, 5.0) is None


def test_a_lasso_holds_what_lies_inside() -> None:
    ring = [(0, 0), (10, 0), (10, 10), (5, 2), (0, 10)]
    assert in_lasso([(1, 1), (9, 5), (5, 8), (11, 1)], ring).tolist() == [True, True, False, False]
