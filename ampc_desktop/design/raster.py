"""Artwork to pixels: exact coverage along each scan line, on a torus, so that tiles join without a seam."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.design import Artwork, Shape
from ampc_desktop.core.fabric import Ink
from ampc_desktop.core.units import INCH

Pixels = npt.NDArray[np.uint8]
SCAN_LINES = 6
"""Scan lines a pixel row; along a scan line coverage is exact."""
_LATTICE = 1024.0
"""Points are rounded to this part of a pixel, and scan lines lie off that lattice: no vertex lies on one, so that
rounding never decides and a moved tile gives the moved picture."""
_OFF_LATTICE = 0.0002


def tile_px(artwork: Artwork, dpi: float) -> tuple[int, int]:
    """(width, height) of the tile in pixels at a resolution, rounded to whole pixels."""
    return (
        max(1, round(artwork.width_mm * dpi / INCH)),
        max(1, round(artwork.height_mm * dpi / INCH)),
    )


def tile(artwork: Artwork, inks: Mapping[str, Ink], dpi: float | None = None, px: int | None = None) -> Pixels:
    """The repeat tile as (h, w, 3) sRGB, row 0 at the top.

    dpi : resolution; or px : width in pixels. The tile always fills the picture exactly, so copies join with seam 0:
    a shape that leaves on one side enters on the other.
    """
    if (dpi is None) == (px is None):
        raise ValueError("give either dpi or px")
    if dpi is not None:
        width, height = tile_px(artwork, dpi)
    else:
        width = max(1, int(px or 1))
        height = max(1, round(width * artwork.height_mm / artwork.width_mm))
    canvas = np.empty((height, width, 3), dtype=np.float32)
    canvas[:] = inks[artwork.ground].srgb
    scale = np.array([width / artwork.width_mm, height / artwork.height_mm])
    for shape in artwork.shapes:
        rows, columns, cover = coverage(shape, scale, height, width)
        window = np.ix_(rows, columns)
        below = canvas[window]
        canvas[window] = below + cover[..., None] * (np.asarray(inks[shape.ink].srgb, dtype=np.float32) - below)
    return np.asarray(np.rint(canvas), dtype=np.uint8)


def coverage(
    shape: Shape, scale: npt.NDArray[np.float64], height: int, width: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """(rows, columns, cover): share of each pixel of a window of the torus that a shape inks (even-odd)."""
    rings = [np.rint(np.asarray(ring) * scale * _LATTICE) / _LATTICE for ring in shape.rings if len(ring) >= 3]
    starts = np.concatenate(rings)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    left, low = np.floor(starts.min(axis=0)).astype(int)
    right, high = np.ceil(starts.max(axis=0)).astype(int)
    span_x, span_y = max(int(right - left), 1), max(int(high - low), 1)

    lines = low + (np.arange(span_y * SCAN_LINES) + 0.5) / SCAN_LINES + _OFF_LATTICE
    y0, y1 = starts[:, 1, None], ends[:, 1, None]
    crossing = (y0 <= lines) != (y1 <= lines)
    edge, line = np.nonzero(crossing)
    a, b = starts[edge], ends[edge]
    at = a[:, 0] + (lines[line] - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]) - left
    order = np.lexsort((at, line))
    line, at = line[order], at[order]
    sign = np.where(np.arange(len(at)) % 2 == 0, 1.0, -1.0)  # crossings of a closed ring pair up on every line

    whole = np.clip(np.floor(at).astype(int), 0, span_x)
    part = at - whole
    steps = np.zeros((span_y, span_x + 2))
    np.add.at(steps, (line // SCAN_LINES, whole), sign * (1 - part))
    np.add.at(steps, (line // SCAN_LINES, np.minimum(whole + 1, span_x + 1)), sign * part)
    cover = np.cumsum(steps, axis=1)[:, :span_x] / SCAN_LINES

    cover, rows = _wrapped(cover, low, height)
    turned, columns = _wrapped(cover.T, left, width)
    return height - 1 - rows, columns, np.clip(turned.T, 0.0, 1.0).astype(np.float32)


def _wrapped(
    cover: npt.NDArray[np.float64], first: int, size: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """Rows folded onto the torus; a shape longer than the tile lies over itself."""
    index = (first + np.arange(len(cover))) % size
    if len(cover) <= size:
        return cover, index.astype(np.intp)
    folded = np.zeros((size, cover.shape[1]))
    np.add.at(folded, index, cover)
    return folded, np.arange(size, dtype=np.intp)
