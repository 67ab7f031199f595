from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import sizing
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.sizing import FitBands, KeyDimension, Population, Size, SizeChart
from ampc_desktop.sizing import charts
from tests.sizing.conftest import DIMENSIONS

ACCOMMODATED = {4: 0.535, 5: 0.681, 6: 0.784, 7: 0.857, 8: 0.910, 9: 0.944}
"""Share of the reference population by number of sizes, enumerated independently."""


def test_the_reference_population_has_the_published_figures(women: Population, table_2: SizeChart) -> None:
    found = sizing.report(table_2, women)
    assert found.accommodation == pytest.approx(0.8571, abs=5e-5)
    assert found.loss_mm == pytest.approx(54.64, abs=0.01)
    assert found.comprehensive_fit == pytest.approx(6.9070, abs=5e-5)
    assert found.comprehensive_fit * len(women) == pytest.approx(round(found.comprehensive_fit * len(women)), abs=1e-6)
    assert sum(found.shares.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(("sizes", "share"), ACCOMMODATED.items())
def test_the_window_that_accommodates_most_people_is_found(women: Population, sizes: int, share: float) -> None:
    chart = sizing.mass_production(women, DIMENSIONS, sizes)
    assert sizing.report(chart, women).accommodation == pytest.approx(share, abs=5e-4)


def test_no_window_is_better_than_the_one_chosen(women: Population) -> None:
    chart = sizing.mass_production(women, DIMENSIONS, 5)
    best = sizing.report(chart, women)
    for hip in np.arange(-100, 101, 25.0):
        for waist in np.arange(-100, 101, 25.0):
            moved = SizeChart(DIMENSIONS, tuple(Size((s.dims_mm[0] + hip, s.dims_mm[1] + waist)) for s in chart.sizes))
            other = sizing.report(moved, women)
            assert (other.accommodation, -other.loss_mm) <= (best.accommodation + 1e-12, -best.loss_mm + 1e-9) or (
                other.accommodation < best.accommodation
            )


def test_sizes_are_named_about_the_median(women: Population) -> None:
    chart = sizing.mass_production(women, DIMENSIONS, 7)
    names = [size.name for size in chart.sizes]
    assert names == ["XXS", "XS", "S", "M", "L", "XL", "XXL"]
    medians = np.median(women.values_mm, axis=0)
    middle = chart.points_mm[names.index("M")]
    assert np.square(middle - medians).sum() == np.square(chart.points_mm - medians).sum(axis=1).min()
    assert charts.letters(5) == "4XL"
    assert charts.letters(-4) == "3XS"


def test_intervals_follow_the_regression(women: Population) -> None:
    assert sizing.interval_error(women, (50.0, 60.0)) == pytest.approx(abs(1.0833 - 1.2), abs=1e-3)
    assert sizing.suggest_intervals_mm(women, 50.0) == (50.0, 50.0)
    assert sizing.suggest_intervals_mm(women, 60.0) == (60.0, 60.0)


def test_three_key_dimensions_are_enumerated_like_two(women: Population) -> None:
    height = np.full((len(women), 1), 1630.0)
    tall = Population(("hip", "waist", "stature"), np.hstack([women.values_mm, height]))
    chart = sizing.mass_production(tall, (*DIMENSIONS, KeyDimension("stature", "Stature", 80.0)), 6)
    assert sizing.report(chart, tall).accommodation == pytest.approx(0.784, abs=5e-4)


def test_designation_is_in_centimetres() -> None:
    assert Size((1040.0, 955.0)).designation == "104/95.5"


@given(st.floats(0, 2.2), st.floats(0, 2.2))
def test_a_better_fitting_size_never_weighs_less(a: float, b: float) -> None:
    interval, bands = np.array([50.0, 60.0]), FitBands()
    person = np.array([[1000.0, 800.0]])
    size = person + np.array([[a * 50.0, b * 60.0]])
    nearer = person + np.array([[a * 25.0, b * 60.0]])
    assert sizing.weights(person, nearer, interval, bands) >= sizing.weights(person, size, interval, bands)


def test_limits_of_the_bands_are_inclusive() -> None:
    interval, person = np.array([50.0, 60.0]), np.array([[1000.0, 800.0]])
    at = [
        ((0.5, 0.5), 10),
        ((0.5, 1.0), 8),
        ((1, 1), 7),
        ((0.5, 1.5), 5),
        ((1, 1.5), 4),
        ((1.5, 1.5), 2),
        ((1.51, 0), 0),
    ]
    for (a, b), weight in at:
        assert sizing.weights(person, person + np.array([[a * 50, b * 60]]), interval, FitBands())[0, 0] == weight


def test_the_two_worst_of_three_dimensions_count() -> None:
    interval, person = np.array([50.0, 60.0, 80.0]), np.zeros((1, 3))
    assert sizing.weights(person, np.array([[0.0, 0.0, 60.0]]), interval, FitBands())[0, 0] == 8
    assert sizing.weights(person, np.array([[0.0, 50.0, 70.0]]), interval, FitBands())[0, 0] == 7


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(2, 6))
def test_a_chart_lies_on_its_diagonal(seed: int, sizes: int) -> None:
    people = np.random.default_rng(seed).normal((1000, 800), (70, 90), (80, 2))
    chart = sizing.mass_production(Population(("hip", "waist"), people), DIMENSIONS, sizes)
    assert np.allclose(np.diff(chart.points_mm, axis=0), [50.0, 60.0])
    found = sizing.report(chart, Population(("hip", "waist"), people))
    assert 0.0 < found.accommodation <= 1.0
    assert 0.0 <= found.comprehensive_fit <= 10.0


def test_bad_numbers_of_sizes_are_refused(women: Population) -> None:
    with pytest.raises(Problem, match="0 sizes"):
        sizing.mass_production(women, DIMENSIONS, 0)
