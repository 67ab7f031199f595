"""From a pattern and a body to a garment at rest on it; the solver works in a child process."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from ampc_desktop import body as bodies
from ampc_desktop import tryon
from ampc_desktop.core.body import Avatar, BodyMesh, BodyShape, MeasuredBody, PosePreset
from ampc_desktop.core.drape import Array, ClothMaterial, ClothMesh, Drape, DrapeJob
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.runtime import child
from ampc_desktop.tryon.following import follow

STEPS_AT_THE_END = 300

OnPositions = Callable[[Array], None]
"""Hears (n, 3) float32 mm about ten times a second while cloth moves."""
TOLD_A_SECOND = 10
"""How often, at most."""
OnMoving = Callable[[Array, BodyMesh], None]
"""The same while the body moves, too: with the body of that moment."""


@dataclass(frozen=True)
class Draping:
    """How finely a garment is draped. edge_mm: of its triangles; None: from the area of its cloth, 20 to 30 mm, which
    gives most garments about 2,500 vertices."""

    edge_mm: float | None = None


def materials(fabrics: Mapping[str, Fabric]) -> dict[str, ClothMaterial]:
    """Mechanics by material role of the pattern. Raises Problem."""
    return {role: tryon.material(fabric) for role, fabric in fabrics.items()}


def cloth(pattern: Pattern, materials: Mapping[str, ClothMaterial], draping: Draping) -> ClothMesh:
    """The sewn garment as triangles. Raises Problem, also for pieces that edits took where no mesh is made."""
    try:
        return tryon.mesh(pattern, materials, draping.edge_mm)
    except (LookupError, ValueError, ArithmeticError) as error:
        raise Problem(
            "the edited pattern can't be put on a body yet", "try-on mesh",
            "go on without the try-on, or undo the last edit", Kind.NO, "tryon.mesh",
        ) from error  # fmt: skip


def job(mesh: ClothMesh, body: MeasuredBody, warm: Array | None = None) -> DrapeJob:
    """What the solver is asked: from the hanger, or from where the cloth lies now (n, 3) mm. Raises Problem."""
    waist = body.tape.get("waist")
    if warm is None:
        start = tryon.place(mesh, body.mesh, None if waist is None else float(waist.points_mm[:, 1].mean()))
    else:
        start = warm
    return DrapeJob(
        mesh, body.mesh, start, waist="waist" if "waist" in mesh.seams else "", warm=warm is not None,
        armless=tryon.wide(mesh),
    )  # fmt: skip


def job_over(mesh: ClothMesh, lower: Drape, body: MeasuredBody) -> DrapeJob:
    """What the solver is asked for a garment worn over another one at rest on the same body. Raises Problem."""
    alone = job(mesh, body)
    return replace(
        alone, mesh=tryon.over(mesh, lower.mesh), start_mm=np.concatenate((alone.start_mm, lower.positions_mm)),
        upper=mesh.n_vertices,
    )  # fmt: skip


def draped(asked: DrapeJob, progress: Progress = silent, on_partial: Callable[[Any], None] | None = None) -> Drape:
    """The garment at rest, or where it got to and why no farther. Raises Problem, and what progress raises."""
    result: Drape = child.run(tryon.CHILD, asked, progress=progress, on_partial=on_partial, what="the try-on")
    return replace(result, mesh=asked.mesh)  # the very mesh, for who has drawn it already


def get_ready() -> None:
    """Has the next drape find its worker waiting: somebody is trying things on."""
    child.prepare(tryon.CHILD)


class Clock:
    """What a person waits for a drape, without the time it was paused: hand `told` on as the progress of the work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._began, self._stood = time.perf_counter(), 0.0

    def told(self, share: float | None, text: str) -> None:
        at = time.perf_counter()
        self._progress(share, text)
        self._stood += time.perf_counter() - at  # whoever hears it may hold it

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began - self._stood


@dataclass(frozen=True)
class Way:
    """How a body moves: in steps of at most step_deg, the cloth settling for so many solver steps after each.

    carry_deg : within a step the cloth is taken along by the skin in parts of at most this.
    """

    step_deg: float = 17.0
    steps_between: int = 25
    carry_deg: float = 17.0


LAYERED = Way(8.0, 12, 4.0)
"""Garments over garments: they follow skin of their own, and cross if it moves farther at once."""


def posed(
    lies: Drape,
    body: MeasuredBody,
    pose: PosePreset,
    progress: Progress = silent,
    on_partial: OnMoving | None = None,
    way: Way | None = None,
) -> tuple[Drape, BodyMesh]:
    """The garment of a drape in the rest pose on the same body in another pose, and that body.

    The body moves step by step; the cloth goes along with the skin and settles a little after each.
    The drape's seconds are those of the whole way, without the time it was paused.
    on_partial hears of each step as it begins, too. Raises Problem for a body that can't be posed (a scan), and what
    progress raises.
    """
    shape = body.mesh.shape
    if shape is None:
        raise Problem(
            "a scan stands as it was scanned", "try-on", "fit a body to take other poses", Kind.NO, "tryon.pose"
        )
    way, clock = way or Way(), Clock(progress)
    count = bodies.pose_steps(shape, pose, way.step_deg)
    found, after = lies, body.mesh
    for k in range(1, count + 1):
        start, after = _carried(found.positions_mm, after, shape, pose, ((k - 1) / count, k / count), way.carry_deg)
        asked = DrapeJob(
            lies.mesh, after, start, warm=True, moved=True,
            waist="waist" if "waist" in lies.mesh.seams else "",
            max_steps=STEPS_AT_THE_END if k == count else way.steps_between,
        )  # fmt: skip
        words, low = f"Move the body, {k} of {count}", (k - 1) / count
        more = k < count

        def told(share: float | None, text: str, words: str = words, low: float = low) -> None:
            nonlocal more
            if more:  # the worker of the next step gets ready while this one works
                more = False
                get_ready()
            clock.told(low + (share or 0.0) / count, words)

        seen = None if on_partial is None else partial(_with_body, on_partial, after)
        if seen is not None:
            seen(start)
        found = draped(asked, told, seen)
    return replace(found, seconds=clock.seconds), after


def ahead(lies: Drape, body: MeasuredBody, pose: PosePreset) -> tuple[Array, BodyMesh]:
    """About where the cloth (n, 3) mm and the body will be in a pose, at once: the cloth goes along unsettled."""
    shape = body.mesh.shape
    if shape is None:
        return lies.positions_mm, body.mesh
    return _carried(lies.positions_mm, body.mesh, shape, pose, (0.0, 1.0), Way().carry_deg)


def _carried(
    positions_mm: Array, body: BodyMesh, shape: BodyShape, pose: PosePreset, part_of_way: tuple[float, float],
    step_deg: float,
) -> tuple[Array, BodyMesh]:  # fmt: skip
    """Cloth taken along by the skin over a part of the way into a pose, and the body there."""
    low, high = part_of_way
    count = max(1, math.ceil((high - low) * bodies.pose_steps(shape, pose, step_deg)))
    for part in range(1, count + 1):
        after = bodies.posed(shape, pose, share=low + (high - low) * part / count)
        positions_mm, body = follow(positions_mm, body, after), after
    return positions_mm, body


def _with_body(tell: OnMoving, body: BodyMesh, positions_mm: Array) -> None:
    tell(positions_mm, body)


def drape(
    cloth: ClothMesh, avatar: Avatar, progress: Progress = silent, on_partial: OnPositions | None = None
) -> Drape:
    """The stage of the flow: always from the hanger, so that the same order gives the same drape."""
    return draped(job(cloth, avatar.body), progress, on_partial)
