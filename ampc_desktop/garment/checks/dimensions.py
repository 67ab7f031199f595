"""Key-dimension consistency: seams walked (4), notches (5), sleeve cap (6), opening (7), key dimensions (8)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Place, Topic
from ampc_desktop.core.pattern import Seam
from ampc_desktop.garment.checks.reading import Read, Reading, Rule, judged, span_mm
from ampc_desktop.garment.naming import pair_words, uncapped

_TOPIC: Topic = "key-dimension consistency"
WALK = Rule(4, "seams.walk", "Seams walk", _TOPIC, 0.5, 1.5, "mm")
NOTCHES = Rule(5, "seams.notches", "Notches meet", _TOPIC, 0.5, 1.5, "mm")
CAP = Rule(6, "seams.cap", "Sleeve cap ease", _TOPIC, 1.5, 3.0, "mm")
OPENING = Rule(7, "dimensions.opening", "Opening passes", _TOPIC, 0.0, 0.0, "mm")
KEYS = Rule(8, "dimensions.key", "Key dimensions", _TOPIC, 2.0, 5.0, "mm")

HEAD_SHARE = 0.95
BAND_RATIO = (0.75, 0.98)
"""Band cut length over opening: 0.75 to 0.9 for ribs, up to 0.98 at a V or in cloth that hardly stretches."""


def walk(read: Read) -> CheckResult:
    """Check 4: both sides of every seam, walked, differ by the planned ease and nothing else."""
    return judged(WALK, (_walked(read, seam) for seam in read.seams()), "no seams")


def _walked(read: Read, seam: Seam) -> Reading:
    off = read.walked(seam.a) - read.walked(seam.b) - seam.ease_mm
    return Reading(abs(off), f"at the {seam.label}", read.middle(seam.a[0]))


def notches(read: Read) -> CheckResult:
    """Check 5: notches of a pair lie equally far along both sides of their seam; none is alone."""
    return judged(NOTCHES, _notches(read), "no paired notches")


def _notches(read: Read) -> Iterator[Reading]:
    met: set[tuple[str, str]] = set()
    for seam in read.seams():
        a, b = read.notch_positions(seam.a), read.notch_positions(seam.b)
        length = read.walked(seam.a)
        scale = (length - seam.ease_mm) / length if length > 0 else 1.0
        sides: dict[str, tuple[list, list]] = defaultdict(lambda: ([], []))  # type: ignore[type-arg]
        for k, side in enumerate((a, b)):
            for entry in side:
                sides[entry[0]][k].append(entry)
        for pair, (left, right) in sides.items():
            if not left or not right:
                continue
            met.update((entry[2], entry[3].id) for entry in (*left, *right))
            if len(left) != len(right):
                piece, notch = left[0][2], left[0][3]
                text = f"{_pair(read, pair)} at the {seam.label}: {len(left)} notches meet {len(right)}"
                yield Reading(math.inf, text, _at(read, piece, notch.id))
                continue
            for one, two in zip(sorted(left, key=_place), sorted(right, key=_place), strict=True):
                yield Reading(
                    abs(one[1] * scale - two[1]),
                    f"between the notches ({_pair(read, pair)}) at the {seam.label}",
                    _at(read, one[2], one[3].id),
                )
    for piece in read.pattern.pieces:
        for notch in piece.notches:
            if notch.pair and (piece.id, notch.id) not in met:
                text = f"the notch {_pair(read, notch.pair)} on {read.said(piece.id, notch.edge)} has no partner"
                yield Reading(math.inf, text, _at(read, piece.id, notch.id))


def _pair(read: Read, pair: str) -> str:
    return uncapped(pair_words(read.pattern, pair)).replace(",", "", 1)


def _place(entry: tuple) -> float:  # type: ignore[type-arg]
    return float(entry[1])


def _at(read: Read, piece: str, notch: str) -> Place:
    found = read.pattern.piece(piece)
    mark = found.notch(notch)
    try:
        return Place(piece, notch, g.point_at(found.edge(mark.edge).polyline, mark.at_mm))
    except KeyError:
        return Place(piece, notch)


def cap(read: Read) -> CheckResult:
    """Check 6: each half of the sleeve cap is its armhole half plus the declared ease, which suits the cloth."""
    return judged(CAP, _caps(read), "no set-in sleeves")


def _caps(read: Read) -> Iterator[Reading]:
    total: dict[int, float] = defaultdict(float)
    for seam in read.seams():
        if not seam.a[0].edge.startswith("cap"):
            continue
        ease = read.walked(seam.a) - read.walked(seam.b)
        total[seam.a[0].copy] += ease
        yield Reading(abs(ease - seam.ease_mm), f"at the {seam.label}", read.middle(seam.a[0]))
    facts = read.pattern.facts
    if "cap_ease_max_mm" in facts:
        for ease in total.values():
            off = max(facts.get("cap_ease_min_mm", 0.0) - ease, ease - facts["cap_ease_max_mm"], 0.0)
            yield Reading(off, f"outside the cap ease this cloth takes ({ease:.1f} mm)", Place("sleeve"))


def opening(read: Read) -> CheckResult:
    """Check 7: the head passes the stretched neckline and its band, the hip passes the opened waist."""
    facts = read.pattern.facts
    taken = [*_neck(read), *_waist(read)]
    if not taken and "head_girth_mm" not in facts and "opening_girth_mm" not in facts:
        return judged(OPENING, (), "no opening that a body must pass")
    if not taken:
        taken = [Reading(math.inf, "the seam of the opening is missing")]
    return judged(OPENING, taken, "")


def _neck(read: Read) -> Iterator[Reading]:
    facts = read.pattern.facts
    if "head_girth_mm" not in facts:
        return
    needed = HEAD_SHARE * facts["head_girth_mm"]
    for seam in read.seams():
        if seam.id != "neck":
            continue
        band, hole = read.walked(seam.a), read.walked(seam.b)
        reach = hole * (1 + facts.get("neck_cloth_stretch", 0.0))
        place = read.middle(seam.b[len(seam.b) // 2])
        yield Reading(max(needed - reach, 0.0), f"short for the head: neckline stretches to {reach:.0f} mm", place)
        reach = band * (1 + facts.get("neck_band_stretch", 0.0))
        place = read.middle(seam.a[0])
        yield Reading(max(needed - reach, 0.0), f"short for the head: band stretches to {reach:.0f} mm", place)
        low, high = BAND_RATIO
        off = max(low - band / hole, band / hole - high, 0.0) * hole
        yield Reading(off, f"off a band that lies flat ({band / hole:.2f} of the neckline)", place)


def _waist(read: Read) -> Iterator[Reading]:
    girth = read.pattern.facts.get("opening_girth_mm")
    if girth is None:
        return
    slit = sum(
        edge.length_mm * piece.quantity
        for piece in read.pattern.pieces
        for edge in piece.edges
        if edge.role == "opening"
    )
    for seam in read.seams():
        if seam.id == "waist":
            reach = read.walked(seam.b) + slit
            yield Reading(
                max(girth - reach, 0.0), f"short for the hip: opened waist is {reach:.0f} mm", read.middle(seam.b[0])
            )


def keys(read: Read) -> CheckResult:
    """Check 8: every key dimension, read off the pieces, is body + ease."""
    return judged(KEYS, _keys(read), "no key dimensions declared")


def _keys(read: Read) -> Iterator[Reading]:
    for dimension in read.pattern.key_dimensions:
        place = Place(dimension.spans[0].piece, dimension.spans[0].edge) if dimension.spans else Place()
        try:
            found = sum(span_mm(read.pattern, span) for span in dimension.spans)
        except KeyError as missing:
            gone = read.said(*str(missing.args[0]).split(".", 1))
            yield Reading(math.inf, f"{dimension.label} can't be read: {gone} is missing", place)
            continue
        text = f"{dimension.label}: {found:.1f} mm, promised {dimension.target_mm:.1f} mm"
        yield Reading(abs(found - dimension.target_mm), text, place)
