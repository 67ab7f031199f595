"""The tech pack: everything a maker needs to know about one garment, on A4 pages."""

from __future__ import annotations

from ampc_desktop.exchange import techpack_facts as facts
from ampc_desktop.exchange import techpack_pictures as pictures
from ampc_desktop.exchange.techpack_data import TechpackData
from ampc_desktop.exchange.techpack_fit import fit_page
from ampc_desktop.exchange.techpack_sheet import Sheet


def techpack_pdf(data: TechpackData) -> bytes:
    """The tech pack as PDF, fonts embedded, pictures as vectors. The same data gives the same bytes."""
    order = data.order
    sheet = Sheet(order.label or data.design.label, order.id, order.customer, order.released_at[:10])
    pictures.cover(sheet, data)
    facts.measurements(sheet, data)
    fit_page(sheet, data)
    pictures.pieces(sheet, data)
    facts.seams(sheet, data)
    facts.materials_and_price(sheet, data)
    pictures.markers(sheet, data)
    pictures.print_page(sheet, data)
    facts.readiness_page(sheet, data)
    return sheet.bytes()
