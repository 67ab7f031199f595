"""The shipped records are sound, and a bad one is named by file and field."""

from __future__ import annotations

import pytest

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.problem import Problem
from ampc_desktop.design.capabilities import load_capabilities, read_fabric, read_inks, read_techniques
from ampc_desktop.design.colour import delta_e, lab_of
from ampc_desktop.runtime import resources

FAMILIES = {"tshirt": "T-shirt", "straight_skirt": "Straight skirt"}


def takes(id: str, fabric: Fabric) -> bool:
    return not fabric.trim and (fabric.structure == "knit") == (id == "tshirt")


def test_shipped_records() -> None:
    shop = load_capabilities(FAMILIES, takes)
    assert len(shop.inks) >= 80 and shop.families == FAMILIES
    for family, structure in (("tshirt", "knit"), ("straight_skirt", "woven")):
        fitting = [f for f in shop.fabrics.values() if family in f.families]
        assert len(fitting) >= 8 and all(f.structure == structure for f in fitting)
    for fabric in shop.fabrics.values():
        if "tshirt" in fabric.families:
            assert fabric.rib is not None
            assert set(fabric.grounds) <= set(shop.fabrics[fabric.rib].grounds), fabric.id
    assert shop.fabrics["silk_jersey"].lead_days == 9 and "dtg" not in shop.fabrics["silk_jersey"].techniques


def test_the_twenty_standard_inks_are_there() -> None:
    inks = load_capabilities(FAMILIES, takes).inks
    assert inks["navy"].srgb == (22, 34, 84) and inks["yellow"].srgb == (248, 220, 50)
    for ink in inks.values():
        assert delta_e(ink.lab, lab_of(ink.srgb)) < 0.5


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ],
)
def test_ciede2000_after_the_published_pairs(a, b, expected) -> None:
    assert delta_e(a, b) == pytest.approx(expected, abs=1e-4) == delta_e(b, a)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("gsm = 340.0", "gsm = -1.0", "gsm"),
        ("gsm = 340.0", 'gsm = "heavy"', "gsm"),
        ("gsm = 340.0", "gsm 340", "TOML"),
        ("gsm = 340.0", "gsn = 340.0", "gsm"),
        ('nap = "none"', 'nap = "sideways"', "nap"),
    ],
)
def test_a_bad_fabric_names_file_and_field(old: str, new: str, field: str) -> None:
    text = resources.text("fabrics", "denim.toml")
    assert old in text and read_fabric(text, "denim.toml").id == "denim"
    with pytest.raises(Problem, match=field) as caught:
        read_fabric(text.replace(old, new), "denim.toml")
    assert caught.value.sentence.startswith("denim.toml")


def test_bad_inks_and_techniques_are_named() -> None:
    with pytest.raises(Problem, match=r"inks.toml: red.lab: lab lies .* dE00 from srgb"):
        read_inks('[red]\nlabel="Red"\nsrgb=[196,32,42]\nlab=[10.0,0.0,0.0]', "inks.toml")
    with pytest.raises(Problem, match="dpi"):
        read_techniques(resources.text("techniques.toml").replace("dpi = 200", "dpi = 0"), "techniques.toml")


def test_denim_is_the_blue_of_its_dye_and_not_violet() -> None:
    shop = load_capabilities(FAMILIES, takes)
    _, a, b = shop.inks[shop.fabrics["denim"].grounds[0]].lab
    assert a < 8.0 and -30.0 < b < -15.0
