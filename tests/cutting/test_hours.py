"""Time as the second criterion."""

from dataclasses import replace
from itertools import pairwise

import pytest

from ampc_desktop.core.cutplan import CutRules, CuttingOrder, Lay, MarkerCatalogue, MarkerOption
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Problem
from ampc_desktop.cutting.plan import planning
from ampc_desktop.cutting.plan.catalogue import area_measure, enumerate_markers
from ampc_desktop.cutting.plan.costs import plan_cost, plan_hours

RATES = CutRates(0.5, 10.0, 2400.0, 1 / 60, 400.0, 0.05, 20.0)


def order(exact: bool = True) -> CuttingOrder:
    measure = area_measure((600_000.0, 660_000.0, 720_000.0), (7000.0,) * 3, 1500.0, (0.6, 0.72, 0.78))
    return CuttingOrder((7, 9, 4), enumerate_markers("SML", measure, 3), CutRules(RATES, 6, exact))


def test_hours_are_what_is_paid_for_at_one_euro_an_hour() -> None:
    options = (
        MarkerOption("mixed", (0, 1), 1500.0, 14_000.0),
        MarkerOption("group", (0, 1), 1900.0, 15_000.0, (900.0, 1000.0)),
    )
    catalogue, lays = MarkerCatalogue(("S", "M"), options), (Lay(0, (4,)), Lay(1, (5, 2)))
    work = replace(RATES, fabric_eur_per_m=0.0, operator_eur_per_h=1.0)
    paid = plan_cost(lays, catalogue, CutRules(work, 6))
    assert plan_hours(lays, catalogue, RATES) == pytest.approx(paid["spreading"] + paid["cutting"])


def test_the_front_trades_euros_for_hours() -> None:
    found = planning.quicker(order(), 4, 20.0)
    assert len(found) >= 2
    assert found[0].total_eur == pytest.approx(planning.plan(order(), 10.0).total_eur, rel=2e-4)
    for cheaper, sooner in pairwise(found):
        assert sooner.total_eur > cheaper.total_eur and sooner.hours < cheaper.hours


def test_a_cap_on_hours_is_kept() -> None:
    cheap, *_, quick = planning.quicker(order(), 3, 15.0)
    cap = (cheap.hours + quick.hours) / 2
    capped = planning.plan(replace(order(), rules=replace(order().rules, most_hours=cap)), 10.0)
    assert capped.hours <= cap + 1e-9 and cheap.total_eur <= capped.total_eur <= quick.total_eur + 1e-9


def test_hours_nobody_can_keep_are_a_sentence() -> None:
    with pytest.raises(Problem, match=r"no plan takes at most 0\.01 h"):
        planning.plan(replace(order(), rules=replace(order().rules, most_hours=0.01)), 10.0)
