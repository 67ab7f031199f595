"""The shift dress as a flat: darts sewn, facings turned in, sleeves hanging, seen from the front and the back.

Pieces keep their own coordinates but for what the darts take in: below the bust dart the front moves up by what the
dart takes up, and outside a waist dart everything moves in by the dart's width at that height.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.checks.girths import two_pointed, width_at
from ampc_desktop.garment.drafting import hanging
from ampc_desktop.garment.drafting.hanging import fine
from ampc_desktop.garment.sketching import BESIDE_MM, IDENTITY, View

Place = Callable[[Array], Array]
STITCH_MM = 6.0
"""Topstitching of faced edges."""


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the dress. The left back lies at -x behind."""
    front, back = pattern.piece("front"), pattern.piece("back")
    hem = spec.number("hem_allowance_mm")
    place_front, place_back = _placing(front), _placing(back)
    right = _right_half(front, place_front)
    behind = _behind(back, place_back)
    parts = [
        _inner_neck(front, back, place_front),
        FlatPart(
            "front", "front", g.as_points(_whole(right)), IDENTITY, _front_lines(front, place_front, right, hem), 2
        ),
    ]
    lines = _back_lines(back, place_back, behind, hem)
    left = (behind * (-1.0, 1.0))[::-1]
    parts += [
        FlatPart("back", "back", g.as_points(left), IDENTITY, _flip(lines), 2),
        FlatPart("back", "back", g.as_points(behind), (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (*lines, *_vent(back)), 2),
        _zip(back),
    ]
    if any(piece.id == "sleeve" for piece in pattern.pieces):
        sleeve = pattern.piece("sleeve")
        parts += _sleeves(sleeve, fine(front.edge("armhole.l")), front.edge("shoulder.l"), "front", hem)
        hole = fine(back.edge("armhole"))[::-1]
        parts += _sleeves(sleeve, hole, back.edge("shoulder"), "back", hem)
    parts.sort(key=lambda part: (part.view, part.layer))
    return FlatSketch(tuple(parts), _dimensions(pattern, parts, right))


def _flip(lines: tuple[tuple[Point, ...], ...]) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple(g.mirrored(p) for p in line) for line in lines)


def _placing(piece: Piece) -> Place:
    """Piece coordinates to the sewn sketch, for points at either side."""
    rings = list(two_pointed(piece).values())
    ring = rings[0] if rings else None
    middle = abs(float(ring[:, 0].mean())) if ring is not None else 0.0
    lifts = [(dart.apex[1], _lift(piece)) for dart in piece.darts[:1]]

    def place(points: Array) -> Array:
        x, y = points[:, 0].copy(), points[:, 1].copy()
        if ring is not None:
            taken = np.array([width_at(ring, float(level)) for level in y])
            share = np.nan_to_num(taken) / max(float(np.ptp(ring[:, 0])), 1e-9)
            taken = share * share * (3.0 - 2.0 * share) * float(np.ptp(ring[:, 0]))  # pressed, it tapers softly
            x = np.where(np.abs(x) > middle, np.sign(x) * (np.abs(x) - taken), x)
        for level, lift in lifts:
            y = np.where(y < level, y + lift, y)
        return np.column_stack((x, y))

    return place


def _lift(piece: Piece) -> float:
    """How much a closed bust dart shortens the front's side seam."""
    mouth = piece.edge(piece.darts[0].mouth)
    return abs(mouth.start[1] - mouth.end[1])


def _right_half(front: Piece, place: Place) -> Array:
    """The front's half at +x: from the centre of the hem outwards and up to the centre of the neck."""
    edges = {edge.id: edge for edge in front.edges}
    side = [fine(edges[id]) for id in ("side.l", "side.l.1", "side.l.2") if id in edges]
    parts = [place(line) for line in side]
    parts += [fine(edges["armhole.l"])[1:], fine(edges["shoulder.l"])[1:], fine(edges["neck.l"])[1:]]
    outline = np.concatenate(parts)
    return np.concatenate(([[0.0, float(outline[0, 1])]], outline))


def _behind(back: Piece, place: Place) -> Array:
    """The back's half at +x (the wearer's right), from the centre of the hem outwards and up to the centre."""
    left = [fine(back.edge(id)) for id in ("neck", "shoulder", "armhole")]
    side = place(fine(back.edge("side")))
    outline = np.concatenate((left[0], left[1][1:], left[2][1:], side[1:]))[::-1] * (-1.0, 1.0)
    return np.concatenate(([[0.0, float(outline[0, 1])]], outline))


def _whole(half: Array) -> Array:
    """Both halves of a symmetric outline."""
    return np.concatenate((half[1:], (half * (-1.0, 1.0))[::-1][1:-1]))


def _level(ring: Array, y: float) -> tuple[Point, ...]:
    """From the centre to the side at a height near the hem of a right half."""
    x = float(np.interp(y, ring[1:40, 1], ring[1:40, 0]))
    return ((0.0, y), (x, y))


def _front_lines(front: Piece, place: Place, half: Array, hem: float) -> tuple[tuple[Point, ...], ...]:
    lines: list[tuple[Point, ...]] = []
    for dart in front.darts:
        mouth = front.edge(dart.mouth)
        above = mouth.end if mouth.end[1] > mouth.start[1] else mouth.start
        ends = np.array([above, (dart.apex[0], dart.apex[1] + _lift(front) / 2)])
        lines.append(g.as_points(ends))
    lines += _fisheyes(front, place)
    low = float(half[0, 1])
    (_, inner), (_, outer) = (0.0, _level(half, low + hem)[0]), (0.0, _level(half, low + hem)[1])
    lines.append((g.mirrored(outer), inner, outer))
    neck = fine(front.edge("neck.l"), front.edge("neck.r"))
    lines.append(g.as_points(offset(neck, -STITCH_MM)))
    return tuple(lines)


def _back_lines(back: Piece, place: Place, half: Array, hem: float) -> tuple[tuple[Point, ...], ...]:
    """Lines of the right half behind: dart, hem, vent, neckline stitching."""
    lines = list(_flip(tuple(_fisheyes(back, place))))
    low = float(half[0, 1])
    lines.append(_level(half, low + hem))
    neck = (fine(back.edge("neck")) * (-1.0, 1.0))[::-1]
    lines.append(g.as_points(offset(neck, -STITCH_MM)))
    return tuple(lines)


def _vent(back: Piece) -> tuple[tuple[Point, ...], ...]:
    """The vent laps over from the left: a row of stitches slants across its top on the right half."""
    if not any(edge.id == "vent.top" for edge in back.edges):
        return ()
    head, corner = back.edge("vent.top").end, back.edge("vent.top").start
    return (((corner[0], corner[1]), (0.0, head[1])),)


def _fisheyes(piece: Piece, place: Place) -> list[tuple[Point, ...]]:
    """A waist dart as sewn: one upright line."""
    lines = []
    for ring in two_pointed(piece).values():
        x = float(ring[:, 0].mean())
        ends = np.array([(x, float(ring[:, 1].max())), (x, float(ring[:, 1].min()))])
        lift = place(ends) - ends
        lines.append(g.as_points(ends + lift * (0.0, 1.0)))
    return lines


def _inner_neck(front: Piece, back: Piece, place: Place) -> FlatPart:
    """The inside of the back neck, seen through the neckline."""
    low = fine(front.edge("neck.l"), front.edge("neck.r"))
    right = fine(back.edge("neck"))
    high = np.concatenate((right[::-1], (right * (-1.0, 1.0))[1:]))
    outline = np.concatenate((low, high[1:-1]))
    seam = offset(high, 30.0)
    return FlatPart("back", "front", g.as_points(outline), (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (g.as_points(seam),), 0)


def _zip(back: Piece) -> FlatPart:
    """The concealed zip: a fine line on the centre back, closed by a pull at the neck."""
    edge = back.edge("zip")
    top, end = edge.end[1], edge.start[1]
    pull = ((-2.5, top), (2.5, top), (2.5, top - 10.0), (-2.5, top - 10.0))
    return FlatPart("back", "back", pull[::-1], IDENTITY, (((0.0, top), (0.0, end)), ((-5.0, end), (5.0, end))), 4)


def _sleeves(sleeve: Piece, hole: Array, shoulder: Edge, view: View, hem: float) -> list[FlatPart]:
    """Both sleeves; hole runs from the underarm up to the shoulder of the wearer's left."""
    ends = np.array([shoulder.start, shoulder.end])
    along = ends[np.argmax(np.abs(ends[:, 0]))] - ends[np.argmin(np.abs(ends[:, 0]))]
    hung = hanging.hang(sleeve, hole, along, "front" if view == "front" else "back")
    if not _sound(hung, hole):
        hung = _straight(hung, hole)
    lines = (hung.across(min(hem, 25.0)),)
    return [hung.part("sleeve", view, hung.outline, lines, 3, right) for right in (False, True)]


def _sound(hung: hanging.Hung, hole: Array) -> bool:
    """Whether the hanging sleeve's outline is simple and its underarm seam goes the way of its top fold."""
    seam, fold = hung.seam[-1] - hole[0], hung.upper[-1] - hole[-1]
    along = float(seam @ fold) / max(float(np.hypot(*seam) * np.hypot(*fold)), 1e-9)
    return along > 0.6 and bool(shapely.is_valid(shapely.Polygon(hung.outline)))


def _straight(hung: hanging.Hung, hole: Array) -> hanging.Hung:
    """The sleeve with its underarm seam beside its top fold: for an underarm that lies far out."""
    underarm, cuff = hole[0], hung.upper[-1]
    way = (cuff - hole[-1]) / np.hypot(*(cuff - hole[-1]))
    reach = max(float((cuff - underarm) @ way), 25.0)  # the hem square to the fold
    seam = np.linspace(underarm, underarm + reach * way, 9)
    return replace(hung, seam=seam, outline=np.concatenate((hole, hung.upper[1:], seam[::-1][:-1])))


def _dimensions(pattern: Pattern, parts: list[FlatPart], half: Array) -> tuple[tuple[str, Point, Point], ...]:
    neck = pattern.piece("front").edge("neck.l").start
    right = max(x for part in parts if part.view == "front" for x, _ in part.outline) + BESIDE_MM
    low, reach = float(half[0, 1]), float(half[1, 0])
    length = next(d for d in pattern.key_dimensions if d.id == "length").target_mm
    return (
        (f"{length:.0f} mm", (right, neck[1]), (right, low)),
        (f"{2 * reach:.0f} mm", (-reach, low - BESIDE_MM), (reach, low - BESIDE_MM)),
    )
