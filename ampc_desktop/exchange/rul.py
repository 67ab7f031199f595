"""Graded nests for other systems: one DXF with a block a piece and size, and the rule table (RUL) of ASTM D6673.

The nest is what every CAD reads alike; rules are offered beside it, because the standard defines no interpolation of
curves. In the DXF a text "# n" stands at each graded point and names its rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import GradeRule, Pattern, Piece
from ampc_desktop.exchange.dxf_content import Block, Text, blocks, rounded
from ampc_desktop.exchange.dxf_write import StyleInfo, nest_bytes
from ampc_desktop.exchange.names import ascii_text, code_name

RULE_LAYER = 1
STANDARD = "ASTM/D13Proposal 1 Version: D 6673-04"
PAIRS_A_LINE = 4


def numbered(pattern: Pattern, sizes: Sequence[str]) -> tuple[list[tuple[tuple[float, float], ...]], dict[str, int]]:
    """(rules as one (dx, dy) a size, number of the rule of each `piece/point`); points that move alike share one.

    Rule 1 moves nothing.
    """
    still = tuple((0.0, 0.0) for _ in sizes)
    table: dict[tuple[tuple[float, float], ...], int] = {still: 1}
    numbers: dict[str, int] = {}
    for rule in pattern.grade_rules:
        if rule.point.endswith((":c1", ":c2")) or rule.point.startswith("dart:"):  # not on the outline
            continue
        by = {name: (round(dx, 2) + 0.0, round(dy, 2) + 0.0) for name, dx, dy in rule.deltas}
        moves = tuple(by.get(size, (0.0, 0.0)) for size in sizes)
        numbers[_key(rule)] = table.setdefault(moves, len(table) + 1)
    return list(table), numbers


def _key(rule: GradeRule) -> str:
    return f"{rule.piece}/{rule.point}"


def write_rul(base: Pattern, sizes: Sequence[str], info: StyleInfo | None = None) -> bytes:
    """The rule table of a pattern's grade rules, mm with two decimals, the base as one more size with zeros."""
    info = info or StyleInfo()
    sample = code_name(base.size or "MTM")
    names = [sample, *(code_name(size) for size in sizes if code_name(size) != sample)]
    wanted = [size for size in sizes if code_name(size) != sample]
    rules, _ = numbered(base, wanted)
    day = "-".join(reversed(info.created[:10].split("-"))) if info.created else ""
    lines = [
        STANDARD,
        f"AUTHOR: {ascii_text(info.author)}",
        f"PRODUCT: {ascii_text(info.product)}",
        f"VERSION: {ascii_text(info.version)}",
        f"CREATION DATE: {day}",
        f"CREATION TIME: {info.created[11:19] if info.created else ''}",
        "UNITS: METRIC",
        f"GRADE RULE TABLE: {code_name(info.style or base.style)}",
        f"NUMBER OF SIZES: {len(names)}",
        f"SIZE LIST: {' '.join(names)}",
        f"SAMPLE SIZE: {sample}",
    ]
    for number, moves in enumerate(rules, 1):
        lines.append(f"RULE: DELTA {number}")
        pairs = [f"{dx:.2f}, {dy:.2f}" for dx, dy in ((0.0, 0.0), *moves)]
        lines += ["  ".join(pairs[k : k + PAIRS_A_LINE]) for k in range(0, len(pairs), PAIRS_A_LINE)]
    return ("\r\n".join([*lines, "END"]) + "\r\n").encode("ascii")


def write_nest_dxf(base: Pattern, sizes: Sequence[tuple[str, Pattern]], info: StyleInfo | None = None) -> bytes:
    """All sizes of a pattern in one ASTM file; the base carries "# n" at its graded points."""
    info = info or StyleInfo()
    sample = code_name(base.size or "MTM")
    _, numbers = numbered(base, [name for name, _ in sizes if code_name(name) != sample])
    made: list[Block] = []
    for block in blocks(base, dense=True, size=sample):
        piece = base.piece(block.piece)
        marks = tuple(
            Text(RULE_LAYER, rounded(_point(piece, name)), f"# {number}")
            for key, number in numbers.items()
            if key.split("/", 1)[0] == piece.id and (name := key.split("/", 1)[1])
        )
        made.append(Block(block.block, block.name, block.piece, (*block.entities, *marks)))
    for size, pattern in sizes:
        if code_name(size) != sample:
            made += blocks(pattern, dense=True, size=code_name(size))
    return nest_bytes(base, made, info, sample)


def _point(piece: Piece, name: str) -> Point:
    edge_id, _, joint = name.partition(":")
    edge = piece.edge(edge_id)
    at: Point = edge.path[int(joint)][0] if joint else edge.start
    return at
