"""One sitting: a design state with undo, kept in the hub after every step."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ampc_desktop import body as bodies
from ampc_desktop import garment, intent
from ampc_desktop.core.block import Block
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cure
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Question, Slot, Understanding
from ampc_desktop.core.schema import Value
from ampc_desktop.runtime import codec
from ampc_desktop.studio import editing, flow
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.dialogue import schemas, with_cloth_that_suits
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState, Table, Turn, next_edit_id
from ampc_desktop.studio.undo import UndoStack

log = logging.getLogger(__name__)


OTHER_PERSON_MM = 20.0
"""Nobody's height is measured so differently twice."""
PRINT_FOLLOWERS = {"motif": ("repeat_mm", "line_mm", "motif_scale", "motif_density", "motif_direction")}
"""Numbers of the print that belong to the motif they were chosen for."""


def clock() -> str:
    """Local time of day for the conversation."""
    return datetime.now().strftime("%H:%M")


def new_session_id() -> str:
    """Sortable by time."""
    from ulid import ULID

    return str(ULID())


def utc_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Session:
    """The state of one order on the table. Methods take a step or raise Problem and change nothing."""

    def __init__(self, studio: Studio, state: DesignState, id: str) -> None:
        self.studio = studio
        self.id = id
        self._stack = UndoStack(state)
        self._listeners: list[Callable[[], None]] = []

    # -- reading -------------------------------------------------------------------------------------------------

    @property
    def state(self) -> DesignState:
        return self._stack.state

    @property
    def stack(self) -> UndoStack:
        return self._stack

    def results(self, state: DesignState | None = None, progress: Progress = silent) -> Results:
        """Lazy results of the present state, or of a preview."""
        return self.studio.results(state or self.state, progress)

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told after every step, undo and redo."""
        self._listeners.append(listener)

    # -- steps ---------------------------------------------------------------------------------------------------

    def say(self, text: str) -> Understanding:
        """Read one sentence of the customer. Raises Problem (nothing changes) when it can't be understood."""
        understanding, state = read_turn(self.studio, self.state, text)
        self._push(f"“{text.strip()[:40]}”", state)
        return understanding

    def set_option(self, name: str, value: Value, gesture: str = "") -> None:
        """Decide one option or print slot by hand; it appears in the conversation as a line of the panel."""
        state, line = with_option(self.studio, self.state, name, value)
        self._push(line, state, gesture)

    def reset_option(self, name: str) -> None:
        """Give an option back to the studio."""
        if name in self.state.requirement.slots:
            self._push(f"Reset {name}", replace(self.state, requirement=self.state.requirement.without_slot(name)))

    def confirm_option(self, name: str) -> None:
        """Accept an assumed or inferred value as decided."""
        options = self.results()["options"]
        if name in options:
            slot = Slot(options[name].value, "slider")
            line = f"Confirmed {options[name].parameter.label.lower()}"
            self._push(line, replace(self.state, requirement=self.state.requirement.with_slot(name, slot)))

    def set_body(self, measures: Measurements, shape: BodyShape | None = None) -> None:
        """Another body, with the figure a photo or an avatar file brought, if any."""
        self._push(f"Body of {measures.name}", replace(self.state, body=measures, shape=shape))

    def set_person(self, name: str = "", sex: Sex | None = None) -> None:
        """Name or sex of the customer. A figure found for the other sex is dropped."""
        old = self.state.body
        body = replace(old, name=name.strip() or old.name, sex=sex or old.sex)
        shape = self.state.shape if body.sex == old.sex else None
        if body != old:
            self._push(f"{body.name}, {body.sex}", replace(self.state, body=body, shape=shape))

    def set_measure(self, name: str, value: float) -> None:
        """Take one measure by tape, mm (kg for weight_kg). Raises Problem when it is impossible."""
        limits = bodies.DEFINITIONS[name]
        if not limits.low <= value <= limits.high:
            text = f"{limits.label.lower()} is {value:g} {limits.unit}, limit {limits.low:g} to {limits.high:g}"
            raise Problem(text, name, "measure again", code="body.out_of_range")
        changed = self.state.body.with_value(name, Measurement(value, definition=limits.standard))
        self._push(f"{limits.label} {value:.0f}", replace(self.state, body=changed))

    def drop_measure(self, name: str) -> None:
        """Forget one measure; it is estimated from the others again."""
        kept = {known: m for known, m in self.state.body.values.items() if known != name}
        if len(kept) < len(self.state.body.values):
            body = replace(self.state.body, values=kept)
            self._push(f"Without {bodies.DEFINITIONS[name].label.lower()}", replace(self.state, body=body))

    def adopt_figure(self, found: Measurements, shape: BodyShape | None, what: str) -> None:
        """Take a body found in a photo or a scan. What was taken by tape stays: the tape has the last word.

        The newest tape counts: height and weight that were given with a photo replace older ones. A height that differs
        by more than OTHER_PERSON_MM is another person's: then the older tape goes, as one step that can be undone.
        """
        tape = {name: m for name, m in self.state.body.values.items() if m.source == "tape"}
        height, before = found.get("stature"), self.state.body.get("stature")
        if height is not None and before is not None and abs(height - before) > OTHER_PERSON_MM:
            tape = {}
        seen = {name: m for name, m in found.values.items() if m.source not in ("estimated", "tape")}
        values = {**seen, **tape, **{name: m for name, m in found.values.items() if m.source == "tape"}}
        body = replace(self.state.body, sex=found.sex, values=values)
        self._push(what, replace(self.state, body=body, shape=shape))

    def edit(self, *edits: PatternEdit, gesture: str = "") -> None:
        """Add a pattern maker's changes as one step; id, author and time are filled in.

        Steps of one gesture (arrow keys on one point) make one step, and one edit where they can. Names in the undo
        list are read off the pattern that was changed.
        """
        author, at = self.studio.settings.text("author") or "studio", utc_now()
        goes_on = bool(gesture) and self._stack.gesture == gesture
        state = self.state
        for edit in edits:
            whole = replace(edit, id=next_edit_id(state), author=author, at=at)
            together = editing.merged(state.edits, whole) if goes_on else None
            state = replace(state, edits=together or (*state.edits, whole))
        new = state.edits[-len(edits) :]
        try:
            name = editing.steps_name(self.results()["pattern"], new)
        except Problem:  # no pattern to read names off; the edit is kept for when there is one
            name = new[0].kind.replace("_", " ").capitalize()
        self._push(name, state, gesture)

    def lay(self, table: Table, name: str, gesture: str = "") -> None:
        """Lay pieces elsewhere on the pattern table; the pattern is the same."""
        self._push(name, replace(self.state, table=table), gesture)

    def explain(self, id: str, reason: str) -> None:
        """Say why an edit was made; it is kept with the edit, and corrections are learned from by it."""
        said = " ".join(reason.split())
        edits = tuple(replace(one, reason=said) if one.id == id else one for one in self.state.edits)
        self._push(f"Reason: {said[:40]}", replace(self.state, edits=edits))

    def cure(self, cure: Cure, gesture: str = "") -> None:
        """Take a change that try-on proposes, options and edits as one step. Raises Problem for an option's value."""
        self._push(cure.label, with_cure(self.studio, self.state, cure), gesture)

    def drop_edit(self, id: str) -> None:
        """Give up an edit, or an alteration rule (its edits carry its id), for this design."""
        state = self.state
        if id.startswith("rule."):
            rules = tuple(rule for rule in state.rules if rule.id != id)
            self._push(f"Without {id}", replace(state, rules=rules, dropped_rules=(*state.dropped_rules, id)))
            return
        self._push(f"Drop {id}", replace(state, edits=tuple(e for e in state.edits if e.id != id)))

    def start_from(self, block: Block, notes: Sequence[str] = ()) -> None:
        """Go on from a block: its options, its pattern for this body, its rules. notes: what its file told."""
        told = [Turn("panel", f"Started from block {block.name}", clock())]
        if notes:
            told.append(Turn("studio", " ".join(f"{note[:1].upper()}{note[1:]}." for note in notes), clock()))
        self._push(f"Block {block.name}", started(self.state, block).told(*told))

    def leave_block(self) -> None:
        """Go on without the block: a bare draft for this body with the edits of this order; some may conflict."""
        block = self.state.block
        if block is not None:
            self._push(f"Without block {block.name}", replace(self.state, block=None, rules=()))

    def say_made_for(self, body: Measurements) -> None:
        """Say whom the block of this order, drawn elsewhere, was made for; nothing of the pattern changes."""
        block = self.state.block
        if block is not None:
            self._push(f"Block made for {body.name}", replace(self.state, block=replace(block, body=body)))

    def adopt_marker(self, state: DesignState) -> None:
        """Take the state of a shorter marker found by searching on (studio.markers.improve)."""
        self._push("Shorter marker", replace(self.state, nest_rounds=state.nest_rounds))

    def close(self) -> None:
        """The sitting ended in good order: nothing will be restored at the next start."""
        if self.state.conversation or self._stack.redo_name:
            text = json.dumps(state_to_json(self.state), ensure_ascii=False)
            self.studio.hub.save_state(self.id, text, self.state.body.name, closed=True)

    def undo(self) -> str | None:
        return self._after(self._stack.undo())

    def redo(self) -> str | None:
        return self._after(self._stack.redo())

    def _push(self, name: str, state: DesignState, gesture: str = "") -> None:
        self._stack.push(name, state, gesture)
        self._after(name)

    def _after(self, name: str | None) -> str | None:
        if name is not None:
            self.studio.keep(self.id, self.state)
            for listener in self._listeners:
                listener()
        return name


def read_turn(studio: Studio, state: DesignState, text: str) -> tuple[Understanding, DesignState]:
    """(what was understood, the new state) of one sentence."""
    understanding = intent.understand(
        state.requirement, text, flow.capabilities(), schemas(), current=current_numbers(studio, state)
    )
    requirement, changed_cloth = with_cloth_that_suits(state.requirement, understanding.requirement)
    understanding = replace(understanding, requirement=requirement, notes=(*understanding.notes, *changed_cloth))
    after, left = _without_old_edits(state, replace(state, requirement=requirement))
    understanding = replace(understanding, notes=(*understanding.notes, *left))
    reply = " ".join(understanding.notes)
    turns = [Turn("customer", text.strip(), clock())]
    if reply:
        turns.append(Turn("studio", reply, clock()))
    return understanding, after.told(*turns)


def _without_old_edits(before: DesignState, after: DesignState) -> tuple[DesignState, tuple[str, ...]]:
    """(state, sentence): changes drawn on the pattern of one garment are not replayed on another."""
    family = flow.family_of(before.requirement)
    if not before.edits or family == flow.family_of(after.requirement):
        return after, ()
    count, label = len(before.edits), intent.called(garment.family(family).label)
    what = f"{count} changes of its pattern stay" if count > 1 else "1 change of its pattern stays"
    return replace(after, edits=()), (f"{what[:1].upper()}{what[1:]} with the {label}; undo brings it back.",)


def with_option(studio: Studio, state: DesignState, name: str, value: Value) -> tuple[DesignState, str]:
    """(new state, line for the conversation) of one option decided by hand.

    A choice takes back the numbers that follow from it: "relaxed" means the relaxed ease again.
    """
    family = flow.family_of(state.requirement)
    schema = garment.family(family).schema
    old = option_value(studio, state, name)
    requirement = state.requirement
    for follower in (*(p.id for p in schema.parameters if p.follows == name), *PRINT_FOLLOWERS.get(name, ())):
        requirement = requirement.without_slot(follower)
    requirement = requirement.with_slot(name, Slot(value, "slider"))
    requirement, changed_cloth = with_cloth_that_suits(state.requirement, requirement)
    gone, left = intent.left_behind(state.requirement.slots, requirement.slots, schemas())
    for other in gone:
        requirement = requirement.without_slot(other)
    line = intent.describe_change(name, old, value)
    after, dropped = _without_old_edits(state, replace(state, requirement=requirement))
    sentences = (*changed_cloth, *left, *dropped)
    return after.told(Turn("panel", line, clock()), *(Turn("studio", one, clock()) for one in sentences)), line


def started(state: DesignState, block: Block) -> DesignState:
    """A design that starts from a block: its options and rules, its pattern for this body, no edits yet."""
    schema = garment.family(block.family).schema
    others = {name: slot for name, slot in state.requirement.slots.items() if name not in schema and name != "garment"}
    requirement = replace(state.requirement, slots={**others, **block.slots})
    return replace(state, requirement=requirement, block=block, rules=block.rules, edits=())


def with_cure(studio: Studio, state: DesignState, cure: Cure) -> DesignState:
    """The state with a proposed change made: options decided by hand, edits at the end of those there are."""
    for name, value in cure.options.items():
        state, _ = with_option(studio, state, name, value)
    author, at = studio.settings.text("author") or "studio", utc_now()
    for edit in cure.edits:
        whole = replace(edit, id=next_edit_id(state), author=author, at=at, reason=edit.reason or cure.label)
        state = replace(state, edits=(*state.edits, whole))
    return state


def option_value(studio: Studio, state: DesignState, name: str) -> Value | None:
    """What an option or slot is now, resolved if it can be."""
    try:
        results = studio.results(state)
        for stage in ("options", "print_options"):
            if name in results[stage]:
                value: Value = results[stage][name].value
                return value
    except Problem:
        pass
    return state.requirement.value(name)


def current_numbers(studio: Studio, state: DesignState) -> dict[str, float]:
    """Resolved numbers that relative wishes ("2 cm longer") refer to."""
    try:
        results = studio.results(state)
        numbers = {
            id: float(option.value)
            for id, option in results["options"].items()
            if isinstance(option.value, float | int) and not isinstance(option.value, bool)
        }
        spec = results["print_spec"]
        repeat = float(results["print_options"]["repeat_mm"].value)
        return {**numbers, "repeat_mm": repeat, "line_mm": spec.line_mm, "motif_scale": float(spec.scale)}
    except Problem:
        return {}


def state_to_json(state: DesignState) -> dict[str, Any]:
    return {"format": "ampc.design", "version": 1, "state": codec.to_plain(state)}


def state_from_json(raw: Any, where: str) -> DesignState:
    """Raises Problem when the file is not a design of this or an older version."""
    if not isinstance(raw, dict) or raw.get("format") != "ampc.design":
        raise Problem("not a design file", where, "open a .ampc file saved by the studio", code="design.format")
    if raw.get("version") != 1:
        raise Problem(
            f"made by a newer studio (version {raw.get('version')})", where, "update the studio", code="design.version"
        )
    return codec.from_plain(raw.get("state"), DesignState, where)


def next_question(state: DesignState) -> Question | None:
    """The next thing worth asking, once something was said."""
    said = any(turn.speaker == "customer" for turn in state.conversation)
    return intent.next_question(state.requirement, schemas(), flow.capabilities()) if said else None
