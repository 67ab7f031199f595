"""The garment families the studio makes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.garment import flat_skirt, flat_tshirt, skirt, skirt_draft, tshirt, tshirt_draft
from ampc_desktop.garment.family import Family
from ampc_desktop.garment.schema_skirt import SCHEMA as SKIRT
from ampc_desktop.garment.schema_tshirt import SCHEMA as TSHIRT

_FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "tshirt": Family(
            "tshirt", "T-shirt", "knit", TSHIRT, tshirt.REQUIRED, tshirt.resolve, tshirt_draft.draft, flat_tshirt.sketch
        ),
        "straight_skirt": Family(
            "straight_skirt",
            "Straight skirt",
            "woven",
            SKIRT,
            skirt.REQUIRED,
            skirt.resolve,
            skirt_draft.draft,
            flat_skirt.sketch,
        ),
    }
)


def families() -> Mapping[str, Family]:
    """Every family by its id, in the order they are shown."""
    return _FAMILIES


def family(id: str) -> Family:
    """One family. Raises Problem (kind NO, code garment.unknown) naming what we make."""
    if id not in _FAMILIES:
        made = ", ".join(found.label for found in _FAMILIES.values())
        raise Problem(f"we don't make '{id}'", "garment", f"we make: {made}", kind=Kind.NO, code="garment.unknown")
    return _FAMILIES[id]
