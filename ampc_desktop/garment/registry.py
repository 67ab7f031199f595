"""The garment families the studio makes: its own, and those of enabled plug-ins."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.garment.families import (
    a_line_skirt,
    circle_skirt,
    hoodie,
    shirt,
    straight_skirt,
    tank,
    trousers,
    tshirt,
)
from ampc_desktop.garment.family import Family

_OWN = (
    tshirt.FAMILY,
    straight_skirt.FAMILY,
    a_line_skirt.FAMILY,
    circle_skirt.FAMILY,
    trousers.FAMILY,
    shirt.FAMILY,
    hoodie.FAMILY,
    tank.FAMILY,
)

_families: dict[str, Family] = {family.id: family for family in _OWN}


def families() -> Mapping[str, Family]:
    """Every family by its id, in the order they are shown."""
    return MappingProxyType(_families)


def family(id: str) -> Family:
    """One family. Raises Problem (kind NO, code garment.unknown) naming what we make."""
    if id not in _families:
        made = ", ".join(found.label for found in _families.values())
        raise Problem(f"we don't make '{id}'", "garment", f"we make: {made}", kind=Kind.NO, code="garment.unknown")
    return _families[id]
