"""DesignSpec + body -> tank top pattern: two body pieces and their bands. Frames and sides: see drafting.knit_body."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import KeyDimension, Pattern, Piece, Span
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import bands, bodice, knit_body, ribs
from ampc_desktop.garment.drafting.bodice import Block
from ampc_desktop.garment.drafting.knit_body import Allowances
from ampc_desktop.garment.drafting.stretch import stretch
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.tank import options

SOURCES = (
    "FreeSewing aaron 4.1 (MIT): straps, neckline drop, dropped armhole, knit bindings; brian and teagan: block",
    "W. Aldrich, Metric Pattern Cutting: armscye depth where it was not measured",
    "ISO 4916: seam classes 1.01 (overlocked) and 6.02 (hem)",
)


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The tank top of resolved options on one body, with cut lines."""
    n = {id: option.value for id, option in spec.options.items()}
    t = table("tank")
    made, give = options.block(body, n), stretch(fabric, str(n["neckline"]))
    how = Allowances(t["seam_allowance_mm"], t["neck_allowance_mm"], spec.number("hem_allowance_mm"))
    v, width = made.neckline == "v", spec.number("band_width_mm")
    front = _with_centre(knit_body.whole(made, "front", how, False), not v)
    back = _with_centre(knit_body.whole(made, "back", how, False), v)
    longest = ribs.longest_mm(fabric)
    necks, neck_seams = bands.neckbands(front, back, width, give, how.neck, v, longest)
    arms, arm_seams = bands.armbands(front, back, width, give, how.seam, longest)
    pieces = (front, back, *arms, *necks)
    pattern = Pattern(
        family="tank",
        style="TANK TOP",
        size="MTM",
        pieces=pieces,
        seams=(
            *knit_body.body_seams(False),
            *arm_seams,
            *neck_seams,
        ),
        key_dimensions=_dimensions(spec, body, made),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={
            "head_girth_mm": body["head"],
            "neck_cloth_stretch": give.cloth,
            "neck_band_stretch": give.band,
            "neck_band_ratio": give.ratio,
        },
        sources=SOURCES,
    )
    return with_cut_lines(pattern)


def _with_centre(piece: Piece, met: bool) -> Piece:
    """The piece with its neckline's centre mark named as the band's, where the band has one: not where it is joined."""
    return replace(
        piece,
        notches=tuple(
            replace(notch, pair="neck.centre" if met else "") if notch.id == "neck.centre" else notch
            for notch in piece.notches
        ),
    )


def _dimensions(spec: DesignSpec, body: Measurements, made: Block) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    at = bodice.levels(body)

    def across(level: float) -> tuple[Span, ...]:
        return (Span("front", "across", at_mm=-level), Span("back", "across", at_mm=-level))

    found = [
        KeyDimension("chest", "Chest", body["bust"], spec.number("chest_ease_mm"), across(made.armhole_depth + 0.01))
    ]
    for depth, quarter in made.knots[1:-1]:
        id = "waist" if depth == at.waist else "hip"
        found.append(KeyDimension(id, id.capitalize(), body[id], 4 * quarter - body[id], across(depth)))
    girth, hem = bodice.girth_at(body, at, made.length), 4 * made.knots[-1][1]
    neck = tuple(Span(piece, "edge", f"neck.{side}") for piece in ("front", "back") for side in ("l", "r"))
    opening = bodice.neckline_length(made)
    band = spec.number("band_width_mm")
    return (
        *found,
        KeyDimension("hem", "Hem", girth, hem - girth, (Span("front", "edge", "hem"), Span("back", "edge", "hem"))),
        KeyDimension(
            "length", "Body length", 0.0, spec.number("body_length_mm"), (Span("front", "down", "neck.l", "hem"),)
        ),
        KeyDimension("neckline", "Neckline seam", body["neck"], opening - body["neck"], neck),
        KeyDimension(
            "strap", "Strap between its bands", 0.0, spec.number("strap_width_mm") - 2 * band,
            (Span("front", "edge", "shoulder.l"),),
        ),
    )  # fmt: skip
