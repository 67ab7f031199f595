"""The tech pack: everything a maker needs to know about one garment, on A4 pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ampc_desktop.core.check import Readiness
from ampc_desktop.core.design import Artwork, DesignSpec, PrintPlacement
from ampc_desktop.core.fabric import Fabric, Ink
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.order import Bom, Order, Quote
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.exchange import techpack_facts as facts
from ampc_desktop.exchange import techpack_pictures as pictures
from ampc_desktop.exchange.techpack_sheet import Sheet


@dataclass(frozen=True)
class TechpackData:
    """All that goes into a tech pack. wish: the customer's words; markers: by material role."""

    order: Order
    body: Measurements
    design: DesignSpec
    fabrics: Mapping[str, Fabric]
    inks: Mapping[str, Ink]
    pattern: Pattern
    flat: FlatSketch
    artwork: Artwork
    placement: PrintPlacement
    markers: Mapping[str, Marker]
    bom: Bom
    quote: Quote
    readiness: Readiness
    wish: str = ""


def techpack_pdf(data: TechpackData) -> bytes:
    """The tech pack as PDF, fonts embedded, pictures as vectors. The same data gives the same bytes."""
    order = data.order
    sheet = Sheet(order.label or data.design.label, order.id, order.customer, order.released_at[:10])
    pictures.cover(sheet, data)
    facts.measurements(sheet, data)
    pictures.pieces(sheet, data)
    facts.seams(sheet, data)
    facts.materials_and_price(sheet, data)
    pictures.markers(sheet, data)
    pictures.print_page(sheet, data)
    facts.readiness_page(sheet, data)
    return sheet.bytes()
