"""ParameterSchema: each option of a garment described once.

The slider, the slot of the conversation, the option of the family and the documentation come from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Value = str | float | bool
Source = Literal["said", "slider", "inferred", "default"]
"""said / slider = the person decided (●); inferred = follows from what was decided (◐); default = assumed (○)."""


@dataclass(frozen=True)
class Parameter:
    """One option of a garment.

    id       : name of the slot, slider and family option, e.g. "chest_ease_mm".
    label    : what people read, e.g. "Chest ease".
    group    : heading of the parameter panel, e.g. "Fit and length".
    kind     : choice (segmented control), length (slider, mm), ratio (slider, %), count, switch.
    choices  : (id, label) pairs for kind "choice".
    hint     : one sentence for the tooltip.
    needs    : shown and used only while these other parameters have one of the given values,
               e.g. {"sleeve": ("short", "three_quarter", "long")}.
    """

    id: str
    label: str
    group: str
    kind: Literal["choice", "length", "ratio", "count", "switch"]
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    step: float = 1.0
    decimals: int = 0
    hint: str = ""
    needs: Mapping[str, tuple[str, ...]] | None = None
    follows: str = ""


@dataclass(frozen=True)
class Option:
    """A parameter with the value that one order has.

    low, high     : what the slider offers (for lengths and ratios).
    feasible_low, feasible_high : what this body and these other options allow; the rest is hatched.
    default       : what the value would be if nobody had decided.
    why           : one line, e.g. "relaxed: 12 % of bust 920 mm".
    """

    parameter: Parameter
    value: Value
    source: Source = "default"
    default: Value = ""
    low: float = 0.0
    high: float = 0.0
    feasible_low: float = 0.0
    feasible_high: float = 0.0
    why: str = ""


@dataclass(frozen=True)
class ParameterSchema:
    """All options of one garment family, in the order they are shown."""

    family: str
    label: str
    parameters: tuple[Parameter, ...]

    def __getitem__(self, id: str) -> Parameter:
        for parameter in self.parameters:
            if parameter.id == id:
                return parameter
        raise KeyError(id)

    def __contains__(self, id: object) -> bool:
        return any(parameter.id == id for parameter in self.parameters)
