"""What the try-on says: values with units, readings at a point, how a drape ended."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.units import CM, format_mm
from ampc_desktop.core.worn import Worn
from ampc_desktop.render.pick import Hit

DECIMALS = {"%": 2, "Pa": 0, "mm": 0, "N/m": 1, "°": 1, "": 2}
NEARLY = 0.15
"""Weft and warp strain that differ by less than this share of the larger one are told as both."""
SLACK = 0.05
"""Stretch below this, in %, has no direction worth telling."""


def number(value: float, unit: str, decimals: int | None = None) -> str:
    """A value with its unit: "1.34 %", "412 Pa"."""
    places = DECIMALS.get(unit, 1) if decimals is None else decimals
    return f"{format_mm(value, places)} {unit}".rstrip()


@dataclass(frozen=True)
class Reading:
    """Everything known at one place. place: the piece; rows: (label, value) of each map; way: dominant direction."""

    place: str
    rows: tuple[tuple[str, str], ...]
    way: str = ""

    @property
    def short(self) -> Reading:
        """The map in view and the ease: enough while the pointer moves."""
        also = [row for row in self.rows[1:] if row[0].startswith("Ease")] or list(self.rows[1:2])
        return Reading(self.place, (*self.rows[:1], *also), self.way)

    @property
    def spoken(self) -> str:
        return ", ".join([self.place, *(f"{label} {value}" for label, value in self.rows), self.way]).rstrip(", ")


def read(worn: Worn, hit: Hit, first: str = "") -> Reading:
    """Values at a place of the garment, the map named `first` on top."""
    mesh = worn.drape.mesh
    corners = mesh.triangles[hit.triangle]
    found: dict[str, float] = {}
    for name, view in worn.maps.items():
        found[name] = float(np.asarray(view.values)[corners] @ np.asarray(hit.bary))
    order = sorted(worn.maps, key=lambda name: name != first)
    rows = tuple((worn.maps[name].label, number(found[name], worn.maps[name].unit)) for name in order)
    panel = mesh.panels[int(mesh.panel[corners[0]])]
    return Reading(panel_words(panel), rows, way(found))


def way(values: Mapping[str, float]) -> str:
    """Which way the cloth is stretched most there: weft, warp or, by shear, the bias; "" when it is slack.

    values in % of "weft" and "warp" and in degrees of "shear". Along the bias a square of sides u and v is
    sqrt((u² + v² + 2 u v |sin shear|) / 2) times as long as before.
    """
    if "weft" not in values or "warp" not in values:
        return ""
    u, v = 1.0 + values["weft"] / 100, 1.0 + values["warp"] / 100
    turned = abs(math.sin(math.radians(values.get("shear", 0.0))))
    bias = 100.0 * (math.sqrt((u * u + v * v + 2 * u * v * turned) / 2) - 1.0)
    weft, warp = values["weft"], values["warp"]
    most = max(weft, warp, bias)
    if most < SLACK:
        return ""
    if bias > max(weft, warp):
        return "mostly bias"
    if abs(weft - warp) < NEARLY * most:
        return "weft and warp alike"
    return "mostly weft" if weft > warp else "mostly warp"


def panel_words(panel: str) -> str:
    """ "sleeve.1" -> "Sleeve 2"."""
    name, _, copy = panel.partition(".")
    return f"{name.replace('_', ' ').capitalize()}{f' {int(copy) + 1}' if copy.isdigit() else ''}"


def seconds_words(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.1f} min"


def settled_words(worn: Worn) -> tuple[str, str]:
    """("Settled in 2.4 s", "res. 0.8 %")."""
    seconds = worn.seconds or worn.drape.seconds
    return f"Settled in {seconds_words(seconds)}", residual_words(worn)


def residual_words(worn: Worn) -> str:
    """Forces out of balance as a share of the weight: "res. 0.8 %"."""
    share = 100 * worn.drape.residual
    return f"res. {share:.1f} %" if share < 1000 else "res. > 1 000 %"


def failure_words(worn: Worn) -> str:
    """One sentence: why there is no map."""
    why = worn.drape.why or "the forces are not in balance"
    return f"{why[:1].upper()}{why[1:]}. No map is shown: its stresses would not be true."


def signed_mm(value: float, decimals: int = 0) -> str:
    """ "+ 24 mm", "− 6 mm", "0 mm"."""
    rounded = round(value, decimals) + 0.0
    sign = "+ " if rounded > 0 else "− " if rounded < 0 else ""
    return f"{sign}{format_mm(abs(rounded), decimals)} mm"


def girth_cm(value_mm: float) -> str:
    return f"{format_mm(value_mm / CM, 1)} cm"
