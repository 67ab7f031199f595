"""The main job without a window: one sentence and a body become an order package."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.core.schema import Option
from ampc_desktop.studio.avatars import read_person
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.release import Released, release
from ampc_desktop.studio.session import read_turn
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState


def start(studio: Studio, sentences: Sequence[str], body: Path, fabric: str = "", seed: int = 1) -> DesignState:
    """The state after a conversation. Raises Problem for a bad body, sentence or fabric."""
    person = read_person(body)
    state = DesignState(body=person.measures, seed=seed, shape=person.shape)
    for sentence in sentences:
        _, state = read_turn(studio, state, sentence)
    if fabric:
        slot = Slot(fabric_id(fabric), "slider")
        state = replace(state, requirement=state.requirement.with_slot("fabric", slot))
    return state


def fabric_id(name: str, where: str = "--fabric") -> str:
    """Id of a fabric named by id or label, or by the beginning of one label. Raises Problem listing near ones."""
    fabrics = capabilities().fabrics
    by_label = {fabric.label.lower(): id for id, fabric in fabrics.items()}
    wanted = name.strip().lower()
    if wanted in fabrics:
        return wanted
    if wanted in by_label:
        return by_label[wanted]
    begun = [id for label, id in by_label.items() if wanted and f"{label} ".startswith(f"{wanted} ")]
    if len(begun) == 1:
        return begun[0]
    near = difflib.get_close_matches(wanted, [*fabrics, *by_label], n=3, cutoff=0.4) or sorted(fabrics)[:5]
    raise Problem(f"there is no fabric '{name}'", where, f"known are {', '.join(near)}", code="fabric.unknown")


def told(state: DesignState) -> tuple[str, ...]:
    """What the studio answered to what was said: read otherwise, said twice, not made."""
    return tuple(turn.text for turn in state.conversation if turn.speaker == "studio")


def adjusted(results: Results) -> tuple[str, ...]:
    """What could not be made as wished, and why, one line each: options, print and cloth."""
    return (*adjusted_options(results["requirement"], results["options"]), *results["design"].notes)


def adjusted_options(requirement: Requirement, options: Mapping[str, Option]) -> Iterator[str]:
    """Decided options that the body, the cloth or the other options did not allow."""
    for id, option in options.items():
        slot = requirement.slots.get(id)
        if slot is not None and slot.source in ("said", "slider") and slot.value != option.value:
            yield f"{option.parameter.label.lower()}: {option.why}"


def make_order(
    studio: Studio,
    say: str,
    body: Path,
    out: Path,
    fabric: str = "",
    seed: int = 1,
    progress: Progress = silent,
    tryon: bool = True,
) -> tuple[DesignState, Released]:
    """Sentence + body → released order in `out`. Raises what `start` and `release` raise."""
    began = time.perf_counter()
    state = start(studio, [say], body, fabric, seed)
    understood = time.perf_counter() - began
    released = release(studio, state, out, progress, tryon)
    seconds = {"understand": understood, **released.seconds, "total": time.perf_counter() - began}
    return state, replace(released, seconds=seconds)
