"""A second garment in one breath: worn beside, asked for too, or a slip; an order is one garment."""

from __future__ import annotations

from collections.abc import Sequence

from ampc_desktop.intent.lexicon import Match, Token, lexicon
from ampc_desktop.intent.negation import negated
from ampc_desktop.intent.wording import called

_WORN_BESIDE = frozenset(("wear", "wearing", "worn", "go", "goe", "match", "matching", "pair", "under", "over"))
"""Words that make a second garment company only: "to wear with boots"."""


_BESIDE = ("with", "over", "under", "to")


_TOGETHER = ("and", "plus", "also", "&", "+")


def asked_too(words: Sequence[Token], match: Match) -> bool:
    """Is it asked for beside another garment ("a tee and jeans"), not only worn with it?"""
    before = [word.text.lower() for word in words[max(0, match.first - 3) : match.first]]
    asking = (
        ("and", "plus", "also") if any(word.stem in _WORN_BESIDE for word in words) else ("and", "plus", "also", "with")
    )
    return any(word in asking for word in before) and not negated(words, match.first)


def speak_of_another(words: Sequence[Token], found: Sequence[Match]) -> set[int]:
    """Tokens that speak of a second garment: "a black tee and [a blue] cardigan", "to wear with [striped] jeans"."""
    named = [match for match in found if match.entry.kind == "unmade" or "garment" in match.entry.sets]
    first = next((match for match in named if "garment" in match.entry.sets), None)
    gone: set[int] = set()
    for match in named:
        if first is None or match.first <= first.first or _same(match, first):
            continue
        joined = (*_TOGETHER, *_BESIDE, "without")
        start = max((i for i in range(first.last, match.first) if words[i].stem in joined), default=match.first)
        gone |= set(range(start, match.first))
    return gone


def _same(one: Match, other: Match) -> bool:
    return one.entry.kind != "unmade" and one.entry.sets["garment"] == other.entry.sets["garment"]


def other_garment(words: Sequence[Token], match: Match, wanted: Sequence[Match]) -> str | None:
    """What to say of a second garment in one breath ("a tee and jeans"); "" for one that is worn with it.

    None for the first: an order is one garment, the one named first.
    """
    if "garment" not in match.entry.sets:
        return None
    first = next(one for one in wanted if "garment" in one.entry.sets)
    if first is match or first.entry.sets["garment"] == match.entry.sets["garment"]:
        return None
    before = [word.stem for word in words[max(0, match.first - 4) : match.first]]
    if any(word in _BESIDE for word in before) and "and" not in before:
        return ""
    between = {word.stem for word in words[first.last : match.first]}
    if not between & {*_TOGETHER, ",", "."}:
        one, two = (called(lexicon().labels[("garment", m.entry.sets["garment"])]) for m in (first, match))
        return f"You said {one} and {two}: the {one} is taken."
    asked = " ".join(word.text for word in words[match.first : match.last])
    return f"One order is one garment; {asked} would be another."
