"""The entries of the lexicon that stand in a sentence: slips of the key mended, weak words given up, garments we don't
make refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ampc_desktop.core.fabric import Capabilities
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.intent import language
from ampc_desktop.intent.lexicon import Match, Token, lexicon
from ampc_desktop.intent.negation import CORRECTIONS, NEGATORS, negated
from ampc_desktop.intent.numbers import WORDS
from ampc_desktop.intent.wording import listed, with_article

_PLAIN_WORDS = frozenset(
    ("other", "there", "where", "these", "those", "which", "while", "about", "right", "great", "think")
)
"""Everyday words near a garment word that are no slip of the key."""


_MOST_MENDED = 40


LEAST_ENDING = 4
"""Shortest garment word that makes a compound (over-coat)."""


ASKING = ("with", "without", "no")


_ARTICLES = ("a", "an", "the", "any", "some")


def found_in(words: Sequence[Token]) -> tuple[list[Match], list[str]]:
    """Entries of the sentence; misspelt words are mended and reported."""
    book = lexicon()
    english = language.english_words()
    mended: list[Token] = []
    notes = []
    tried = 0
    for token in words:
        stem = token.stem
        known = token.mark or stem in book.words or stem in english or token.text.lower() in WORDS or stem in WORDS
        if not known and stem.isalpha() and tried < _MOST_MENDED:
            tried += 1
            near = book.mended(stem) if stem not in _PLAIN_WORDS else None
            if near:
                notes.append(f"I read '{token.text}' as {near}.")
                token = replace(token, stem=near)
        mended.append(token)
    sure = {i for i, (a, b) in enumerate(zip(words, mended, strict=True)) if a.stem != b.stem}
    found = [
        replace(match, sure=0.7) if sure & set(range(match.first, match.last)) else match
        for match in book.matches(mended)
    ]
    used = {i for match in found for i in range(match.first, match.last)}
    notes = [note for note, i in zip(notes, sorted(sure), strict=True) if i in used]
    return found, notes


def without_weak(found: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    """(what counts, weak words that give way to stronger ones: the "short" of "a short maxi dress")."""
    strong = {slot for match in found if not match.entry.weak for slot in match.entry.sets}
    kept, gave_way = [], []
    for match in found:
        if match.entry.weak and any(slot in strong for slot in match.entry.sets):
            gave_way.append(match)
            match = replace(match, entry=replace(match.entry, sets={}))
        kept.append(match)
    return kept, gave_way


def refuse_unmade(found: Sequence[Match], words: Sequence[Token], shop: Capabilities) -> None:
    """Raise for a garment we don't make, unless one we do make is named too or it was only ruled out."""
    if any("garment" in match.entry.sets for match in found):
        return
    for match in (*found, *_compounds(found, words)):
        if match.entry.kind == "unmade" and not negated(words, match.first):
            made = [with_article(label) for label in shop.families.values()]
            near = shop.families.get(match.entry.nearest, "")
            asked = " ".join(word.text for word in words[match.first : match.last])
            raise Problem(
                f"we don't make {match.entry.label} ('{asked}'); we make {listed(made)}",
                remedy=f"nearest is {with_article(near)}" if near else "",
                kind=Kind.NO,
                code="garment.unknown",
            )


def _compounds(found: Sequence[Match], words: Sequence[Token]) -> list[Match]:
    """Unread words that end in the name of a garment we don't make: overcoat, nightdress, underpants."""
    book, used = lexicon(), {i for match in found for i in range(match.first, match.last)}
    compounds = []
    for i, word in enumerate(words):
        if i in used or word.stem in language.english_words():
            continue
        for cut in range(2, len(word.stem) - LEAST_ENDING + 1):
            entry = book.entry(word.stem[cut:])
            if entry is not None and (entry.kind == "unmade" or "garment" in entry.sets):
                near = entry.nearest or str(entry.sets.get("garment", ""))
                compounds.append(Match(replace(entry, kind="unmade", label=f"a {word.stem}", nearest=near), i, i + 1))
                break
    return compounds


def not_understood(
    words: Sequence[Token], found: Sequence[Match], said: Sequence[tuple[int, int, float]]
) -> tuple[str, ...]:
    """Words that look like wishes but were not understood: long, not English glue, not part of a match or number."""
    used = {i for match in found for i in range(match.first, match.last)}
    used |= {i for first, last, _ in said for i in range(first, last)}
    english = language.english_words()
    left = [
        word.text
        for i, word in enumerate(words)
        if i not in used
        and word.stem.isalpha()
        and (len(word.stem) > 4 or (len(word.stem) > 2 and _asked_for(words, i)))
        and not {word.stem, word.text.lower()} & (english | WORDS | NEGATORS | CORRECTIONS)
    ]
    return tuple(dict.fromkeys(left))[:12]


def _asked_for(words: Sequence[Token], i: int) -> bool:
    """Does a word stand where something is asked for or ruled out: "with EARS", "without a BOW"?"""
    i -= 1
    while i >= 0 and words[i].stem in _ARTICLES:
        i -= 1
    return i >= 0 and words[i].stem in ASKING
