"""Is this a sentence in English? Says which language it looks like, by alphabet and by small words."""

from __future__ import annotations

import re
from functools import cache

from ampc_desktop.core.problem import Problem
from ampc_desktop.intent.lexicon import lexicon, stem
from ampc_desktop.runtime import resources

MAX_CHARACTERS = 4000
EXAMPLE = 'for example "a relaxed black tee, crew neck, long sleeves, thin white stripes"'
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _known() -> tuple[dict[str, re.Pattern[str]], dict[str, frozenset[str]], frozenset[str], frozenset[str]]:
    data = resources.toml("knowledge", "languages.toml")
    scripts = {name: re.compile(f"[{letters}]") for name, letters in data["script"].items()}
    words = {name: frozenset(text.split()) for name, text in data["words"].items()}
    english = data["english"]
    return scripts, words, frozenset(english["words"].split()), frozenset(english["smalltalk"].split())


def foreign(text: str) -> str | None:
    """Name of the language if the text is not English, else None."""
    scripts, languages, english, _ = _known()
    letters = sum(character.isalpha() for character in text)
    for name, script in scripts.items():
        if letters and len(script.findall(text)) > 0.3 * letters:
            return name
    words = [word.lower() for word in _WORD.findall(text)]
    ours = sum(word in english or stem(word) in lexicon().words for word in words)
    scores = {name: sum(word in known for word in words) for name, known in languages.items()}
    best = max(scores, key=lambda name: scores[name])
    shared = sum(word in languages[best] and (word in english or stem(word) in lexicon().words) for word in words)
    theirs = scores[best] - shared / 2
    if (scores[best] >= 2 or len(words) <= 3) and theirs > 0 and scores[best] - shared >= 1 and theirs >= ours - shared:
        return best
    return None


def is_smalltalk(text: str) -> bool:
    """Greetings and thanks: nothing to change, nothing wrong."""
    _, _, english, smalltalk = _known()
    words = [word.lower() for word in _WORD.findall(text)]
    return any(word in smalltalk for word in words) and all(word in smalltalk or word in english for word in words)


def check(text: str) -> None:
    """Raise Problem for what can't be a sentence in English: empty, far too long, another language."""
    if not text.strip():
        raise Problem("the sentence is empty", remedy="say what you want, " + EXAMPLE, code="intent.empty")
    if len(text) > MAX_CHARACTERS:
        raise Problem(
            f"the text has {len(text)} characters, limit {MAX_CHARACTERS}",
            remedy="say it in a few sentences",
            code="intent.too_long",
        )
    if not any(character.isalpha() for character in text):
        raise nonsense(text)
    language = foreign(text)
    if language:
        raise Problem(
            f"this looks like {language}, and the studio reads English only",
            remedy=EXAMPLE.replace("for example", "say for example"),
            code="intent.language",
        )


def nonsense(text: str) -> Problem:
    """The Problem for a sentence without one understood word."""
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return Problem(
        f"nothing in '{shown}' is about a garment",
        remedy="name garment, fit, neckline, sleeves, colour, print or fabric, " + EXAMPLE,
        code="intent.nonsense",
    )


def english_words() -> frozenset[str]:
    """Small English words that are no wishes."""
    _, _, english, smalltalk = _known()
    return english | smalltalk
