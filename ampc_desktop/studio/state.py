"""DesignState: everything a person decided about one garment. All else is computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ampc_desktop.core.block import AlterationRule, Block
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.requirement import Requirement

Speaker = Literal["customer", "studio", "panel"]


@dataclass(frozen=True)
class Turn:
    """One line of the conversation. speaker "panel": a slider or field was moved; at: local "17:40"."""

    speaker: Speaker
    text: str
    at: str = ""


@dataclass(frozen=True)
class Laid:
    """How a piece lies on the table: where its origin is, turned counter-clockwise, flipped left to right before that.

    The pattern itself does not turn: lengths, grain and edits keep to the piece.
    """

    x_mm: float
    y_mm: float
    turn_deg: float = 0.0
    flipped: bool = False


@dataclass(frozen=True)
class Table:
    """How somebody laid the pieces of a garment; pieces left out have no place yet."""

    family: str
    pieces: Mapping[str, Laid]


@dataclass(frozen=True)
class DesignState:
    """Immutable; commands return new ones.

    body        : measurements as given (completion is computed).
    requirement : the whole wish, from the conversation and the panels alike.
    edits       : the pattern maker's changes, replayed on every draft.
    seed        : drives print placement and the nesting search.
    shape       : the figure a photo or an avatar file brought; the measures have the last word.
    block       : what the pattern starts from, if not from a bare draft.
    rules       : alteration rules that follow the body; dropped_rules: ids of house rules not wanted here.
    nest_rounds : how often a shorter marker was found by searching on, each round twice as long.
    table       : how the pieces lie on the pattern table; None until somebody lays one elsewhere.
    """

    body: Measurements
    requirement: Requirement = field(default_factory=Requirement)
    conversation: tuple[Turn, ...] = ()
    edits: tuple[PatternEdit, ...] = ()
    seed: int = 1
    nest_rounds: int = 0
    shape: BodyShape | None = None
    block: Block | None = None
    rules: tuple[AlterationRule, ...] = ()
    dropped_rules: tuple[str, ...] = ()
    table: Table | None = None

    def told(self, *turns: Turn) -> DesignState:
        return replace(self, conversation=(*self.conversation, *turns))


def next_edit_id(state: DesignState) -> str:
    """Short id for a new edit: one more than the highest so far."""
    numbers = [int(edit.id[1:]) for edit in state.edits if edit.id[1:].isdigit()]
    return f"e{max(numbers, default=0) + 1}"
