"""PatternEdit: what a pattern maker changed, named by role so that it survives redrafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ampc_desktop.core.pattern import Pattern

EditKind = Literal[
    "move_point",
    "move_handle",
    "move_edge",
    "lengthen_edge",
    "curve_edge",
    "add_point",
    "remove_point",
    "set_segment",
    "true_edge",
    "true_corner",
    "move_seam",
    "set_allowance",
    "set_corner",
    "add_notch",
    "move_notch",
    "set_notch",
    "remove_notch",
    "set_grain",
    "set_quantity",
    "set_piece",
    "add_internal",
    "add_parallel",
    "remove_internal",
    "add_drill",
    "move_drill",
    "remove_drill",
    "add_dart",
    "move_dart",
    "rotate_dart",
    "remove_dart",
    "slash_spread",
    "split",
    "merge",
    "mirror",
    "unfold",
    "add_facing",
    "remove_piece",
    "add_seam",
    "set_seam",
    "remove_seam",
    "alter",
    "set_dimension",
]


@dataclass(frozen=True)
class PatternEdit:
    """One change of one place.

    id      : short unique id of this edit ("e1", "e2" ...), in order.
    piece   : role id of the piece ("" for edits of seams and whole patterns); item: role id of edge, notch, dart,
              seam or point ("armhole.l", "armhole.l:start", "armhole.l:1" for the joint after its first segment,
              "armhole.l:0:c1" for a handle of a segment). The table of `garment.edits` says which.
    values  : the numbers or words of the change, e.g. {"dx_mm": 4.0, "dy_mm": 0.0}; relative wherever
              possible, so that the edit means the same on another body.
    reason, author, at : who changed it, when (UTC ISO 8601), why.
    mirror  : apply the mirror image on the other half of a symmetric piece.
    """

    id: str
    kind: EditKind
    piece: str
    item: str
    values: Mapping[str, float | str] = field(default_factory=dict)
    reason: str = ""
    author: str = ""
    at: str = ""
    mirror: bool = True


@dataclass(frozen=True)
class Conflict:
    """An edit that no longer applies: kept, shown, and blocking release until someone decides."""

    edit: PatternEdit
    reason: str


@dataclass(frozen=True)
class Edited:
    """A pattern with its edits replayed: applied and conflicting ones together are always all of them."""

    pattern: Pattern
    applied: tuple[PatternEdit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
