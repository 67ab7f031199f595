"""Edits that cure what the checks find, as buttons."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from ampc_desktop import garment
from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Finding
from ampc_desktop.core.edit import EditKind, PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.core.units import format_mm
from ampc_desktop.garment.blocks import nearest_alteration
from ampc_desktop.garment.checks.reading import finished_mm
from ampc_desktop.garment.naming import edge_words, place_words, uncapped
from ampc_desktop.garment.walking import seams_of, walk
from ampc_desktop.studio.opening_cures import opening_cures

_ASKED = re.compile(r"(?P<rule>\S+) asks for [a-z ]+ (?P<by>[+-][\d.]+) mm")
"""What check 3 says of an alteration rule that can't be followed."""
CAP_STEP_MM = 1.0
MOST_FIXES = 3
LEAST_CHANGE_MM = 0.05


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
                if key not in found and not garment.apply_edits(pattern, fix.edits).conflicts:
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
    for seam in seams_of(pattern, finding.place.piece, finding.place.item):
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
    for seam in seams_of(pattern, piece.id, notch.edge):
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
        if not garment.apply_edits(pattern, fix.edits).conflicts:
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
