"""What the cloth at a neckline gives, and the opening a head needs."""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements

HEAD_SHARE = 0.95
"""Share of the head girth an opening must reach when stretched (readiness check 7)."""
RIB_STRETCH = 0.32
"""Comfortable stretch of a 1x1 rib, used where the cloth itself gives less (studio rib, share)."""


@dataclass(frozen=True)
class Stretch:
    """What the cloth of the neckline gives: cloth and band as shares, ratio = band cut length / neckline."""

    cloth: float
    band: float
    ratio: float
    material: str


def stretch(fabric: Fabric, neckline: str = "crew") -> Stretch:
    """Neckband of rib where the fabric has one, else of the cloth itself.

    The band is cut shorter than the neckline: ratio 1 − 0.47 × stretch, 0.75 to 0.95 (0.85 at 32 % stretch);
    half that pull at a V, whose point must lie flat.
    """
    band = max(RIB_STRETCH, fabric.stretch_weft) if fabric.rib else fabric.stretch_weft
    ratio = min(max(1.0 - 0.47 * band, 0.75), 0.95)
    if neckline == "v":
        ratio = (1.0 + ratio) / 2
    return Stretch(fabric.stretch_weft, band, round(ratio, 3), "rib" if fabric.rib else "shell")


def opening_needed_mm(body: Measurements, give: Stretch) -> float:
    """Neckline seam length that lets the head through, cloth and band both stretched."""
    head = HEAD_SHARE * body["head"]
    return max(head / (1 + give.cloth), head / ((1 + give.band) * give.ratio))
