"""The sweep: many bodies × options, each draft judged by its geometry. Used by the fast test and the full one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from shapely.geometry import LineString, Polygon

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.schema import Value
from ampc_desktop.garment import run_checks
from tests.garment.bodies import made

GRIDS: dict[str, dict[str, tuple[Value, ...]]] = {
    "tshirt": {
        "fit": ("fitted", "regular", "relaxed", "oversized"),
        "length": ("cropped", "hip", "long"),
        "sleeve": ("sleeveless", "short", "three_quarter", "long"),
        "neckline": ("crew", "v", "scoop"),
    },
    "straight_skirt": {
        "fit": ("fitted", "regular"),
        "length": ("mini", "knee", "midi"),
        "vent": (True, False),
        "front_darts": (0.0, 1.0, 2.0),
        "back_darts": (0.0, 1.0, 2.0),
        "hem_taper_mm": (0.0, 80.0),
    },
    "a_line_skirt": {
        "fit": ("fitted", "regular"),
        "length": ("mini", "knee", "midi", "maxi"),
        "flare": ("slight", "classic", "full"),
        "darts": (True, False),
        "waist_finish": ("band", "facing"),
    },
    "circle_skirt": {
        "fit": ("fitted", "regular"),
        "length": ("mini", "knee", "midi", "maxi"),
        "circle": ("full", "half", "quarter"),
        "centre_seam": (True, False),
    },
    "shift_dress": {
        "fit": ("fitted", "regular", "relaxed"),
        "length": ("mini", "knee", "midi"),
        "sleeve": ("sleeveless", "short"),
        "neckline": ("round", "v"),
        "waist_darts": (True, False),
    },
    "trousers": {
        "fit": ("slim", "wide"),
        "leg": ("tapered", "straight", "wide"),
        "length": ("short", "knee", "cropped", "full"),
        "rise": ("low", "high"),
        "pleats": (True, False),
        "pocket_style": ("slant", "side"),
    },
    "shirt": {
        "fit": ("fitted", "regular", "oversized"),
        "length": ("cropped", "long"),
        "sleeve": ("short", "three_quarter", "long"),
        "collar": ("classic", "band"),
        "placket": ("band", "cut_on"),
    },
    "hoodie": {
        "fit": ("fitted", "regular", "oversized"),
        "length": ("cropped", "hip", "long"),
        "neckline": ("hood", "crew"),
        "hood_panels": ("two", "three"),
        "zip": (True, False),
        "pocket": (True, False),
    },
    "tank": {
        "fit": ("fitted", "regular", "relaxed", "oversized"),
        "length": ("cropped", "hip", "long"),
        "neckline": ("scoop", "v", "crew"),
        "strap": ("narrow", "regular", "wide"),
    },
}

GIRTHS = ("chest", "waist", "hip", "hem", "biceps", "sleeve_hem")


def combinations(family: str) -> list[dict[str, Value]]:
    grid = GRIDS[family]
    return [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]


def covering(family: str, strength: int = 3) -> list[dict[str, Value]]:
    """Combinations among which any `strength` options have each of their combined choices at least once, greedily.

    Faults of options come from two or three of them together; the slow run takes every combination.
    """

    def mixed(wishes: dict[str, Value]) -> set[tuple[tuple[str, Value], ...]]:
        return set(itertools.combinations(wishes.items(), min(strength, len(wishes))))

    left = {k: mixed(wishes) for k, wishes in enumerate(combinations(family))}
    missing, chosen = set().union(*left.values()), []
    while missing:
        best = max(left, key=lambda k: len(left[k] & missing))
        missing -= left.pop(best)
        chosen.append(combinations(family)[best])
    return chosen


@dataclass
class Outcome:
    """Worst figures of a sweep, mm, and what went wrong where."""

    drafts: int = 0
    seam_mm: float = 0.0
    girth_mm: float = 0.0
    faults: list[str] = field(default_factory=list)


def sweep(family: str, bodies: Iterator[Measurements] | tuple, each: int | None, seed: int = 3) -> Outcome:
    """Draft every body with `each` option combinations drawn by chance (None: all of them)."""
    outcome, rng, all_of_them = Outcome(), np.random.default_rng(seed), combinations(family)
    for who in bodies:
        chosen = range(len(all_of_them)) if each is None else rng.choice(len(all_of_them), each, replace=False)
        for k in chosen:
            wishes = all_of_them[int(k)]
            judge(made(family, who, **wishes), f"{who.name} {wishes}", outcome)
    return outcome


def dealt(family: str, bodies: tuple[Measurements, ...], all_of_them: list[dict[str, Value]], seed: int = 3) -> Outcome:
    """Draft every body and every given option combination at least once: the longer list is dealt over the shorter."""
    outcome, order = Outcome(), np.random.default_rng(seed).permutation(len(all_of_them))
    for k in range(max(len(bodies), len(order))):
        who, wishes = bodies[k % len(bodies)], all_of_them[int(order[k % len(order)])]
        judge(made(family, who, **wishes), f"{who.name} {wishes}", outcome)
    return outcome


def judge(pattern: Pattern, where: str, outcome: Outcome) -> None:
    """Add one draft to an outcome: seams, self-crossings of sew and cut line, finished girths, readiness."""
    outcome.drafts += 1
    for seam in pattern.seams:
        off = abs(pattern.chain_length_mm(seam.a) - pattern.chain_length_mm(seam.b) - seam.ease_mm)
        outcome.seam_mm = max(outcome.seam_mm, off)
        if off > 0.5:
            outcome.faults.append(f"{where}: {seam.id} off by {off:.2f} mm")
    for piece in pattern.pieces:
        sew, cut = Polygon(piece.sew_ring), Polygon(piece.cut_ring)
        if not (sew.is_valid and cut.is_valid and (cut.contains(sew) or cut.buffer(1e-6).contains(sew))):
            outcome.faults.append(f"{where}: {piece.id} crosses itself")
    for dimension in pattern.key_dimensions:
        if dimension.id in GIRTHS:
            outcome.girth_mm = max(outcome.girth_mm, abs(girth(pattern, dimension.id) - dimension.target_mm))
    if outcome.girth_mm > 2.0:
        outcome.faults.append(f"{where}: girth off by {outcome.girth_mm:.2f} mm")
    for check in run_checks(pattern):
        if check.status in ("warn", "fail"):
            outcome.faults.append(f"{where}: check {check.number} {check.status}: {check.summary}")


def girth(pattern: Pattern, name: str) -> float:
    """A finished girth measured here, by cutting the pieces at the height that the promise names."""
    total = 0.0
    for span in next(d for d in pattern.key_dimensions if d.id == name).spans:
        piece = pattern.piece(span.piece)
        if span.kind == "edge":
            total += span.times * piece.edge(span.edge).length_mm
        elif span.kind == "between":
            a, b = piece.edge(span.edge).start, piece.edge(span.to_edge).start
            total += span.times * float(np.hypot(a[0] - b[0], a[1] - b[1]))
        else:
            low, _, high, _ = Polygon(piece.sew_ring).bounds
            level = LineString([(low - 1.0, span.at_mm), (high + 1.0, span.at_mm)])
            total += span.times * Polygon(piece.sew_ring).intersection(level).length
            for line in piece.internals:  # darts with two points, taken in at this level
                if line.kind == "dart" and line.path[0][0] == line.path[-1][-1]:
                    shape = Polygon([segment[0] for segment in line.path])
                    total -= span.times * shape.intersection(level).length
    return total
