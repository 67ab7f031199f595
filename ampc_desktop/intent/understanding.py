"""One turn of the conversation: text and what was wanted so far -> what is wanted now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ampc_desktop.core.fabric import Capabilities
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.requirement import Question, Requirement, Slot, Span, Understanding
from ampc_desktop.core.schema import ParameterSchema, Source, Value
from ampc_desktop.intent import language, lengths
from ampc_desktop.intent.clashes import Said, clashes
from ampc_desktop.intent.lexicon import Match, Token, lexicon, nodes, tokens
from ampc_desktop.intent.making import SHAPING, Part, fit_parts, fit_values, nearest_made, put_switch
from ampc_desktop.intent.negation import (
    BREAKS,
    CORRECTIONS,
    NEGATORS,
    is_correction,
    negated,
    sort_negated,
    split_at_corrections,
)
from ampc_desktop.intent.numbers import WORDS, amounts, changes, too
from ampc_desktop.intent.question import next_question
from ampc_desktop.intent.roles import assign, colour_of
from ampc_desktop.intent.wording import called, with_article

DEFAULT_FAMILY = "tshirt"
_ASKING = ("with", "without", "no")
_PLAIN_WORDS = frozenset(
    ("other", "there", "where", "these", "those", "which", "while", "about", "right", "great", "think")
)
"""Everyday words near a garment word that are no slip of the key."""
_SHAPE = {"neckline": DEFAULT_FAMILY, "sleeve": DEFAULT_FAMILY}
_MOST_MENDED = 40
LEAST_ENDING = 4
"""Shortest garment word that makes a compound (over-coat)."""


@dataclass
class _Turn:
    """Everything collected while one turn is read."""

    text: str
    number: int
    slots: dict[str, Slot]
    refused: dict[str, tuple[str, ...]]
    notes: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    understood: bool = False

    def span(self, start: int, end: int) -> Span:
        return Span(self.number, start, end, self.text[start:end])

    def put(self, name: str, value: Value, span: Span | None, source: Source = "said", sure: float = 1.0) -> None:
        """A wish. What is said now ends an older refusal of the same value."""
        if name in self.refused:
            kept = tuple(v for v in self.refused[name] if v != value)
            self.refused = (
                {**self.refused, name: kept} if kept else {k: v for k, v in self.refused.items() if k != name}
            )
        self.slots[name] = Slot(value, source, sure, span, self.refused.get(name, ()))
        if span is not None:
            self.said.append(Said(name, value, span))
        self.understood = True

    def refuse(self, name: str, value: Value) -> None:
        now = self.slots.get(name)
        if now is not None and now.value == value:
            del self.slots[name]
        old = self.refused.get(name, ())
        self.refused = {**self.refused, name: (*old, str(value)) if str(value) not in old else old}
        if name in self.slots:
            self.slots[name] = replace(self.slots[name], refused=self.refused[name])
        self.understood = True


def understand(
    previous: Requirement,
    text: str,
    capabilities: Capabilities,
    schemas: Mapping[str, ParameterSchema],
    current: Mapping[str, float] | None = None,
    today: date | None = None,
) -> Understanding:
    """The whole wish after one more turn.

    schemas : options of each garment family; current : resolved numeric options, which relative wishes
    ("2 cm longer") start from; today : day from which "by Friday" counts.
    Raises Problem: intent.empty, intent.too_long, intent.language, intent.nonsense (BAD_INPUT), garment.unknown (NO).
    """
    language.check(text)
    turn = _Turn(text, previous.turns, dict(previous.slots), dict(previous.refused))
    today = today or date.today()
    words = tokens(text)
    found, mended = _matches(words, turn)
    kept = [match for match in _drop_weak(found) if not too(words, match.first)]
    _refuse_unmade(kept, words, capabilities)
    taken = _numbers(turn, words, today)
    pieces = split_at_corrections(words, kept)
    for piece in pieces:
        _read(turn, words, piece, schemas)
    family = _garment(turn, kept, capabilities, schemas)
    schema = schemas.get(family)
    doubts: tuple[Question, ...] = ()
    if schema is not None:
        lengths.read(turn, words, taken, schema, kept)
        fit_parts(turn, turn.parts, family, schema)
        doubts = _doubts(turn, words, family, schemas, capabilities)
        relative = changes(words, taken)
        lengths.change(turn, words, relative, schema, current or {})
        fit_values(turn, family, schema, schemas)
    if previous.turns == 0 and _only_a_colour(turn, words, kept):
        turn.understood = False
    if not turn.understood:
        if language.is_smalltalk(text) and previous.turns:
            return Understanding(replace(previous, turns=previous.turns + 1), notes=("Nothing changed.",))
        raise language.nonsense(text)
    _suggest(turn, kept, capabilities, family)
    turn.notes += mended
    settled = {one.slot for one in turn.said}
    doubts += tuple(one for one in previous.unclear if one.slot not in settled and one.slot in turn.slots)
    unknown = _unknown(words, kept, taken)
    requirement = Requirement(turn.slots, turn.refused, unknown, turn.number + 1, doubts)
    changed = tuple(
        name
        for name in {**previous.slots, **turn.slots}
        if _value(previous, name) != _value(requirement, name) or previous.refused.get(name) != turn.refused.get(name)
    )
    question = next_question(requirement, schemas, capabilities)
    return Understanding(requirement, changed, question, tuple(dict.fromkeys(turn.notes)))


def _doubts(
    turn: _Turn,
    words: Sequence[Token],
    family: str,
    schemas: Mapping[str, ParameterSchema],
    shop: Capabilities,
) -> tuple[Question, ...]:
    """Tell what was said twice in different ways; give the questions it leaves."""
    schema = schemas[family]

    def made(name: str, value: Value) -> Value | None:
        if name in schema:
            return nearest_made(schema[name], value, family)
        return None if any(name in other and other[name].kind in SHAPING for other in schemas.values()) else value

    _narrow_cloth(turn, shop)
    corrections = [word.start for i, word in enumerate(words) if is_correction(words, i)]
    notes, questions = clashes(turn.said, corrections, turn.slots, made)
    turn.notes += notes
    return tuple(questions)


def _narrow_cloth(turn: _Turn, shop: Capabilities) -> None:
    """ "a cotton denim skirt": a fibre beside a cloth made of it is no second cloth."""
    kinds = [one for one in turn.said if one.slot == "fabric"]
    for cloth in kinds:
        records = nodes("fabric").get(str(cloth.value), {}).get("records", ())
        made_of = [shop.fabrics[id].composition.lower() for id in records if id in shop.fabrics]
        fibres = [
            one
            for one in kinds
            if one.value != cloth.value and made_of and all(str(one.value) in fibre for fibre in made_of)
        ]
        if fibres and len({one.value for one in (*fibres, cloth)}) == len({one.value for one in kinds}):
            turn.said = [one for one in turn.said if one not in fibres]
            if turn.slots["fabric"].value in {one.value for one in fibres}:
                turn.slots["fabric"] = replace(turn.slots["fabric"], value=cloth.value, evidence=cloth.span)
            return


def _only_a_colour(turn: _Turn, words: Sequence[Token], found: Sequence[Match]) -> bool:
    """One colour word among strange ones is no wish: "the quick brown fox jumps"."""
    if {name for name, slot in turn.slots.items() if slot.source != "default"} - {"colour", "motif_colours"}:
        return False
    used = {i for match in found for i in range(match.first, match.last)}
    english = language.english_words()
    strange = [w for i, w in enumerate(words) if i not in used and w.stem.isalpha() and w.stem not in english]
    return len(strange) >= 3


def _value(requirement: Requirement, name: str) -> object:
    slot = requirement.slots.get(name)
    return None if slot is None else (slot.value, slot.source)


def _matches(words: list[Token], turn: _Turn) -> tuple[list[Match], list[str]]:
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


def _drop_weak(found: Sequence[Match]) -> list[Match]:
    strong = {slot for match in found if not match.entry.weak for slot in match.entry.sets}
    kept = []
    for match in found:
        if match.entry.weak and any(slot in strong for slot in match.entry.sets):
            match = replace(match, entry=replace(match.entry, sets={}))
        kept.append(match)
    return kept


def _refuse_unmade(found: Sequence[Match], words: Sequence[Token], shop: Capabilities) -> None:
    """Raise for a garment we don't make, unless one we do make is named too or it was only ruled out."""
    if any("garment" in match.entry.sets for match in found):
        return
    for match in (*found, *_compounds(found, words)):
        if match.entry.kind == "unmade" and not negated(words, match.first):
            made = [with_article(label) for label in shop.families.values()]
            near = shop.families.get(match.entry.nearest, "")
            asked = " ".join(word.text for word in words[match.first : match.last])
            raise Problem(
                f"we don't make {match.entry.label} ('{asked}'); we make {_and(made)}",
                remedy=f"nearest is {with_article(near)}" if near else "",
                kind=Kind.NO,
                code="garment.unknown",
            )


_WORN_BESIDE = frozenset(("wear", "wearing", "worn", "go", "goe", "match", "matching", "pair", "under", "over"))
"""Words that make a second garment company only: "to wear with boots"."""


def _asked_too(words: Sequence[Token], match: Match) -> bool:
    """Is it asked for beside another garment ("a tee and jeans"), not only worn with it?"""
    before = [word.text.lower() for word in words[max(0, match.first - 3) : match.first]]
    asking = (
        ("and", "plus", "also") if any(word.stem in _WORN_BESIDE for word in words) else ("and", "plus", "also", "with")
    )
    return any(word in asking for word in before) and not negated(words, match.first)


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


def _and(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _numbers(turn: _Turn, words: Sequence[Token], today: date) -> list[tuple[int, int, float]]:
    """Put price and days; give the token ranges of lengths and their mm."""
    said = []
    for amount in amounts(turn.text, today):
        if amount.kind == "price":
            turn.put("price_max_eur", amount.value, turn.span(amount.start, amount.end))
        elif amount.kind == "days":
            turn.put("days_max", amount.value, turn.span(amount.start, amount.end))
        else:
            inside = [i for i, word in enumerate(words) if word.start >= amount.start and word.end <= amount.end]
            if inside:
                said.append((inside[0], inside[-1] + 1, amount.value))
    return said


def _read(turn: _Turn, words: Sequence[Token], found: Sequence[Match], schemas: Mapping[str, ParameterSchema]) -> None:
    """Slots of one piece of the sentence."""
    for match in found:
        if match.entry.kind == "unmade" and _asked_too(words, match):
            asked = " ".join(word.text for word in words[match.first : match.last])
            what = match.entry.label if match.entry.label != "an accessory" else f"accessories ('{asked}')"
            turn.notes.append(f"We don't make {what}; this is the other garment alone.")
    beside = _beside(words, found)
    found = [match for match in found if match.first not in beside]
    wanted, ruled_out = sort_negated(words, found)
    for match in sorted((*wanted, *ruled_out), key=lambda match: match.first):
        if match.entry.kind == "feature" and _names_a_part(words, match):
            span = turn.span(words[match.first].start, words[match.last - 1].end)
            part = Part(match.entry, match in wanted, span)
            turn.understood = True
            turn.parts.append(part)
            put_switch(turn, part, schemas)
    for match in wanted:
        span = turn.span(words[match.first].start, words[match.last - 1].end)
        entry = match.entry
        if entry.kind == "nearest":
            for name, value in entry.sets.items():
                label = lexicon().labels.get((name, value), str(value)).lower()
                turn.put(name, value, span, "inferred", 0.6)
                turn.notes.append(f"We don't make {entry.label}; {label} is the nearest.")
        elif entry.kind == "value":
            sets = _scale_or_fit(words, match, wanted)
            other = _other_garment(words, match, wanted)
            if other is not None:
                turn.notes += [note for note in (other,) if note]
                continue
            for name, value in sets.items():
                if name == "motif_scale" and not _about_print(words, match, wanted, turn):
                    continue
                turn.put(name, value, span, "said", match.sure)
    for match in ruled_out:
        for name, value in match.entry.sets.items():
            if name in ("garment", "motif_scale", "motif_density", "motif_direction"):
                continue
            turn.refuse(name, value)
    _colours(turn, words, wanted)


_BESIDE = ("with", "over", "under", "to")
_TOGETHER = ("and", "plus", "also", "&", "+")


def _beside(words: Sequence[Token], found: Sequence[Match]) -> set[int]:
    """Tokens that speak of a second garment: "a black tee and [a blue] cardigan", "to wear with [striped] jeans"."""
    named = [match for match in found if match.entry.kind == "unmade" or "garment" in match.entry.sets]
    first = next((match for match in named if "garment" in match.entry.sets), None)
    gone: set[int] = set()
    for match in named:
        if first is None or match.first <= first.first or match.entry.sets == first.entry.sets:
            continue
        joined = (*_TOGETHER, *_BESIDE, "without")
        start = max((i for i in range(first.last, match.first) if words[i].stem in joined), default=match.first)
        gone |= set(range(start, match.first))
    return gone


def _other_garment(words: Sequence[Token], match: Match, wanted: Sequence[Match]) -> str | None:
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


def _scale_or_fit(words: Sequence[Token], match: Match, wanted: Sequence[Match]) -> Mapping[str, Value]:
    """ "oversized" before a print is its scale, everywhere else the fit."""
    if match.entry.sets.get("fit") == "oversized":
        follower = next((m for m in wanted if match.last <= m.first <= match.last + 1), None)
        if follower is not None and "motif" in {
            **follower.entry.sets,
            **({"motif": ""} if follower.entry.noun else {}),
        }:
            return {"motif_scale": 4.0}
    return match.entry.sets


def _about_print(words: Sequence[Token], match: Match, wanted: Sequence[Match], turn: _Turn) -> bool:
    """A size word counts for the print only if a print word follows in its clause ("small dots")."""
    if match.entry.id == "pinstripe":
        return True
    for other in wanted:
        if other.first >= match.last and (other.entry.noun or "motif" in other.entry.sets):
            between = words[match.last : other.first]
            return not any(word.stem in BREAKS and word.stem != "," for word in between)
        if other.first >= match.last and "garment" in other.entry.sets:
            return False
    return "motif" in turn.slots and len(wanted) <= 2


def _colours(turn: _Turn, words: Sequence[Token], wanted: Sequence[Match]) -> None:
    colours = [match for match in wanted if match.entry.kind == "colour"]
    if not colours:
        return
    ground_known = "colour" in turn.slots and turn.slots["colour"].source in ("said", "slider")
    motif_known = turn.slots.get("motif") is not None and turn.slots["motif"].value != "plain"
    roles = assign(words, wanted, ground_known, motif_known)
    if roles.ground is not None:
        match = roles.ground
        turn.put(
            "colour", colour_of(match), turn.span(words[match.first].start, words[match.last - 1].end), sure=match.sure
        )
    if roles.motif:
        first, last = roles.motif[0], roles.motif[-1]
        start, end = min(words[first.first].start, words[last.first].start), words[last.last - 1].end
        turn.put(
            "motif_colours", ",".join(colour_of(match) for match in roles.motif), turn.span(start, max(end, start))
        )
    taken = {colour_of(match) for match in (*roles.motif, *([roles.ground] if roles.ground else []))}
    passed = dict.fromkeys(called(match.entry.label) for match in colours if colour_of(match) not in taken)
    if passed and roles.ground is not None:
        turn.notes.append(
            f"A plain cloth has one colour: {called(roles.ground.entry.label)} is taken, {_and(list(passed))} not."
        )


def _garment(turn: _Turn, found: Sequence[Match], shop: Capabilities, schemas: Mapping[str, ParameterSchema]) -> str:
    """Family of the garment; inferred from what only one family has when nobody named it."""
    now = turn.slots.get("garment")
    if now is not None and (now.source in ("said", "slider")):
        return str(now.value)
    votes: dict[str, int] = {}
    for name, slot in turn.slots.items():
        if name == "fabric":
            families = fabric_families(str(slot.value), shop)
            family = families[0] if families and DEFAULT_FAMILY not in families else None
        else:
            only = [id for id, schema in schemas.items() if _has(schema, name, slot.value)]
            family = (
                only[0] if len(only) == 1 else _SHAPE.get(name) or nodes(name).get(str(slot.value), {}).get("family")
            )
        if family:
            votes[str(family)] = votes.get(str(family), 0) + 1
    if len(votes) == 1:
        family = next(iter(votes))
        turn.slots["garment"] = Slot(family, "inferred", 0.8)
        return family
    turn.slots["garment"] = now or Slot(DEFAULT_FAMILY, "default", 0.5)
    return str(turn.slots["garment"].value)


def _has(schema: ParameterSchema, name: str, value: Value) -> bool:
    """Whether a garment has an option, and the choice that was said of it."""
    if name not in schema or schema[name].kind not in SHAPING:
        return False
    return schema[name].kind == "switch" or str(value) in dict(schema[name].choices)


def fabric_families(kind: str, shop: Capabilities) -> list[str]:
    """Garment families a kind of cloth (or one fabric) can be made into."""
    records = nodes("fabric").get(kind, {}).get("records", [kind])
    found = [family for record in records if record in shop.fabrics for family in shop.fabrics[record].families]
    return [family for family in shop.families if family in found]


def _suggest(turn: _Turn, found: Sequence[Match], shop: Capabilities, family: str) -> None:
    """Fill slots that follow from what was said (a run in the gym: performance jersey), as inferred."""
    for match in found:
        for name, value in match.entry.suggests.items():
            if name not in turn.slots and str(value) not in turn.refused.get(name, ()):
                if name == "fabric" and family not in fabric_families(str(value), shop):
                    continue
                turn.slots[name] = Slot(value, "inferred", 0.6, None)


_PART_NEAR = frozenset((*_ASKING, "and", "plus", "has", "have", "having", "minus", "add", "want", "need", ",", "or"))


def _names_a_part(words: Sequence[Token], match: Match) -> bool:
    """A part that is no option counts where it is asked for ("with legs"), not in passing ("for long legs")."""
    if nodes("feature")[match.entry.id].get("choice", False):
        return True
    return any(word.stem in _PART_NEAR for word in words[max(0, match.first - 4) : match.first])


_ARTICLES = ("a", "an", "the", "any", "some")


def _asked_for(words: Sequence[Token], i: int) -> bool:
    """Does a word stand where something is asked for or ruled out: "with EARS", "without a BOW"?"""
    i -= 1
    while i >= 0 and words[i].stem in _ARTICLES:
        i -= 1
    return i >= 0 and words[i].stem in _ASKING


def _unknown(words: Sequence[Token], found: Sequence[Match], said: Sequence[tuple[int, int, float]]) -> tuple[str, ...]:
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
