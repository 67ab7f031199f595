"""The knowledge graph agrees with the shop and with itself; every question matters."""

from __future__ import annotations

import itertools

import pytest

from ampc_desktop import body, design, garment
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.intent import next_question, understand
from ampc_desktop.intent.lexicon import lexicon, nodes, tokens
from ampc_desktop.runtime import resources

FILES = ("garments", "shapes", "fabrics", "motifs", "occasions")


def _aliases():
    for name in FILES:
        for slot, records in resources.toml("knowledge", f"{name}.toml").items():
            for id, record in records.items():
                for alias in record["aliases"]:
                    yield slot, id, alias


def test_no_alias_means_two_things(shop) -> None:
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    named = [("colour", id, id.replace("_", " ")) for id in shop.inks]
    named += [("colour", id, a) for id, more in resources.toml("knowledge", "colours.toml").items() for a in more]
    for slot, id, alias in [*_aliases(), *named]:
        words = tuple(token.stem for token in tokens(alias))
        assert words and seen.setdefault(words, (slot, id)) == (slot, id), f"{alias}: {seen[words]} and {(slot, id)}"


def test_values_exist(shop, schemas) -> None:
    assert set(resources.toml("knowledge", "colours.toml")) <= set(shop.inks)
    assert set(nodes("garment")) == set(shop.families)
    for kind, record in nodes("fabric").items():
        assert record["records"] and set(record["records"]) <= set(shop.fabrics), kind
    reachable = {id for record in nodes("fabric").values() for id in record["records"]}
    assert {f.id for f in shop.fabrics.values() if f.families} <= reachable
    for slot in ("fit", "neckline", "sleeve", "length"):
        for schema in schemas.values():
            if slot in schema:
                assert {id for id, _ in schema[slot].choices} <= set(nodes(slot)), (slot, schema.family)
    for record in nodes("nearest").values():
        assert record["value"] in nodes(record["slot"])
    for record in nodes("unmade").values():
        assert record["nearest"] in shop.families


def test_styles_speak_of_known_values() -> None:
    for style in resources.toml("knowledge", "styles.toml")["style"]:
        for slot, shares in style.items():
            if isinstance(shares, dict):
                assert set(shares) <= set(nodes(slot)), (style["id"], slot)
                assert sum(shares.values()) == pytest.approx(1.0)


def test_labels_are_for_people() -> None:
    for (slot, value), label in lexicon().labels.items():
        assert label and label[0].isupper() and "_" not in label, (slot, value)


@pytest.mark.parametrize(
    "text", ["something in red", "a tee", "a striped skirt", "a relaxed black tee", "a linen skirt"]
)
def test_answers_to_every_question_change_the_product(text, shop, schemas) -> None:
    measures = body.complete(body.demo())
    told = understand(Requirement(), text, shop, schemas)
    wish, question = told.requirement, told.question
    asked = 0
    while question is not None:
        products = []
        for id, _ in question.choices:
            answered = wish.with_slot(question.slot, Slot(id, "said"))
            family = str(answered.value("garment"))
            fabric = design.choose_fabric(answered, family, shop)[0]
            spec = design.print_spec(answered, family, fabric, shop, 1)
            wishes = {n: (s.value, s.source) for n, s in answered.slots.items() if n in schemas[family]}
            options = garment.resolve(family, wishes, measures, fabric)
            products.append((family, fabric.id, spec, {n: o.value for n, o in options.items()}))
        for a, b in itertools.combinations(products, 2):
            assert a != b, (question.slot, question.choices)
        asked += 1
        answer = Slot(question.choices[0][0], "said")
        wish = Requirement({**wish.slots, question.slot: answer}, wish.refused, (), wish.turns + 1)
        question = next_question(wish, schemas, shop)
    assert asked <= 3
