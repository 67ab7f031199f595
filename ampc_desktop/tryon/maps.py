"""Drape -> strain, tension, pressure, ease and fit, from the model that was solved; a drape that failed has no maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ampc_desktop.core.drape import Array, ClothMesh, Drape, DrapeMaps
from ampc_desktop.core.fit import Probe
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.worn import MapView
from ampc_desktop.tryon.strains import areas, around, gradients, greens, shared

DISCOMFORT_PA = 5900.0
"""Pressure from which clothes are felt as uncomfortable, 60 gf/cm² (Denton, Fit, stretch and comfort, 1972)."""
Colours = Literal["amount", "target"]


@dataclass(frozen=True)
class MapScale:
    """How one map is shown unless a person says otherwise.

    low, high : ends of the scale, in `unit`; bands: limits of its coloured steps.
    colours   : "amount" for what is better small, "target" for what has a best in the middle.
    limit     : above it (for ease: below it) something is wrong; None: there is no such value.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    bands: tuple[float, ...]
    colours: Colours = "amount"
    limit: float | None = None


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
    strain = shared(greens(*gradients(mesh, positions_mm)), areas(mesh), mesh.triangles)
    lu, lv = lengths(strain)
    shear = np.degrees(np.arcsin(np.clip(strain[:, 2] / (lu * lv), -1.0, 1.0)))
    big, small = tensions(mesh, strain)
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


def lengths(strain: Array) -> tuple[Array, Array]:
    """Stretched length (t,) of one unit along weft and along warp."""
    return np.sqrt(1.0 + 2.0 * strain[:, 0]), np.sqrt(1.0 + 2.0 * strain[:, 1])


def tensions(mesh: ClothMesh, strain: Array) -> tuple[Array, Array]:
    """Principal Cauchy membrane forces (t,), N/m, of Green's strains (t, 3).

    T = F S F^T / J with S = C E (St. Venant-Kirchhoff); its values in the plane of the cloth are those of S F^T F / J.
    """
    k = np.array([(m.weft_n_m, m.warp_n_m, m.coupling_n_m, m.shear_n_m) for m in mesh.materials])[mesh.material]
    k = k * mesh.layers[:, None]
    euu, evv, gamma = strain.T
    suu, svv, suv = k[:, 0] * euu + k[:, 2] * evv, k[:, 1] * evv + k[:, 2] * euu, k[:, 3] * gamma
    cuu, cvv = 1.0 + 2.0 * euu, 1.0 + 2.0 * evv
    size = np.sqrt(np.maximum(cuu * cvv - gamma**2, 1e-12))
    mean = (suu * cuu + 2.0 * suv * gamma + svv * cvv) / (2.0 * size)
    r = np.sqrt(np.maximum(mean**2 - (suu * svv - suv**2), 0.0))
    return mean + r, mean - r


def by_vertex(mesh: ClothMesh, value: Array) -> Array:
    """(m,) values at flat vertices: area-weighted over the triangles of the same panel, never across a seam."""
    return around(value, areas(mesh), mesh.triangles)


def percentiles(mesh: ClothMesh, value: Array, at: tuple[float, ...] = (50.0, 99.0)) -> tuple[float, ...]:
    """Area-weighted percentiles of a value by triangle."""
    area = areas(mesh)
    order = np.argsort(value, kind="stable")
    share = np.cumsum(area[order])
    return tuple(float(value[order][np.searchsorted(share, share[-1] * p / 100.0)]) for p in at)


def scales(mesh: ClothMesh) -> dict[str, MapScale]:
    """Scale of every map by name, in the order they are offered.

    Strain runs, as in CLO, from no stretch to 120 % of the length for cloth that gives, to 105 % for cloth that does
    not; eight bands. Fit is the share of the comfortable stretch of each cloth, so that 1 is the limit for all.
    """
    shell = mesh.materials[int(np.bincount(mesh.material).argmax())]
    gives = max(shell.stretch_weft, shell.stretch_warp) >= 0.08
    strain = 20.0 if gives else 5.0
    rows: tuple[tuple[str, str, str, float, float, Colours, float | None], ...] = (
        ("strain", "Strain", "%", 0.0, strain, "amount", None),
        ("weft", "Strain across the grain", "%", 0.0, strain, "amount", 100.0 * shell.stretch_weft),
        ("warp", "Strain along the grain", "%", 0.0, strain, "amount", 100.0 * shell.stretch_warp),
        ("shear", "Shear", "°", -15.0, 15.0, "target", None),
        ("tension", "Tension", "N/m", 0.0, 50.0 if gives else 200.0, "amount", None),
        ("pressure", "Pressure on the body", "Pa", 0.0, 2000.0, "amount", DISCOMFORT_PA),
        ("ease", "Ease", "mm", 0.0, 60.0, "target", 0.0),
        ("fit", "Share of comfortable stretch", "", 0.0, 1.0, "amount", 1.0),
    )
    return {
        name: MapScale(name, label, unit, low, high, tuple(np.linspace(low, high, 9).tolist()), colours, limit)
        for name, label, unit, low, high, colours, limit in rows
    }


def by_triangle(maps: DrapeMaps, mesh: ClothMesh, name: str) -> Array:
    """(t,) values of one map. Raises KeyError for a name that `scales` does not list."""
    cloth: Mapping[str, Array] = {
        "strain": np.maximum(maps.strain_weft, maps.strain_warp),
        "weft": maps.strain_weft,
        "warp": maps.strain_warp,
        "shear": maps.shear_deg,
        "tension": maps.tension_max_n_m,
        "fit": maps.fit,
    }
    if name in cloth:
        return cloth[name]
    body: Mapping[str, Array] = {"pressure": maps.pressure_pa, "ease": maps.ease_mm}
    return np.asarray(body[name][mesh.faces].mean(axis=1))


def values(maps: DrapeMaps, mesh: ClothMesh, name: str) -> Array:
    """(m,) values of one map by flat vertex, smoothed within a panel only. Raises KeyError for an unknown name."""
    if name == "pressure":
        return np.asarray(maps.pressure_pa[mesh.sewn])
    if name == "ease":
        return np.asarray(maps.ease_mm[mesh.sewn])
    return by_vertex(mesh, by_triangle(maps, mesh, name))


def views(drape: Drape, maps: DrapeMaps) -> dict[str, MapView]:
    """Every map ready to be shown, by name: values, scale, 99th percentile (pressure: where it touches)."""
    found = {}
    for name, scale in scales(drape.mesh).items():
        each = by_triangle(maps, drape.mesh, name)
        p99: float | None = None
        if scale.colours == "amount":
            p99 = touching_p99(drape.mesh, each) if name == "pressure" else percentiles(drape.mesh, each, (99.0,))[0]
        found[name] = MapView(
            name, scale.label, scale.unit, scale.low, scale.high, values(maps, drape.mesh, name), p99, scale.limit
        )
    return found


def touching_p99(mesh: ClothMesh, pressure: Array) -> float:
    """99th percentile of pressure by triangle (t,), Pa, over the cloth that touches the body; 0 when none does."""
    area = areas(mesh)
    felt = np.flatnonzero(pressure > 0.0)
    if not len(felt):
        return 0.0
    order = felt[np.argsort(pressure[felt], kind="stable")]
    share = np.cumsum(area[order])
    return float(pressure[order][np.searchsorted(share, 0.99 * share[-1])])


def probe(drape: Drape, maps: DrapeMaps, triangle: int, bary: tuple[float, float, float]) -> Probe:
    """Every map at one point of the cloth, with the values its colours show; and which way the cloth stretches.

    triangle : number into mesh.triangles; bary: weights of its corners, brought to a sum of 1.
    Raises Problem when there is no such triangle.
    """
    mesh = drape.mesh
    if not 0 <= triangle < len(mesh.triangles):
        raise Problem(
            f"the garment has no triangle {triangle}", "probe", f"0 to {len(mesh.triangles) - 1}", code="tryon.probe"
        )
    weights = np.clip(np.asarray(bary, dtype=np.float64), 0.0, None)
    if not np.isfinite(weights).all() or weights.sum() <= 0.0:
        raise Problem(f"{bary} is no place in a triangle", "probe", "give three weights", code="tryon.probe")
    weights = weights / weights.sum()
    corners = mesh.triangles[triangle]
    flat = weights @ mesh.flat_mm[corners]
    at = weights @ drape.positions_mm[mesh.sewn[corners]]
    read = {name: float(weights @ values(maps, mesh, name)[corners]) for name in scales(mesh)}
    strain = shared(greens(*gradients(mesh, drape.positions_mm)), areas(mesh), mesh.triangles)[triangle]
    weft, warp, gamma = (float(value) for value in strain)
    ways: dict[Literal["weft", "warp", "bias"], float] = {
        "weft": float(np.sqrt(1.0 + 2.0 * weft)),
        "warp": float(np.sqrt(1.0 + 2.0 * warp)),
        "bias": float(np.sqrt(1.0 + weft + warp + abs(gamma))),
    }
    direction = max(ways, key=lambda way: ways[way])
    return Probe(
        panel=mesh.panels[int(mesh.panel[corners[0]])],
        flat_mm=(float(flat[0]), float(flat[1])),
        at_mm=(float(at[0]), float(at[1]), float(at[2])),
        values=read,
        direction=direction,
        stretch=100.0 * (ways[direction] - 1.0),
    )
