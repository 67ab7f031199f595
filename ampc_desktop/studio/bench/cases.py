"""Bodies, option choices and drafts that the benchmarks share. Same seed, same cases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ampc_desktop import body as bodies
from ampc_desktop import garment
from ampc_desktop.core.design import DesignSpec, PrintSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.schema import Option, Parameter, Source, Value
from ampc_desktop.studio.flow import capabilities

FAMILIES = (
    "tshirt", "straight_skirt", "a_line_skirt", "circle_skirt", "trousers", "shift_dress", "shirt", "hoodie", "tank",
)  # fmt: skip
"""The garments that come with the studio; a test says so."""
COUNTS: Mapping[str, tuple[Value, ...]] = {"front_darts": (0.0, 1.0, 2.0), "back_darts": (0.0, 1.0, 2.0)}
"""What a count option is tried with."""


@dataclass(frozen=True)
class Case:
    """One garment for one body: what was wished for and what came out."""

    family: str
    body: Measurements
    wishes: Mapping[str, Value]
    fabric: Fabric

    def __str__(self) -> str:
        wished = " ".join(f"{k}={v:g}" if isinstance(v, float) else f"{k}={v}" for k, v in self.wishes.items())
        return f"{self.family}, {self.body.name}, {self.fabric.id}, {wished}"


def people(count: int, seed: int = 2026) -> list[Measurements]:
    """`count` plausible bodies, women and men in turn."""
    each = (count + 1) // 2
    pairs = zip(bodies.sample("female", each, seed), bodies.sample("male", each, seed + 1), strict=True)
    return [one for pair in pairs for one in pair][:count]


def extremes() -> list[Measurements]:
    return bodies.extremes()


def combinations(family: str) -> list[dict[str, Value]]:
    """Every combination of the family's choices, switches and counts, from its own schema."""
    grids: list[tuple[str, tuple[Value, ...]]] = []
    for parameter in garment.family(family).schema.parameters:
        values = _values(parameter)
        if values:
            grids.append((parameter.id, values))
    names = [name for name, _ in grids]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*(v for _, v in grids))]


def _values(parameter: Parameter) -> tuple[Value, ...]:
    if parameter.kind == "choice":
        return tuple(name for name, _ in parameter.choices)
    if parameter.kind == "switch":
        return (True, False)
    return COUNTS.get(parameter.id, ()) if parameter.kind == "count" else ()


def dealt(family: str, rng: np.random.Generator) -> Iterator[dict[str, Value]]:
    """All combinations in random order, again and again: each is met before any is met twice."""
    every = combinations(family)
    while True:
        for i in rng.permutation(len(every)):
            yield dict(every[i])


def cloths(family: str) -> list[Fabric]:
    """Fabrics the shop offers for a family."""
    return [fabric for fabric in capabilities().fabrics.values() if family in fabric.families]


def resolve(case: Case, source: Source = "slider") -> dict[str, Option]:
    """Options of a case. Raises Problem."""
    wishes = {name: (value, source) for name, value in case.wishes.items()}
    return garment.resolve(case.family, wishes, case.body, case.fabric)


def draft(case: Case, options: Mapping[str, Option] | None = None) -> Pattern:
    """Pattern of a case with cut lines. Raises Problem."""
    spec = DesignSpec(case.family, options or resolve(case), case.fabric.id, PrintSpec("plain", ("white",), (100, 100)))
    return garment.draft(spec, case.body, case.fabric)


def cases(
    family: str, who: list[Measurements], each: int, seed: int = 7, sliders: bool = True
) -> Iterator[tuple[Case, dict[str, Option]]]:
    """`each` cases a body with their options; choices dealt evenly, fabrics in turn.

    sliders: in every second case two number options are pushed anywhere between the ends that the studio itself
    offers for this body.
    """
    rng = np.random.default_rng(seed)
    deal, offered = dealt(family, rng), itertools.cycle(cloths(family))
    for body in who:
        for k in range(each):
            case = Case(family, body, next(deal), next(offered))
            options = resolve(case)
            if sliders and k % 2:
                case = Case(family, body, {**case.wishes, **_pushed(options, rng)}, case.fabric)
                options = resolve(case)
            yield case, options


def _pushed(options: Mapping[str, Option], rng: np.random.Generator) -> dict[str, Value]:
    free = [id for id, o in options.items() if o.parameter.kind == "length" and o.feasible_high > o.feasible_low]
    chosen = rng.choice(len(free), min(2, len(free)), replace=False)
    return {
        free[i]: round(float(rng.uniform(options[free[i]].feasible_low, options[free[i]].feasible_high)), 1)
        for i in chosen
    }
