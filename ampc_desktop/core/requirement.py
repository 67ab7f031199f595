"""Requirement: what the customer wants, slot by slot, each with its source, confidence and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ampc_desktop.core.schema import Source, Value


@dataclass(frozen=True)
class Span:
    """Characters start..end of one turn of the conversation: the evidence for a value."""

    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Slot:
    """One wish.

    value       : a node id of the knowledge graph (e.g. "crew"), a number in mm, or a switch.
    confidence  : 0..1; 1 for sliders and exact words.
    evidence    : the words it came from, if any.
    refused     : values the person ruled out ("no stripes", "not black").
    """

    value: Value
    source: Source
    confidence: float = 1.0
    evidence: Span | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """The whole wish. Slot names: garment, fit, neckline, sleeve, length, fabric, colour, motif,
    motif_colours (comma-separated colour ids), motif_scale, motif_density, motif_direction, motif_layout,
    repeat_mm, line_mm, occasion, price_max_eur, days_max, and every id of the garment's ParameterSchema.

    refused  : slot -> values ruled out although nothing else was chosen.
    unknown  : words that look like wishes but were not understood, shown to the person.
    turns    : number of turns read so far.
    unclear  : questions about slots that were given two values in one breath; the later value is taken meanwhile.
    """

    slots: Mapping[str, Slot] = field(default_factory=dict)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    turns: int = 0
    unclear: tuple[Question, ...] = ()

    def value(self, slot: str) -> Value | None:
        found = self.slots.get(slot)
        return None if found is None else found.value

    def with_slot(self, name: str, slot: Slot) -> Requirement:
        return replace(self, slots={**self.slots, name: slot})

    def without_slot(self, name: str) -> Requirement:
        return replace(self, slots={k: v for k, v in self.slots.items() if k != name})


@dataclass(frozen=True)
class Question:
    """The next thing worth asking: its answers change the product."""

    slot: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Understanding:
    """Answer of the intent room to one turn.

    requirement : the new whole wish.
    changed     : slots this turn set, changed or removed.
    question    : the next question, or None when nothing open would change the product.
    notes       : sentences to show, e.g. "I read 'scottish checks' as plaid."
    """

    requirement: Requirement
    changed: tuple[str, ...] = ()
    question: Question | None = None
    notes: tuple[str, ...] = ()
