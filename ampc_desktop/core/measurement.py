"""Body measurements: a value with its definition, source and uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Sex = Literal["female", "male"]
MeasureSource = Literal["tape", "photo", "scan", "estimated"]


@dataclass(frozen=True)
class MeasureDefinition:
    """What a bare name means (docs/formats/body.md). Lengths in mm, `weight_kg` in kg.

    low, high : values outside are refused as impossible.
    """

    name: str
    label: str
    how: str
    low: float
    high: float
    unit: Literal["mm", "kg", "deg"] = "mm"
    standard: str = ""


@dataclass(frozen=True)
class Measurement:
    """One measure of one body.

    value          : mm (kg for weight_kg, degrees for shoulder_slope).
    uncertainty    : half-width of the 80 % interval, same unit; 0 when taken by tape as given.
    definition     : name of the definition used, e.g. "ISO 8559-1 natural waist".
    source         : where it came from; "estimated" values are shown with ± and ○.
    basis          : for estimated values, from what, e.g. "ANSUR II women from stature, bust, hip".
    """

    value: float
    uncertainty: float = 0.0
    definition: str = ""
    source: MeasureSource = "tape"
    basis: str = ""


@dataclass(frozen=True)
class Measurements:
    """A body as numbers. `values` maps canonical names (see body.definitions) to measurements.

    customer : the house's own number of the person, if there is one; names come twice.
    """

    name: str
    sex: Sex
    values: Mapping[str, Measurement] = field(default_factory=dict)
    customer: str = ""

    def __getitem__(self, measure: str) -> float:
        """Value in mm (kg, deg) of one measure. Raises KeyError naming it."""
        return self.values[measure].value

    def get(self, measure: str) -> float | None:
        found = self.values.get(measure)
        return None if found is None else found.value

    def with_value(self, measure: str, measurement: Measurement) -> Measurements:
        return replace(self, values={**self.values, measure: measurement})

    @property
    def estimated(self) -> tuple[str, ...]:
        """Names of the measures nobody took."""
        return tuple(n for n, m in self.values.items() if m.source == "estimated")
