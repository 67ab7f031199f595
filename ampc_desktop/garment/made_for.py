"""Whether the block of an order is for this garment and this body: said wherever the pattern does not follow them."""

from __future__ import annotations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.block import Block
from ampc_desktop.core.check import CheckResult, Finding
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


def block_check(block: Block | None, pattern: Pattern, measures: Measurements) -> CheckResult | None:
    """Check 18, a warning: a block of another garment, or one that every body has as it was drawn; else None.

    value: by how much the body is larger (+) or smaller (−) than the one the block was made for, mm; where that is not
    known, than front and back of the pattern round the level that is compared, as far as these can be read. A body of
    the size that the block was made for passes.
    """
    if block is None:
        return None
    if block.family != pattern.family:
        mine, other = family(pattern.family).label, family(block.family).label
        text = f"block {block.name} is of another garment ({other}): this {mine} is drafted without it"
        return _warning(text, 0.0)
    if not block.fixed:
        return None
    said = f"made for {_whom(block)} as drawn, whatever body and options"
    name = "bust" if "bust" in family(block.family).required_measures else "hip"
    body, theirs = measures.get(name), block.body.get(name)
    if body is not None and theirs is not None:
        gap = body - theirs
        more = f"differs by {abs(gap):.0f} mm ({body:.0f} mm, {'larger' if gap > 0 else 'smaller'})"
        text = f"{said}: its {name} is {theirs:.0f} mm, that of the body {more}"
        return _warning(text, gap) if abs(gap) > SAME_SIZE_MM else _like(block, name, theirs, gap)
    around = _around(pattern, measures, name == "bust")
    level = "chest" if name == "bust" else "hip"
    if body is None or around is None:
        return _warning(f"{said}; its {level} can't be read: measure it before it is cut", 0.0)
    gap = body - around
    more = "larger" if gap > 0 else "smaller"
    text = (
        f"{said}: front and back are {around:.0f} mm around at the {level}, "
        f"the body differs by {abs(gap):.0f} mm ({body:.0f} mm, {more})"
    )
    return _warning(text, gap)


def _like(block: Block, name: str, theirs: float, gap: float) -> CheckResult:
    text = f"made for {_whom(block)} as drawn, {name} {theirs:.0f} mm: the body is of this size"
    return CheckResult(18, "block.body", "Block and body", "key-dimension consistency", "pass", gap, SAME_SIZE_MM,
                       SAME_SIZE_MM, "mm", text)  # fmt: skip


def _whom(block: Block) -> str:
    if block.body.values:
        return block.body.name or "one body"
    size = block.pattern.size
    return "one body" if size in ("", "MTM") else f"size {size}"


def _warning(text: str, value: float) -> CheckResult:
    finding = Finding("warn", text, value)
    return CheckResult(18, "block.body", "Block and body", "key-dimension consistency", "warn", value, 0.0, 0.0, "mm",
                       text, findings=(finding,))  # fmt: skip


def _around(pattern: Pattern, measures: Measurements, chest: bool) -> float | None:
    """Girth of front and back, mm: hips waist_to_hip below the top, a chest where the bodice is widest from there on.

    A chest is looked for a hand below the armscye too, as garments have deeper armholes than bodies.
    """
    pieces = [piece for piece in pattern.pieces if worn(piece) in TRUNK and piece.material == "shell"]
    if not {worn(piece).split(".")[-1] for piece in pieces} >= {"front", "back"}:
        return None
    down = measures.get("armscye_depth") or ARMSCYE_OF_BACK * (measures.get("back_waist_length") or 0.0)
    down = down if chest else measures.get("waist_to_hip") or 0.0
    found = [_widest(pattern, piece, down, HAND_MM if chest else 0.0) for piece in pieces]
    return sum(found) if down and all(found) else None


def _widest(pattern: Pattern, piece: Piece, down: float, reach: float) -> float:
    """Greatest width of all its copies from `down` below its top to `reach` further down; 0 where it ends above."""
    _, low, _, top = g.bounds(piece.sew_ring)
    levels = [top - down - k * STEP_MM for k in range(int(reach / STEP_MM) + 1)]
    spans = [Span(piece.id, "across", at_mm=level, times=piece.quantity) for level in levels if level > low]
    return max((span_mm(pattern, span) for span in spans), default=0.0)
