import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop.core import geometry as g

coordinate = st.floats(-500, 500).map(lambda v: round(v, 3))
point = st.tuples(coordinate, coordinate)


@st.composite
def cubics(draw: st.DrawFn) -> g.Segment:
    """Curves as patterns have them: handles about a third along the chord, no cusps."""
    a = draw(point)
    b = draw(point.filter(lambda b: g.distance(a, b) > 20))
    chord = g.distance(a, b)
    off = st.floats(-0.5, 0.5)
    handles = [g.lerp(a, b, t) for t in (1 / 3, 2 / 3)]
    c, d = ((h[0] + draw(off) * chord * 0.6, h[1] + draw(off) * chord * 0.6) for h in handles)
    return (a, c, d, b)


cubic = cubics()
KAPPA = 4 / 3 * (math.sqrt(2) - 1)
QUARTER = ((100.0, 0.0), (100.0, 100 * KAPPA), (100 * KAPPA, 100.0), (0.0, 100.0))


def test_length_of_a_quarter_circle() -> None:
    assert g.segment_length(QUARTER) == pytest.approx(157.0796, rel=3e-4)  # the cubic is 0.03 % off a circle
    fine = g.polyline_length(g.flatten_segment(QUARTER, 1e-6))
    assert g.segment_length(QUARTER) == pytest.approx(fine, rel=1e-8)


@given(cubic)
def test_flattening_stays_within_its_tolerance(segment: g.Segment) -> None:
    coarse = g.flatten_segment(segment, 0.05)
    for point_on_curve in g.flatten_segment(segment, 1e-4)[::7]:
        assert g.nearest_on(coarse, tuple(point_on_curve))[1] <= 0.0501


@given(cubic, st.floats(0.05, 0.95))
def test_splitting_keeps_length_and_ends(segment: g.Segment, share: float) -> None:
    total = g.segment_length(segment)
    first, second = g.split_path((segment,), share * total)
    assert g.path_length(first) == pytest.approx(share * total, abs=3e-3)
    assert g.path_length(first) + g.path_length(second) == pytest.approx(
        total, rel=1e-6, abs=3e-3
    )  # near a cusp the quadrature is that good
    assert first[0][0] == segment[0]
    assert second[-1][-1] == segment[-1]


@given(cubic)
def test_mirroring_keeps_length_and_reverses(segment: g.Segment) -> None:
    mirrored = g.mirrored_path((segment,), 30.0)
    assert g.path_length(mirrored) == pytest.approx(g.segment_length(segment), rel=1e-9)
    assert mirrored[0][0] == g.mirrored(segment[-1], 30.0)


def test_normal_points_into_a_counter_clockwise_piece() -> None:
    square = np.array([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], float)
    assert g.normal_at(square, 5) == (0.0, 1.0)
    assert g.normal_at(square, 15) == (-1.0, 0.0)
    assert g.signed_area(square[:-1]) == 100.0


@given(st.sampled_from([0.0, 90.0, 180.0, 270.0, 360.0, -90.0]))
def test_quarter_turns_are_exact(angle: float) -> None:
    turned = g.rotated(np.array([[3.0, 4.0]]), angle)
    assert set(np.abs(turned[0])) == {3.0, 4.0}


def test_corner_angle() -> None:
    assert g.turn_deg((0, 0), (10, 0), (10, 10)) == pytest.approx(90)
    assert g.turn_deg((10, 10), (10, 0), (0, 0)) == pytest.approx(270)


def test_part_of_a_polyline() -> None:
    line = np.array([(0, 0), (10, 0), (10, 10)], float)
    part = g.part_of(line, 5, 15)
    assert g.polyline_length(part) == pytest.approx(10)
    assert tuple(part[0]) == (5, 0)
    assert tuple(part[-1]) == (10, 5)


def test_the_parameter_of_an_arc_length_is_exact_on_any_curve() -> None:
    rng = np.random.default_rng(3)
    curves = [tuple(map(tuple, rng.normal(size=(4, 2)) * 100.0)) for _ in range(60)]
    curves += [
        ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (10.0, 0.0)),
        ((0.0, 0.0), (30.0, 0.0), (-20.0, 0.0), (10.0, 0.0)),  # goes back on itself
        ((0.0, 0.0), (10.0, 0.0), (10.0, 0.0), (10.0, 0.0)),
    ]
    for curve in curves:
        length = g.segment_length(curve)
        for share in (0.0, 0.001, 0.37, 0.999, 1.0):
            t = g.segment_parameter_at(curve, share * length)
            first, _ = g.split_segment(curve, t)
            assert 0.0 <= t <= 1.0 and abs(g.segment_length(first) - share * length) < 1e-8
