"""Fabric record -> the mechanics a solver needs; measured where the record has them, else estimated and said so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from ampc_desktop.core.drape import ClothMaterial
from ampc_desktop.core.fabric import Fabric, Mechanics
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

SOLVED = ("weft_n_m", "warp_n_m", "coupling_n_m", "shear_n_m", "bending_nm", "friction")
"""What the solver reads."""
MEASURED = (*SOLVED, "bending_weft_nm", "bending_warp_nm")
"""What a record may hold; bending by direction is averaged, because the solver's hinges have none."""


ELASTIC = "elastic"
"""Material role of a band that an elastic draws in."""
_ELASTIC_N_M, _ELASTIC_STRETCH = 350.0, 0.8
"""One layer of a waistband with its elastic: about 5 N for a band of 35 mm stretched by a fifth; an assumed value."""


def elastic(shell: ClothMaterial) -> ClothMaterial:
    """A band of cloth gathered on an elastic: as heavy as the cloth, stretched like the elastic."""
    soft = min(shell.warp_n_m, shell.weft_n_m, _ELASTIC_N_M)
    return replace(
        shell, id=f"{shell.id}, elastic", weft_n_m=soft, warp_n_m=soft, coupling_n_m=0.0,
        shear_n_m=min(shell.shear_n_m, soft), stretch_weft=_ELASTIC_STRETCH, stretch_warp=_ELASTIC_STRETCH,
        sources=(*shell.sources, f"elastic: {_ELASTIC_N_M:g} N/m a layer, assumed"),
    )  # fmt: skip


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
    told = _solved(given)
    weft = told.get("weft_n_m", table["stretch_load_n_m"] / max(fabric.stretch_weft, table["least_stretch"]))
    warp = told.get("warp_n_m", table["stretch_load_n_m"] / max(fabric.stretch_warp, table["least_stretch"]))
    coupling = told.get("coupling_n_m", table["coupling"] * math.sqrt(max(weft * warp, 0.0)))
    values = {
        "weft_n_m": weft,
        "warp_n_m": warp,
        "coupling_n_m": coupling,
        "shear_n_m": told.get("shear_n_m", table["shear_n_m"]),
        "bending_nm": told.get("bending_nm", table["bending_nm"] * (fabric.thickness_mm / table["reference_mm"]) ** 3),
        "friction": told.get("friction", table["friction"]),
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
    estimated = [name for name in SOLVED if name not in told]
    sources: tuple[str, ...] = (f"{', '.join(estimated)}: {table['source']}",) if estimated else ()
    return ClothMaterial(
        id=fabric.id,
        density_kg_m2=fabric.gsm / 1000.0,
        thickness_mm=fabric.thickness_mm,
        stretch_weft=max(fabric.stretch_weft, table["least_stretch"]),
        stretch_warp=max(fabric.stretch_warp, table["least_stretch"]),
        sources=sources + _sources(fabric, given),
        **values,
    )


def with_mechanics(fabric: Fabric, measured: Mechanics) -> Fabric:
    """The fabric with what was measured on it; what was not measured stays as the record has it."""
    mine = {
        name: value
        for name in ("gsm", "thickness_mm", "stretch_weft", "stretch_warp")
        if (value := getattr(measured, name)) is not None
    }
    values = {**(fabric.mechanics or {})}
    if any(name.startswith("bending") for name in measured.values):  # one kind of bending only
        values = {name: value for name, value in values.items() if not name.startswith("bending")}
    return replace(
        fabric,
        mechanics={**values, **measured.values},
        mechanics_sources={**(fabric.mechanics_sources or {}), **measured.sources},
        **mine,
    )


def _solved(given: Mapping[str, float]) -> dict[str, float]:
    """The values the solver reads: bending by direction averaged where no single value is given."""
    told = {name: value for name, value in given.items() if name in SOLVED}
    ways = [given[name] for name in ("bending_weft_nm", "bending_warp_nm") if name in given]
    if "bending_nm" not in told and ways:
        told["bending_nm"] = sum(ways) / len(ways)
    return told


def _sources(fabric: Fabric, given: Mapping[str, float]) -> tuple[str, ...]:
    """One line a source, with the values it gave."""
    if not given:
        return ()
    by_source: dict[str, list[str]] = {}
    for name in given:
        source = (fabric.mechanics_sources or {}).get(name)
        if source is None:
            return fabric.sources
        by_source.setdefault(source, []).append(name)
    return tuple(f"{', '.join(names)}: {source}" for source, names in by_source.items())
