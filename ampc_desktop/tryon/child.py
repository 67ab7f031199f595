"""Draping in a child process: positions come back about ten times a second, the result at the end.

numba is imported inside the functions, so that this module can be named without waiting for it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from ampc_desktop.core.drape import Array, Drape, DrapeJob
from ampc_desktop.tryon.judging import ABSURD, CLOSES, judged, tightest

_TELL_SECONDS = 0.1
_LOOKS = 4
"""How often places where cloth crosses cloth or skin are smoothed or felt more closely, and settled again."""
_MENDING_STEPS = 200
_MOVED_SLICK_STEPS = 60
"""In the creases of a body that has moved cloth lies buckled, and only friction brings it to rest."""
_FAR = 5.0
"""Times the weight out of balance that say no more than that cloth is moving."""

Tell = Callable[..., None]


def drape(job: DrapeJob, tell: Tell) -> Drape:
    """The garment of a job at rest on its body, or where it got to and why no farther.

    Reports tell(share, text, positions) with positions (n, 3) float32 mm. Raises Problem only for a job that is wrong.
    """
    _keep_compiled_code()
    from ampc_desktop.tryon.bands import put_on
    from ampc_desktop.tryon.bodyfield import body_field, moved_field
    from ampc_desktop.tryon.contact import OFFSET_M, push_out
    from ampc_desktop.tryon.crossing import crossing_pairs, crossings, edges_of
    from ampc_desktop.tryon.distance import refined
    from ampc_desktop.tryon.flared import armless
    from ampc_desktop.tryon.growing import grown
    from ampc_desktop.tryon.solver import Cloth, Settings, material_arrays, settle

    began = time.perf_counter()
    tell(0.0, "measuring the space around the body" if _compiled() else "preparing the solver, once")
    if job.moved:
        field, soft = moved_field(job.body, job.start_mm / 1000.0)
    else:
        field, soft = body_field(armless(job.body) if job.armless else job.body), None
    mesh = job.mesh
    arrays = material_arrays(mesh.materials, mesh.material, mesh.layers)
    start, gathered = _start(job, tell)
    push_out(field.values, field.origin, field.step, start, OFFSET_M)
    cloth = Cloth(start, mesh.faces, mesh.rest_mm / 1000.0, body=field, patches=mesh.triangles, **arrays)  # type: ignore[arg-type]
    cloth.held[put_on(mesh)] = True
    edges = edges_of(mesh.faces)

    def crossed() -> Any:
        """Vertices where the cloth goes through itself."""
        through = crossing_pairs(cloth.x, edges, cloth.x, mesh.faces, same=True)
        return np.unique(np.concatenate((edges[through[:, 0]], mesh.faces[through[:, 1]]), axis=None))

    last = [0.0]
    first = [1.0]

    def watch(step: int, x: Array, balance: Any) -> None:
        now = time.perf_counter()
        if balance is not None:
            first[0] = max(first[0], balance.residual)
            share = 1.0 - np.log(max(balance.residual, job.residual) / job.residual) / np.log(first[0] / job.residual)
            far = balance.residual > _FAR
            off = "" if far else f", {100 * balance.residual:.1f} % of the weight out of balance"
            last_text[0] = f"settling{off}"
            last_share[0] = float(np.clip(share, 0.0, 0.99))
        if now - last[0] >= _TELL_SECONDS:
            last[0] = now
            tell(last_share[0], last_text[0], (x * 1000.0).astype(np.float32))

    last_text, last_share = ["drawing the seams together"], [0.0]
    ways = Settings()
    to_rest = partial(settle, cloth, ways, residual=job.residual, speed_m_s=job.speed_mm_s / 1000.0, watch=watch)
    rest = to_rest(
        max_steps=job.max_steps,
        gather_steps=0 if gathered else 10,
        slick_steps=_MOVED_SLICK_STEPS if job.moved else job.max_steps,
    )
    if rest.jammed and not job.moved:
        wedged = cloth.x.copy()
        tight = tightest(mesh, 1000.0 * wedged)
        if tight.stretch > ABSURD and not job.warm and any("/shoulder" in side for side in mesh.sides):
            cloth.begin(grown(mesh, job.body, arrays))
            again = to_rest(max_steps=job.max_steps, gather_steps=0)
        else:  # wedged where layers could not pass: once more from the start, letting them pass at first
            cloth.begin(start)
            again = to_rest(max_steps=job.max_steps, gather_steps=10, loose_steps=10)
        if again.jammed and tight.share > CLOSES:
            cloth.begin(wedged)  # it was too tight, not wedged: the first try shows where
        rest = replace(again, steps=rest.steps + again.steps)
    for _ in range(1 if job.moved else _LOOKS):
        places = crossed()
        if not (len(places) and (rest.converged or rest.jammed)):
            break
        cloth.iron(places)
        again = to_rest(max_steps=job.max_steps, gather_steps=0, slick=False)
        rest = replace(again, steps=rest.steps + again.steps)
    tell(0.99, "looking for places where cloth and skin meet")
    skin, body = job.body.skin.astype(np.int64), job.body.vertices_mm / 1000.0
    skin_edges = edges_of(skin)
    met, held = _met(cloth.x, edges, mesh.faces, body, skin_edges, skin, field, soft)
    for _ in range(_LOOKS):
        if not (len(met) and rest.converged):
            break
        cloth.watch_closely(met)
        again = to_rest(max_steps=_MENDING_STEPS, gather_steps=0, slick=False)
        rest = replace(again, steps=rest.steps + again.steps)
        met, held = _met(cloth.x, edges, mesh.faces, body, skin_edges, skin, field, soft)
    ease = refined(body, skin, cloth.x, _distances(field, cloth.x))
    inside = len(met) + int((ease < 0.0).sum())
    ease = 1000.0 * ease
    own = crossings(cloth.x, edges, cloth.x, mesh.faces, same=True)
    why, notes = judged(
        mesh, job.start_mm, 1000.0 * cloth.x, job.waist, rest=rest.converged, fallen=rest.fallen, steps=rest.steps,
        residual=rest.residual, speed_mm_s=1000.0 * rest.speed_m_s, through_skin=inside, through_cloth=own,
    )  # fmt: skip
    if held:
        notes = (*notes, "where skin meets skin, as in the lap or under the arm, cloth is held in flesh that gives way")
    return Drape(
        mesh=mesh,
        positions_mm=cloth.x * 1000.0,
        converged=rest.converged and not why,
        why=why,
        residual=rest.residual,
        speed_mm_s=1000.0 * rest.speed_m_s,
        contact_share=rest.balance.up,
        penetrations=inside,
        self_crossings=own,
        seam_gap_mm=0.0,  # sewn vertices are one vertex in this solver
        pressure_pa=cloth.pressure_pa(rest.balance.press),
        ease_mm=ease,
        steps=rest.steps,
        seconds=time.perf_counter() - began,
        notes=notes,
    )


def prepare() -> None:
    """Loads what draping needs, kernels too: a scrap of cloth is draped on nothing in particular."""
    _keep_compiled_code()
    if not _compiled():
        return
    from ampc_desktop.tryon.distance import Field
    from ampc_desktop.tryon.solver import Cloth, Settings, settle

    flat = np.array([(0.0, 0.0), (0.02, 0.0), (0.02, 0.02), (0.0, 0.02)])
    faces = np.array([(0, 1, 2), (0, 2, 3)])
    start = np.column_stack((flat[:, 0], np.full(4, 0.002), flat[:, 1]))
    floor = np.broadcast_to((np.arange(12.0) * 0.005 - 0.02)[None, :, None], (12, 12, 12)).astype(np.float32)
    cloth = Cloth(
        start, faces, flat[faces], np.tile((400.0, 400.0, 80.0, 60.0), (2, 1)), np.full(2, 0.2), np.full(2, 1e-5),
        np.full(2, 0.3), Field(floor, np.array((-0.02, -0.02, -0.02)), 0.005),
    )  # fmt: skip
    settle(cloth, Settings(), max_steps=12, gather_steps=1)


def _start(job: DrapeJob, tell: Tell) -> tuple[Array, bool]:
    """(where our solver begins, metres; whether the seams are drawn together already).

    From the hanger a graphics processor, where there is one with the extra for it, brings the garment near its rest.
    """
    from ampc_desktop.tryon import layered, style3d

    if job.upper and not job.warm:
        return layered.hung(job, _now_and_then(tell)), True
    if job.warm or (device := style3d.device()) is None:
        return job.start_mm / 1000.0, job.warm
    try:
        lies = style3d.gather(job, device, lambda share, text, x: tell(share, text, x.astype(np.float32))).positions_mm
    except Exception as error:  # noqa: BLE001 - a graphics driver that fails costs time, not the drape
        tell(0.0, f"without the graphics processor ({type(error).__name__})")
        return job.start_mm / 1000.0, False
    return (lies / 1000.0, True) if np.isfinite(lies).all() else (job.start_mm / 1000.0, False)


def _now_and_then(tell: Tell) -> Tell:
    """Tells only so often, for work that has news at every step."""
    last = [0.0]

    def told(share: float, text: str, x: Array) -> None:
        if time.perf_counter() - last[0] >= _TELL_SECONDS:
            last[0] = time.perf_counter()
            tell(share, text, x.astype(np.float32))

    return told


def _met(
    x: Array, edges: Any, faces: Any, body: Array, skin_edges: Any, skin: Any, field: Any, soft: Any
) -> tuple[Any, bool]:
    """Triangles of the cloth at each crossing with the skin, one by crossing; and whether soft flesh holds others."""
    from ampc_desktop.tryon.crossing import crossing_pairs

    through = edges[crossing_pairs(x, edges, body, skin)[:, 0]]
    beside = np.array([int(np.isin(faces, pair).sum(axis=1).argmax()) for pair in through], dtype=np.int64)
    met = np.concatenate((beside, crossing_pairs(body, skin_edges, x, faces)[:, 1]))
    if soft is None:
        return met, False
    middle = x[faces[met]].mean(axis=1)
    node = (
        np.rint((middle - field.origin) / field.step).astype(np.int64)[:, None] + np.indices((3, 3, 3)).reshape(3, -1).T
    )
    held = (soft[tuple((node - 1).clip(0, np.array(soft.shape) - 1).transpose(2, 0, 1))] > 0.0).any(axis=1)
    return met[~held], bool(held.any())


def _distances(field: Any, x: Array) -> Array:
    from ampc_desktop.tryon.contact import distances

    return np.asarray(distances(field.values, field.origin, field.step, x))


def _compiled() -> bool:
    """Whether compiled kernels are kept from an earlier run; without them the first drape takes longer."""
    kept = os.environ.get("NUMBA_CACHE_DIR")
    places = Path(kept) if kept else Path(__file__).parent / "__pycache__"
    return any(places.rglob("linear.solve-*.nbi"))


def _keep_compiled_code() -> None:
    """Compiled kernels are kept beside the sources, or in the user's cache where those can't be written."""
    if not os.access(Path(__file__).parent, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(platformdirs.user_cache_dir("ampc_desktop")) / "numba"))
