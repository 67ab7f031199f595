"""A studio's own fabric measurements: one file a fabric in the studio's folder, in the place of the shipped values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ampc_desktop import tryon
from ampc_desktop.core.fabric import Capabilities, Fabric
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files
from ampc_desktop.studio import settings
from ampc_desktop.tryon.laboratory import FAST, KES, OWN

SUFFIXES = (".yaml", ".yml", ".toml")
BLOCKS = ("mechanics", "kes", "fast")


def folder() -> Path:
    """Where own measurements lie: FABRIC_ID.yaml (docs/formats/fabric-mechanics.md)."""
    return settings.home() / "mechanics"


def with_file(fabric: Fabric, path: Path) -> Fabric:
    """The fabric with what a file says of it. Raises Problem naming file, line and field."""
    return tryon.with_mechanics(fabric, tryon.read_mechanics(_text_of(path), str(path)))


def _text_of(path: Path) -> str:
    try:
        return files.read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("this is not a text file", str(path), "give YAML or TOML", code="fabric.mechanics") from error


def with_own(shop: Capabilities) -> Capabilities:
    """What the shop can do, with the studio's own measurements of its fabrics. Raises Problem for a bad file."""
    fabrics = dict(shop.fabrics)
    for path in sorted(folder().glob("*")):
        if path.suffix in SUFFIXES and path.stem in fabrics:
            fabrics[path.stem] = with_file(fabrics[path.stem], path)
    return replace(shop, fabrics=fabrics)


def save(fabric_id: str, text: str) -> Path:
    """Keep own measurements of a fabric; they count from the next order. Raises Problem for values no cloth has."""
    target = folder() / f"{fabric_id}.yaml"
    tryon.read_mechanics(text, target.name)
    forget(fabric_id)  # a file in another notation would count as well
    files.write_text(target, text)
    return target


def forget(fabric_id: str) -> None:
    """Back to the shipped values."""
    for suffix in SUFFIXES:
        (folder() / f"{fabric_id}{suffix}").unlink(missing_ok=True)


@dataclass(frozen=True)
class Reading:
    """One field of the form. name: in the file; low, high: what the method can read, in the form's unit; factor: from
    that to the file's."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    factor: float = 1.0


@dataclass(frozen=True)
class Method:
    """One way a cloth is measured. block: its name in the file."""

    block: str
    label: str
    readings: tuple[Reading, ...]


_OWN = (
    ("weft_n_m", "Stiffness across the grain", "N/m"),
    ("warp_n_m", "Stiffness along the grain", "N/m"),
    ("coupling_n_m", "Coupling of both", "N/m"),
    ("shear_n_m", "Shear stiffness", "N/m"),
    ("bending_weft_nm", "Bending across", "µN·m"),
    ("bending_warp_nm", "Bending along", "µN·m"),
    ("stretch_weft", "Comfortable stretch across", "%"),
    ("stretch_warp", "Comfortable stretch along", "%"),
    ("friction", "Friction on skin", ""),
    ("gsm", "Weight", "g/m²"),
    ("thickness_mm", "Thickness", "mm"),
)
_FACTORS = {"bending_weft_nm": 1e-6, "bending_warp_nm": 1e-6, "stretch_weft": 0.01, "stretch_warp": 0.01}
"""From the unit people write a value in to that of the file."""
_KES = (
    ("EMT_weft", "EMT across", "%"),
    ("EMT_warp", "EMT along", "%"),
    ("LT_weft", "LT across", ""),
    ("LT_warp", "LT along", ""),
    ("B_weft", "Bending B across", "gf·cm²/cm"),
    ("B_warp", "Bending B along", "gf·cm²/cm"),
    ("G", "Shear G", "gf/cm·°"),
    ("MIU", "Friction MIU", ""),
    ("W", "Weight W", "mg/cm²"),
    ("T0", "Thickness T0", "mm"),
)
_FAST = (
    ("E100_weft", "E100 across", "%"),
    ("E100_warp", "E100 along", "%"),
    ("EB5", "Bias extension EB5", "%"),
    ("C_weft", "Bending length C across", "mm"),
    ("C_warp", "Bending length C along", "mm"),
    ("W", "Weight W", "g/m²"),
    ("T2", "Thickness T2", "mm"),
)


def methods() -> tuple[Method, ...]:
    """Own values, KES-F and FAST, with the readings a form asks for."""
    found = []
    for block, words, fields, limits in (
        ("mechanics", "Own values", _OWN, OWN),
        ("kes", "KES-F", _KES, KES),
        ("fast", "FAST", _FAST, FAST),
    ):
        readings = []
        for name, text, unit in fields:
            factor = _FACTORS.get(name, 1.0) if block == "mechanics" else 1.0
            low, high = (limit / factor for limit in limits[name])
            readings.append(Reading(name, text, unit, low, high, factor))
        found.append(Method(block, words, tuple(readings)))
    return tuple(found)


def written(source: str, blocks: Mapping[str, Mapping[str, float]]) -> str:
    """The file of a form's values by block (docs/formats/fabric-mechanics.md)."""
    lines = [f"source: {json.dumps(source, ensure_ascii=False)}"]
    for block, values in blocks.items():
        if values:
            lines += [f"{block}:", *(f"  {name}: {value:.6e}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def converted(fabric: Fabric, text: str) -> tuple[tuple[str, str, str], ...]:
    """(what, value, source) of the mechanics a fabric has with a file's text; "" for the values it has now.

    Raises Problem for values no cloth has.
    """
    own = tryon.with_mechanics(fabric, tryon.read_mechanics(text, "form")) if text else fabric
    cloth = tryon.material(own)
    sources = own.mechanics_sources or {}
    rows = (
        ("weft_n_m", "Stiffness across", f"{cloth.weft_n_m:.0f} N/m"),
        ("warp_n_m", "Stiffness along", f"{cloth.warp_n_m:.0f} N/m"),
        ("shear_n_m", "Shear", f"{cloth.shear_n_m:.0f} N/m"),
        ("bending_nm", "Bending", f"{1e6 * cloth.bending_nm:.2f} µN·m"),
        ("friction", "Friction", f"{cloth.friction:.2f}"),
    )
    bending = sources.get("bending_nm") or sources.get("bending_weft_nm", "")
    told = {**sources, "bending_nm": bending}
    return tuple((label, value, told.get(name) or "estimated from the record") for name, label, value in rows)


def present(fabric: Fabric) -> dict[str, float]:
    """What the try-on uses for the fields of the form's own values, in the file's units. Raises Problem."""
    cloth = tryon.material(fabric)
    return {
        "weft_n_m": cloth.weft_n_m,
        "warp_n_m": cloth.warp_n_m,
        "coupling_n_m": cloth.coupling_n_m,
        "shear_n_m": cloth.shear_n_m,
        "bending_weft_nm": cloth.bending_nm,
        "bending_warp_nm": cloth.bending_nm,
        "friction": cloth.friction,
        "gsm": 1000.0 * cloth.density_kg_m2,
        "thickness_mm": cloth.thickness_mm,
        "stretch_weft": cloth.stretch_weft,
        "stretch_warp": cloth.stretch_warp,
    }


@dataclass(frozen=True)
class OwnFile:
    """What stands in a fabric's own file. blocks: values by name, "mechanics" and perhaps "kes" or "fast"."""

    path: Path
    source: str
    blocks: Mapping[str, Mapping[str, float]]


def own_file(fabric_id: str) -> OwnFile | None:
    """The studio's own file of a fabric, None if there is none. Raises Problem for one that somebody spoilt."""
    path = next((path for suffix in SUFFIXES if (path := folder() / f"{fabric_id}{suffix}").exists()), None)
    return None if path is None else read_own(path)


def read_own(path: Path) -> OwnFile:
    """A file of measurements, as it stands. Raises Problem naming file, line and field."""
    text = _text_of(path)
    tryon.read_mechanics(text, str(path))
    raw: dict[str, Any] = tomllib.loads(text) if path.suffix.lower() == ".toml" else yaml.safe_load(text)
    blocks = {name: {key: float(value) for key, value in raw[name].items()} for name in BLOCKS if name in raw}
    return OwnFile(path, str(raw["source"]).strip(), {name: _by_way(values) for name, values in blocks.items()})


def _by_way(values: Mapping[str, float]) -> dict[str, float]:
    """One value for both ways stands in both fields of the form."""
    found = dict(values)
    for name in ("EMT", "LT", "B", "E100", "C", "bending_nm"):
        if name in found:
            value, stem = found.pop(name), name.removesuffix("_nm")
            tail = "_nm" if name.endswith("_nm") else ""
            for way in ("weft", "warp"):
                found.setdefault(f"{stem}_{way}{tail}", value)
    return found


def own_text(fabric_id: str) -> str:
    """The studio's own file of a fabric, "" if there is none."""
    for suffix in SUFFIXES:
        path = folder() / f"{fabric_id}{suffix}"
        if path.exists():
            return path.read_text("utf-8")
    return ""
