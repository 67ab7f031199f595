"""Learning from corrections: like edits on different bodies propose an alteration rule, judged on held-out ones.

A rule is one edit that fires where a measure lies beyond a threshold (or always), with the mean value of its
corrections or one that grows with the measure. Its precision is what it would have been on bodies it was not learned
from: each body is left out in turn, and a firing counts as right when that body had been corrected likewise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core.block import AlterationRule, measured
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.edits import apply_edits

LEAST_BODIES = 3
LEAST_PRECISION = 0.5
NEAR_MM, NEAR_SHARE = 3.0, 0.35
"""A value counts as right within 3 mm or 35 % of what the pattern maker did."""
LINEAR_FROM = 4
LINEAR_GAIN = 0.7
"""A value that grows with the measure must leave at most this share of the error of the mean."""
DIFFERENCES = ("bust - underbust", "hip - waist", "bust - waist")
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
TAPE_MM, TAPE_SHARE = 8.0, 0.015
"""What two tapes of one body differ by (ISO 20685 allows 4 mm for heights, 9 mm for large girths)."""
NOTHING = 0.05
"""Steps that add up to less (mm, degrees) were taken back."""
_TURNED = ("dx_mm", "along_mm", "lean_deg")
"""Numbers that change their sign on the other half: its edges run the other way."""


@dataclass(frozen=True)
class Case:
    """One released garment: which family, what was corrected (nothing counts too).

    body : what the body was called; names come twice, so whose it is `people` finds out.
    """

    body: str
    family: str
    measures: Measurements
    edits: tuple[PatternEdit, ...]


@dataclass(frozen=True)
class Proposal:
    """A rule worth offering. bodies: how many were corrected so; fired, right: on bodies left out."""

    rule: AlterationRule
    bodies: int
    fired: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.fired if self.fired else 0.0


@dataclass(frozen=True)
class _Seen:
    """A body with its correction of one kind: the numbers, or none."""

    case: Case
    values: Mapping[str, float] | None


def people(cases: Sequence[Case]) -> tuple[int, ...]:
    """Number of the person each garment was made for, counted from 0 as they come.

    The house's own number decides where both have one. Else the same measures are the same person, whatever she is
    called, and so are the same name and measures that differ by no more than a tape does from day to day.
    """
    found: list[list[Measurements]] = []
    numbers = []
    for case in cases:
        one = case.measures
        k = next((k for k, known in enumerate(found) if any(_same_person(one, other) for other in known)), len(found))
        if k == len(found):
            found.append([])
        found[k].append(one)
        numbers.append(k)
    return tuple(numbers)


def _same_person(one: Measurements, other: Measurements) -> bool:
    if one.sex != other.sex:
        return False
    if one.customer and other.customer:
        return one.customer.casefold() == other.customer.casefold()
    shared = [name for name in one.values if name in other.values]
    if not shared:
        return False
    apart = [abs(one[name] - other[name]) for name in shared]
    if len(shared) == len(one.values) == len(other.values) and max(apart) < 0.05:
        return True
    named = " ".join(one.name.split()).casefold() == " ".join(other.name.split()).casefold()
    allowed = [max(TAPE_MM, TAPE_SHARE * abs(one[name])) for name in shared]
    return named and bool(one.name.strip()) and all(a <= b for a, b in zip(apart, allowed, strict=True))


def proposals(cases: Sequence[Case], known: Sequence[AlterationRule] = ()) -> tuple[Proposal, ...]:
    """Rules that three or more bodies support, best first; edits made by rules and rules known already are left out."""
    likes: dict[tuple[str, ...], dict[int, PatternEdit]] = {}
    whose = people(cases)
    for person, case in zip(whose, cases, strict=True):
        for edit in _corrections(case.edits):
            likes.setdefault((case.family, *_like(edit)), {})[person] = edit
    taken = {(rule.family, *_like(_left(rule.edit)))[:-1] for rule in known}
    found = []
    for key, edits in likes.items():
        if len(edits) < LEAST_BODIES or key[:-1] in taken:
            continue
        seen = _seen(cases, whose, key[0], edits)
        rule = _learned(seen, next(iter(edits.values())), key[0])
        fired, right = _left_out(seen, next(iter(edits.values())), key[0])
        one = Proposal(replace(rule, basis=_basis(len(edits), fired, right)), len(edits), fired, right)
        if one.precision >= LEAST_PRECISION:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.precision, -one.bodies, one.rule.id)))


def _corrections(edits: Sequence[PatternEdit]) -> tuple[PatternEdit, ...]:
    """What a person did in the end, said of the left half: steps at one place are one, what was taken back is none."""
    done: dict[tuple[object, ...], PatternEdit] = {}
    for k, edit in enumerate(edits):
        if edit.author == "rule":
            continue
        one = _left(edit)
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
    return tuple(one for one in done.values() if any(abs(value) >= NOTHING for value in _amounts(one).values()))


def _like(edit: PatternEdit) -> tuple[str, ...]:
    """What makes corrections alike: kind, piece, place, words, direction of the largest number."""
    words = ";".join(f"{k}={v}" for k, v in sorted(edit.values.items()) if isinstance(v, str))
    amounts = _amounts(edit)
    name = max(amounts, key=lambda one: abs(amounts[one]))
    return (edit.kind, edit.piece, edit.item, words, f"{name}{'+' if amounts[name] > 0 else '-'}")


def _left(edit: PatternEdit) -> PatternEdit:
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


def _amounts(edit: PatternEdit) -> dict[str, float]:
    return {name: float(value) for name, value in edit.values.items() if name in AMOUNTS and float(value) != 0.0}


def _seen(cases: Sequence[Case], whose: Sequence[int], family: str, edits: Mapping[int, PatternEdit]) -> list[_Seen]:
    """Every body of a family once, corrected or not; the last garment of a body counts."""
    bodies = {person: case for person, case in zip(whose, cases, strict=True) if case.family == family}
    return [_Seen(case, _amounts(edits[body]) if body in edits else None) for body, case in bodies.items()]


def _learned(seen: Sequence[_Seen], example: PatternEdit, family: str) -> AlterationRule:
    measure, low, high = _trigger(seen)
    corrected = [one for one in seen if one.values is not None]
    names = sorted({name for one in corrected for name in one.values or {}})
    values, gain, reference = _value(corrected, names, measure)
    id = f"rule.{example.kind}.{example.piece or 'pattern'}.{example.item}".replace(":", ".")
    label = f"{example.kind.replace('_', ' ')} {example.piece} {example.item.replace('.', ' ')}".strip().capitalize()
    edit = replace(
        example, id=id, reason="", author="rule", at="",
        values={**{k: v for k, v in example.values.items() if k not in names}, **values},
    )  # fmt: skip
    return AlterationRule(id, label, family, edit, measure, reference, gain, low, high)


def _candidates(seen: Sequence[_Seen]) -> list[str]:
    names = set.intersection(*(set(one.case.measures.values) for one in seen))
    return [*sorted(names), *DIFFERENCES]


def _trigger(seen: Sequence[_Seen]) -> tuple[str, float | None, float | None]:
    """(measure, low, high) that holds all corrected bodies and few others; ("", None, None) without others."""
    others = [one for one in seen if one.values is None]
    if not others:
        return "", None, None
    best: tuple[float, float, str, float | None, float | None] | None = None
    for name in _candidates(seen):
        inside = [measured(one.case.measures, name) for one in seen if one.values is not None]
        outside = [measured(one.case.measures, name) for one in others]
        if any(value is None for value in (*inside, *outside)):
            continue
        yes, no = [v for v in inside if v is not None], [v for v in outside if v is not None]
        spread = float(np.std([*yes, *no])) or 1.0
        below, above = [v for v in no if v < min(yes)], [v for v in no if v > max(yes)]
        for low, high, wrong, gap in (
            ((min(yes) + max(below)) / 2 if below else None, None, sum(v >= min(yes) for v in no),
             (min(yes) - max(below)) / spread if below else 0.0),
            (None, (max(yes) + min(above)) / 2 if above else None, sum(v <= max(yes) for v in no),
             (min(above) - max(yes)) / spread if above else 0.0),
        ):  # fmt: skip
            rank = (-float(wrong), gap, name, low, high)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return (best[2], best[3], best[4]) if best is not None else ("", None, None)


def _value(
    corrected: Sequence[_Seen], names: Sequence[str], measure: str
) -> tuple[dict[str, float], dict[str, float], float]:
    """(constants, gains, reference): the mean of the corrections, or a line through them where it is clearly nearer."""
    rows = np.array([[(one.values or {}).get(name, 0.0) for name in names] for one in corrected])
    mean = rows.mean(axis=0)
    constants = {name: round(float(value), 1) for name, value in zip(names, mean, strict=True)}
    if not measure or len(corrected) < LINEAR_FROM:
        return constants, {}, 0.0
    x = np.array([measured(one.case.measures, measure) or 0.0 for one in corrected])
    reference = float(x.mean())
    gains: dict[str, float] = {}
    for k, name in enumerate(names):
        errors = [0.0, 0.0]
        for i in range(len(corrected)):
            kept = np.arange(len(corrected)) != i
            errors[0] += abs(rows[kept, k].mean() - rows[i, k])
            slope, at = _line(x[kept], rows[kept, k])
            errors[1] += abs(at + slope * x[i] - rows[i, k])
        if errors[1] < LINEAR_GAIN * errors[0]:
            gains[name] = round(_line(x, rows[:, k])[0], 4)
    return constants, gains, reference if gains else 0.0


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """(slope, intercept) by least squares."""
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread > 0 else 0.0
    return slope, float(y.mean()) - slope * float(x.mean())


def _left_out(seen: Sequence[_Seen], example: PatternEdit, family: str) -> tuple[int, int]:
    """(fired, right) over bodies left out one at a time."""
    fired = right = 0
    for i, one in enumerate(seen):
        rest = [other for k, other in enumerate(seen) if k != i]
        if not any(other.values is not None for other in rest):
            continue
        rule = _learned(rest, example, family)
        value = measured(one.case.measures, rule.measure) if rule.measure else rule.reference
        if value is None or not rule.covers(value):
            continue
        fired += 1
        if one.values is not None and _near(rule, value, one.values):
            right += 1
    return fired, right


def _near(rule: AlterationRule, value: float, done: Mapping[str, float]) -> bool:
    for name, was in done.items():
        would = float(rule.edit.values.get(name, 0.0)) + rule.gain.get(name, 0.0) * (value - rule.reference)
        if abs(would - was) > max(NEAR_MM, NEAR_SHARE * abs(was)):
            return False
    return True


def _basis(bodies: int, fired: int, right: int) -> str:
    return f"learned from corrections on {bodies} bodies; right on {right} of {fired} it was not learned from"
