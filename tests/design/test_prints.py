"""Prints: printable by construction, exactly periodic, exact in millimetres and inks, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop import design
from ampc_desktop.core.design import Artwork, PrintSpec, Shape
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.design import raster
from ampc_desktop.design.colour import delta_e

SHOP = design.load_capabilities(
    {"tshirt": "T-shirt", "straight_skirt": "Straight skirt"},
    lambda id, fabric: not fabric.trim and (fabric.structure == "knit") == (id == "tshirt"),
)
MOTIFS = ("stripes", "checks", "dots", "floral", "geometric")


def wish(source="said", **slots) -> Requirement:
    return Requirement({name: Slot(value, source) for name, value in slots.items()})


def spec_of(family="tshirt", seed=1, **slots) -> PrintSpec:
    want = wish(**slots)
    fabric = design.choose_fabric(want, family, SHOP)[0]
    return design.print_spec(want, family, fabric, SHOP, seed)


SPECS = st.builds(
    lambda motif, colour, motif_colours, scale, density, direction, layout, family, fabric, seed: (
        {
            "motif": motif,
            "colour": colour,
            "motif_colours": ",".join(motif_colours),
            "motif_scale": float(scale),
            "motif_density": float(density),
            "motif_direction": direction,
            "motif_layout": layout,
            "fabric": fabric[family],
        },
        family,
        seed,
    ),
    st.sampled_from(MOTIFS),
    st.sampled_from(sorted(SHOP.inks)),
    st.lists(st.sampled_from(sorted(SHOP.inks)), max_size=5),
    st.integers(1, 4),
    st.integers(0, 2),
    st.sampled_from(["horizontal", "vertical", "diagonal"]),
    st.sampled_from(["straight", "half_drop", "brick"]),
    st.sampled_from(["tshirt", "straight_skirt"]),
    st.sampled_from(
        [
            {"tshirt": "cotton", "straight_skirt": "cotton"},
            {"tshirt": "silk", "straight_skirt": "silk"},
            {"tshirt": "performance", "straight_skirt": "polyester"},
            {"tshirt": "merino", "straight_skirt": "denim"},
        ]
    ),
    st.integers(0, 10_000),
)


@settings(max_examples=120, deadline=None)
@given(SPECS)
def test_every_print_keeps_the_limits_of_its_technique(case) -> None:
    slots, family, seed = case
    fabric = design.choose_fabric(wish(**slots), family, SHOP)[0]
    spec = spec_of(family, seed, **slots)
    technique = SHOP.techniques[spec.technique]
    assert spec.technique in fabric.techniques
    assert (technique.opaque and spec.inks[0] in fabric.grounds) or technique.covers_ground
    assert 1 <= len(spec.inks) - 1 <= technique.max_inks and len(set(spec.inks)) == len(spec.inks)
    for i, ink in enumerate(spec.inks):
        for other in spec.inks[i + 1 :]:
            assert delta_e(SHOP.inks[ink].lab, SHOP.inks[other].lab) > 10
    if spec.motif == "stripes":
        pitch = spec.repeat_mm[1] / (len(spec.inks) - 1) / (2**0.5 if spec.direction == "diagonal" else 1)
        assert spec.line_mm >= technique.min_line_mm - 1e-6
        assert pitch - spec.line_mm >= technique.min_gap_mm - 1e-3
    for side in spec.repeat_mm:
        assert 0 < side <= 640.001
        if technique.repeat_divides_mm:
            assert technique.repeat_divides_mm / side == pytest.approx(
                round(technique.repeat_divides_mm / side), rel=1e-4
            )


@settings(max_examples=40, deadline=None)
@given(SPECS, st.integers(40, 130))
def test_tiles_join_without_a_seam(case, px) -> None:
    """Moved by any step on the torus, the artwork gives the rolled picture: no place of the tile is special."""
    slots, family, seed = case
    art = design.draw(spec_of(family, seed, **slots))
    picture = raster.tile(art, SHOP.inks, px=px)
    height, width = picture.shape[:2]
    dx, dy = width // 3, height // 4
    moved = Artwork(
        art.width_mm,
        art.height_mm,
        art.ground,
        tuple(
            Shape(
                shape.ink,
                tuple(
                    tuple((x + dx * art.width_mm / width, y + dy * art.height_mm / height) for x, y in ring)
                    for ring in shape.rings
                ),
            )
            for shape in art.shapes
        ),
    )
    rolled = np.roll(raster.tile(moved, SHOP.inks, px=px), (dy, -dx), axis=(0, 1))
    off = np.abs(rolled.astype(int) - picture.astype(int)).max(axis=2)
    assert (off > 2).mean() < 0.002  # only scan lines that fall exactly on a vertex may differ by rounding


@pytest.mark.parametrize("motif", MOTIFS)
def test_colours_are_exact_away_from_edges(motif) -> None:
    spec = spec_of(motif=motif, colour="navy", motif_colours="white,coral")
    picture = raster.tile(design.draw(spec), SHOP.inks, px=600)
    allowed = {SHOP.inks[id].srgb for id in spec.inks}
    flat = picture.reshape(-1, 3)
    exact = np.zeros(len(flat), dtype=bool)
    for colour in allowed:
        hit = (flat == np.array(colour)).all(axis=1)
        assert hit.any(), colour
        exact |= hit
    assert exact.mean() > (0.6 if motif == "checks" else 0.85)
    same = (picture[1:-1, 1:-1] == picture[:-2, 1:-1]) & (picture[1:-1, 1:-1] == picture[2:, 1:-1])
    same &= (picture[1:-1, 1:-1] == picture[1:-1, :-2]) & (picture[1:-1, 1:-1] == picture[1:-1, 2:])
    flats = picture[1:-1, 1:-1][same.all(axis=2)]
    assert {tuple(int(v) for v in colour) for colour in np.unique(flats, axis=0)} <= allowed


@pytest.mark.parametrize("dpi", [72, 150, 300, 600])
def test_stripes_measure_what_they_should_at_any_resolution(dpi) -> None:
    spec = spec_of(motif="stripes", colour="black", motif_colours="white", line_mm=6.0, repeat_mm=25.4)
    art = design.draw(spec)
    picture = raster.tile(art, SHOP.inks, dpi=dpi)
    assert picture.shape[:2] == (dpi, dpi)  # 25.4 mm
    ground, ink = (np.array(SHOP.inks[id].srgb, float) for id in ("black", "white"))
    share = (picture.mean(axis=(0, 1)) - ground) / (ink - ground)
    assert share == pytest.approx(np.full(3, 6.0 / 25.4), abs=0.3 / dpi + 0.002)


def test_thin_stripes_are_thin() -> None:
    spec = spec_of(motif="stripes", motif_scale=1.0, colour="black", motif_colours="white")
    assert (spec.line_mm, spec.repeat_mm) == (2.4, (24.0, 24.0)) and spec.technique == "dtg" and not spec.adjusted


@pytest.mark.parametrize("motif", MOTIFS)
def test_seed_decides_and_nothing_else(motif) -> None:
    one = spec_of(seed=5, motif=motif, colour="white")
    assert design.draw(one) == design.draw(spec_of(seed=5, motif=motif, colour="white"))
    other = design.draw(spec_of(seed=6, motif=motif, colour="white"))
    assert (other != design.draw(one)) == (motif in ("floral", "geometric"))


def test_area_of_simple_shapes_is_exact() -> None:
    ring = ((2.0, 2.0), (8.0, 2.0), (8.0, 5.0), (2.0, 5.0))
    hole = ((3.0, 3.0), (7.0, 3.0), (7.0, 4.0), (3.0, 4.0))
    over = tuple((x + 7.3, y + 8.1) for x, y in ring)  # reaches over right and upper edge
    for rings, area in (((ring,), 18.0), ((ring, hole), 14.0), ((over,), 18.0)):
        art = Artwork(10.0, 10.0, "black", (Shape("white", rings),))
        picture = raster.tile(art, SHOP.inks, px=60).astype(float)
        black, white = np.array(SHOP.inks["black"].srgb), np.array(SHOP.inks["white"].srgb)
        assert ((picture - black) / (white - black)).mean() * 100 == pytest.approx(area, abs=0.05)


def test_adjustments_are_told() -> None:
    close = spec_of(motif="dots", colour="navy", motif_colours="midnight")
    assert "midnight" not in close.inks and any("can't be told from" in text for text in close.adjusted)
    fine = spec_of(motif="stripes", colour="black", motif_colours="white", line_mm=0.1)
    assert fine.line_mm == 0.35 and any("widened" in text for text in fine.adjusted)
    rotary = spec_of("straight_skirt", motif="stripes", fabric="denim", colour="white", motif_scale=1.0)
    assert rotary.technique == "screen" and any("640 mm screen" in text for text in rotary.adjusted)
    many = spec_of(
        "straight_skirt", motif="dots", fabric="denim", colour="white", motif_colours="red,navy,teal,orange,black"
    )
    assert len(many.inks) == 5 and any("takes 4 inks" in text for text in many.adjusted)


def test_plain_cloth() -> None:
    spec = spec_of(colour="navy")
    assert (spec.motif, spec.inks, spec.technique) == ("plain", ("navy",), "none")
    assert raster.tile(design.draw(spec), SHOP.inks, px=8).reshape(-1, 3).tolist() == [[22, 34, 84]] * 64
    refused = Requirement(refused={"colour": ("white",)})
    fabric = design.choose_fabric(refused, "tshirt", SHOP)[0]
    assert design.print_spec(refused, "tshirt", fabric, SHOP, 1).inks[0] != "white"


def test_fabric_as_said_or_the_reason_why_not() -> None:
    fabric, source, notes = design.choose_fabric(wish(fabric="linen"), "tshirt", SHOP)
    assert (fabric.id, source, notes) == ("linen_jersey", "said", ())
    assert design.choose_fabric(wish(fabric="linen"), "straight_skirt", SHOP)[0].id == "linen"
    assert design.choose_fabric(wish("slider", fabric="modal_jersey"), "tshirt", SHOP)[:2] == (
        SHOP.fabrics["modal_jersey"],
        "slider",
    )
    for slots, family, words in (
        ({"fabric": "denim"}, "tshirt", "^fabric: Denim 340 is woven and no cloth for a T-shirt"),
        (
            {"fabric": "linen_jersey"},
            "straight_skirt",
            "^fabric: Linen jersey 170 is knit and no cloth for a Straight skirt",
        ),
        ({"fabric": "gabardine", "motif": "floral"}, "straight_skirt", "can't be printed"),
        ({"fabric": "unobtainium"}, "tshirt", "no fabric called"),
    ):
        with pytest.raises(Problem, match=words) as caught:
            design.choose_fabric(wish(**slots), family, SHOP)
        assert caught.value.kind is Kind.NO and "nearest are" in caught.value.remedy


def test_the_fabric_that_was_meant_is_named_with_what_is_wrong_with_it() -> None:
    heavy = design.load_capabilities(
        {"hoodie": "Hoodie", "voile": "Voile top"},
        lambda id, f: f.structure == "knit" and not f.trim and (f.gsm >= 200) == (id == "hoodie"),
    )
    for kind, family, words in (
        (
            "linen",
            "hoodie",
            "Linen jersey 170 is too light with 170 g/m² for a Hoodie; Linen 210 is woven and no cloth for a Hoodie",
        ),
        ("interlock", "voile", "Cotton interlock 230 is too heavy with 230 g/m² for a Voile top"),
        ("denim", "hoodie", "Denim 340 is woven and no cloth for a Hoodie"),
    ):
        with pytest.raises(Problem) as caught:
            design.choose_fabric(wish(fabric=kind), family, heavy)
        assert caught.value.what == words and caught.value.code == "design.wrong_cloth"


def test_fabric_follows_the_colour() -> None:
    default, source, _ = design.choose_fabric(Requirement(), "tshirt", SHOP)
    assert (default.id, source) == ("cotton_jersey_180", "default")
    green, source, notes = design.choose_fabric(wish(colour="bottle_green"), "tshirt", SHOP)
    assert "bottle_green" in green.grounds and source == "inferred" and "stocked in bottle green" in notes[0]
    assert not design.choose_fabric(Requirement(), "straight_skirt", SHOP)[0].rib


def test_options_show_what_is_printed() -> None:
    want = wish(motif="stripes", colour="black", motif_colours="white", motif_scale=1.0)
    choice = design.choose_fabric(want, "tshirt", SHOP)
    spec = design.print_spec(want, "tshirt", choice[0], SHOP, 1)
    shown = design.print_options(want, spec, "tshirt", choice, SHOP)
    assert shown["line_mm"].value == 2.4 and shown["repeat_mm"].value == 24.0
    assert shown["colour"].source == "said" and shown["repeat_mm"].source == "default"
    for option in shown.values():
        if option.parameter.kind == "choice" and option.value:
            assert option.value in dict(option.parameter.choices), option.parameter.id
    for name, value in (("line_mm", 5.0), ("repeat_mm", 30.0)):
        moved = want.with_slot(name, Slot(value, "slider"))
        again = design.print_spec(moved, "tshirt", choice[0], SHOP, 1)
        assert design.print_options(moved, again, "tshirt", choice, SHOP)[name].value == pytest.approx(value)
