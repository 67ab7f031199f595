"""The conversation without a window: all turns together, and the cloth that goes along to another garment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ampc_desktop import design, garment, intent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Understanding
from ampc_desktop.intent.wording import with_article
from ampc_desktop.studio import flow


def schemas() -> dict[str, Any]:
    return {id: family.schema for id, family in garment.families().items()}


def get_ready() -> None:
    """Loads what reading a sentence needs, so that the first one is answered as quickly as the others."""
    understand_all(("a plain black tee",))


def understand_all(sentences: Sequence[str]) -> Understanding:
    """What all turns together mean. Raises Problem for the first one that can't be understood."""
    told = Understanding(Requirement())
    notes: list[str] = []
    for sentence in sentences:
        before = told.requirement
        told = intent.understand(before, sentence, flow.capabilities(), schemas())
        requirement, changed_cloth = with_cloth_that_suits(before, told.requirement)
        notes += [*told.notes, *changed_cloth]
        told = Understanding(requirement, told.changed, told.question, told.notes)
    return Understanding(told.requirement, told.changed, told.question, tuple(notes))


def with_cloth_that_suits(before: Requirement, after: Requirement) -> tuple[Requirement, tuple[str, ...]]:
    """(wish, sentence) after a step: a new garment that can't be made of the cloth of the one before takes its own.

    A cloth that was chosen in this very step, or that suits, stays.
    """
    slot, family, shop = after.slots.get("fabric"), flow.family_of(after), flow.capabilities()
    if slot is None or slot != before.slots.get("fabric") or family == flow.family_of(before):
        return after, ()
    if family in intent.fabric_families(str(slot.value), shop):
        return after, ()
    own = after.without_slot("fabric")
    try:
        old, _, _ = design.choose_fabric(before, flow.family_of(before), shop)
        new, _, _ = design.choose_fabric(own, family, shop)
    except Problem:  # the step after this one tells what is wrong
        return after, ()
    return own, (f"{old.label} is no cloth for {with_article(shop.families[family])}: {new.label} is taken.",)
