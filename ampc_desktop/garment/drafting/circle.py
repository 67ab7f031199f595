"""Circle skirts: sectors of a ring whose inner arc is the waist.

The radius follows from the waist: girth / angle. Cloth drops where it hangs on the bias, so the hem is cut shorter
there (as taught for circular skirts: hang, then level), as a smooth share of what 45 degrees off the grain lose.

Frame: half panels at x >= 0, centre line (on the grain) on x = 0, y = 0 at the waist of the centre, y up.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.garment.drafting.skirt_pieces import HalfPanel

STEP = math.radians(11.25)
"""Arcs are drawn by cubics of at most this angle: off the circle by less than a thousandth of a millimetre."""


def radius_mm(waist_mm: float, sweep: float) -> float:
    """Inner radius of a ring of an angle (radians) whose inner arc is the waist."""
    return waist_mm / sweep


def _polar(angle: float, apex: float, radius: Callable[[float], float], slope: Callable[[float], float]) -> Path:
    """The curve radius(phi) about (0, apex), from phi = 0 straight down to `angle`, towards +x."""
    count = max(1, math.ceil(angle / STEP - 1e-9))
    step = angle / count

    def point(phi: float) -> Point:
        return (radius(phi) * math.sin(phi), apex - radius(phi) * math.cos(phi))

    def along(phi: float) -> Point:
        r, d = radius(phi), slope(phi)
        return (d * math.sin(phi) + r * math.cos(phi), -d * math.cos(phi) + r * math.sin(phi))

    # Handles of a cubic that keeps to a circle: 4/3 tan(step / 4), not step / 3.
    reach = 4 / 3 * math.tan(step / 4)
    path = []
    for k in range(count):
        a, b = point(k * step), point((k + 1) * step)
        da, db = along(k * step), along((k + 1) * step)
        path.append((a, (a[0] + reach * da[0], a[1] + reach * da[1]), (b[0] - reach * db[0], b[1] - reach * db[1]), b))
    return tuple(path)


def bias_share(angle: float) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """How much of the drop a place off the grain gets (0..1), and its slope: level at centre and side."""
    end = 2 * math.sin(4 * angle)

    def raw(phi: float) -> float:
        return math.sin(2 * phi) ** 2 - end * phi * phi / (2 * angle)

    most = max(1.0, max(raw(float(phi)) for phi in np.linspace(0.0, angle, 61)))
    return (lambda phi: raw(phi) / most), (lambda phi: (2 * math.sin(4 * phi) - end * phi / angle) / most)


def half_panel(waist_mm: float, sweep: float, length_mm: float, bias_mm: float) -> HalfPanel:
    """A half panel: a quarter of the waist and of the sweep (radians).

    bias_mm : taken off the length where the cloth hangs on the bias.
    """
    inner, angle = radius_mm(waist_mm, sweep), sweep / 4
    outer = inner + length_mm
    share, slope = bias_share(angle)
    waist = _polar(angle, inner, lambda _: inner, lambda _: 0.0)
    hem = _polar(angle, inner, lambda phi: outer - bias_mm * share(phi), lambda phi: -bias_mm * slope(phi))
    return HalfPanel((waist,), (), ((waist[-1][-1], hem[-1][-1]),), hem, waist)
