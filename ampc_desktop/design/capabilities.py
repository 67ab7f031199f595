"""What the shop can do, read from the records in resources: fabrics, inks and print techniques."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ampc_desktop.core.fabric import Capabilities, Fabric, Ink, Technique
from ampc_desktop.core.problem import Problem
from ampc_desktop.design.colour import delta_e, lab_of
from ampc_desktop.runtime import codec, resources

_FABRIC_LIMITS: Mapping[str, tuple[float, float]] = {
    "gsm": (20, 1000),
    "thickness_mm": (0.05, 10),
    "usable_width_mm": (200, 4000),
    "price_eur_per_m": (0, 1000),
    "stretch_weft": (0, 2),
    "stretch_warp": (0, 2),
    "shrinkage_warp": (0, 0.2),
    "shrinkage_weft": (0, 0.2),
    "stock_m": (0, 100_000),
    "lead_days": (0, 365),
}
_TECHNIQUE_LIMITS: Mapping[str, tuple[float, float]] = {
    "dpi": (72, 2400),
    "min_line_mm": (0, 10),
    "min_gap_mm": (0, 10),
    "max_inks": (0, 64),
    "setup_eur": (0, 10_000),
    "eur_per_m2": (0, 1000),
    "seconds_per_m2": (0, 100_000),
}


def load_capabilities(families: Mapping[str, str], takes: Callable[[str, Fabric], bool]) -> Capabilities:
    """All fabrics, inks and techniques of the resources folder.

    families : garment family ids that can be made, with labels; takes: whether one can be made of a cloth.
    Raises Problem that names file and field of the first bad record.
    """
    inks = read_inks(resources.text("inks.toml"), "resources/inks.toml")
    techniques = read_techniques(resources.text("techniques.toml"), "resources/techniques.toml")
    fabrics: dict[str, Fabric] = {}
    for path in sorted(resources.path("fabrics").glob("*.toml")):
        where = f"resources/fabrics/{path.name}"
        fabric = read_fabric(path.read_text(encoding="utf-8"), where)
        if fabric.id != path.stem:
            raise _bad(where, f"id is '{fabric.id}'", f"give it the name of its file, '{path.stem}'")
        fabrics[fabric.id] = fabric
    for fabric in fabrics.values():
        where = f"resources/fabrics/{fabric.id}.toml"
        _known(where, "grounds", fabric.grounds, inks)
        _known(where, "techniques", fabric.techniques, techniques)
        _known(where, "rib", () if fabric.rib is None else (fabric.rib,), fabrics)
    fabrics = {
        id: replace(fabric, families=tuple(family for family in families if takes(family, fabric)))
        for id, fabric in fabrics.items()
    }
    return Capabilities(fabrics, inks, techniques, dict(families))


def read_fabric(text: str, where: str) -> Fabric:
    """One fabric record. Raises Problem naming the field."""
    fabric = codec.from_plain(_toml(text, where), Fabric, where)
    _within(where, fabric, _FABRIC_LIMITS)
    if not fabric.sources:
        raise _bad(where, "sources is empty", "say where the figures are from")
    return fabric


def read_inks(text: str, where: str) -> dict[str, Ink]:
    """Ink records by id. Raises Problem naming the ink whose lab and srgb disagree or are out of range."""
    inks: dict[str, Ink] = _records(text, where, Ink)
    for ink in inks.values():
        if not all(0 <= channel <= 255 for channel in ink.srgb):
            raise _bad(f"{where}: {ink.id}.srgb", f"{list(ink.srgb)} is not a colour", "channels go from 0 to 255")
        gap = delta_e(ink.lab, lab_of(ink.srgb))
        if gap > 0.5:
            right = ", ".join(f"{value:.2f}" for value in lab_of(ink.srgb))
            raise _bad(f"{where}: {ink.id}.lab", f"lab lies {gap:.1f} dE00 from srgb", f"srgb gives [{right}]")
    return inks


def read_techniques(text: str, where: str) -> dict[str, Technique]:
    """Technique records by id; repeat_divides_mm may be left out. Raises Problem."""
    techniques: dict[str, Technique] = _records(text, where, Technique, lambda raw: {"repeat_divides_mm": None, **raw})
    for technique in techniques.values():
        _within(f"{where}: {technique.id}", technique, _TECHNIQUE_LIMITS)
    return techniques


def _records(text: str, where: str, type_: Any, fill: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> Any:
    found = {}
    for id, raw in _toml(text, where).items():
        if not isinstance(raw, dict):
            raise _bad(f"{where}: {id}", "this is not a record", f"write [{id}] and its fields below")
        found[id] = codec.from_plain({"id": id, **fill(raw)}, type_, f"{where}: {id}")
    return found


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(where, f"not TOML: {error}", "mend this line") from error


def _within(where: str, record: Any, limits: Mapping[str, tuple[float, float]]) -> None:
    for name, (low, high) in limits.items():
        value = getattr(record, name)
        if not low <= value <= high:
            raise _bad(f"{where}: {name}", f"{name} is {value:g}", f"{low:g} to {high:g} is possible")


def _known(where: str, name: str, ids: tuple[str, ...], known: Mapping[str, Any]) -> None:
    for id in ids:
        if id not in known:
            raise _bad(f"{where}: {name}", f"'{id}' is unknown", f"known are {', '.join(sorted(known))[:200]}")


def _bad(where: str, what: str, remedy: str) -> Problem:
    return Problem(what, where, remedy, code="resource.invalid")
