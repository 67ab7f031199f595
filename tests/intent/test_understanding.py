"""What sentences mean: scores on both prompt files, and the rules of the conversation one by one."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.core.schema import Parameter
from ampc_desktop.intent import describe_change, next_question, understand

sys.path.insert(0, str(Path(__file__).parent))
from scoring import report, score

HERE = Path(__file__).parent


def say(shop, schemas, *turns, current=None, start=None):
    wish = start or Requirement()
    for text in turns:
        wish = understand(wish, text, shop, schemas, current, date(2026, 1, 5)).requirement
    return wish


def values(wish):
    return {name: slot.value for name, slot in wish.slots.items()}


@pytest.mark.parametrize(("name", "least"), [("prompts_closed.yaml", 0.95), ("prompts_free.yaml", 0.85)])
def test_scores(name, least, shop, schemas, capsys) -> None:
    prompts = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    result = score(prompts, shop, schemas)
    with capsys.disabled():
        sys.stdout.write("\n" + report(name, result) + "\n")
    assert len(prompts) >= 34
    assert result.f1 >= least, result.misses
    assert result.milliseconds <= 50


def test_every_said_slot_carries_its_words(shop, schemas) -> None:
    text = "a relaxed black tee, crew neck, long sleeves, thin white stripes, under 60 euros"
    wish = say(shop, schemas, text)
    for name, slot in wish.slots.items():
        assert slot.source == "said" and slot.evidence is not None, name
        assert text[slot.evidence.start : slot.evidence.end] == slot.evidence.text
    assert wish.slots["neckline"].evidence.text == "crew neck" and wish.slots["neckline"].evidence.turn == 0


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("", Kind.BAD_INPUT, "intent.empty"),
        (" \n\t ", Kind.BAD_INPUT, "intent.empty"),
        ("asdf qwer zxcv", Kind.BAD_INPUT, "intent.nonsense"),
        ("?!?", Kind.BAD_INPUT, "intent.nonsense"),
        ("12345", Kind.BAD_INPUT, "intent.nonsense"),
        ("I like turtles", Kind.BAD_INPUT, "intent.nonsense"),
        ("the quick brown fox jumps over the lazy dog", Kind.BAD_INPUT, "intent.nonsense"),
        ("ein schwarzes T-Shirt mit weißen Streifen", Kind.BAD_INPUT, "intent.language"),
        ("un t-shirt noir avec des rayures blanches", Kind.BAD_INPUT, "intent.language"),
        ("una camiseta negra con rayas blancas", Kind.BAD_INPUT, "intent.language"),
        ("una maglietta nera con maniche lunghe", Kind.BAD_INPUT, "intent.language"),
        ("чёрная футболка с белыми полосками", Kind.BAD_INPUT, "intent.language"),
        ("قميص أسود", Kind.BAD_INPUT, "intent.language"),
        ("一件黑色T恤", Kind.BAD_INPUT, "intent.language"),
        ("x" * 60_000, Kind.BAD_INPUT, "intent.too_long"),
        ("a suit of armour", Kind.NO, "garment.unknown"),
        ("a wedding dress in white", Kind.NO, "garment.unknown"),
        ("black cardigan", Kind.NO, "garment.unknown"),
        ("a polo", Kind.NO, "garment.unknown"),
        ("slim leggings", Kind.NO, "garment.unknown"),
        ("a winter coat", Kind.NO, "garment.unknown"),
        ("a double-breasted wool overcoat in camel", Kind.NO, "garment.unknown"),
        ("a white nightdress", Kind.NO, "garment.unknown"),
    ],
)
def test_refusals(text, kind, code, shop, schemas) -> None:
    began = time.perf_counter()
    with pytest.raises(Problem) as caught:
        say(shop, schemas, text)
    assert time.perf_counter() - began < 20.0  # long text must not hang it
    assert (caught.value.kind, caught.value.code) == (kind, code)
    assert "\n" not in caught.value.sentence and len(caught.value.sentence) < 400


def test_refusals_name_what_was_asked(shop, schemas) -> None:
    with pytest.raises(Problem, match=r"suit of armour.*a T-shirt, a straight skirt, an A-line.*nearest is a T-shirt"):
        say(shop, schemas, "a suit of armour")
    with pytest.raises(Problem, match="German"):
        say(shop, schemas, "ein rotes Kleid ohne Ärmel")


def test_clothes_worn_with_it_are_no_order(shop, schemas) -> None:
    assert say(shop, schemas, "a tee to wear with my jeans").value("garment") == "tshirt"


def test_negation(shop, schemas) -> None:
    wish = say(shop, schemas, "a tee, not black, no thin white stripes, nothing floral, without sleeves")
    assert wish.refused == {"colour": ("black",), "motif": ("stripes", "floral")}
    assert values(wish) == {"garment": "tshirt", "sleeve": "sleeveless"}
    again = say(shop, schemas, "in black", start=wish)
    assert again.value("colour") == "black" and "colour" not in again.refused
    assert say(shop, schemas, "red tee, no dots and a crew neck").value("neckline") == "crew"


def test_later_words_win(shop, schemas) -> None:
    assert say(shop, schemas, "a red tee", "make it blue").value("colour") == "blue"
    assert say(shop, schemas, "make it red, no, blue").value("colour") == "blue"
    assert say(shop, schemas, "a red tee, actually blue").value("colour") == "blue"
    wish = say(shop, schemas, "a striped crew neck tee", "no stripes", "v-neck instead")
    assert wish.value("motif") is None and wish.value("neckline") == "v" and wish.turns == 3


@pytest.mark.parametrize(
    ("text", "colour", "motif"),
    [
        ("tee, navy dots on cream", "cream", "navy"),
        ("tee, cream dots on navy", "navy", "cream"),
        ("black tee with thin white stripes", "black", "white"),
        ("white tee with navy dots", "white", "navy"),
        ("tee with red and white stripes", "white", "red"),
        ("black tee with red and white stripes", "black", "red,white"),
        ("blue checked skirt", "blue", None),
        ("skirt with flowers in pink, navy background", "navy", "pink"),
        ("tee in black, white stripes", "black", "white"),
    ],
)
def test_colour_roles(text, colour, motif, shop, schemas) -> None:
    wish = say(shop, schemas, text)
    assert (wish.value("colour"), wish.value("motif_colours")) == (colour, motif)


def test_relative_wishes_start_from_what_is_there(shop, schemas) -> None:
    now = {"body_length_mm": 680.0, "chest_ease_mm": 96.0, "sleeve_length_mm": 220.0, "neck_depth_mm": 90.0}
    ask = lambda text: values(say(shop, schemas, "a striped tee", text, current=now))  # noqa: E731
    assert ask("2 cm longer")["body_length_mm"] == 700
    assert ask("3 cm shorter please")["body_length_mm"] == 650
    assert ask("10 cm more ease")["chest_ease_mm"] == 196
    assert ask("a bit looser")["chest_ease_mm"] == 116
    assert ask("much looser")["chest_ease_mm"] == 176
    assert ask("more fitted")["chest_ease_mm"] == 56
    assert ask("it is too tight")["chest_ease_mm"] == 136 and "fit" not in ask("it is too tight")
    assert ask("sleeves 1 inch longer")["sleeve_length_mm"] == pytest.approx(245.4)
    assert ask("deeper neck")["neck_depth_mm"] == 110
    assert ask("wider stripes")["motif_scale"] == 3 and ask("finer stripes")["motif_scale"] == 1


def test_relative_wishes_without_numbers_move_a_choice(shop, schemas) -> None:
    assert say(shop, schemas, "a knee length skirt", "shorter").value("length") == "mini"
    assert say(shop, schemas, "a regular tee", "looser").value("fit") == "relaxed"


def test_numbers(shop, schemas) -> None:
    wish = say(shop, schemas, "tee with 12 mm stripes every 4 cm, 70 cm long, max 55.50 €, by Friday")
    found = values(wish)
    assert (found["line_mm"], found["repeat_mm"], found["body_length_mm"]) == (12, 40, 700)
    assert (found["price_max_eur"], found["days_max"]) == (55.5, 4)  # 5 January 2026 is a Monday
    assert values(say(shop, schemas, "tee, sleeves 30 cm"))["sleeve_length_mm"] == 300
    assert values(say(shop, schemas, "skirt in two weeks"))["days_max"] == 14


def test_what_we_do_not_make_becomes_the_nearest_and_says_so(shop, schemas) -> None:
    told = understand(Requirement(), "a paisley boat neck top", shop, schemas)
    assert told.requirement.slots["neckline"].source == "inferred" == told.requirement.slots["motif"].source
    assert any("boat neck" in note for note in told.notes) and any("paisley" in note for note in told.notes)
    maxi = understand(Requirement(), "a maxi skirt", shop, schemas)
    assert maxi.requirement.value("length") in dict(schemas["straight_skirt"]["length"].choices) and maxi.notes


def test_misspelt_words_are_mended_and_reported(shop, schemas) -> None:
    told = understand(Requirement(), "a balck tee", shop, schemas)
    assert told.requirement.value("colour") == "black" and told.requirement.slots["colour"].confidence < 1
    assert told.notes == ("I read 'balck' as black.",)


def test_garment_is_inferred_or_assumed(shop, schemas) -> None:
    assert say(shop, schemas, "sleeveless, in mint").slots["garment"].source == "inferred"
    denim = say(shop, schemas, "something in denim")
    assert denim.value("garment") in shop.fabrics["denim"].families and denim.slots["garment"].source == "inferred"
    told = understand(Requirement(), "something in red", shop, schemas)
    assert told.requirement.slots["garment"].source == "default"


def test_smalltalk_changes_nothing(shop, schemas) -> None:
    wish = say(shop, schemas, "a red tee")
    told = understand(wish, "thanks, looks great!", shop, schemas)
    assert told.changed == () and values(told.requirement) == values(wish)


def test_questions_stay_within_three_and_offer_what_can_be_made(shop, schemas) -> None:
    told = understand(Requirement(), "a tee", shop, schemas)
    wish, asked = told.requirement, []
    for _ in range(6):
        question = next_question(wish, schemas, shop)
        if question is None:
            break
        assert question.slot not in asked and 2 <= len(question.choices) <= 4
        asked.append(question.slot)
        if question.slot in schemas["tshirt"]:
            assert {id for id, _ in question.choices} <= {id for id, _ in schemas["tshirt"][question.slot].choices}
        answer = Slot(question.choices[0][0], "said")
        wish = Requirement({**wish.slots, question.slot: answer}, wish.refused, (), wish.turns + 1)
    assert 1 <= len(asked) <= 3
    refused = understand(Requirement(), "a tee, no stripes", shop, schemas).question
    assert refused is None or "stripes" not in {id for id, _ in refused.choices}


def test_changes_in_words() -> None:
    assert describe_change("chest_ease_mm", 96.0, 104.0) == "Chest ease 96 → 104 mm"
    assert describe_change("neckline", "crew", "v") == "Neckline crew neck → V-neck"
    assert describe_change("motif_colours", "white,red", None) == "Print colours white and red taken back"
    assert describe_change("vent", False, True) == "Vent off → on"


def test_the_same_words_mean_the_same(shop, schemas) -> None:
    text = "a boxy tee, small pink flowers on navy, no collar"
    assert say(shop, schemas, text) == say(shop, schemas, text)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused(text) -> None:
    from ampc_desktop.design import load_capabilities
    from ampc_desktop.garment import families

    shop = load_capabilities(
        {id: family.label for id, family in families().items()}, lambda id, fabric: families()[id].takes(fabric)
    )
    try:
        told = understand(Requirement(), text, shop, {id: family.schema for id, family in families().items()})
    except Problem:
        return
    assert told.requirement.turns == 1


def test_questions_offer_only_cloth_that_takes_the_print(shop, schemas) -> None:
    wish = Requirement({"garment": Slot("straight_skirt", "said"), "motif": Slot("stripes", "said")}, {}, (), 1)
    for _ in range(3):
        question = next_question(wish, schemas, shop)
        if question is None:
            return
        if question.slot == "fabric":
            assert "gabardine" not in {id for id, _ in question.choices}
        wish = Requirement({**wish.slots, question.slot: Slot(question.choices[0][0], "said")}, {}, (), wish.turns + 1)


def test_a_thickness_is_the_line_and_an_unnamed_short_length_is_no_garment_length(shop, schemas) -> None:
    wish = values(say(shop, schemas, "stripes every 5cm, 1 cm thick, black on grey tee"))
    assert (wish["repeat_mm"], wish["line_mm"]) == (50.0, 10.0)
    assert "body_length_mm" not in wish
    assert "body_length_mm" not in values(say(shop, schemas, "a black tee, about 2 cm"))
    for words in ("70 cm", "0.7 m", "0,7 metres", "700mm"):
        assert values(say(shop, schemas, f"a black tee, {words} long"))["body_length_mm"] == 700.0


def test_a_print_not_made_is_called_by_its_own_name(shop, schemas) -> None:
    for words, name in (("camo tee", "camouflage"), ("tie dye t-shirt", "tie dye"), ("leopard tee", "animal print")):
        notes = understand(Requirement(), words, shop, schemas).notes
        assert notes == (f"We don't make {name}; geometric is the nearest.",)


def test_a_second_garment_we_do_not_make_is_told(shop, schemas) -> None:
    def notes(text):
        return understand(Requirement(), text, shop, schemas).notes

    assert notes("a black tee and a blue cardigan") == (
        "We don't make a knitted jacket; this is the other garment alone.",
    )
    both = understand(Requirement(), "a black tee and blue jeans", shop, schemas)
    assert both.requirement.value("garment") == "tshirt" and "fabric" not in both.requirement.slots
    assert both.notes == ("One order is one garment; jeans would be another.",)
    assert notes("a black tee to wear with jeans") == ()


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        ("a full circle skirt", "full"),
        ("a navy full-circle skirt, midi", "full"),
        ("a circle skirt, full circle please", "full"),
        ("a half circle skirt", "half"),
        ("a quarter circle skirt in wool", "quarter"),
        ("a circle skirt", None),
    ],
)
def test_how_much_of_a_circle_a_skirt_is(text, circle, shop, schemas) -> None:
    said = values(say(shop, schemas, text))
    assert said["garment"] == "circle_skirt" and said.get("circle") == circle
    assert "motif" not in said


@pytest.mark.parametrize(
    "text",
    [
        "jeans with a 90 cm inseam",
        "trousers with an inseam of 90 cm",
        "trousers, inseam: 90 cm please",
        "trousers, 90 cm inside leg",
        "trousers with 90 cm on the inner leg",
    ],
)
def test_an_inseam_is_no_outside_length(text, shop, schemas) -> None:
    found = understand(Requirement(), text, shop, schemas)
    assert "length_mm" not in found.requirement.slots
    assert any("inside leg" in note and "90 cm" in note for note in found.notes)


@pytest.mark.parametrize(
    "text", ["trousers 105 cm long with an 80 cm inseam", "trousers, 80 cm inseam and 105 cm long", "trousers 105 cm"]
)
def test_an_outside_length_beside_an_inseam_is_taken(text, shop, schemas) -> None:
    assert values(say(shop, schemas, text))["length_mm"] == 1050


def test_an_inseam_alone_is_answered_and_longer_is_relative(shop, schemas) -> None:
    wish = say(shop, schemas, "black trousers")
    assert "length_mm" not in say(shop, schemas, "an 80 cm inseam", start=wish).slots
    longer = say(shop, schemas, "make the inseam 2 cm longer", start=wish, current={"length_mm": 1000.0})
    assert longer.slots["length_mm"].value == 1020


def test_a_garment_with_an_inseam_of_its_own_takes_it(shop, schemas) -> None:
    own = Parameter("inseam_mm", "Inside leg", "Fit", "length", unit="mm")
    trousers = replace(schemas["trousers"], parameters=(*schemas["trousers"].parameters, own))
    found = understand(Requirement(), "jeans with a 90 cm inseam", shop, {**schemas, "trousers": trousers})
    assert values(found.requirement)["inseam_mm"] == 900 and not any("inside leg" in note for note in found.notes)


def test_what_was_set_for_one_garment_does_not_act_on_another(shop, schemas) -> None:
    tee = say(shop, schemas, "a fitted white tee with navy dots, 64 cm long, under 80 euros")
    for name, value in (("chest_ease_mm", 60.0), ("hem_ease_mm", 15.0), ("repeat_mm", 90.0)):
        tee = tee.with_slot(name, Slot(value, "slider"))
    told = understand(tee, "a navy oversized hoodie with a zip", shop, schemas)
    assert values(told.requirement) == {
        "garment": "hoodie", "fit": "oversized", "colour": "navy", "zip": True, "price_max_eur": 80.0,
    }  # fmt: skip
    for word in ("T-shirt", "body length 640 mm", "chest ease 60 mm", "hem ease 15 mm", "dots"):
        assert word in told.notes[0], word
    again = say(shop, schemas, "a navy hoodie with white dots, 68 cm long", start=tee)
    assert again.value("motif") == "dots" and again.value("body_length_mm") == 680.0
    assert again.value("repeat_mm") is None and again.value("hem_ease_mm") is None


def test_colour_and_print_go_along_to_a_garment_that_is_given_none(shop, schemas) -> None:
    tee = say(shop, schemas, "a relaxed black tee with white stripes")
    told = understand(tee, "make it a hoodie", shop, schemas)
    now = told.requirement
    assert (now.value("colour"), now.value("motif"), now.value("motif_colours")) == ("black", "stripes", "white")
    assert now.value("fit") is None and told.notes[-1] == "Black and stripes stay as before."
    striped = understand(tee, "a hoodie with red checks", shop, schemas).requirement
    assert striped.value("colour") == "black" and striped.value("motif_colours") == "red"


def test_words_said_before_a_garment_was_named_are_of_the_garment(shop, schemas) -> None:
    wish = say(shop, schemas, "something relaxed in black with long sleeves")
    wish = wish.with_slot("chest_ease_mm", Slot(60.0, "slider"))  # set on the tee that was shown meanwhile
    told = understand(wish, "a hoodie", shop, schemas)
    assert told.requirement.value("fit") == "relaxed" and told.requirement.value("sleeve") == "long"
    assert told.requirement.value("chest_ease_mm") is None and "chest ease 60 mm" in told.notes[0]


def test_the_same_garment_said_again_keeps_what_was_set(shop, schemas) -> None:
    tee = say(shop, schemas, "a fitted white tee").with_slot("chest_ease_mm", Slot(60.0, "slider"))
    assert values(say(shop, schemas, "a navy tee", start=tee)) == {**values(tee), "colour": "navy"}
