"""A body from measures: the shape whose surface a tape would find these values on.

Least squares over the shape coefficients, (measured - asked) / sigma for every measure and the distance from how people
are shaped (body.prior) or from a start, by Levenberg-Marquardt. In the rest pose every vertex is linear in the shape,
so the exact gradient of a measure by its cut points (surface.Reading) times the shape directions of those few vertices
is the Jacobian. Levels and landmarks are frozen onto the surface while steps are taken and searched again in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ampc_desktop.body import landmarks
from ampc_desktop.body.completion import EIGHTY_PERCENT, complete, plausibility, said
from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.measuring import RULES, Frame, Rule, measure, readings, with_levels
from ampc_desktop.body.model import BodyModel, load, model_of, posed
from ampc_desktop.body.prior import ShapePrior, prior
from ampc_desktop.body.surface import Reading
from ampc_desktop.core.body import Avatar, BodyShape
from ampc_desktop.core.measurement import Measurement, Measurements

Array = npt.NDArray[np.float64]

MAIN = ("stature", "bust", "waist", "hip", "shoulder", "arm", "inseam", "thigh")
"""The measures a body must hit within HIT_MM."""
HIT_MM = 3.0
LOOSE_MISS = 15.0
"""Miss of any other given measure that is told, mm (kg, degrees)."""
MAIN_SD = 0.7
GIVEN_SD = 4.0
SPECIAL_SD: Mapping[str, float] = {"weight_kg": 0.8, "shoulder_slope": 2.0}
"""Of given measures, mm, kg, degrees."""
DEFINITION_SD: Mapping[str, float] = {
    "weight_kg": 2.0,
    "head": 22.0,
    "neck": 6.0,
    "neck_base": 25.0,
    "shoulder_length": 8.0,
    "shoulder_slope": 5.0,
    "cross_back": 22.0,
    "armscye_depth": 25.0,
    "underbust": 20.0,
    "waist_height": 6.0,
    "back_waist_length": 12.0,
    "waist_to_hip": 12.0,
    "crotch_depth": 6.0,
    "calf": 6.0,
    "ankle": 6.0,
    "biceps": 12.0,
    "wrist": 3.0,
}
"""How far a tape on a person and the rule on the surface lie apart for the same body; added to the ± of estimates.

With these the 80 % intervals of what was not measured hold 70 to 100 % of the truths, by measure, on 40 women of
ANSUR II.
"""
OTHER_DEFINITION_SD = 8.0
ROUNDS, STEPS = 10, 3
SETTLED = 0.2
"""Fall of the cost below which no further step is taken: a fifth of one squared sigma."""


@dataclass(frozen=True)
class Target:
    """One measure to reach: value and sigma in mm (kg, degrees); given by a person or estimated."""

    value: float
    sd: float
    given: bool


def fit(measures: Measurements, start: BodyShape | None = None) -> Avatar:
    """The avatar of a customer: as measured, estimated where nobody measured.

    Any subset of body.DEFINITIONS may be given. The eight MAIN measures are met within 3 mm where a body can have them
    together; other given ones pull less; measures nobody took pull with their ±. start: a shape found otherwise (from a
    photo), which the result stays near in all that is not measured. Raises Problem for a shape of another model.
    """
    model = load(measures.sex) if start is None else model_of(start)
    targets = targets_of(measures)
    people = prior(model.sex)
    betas, _ = solve(model, targets, people if start is None else replace(people, mean=np.asarray(start.betas, float)))
    shape = BodyShape(model.id, model.sex, tuple(float(b) for b in np.round(betas, 5)))
    body = measure(replace(posed(shape), name=measures.name), name=measures.name)
    completed = complete(measures)
    values: dict[str, Measurement] = {}
    residual: dict[str, float] = {}
    for name, found in body.measures.values.items():
        asked = measures.values.get(name)
        if asked is not None and asked.source != "estimated":
            residual[name] = round(found.value - asked.value, 2)
            values[name] = replace(asked, value=found.value)
        else:
            guess = completed.values[name]
            half = float(np.hypot(guess.uncertainty, EIGHTY_PERCENT * DEFINITION_SD.get(name, OTHER_DEFINITION_SD)))
            basis = f"body model fitted; {guess.basis}"
            values[name] = replace(guess, value=found.value, uncertainty=round(half, 1), basis=basis)
    unmeasured = {name: found for name, found in measures.values.items() if name not in RULES}
    body = replace(body, measures=replace(measures, values={**values, **unmeasured}))
    return Avatar(body, residual, _notes(measures, residual))


def targets_of(measures: Measurements) -> dict[str, Target]:
    """What a fit shall reach and how firmly. Estimates know less the wider their ± and the looser their definition."""
    targets = {}
    for name, found in complete(measures).values.items():
        if name not in RULES:
            continue  # a measure of how cloth lies, not of a surface
        if found.source == "estimated":
            loose = DEFINITION_SD.get(name, OTHER_DEFINITION_SD)
            targets[name] = Target(found.value, float(np.hypot(found.uncertainty / EIGHTY_PERCENT, loose)), False)
        else:
            firm = MAIN_SD if name in MAIN else SPECIAL_SD.get(name, GIVEN_SD)
            targets[name] = Target(found.value, float(np.hypot(firm, found.uncertainty / EIGHTY_PERCENT)), True)
    return targets


def solve(
    model: BodyModel, targets: Mapping[str, Target], shapes: ShapePrior, rules: Mapping[str, Rule] = RULES
) -> tuple[Array, Array]:
    """Shape coefficients (K,) of the least cost, and the Jacobian (n + K, K) of all residuals there.

    rules: how each target is read off a surface, for targets that are no measures of body.definitions.
    """
    whiten = np.linalg.inv(np.linalg.cholesky(shapes.cov))
    topology, anchors = landmarks.own_topology(model.sex), landmarks.own(model.sex)

    def look(betas: Array, frame: Frame) -> _Place:
        return _Place(betas, frame, *_residuals(model, frame, targets, betas, shapes.mean, whiten, rules))

    def searched(betas: Array) -> _Place:
        return look(betas, with_levels(Frame(_vertices(model, betas), topology, anchors)))

    best = here = searched(shapes.mean.copy())
    damping = 1e-2
    for _ in range(ROUNDS):
        start = here.cost
        for _ in range(STEPS):
            normal = here.jacobian.T @ here.jacobian
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -(here.jacobian.T @ here.residuals))
            tried = here.betas + step
            there = look(tried, here.frame.moved(_vertices(model, tried)))
            if there.cost >= here.cost:
                damping *= 8
                continue
            gained, here = here.cost - there.cost, there
            damping = max(damping / 5, 1e-6)
            if gained < SETTLED:
                break
        if start - here.cost < SETTLED:
            break
        here = searched(here.betas)
        if here.cost < best.cost:
            best = here
        else:  # the levels lie elsewhere on the new shape and it is no better there: back, with a shorter step
            here = best
            damping = max(damping, 1e-3) * 100
    return best.betas, best.jacobian


@dataclass(frozen=True, eq=False)
class _Place:
    """Where the search stands: shape, surface with its levels, residuals (n + K,) and their Jacobian."""

    betas: Array
    frame: Frame
    residuals: Array
    jacobian: Array

    @property
    def cost(self) -> float:
        return float(self.residuals @ self.residuals)


def _vertices(model: BodyModel, betas: Array) -> Array:
    return model.rest_vertices(betas) * 1000.0


def _residuals(
    model: BodyModel,
    frame: Frame,
    targets: Mapping[str, Target],
    betas: Array,
    centre: Array,
    whiten: Array,
    rules: Mapping[str, Rule],
) -> tuple[Array, Array]:
    """Residuals and their Jacobian by the shape coefficients."""
    found = readings(frame, targets, rules)
    rows = [(reading.value - targets[name].value) / targets[name].sd for name, reading in found.items()]
    slopes = [_slope(model, reading) / targets[name].sd for name, reading in found.items()]
    return (
        np.concatenate([np.array(rows), whiten @ (betas - centre)]),
        np.vstack([np.array(slopes), whiten]),
    )


def _slope(model: BodyModel, reading: Reading) -> Array:
    """(K,) gradient of a reading by the shape coefficients."""
    if len(reading.ids) > 5000:  # the volume: every vertex in its turn
        pull = np.zeros((len(model.template), 3), np.float32)
        pull[reading.ids] = reading.gradient
        return (
            np.asarray(np.einsum("ik,i->k", model.shapedirs.reshape(-1, model.n_betas), pull.ravel()), float) * 1000.0
        )
    return np.asarray(np.einsum("ij,ijk->k", reading.gradient, model.shapedirs[reading.ids]), float) * 1000.0


def _notes(measures: Measurements, residual: Mapping[str, float]) -> tuple[str, ...]:
    """What does not go together, in sentences."""
    notes = list(plausibility(measures))
    missed = [name for name, gap in residual.items() if abs(gap) > (HIT_MM if name in MAIN else LOOSE_MISS)]
    if missed:
        asked = " and ".join(_with_name(name, measures[name]) for name in missed)
        nearest = ", ".join(_with_name(name, measures[name] + residual[name]) for name in missed)
        notes.append(f"No one body has {asked} beside the other measures; the nearest has {nearest}.")
    return tuple(notes)


def _with_name(name: str, value: float) -> str:
    return f"{DEFINITIONS[name].label.lower()} {said(name, value)}"
