"""GarmentCode body files (`body:` in cm and degrees) under the studio's names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.population import population
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.core.problem import Problem

NAMES: Mapping[str, str] = {
    "height": "stature",
    "bust": "bust",
    "underbust": "underbust",
    "waist": "waist",
    "hips": "hip",
    "leg_circ": "thigh",
    "wrist": "wrist",
    "arm_length": "arm",
    "shoulder_w": "shoulder",
    "shoulder_incl": "shoulder_slope",
    "waist_line": "back_waist_length",
    "hips_line": "waist_to_hip",
    "armscye_depth": "armscye_depth",
}
"""GarmentCode key -> studio measure."""

WITHOUT_COUNTERPART = (
    "head_l",
    "neck_w",
    "bust_line",
    "vert_bust_line",
    "bust_points",
    "back_width",
    "waist_over_bust_line",
    "waist_back_width",
    "hip_back_width",
    "hip_inclination",
    "bum_points",
    "crotch_hip_diff",
    "arm_pose_angle",
)
"""Keys that measure something the studio has no name for; they are read over."""

LONGEST_ARM = 0.42
"""Share of the height; a longer arm_length was taken from the nape and is left out."""
UNCERTAINTY_MM = 15.0
"""Landmarks of the two definitions lie this far apart at most for shoulder, arm and vertical lengths."""


def read_garmentcode(body: Mapping[Any, Any], sex: Any, name: str, where: str) -> Measurements:
    """Measurements of a GarmentCode body.

    These files name no sex: `sex` if the file has one, else the population the numbers fit better.
    Raises Problem naming the key that is no number or unknown.
    """
    values: dict[str, Measurement] = {}
    for key, raw in body.items():
        if key not in NAMES and key not in WITHOUT_COUNTERPART:
            raise Problem(
                f"'{key}' is no key of a GarmentCode body",
                f"{where}: body.{key}",
                "see docs/formats/body.md",
                code="body.unknown",
            )
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
            raise Problem(
                f"{raw!r} is not a number", f"{where}: body.{key}", "write it in cm", code="body.not_a_number"
            )
        if key not in NAMES or (key == "arm_length" and _from_nape(float(raw), body)):
            continue
        measure = NAMES[key]
        exact = measure in ("stature", "bust", "underbust", "waist", "hip")
        scale = 10.0 if DEFINITIONS[measure].unit == "mm" else 1.0
        spread = 0.0 if exact else 3.0 if measure == "shoulder_slope" else UNCERTAINTY_MM
        values[measure] = Measurement(float(raw) * scale, spread, f"GarmentCode {key}", "scan")
    if not values:
        raise Problem("no measure of this body is known", f"{where}: body", "see docs/formats/body.md")
    if sex is not None and str(sex).lower() not in ("female", "male"):
        raise Problem(f"sex is {sex!r}", f"{where}: sex", "write sex: female or sex: male", code="body.sex")
    known = {measure: m.value for measure, m in values.items()}
    likelier: Sex = "female" if _fit("female", known) >= _fit("male", known) else "male"
    return Measurements(name, likelier if sex is None else cast(Sex, str(sex).lower()), values)


def _from_nape(arm: float, body: Mapping[Any, Any]) -> bool:
    height = body.get("height")
    return isinstance(height, int | float) and arm > LONGEST_ARM * height


def _fit(sex: Sex, known: Mapping[str, float]) -> float:
    return population(sex).log_density(known)
