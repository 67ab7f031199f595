"""A tube of cloth around the barrel, made of two sewn panels, and a drape of it with values one can work out."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.body import BodyMesh, MeasuredBody
from ampc_desktop.core.drape import ClothMaterial, ClothMesh, Drape
from ampc_desktop.core.fit import Cure, FitAdvice, FitReport, GirthFit, Handle
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.worn import MapView, Texture, Worn
from tests.render.bodies import barrel

CLOTH = ClothMaterial("cotton", 0.18, 300.0, 400.0, 30.0, 40.0, 5e-6, 0.6)
BODY_MM, TUBE_MM = 150.0, 165.0
LOW_MM, HIGH_MM = 300.0, 600.0


def tube(columns: int = 16, rows: int = 9, radius_mm: float = TUBE_MM) -> tuple[ClothMesh, np.ndarray]:
    """(mesh, positions): panels "front" and "back" of columns x rows vertices each, half a tube each, sewn at sides."""
    half = np.pi * radius_mm
    u, v = np.meshgrid(np.linspace(-half / 2, half / 2, columns), np.linspace(0.0, HIGH_MM - LOW_MM, rows))
    flat = np.stack([u.ravel(), v.ravel()], axis=1)
    at = np.arange(columns * rows).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]))
    faces = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
    count = len(flat)
    sewn = np.concatenate([np.arange(count), np.full(count, -1)])
    second = at + count
    sewn[second[:, 0]], sewn[second[:, -1]] = at[:, -1], at[:, 0]
    free = np.nonzero(sewn < 0)[0]
    sewn[free] = count + np.arange(len(free))
    angle = np.concatenate([flat[:, 0], flat[:, 0] + half]) / radius_mm
    y = np.concatenate([flat[:, 1], flat[:, 1]]) + LOW_MM
    placed = np.stack([radius_mm * np.sin(angle), y, radius_mm * np.cos(angle)], axis=1)
    positions = np.zeros((int(sewn.max()) + 1, 3))
    positions[sewn] = placed
    triangles = np.concatenate([faces, faces + count]).astype(np.int32)
    mesh = ClothMesh(
        panels=("front", "back"),
        flat_mm=np.concatenate([flat, flat]),
        panel=np.repeat([0, 1], count).astype(np.int32),
        triangles=triangles,
        sewn=sewn.astype(np.int32),
        material=np.zeros(len(triangles), np.int32),
        layers=np.ones(len(triangles)),
        materials=(CLOTH,),
        seams={"side.l": sewn[at[:, -1]].astype(np.int32), "side.r": sewn[at[:, 0]].astype(np.int32)},
        sides={
            "front/hem": at[0].astype(np.int32),
            "back/hem": (at[0] + count).astype(np.int32),
            "front/side.l": at[:, -1].astype(np.int32),
        },
    )
    return mesh, positions


def body() -> MeasuredBody:
    made = barrel(BODY_MM)
    return MeasuredBody(made, Measurements("Barrel", "female"), (), {})


def drape(converged: bool = True, radius_mm: float = TUBE_MM, columns: int = 16) -> Drape:
    mesh, positions = tube(columns, radius_mm=radius_mm)
    none = np.zeros(len(positions))
    return Drape(
        mesh=mesh, positions_mm=positions, converged=converged, why="" if converged else "it falls off the body",
        residual=0.008, speed_mm_s=0.4, contact_share=1.0, penetrations=0, self_crossings=0, seam_gap_mm=0.0,
        pressure_pa=none, ease_mm=none + radius_mm - BODY_MM, steps=40, seconds=2.4,
    )  # fmt: skip


def stripes(mm_per_px: float = 2.0) -> Texture:
    """Red below half the height, green above it, on the whole panel."""
    wide, high = int(np.ceil(np.pi * TUBE_MM / mm_per_px)), int((HIGH_MM - LOW_MM) / mm_per_px)
    image = np.zeros((high, wide, 3), np.uint8)
    image[: high // 2, :, 1] = image[high // 2 :, :, 0] = 220
    return Texture(image, -np.pi * TUBE_MM / 2, 0.0, np.pi * TUBE_MM, HIGH_MM - LOW_MM)


def maps(made: Drape) -> dict[str, MapView]:
    """Strain rises with the height from 0 to 2.4 %; ease is the true one; the others are constant."""
    up = made.mesh.flat_mm[:, 1] / (HIGH_MM - LOW_MM)
    ones = np.ones(len(up))
    return {
        "strain": MapView("strain", "Strain, max", "%", 0.0, 2.4, 2.4 * up, 2.38),
        "pressure": MapView("pressure", "Pressure", "Pa", 0.0, 2000.0, 400.0 * ones, 400.0),
        "ease": MapView("ease", "Ease", "mm", 0.0, 60.0, 15.0 * ones),
        "fit": MapView("fit", "Fit", "%", 0.0, 100.0, 120.0 * up, 119.0, limit=100.0),
        "weft": MapView("weft", "Strain, weft", "%", -2.4, 2.4, 2.4 * up, 2.38),
        "warp": MapView("warp", "Strain, warp", "%", -2.4, 2.4, -0.5 * up, 0.0),
        "tension": MapView("tension", "Tension", "N/m", 0.0, 50.0, 20.0 * up, 19.8),
    }


def report(converged: bool = True, advice: int = 2) -> FitReport:
    if not converged:
        return FitReport(False, "It falls off the body: nothing holds it up")
    found = (
        FitAdvice(
            "chest", "tight", "poor", "Chest pulls across the bust: 4 mm short of ease", "front", "side.l",
            (0.0, 500.0, TUBE_MM), (Cure("Add 8 mm at the side seam", options={"chest_ease": 112.0}),),
        ),
        FitAdvice("hem", "short", "note", "Hem rides up 6 mm at the back", "back", "hem", None, ()),
    )  # fmt: skip
    girths = (GirthFit("bust", "Bust", 942.0, 1036.0, 104.0),)
    return FitReport(True, "Fits, with two remarks", girths, advice=found[:advice])


def worn(
    converged: bool = True,
    advice: int = 2,
    caption: str = "",
    stale: bool = False,
    key: str = "a",
    radius_mm: float = TUBE_MM,
    columns: int = 16,
) -> Worn:
    made = drape(converged, radius_mm, columns)
    return Worn(
        drape=made, body=body(), caption=caption, report=report(converged, advice),
        textures={"front": stripes()}, grounds={"back": (40, 90, 200)}, maps=maps(made) if converged else {},
        handles=(Handle("hem", "Hem", ("front/hem", "back/hem"), "body_length"),), key=key, stale=stale, seconds=2.4,
    )  # fmt: skip


__all__ = ["BodyMesh", "body", "drape", "maps", "report", "stripes", "tube", "worn"]
