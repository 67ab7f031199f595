"""A garment as it is worn, with everything a picture of it needs: cloth, print, maps, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import Array, Drape
from ampc_desktop.core.fit import FitReport, Handle

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Texture:
    """The print on one panel, to scale.

    image           : (h, w, 3) sRGB, row 0 at the top.
    left_mm, low_mm : piece coordinates (ClothMesh.flat_mm) of the picture's lower left corner.
    width_mm, height_mm : its size.
    """

    image: Pixels
    left_mm: float
    low_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, eq=False)
class MapView:
    """One map ready to be shown.

    values    : (m,) by flat vertex of the cloth mesh, in `unit`.
    low, high : where the scale begins and ends unless a person says otherwise.
    p99       : 99th percentile by area; None where it says nothing (ease).
    limit     : value above (for ease: below) which something is wrong; None: there is none.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    values: Array
    p99: float | None = None
    limit: float | None = None


@dataclass(frozen=True, eq=False)
class Worn:
    """One garment on one body.

    textures : by panel; a panel without one has the plain colour `grounds[panel]` (sRGB 0..255).
    maps     : by name; empty when the drape did not come to rest: then report.verdict says why.
    key      : content key of everything it was made from; stale: the design has moved on since.
    under    : what is worn beneath it, as it lies there; findings, maps and handles are the upper garment's.
    """

    drape: Drape
    body: MeasuredBody
    caption: str
    report: FitReport
    textures: Mapping[str, Texture] = field(default_factory=dict)
    grounds: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    maps: Mapping[str, MapView] = field(default_factory=dict)
    handles: tuple[Handle, ...] = ()
    key: str = ""
    stale: bool = False
    seconds: float = 0.0
    under: Worn | None = None

    @property
    def beneath(self) -> tuple[Worn, ...]:
        """What is worn under it, the uppermost first."""
        return () if self.under is None else (self.under, *self.under.beneath)
