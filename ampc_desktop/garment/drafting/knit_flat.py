"""Parts that the flats of knit tops share: body, inside of the neck, neckband, armband, rib strips."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import numpy as np
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.flat import FlatPart
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.drafting.hanging import fine
from ampc_desktop.garment.sketching import IDENTITY, STITCH_GAP_MM, Affine, View

Lines: TypeAlias = tuple[tuple[Point, ...], ...]
RIB_LINE_MM = 9.0
"""Distance of the lines that stand for wales of a rib."""
MIRROR: Affine = (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def ccw(ring: Array) -> Array:
    return ring if g.signed_area(ring) > 0 else ring[::-1]


def mirrored(lines: Lines) -> Lines:
    return tuple(tuple(g.mirrored(p) for p in line) for line in lines)


def right_half(piece: Piece, *roles: str) -> Array:
    """Edges of the half at x >= 0, underarm to neck order, whichever way the piece is made (whole, or a left front)."""
    ids = {edge.id for edge in piece.edges}
    chosen = []
    for role in roles:
        if role in ids:
            chosen.append(piece.edge(role))
        else:
            pair = [piece.edge(f"{role}.{suffix}") for suffix in ("l", "r")]
            chosen.append(max(pair, key=lambda edge: float(edge.polyline[:, 0].mean())))
    return fine(*chosen)


def outline(piece: Piece) -> tuple[Array, float]:
    """(right half of the body from the hem's centre round to the neck's centre, half the hem)."""
    half = right_half(piece, "side", "armhole", "shoulder", "neck")
    low = float(half[0, 1])
    return np.concatenate(([[0.0, low]], half)), float(half[0, 0])


def body(piece: Piece, view: View, stitches_mm: tuple[float, ...], layer: int, opened: bool = False) -> list[FlatPart]:
    """Front or back, topstitched at the neck; stitches_mm: rows above the hem."""
    half, _ = outline(piece)
    low = float(half[0, 1])
    neck = right_half(piece, "neck")
    held = g.as_points(offset(neck[::-1], 4.0))
    rows: Lines = tuple(_across(half, low + up) for up in stitches_mm)
    if opened:
        left = FlatPart(piece.id, view, g.as_points(ccw(half)), IDENTITY, (*rows, held), layer)
        right = half * (-1.0, 1.0)
        return [left, FlatPart(piece.id, view, g.as_points(ccw(right)), MIRROR, mirrored((*rows, held)), layer)]
    ring = np.concatenate((half, (half * (-1.0, 1.0))[::-1][1:-1]))
    rows = tuple((g.mirrored(row[-1]), row[-1]) for row in rows)
    return [FlatPart(piece.id, view, g.as_points(ccw(ring)), IDENTITY, (*rows, held, *mirrored((held,))), layer)]


def _across(half: Array, y: float) -> tuple[Point, ...]:
    """The level line from the centre to the side at height y."""
    side = half[1:]
    k = int(np.argmax(side[:, 1] >= y))
    a, b = side[max(k - 1, 0)], side[max(k, 1)]
    share = (y - a[1]) / max(float(b[1] - a[1]), 1e-9)
    return ((0.0, y), (float(a[0] + share * (b[0] - a[0])), y))


def inner_neck(front: Piece, back: Piece) -> FlatPart:
    """What is seen of the back's inside through the neck opening, with the woven label."""
    low, (half, _) = right_half(front, "neck"), outline(back)
    hole = Polygon(np.concatenate((low, (low * (-1.0, 1.0))[::-1][1:])))
    seen = hole.intersection(Polygon(np.concatenate((half, (half * (-1.0, 1.0))[::-1][1:-1]))))
    largest = max(getattr(seen, "geoms", [seen]), key=lambda part: part.area)
    ring = np.asarray(largest.exterior.coords, dtype=np.float64)[:-1]
    top = float(half[-1, 1])
    room = top - float(low[-1, 1])
    lines: Lines = ()
    if room > 40.0:
        w, h, y = 17.0, min(18.0, room - 24.0), top - 1.0
        lines = (((-w, y), (-w, y - h), (w, y - h), (w, y)),)
    return FlatPart("back", "front", g.as_points(ccw(ring)), MIRROR, lines, 0)


def inner_back(id: str, front: Piece, back: Piece, band: float) -> list[FlatPart]:
    """The inside of a back that shows through a deep front neck, its neckband seen from inside. id: of the band."""
    return [inner_neck(front, back), replace(neckband(id, back, band, "front", 1, ribbed=False), transform=MIRROR)]


def neckband(id: str, piece: Piece, width: float, view: View, layer: int, ribbed: bool = True) -> FlatPart:
    """The band standing in a neckline."""
    half = right_half(piece, "neck")
    outer = np.concatenate((half, (half * (-1.0, 1.0))[::-1][1:]))
    inner = offset(outer, width)
    ring = np.concatenate((outer, inner[::-1]))
    lines = wales(outer, inner, RIB_LINE_MM) if ribbed else ()
    shift: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, float(half[-1, 1]))
    return FlatPart(id, view, g.as_points(ccw(ring)), shift, lines, layer)


def seen(pattern: Pattern, band: str, view: View) -> str:
    """Id of the piece that a band shows in a view: its front or back part, where it is cut in parts."""
    part = f"{band}.{view}"
    return part if any(piece.id == part for piece in pattern.pieces) else band


def armbands(id: str, piece: Piece, width: float, view: View, layer: int) -> list[FlatPart]:
    """The bands of both armholes of a sleeveless top, cut from the piece of that id."""
    outer = right_half(piece, "armhole")
    ring = np.concatenate((outer, offset(outer, width)[::-1]))
    at = outer[len(outer) // 2]
    parts = []
    for sign in (1.0, -1.0):
        shift: Affine = (sign, 0.0, 0.0, 1.0, sign * float(at[0]), float(at[1]))
        parts.append(FlatPart(id, view, g.as_points(ccw(ring * (sign, 1.0))), shift, (), layer))
    return parts


def wales(outer: Array, inner: Array, every: float) -> Lines:
    """Lines from one long edge of a rib strip to the other."""
    count = max(int(g.polyline_length(outer) / every), 2)
    a, b = g.polyline_length(outer), g.polyline_length(inner)
    shares = [k / count for k in range(1, count)]
    return tuple((g.point_at(outer, s * a), g.point_at(inner, s * b)) for s in shares)


def hem_band(id: str, half_hem: float, low: float, width: float, ratio: float, view: View, layer: int) -> FlatPart:
    """The rib below the body, the piece of that id: it draws in to its own length."""
    x = half_hem * ratio
    top = np.array([[-half_hem, low], [half_hem, low]])
    bottom = np.array([[-x, low - width], [x, low - width]])
    side = g.flatten(
        (
            g.cubic(
                (half_hem, low), (half_hem - 0.7 * (half_hem - x), low - 0.25 * width), (x, low - 0.55 * width),
                (x, low - width),
            ),
        ),
        0.2,
    )  # fmt: skip
    half = np.concatenate(([[0.0, low]], side, [[0.0, low - width]]))
    ring = np.concatenate((half, (half * (-1.0, 1.0))[::-1][1:-1]))
    shift: Affine = (-1.0, 0.0, 0.0, -1.0, 0.0, low)
    return FlatPart(id, view, g.as_points(ccw(ring)), shift, wales(top, bottom, RIB_LINE_MM), layer)


def stitches(hem: float) -> tuple[float, float]:
    """The two rows of a coverstitched hem, above its edge."""
    return hem, hem - STITCH_GAP_MM
