"""The trousers as a flat: legs side by side, darts and pleats laid, waistband on, seen from the front and the back.

Above the hip each half is narrowed to its sewn waist; below it the fork is folded away and the legs are spread as far
as they need to lie beside each other. Half a view is drawn with its centre on x = 0 and its side at +x.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.drafting.smooth import evened
from ampc_desktop.garment.families.trousers import belt_loops
from ampc_desktop.garment.sketching import BESIDE_MM, FINE_MM, View

Lines: TypeAlias = tuple[tuple[Point, ...], ...]
APART_MM = 3.0
"""The inseams of a flat lie this far from the centre below the crotch, and part further down."""
FLY_STITCH_MM = 32.0
HEM_STITCH_MM = 20.0
LOOP_MM = 10.0


@dataclass(frozen=True)
class _Half:
    """Half a view: outline counter-clockwise, waist from centre to side, and the map from piece to sketch.

    inner, outer : inseam and side in the sketch, running down.
    """

    outline: Array
    waist: Array
    inner: Array
    outer: Array
    place: Callable[[Array], Array]
    shift: float


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the trousers. The left leg of the front view lies at +x, of the back view at -x."""
    hem, band = spec.number("hem_allowance_mm"), spec.number("waistband_width_mm")
    parts: list[FlatPart] = []
    front = _half(pattern, pattern.piece("front"))
    halves: dict[View, _Half] = {"front": front, "back": _behind(_half(pattern, pattern.piece("back")), front)}
    for view, half in halves.items():
        piece = pattern.piece(view)
        lines = (*_shaping(piece, half), *_welts(piece, half), _hem_stitch(half, hem), *_pocket_lines(piece, half))
        parts += _pair(piece.id, view, half, lines, 0)
        parts.append(_band(half.waist, band, view))
    parts += _corners(pattern, front)
    parts += _back_pockets(pattern.piece("back"), halves["back"])
    if any(piece.id == "belt_loops" for piece in pattern.pieces):
        parts = [
            _looped(part, pattern, halves[part.view], band) if part.piece == "waistband" else part for part in parts
        ]
    parts.append(_fly(pattern.piece("front"), front, band))
    parts.sort(key=lambda part: (part.view, part.layer))
    x = float(front.outline[:, 0].max()) + BESIDE_MM
    top, low = float(front.waist[0, 1]), float(front.outline[:, 1].min())
    bottom = front.outline[np.isclose(front.outline[:, 1], low, atol=0.5)]
    left, right = float(bottom[:, 0].min()), float(bottom[:, 0].max())
    edge = pattern.piece("front").edge("hem").length_mm + pattern.piece("back").edge("hem").length_mm
    dimensions = (
        (f"{top - low:.0f} mm", (x, top), (x, low)),
        (f"{edge / 2:.0f} mm", (left, low - BESIDE_MM), (right, low - BESIDE_MM)),
    )
    return FlatSketch(tuple(parts), dimensions)


def _line(edge: Edge, out: float) -> Array:
    """An edge in the frame with the side at +x."""
    return g.flatten(edge.path, FINE_MM) * (out, 1.0)


def _joined(lines: list[Array]) -> Array:
    """Polylines one behind the other, each turned so that they run downwards."""
    lines = sorted((line if line[0, 1] >= line[-1, 1] else line[::-1] for line in lines), key=lambda a: -a[0, 1])
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def _x(line: Array, y: Array | float) -> Array:
    """x of a line that runs down, at heights."""
    return np.asarray(np.interp(-np.asarray(y), -line[:, 1], line[:, 0]))


def _half(pattern: Pattern, piece: Piece) -> _Half:
    out = 1.0 if piece.worn == "leg.front" else -1.0
    hip_y = next(d.spans[0].at_mm for d in pattern.key_dimensions if d.id == "hip")
    facing = [p for p in pattern.pieces if p.id == "pocket_facing" and out > 0 and p.worn == "leg.front"]
    names = ("side", "side.top", "pocket")
    sides = [_line(e, out) for e in piece.edges if e.id in names and not (facing and e.id == "pocket")]
    waists = [_line(e, out) for e in piece.edges if e.id.startswith("waist")]
    sewn = sum(e.length_mm for e in piece.edges if e.id.startswith("waist"))
    for extra in facing:
        sides.append(_line(extra.edge("side"), out))
        waists.append(_line(extra.edge("waist"), out))
        sewn += extra.edge("waist").length_mm
    side = _joined(sides)
    centre = _joined([_line(e, out) for e in piece.edges if e.id in ("fly", "crotch")])
    inseam = _joined([_line(piece.edge("inseam"), out)])
    waist = np.concatenate(sorted((w if w[0, 0] < w[-1, 0] else w[::-1] for w in waists), key=lambda w: w[0, 0]))
    c, fork = float(_x(centre, hip_y)), inseam[0]
    excess = float(side[0, 0] - centre[0, 0]) - sewn

    def spread(y: Array) -> Array:
        d = np.maximum(hip_y - y, 0.0)
        return np.asarray(d * d / (d + 120.0))

    low = float(inseam[-1, 1])
    fold = np.clip((inseam[:, 1] - low) / (fork[1] - low), 0.0, 1.0)
    inner = inseam[:, 0] - c + (c - fork[0]) * fold
    down = fork[1] - inseam[:, 1]
    wanted = APART_MM * np.minimum(down / 30.0, 1.0) + 0.02 * down - inner
    coefficient = float(max((wanted / np.maximum(spread(inseam[:, 1]), 1.0)).max(), 0.0))

    def place(points: Array) -> Array:
        """Points of the piece (side at +x) in the sketch."""
        x, y = points[:, 0], points[:, 1]
        top = float(side[0, 1])
        share = np.clip((y - hip_y) / max(top - hip_y, 1.0), 0.0, 1.0)
        middle = np.where(y > hip_y, _x(centre, y), c)
        width = np.maximum(_x(side, y) - middle, 1.0)
        narrowed = (x - middle) * (1.0 - share**1.5 * excess / width)
        return np.column_stack((narrowed + coefficient * spread(y), y))

    inner_line = np.column_stack((inner + coefficient * spread(inseam[:, 1]), inseam[:, 1]))
    inner_line[0, 0] = 0.0
    outer = place(side)
    top_line = evened(place(waist), outer[0])
    return _Half(_ring(inner_line, outer, top_line), top_line, inner_line, outer, place, -c)


def _ring(inner: Array, outer: Array, waist: Array) -> Array:
    return np.concatenate((inner, outer[::-1][:-1], waist[::-1]))


def _behind(back: _Half, front: _Half) -> _Half:
    """The back within the outline of the front: both views of a garment have one silhouette."""

    def place(points: Array) -> Array:
        placed = back.place(points)
        ratio = _x(front.outer, placed[:, 1]) / np.maximum(_x(back.outer, placed[:, 1]), 1.0)
        return np.column_stack((placed[:, 0] * ratio, placed[:, 1]))

    waist = back.waist * (float(front.outer[0, 0] / back.waist[-1, 0]), 1.0)
    ring = _ring(front.inner, front.outer, waist)
    return _Half(ring, waist, front.inner, front.outer, place, back.shift)


def _pair(piece: str, view: View, half: _Half, lines: Lines, layer: int) -> list[FlatPart]:
    """Both legs: the left one at +x in front and at -x behind; mirrored pieces have mirroring transforms."""
    ring = half.outline
    other = (ring * (-1.0, 1.0))[::-1]
    flipped = tuple(tuple(g.mirrored(p) for p in line) for line in lines)
    sign = 1.0 if view == "front" else -1.0
    return [
        FlatPart(piece, view, g.as_points(other), (-sign, 0.0, 0.0, 1.0, -half.shift, 0.0), flipped, layer),
        FlatPart(piece, view, g.as_points(ring), (sign, 0.0, 0.0, 1.0, half.shift, 0.0), lines, layer),
    ]


def _shaping(piece: Piece, half: _Half) -> Lines:
    """Darts as sewn and pleats as laid: one line each, from the waist to where they end."""
    out = 1.0 if piece.worn == "leg.front" else -1.0
    lines = []
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        legs = np.array([mouth.start, dart.apex]) * (out, 1.0)
        lines.append(g.as_points(half.place(legs)))
    for internal in piece.internals:
        if internal.id.startswith("pleat"):
            lines.append(g.as_points(half.place(g.flatten(internal.path) * (out, 1.0))))
    return tuple(lines)


def _back_pockets(back: Piece, half: _Half) -> list[FlatPart]:
    """The patch pockets with the stitching of their hems."""
    line = next((line for line in back.internals if line.id == "back_pocket"), None)
    if line is None:
        return []
    ring = half.place(g.flatten(line.path, FINE_MM)[:-1] * (-1.0, 1.0))
    ring = ring if g.signed_area(ring) > 0 else ring[::-1]
    high = float(ring[:, 1].max()) - HEM_STITCH_MM
    x = np.sort(ring[ring[:, 1] > high - HEM_STITCH_MM, 0])
    stitch: Lines = (((float(x[0]), high), (float(x[-1]), high)),)
    pair = _pair("back_pocket", "back", replace(half, outline=ring), stitch, 3)
    found = []
    for part in pair:  # the patch is drawn about the middle of its opening
        x0, _, x1, top = g.bounds(np.asarray(part.outline))
        found.append(replace(part, transform=(part.transform[0], 0.0, 0.0, 1.0, (x0 + x1) / 2, top)))
    return found


def _welts(piece: Piece, half: _Half) -> Lines:
    """Single welts of the back, as they show."""
    out = 1.0 if piece.worn == "leg.front" else -1.0
    found = [line for line in piece.internals if line.id == "back_welt"]
    return tuple(g.as_points(half.place(g.flatten(line.path) * (out, 1.0))) for line in found)


def _looped(part: FlatPart, pattern: Pattern, half: _Half, band: float) -> FlatPart:
    """The waistband with the belt loops that show in its view."""
    cloth = [piece for piece in pattern.pieces if piece.worn == f"leg.{part.view}"]
    sewn = sum(edge.length_mm for piece in cloth for edge in piece.edges if edge.id.startswith("waist"))
    waist = pattern.piece("waistband").edge("waist").length_mm
    way = g.cumulative(half.waist)
    lines = []
    for at in belt_loops.places(waist):
        along = min(at, waist - at)  # from the centre front
        inside = along if part.view == "front" else waist / 2 - along
        share = inside / sewn
        if share > 1.0:
            continue
        x, y = g.point_at(half.waist, share * float(way[-1]))
        sign = 1.0 if (at < waist / 2) == (part.view == "back") else -1.0
        for side in (-LOOP_MM / 2, LOOP_MM / 2):
            lines.append(((sign * x + side, y + 1.0), (sign * x + side, y + band - 1.0)))
    return replace(part, lines=(*part.lines, *lines))


def _pocket_lines(piece: Piece, half: _Half) -> Lines:
    """The mouth of a side-seam pocket: bar tacks at both ends."""
    out = 1.0 if piece.worn == "leg.front" else -1.0
    if not any(edge.id == "side.top" for edge in piece.edges):
        return ()
    mouth = half.place(_line(piece.edge("pocket"), out))
    return tuple(((x, y), (x - 9.0, y)) for x, y in g.as_points(mouth[[0, -1]]))


def _corners(pattern: Pattern, half: _Half) -> list[FlatPart]:
    """The hip corner seen through a slant pocket, with the mouth's topstitching beside it."""
    found = [p for p in pattern.pieces if p.id == "pocket_facing" and p.worn == "leg.front"]
    parts = []
    for piece in found:
        ring = half.place(piece.sew_ring)
        mouth = half.place(piece.edge("mouth").polyline)
        stitch = g.as_points(offset(mouth, 6.0))
        for sign in (1.0, -1.0):
            outline = ring if sign > 0 else (ring * (-1.0, 1.0))[::-1]
            line = stitch if sign > 0 else tuple(g.mirrored(p) for p in stitch)
            transform = (sign, 0.0, 0.0, 1.0, sign * half.shift, 0.0)
            parts.append(FlatPart(piece.id, "front", g.as_points(outline), transform, (line,), 1))
    return parts


def _fly(piece: Piece, half: _Half, band: float) -> FlatPart:
    """The left front laps over the right: its edge on the centre line, the J of the topstitching beside it."""
    fly = piece.edge("fly")
    top, end = float(half.waist[0, 1]), fly.end[1]
    curve = g.cubic((FLY_STITCH_MM, end + 34.0), (FLY_STITCH_MM, end + 10.0), (0.45 * FLY_STITCH_MM, end), (0.0, end))
    stitch = ((FLY_STITCH_MM, top), *g.as_points(g.flatten((curve,), FINE_MM)))
    tab = ((0.0, top), (6.0, top), (6.0, end + 6.0), (0.0, end + 6.0))
    low = float(half.outline[:, 1].min())
    crotch = max(float(half.outline[0, 1]), low)
    lines = (stitch, ((0.0, top + band), (0.0, crotch)), ((6.0, top + band / 2), (10.0, top + band / 2)))
    return FlatPart("front", "front", tab[::-1], (1.0, 0.0, 0.0, 1.0, half.shift, 0.0), lines, 3)


def _hem_stitch(half: _Half, hem: float) -> tuple[Point, ...]:
    """The blind-stitched hem: a level line across the leg."""
    ring = half.outline
    y = float(ring[:, 1].min()) + hem
    y0, y1 = ring[:, 1], np.roll(ring[:, 1], -1)
    hit = (y0 <= y) != (y1 <= y)
    x = ring[:, 0][hit] + (y - y0[hit]) / (y1 - y0)[hit] * (np.roll(ring[:, 0], -1) - ring[:, 0])[hit]
    return ((float(x.min()), y), (float(x.max()), y))


def _band(waist: Array, width: float, view: View) -> FlatPart:
    """The waistband, standing on the waist."""
    whole = np.concatenate((waist[::-1], (waist * (-1.0, 1.0))[1:]))
    top = offset(whole, width)
    ring = np.concatenate((whole, top[::-1]))
    at = float(waist[0, 1])
    return FlatPart("waistband", view, g.as_points(ring[::-1]), (0.0, 1.0, -1.0, 0.0, 0.0, at), (), 2)
