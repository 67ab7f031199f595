"""The tank top as a flat, seen from the front and from the back. Body pieces keep their own coordinates."""

from __future__ import annotations

from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment.drafting import knit_flat
from ampc_desktop.garment.sketching import BESIDE_MM


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the tank top. The parts of a view are painted by layer, the inside of the back first."""
    front, back = pattern.piece("front"), pattern.piece("back")
    band, rows = spec.number("band_width_mm"), knit_flat.stitches(spec.number("hem_allowance_mm"))
    parts = [
        *knit_flat.inner_back(knit_flat.seen(pattern, "neckband", "back"), front, back, band),
        *knit_flat.body(front, "front", rows, 3),
        *knit_flat.body(back, "back", rows, 3),
        *knit_flat.armbands(knit_flat.seen(pattern, "armband", "front"), front, band, "front", 5),
        *knit_flat.armbands(knit_flat.seen(pattern, "armband", "back"), back, band, "back", 5),
        knit_flat.neckband(knit_flat.seen(pattern, "neckband", "front"), front, band, "front", 6, ribbed=False),
        knit_flat.neckband(knit_flat.seen(pattern, "neckband", "back"), back, band, "back", 6, ribbed=False),
    ]
    parts.sort(key=lambda part: (part.view, part.layer))
    half, _ = knit_flat.outline(front)
    top, low, wide = front.edge("neck.l").start[1], float(half[0, 1]), float(half[:, 0].max())
    right = max(x for part in parts if part.view == "front" for x, _ in part.outline) + BESIDE_MM
    return FlatSketch(
        tuple(parts),
        (
            (f"{top - low:.0f} mm", (right, top), (right, low)),
            (f"{2 * wide:.0f} mm", (-wide, low - BESIDE_MM), (wide, low - BESIDE_MM)),
        ),
    )
