from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import sizing
from ampc_desktop.core.sizing import KeyDimension, Population, Size, SizeChart
from ampc_desktop.sizing import exact, genetic
from ampc_desktop.sizing.additional import Candidates
from tests.sizing.conftest import DIMENSIONS

PROVEN = (7.2226, 7.4385, 7.6113, 7.7708, 7.9269, 8.0764, 8.2193)
"""Comprehensive fit with 1 to 7 additional sizes, the reference population with the chart of Table 2."""
ACCOMMODATION = (0.8571, 0.8571, 0.8571, 0.8571, 0.8671, 0.8738, 0.8738)


@pytest.fixture(scope="module")
def choice(table_2: SizeChart, women: Population) -> Candidates:
    return sizing.candidates(table_2, women)


def test_candidates_are_the_ones_of_the_paper(choice: Candidates) -> None:
    assert len(choice) == 263
    rows = {(float(hip), float(waist)) for hip, waist in choice.points_mm}
    assert (1040.0, 960.0) in rows
    assert (1040.0, 850.0) not in rows


@pytest.mark.parametrize("count", range(1, 8))
def test_the_optimum_is_reached_and_proven(choice: Candidates, women: Population, count: int) -> None:
    found = exact.best(choice, count)
    assert found.proven
    assert found.comprehensive_fit == pytest.approx(PROVEN[count - 1], abs=5e-5)
    judged = sizing.report(found.chart, women)
    assert judged.comprehensive_fit == pytest.approx(found.comprehensive_fit)
    assert sum(size.extra for size in found.chart.sizes) == count


def test_the_search_of_the_paper_comes_close(choice: Candidates) -> None:
    runs = [genetic.search(choice, 4, seed) for seed in range(10)]
    assert max(run.comprehensive_fit for run in runs) == pytest.approx(PROVEN[3], abs=5e-5)
    assert np.mean([run.comprehensive_fit for run in runs]) >= 0.998 * PROVEN[3]
    assert all(np.all(np.diff(run.trace) >= -1e-12) for run in runs)


def test_one_seed_one_answer_and_nobody_elses_dice(choice: Candidates) -> None:
    import random

    random.seed(5)
    expected = random.random()
    random.seed(5)
    first, second = genetic.search(choice, 3, 7), genetic.search(choice, 3, 7)
    assert first.chart == second.chart
    assert random.random() == expected


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_no_set_is_better_than_the_proven_one(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    people = Population(("hip", "waist"), np.round(rng.normal((1000, 800), (40, 60), (30, 2))))
    chart = SizeChart(DIMENSIONS, (Size((975.0, 770.0)), Size((1025.0, 830.0))))
    choice = sizing.candidates(chart, people)
    found = exact.best(choice, count)
    few = np.argsort(-choice.gain.sum(axis=0))[:24]
    most = max(
        (choice.comprehensive_fit(list(s)) for s in itertools.combinations(few, min(count, len(few)))), default=0
    )
    assert found.comprehensive_fit >= most - 1e-9
    assert found.comprehensive_fit >= choice.comprehensive_fit(sizing.greedy(choice, count)) - 1e-9
    assert found.bound >= found.comprehensive_fit


def test_three_key_dimensions_are_solved_exactly(women: Population, table_2: SizeChart) -> None:
    rng = np.random.default_rng(3)
    stature = 1630.0 + 0.3 * (women.values_mm[:, :1] - 1030.0) + rng.normal(0, 60, (len(women), 1))
    people = Population(("hip", "waist", "stature"), np.hstack([women.values_mm, stature]))
    dimensions = (*DIMENSIONS, KeyDimension("stature", "Stature", 80.0))
    chart = SizeChart(dimensions, tuple(Size((*size.dims_mm, 1630.0)) for size in table_2.sizes))
    found = exact.best(sizing.candidates(chart, people), 2)
    assert found.proven
    assert found.comprehensive_fit > sizing.report(chart, people).comprehensive_fit


def test_nothing_to_win_is_an_answer(table_2: SizeChart) -> None:
    people = Population(("hip", "waist"), np.tile(table_2.points_mm[3], (20, 1)))
    choice = sizing.candidates(table_2, people)
    found = exact.best(choice, 3)
    assert found.comprehensive_fit == 10.0
    assert found.proven
    assert found.chart == table_2
