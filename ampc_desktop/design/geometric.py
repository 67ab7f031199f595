"""Shapes on a grid in the manner of the Bauhaus: quarter rings, half discs, triangles, bars."""

from __future__ import annotations

import math

import numpy as np

from ampc_desktop.core.design import PrintSpec, Shape
from ampc_desktop.core.geometry import Point

Ring = tuple[Point, ...]
_CELLS = (4, 4, 6)
_KEEP = (0.65, 1.0, 1.0)
"""Cells across the tile, and the share of them that carries a figure, by density."""


def geometric(spec: PrintSpec) -> list[Shape]:
    """A square grid; each cell one figure, kinds and inks dealt out evenly and shuffled by the seed."""
    rng = np.random.default_rng(spec.seed)
    cells = _CELLS[spec.density]
    width, height = spec.repeat_mm[0] / cells, spec.repeat_mm[1] / cells
    inks = spec.inks[1:]
    order = [int(i) for i in rng.permutation(cells * cells)]
    kept = set(order[: round(_KEEP[spec.density] * cells * cells)])
    shapes: list[Shape] = []
    for cell in range(cells * cells):
        kind, turn = order[cell] % len(_FIGURES), int(rng.integers(4))
        first = int(rng.integers(len(inks)))
        if cell not in kept:
            continue
        column, row = cell % cells, cell // cells
        shift = width / 2 * (row % 2) if spec.layout != "straight" else 0.0
        for layer, rings in enumerate(_FIGURES[kind]()):
            placed = tuple(_cell(ring, turn, (column * width + shift, row * height), width, height) for ring in rings)
            shapes.append(Shape(inks[(first + layer) % len(inks)], placed))
    return shapes


def _cell(ring: Ring, turn: int, corner: Point, width: float, height: float) -> Ring:
    """A figure of the unit square, turned by quarters, in its cell with a little air around it."""
    air = 0.06
    placed = []
    for x, y in ring:
        for _ in range(turn):
            x, y = 1 - y, x
        placed.append((corner[0] + (air + (1 - 2 * air) * x) * width, corner[1] + (air + (1 - 2 * air) * y) * height))
    return tuple(placed)


def _arc(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    steps = max(8, round(abs(end - start) / 4))
    return [
        (
            centre[0] + radius * math.cos(math.radians(start + (end - start) * i / steps)),
            centre[1] + radius * math.sin(math.radians(start + (end - start) * i / steps)),
        )
        for i in range(steps + 1)
    ]


def _ring(centre: Point, outer: float, inner: float, start: float, end: float) -> Ring:
    return tuple(_arc(centre, outer, start, end) + _arc(centre, inner, end, start))


def _quarter_rings() -> list[tuple[Ring, ...]]:
    corner = (0.0, 0.0)
    return [
        (_ring(corner, 1.0, 0.78, 0, 90),),
        (_ring(corner, 0.6, 0.38, 0, 90),),
        ((corner, *_arc(corner, 0.2, 0, 90)),),
    ]


def _quarter_disc() -> list[tuple[Ring, ...]]:
    return [(((0.0, 0.0), *_arc((0.0, 0.0), 1.0, 0, 90)),), (tuple(_arc((0.78, 0.78), 0.17, 0, 360)[:-1]),)]


def _half_discs() -> list[tuple[Ring, ...]]:
    return [(tuple(_arc((0.5, 0.5), 0.5, 0, 180)),), (tuple(_arc((0.5, 0.0), 0.42, 0, 180)),)]


def _disc_in_ring() -> list[tuple[Ring, ...]]:
    outer, inner = tuple(_arc((0.5, 0.5), 0.5, 0, 360)[:-1]), tuple(_arc((0.5, 0.5), 0.34, 0, 360)[:-1])
    return [(outer, inner), (tuple(_arc((0.5, 0.5), 0.19, 0, 360)[:-1]),)]


def _triangles() -> list[tuple[Ring, ...]]:
    return [(((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)),), (((1.0, 1.0), (0.46, 1.0), (1.0, 0.46)),)]


def _diamond() -> list[tuple[Ring, ...]]:
    outer = ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))
    inner = ((0.5, 0.26), (0.74, 0.5), (0.5, 0.74), (0.26, 0.5))
    return [(outer, inner), (tuple(_arc((0.5, 0.5), 0.1, 0, 360)[:-1]),)]


def _bars() -> list[tuple[Ring, ...]]:
    return [
        tuple(((0.0, low), (1.0, low), (1.0, low + 0.16), (0.0, low + 0.16)) for low in (0.0, 0.56)),
        tuple(((0.0, low), (1.0, low), (1.0, low + 0.16), (0.0, low + 0.16)) for low in (0.28, 0.84)),
    ]


_FIGURES = (_quarter_rings, _half_discs, _quarter_disc, _disc_in_ring, _triangles, _diamond, _bars)
