"""Cutting surfaces: solids whose measures are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.body import fairing, surface
from ampc_desktop.body.surface import Anchor, Plane, Topology

Array = npt.NDArray[np.float64]
UP = np.array([0.0, 1.0, 0.0])


def tube(outline: Array, heights: tuple[float, ...] = (0.0, 100.0, 200.0)) -> tuple[Array, Topology]:
    """A closed tube with an outline (n, 2) in x and z, running from x to z."""
    n = len(outline)
    rings = [np.stack([outline[:, 0], np.full(n, y), outline[:, 1]], axis=1) for y in heights]
    middle = outline.mean(axis=0)
    v = np.concatenate([*rings, [[middle[0], y, middle[1]] for y in (heights[0], heights[-1])]])
    i, j = np.arange(n), np.roll(np.arange(n), -1)
    faces = []
    for k in range(len(heights) - 1):
        a, b = k * n, (k + 1) * n
        faces += [np.stack([a + i, b + i, b + j], axis=1), np.stack([a + i, b + j, a + j], axis=1)]
    top = (len(heights) - 1) * n
    faces += [np.stack([i, j, np.full(n, len(v) - 2)], axis=1)]
    faces += [np.stack([top + j, top + i, np.full(n, len(v) - 1)], axis=1)]
    return v, Topology(np.concatenate(faces).astype(np.int32), np.ones(len(v), np.uint8))


def circle(n: int, radius: float = 50.0) -> Array:
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def test_girth_and_volume_of_a_cylinder() -> None:
    v, topology = tube(circle(200))
    reading = surface.girth(v, topology.edges, Plane(Anchor.at(0), UP, 60.0))
    assert reading is not None and reading.closed
    assert reading.value == pytest.approx(2 * np.pi * 50, rel=1e-3)
    assert np.allclose(reading.way[:, 1], 60.0)
    assert surface.volume(v, topology).value == pytest.approx(np.pi * 50**2 * 200, rel=1e-3)


def test_a_tape_bridges_hollows() -> None:
    outline = circle(200)
    outline[40:60] *= 0.4
    v, topology = tube(outline)
    reading = surface.girth(v, topology.edges, Plane(Anchor.at(0), UP, 60.0))
    assert reading is not None
    chord = np.linalg.norm(outline[39] - outline[60])
    around = 2 * np.pi * 50 * 179 / 200 + chord
    assert reading.value == pytest.approx(around, rel=1e-3)


def test_a_tilted_plane_cuts_an_ellipse() -> None:
    v, topology = tube(circle(400), heights=tuple(np.linspace(0, 200, 41)))
    tilt = np.radians(30)
    normal = np.array([0.0, np.cos(tilt), np.sin(tilt)])
    reading = surface.girth(v, topology.edges, Plane(Anchor.at(len(v) - 1), normal, -100 * np.cos(tilt)))
    a, b = 50 / np.cos(tilt), 50.0
    h = ((a - b) / (a + b)) ** 2
    ramanujan = np.pi * (a + b) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h)))
    assert reading is not None and reading.value == pytest.approx(ramanujan, rel=1e-3)


def test_a_plane_beside_the_body_measures_nothing() -> None:
    v, topology = tube(circle(20))
    assert surface.girth(v, topology.edges, Plane(Anchor.at(0), UP, 500.0)) is None


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(-0.5, 0.5), st.floats(20, 180))
def test_the_gradient_of_a_girth_is_exact(seed: int, tilt: float, shift: float) -> None:
    """Also by the point the plane rides on."""
    rng = np.random.default_rng(seed)
    v, topology = tube(circle(30), heights=(0.0, 60.0, 130.0, 200.0))
    v = v + rng.normal(0, 1.0, v.shape)
    normal = np.array([0.0, np.cos(tilt), np.sin(tilt)])
    plane = Plane(Anchor(np.array([0, 7]), np.array([0.3, 0.7])), normal, shift)
    reading = surface.girth(v, topology.edges, plane)
    if reading is None:
        return
    change = rng.normal(0, 1.0, v.shape)
    step = 1e-5
    ends = [surface.girth(v + sign * step * change, topology.edges, plane) for sign in (1, -1)]
    if ends[0] is None or ends[1] is None or len({len(one.way) for one in (reading, *ends) if one}) > 1:
        return  # a vertex passes the plane or the hull changes: the derivative jumps there
    expected = (ends[0].value - ends[1].value) / (2 * step)
    assert (reading.gradient * change[reading.ids]).sum() == pytest.approx(expected, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=40, unique=True))
def test_the_hull_is_the_smallest_convex_outline(points: list[tuple[int, int]]) -> None:
    flat = np.array(points, float)
    if np.linalg.matrix_rank(flat - flat[0]) < 2:
        return
    ring = flat[surface.hull(flat)]
    side = np.roll(ring, -1, axis=0) - ring
    turn = side[:, 0] * np.roll(side, -1, axis=0)[:, 1] - side[:, 1] * np.roll(side, -1, axis=0)[:, 0]
    assert (turn > 0).all(), "strictly convex, counter-clockwise"
    away = (flat[:, None] - ring)[..., 0] * side[:, 1] - (flat[:, None] - ring)[..., 1] * side[:, 0]
    assert away.max() <= 1e-9, "nothing lies outside"


def test_readings_add_and_scale_with_their_gradients() -> None:
    v, topology = tube(circle(12))
    low, high = surface.height(v, Anchor.at(0)), surface.height(v, Anchor.mean([24, 25]))
    gap = (high - low) * 2.0
    assert gap.value == 400.0
    lifted = v.copy()
    lifted[24, 1] += 1.0
    assert (gap.gradient * (lifted - v)[gap.ids]).sum() == pytest.approx(1.0)
    assert surface.path(v, (Anchor.at(0), Anchor.at(12), Anchor.at(24))).value == pytest.approx(200.0)
    assert len(topology.part("torso")) == 0 or len(topology.part("torso")) == len(topology.edges)


def test_folded_triangles_are_smoothed_and_nothing_else() -> None:
    v, topology = tube(circle(40), heights=tuple(np.linspace(0, 200, 21)))
    folded = v.copy()
    folded[410] = v[410] + [0, 35.0, 0]  # pulled over its upper neighbours
    assert fairing.broken(folded, v, topology.faces).any()
    mended = fairing.relaxed(folded, v, topology.faces)
    assert not fairing.broken(mended, v, topology.faces).any()
    moved = np.linalg.norm(mended - folded, axis=1) > 1e-9
    assert moved[410] and moved.sum() < 80 and np.linalg.norm(v[moved] - v[410], axis=1).max() < 60
    assert fairing.relaxed(v, v, topology.faces) is v
