"""A sleeve as it hangs in a flat sketch: folded on its centre line, turned about the shoulder point.

Drawn for the wearer's left sleeve from the armhole of the very body pieces, mirrored for the right one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.flat import FlatPart
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Piece
from ampc_desktop.garment.sketching import FINE_MM, Affine, View

HANG_DEG = (33.0, 56.0)
"""Sleeves of a flat hang between these angles below the horizontal."""


@dataclass(frozen=True)
class Hung:
    """A hanging left sleeve in sketch mm.

    outline : armhole, top fold, edge, underarm seam; seam and upper run from the body down to the sleeve's edge.
    turn    : the piece's rotation, radians; shift: added after it.
    """

    outline: Array
    seam: Array
    upper: Array
    turn: float
    shift: Array

    def place(self, points: Array) -> Array:
        """Piece coordinates -> sketch."""
        c, s = math.cos(self.turn), math.sin(self.turn)
        x, y = points[:, 0], points[:, 1]
        return np.column_stack((c * x - s * y + self.shift[0], s * x + c * y + self.shift[1]))

    def across(self, above_mm: float) -> tuple[Point, Point]:
        """A line across the sleeve, above_mm from its edge."""
        return (
            g.point_at(self.seam, max(g.polyline_length(self.seam) - above_mm, 0.0)),
            g.point_at(self.upper, max(g.polyline_length(self.upper) - above_mm, 0.0)),
        )

    def part(
        self, piece: str, view: View, outline: Array, lines: tuple[tuple[Point, ...], ...], layer: int, right: bool
    ) -> FlatPart:
        """A part of this sleeve; the right one is the mirror image, as it is cut."""
        c, s = math.cos(self.turn), math.sin(self.turn)
        e, f = float(self.shift[0]), float(self.shift[1])
        transform: Affine = (c, s, -s, c, e, f)
        if right:
            outline = outline * (-1.0, 1.0)
            lines = tuple(tuple(g.mirrored(p) for p in line) for line in lines)
            transform = (-c, s, s, c, -e, f)
        return FlatPart(piece, view, g.as_points(_simple(outline)), transform, lines, layer)


def _simple(ring: Array) -> Array:
    """The ring, counter-clockwise; a short wide sleeve's seam may cut a corner off its armhole."""
    shape = Polygon(ring)
    if not shape.is_valid:
        parts = [part for part in shapely.get_parts(shapely.make_valid(shape)) if isinstance(part, Polygon)]
        ring = np.asarray(max(parts, key=lambda part: part.area).exterior.coords, dtype=np.float64)[:-1]
    return ring if g.signed_area(ring) > 0 else ring[::-1]


def fine(*edges: Edge) -> Array:
    """Edges one behind the other as one polyline of sketch fineness."""
    lines = [g.flatten(edge.path, FINE_MM) for edge in edges]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def _angle(v: Array) -> float:
    return math.atan2(float(v[1]), float(v[0]))


def hang(sleeve: Piece, hole: Array, along: Array, half: str) -> Hung:
    """The left sleeve on its armhole.

    hole : the armhole from the underarm up to the shoulder; along: direction of the shoulder seam, outwards;
    half : "front" or "back" half of the sleeve is seen.
    """
    underarm, shoulder = hole[0], hole[-1]
    out = 1.0 if shoulder[0] > 0 else -1.0
    top = np.asarray(sleeve.edge("cap.front").start)
    corner = np.asarray(sleeve.edge("cap.front").end if half == "front" else sleeve.edge("cap.back").start)
    turn = _angle(underarm - shoulder) - _angle(corner - top)
    hang_deg = math.degrees(-math.pi / 2 + turn)
    below = -((hang_deg + 180.0) % 360.0 - 180.0) if out > 0 else ((hang_deg + 360.0) % 360.0) - 180.0
    below = min(max(below, HANG_DEG[0]), HANG_DEG[1])
    turn = math.radians((-below if out > 0 else 180.0 + below) + 90.0)
    c, s = math.cos(turn), math.sin(turn)
    shift = shoulder - np.array((c * top[0] - s * top[1], s * top[0] + c * top[1]))
    bare = Hung(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 2)), turn, shift)

    under = fine(sleeve.edge(f"under.{half}"))
    if under[0, 1] < under[-1, 1]:
        under = under[::-1]
    low = float(under[-1, 1])
    edge = bare.place(np.array([[0.0, low]]))[0]
    seam = bare.place(under)
    share = np.linspace(1.0, 0.0, len(seam))[:, None]
    seam = seam + share * (underarm - seam[0])  # the folded cap gives way a little to meet the underarm
    upper = _upper(shoulder, along / np.hypot(*along), edge)
    return Hung(np.concatenate((hole, upper[1:], seam[::-1][:-1])), seam, upper, turn, shift)


def _upper(shoulder: Array, along: Array, edge: Array) -> Array:
    """Top fold of the sleeve: runs on from the shoulder seam, then straight to the edge."""
    reach = 0.22 * float(np.hypot(*(edge - shoulder)))
    towards = (edge - shoulder) / np.hypot(*(edge - shoulder))
    curve = g.cubic(
        (float(shoulder[0]), float(shoulder[1])),
        tuple(shoulder + along * reach),
        tuple(edge - towards * 2.2 * reach),
        (float(edge[0]), float(edge[1])),
    )
    return g.flatten((curve,), FINE_MM)


def cuff(hung: Hung, width: float, half_girth: float) -> Array:
    """The outline of a cuff below the sleeve's edge: width long, half its girth wide, in line with the top fold."""
    top, under = hung.upper[-1], hung.seam[-1]
    across = under - top
    across = across / np.hypot(*across)
    down = hung.upper[-1] - hung.upper[-2]
    down = down / np.hypot(*down)
    down = down - across * float(down @ across)
    down = down / np.hypot(*down)
    slack = max(float(np.hypot(*(under - top))) - half_girth, 0.0)
    start = top + across * (0.35 * slack)
    return np.array(
        [start, start + down * width, start + down * width + across * half_girth, start + across * half_girth]
    )


def drawn_in(hung: Hung, ring: Array) -> Hung:
    """The sleeve with the end of its fold and seam running into a cuff (see `cuff`): what is pleated or gathered."""
    count = len(hung.outline) - (len(hung.upper) - 1) - (len(hung.seam) - 1)
    upper, seam = (_led(line, end) for line, end in ((hung.upper, ring[0]), (hung.seam, ring[3])))
    return replace(
        hung, outline=np.concatenate((hung.outline[:count], upper[1:], seam[::-1][:-1])), upper=upper, seam=seam
    )


def _led(line: Array, end: Array) -> Array:
    """A line whose last part is led smoothly to a new end."""
    along = g.cumulative(line)
    share = np.clip((along / along[-1] - 0.55) / 0.45, 0.0, 1.0)[:, None]
    return np.asarray(line + share**2 * (3 - 2 * share) * (end - line[-1]))


def circle(at: Point, radius: float) -> tuple[Point, ...]:
    """A button or eyelet."""
    return tuple(g.polar(at, 30.0 * k, radius) for k in range(13))
