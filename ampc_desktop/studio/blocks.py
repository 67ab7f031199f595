"""Blocks of the studio: corrected patterns that new orders start from, kept in the hub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ampc_desktop import garment
from ampc_desktop.core.block import AlterationRule, Block
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.runtime import codec
from ampc_desktop.studio import flow, imports
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import started, utc_now
from ampc_desktop.studio.state import DesignState

STREAM = "blocks"
LONGEST_NAME = 60


@dataclass(frozen=True)
class KeptBlock:
    """A block as it is listed. id: its asset in the hub."""

    id: str
    name: str
    family: str
    body: str
    edits: int
    at: str
    author: str = ""


def offered_rules(studio: Studio, state: DesignState) -> tuple[AlterationRule, ...]:
    """Alterations worth carrying in a block of this design: for measures its draft does not take. Raises Problem."""
    results = studio.results(state)
    spec: DesignSpec = results["design"]
    cloth = results["fabric_choice"][0]

    def drafted(measures: Measurements) -> Pattern:
        options = flow.resolved(state.requirement, measures, cloth)
        return garment.draft(replace(spec, options=options), measures, cloth)

    return garment.offered_rules(spec.family, results["measures"], drafted)


def save(studio: Studio, state: DesignState, name: str, rules: Sequence[AlterationRule] | None = None) -> KeptBlock:
    """Keep the design's pattern, corrections included, as a block. rules: those offered when not given.

    What alteration rules did for this body is left out: they alter each order that starts from the block. What is
    corrected in a block of one size as drawn stays one: it takes no rules.

    Raises Problem: no name, a name that is taken, edits in conflict, no pattern.
    """
    title = _title(studio, name)
    results = studio.results(state)
    edited = results["edited"]
    if edited.conflicts:
        count = len(edited.conflicts)
        text = f"{count} edit{'s' if count > 1 else ''} in conflict"
        raise Problem(text, edited.conflicts[0].edit.piece, "decide about it first", code="block.conflict")
    family = flow.family_of(state.requirement)
    unruled = garment.applied(results["draft"], state.block, (), state.edits)
    if unruled.conflicts:
        lost = unruled.conflicts[0]
        text = f"an edit on {lost.edit.piece or lost.edit.item} needs an alteration rule: {lost.reason}"
        raise Problem(text, "rules", "drop the rule for this order, or make the edit anew", code="block.conflict")
    base = state.block if state.block is not None and state.block.family == family else None
    fixed = base is not None and base.fixed
    offered = () if fixed else offered_rules(studio, state) if rules is None else tuple(rules)
    schema = garment.family(family).schema
    slots = {id: slot for id, slot in state.requirement.slots.items() if id in schema or id == "garment"}
    made = Block(
        id="",
        name=title,
        family=family,
        body=base.body if base is not None and fixed else results["measures"],
        slots={**slots, "garment": Slot(family, "slider")},
        draft=base.draft if base is not None and fixed else results["draft"],
        pattern=unruled.pattern,
        edits=(*(base.edits if base is not None else ()), *state.edits),
        rules=offered,
        author=studio.settings.text("author") or "studio",
        at=utc_now(),
        fixed=fixed,
    )
    return _keep(studio, made, made.body.name if fixed else state.body.name)


def from_file(
    studio: Studio, path: Path, name: str, garment_id: str, size: str = "", made_for: Measurements | None = None
) -> tuple[KeptBlock, tuple[str, ...]]:
    """Keep the pattern of an apparel DXF as a block of a garment, and what was odd in it.

    made_for : the body or size it was made for, which orders are compared with; None when nobody knows.

    Orders from it have the pattern as it is, whatever their body; every edit of the editor works on it.
    Raises Problem: no readable DXF, no such size, an unknown garment, no name or one that is taken.
    """
    title = _title(studio, name)
    family = garment.family(garment_id).id
    found = imports.read(path, size, family)
    body = made_for or Measurements(f"as drawn, size {found.pattern.size}", "female")
    made = Block(
        id="",
        name=title,
        family=family,
        body=body,
        slots={"garment": Slot(family, "slider")},
        draft=found.pattern,
        pattern=found.pattern,
        author=studio.settings.text("author") or "studio",
        at=utc_now(),
        fixed=True,
    )
    return _keep(studio, made, body.name), found.notes


def _title(studio: Studio, name: str) -> str:
    title = " ".join(name.split())
    if not title or len(title) > LONGEST_NAME:
        raise Problem("a block needs a name", "name", f"1 to {LONGEST_NAME} letters", code="block.name")
    if any(one.name.lower() == title.lower() for one in kept(studio)):
        raise Problem(f"there is a block '{title}' already", "name", "give it another name", code="block.name")
    return title


def _keep(studio: Studio, made: Block, body: str) -> KeptBlock:
    asset = studio.hub.put_asset(codec.canonical(made))
    row = KeptBlock(asset, made.name, made.family, body, len(made.edits), made.at, made.author)
    studio.hub.append_event(STREAM, "block.saved", codec.to_plain(row))
    return row


def kept(studio: Studio) -> tuple[KeptBlock, ...]:
    """The blocks there are, newest first."""
    found: dict[str, KeptBlock] = {}
    for event in studio.hub.read_stream(STREAM):
        if event.type == "block.saved":
            row = codec.from_plain(dict(event.data), KeptBlock, "hub")
            found[row.id] = row
        elif event.type == "block.dropped":
            found.pop(str(event.data["id"]), None)
    return tuple(reversed(found.values()))


def load(studio: Studio, id: str) -> Block:
    """A block by its id or name. Raises Problem.

    Alterations that its draft makes by itself are left out: a block kept before that was known would alter twice.
    """
    block = _kept(studio, id)
    if not block.rules:
        return block
    state = DesignState(body=block.body, requirement=Requirement(block.slots))
    worth = {rule.id for rule in offered_rules(studio, state)}
    rules = tuple(rule for rule in block.rules if rule.edit.kind != "alter" or rule.id in worth)
    return replace(block, rules=rules)


def _kept(studio: Studio, id: str) -> Block:
    row = next((one for one in kept(studio) if id in (one.id, one.name)), None)
    if row is None:
        names = ", ".join(one.name for one in kept(studio)[:6]) or "none yet"
        raise Problem(f"there is no block '{id}'", "blocks", f"there are: {names}", code="block.unknown")
    return replace(codec.loads(studio.hub.get_asset(row.id), Block, "hub"), id=row.id)


def drop(studio: Studio, id: str) -> None:
    """Take a block off the list. Orders made from it keep it. Raises Problem for one that is not there."""
    studio.hub.append_event(STREAM, "block.dropped", {"id": _kept(studio, id).id})


def new_order(block: Block, body: Measurements) -> DesignState:
    """A fresh design from a block for a body."""
    return started(DesignState(body=body, requirement=Requirement()), block)
