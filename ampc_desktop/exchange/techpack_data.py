"""What a tech pack is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ampc_desktop.core.check import Readiness
from ampc_desktop.core.design import Artwork, DesignSpec, PrintPlacement
from ampc_desktop.core.fabric import Fabric, Ink
from ampc_desktop.core.fit import FitReport
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.order import Bom, Order, Quote
from ampc_desktop.core.pattern import Pattern


@dataclass(frozen=True)
class TechpackData:
    """All that goes into a tech pack. wish: the customer's words; markers: by material role; technique: its name;
    fit: of the try-on with its picture as PNG, None without one.
    """

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
    technique: str = ""
    fit: FitReport | None = None
    fit_picture: bytes = b""
