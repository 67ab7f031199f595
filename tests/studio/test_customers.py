"""The studio's own customers as a population for size charts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ampc_desktop import body as bodies
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio import customers, planning, sizes
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.documents import new_session


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    made = Studio(tmp_path / "hub.sqlite")
    for k, person in enumerate(bodies.sample("female", customers.FEWEST, seed=5)):
        given = {name: Measurement(person.values[name].value) for name in ("stature", "bust", "waist", "hip")}
        session = new_session(made)
        session.set_body(Measurements(f"Customer {k}", "female", given))
        session.say("a black tee")
        session.close()
    return made


def test_everybody_measured_here_counts_once_with_the_newest_body(studio: Studio) -> None:
    people = customers.population(studio, "customers-women", ("hip", "waist"))
    assert len(people) == customers.FEWEST and people.names == ("hip", "waist")
    again = new_session(studio)
    wider = {"stature": Measurement(1700.0), "hip": Measurement(1234.0), "waist": Measurement(900.0)}
    again.set_body(Measurements("customer 3", "female", wider))
    again.say("a black tee")
    again.close()
    newer = customers.population(studio, "customers-women", ("hip", "waist"))
    assert len(newer) == customers.FEWEST and 1234.0 in newer.values_mm[:, 0]
    chart = sizes.mass_production(newer, sizes.dimensions_of(("hip", "waist"), ()), 3).chart
    assert len(chart.sizes) == 3


def test_a_run_of_the_console_takes_them(studio: Studio) -> None:
    people = customers.population(studio, "customers-women", ("hip", "waist"))
    setup = planning.Setup(
        "customers-women", sizes=3, most_added=1, pieces=0, seconds=5.0, front=False, scenarios=False
    )
    run = planning.run(setup, people=people)
    assert len(run.population) == customers.FEWEST and run.points[-1].plan is not None
    assert sum(run.points[-1].demand) == customers.FEWEST


def test_too_few_of_them_is_a_no_with_a_way_out(studio: Studio) -> None:
    with pytest.raises(Problem, match="0 men were measured here") as caught:
        customers.population(studio, "customers-men", ("bust", "waist"))
    assert caught.value.kind is Kind.NO and "survey" in caught.value.remedy


def test_estimated_measures_are_filled_in(studio: Studio) -> None:
    people = customers.population(studio, "customers-women", ("hip", "arm"))
    assert np.isfinite(people.values_mm).all() and (people.values_mm[:, 1] > 400).all()
    assert people.title.startswith("10 customers")
