"""Completion by the conditional Gaussian, against real people where the survey lies beside the project."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import body
from ampc_desktop.body.population import population
from ampc_desktop.core.measurement import Measurement, Measurements

ANSUR = Path(__file__).parents[3] / "shared" / "data" / "population" / "ansur2_female_measurements.csv"


def person(sex: str = "female", **values: float) -> Measurements:
    return Measurements("x", sex, {name: Measurement(value) for name, value in values.items()})  # type: ignore[arg-type]


@pytest.mark.parametrize("sex", ["female", "male"])
def test_nothing_known_gives_the_population_mean(sex: str) -> None:
    full = body.complete(person(sex))
    assert set(full.values) == set(body.DEFINITIONS) - body.BY_HAND == set(full.estimated)
    people = population(full.sex)
    for name, mean in zip(people.names, people.mean, strict=True):
        assert full[name] == pytest.approx(mean, abs=0.06)
        assert full.values[name].uncertainty > 0 and "ANSUR" in full.values[name].basis


def test_stature_alone_is_enough_and_taller_is_longer() -> None:
    short, tall = (body.complete(person(stature=stature)) for stature in (1520.0, 1800.0))
    assert short["stature"] == 1520 and "stature" not in short.estimated
    for name in ("arm", "inseam", "waist_height", "back_waist_length", "head"):
        assert tall[name] > short[name]
    assert tall.values["inseam"].basis == "ANSUR II women from stature"


def test_known_values_stay_and_knowledge_narrows() -> None:
    little = body.complete(person(stature=1700))
    much = body.complete(person(stature=1700, weight_kg=80, bust=1040, hip=1100))
    assert much["hip"] == 1100 and much.values["hip"].uncertainty == 0
    for name in ("waist", "thigh", "biceps", "neck"):
        assert much.values[name].uncertainty < little.values[name].uncertainty


def test_completing_twice_changes_nothing() -> None:
    once = body.complete(body.demo())
    assert body.complete(once) == once


def test_natural_waist_and_navel_waist_are_apart_but_tied() -> None:
    anna = body.complete(person(waist=745))
    assert 760 < anna["waist_navel"] < 850 and 20 < anna.values["waist_navel"].uncertainty < 45
    man = body.complete(person("male", waist_navel=940))
    assert 900 < man["waist"] < 960


@pytest.mark.skipif(not ANSUR.exists(), reason="survey absent")
def test_eighty_percent_interval_holds_on_real_women() -> None:
    columns = {
        "stature": "stature",
        "bust": "chestcircumference",
        "waist_navel": "waistcircumference",
        "hip": "buttockcircumference",
    }
    wanted = {
        "arm": "sleeveoutseam",
        "inseam": "crotchheight",
        "thigh": "thighcircumference",
        "head": "headcircumference",
    }
    with ANSUR.open() as file:
        rows = list(csv.DictReader(file))[::5]
    inside = dict.fromkeys(wanted, 0)
    for row in rows:
        full = body.complete(person(**{name: float(row[column]) for name, column in columns.items()}))
        for name, column in wanted.items():
            inside[name] += abs(float(row[column]) - full[name]) <= full.values[name].uncertainty
    for name, hits in inside.items():
        assert 0.74 <= hits / len(rows) <= 0.87, (name, hits / len(rows))


def test_contradictions_are_pointed_out() -> None:
    assert body.plausibility(person(stature=1650, bust=950, waist=800, hip=1020, inseam=780)) == ()
    odd = body.plausibility(person(stature=1500, inseam=850, bust=920))
    assert any("Inseam 85.0 cm" in sentence for sentence in odd)


@pytest.mark.parametrize("sex", ["female", "male"])
def test_samples_follow_the_population_and_are_possible(sex: str) -> None:
    people = body.sample(sex, 400, seed=3)  # type: ignore[arg-type]
    assert people == body.sample(sex, 400, seed=3)  # type: ignore[arg-type]
    assert people[:5] != body.sample(sex, 5, seed=4)  # type: ignore[arg-type]
    gauss = population(people[0].sex)
    values = np.array([[person[name] for name in gauss.names] for person in people])
    assert np.all(np.abs((values - gauss.mean) / gauss.sd) <= 2.51)
    assert np.all(np.abs((values.mean(axis=0) - gauss.mean) / gauss.sd) < 0.2)
    wanted = (gauss.cov / np.outer(gauss.sd, gauss.sd))[gauss.names.index("stature"), gauss.names.index("inseam")]
    stature, inseam = (values[:, gauss.names.index(name)] for name in ("stature", "inseam"))
    assert np.corrcoef(stature, inseam)[0, 1] == pytest.approx(wanted, abs=0.1)


def test_extremes_are_twenty_possible_bodies_of_both_sexes() -> None:
    bodies = body.extremes()
    assert len({b.name for b in bodies}) == 20 and [b.sex for b in bodies].count("male") == 10
    for one in bodies:
        for name, m in one.values.items():
            limits = body.DEFINITIONS[name]
            assert limits.low <= m.value <= limits.high, (one.name, name)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(sorted(body.DEFINITIONS)), st.floats(0, 1), max_size=10),
    st.sampled_from(["female", "male"]),
)
def test_any_possible_input_completes_within_limits(shares: dict[str, float], sex: str) -> None:
    limits = body.DEFINITIONS
    given = {name: limits[name].low + share * (limits[name].high - limits[name].low) for name, share in shares.items()}
    full = body.complete(person(sex, **given))
    for name, m in full.values.items():
        assert limits[name].low <= m.value <= limits[name].high
        assert np.isfinite(m.uncertainty)


def test_a_doubtful_value_tells_less_than_a_taped_one() -> None:
    taped = body.complete(person(stature=1700.0, bust=1150.0))
    seen = Measurements("x", "female", {"stature": Measurement(1700.0), "bust": Measurement(1150.0, 60.0, "", "photo")})
    doubted = body.complete(seen)
    mean = body.complete(person(stature=1700.0))["hip"]
    assert mean < doubted["hip"] < taped["hip"]
    assert doubted.values["hip"].uncertainty > taped.values["hip"].uncertainty


def test_a_photo_is_not_blamed_and_weighs_as_little_as_it_knows() -> None:
    taped = {"stature": Measurement(1680.0), "bust": Measurement(900.0)}
    wrong = Measurements("x", "female", {**taped, "hip": Measurement(1400.0)})
    assert any(sentence.startswith("Hip") for sentence in body.plausibility(wrong))
    seen = Measurements("x", "female", {**taped, "hip": Measurement(1400.0, 200.0, "", "photo")})
    assert not body.plausibility(seen)
