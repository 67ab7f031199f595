"""The A-line skirt as a flat: laid out as cut, darts sewn, band or facing at the waist."""

from __future__ import annotations

from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment.drafting import skirt_flat


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the skirt."""
    hem = spec.number("hem_allowance_mm")
    band = spec.number("waistband_width_mm") if spec.choice("waist_finish") == "band" else 0.0
    front, back = (skirt_flat.laid(pattern.piece(id), hem) for id in ("front", "back"))
    return skirt_flat.views(pattern, front, back, band)
