"""Words found in one piece of a sentence, put into the turn: values, parts, colours and what is ruled out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ampc_desktop.core.requirement import Span
from ampc_desktop.core.schema import ParameterSchema, Value
from ampc_desktop.intent.company import asked_too, other_garment, speak_of_another
from ampc_desktop.intent.lexicon import Match, Token, nodes
from ampc_desktop.intent.making import put_switch
from ampc_desktop.intent.matching import ASKING
from ampc_desktop.intent.negation import BREAKS, sort_negated
from ampc_desktop.intent.roles import assign, colour_of
from ampc_desktop.intent.turn import Part, Turn
from ampc_desktop.intent.wording import called, listed

NEVER_RULED_OUT = ("garment", "motif_scale", "motif_density", "motif_direction")
_PART_NEAR = frozenset((*ASKING, "and", "plus", "has", "have", "having", "minus", "add", "want", "need", ",", "or"))


def read(turn: Turn, words: Sequence[Token], found: Sequence[Match], schemas: Mapping[str, ParameterSchema]) -> None:
    """Slots of one piece of the sentence."""
    for match in found:
        if match.entry.kind == "unmade" and asked_too(words, match):
            asked = " ".join(word.text for word in words[match.first : match.last])
            what = match.entry.label if match.entry.label != "an accessory" else f"accessories ('{asked}')"
            turn.notes.append(f"We don't make {what}; this is the other garment alone.")
    beside = speak_of_another(words, found)
    found = [match for match in found if match.first not in beside]
    wanted, ruled_out = sort_negated(words, found)
    for match in sorted((*wanted, *ruled_out), key=lambda match: match.first):
        span = turn.span(words[match.first].start, words[match.last - 1].end)
        if match.entry.kind == "feature":
            if _names_a_part(words, match):
                _put_part(turn, Part(match.entry, match in wanted, span), schemas)
        elif match in wanted:
            _put_values(turn, words, match, span, wanted)
        elif match.entry.kind != "colour":
            _rule_out(turn, match, span)
    _colours(turn, words, wanted)
    for match in ruled_out:
        if match.entry.kind == "colour":
            _rule_out(turn, match, turn.span(words[match.first].start, words[match.last - 1].end))


def _rule_out(turn: Turn, match: Match, span: Span) -> None:
    for name, value in match.entry.sets.items():
        if name not in NEVER_RULED_OUT:
            turn.refuse(name, value, span)


def _put_part(turn: Turn, part: Part, schemas: Mapping[str, ParameterSchema]) -> None:
    turn.understood = True
    turn.parts.append(part)
    put_switch(turn, part, schemas)


def _put_values(turn: Turn, words: Sequence[Token], match: Match, span: Span, wanted: Sequence[Match]) -> None:
    """What one word or phrase says; of something we don't make, the nearest that we do."""
    entry = match.entry
    if entry.kind == "nearest":
        for name, value in entry.sets.items():
            turn.put(name, value, span, "inferred", 0.6)
            turn.nearest[name] = entry.label
    elif entry.kind == "value":
        other = other_garment(words, match, wanted)
        if other is not None:
            turn.notes += [note for note in (other,) if note]
            return
        for name, value in _scale_or_fit(words, match, wanted).items():
            if name != "motif_scale" or _about_print(words, match, wanted, turn):
                turn.put(name, value, span, "said", match.sure)


def _names_a_part(words: Sequence[Token], match: Match) -> bool:
    """A part that is no option counts where it is asked for ("with legs"), not in passing ("for long legs")."""
    if nodes("feature")[match.entry.id].get("choice", False):
        return True
    return any(word.stem in _PART_NEAR for word in words[max(0, match.first - 4) : match.first])


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


def _about_print(words: Sequence[Token], match: Match, wanted: Sequence[Match], turn: Turn) -> bool:
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


def _colours(turn: Turn, words: Sequence[Token], wanted: Sequence[Match]) -> None:
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
            f"A plain cloth has one colour: {called(roles.ground.entry.label)} is taken, {listed(list(passed))} not."
        )
