"""The body of a T-shirt: levels on the body, and the quarter drafts of front and back.

Drafted after FreeSewing brian and teagan (MIT; shoulder slope, quarter chest, across back 0.98, front armhole
scooped deeper, neck half width neck * 1.05 / 4.8) and Aldrich, Metric Pattern Cutting (armscye depth scales).

Frame of every body piece: x = 0 centre line, y = 0 at the body's shoulder point of the neck, y up, seen from
the right side of the cloth. The shoulder line runs through (natural_half, 0); a wider neckline starts lower on
it. All curves are true cubics; shoulder, armhole and neckline meet at right angles so that
they run on smoothly when sewn.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.measurement import Measurements

SHOULDER_OF_BIACROMIAL = 1.12
"""Shoulder point to shoulder point across the back / biacromial breadth.

FreeSewing's shoulderToShoulder (415, 465 mm) over the ANSUR II means of biacromial breadth at equal chest.
"""
ACROSS = 0.98
"""Across-back width as a share of the shoulder width (FreeSewing brian)."""
NECK_RISE = 0.05
"""The shoulder point of the neck lies this share of the neck girth above the nape (FreeSewing brian)."""

SCYE_BELOW_ARMPIT_MM = 40.0
"""How far the scye line of a drafting system runs below the armpit.

Aldrich's scales give 210 to 220 mm at bust 88 to 96, cervicale less axilla height of ANSUR II women about 170.
"""


@dataclass(frozen=True)
class Levels:
    """Distances of body levels below the shoulder point of the neck, mm."""

    nape: float
    underarm: float
    waist: float
    hip: float
    crotch: float


def levels(body: Measurements) -> Levels:
    """Body levels. Where nobody took armscye_depth: Aldrich's scales, 0.125 bust + 100 mm women, 0.2 chest + 44 mm men.

    Those scales give the line of a block, which lies below the armpit; the level here is the armpit itself. An estimate
    by the population's slopes, which hardly know that an arm thickens with the trunk, counts only where it is deeper.
    """
    nape = NECK_RISE * body["neck"]
    back = body["back_waist_length"]
    depth = body.get("armscye_depth")
    if depth is None or "armscye_depth" in body.estimated:
        line = 0.125 * body["bust"] + 100.0 if body.sex == "female" else 0.2 * body["bust"] + 44.0
        depth = max(depth or 0.0, line - SCYE_BELOW_ARMPIT_MM)
    depth = min(max(depth, 0.42 * back), 0.64 * back)
    waist_to_hip = min(max(body["waist_to_hip"], 110.0), 360.0)
    hip = nape + back + waist_to_hip
    inseam = body.get("inseam") or 0.46 * body["stature"]
    shoulder_height = 0.835 * body["stature"]  # shoulder point of the neck above the floor
    return Levels(nape, nape + depth, nape + back, hip, max(hip + 40.0, shoulder_height - inseam))


def girth_at(body: Measurements, at: Levels, level_mm: float) -> float:
    """Body girth at a level below the shoulder: bust at the underarm, then waist, then hip and on."""
    rungs = ((at.underarm, body["bust"]), (at.waist, body["waist"]), (at.hip, body["hip"]))
    if level_mm <= rungs[0][0]:
        return rungs[0][1]
    for (y0, girth0), (y1, girth1) in itertools.pairwise(rungs):
        if level_mm <= y1:
            return girth0 + (girth1 - girth0) * (level_mm - y0) / (y1 - y0)
    return rungs[-1][1]


@dataclass(frozen=True)
class Block:
    """The numbers of one T-shirt body, mm (angles in degrees). Widths are half or quarter as named.

    natural_half : half width of the body's own neck, where the shoulder line has height 0.
    neck_depth   : centre front below the garment's neck point; back_depth: centre back below the body's.
    knots        : (depth below y = 0, quarter width) that the side seam passes, from underarm to hem.
    """

    natural_half: float
    neck_half: float
    neck_depth: float
    neckline: str
    back_depth: float
    shoulder_half: float
    slope_deg: float
    armhole_depth: float
    pitch_front: float
    pitch_back: float
    knots: tuple[tuple[float, float], ...]

    def on_shoulder(self, x: float) -> Point:
        """The point of the shoulder line at a half width."""
        return (x, -(x - self.natural_half) * math.tan(math.radians(self.slope_deg)))

    @property
    def neck_point(self) -> Point:
        return self.on_shoulder(self.neck_half)

    @property
    def shoulder_point(self) -> Point:
        return self.on_shoulder(self.shoulder_half)

    @property
    def centre_front(self) -> Point:
        return (0.0, self.neck_point[1] - self.neck_depth)

    @property
    def centre_back(self) -> Point:
        return (0.0, -self.back_depth)

    @property
    def length(self) -> float:
        """Depth of the hem below y = 0."""
        return self.knots[-1][0]


def natural_neck_half(neck_mm: float) -> float:
    """Half width of the neck at the shoulder: neck * 1.05 / 4.8 (FreeSewing brian)."""
    return neck_mm * 1.05 / 4.8


def pitch(shoulder_half: float, chest_quarter: float, chest: float) -> tuple[float, float]:
    """Half widths across front and back at the armhole pitch: the front is hollowed 0.5 % of the chest deeper."""
    back = min(ACROSS * shoulder_half, chest_quarter - 0.035 * chest)
    return back - 0.005 * chest, back


def side(block: Block) -> Path:
    """Side seam of the right half, hem up to underarm; vertical at every waist and at both ends.

    Vertical ends keep hem and underarm at right angles, so the joined hem and armhole run straight.
    """
    knots = list(reversed(block.knots))
    slopes = [0.0] * len(knots)
    for i in range(1, len(knots) - 1):
        (y0, x0), (y1, x1), (y2, x2) = knots[i - 1], knots[i], knots[i + 1]
        first, second = (x1 - x0) / (y0 - y1), (x2 - x1) / (y1 - y2)
        if first * second > 0:  # harmonic mean: no overshoot (Fritsch-Carlson)
            slopes[i] = 2 * first * second / (first + second)
    path = []
    for (y0, x0), (y1, x1), s0, s1 in zip(knots, knots[1:], slopes, slopes[1:], strict=False):
        third = (y0 - y1) / 3
        start, end = (x0, -y0), (x1, -y1)
        if abs(x1 - x0) < 1e-9 and s0 == s1 == 0.0:
            path.append(g.line(start, end))
        else:
            path.append(g.cubic(start, (x0 + s0 * third, -y0 + third), (x1 - s1 * third, -y1 - third), end))
    return tuple(path)


def _down(block: Block) -> Point:
    """Unit vector at right angles to the shoulder seam, down and towards the centre."""
    slope = math.radians(block.slope_deg)
    return (-math.sin(slope), -math.cos(slope))


def armhole(block: Block, part: Literal["front", "back"]) -> Path:
    """Armhole of the right half, underarm up to the shoulder point, through the pitch with a vertical tangent."""
    underarm = (block.knots[0][1], -block.armhole_depth)
    top = block.shoulder_point
    across = block.pitch_front if part == "front" else block.pitch_back
    height = top[1] - underarm[1]
    middle = (across, underarm[1] + height * (0.46 if part == "front" else 0.50))
    reach, low = underarm[0] - across, middle[1] - underarm[1]
    hollow = 0.66 if part == "front" else 0.60
    down = _down(block)
    upper = top[1] - middle[1]
    return (
        g.cubic(underarm, (underarm[0] - hollow * reach, underarm[1]), (across, middle[1] - 0.56 * low), middle),
        g.cubic(
            middle,
            (across, middle[1] + 0.40 * upper),
            (top[0] + down[0] * 0.36 * upper, top[1] + down[1] * 0.36 * upper),
            top,
        ),
    )


def shoulder(block: Block) -> Path:
    """Shoulder seam of the right half, shoulder point to neck."""
    return (g.line(block.shoulder_point, block.neck_point),)


def front_neck(block: Block) -> Path:
    """Front neckline of the right half, shoulder to centre front.

    Round necks arrive level at the centre; a V arrives straight. All leave the shoulder at right angles.
    """
    start, end = block.neck_point, block.centre_front
    down = _down(block)
    if block.neckline == "v":
        reach = 0.38 * block.neck_depth
        first = (start[0] + down[0] * reach, start[1] + down[1] * reach)
        return (g.cubic(start, first, g.lerp(end, first, 0.45), end),)
    fullness = 0.60 if block.neckline == "crew" else 0.68
    reach = fullness * block.neck_depth
    first = (start[0] + down[0] * reach, start[1] + down[1] * reach)
    return (g.cubic(start, first, (0.66 * start[0], end[1]), end),)


def back_neck(block: Block) -> Path:
    """Back neckline of the right half, shoulder to centre back, level at the centre."""
    start, end = block.neck_point, block.centre_back
    down = _down(block)
    reach = 0.62 * (start[1] - end[1])
    return (g.cubic(start, (start[0] + down[0] * reach, start[1] + down[1] * reach), (0.62 * start[0], end[1]), end),)


def neckline_length(block: Block) -> float:
    """Whole neckline seam, front and back, both halves, mm."""
    return 2 * (g.path_length(front_neck(block)) + g.path_length(back_neck(block)))


def armhole_length(block: Block) -> float:
    """One armhole, front and back, mm."""
    return g.path_length(armhole(block, "front")) + g.path_length(armhole(block, "back"))
