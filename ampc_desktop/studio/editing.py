"""Editing a pattern by hand: live previews, walking, readable names of edits, differences of revisions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ampc_desktop import garment
from ampc_desktop.core.edit import Edited, EditKind, PatternEdit
from ampc_desktop.core.pattern import Pattern, Seam
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.units import format_mm
from ampc_desktop.garment import with_cut_lines
from ampc_desktop.garment.checks.reading import finished_mm
from ampc_desktop.garment.naming import edge_words, pair_words, piece_words, place_words, uncapped
from ampc_desktop.garment.walking import Walk, walk
from ampc_desktop.garment.walking import seams_of as seams_at
from ampc_desktop.studio.cures import Fix, fixes

__all__ = [
    "Change",
    "Fix",
    "Walk",
    "changes",
    "edge_words",
    "finished_mm",
    "fixes",
    "merged",
    "pair_words",
    "piece_words",
    "place_words",
    "preview",
    "seams_at",
    "step_name",
    "steps_name",
    "tried",
    "uncapped",
    "walk",
    "with_cut_lines",
]

SUMMED = ("dx_mm", "dy_mm", "by_mm", "along_mm", "turn_deg")
"""Values of which two edits in a row of the same place make one."""


def preview(pattern: Pattern, edits: PatternEdit | Sequence[PatternEdit]) -> Edited:
    """The pattern with edits replayed on it, cut lines of touched pieces made anew; refused ones as conflicts."""
    return garment.apply_edits(pattern, (edits,) if isinstance(edits, PatternEdit) else tuple(edits))


def tried(pattern: Pattern, edits: Sequence[PatternEdit]) -> Pattern:
    """The pattern with every edit applied. Raises Problem with the reason of the first that can't be."""
    found = preview(pattern, edits)
    if found.conflicts:
        raise Problem(found.conflicts[0].reason, kind=Kind.NO, code="edit.refused")
    return found.pattern


def merged(edits: tuple[PatternEdit, ...], edit: PatternEdit) -> tuple[PatternEdit, ...] | None:
    """Edits whose last one and this one make one, e.g. two nudges of the same point; None if they don't."""
    last = edits[-1] if edits else None
    same = last is not None and (last.kind, last.piece, last.item, last.mirror) == (
        edit.kind,
        edit.piece,
        edit.item,
        edit.mirror,
    )
    if last is None or not same or set(last.values) != set(edit.values) or not set(edit.values) <= set(SUMMED):
        return None
    values = {name: float(value) + float(last.values[name]) for name, value in edit.values.items()}
    return (*edits[:-1], replace(last, values=values))


# -- words -----------------------------------------------------------------------------------------------------------


def way_words(dx: float, dy: float) -> str:
    """ "8.0 mm left" of a displacement, y up."""
    length = math.hypot(dx, dy)
    angle = math.degrees(math.atan2(dy, dx)) % 360
    for straight, word in ((0, "right"), (90, "up"), (180, "left"), (270, "down"), (360, "right")):
        if abs(angle - straight) < 7.5:
            return f"{format_mm(length)} mm {word}"
    return f"{format_mm(length)} mm at {angle:.0f}°"


def _number(edit: PatternEdit, name: str) -> float:
    return float(edit.values.get(name, 0.0))


def _by(edit: PatternEdit) -> str:
    return way_words(_number(edit, "dx_mm"), _number(edit, "dy_mm"))


def _longer(edit: PatternEdit) -> str:
    by = _number(edit, "by_mm")
    return f"{format_mm(abs(by))} mm {'longer' if by > 0 else 'shorter'}"


_SWITCHED = {
    "on_fold": ("cut on the fold", "cut whole"),
    "pair": ("a mirrored pair", "no mirrored pair"),
    "printed": ("printed", "not printed"),
}


def _set(edit: PatternEdit) -> str:
    said = []
    for name, value in edit.values.items():
        if name in _SWITCHED:
            said.append(_SWITCHED[name][0 if value else 1])
        else:
            told = f"{format_mm(float(value))} mm" if name.endswith("_mm") else str(value).replace("_", " ")
            said.append(f"{name.removesuffix('_mm').replace('_', ' ')} {told}")
    return ", ".join(said)


def _dart(edit: PatternEdit) -> str:
    return f"dart, intake {format_mm(_number(edit, 'intake_mm'))} mm"


_TOLD: dict[EditKind, Callable[[PatternEdit], str]] = {
    "move_point": lambda e: f"point {_by(e)}",
    "move_handle": lambda e: f"handle {_by(e)}",
    "move_edge": lambda e: f"moved {_by(e)}",
    "lengthen_edge": _longer,
    "curve_edge": lambda e: f"swelled {format_mm(_number(e, 'by_mm'))} mm",
    "add_point": lambda e: "point added",
    "remove_point": lambda e: "point removed",
    "set_segment": lambda e: "made straight" if e.values.get("shape") == "line" else "made a curve",
    "true_edge": lambda e: "trued to its seam",
    "true_corner": lambda e: "corner trued",
    "move_seam": lambda e: f"moved {format_mm(_number(e, 'by_mm'))} mm",
    "set_allowance": lambda e: f"allowance {format_mm(_number(e, 'allowance_mm'))} mm",
    "set_corner": lambda e: f"corner {str(e.values.get('corner', '')).replace('_', ' ')}",
    "add_notch": lambda e: "notch added",
    "move_notch": lambda e: f"notch {format_mm(_number(e, 'along_mm'))} mm along",
    "set_notch": lambda e: f"notch {_set(e)}",
    "remove_notch": lambda e: "notch removed",
    "set_grain": lambda e: f"grain turned {_number(e, 'turn_deg'):.1f}°" if "turn_deg" in e.values else "grain moved",
    "set_quantity": lambda e: f"cut {_number(e, 'quantity'):.0f}",
    "set_piece": _set,
    "add_internal": lambda e: "internal line added",
    "add_parallel": lambda e: f"parallel {format_mm(_number(e, 'by_mm'))} mm",
    "remove_internal": lambda e: "internal line removed",
    "add_drill": lambda e: "drill hole added",
    "move_drill": lambda e: f"drill hole {_by(e)}",
    "remove_drill": lambda e: "drill hole removed",
    "add_dart": _dart,
    "move_dart": lambda e: f"dart apex {_by(e)}",
    "rotate_dart": lambda e: f"dart to {edge_words(str(e.values.get('to_edge', ''))).lower()}",
    "remove_dart": lambda e: "dart removed",
    "slash_spread": lambda e: f"spread {format_mm(_number(e, 'by_mm'))} mm",
    "split": lambda e: "split",
    "merge": lambda e: "pieces merged",
    "mirror": lambda e: "mirrored",
    "unfold": lambda e: "unfolded",
    "add_facing": lambda e: f"facing {format_mm(_number(e, 'width_mm'))} mm",
    "remove_piece": lambda e: "removed",
    "add_seam": lambda e: "seam sewn",
    "set_seam": lambda e: _set(e),
    "remove_seam": lambda e: "seam taken apart",
    "alter": lambda e: f"rule limited to {_number(e, 'by_mm'):+.0f} mm" if "instead_of" in e.values else "altered",
    "set_dimension": lambda e: f"promised {format_mm(_number(e, 'finished_mm'))} mm",
}
_OF_SEAM = ("move_seam", "merge", "add_seam", "set_seam", "remove_seam")
_WHOLE_PIECE = ("set_grain", "set_quantity", "set_piece", "slash_spread", "split", "mirror", "remove_piece")


def step_name(pattern: Pattern, edit: PatternEdit) -> str:
    """What undo calls this edit: "Front, armhole left: point 8.0 mm left"."""
    if edit.kind in _OF_SEAM or not edit.piece:
        seam = next((seam for seam in pattern.seams if seam.id == edit.item), None)
        dimension = next((one for one in pattern.key_dimensions if one.id == edit.item), None)
        named = seam.label if seam is not None else dimension.label if dimension is not None else edge_words(edit.item)
        place = named[:1].upper() + named[1:]
    elif edit.kind in _WHOLE_PIECE:
        place = piece_words(pattern, edit.piece)
    else:
        place = place_words(pattern, edit.piece, _edge_of(pattern, edit))
    told = _TOLD.get(edit.kind)
    return f"{place}: {told(edit) if told else edit.kind.replace('_', ' ')}"


def _edge_of(pattern: Pattern, edit: PatternEdit) -> str:
    """The edge a notch or dart lies on, else the item itself."""
    piece = next((piece for piece in pattern.pieces if piece.id == edit.piece), None)
    if piece is not None:
        for notch in piece.notches:
            if notch.id == edit.item and edit.kind.endswith("notch"):
                return notch.edge
    return edit.item.split(",")[0]


def steps_name(pattern: Pattern, edits: Sequence[PatternEdit]) -> str:
    """One name for edits taken together."""
    first = step_name(pattern, edits[0])
    return first if len(edits) == 1 else f"{first}, and {len(edits) - 1} more"


# -- differences of two revisions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One length that differs between two patterns, mm; piece and edge say where it is."""

    label: str
    before_mm: float | None
    after_mm: float | None
    piece: str = ""
    edge: str = ""

    @property
    def difference_mm(self) -> float | None:
        if self.before_mm is None or self.after_mm is None:
            return None
        return self.after_mm - self.before_mm


LEAST_CHANGE_MM = 0.05


def changes(before: Pattern, after: Pattern) -> tuple[Change, ...]:
    """Finished measures that changed, then edges whose length changed, came or went and seams whose ease did.

    Each group with the greatest first. Finished measures have no one place.
    """
    old = {(p.id, e.id): (p, e.length_mm) for p in before.pieces for e in p.edges}
    new = {(p.id, e.id): (p, e.length_mm) for p in after.pieces for e in p.edges}
    found = []
    for key in {**old, **new}:
        a, b = old.get(key), new.get(key)
        length_a, length_b = (a[1] if a else None), (b[1] if b else None)
        if length_a is None or length_b is None or abs(length_a - length_b) >= LEAST_CHANGE_MM:
            label = place_words(after if b else before, *key)
            found.append(Change(label, length_a, length_b, *key))
    eases = {seam.id: _ease(before, seam) for seam in before.seams}
    for seam in after.seams:
        one, two = eases.get(seam.id), _ease(after, seam)
        if one is not None and two is not None and abs(one - two) >= LEAST_CHANGE_MM:
            ref = seam.a[0]
            found.append(Change(f"Ease, {seam.label}", one, two, ref.piece, ref.edge))
    return (*_sorted(_finished_changes(before, after)), *_sorted(found))


def _sorted(found: Sequence[Change]) -> list[Change]:
    return sorted(found, key=lambda c: -abs(c.difference_mm if c.difference_mm is not None else math.inf))


def _finished_changes(before: Pattern, after: Pattern) -> list[Change]:
    old = {one.id: finished_mm(before, one) for one in before.key_dimensions}
    found = []
    for one in after.key_dimensions:
        was, now = old.get(one.id), finished_mm(after, one)
        if was is not None and now is not None and abs(now - was) >= LEAST_CHANGE_MM:
            found.append(Change(f"Finished {one.label.lower()}", was, now))
    return found


def _ease(pattern: Pattern, seam: Seam) -> float | None:
    try:
        return pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b)
    except KeyError:
        return None
