"""Files for the printer: the tile as pixels and everything as vectors at true scale."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import Artwork, Placed, PrintPlacement, PrintSpec
from ampc_desktop.core.fabric import Ink
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.exchange.pdf import GREY, INK, Paper, hex_of

MARGIN_MM = 15.0


def print_png(rgb: npt.NDArray[np.uint8], dpi: float) -> bytes:
    """An sRGB picture (h, w, 3) as PNG that knows its resolution."""
    from PIL import Image, PngImagePlugin

    meta = PngImagePlugin.PngInfo()
    meta.add(b"sRGB", b"\x00")
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rgb, dtype=np.uint8)).save(
        out, "PNG", dpi=(dpi, dpi), pnginfo=meta, compress_level=6
    )
    return out.getvalue()


def print_pdf(
    artwork: Artwork, inks: Mapping[str, Ink], placement: PrintPlacement, pattern: Pattern, spec: PrintSpec
) -> bytes:
    """Page 1: the repeat tile at true scale with register marks and inks. Then every printed piece, page = piece,
    the print clipped to its cut line; a pair's second piece mirrored, its print not."""
    paper = Paper(f"Print {pattern.style}")
    _tile_page(paper, artwork, inks, spec)
    for placed in placement.pieces:
        piece = pattern.piece(placed.piece)
        left = piece.quantity // 2 if piece.mirrored_pair else 0
        _piece_page(paper, artwork, inks, placed, piece.cut_ring, f"{piece.name}  x{piece.quantity - left}")
        if left:
            over = (piece.cut_ring * (-1.0, 1.0))[::-1]
            turned = Placed(placed.piece, (-placed.origin_mm[0], placed.origin_mm[1]), -placed.angle_deg)
            _piece_page(paper, artwork, inks, turned, over, f"{piece.name}  mirrored x{left}")
    return paper.bytes()


def _tile_page(paper: Paper, artwork: Artwork, inks: Mapping[str, Ink], spec: PrintSpec) -> None:
    w, h = artwork.width_mm, artwork.height_mm
    names = list(dict.fromkeys((artwork.ground, *(shape.ink for shape in artwork.shapes))))
    wide, foot = max(w, 90.0) + 2 * MARGIN_MM, 22.0 + 7.0 * len(names)
    paper.page(wide, h + 2 * MARGIN_MM + foot)
    x, y = MARGIN_MM, MARGIN_MM + foot
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(x, y)
    frame = canvas.beginPath()
    frame.rect(0, 0, w, h)
    canvas.clipPath(frame, stroke=0, fill=0)
    canvas.doForm(paper.tile(artwork, inks))
    canvas.restoreState()
    for cx, cy in ((x, y), (x + w, y), (x, y + h), (x + w, y + h)):
        out_x, out_y = (-1 if cx == x else 1), (-1 if cy == y else 1)
        paper.outline([[(cx + 2 * out_x, cy), (cx + 8 * out_x, cy)]], INK, 0.1, closed=False)
        paper.outline([[(cx, cy + 2 * out_y), (cx, cy + 8 * out_y)]], INK, 0.1, closed=False)
    canvas.setStrokeColor("black")
    canvas.setLineWidth(0.1)
    canvas.circle(x + w / 2, y + h + 6.0, 1.8, stroke=1, fill=0)
    canvas.line(x + w / 2 - 3, y + h + 6.0, x + w / 2 + 3, y + h + 6.0)
    canvas.line(x + w / 2, y + h + 3.0, x + w / 2, y + h + 9.0)
    top = y - 14.0
    line = f"Repeat {w:.2f} × {h:.2f} mm · {spec.motif} · {spec.technique} · 1:1"
    paper.text(x, top, line, 8.0, "medium")
    for i, name in enumerate(names):
        ink, row = inks[name], top - 8.0 - 7.0 * i
        paper.box(x, row - 1.2, 8.0, 5.0, hex_of(ink))
        paper.outline([[(x, row - 1.2), (x + 8, row - 1.2), (x + 8, row + 3.8), (x, row + 3.8)]], GREY, 0.1)
        paper.text(x + 11.0, row, ink.label, 8.0, "medium")
        lab = "Lab {:.1f} {:.1f} {:.1f}".format(*ink.lab).replace("-", "−")
        paper.text(x + 42.0, row, lab, 8.0, colour=GREY)
    paper.end_page()


def _piece_page(
    paper: Paper, artwork: Artwork, inks: Mapping[str, Ink], placed: Placed, ring: g.Array, label: str
) -> None:
    left, bottom, right, top = g.bounds(ring)
    paper.page(right - left + 2 * MARGIN_MM, top - bottom + 2 * MARGIN_MM)
    canvas = paper.canvas
    canvas.translate(MARGIN_MM - left, MARGIN_MM - bottom)
    paper.cover(artwork, inks, placed, ring)
    paper.outline([ring], GREY, 0.1)
    paper.text(left, bottom - 8.0, label, 8.0, "medium")
    paper.end_page()
