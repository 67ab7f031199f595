"""What the studio learns from its pattern makers: corrections of released orders, rules proposed and kept.

Corrections lie in the hub's events; house rules in a file of the studio's folder, read with every design.
"""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop import garment
from ampc_desktop.core.block import AlterationRule
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment.corrections import folded
from ampc_desktop.garment.learning import Case, Proposal, proposals
from ampc_desktop.runtime import codec
from ampc_desktop.studio import flow
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.house_rules import house_rules, write_rules
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

__all__ = ["STREAM", "Proposal", "accept", "cases", "proposed", "refuse", "remember", "retire"]

STREAM = "corrections"


def remember(studio: Studio, order_id: str, state: DesignState, results: Results) -> None:
    """Note what was corrected in a released order; that nothing was is worth as much."""
    applied = results["edited"].applied
    bare = garment.applied(results["draft"], state.block, (), ()).pattern
    edits = folded(bare, applied)
    case = Case(state.body.name, flow.family_of(state.requirement), results["measures"], edits)
    studio.hub.append_event(STREAM, "order.corrected", {"order": order_id, "case": codec.to_plain(case)})


def cases(studio: Studio) -> tuple[Case, ...]:
    """Released garments with their corrections, oldest first; what another version wrote is left out."""
    found = []
    for event in studio.hub.read_stream(STREAM):
        try:
            found.append(codec.from_plain(event.data["case"], Case, "hub"))
        except (Problem, KeyError):
            continue
    return tuple(found)


def proposed(studio: Studio) -> tuple[Proposal, ...]:
    """Rules that the corrections support and the house does not have, best first."""
    refused = {str(event.data["rule"]) for event in studio.hub.read_stream(STREAM) if event.type == "rule.refused"}
    return tuple(one for one in proposals(cases(studio), house_rules()) if one.rule.id not in refused)


def refuse(studio: Studio, proposal: Proposal) -> None:
    """Never offer this rule again."""
    studio.hub.append_event(STREAM, "rule.refused", {"rule": proposal.rule.id})


def accept(studio: Studio, proposal: Proposal, label: str = "") -> AlterationRule:
    """Make a proposal a rule of the house: every new design of its family takes it. Raises Problem."""
    rule = replace(proposal.rule, label=label.strip() or proposal.rule.label)
    write_rules((*(one for one in house_rules() if one.id != rule.id), rule))
    studio.hub.append_event(STREAM, "rule.accepted", {"rule": rule.id, "basis": rule.basis})
    return rule


def retire(studio: Studio, rule_id: str) -> None:
    """Take a rule of the house back. Raises Problem when there is none of that id."""
    kept = house_rules()
    if not any(rule.id == rule_id for rule in kept):
        raise Problem(f"there is no house rule '{rule_id}'", "rules", code="rules.unknown")
    write_rules(tuple(rule for rule in kept if rule.id != rule_id))
    studio.hub.append_event(STREAM, "rule.retired", {"rule": rule_id})
