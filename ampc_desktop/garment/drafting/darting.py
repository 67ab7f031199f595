"""One smooth seam drawn with its darts closed, then opened: legs equal, the closed seam smooth by construction.

The seam runs from an anchored end to a free one. Each dart turns everything beyond it about its apex; the free end
and its direction are given as they lie in the open piece, so they are brought back through the darts first.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point, Segment


@dataclass(frozen=True)
class DartSpec:
    """A dart to draft: place along the closed seam (0..1), intake at the seam and depth, mm."""

    place: float
    intake: float
    depth: float


@dataclass(frozen=True)
class OpenDart:
    """A drafted dart: leg ends, apex, and the peak of the mouth that meets the seam when folded."""

    start: Point
    end: Point
    apex: Point
    peak: Point

    @property
    def mouth(self) -> Path:
        """The mouth as an edge: up to the fold, and down again."""
        return (g.line(self.start, self.peak), g.line(self.peak, self.end))


@dataclass(frozen=True)
class Darted:
    """A seam with its darts. sections: open, from the anchored end; closed: the one curve they make; mm."""

    sections: tuple[Path, ...]
    darts: tuple[OpenDart, ...]
    closed: Segment
    length: float


def turned(point: Point, about: Point, angle: float) -> Point:
    """A point turned about another by an angle in radians, counter-clockwise."""
    c, s = math.cos(angle), math.sin(angle)
    dx, dy = point[0] - about[0], point[1] - about[1]
    return (about[0] + c * dx - s * dy, about[1] + s * dx + c * dy)


def darted(
    anchor: Point,
    setting_out: float,
    free: Point,
    arriving: float,
    darts: tuple[DartSpec, ...],
    handles: tuple[float, float] = (0.40, 0.32),
) -> Darted:
    """The seam from `anchor` to `free` with darts on its right-hand side, in the order in which they are met.

    setting_out, arriving : directions of travel at both ends of the open piece, radians.
    handles : lengths of the two handles of the closed cubic, as shares of its span along `setting_out`.
    """
    angles = [2 * math.asin(min(dart.intake / (2 * dart.depth), 0.9)) for dart in darts]
    total = sum(angles)
    along = (math.cos(setting_out), math.sin(setting_out))
    end_dir = (math.cos(arriving + total), math.sin(arriving + total))
    width = sum(dart.intake for dart in darts)
    closed = (free[0] - width * along[0], free[1] - width * along[1])
    curve: Segment = ()
    pivots: list[tuple[Point, Point]] = []  # (point on the curve, apex), darts closed
    for _ in range(60):
        reach = (closed[0] - anchor[0]) * along[0] + (closed[1] - anchor[1]) * along[1]
        curve = g.cubic(
            anchor,
            (anchor[0] + handles[0] * reach * along[0], anchor[1] + handles[0] * reach * along[1]),
            (closed[0] - handles[1] * reach * end_dir[0], closed[1] - handles[1] * reach * end_dir[1]),
            closed,
        )
        pivots = []
        for dart in darts:
            before, after = g.split_segment(curve, dart.place)
            point = after[0]
            tangent = (point[0] - before[-2][0], point[1] - before[-2][1])
            length = math.hypot(*tangent)
            down = (tangent[1] / length, -tangent[0] / length)
            pivots.append((point, (point[0] + dart.depth * down[0], point[1] + dart.depth * down[1])))
        goal = free  # bring the open end back through the darts, outermost rotation first
        opened = _opener(pivots, angles)
        for (_, apex), angle in zip(pivots, angles, strict=True):
            goal = turned(goal, apex, angle)
        moved = math.hypot(goal[0] - closed[0], goal[1] - closed[1])
        closed = goal
        if moved < 1e-11:
            break
    return _opened(curve, darts, pivots, angles, opened, free)


def _opener(pivots: list[tuple[Point, Point]], angles: list[float]) -> Callable[[Point, int], Point]:
    """Maps a point of the closed layout to the open one, beyond the first k darts."""

    def move(point: Point, k: int) -> Point:
        for (_, apex), angle in reversed(list(zip(pivots[:k], angles[:k], strict=True))):
            point = turned(point, apex, -angle)
        return point

    return move


def _opened(
    curve: Segment,
    darts: tuple[DartSpec, ...],
    pivots: list[tuple[Point, Point]],
    angles: list[float],
    opened: Callable[[Point, int], Point],
    free: Point,
) -> Darted:
    pieces: list[Segment] = []
    rest, gone = curve, 0.0
    for dart in darts:
        first, rest = g.split_segment(rest, (dart.place - gone) / (1 - gone))
        pieces.append(first)
        gone = dart.place
    pieces.append(rest)
    length = sum(g.segment_length(piece) for piece in pieces)
    sections = [tuple(opened(point, k) for point in piece) for k, piece in enumerate(pieces)]
    sections[-1] = (*sections[-1][:-1], free)
    made = []
    for k, (_point, apex) in enumerate(pivots):
        start, end, tip = sections[k][-1], sections[k + 1][0], opened(apex, k)
        # Folded, the dart lies under the seam beside it: the mouth goes on straight to the fold line.
        reach = math.tan(angles[k] / 2)
        peak = (start[0] + (tip[1] - start[1]) * -reach, start[1] + (tip[0] - start[0]) * reach)
        made.append(OpenDart(start, end, tip, peak))
    return Darted(tuple((section,) for section in sections), tuple(made), curve, length)
