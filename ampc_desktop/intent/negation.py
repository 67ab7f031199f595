"""What a "no" reaches, and what takes back what was said before it."""

from __future__ import annotations

from collections.abc import Sequence

from ampc_desktop.intent.lexicon import Match, Token

REACH = 6
"""A negator reaches so many words on."""
NEGATORS = {"no", "not", "without", "never", "nothing", "non", "don't", "isn't", "avoid", "except", "minus", "nor"}
_SOFT_NEGATORS = {"instead of", "rather than"}
BREAKS = {
    ".",
    ";",
    "!",
    "?",
    ",",
    "(",
    ")",
    "…",
    "—",
    "–",
    ":",
    "but",
    "just",
    "only",
    "with",
    "though",
    "make",
    "please",
}
"""Words and marks that end the reach of a negator."""
CORRECTIONS = {"actually", "wait", "rather", "scratch", "sorry", "hmm", "oops"}
"""Words after which what was said before is taken back."""


def negated(words: Sequence[Token], at: int, spoken: frozenset[int] = frozenset()) -> str | None:
    """The negator a token stands under, if any: "no", "not too", "instead of" ... within one clause.

    spoken: tokens that belong to a wish of their own ("no sleeves"), which reach further only over an "or".
    """
    for i in range(at - 1, max(at - 1 - REACH, -1), -1):
        stem = words[i].stem
        pair = f"{stem} {words[i + 1].stem}" if i + 1 < len(words) else ""
        if pair in _SOFT_NEGATORS:
            return pair
        if stem in NEGATORS:
            if i in spoken and not {word.stem for word in words[i:at]} & {"or", "nor"}:
                return None
            return None if is_correction(words, i) else stem
        if stem in BREAKS or (stem in ("in", "from") and words[max(i - 1, 0)].stem not in (*NEGATORS, "anything")):
            return None  # "without a zip in white linen": what follows is said of the garment
    return None


def is_correction(words: Sequence[Token], i: int) -> bool:
    """ "red, no, blue": a "no" that stands alone takes back what was said before."""
    stem = words[i].stem
    if stem in CORRECTIONS:
        return not (stem == "rather" and i + 1 < len(words) and words[i + 1].stem == "than")
    after = words[i + 1].stem if i + 1 < len(words) else ""
    return stem in ("no", "nope") and after in (",", "…", "—", "–", "wait", "make", ".", "!")


def split_at_corrections(words: Sequence[Token], found: Sequence[Match]) -> list[list[Match]]:
    """Matches in the order they count: what follows a correction overrides what stands before it."""
    cuts = [i for i in range(len(words)) if is_correction(words, i)]
    pieces: list[list[Match]] = [[] for _ in range(len(cuts) + 1)]
    for match in found:
        pieces[sum(cut < match.first for cut in cuts)].append(match)
    return [piece for piece in pieces if piece]


def sort_negated(words: Sequence[Token], found: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    """(wanted, ruled out). In "no thin white stripes" only the noun is ruled out, its adjectives fall away."""
    wanted: list[Match] = []
    out: list[Match] = []
    clause: list[Match] = []

    def close() -> None:
        if clause:
            heads = [m for m in clause if m.entry.noun or "garment" in m.entry.sets] or clause
            out.extend(heads)
            clause.clear()

    spoken = frozenset(i for match in found for i in range(match.first, match.last))
    for match in found:
        if match.entry.kind == "unmade":
            continue
        if negated(words, match.first, spoken) is None:
            close()
            wanted.append(match)
            continue
        if clause:
            between = {word.stem for word in words[clause[-1].last : match.first]}
            if between & NEGATORS - {"nor"}:
                close()
            elif "and" in between or "or" in between or "nor" in between:
                if "and" in between and not (clause[-1].entry.kind == match.entry.kind == "colour"):
                    close()
                    wanted.append(match)
                    continue
                out.extend(clause)
                clause.clear()
            elif clause[-1].entry.noun and match.first - clause[-1].last > 0:
                close()
                wanted.append(match)
                continue
        clause.append(match)
    close()
    return wanted, out
