"""The garment families the studio makes: its own, and those of enabled plug-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.schema import ParameterSchema
from ampc_desktop.garment.families import (
    a_line_skirt,
    circle_skirt,
    hoodie,
    shift_dress,
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
    shift_dress.FAMILY,
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


def add_family(family: Family) -> None:
    """Take in the family of a plug-in. Raises Problem when its id is taken or does not fit its schema."""
    add_families((family,))


def add_families(found: Sequence[Family]) -> None:
    """Take in all families of a plug-in, or none. Raises Problem for the first that is no family we can make."""
    taken = dict(_families)
    for family in found:
        _check(family, taken)
        taken[family.id] = family
    _families.update(taken)


def _check(family: Family, taken: Mapping[str, Family]) -> None:
    if not isinstance(family, Family):
        raise Problem("families() must give Family records", "plug-in", "see docs/plugins.md", code="plugin.failed")
    words = (family.id, family.label, *family.words)
    if not all(isinstance(word, str) and word.strip() for word in words) or isinstance(family.words, str):
        text = "id, label and words of a garment must be words"
        raise Problem(text, "plug-in", "see docs/plugins.md", code="plugin.failed")
    if not isinstance(family.schema, ParameterSchema):
        raise Problem(f"'{family.id}' has no schema", "plug-in", "see docs/plugins.md", code="plugin.schema")
    if family.id in taken and taken[family.id] is not family:
        raise Problem(f"there is a garment '{family.id}' already", "plug-in", "give it another id", code="plugin.taken")
    if family.schema.family != family.id:
        text = f"its options are those of '{family.schema.family}', not of '{family.id}'"
        raise Problem(text, "plug-in", "name both alike", code="plugin.schema")
