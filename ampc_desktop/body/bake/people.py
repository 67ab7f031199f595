"""Bodies of real people in the model: drawn from survey statistics, fitted with girths, breadths, depths and heights.

Half of them are drawn from ANSUR II (soldiers), half have the body mass of civilians (NHANES 2017-2020) and what goes
with it: every other measure follows the change of weight by its regression on weight at the same stature in ANSUR II.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ampc_desktop.body import surface
from ampc_desktop.body.fitting import Target, solve
from ampc_desktop.body.measuring import RULES, SIDE, Frame, Rule
from ampc_desktop.body.model import load
from ampc_desktop.body.prior import ShapePrior
from ampc_desktop.body.surface import Anchor, Reading
from ampc_desktop.core.measurement import Sex
from ampc_desktop.runtime import resources

Array = npt.NDArray[np.float64]

CIVIL_BMI: Mapping[Sex, tuple[float, float, float]] = {"female": (24.0, 28.5, 34.4), "male": (25.2, 28.7, 33.0)}
"""Weighted quartiles of body mass index, ages 20 to 79, NHANES 2017-March 2020 (without pregnant women)."""
BMI_RANGE = (17.0, 45.0)

NATURAL_WAIST: Mapping[Sex, float] = {"female": 0.949, "male": 0.995}
"""Girth midway between lowest rib and iliac crest over girth at the navel: means of 292 women (82.4 / 86.8 cm) and
223 men (84.4 / 84.8 cm), "Comparison of waist circumference measured at six different sites in the adults in Ahvaz
city", Jundishapur Scientific Medical Journal (jsmj.ajums.ac.ir, article 45397)."""

TARGETS: Mapping[str, tuple[Mapping[str, float], float]] = {
    "stature": ({"stature": 1.0}, 2.0),
    "weight_kg": ({"weightkg": 1.0}, 1.5),
    "bust": ({"chestcircumference": 1.0}, 3.0),
    "waist_navel": ({"waistcircumference": 1.0}, 3.0),
    "hip": ({"buttockcircumference": 1.0}, 3.0),
    "shoulder": ({"biacromialbreadth": 1.0}, 4.0),
    "arm": ({"sleeveoutseam": 1.0}, 4.0),
    "inseam": ({"crotchheight": 1.0}, 4.0),
    "thigh": ({"thighcircumference": 1.0}, 4.0),
    "neck": ({"neckcircumference": 1.0}, 5.0),
    "calf": ({"calfcircumference": 1.0}, 4.0),
    "wrist": ({"wristcircumference": 1.0}, 4.0),
    "ankle": ({"anklecircumference": 1.0}, 5.0),
    "shoulder_length": ({"shoulderlength": 1.0}, 12.0),
    "biceps": ({"bicepscircumferenceflexed": 0.94}, 12.0),
    "waist_oval": ({"waistbreadth": 1.0, "waistdepth": -1.0}, 8.0),
    "hip_oval": ({"hipbreadth": 1.0, "buttockdepth": -1.0}, 8.0),
    "bust_height": ({"chestheight": 1.0}, 12.0),
    "navel_height": ({"waistheightomphalion": 1.0}, 10.0),
    "seat_height": ({"buttockheight": 1.0}, 15.0),
    "nape_height": ({"cervicaleheight": 1.0}, 10.0),
    "armpit_height": ({"axillaheight": 1.0}, 25.0),
}
"""Reading on the surface -> the ANSUR II columns it follows from, and sigma in mm (kg): tape and other definition.

Breadth and depth enter as their difference: the survey's callipers press, so that both come out smaller for the same
girth; how oval a body is does not depend on that. Those of the chest are left out: the survey's lie inside the flesh of
the armpits (an ellipse of both is a tenth smaller than the chest girth).
"""


@dataclass(frozen=True, eq=False)
class People:
    """columns: names of survey columns; values (n, columns) in mm and kg; civil (n,) bool; betas (n, K).

    leftover (K, K): mean covariance of what the measures leave open in one body.
    """

    sex: Sex
    columns: tuple[str, ...]
    values: Array
    civil: npt.NDArray[np.bool_]
    betas: Array
    leftover: Array


def draw(sex: Sex, n: int, seed: int) -> tuple[tuple[str, ...], Array, npt.NDArray[np.bool_]]:
    """Survey columns of n people (mm, kg), the second half of them with civil body mass."""
    group = resources.json_file("body", "ansur_stats.json")["groups"][sex]
    columns = tuple(group["cols"])
    scale = np.array([1.0 if name == "weightkg" else 10.0 for name in columns])
    mean, sd = np.array(group["mean"]) * scale, np.array(group["sd"]) * scale
    cov = np.array(group["corr"]) * np.outer(sd, sd)
    rng = np.random.default_rng(seed)
    root = np.linalg.cholesky(cov + 1e-9 * np.diag(np.diag(cov)))
    w, s = columns.index("weightkg"), columns.index("stature")
    pair = cov[np.ix_([w, s], [w, s])]
    by_weight = np.linalg.solve(pair, cov[[w, s]])[0]  # change of every column by a kilogram at the same stature
    quarter, half, three = np.log(CIVIL_BMI[sex])
    kept: list[Array] = []
    while len(kept) < n:
        x = mean + root @ np.clip(rng.standard_normal(len(columns)), -3, 3)
        bmi = x[w] / (x[s] / 1000) ** 2
        if len(kept) >= n // 2:
            at_mean = mean[w] / (mean[s] / 1000) ** 2
            spread = np.sqrt(pair[0, 0] - pair[0, 1] ** 2 / pair[1, 1]) / mean[w]
            score = np.log(bmi / at_mean) / spread
            civil = float(np.exp(half + score * (three - quarter) / 1.349))
            x = x + by_weight * (civil - bmi) * (x[s] / 1000) ** 2
            bmi = civil
        if BMI_RANGE[0] < bmi < BMI_RANGE[1] and 1420 < x[s] < 2080:
            kept.append(x)
    return columns, np.array(kept), np.arange(n) >= n // 2


def fit_people(sex: Sex, n: int, seed: int) -> People:
    """n people drawn and fitted; about a second each."""
    columns, values, civil = draw(sex, n, seed)
    model = load(sex)
    betas = np.empty((n, model.n_betas))
    wide = ShapePrior(np.zeros(model.n_betas), np.eye(model.n_betas))  # of the sample the model was baked from
    leftover = np.zeros((model.n_betas, model.n_betas))
    for row in range(n):
        person = dict(zip(columns, values[row], strict=True))
        targets = {
            reading: Target(sum(factor * person[column] for column, factor in parts.items()), sd, True)
            for reading, (parts, sd) in TARGETS.items()
        }
        targets["waist"] = Target(NATURAL_WAIST[sex] * person["waistcircumference"], 20.0, True)
        betas[row], jacobian = solve(model, targets, wide, {**RULES, **EXTENTS})
        leftover += np.linalg.inv(jacobian.T @ jacobian) / n
    return People(sex, columns, values, civil, betas, leftover)


def _oval(anchor: str) -> Rule:
    """Breadth less depth of the trunk at the level of an anchor."""

    def rule(frame: Frame) -> Reading | None:
        found = surface.cut(frame.vertices, frame.topology.part("torso", "left_leg", "right_leg"), frame.plane(anchor))
        if len(found.t) < 4:
            return None
        breadth, depth = (_extent(frame, found, axis) for axis in (0, 2))
        return breadth - depth

    return rule


def _extent(frame: Frame, found: surface.Cut, axis: int) -> Reading:
    places = found.points[:, axis]
    ends = surface.chosen(found, np.array([np.argmin(places), np.argmax(places)]))
    pull = np.zeros((2, 3))
    pull[:, axis] = (-1.0, 1.0)
    ids, gradient = surface.spread(frame.vertices, ends, pull)
    return Reading(float(np.ptp(places)), ids, gradient, ends.points)


def _height(anchor: str) -> Rule:
    def rule(frame: Frame) -> Reading:
        skin = frame.topology.skin_vertices
        floor = Anchor.at(int(skin[np.argmin(frame.vertices[skin, 1])]))
        high = surface.height(frame.vertices, frame.anchors[anchor])
        return replace(high - surface.height(frame.vertices, floor), way=high.way)

    return rule


EXTENTS: Mapping[str, Rule] = {
    "waist_oval": _oval("navel"),
    "hip_oval": _oval("seat"),
    "bust_height": _height(f"bust_{SIDE}"),
    "navel_height": _height("navel"),
    "seat_height": _height("seat"),
    "nape_height": _height("nape"),
    "armpit_height": _height(f"armpit_{SIDE}"),
}
"""What ANSUR II measured beside the measures of body.definitions."""
