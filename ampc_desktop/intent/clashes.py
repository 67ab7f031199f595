"""Two values said for one thing in one breath: the later one is taken, the earlier one told and asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ampc_desktop.core.requirement import Question, Slot, Span
from ampc_desktop.core.schema import Value
from ampc_desktop.intent.lexicon import lexicon
from ampc_desktop.intent.wording import called

_NAMES = {"sleeve": "sleeves", "fabric": "cloth", "motif": "print", "price_max_eur": "price", "days_max": "time"}


@dataclass(frozen=True)
class Said:
    """One wish as it was put: slot, value, words."""

    slot: str
    value: Value
    span: Span


def clashes(
    said: Iterable[Said],
    corrections: Iterable[int],
    slots: Mapping[str, Slot],
    made: Callable[[str, Value], Value | None],
) -> tuple[list[str], list[Question]]:
    """(sentences, questions) about slots that were given different values, none as a correction of another.

    corrections : places in the text where what was said before is taken back ("no, rather ...").
    made        : what the garment makes of a value, None if nothing: values that come to the same don't clash.
    """
    cuts = sorted(corrections)
    notes: list[str] = []
    questions: list[Question] = []
    by_slot: dict[str, list[Said]] = {}
    for one in sorted(said, key=lambda one: one.span.start):
        by_slot.setdefault(one.slot, []).append(one)
    for name, wishes in by_slot.items():
        last = wishes[-1]
        after = sum(cut < last.span.start for cut in cuts)
        rivals = [one for one in wishes if sum(cut < one.span.start for cut in cuts) == after]
        others = [one for one in rivals if one.value != last.value]
        if not others or name not in slots:
            continue
        told = list(dict.fromkeys([*map(_words, others), _words(last)]))
        if len(told) < 2:
            continue
        outcomes = {value: None for one in (*others, last) if (value := made(name, one.value)) is not None}
        listed = f"{', '.join(told[:-1])} and {told[-1]}"
        if len(outcomes) < 2:
            if outcomes:
                notes.append(f"You said {listed}: both come to {_label(name, next(iter(outcomes)))} here.")
            continue
        taken = made(name, last.value)
        notes.append(f"You said {listed}: {_words(last) if taken is not None else 'neither'} is taken.")
        if isinstance(slots[name].value, str):
            choices = tuple((str(value), _label(name, value).capitalize()) for value in outcomes)
            questions.append(Question(name, f"Which {_NAMES.get(name, name)}: {' or '.join(told)}?", choices))
    return notes, questions


def taken_back(said: Iterable[Said], ruled_out: Iterable[Said], corrections: Iterable[int]) -> list[str]:
    """Sentences about values both wished and ruled out in one breath ("striped, no stripes"): the later word counts."""
    cuts = sorted(corrections)
    notes = []
    for no in ruled_out:
        for yes in said:
            between = sorted((yes.span.start, no.span.start))
            if (yes.slot, yes.value) != (no.slot, no.value) or any(between[0] < cut < between[1] for cut in cuts):
                continue
            no_words = f"no {' '.join(no.span.text.split())}"
            told = (_words(yes), no_words) if yes.span.start < no.span.start else (no_words, _words(yes))
            notes.append(f"You said {told[0]} and {told[1]}: {told[1]} is taken.")
    return notes


def _words(said: Said) -> str:
    """What was said, in its own words; a part that was ruled out by a "no"."""
    words = " ".join(said.span.text.split())
    return f"no {words.removeprefix('with ')}" if said.value is False else f"'{words}'"


def _label(name: str, value: Value) -> str:
    return called(lexicon().labels.get((name, value), str(value).replace("_", " ")))
