"""The garment room: DesignSpec + Measurements -> Pattern, with cut lines, checks, edits and flat sketch."""

from __future__ import annotations

from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.schema import Option
from ampc_desktop.garment import edited_flat
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.blocks import applied, offered_rules, rule_edits
from ampc_desktop.garment.checks import run_checks
from ampc_desktop.garment.edits import apply_edits
from ampc_desktop.garment.family import Family, Wishes
from ampc_desktop.garment.made_for import block_check
from ampc_desktop.garment.registry import add_family, families, family
from ampc_desktop.garment.walking import Walk, seams_of, walk

__all__ = [
    "Family",
    "Walk",
    "Wishes",
    "add_family",
    "applied",
    "apply_edits",
    "block_check",
    "draft",
    "families",
    "family",
    "flat_sketch",
    "offered_rules",
    "resolve",
    "rule_edits",
    "run_checks",
    "seams_of",
    "walk",
    "with_cut_lines",
]


def resolve(family_id: str, wishes: Wishes, measures: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of a family resolved for this body: value, source, slider and feasible range, reason.

    wishes : option id -> (value, source); ids of other rooms' slots are passed over.
    Raises Problem: unknown family (NO), unknown choice, a value that is no number, a measure that is missing.
    """
    found = family(family_id)
    found.need(measures)
    return found.resolve({id: wish for id, wish in wishes.items() if id in found.schema}, measures, fabric)


def draft(spec: DesignSpec, measures: Measurements, fabric: Fabric) -> Pattern:
    """The made-to-measure pattern of a spec, with cut lines.

    The options of the spec must be resolved for this body and fabric (see `resolve`). Raises Problem: unknown
    family (NO), a measure that is missing.
    """
    found = family(spec.family)
    found.need(measures)
    return found.draft(spec, measures, fabric)


def flat_sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """The garment as a flat, front and back, drawn from the pieces, edited ones too. Raises Problem: unknown family."""
    return edited_flat.sketch(pattern, spec, family(pattern.family).flat)
