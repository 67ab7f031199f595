"""Starting from a block: what another body or option changes in the draft is changed in the corrected pattern."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ampc_desktop.core.block import AlterationRule, Block, measured
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.edits import apply_edits
from ampc_desktop.garment.edits.altering import INSTEAD_OF, MOST_MM
from ampc_desktop.garment.edits.kept_walking import legs_again, walking_again
from ampc_desktop.garment.facings import faced_again, facings_of, without_facings
from ampc_desktop.garment.following import closed_as_drafted, followed, followed_promises
from ampc_desktop.garment.grading import graded, rules_for
from ampc_desktop.garment.turned_darts import dart_turns
from ampc_desktop.runtime import resources

NUDGE = {"shoulder_slope": 4.0, "sway_back": 10.0}
"""By how much a measure is changed to see whether a draft takes it; 5 % for others."""


def from_block(block: Block, draft: Pattern) -> Edited:
    """The block for what `draft` was drafted for: another body, other options.

    Where the draft has the pieces and edges of the block's own draft, every point of the corrected pattern moves as it
    moves between the two drafts (a dart that was turned in it is turned in both first), seams are trued to walk as they
    did, and a generated facing is generated anew from its edges. Otherwise the corrections are replayed; so they are
    where they made other edges (a dart moved to another seam, a style line) and all of them apply. A fixed block is
    taken as it is.
    """
    if block.fixed:
        return Edited(replace(block.pattern, measures=draft.measures, options=draft.options), ())
    if not alike(block.draft, draft):
        return apply_edits(draft, block.edits or dart_turns(block.draft, block.pattern))
    if block.edits and not alike(block.draft, block.pattern):
        replayed = apply_edits(draft, block.edits)
        if not replayed.conflicts:
            return replace(replayed, pattern=_promised(block, draft, replayed.pattern))
    turns = dart_turns(block.draft, block.pattern)
    own, there = (apply_edits(one, turns) for one in (block.draft, draft))
    if turns and not own.conflicts and not there.conflicts:
        as_own = replace(block, draft=own.pattern, edits=())
        return replace(from_block(as_own, replace(there.pattern, notions=draft.notions)), applied=block.edits)
    size = draft.size or "MTM"
    rules = rules_for(block.pattern, block.draft, {size: draft})
    moved = followed(block, draft, graded(block.pattern, rules, size))
    eases = {seam.id: seam.ease_mm for seam in block.draft.seams}
    now = {seam.id: seam.ease_mm for seam in draft.seams}
    seams = tuple(
        replace(seam, ease_mm=seam.ease_mm + now[seam.id] - eases[seam.id])
        if seam.id in now and seam.id in eases
        else seam
        for seam in moved.seams
    )
    moved = replace(
        moved,
        seams=seams,
        key_dimensions=followed_promises(block, draft),
        measures=draft.measures,
        options=draft.options,
        facts={**moved.facts, **draft.facts},
        notions=draft.notions,
    )
    moved, folding = legs_again(moved)
    facings = facings_of(block.pattern, block.draft)
    walking, touched = walking_again(block.pattern, without_facings(moved, facings))
    walking, faced = faced_again(replace(walking, seams=moved.seams), facings)
    for id in (*folding, *touched, *faced):
        walking = walking.with_piece(cut_piece(walking.piece(id)))
    return Edited(closed_as_drafted(block, draft, walking), block.edits)


def alike(one: Pattern, two: Pattern) -> bool:
    """Whether two drafts have the same pieces, edges and points, so that one can be graded by the other."""

    def shape(pattern: Pattern) -> list[tuple[str, list[tuple[str, int]]]]:
        return [(piece.id, [(edge.id, len(edge.path)) for edge in piece.edges]) for piece in pattern.pieces]

    return one.family == two.family and shape(one) == shape(two)


def _promised(block: Block, draft: Pattern, replayed: Pattern) -> Pattern:
    """A length that was promised anew for the block's body differs from the draft's by as much on another body."""
    told = {edit.item for edit in block.edits if edit.kind == "set_dimension"}
    eases = {one.id: one.ease_mm for one in followed_promises(block, draft)}
    keys = (
        replace(one, ease_mm=eases[one.id]) if one.id in told and one.id in eases else one
        for one in replayed.key_dimensions
    )
    return replace(replayed, key_dimensions=tuple(keys))


# --- rules ----------------------------------------------------------------------------------------------------


def rule_edits(rules: Iterable[AlterationRule], family: str, measures: Measurements) -> tuple[PatternEdit, ...]:
    """The edits that rules ask for on a body; ids are those of the rules."""
    found = []
    for rule in rules:
        value = measured(measures, rule.measure) if rule.measure else rule.reference
        if rule.family != family or value is None or not rule.covers(value):
            continue
        difference = value - rule.reference
        if rule.gain and abs(difference) < rule.least:
            continue
        values = dict(rule.edit.values)
        for name, gain in rule.gain.items():
            values[name] = round(float(values.get(name, 0.0)) + gain * difference, 2)
        reason = f"{rule.label}: {rule.measure.replace('_', ' ')} {value:.0f}, block {rule.reference:.0f}"
        found.append(replace(rule.edit, id=rule.id, values=values, reason=reason, author="rule"))
    return tuple(found)


def offered_rules(
    family: str, body: Measurements, drafted: Callable[[Measurements], Pattern]
) -> tuple[AlterationRule, ...]:
    """Standard alterations for measures this draft does not take by itself, the given body as reference.

    drafted : measures -> pattern of the design. A measure that changes the draft needs no rule; nor does a difference
    or a length one of whose parts changes it: the draft follows the body already, a rule would do it twice.
    """
    before = drafted(body)
    found = []
    for id, row in resources.toml("garment", "alterations.toml").items():
        reference = measured(body, row["measure"])
        if reference is None:
            reference = row.get("absent")
        place = row.get("worn", "")
        if place and not any(piece.worn == place for piece in before.pieces):
            continue
        if row.get("promised") and not any(one.id == row["promised"] for one in before.key_dimensions):
            continue
        parts = (*row["measure"].split(" - "), *row.get("taken_with", ()))
        if reference is None or any(_taken(part.strip(), body, before, drafted) for part in parts):
            continue
        edit = PatternEdit(f"rule.{id}", "alter", "", id, {"by_mm": 0.0})
        if not apply_edits(before, [replace(edit, values={"by_mm": 10.0})]).applied:
            continue
        found.append(
            AlterationRule(
                f"rule.{id}", row["label"], family, edit, row["measure"], reference, {"by_mm": float(row["gain"])},
                least=float(row["least"]), basis=row["source"],
            )
        )  # fmt: skip
    return tuple(found)


def _taken(measure: str, body: Measurements, before: Pattern, drafted: Callable[[Measurements], Pattern]) -> bool:
    """Whether a draft changes with a measure."""
    value = body.get(measure)
    if value is None and measure not in NUDGE:
        return False
    nudged = body.with_value(measure, Measurement((value or 0.0) + NUDGE.get(measure, 0.05 * (value or 0.0))))
    return drafted(nudged).pieces != before.pieces


def applied(draft: Pattern, block: Block | None, ruled: Sequence[PatternEdit], edits: Sequence[PatternEdit]) -> Edited:
    """A draft (or the block for it), altered by rules, then edited. A block of another garment is passed over."""
    ruled = _limited(ruled, edits)
    if block is None or block.family != draft.family:
        return apply_edits(draft, (*ruled, *edits))
    start = from_block(block, draft)
    done = apply_edits(start.pattern, (*ruled, *edits))
    return replace(done, conflicts=(*start.conflicts, *done.conflicts))


def _limited(ruled: Sequence[PatternEdit], edits: Sequence[PatternEdit]) -> tuple[PatternEdit, ...]:
    """Edits of rules, going no further than edits say that name them."""
    most = {str(edit.values[INSTEAD_OF]): float(edit.values["by_mm"]) for edit in edits if INSTEAD_OF in edit.values}
    found = []
    for edit in ruled:
        limit, asked = most.get(edit.id), float(edit.values.get("by_mm", 0.0))
        if limit is not None and limit * asked >= 0 and abs(asked) > abs(limit):
            edit = replace(edit, values={**edit.values, "by_mm": limit})
        found.append(edit)
    return tuple(found)


def nearest_alteration(pattern: Pattern, item: str, asked_mm: float) -> float:
    """The most of an alteration that can be made on a pattern, whole mm, with the sign of what is asked; 0 for none."""

    def possible(by: int) -> bool:
        edit = PatternEdit("", "alter", "", item, {"by_mm": math.copysign(by, asked_mm)})
        return not apply_edits(pattern, (edit,)).conflicts

    low, high = 0, int(min(abs(asked_mm), MOST_MM))
    if possible(high):
        low = high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if possible(middle) else (low, middle)
    return math.copysign(float(low), asked_mm) if low else 0.0
