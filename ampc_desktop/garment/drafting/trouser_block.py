"""The woven trouser block: front and back of one leg, crotch curves solved to body rise and hip.

After Aldrich, Metric Pattern Cutting (crotch line at body rise, front hip a quarter less 10 mm and back a quarter
and 10 mm, back leg wider than the front by 10 mm on each side, knee above half the inside leg, centre back leaning in
and raised), FreeSewing titan (MIT: crotch curves, equal inseams by solving) and Mueller & Sohn (fork a share of the
hip). Side seams of front and back are the same curve; inseams are equal because the back fork is lowered until they
are; both crotch curves stand square on the inseam, so they run on smoothly once it is sewn.

Frame of both halves: crease on x = 0, side at +x, centre and inseam at -x, y = 0 at the natural waist, y up.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.garment.drafting.darting import Darted, DartSpec, darted
from ampc_desktop.garment.drafting.smooth import down_through, hollow


@dataclass(frozen=True)
class Sizes:
    """What a leg is drafted from, mm. Girths are finished, levels lie below the natural waist.

    top, hip_level, crotch, hem_level : waist seam at the centre front, hip, fork of the front, hem.
    knee_level : None on shorts, which go straight from fork and hip to the hem.
    fork_front, fork_back : crotch extensions beyond the centre lines at the hip.
    lean_front, lean_back : how far the centre lines come in from hip to waist; raise_back: of the centre back waist.
    hollow_front, hollow_back : how far the crotch curves stay off their corners.
    """

    waist: float
    hip: float
    top: float
    hip_level: float
    crotch: float
    knee_level: float | None
    hem_level: float
    fork_front: float
    fork_back: float
    knee: float
    hem: float
    hip_shift: float
    leg_shift: float
    lean_front: float
    lean_back: float
    raise_back: float
    hollow_front: float
    hollow_back: float
    front_darts: tuple[DartSpec, ...]
    back_darts: tuple[DartSpec, ...]


@dataclass(frozen=True)
class Leg:
    """Half a leg. waist: centre to side; side: waist to hem; crotch: waist to fork; inseam: fork to hem."""

    waist: Darted
    side: Path
    crotch: Path
    inseam: Path

    @property
    def fork(self) -> Point:
        return self.inseam[0][0]

    @property
    def hem(self) -> Path:
        """From the inseam to the side."""
        return (g.line(self.inseam[-1][-1], self.side[-1][-1]),)

    def width_at(self, y: float) -> float:
        """Width between inseam and side below the fork."""
        return _x_at(self.side, y) - _x_at(self.inseam, y)


def _x_at(path: Path, y: float) -> float:
    line = g.flatten(path)[::-1]
    for a, b in itertools.pairwise(line):
        if a[1] <= y <= b[1]:
            return float(a[0] + (b[0] - a[0]) * (y - a[1]) / max(float(b[1] - a[1]), 1e-12))
    return float(line[-1, 0] if y > line[-1, 1] else line[0, 0])


@dataclass(frozen=True)
class TrouserBlock:
    """Both halves of the left leg in the frame of the module; inset: how far the side comes in at the waist."""

    front: Leg
    back: Leg
    inset: float


def _widths(s: Sizes, back: bool) -> tuple[float, float, float, tuple[Point, ...], tuple[Point, ...]]:
    """Side at the hip, centre at the hip, fork x, and the knots of side and inseam below hip and fork."""
    half = s.hip / 4 - s.hip_shift
    outer = (half + s.fork_front) / 2
    shift = s.leg_shift if back else 0.0
    width, fork = (s.hip / 4 + s.hip_shift, s.fork_back) if back else (half, s.fork_front)
    side = outer + shift
    centre = side - width
    tip = centre - fork
    if s.knee_level is not None:
        k, h = s.knee / 4 - s.leg_shift / 2 + shift, s.hem / 4 - s.leg_shift / 2 + shift
        return side, centre, tip, ((k, -s.knee_level), (h, -s.hem_level)), ((-k, -s.knee_level), (-h, -s.hem_level))
    less = s.hip / 2 + s.fork_front + s.fork_back - s.hem
    outside, inside = (0.15 * less, 0.35 * less) if less > 0 else (0.25 * less, 0.25 * less)
    return side, centre, tip, ((side - outside, -s.hem_level),), ((tip + inside, -s.hem_level),)


def _side(s: Sizes, inset: float, back: bool) -> tuple[Path, float]:
    """Side seam from waist to hem, and its lean at the waist (radians, positive when the waist is smaller)."""
    x, _, _, knots, _ = _widths(s, back)
    rise = min(max(0.3 * inset, -15.0), 40.0)
    height = s.hip_level - s.top + rise
    lean = math.atan2(1.35 * inset, height)
    top, hip = (x - inset, rise - s.top), (x, -s.hip_level)
    upper = g.cubic(
        top,
        (top[0] + math.sin(lean) * 0.34 * height, top[1] - math.cos(lean) * 0.34 * height),
        (hip[0], hip[1] + 0.42 * height),
        hip,
    )
    return (upper, *down_through((hip, *knots))), lean


def _leg(s: Sizes, inset: float, back: bool, drop: float) -> Leg:
    _, centre, tip, _, knots = _widths(s, back)
    side, lean = _side(s, inset, back)
    inseam = down_through(((tip, -s.crotch - drop), *knots), first=None)
    hip, fork = (centre, -s.hip_level), inseam[0][0]
    top = (centre + s.lean_back, -s.top + s.raise_back) if back else (centre + s.lean_front, -s.top)
    slant = math.atan2(top[0] - hip[0], top[1] - hip[1])
    down = inseam[0][1]
    length = g.distance(fork, down)
    square = (-(down[1] - fork[1]) / length, (down[0] - fork[0]) / length)
    curve = hollow(
        hip, (-math.sin(slant), -math.cos(slant)), fork, square, s.hollow_back if back else s.hollow_front
    )  # fmt: skip
    crotch = (g.line(top, hip), curve)
    waist = darted(top, -slant, side[0][0], lean, s.back_darts if back else s.front_darts)
    return Leg(waist, side, crotch, inseam)


def block(s: Sizes) -> TrouserBlock:
    """The block: side inset solved so that the waist is exact, back fork lowered so that the inseams are equal."""
    drop = _drop(s)

    def excess(inset: float) -> float:
        made = (_leg(s, inset, False, 0.0), _leg(s, inset, True, drop))
        return made[0].waist.length + made[1].waist.length - s.waist / 2

    intake = sum(dart.intake for dart in (*s.front_darts, *s.back_darts))
    inset = ((s.hip - s.waist) / 2 - intake - s.lean_front - s.lean_back) / 2
    off, slope = excess(inset), -2.0
    for _ in range(30):
        if abs(off) < 1e-8:
            break
        step = -off / slope
        inset += step
        found = excess(inset)
        if abs(step) > 1e-9 and abs(found - off) > 1e-12:
            slope = (found - off) / step
        off = found
    if abs(off) > 1e-5:
        raise ArithmeticError(f"no side seam for waist {s.waist:.1f} mm on hip {s.hip:.1f} mm")
    return TrouserBlock(_leg(s, inset, False, 0.0), _leg(s, inset, True, drop), inset)


def _drop(s: Sizes) -> float:
    """How far the back fork lies below the front fork so that the inseams are equally long, mm."""

    def length(back: bool, drop: float) -> float:
        _, _, tip, _, knots = _widths(s, back)
        return g.path_length(down_through(((tip, -s.crotch - drop), *knots), first=None))

    wanted, drop = length(False, 0.0), 0.0
    off, slope = length(True, 0.0) - wanted, -1.0
    for _ in range(30):
        if abs(off) < 1e-9:
            break
        step = -off / slope
        drop += step
        found = length(True, drop) - wanted
        if abs(step) > 1e-9 and abs(found - off) > 1e-12:
            slope = (found - off) / step
        off = found
    if abs(off) > 1e-5:
        raise ArithmeticError("no back fork gives equal inseams")
    return drop


def mirrored(leg: Leg) -> Leg:
    """The leg with side and centre changed over: as the left back lies, seen from its right side."""

    def flip(path: Path) -> Path:
        return tuple(tuple(g.mirrored(point) for point in segment) for segment in path)

    darts = tuple(
        replace(
            dart, start=g.mirrored(dart.start), end=g.mirrored(dart.end), apex=g.mirrored(dart.apex),
            peak=g.mirrored(dart.peak),
        )
        for dart in leg.waist.darts
    )  # fmt: skip
    waist = replace(
        leg.waist, sections=tuple(flip(part) for part in leg.waist.sections), darts=darts,
        closed=flip((leg.waist.closed,))[0],
    )  # fmt: skip
    return Leg(waist, flip(leg.side), flip(leg.crotch), flip(leg.inseam))


__all__ = ["DartSpec", "Leg", "Sizes", "TrouserBlock", "block", "mirrored"]
