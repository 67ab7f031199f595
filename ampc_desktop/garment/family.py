"""Family: one kind of garment the studio drafts, with its options, its draft and its flat sketch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Option, ParameterSchema, Source, Value

Wishes: TypeAlias = Mapping[str, tuple[Value, Source]]


@dataclass(frozen=True)
class Family:
    """One garment family.

    structure         : cloth it is made of, "knit" or "woven".
    weight_gsm        : lightest and heaviest cloth it is made of, g/m².
    required_measures : body measures the draft can't do without.
    resolve           : wishes, body, fabric -> every option with value, range and reason.
    draft             : spec, body, fabric -> pattern with cut lines.
    flat              : pattern, spec -> flat sketch.
    words             : what else people call it; the families that come with the studio have theirs in its knowledge.
    """

    id: str
    label: str
    structure: Literal["knit", "woven"]
    schema: ParameterSchema
    required_measures: tuple[str, ...]
    resolve: Callable[[Wishes, Measurements, Fabric], dict[str, Option]]
    draft: Callable[[DesignSpec, Measurements, Fabric], Pattern]
    flat: Callable[[Pattern, DesignSpec], FlatSketch]
    weight_gsm: tuple[float, float] = (80.0, 400.0)
    words: tuple[str, ...] = ()

    def takes(self, fabric: Fabric) -> bool:
        """Whether it can be made of a cloth: structure and weight."""
        low, high = self.weight_gsm
        return not fabric.trim and fabric.structure == self.structure and low <= fabric.gsm <= high

    def need(self, measures: Measurements) -> None:
        """Raises Problem naming the measures this family needs and the body lacks."""
        missing = [name for name in self.required_measures if measures.get(name) is None]
        if missing:
            raise Problem(
                f"{self.label} needs {', '.join(missing)}",
                f"body {measures.name}" if measures.name else "body",
                "measure them or let the studio estimate them",
                code="garment.measure_missing",
            )
