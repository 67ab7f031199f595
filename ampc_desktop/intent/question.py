"""The next question: the open slot whose answer is expected to tell most about all open slots."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from ampc_desktop.core.fabric import Capabilities, Fabric
from ampc_desktop.core.requirement import Question, Requirement
from ampc_desktop.core.schema import ParameterSchema
from ampc_desktop.intent.lexicon import lexicon, nodes
from ampc_desktop.runtime import resources

MOST_QUESTIONS = 3
LEAST_GAIN = 0.15
SMOOTHING = 0.02
_WEIGHTS = {"garment": 1.0, "fit": 1.0, "neckline": 0.6, "sleeve": 0.6, "length": 0.6, "fabric": 0.8, "motif": 1.2}
_TEXTS = {
    "garment": "What shall it be?",
    "fit": "How should it fit?",
    "neckline": "Which neckline?",
    "sleeve": "How long should the sleeves be?",
    "length": "How long should it be?",
    "fabric": "Which cloth do you like?",
    "motif": "Plain, or with a print?",
}


@cache
def _styles() -> tuple[Mapping[str, Any], ...]:
    return tuple(resources.toml("knowledge", "styles.toml")["style"])


def next_question(
    requirement: Requirement, schemas: Mapping[str, ParameterSchema], capabilities: Capabilities | None = None
) -> Question | None:
    """The most telling question with 3 or 4 choices (2 for the garment), or None. What was said twice comes first.

    Expected information gain over the style prototypes (notes on clarification, section 5):
    EIG(s) = sum_q c_q H(q) - sum_v p(v) sum_(q != s) c_q H(q | s = v), q over the open slots. A slot is open if nobody
    decided it and the garment has it; at most three questions are asked.
    """
    for doubt in requirement.unclear:
        slot = requirement.slots.get(doubt.slot)
        if slot is not None and slot.source == "said":
            return doubt
    if requirement.turns > MOST_QUESTIONS:
        return None
    family = str(requirement.value("garment") or "tshirt")
    schema = schemas.get(family)
    if schema is None:
        return None
    offers = {slot: _offers(slot, requirement, schema, family, schemas, capabilities) for slot in _WEIGHTS}
    open_slots = [slot for slot, choices in offers.items() if len(choices) >= 2 and _open(requirement, slot)]
    weights = _posterior(requirement, offers)
    gains = {slot: _gain(slot, open_slots, offers, weights) for slot in open_slots}
    best = max(gains, key=lambda slot: gains[slot], default=None)
    if "garment" in gains:
        best = "garment"  # every other answer depends on it
    elif best is None or gains[best] < LEAST_GAIN:
        return None
    shares = _predict(best, offers[best], weights)
    ranked = sorted(offers[best], key=lambda choice: -shares[choice])[:4]
    return Question(best, _TEXTS[best], tuple((id, _label(best, id, schema, schemas)) for id in ranked))


def _open(requirement: Requirement, slot: str) -> bool:
    found = requirement.slots.get(slot)
    return found is None or found.source == "default"


def _offers(
    slot: str,
    requirement: Requirement,
    schema: ParameterSchema,
    family: str,
    schemas: Mapping[str, ParameterSchema],
    capabilities: Capabilities | None,
) -> list[str]:
    """Answers that can be made and were not ruled out."""
    if slot == "garment":
        choices = list(schemas)
    elif slot == "motif":
        choices = (
            list(nodes("motif")) if _printable(str(requirement.value("fabric") or ""), family, capabilities) else []
        )
    elif slot == "fabric":
        known = {id for style in _styles() for id in style.get("fabric", {}) if family in style["garment"]}
        prints = requirement.value("motif") not in (None, "plain")
        choices = [
            id
            for id in nodes("fabric")
            if id in known and _suits(id, family, capabilities) and (not prints or _printable(id, family, capabilities))
        ]
    elif slot in schema:
        choices = [id for id, _ in schema[slot].choices]
    else:
        choices = []
    return [id for id in choices if id not in requirement.refused.get(slot, ())]


def _records(kind: str, family: str, shop: Capabilities | None) -> list[Fabric]:
    ids = nodes("fabric").get(kind, {}).get("records", [kind])
    return (
        [shop.fabrics[id] for id in ids if id in shop.fabrics and family in shop.fabrics[id].families] if shop else []
    )


def _suits(kind: str, family: str, shop: Capabilities | None) -> bool:
    return shop is None or bool(_records(kind, family, shop))


def _printable(kind: str, family: str, shop: Capabilities | None) -> bool:
    """Some fabric of this kind takes a print; true while no cloth was named."""
    return shop is None or not kind or any(fabric.techniques for fabric in _records(kind, family, shop))


def _share(style: Mapping[str, Any], slot: str, value: str, choices: list[str]) -> float:
    table = style.get(slot, {})
    total = sum(table.get(choice, 0.0) for choice in choices)
    return float((table.get(value, 0.0) + SMOOTHING) / (total + SMOOTHING * max(len(choices), 1)))


def _posterior(requirement: Requirement, offers: Mapping[str, list[str]]) -> list[float]:
    weights = []
    for style in _styles():
        weight = float(style["weight"])
        for slot, choices in offers.items():
            found = requirement.slots.get(slot)
            if found is not None and found.source != "default" and str(found.value) in choices:
                weight *= _share(style, slot, str(found.value), choices)
        weights.append(weight)
    total = sum(weights)
    return [weight / total for weight in weights]


def _predict(slot: str, choices: list[str], weights: list[float]) -> dict[str, float]:
    styles = _styles()
    return {
        value: sum(w * _share(style, slot, value, choices) for w, style in zip(weights, styles, strict=True))
        for value in choices
    }


def _entropy(shares: Mapping[str, float]) -> float:
    return -sum(share * math.log2(share) for share in shares.values() if share > 0)


def _gain(slot: str, open_slots: list[str], offers: Mapping[str, list[str]], weights: list[float]) -> float:
    before = sum(_WEIGHTS[q] * _entropy(_predict(q, offers[q], weights)) for q in open_slots)
    after = 0.0
    for value, share in _predict(slot, offers[slot], weights).items():
        conditioned = [w * _share(s, slot, value, offers[slot]) for w, s in zip(weights, _styles(), strict=True)]
        total = sum(conditioned)
        conditioned = [w / total for w in conditioned]
        after += share * sum(
            _WEIGHTS[q] * _entropy(_predict(q, offers[q], conditioned)) for q in open_slots if q != slot
        )
    return before - after


def _label(slot: str, id: str, schema: ParameterSchema, schemas: Mapping[str, ParameterSchema]) -> str:
    if slot == "garment":
        return schemas[id].label
    if slot in schema:
        return dict(schema[slot].choices).get(id, id)
    return lexicon().labels.get((slot, id), id)
