"""A piece of another program as a piece that can be edited: edges between corners, allowances, marks, grain upright.

What a file has is lines of points. Here the sew line (or the cut line, where there is no other) is parted at its
corners into edges, each edge fitted with few curves, and each edge given the allowance that lies outside it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

import numpy as np
import shapely
from shapely.geometry import LinearRing, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Point
from ampc_desktop.core.pattern import (
    CornerKind,
    DrillHole,
    Edge,
    Grain,
    InternalKind,
    InternalLine,
    Notch,
    NotchKind,
    Piece,
)
from ampc_desktop.garment.allowance import cut_piece, turns_of
from ampc_desktop.garment.curve_fitting import fitted
from ampc_desktop.garment.drafting.smooth import upright_grain

TURN_DEG = 25.0
"""A sew line that turns more than this has a corner there,"""
SMALL_TURN_DEG = 5.0
"""or more than this, where the file itself marks a corner on the cut line beside it."""
EVEN_MM = 0.3
"""An allowance that differs more along one edge is told."""
SAME_MM = 0.05
WHOLE_MM = 0.08
"""An allowance this near to half a millimetre is meant so."""


@dataclass(frozen=True)
class DrawnNotch:
    """A notch as it is drawn on the cut line."""

    at: Point
    kind: NotchKind = "slit"
    depth_mm: float = 4.0
    width_mm: float = 0.0


@dataclass(frozen=True, eq=False)
class Drawn:
    """A piece as a file has it, mm.

    cut, sew : closed rings (n, 2) without repeated end; turns: corners of the cut line.
    """

    id: str
    name: str
    cut: Array
    sew: Array | None = None
    turns: tuple[Point, ...] = ()
    grain: tuple[Point, Point] | None = None
    notches: tuple[DrawnNotch, ...] = ()
    internals: tuple[Array, ...] = ()
    drills: tuple[tuple[Point, float], ...] = ()
    material: str = "shell"
    quantity: int = 1
    pair: bool = False
    label: str = ""
    annotation: str = ""


@dataclass
class _Told:
    """What was assumed, one line each."""

    piece: str
    lines: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.lines.append(f"{self.piece}: {text}")


def piece_of(drawn: Drawn) -> tuple[Piece, tuple[str, ...]]:
    """The piece and what had to be assumed, one line each. Raises ValueError for an outline that is none."""
    told = _Told(drawn.name)
    drawn = _upright(drawn, told)
    ring = drawn.cut if drawn.sew is None else drawn.sew
    if len(ring) < 3 or not Polygon(ring).is_valid:
        raise ValueError(f"the {'cut' if drawn.sew is None else 'sew'} line of {drawn.name} crosses itself")
    if drawn.sew is None:
        told.say("the file has no sew line; its cut line is taken, without allowances")
    axis = _axis(ring)
    corners = _corners(ring, drawn)
    edges = _edges(ring, corners, drawn, told)
    if axis is not None:
        edges = _mirrored(edges, axis)
    grain = drawn.grain or upright_grain(ring)
    piece = Piece(
        id=drawn.id,
        name=drawn.name,
        material=drawn.material,
        quantity=drawn.quantity,
        edges=tuple(edges),
        grain=Grain(*grain),
        mirrored_pair=drawn.pair,
        notches=_notches(edges, drawn.notches),
        internals=tuple(_internal(k, line, ring) for k, line in enumerate(drawn.internals, 1) if len(line) > 1),
        drills=tuple(DrillHole(f"drill.{k}", at, mm or 2.0) for k, (at, mm) in enumerate(drawn.drills, 1)),
        symmetric=axis is not None,
        symmetry_x=axis or 0.0,
        label=drawn.label or drawn.name.capitalize(),
        annotation=drawn.annotation,
    )
    return _cut(piece, drawn, told), tuple(told.lines)


# --- position ---------------------------------------------------------------------------------------------------


def _upright(drawn: Drawn, told: _Told) -> Drawn:
    """The piece turned so that its grain runs up; a grain line that is missing is taken as it lies."""
    if drawn.grain is None:
        told.say("the file has no grain line; the grain is taken to run up")
        return drawn
    (x0, y0), (x1, y1) = drawn.grain
    lean = math.degrees(math.atan2(x1 - x0, y1 - y0))  # from upright, clockwise
    turn = (lean + 90.0) % 180.0 - 90.0  # either end may be up: the smaller turn
    if abs(turn) < 1e-4:
        start, end = sorted(drawn.grain, key=lambda point: point[1])
        return replace(drawn, grain=(start, end))

    def turned(points: Array) -> Array:
        return g.rotated(np.asarray(points, dtype=np.float64).reshape(-1, 2), turn)

    def one(point: Point) -> Point:
        return g.as_points(turned(np.array([point])))[0]

    start, end = sorted((one(drawn.grain[0]), one(drawn.grain[1])), key=lambda point: point[1])
    return replace(
        drawn,
        cut=turned(drawn.cut),
        sew=None if drawn.sew is None else turned(drawn.sew),
        turns=tuple(one(point) for point in drawn.turns),
        grain=(start, (start[0], end[1])),
        notches=tuple(replace(notch, at=one(notch.at)) for notch in drawn.notches),
        internals=tuple(turned(line) for line in drawn.internals),
        drills=tuple((one(at), mm) for at, mm in drawn.drills),
    )


def _axis(ring: Array) -> float | None:
    """x of the line in which the outline is its own mirror image, if it is."""
    x = float(ring[:, 0].min() + ring[:, 0].max()) / 2
    image = ring * (-1.0, 1.0) + (2 * x, 0.0)
    off = shapely.distance(shapely.points(image), LinearRing(ring))
    return x if float(off.max()) < SAME_MM else None


# --- edges ------------------------------------------------------------------------------------------------------


def _corners(ring: Array, drawn: Drawn) -> list[int]:
    """Numbers of the points of the ring that are corners, at least two."""
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    turn = np.degrees(np.arctan2(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1)))
    sharp = np.abs(turn) > TURN_DEG
    if drawn.turns:
        cut = LinearRing(drawn.cut)
        for point in np.asarray(drawn.turns):  # the nearest bend that lies no further in than a corner would
            bends = np.flatnonzero(np.abs(turn) > SMALL_TURN_DEG)
            if not len(bends):
                break
            k = int(bends[int(np.argmin(np.hypot(*(ring[bends] - point).T)))])
            reach = 1.6 * float(cut.distance(shapely.Point(ring[k]))) + 0.1
            sharp[k] |= float(np.hypot(*(ring[k] - point))) <= reach
    found = [int(k) for k in np.flatnonzero(sharp)]
    if len(found) < 2:  # a round piece is parted at its lowest and highest point
        found = sorted({int(np.argmin(ring[:, 1])), int(np.argmax(ring[:, 1]))})
    return found


def _edges(ring: Array, corners: Sequence[int], drawn: Drawn, told: _Told) -> list[Edge]:
    cut = LinearRing(drawn.cut)
    edges = []
    for k, (i, j) in enumerate(zip(corners, (*corners[1:], corners[0]), strict=True), 1):
        points = ring[i : j + 1] if i < j else np.vstack((ring[i:], ring[: j + 1]))
        path = fitted(points)
        allowance = 0.0 if drawn.sew is None else _allowance(path, cut, f"edge {k}", told)
        edges.append(Edge(f"e{k}", path, allowance))
    return edges


def _allowance(path: Path, cut: LinearRing, name: str, told: _Told) -> float:
    """Width of the cloth outside an edge: in the middle, for its ends lie in corners."""
    line = g.flatten(path)
    length = g.polyline_length(line)
    widths = [cut.distance(shapely.Point(g.point_at(line, share * length))) for share in np.linspace(0.2, 0.8, 9)]
    if float(np.ptp(widths)) > EVEN_MM:
        told.say(f"the allowance of {name} runs from {min(widths):.1f} to {max(widths):.1f} mm; the middle is taken")
    width = float(np.median(widths))
    whole = round(2 * width) / 2
    return whole if abs(whole - width) < WHOLE_MM else round(width, 2)


def _mirrored(edges: list[Edge], axis: float) -> list[Edge]:
    """Edges of a symmetric outline made exact mirror images; one that crosses the axis stays as it is read."""
    found = list(edges)
    for i, edge in enumerate(edges):
        for j in range(i + 1, len(edges)):
            other = edges[j]
            apart = g.distance(g.mirrored(edge.start, axis), other.end) + g.distance(
                g.mirrored(edge.end, axis), other.start
            )
            if apart < 4 * SAME_MM:
                found[j] = replace(other, path=g.mirrored_path(found[i].path, axis), allowance_mm=edge.allowance_mm)
    for i, edge in enumerate(found):
        if g.distance(g.mirrored(edge.start, axis), edge.end) < 4 * SAME_MM:
            found[i] = replace(edge, path=_own_image(edge.path, axis))
    return _joined(found)


def _own_image(path: Path, axis: float) -> Path:
    """A path over the axis as its own mirror image, from the half it starts with."""
    line = g.flatten(path)
    side = np.sign(line[0, 0] - axis)
    k = int(np.argmax((line[:, 0] - axis) * side <= 0.0))
    a, b = line[k - 1], line[k]
    t = (axis - a[0]) / (b[0] - a[0]) if b[0] != a[0] else 0.0
    at = g.cumulative(line)[k - 1] + t * float(np.hypot(*(b - a)))
    half, _ = g.split_path(path, at * g.path_length(path) / g.polyline_length(line))
    if len(half) == 1 and len(half[0]) == 2 and abs(half[0][0][1] - half[0][1][1]) < SAME_MM:
        y = half[0][0][1]
        return (g.line((half[0][0][0], y), g.mirrored((half[0][0][0], y), axis)),)
    end = (axis, half[-1][-1][1])
    half = (*half[:-1], (*half[-1][:-1], end))
    return (*half, *g.mirrored_path(half, axis))


def _joined(edges: list[Edge]) -> list[Edge]:
    """Each edge begun exactly where the one before it ends."""
    return [replace(edge, path=((edges[k - 1].end, *edge.path[0][1:]), *edge.path[1:])) for k, edge in enumerate(edges)]


# --- marks ------------------------------------------------------------------------------------------------------


def _notches(edges: Sequence[Edge], drawn: Sequence[DrawnNotch]) -> tuple[Notch, ...]:
    """Each notch on the edge whose sew line lies nearest, straight in from where it is cut."""
    found = []
    for k, notch in enumerate(drawn, 1):
        near = [(g.nearest_on(edge.polyline, notch.at), edge) for edge in edges if edge.allowance_mm > 0]
        near = near or [(g.nearest_on(edge.polyline, notch.at), edge) for edge in edges]
        (at, _), edge = min(near, key=lambda one: one[0][1] - one[1].allowance_mm)
        at *= edge.length_mm / g.polyline_length(edge.polyline)
        found.append(Notch(f"n{k}", edge.id, at, "", notch.kind, notch.depth_mm or 4.0, notch.width_mm))
    return tuple(found)


def _internal(k: int, line: Array, ring: Array) -> InternalLine:
    """A line inside, its corners kept; an upright one in the middle of the piece is its centre line."""
    points = np.asarray(line, dtype=np.float64)
    steps = np.hypot(*np.diff(points, axis=0).T)
    points = points[np.concatenate(([True], steps > 1e-9))]
    kind: InternalKind = "internal"
    way = np.diff(points, axis=0)
    if len(points) > 2:
        turn = np.abs(np.degrees(np.arctan2(way[:-1, 0] * way[1:, 1] - way[:-1, 1] * way[1:, 0],
                                            (way[:-1] * way[1:]).sum(axis=1))))  # fmt: skip
        stops = [0, *(int(i) + 1 for i in np.flatnonzero(turn > TURN_DEG)), len(points) - 1]
    else:
        stops = [0, len(points) - 1]
        upright = abs(points[1][0] - points[0][0]) < SAME_MM
        middle = float(ring[:, 0].min() + ring[:, 0].max()) / 2
        if upright and abs(points[0][0] - middle) < SAME_MM and steps.sum() > 0.9 * np.ptp(ring[:, 1]) / 2:
            kind = "centre"
    path = tuple(segment for i, j in itertools.pairwise(stops) for segment in fitted(points[i : j + 1]))
    return InternalLine(f"line.{k}", kind, path)


# --- cut line ---------------------------------------------------------------------------------------------------


def _cut(piece: Piece, drawn: Drawn, told: _Told) -> Piece:
    """The piece with the file's cut line, and corners of the kinds that come nearest to it when it is made anew.

    Where an edit would change the cut line by more than it should is told: the file's corner is none that we make.
    """
    own = {"cut": g.as_points(drawn.cut), "cut_turns": tuple(turns_of(drawn.cut))}
    if drawn.sew is None:
        return replace(piece, **own)  # type: ignore[arg-type]
    read = LinearRing(drawn.cut)
    kinds = get_args(CornerKind)
    rings = {kind: _outline(piece, kind) for kind in kinds}
    edges = []
    for edge, after in zip(piece.edges, (*piece.edges[1:], piece.edges[0]), strict=True):
        reach = 2.6 * max(edge.allowance_mm, after.allowance_mm) + 1.0
        best = min(kinds, key=lambda kind: (_off_at(rings[kind], read, edge.end, reach), kinds.index(kind)))
        edges.append(replace(edge, corner=best))
    made = cut_piece(replace(piece, edges=tuple(edges)))
    off = float(shapely.hausdorff_distance(LinearRing(made.cut_ring), read))
    if off > EVEN_MM:
        told.say(f"once edited, its cut line is made anew from its allowances, up to {off:.1f} mm off the file's")
    return replace(made, **own)  # type: ignore[arg-type]


def _outline(piece: Piece, corner: CornerKind) -> LinearRing:
    """The cut line with every corner of one kind."""
    return LinearRing(cut_piece(replace(piece, edges=tuple(replace(e, corner=corner) for e in piece.edges))).cut_ring)


def _off_at(made: LinearRing, read: LinearRing, corner: Point, reach: float) -> float:
    """How far two cut lines are apart round a corner, to 0.05 mm."""
    here = shapely.Point(corner).buffer(reach)
    one, two = made.intersection(here), read.intersection(here)
    if one.is_empty or two.is_empty:
        return math.inf
    return round(20.0 * float(shapely.hausdorff_distance(one, two, densify=0.2))) / 20.0
