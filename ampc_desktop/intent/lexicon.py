"""The words of the knowledge graph and where they stand in a sentence: longest match first, whole words, plurals."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ampc_desktop.core.schema import Value
from ampc_desktop.runtime import resources

_FILES = ("garments", "shapes", "fabrics", "motifs", "occasions")
_KEEP_PLURAL = {"shorts", "jeans", "pants", "boots", "tights", "socks", "boxers", "this", "us", "as", "is", "his"}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?:/\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[,.;:!?()&/+…—–]")
_FIX = {"gray": "grey", "colored": "coloured", "color": "colour", "armor": "armour", "tshirts": "tshirt"}


@dataclass(frozen=True)
class Token:
    """One word or mark of a sentence: as written, its matching form, and its place."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def mark(self) -> bool:
        return not (self.stem[0].isalnum())


@dataclass(frozen=True)
class Entry:
    """What an alias means.

    sets     : slot -> value it says.
    kind     : "value", "colour", "unmade" (garment not made), "nearest" (not made, but close to sets), "feature".
    weak     : counts only if nothing stronger fills the slot; noun: can carry a colour of its own.
    suggests : slots worth inferring.
    """

    id: str
    label: str
    sets: Mapping[str, Value]
    kind: str = "value"
    weak: bool = False
    noun: bool = False
    nearest: str = ""
    suggests: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """Tokens first..last (exclusive) of a sentence read as an entry. sure: 1, less when the spelling was mended."""

    entry: Entry
    first: int
    last: int
    sure: float = 1.0


def stem(word: str) -> str:
    """Matching form of a word: lower case, British spelling, without plural ending."""
    word = word.lower().replace("’", "'")
    word = _FIX.get(word, word)
    if word in _KEEP_PLURAL or len(word) < 4 or word.endswith("ss") or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def tokens(text: str) -> list[Token]:
    """Words, numbers and marks with their places; hyphens separate words."""
    return [Token(m.group(), stem(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


class Lexicon:
    """All aliases as a tree of words, and the nodes behind them."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        self._tree: dict[str, Any] = {}
        self.labels: dict[tuple[str, Value], str] = {}
        words: set[str] = set()
        for alias, entry in entries:
            node = self._tree
            for token in tokens(alias):
                node = node.setdefault(token.stem, {})
                words.add(token.stem)
            node.setdefault("", entry)
            if entry.kind in ("value", "colour") and len(entry.sets) == 1:
                self.labels.setdefault(next(iter(entry.sets.items())), entry.label)
        self.words = frozenset(words)
        self._spelling = sorted(word for word in words if len(word) >= 5)

    def matches(self, sentence: list[Token], taken: Iterable[tuple[int, int]] = ()) -> list[Match]:
        """Entries in a sentence, left to right, longest first; token ranges in `taken` are left out."""
        closed = {i for first, last in taken for i in range(first, last)}
        found, i = [], 0
        while i < len(sentence):
            match = None if i in closed else self._longest(sentence, i, closed)
            if match:
                found.append(match)
            i = match.last if match else i + 1
        return found

    def mended(self, word: str) -> str | None:
        """The known word a misspelt one stands for, if one is close."""
        near = difflib.get_close_matches(word, self._spelling, n=4, cutoff=0.8) if len(word) >= 5 else []
        near = [one for one in near if one[0] == word[0] and abs(len(one) - len(word)) <= 1]
        return min(near, key=lambda one: (-difflib.SequenceMatcher(None, word, one).ratio(), one), default=None)

    def entry(self, words: str) -> Entry | None:
        found = self._longest(tokens(words), 0, set())
        return found.entry if found else None

    def _longest(self, sentence: list[Token], at: int, closed: set[int]) -> Match | None:
        node, best = self._tree, None
        for i in range(at, len(sentence)):
            if i in closed or sentence[i].stem not in node:
                break
            node = node[sentence[i].stem]
            if "" in node:
                best = Match(node[""], at, i + 1)
        return best


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    return Lexicon(_entries())


@cache
def nodes(slot: str) -> Mapping[str, Mapping[str, Any]]:
    """Records of one slot of the knowledge graph by node id, in the order of the file."""
    found: dict[str, Mapping[str, Any]] = {}
    for name in _FILES:
        found.update(resources.toml("knowledge", f"{name}.toml").get(slot, {}))
    return found


_taught: dict[str, tuple[str, tuple[str, ...]]] = {}


def teach(family: str, label: str, aliases: Iterable[str] = ()) -> None:
    """Let the conversation know a garment of a plug-in by its label and other words."""
    _taught[family] = (label, tuple(dict.fromkeys((label.lower(), *(alias.lower() for alias in aliases)))))
    lexicon.cache_clear()


def _entries() -> Iterable[tuple[str, Entry]]:
    for family, (label, aliases) in _taught.items():
        entry = Entry(family, label, {"garment": family})
        for alias in aliases:
            yield alias, entry
    for name in _FILES:
        data = resources.toml("knowledge", f"{name}.toml")
        for slot, records in data.items():
            for id, record in records.items():
                entry = _entry(slot, id, record)
                for alias in record["aliases"]:
                    yield alias, entry
    inks = resources.toml("inks.toml")
    others = resources.toml("knowledge", "colours.toml")
    for id, ink in inks.items():
        entry = Entry(id, ink["label"], {"colour": id}, "colour")
        for alias in (id.replace("_", " "), *others.get(id, ())):
            yield alias, entry


def _entry(slot: str, id: str, record: Mapping[str, Any]) -> Entry:
    label, noun, weak = record.get("label", id), record.get("noun", False), record.get("weak", False)
    if slot == "unmade":
        return Entry(id, label, {}, "unmade", nearest=record["nearest"])
    if slot == "nearest":
        return Entry(id, label, {record["slot"]: record["value"]}, "nearest", noun=record["slot"] == "motif")
    if slot == "feature":
        return Entry(id, label, {}, "feature")
    if slot == "phrase":
        return Entry(id, label, record["sets"], "value", weak, noun)
    return Entry(id, label, {slot: record.get("number", id)}, "value", weak, noun, suggests=record.get("suggests", {}))
