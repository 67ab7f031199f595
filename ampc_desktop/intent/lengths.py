"""Lengths said ("70 cm long", "stripes 2 cm apart") and relative wishes ("a bit longer") as slots of the garment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ampc_desktop.core.requirement import Span
from ampc_desktop.core.schema import ParameterSchema
from ampc_desktop.intent.lexicon import Match, Token, nodes
from ampc_desktop.intent.numbers import Change, noun_near
from ampc_desktop.intent.turn import Turn
from ampc_desktop.intent.wording import with_article

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "length": ("body_length_mm", "skirt_length_mm", "length_mm", "finished_length_mm"),
    "sleeve": ("sleeve_length_mm",),
    "ease": ("chest_ease_mm", "hip_ease_mm"),
    "hip": ("hip_ease_mm", "hem_ease_mm"),
    "waist": ("waist_ease_mm",),
    "biceps": ("biceps_ease_mm",),
    "neck": ("neck_depth_mm",),
    "neck_width": ("neck_width_mm",),
    "neckband": ("band_width_mm",),
    "waistband": ("waistband_width_mm", "waistband_mm", "band_width_mm"),
    "hem": ("hem_allowance_mm",),
    "vent": ("vent_length_mm", "vent_mm", "vent_height_mm"),
    "shoulder": ("shoulder_drop_mm",),
    "inseam": ("inseam_mm",),
    "strap": ("strap_width_mm",),
    "cuff": ("cuff_width_mm",),
}
"""What a wish is about -> option ids of the families, first that the garment has."""

STEP_MM: Mapping[str, float] = {
    "length": 40,
    "sleeve": 30,
    "ease": 40,
    "hip": 30,
    "waist": 10,
    "biceps": 20,
    "neck": 20,
    "neck_width": 15,
    "neckband": 5,
    "waistband": 10,
    "hem": 10,
    "vent": 30,
    "shoulder": 15,
    "strap": 15,
    "cuff": 15,
}
"""Step of one plain "longer", "looser", "deeper" ...; "a bit" is half of it, "much" twice."""

_NAMES = {about: about.replace("_", " ") for about in OPTIONS} | {
    "neck": "neck depth",
    "ease": "ease at the chest or hip",
}

LEAST_LENGTH_MM = 100.0
_INSIDE = (("inseam",), ("inside", "leg"), ("inside", "seam"), ("inner", "leg"), ("inner", "seam"), ("in", "seam"))
_TO_INSIDE = frozenset(("long", "length", "at", "on", "in", "along", "for", "the", "of", "a", "an", "as"))
_FROM_INSIDE = frozenset(
    ("length", "of", "is", "be", "to", "at", "a", "an", "about", "around", "least", "most", "measure", "should", ":")
)
"""Words that may stand between a length and the inseam it belongs to: behind the length, before it."""
_CHOICE_OF = {"length": "length", "sleeve": "sleeve", "ease": "fit", "size": "fit"}
_SCALES = {"scale": ("motif_scale", 1.0, 4.0, 2.0), "density": ("motif_density", 0.0, 2.0, 1.0)}


def option_of(about: str, schema: ParameterSchema) -> str | None:
    return next((id for id in OPTIONS.get(about, ()) if id in schema), None)


def read(
    turn: Turn,
    words: Sequence[Token],
    said: Sequence[tuple[int, int, float]],
    schema: ParameterSchema,
    found: Sequence[Match],
) -> None:
    """Absolute lengths: each goes to the option its neighbours name."""
    for first, last, value in said:
        near = {word.stem for word in words[max(0, first - 4) : last + 4]}
        after = [word.stem for word in words[last : last + 3]]
        before = [word.stem for word in words[max(0, first - 3) : first]]
        span = turn.span(words[first].start, words[last - 1].end)
        if _relative(words, first, last):
            continue
        if "apart" in after or "repeat" in near or "every" in before:
            turn.put("repeat_mm", value, span)
            continue
        if _of_inseam(words, first, last):
            _take_inseam(turn, value, span, schema)
            continue
        noun = noun_near(list(words), first) if not after else noun_near(list(words), last - 1)
        if noun == "line" or "thick" in after or (noun is None and "stripe" in near):
            turn.put("line_mm", value, span)
            continue
        if noun == "scale" and not {"long", "length"} & set(after):
            turn.put("repeat_mm", value, span)
            turn.notes.append(f"{span.text} is taken as the distance from one motif of the print to the next.")
            continue
        about = _about(noun, after, before, near)
        id = option_of(about, schema)
        if about == "length" and value < LEAST_LENGTH_MM:  # no garment is that short
            turn.notes.append(f"{span.text} is left out: say what it measures.")
        elif id is None:
            turn.notes.append(
                f"For {with_article(schema.label)} there is no {_NAMES[about]} to set: {span.text} is left out."
            )
        else:
            turn.put(id, value, span)


def _of_inseam(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether a length is said of the inside of the leg: "90 cm inseam", "an inside leg of 90 cm"."""
    stems = [word.stem for word in words]
    while last < len(stems) and stems[last] in _TO_INSIDE and tuple(stems[last : last + 2]) not in _INSIDE:
        last += 1
    while first and stems[first - 1] in _FROM_INSIDE:
        first -= 1
    return any(
        tuple(stems[last : last + len(name)]) == name or tuple(stems[max(first - len(name), 0) : first]) == name
        for name in _INSIDE
    )


def _take_inseam(turn: Turn, value: float, span: Span, schema: ParameterSchema) -> None:
    """An inside length is never an outside one: where the garment has no such option, say so."""
    id = option_of("inseam", schema)
    if id is not None:
        turn.put(id, value, span)
        return
    turn.understood = True
    turn.notes.append(
        f"{span.text} of the inside leg is not taken: it follows from the body; say the length from waist to hem."
    )


def _relative(words: Sequence[Token], first: int, last: int) -> bool:
    around = [w.text.lower() for w in words[last : last + 2]] + [
        w.text.lower() for w in words[max(0, first - 2) : first]
    ]
    return any(
        word in ("more", "less") or (word.endswith("er") and len(word) > 4 and word not in ("over", "under"))
        for word in around
    )


def _about(noun: str | None, after: Sequence[str], before: Sequence[str], near: set[str]) -> str:
    if "ease" in near or "room" in near:
        return {"sleeve": "biceps", "hip": "hip", "waist": "waist"}.get(noun or "", "ease")
    if noun in ("neck", "sleeve", "neckband", "waistband", "hem", "vent", "shoulder", "strap", "cuff"):
        return "neck_width" if noun == "neck" and "wide" in near else noun
    return "length"


def change(
    turn: Turn, words: Sequence[Token], wishes: Sequence[Change], schema: ParameterSchema, current: Mapping[str, float]
) -> None:
    """Relative wishes against the current values; without one the choice behind it moves a step."""
    for wish in wishes:
        span = turn.span(words[wish.first].start, words[wish.last - 1].end)
        base = _than(words, wish)
        if base is not None and wish.about in _CHOICE_OF and _step_choice(turn, wish, schema, span, base):
            continue
        if wish.about in ("line", "scale", "density"):
            _change_print(turn, wish, span, current)
            continue
        id = option_of("length" if wish.about == "size" else wish.about, schema)
        value = current.get(id) if id is not None else None
        slot = turn.slots.get(id) if id is not None else None
        if slot is not None and isinstance(slot.value, float | int) and value is None:
            value = float(slot.value)
        if id is not None and value is not None:
            by = wish.by_mm if wish.by_mm is not None else STEP_MM.get(wish.about, 20.0) * wish.strength
            turn.put(id, round(value + wish.sign * by, 1), span)
        elif not _step_choice(turn, wish, schema, span, None) and id is not None:
            turn.understood = True
            turn.notes.append(f"{schema[id].label}: say how much, for example '{schema[id].label.lower()} 12 cm'.")


def _than(words: Sequence[Token], wish: Change) -> str | None:
    """Length node in "shorter than the knee"."""
    ahead = words[wish.last : wish.last + 3]
    if not ahead or ahead[0].stem != "than":
        return None
    return next((word.stem for word in ahead if word.stem in nodes("length")), None)


def _step_choice(turn: Turn, wish: Change, schema: ParameterSchema, span: Span, base: str | None) -> bool:
    name = _CHOICE_OF.get(wish.about)
    if name is None or name not in schema:
        return False
    order = [id for id, _ in schema[name].choices if id in nodes(name)]
    order.sort(key=lambda id: nodes(name)[id].get("order", 0))
    slot = turn.slots.get(name)
    now = base or (str(slot.value) if slot is not None else None)
    if not order:
        return False
    at = order.index(now) if now in order else len(order) // 2 - (wish.sign > 0)
    turn.put(name, order[min(max(at + wish.sign, 0), len(order) - 1)], span, "said", 0.9)
    return True


def _change_print(turn: Turn, wish: Change, span: Span, current: Mapping[str, float]) -> None:
    factor = 1.5 ** (wish.sign * (1 if wish.strength == 1 else wish.strength))
    exact = turn.slots.get("line_mm" if wish.about == "line" else "repeat_mm")
    if exact is not None and isinstance(exact.value, float | int) and wish.about != "density":
        name = "line_mm" if wish.about == "line" else "repeat_mm"
        value = float(exact.value) + wish.sign * wish.by_mm if wish.by_mm else float(exact.value) * factor
        turn.put(name, round(value, 1), span)
        return
    name, low, high, middle = _SCALES["density" if wish.about == "density" else "scale"]
    slot = turn.slots.get(name)
    now = float(slot.value) if slot is not None and isinstance(slot.value, float | int) else current.get(name, middle)
    turn.put(name, min(high, max(low, now + wish.sign)), span)


__all__ = ["OPTIONS", "STEP_MM", "change", "option_of", "read"]
