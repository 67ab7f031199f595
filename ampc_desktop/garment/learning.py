"""Learning from corrections: like edits on different bodies propose an alteration rule, judged on held-out ones.

A rule is one edit that fires where a measure lies beyond a threshold (or always), with the mean value of its
corrections or one that grows with the measure. Its precision is what it would have been on bodies it was not learned
from: each body is left out in turn, and a firing counts as right when that body had been corrected likewise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core.block import AlterationRule, measured
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment import registry
from ampc_desktop.garment.corrections import amounts, corrections, left, like

LEAST_BODIES = 3
LEAST_PRECISION = 0.5
NEAR_MM, NEAR_SHARE = 3.0, 0.35
"""A value counts as right within 3 mm or 35 % of what the pattern maker did."""
LINEAR_FROM = 4
LINEAR_GAIN = 0.7
"""A value that grows with the measure must leave at most this share of the error of the mean."""
LINE_NEAR_MM = 0.3
PRIMARY = ("bust", "waist", "hip", "biceps", "stature")
"""Measures a rule is named by rather than by others that tell the same bodies apart."""
DIFFERENCES = ("bust - underbust", "hip - waist", "bust - waist")
TAPE_MM, TAPE_SHARE = 8.0, 0.015
"""What two tapes of one body differ by (ISO 20685 allows 4 mm for heights, 9 mm for large girths)."""


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
    """A body with its correction of one kind: the numbers, or none. person: number of the body, see `people`."""

    person: int
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
        for edit in corrections(case.edits):
            likes.setdefault((case.family, *like(edit)), {})[person] = edit
    taken = {(rule.family, *like(left(rule.edit)))[:-1] for rule in known}
    found = []
    for key, edits in likes.items():
        seen = _seen(cases, whose, key[0], edits)
        taken_back = sum(one.values is None and one.person in edits for one in seen)
        if len(edits) - taken_back < LEAST_BODIES or key[:-1] in taken:
            continue
        rule = _learned(seen, next(iter(edits.values())), key[0])
        fired, right = _left_out(seen, next(iter(edits.values())), key[0])
        bodies = len(edits) - taken_back
        one = Proposal(replace(rule, basis=_basis(bodies, fired, right)), bodies, fired, right)
        if one.precision >= LEAST_PRECISION:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.precision, -one.bodies, one.rule.id)))


def _seen(cases: Sequence[Case], whose: Sequence[int], family: str, edits: Mapping[int, PatternEdit]) -> list[_Seen]:
    """Every body of a family once, corrected or not; one that was corrected and later left alone is seen as both.

    edits : the last like correction of each body that ever had one.
    """
    last = {person: case for person, case in zip(whose, cases, strict=True) if case.family == family}
    found = [_Seen(person, case, amounts(edits[person]) if person in edits else None) for person, case in last.items()]
    for person, case in last.items():
        if person in edits and all(like(edit) != like(edits[person]) for edit in corrections(case.edits)):
            found.append(_Seen(person, case, None))
    return found


def _learned(
    seen: Sequence[_Seen], example: PatternEdit, family: str, linear_from: int = LINEAR_FROM
) -> AlterationRule:
    """linear_from : fewest corrections that a line is put through."""
    measures = _candidates(seen, family)
    measure, low, high = _trigger(seen, measures)
    corrected = [one for one in seen if one.values is not None]
    names = sorted({name for one in corrected for name in one.values or {}})
    measure = measure or _grows_with(corrected, names, measures, linear_from)
    values, gain, reference = _value(corrected, names, measure, linear_from)
    measure = measure if gain or low is not None or high is not None else ""
    id = f"rule.{example.kind}.{example.piece or 'pattern'}.{example.item}".replace(":", ".")
    label = f"{example.kind.replace('_', ' ')} {example.piece} {example.item.replace('.', ' ')}".strip().capitalize()
    edit = replace(
        example, id=id, reason="", author="rule", at="",
        values={**{k: v for k, v in example.values.items() if k not in names}, **values},
    )  # fmt: skip
    return AlterationRule(id, label, family, edit, measure, reference, gain, low, high)


def _candidates(seen: Sequence[_Seen], family: str) -> list[str]:
    """Measures a rule may follow, the best to name first: primary ones of this garment, others it is drafted from,
    differences that tell a figure."""
    names = set.intersection(*(set(one.case.measures.values) for one in seen))
    used = _used(family) or names
    primary = [name for name in PRIMARY if name in names and (name in used or name == "stature")]
    figures = [name for name in DIFFERENCES if name.split(" - ")[0] in used]
    return [*primary, *sorted((names & used) - set(primary)), *figures]


def _used(family: str) -> set[str]:
    """Measures that drafts of a garment need; none for one we do not have (a plug-in that is off)."""
    try:
        return set(registry.family(family).required_measures)
    except Problem:
        return set()


def _trigger(seen: Sequence[_Seen], measures: Sequence[str]) -> tuple[str, float | None, float | None]:
    """(measure, low, high) that holds all corrected bodies and few others; ("", None, None) without others.

    measures : the best to name first; a lesser one must part them better.
    """
    others = [one for one in seen if one.values is None]
    if not others:
        return "", None, None
    best: tuple[float, float, float, str, float | None, float | None] | None = None
    for place, name in enumerate(measures):
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
            rank = (-float(wrong), float(name in PRIMARY) if gap > 0 else 0.0, gap - 1e-9 * place, name, low, high)
            if best is None or rank[:3] > best[:3]:
                best = rank
    return best[3:] if best is not None else ("", None, None)


def _grows_with(corrected: Sequence[_Seen], names: Sequence[str], measures: Sequence[str], linear_from: int) -> str:
    """The measure over which corrections of every body lie on a line, "" where they lie on none.

    Of measures that fit about as well (left-out error within LINE_NEAR_MM) the best to name.
    """
    if len(corrected) < linear_from or not names:
        return ""
    errors = {}
    for name in measures:
        x = [measured(one.case.measures, name) for one in corrected]
        if all(value is not None for value in x) and np.ptp(np.array(x, dtype=float)) > 0:
            off = [_line_errors(np.array(x, dtype=float), _rows(corrected, names)[:, k]) for k in range(len(names))]
            if any(line < LINEAR_GAIN * mean for mean, line in off):
                errors[name] = sum(min(pair) for pair in off) / len(corrected)
    least = min(errors.values(), default=0.0)
    return next((name for name in measures if name in errors and errors[name] <= least + LINE_NEAR_MM), "")


def _value(
    corrected: Sequence[_Seen], names: Sequence[str], measure: str, linear_from: int
) -> tuple[dict[str, float], dict[str, float], float]:
    """(constants, gains, reference): the mean of the corrections, or a line through them where it is clearly nearer."""
    rows = _rows(corrected, names)
    mean = rows.mean(axis=0)
    constants = {name: round(float(value), 1) for name, value in zip(names, mean, strict=True)}
    if not measure or len(corrected) < linear_from:
        return constants, {}, 0.0
    x = np.array([measured(one.case.measures, measure) or 0.0 for one in corrected])
    gains: dict[str, float] = {}
    for k, name in enumerate(names):
        by_mean, by_line = _line_errors(x, rows[:, k])
        if by_line < LINEAR_GAIN * by_mean:
            gains[name] = round(_line(x, rows[:, k])[0], 4)
    return constants, gains, float(x.mean()) if gains else 0.0


def _rows(corrected: Sequence[_Seen], names: Sequence[str]) -> np.ndarray:
    return np.array([[(one.values or {}).get(name, 0.0) for name in names] for one in corrected])


def _line_errors(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Sum of what the mean and a line are off by on corrections left out one at a time."""
    by_mean = by_line = 0.0
    for i in range(len(x)):
        kept = np.arange(len(x)) != i
        slope, at = _line(x[kept], y[kept])
        by_mean += abs(float(y[kept].mean() - y[i]))
        by_line += abs(at + slope * float(x[i]) - float(y[i]))
    return by_mean, by_line


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
        rule = _learned(rest, example, family, LINEAR_FROM - 1)
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
