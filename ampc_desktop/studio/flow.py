"""The way data takes, stage by stage.

    say → understand → complete → design → draft → edit → place print → check → embody → drape → lay → quote → release

`studio.flow` wires the rooms; each stage is a pure function, computed once per content of its inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from ampc_desktop import body, cutting, design, garment, production
from ampc_desktop.core.block import AlterationRule, Block
from ampc_desktop.core.check import CheckResult, Readiness, readiness
from ampc_desktop.core.design import DesignSpec, PrintSpec
from ampc_desktop.core.drape import Drape
from ampc_desktop.core.edit import Edited, PatternEdit
from ampc_desktop.core.fabric import Capabilities, Fabric
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.order import Bom, CostLine, Operation, Quote
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.requirement import Requirement
from ampc_desktop.core.schema import Option, Source, Value
from ampc_desktop.studio import drapes, mechanics
from ampc_desktop.studio.stages import Flow, Keeper, Results, Stage
from ampc_desktop.studio.state import DesignState

DEFAULT_FAMILY = "tshirt"
INSIDES = {"fusible": "fusible_woven", "lining": "cotton_pocketing"}
"""Cloth of what is not seen: material role -> fabric."""


@dataclass(frozen=True)
class Nesting:
    """How markers are made. gap and margin in mm, time limit of the shell in seconds, doubled each round."""

    seconds: int = 3
    gap_mm: float = 2.0
    edge_mm: float = 5.0
    rounds: int = 0

    @property
    def time_limit(self) -> int:
        return int(self.seconds * 2**self.rounds)


def shipped_capabilities() -> Capabilities:
    """What the shipped records allow for the garments that can be drafted."""
    made = garment.families()
    return design.load_capabilities(
        {id: family.label for id, family in made.items()}, lambda id, fabric: made[id].takes(fabric)
    )


@cache
def capabilities() -> Capabilities:
    """What this studio can make today, from the shipped records and its own measurements of fabrics."""
    return mechanics.with_own(shipped_capabilities())


def family_of(requirement: Requirement) -> str:
    return str(requirement.value("garment") or DEFAULT_FAMILY)


def wishes(requirement: Requirement, family: str) -> dict[str, tuple[Value, Source]]:
    """The slots that are options of the garment, as the family's resolver takes them."""
    schema = garment.family(family).schema
    return {name: (slot.value, slot.source) for name, slot in requirement.slots.items() if name in schema}


def _fabric_choice(requirement: Requirement, shop: Capabilities) -> tuple[Fabric, Source, tuple[str, ...]]:
    return design.choose_fabric(requirement, family_of(requirement), shop)


def _options(
    requirement: Requirement, measures: Measurements, choice: tuple[Fabric, Source, tuple[str, ...]]
) -> dict[str, Option]:
    return resolved(requirement, measures, choice[0])


def resolved(requirement: Requirement, measures: Measurements, cloth: Fabric) -> dict[str, Option]:
    """Every option of the garment. What was ruled out ("without a hood") is not assumed: the choice beside it is.

    Raises Problem as `garment.resolve` does.
    """
    family = family_of(requirement)
    asked = wishes(requirement, family)
    options = garment.resolve(family, asked, measures, cloth)
    instead = {id: other for id, option in options.items() if (other := _unrefused(option, requirement))}
    if not instead:
        return options
    return garment.resolve(family, {**asked, **instead}, measures, cloth)


def _unrefused(option: Option, requirement: Requirement) -> tuple[Value, Source] | None:
    """The choice nearest to an assumed one that the person ruled out; None where nothing is to be changed."""
    refused = requirement.refused.get(option.parameter.id, ())
    known = [id for id, _ in option.parameter.choices]
    if option.source in ("said", "slider") or option.value not in refused or option.value not in known:
        return None
    at = known.index(str(option.value))
    free = [id for id in known if id not in refused]
    return (min(free, key=lambda id: abs(known.index(id) - at)), "inferred") if free else None


def _print_spec(
    requirement: Requirement, choice: tuple[Fabric, Source, tuple[str, ...]], shop: Capabilities, seed: int
) -> PrintSpec:
    return design.print_spec(requirement, family_of(requirement), choice[0], shop, seed)


def _print_options(
    requirement: Requirement,
    print_spec: PrintSpec,
    choice: tuple[Fabric, Source, tuple[str, ...]],
    shop: Capabilities,
) -> dict[str, Option]:
    return design.print_options(requirement, print_spec, family_of(requirement), choice, shop)


def _design(
    requirement: Requirement,
    options: Mapping[str, Option],
    choice: tuple[Fabric, Source, tuple[str, ...]],
    print_spec: PrintSpec,
) -> DesignSpec:
    family = family_of(requirement)
    label = garment.family(family).label
    notes = (*choice[2], *print_spec.adjusted)
    return DesignSpec(family, dict(options), choice[0].id, print_spec, label, notes)


def _draft(spec: DesignSpec, measures: Measurements, choice: tuple[Fabric, Source, tuple[str, ...]]) -> Pattern:
    return garment.draft(spec, measures, choice[0])


def _fabrics(pattern: Pattern, choice: tuple[Fabric, Source, tuple[str, ...]], shop: Capabilities) -> dict[str, Fabric]:
    return fabrics_of(pattern, choice[0], shop)


def fabrics_of(pattern: Pattern, shell: Fabric, shop: Capabilities) -> dict[str, Fabric]:
    """Cloth per material role of the pattern: the shell is the chosen fabric, the rib its matching rib."""
    found: dict[str, Fabric] = {}
    for material in cutting.materials(pattern):
        if material == "rib" and shell.rib is not None:
            found[material] = shop.fabrics[shell.rib]
        elif material in INSIDES:
            found[material] = shop.fabrics[INSIDES[material]]
        elif material in shop.fabrics:
            found[material] = shop.fabrics[material]
        else:
            found[material] = shell
    return found


def _to_lay(pattern: Pattern, fabrics: Mapping[str, Fabric]) -> dict[str, tuple[MarkerPiece, ...]]:
    return {
        material: cutting.marker_pieces(pattern, material, one_way=fabric.nap == "one_way")
        for material, fabric in fabrics.items()
    }


def _rules(fabric: Fabric, nesting: Nesting) -> MarkerRules:
    return MarkerRules(fabric.usable_width_mm, nesting.gap_mm, nesting.edge_mm)


def _estimate(
    to_lay: Mapping[str, tuple[MarkerPiece, ...]], fabrics: Mapping[str, Fabric], nesting: Nesting
) -> dict[str, Marker]:
    return {
        material: cutting.estimate(pieces, _rules(fabrics[material], nesting), material, fabrics[material].id)
        for material, pieces in to_lay.items()
    }


def _nest(
    to_lay: Mapping[str, tuple[MarkerPiece, ...]],
    fabrics: Mapping[str, Fabric],
    nesting: Nesting,
    seed: int,
    progress: Progress,
) -> dict[str, Marker]:
    """Verified markers. The shell gets the whole time limit, small materials one second each."""
    biggest = max(to_lay, key=lambda material: sum(len(piece.outline) for piece in to_lay[material]))
    made: dict[str, Marker] = {}
    for material, pieces in to_lay.items():
        seconds = nesting.time_limit if material in ("shell", biggest) else 1
        rules = _rules(fabrics[material], nesting)
        cloth = fabrics[material].id
        made[material] = cutting.nest(pieces, rules, material, cloth, seconds, seed + nesting.rounds, progress)
    return made


def _cut_costs(
    markers: Mapping[str, Marker], fabrics: Mapping[str, Fabric], prices: production.PriceList
) -> tuple[CostLine, ...]:
    """Equations 9 to 11 of the sizing and COP paper, material by material, as lines of the quote."""
    lines: list[CostLine] = []
    for material, marker in markers.items():
        fabric = fabrics[material]
        rates = prices.cut_rates(fabric.price_eur_per_m)
        cost = cutting.cut_cost(marker.length_mm, 1, cutting.cut_length_mm(marker.pieces), rates)
        fabric_basis = f"{cost.fabric_m:.3f} m × € {fabric.price_eur_per_m:.2f}"
        minutes = 60 * (cost.spreading_h + cost.cutting_h)
        cut_basis = f"{minutes:.1f} min × € {prices.labour.cutter_eur_per_h:.2f} per h"
        lines.append(CostLine("fabric", fabric.label, cost.fabric_eur, fabric_basis))
        cutting_eur = cost.spreading_eur + cost.cutting_eur
        lines.append(CostLine("cutting", f"Spread and cut {material}", cutting_eur, cut_basis))
    return tuple(lines)


def _bom(
    pattern: Pattern,
    markers: Mapping[str, Marker],
    fabrics: Mapping[str, Fabric],
    print_spec: PrintSpec,
    shop: Capabilities,
    prices: production.PriceList,
) -> Bom:
    technique = shop.techniques.get(print_spec.technique)
    return production.bom(pattern, markers, fabrics, print_spec, technique, prices)


def _operations(
    pattern: Pattern,
    fabrics: Mapping[str, Fabric],
    markers: Mapping[str, Marker],
    print_spec: PrintSpec,
    shop: Capabilities,
    prices: production.PriceList,
) -> tuple[Operation, ...]:
    technique = shop.techniques.get(print_spec.technique)
    return production.operations(pattern, fabrics, markers, print_spec, technique, prices)


def _quote(
    bom: Bom,
    operations: tuple[Operation, ...],
    cut_costs: tuple[CostLine, ...],
    markers: Mapping[str, Marker],
    fabrics: Mapping[str, Fabric],
    prices: production.PriceList,
) -> Quote:
    estimated = any(marker.estimated for marker in markers.values())
    plus_minus = sum(
        marker.plus_minus_mm / 1000 * fabrics[material].price_eur_per_m for material, marker in markers.items()
    )
    return production.quote(bom, operations, cut_costs, prices, estimated, plus_minus)


def _lead_time(
    operations: tuple[Operation, ...],
    markers: Mapping[str, Marker],
    fabrics: Mapping[str, Fabric],
    print_spec: PrintSpec,
    prices: production.PriceList,
    today: str,
) -> Any:
    return production.lead_time(operations, markers, fabrics, print_spec, prices, date.fromisoformat(today))


def _ruled(
    requirement: Requirement, measures: Measurements, rules: tuple[AlterationRule, ...]
) -> tuple[PatternEdit, ...]:
    return garment.rule_edits(rules, family_of(requirement), measures)


def _apply_edits(
    draft: Pattern, block: Block | None, ruled: tuple[PatternEdit, ...], edits: tuple[PatternEdit, ...]
) -> Edited:
    return garment.applied(draft, block, ruled, edits)


def _checks(edited: Edited) -> tuple[CheckResult, ...]:
    return garment.run_checks(edited.pattern, edited.conflicts)


def _readiness(checks: tuple[CheckResult, ...], width: CheckResult, block: CheckResult | None) -> Readiness:
    return readiness((*checks, width, *([block] if block is not None else [])))


def _round_trip(pattern: Pattern) -> CheckResult:
    """Check 16: the pattern written as DXF and read back."""
    from ampc_desktop import exchange  # only here: the window paints before it is needed

    info = exchange.StyleInfo(style=pattern.style or pattern.family.upper())
    return exchange.check_roundtrip(pattern, exchange.write_pattern_dxf(pattern, "astm_gerber", info))


def _full_readiness(report: Readiness, round_trip: CheckResult) -> Readiness:
    return readiness((*report.checks, round_trip))


def _pricing(markers: str, prefix: str) -> tuple[Stage, ...]:
    """From markers to price and date: once for nested markers, once for estimated ones (names with a prefix)."""
    costs, bill, work = f"{prefix}cut_costs", f"{prefix}bom", f"{prefix}operations"
    return (
        Stage(costs, (markers, "fabrics", "prices"), _cut_costs),
        Stage(bill, ("pattern", markers, "fabrics", "print_spec", "capabilities", "prices"), _bom),
        Stage(work, ("pattern", "fabrics", markers, "print_spec", "capabilities", "prices"), _operations),
        Stage(f"{prefix}quote", (bill, work, costs, markers, "fabrics", "prices"), _quote),
        Stage(f"{prefix}lead_time", (work, markers, "fabrics", "print_spec", "prices", "today"), _lead_time),
    )


STAGES = (
    Stage("measures", ("body",), body.complete),
    Stage("plausibility", ("measures",), body.plausibility),
    Stage("avatar", ("measures", "shape"), lambda measures, shape: body.fit(measures, shape)),
    Stage("fabric_choice", ("requirement", "capabilities"), _fabric_choice),
    Stage("options", ("requirement", "measures", "fabric_choice"), _options),
    Stage("print_spec", ("requirement", "fabric_choice", "capabilities", "seed"), _print_spec),
    Stage("print_options", ("requirement", "print_spec", "fabric_choice", "capabilities"), _print_options),
    Stage("design", ("requirement", "options", "fabric_choice", "print_spec"), _design),
    Stage("draft", ("design", "measures", "fabric_choice"), _draft),
    Stage("ruled", ("requirement", "measures", "rules"), _ruled),
    Stage("edited", ("draft", "block", "ruled", "edits"), _apply_edits),
    Stage("pattern", ("edited",), lambda edited: edited.pattern),
    Stage("artwork", ("print_spec",), design.draw),
    Stage("placement", ("print_spec", "pattern"), design.place),
    Stage("flat", ("pattern", "design"), garment.flat_sketch),
    Stage("checks", ("edited",), _checks),
    Stage("fabrics", ("pattern", "fabric_choice", "capabilities"), _fabrics),
    Stage("cloth_materials", ("fabrics",), drapes.materials),
    Stage("cloth", ("pattern", "cloth_materials", "draping"), drapes.cloth),
    Stage("drape", ("cloth", "avatar"), drapes.drape, long=True, streams=True, keep_as=Drape, version=4),
    Stage("width_check", ("pattern", "fabrics"), cutting.check_width),
    Stage("block_check", ("block", "pattern", "measures"), garment.block_check),
    Stage("readiness", ("checks", "width_check", "block_check"), _readiness),
    Stage("round_trip", ("pattern",), _round_trip),
    Stage("full_readiness", ("readiness", "round_trip"), _full_readiness),
    Stage("to_lay", ("pattern", "fabrics"), _to_lay),
    Stage("estimate", ("to_lay", "fabrics", "nesting"), _estimate),
    Stage("markers", ("to_lay", "fabrics", "nesting", "seed"), _nest, long=True, keep_as=dict[str, Marker]),
    *_pricing("markers", ""),
    *_pricing("estimate", "estimated_"),
)


def make_flow(keeper: Keeper | None = None) -> Flow:
    return Flow(STAGES, keeper)


def rules_of(state: DesignState, house_rules: tuple[AlterationRule, ...]) -> tuple[AlterationRule, ...]:
    """The alteration rules of a design: its block's, and those of the house it has not dropped."""
    return (*state.rules, *(rule for rule in house_rules if rule.id not in state.dropped_rules))


def inputs_of(
    state: DesignState,
    prices: production.PriceList,
    nesting: Nesting | None = None,
    today: date | None = None,
    house_rules: tuple[AlterationRule, ...] = (),
) -> dict[str, Any]:
    """What the stages of one state start from."""
    return {
        "body": state.body,
        "shape": state.shape,
        "requirement": replace(state.requirement, turns=0, unknown=(), unclear=()),
        "edits": state.edits,
        "block": state.block,
        "rules": rules_of(state, house_rules),
        "seed": state.seed,
        "capabilities": capabilities(),
        "prices": prices,
        "nesting": nesting or Nesting(),
        "draping": drapes.Draping(),
        "today": (today or date.today()).isoformat(),
    }


__all__ = ["STAGES", "Nesting", "Results", "capabilities", "family_of", "inputs_of", "make_flow", "wishes"]
