"""How tight is the nested marker, and how far off was the estimate shown while sliders moved?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ampc_desktop import cutting
from ampc_desktop.core.marker import MarkerPiece, MarkerRules
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.schema import Value
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report, median
from ampc_desktop.studio.flow import capabilities

CLOTH = "cotton_jersey_180"
SHELVES = "rectangles on shelves in this run"
"""Bounding boxes, longest first, next-fit on shelves across the roll: what a person gets without nesting."""
INTERVAL, SHOWN = 2.0, "80 % interval shown with the estimate"
FAR_OFF = 5.0
"""An estimate further off than this, %, is named."""
WISHES: tuple[dict[str, Value], ...] = (
    {"sleeve": "long", "fit": "relaxed"},
    {"sleeve": "short", "fit": "regular"},
    {"sleeve": "short", "fit": "fitted", "neckline": "v"},
    {"sleeve": "sleeveless", "fit": "oversized"},
)


def run(full: bool = False, progress: Progress = silent, markers: int | None = None, seconds: int = 3) -> Report:
    """Markers of one T-shirt and of three together on jersey. Quick: 3 of each; full: 8.

    Each layout is verified on the exact outlines. One shirt is often as long as its longest piece, so that the
    estimate is exact; three shirts are the real test of both.
    """
    count = markers or (8 if full else 3)
    fabric = capabilities().fabrics[CLOTH]
    rules = MarkerRules(fabric.usable_width_mm)
    who = cases.people(3 * count, seed=3)
    figures: list[Figure] = []
    faults: list[str] = []
    notes: list[str] = []
    clock: list[float] = []
    for name, shirts in (("one T-shirt", 1), ("three T-shirts", 3)):
        efficiency, naive, off = [], [], []
        for i in range(count):
            progress((i + count * (shirts > 1)) / (2 * count), f"nest {name}")
            wishes = [WISHES[(i + k) % len(WISHES)] for k in range(shirts)]
            bodies = who[shirts * i : shirts * (i + 1)]
            made = [cases.Case("tshirt", body, wish, fabric) for body, wish in zip(bodies, wishes, strict=True)]
            pieces = tuple(piece for k, case in enumerate(made) for piece in _pieces(case, k))
            marker = cutting.nest(pieces, rules, "shell", CLOTH, seconds)
            guess = cutting.estimate(pieces, rules, "shell", CLOTH)
            if not marker.verified:
                faults.append(f"{made[0]}: the layout is not verified")
            efficiency.append(100 * marker.efficiency)
            clock.append(marker.seconds)
            off.append(100 * (guess.length_mm / marker.length_mm - 1))
            if abs(off[-1]) > FAR_OFF:
                notes.append(f"estimate {off[-1]:+.1f} %: {', '.join(map(str, made))}")
            naive.append(100 * shelf_efficiency(pieces, rules))
        absolute = [abs(share) for share in off]
        figures += [
            Figure(f"marker efficiency, {name}, median", median(efficiency), "%", reference=SHELVES,
                   reference_value=median(naive)),
            Figure(f"estimated length off the nested, {name}, median", median(absolute), "%",
                   INTERVAL if shirts == 1 else None, reference=SHOWN, reference_value=INTERVAL),
            Figure(f"estimated length off the nested, {name}, worst", max(absolute), "%",
                   reference=SHOWN, reference_value=INTERVAL),
        ]  # fmt: skip
    figures.append(
        Figure("nesting, process start included, median", median(clock), "s", seconds + 2.0,
               reference="the time limit given", reference_value=float(seconds))
    )  # fmt: skip
    return Report("nest", tuple(figures), tuple(faults), tuple(notes), tried={"markers": 2 * count})


def _pieces(case: cases.Case, k: int) -> tuple[MarkerPiece, ...]:
    """Shell pieces of one shirt, told apart from those of its neighbours."""
    return tuple(replace(p, id=f"{k}.{p.id}") for p in cutting.marker_pieces(cases.draft(case), "shell"))


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
