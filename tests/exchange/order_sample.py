"""The sample tee as an order: striped print, laid by hand, priced by hand. Enough for every export."""

from __future__ import annotations

from ampc_desktop.core.check import CheckResult, readiness
from ampc_desktop.core.design import Artwork, DesignSpec, Placed, PrintPlacement, PrintSpec, Shape
from ampc_desktop.core.fabric import Fabric, Ink
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules, Placement
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.order import Bom, BomLine, CostLine, LeadTime, Operation, Order, Quote
from ampc_desktop.exchange import TechpackData
from tests.exchange.sample import tee

INKS = {
    "black": Ink("black", "Black", (6.4, 0.5, -1.3), (20, 20, 22)),
    "white": Ink("white", "White", (98.2, -0.3, 1.0), (250, 250, 248)),
}
STRIPES = Artwork(32.0, 24.0, "black", (Shape("white", (((-1.0, 10.0), (33.0, 10.0), (33.0, 13.0), (-1.0, 13.0)),)),))
SPEC = PrintSpec("stripes", ("black", "white"), (32.0, 24.0), line_mm=3.0, technique="dtg")


def cloth(id: str, label: str, width: float) -> Fabric:
    return Fabric(
        id=id, label=label, structure="knit", composition="100 % cotton", gsm=180, thickness_mm=0.6,
        usable_width_mm=width, price_eur_per_m=7, stretch_weft=0.4, stretch_warp=0.2, shrinkage_warp=0,
        shrinkage_weft=0, nap="none", techniques=(), grounds=(), families=(), stock_m=10, lead_days=5,
    )  # fmt: skip


def marker() -> Marker:
    """Two boxes laid side by side."""
    outline = ((0.0, 0.0), (700.0, 0.0), (700.0, 500.0), (0.0, 500.0))
    pieces = (MarkerPiece("front", "FRONT", outline, 1), MarkerPiece("back", "BACK", outline, 1))
    laid = (Placement("front", 0.0, 5.0, 5.0), Placement("back", 180.0, 705.0, 1010.0))
    return Marker("shell", "jersey", MarkerRules(1100.0), pieces, laid, 710.0, 0.896, verified=True)


def techpack() -> TechpackData:
    pattern = tee()
    quote = Quote(
        (CostLine("fabric", "Jersey", 9.8, "1.40 m × € 7.00"), CostLine("sewing", "Sewing", 12.0, "25 min")),
        21.8, 0.0, False, (Operation("side", "Sew side seams", 2.5, "sewing", "0.9 m"),),
    )  # fmt: skip
    check = CheckResult(
        4, "seams.walk", "Seams walk", "key-dimension consistency", "warn", 1.2, 0.5, 1.5, "mm", "1.2 mm at the side"
    )
    front = pattern.piece("front")
    part = FlatPart("front", "front", tuple((x, y) for x, y in front.sew_ring.tolist()), (1, 0, 0, 1, 0, 0))
    return TechpackData(
        order=Order(
            "01JMZ3Y8T4QK", "Jo Ånsten", "Relaxed tee", "2026-02-23T10:00:00Z", 21.8,
            LeadTime(5, "2026-03-02", (("sewing", 5.0),)), "minor",
        ),
        body=Measurements(
            "Jo",
            "female",
            {
                "bust": Measurement(920.0),
                "neck": Measurement(350.0, 12.0, source="estimated", basis="from stature and bust"),
            },
        ),
        design=DesignSpec("tshirt", {}, "jersey", SPEC, "T-shirt"),
        fabrics={"shell": cloth("jersey", "Cotton jersey", 1100.0), "rib": cloth("rib", "Rib", 1000.0)},
        inks=INKS,
        pattern=pattern,
        flat=FlatSketch((part,)),
        artwork=STRIPES,
        placement=PrintPlacement(tuple(Placed(p.id, (0.0, 0.0)) for p in pattern.pieces if p.printed)),
        markers={"shell": marker()},
        bom=Bom(
            (BomLine("fabric.shell", "Cotton jersey", 1.4, "m", 7.0), BomLine("=thread", "+Thread", 90, "m", 0.001))
        ),
        quote=quote,
        readiness=readiness((check,)),
        wish="a relaxed black tee with thin white stripes",
    )  # fmt: skip
