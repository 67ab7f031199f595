"""Block: a corrected pattern that new orders start from, with the rules that alter it for a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.requirement import Slot


@dataclass(frozen=True)
class AlterationRule:
    """An edit that follows from a measure: value = constant + gain × (measure − reference).

    edit      : its place and kind, and values that do not change (also the constants of those that do).
    family    : garment it is for.
    measure   : name of a body measure, or a difference of two, "bust - underbust".
    reference : measure at which nothing is added; gain: value name -> mm for each unit of the measure.
    low, high : the rule applies to bodies whose measure lies between (low included, high not; None: no limit).
    least     : a smaller difference from the reference is left alone.
    basis     : where it is from: a book, or the corrections it was learned from.
    """

    id: str
    label: str
    family: str
    edit: PatternEdit
    measure: str
    reference: float = 0.0
    gain: Mapping[str, float] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    least: float = 0.0
    basis: str = ""

    def covers(self, value: float) -> bool:
        """Whether a body of this measure is one the rule is for."""
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


@dataclass(frozen=True)
class Block:
    """A pattern as its pattern maker left it, with all that made it.

    draft   : what the family drafted for `body` before any edit; what a new body changes is read off it.
    pattern : the corrected pattern; edits: the corrections, replayed where another choice asks for other pieces.
    slots   : options that were decided for it.
    fixed   : the pattern was not drafted here (read from a file): every body and option has it as it is.
    """

    id: str
    name: str
    family: str
    body: Measurements
    slots: Mapping[str, Slot]
    draft: Pattern
    pattern: Pattern
    edits: tuple[PatternEdit, ...] = ()
    rules: tuple[AlterationRule, ...] = ()
    author: str = ""
    at: str = ""
    fixed: bool = False


def measured(measures: Measurements, name: str) -> float | None:
    """A measure, or a difference of two, of a body; None where one is missing."""
    first, minus, second = name.partition(" - ")
    one = measures.get(first.strip())
    if not minus:
        return one
    two = measures.get(second.strip())
    return None if one is None or two is None else one - two
