"""A pattern drawn true to scale on one sheet: strokes, and the sheet as SVG, PDF, PDF in pages and plotter file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Notch, Pattern, Piece

if TYPE_CHECKING:
    from ampc_desktop.exchange.pdf import Paper

Ink = Literal["cut", "sew", "grain", "notch", "internal", "fold"]
PENS: Mapping[Ink, tuple[str, float, tuple[float, ...]]] = {
    "cut": ("#000000", 0.5, ()),
    "notch": ("#000000", 0.5, ()),
    "sew": ("#0A7A8C", 0.3, (4.0, 2.0)),
    "grain": ("#5C636C", 0.3, ()),
    "internal": ("#5B4FD1", 0.3, ()),
    "fold": ("#7F6A00", 0.3, (6.0, 2.0, 1.5, 2.0)),
}
"""Colour, width and dashes (mm) of every ink on paper."""
GAP_MM, EDGE_MM = 20.0, 15.0
WIDEST_MM = 1500.0
"""A sheet grows in length, not over the width of a plotter roll."""
A4_MM = (210.0, 297.0)
PAPER_EDGE_MM, OVERLAP_MM = 10.0, 10.0
TEST_MM = 50.0
LETTERS_MM = 5.0
UNITS_PER_MM = 40
"""HPGL plotter units."""


@dataclass(frozen=True)
class Stroke:
    """One line, sheet coordinates, mm, y up. points: (n, 2)."""

    ink: Ink
    points: Array
    closed: bool = False


@dataclass(frozen=True)
class Words:
    """A line of text centred at a place, `LETTERS_MM` tall."""

    text: str
    at: Point


@dataclass(frozen=True, eq=False)
class Title:
    """What a piece is called, the most important line first, and the cut line it belongs into. ring: (n, 2)."""

    lines: tuple[str, ...]
    ring: Array


@dataclass(frozen=True)
class Drawn:
    """Everything on a sheet of width x height mm, its lower left corner at the origin.

    words: as a file has them; titles: the same by piece, for a picture smaller than the sheet.
    """

    width_mm: float
    height_mm: float
    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    pages: tuple[tuple[float, float, float, float], ...] = field(default=())
    """Left, bottom, right and top of the pages it is cut into."""
    titles: tuple[Title, ...] = field(default=())


def shelves(boxes: Sequence[tuple[float, float, float, float]], widest_mm: float = WIDEST_MM) -> list[Point]:
    """Offsets that lay boxes (left, bottom, right, top) in rows, the tallest first, within a width."""
    offsets: list[Point] = [(0.0, 0.0)] * len(boxes)
    x, y, row = EDGE_MM, EDGE_MM, 0.0
    for i in sorted(range(len(boxes)), key=lambda k: -(boxes[k][3] - boxes[k][1])):
        left, bottom, right, top = boxes[i]
        if x > EDGE_MM and x + right - left > widest_mm - EDGE_MM:
            x, y, row = EDGE_MM, y + row + GAP_MM, 0.0
        offsets[i] = (x - left, y - bottom)
        x, row = x + right - left + GAP_MM, max(row, top - bottom)
    return offsets


def draw(pattern: Pattern) -> Drawn:
    """The pattern with grain upright, pieces apart, each with its name, code, material and quantity."""
    boxes = [g.bounds(piece.cut_ring) for piece in pattern.pieces]
    offsets = shelves(boxes)
    strokes: list[Stroke] = []
    words: list[Words] = []
    titles: list[Title] = []
    wide = high = 0.0
    for piece, offset, (left, bottom, right, top) in zip(pattern.pieces, offsets, boxes, strict=True):
        move = np.asarray(offset)
        strokes += [Stroke(one.ink, one.points + move, one.closed) for one in piece_strokes(piece)]
        middle = ((left + right) / 2 + offset[0], (bottom + top) / 2 + offset[1])
        lines = [line for line in piece_words(pattern, piece) if line]
        words += lines_at(lines, middle)
        titles.append(Title(tuple(lines), piece.cut_ring + move))
        wide, high = max(wide, right + offset[0]), max(high, top + offset[1])
    return Drawn(wide + EDGE_MM, high + EDGE_MM, tuple(strokes), tuple(words), titles=tuple(titles))


def piece_words(pattern: Pattern, piece: Piece) -> list[str]:
    pair = ", pair" if piece.mirrored_pair else ""
    fold = ", on the fold" if piece.on_fold else ""
    return [piece.label or piece.name.title(), f"cut {piece.quantity}{pair}{fold}, {piece.material}", pattern.size]


def lines_at(lines: Sequence[str], middle: Point) -> list[Words]:
    """Lines one under the other round a place."""
    kept = [line for line in lines if line]
    step = 1.5 * LETTERS_MM
    return [Words(line, (middle[0], middle[1] + step * ((len(kept) - 1) / 2 - i))) for i, line in enumerate(kept)]


def piece_strokes(piece: Piece) -> Iterator[Stroke]:
    """Every line of a piece in its own coordinates."""
    yield Stroke("cut", piece.cut_ring, True)
    for edge in piece.edges:
        if edge.allowance_mm:
            yield Stroke("sew", edge.polyline)
    a, b = np.asarray(piece.grain.start), np.asarray(piece.grain.end)
    yield from grain_strokes(a, b, piece.grain.one_way)
    for line in piece.internals:
        yield Stroke("fold" if line.kind in ("fold", "centre") else "internal", g.flatten(line.path))
    for drill in piece.drills:
        yield from drill_strokes(drill.at)
    for dart in piece.darts:
        mouth = next((edge for edge in piece.edges if edge.id == dart.mouth), None)
        if mouth is not None:
            yield Stroke("sew", np.asarray([mouth.start, dart.apex, mouth.end]))
    for notch in piece.notches:
        tick = _tick(piece, notch)
        if tick is not None:
            yield Stroke("notch", tick)


def grain_strokes(start: Array, end: Array, one_way: bool = False) -> Iterator[Stroke]:
    """A grain line with its arrow heads."""
    yield Stroke("grain", np.asarray([start, end]))
    for tip, tail in ((end, start), *(() if one_way else ((start, end),))):
        yield Stroke("grain", _head(tip, tail))


def drill_strokes(at: Point) -> Iterator[Stroke]:
    """A drill hole: a cross in a ring."""
    x, y = at
    yield Stroke("internal", np.asarray([(x - 3, y), (x + 3, y)]))
    yield Stroke("internal", np.asarray([(x, y - 3), (x, y + 3)]))
    turn = np.linspace(0.0, 2 * math.pi, 17)[:-1]
    yield Stroke("internal", np.column_stack((x + 2 * np.cos(turn), y + 2 * np.sin(turn))), True)


def _head(tip: Array, tail: Array) -> Array:
    along = (tail - tip) / (float(np.hypot(*(tail - tip))) or 1.0)
    across = np.asarray([-along[1], along[0]])
    return np.asarray([tip + 6 * along + 2.5 * across, tip, tip + 6 * along - 2.5 * across])


def _tick(piece: Piece, notch: Notch) -> Array | None:
    """A notch from the cut line inwards."""
    edge = next((edge for edge in piece.edges if edge.id == notch.edge), None)
    if edge is None:
        return None
    at = np.asarray(g.point_at(edge.polyline, notch.at_mm))
    inward = np.asarray(g.normal_at(edge.polyline, notch.at_mm))
    start = at - edge.allowance_mm * inward
    tip = start + max(notch.depth_mm, 3.0) * inward
    if notch.kind == "slit":
        return np.asarray([start, tip])
    along = np.asarray([inward[1], -inward[0]]) * max(notch.width_mm, 3.0) / 2
    if notch.kind in ("castle", "u"):
        return np.asarray([start - along, tip - along, tip + along, start + along])
    if notch.kind == "t":
        return np.asarray([start, tip, tip - along, tip + along])
    return np.asarray([start - along, tip, start + along] if notch.kind == "v" else [start - along, tip, start])


# -- files -----------------------------------------------------------------------------------------------------------


def as_svg(drawn: Drawn, title: str) -> bytes:
    """SVG in millimetres, a group an ink, so that a laser or drawing program can pick layers."""
    wide, high = drawn.width_mm, drawn.height_mm
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.2f}mm" height="{high:.2f}mm" '
        f'viewBox="0 0 {wide:.2f} {high:.2f}">',
        f"<title>{escape(title)}</title>",
    ]
    for ink, (colour, width, dash) in PENS.items():
        dashes = f' stroke-dasharray="{" ".join(f"{length:g}" for length in dash)}"' if dash else ""
        lines.append(f'<g id="{ink}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashes}>')
        for one in drawn.strokes:
            if one.ink == ink:
                points = " L".join(f"{x:.3f} {high - y:.3f}" for x, y in one.points)
                lines.append(f'<path d="M{points}{" Z" if one.closed else ""}"/>')
        lines.append("</g>")
    lines.append(f'<g id="text" font-family="sans-serif" font-size="{LETTERS_MM:g}" text-anchor="middle">')
    lines += [
        f'<text x="{one.at[0]:.2f}" y="{high - one.at[1] + LETTERS_MM / 3:.2f}">{escape(one.text)}</text>'
        for one in drawn.words
    ]
    return "\n".join([*lines, "</g>", "</svg>", ""]).encode("utf-8")


def as_plt(drawn: Drawn, title: str) -> bytes:
    """HPGL: pen 1 cuts (cut lines and notches), pen 2 draws the rest, pen 3 writes."""
    lines = ["IN;"]
    cutting: tuple[Ink, ...] = ("cut", "notch")
    for pen, wanted in ((2, False), (1, True)):
        lines.append(f"SP{pen};")
        for one in drawn.strokes:
            if (one.ink in cutting) == wanted:
                ring = np.vstack((one.points, one.points[:1])) if one.closed else one.points
                (x, y), *rest = np.round(ring * UNITS_PER_MM).astype(int).tolist()
                lines.append(f"PU{x},{y};PD" + ",".join(f"{a},{b}" for a, b in rest) + ";")
    lines.append(f"SP3;SI{LETTERS_MM / 16:.3f},{LETTERS_MM / 10:.3f};")
    for words in (*drawn.words, Words(title, (drawn.width_mm / 2, EDGE_MM / 3))):
        text = words.text.encode("ascii", "replace").decode("ascii").replace(";", ",")
        left = words.at[0] - len(text) * LETTERS_MM / 3
        lines.append(f"PU{round(left * UNITS_PER_MM)},{round(words.at[1] * UNITS_PER_MM)};LB{text}\x03")
    return "\n".join([*lines, "PU0,0;SP0;", ""]).encode("ascii")


def paged(drawn: Drawn, paper_mm: Point = A4_MM) -> Drawn:
    """The sheet cut into pages that overlap, rows from the lower left."""
    wide, high = (side - 2 * PAPER_EDGE_MM for side in paper_mm)
    columns = max(1, math.ceil((drawn.width_mm - OVERLAP_MM) / (wide - OVERLAP_MM)))
    rows = max(1, math.ceil((drawn.height_mm - OVERLAP_MM) / (high - OVERLAP_MM)))
    pages = [
        (x, y, x + wide, y + high)
        for y in (row * (high - OVERLAP_MM) for row in range(rows))
        for x in (column * (wide - OVERLAP_MM) for column in range(columns))
    ]
    used = [page for page in pages if any(_meets(one.points, page) for one in drawn.strokes)]
    return Drawn(drawn.width_mm, drawn.height_mm, drawn.strokes, drawn.words, tuple(used), drawn.titles)


def _meets(points: Array, page: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = g.bounds(points)
    return left < page[2] and right > page[0] and bottom < page[3] and top > page[1]


def as_pdf(drawn: Drawn, title: str) -> bytes:
    """PDF true to scale: one page as large as the sheet, or the pages it was cut into, each with its place and a test
    square of 50 mm on the first."""
    from ampc_desktop.exchange.pdf import Paper

    paper = Paper(title)

    def lines() -> None:
        for ink, (colour, width, dash) in PENS.items():
            for closed in (True, False):
                found = [one.points for one in drawn.strokes if one.ink == ink and one.closed is closed]
                if found:
                    paper.outline(found, colour, width, dash=dash, closed=closed)
        for one in drawn.words:
            paper.text(*one.at, one.text, size=LETTERS_MM / 25.4 * 72, align="centre")

    if not drawn.pages:
        paper.page(drawn.width_mm, drawn.height_mm)
        lines()
        paper.end_page()
        return paper.bytes()
    _pages(paper, drawn, title, lines)
    return paper.bytes()


def _pages(paper: Paper, drawn: Drawn, title: str, lines: Callable[[], None]) -> None:
    from ampc_desktop.exchange.pdf import GREY, RULE

    for k, (left, bottom, right, top) in enumerate(drawn.pages):
        wide, high = right - left, top - bottom
        paper.page(wide + 2 * PAPER_EDGE_MM, high + 2 * PAPER_EDGE_MM)
        paper.canvas.saveState()
        paper.canvas.translate(PAPER_EDGE_MM, PAPER_EDGE_MM)
        frame = np.asarray([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float64)
        paper.canvas.clipPath(paper.path([frame]), stroke=0, fill=0)
        paper.canvas.translate(-left, -bottom)
        lines()
        paper.canvas.restoreState()
        paper.outline([frame + PAPER_EDGE_MM], RULE, 0.2)
        words = f"{title}, page {page_name(drawn, k)}, {k + 1} of {len(drawn.pages)}"
        paper.text(PAPER_EDGE_MM, 4.0, words, 7, colour=GREY)
        if k == 0:
            square = np.asarray([(0, 0), (TEST_MM, 0), (TEST_MM, TEST_MM), (0, TEST_MM)]) + PAPER_EDGE_MM + 4.0
            paper.outline([square], GREY, 0.2)
            paper.text(square[0][0] + 2.0, square[0][1] + 2.0, f"{TEST_MM:g} mm", 7, colour=GREY)
        paper.end_page()


def page_name(drawn: Drawn, k: int) -> str:
    """ "B2": column letter from the left, row number from the bottom."""
    columns = sorted({page[0] for page in drawn.pages})
    rows = sorted({page[1] for page in drawn.pages})
    left, bottom = drawn.pages[k][:2]
    column = columns.index(left)
    letters = chr(65 + column % 26)
    return f"{letters if column < 26 else f'{chr(64 + column // 26)}{letters}'}{rows.index(bottom) + 1}"
