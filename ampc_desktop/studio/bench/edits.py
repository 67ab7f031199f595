"""A pattern maker's twenty edits on two hundred bodies: after every slider each is applied or listed, none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import numpy as np

from ampc_desktop import garment
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.schema import Value
from ampc_desktop.studio.bench import cases, judges
from ampc_desktop.studio.bench.figure import Figure, Report, median, percentile
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

Row = tuple[str, str, str, Mapping[str, float | str]]

TSHIRT: tuple[Row, ...] = (
    ("move_point", "front", "neck.l:end", {"dy_mm": -6.0}),
    ("move_point", "front", "shoulder.l:start", {"dx_mm": 3.0, "dy_mm": -2.0}),
    ("move_point", "back", "neck.r:end", {"dy_mm": -2.0}),
    ("move_handle", "front", "armhole.l:0:c1", {"dx_mm": 2.0, "dy_mm": 3.0}),
    ("move_handle", "back", "armhole.l:1:c2", {"dx_mm": -1.5, "dy_mm": 2.0}),
    ("move_handle", "sleeve", "cap.front:0:c1", {"dx_mm": 1.5, "dy_mm": 1.0}),
    ("lengthen_edge", "front", "side.l:start", {"by_mm": 10.0}),
    ("lengthen_edge", "back", "side.l:end", {"by_mm": 10.0}),
    ("lengthen_edge", "sleeve", "under.front:end", {"by_mm": -8.0}),
    ("set_allowance", "front", "side.l", {"allowance_mm": 12.0}),
    ("set_allowance", "back", "hem", {"allowance_mm": 30.0}),
    ("set_allowance", "sleeve", "hem", {"allowance_mm": 30.0}),
    ("add_notch", "front", "shoulder.l", {"share": 0.5, "kind": "v"}),
    ("add_notch", "sleeve", "cap.back", {"share": 0.25}),
    ("move_notch", "front", "side.l.middle", {"along_mm": 12.0}),
    ("remove_notch", "back", "neck.centre", {}),
    ("set_grain", "sleeve", "", {"turn_deg": 1.5}),
    ("set_grain", "neckband", "", {"one_way": 1.0}),
    ("set_quantity", "neckband", "", {"quantity": 2.0}),
    ("set_corner", "front", "shoulder.l:end", {"corner": "square_first"}),
)
SKIRT: tuple[Row, ...] = (
    ("move_point", "front", "waist.l.1:end", {"dy_mm": -4.0}),
    ("move_point", "front", "side.l:start", {"dx_mm": 6.0}),
    ("move_point", "back", "side:end", {"dx_mm": -5.0}),
    ("move_handle", "front", "side.l:1:c1", {"dx_mm": 2.0, "dy_mm": 4.0}),
    ("move_handle", "front", "waist.l.2:0:c1", {"dy_mm": 1.0}),
    ("move_handle", "back", "waist.3:0:c2", {"dy_mm": -1.0}),
    ("lengthen_edge", "front", "side.l:start", {"by_mm": 15.0}),
    ("lengthen_edge", "back", "side:end", {"by_mm": 15.0}),
    ("lengthen_edge", "waistband", "waist:end", {"by_mm": 20.0}),
    ("set_allowance", "front", "side.l", {"allowance_mm": 20.0}),
    ("set_allowance", "back", "side", {"allowance_mm": 20.0}),
    ("set_allowance", "front", "hem", {"allowance_mm": 45.0}),
    ("add_notch", "front", "side.l", {"share": 0.2}),
    ("add_notch", "back", "vent", {"share": 0.5}),
    ("move_notch", "front", "hip.l", {"along_mm": -10.0}),
    ("remove_notch", "waistband", "waist.cf", {}),
    ("set_grain", "back", "", {"turn_deg": -1.0}),
    ("set_grain", "front", "", {"one_way": 1.0}),
    ("set_quantity", "waistband", "", {"quantity": 2.0}),
    ("set_corner", "front", "side.r:end", {"corner": "bevel"}),
)
SLIDERS: Mapping[str, tuple[dict[str, Value], ...]] = {
    "tshirt": ({}, {"fit": "oversized"}, {"sleeve": "sleeveless"}, {"sleeve": "short", "neckline": "v"}),
    "straight_skirt": ({}, {"length": "midi"}, {"front_darts": 2.0, "vent": False}, {"fit": "regular", "vent": True}),
}
"""Sliders moved one after the other; each adds to those before it."""
EDITS = {"tshirt": TSHIRT, "straight_skirt": SKIRT}


def edits(family: str) -> tuple[PatternEdit, ...]:
    """Twenty edits of every kind a pattern maker uses."""
    return tuple(
        PatternEdit(f"e{i + 1}", kind, piece, item, values)  # type: ignore[arg-type]
        for i, (kind, piece, item, values) in enumerate(EDITS[family])
    )


def run(full: bool = False, progress: Progress = silent, bodies: int | None = None) -> Report:
    """Bodies x 20 edits x 4 slider positions. Quick: 30 bodies, both garments in turn; full: 200."""
    who = cases.people(bodies or (200 if full else 30), seed=20)
    yardstick = Yardstick()
    taken: list[float] = []
    faults: list[str] = []
    made = applied = conflicts = lost = 0
    for i, body in enumerate(who):
        progress(i / len(who), "edits")
        family = list(EDITS)[i % len(EDITS)]
        wanted, cloth = edits(family), cases.cloths(family)[0]
        wishes: dict[str, Value] = {}
        for moved in SLIDERS[family]:
            wishes = {**wishes, **moved}
            case = cases.Case(family, body, wishes, cloth)
            fresh = cases.draft(case)
            began = perf_counter()
            edited = garment.apply_edits(fresh, wanted)
            taken.append(1000 * (perf_counter() - began))
            wrong = lost_edits(fresh, edited, wanted)
            made, lost = made + len(wanted), lost + len(wrong)
            applied, conflicts = applied + len(edited.applied), conflicts + len(edited.conflicts)
            faults += [f"{case}: {line}" for line in wrong]
    figures = (
        Figure("edits lost: neither in the pattern nor listed", float(lost), "edits", 0.0,
               reference="edits replayed", reference_value=float(made)),
        Figure("edits applied", 100.0 * applied / made, "%", reference="edits replayed", reference_value=100.0),
        Figure("edits listed as conflicts", 100.0 * conflicts / made, "%",
               reference="edits replayed", reference_value=100.0),
        Figure("replay of twenty edits, median", median(taken), "ms", 50.0,
               reference=KERNEL, reference_value=yardstick.ms()),
        Figure("replay of twenty edits, 95th percentile", percentile(taken, 0.95), "ms", 50.0,
               reference=KERNEL, reference_value=yardstick.ms()),
    )  # fmt: skip
    tried = {"bodies": len(who), "replays": len(taken), "edits": made}
    return Report("edits", figures, tuple(faults[:40]), tried=tried)


def lost_edits(fresh: Pattern, edited: Edited, wanted: tuple[PatternEdit, ...]) -> list[str]:
    """Edits that are in neither list, in both, listed without a reason, or called applied and not to be seen."""
    wrong = []
    done = {edit.id for edit in edited.applied}
    kept = {conflict.edit.id: conflict.reason for conflict in edited.conflicts}
    for edit in wanted:
        name = f"{edit.id} {edit.kind} {edit.piece} {edit.item}"
        if (edit.id in done) == (edit.id in kept):
            wrong.append(f"{name} is in {'both lists' if edit.id in done else 'neither list'}")
        elif edit.id in kept and not kept[edit.id]:
            wrong.append(f"{name} has no reason")
        elif edit.id in done and not visible(fresh.piece(edit.piece), edited.pattern.piece(edit.piece), edit):
            wrong.append(f"{name} is called applied, but the pattern does not show it")
    return wrong


def visible(before: Piece, after: Piece, edit: PatternEdit) -> bool:
    """Whether the pattern shows what the edit asked for."""
    edge_id, _, _ = edit.item.partition(":")
    if edit.kind in ("move_point", "move_handle", "lengthen_edge"):
        old, new = judges.points(before.edge(edge_id)), judges.points(after.edge(edge_id))
        return old.shape != new.shape or float(np.abs(old - new).max()) > 0.2
    if edit.kind == "set_allowance":
        return abs(after.edge(edge_id).allowance_mm - float(edit.values["allowance_mm"])) < 1e-9
    if edit.kind == "set_corner":
        return bool(after.edge(edge_id).corner == edit.values["corner"])
    if edit.kind == "add_notch":
        return len(after.notches) > 0 and any(n.id.startswith(f"{edge_id}.{edit.id}") for n in after.notches)
    if edit.kind == "move_notch":
        there = {n.id: n.at_mm for n in after.notches}
        notch = before.notch(edit.item)
        scale = after.edge(notch.edge).length_mm / before.edge(notch.edge).length_mm  # a notch keeps its share
        wanted, slack = float(edit.values["along_mm"]), 0.1 + abs(float(edit.values["along_mm"]) * (scale - 1))
        return edit.item in there and abs(there[edit.item] - scale * notch.at_mm - wanted) <= slack
    if edit.kind == "remove_notch":
        return edit.item not in {n.id for n in after.notches}
    if edit.kind == "set_quantity":
        return after.quantity == edit.values["quantity"]
    return after.grain != before.grain
