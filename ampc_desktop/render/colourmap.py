"""Numbers to colours: cividis for amounts, purple-orange for what has a target; round ticks. No VTK.

cividis: Nuñez, Anderton, Renslow 2018, doi:10.1371/journal.pone.0199239, at 18 of its 256 places (largest error between
them 1.4 of 255). Purple-orange: PuOr with 11 classes, ColorBrewer, Cynthia Brewer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.worn import MapView
from ampc_desktop.render.palette import rgb

Colours = Literal["amount", "target"]
Bytes = npt.NDArray[np.uint8]

_CIVIDIS = (
    (0, "#00204D"), (19, "#002E6E"), (22, "#002F6F"), (30, "#00356E"), (31, "#01366E"), (35, "#12386D"),
    (40, "#1F3C6D"), (48, "#2D426C"), (58, "#3A496B"), (84, "#565C6D"), (126, "#7B7A78"), (142, "#8A8779"),
    (172, "#A99F75"), (201, "#C7B76B"), (229, "#E6D159"), (241, "#F4DC4E"), (251, "#FFE642"), (255, "#FFEA46"),
)  # fmt: skip
_PUOR = (
    "#2D004B", "#542788", "#8073AC", "#B2ABD2", "#D8DAEB", "#F7F7F7", "#FEE0B6", "#FDB863", "#E08214", "#B35806",
    "#7F3B08",
)  # fmt: skip
STEPS = 256
TARGETS = ("ease", "shear")
"""Maps that are read against a target; purple is tighter, orange looser."""


@cache
def table(colours: Colours) -> Bytes:
    """(256, 3) sRGB from low to high."""
    if colours == "amount":
        places = np.array([place for place, _ in _CIVIDIS], dtype=np.float64)
        knots = np.array([rgb(colour) for _, colour in _CIVIDIS])
    else:
        places = np.linspace(0, STEPS - 1, len(_PUOR))
        knots = np.array([rgb(colour) for colour in _PUOR])
    at = np.arange(STEPS)
    return np.stack([np.rint(255 * np.interp(at, places, knots[:, k])) for k in range(3)], axis=1).astype(np.uint8)


@dataclass(frozen=True)
class Scale:
    """How the numbers of one map become colours and words.

    colours : "amount" from dark to bright; "target" from purple over neutral to orange.
    limit   : a value not to be passed, NaN for none: what lies above it is shown in a colour of its own.
    """

    label: str
    unit: str
    low: float
    high: float
    colours: Colours = "amount"
    limit: float = math.nan

    def share(self, values: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Place on the bar, 0 at low and 1 at high; outside of that, out of range."""
        return (np.asarray(values, dtype=np.float64) - self.low) / max(1e-12, self.high - self.low)

    def value(self, share: float) -> float:
        return self.low + share * (self.high - self.low)

    def colour(self, value: float) -> tuple[int, int, int]:
        """sRGB 0..255 of a value, that of the nearer end when out of range."""
        at = int(np.clip(float(self.share(value)) * (STEPS - 1) + 0.5, 0, STEPS - 1))
        red, green, blue = (int(part) for part in table(self.colours)[at])
        return red, green, blue

    @property
    def title(self) -> str:
        """Quantity and unit: "Ease, mm", "Strain, max %"."""
        joint = " " if ", " in self.label else ", "
        return f"{self.label}{joint}{self.unit}" if self.unit else self.label

    def within(self, low: float, high: float) -> Scale:
        """The same with another range. Raises ValueError when it is empty."""
        if not (math.isfinite(low) and math.isfinite(high)) or high - low <= 1e-9:
            raise ValueError("the upper end of the range must lie above the lower")
        return replace(self, low=low, high=high)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values on the bar, about five."""
        return ticks(self.low, self.high)

    @property
    def decimals(self) -> int:
        """Decimals at which neighbouring ticks differ."""
        found = self.ticks
        step = found[1] - found[0] if len(found) > 1 else self.high - self.low
        return next((n for n in range(5) if abs(round(step, n) - step) < 1e-3 * step), 4)


def scale_of(view: MapView) -> Scale:
    """How a map is coloured by default."""
    target = view.name in TARGETS  # its limit lies below, where purple tells it already
    limit = math.nan if view.limit is None or target else view.limit
    return Scale(view.label, view.unit, view.low, view.high, "target" if target else "amount", limit)


def ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round values from low to high: both ends when a round step reaches them in 3..6 ticks, else multiples of one.

    0..2.4 gives 0, 0.6, 1.2, 1.8, 2.4. Raises ValueError for an empty range.
    """
    span = high - low
    if not span > 0:
        raise ValueError("a range needs two ends")
    for parts in (count - 1, count, count - 2):
        step = span / parts
        if _round(step) and _whole(low / step):
            return tuple(_clean(low + step * k, step) for k in range(parts + 1))
    power = 10.0 ** math.floor(math.log10(span / (count - 1)))
    step = min((power * f for f in (1.0, 2.0, 2.5, 5.0, 10.0)), key=lambda s: abs(span / s - (count - 1)))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(_clean(step * k, step) for k in range(first, last + 1))


def _round(step: float) -> bool:
    """At most two figures of which the second is 0 or 5, or an even one below 8 (0.6, 1.5, 25, 120)."""
    power = 10.0 ** math.floor(math.log10(step))
    figure = step / power
    return any(abs(figure - nice) < 1e-6 for nice in (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0))


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6


def _clean(value: float, step: float) -> float:
    return round(value, max(0, 3 - math.floor(math.log10(step)))) + 0.0
