from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.core.cutplan import CutRules, CuttingOrder, Lay, MarkerCatalogue, MarkerOption
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Cancelled, Problem
from ampc_desktop.cutting.plan import closed_form, planning
from ampc_desktop.cutting.plan.catalogue import area_measure, enumerate_markers
from ampc_desktop.cutting.plan.costs import most_plies, plan_cost, produced, weights
from ampc_desktop.cutting.plan.instance import read_instance
from ampc_desktop.runtime import resources

FABRIC = (0.2, 1, 5, 10, 20)
TABLE_5 = {
    (2400, 5): (0.17, 0.67, 3.20, 6.35, 12.66),
    (2400, 10): (0.21, 0.72, 3.24, 6.40, 12.71),
    (2400, 20): (0.30, 0.80, 3.33, 6.48, 12.79),
    (400, 5): (0.17, 0.68, 3.20, 6.36, 12.67),
    (400, 10): (0.22, 0.72, 3.25, 6.40, 12.71),
    (400, 20): (0.31, 0.81, 3.34, 6.49, 12.80),
}
TABLE_6 = {
    (2400, 5): (0.29, 1.07, 4.94, 9.79, 19.47),
    (2400, 10): (0.40, 1.17, 5.05, 9.89, 19.58),
    (2400, 20): (0.60, 1.37, 5.25, 10.09, 19.78),
    (400, 5): (0.37, 1.15, 5.02, 9.87, 19.55),
    (400, 10): (0.55, 1.33, 5.20, 10.05, 19.73),
    (400, 20): (0.91, 1.69, 5.56, 10.40, 20.09),
}
RATES = CutRates(fabric_eur_per_m=2.0, operator_eur_per_h=10.0)


@pytest.mark.parametrize("speed_operator", TABLE_5)
def test_closed_forms_give_back_tables_5_and_6(speed_operator: tuple[int, int]) -> None:
    speed, operator = speed_operator
    for price, mass, craft in zip(FABRIC, TABLE_5[speed_operator], TABLE_6[speed_operator], strict=True):
        rates = CutRates(float(price), float(operator), cutting_m_per_h=float(speed))
        assert closed_form.mass_production_eur(rates) == pytest.approx(mass, abs=0.01)
        assert closed_form.craft_production_eur(rates) == pytest.approx(craft, abs=0.01)


def instance(name: str) -> CuttingOrder:
    return read_instance(resources.text("bench", "cop", f"{name}.json"), name)


@pytest.mark.parametrize(
    ("name", "best_eur"), [("MC7_150_n2", 200.182), ("MC14_150_n2", 199.109), ("MP7_10000_n2", 13317.737)]
)
def test_known_optima_are_reached(name: str, best_eur: float) -> None:
    order = instance(name)
    plan = planning.plan(order, 30.0)
    assert plan.total_eur == pytest.approx(best_eur, rel=1e-4)
    assert plan.gap <= 1.1e-4
    judge(order, plan.lays)


def judge(order: CuttingOrder, lays: Sequence[Lay]) -> None:
    """The lays fill the order, keep the plies and descend."""
    made = produced(lays, order.catalogue)
    for got, wanted in zip(made, order.demand, strict=True):
        assert got == wanted if order.rules.exact else got >= wanted
    for lay in lays:
        assert 1 <= lay.plies[0] <= order.rules.most_plies
        assert list(lay.plies) == sorted(lay.plies, reverse=True)


def small(demand: tuple[int, ...], exact: bool, plies: int, marker_eur: float = 0.0) -> CuttingOrder:
    names = tuple(f"s{i}" for i in range(len(demand)))
    areas = [600_000.0 + 40_000.0 * i for i in range(len(demand))]
    measure = area_measure(areas, [7000.0] * len(demand), 1500.0, (0.6, 0.72))
    catalogue = enumerate_markers(names, measure, 2, 2)
    return CuttingOrder(demand, catalogue, CutRules(RATES, plies, exact, marker_eur))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=3).filter(any), st.booleans(), st.integers(1, 6))
def test_plans_fill_the_order_and_cost_what_they_say(demand: list[int], exact: bool, plies: int) -> None:
    order = small(tuple(demand), exact, plies)
    plan = planning.plan(order, 20.0)
    judge(order, plan.lays)
    assert plan.total_eur == pytest.approx(sum(plan_cost(plan.lays, order.catalogue, order.rules).values()))
    assert plan.bound_eur <= plan.total_eur + 1e-9
    singles = [Lay(size, (n,)) for size, n in enumerate(demand) if n]
    split = [Lay(lay.option, (min(plies, lay.plies[0] - i),)) for lay in singles for i in range(0, lay.plies[0], plies)]
    assert plan.total_eur <= sum(plan_cost(split, order.catalogue, order.rules).values()) + 1e-6


def test_no_plan_of_a_tiny_order_is_cheaper() -> None:
    order = small((2, 1), True, 3)
    plan = planning.plan(order, 20.0, gap=0.0)
    cheapest = math.inf
    lays = [Lay(m, p) for m, option in enumerate(order.catalogue.options) for p in ply_choices(option)]
    for count in range(1, 4):
        for some in itertools.combinations_with_replacement(lays, count):
            if produced(some, order.catalogue) == order.demand:
                cheapest = min(cheapest, sum(plan_cost(some, order.catalogue, order.rules).values()))
    assert plan.total_eur == pytest.approx(cheapest)


def ply_choices(option: MarkerOption) -> list[tuple[int, ...]]:
    if option.kind == "mixed":
        return [(1,), (2,)]
    return [(1, 1), (2, 1), (2, 2), (1, 0), (2, 0)]


def test_a_dear_marker_set_up_means_fewer_markers() -> None:
    free = planning.plan(small((8, 7, 5), True, 8), 20.0)
    dear = planning.plan(small((8, 7, 5), True, 8, marker_eur=50.0), 20.0)
    assert len({lay.option for lay in dear.lays}) < len({lay.option for lay in free.lays})
    assert dear.cost_eur["markers"] == 50.0 * len({lay.option for lay in dear.lays})


def test_step_lays_are_used_when_their_sections_are_as_short_as_mixed_ones() -> None:
    """Group markers are not ruled out: with sections nested as well as mixtures they save knife and plies."""
    cheap = MarkerCatalogue(
        ("a", "b"),
        (
            MarkerOption("mixed", (0,), 1000.0, 9000.0),
            MarkerOption("mixed", (1,), 1000.0, 9000.0),
            MarkerOption("group", (0, 1), 1300.0, 9500.0, (650.0, 650.0)),
        ),
    )
    order = CuttingOrder((9, 4), cheap, CutRules(replace(RATES, cutting_m_per_h=400.0), 10))
    plan = planning.plan(order, 20.0, gap=0.0)
    assert [lay for lay in plan.lays if lay.option == 2] == [Lay(2, (9, 4))]


def test_selvage_and_pauses_are_counted_once_a_ply() -> None:
    mixed = weights(MarkerOption("mixed", (0, 1), 1300.0, 9500.0), RATES)
    group = weights(MarkerOption("group", (0, 1), 1300.0, 9500.0, (650.0, 650.0)), RATES)
    assert sum(group.ply) == pytest.approx(mixed.ply[0])
    assert group.ply[0] > group.ply[1]


@pytest.mark.parametrize(
    ("demand", "words"), [((0, 0), "0 pieces"), ((-1, 4), "-1 pieces"), ((10**8, 1), "pieces are ordered")]
)
def test_orders_that_make_no_sense_are_refused(demand: tuple[int, int], words: str) -> None:
    with pytest.raises(Problem, match=words):
        planning.plan(replace(small((1, 1), True, 5), demand=demand))


def test_an_order_no_marker_can_fill_is_refused() -> None:
    pair = MarkerCatalogue(("a",), (MarkerOption("mixed", (0, 0), 1200.0, 9000.0),))
    with pytest.raises(Problem, match="no plan makes exactly this order"):
        planning.plan(CuttingOrder((3,), pair, CutRules(RATES, 10)), 10.0)
    assert planning.plan(CuttingOrder((3,), pair, CutRules(RATES, 10, exact=False)), 10.0).produced == (4,)


def test_too_many_markers_are_refused_before_they_are_made() -> None:
    measure = area_measure([1e6] * 40, [7000.0] * 40, 1500.0, (0.7,))
    with pytest.raises(Problem, match="markers are possible"):
        enumerate_markers([str(i) for i in range(40)], measure, 6)


def test_a_stopped_plan_leaves_no_solver_behind() -> None:
    def stop(share: float | None, text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        planning.plan(instance("MC14_150_n2"), 30.0, progress=stop)


def test_plies_follow_from_cutting_height_and_cloth() -> None:
    assert most_plies(25.0, 0.8) == 31
    assert most_plies(25.0, 40.0) == 1


def test_a_broken_instance_is_named() -> None:
    with pytest.raises(Problem, match="not a planning instance"):
        read_instance('{"sizes": []}', "x.json")


def test_a_known_plan_is_a_start_for_the_next() -> None:
    from ampc_desktop.cutting.plan.model import build, values_of

    order = read_instance(resources.text("bench", "cop", "MC7_150_n2.json"), "MC7_150_n2")
    known = planning.plan(order, 10.0)
    model = build(order)
    values = values_of(model, known.lays)
    for variable in model.problem.variables():
        variable.varValue = values.get(variable.name, 0.0)
    assert all(constraint.valid(1e-6) for constraint in model.problem.constraints())
    again = planning.plan(order, 10.0, start=known.lays)
    assert again.total_eur == pytest.approx(known.total_eur, rel=2e-4)
