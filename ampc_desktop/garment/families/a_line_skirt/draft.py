"""DesignSpec + body -> A-line skirt pattern: front, back pair with zip, waistband or facings."""

from __future__ import annotations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import KeyDimension, Notion, Pattern, Piece, Span
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import skirt_pieces, waistband
from ampc_desktop.garment.drafting.skirt_pieces import Allowances
from ampc_desktop.garment.drafting.walking import skirt_levels
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.a_line_skirt import options

SOURCES = (
    "W. Aldrich, Metric Pattern Cutting: A-line skirt from the tailored skirt block, as taught publicly",
    "FreeSewing penelope 4.10 (MIT): the block beneath, solved waist",
    "ISO 4916: seam classes 1.01 (plain), 4.06 (zip) and 6.03 (hem)",
)


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The A-line skirt of resolved options on one body, with cut lines."""
    n = {id: option.value for id, option in spec.options.items()}
    t, at = table("a_line_skirt"), skirt_levels(body)
    front_half, back_half = options.block(body, n)
    widths = Allowances(t["seam_allowance_mm"], t["zip_allowance_mm"], spec.number("hem_allowance_mm"))
    hip_mark = g.segment_length(front_half.side[0])
    front = skirt_pieces.front(front_half, widths, hip_mark)
    back = skirt_pieces.back(back_half, widths, at.zip, hip_mark)
    chain = skirt_pieces.waist_chain(front, back)
    pieces: list[Piece] = [front, back]
    seams = skirt_pieces.body_seams(front)
    if n["waist_finish"] == "band":
        wide = spec.number("waistband_width_mm")
        band = waistband.closing_behind(chain, (front, back), wide, t["overlap_mm"], widths.seam, "waist.cf")
        pieces += [band, waistband.interfacing(band)]
        seams += waistband.seams(chain)
    else:
        width = min(float(t["facing_mm"]), 0.3 * at.hip)
        pieces += skirt_pieces.facings(front_half, back_half, width, widths.seam)
        seams += skirt_pieces.facing_seams(chain)
    pattern = Pattern(
        family="a_line_skirt",
        style="A-LINE",
        size="MTM",
        pieces=tuple(pieces),
        seams=seams,
        key_dimensions=_dimensions(spec, body, front, back),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={"opening_mm": 2 * at.zip, "opening_girth_mm": body["hip"]},
        sources=SOURCES,
        notions=(
            Notion("zip", f"Concealed zip {at.zip:.0f} mm", 1, minutes=4.0),
            Notion("hook_and_bar", "Hook and bar", 1, minutes=0.6),
        ),
    )
    return with_cut_lines(pattern)


def _dimensions(spec: DesignSpec, body: Measurements, front: Piece, back: Piece) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    level = -skirt_levels(body).hip
    waist = [Span("front", "edge", edge.id) for edge in front.edges if edge.id.startswith("waist.")]
    waist += [Span("back", "edge", edge.id, times=2.0) for edge in back.edges if edge.id.startswith("waist.")]
    hip = (Span("front", "across", at_mm=level), Span("back", "across", at_mm=level, times=2.0))
    hem = (Span("front", "edge", "hem"), Span("back", "edge", "hem", times=2.0))
    sweep, length = spec.number("hem_sweep_mm"), spec.number("length_mm")
    down = (Span("back", "edge", "cb"), Span("back", "edge", "zip"))
    drop = table("a_line_skirt")["back_drop_mm"]
    return (
        KeyDimension("waist", "Waist", body["waist"], spec.number("waist_ease_mm"), tuple(waist)),
        KeyDimension("hip", "Hip", body["hip"], spec.number("hip_ease_mm"), hip),
        KeyDimension("hem", "Hem", 0.0, sweep, hem),
        KeyDimension("length", "Centre back length", 0.0, length - drop, down),
    )
