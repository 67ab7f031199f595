"""How tight is the nested marker, and how far off was the estimate shown while sliders moved?"""

from __future__ import annotations

import numpy as np

from ampc_desktop import cutting
from ampc_desktop.core.marker import MarkerPiece, MarkerRules
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.schema import Value
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report, median
from ampc_desktop.studio.flow import capabilities

CLOTH = "cotton_jersey_180"
WISHES: tuple[dict[str, Value], ...] = (
    {"sleeve": "long", "fit": "relaxed"},
    {"sleeve": "short", "fit": "regular"},
    {"sleeve": "short", "fit": "fitted", "neckline": "v"},
    {"sleeve": "sleeveless", "fit": "oversized"},
)


def run(full: bool = False, progress: Progress = silent, shirts: int | None = None, seconds: int = 3) -> Report:
    """Single T-shirts on jersey. Quick: 4 shirts; full: 16. Each layout is verified on the exact outlines."""
    count = shirts or (16 if full else 4)
    fabric = capabilities().fabrics[CLOTH]
    rules = MarkerRules(fabric.usable_width_mm)
    efficiency, clock, off, naive, faults = [], [], [], [], []
    for i, body in enumerate(cases.people(count, seed=3)):
        progress(i / count, "nest")
        case = cases.Case("tshirt", body, WISHES[i % len(WISHES)], fabric)
        pieces = cutting.marker_pieces(cases.draft(case), "shell")
        marker = cutting.nest(pieces, rules, "shell", CLOTH, seconds)
        guess = cutting.estimate(pieces, rules, "shell", CLOTH)
        if not marker.verified:
            faults.append(f"{case}: the layout is not verified")
        efficiency.append(100 * marker.efficiency)
        clock.append(marker.seconds)
        off.append(100 * (guess.length_mm / marker.length_mm - 1))
        naive.append(100 * shelf_efficiency(pieces, rules))
    figures = (
        Figure("marker efficiency of a single T-shirt, median", median(efficiency), "%",
               reference="rectangles on shelves (next-fit decreasing height) in this run",
               reference_value=median(naive)),
        Figure("nesting, process start included, median", median(clock), "s", seconds + 2.0,
               reference="the time limit given", reference_value=float(seconds)),
        Figure("estimated length against nested, median of absolute error", median([abs(o) for o in off]), "%", 3.0,
               reference="80 % interval shown with the estimate", reference_value=2.0),
        Figure("estimated length against nested, worst", max(off, key=abs), "%",
               reference="80 % interval shown with the estimate", reference_value=2.0),
    )  # fmt: skip
    return Report("nest", figures, tuple(faults), tried={"markers": count})


def shelf_efficiency(pieces: tuple[MarkerPiece, ...], rules: MarkerRules) -> float:
    """Piece area over cloth when bounding boxes are stood on shelves across the roll, longest first."""
    boxes = []
    area = 0.0
    for piece in pieces:
        ring = np.asarray(piece.outline)
        wide, high = np.ptp(ring[:, 0]) + rules.gap_mm, np.ptp(ring[:, 1]) + rules.gap_mm
        x, y = ring[:, 0], ring[:, 1]
        area += piece.quantity * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
        boxes += [(float(wide), float(high))] * piece.quantity
    room, length, used = rules.width_mm - 2 * rules.edge_mm, 0.0, float("inf")
    for wide, high in sorted(boxes, reverse=True):
        if used + high > room:
            length, used = length + wide, 0.0
        used += high
    return area / (rules.width_mm * (length + 2 * rules.edge_mm))
