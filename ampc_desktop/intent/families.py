"""Which garment is meant, and what cloth it can be made of."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.fabric import Capabilities
from ampc_desktop.core.requirement import Slot
from ampc_desktop.core.schema import ParameterSchema, Value
from ampc_desktop.intent.lexicon import nodes
from ampc_desktop.intent.making import SHAPING
from ampc_desktop.intent.turn import Turn

DEFAULT_FAMILY = "tshirt"


_SHAPE = {"neckline": DEFAULT_FAMILY, "sleeve": DEFAULT_FAMILY}


def family_of(turn: Turn, shop: Capabilities, schemas: Mapping[str, ParameterSchema]) -> str:
    """Family of the garment; inferred from what only one family has when nobody named it."""
    now = turn.slots.get("garment")
    if now is not None and (now.source in ("said", "slider")):
        return str(now.value)
    votes: dict[str, int] = {}
    for name, slot in turn.slots.items():
        if name == "fabric":
            families = fabric_families(str(slot.value), shop)
            family = families[0] if families and DEFAULT_FAMILY not in families else None
        else:
            only = [id for id, schema in schemas.items() if _has(schema, name, slot.value)]
            family = (
                only[0] if len(only) == 1 else _SHAPE.get(name) or nodes(name).get(str(slot.value), {}).get("family")
            )
        if family:
            votes[str(family)] = votes.get(str(family), 0) + 1
    if len(votes) == 1:
        family = next(iter(votes))
        turn.slots["garment"] = Slot(family, "inferred", 0.8)
        return family
    turn.slots["garment"] = now or Slot(DEFAULT_FAMILY, "default", 0.5)
    return str(turn.slots["garment"].value)


def _has(schema: ParameterSchema, name: str, value: Value) -> bool:
    """Whether a garment has an option, and the choice that was said of it."""
    if name not in schema or schema[name].kind not in SHAPING:
        return False
    return schema[name].kind == "switch" or str(value) in dict(schema[name].choices)


def fabric_families(kind: str, shop: Capabilities) -> list[str]:
    """Garment families a kind of cloth (or one fabric) can be made into."""
    records = nodes("fabric").get(kind, {}).get("records", [kind])
    found = [family for record in records if record in shop.fabrics for family in shop.fabrics[record].families]
    return [family for family in shop.families if family in found]
