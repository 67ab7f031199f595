"""The T-shirt sleeve: a cap solved so that each half equals its half of the armhole, then down to the hem.

Cap shape after FreeSewing brian (S-curve, front half hollower, height solved for length), solved here by
Newton's method on height and balance instead of a fixed-factor loop.

Frame: the LEFT sleeve seen from its right side: front to -x, back to +x, cap base on y = 0, centre on x = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point


@dataclass(frozen=True)
class Sleeve:
    """A solved sleeve, mm.

    front, back : half widths at the cap base; height: cap height; length: top of the cap to hem;
    taper : how much each side comes in from cap base to hem.
    """

    front: float
    back: float
    height: float
    length: float
    taper: float

    @property
    def under(self) -> float:
        """Height of the underarm seam."""
        return self.length - self.height

    @property
    def hem(self) -> float:
        return self.front + self.back - 2 * self.taper


_SHAPES = {True: (0.50, 0.40, 0.36, 0.60), False: (0.52, 0.50, 0.40, 0.62)}


def _half_cap(width: float, height: float, lean: float, front: bool) -> Path:
    """Half a cap on the +x side, underarm corner up to the top. lean: angle (radians) of the underarm seam."""
    x, y, low, flat = _SHAPES[front]
    corner, top = (width, 0.0), (0.0, height)
    middle = (x * width, y * height)
    slope = math.atan2((0.84 if front else 0.78) * height, 0.52 * width)
    along = (-math.cos(slope), math.sin(slope))
    lower = math.hypot(width - middle[0], middle[1])
    upper = math.hypot(middle[0], height - middle[1])
    reach = low * (width - middle[0]) * 1.35
    return (
        g.cubic(
            corner,
            (corner[0] - math.cos(lean) * reach, math.sin(lean) * reach),
            (middle[0] - along[0] * 0.36 * lower, middle[1] - along[1] * 0.36 * lower),
            middle,
        ),
        g.cubic(
            middle,
            (middle[0] + along[0] * 0.36 * upper, middle[1] + along[1] * 0.36 * upper),
            (flat * middle[0], height),
            top,
        ),
    )


def _lean(sleeve: Sleeve) -> float:
    """Angle of the underarm seam at the cap base, radians, positive when the sleeve narrows to the hem."""
    return math.atan2(sleeve.taper, max(sleeve.under, 1.0))


def half_lengths(sleeve: Sleeve) -> tuple[float, float]:
    """Lengths of the front and back half of the cap, mm."""
    lean = _lean(sleeve)
    return (
        g.path_length(_half_cap(sleeve.front, sleeve.height, lean, True)),
        g.path_length(_half_cap(sleeve.back, sleeve.height, lean, False)),
    )


def solve(front_mm: float, back_mm: float, width_mm: float, length_mm: float, hem_mm: float) -> Sleeve:
    """The sleeve of a given width whose cap halves are front_mm and back_mm long (to 1e-6 mm).

    Raises ArithmeticError if no cap of this width is that long (width_mm must stay below their sum).
    """
    taper = (width_mm - hem_mm) / 2

    def at(front: float, height: float) -> Sleeve:
        return Sleeve(front, width_mm - front, height, length_mm, taper)

    def misfit(front: float, height: float) -> tuple[float, float]:
        first, second = half_lengths(at(front, height))
        return first - front_mm, second - back_mm

    total = front_mm + back_mm
    front = width_mm * front_mm / total
    height = 0.93 * math.sqrt(max((total / 2) ** 2 - (width_mm / 2) ** 2, 1.0))
    for _ in range(40):
        a, b = misfit(front, height)
        if max(abs(a), abs(b)) < 1e-6:
            return at(front, height)
        h = 1e-3
        ax, bx = misfit(front + h, height)
        ay, by = misfit(front, height + h)
        j11, j12, j21, j22 = (ax - a) / h, (ay - a) / h, (bx - b) / h, (by - b) / h
        det = j11 * j22 - j12 * j21
        if abs(det) < 1e-12:
            break
        dx, dy = (j22 * a - j12 * b) / det, (j11 * b - j21 * a) / det
        damping = min(1.0, 0.25 * width_mm / max(abs(dx), 1e-9), 0.5 * height / max(abs(dy), 1e-9))
        front, height = front - damping * dx, max(height - damping * dy, 1.0)
    raise ArithmeticError(f"no cap {front_mm:.1f} + {back_mm:.1f} mm long on {width_mm:.1f} mm width")


def paths(sleeve: Sleeve) -> dict[str, Path]:
    """Edges counter-clockwise: hem, under.back, cap.back, cap.front, under.front.

    The underarm seams are mirror images and end vertically, so the joined sleeve hem runs straight.
    """
    lean = _lean(sleeve)
    back = _half_cap(sleeve.back, sleeve.height, lean, False)
    front = g.mirrored_path(_half_cap(sleeve.front, sleeve.height, lean, True))
    under = sleeve.under

    def down(x: float, inward: float) -> tuple[Point, Path]:
        end = (x + inward, -under)
        if abs(inward) < 1e-9:
            return end, (g.line((x, 0.0), end),)
        first = g.lerp((x, 0.0), end, 0.36)
        return end, (g.cubic((x, 0.0), first, (end[0], end[1] + 0.30 * under), end),)

    back_end, back_down = down(sleeve.back, -sleeve.taper)
    front_end, front_down = down(-sleeve.front, sleeve.taper)
    return {
        "hem": (g.line(front_end, back_end),),
        "under.back": g.reversed_path(back_down),
        "cap.back": back,
        "cap.front": front,
        "under.front": front_down,
    }
