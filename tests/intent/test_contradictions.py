"""Contradictory and unmakeable wishes: whatever was said is met, or the answer speaks of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.intent import next_question, understand

TOLD = "told"
"""A wish that is not met: its words stand in a note, or among what was not understood."""

SENTENCES: list[tuple[str, dict[str, object]]] = [
    ("a sleeveless shirt with long sleeves", {"sleeveless": TOLD, "long sleeves": ("sleeve", "long")}),
    ("a v-neck crew tee", {"v-neck": TOLD, "crew": ("neckline", "crew")}),
    ("a tight oversized tee", {"tight": TOLD, "oversized": ("fit", "oversized")}),
    ("a mini maxi skirt", {"mini": TOLD, "maxi": TOLD, "midi": ("length", "midi")}),
    ("low rise high waist trousers", {"low rise": TOLD, "high waist": ("rise", "high")}),
    ("wide leg tapered trousers", {"wide leg": TOLD, "tapered": ("leg", "tapered")}),
    ("a linen silk shirt", {"linen": TOLD, "silk": ("fabric", "silk")}),
    ("a striped floral tee", {"striped": TOLD, "floral": ("motif", "floral")}),
    ("a plain striped tee", {"plain": TOLD, "striped": ("motif", "stripes")}),
    ("a red navy tee", {"red": TOLD, "navy": ("colour", "navy")}),
    ("a red and white tee", {"red": ("colour", "red"), "white": TOLD}),
    ("a tee, 60 cm long, 80 cm long", {"60 cm": TOLD, "80 cm": ("body_length_mm", 800.0)}),
    ("a tee under 60 euros, at most 80 euros", {"60": TOLD, "80": ("price_max_eur", 80.0)}),
    ("trousers with no pockets and with pockets", {"no pockets": TOLD, "with pockets": ("pocket", True)}),
    ("shirt and trousers", {"trousers": TOLD, "shirt": ("garment", "shirt")}),
    ("a white shirt and black trousers", {"trousers": TOLD, "white": ("colour", "white")}),
    ("an a-line pencil skirt", {"straight skirt": TOLD, "a-line": ("garment", "a_line_skirt")}),
    ("a black tee and a blue cardigan", {"knitted jacket": TOLD, "black": ("colour", "black")}),
    ("a dress with a belt", {"belt": TOLD, "dress": ("garment", "shift_dress")}),
    ("trousers with no legs", {"legs": TOLD, "trousers": ("garment", "trousers")}),
    ("a shirt with a zip, no buttons", {"zip": TOLD, "buttons": TOLD}),
    ("a shirt without buttons", {"buttons": TOLD}),
    ("a tee with buttons and a collar", {"buttons": TOLD, "collar": TOLD}),
    ("a very tight circle skirt, oversized", {"tight": TOLD, "oversized": TOLD}),
    ("a shift dress, long sleeves", {"long sleeves": TOLD, "short": ("sleeve", "short")}),
    ("a sleeveless dress with long sleeves", {"sleeveless": TOLD, "long sleeves": TOLD}),
    ("a hoodie with no sleeves", {"no sleeves": TOLD, "short": ("sleeve", "short")}),
    ("a skirt with sleeves", {"sleeves": TOLD}),
    ("a tank top with long sleeves", {"long sleeves": TOLD}),
    ("a shirt with a hood", {"hood": TOLD}),
    ("a circle skirt with pockets", {"pockets": TOLD}),
    ("a shirt with back pockets", {"back pockets": TOLD}),
    ("a skirt without a waistband", {"waistband": TOLD}),
    ("an a-line skirt without a waistband", {"waistband": ("waist_finish", "facing")}),
    ("trousers with an elastic waist, without a zip", {"elastic": TOLD, "zip": TOLD}),
    ("a tee with a lining", {"lining": TOLD}),
    ("a shirt with no collar", {"collar": ("collar", "band")}),
    ("a shirt with no collar and a spread collar", {"spread collar": ("collar", "spread")}),
    ("a hoodie with ears", {"ears": TOLD}),
    ("a maternity dress", {"maternity": TOLD}),
    ("a vintage comfy tee", {"vintage": TOLD, "comfy": TOLD}),
    ("a strapless dress with ruffles", {"strapless": TOLD, "ruffles": TOLD}),
    ("a shirt with french cuffs", {"french": TOLD}),
    ("a boat neck tee", {"boat neck": TOLD, "scoop": ("neckline", "scoop")}),
    ("a tee with no seams", {"seams": TOLD}),
    ("a zip hoodie without a zip", {"zip hoodie": TOLD, "no zip": ("zip", False)}),
    ("a hoodie without a zip, a zip hoodie", {"no zip": TOLD, "zip hoodie": ("zip", True)}),
    ("a shirt with a collar and no collar", {"a collar": TOLD, "no collar": ("collar", "band")}),
    ("a shirt without a collar, with a collar", {"no collar": TOLD, "a collar": ("collar", None)}),
    ("a short maxi dress", {"short": TOLD, "maxi": TOLD, "midi": ("length", "midi")}),
    ("a short full length trousers", {"short": TOLD, "full length": ("length", "full")}),
    ("one shoulder", {"one-shoulder": TOLD, "scoop": ("neckline", "scoop")}),
    ("a one shoulder dress", {"one-shoulder": TOLD, "round": ("neckline", "round")}),
    ("a one shoulder shirt", {"one-shoulder": TOLD, "": ("neckline", None)}),
    ("cropped shorts to the ankle", {"cropped": TOLD, "shorts": TOLD, "to the ankle": ("length", "full")}),
    ("a hoodie in white linen", {"linen is no cloth for a hoodie": TOLD, "linen": ("fabric", "linen")}),
    ("a jersey dress", {"jersey is no cloth for a shift dress": TOLD}),
    ("a leather tee", {"leather": TOLD, "cloth": ("fabric", None)}),
    ("an oxford shirt in linen", {"oxford": TOLD, "linen": ("fabric", "linen")}),
    ("a striped tee, no stripes", {"striped": TOLD, "no stripes": ("motif", None)}),
    ("no stripes, a striped tee", {"no stripes": TOLD, "striped": ("motif", "stripes")}),
    ("a red tee, not red", {"no red": TOLD, "": ("colour", None)}),
    ("a dress with a slit and no slit", {"'slit'": TOLD, "no slit": ("vent", False)}),
    ("tapered wide trousers", {"tapered": TOLD, "wide": ("leg", "wide")}),
    ("a slim wide tee", {"slim": TOLD, "wide": ("fit", "relaxed")}),
    ("a high neck v-neck tee", {"high neck": TOLD, "v-neck": ("neckline", "v")}),
    ("a tee with wide straps", {"wide straps": TOLD}),
    ("a tee with 20 mm dots", {"20 mm": ("repeat_mm", 20.0), "the distance from one motif": TOLD}),
    ("a tank with sleeves 60 cm", {"60 cm is left out": TOLD}),
    ("a tee 3 cm", {"3 cm is left out": TOLD}),
]


def _answer(told) -> str:
    return " ".join((*told.notes, *told.requirement.unknown)).lower()


@pytest.mark.parametrize(("text", "wishes"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_what_is_not_met_is_told(text, wishes, shop, schemas) -> None:
    told = understand(Requirement(), text, shop, schemas)
    for words, outcome in wishes.items():
        if outcome == TOLD:
            assert words in _answer(told), (words, told.notes, told.requirement.unknown)
        else:
            slot, value = outcome
            assert told.requirement.value(slot) == value, (words, told.requirement.slots)


@pytest.mark.parametrize(
    "text",
    [
        "a relaxed black tee, crew neck, long sleeves, thin white stripes",
        "a loose, roomy, relaxed fit tee",
        "a shirt with buttons, a collar, cuffs and a yoke",
        "a sleeveless tank top with straps",
        "a dress with facings and a zip",
        "trousers with a zip, a waistband, legs and pockets",
        "a cotton denim skirt",
        "a tee without buttons, without a collar, without a zip",
        "a shirt with long sleeves, no, rather short sleeves",
        "a red tee, no, wait, blue",
        "a black tee to wear with striped jeans",
        "a tee 60 cm long, sorry, 65 cm long",
    ],
)
def test_what_agrees_is_not_called_a_contradiction(text, shop, schemas) -> None:
    told = understand(Requirement(), text, shop, schemas)
    assert told.notes == () and told.requirement.unknown == () and told.requirement.unclear == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("an oxford shirt", {"garment": "shirt", "fabric": "oxford"}),
        ("a tank with narrow straps", {"garment": "tank", "strap": "narrow"}),
        ("something with spaghetti straps", {"garment": "tank", "strap": "narrow"}),
        ("wide trousers", {"garment": "trousers", "leg": "wide", "fit": "wide"}),
        ("a tank with straps 5 cm wide", {"strap_width_mm": 50.0}),
        ("a shirt with 5 cm cuffs", {"cuff_width_mm": 50.0}),
        ("a short mini dress", {"length": "mini"}),
        ("a shirt without a pocket in white linen", {"pocket": False, "colour": "white", "fabric": "linen"}),
        ("a tee not fitted in navy", {"colour": "navy", "fit": None}),
        ("a dress with no vent in red", {"vent": False, "colour": "red"}),
        ("a tee, not in black", {"colour": None}),
    ],
)
def test_what_is_plain_is_done_without_a_word(text, wanted, shop, schemas) -> None:
    told = understand(Requirement(), text, shop, schemas)
    assert {name: told.requirement.value(name) for name in wanted} == wanted and told.notes == ()


def test_what_could_not_be_made_is_not_called_the_nearest(shop, schemas) -> None:
    told = understand(Requirement(), "a high neck v-neck tee", shop, schemas)
    assert told.notes == ("You said 'high neck' and 'v-neck': 'v-neck' is taken.",)


def test_a_contradiction_is_asked_about_until_it_is_settled(shop, schemas) -> None:
    first = understand(Requirement(), "a sleeveless shirt with long sleeves", shop, schemas)
    assert first.question.slot == "sleeve" and "'sleeveless' or 'long sleeves'" in first.question.text
    assert {id for id, _ in first.question.choices} == {"short", "long"}  # as this garment makes them
    later = understand(first.requirement, "in white linen", shop, schemas)
    assert later.question == first.question
    answered = understand(first.requirement, "short sleeves", shop, schemas)
    assert answered.requirement.value("sleeve") == "short" and answered.requirement.unclear == ()
    clicked = replace(first.requirement, slots={**first.requirement.slots, "sleeve": Slot("long", "slider")})
    asked = next_question(clicked, schemas, shop)
    assert asked is None or asked.slot != "sleeve"


def test_words_of_a_second_garment_are_not_taken_for_the_first(shop, schemas) -> None:
    wish = understand(Requirement(), "a plain tee and a striped wool skirt", shop, schemas).requirement
    assert wish.value("garment") == "tshirt" and wish.value("motif") == "plain" and "fabric" not in wish.slots


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("trousers with back pockets", {"back_pocket": True}),
        ("trousers with back pockets and without belt loops", {"back_pocket": True, "belt_loops": False}),
        ("chinos with belt loops and welt pockets", {"belt_loops": True, "back_pocket_style": "welt"}),
        ("jeans with belt loops and patch pockets on the back", {"belt_loops": True, "back_pocket_style": "patch"}),
        ("trousers, no pockets", {"pocket": False}),
    ],
)
def test_pockets_and_loops_of_trousers_are_understood(text, wanted, shop, schemas) -> None:
    told = understand(Requirement(), text, shop, schemas)
    assert {name: told.requirement.value(name) for name in wanted} == wanted and told.notes == ()
