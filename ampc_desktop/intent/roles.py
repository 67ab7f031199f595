"""Which colour is the cloth and which the print: "navy on cream", "white tee with navy dots"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ampc_desktop.intent.lexicon import Match, Token

_LIGHT = ("white", "off_white", "ivory", "cream", "ecru")
_OVER = ("on", "over", "against", "onto", "upon")
_GROUND = ("background", "ground", "base", "backdrop", "cloth")
_IN = ("in", "of", "with")
_FILLER = ("a", "an", "the", "some", "coloured", "colour", "shade", "of", "very", "nice", "in")
_JOIN = ("and", "&", "+", "/", ",", "plus")
_NOUN_SLOTS = ("garment", "fabric")


@dataclass
class _Group:
    """Colours said in one breath. role: "ground", "motif" or "" while open."""

    matches: list[Match]
    role: str = ""


@dataclass(frozen=True)
class Roles:
    """ground: the cloth's colour; motif: colours of the print. Each the matches they came from."""

    ground: Match | None
    motif: tuple[Match, ...]


def colour_of(match: Match) -> str:
    return str(match.entry.sets["colour"])


def assign(sentence: Sequence[Token], matches: Sequence[Match], ground_known: bool, motif_known: bool) -> Roles:
    """Roles of the colours among `matches`.

    ground_known: the cloth's colour was decided before; motif_known: a print was decided before or now.
    """
    at = {match.first: match for match in matches}
    before = {match.last: match for match in matches}
    groups = _groups(sentence, [m for m in matches if m.entry.kind == "colour"])
    for group in groups:
        group.role = _role(sentence, group, at, before)
    has_motif = motif_known or any(m.entry.noun or "motif" in m.entry.sets for m in matches)
    grounds = [g for g in groups if g.role == "ground"]
    for group in groups:
        if not group.role:
            group.role = "motif" if (grounds and has_motif and group is not groups[0]) else "ground"
            if group.role == "ground":
                grounds.append(group)
    ground: Match | None = None
    motif: list[Match] = []
    for group in groups:
        colours = list(group.matches)
        alone = not grounds and not ground_known and len(colours) > 1
        if (group.role == "ground" or alone) and (ground is None or group.role == "ground"):
            chosen = _lightest(colours) if has_motif and len(colours) > 1 else colours[0]
            if ground is not None and group.role == "ground" and has_motif:
                motif += colours
                continue
            ground = chosen
            colours.remove(chosen)
            motif += colours if has_motif else []
            continue
        motif += colours
    unique = {colour_of(match): match for match in motif if ground is None or colour_of(match) != colour_of(ground)}
    return Roles(ground, tuple(unique.values()))


def _lightest(colours: Sequence[Match]) -> Match:
    """White and its kin are cloth when nothing else was said; otherwise the colour said first."""
    return next((match for match in colours if colour_of(match) in _LIGHT), colours[0])


def _groups(sentence: Sequence[Token], colours: Sequence[Match]) -> list[_Group]:
    groups: list[_Group] = []
    for match in colours:
        if groups:
            last = groups[-1].matches[-1]
            between = [token.stem for token in sentence[last.last : match.first]]
            joined = bool(between) and len(between) <= 2 and all(word in _JOIN for word in between)
            if joined and (between != [","] or _list_goes_on(sentence, match)):
                groups[-1].matches.append(match)
                continue
            if between == ["or"]:
                continue  # "blue or green": the first is taken, the other would do as well
        groups.append(_Group([match]))
    return groups


def _list_goes_on(sentence: Sequence[Token], match: Match) -> bool:
    """A comma joins colours only in a list that ends with "and": red, yellow and blue."""
    return match.last < len(sentence) and sentence[match.last].stem in ("and", "&", "plus")


def _role(sentence: Sequence[Token], group: _Group, at: dict[int, Match], before: dict[int, Match]) -> str:
    first, last = group.matches[0].first, group.matches[-1].last
    i = first - 1
    while i >= 0 and (sentence[i].stem in ("a", "an", "the", "its", "nice") or _adjective(_ending(before, i))):
        i -= 1
    if i >= 0 and sentence[i].stem in _OVER:
        return "ground"
    ahead = _ahead(sentence, last, at)
    if ahead:
        return ahead
    while i >= 0 and sentence[i].stem in _FILLER and sentence[i].stem not in _IN:
        i -= 1
    if i >= 0 and sentence[i].stem in _IN:
        return _behind(sentence, i, before)
    return ""


def _ending(before: dict[int, Match], token: int) -> Match | None:
    """The match whose last token this is."""
    return before.get(token + 1)


def _adjective(match: Match | None) -> bool:
    if match is None or match.entry.kind == "colour" or match.entry.noun:
        return False
    return not any(slot in match.entry.sets for slot in _NOUN_SLOTS)


def _ahead(sentence: Sequence[Token], i: int, at: dict[int, Match]) -> str:
    """Role by the noun the colours stand before: white STRIPES, black TEE, navy ON cream, cream BACKGROUND."""
    while i < len(sentence):
        word = sentence[i].stem
        if word in _GROUND:
            return "ground"
        if word in _OVER:
            return "motif"
        match = at.get(i)
        if match is None:
            if word in _FILLER and word not in _IN:
                i += 1
                continue
            return ""
        if match.entry.kind == "colour":
            return ""
        if any(slot in match.entry.sets for slot in _NOUN_SLOTS) or match.entry.kind == "unmade":
            return "ground"
        if match.entry.noun:
            follower = at.get(match.last)
            dressed = follower is not None and any(slot in follower.entry.sets for slot in _NOUN_SLOTS)
            return "ground" if dressed else "motif"
        i = match.last
    return ""


def _behind(sentence: Sequence[Token], i: int, before: dict[int, Match]) -> str:
    """Role by the noun said last before "in": dots IN pink, skirt IN charcoal."""
    while i > 0:
        match = before.get(i)
        if match is not None:
            if any(slot in match.entry.sets for slot in _NOUN_SLOTS):
                return "ground"
            if match.entry.noun:
                return "motif"
        i -= 1
    return ""
