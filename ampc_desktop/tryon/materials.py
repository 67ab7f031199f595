"""Fabric record -> the mechanics a solver needs; measured where the record has them, else estimated and said so."""

from __future__ import annotations

import math

from ampc_desktop.core.drape import ClothMaterial
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

MEASURED = ("weft_n_m", "warp_n_m", "coupling_n_m", "shear_n_m", "bending_nm", "friction")


def material(fabric: Fabric) -> ClothMaterial:
    """Mechanics of a fabric: weft and warp stiffness and shear in N/m, bending in N·m, area density in kg/m².

    Values in fabric.mechanics (names in MEASURED) stand; what is missing is estimated by
    resources/tryon/mechanics.toml, and `sources` says which. Raises Problem for values no cloth can have.
    """
    table = resources.toml("tryon", "mechanics.toml")[fabric.structure]
    given = dict(fabric.mechanics or {})
    unknown = sorted(set(given) - set(MEASURED))
    if unknown:
        raise Problem(
            f"mechanics has no '{unknown[0]}'", f"fabric {fabric.id}", f"it has {', '.join(MEASURED)}",
            code="fabric.mechanics",
        )  # fmt: skip
    weft = given.get("weft_n_m", table["stretch_load_n_m"] / max(fabric.stretch_weft, table["least_stretch"]))
    warp = given.get("warp_n_m", table["stretch_load_n_m"] / max(fabric.stretch_warp, table["least_stretch"]))
    coupling = given.get("coupling_n_m", table["coupling"] * math.sqrt(max(weft * warp, 0.0)))
    values = {
        "weft_n_m": weft,
        "warp_n_m": warp,
        "coupling_n_m": coupling,
        "shear_n_m": given.get("shear_n_m", table["shear_n_m"]),
        "bending_nm": given.get("bending_nm", table["bending_nm"] * (fabric.thickness_mm / table["reference_mm"]) ** 3),
        "friction": given.get("friction", table["friction"]),
    }
    for name, value in values.items():
        positive = value > 0.0 or (value == 0.0 and name in ("coupling_n_m", "friction", "bending_nm"))
        if not (math.isfinite(value) and positive):
            raise Problem(
                f"{name} is {value:g}", f"fabric {fabric.id}", "give a positive number", code="fabric.mechanics"
            )
    if coupling**2 >= weft * warp:
        raise Problem(
            f"coupling_n_m is {coupling:g}, limit {math.sqrt(weft * warp):g}", f"fabric {fabric.id}",
            "its square must be less than weft_n_m times warp_n_m", code="fabric.mechanics",
        )  # fmt: skip
    estimated = [name for name in MEASURED if name not in given]
    sources: tuple[str, ...] = (f"{', '.join(estimated)}: {table['source']}",) if estimated else ()
    if given:
        sources += fabric.sources
    return ClothMaterial(
        id=fabric.id,
        density_kg_m2=fabric.gsm / 1000.0,
        thickness_mm=fabric.thickness_mm,
        stretch_weft=max(fabric.stretch_weft, table["least_stretch"]),
        stretch_warp=max(fabric.stretch_warp, table["least_stretch"]),
        sources=sources,
        **values,
    )
