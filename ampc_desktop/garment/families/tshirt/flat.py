"""The T-shirt as a flat: laid on a table, sleeves hanging out, seen from the front and from the back.

Body pieces keep their own coordinates, so the print needs no turning there; the sleeve is folded on its centre
line and turned about the shoulder point until its cap lies along the armhole. The wearer's left is at +x in the
front view and at −x in the back view.
"""

from __future__ import annotations

import math

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.drafting import knit_flat
from ampc_desktop.garment.sketching import BESIDE_MM, FINE_MM, IDENTITY, STITCH_GAP_MM, Affine, View

HANG_DEG = (33.0, 52.0)
"""Sleeves of a flat hang between these angles below the horizontal."""


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the T-shirt. The parts of a view are painted by layer, the inside of the back neck first."""
    hem, band = spec.number("hem_allowance_mm"), spec.number("band_width_mm")
    front, back = pattern.piece("front"), pattern.piece("back")
    ahead, behind = (knit_flat.seen(pattern, "neckband", view) for view in ("front", "back"))
    parts = [
        _inner_neck(front, back),
        _band(behind, back, front, band, "front", 1, mirrored=True),
        _body(front, "front", hem, 2),
        _body(back, "back", hem, 2),
        _band(ahead, front, back, band, "front", 5),
        _band(behind, back, front, band, "back", 5),
    ]
    names = {piece.id for piece in pattern.pieces}
    if "sleeve" in names:
        sleeve = pattern.piece("sleeve")
        parts += [_sleeve(sleeve, front, "front", hem, right) for right in (False, True)]
        parts += [_sleeve(sleeve, back, "back", hem, right) for right in (False, True)]
    else:
        views: tuple[tuple[Piece, View], ...] = ((front, "front"), (back, "back"))
        for piece, view in views:
            id = knit_flat.seen(pattern, "armband", view)
            parts += [_armband(id, piece, view, band, side) for side in ("l", "r")]
    parts.sort(key=lambda part: (part.view, part.layer))
    return FlatSketch(tuple(parts), _dimensions(front, parts))


def _flat(piece: Piece, *ids: str) -> Array:
    """Edges one behind the other as one polyline."""
    lines = [g.flatten(piece.edge(id).path, FINE_MM) for id in ids]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def _ring(piece: Piece) -> Array:
    return np.concatenate([g.flatten(edge.path, FINE_MM)[:-1] for edge in piece.edges])


def _neck(piece: Piece) -> Array:
    """The neckline from +x to −x."""
    return _flat(piece, "neck.l", "neck.r") if piece.edge("neck.l").start[0] > 0 else _flat(piece, "neck.r", "neck.l")


def _body(piece: Piece, view: View, hem: float, layer: int) -> FlatPart:
    ring = _ring(piece)
    low = g.bounds(ring)[1]
    lines = tuple(_across(ring, low + hem - gap) for gap in (0.0, STITCH_GAP_MM))
    neck = offset(_neck(piece)[::-1], 4.0)  # topstitching that holds the band seam down
    return FlatPart(piece.id, view, g.as_points(ring), IDENTITY, (*lines, g.as_points(neck)), layer)


def _across(ring: Array, y: float) -> tuple[Point, ...]:
    """The level line inside a ring at height y."""
    y0, y1 = ring[:, 1], np.roll(ring[:, 1], -1)
    hit = (y0 <= y) != (y1 <= y)
    x = ring[:, 0][hit] + (y - y0[hit]) / (y1 - y0)[hit] * (np.roll(ring[:, 0], -1) - ring[:, 0])[hit]
    return ((float(x.min()), y), (float(x.max()), y))


def _inner_neck(front: Piece, back: Piece) -> FlatPart:
    """What is seen of the back's inside through the neck opening, with the woven label."""
    low, high = _neck(front), _neck(back)
    outline = np.concatenate((low, high[::-1][1:-1]))
    top = float(high[:, 1].min())
    room = top - float(low[:, 1].min())
    lines: tuple[tuple[Point, ...], ...] = ()
    if room > 40.0:
        w, h = 17.0, min(18.0, room - 24.0)
        y = top - 1.0
        lines = (((-w, y), (-w, y - h), (w, y - h), (w, y)),)
    return FlatPart("back", "front", g.as_points(outline), (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0), lines, 0)


def _band(
    id: str, piece: Piece, other: Piece, width: float, view: View, layer: int, mirrored: bool = False
) -> FlatPart:
    """The band standing in the neckline; its ends lie on the shoulder line because neckline and shoulder are square."""
    outer = _neck(piece)
    inner = offset(outer, width)
    ring = np.concatenate((outer, inner[::-1]))
    if mirrored:
        ring = ring[::-1] * (-1.0, 1.0)
    centre = outer[len(outer) // 2]
    transform: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, float(centre[1]))
    return FlatPart(id, view, g.as_points(ring), transform, (), layer)


def _armband(id: str, piece: Piece, view: View, width: float, side: str) -> FlatPart:
    outer = _flat(piece, f"armhole.{side}")
    ring = np.concatenate((outer, offset(outer, width)[::-1]))
    at = outer[len(outer) // 2]
    return FlatPart(id, view, g.as_points(ring), (1.0, 0.0, 0.0, 1.0, float(at[0]), float(at[1])), (), 5)


def _sleeve(sleeve: Piece, body: Piece, view: View, hem: float, right: bool) -> FlatPart:
    """Half of the folded sleeve. Drawn for the wearer's left sleeve, mirrored for the right one.

    The transform of the right sleeve mirrors, because the right sleeve is cut as the mirror image.
    """
    half = "front" if view == "front" else "back"
    hole = _flat(body, "armhole.l")
    if hole[0, 1] > hole[-1, 1]:
        hole = hole[::-1]  # underarm up to the shoulder
    underarm, shoulder = hole[0], hole[-1]
    out = 1.0 if shoulder[0] > 0 else -1.0
    top = np.asarray(sleeve.edge("cap.front").start)
    corner = np.asarray(sleeve.edge("cap.front").end if half == "front" else sleeve.edge("cap.back").start)
    turn = _angle(underarm - shoulder) - _angle(corner - top)
    hang = math.degrees(-math.pi / 2 + turn)  # where the sleeve's centre line points
    below = -((hang + 180.0) % 360.0 - 180.0) if out > 0 else ((hang + 360.0) % 360.0) - 180.0
    below = min(max(below, HANG_DEG[0]), HANG_DEG[1])
    turn = math.radians((-below if out > 0 else 180.0 + below) + 90.0)
    c, s = math.cos(turn), math.sin(turn)
    e, f = shoulder - np.array((c * top[0] - s * top[1], s * top[0] + c * top[1]))
    transform: Affine = (c, s, -s, c, float(e), float(f))

    def place(points: Array) -> Array:
        x, y = points[:, 0], points[:, 1]
        return np.column_stack((c * x - s * y + e, s * x + c * y + f))

    under = _flat(sleeve, f"under.{half}")
    if under[0, 1] < under[-1, 1]:
        under = under[::-1]  # cap base down to the hem
    low = float(under[-1, 1])
    cuff_top = place(np.array([[0.0, low]]))[0]
    seam = place(under)
    along = np.linspace(1.0, 0.0, len(seam))[:, None]
    seam = seam + along * (underarm - seam[0])  # the folded cap gives way a little to meet the underarm
    shoulder_line = np.asarray(body.edge("shoulder.l").start) - np.asarray(body.edge("shoulder.l").end)
    if shoulder_line @ np.array((out, 0.0)) < 0:
        shoulder_line = -shoulder_line
    upper = _upper(shoulder, shoulder_line / np.hypot(*shoulder_line), cuff_top)
    outline = np.concatenate((hole, upper[1:], seam[::-1][:-1]))
    lines = tuple(_cuff(seam, upper, hem - gap) for gap in (0.0, STITCH_GAP_MM))
    if right:
        outline = outline * (-1.0, 1.0)
        lines = tuple(tuple(g.mirrored(p) for p in line) for line in lines)
        transform = (-c, s, s, c, -float(e), float(f))
    if g.signed_area(outline) < 0:
        outline = outline[::-1]
    return FlatPart("sleeve", view, g.as_points(outline), transform, lines, 3)


def _angle(v: Array) -> float:
    return math.atan2(float(v[1]), float(v[0]))


def _upper(shoulder: Array, along: Array, cuff: Array) -> Array:
    """Top fold of the sleeve: runs on from the shoulder seam, then straight to the cuff."""
    reach = 0.22 * float(np.hypot(*(cuff - shoulder)))
    towards = cuff - shoulder
    towards = towards / np.hypot(*towards)
    curve = g.cubic(
        (float(shoulder[0]), float(shoulder[1])),
        tuple(shoulder + along * reach),
        tuple(cuff - towards * 2.2 * reach),
        (float(cuff[0]), float(cuff[1])),
    )
    return g.flatten((curve,), FINE_MM)


def _cuff(seam: Array, upper: Array, inside: float) -> tuple[Point, ...]:
    """A stitch line across the sleeve, `inside` mm above its hem."""
    return (
        g.point_at(seam, max(g.polyline_length(seam) - inside, 0.0)),
        g.point_at(upper, max(g.polyline_length(upper) - inside, 0.0)),
    )


def _dimensions(front: Piece, parts: list[FlatPart]) -> tuple[tuple[str, Point, Point], ...]:
    """Body length beside the shirt, half the hem below it."""
    neck, hem = front.edge("neck.l").start, front.edge("hem")
    right = max(x for part in parts if part.view == "front" for x, _ in part.outline) + BESIDE_MM
    low = hem.start[1] - BESIDE_MM
    return (
        (f"{neck[1] - hem.start[1]:.0f} mm", (right, neck[1]), (right, hem.start[1])),
        (f"{hem.end[0] - hem.start[0]:.0f} mm", (hem.start[0], low), (hem.end[0], low)),
    )
