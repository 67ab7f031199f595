"""Resolving the options of a family: wishes win, the rest follows from choices, everything stays feasible."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Option, ParameterSchema, Source
from ampc_desktop.garment.family import Wishes

_DECIDED: tuple[Source, ...] = ("said", "slider")


@dataclass
class Resolver:
    """Collects the resolved options of one family for one body, in the order in which they depend on each other."""

    schema: ParameterSchema
    wishes: Wishes
    options: dict[str, Option] = field(default_factory=dict)

    def choice(self, id: str, default: str, why: str = "studio default", follows: str = "") -> str:
        """Resolve a choice. follows: another choice this default was derived from. Raises Problem if unknown."""
        parameter = self.schema[id]
        known = [name for name, _ in parameter.choices]
        value, source = default, self._follow(follows)
        if id in self.wishes:
            wished, source = self.wishes[id]
            value, why = str(wished), {"said": "as said", "slider": "as chosen"}.get(source, "follows from the wish")
            if value not in known:
                raise Problem(
                    f"{parameter.label.lower()} '{wished}' is not one we make",
                    id,
                    f"one of {', '.join(known)}",
                    code="garment.unknown_choice",
                )
        self.options[id] = Option(parameter, value, source, default, why=why)
        return value

    def switch(self, id: str, default: bool, why: str, follows: str = "", forced: bool | None = None) -> bool:
        """Resolve a switch. forced: the only value this body and the other options allow, if any."""
        value, source = default, self._follow(follows)
        if id in self.wishes:
            wished, wish_source = self.wishes[id]
            if not isinstance(wished, bool | int | float):
                raise self._bad(id, wished, "yes or no")
            if wish_source in _DECIDED:
                value, source, why = bool(wished), wish_source, "as said" if wish_source == "said" else "as chosen"
        if forced is not None and value is not forced:
            value = forced
            why += f"; not possible here, so {'with' if forced else 'without'}"
        self.options[id] = Option(self.schema[id], value, source, default, why=why)
        return value

    def number(
        self,
        id: str,
        default: float,
        why: str,
        slider: tuple[float, float],
        feasible: tuple[float, float] | None = None,
        limits: tuple[str, str] = ("this body", "this body"),
        follows: str = "",
    ) -> float:
        """Resolve a length, ratio or count.

        slider   : (low, high) the slider offers; widened to hold the value.
        feasible : (low, high) this body and the other options allow; limits: what sets them, for `why`.
        follows  : the choice that decides the default.
        """
        parameter = self.schema[id]
        low, high = feasible or slider
        if high < low:
            low = high = (low + high) / 2
        if max(low, slider[0]) <= min(high, slider[1]):
            low, high = max(low, slider[0]), min(high, slider[1])
        default = _settled(default, low, high, parameter.step or 1.0)
        value, source = default, self._follow(follows)
        wish = self.wishes.get(id)
        if wish is not None and wish[1] in _DECIDED:
            wished, source = wish
            if isinstance(wished, bool | str) or not math.isfinite(wished):
                raise self._bad(id, wished, "a number in mm" if parameter.kind == "length" else "a number")
            value = _clamp(float(wished), low, high)
            why = "as said" if source == "said" else "as chosen"
            if abs(value - float(wished)) > 1e-9:
                bound, reason = ("at least", limits[0]) if value > float(wished) else ("at most", limits[1])
                why = f"{wished:g} asked, {bound} {value:.{parameter.decimals}f} possible: {reason}"
        self.options[id] = Option(
            parameter,
            value,
            source,
            default,
            low=min(slider[0], value),
            high=max(slider[1], value),
            feasible_low=low,
            feasible_high=high,
            why=why,
        )
        return value

    def _follow(self, choice: str) -> Source:
        decided = choice in self.options and self.options[choice].source != "default"
        return "inferred" if decided else "default"

    def _bad(self, id: str, value: object, right: str) -> Problem:
        return Problem(f"'{value}' can't be used", id, right, code="garment.bad_value")


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _settled(value: float, low: float, high: float, step: float) -> float:
    """The whole step nearest to a value inside low..high; the bound itself where no whole step fits."""
    inside = _clamp(value, low, high)
    for rounded in (round(inside / step), math.ceil(inside / step), math.floor(inside / step)):
        if low <= rounded * step <= high:
            return rounded * step
    return inside
