from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ampc_desktop.core.cutplan import CutRules, CuttingOrder, MarkerCatalogue
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Problem
from ampc_desktop.cutting.plan import joint, planning
from ampc_desktop.cutting.plan.catalogue import area_measure, enumerate_markers

RATES = CutRates(fabric_eur_per_m=2.0, operator_eur_per_h=10.0, cutting_m_per_h=400.0)
FIT = np.array([[10.0, 8.0, 0.0], [10.0, 5.0, 0.0], [4.0, 10.0, 7.0], [0.0, 8.0, 10.0], [0.0, 0.0, 10.0]])


def catalogue(sizes: int = 3) -> MarkerCatalogue:
    areas = [600_000.0 + 60_000.0 * i for i in range(sizes)]
    measure = area_measure(areas, [7000.0] * sizes, 1500.0, (0.6, 0.72))
    return enumerate_markers([f"s{i}" for i in range(sizes)], measure, 2)


@pytest.fixture(scope="module")
def order() -> joint.JointOrder:
    return joint.JointOrder(FIT, catalogue(), CutRules(RATES, 5))


def test_everybody_gets_a_size_that_is_cut_for_them(order: joint.JointOrder) -> None:
    found = joint.cheapest(order, 7.0, 20.0)
    assert tuple(np.bincount(found.size_of, minlength=3)) == found.plan.produced
    assert all(FIT[person, size] > 0 for person, size in enumerate(found.size_of))
    assert found.comprehensive_fit == pytest.approx(FIT[np.arange(5), found.size_of].mean())
    assert found.comprehensive_fit >= 7.0 - 1e-6


@pytest.mark.parametrize("floor", [0.0, 7.5, 9.0])
def test_no_assignment_is_cheaper(order: joint.JointOrder, floor: float) -> None:
    found = joint.cheapest(order, floor, 20.0)
    best = math.inf
    choices = [[size for size in range(3) if row[size] > 0] for row in FIT]
    for sizes in itertools.product(*choices):
        if FIT[np.arange(5), list(sizes)].mean() < floor - 1e-9:
            continue
        demand = tuple(int(n) for n in np.bincount(sizes, minlength=3))
        best = min(best, _cost(demand))
    assert found.plan.total_eur == pytest.approx(best, rel=2e-4)


_KNOWN: dict[tuple[int, ...], float] = {}


def _cost(demand: tuple[int, ...]) -> float:
    if demand not in _KNOWN:
        wanted = CuttingOrder(demand, catalogue(), CutRules(RATES, 5))
        _KNOWN[demand] = planning.plan(wanted, 20.0, gap=0.0).total_eur
    return _KNOWN[demand]


def test_the_front_rises_in_fit_and_cost(order: joint.JointOrder) -> None:
    points = joint.front(order, 4, 20.0)
    fits = [point.comprehensive_fit for point in points]
    costs = [point.plan.total_eur for point in points]
    assert fits == sorted(fits) and costs == sorted(costs)
    assert fits[-1] == pytest.approx(joint.best_fit(order))
    assert all(point.plan.bound_eur <= point.plan.total_eur + 1e-9 for point in points)


def test_a_fit_these_sizes_cannot_reach_is_a_no(order: joint.JointOrder) -> None:
    with pytest.raises(Problem, match=r"asked for, these sizes reach 10\.000"):
        joint.cheapest(order, 10.5, 5.0)


def test_people_nothing_fits_are_still_dressed() -> None:
    fit = np.vstack([FIT, np.zeros((1, 3))])
    found = joint.cheapest(joint.JointOrder(fit, catalogue(), CutRules(RATES, 5)), 0.0, 20.0)
    assert sum(found.plan.produced) == 6


def test_with_a_price_for_fit_most_is_left_over() -> None:
    price = joint.FitPrice(6.0, 0.55)
    order = joint.JointOrder(FIT, catalogue(), CutRules(RATES, 5), price)
    found = joint.cheapest(order, 0.0, 20.0)
    best = -math.inf
    for sizes in itertools.product(*[[size for size in range(3) if row[size] > 0] for row in FIT]):
        paid = sum(6.0 - 0.55 * (10.0 - FIT[person, size]) for person, size in enumerate(sizes))
        best = max(best, paid - _cost(tuple(int(n) for n in np.bincount(sizes, minlength=3))))
    assert found.left_eur == pytest.approx(best, abs=2e-3)
    assert found.paid_eur == pytest.approx(price.of(FIT[np.arange(5), found.size_of]).sum())
    assert found.plan.bound_eur <= found.plan.total_eur + 1e-9
    free = joint.cheapest(joint.JointOrder(FIT, catalogue(), CutRules(RATES, 5)), 0.0, 20.0)
    assert found.comprehensive_fit >= free.comprehensive_fit  # who is paid for fit gives more of it


def test_what_does_not_fit_is_not_paid_for() -> None:
    assert joint.FitPrice(50.0, 3.0).of(np.array([10.0, 8.0, 0.0])).tolist() == [50.0, 44.0, 0.0]
    assert joint.FitPrice(20.0, 3.0).of(np.array([2.0])).tolist() == [0.0]
