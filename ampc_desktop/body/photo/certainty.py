"""Every measure of the fitted body with an honest ±."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.measuring import frame_of, readings
from ampc_desktop.body.model import posed
from ampc_desktop.body.photo.figure import Figure
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurement
from ampc_desktop.runtime import resources

Array = npt.NDArray[Any]

EIGHTY_PERCENT = 1.2816
BASIS = "fitted to the outline in the photo"


@cache
def calibration(views: int) -> Mapping[str, float]:
    """Factor by measure that makes the intervals of the tuning photos hold 80 % of the truths, for one photo or two."""
    table: dict[str, float] = resources.json_file("body", "pose", "calibration.json")["front" if views == 1 else "side"]
    return table


def measured(
    figure: Figure, shape: BodyShape, covariance: Array, given: Mapping[str, float], views: int = 1
) -> dict[str, Measurement]:
    """Measures of a shape whose whitened coefficients have this covariance; given ones (stature, weight) as given.

    The half-width of the 80 % interval is 1.2816 sd of the measure, its gradient by the shape carried through the
    covariance, times the measure's calibration factor.
    """
    mesh = posed(shape)
    found: dict[str, Measurement] = {}
    for name, reading in readings(frame_of(mesh), DEFINITIONS).items():
        limits = DEFINITIONS[name]
        if name in given:
            found[name] = Measurement(given[name], 0.0, limits.standard, "tape", "as given")
            continue
        slope = 1000.0 * np.einsum("nx,nxk->k", reading.gradient, figure.basis[reading.ids].astype(np.float64))
        sd = float(np.sqrt(max(slope @ covariance @ slope, 0.0)))
        half = EIGHTY_PERCENT * sd * calibration(views).get(name, 1.0)
        value = float(np.clip(reading.value, limits.low, limits.high))
        digits = 1 if limits.unit != "mm" else 0
        found[name] = Measurement(round(value, 1), round(half, digits + 1), limits.standard, "photo", BASIS)
    return found
