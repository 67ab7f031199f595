"""Fill in the measures nobody took, each with ±, and say which given ones look wrong beside the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.population import Population, population
from ampc_desktop.core.measurement import Measurement, Measurements

EIGHTY_PERCENT = 1.2816
"""Half-width of the central 80 % interval of a Gaussian, in standard deviations."""
ODD_SD = 4.0
"""A value this many standard deviations from what the others lead to expect is pointed out."""
BASIS_NAMES = 4


def complete(measures: Measurements) -> Measurements:
    """The same body with every measure of DEFINITIONS that the population has; others stay as given.

    Missing values are the conditional mean of the ANSUR II Gaussian given the known ones, source "estimated", with
    the half-width of the 80 % interval as uncertainty. Known values stay untouched. With nothing known the result is
    the mean of the population. Estimates are kept within possible limits.
    """
    people = population(measures.sex)
    known = {name: m.value for name, m in measures.values.items() if name in people.names and m.source != "estimated"}
    spread = {name: measures.values[name].uncertainty / EIGHTY_PERCENT for name in known}
    mean, sd = people.given(known, spread)
    values: dict[str, Measurement] = {}
    for i, name in enumerate(people.names):
        if name in known:
            values[name] = measures.values[name]
            continue
        limits = DEFINITIONS[name]
        value = float(np.clip(mean[i], limits.low, limits.high))
        values[name] = Measurement(
            round(value, 1),
            round(EIGHTY_PERCENT * float(sd[i]), 1),
            limits.standard,
            "estimated",
            _basis(people, name, known),
        )
    given = {n: m for n, m in measures.values.items() if n not in people.names and m.source != "estimated"}
    return replace(measures, values={**values, **given})


def _basis(people: Population, name: str, known: dict[str, float]) -> str:
    """What an estimate leans on: the known measures that tell most about it."""
    who = f"ANSUR II {'women' if people.sex == 'female' else 'men'}"
    corr = people.cov / np.outer(people.sd, people.sd)
    row = people.names.index(name)
    strength = {other: abs(float(corr[row, people.names.index(other)])) for other in known}
    telling = [other for other in known if strength[other] >= 0.1]
    best = sorted(telling, key=lambda other: (-round(strength[other], 6), other))[:BASIS_NAMES]
    said = f"{who} from {', '.join(best)}" if best else f"mean of {who}"
    source = people.basis[name]
    return said if source == "ANSUR II" else f"{said}; {source}"


def said(name: str, value: float) -> str:
    """A measure as bodies are spoken of: cm with one decimal, kg, degrees."""
    unit = DEFINITIONS[name].unit
    return f"{value / 10:.1f} cm" if unit == "mm" else f"{value:.0f} kg" if unit == "kg" else f"{value:.0f}°"


def plausibility(measures: Measurements) -> tuple[str, ...]:
    """Sentences about given measures that fit badly to the others; empty when the body is plausible.

    Each measure taken by a person is compared with what all other given ones lead to expect (conditional Gaussian),
    each as sure as its ±. Values of a photo are no one's mistake and are not complained about.
    """
    people = population(measures.sex)
    known = {name: m.value for name, m in measures.values.items() if name in people.names and m.source != "estimated"}
    doubt = {name: measures.values[name].uncertainty / EIGHTY_PERCENT for name in known}
    odd = []
    for name, value in known.items():
        if measures.values[name].source == "photo":
            continue
        others = {k: v for k, v in known.items() if k != name}
        mean, sd = people.given(others, doubt)
        row = people.names.index(name)
        spread = float(np.hypot(np.hypot(sd[row], doubt[name]), min(5.0, 0.2 * people.sd[row])))
        score = (value - float(mean[row])) / spread
        if abs(score) > ODD_SD:
            odd.append((abs(score), name, value, float(mean[row]), EIGHTY_PERCENT * spread))
    sentences = []
    for _, name, value, expected, half in sorted(odd, reverse=True):
        beside = "the other measures" if len(known) > 1 else f"{measures.sex} bodies"
        sentences.append(
            f"{DEFINITIONS[name].label} {said(name, value)} is unusual beside {beside}: {said(name, expected)} "
            f"± {said(name, half)} expected; measure it again."
        )
    return tuple(sentences)
