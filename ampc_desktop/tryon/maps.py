"""Drape -> strain, tension, pressure, ease and fit, from the model that was solved; a drape that failed has no maps."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.drape import Array, ClothMesh, Drape, DrapeMaps
from ampc_desktop.core.problem import Kind, Problem


def maps(drape: Drape) -> DrapeMaps:
    """Maps of a drape that came to rest.

    Raises Problem (the answer is no) for one that did not: its stresses would not be true.
    """
    if not drape.converged:
        raise Problem(
            f"there is no stress map, because the drape did not come to rest: {drape.why}", "try-on",
            "change size, ease or fabric", Kind.NO, "tryon.not_converged",
        )  # fmt: skip
    return measured(drape.mesh, drape.positions_mm, drape.pressure_pa, drape.ease_mm)


def measured(mesh: ClothMesh, positions_mm: Array, pressure_pa: Array, ease_mm: Array) -> DrapeMaps:
    """Maps of any positions (n, 3), e.g. of a test with a known answer."""
    fu, fv = gradients(mesh, positions_mm)
    lu, lv = np.linalg.norm(fu, axis=1), np.linalg.norm(fv, axis=1)
    shear = np.degrees(np.arcsin(np.clip((fu * fv).sum(axis=1) / (lu * lv), -1.0, 1.0)))
    big, small = tensions(mesh, fu, fv)
    limits = np.array([(m.stretch_weft, m.stretch_warp) for m in mesh.materials])[mesh.material]
    fit = np.maximum((lu - 1.0) / limits[:, 0], (lv - 1.0) / limits[:, 1])
    return DrapeMaps(
        strain_weft=100.0 * (lu - 1.0),
        strain_warp=100.0 * (lv - 1.0),
        shear_deg=shear,
        tension_max_n_m=big,
        tension_min_n_m=small,
        fit=fit,
        pressure_pa=pressure_pa,
        ease_mm=ease_mm,
    )


def gradients(mesh: ClothMesh, positions_mm: Array) -> tuple[Array, Array]:
    """Deformation gradient columns (t, 3): where one unit along weft and along warp goes."""
    rest, faces = mesh.rest_mm, mesh.faces
    d = np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)
    x = positions_mm[faces]
    e = np.stack((x[:, 1] - x[:, 0], x[:, 2] - x[:, 0]), axis=2)
    f = e @ np.linalg.inv(d)
    return f[:, :, 0], f[:, :, 1]


def tensions(mesh: ClothMesh, fu: Array, fv: Array) -> tuple[Array, Array]:
    """Principal Cauchy membrane forces (t,), N/m: T = F S F^T / J with S = C E (St. Venant-Kirchhoff)."""
    k = np.array([(m.weft_n_m, m.warp_n_m, m.coupling_n_m, m.shear_n_m) for m in mesh.materials])[mesh.material]
    k = k * mesh.layers[:, None]
    euu, evv = ((fu**2).sum(axis=1) - 1.0) / 2, ((fv**2).sum(axis=1) - 1.0) / 2
    gamma = (fu * fv).sum(axis=1)
    suu, svv, suv = k[:, 0] * euu + k[:, 2] * evv, k[:, 1] * evv + k[:, 2] * euu, k[:, 3] * gamma
    area = np.linalg.norm(np.cross(fu, fv), axis=1)
    t = (
        suu[:, None, None] * fu[:, :, None] * fu[:, None, :]
        + svv[:, None, None] * fv[:, :, None] * fv[:, None, :]
        + suv[:, None, None] * (fu[:, :, None] * fv[:, None, :] + fv[:, :, None] * fu[:, None, :])
    ) / area[:, None, None]
    # In the plane of the cloth the 3x3 tensor has two values of its own; the third, along the normal, is zero.
    one = fu / np.linalg.norm(fu, axis=1, keepdims=True)
    normal = np.cross(fu, fv) / area[:, None]
    two = np.cross(normal, one)
    a, b, c = (np.einsum("ti,tij,tj->t", p, t, q) for p, q in ((one, one), (two, two), (one, two)))
    mean, r = (a + b) / 2, np.hypot((a - b) / 2, c)
    return mean + r, mean - r


def by_vertex(mesh: ClothMesh, value: Array) -> Array:
    """(m,) values at flat vertices: area-weighted over the triangles of the same panel, never across a seam."""
    rest = mesh.rest_mm
    area = np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)))
    total, share = np.zeros(len(mesh.flat_mm)), np.zeros(len(mesh.flat_mm))
    for k in range(3):
        np.add.at(total, mesh.triangles[:, k], value * area)
        np.add.at(share, mesh.triangles[:, k], area)
    return total / share


def percentiles(mesh: ClothMesh, value: Array, at: tuple[float, ...] = (50.0, 99.0)) -> tuple[float, ...]:
    """Area-weighted percentiles of a value by triangle."""
    rest = mesh.rest_mm
    area = np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)))
    order = np.argsort(value, kind="stable")
    share = np.cumsum(area[order])
    return tuple(float(value[order][np.searchsorted(share, share[-1] * p / 100.0)]) for p in at)
