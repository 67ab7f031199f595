"""A studio's own fabric measurements: one file a fabric in the studio's folder, in the place of the shipped values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ampc_desktop import tryon
from ampc_desktop.core.fabric import Capabilities, Fabric
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files
from ampc_desktop.studio import settings

SUFFIXES = (".yaml", ".yml", ".toml")


def folder() -> Path:
    """Where own measurements lie: FABRIC_ID.yaml (docs/formats/fabric-mechanics.md)."""
    return settings.home() / "mechanics"


def with_file(fabric: Fabric, path: Path) -> Fabric:
    """The fabric with what a file says of it. Raises Problem naming file, line and field."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError):
            raise files.problem_of(error, path) from error
        raise Problem("this is not a text file", str(path), "give YAML or TOML", code="fabric.mechanics") from error
    return tryon.with_mechanics(fabric, tryon.read_mechanics(text, str(path)))


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
    files.write_text(target, text)
    return target


def forget(fabric_id: str) -> None:
    """Back to the shipped values."""
    for suffix in SUFFIXES:
        (folder() / f"{fabric_id}{suffix}").unlink(missing_ok=True)
