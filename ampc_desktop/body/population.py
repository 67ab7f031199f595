"""The adult population as one Gaussian per sex over the studio's measures, after ANSUR II.

ANSUR II gives mean, spread and correlation of its own columns; resources/body/derived.toml says how each measure of
the studio follows from them. Both together are one Gaussian, so that what is estimated agrees with what is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.runtime import resources

Array = npt.NDArray[np.float64]

TAPE_SD = 5.0
"""Repeatability of a tape measure, mm (kg, deg alike): how far a given value may lie from the true one."""


@dataclass(frozen=True)
class Population:
    """Gaussian over `names`: mean (n,) and covariance (n, n) in mm, kg and degrees; basis per measure."""

    sex: Sex
    names: tuple[str, ...]
    mean: Array
    cov: Array
    basis: Mapping[str, str]

    @property
    def sd(self) -> Array:
        return np.asarray(np.sqrt(np.diag(self.cov)))

    def given(self, known: Mapping[str, float], spread: Mapping[str, float] | None = None) -> tuple[Array, Array]:
        """Mean and standard deviation of all measures once some are known (conditional Gaussian).

        x_u | x_k = mu_u + S_uk S_kk^-1 (x_k - mu_k), with the tape's own spread added to S_kk, and the standard
        deviation `spread` of a value that was not taken by tape (a photo's, a scan's).
        """
        rows = [i for i, name in enumerate(self.names) if name in known]
        if not rows:
            return self.mean.copy(), self.sd
        values = np.array([known[self.names[i]] for i in rows])
        doubt = np.array([(spread or {}).get(self.names[i], 0.0) for i in rows])
        known_cov = self.cov[np.ix_(rows, rows)] + np.diag(_tape_variance(self.sd[rows]) + doubt**2)
        gain = np.linalg.solve(known_cov, self.cov[rows]).T
        mean = self.mean + gain @ (values - self.mean[rows])
        variance = np.diag(self.cov) - np.einsum("ij,ji->i", gain, self.cov[rows])
        return mean, np.sqrt(np.maximum(variance, 0.0))

    def distance(self, known: Mapping[str, float]) -> float:
        """Mahalanobis distance of the known measures from the population."""
        rows = [i for i, name in enumerate(self.names) if name in known]
        gap = np.array([known[self.names[i]] for i in rows]) - self.mean[rows]
        cov = self.cov[np.ix_(rows, rows)] + np.eye(len(rows)) * _tape_variance(self.sd[rows])
        return math.sqrt(max(0.0, float(gap @ np.linalg.solve(cov, gap)))) if rows else 0.0

    def log_density(self, known: Mapping[str, float]) -> float:
        """Log density of the known measures, for telling which population a body belongs to."""
        rows = [i for i, name in enumerate(self.names) if name in known]
        cov = self.cov[np.ix_(rows, rows)] + np.eye(len(rows)) * _tape_variance(self.sd[rows])
        return float(-0.5 * (self.distance(known) ** 2 + np.linalg.slogdet(cov)[1] + len(rows) * np.log(2 * np.pi)))


def _tape_variance(sd: Array) -> Array:
    """Variance of measuring, never more than a small part of the measure's own spread (degrees, kilograms)."""
    return np.minimum(TAPE_SD, 0.2 * sd) ** 2


@cache
def population(sex: Sex) -> Population:
    """The population of one sex, ages 18 to 99."""
    group = resources.json_file("body", "ansur_stats.json")["groups"][sex]
    derived = resources.toml("body", "derived.toml")
    extra: dict[str, Any] = derived.pop("extra")
    columns = [*group["cols"], *extra]
    in_mm = np.array([1.0 if name == "weightkg" else 10.0 for name in group["cols"]])
    sd = np.concatenate((np.array(group["sd"]) * in_mm, [e["sd"] for e in extra.values()]))
    mean = np.concatenate((np.array(group["mean"]) * in_mm, [e["mean"] for e in extra.values()]))
    corr = np.eye(len(columns))
    corr[: len(in_mm), : len(in_mm)] = group["corr"]

    names = tuple(name for name in DEFINITIONS if name in derived)
    factors = np.zeros((len(names), len(columns)))
    constant, residual = np.zeros(len(names)), np.zeros(len(names))
    basis = {}
    for i, name in enumerate(names):
        record = {**derived[name], **derived[name].get(sex, {})}
        for column, factor in record["columns"].items():
            factors[i, columns.index(column)] = factor
        constant[i] = record.get("constant", 0.0)
        residual[i] = record.get("residual_sd", 0.0)
        basis[name] = record.get("source", "ANSUR II")
    cov = factors @ (corr * np.outer(sd, sd)) @ factors.T + np.diag(residual**2)
    return Population(sex, names, factors @ mean + constant, cov, basis)


def sample(sex: Sex, n: int, seed: int, widest_sd: float = 2.5) -> list[Measurements]:
    """n plausible bodies with every measure, for benches and tests.

    Drawn in the principal axes of the correlation, each coordinate within ±widest_sd, and bodies with any single
    measure further out than that are drawn again.
    """
    people = population(sex)
    rng = np.random.default_rng(seed)
    corr = people.cov / np.outer(people.sd, people.sd)
    weights, axes = np.linalg.eigh(corr)
    root = axes * np.sqrt(np.maximum(weights, 0.0))
    found: list[Measurements] = []
    while len(found) < n:
        score = root @ np.clip(rng.standard_normal(len(people.names)), -widest_sd, widest_sd)
        if np.abs(score).max() <= widest_sd:
            found.append(_body(people, score, f"{sex} {len(found) + 1}"))
    return found


def extremes() -> list[Measurements]:
    """Twenty bodies at the edge of what the studio promises: ten a sex, tall to tiny, slim to heavy, and mixed."""
    corners: tuple[tuple[str, Mapping[str, float]], ...] = (
        ("very tall", {"stature": 3.0}),
        ("very short", {"stature": -3.0}),
        ("very heavy", {"weight_kg": 4.0, "waist_navel": 4.0}),
        ("very slim", {"weight_kg": -2.2, "bust": -2.2, "hip": -2.2}),
        ("tall and slim", {"stature": 2.5, "weight_kg": -1.0}),
        ("short and heavy", {"stature": -2.5, "weight_kg": 2.5}),
        ("full bust, narrow hip", {"bust": 2.5, "hip": -0.5}),
        ("small bust, full hip", {"bust": -1.5, "hip": 2.0}),
        ("broad shoulders, small waist", {"shoulder": 2.5, "waist_navel": -1.5}),
        ("long arms, short legs", {"arm": 2.0, "inseam": -1.5}),
    )
    bodies = []
    sexes: tuple[Sex, ...] = ("female", "male")
    for sex in sexes:
        people = population(sex)
        place = {name: i for i, name in enumerate(people.names)}
        for label, scores in corners:
            known = {n: float(people.mean[place[n]] + z * people.sd[place[n]]) for n, z in scores.items()}
            mean, _ = people.given(known)
            bodies.append(_body(people, (mean - people.mean) / people.sd, f"{label} ({sex})"))
    return bodies


def _body(people: Population, score: Array, name: str) -> Measurements:
    values = people.mean + score * people.sd
    return Measurements(
        name,
        people.sex,
        {
            measure: Measurement(
                round(float(value), 1), 0.0, DEFINITIONS[measure].standard, "tape", "drawn from ANSUR II"
            )
            for measure, value in zip(people.names, values, strict=True)
        },
    )
