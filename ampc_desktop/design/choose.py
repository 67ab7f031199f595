"""Which cloth: what was said if the garment allows it, else the best one on the shelf."""

from __future__ import annotations

from functools import cache

from ampc_desktop.core.fabric import Capabilities, Fabric
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.requirement import Requirement
from ampc_desktop.core.schema import Source
from ampc_desktop.runtime import resources

DEFAULT_KIND = "cotton"


@cache
def _kinds() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = resources.toml("knowledge", "fabrics.toml")["fabric"]
    return found


def choose_fabric(
    requirement: Requirement, family_id: str, capabilities: Capabilities
) -> tuple[Fabric, Source, tuple[str, ...]]:
    """(fabric, where the choice comes from, notes on substitutions).

    The wish names a kind of cloth of the knowledge graph or one fabric. Raises Problem (NO) with the nearest
    alternatives when it can't be made into this garment or can't carry the print that was asked for.
    """
    fitting = [fabric for fabric in capabilities.fabrics.values() if family_id in fabric.families]
    if not fitting:
        label = capabilities.families.get(family_id, family_id)
        raise Problem(f"no fabric on the shelf suits {_one(label)}", kind=Kind.NO, code="design.no_fabric")
    slot = requirement.slots.get("fabric")
    prints = requirement.value("motif") not in (None, "plain")
    notes: list[str] = []
    if slot is not None:
        said = _records(str(slot.value), fitting)
        usable = [fabric for fabric in said if fabric.techniques] if prints else said
        if usable:
            best = _in_colour(usable, requirement, capabilities)
            if best is not said[0] and prints and not said[0].techniques:
                notes.append(f"{best.label}: {said[0].label} can't be printed.")
            return best, slot.source, tuple(notes)
        if slot.source in ("said", "slider"):
            raise _impossible(str(slot.value), said, prints, fitting, family_id, capabilities)
        notes.append(f"{_label(str(slot.value), capabilities)} does not suit this garment.")
    preferred = _records(DEFAULT_KIND, fitting) or fitting
    refused = requirement.refused.get("fabric", ())
    allowed = [f for f in _nearest(preferred[0], fitting) if f.id not in refused and not _is_refused(f, refused)]
    ordered = list(dict.fromkeys([*(f for f in preferred if f in allowed), *allowed])) or preferred
    ordered = [fabric for fabric in ordered if fabric.techniques or not prints] or ordered
    best = _in_colour(ordered, requirement, capabilities)
    if best is ordered[0]:
        return best, "default", tuple(notes)
    colour = capabilities.inks[str(requirement.value("colour"))].label.lower()
    return best, "inferred", (*notes, f"{best.label}, because it is stocked in {colour}.")


def _records(kind: str, fitting: list[Fabric]) -> list[Fabric]:
    """Fabrics meant by a kind of cloth (or one fabric's id) that suit the garment, best first."""
    ids = _kinds().get(kind, {}).get("records", [kind])
    by_id = {fabric.id: fabric for fabric in fitting}
    return [by_id[id] for id in ids if id in by_id] if isinstance(ids, list) else []


def _is_refused(fabric: Fabric, refused: tuple[str, ...]) -> bool:
    return any(fabric.id in (_kinds().get(kind, {}).get("records") or []) for kind in refused)  # type: ignore[operator]


def _in_colour(fabrics: list[Fabric], requirement: Requirement, shop: Capabilities) -> Fabric:
    """The first that is stocked in the wished colour, else the first whose ground can be printed, else the first."""
    colour = requirement.value("colour")
    if colour is None:
        return fabrics[0]
    stocked = [fabric for fabric in fabrics if colour in fabric.grounds]
    printable = [
        f for f in fabrics if "white" in f.grounds and any(shop.techniques[t].covers_ground for t in f.techniques)
    ]
    return (stocked or printable or fabrics)[0]


def _nearest(fabric: Fabric, others: list[Fabric]) -> list[Fabric]:
    """Others by likeness: same fibre, then weight and price."""

    def gap(other: Fabric) -> tuple[float, str]:
        fibre = 0.0 if other.composition.split()[-1] == fabric.composition.split()[-1] else 1.0
        weight = abs(other.gsm - fabric.gsm) / max(fabric.gsm, 1.0)
        price = abs(other.price_eur_per_m - fabric.price_eur_per_m) / max(fabric.price_eur_per_m, 1.0)
        return fibre + weight + 0.5 * price, other.id

    return sorted(others, key=gap)


def _label(kind: str, shop: Capabilities) -> str:
    if kind in shop.fabrics:
        return shop.fabrics[kind].label
    return str(_kinds().get(kind, {}).get("label", kind.replace("_", " ")))


def _one(label: str) -> str:
    """A garment with its article: "a Hoodie", "an A-line skirt", "Trousers"."""
    if label.endswith("s") and not label.endswith("ss"):
        return label
    return f"an {label}" if label[:1] in "AEIOU" else f"a {label}"


def _impossible(
    kind: str, said: list[Fabric], prints: bool, fitting: list[Fabric], family: str, shop: Capabilities
) -> Problem:
    ids = _kinds().get(kind, {}).get("records", [kind])
    meant = [shop.fabrics[id] for id in ids if id in shop.fabrics] if isinstance(ids, list) else []
    pool = [fabric for fabric in fitting if fabric.techniques] if prints else fitting
    near = _nearest(meant[0], pool)[:3] if meant else pool[:3]
    offer = "nearest are " + ", ".join(fabric.label for fabric in near)
    garment = shop.families.get(family, family)
    if said:
        what, code = f"{said[0].label} can't be printed", "design.not_printable"
    elif meant:
        faults = [f"{fabric.label} {_wrong(fabric, fitting)} {_one(garment)}" for fabric in _each_structure(meant)]
        what, code = "; ".join(faults), "design.wrong_cloth"
    else:
        what, code = f"we have no fabric called '{kind}'", "design.unknown_fabric"
    return Problem(what, "fabric", offer, Kind.NO, code)


def _each_structure(fabrics: list[Fabric]) -> list[Fabric]:
    """The first knit and the first woven cloth, in their order: linen may mean either."""
    return list({fabric.structure: fabric for fabric in reversed(fabrics)}.values())[::-1]


def _wrong(fabric: Fabric, fitting: list[Fabric]) -> str:
    """What keeps a fabric from a garment, seen against those that suit it; ends in "for"."""
    if fabric.structure not in {other.structure for other in fitting}:
        return f"is {fabric.structure} and no cloth for"
    if fabric.gsm < min(other.gsm for other in fitting):
        return f"is too light with {fabric.gsm:.0f} g/m² for"
    if fabric.gsm > max(other.gsm for other in fitting):
        return f"is too heavy with {fabric.gsm:.0f} g/m² for"
    return "is no cloth for"
