"""Fabric and ink records: one record each, referred to by id from everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Ink:
    """A named colour. lab: CIE L*a*b* (D65, 2°); srgb: 0..255 preview."""

    id: str
    label: str
    lab: tuple[float, float, float]
    srgb: tuple[int, int, int]


@dataclass(frozen=True)
class Fabric:
    """One cloth the studio can order.

    usable_width_mm       : between the selvedges.
    stretch_weft/warp     : share of extension the cloth gives comfortably (0.30 = 30 %).
    shrinkage_warp/weft   : after first wash, share.
    nap                   : "none" allows pieces at 0 and 180 degrees, "one_way" only at 0.
    structure             : knit or woven; decides families, ease and seams.
    rib                   : id of the matching rib for neckbands, if any.
    techniques            : print techniques allowed, e.g. ("dtg", "screen", "sublimation", "digital").
    grounds               : ink ids of the colours it is stocked in.
    stock_m               : metres on the shelf; lead_days: to get more.
    families              : garment families that can be made of it; the families say so, not the record.
    trim                  : a rib or the like, never a whole garment.
    mechanics             : optional numbers for draping, see Mechanics.values.
    mechanics_sources     : where each of them is from; one that is missing here is covered by `sources`.
    """

    id: str
    label: str
    structure: Literal["knit", "woven"]
    composition: str
    gsm: float
    thickness_mm: float
    usable_width_mm: float
    price_eur_per_m: float
    stretch_weft: float
    stretch_warp: float
    shrinkage_warp: float
    shrinkage_weft: float
    nap: Literal["none", "one_way"]
    techniques: tuple[str, ...]
    grounds: tuple[str, ...]
    stock_m: float
    lead_days: float
    families: tuple[str, ...] = ()
    trim: bool = False
    rib: str | None = None
    care: str = ""
    mechanics: Mapping[str, float] | None = field(default=None, hash=False)
    mechanics_sources: Mapping[str, str] | None = field(default=None, hash=False)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mechanics:
    """What a laboratory or a studio measured on one cloth (docs/formats/fabric-mechanics.md).

    values  : weft_n_m, warp_n_m, coupling_n_m, shear_n_m (N/m), bending_nm or bending_weft_nm and bending_warp_nm
              (N·m), friction; what is missing is estimated.
    sources : where each value is from.
    gsm, thickness_mm, stretch_weft, stretch_warp : as in Fabric, None when not measured.
    """

    values: Mapping[str, float]
    sources: Mapping[str, str]
    gsm: float | None = None
    thickness_mm: float | None = None
    stretch_weft: float | None = None
    stretch_warp: float | None = None


@dataclass(frozen=True)
class Technique:
    """How a print gets on the cloth, with its limits (docs/formats/techniques.md).

    min_line_mm, min_gap_mm : thinnest printable line, narrowest gap.
    max_inks                : spot colours, ground excluded.
    repeat_divides_mm       : the repeat must divide this circumference (rotary); None = free.
    setup_eur, eur_per_m2, seconds_per_m2 : price list figures.
    opaque : light inks cover dark cloth; covers_ground : the ground colour is printed too, on white cloth.
    sources : where the limits are from.
    """

    id: str
    label: str
    dpi: int
    min_line_mm: float
    min_gap_mm: float
    max_inks: int
    repeat_divides_mm: float | None
    setup_eur: float
    eur_per_m2: float
    seconds_per_m2: float
    opaque: bool = True
    covers_ground: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Capabilities:
    """What the shop can do today: constraints that shape the design while it is made.

    families : garment family ids that can be made, with labels.
    """

    fabrics: Mapping[str, Fabric]
    inks: Mapping[str, Ink]
    techniques: Mapping[str, Technique]
    families: Mapping[str, str]
