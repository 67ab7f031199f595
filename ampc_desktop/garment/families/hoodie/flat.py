"""The hoodie as a flat: hood up, sleeves hanging out, ribs drawn in, seen from the front and from the back.

Body pieces keep their own coordinates. The wearer's left is at +x in the front view and at −x in the back view.
"""

from __future__ import annotations

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.drafting import knit_flat
from ampc_desktop.garment.drafting.hanging import Hung, circle, cuff, hang
from ampc_desktop.garment.drafting.knit_flat import Lines, ccw, mirrored, right_half
from ampc_desktop.garment.sketching import BESIDE_MM, FINE_MM, IDENTITY, Affine, View

TUNNEL_MM = 18.0
CORD_MM = 5.0
ZIP_MM = 5.0


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the hoodie. The parts of a view are painted by layer, the inside first."""
    front, back = pattern.piece("front"), pattern.piece("back")
    names = {piece.id for piece in pattern.pieces}
    opened, ratio = bool(spec.value("zip")), spec.number("rib_percent") / 100
    band = spec.number("band_width_mm")
    parts = [*knit_flat.body(front, "front", (), 2, opened), *knit_flat.body(back, "back", (), 2)]
    views: tuple[tuple[View, Piece], ...] = (("front", front), ("back", back))
    for view, piece in views:
        half, wide = knit_flat.outline(piece)
        rib = knit_flat.seen(pattern, "hem_band", view)
        parts.append(knit_flat.hem_band(rib, wide, float(half[0, 1]), band, ratio, view, 3))
        parts += _sleeves(pattern, piece, view, band, ratio)
    if "hood" in names:
        parts += _hood(pattern, front, back, spec)
    else:
        width = spec.number("neckband_mm")
        parts.append(knit_flat.inner_neck(front, back))
        for view, piece in views:
            parts.append(knit_flat.neckband(knit_flat.seen(pattern, "neckband", view), piece, width, view, 5))
    if "pocket" in names:
        parts += _pocket(pattern.piece("pocket"), front, opened)
    if opened:
        parts.append(_zip(front, band, spec))
    parts.sort(key=lambda part: (part.view, part.layer))
    return FlatSketch(tuple(parts), _dimensions(front, band, parts))


def _hood(pattern: Pattern, front: Piece, back: Piece, spec: DesignSpec) -> list[FlatPart]:
    """The hood standing up: seen from the front with its opening, from behind with its seams."""
    side = pattern.piece("hood")
    _, _, depth, high = g.bounds(side.sew_ring)
    neck, nape = right_half(front, "neck"), right_half(back, "neck")
    wide = max(0.62 * depth, float(neck[0, 0]) + 26.0)
    top = float(neck[0, 1]) + 0.80 * high
    arch = _arch(neck[0], wide, top)
    shell = np.concatenate((neck[::-1], arch[1:]))
    ring = np.concatenate((shell, (shell * (-1.0, 1.0))[::-1][1:-1]))
    foot: Point = (0.0, float(neck[-1, 1]))
    inner = _opening(foot, 0.70 * wide, top - 0.10 * high)
    hole = np.concatenate((inner, (inner * (-1.0, 1.0))[::-1][1:-1]))
    tunnel = g.as_points(offset(inner, TUNNEL_MM)[8:])
    seams: Lines = ((foot, (0.0, foot[1])),)
    three = "hood_centre" in {piece.id for piece in pattern.pieces}
    strip = g.bounds(pattern.piece("hood_centre").sew_ring)[2] if three else 0.0
    if three:
        seams = tuple(
            ((sign * 0.8 * strip, top - 0.10 * high + 2.0), (sign * 0.75 * strip, top - 4.0)) for sign in (-1.0, 1.0)
        )
    else:
        seams = (((0.0, top - 0.10 * high), (0.0, top)),)
    parts = [
        FlatPart("hood", "front", g.as_points(ccw(ring)), IDENTITY, (tunnel, *mirrored((tunnel,)), *seams), 4),
        FlatPart(
            "hood", "front", g.as_points(ccw(hole)), (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0), _inside(wide, top, high, strip), 5
        ),
    ]
    behind = np.concatenate((nape[::-1], _arch(nape[0], wide, top)[1:]))
    whole = np.concatenate((behind, (behind * (-1.0, 1.0))[::-1][1:-1]))
    low = float(nape[-1, 1])
    lines: Lines = (
        tuple(
            ((sign * 0.36 * strip * 2, low), (sign * strip, low + 0.45 * (top - low)), (sign * 0.9 * strip, top - 6.0))
            for sign in (-1.0, 1.0)
        )
        if three
        else (((0.0, low), (0.0, top)),)
    )
    parts.append(FlatPart("hood", "back", g.as_points(ccw(whole)), IDENTITY, lines, 4))
    if spec.value("cord"):
        parts += _cords(inner)
    return parts


def _arch(start: Array, wide: float, top: float) -> Array:
    """Outer line of the hood from the neck point over its widest place to the top of the centre."""
    x, y = float(start[0]), float(start[1])
    middle: Point = (wide, y + 0.46 * (top - y))
    return g.flatten(
        (
            g.cubic((x, y), (x + 0.1 * (wide - x), y + 0.18 * (top - y)), (wide, y + 0.24 * (top - y)), middle),
            g.cubic(middle, (wide, y + 0.82 * (top - y)), (0.62 * wide, top), (0.0, top)),
        ),
        FINE_MM,
    )


def _opening(foot: Point, wide: float, top: float) -> Array:
    """The face edge at +x from the centre front up to the top of the centre."""
    high = top - foot[1]
    middle: Point = (wide, foot[1] + 0.60 * high)
    return g.flatten(
        (
            g.cubic(foot, (0.08 * wide, foot[1] + 0.03 * high), (wide, foot[1] + 0.38 * high), middle),
            g.cubic(middle, (wide, foot[1] + 0.88 * high), (0.58 * wide, top), (0.0, top)),
        ),
        FINE_MM,
    )


def _inside(wide: float, top: float, high: float, strip: float) -> Lines:
    """Seams on the inside of the hood."""
    low = top - 0.62 * high
    if strip:
        return tuple(((sign * 0.8 * strip, top - 0.11 * high), (sign * 0.7 * strip, low)) for sign in (-1.0, 1.0))
    return (((0.0, top - 0.10 * high), (0.0, low)),)


def _cords(inner: Array) -> list[FlatPart]:
    """Cord ends hanging out of their eyelets."""
    at = g.point_at(offset(inner, TUNNEL_MM * 0.55), 44.0)
    parts = []
    for sign in (1.0, -1.0):
        x, y = sign * at[0], at[1]
        swing = sign * 8.0
        line = g.flatten(
            (g.cubic((x, y), (x + swing, y - 60.0), (x - 0.3 * swing, y - 120.0), (x, y - 185.0)),), FINE_MM
        )
        ring = np.concatenate((line + np.array((-CORD_MM / 2, 0.0)), (line + np.array((CORD_MM / 2, 0.0)))[::-1]))
        end = line[-1]
        tip: Lines = (((float(end[0]) - 2.5, float(end[1]) + 22.0), (float(end[0]) + 2.5, float(end[1]) + 22.0)),)
        parts.append(FlatPart("hood", "front", g.as_points(ccw(ring)), IDENTITY, (*tip, circle((x, y), 6.0)), 7))
    return parts


def _sleeves(pattern: Pattern, body: Piece, view: View, band: float, ratio: float) -> list[FlatPart]:
    sleeve = pattern.piece("sleeve")
    hole, seam = right_half(body, "armhole"), right_half(body, "shoulder")
    along = seam[0] - seam[-1]
    if view == "back":  # the wearer's left lies at −x
        hole, along = hole * (-1.0, 1.0), along * (-1.0, 1.0)
    hung = hang(sleeve, hole, along, view)
    ring, lines = _cuff(hung, sleeve, band, ratio)
    parts = []
    for right in (False, True):
        parts.append(hung.part("sleeve", view, hung.outline, (), 0, right))
        parts.append(hung.part("cuff", view, ring, lines, 1, right))
    return parts


def _cuff(hung: Hung, sleeve: Piece, band: float, ratio: float) -> tuple[Array, Lines]:
    """The rib cuff: at its seam as wide as the sleeve, drawn in to its own girth."""
    half = sleeve.edge("hem").length_mm * ratio / 2
    a, b, c, d = cuff(hung, band, half)
    top, under = hung.upper[-1], hung.seam[-1]
    ring = np.array([top, a + 0.35 * (b - a), b, c, d + 0.35 * (c - d), under])
    return ring, knit_flat.wales(np.array([top, under]), np.array([b, c]), knit_flat.RIB_LINE_MM)


def _pocket(bag: Piece, front: Piece, opened: bool) -> list[FlatPart]:
    line = next(line for line in front.internals if line.id == "pocket")
    ring = ccw(g.flatten(line.path, FINE_MM)[:-1])
    low = float(ring[:, 1].min())
    shift: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, low)
    opening = bag.edge("opening" if opened else "opening.r")
    turned = offset(g.flatten(opening.path, FINE_MM), -16.0) + np.array((0.0, low))
    stitched: Lines = (g.as_points(turned),)
    if not opened:
        return [FlatPart("pocket", "front", g.as_points(ring), shift, (*stitched, *mirrored(stitched)), 3)]
    other = ccw(ring * (-1.0, 1.0))
    back: Affine = (-1.0, 0.0, 0.0, 1.0, 0.0, low)
    return [
        FlatPart("pocket", "front", g.as_points(ring), shift, stitched, 3),
        FlatPart("pocket", "front", g.as_points(other), back, mirrored(stitched), 3),
    ]


def _zip(front: Piece, band: float, spec: DesignSpec) -> FlatPart:
    """The zip down the centre front, its pull at the top."""
    edge = front.edge("zip")
    top, low = edge.start[1], edge.end[1] - band
    if spec.choice("neckline") == "crew":
        top += spec.number("neckband_mm")
    ring = ((-ZIP_MM, low), (ZIP_MM, low), (ZIP_MM, top), (-ZIP_MM, top))
    pull = ((-2.5, top - 6.0), (-2.5, top - 26.0), (2.5, top - 26.0), (2.5, top - 6.0), (-2.5, top - 6.0))
    rows: Lines = (((0.0, low), (0.0, top)), pull, *(((s * 11.0, low), (s * 11.0, top - 4.0)) for s in (-1.0, 1.0)))
    return FlatPart("front", "front", ring, IDENTITY, rows, 6)


def _dimensions(front: Piece, band: float, parts: list[FlatPart]) -> tuple[tuple[str, Point, Point], ...]:
    """Body length beside the hoodie, half the chest below it."""
    half, _ = knit_flat.outline(front)
    top, low = float(right_half(front, "neck")[0, 1]), float(half[0, 1]) - band
    wide = float(half[:, 0].max())
    right = max(x for part in parts if part.view == "front" for x, _ in part.outline) + BESIDE_MM
    y = low - BESIDE_MM
    return (
        (f"{top - low:.0f} mm", (right, top), (right, low)),
        (f"{2 * wide:.0f} mm", (-wide, y), (wide, y)),
    )
