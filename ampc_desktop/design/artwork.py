"""PrintSpec to a periodic vector tile. Deterministic: the same spec gives the same artwork."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from shapely import MultiPolygon, Polygon, box

from ampc_desktop.core.design import Artwork, PrintSpec, Shape
from ampc_desktop.core.geometry import Point
from ampc_desktop.design.floral import floral
from ampc_desktop.design.geometric import geometric

_DOT_RADIUS = (0.2, 0.27, 0.33)
"""Share of the distance to the next dot, by density."""
_HATCHES = 12
"""Hatch lines over a bar's width of a gingham, where the technique allows."""
LEAST_HATCH_MM = 1.0
"""A hatch line and its gap together; both print at half of it."""


def draw(spec: PrintSpec) -> Artwork:
    """The repeat tile of a print, width_mm x height_mm, exactly periodic in both directions."""
    width, height = spec.repeat_mm
    return Artwork(width, height, spec.inks[0], tuple(_MOTIFS[spec.motif](spec)))


def _plain(spec: PrintSpec) -> list[Shape]:
    return []


def _stripes(spec: PrintSpec) -> list[Shape]:
    width, height = spec.repeat_mm
    count = len(spec.inks) - 1
    shapes = []
    for i, ink in enumerate(spec.inks[1:]):
        ring: tuple[Point, ...]
        if spec.direction == "diagonal":
            band = spec.line_mm * math.sqrt(2)
            left = width / count * (i + 0.5) - band / 2
            ring = ((left, 0.0), (left + band, 0.0), (left + band + width, height), (left + width, height))
        elif spec.direction == "vertical":
            left = width / count * (i + 0.5) - spec.line_mm / 2
            ring = _rectangle(left, 0.0, left + spec.line_mm, height)
        else:
            low = height / count * (i + 0.5) - spec.line_mm / 2
            ring = _rectangle(0.0, low, width, low + spec.line_mm)
        shapes.append(Shape(ink, (ring,)))
    return shapes


def _rectangle(left: float, low: float, right: float, high: float) -> tuple[Point, ...]:
    return ((left, low), (right, low), (right, high), (left, high))


def _checks(spec: PrintSpec) -> list[Shape]:
    """Gingham (twill hatch where one bar lies, solid where two cross), over it a thin line per further ink.

    Sparse checks are windowpane: thin lines alone. The hatch gives the half tone of woven gingham with one ink.
    """
    side = spec.repeat_mm[0]
    shapes: list[Shape] = []
    thin = max(0.35, side / 26)
    lines = spec.inks[1:] if spec.density == 0 else spec.inks[2:]
    if spec.density > 0:
        bar = min(spec.line_mm, side - 0.5) * (1.0 if spec.density == 1 else 1.12)
        bar = min(bar, side * 0.62)
        shapes += _gingham(spec.inks[1], side, bar)
    for i, ink in enumerate(lines):
        at = side * (0.5 if spec.density == 0 else 0.75) + side * i / max(len(lines), 1) * 0.5
        shapes += [
            Shape(ink, (_rectangle(at - thin / 2, 0.0, at + thin / 2, side),)),
            Shape(ink, (_rectangle(0.0, at - thin / 2, side, at + thin / 2),)),
        ]
    return shapes


def _gingham(ink: str, side: float, bar: float) -> list[Shape]:
    rings: list[tuple[Point, ...]] = [_rectangle(0.0, 0.0, bar, bar)]
    count = max(2, min(_HATCHES * 2, math.floor(side / LEAST_HATCH_MM)))
    pitch = side / count
    upright, lying = box(0.0, bar, bar, side), box(bar, 0.0, side, bar)
    for i in range(-count, count):
        left = i * pitch
        line = Polygon([(left, 0.0), (left + pitch / 2, 0.0), (left + pitch / 2 + side, side), (left + side, side)])
        for bar_area in (upright, lying):
            rings += _rings(line.intersection(bar_area))
    return [Shape(ink, (ring,)) for ring in rings]


def _rings(found: object) -> list[tuple[Point, ...]]:
    parts = found.geoms if isinstance(found, MultiPolygon) else [found]
    return [
        tuple((float(x), float(y)) for x, y in part.exterior.coords[:-1])
        for part in parts
        if isinstance(part, Polygon) and part.area > 1e-6
    ]


def _dots(spec: PrintSpec) -> list[Shape]:
    width, height = spec.repeat_mm
    inks = spec.inks[1:]
    staggered = spec.layout != "straight"
    columns = len(inks) if len(inks) > 1 and not (staggered and len(inks) == 2) else 1
    step = width / columns
    apart = math.hypot(step, height) / 2 if staggered else min(step, height)
    radius = _DOT_RADIUS[spec.density] * apart
    shapes = []
    for column in range(columns):
        ink, other = inks[column % len(inks)], inks[(column + 1) % len(inks)]
        shapes.append(Shape(ink, (circle((step * (column + 0.25), height * 0.25), radius),)))
        if staggered:
            shapes.append(Shape(other, (circle((step * (column + 0.75), height * 0.75), radius),)))
    return shapes


def circle(centre: Point, radius: float, points: int = 72) -> tuple[Point, ...]:
    return tuple(
        (
            centre[0] + radius * math.cos(2 * math.pi * i / points),
            centre[1] + radius * math.sin(2 * math.pi * i / points),
        )
        for i in range(points)
    )


_MOTIFS: Mapping[str, Callable[[PrintSpec], list[Shape]]] = {
    "plain": _plain,
    "stripes": _stripes,
    "checks": _checks,
    "dots": _dots,
    "floral": floral,
    "geometric": geometric,
}
