"""A body from measures on somebody else's model (SMPL, SMPL-X): the same aims, gradients by differences.

The studio's own fit knows where its landmarks lie and has exact gradients; here every landmark is found on the surface
anew, so a fit takes seconds. Few coefficients are used: an official file's first ten carry nearly all of the shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.completion import complete
from ampc_desktop.body.fitting import MAIN, Target, targets_of
from ampc_desktop.body.measuring import measure
from ampc_desktop.body.model import BodyModel, posed
from ampc_desktop.core.body import Avatar, BodyShape, MeasuredBody
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.ports import Progress, silent

Array = npt.NDArray[np.float64]

COEFFICIENTS = 10
STEP = 0.3
"""Of a coefficient, for the differences: levels found anew jitter by a millimetre or two."""
ROUNDS = 6
SETTLED_MM = 0.5
FIRM_SD = 2.0
"""Of a measure somebody took, mm: landmarks found on the surface jitter by about that."""


def fit(model: BodyModel, measures: Measurements, progress: Progress = silent) -> Avatar:
    """The avatar of a customer on `model`, in the A-pose. Nearest in the least-squares sense: ten coefficients can't
    meet every set of measures; residual_mm tells. Raises what `progress` raises."""
    wanted = {name: target for name, target in targets_of(measures).items() if name in MAIN or target.given}
    betas = np.zeros(min(COEFFICIENTS, model.n_betas))
    found = _measured(model, betas, measures)
    for turn in range(ROUNDS):
        progress(turn / ROUNDS, f"Fit, round {turn + 1}")
        residual = _residual(found, wanted, betas)
        jacobian = np.empty((len(residual), len(betas)))
        for k in range(len(betas)):
            progress(turn / ROUNDS, f"Fit, round {turn + 1}")
            moved = betas.copy()
            moved[k] += STEP
            jacobian[:, k] = (_residual(_measured(model, moved, measures), wanted, moved) - residual) / STEP
        step = np.linalg.lstsq(jacobian, -residual, rcond=None)[0]
        cost = float(residual @ residual)
        for share in (1.0, 0.5, 0.25):
            tried = betas + share * step
            new = _measured(model, tried, measures)
            if float(np.square(_residual(new, wanted, tried)).sum()) < cost:
                break
        else:
            break
        change = max(abs(new.measures[name] - found.measures[name]) for name in wanted if name in new.measures.values)
        betas, found = tried, new
        if change < SETTLED_MM:
            break
    return _avatar(found, measures)


def _measured(model: BodyModel, betas: Array, measures: Measurements) -> MeasuredBody:
    shape = BodyShape(model.id, model.sex, tuple(float(b) for b in betas))
    return measure(replace(posed(shape, "a", model), name=measures.name), measures.sex, measures.name)


def _residual(found: MeasuredBody, wanted: Mapping[str, Target], betas: Array) -> Array:
    """Missed measures by their sigma, then the coefficients themselves (standard normal by construction)."""
    missed = [
        (found.measures[name] - target.value) / max(target.sd, FIRM_SD)
        for name, target in wanted.items()
        if name in found.measures.values
    ]
    return np.array([*missed, *betas])


def _avatar(found: MeasuredBody, measures: Measurements) -> Avatar:
    """The same telling as the studio's own fit: asked, missed, estimated."""
    completed = complete(measures)
    values: dict[str, Measurement] = {}
    residual: dict[str, float] = {}
    for name, one in found.measures.values.items():
        asked = measures.values.get(name)
        if asked is not None and asked.source != "estimated":
            residual[name] = round(one.value - asked.value, 2)
            values[name] = replace(asked, value=one.value)
        else:
            values[name] = replace(completed.values[name], value=one.value)
    far = [name for name in MAIN if abs(residual.get(name, 0.0)) > 10.0]
    note = f"this model's {COEFFICIENTS} shape coefficients can't meet {', '.join(far)} together"
    body = replace(found, measures=Measurements(measures.name, measures.sex, values))
    return Avatar(body, residual, (note,) if far else ())
