"""Garments over garments: both move, and lie on each other as folds of one garment do.

The upper one is first hung round a shape: all that skin, or cloth of the lower one at rest, encloses. From there the
two settle together. Numba is imported by workers only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ampc_desktop.core.body import BodyMesh
from ampc_desktop.core.drape import Array, ClothMesh, Drape, DrapeJob, Index

if TYPE_CHECKING:
    from ampc_desktop.tryon.distance import Field

BENEATH = "under"
"""Panels of the lower garment are called by this and their name: "under front"."""
COARSE = 2
_AROUND_M = 0.06
_HUNG, _HUNG_M_S, _HANGING_STEPS = 0.2, 0.05, 150
"""The upper garment hangs well enough to let both go: out of balance by so much of its weight, and so slow."""


def over(upper: ClothMesh, lower: ClothMesh) -> ClothMesh:
    """Two garments as one cloth that nothing sews together: vertices, panels and materials of the upper come first.

    A lower garment that is layered itself stays so: a coat over a hoodie over a tee.
    """
    flat, sewn = len(upper.flat_mm), upper.n_vertices

    def named(key: str) -> str:
        return f"{BENEATH} {key}"

    def drawn(mesh: ClothMesh) -> tuple[tuple[float, float], ...]:
        return mesh.drawn_in or ((1.0, 1.0),) * len(mesh.panels)

    return ClothMesh(
        panels=(*upper.panels, *map(named, lower.panels)),
        flat_mm=np.concatenate((upper.flat_mm, lower.flat_mm)),
        panel=np.concatenate((upper.panel, lower.panel + len(upper.panels))).astype(np.int32),
        triangles=np.concatenate((upper.triangles, lower.triangles + flat)).astype(np.int32),
        sewn=np.concatenate((upper.sewn, lower.sewn + sewn)).astype(np.int32),
        material=np.concatenate((upper.material, lower.material + len(upper.materials))).astype(np.int32),
        layers=np.concatenate((upper.layers, lower.layers)),
        materials=(*upper.materials, *lower.materials),
        seams=dict(upper.seams) | {named(key): at + sewn for key, at in lower.seams.items()},
        sides=dict(upper.sides) | {named(key): at + flat for key, at in lower.sides.items()},
        worn=(*upper.places, *lower.places),
        drawn_in=(*drawn(upper), *drawn(lower)),
    )


def parted(drape: Drape, count: int) -> tuple[Drape, Array]:
    """The first `count` vertices of a layered drape as a drape of their own, and the places (m, 3) mm of the rest."""
    mesh, panels = drape.mesh, drape.mesh.panels
    mine = [panel for panel in panels if not panel.startswith(f"{BENEATH} ")]
    flat = mesh.sewn < count
    faces = flat[mesh.triangles[:, 0]]
    kinds = int(mesh.material[faces].max()) + 1
    upper = ClothMesh(
        panels=tuple(mine),
        flat_mm=mesh.flat_mm[flat],
        panel=mesh.panel[flat],
        triangles=mesh.triangles[faces],
        sewn=mesh.sewn[flat],
        material=mesh.material[faces],
        layers=mesh.layers[faces],
        materials=mesh.materials[:kinds],
        seams={key: at for key, at in mesh.seams.items() if not key.startswith(f"{BENEATH} ")},
        sides={key: at for key, at in mesh.sides.items() if not key.startswith(f"{BENEATH} ")},
        worn=mesh.worn[: len(mine)],
        drawn_in=mesh.drawn_in[: len(mine)],
    )
    alone = replace(
        drape,
        mesh=upper,
        positions_mm=drape.positions_mm[:count],
        pressure_pa=drape.pressure_pa[:count],
        ease_mm=drape.ease_mm[:count],
    )
    return alone, drape.positions_mm[count:]


def hung(job: DrapeJob, tell: Callable[..., None]) -> Array:
    """Start (n, 3) m of both garments of a layered job: the upper one hangs, nearly at rest, round the lower one."""
    from ampc_desktop.tryon.contact import OFFSET_M, push_out
    from ampc_desktop.tryon.solver import Cloth, Settings, material_arrays, settle

    mesh, count = job.mesh, job.upper
    mine = mesh.faces.max(axis=1) < count
    start = job.start_mm / 1000.0
    field = dressed_field(job.body, np.ascontiguousarray(start[count:]), mesh.faces[~mine].astype(np.int64) - count)
    upper = np.ascontiguousarray(start[:count])
    push_out(field.values, field.origin, field.step, upper, OFFSET_M)
    arrays: dict[str, Any] = material_arrays(mesh.materials, mesh.material[mine], mesh.layers[mine])
    cloth = Cloth(
        upper, mesh.faces[mine], mesh.rest_mm[mine] / 1000.0, body=field, patches=mesh.triangles[mine], **arrays
    )

    def watch(step: int, x: Array, _: Any) -> None:
        tell(0.0, "putting it over what is worn beneath", 1000.0 * np.concatenate((x, start[count:])))

    for loose_steps in (0, 10):  # wedged where its own layers could not pass: once more, letting them pass at first
        cloth.begin(upper)
        rest = settle(
            cloth, Settings(), residual=_HUNG, speed_m_s=_HUNG_M_S, slick_residual=_HUNG, max_steps=_HANGING_STEPS,
            loose_steps=loose_steps, watch=watch,
        )  # fmt: skip
        if rest.converged:
            break
    return np.concatenate((cloth.x, start[count:]))


def dressed_field(body: BodyMesh, lower_m: Array, faces: Index) -> Field:
    """Field of a body in a garment that lies at lower_m (n, 3) m: inside is what skin or cloth encloses at any level.

    A ring of cloth round the trunk or a limb encloses what is in it, so nothing gets between the two. Cloth is seen on
    a grid of COARSE steps of the body's, and the shape reaches so far beyond it; bare skin stays as it is.
    """
    from scipy import ndimage

    from ampc_desktop.tryon.bodyfield import body_field
    from ampc_desktop.tryon.distance import Field, field_of

    bare = _reaching(body_field(body), lower_m)
    nodes, step = np.array(bare.values.shape), COARSE * bare.step
    sheet = np.abs(field_of(lower_m, faces, bare.origin, bare.origin + bare.step * (nodes - 1), step).values)
    some = bare.values[::COARSE, ::COARSE, ::COARSE]
    sheet = sheet[tuple(slice(n) for n in some.shape)]
    solid = (sheet < step) | (some < 0.0)  # thick enough that nothing slips through between nodes
    enclosed = np.stack([ndimage.binary_fill_holes(solid[:, j]) for j in range(solid.shape[1])], axis=1)
    away = ndimage.distance_transform_edt(~enclosed, sampling=step)
    depth = ndimage.distance_transform_edt(enclosed, sampling=step)
    dressed = _finer(ndimage.gaussian_filter((away - depth).astype(np.float32), 1.0), tuple(nodes))
    return Field(np.minimum(bare.values, dressed), bare.origin, bare.step)


def _reaching(field: Field, points_m: Array) -> Field:
    """A field in a box of whole coarse cells that points (n, 3) m lie well inside of; what is added is far away."""
    from ampc_desktop.tryon.distance import Field

    size = np.array(field.values.shape)
    before = np.ceil((field.origin - points_m.min(axis=0) + _AROUND_M) / field.step).astype(int).clip(0)
    after = (
        np.ceil((points_m.max(axis=0) + _AROUND_M - field.origin) / field.step).astype(int).clip(size - 1) - size + 1
    )
    after += (-(size + before + after - 1)) % COARSE
    wide = np.pad(field.values, np.column_stack((before, after)), mode="edge")
    return Field(wide, field.origin - before * field.step, field.step)


def _finer(values: Array, nodes: tuple[int, ...]) -> Array:
    """A coarse grid's values on the fine one, linear in between."""
    for axis, count in enumerate(nodes):
        at = np.arange(count) / COARSE
        low = np.minimum(at.astype(int), values.shape[axis] - 2)
        share = (at - low).reshape([-1 if k == axis else 1 for k in range(3)]).astype(np.float32)
        values = values.take(low, axis) * (1 - share) + values.take(low + 1, axis) * share
    return np.ascontiguousarray(values, dtype=np.float32)
