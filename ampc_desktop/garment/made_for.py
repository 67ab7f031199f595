"""Whether the block of an order is for this garment and this body: said wherever the pattern does not follow them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.check import CheckResult, Finding, Status
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern, Piece, Span
from ampc_desktop.garment.checks.reading import span_mm
from ampc_desktop.garment.edits.carrying import worn
from ampc_desktop.garment.registry import family

TRUNK = ("front", "back", "leg.front", "leg.back")
ARMSCYE_OF_BACK = 0.51
"""Level of the chest below the highest point of a bodice as a share of the back waist length (W. Aldrich, Metric
Pattern Cutting: 21 cm of 41 cm, size 12), where the armscye depth is not known."""
HAND_MM, STEP_MM = 100.0, 5.0
SAME_SIZE_MM = 40.0
"""Half the step between two letter sizes (EN 13402-3, 80 mm of bust): a body further off is of another size."""
KNIT_GIVES = 0.10
"""By this share of the body a knit garment may be smaller and still be worn (negative ease of close-fitting knits)."""
MOST_EASE = 0.25
"""Ease of the most oversized garments as a share of the body: what a girth that can't be read is taken to have."""


@dataclass(frozen=True)
class Level:
    """A girth of the body beside that of the pattern: name of the measure, mm; None where it is not known.

    theirs : of the body the block was made for; around: of the pattern, never less than it has.
    """

    name: str
    body: float
    theirs: float | None
    around: float | None

    @property
    def gap(self) -> float:
        return self.body - self.theirs if self.theirs is not None else 0.0

    def short_mm(self, gives: float) -> float:
        """By how much the garment is too small to go round the body; 0 where it does, or nothing says it does not.

        gives : share of the body by which the cloth may be smaller.
        """
        if self.theirs is None:
            return self._short_of(self.around, gives) if self.around is not None else 0.0
        if self.gap <= SAME_SIZE_MM:
            return 0.0
        read = self.around is not None and self._goes_round(self.around, self.theirs, gives)
        most = self.around if read else (1 + MOST_EASE) * self.theirs  # panels that were not found are no small pattern
        return self._short_of(most, gives) if most is not None else 0.0

    def _short_of(self, around: float, gives: float) -> float:
        return 0.0 if self._goes_round(around, self.body, gives) else self.body - around

    @staticmethod
    def _goes_round(around: float, body: float, gives: float) -> bool:
        return around >= (1 - gives) * body


def block_check(block: Block | None, pattern: Pattern, measures: Measurements) -> CheckResult | None:
    """Check 18: a block of another garment, or one that every body has as it was drawn; else None.

    It fails where the pattern can't go round the body at bust, waist or hip, warns of a body that is of another size at
    one of them, or where nobody knows, and passes for a body of the size that the block was made for.

    value: by how much the body is larger (+) or smaller (−) than the one the block was made for, mm; where that is not
    known, or it can't go round the body, than the pattern round the level that is compared.
    """
    if block is None:
        return None
    if block.family != pattern.family:
        mine, other = family(pattern.family).label, family(block.family).label
        text = f"block {block.name} is of another garment ({other}): this {mine} is drafted without it"
        return _result("warn", text, 0.0)
    if not block.fixed:
        return None
    made = family(block.family)
    said = f"made for {_whom(block)} as drawn, whatever body and options"
    levels = _levels(block, pattern, measures)
    gives = KNIT_GIVES if made.structure == "knit" else 0.0
    tight = max(levels, key=lambda one: one.short_mm(gives), default=None)
    if tight is not None and tight.short_mm(gives) > 0:
        return _too_small(said, tight, tight.short_mm(gives))
    known = [one for one in levels if one.theirs is not None]
    if known:
        worst = max(known, key=lambda one: abs(one.gap))
        if abs(worst.gap) <= SAME_SIZE_MM:
            return _like(block, known, worst.gap)
        more = f"differs by {_amount(worst.gap, worst.body)}"
        text = f"{said}: its {worst.name} is {worst.theirs:.0f} mm, that of the body {more}"
        return _result("warn", text, worst.gap)
    name = "bust" if "bust" in made.required_measures else "hip"
    read = next((one for one in levels if one.name == name and one.around is not None), None)
    level = _spot(name)
    if read is None or read.around is None:
        return _result("warn", f"{said}; its {level} can't be read: measure it before it is cut", 0.0)
    gap = read.body - read.around
    text = (
        f"{said}: front and back are {read.around:.0f} mm around at the {level}, "
        f"the body differs by {_amount(gap, read.body)}"
    )
    return _result("warn", text, gap)


def _levels(block: Block, pattern: Pattern, measures: Measurements) -> list[Level]:
    """Bust, waist and hip as far as the garment has them and the body is measured there."""
    chest = "bust" in family(block.family).required_measures
    found = []
    for name in ("bust", "waist", "hip") if chest else ("waist", "hip"):
        body = measures.get(name)
        if body is not None:
            found.append(Level(name, body, block.body.get(name), _around(pattern, measures, name, chest)))
    return found


def _too_small(said: str, level: Level, short: float) -> CheckResult:
    if level.around is not None and (level.theirs is None or level.body - level.around == short):
        its = f"the pattern is {level.around:.0f} mm around at the {_spot(level.name)}"
    else:
        its = f"its {level.name} is {level.theirs:.0f} mm"
    text = f"{said}: it can't go round the body, {its}, the body is {level.body:.0f} mm"
    return _result("fail", text, short)


def _spot(name: str) -> str:
    return "chest" if name == "bust" else name


def _amount(gap: float, body: float) -> str:
    return f"{abs(gap):.0f} mm ({body:.0f} mm, {'larger' if gap > 0 else 'smaller'})"


def _like(block: Block, levels: list[Level], gap: float) -> CheckResult:
    its = ", ".join(f"{one.name} {one.theirs:.0f} mm" for one in levels)
    text = f"made for {_whom(block)} as drawn, {its}: the body is of this size"
    return CheckResult(18, "block.body", "Block and body", "key-dimension consistency", "pass", gap, SAME_SIZE_MM,
                       SAME_SIZE_MM, "mm", text)  # fmt: skip


def _whom(block: Block) -> str:
    if block.body.values:
        return block.body.name or "one body"
    size = block.pattern.size
    return "one body" if size in ("", "MTM") else f"size {size}"


def _result(status: Status, text: str, value: float) -> CheckResult:
    finding = Finding(status, text, value)
    return CheckResult(18, "block.body", "Block and body", "key-dimension consistency", status, value, 0.0, 0.0, "mm",
                       text, findings=(finding,))  # fmt: skip


def _around(pattern: Pattern, measures: Measurements, name: str, chest: bool) -> float | None:
    """Girth of the pattern at a level, mm, rather too large than too small; None where it can't be read.

    Front and back are read, at the waist of a skirt or trousers the band. A chest is looked for a hand below the
    armscye too, as garments have deeper armholes than bodies; waist and hip of a bodice a hand around and above, as a
    curved hem rises at the sides.
    """
    if name == "waist" and not chest:
        return _band(pattern)
    pieces = [piece for piece in pattern.pieces if worn(piece) in TRUNK and piece.material == "shell"]
    if not {worn(piece).split(".")[-1] for piece in pieces} >= {"front", "back"}:
        return None
    to_waist, to_hip = measures.get("back_waist_length") or 0.0, measures.get("waist_to_hip") or 0.0
    if name == "bust":
        down = measures.get("armscye_depth") or ARMSCYE_OF_BACK * to_waist
        first, last = down, down + HAND_MM
    elif name == "waist":
        down = to_waist
        first, last = down - HAND_MM, down + HAND_MM
    else:
        down = to_waist + to_hip if chest and to_waist else 0.0 if chest else to_hip
        first, last = (down - HAND_MM if chest else down), down
    found = [_widest(pattern, piece, first, down, last) for piece in pieces]
    return sum(found) if down and all(found) else None


def _widest(pattern: Pattern, piece: Piece, first: float, down: float, last: float) -> float:
    """Greatest width of all its copies from `first` to `last` below its top; 0 where it ends above `down`."""
    _, low, _, top = g.bounds(piece.sew_ring)
    if top - down <= low:
        return 0.0
    levels = [top - first - k * STEP_MM for k in range(int((last - first) / STEP_MM) + 1)]
    spans = [Span(piece.id, "across", at_mm=level, times=piece.quantity) for level in levels if level > low]
    return max((span_mm(pattern, span) for span in spans), default=0.0)


def _band(pattern: Pattern) -> float | None:
    """Length of the waistband, its overlap included and all its copies one after another; None for several pieces."""
    bands = [piece for piece in pattern.pieces if worn(piece) == "waistband" and piece.material != "fusible"]
    if len(bands) != 1:
        return None
    return bands[0].quantity * float(np.ptp(bands[0].sew_ring, axis=0).max())
