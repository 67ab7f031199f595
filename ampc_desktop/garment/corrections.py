"""Corrections as learning reads them: what a person did in the end, said of the left half, and what is alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.edits import apply_edits
from ampc_desktop.garment.edits.altering import INSTEAD_OF

AMOUNTS = (
    "dx_mm",
    "dy_mm",
    "by_mm",
    "along_mm",
    "turn_deg",
    "intake_mm",
    "depth_mm",
    "to_mm",
    "width_mm",
)
"""Numbers a figure can ask for; allowances are a matter of making, not of the body."""
ADDITIVE = frozenset(
    (
        "move_point",
        "move_handle",
        "move_edge",
        "lengthen_edge",
        "curve_edge",
        "move_notch",
        "move_drill",
        "move_dart",
        "move_seam",
        "set_grain",
        "slash_spread",
        "alter",
    )
)
"""Kinds whose steps at one place add up to one correction, in these of their numbers:"""
STEPS = ("dx_mm", "dy_mm", "by_mm", "along_mm", "turn_deg", "to_mm")
NOTHING = 0.05
"""Steps that add up to less (mm, degrees) were taken back."""
_TURNED = ("dx_mm", "along_mm", "lean_deg")
"""Numbers that change their sign on the other half: its edges run the other way."""


def corrections(edits: Sequence[PatternEdit]) -> tuple[PatternEdit, ...]:
    """What a person did in the end, said of the left half: steps at one place are one, what was taken back is none."""
    done: dict[tuple[object, ...], PatternEdit] = {}
    for k, edit in enumerate(edits):
        if edit.author == "rule" or INSTEAD_OF in edit.values:
            continue
        one = left(edit)
        key: tuple[object, ...] = (k,)
        if one.kind in ADDITIVE:
            where = tuple((name, value) for name, value in sorted(one.values.items()) if name not in AMOUNTS)
            key = (one.kind, one.piece, one.item, one.mirror, where)
        before = done.get(key)
        if before is not None:
            steps = {n: float(before.values.get(n, 0.0)) + float(one.values.get(n, 0.0)) for n in STEPS
                     if n in before.values or n in one.values}  # fmt: skip
            one = replace(one, values={**before.values, **one.values, **steps})
        done[key] = one
    return tuple(one for one in done.values() if any(abs(value) >= NOTHING for value in amounts(one).values()))


def like(edit: PatternEdit) -> tuple[str, ...]:
    """What makes corrections alike: kind, piece, place, words, direction of the largest number."""
    words = ";".join(f"{k}={v}" for k, v in sorted(edit.values.items()) if isinstance(v, str))
    numbers = amounts(edit)
    name = max(numbers, key=lambda one: abs(numbers[one]))
    return (edit.kind, edit.piece, edit.item, words, f"{name}{'+' if numbers[name] > 0 else '-'}")


def left(edit: PatternEdit) -> PatternEdit:
    """The edit said of the left half, where it is mirrored anyway.

    A place counted from the start of its edge (at_mm, the number of a segment) has no name on the other half without
    the pattern: `folded` names it when the garment is remembered. What comes here without stays where it was made.
    """
    if not _foldable(edit) or _counted(edit):
        return edit
    return _image(edit, edit.item)


def _foldable(edit: PatternEdit) -> bool:
    places = (edit.item, str(edit.values.get("from_edge", "")), str(edit.values.get("to_edge", "")))
    return edit.mirror and next((side for side in map(_side, places) if side), "") == "r"


def _counted(edit: PatternEdit) -> bool:
    """Whether its place is counted from the start of its edge, in mm or segments."""
    return "at_mm" in edit.values or re.search(r":\d", edit.item) is not None


def _image(edit: PatternEdit, item: str, length_mm: float = 0.0) -> PatternEdit:
    values: dict[str, float | str] = {}
    for name, value in edit.values.items():
        if name in _TURNED:
            value = -float(value)
        elif name == "at_mm":
            value = round(length_mm - float(value), 3)
        elif name == "share" or name.endswith("_share"):
            value = round(1.0 - float(value), 9)
        elif name.endswith("_edge"):
            value = _other_half(str(value))
        values[name] = value
    return replace(edit, item=_other_half(item), values=values)


def folded(pattern: Pattern, edits: Sequence[PatternEdit]) -> tuple[PatternEdit, ...]:
    """Edits as they are kept for learning: places counted from the start of an edge of the right half are said of its
    image on the left, counted from the image's start, which is the edge's other end.

    pattern : what the edits were made on, before the first of them.
    """
    kept = []
    for edit in edits:
        piece = next((one for one in pattern.pieces if one.id == edit.piece), None)
        if piece is not None and piece.symmetric and _foldable(edit) and _counted(edit):
            kept.append(_counted_back(piece, edit))
        else:
            kept.append(edit)
        if any(_foldable(later) and _counted(later) for later in edits[len(kept) :]):
            pattern = apply_edits(pattern, (edit,)).pattern
    return tuple(kept)


def _counted_back(piece: Piece, edit: PatternEdit) -> PatternEdit:
    name, *rest = edit.item.split(":")
    edge = next((one for one in piece.edges if one.id == name), None)
    if edge is None:
        return edit
    if rest and rest[0].isdigit():
        handle = len(rest) > 1  # EDGE:SEGMENT:c1, else EDGE:JOINT or EDGE:SEGMENT of set_segment
        of_segment = handle or edit.kind == "set_segment"
        rest[0] = str(len(edge.path) - int(rest[0]) - (1 if of_segment else 0))
        rest[1:] = [{"c1": "c2", "c2": "c1"}.get(word, word) for word in rest[1:]]
    return _image(edit, ":".join((name, *rest)), edge.length_mm)


def _side(item: str) -> str:
    """Half that a role id names: l, r or none."""
    return next((word for word in re.split(r"[.:]", item) if word in ("l", "r")), "")


def _other_half(item: str) -> str:
    """The same place on the other half: ids swap, and ends, for edges run round."""
    swapped = {"r": "l", "l": "r", "start": "end", "end": "start"}
    return "".join(swapped.get(word, word) for word in re.split(r"([.:])", item))


def amounts(edit: PatternEdit) -> dict[str, float]:
    """The numbers of a correction that a figure can ask for, those that are not nothing."""
    return {name: float(value) for name, value in edit.values.items() if name in AMOUNTS and float(value) != 0.0}
