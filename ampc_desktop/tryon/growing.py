"""Putting a garment on a very deep body: on a flattened one first, that then grows to its depth.

From fronts and backs that start half a metre apart, shoulder seams would be drawn over the bust. Flattening is affine:
what lies outside of the body, or beside itself, does so at every depth. Numba; imported by workers only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ampc_desktop.core.body import BodyMesh
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.tryon.contact import OFFSET_M, push_out
from ampc_desktop.tryon.distance import Field, field_of
from ampc_desktop.tryon.solver import Cloth, Settings
from ampc_desktop.tryon.whole import place

DEPTHS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_STEP_M, _AROUND_M = 0.008, 0.06
_CLOSING_STEPS, _GROWING_STEPS = 60, 15


def grown(mesh: ClothMesh, body: BodyMesh, arrays: dict[str, Any]) -> Array:
    """Start (n, 3) m with the seams drawn together round the body. arrays: see solver.material_arrays."""
    x = place(mesh, _flattened(body, DEPTHS[0])) / 1000.0
    cloth = Cloth(x, mesh.faces, mesh.rest_mm / 1000.0, patches=mesh.triangles, **arrays)
    for number, depth in enumerate(DEPTHS):
        field = _field(_flattened(body, depth))
        x = cloth.x.copy()
        x[:, 2] *= depth / DEPTHS[max(number - 1, 0)]
        push_out(field.values, field.origin, field.step, x, OFFSET_M)
        cloth = Cloth(x, mesh.faces, mesh.rest_mm / 1000.0, body=field, patches=mesh.triangles, **arrays)
        cloth.friction_on, tangled = False, True
        for _ in range(_GROWING_STEPS if number else _CLOSING_STEPS):
            tangled = tangled and not cloth.free_crossings()
            cloth.step(Settings(), gravity=False)
    return cloth.x


def _flattened(body: BodyMesh, depth: float) -> BodyMesh:
    flat = np.array((1.0, 1.0, depth))
    joints = {name: np.asarray(at) * flat for name, at in body.joints_mm.items()}
    return replace(body, vertices_mm=body.vertices_mm * flat, joints_mm=joints)


def _field(body: BodyMesh) -> Field:
    skin = np.ascontiguousarray(body.vertices_mm / 1000.0)
    low, high = skin.min(axis=0) - _AROUND_M, skin.max(axis=0) + _AROUND_M
    return field_of(skin, body.skin.astype(np.int64), low, high, _STEP_M)
