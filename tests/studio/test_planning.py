from __future__ import annotations

from typing import Any

import pytest

from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources
from ampc_desktop.studio import planning

PEOPLE = str(resources.path("bench", "sizing", "synthetic_test150.csv"))
SETUP = planning.Setup(
    PEOPLE, sizes=4, most_added=2, pieces=40, rates=CutRates(2.0, 25.0), seconds=12.0, scenarios=False
)


@pytest.fixture(scope="module")
def made() -> tuple[planning.Run, list[tuple[str, Any]]]:
    steps: list[tuple[str, Any]] = []
    return planning.run(SETUP, on_step=lambda step, data: steps.append((step, data))), steps


def test_every_part_is_told_as_soon_as_it_is_known(made: tuple[planning.Run, list[tuple[str, Any]]]) -> None:
    names = [name for name, _ in made[1]]
    assert names[:2] == ["population", "chart"]
    assert names.count("sizes") == names.count("plan") == 3
    assert names.count("front") == planning.FRONT_POINTS
    assert names[-1] == "strategies"
    generations = [data for name, data in made[1] if name == "generation"]
    assert {count for count, *_ in generations} == {1, 2}


def test_plans_cut_the_demand_of_their_chart(made: tuple[planning.Run, list[tuple[str, Any]]]) -> None:
    run = made[0]
    for point in run.points:
        assert point.plan is not None
        assert sum(point.demand) == 40
        assert point.plan.produced == point.demand
        assert len(point.chart.sizes) == 4 + point.added
        assert point.searched <= point.bound + 1e-9 and point.fit <= point.bound + 1e-9
    fits = [point.fit for point in run.points]
    assert fits == sorted(fits)


def test_the_front_ends_at_the_best_fit_of_the_sizes(made: tuple[planning.Run, list[tuple[str, Any]]]) -> None:
    run = made[0]
    assert run.front[0].plan.total_eur <= run.front[-1].plan.total_eur
    best = run.points[-1].plan
    assert best is not None
    assert run.front[0].plan.unit_eur <= best.unit_eur * 1.002


def test_craft_fits_best_and_costs_most(made: tuple[planning.Run, list[tuple[str, Any]]]) -> None:
    mass, custom, craft = made[0].strategies
    assert (mass.name, custom.name, craft.name) == ("mass", "custom", "craft")
    assert mass.fit <= custom.fit <= craft.fit == 10.0
    assert craft.unit_eur > custom.unit_eur
    assert 0.4 < craft.efficiency < mass.efficiency < 1.0


def test_bad_set_ups_are_problems() -> None:
    with pytest.raises(Problem, match="no population"):
        planning.run(planning.Setup("nowhere"))
    with pytest.raises(Problem, match="-3 pieces"):
        planning.run(planning.Setup(PEOPLE, pieces=-3))
