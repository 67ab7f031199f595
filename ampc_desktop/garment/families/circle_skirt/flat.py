"""The circle skirt as a flat: hanging from the waist, its fullness in flutes."""

from __future__ import annotations

from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment.drafting import skirt_flat


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the skirt."""
    back = pattern.piece("back")
    quarter = sum(edge.length_mm for edge in back.edges if edge.id.startswith("waist."))
    length = back.edge("cb").length_mm + back.edge("zip").length_mm
    half = skirt_flat.hung(quarter, length, spec.number("sweep_deg") / 4, spec.number("hem_allowance_mm"))
    return skirt_flat.views(pattern, half, half, spec.number("waistband_width_mm"))
