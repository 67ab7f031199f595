"""What one turn of the conversation says, while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ampc_desktop.core.requirement import Slot, Span
from ampc_desktop.core.schema import Source, Value
from ampc_desktop.intent.clashes import Said
from ampc_desktop.intent.lexicon import Entry


@dataclass(frozen=True)
class Part:
    """A part of a garment that was asked for, or ruled out: pocket, zip, buttons, belt loops."""

    entry: Entry
    wanted: bool
    span: Span | None


@dataclass
class Turn:
    """Everything collected while one turn is read.

    said, ruled_out : the wishes of this turn in their order.
    nearest         : what we don't make, by the slot that was given its nearest.
    parts           : parts of the garment that were asked for or ruled out.
    """

    text: str
    number: int
    slots: dict[str, Slot]
    refused: dict[str, tuple[str, ...]]
    notes: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    ruled_out: list[Said] = field(default_factory=list)
    nearest: dict[str, str] = field(default_factory=dict)
    understood: bool = False

    def span(self, start: int, end: int) -> Span:
        return Span(self.number, start, end, self.text[start:end])

    def put(self, name: str, value: Value, span: Span | None, source: Source = "said", sure: float = 1.0) -> None:
        """A wish. What is said now ends an older refusal of the same value."""
        if name in self.refused:
            kept = tuple(v for v in self.refused[name] if v != value)
            self.refused = (
                {**self.refused, name: kept} if kept else {k: v for k, v in self.refused.items() if k != name}
            )
        self.nearest.pop(name, None)
        self.slots[name] = Slot(value, source, sure, span, self.refused.get(name, ()))
        if span is not None:
            self.said.append(Said(name, value, span))
        self.understood = True

    def refuse(self, name: str, value: Value, span: Span | None = None) -> None:
        """A value that is ruled out; it ends a wish for the same value that was said before it."""
        if span is not None:
            self.ruled_out.append(Said(name, value, span))
        now = self.slots.get(name)
        if now is not None and now.value == value:
            del self.slots[name]
        old = self.refused.get(name, ())
        self.refused = {**self.refused, name: (*old, str(value)) if str(value) not in old else old}
        if name in self.slots:
            self.slots[name] = replace(self.slots[name], refused=self.refused[name])
        self.understood = True
