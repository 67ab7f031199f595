"""DesignSpec + body -> circle skirt pattern: front, back pair with zip, waistband."""

from __future__ import annotations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import KeyDimension, Notion, Pattern, Piece, Span
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import skirt_pieces, waistband
from ampc_desktop.garment.drafting.skirt_pieces import Allowances, HalfPanel
from ampc_desktop.garment.drafting.walking import skirt_levels
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.circle_skirt import options

SOURCES = (
    "W. Aldrich, Metric Pattern Cutting: circular skirts, radius from the waist, as taught publicly",
    "ISO 4916: seam classes 1.01 (plain), 4.06 (zip) and 6.03 (hem)",
)


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The circle skirt of resolved options on one body, with cut lines."""
    n = {id: option.value for id, option in spec.options.items()}
    t, at = table("circle_skirt"), skirt_levels(body)
    half = options.panel(body, n)
    widths = Allowances(t["seam_allowance_mm"], t["zip_allowance_mm"], spec.number("hem_allowance_mm"))
    front = skirt_pieces.front(half, widths, at.hip, bool(n["centre_seam"]))
    back = skirt_pieces.back(half, widths, at.zip, at.hip)
    chain = skirt_pieces.waist_chain(front, back)
    centre = "waist.cf" if front.symmetric else ""
    band = waistband.closing_behind(
        chain, (front, back), spec.number("waistband_width_mm"), t["overlap_mm"], widths.seam, centre
    )
    pieces = (front, back, band, waistband.interfacing(band))
    pattern = Pattern(
        family="circle_skirt",
        style="CIRCLE",
        size="MTM",
        pieces=pieces,
        seams=(*skirt_pieces.body_seams(front), *waistband.seams(chain)),
        key_dimensions=_dimensions(spec, body, half, front, back),
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


def _dimensions(
    spec: DesignSpec, body: Measurements, half: HalfPanel, front: Piece, back: Piece
) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    times = float(front.quantity)
    waist = [Span("front", "edge", e.id, times=times) for e in front.edges if e.id.startswith("waist.")]
    waist.append(Span("back", "edge", "waist.1", times=2.0))
    hem = (Span("front", "edge", "hem", times=times), Span("back", "edge", "hem", times=2.0))
    down = (Span("back", "edge", "cb"), Span("back", "edge", "zip"))
    return (
        KeyDimension("waist", "Waist", body["waist"], spec.number("waist_ease_mm"), tuple(waist)),
        KeyDimension("hem", "Hem", 0.0, 4 * g.path_length(half.hem), hem),
        KeyDimension("length", "Skirt length", 0.0, spec.number("length_mm"), down),
    )
