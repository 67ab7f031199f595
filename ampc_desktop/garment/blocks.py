"""Starting from a block: what another body or option changes in the draft is changed in the corrected pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ampc_desktop.core.block import AlterationRule, Block, measured
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.pattern import KeyDimension, Pattern
from ampc_desktop.garment.allowance import cut_piece
from ampc_desktop.garment.edits import apply_edits
from ampc_desktop.garment.edits.kept_walking import walking_again
from ampc_desktop.garment.grading import graded, rules_for
from ampc_desktop.runtime import resources

NUDGE = {"shoulder_slope": 4.0, "sway_back": 10.0}
"""By how much a measure is changed to see whether a draft takes it; 5 % for others."""


def from_block(block: Block, draft: Pattern) -> Edited:
    """The block for what `draft` was drafted for: another body, other options.

    Where the draft has the pieces and edges of the block's own draft, every point of the corrected pattern moves as it
    moves between the two drafts, and seams are trued to walk as they did. Otherwise the corrections are replayed. A
    fixed block is taken as it is.
    """
    if block.fixed:
        return Edited(replace(block.pattern, measures=draft.measures, options=draft.options), ())
    if not alike(block.draft, draft):
        return apply_edits(draft, block.edits)
    size = draft.size or "MTM"
    rules = rules_for(block.pattern, block.draft, {size: draft})
    moved = graded(block.pattern, rules, size)
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
        key_dimensions=_promises(block, draft),
        measures=draft.measures,
        options=draft.options,
        facts={**moved.facts, **draft.facts},
        notions=draft.notions,
    )
    walking, touched = walking_again(block.pattern, moved)
    for id in touched:
        walking = walking.with_piece(cut_piece(walking.piece(id)))
    return Edited(walking, block.edits)


def alike(one: Pattern, two: Pattern) -> bool:
    """Whether two drafts have the same pieces, edges and points, so that one can be graded by the other."""

    def shape(pattern: Pattern) -> list[tuple[str, list[tuple[str, int]]]]:
        return [(piece.id, [(edge.id, len(edge.path)) for edge in piece.edges]) for piece in pattern.pieces]

    return one.family == two.family and shape(one) == shape(two)


def _promises(block: Block, draft: Pattern) -> tuple[KeyDimension, ...]:
    """The block's promises: body values of the new draft, ease of it and what the corrections changed."""
    old = {one.id: one for one in block.draft.key_dimensions}
    new = {one.id: one for one in draft.key_dimensions}
    kept = []
    for one in block.pattern.key_dimensions:
        if one.id in old and one.id in new:
            fresh = new[one.id]
            one = replace(one, body_mm=fresh.body_mm, ease_mm=fresh.ease_mm + one.target_mm - old[one.id].target_mm)
            spans = tuple(
                replace(span, at_mm=span.at_mm + now.at_mm - was.at_mm)
                for span, was, now in zip(one.spans, old[one.id].spans, fresh.spans, strict=False)
            )
            one = replace(one, spans=spans) if len(spans) == len(one.spans) else one
        kept.append(one)
    return tuple(kept)


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

    drafted : measures -> pattern of the design (a measure that changes the draft needs no rule).
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
        if reference is None or _taken(row["measure"], body, before, drafted):
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
    """Whether a draft changes with a measure; of a difference, with the part that is subtracted."""
    name = measure.partition(" - ")[2].strip() or measure
    value = body.get(name) or 0.0
    nudged = body.with_value(name, Measurement(value + NUDGE.get(name, 0.05 * value)))
    return drafted(nudged).pieces != before.pieces


def applied(draft: Pattern, block: Block | None, ruled: Sequence[PatternEdit], edits: Sequence[PatternEdit]) -> Edited:
    """A draft (or the block for it), altered by rules, then edited. A block of another garment is passed over."""
    if block is None or block.family != draft.family:
        return apply_edits(draft, (*ruled, *edits))
    start = from_block(block, draft)
    done = apply_edits(start.pattern, (*ruled, *edits))
    return replace(done, conflicts=(*start.conflicts, *done.conflicts))
