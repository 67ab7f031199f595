"""The print on the pieces: with the grain, centred, through at the side seams and level with the sleeve."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ampc_desktop import body, design, garment
from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec, PrintPlacement
from ampc_desktop.core.requirement import Requirement, Slot

SHOP = design.load_capabilities(
    {id: made.label for id, made in garment.families().items()}, lambda id, cloth: garment.family(id).takes(cloth)
)


def drafted(family: str, person, **slots: str):
    want = Requirement({name: Slot(value, "said") for name, value in {"colour": "navy", **slots}.items()})
    fabric = design.choose_fabric(want, family, SHOP)[0]
    spec = design.print_spec(want, family, fabric, SHOP, 1)
    full = body.complete(person)
    wishes = {name: (value, "said") for name, value in slots.items()}
    options = garment.resolve(family, wishes, full, fabric)
    return spec, garment.draft(DesignSpec(family, options, fabric.id, spec), full, fabric)


@pytest.mark.parametrize("family", ["tshirt", "straight_skirt"])
@pytest.mark.parametrize("motif", ["stripes", "checks"])
def test_repeats_meet_at_the_side_seams(family: str, motif: str) -> None:
    for person in [body.demo(), *body.extremes()[:6], *body.sample("male", 4, 2)]:
        spec, pattern = drafted(family, person, motif=motif)
        placement = design.place(spec, pattern)
        errors = design.match_error(placement, spec, pattern)
        assert {"side.l", "side.r"} <= set(errors) and max(errors.values()) <= 1.0, (person.name, errors)
        assert set(placement.matched) == set(errors)


def test_a_shifted_back_is_measured() -> None:
    spec, pattern = drafted("tshirt", body.demo(), motif="stripes")
    placement = design.place(spec, pattern)
    moved = PrintPlacement(
        tuple(
            replace(p, origin_mm=(p.origin_mm[0], p.origin_mm[1] + 7.0)) if p.piece == "back" else p
            for p in placement.pieces
        )
    )
    assert design.match_error(moved, spec, pattern)["side.l"] == pytest.approx(7.0)
    upright = replace(spec, direction="vertical")
    assert design.match_error(moved, upright, pattern)["side.l"] == 0.0


def test_sleeve_is_level_with_the_front_at_the_notch() -> None:
    spec, pattern = drafted("tshirt", body.demo(), motif="stripes", sleeve="long")
    at = {placed.piece: placed.origin_mm for placed in design.place(spec, pattern).pieces}
    levels = {}
    for id in ("front", "sleeve"):
        piece = pattern.piece(id)
        notch = next(n for n in piece.notches if n.pair == "armhole.front")
        levels[id] = g.point_at(piece.edge(notch.edge).polyline, notch.at_mm)[1] - at[id][1]
    assert (levels["front"] - levels["sleeve"]) % spec.repeat_mm[1] == pytest.approx(0, abs=1e-6)


def test_printed_shell_pieces_alone_and_centred() -> None:
    spec, pattern = drafted("tshirt", body.demo(), motif="floral")
    placement = design.place(spec, pattern)
    assert {placed.piece for placed in placement.pieces} == {
        piece.id for piece in pattern.pieces if piece.printed and piece.material == "shell"
    }
    assert "neckband" not in {placed.piece for placed in placement.pieces}
    front = next(placed for placed in placement.pieces if placed.piece == "front")
    assert front.origin_mm[0] + spec.repeat_mm[0] / 2 == pytest.approx(0.0)
    assert {placed.angle_deg for placed in placement.pieces} == {0.0}


def test_levels_follow_the_seams_not_the_drawing_coordinates() -> None:
    """A back drawn 13 mm higher up still meets the front: the level comes from walking the side seam."""
    spec, pattern = drafted("tshirt", body.demo(), motif="stripes")
    back = pattern.piece("back")
    edges = tuple(replace(edge, path=g.translated_path(edge.path, 0.0, 13.0)) for edge in back.edges)
    moved = pattern.with_piece(replace(back, edges=edges))
    placement = design.place(spec, moved)
    assert max(design.match_error(placement, spec, moved).values()) < 1e-6
    at = {placed.piece: placed.origin_mm[1] for placed in placement.pieces}
    assert at["back"] - at["front"] == pytest.approx(13.0)
