"""Snapping: a dragged point is drawn to points, midpoints, edges, levels, the grain and the grid, and told why."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Piece
from ampc_desktop.ui.pattern_editor.picking import points_of

POINT_PX, EDGE_PX, LEVEL_PX = 9.0, 6.0, 6.0
FINE_MM = 0.1
"""Without a snap a place is read to this."""


@dataclass(frozen=True)
class Snap:
    """Where a pointer was drawn to. guide: the place it was aligned with, for a dotted line; words say why."""

    at: Point
    words: str = ""
    guide: Point | None = None


class Snapper:
    """Snaps places of one piece, in its coordinates; made at the start of a drag.

    moving : items of points that move along, not to be snapped to.
    turn_deg : how the piece lies turned on the table; words say what is seen there.
    """

    def __init__(
        self, piece: Piece, start: Point, moving: Collection[str] = (), mirror: bool = True, turn_deg: float = 0.0
    ) -> None:
        self._start = start
        quarters = turn_deg / 90
        straight = abs(quarters - round(quarters)) < 1e-6
        names = ("level", "plumb") if round(quarters) % 2 else ("plumb", "level")
        self._names = names if straight else ("in line", "in line")
        moved = {at for item, at in points_of(piece) if item in moving}
        twins = {g.mirrored(at, piece.symmetry_x) for at in moved} if piece.symmetric else set()
        self._points: list[tuple[Point, str]] = []
        for item, at in points_of(piece):
            if any(g.distance(at, other) < 0.05 for other in moved):
                continue
            twin = any(g.distance(at, other) < 0.05 for other in twins)
            if not (twin and mirror):
                words = "mirror point" if twin else "corner" if item.endswith(":start") else "point"
                self._points.append((at, words))
        self._points += [(drill.at, "drill hole") for drill in piece.drills]
        edges = {item.split(":")[0] for item in moving}
        still = [e for e in piece.edges if e.id not in edges and not any(g.distance(e.end, at) < 0.05 for at in moved)]
        self._middles = [(g.point_at(e.polyline, e.length_mm / 2), "midpoint") for e in still]
        self._edges = [(e.polyline, e.id) for e in still]
        (x0, y0), (x1, y1) = piece.grain.start, piece.grain.end
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        self._grain = ((x1 - x0) / length, (y1 - y0) / length)
        self._axis = piece.symmetry_x if piece.symmetric else None

    def snap(self, at: Point, px_per_mm: float, grid_mm: float = 0.0) -> Snap:
        """The nearest thing worth snapping to, else the grid, else the place itself to a tenth."""
        for places, word in ((self._points, "on"), (self._middles, "on")):
            near = min(places, key=lambda one: g.distance(one[0], at), default=None)
            if near is not None and g.distance(near[0], at) * px_per_mm <= POINT_PX:
                return Snap(near[0], f"{word} {near[1]}", near[0])
        reach = LEVEL_PX / px_per_mm
        level = self._level(at, reach, 1)
        plumb = self._level(at, reach, 0)
        if level is not None and plumb is not None:
            return Snap((plumb[0][0], level[0][1]), f"{level[1]}, {plumb[1]}", level[0])
        if level is not None:
            return Snap((fine(at[0]), level[0][1]), level[1], level[0])
        if plumb is not None:
            return Snap((plumb[0][0], fine(at[1])), plumb[1], plumb[0])
        along = (at[0] - self._start[0]) * self._grain[0] + (at[1] - self._start[1]) * self._grain[1]
        on_grain = (self._start[0] + along * self._grain[0], self._start[1] + along * self._grain[1])
        if g.distance(on_grain, at) <= reach and abs(along) > reach:
            return Snap(on_grain, "along the grain", self._start)
        for polyline, _ in self._edges:
            where, gap = g.nearest_on(polyline, at)
            if gap * px_per_mm <= EDGE_PX:
                return Snap(g.point_at(polyline, where), "on edge")
        if grid_mm:
            return Snap((round(at[0] / grid_mm) * grid_mm, round(at[1] / grid_mm) * grid_mm), f"grid {grid_mm:g} mm")
        return Snap((fine(at[0]), fine(at[1])))

    def _level(self, at: Point, reach: float, axis: int) -> tuple[Point, str] | None:
        """A point at the same height (axis 1) or the same way across (axis 0)."""
        name = self._names[axis]
        places = [(self._start, "start"), *self._points]
        if self._axis is not None and axis == 0:
            places.append(((self._axis, at[1]), "centre"))
        near = min(places, key=lambda one: abs(one[0][axis] - at[axis]))
        return (near[0], f"{name} with {near[1]}") if abs(near[0][axis] - at[axis]) <= reach else None


def fine(value: float) -> float:
    return round(value / FINE_MM) * FINE_MM


def constrained(start: Point, at: Point, axis: str = "", step_deg: float = 0.0) -> Point:
    """A place kept to one axis ("x", "y"), or to the nearest multiple of an angle from the start."""
    dx, dy = at[0] - start[0], at[1] - start[1]
    if axis:
        return (at[0], start[1]) if axis == "x" else (start[0], at[1])
    if step_deg:
        angle = math.radians(round(math.degrees(math.atan2(dy, dx)) / step_deg) * step_deg)
        length = dx * math.cos(angle) + dy * math.sin(angle)
        return (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))
    return at
