"""Numbers a person says: prices, days, lengths, and wishes relative to what is there ("a bit longer")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ampc_desktop.core.units import UNIT_MM
from ampc_desktop.intent.lexicon import Token

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
_UNIT = r"(?P<unit>mm|cm|millimet(?:re|er)s?|centimet(?:re|er)s?|met(?:re|er)s?|m|inch(?:es)?|in|\")(?![a-z])"
_CURRENCY = r"(?:€|eur(?:os?)?\b|bucks\b)"
_PRICES = (
    re.compile(rf"(?:€|eur)\s*{_NUMBER}", re.I),
    re.compile(rf"{_NUMBER}\s*{_CURRENCY}", re.I),
    re.compile(
        rf"(?:budget|price)\s*(?:is|of|:|limit)?\s*(?:about|around|max(?:imum)?)?\s*{_NUMBER}(?!\s*(?:mm|cm))", re.I
    ),
)
_COUNT = r"(?P<count>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fourteen)"
_DAYS = re.compile(
    rf"\b(?:in|within|by|after|max(?:imum)?|at most|no more than|under|less than)\s+(?:about\s+)?{_COUNT}\s+"
    rf"(?P<what>days?|weeks?|fortnight)\b",
    re.I,
)
_WEEKDAY = re.compile(
    r"\b(?:by|before|until|till|on|for)\s+(?:next\s+|this\s+|coming\s+)?"
    r"(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|next week)\b",
    re.I,
)
_LENGTH = re.compile(rf"{_NUMBER}\s*{_UNIT}", re.I)
_WORD_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_WORD_NUMBERS |= {"eight": 8, "nine": 9, "ten": 10, "fourteen": 14}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Amount:
    """A number with its place in the text. kind: price (euros), days, length (mm)."""

    kind: str
    value: float
    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """A wish relative to what is there.

    about : concept ("length", "sleeve", "ease", "neck", "line", "scale", "density", ...).
    sign  : +1 more, -1 less; strength: 0.5 a bit, 1, 2 much; by_mm: exact amount, if said.
    """

    about: str
    sign: int
    strength: float
    by_mm: float | None
    first: int
    last: int


def amounts(text: str, today: date) -> list[Amount]:
    """Prices, delivery days and lengths, in order of their place; no two overlap."""
    found: list[Amount] = []

    def add(kind: str, value: float, match: re.Match[str]) -> None:
        if all(match.end() <= a.start or match.start() >= a.end for a in found):
            found.append(Amount(kind, value, match.start(), match.end()))

    for pattern in _PRICES:
        for match in pattern.finditer(text):
            add("price", _number(match["number"]), match)
    for match in _DAYS.finditer(text):
        count = match["count"].lower()
        per = {"d": 1, "w": 7, "f": 14}[match["what"][0].lower()]
        add("days", float(_WORD_NUMBERS.get(count, 0) or int(count)) * per, match)
    for match in _WEEKDAY.finditer(text):
        add("days", float(_days_until(match["day"].lower(), today)), match)
    for match in _LENGTH.finditer(text):
        unit = match["unit"].lower()
        short = (
            "mm"
            if unit.startswith("mil")
            else "cm"
            if unit.startswith("cen")
            else "m"
            if unit.startswith("met")
            else unit
        )
        short = "in" if unit[0] == "i" else short
        below = re.search(r"(?:^|[^\w\d])[-−]$", text[: match.start()]) is not None  # -40 mm, but not 30-40 mm
        add("length", (-1 if below else 1) * _number(match["number"]) * UNIT_MM[short], match)
    return sorted(found, key=lambda amount: amount.start)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _days_until(day: str, today: date) -> int:
    if day == "tomorrow":
        return 1
    if day == "next week":
        return 7
    ahead = (_WEEKDAYS.index(day) - today.weekday()) % 7 or 7
    return ((today + timedelta(days=ahead)) - today).days


_SIGNS: dict[str, tuple[str, int]] = {
    "longer": ("length", 1),
    "shorter": ("length", -1),
    "lengthen": ("length", 1),
    "shorten": ("length", -1),
    "looser": ("ease", 1),
    "roomier": ("ease", 1),
    "baggier": ("ease", 1),
    "tighter": ("ease", -1),
    "closer": ("ease", -1),
    "slimmer": ("ease", -1),
    "snugger": ("ease", -1),
    "deeper": ("neck", 1),
    "lower": ("neck", 1),
    "higher": ("neck", -1),
    "shallower": ("neck", -1),
    "wider": ("width", 1),
    "broader": ("width", 1),
    "thicker": ("width", 1),
    "bolder": ("width", 1),
    "narrower": ("width", -1),
    "thinner": ("width", -1),
    "finer": ("width", -1),
    "bigger": ("scale", 1),
    "larger": ("scale", 1),
    "smaller": ("scale", -1),
    "tinier": ("scale", -1),
    "denser": ("density", 1),
    "busier": ("density", 1),
    "sparser": ("density", -1),
    "airier": ("density", -1),
    "calmer": ("density", -1),
}
_MORE = {"more": 1, "less": -1}
_AFTER_MORE = {
    "ease": "ease",
    "room": "ease",
    "space": "ease",
    "fitted": "fitted",
    "tight": "fitted",
    "snug": "fitted",
    "loose": "ease",
    "relaxed": "ease",
    "roomy": "ease",
    "dense": "density",
    "length": "length",
    "width": "ease",
}
_STRENGTH = {"bit": 0.5, "little": 0.5, "slightly": 0.5, "touch": 0.5, "tad": 0.5, "much": 2.0, "lot": 2.0, "way": 2.0}
_STRENGTH |= {"somewhat": 0.75, "far": 2.0, "considerably": 2.0, "even": 1.0}
_NOUNS = {
    "sleeve": "sleeve",
    "arm": "sleeve",
    "neck": "neck",
    "neckline": "neck",
    "v": "neck",
    "stripe": "line",
    "line": "line",
    "band": "line",
    "dot": "scale",
    "spot": "scale",
    "check": "scale",
    "flower": "scale",
    "print": "scale",
    "pattern": "scale",
    "motif": "scale",
    "neckband": "neckband",
    "waistband": "waistband",
    "hem": "hem",
    "shoulder": "shoulder",
    "chest": "ease",
    "body": "body",
    "skirt": "body",
    "tee": "body",
    "top": "body",
    "hip": "hip",
    "waist": "waist",
    "vent": "vent",
    "slit": "vent",
    "strap": "strap",
    "cuff": "cuff",
}


_TOO = {"long": ("length", -1), "short": ("length", 1), "tight": ("ease", 1), "loose": ("ease", -1)}
_TOO |= {"big": ("size", -1), "small": ("size", 1), "wide": ("width", -1), "narrow": ("width", 1), "deep": ("neck", -1)}
_TOO |= {"baggy": ("ease", -1), "low": ("neck", -1), "high": ("neck", 1), "busy": ("density", -1), "snug": ("ease", 1)}
_NOT = ("not", "isn't", "don't", "never", "nothing", "no")
WORDS = frozenset(
    (*_SIGNS, *_MORE, *_AFTER_MORE, *_STRENGTH, *_NOUNS, *_WEEKDAYS, "tomorrow", "apart", "euro", "euros")
)
"""Words this reader understands itself, so that nobody takes them for slips of the key or unknown wishes."""


def too(sentence: list[Token], i: int) -> bool:
    """Token i is a complaint: "too long", but not "not too long"."""
    return (
        0 < i < len(sentence)
        and sentence[i - 1].stem == "too"
        and sentence[i].stem in _TOO
        and (i < 2 or sentence[i - 2].stem not in _NOT)
    )


def changes(sentence: list[Token], lengths: Iterable[tuple[int, int, float]]) -> list[Change]:
    """Relative wishes of a sentence. lengths: (first token, last token, mm) of the lengths said in it."""
    said = list(lengths)
    found = []
    for i, token in enumerate(sentence):
        word = token.text.lower()
        if word in _SIGNS:
            about, sign = _SIGNS[word]
            last = i + 1
        elif word in _MORE and (skipped := _next_word(sentence, i)) is not None:
            target = _AFTER_MORE[sentence[skipped].stem]
            sign = _MORE[word] * (-1 if target == "fitted" else 1)
            about, last = "ease" if target == "fitted" else target, skipped + 1
        elif too(sentence, i):
            about, sign = _TOO[token.stem]
            last = i + 1
        else:
            continue
        strength, first = _strength(sentence, i)
        by_mm = None
        for start, end, value in said:
            if end == i or (word in _MORE and end in (i, i - 1)) or start == last or _by(sentence, last, start):
                by_mm, first, last = abs(value), min(first, start), max(last, end)
        found.append(Change(_concept(about, sentence, i), sign, strength, by_mm, first, last))
    return found


def _next_word(sentence: list[Token], i: int) -> int | None:
    for j in range(i + 1, min(i + 3, len(sentence))):
        if sentence[j].stem in _AFTER_MORE:
            return j
    return None


def _by(sentence: list[Token], last: int, start: int) -> bool:
    return start == last + 1 and last < len(sentence) and sentence[last].stem == "by"


def _strength(sentence: list[Token], i: int) -> tuple[float, int]:
    for j in range(i - 1, max(i - 4, -1), -1):
        if sentence[j].stem in _STRENGTH:
            return _STRENGTH[sentence[j].stem], j
        if sentence[j].mark:
            break
    return 1.0, i


def noun_near(sentence: list[Token], i: int, reach: int = 5) -> str | None:
    """Concept of the nearest noun around token i within its clause; one behind it wins over one before it."""
    best: tuple[float, str] | None = None
    for step in (1, -1):
        for distance in range(1, reach + 1):
            j = i + step * distance
            if not 0 <= j < len(sentence) or sentence[j].mark or sentence[j].stem in ("but", "than", "with"):
                break
            if sentence[j].stem in _NOUNS:
                rank = distance + (0.5 if step < 0 else 0.0)
                if best is None or rank < best[0]:
                    best = (rank, _NOUNS[sentence[j].stem])
                break
    return best[1] if best else None


def _concept(about: str, sentence: list[Token], i: int) -> str:
    """What a comparative is about, once the noun beside it is known."""
    noun = noun_near(sentence, i)
    if about == "length":
        return {"sleeve": "sleeve", "vent": "vent", "hem": "length"}.get(noun or "", "length")
    if about == "width":
        widths = {"line": "line", "neck": "neck_width", "neckband": "neckband", "waistband": "waistband"}
        widths |= {"sleeve": "biceps", "scale": "scale", "shoulder": "shoulder", "strap": "strap", "cuff": "cuff"}
        return widths.get(noun or "", "ease")
    if about == "ease":
        return {"sleeve": "biceps", "hip": "hip", "waist": "waist"}.get(noun or "", "ease")
    if about == "scale":
        return "line" if noun == "line" else "scale" if noun == "scale" else "size"
    if about == "neck" and noun in ("vent", "hem", "body"):
        return "length"
    return about
