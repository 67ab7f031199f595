"""FlatSketch: the garment as a designer draws it, front and back, from the very pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ampc_desktop.core.geometry import Point


@dataclass(frozen=True)
class FlatPart:
    """One visible part.

    piece     : role id of the pattern piece it shows (the print on it is the piece's print).
    view      : seen from the front or from the back.
    outline   : closed ring in sketch millimetres, y up, centre line at x = 0.
    transform : (a, b, c, d, e, f): piece point (x, y) lies at (a x + c y + e, b x + d y + f) in the sketch,
                so that print and grain turn with the part.
    lines     : visible stitch and seam lines (hem, band join), open polylines in sketch mm.
    layer     : parts are painted from low to high.
    """

    piece: str
    view: Literal["front", "back"]
    outline: tuple[Point, ...]
    transform: tuple[float, float, float, float, float, float]
    lines: tuple[tuple[Point, ...], ...] = ()
    layer: int = 0


@dataclass(frozen=True)
class FlatSketch:
    """Both views, and the dimensions worth drawing beside them: (label, from, to) in front view mm."""

    parts: tuple[FlatPart, ...]
    dimensions: tuple[tuple[str, Point, Point], ...] = ()
