"""What of a pattern goes into an apparel DXF: entities on the layers of ASTM D6673, rounded, without a file yet."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Notch, NotchKind, Pattern, Piece
from ampc_desktop.exchange.names import ascii_text, sized_names, unique_names

CUT, TURN, CURVE, NOTCH, MIRROR, GRAIN, INTERNAL, DRILL, SEW, ANNOTATION = 1, 2, 3, 4, 6, 7, 8, 13, 14, 15
CUT_DENSE, SEW_DENSE = 84, 87
NOTCH_LAYERS: dict[NotchKind, int] = {"slit": 4, "v": 4, "t": 80, "castle": 81, "check": 82, "u": 83}
DECIMALS = 2
"""METRIC files carry millimetres with two decimals."""
TEXT_MM = 6.0


@dataclass(frozen=True)
class Polyline:
    layer: int
    points: tuple[Point, ...]
    closed: bool = True


@dataclass(frozen=True)
class Line:
    layer: int
    start: Point
    end: Point


@dataclass(frozen=True)
class Mark:
    """A POINT. depth goes to z (a drill's diameter too), width to the thickness, angle to code 50."""

    layer: int
    at: Point
    depth_mm: float = 0.0
    width_mm: float = 0.0
    angle_deg: float | None = None


@dataclass(frozen=True)
class Text:
    layer: int
    at: Point
    text: str


Entity = Polyline | Line | Mark | Text


@dataclass(frozen=True)
class Block:
    """One piece. block: name of the BLOCK; name: what the file calls the piece."""

    block: str
    name: str
    piece: str
    entities: tuple[Entity, ...]


def rounded(point: Point) -> Point:
    return (round(point[0], DECIMALS) + 0.0, round(point[1], DECIMALS) + 0.0)


def rounded_ring(ring: Array) -> tuple[Point, ...]:
    """A closed ring on the file's grid, without points that fall together."""
    points = [rounded((float(x), float(y))) for x, y in ring]
    return tuple(p for i, p in enumerate(points) if p != points[i - 1])


def notch_place(piece: Piece, notch: Notch) -> tuple[Point, float]:
    """(point on the cut line, direction into the piece in degrees) of a notch.

    The notch is found by going out from the sew line at a right angle until the cut line is met.
    """
    edge = piece.edge(notch.edge)
    at = g.point_at(edge.polyline, notch.at_mm)
    nx, ny = g.normal_at(edge.polyline, notch.at_mm)
    ring = shapely.LinearRing(piece.cut_ring)
    reach = 4.0 * edge.allowance_mm + 20.0
    ray = shapely.LineString([(at[0] + 0.01 * nx, at[1] + 0.01 * ny), (at[0] - reach * nx, at[1] - reach * ny)])
    hits = shapely.get_coordinates(shapely.intersection(ray, ring))
    if len(hits):
        near = hits[int(np.argmin(np.hypot(*(hits - at).T)))]
        place = (float(near[0]), float(near[1]))
    else:
        spot = ring.interpolate(ring.project(shapely.Point(at)))
        place = (spot.x, spot.y)
    return place, math.degrees(math.atan2(ny, nx)) % 360.0


def quantity_text(piece: Piece) -> str:
    """Right and left pieces, e.g. "1,1" for a pair, "2,0" for two alike."""
    left = piece.quantity // 2 if piece.mirrored_pair else 0
    return f"{piece.quantity - left},{left}"


def blocks(pattern: Pattern, dense: bool, size: str) -> tuple[Block, ...]:
    """All pieces as entities. dense: repeat cut and sew line on layers 84 and 87, as ASTM readers want them."""
    names = unique_names(piece.name or piece.id for piece in pattern.pieces)
    block_names = sized_names(names, size)
    return tuple(
        Block(block, name, piece.id, _entities(piece, name, dense, size))
        for piece, name, block in zip(pattern.pieces, names, block_names, strict=True)
    )


def _entities(piece: Piece, name: str, dense: bool, size: str) -> tuple[Entity, ...]:
    cut, sew = rounded_ring(piece.cut_ring), rounded_ring(piece.sew_ring)
    corners = {rounded(piece.cut[i]) for i in piece.cut_turns}
    made: list[Entity] = [Polyline(CUT, cut)]
    made += [Polyline(CUT_DENSE, cut)] if dense else []
    made += [Mark(TURN if point in corners else CURVE, point) for point in cut]
    made += [Polyline(SEW, sew)]
    made += [Polyline(SEW_DENSE, sew)] if dense else []
    made.append(Line(GRAIN, rounded(piece.grain.start), rounded(piece.grain.end)))
    for notch in piece.notches:
        at, angle = notch_place(piece, notch)
        layer = NOTCH_LAYERS[notch.kind]
        made.append(Mark(layer, rounded(at), notch.depth_mm, notch.width_mm, round(angle, DECIMALS)))
    for internal in piece.internals:
        points = [rounded((float(x), float(y))) for x, y in g.flatten(internal.path)]
        made.append(
            Line(INTERNAL, points[0], points[1])
            if len(points) == 2
            else Polyline(INTERNAL, tuple(points), closed=False)
        )
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        legs = (rounded(mouth.start), rounded(dart.apex), rounded(mouth.end))
        made.append(Polyline(INTERNAL, legs, closed=False))
    made += [Mark(DRILL, rounded(drill.at), drill.diameter_mm) for drill in piece.drills]
    middle = shapely.Polygon(piece.cut_ring).representative_point()
    lines = [
        f"Piece Name: {name}",
        f"Size: {size}",
        f"Quantity: {quantity_text(piece)}",
        f"Material: {ascii_text(piece.material).upper()}",
        f"Category: {ascii_text(piece.id).upper()}",
        f"Annotation: {ascii_text(piece.annotation or piece.label)}",
    ]
    for i, line in enumerate(lines):
        made.append(Text(CUT, rounded((middle.x, middle.y - 1.6 * TEXT_MM * i)), line))
    title = rounded((middle.x, middle.y + 1.6 * TEXT_MM))
    made.append(Text(ANNOTATION, title, f"{name} {size} x{piece.quantity}"))
    return tuple(made)
