"""Files of the present pattern, each made before it is written: what is in it is shown first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import sheets

if TYPE_CHECKING:
    from ampc_desktop.exchange.dxf_read import ReadNotch

if TYPE_CHECKING:
    pass

FORMATS: tuple[tuple[str, str], ...] = (
    ("astm_gerber", "DXF, ASTM for Gerber"),
    ("aama_r12", "DXF, AAMA R12"),
    ("astm_2000", "DXF, ASTM 2000"),
    ("flat", "DXF, flat layers for lasers"),
    ("svg", "SVG, true to scale"),
    ("pdf", "PDF, one true sheet"),
    ("pdf_a4", "PDF, A4 pages to join"),
    ("plt", "HPGL, plotter or cutter"),
)
SUFFIXES = {"svg": ".svg", "pdf": ".pdf", "pdf_a4": ".pdf", "plt": ".plt"}
"""The others are DXF."""


LEAST_NOTCH_MM = 3.0
"""A notch of a DXF is a place with a depth, if any: shown as a tick into the piece at least this long."""


@dataclass(frozen=True)
class Export:
    """A file as it would be written. drawn: what a reader finds in it; warnings: what a reader would remark on."""

    format: str
    data: bytes
    drawn: sheets.Drawn
    facts: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        return SUFFIXES.get(self.format, ".dxf")


def export(pattern: Pattern, format: str, title: str) -> Export:
    """Make a file of the pattern. DXF is read back, so that the picture is of the file and not of the pattern.

    Raises Problem for an unknown format or a pattern a format can't hold.
    """
    if format not in dict(FORMATS):
        raise Problem(
            f"no format {format!r}", remedy=f"one of {', '.join(id for id, _ in FORMATS)}", code="export.format"
        )
    if format not in SUFFIXES:
        return _dxf(pattern, format, title)
    drawn = sheets.draw(pattern)
    if format == "pdf_a4":
        drawn = sheets.paged(drawn)
    writer = {"svg": sheets.as_svg, "plt": sheets.as_plt}.get(format, sheets.as_pdf)
    return Export(format, writer(drawn, title), drawn, _facts(drawn, len(pattern.pieces)))


def _facts(drawn: sheets.Drawn, pieces: int) -> tuple[str, ...]:
    pages = (f"{len(drawn.pages)} pages",) if drawn.pages else ()
    return (f"{pieces} pieces", f"{drawn.width_mm:.0f} × {drawn.height_mm:.0f} mm", *pages)


def _dxf(pattern: Pattern, format: str, title: str) -> Export:
    from ampc_desktop import exchange

    info = exchange.StyleInfo(style=pattern.style or pattern.family.upper())
    data = exchange.write_pattern_dxf(pattern, cast(exchange.Profile, format), info)
    if format == "flat":  # no blocks to read back
        drawn = sheets.draw(pattern)
        return Export(format, data, drawn, _facts(drawn, len(pattern.pieces)))
    read = exchange.read_dxf(data, title)
    boxes = [(*piece.cut.min(axis=0), *piece.cut.max(axis=0)) for piece in read.pieces]
    strokes: list[sheets.Stroke] = []
    words: list[sheets.Words] = []
    titles: list[sheets.Title] = []
    wide = high = 0.0
    offsets = sheets.shelves([tuple(map(float, box)) for box in boxes])  # type: ignore[misc]
    for piece, offset, box in zip(read.pieces, offsets, boxes, strict=True):
        move = np.asarray(offset)
        strokes.append(sheets.Stroke("cut", piece.cut + move, True))
        if piece.sew is not None:
            strokes.append(sheets.Stroke("sew", piece.sew + move, True))
        strokes += [sheets.Stroke("internal", line + move) for line in piece.internals]
        if piece.grain is not None:
            start, end = np.asarray(piece.grain) + move
            strokes += sheets.grain_strokes(start, end)
        strokes += [sheets.Stroke("notch", _tick(piece.cut, notch) + move) for notch in piece.notches]
        for (x, y), _ in piece.drills:
            strokes += sheets.drill_strokes((x + offset[0], y + offset[1]))
        middle = ((box[0] + box[2]) / 2 + offset[0], (box[1] + box[3]) / 2 + offset[1])
        quantity = sum(piece.quantity or (0, 0))
        lines = [one for one in (piece.name, f"cut {quantity}" if quantity else "", piece.material or "") if one]
        words += sheets.lines_at(lines, middle)
        titles.append(sheets.Title(tuple(lines), piece.cut + move))
        wide, high = max(wide, float(box[2]) + offset[0]), max(high, float(box[3]) + offset[1])
    drawn = sheets.Drawn(wide + sheets.EDGE_MM, high + sheets.EDGE_MM, tuple(strokes), tuple(words), (), tuple(titles))
    return Export(format, data, drawn, _facts(drawn, len(read.pieces)), tuple(read.warnings))


def _tick(cut: Array, notch: ReadNotch) -> Array:
    """A notch from its place on the cut line inwards."""
    ring = np.vstack((cut, cut[:1]))
    ring = ring if g.signed_area(cut) > 0 else ring[::-1]
    along, _ = g.nearest_on(ring, notch.at)
    at = np.asarray(notch.at)
    return np.asarray([at, at + max(notch.depth_mm, LEAST_NOTCH_MM) * np.asarray(g.normal_at(ring, along))])
