"""Garments worn over garments: a hoodie over the tee that was made before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ampc_desktop import tryon
from ampc_desktop.core.body import BodyMesh, MeasuredBody, PosePreset
from ampc_desktop.core.drape import Array, ClothMesh, Drape
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.worn import Worn
from ampc_desktop.studio import drapes, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.drapes import OnMoving, OnPositions
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

_SAME_MM = 1.0


def over(
    results: Results, lower: Worn, caption: str = "", progress: Progress = silent, on_partial: OnPositions | None = None
) -> Worn:
    """The garment of a design, draped over one at rest on the same body; what is beneath is pressed and moved by it.

    on_partial hears where all vertices are: this garment's own, then those beneath, the uppermost first. Raises
    Problem, Cancelled.
    """
    mesh, body = results["cloth"], results["avatar"].body
    drape, beneath = draped_over(mesh, lower, body, progress, on_partial)
    key = f"{results.key('cloth')}:over:{lower.key}"
    return replace(tryons.of_drape(drape, results, body, caption, key), under=beneath)


def other_size(studio: Studio, state: DesignState, last: Worn, steps: int, progress: Progress = silent) -> Worn:
    """The design made `steps` sizes larger or smaller on the same body, over what `last` is worn over, if anything.

    Raises Problem, Cancelled.
    """
    if last.under is None:
        return tryons.other_size(studio, state, last, steps, progress)
    results, words = tryons.sized(studio, state, steps)
    drape, beneath = draped_over(results["cloth"], last.under, last.body, progress)
    caption = f"{words}, over {last.under.caption}"
    return replace(
        tryons.of_drape(drape, results, last.body, caption, f"{results.key('cloth')}:{last.key}"), under=beneath
    )


def in_pose(rest: Worn, pose: PosePreset, progress: Progress = silent, on_partial: OnMoving | None = None) -> Worn:
    """The garment, with what is beneath, as its wearer moves into a pose. rest: it in the rest pose.

    on_partial hears where all vertices are, as in `over`. Raises Problem, Cancelled.
    """
    if rest.under is None:
        return tryons.in_pose(rest, pose, progress, on_partial)
    all_ = _as_one([rest.drape, *(one.drape for one in rest.beneath)])
    drape, mesh = drapes.posed(all_, rest.body, pose, progress, on_partial, drapes.LAYERED)
    own = rest.drape.mesh
    alone, places = tryon.parted(drape, own.n_vertices)
    worn = tryons.of_pose(rest, replace(alone, mesh=own), mesh, pose)
    return replace(worn, under=_moved(rest.beneath, places))


def ahead(rest: Worn, pose: PosePreset) -> tuple[Array, BodyMesh]:
    """About where the garment (n, 3) mm and its wearer will be in a pose: to have room for them before they move."""
    return drapes.ahead(rest.drape, rest.body, pose)


def draped_over(
    mesh: ClothMesh,
    lower: Worn,
    body: MeasuredBody,
    progress: Progress = silent,
    on_partial: OnPositions | None = None,
) -> tuple[Drape, Worn]:
    """The drape of a garment over others, and those as they lie then. Raises Problem, Cancelled."""
    _same_body(lower, body)
    beneath = (lower, *lower.beneath)
    below = _as_one([one.drape for one in beneath])
    count = mesh.n_vertices
    drape = drapes.draped(drapes.job_over(mesh, below, body), progress, on_partial)
    alone, places = tryon.parted(drape, count)
    return alone, _moved(beneath, places)


def _as_one(drapes_: Sequence[Drape]) -> Drape:
    """Layers that lie on each other, as one drape."""
    first, *more = drapes_
    if not more:
        return first
    rest = _as_one(more)
    return replace(
        first,
        mesh=tryon.over(first.mesh, rest.mesh),
        positions_mm=np.concatenate((first.positions_mm, rest.positions_mm)),
    )


def _moved(beneath: Sequence[Worn], places: Array) -> Worn:
    first, *more = beneath
    own = len(first.drape.positions_mm)
    drape = replace(first.drape, positions_mm=places[:own])
    return replace(first, drape=drape, maps={}, handles=(), under=_moved(more, places[own:]) if more else None)


def _same_body(lower: Worn, body: MeasuredBody) -> None:
    if not lower.drape.converged:
        raise Problem(
            "the garment beneath is not at rest", lower.caption, "let it settle first", Kind.NO, "tryon.layers"
        )
    mine, other = body.mesh.vertices_mm, lower.body.mesh.vertices_mm
    if mine.shape != other.shape or float(np.abs(mine - other).max()) > _SAME_MM:
        raise Problem(
            "the two garments are worn by different bodies", lower.caption,
            "choose a garment that was tried on by this body, as it stands now", Kind.NO, "tryon.layers",
        )  # fmt: skip


def from_file(
    pattern: Pattern, shell: Fabric, lower: Worn, draping: drapes.Draping, progress: Progress = silent
) -> Worn:
    """A pattern of one cloth over a garment at rest, on the body that wears it. Raises Problem, Cancelled."""
    mesh = tryons.cloth_of(pattern, shell, draping)
    drape, beneath = draped_over(mesh, lower, lower.body, progress)
    return replace(tryons.in_one_cloth(drape, pattern, shell, lower.body), under=beneath)
