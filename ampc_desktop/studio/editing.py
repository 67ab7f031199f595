"""Editing a pattern by hand: live previews, walking, readable names of edits, and edits that cure a finding."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ampc_desktop import garment
from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Finding
from ampc_desktop.core.edit import Edited, EditKind, PatternEdit
from ampc_desktop.core.pattern import KeyDimension, Pattern, Piece, Seam
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.units import format_mm
from ampc_desktop.garment import with_cut_lines
from ampc_desktop.garment.blocks import nearest_alteration
from ampc_desktop.garment.checks.reading import span_mm
from ampc_desktop.garment.naming import edge_words, pair_words, piece_words, place_words, uncapped
from ampc_desktop.garment.walking import Walk, walk
from ampc_desktop.studio.opening_cures import opening_cures

__all__ = [
    "Change",
    "Fix",
    "Walk",
    "changes",
    "edge_words",
    "finished_mm",
    "fixes",
    "merged",
    "pair_words",
    "piece_words",
    "place_words",
    "preview",
    "seams_at",
    "step_name",
    "steps_name",
    "tried",
    "uncapped",
    "walk",
    "with_cut_lines",
]

_ASKED = re.compile(r"(?P<rule>\S+) asks for [a-z ]+ (?P<by>[+-][\d.]+) mm")
"""What check 3 says of an alteration rule that can't be followed."""
SUMMED = ("dx_mm", "dy_mm", "by_mm", "along_mm", "turn_deg")
"""Values of which two edits in a row of the same place make one."""
CAP_STEP_MM = 1.0
MOST_FIXES = 3


def preview(pattern: Pattern, edits: PatternEdit | Sequence[PatternEdit]) -> Edited:
    """The pattern with edits replayed on it, cut lines of touched pieces made anew; refused ones as conflicts."""
    return garment.apply_edits(pattern, (edits,) if isinstance(edits, PatternEdit) else tuple(edits))


def tried(pattern: Pattern, edits: Sequence[PatternEdit]) -> Pattern:
    """The pattern with every edit applied. Raises Problem with the reason of the first that can't be."""
    found = preview(pattern, edits)
    if found.conflicts:
        raise Problem(found.conflicts[0].reason, kind=Kind.NO, code="edit.refused")
    return found.pattern


def merged(edits: tuple[PatternEdit, ...], edit: PatternEdit) -> tuple[PatternEdit, ...] | None:
    """Edits whose last one and this one make one, e.g. two nudges of the same point; None if they don't."""
    last = edits[-1] if edits else None
    same = last is not None and (last.kind, last.piece, last.item, last.mirror) == (
        edit.kind,
        edit.piece,
        edit.item,
        edit.mirror,
    )
    if last is None or not same or set(last.values) != set(edit.values) or not set(edit.values) <= set(SUMMED):
        return None
    values = {name: float(value) + float(last.values[name]) for name, value in edit.values.items()}
    return (*edits[:-1], replace(last, values=values))


# -- words -----------------------------------------------------------------------------------------------------------


def way_words(dx: float, dy: float) -> str:
    """ "8.0 mm left" of a displacement, y up."""
    length = math.hypot(dx, dy)
    angle = math.degrees(math.atan2(dy, dx)) % 360
    for straight, word in ((0, "right"), (90, "up"), (180, "left"), (270, "down"), (360, "right")):
        if abs(angle - straight) < 7.5:
            return f"{format_mm(length)} mm {word}"
    return f"{format_mm(length)} mm at {angle:.0f}°"


def _number(edit: PatternEdit, name: str) -> float:
    return float(edit.values.get(name, 0.0))


def _by(edit: PatternEdit) -> str:
    return way_words(_number(edit, "dx_mm"), _number(edit, "dy_mm"))


def _longer(edit: PatternEdit) -> str:
    by = _number(edit, "by_mm")
    return f"{format_mm(abs(by))} mm {'longer' if by > 0 else 'shorter'}"


_SWITCHED = {
    "on_fold": ("cut on the fold", "cut whole"),
    "pair": ("a mirrored pair", "no mirrored pair"),
    "printed": ("printed", "not printed"),
}


def _set(edit: PatternEdit) -> str:
    said = []
    for name, value in edit.values.items():
        if name in _SWITCHED:
            said.append(_SWITCHED[name][0 if value else 1])
        else:
            told = f"{format_mm(float(value))} mm" if name.endswith("_mm") else str(value).replace("_", " ")
            said.append(f"{name.removesuffix('_mm').replace('_', ' ')} {told}")
    return ", ".join(said)


def _dart(edit: PatternEdit) -> str:
    return f"dart, intake {format_mm(_number(edit, 'intake_mm'))} mm"


_TOLD: dict[EditKind, Callable[[PatternEdit], str]] = {
    "move_point": lambda e: f"point {_by(e)}",
    "move_handle": lambda e: f"handle {_by(e)}",
    "move_edge": lambda e: f"moved {_by(e)}",
    "lengthen_edge": _longer,
    "curve_edge": lambda e: f"swelled {format_mm(_number(e, 'by_mm'))} mm",
    "add_point": lambda e: "point added",
    "remove_point": lambda e: "point removed",
    "set_segment": lambda e: "made straight" if e.values.get("shape") == "line" else "made a curve",
    "true_edge": lambda e: "trued to its seam",
    "true_corner": lambda e: "corner trued",
    "move_seam": lambda e: f"moved {format_mm(_number(e, 'by_mm'))} mm",
    "set_allowance": lambda e: f"allowance {format_mm(_number(e, 'allowance_mm'))} mm",
    "set_corner": lambda e: f"corner {str(e.values.get('corner', '')).replace('_', ' ')}",
    "add_notch": lambda e: "notch added",
    "move_notch": lambda e: f"notch {format_mm(_number(e, 'along_mm'))} mm along",
    "set_notch": lambda e: f"notch {_set(e)}",
    "remove_notch": lambda e: "notch removed",
    "set_grain": lambda e: f"grain turned {_number(e, 'turn_deg'):.1f}°" if "turn_deg" in e.values else "grain moved",
    "set_quantity": lambda e: f"cut {_number(e, 'quantity'):.0f}",
    "set_piece": _set,
    "add_internal": lambda e: "internal line added",
    "add_parallel": lambda e: f"parallel {format_mm(_number(e, 'by_mm'))} mm",
    "remove_internal": lambda e: "internal line removed",
    "add_drill": lambda e: "drill hole added",
    "move_drill": lambda e: f"drill hole {_by(e)}",
    "remove_drill": lambda e: "drill hole removed",
    "add_dart": _dart,
    "move_dart": lambda e: f"dart apex {_by(e)}",
    "rotate_dart": lambda e: f"dart to {edge_words(str(e.values.get('to_edge', ''))).lower()}",
    "remove_dart": lambda e: "dart removed",
    "slash_spread": lambda e: f"spread {format_mm(_number(e, 'by_mm'))} mm",
    "split": lambda e: "split",
    "merge": lambda e: "pieces merged",
    "mirror": lambda e: "mirrored",
    "unfold": lambda e: "unfolded",
    "add_facing": lambda e: f"facing {format_mm(_number(e, 'width_mm'))} mm",
    "remove_piece": lambda e: "removed",
    "add_seam": lambda e: "seam sewn",
    "set_seam": lambda e: _set(e),
    "remove_seam": lambda e: "seam taken apart",
    "alter": lambda e: f"rule limited to {_number(e, 'by_mm'):+.0f} mm" if "instead_of" in e.values else "altered",
    "set_dimension": lambda e: f"promised {format_mm(_number(e, 'finished_mm'))} mm",
}
_OF_SEAM = ("move_seam", "merge", "add_seam", "set_seam", "remove_seam")
_WHOLE_PIECE = ("set_grain", "set_quantity", "set_piece", "slash_spread", "split", "mirror", "remove_piece")


def step_name(pattern: Pattern, edit: PatternEdit) -> str:
    """What undo calls this edit: "Front, armhole left: point 8.0 mm left"."""
    if edit.kind in _OF_SEAM or not edit.piece:
        seam = next((seam for seam in pattern.seams if seam.id == edit.item), None)
        dimension = next((one for one in pattern.key_dimensions if one.id == edit.item), None)
        named = seam.label if seam is not None else dimension.label if dimension is not None else edge_words(edit.item)
        place = named[:1].upper() + named[1:]
    elif edit.kind in _WHOLE_PIECE:
        place = piece_words(pattern, edit.piece)
    else:
        place = place_words(pattern, edit.piece, _edge_of(pattern, edit))
    told = _TOLD.get(edit.kind)
    return f"{place}: {told(edit) if told else edit.kind.replace('_', ' ')}"


def _edge_of(pattern: Pattern, edit: PatternEdit) -> str:
    """The edge a notch or dart lies on, else the item itself."""
    piece = next((piece for piece in pattern.pieces if piece.id == edit.piece), None)
    if piece is not None:
        for notch in piece.notches:
            if notch.id == edit.item and edit.kind.endswith("notch"):
                return notch.edge
    return edit.item.split(",")[0]


def steps_name(pattern: Pattern, edits: Sequence[PatternEdit]) -> str:
    """One name for edits taken together."""
    first = step_name(pattern, edits[0])
    return first if len(edits) == 1 else f"{first}, and {len(edits) - 1} more"


# -- seams -----------------------------------------------------------------------------------------------------------


def seams_at(pattern: Pattern, piece: str, edge: str = "") -> tuple[Seam, ...]:
    """Seams a piece, or one edge of it, is sewn in."""
    return tuple(
        seam
        for seam in pattern.seams
        if any(ref.piece == piece and edge in ("", ref.edge) for ref in (*seam.a, *seam.b))
    )


# -- differences of two revisions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One length that differs between two patterns, mm; piece and edge say where it is."""

    label: str
    before_mm: float | None
    after_mm: float | None
    piece: str = ""
    edge: str = ""

    @property
    def difference_mm(self) -> float | None:
        if self.before_mm is None or self.after_mm is None:
            return None
        return self.after_mm - self.before_mm


LEAST_CHANGE_MM = 0.05


def changes(before: Pattern, after: Pattern) -> tuple[Change, ...]:
    """Finished measures that changed, then edges whose length changed, came or went and seams whose ease did.

    Each group with the greatest first. Finished measures have no one place.
    """
    old = {(p.id, e.id): (p, e.length_mm) for p in before.pieces for e in p.edges}
    new = {(p.id, e.id): (p, e.length_mm) for p in after.pieces for e in p.edges}
    found = []
    for key in {**old, **new}:
        a, b = old.get(key), new.get(key)
        length_a, length_b = (a[1] if a else None), (b[1] if b else None)
        if length_a is None or length_b is None or abs(length_a - length_b) >= LEAST_CHANGE_MM:
            label = place_words(after if b else before, *key)
            found.append(Change(label, length_a, length_b, *key))
    eases = {seam.id: _ease(before, seam) for seam in before.seams}
    for seam in after.seams:
        one, two = eases.get(seam.id), _ease(after, seam)
        if one is not None and two is not None and abs(one - two) >= LEAST_CHANGE_MM:
            ref = seam.a[0]
            found.append(Change(f"Ease, {seam.label}", one, two, ref.piece, ref.edge))
    return (*_sorted(_finished_changes(before, after)), *_sorted(found))


def _sorted(found: Sequence[Change]) -> list[Change]:
    return sorted(found, key=lambda c: -abs(c.difference_mm if c.difference_mm is not None else math.inf))


def _finished_changes(before: Pattern, after: Pattern) -> list[Change]:
    old = {one.id: finished_mm(before, one) for one in before.key_dimensions}
    found = []
    for one in after.key_dimensions:
        was, now = old.get(one.id), finished_mm(after, one)
        if was is not None and now is not None and abs(now - was) >= LEAST_CHANGE_MM:
            found.append(Change(f"Finished {one.label.lower()}", was, now))
    return found


def finished_mm(pattern: Pattern, dimension: KeyDimension) -> float | None:
    """A finished measure as the pieces have it now; None where an edge of it is gone."""
    try:
        return sum(span_mm(pattern, span) for span in dimension.spans)
    except KeyError:
        return None


def _ease(pattern: Pattern, seam: Seam) -> float | None:
    try:
        return pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b)
    except KeyError:
        return None


# -- cures -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fix:
    """One way to cure a finding, as a button: "Lower cap 1 mm"."""

    words: str
    edits: tuple[PatternEdit, ...]


def fixes(pattern: Pattern, check: CheckResult) -> tuple[Fix, ...]:
    """Edits that cure the findings of a check, the first of each place; only such as can be applied now.

    Seams of few edges come first: truing a shoulder changes the neckline that a band is sewn to, not the other way.
    """
    offer = _OFFERS.get(check.id)
    if offer is None or check.status not in ("warn", "fail"):
        return ()
    found: dict[tuple[str, ...], Fix] = {}
    for finding in check.findings:
        if finding.status in ("warn", "fail"):
            for fix in offer(pattern, finding):
                edit = fix.edits[0]
                # the other half of a symmetric garment is cured by the same edit
                key = (edit.kind, edit.piece, edit.item.split(":")[0].replace(".l", "").replace(".r", ""))
                if key not in found and not preview(pattern, fix.edits).conflicts:
                    found[key] = fix
    return tuple(sorted(found.values(), key=lambda fix: _edges_trued(pattern, fix))[:MOST_FIXES])


def _edges_trued(pattern: Pattern, fix: Fix) -> int:
    """How many edges meet in the seam that a fix trues; 0 for other fixes."""
    seam = next((one for one in pattern.seams if one.id == fix.edits[0].values.get("seam")), None)
    return len(seam.a) + len(seam.b) if seam is not None and fix.edits[0].kind == "true_edge" else 0


def _edit(kind: EditKind, piece: str, item: str, **values: float | str) -> PatternEdit:
    return PatternEdit("", kind, piece, item, values)


def _true_seam(pattern: Pattern, finding: Finding) -> list[Fix]:
    """True the edge at fault, or the one it is sewn to."""
    found = []
    for seam in seams_at(pattern, finding.place.piece, finding.place.item):
        gap = walk(pattern, seam.id).difference_mm
        if abs(gap) < LEAST_CHANGE_MM:
            continue
        for ref in (seam.b[0], seam.a[0]):
            words = f"True {uncapped(place_words(pattern, ref.piece, ref.edge))}"
            found.append(Fix(words, (_edit("true_edge", ref.piece, ref.edge, seam=seam.id),)))
    return found


def _cap(pattern: Pattern, finding: Finding) -> list[Fix]:
    """Lower or raise the top of the sleeve cap; halves of the cap are trued like any seam."""
    sleeve = next((piece for piece in pattern.pieces if piece.id == (finding.place.piece or "sleeve")), None)
    if sleeve is None:
        return []
    caps = [edge for edge in sleeve.edges if edge.id.startswith("cap")]
    seams = [seam for seam in pattern.seams if seam.a[0].piece == sleeve.id and seam.a[0].edge.startswith("cap")]
    if not caps or not seams:
        return []
    one_sleeve = [seam for seam in seams if seam.a[0].copy == 0]
    ease = sum(walk(pattern, seam.id).length_a_mm - walk(pattern, seam.id).length_b_mm for seam in one_sleeve)
    most = pattern.facts.get("cap_ease_max_mm", math.inf)
    lower = ease > most or (sum(seam.ease_mm for seam in one_sleeve) < ease)
    top = max(caps, key=lambda edge: max(edge.start[1], edge.end[1]))
    which = "end" if top.end[1] >= top.start[1] else "start"
    words = f"{'Lower' if lower else 'Raise'} cap {CAP_STEP_MM:g} mm"
    step = -CAP_STEP_MM if lower else CAP_STEP_MM
    return [
        Fix(words, (_edit("move_point", sleeve.id, f"{top.id}:{which}", dx_mm=0.0, dy_mm=step),)),
        *_true_seam(pattern, finding),
    ]


def _notches(pattern: Pattern, finding: Finding) -> list[Fix]:
    """Move a notch to where its partner comes to lie."""
    piece = pattern.piece(finding.place.piece) if finding.place.piece else None
    notch = next((n for n in piece.notches if n.id == finding.place.item), None) if piece is not None else None
    if piece is None or notch is None or not notch.pair:
        return []
    for seam in seams_at(pattern, piece.id, notch.edge):
        walked = walk(pattern, seam.id)
        for pair in walked.notches:
            if pair.pair != notch.pair or abs(pair.difference_mm) < LEAST_CHANGE_MM:
                continue
            on_a = any(ref.piece == piece.id and ref.edge == notch.edge for ref in seam.a)
            ref = next(r for r in (seam.a if on_a else seam.b) if r.piece == piece.id and r.edge == notch.edge)
            along = (-1.0 if on_a else 1.0) * pair.difference_mm * (-1.0 if ref.reverse else 1.0)
            words = f"Match notch, {uncapped(edge_words(notch.edge, piece))}"
            return [Fix(words, (_edit("move_notch", piece.id, notch.id, along_mm=along),))]
    return []


def _corner(pattern: Pattern, finding: Finding) -> list[Fix]:
    """Make edges that meet when sewn run on smoothly."""
    place = finding.place
    piece = next((p for p in pattern.pieces if p.id == place.piece), None)
    edge = next((e for e in piece.edges if e.id == place.item), None) if piece is not None else None
    if piece is None or edge is None or place.at is None:
        return []
    i = piece.edges.index(edge)
    at_start = g.distance(edge.start, place.at) < g.distance(edge.end, place.at)
    beside = piece.edges[i - 1] if at_start else piece.edges[(i + 1) % len(piece.edges)]
    # what crosses the seam is the edge beside it; at a centre it is the edge itself
    items = [f"{beside.id}:{'end' if at_start else 'start'}", f"{edge.id}:{'start' if at_start else 'end'}"]
    for item in items:
        words = f"True {uncapped(edge_words(item.split(':')[0], piece))}"
        fix = Fix(words, (_edit("true_corner", piece.id, item),))
        if not preview(pattern, fix.edits).conflicts:
            return [fix]
    return []


def _grain(pattern: Pattern, finding: Finding) -> list[Fix]:
    """Turn the grain line to the nearest upright or level."""
    piece: Piece | None = next((p for p in pattern.pieces if p.id == finding.place.piece), None)
    if piece is None:
        return []
    (x0, y0), (x1, y1) = piece.grain.start, piece.grain.end
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    turn = 90.0 * round(angle / 90.0) - angle
    return [Fix("Turn the grain straight", (_edit("set_grain", piece.id, "", turn_deg=turn),))] if turn else []


def _promise(pattern: Pattern, finding: Finding) -> list[Fix]:
    """What was made longer on purpose is promised so."""
    for dimension in pattern.key_dimensions:
        if not finding.text.startswith(f"{dimension.label}:"):
            continue
        now = finished_mm(pattern, dimension)
        if now is None or now < min(dimension.body_mm, dimension.target_mm):
            return []  # a garment made larger than its body is never promised smaller than it
        words = f"Promise {dimension.label.lower()} {format_mm(now)} mm"
        return [Fix(words, (_edit("set_dimension", "", dimension.id, finished_mm=round(now, 2)),))]
    return []


def _opening(pattern: Pattern, finding: Finding) -> list[Fix]:
    """Make the opening wide enough for what must pass it."""
    return [Fix(words, edits) for words, edits in opening_cures(pattern)]


def _rule_too_far(pattern: Pattern, finding: Finding) -> list[Fix]:
    """The nearest that an alteration can give where a rule asks for more."""
    asked = _ASKED.match(finding.text)
    if asked is None or finding.place.piece:
        return []
    rule, by, item = asked["rule"], float(asked["by"]), finding.place.item
    nearest = nearest_alteration(pattern, item, by)
    what, most = item.replace("_", " "), format_mm(abs(nearest))
    words = f"Use the nearest within range, {what} {'+' if by > 0 else '-'}{most} of {format_mm(abs(by))} mm"
    if not nearest:
        words = f"Leave the {what} as it is"
    return [Fix(words, (_edit("alter", "", item, by_mm=nearest, instead_of=rule),))]


_OFFERS: dict[str, Callable[[Pattern, Finding], list[Fix]]] = {
    "seams.walk": _true_seam,
    "seams.cap": _cap,
    "seams.notches": _notches,
    "boundary.angles": _corner,
    "dimensions.key": _promise,
    "dimensions.opening": _opening,
    "pieces.complete": _rule_too_far,
    "pieces.grain": _grain,
}
