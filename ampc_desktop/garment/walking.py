"""Walking a seam: one edge rolled along the other, as a pattern maker does it on the table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import EdgeRef, Pattern, Seam

_STEP_MM = 0.5
"""Half the stretch over which the direction of an edge is taken."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """One edge of a chain, in the direction in which it is walked.

    polyline : (n, 2) in the coordinates of its piece as drawn (copy 1 of a pair is its mirror image).
    start_mm : way from the beginning of the chain to here.
    """

    piece: str
    edge: str
    copy: int
    polyline: Array
    start_mm: float
    length_mm: float


@dataclass(frozen=True)
class NotchPair:
    """Notches that meet when sewn: how far along each side they lie. difference: a, less its share of ease, − b."""

    pair: str
    at_a_mm: float
    at_b_mm: float
    difference_mm: float


@dataclass(frozen=True)
class Pose:
    """Where a piece lies: mirrored in x first if told, turned by angle_deg, then moved, mm."""

    angle_deg: float
    dx_mm: float
    dy_mm: float
    mirrored: bool = False

    def place(self, points: Array) -> Array:
        """(n, 2) points of the walking piece in the coordinates of the fixed one."""
        turned = g.rotated(points * ((-1.0, 1.0) if self.mirrored else (1.0, 1.0)), self.angle_deg)
        return np.asarray(turned + np.array((self.dx_mm, self.dy_mm)))


@dataclass(frozen=True, eq=False)
class Walk:
    """Both sides of a seam laid out for walking.

    ease_mm       : planned length(a) − length(b).
    difference_mm : length(a) − length(b) − ease_mm: what is too long on side a.
    """

    seam: Seam
    a: tuple[Stretch, ...]
    b: tuple[Stretch, ...]
    notches: tuple[NotchPair, ...]

    @property
    def length_a_mm(self) -> float:
        return _length(self.a)

    @property
    def length_b_mm(self) -> float:
        return _length(self.b)

    @property
    def ease_mm(self) -> float:
        return self.seam.ease_mm

    @property
    def difference_mm(self) -> float:
        return self.length_a_mm - self.length_b_mm - self.ease_mm

    def at(self, side: Literal["a", "b"], at_mm: float) -> tuple[Stretch, Point, float]:
        """(stretch, point of its piece, direction of walking in degrees) at a way along one side, kept to its ends."""
        chain = self.a if side == "a" else self.b
        at_mm = min(max(at_mm, 0.0), _length(chain))
        one = next((s for s in chain if at_mm <= s.start_mm + s.length_mm + 1e-9), chain[-1])
        here = min(max(at_mm - one.start_mm, 0.0), one.length_mm)
        low, high = max(here - _STEP_MM, 0.0), min(here + _STEP_MM, one.length_mm)
        before, after = g.point_at(one.polyline, low), g.point_at(one.polyline, high)
        return one, g.point_at(one.polyline, here), math.degrees(math.atan2(after[1] - before[1], after[0] - before[0]))

    def pose(self, at_mm: float, moving: Literal["a", "b"] = "a") -> Pose:
        """The walking piece laid with its place at_mm on the same place of the fixed piece, edge along edge.

        The pose is in the coordinates of the fixed piece as drawn; a piece whose other copy is sewn there is mirrored.
        """
        fixed: Literal["a", "b"] = "b" if moving == "a" else "a"
        mine, point, angle = self.at(moving, at_mm)
        other, goal, way = self.at(fixed, at_mm)
        mirrored = mine.copy != other.copy
        if mirrored:
            point, angle = (-point[0], point[1]), 180.0 - angle
        turn = way - angle
        moved = g.rotated(np.array([point]), turn)[0]
        return Pose(turn, goal[0] - float(moved[0]), goal[1] - float(moved[1]), mirrored)


def walk(pattern: Pattern, seam: str) -> Walk:
    """A seam laid out for walking. Raises KeyError for a seam or an edge that is missing."""
    found = next((one for one in pattern.seams if one.id == seam), None)
    if found is None:
        raise KeyError(seam)
    a, b = _stretches(pattern, found.a), _stretches(pattern, found.b)
    return Walk(found, a, b, _pairs(pattern, found, a, b))


def seams_of(pattern: Pattern, piece: str, edge: str = "") -> tuple[Seam, ...]:
    """Seams a piece, or one edge of it, is sewn in."""
    return tuple(
        seam
        for seam in pattern.seams
        if any(ref.piece == piece and edge in ("", ref.edge) for ref in (*seam.a, *seam.b))
    )


def _length(chain: tuple[Stretch, ...]) -> float:
    return chain[-1].start_mm + chain[-1].length_mm if chain else 0.0


def _stretches(pattern: Pattern, chain: tuple[EdgeRef, ...]) -> tuple[Stretch, ...]:
    found, gone = [], 0.0
    for ref in chain:
        line = pattern.resolve(ref).polyline
        line = line[::-1] if ref.reverse else line
        length = g.polyline_length(line)
        found.append(Stretch(ref.piece, ref.edge, ref.copy, line, gone, length))
        gone += length
    return tuple(found)


def _marks(pattern: Pattern, chain: tuple[EdgeRef, ...], way: tuple[Stretch, ...]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for ref, stretch in zip(chain, way, strict=True):
        for notch in pattern.piece(ref.piece).notches:
            if notch.edge == ref.edge and notch.pair:
                at = stretch.length_mm - notch.at_mm if ref.reverse else notch.at_mm
                found.setdefault(notch.pair, []).append(stretch.start_mm + at)
    return {pair: sorted(at) for pair, at in found.items()}


def _pairs(pattern: Pattern, seam: Seam, a: tuple[Stretch, ...], b: tuple[Stretch, ...]) -> tuple[NotchPair, ...]:
    """Ease is spread evenly along a, as check 5 reads it."""
    on_a, on_b = _marks(pattern, seam.a, a), _marks(pattern, seam.b, b)
    length = _length(a)
    scale = (length - seam.ease_mm) / length if length > 0 else 1.0
    found = [
        NotchPair(pair, one, two, one * scale - two)
        for pair, ones in on_a.items()
        for one, two in zip(ones, on_b.get(pair, ()), strict=False)
    ]
    return tuple(sorted(found, key=lambda pair: pair.at_a_mm))
