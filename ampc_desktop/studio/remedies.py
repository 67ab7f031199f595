"""Ways out of a problem: at most three, each one step a person can take with a click."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ampc_desktop import garment
from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Value
from ampc_desktop.intent.wording import with_article
from ampc_desktop.studio.flow import capabilities, family_of
from ampc_desktop.studio.state import DesignState

MOST = 3
EXAMPLES = ("a black tee with white stripes", "a sage v-neck with dots", "a navy pencil skirt, midi")
"""First sentences to click."""
CORRECTING = ("marker.width", "order.not_ready.marker.width")


@dataclass(frozen=True)
class Remedy:
    """words: the verb on the button; then one of: say a sentence, set a slot, or run an action id."""

    words: str
    say: str = ""
    slot: str = ""
    value: Value = ""
    action: str = ""


def remedies(problem: Problem, state: DesignState) -> tuple[Remedy, ...]:
    """What solves a problem, best first; empty when only the person can know."""
    if problem.code == "garment.unknown":
        return _garments()
    if problem.code in CORRECTING:
        return wider_fabrics(state)
    if problem.code in ("intent.empty", "intent.nonsense", "intent.language", "intent.too_long"):
        return tuple(Remedy(f"“{text}”", say=text) for text in EXAMPLES) if not state.conversation else ()
    if problem.code.startswith("order.not_ready"):
        return (Remedy("Show", action="next_problem"), Remedy("Undo last step", action="undo"))
    if problem.code in ("design.not_printable", "design.wrong_cloth", "design.unknown_fabric"):
        return (*_offered_fabrics(problem), Remedy("Undo last step", action="undo"))
    if problem.code.startswith(("garment.", "design.")):
        return (Remedy("Undo last step", action="undo"),)
    if problem.code.startswith("body."):
        return (Remedy("Choose another body file", action="open_body"),)
    if problem.code == "order.out" or problem.code.startswith("file."):
        return (Remedy("Settings", action="settings"),)
    return ()


def for_check(check: CheckResult, state: DesignState) -> tuple[Remedy, ...]:
    """Ways out of a failed check."""
    return wider_fabrics(state) if check.id == "marker.width" else ()


def wider_fabrics(state: DesignState) -> tuple[Remedy, ...]:
    """Cloths for this garment wider than the present one, widest first, with the price per metre."""
    shop, family = capabilities(), family_of(state.requirement)
    chosen = shop.fabrics.get(str(state.requirement.value("fabric")))
    width_mm = chosen.usable_width_mm if chosen else 0.0
    wider = [f for f in shop.fabrics.values() if family in f.families and f.usable_width_mm > width_mm]
    wider.sort(key=lambda fabric: -fabric.usable_width_mm)
    return _few(Remedy(f"{f.label}, {f.usable_width_mm / 1000:.2f} m wide", slot="fabric", value=f.id) for f in wider)


def _offered_fabrics(problem: Problem) -> tuple[Remedy, ...]:
    """The cloths which the problem names, one click each; room is left for the undo."""
    named = [f for f in capabilities().fabrics.values() if f.label in problem.remedy]
    named.sort(key=lambda fabric: problem.remedy.index(fabric.label))
    return tuple(Remedy(fabric.label, slot="fabric", value=fabric.id) for fabric in named)[: MOST - 1]


def _garments() -> tuple[Remedy, ...]:
    families = garment.families()
    return _few(Remedy(f"Make {with_article(family.label)}", "", "garment", id) for id, family in families.items())


def _few(found: Iterable[Remedy]) -> tuple[Remedy, ...]:
    return tuple(found)[:MOST]
