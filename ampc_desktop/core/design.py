"""DesignSpec and PrintSpec: the garment and its print as exact specifications, and the drawn artwork."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ampc_desktop.core.geometry import Point
from ampc_desktop.core.schema import Option

Motif = Literal["plain", "stripes", "checks", "dots", "floral", "geometric"]
Layout = Literal["straight", "half_drop", "brick"]
Direction = Literal["horizontal", "vertical", "diagonal"]


@dataclass(frozen=True)
class PrintSpec:
    """A periodic print, exact at any resolution.

    inks         : ink ids; inks[0] is the ground, the others are motif colours in order.
    repeat_mm    : (width, height) of the repeat tile on the cloth.
    scale        : size of the motif, 1 small .. 4 large; density 0 sparse .. 2 dense.
    line_mm      : width of stripes and check bars (0 for motifs without lines).
    layout       : how the motif cell is repeated inside the tile.
    technique    : id of the print technique, "none" for plain dyed cloth.
    seed         : seed of motif placement.
    adjusted     : what was changed to stay printable and why, one sentence each.
    """

    motif: Motif
    inks: tuple[str, ...]
    repeat_mm: tuple[float, float]
    scale: int = 2
    density: int = 1
    line_mm: float = 0.0
    direction: Direction = "horizontal"
    layout: Layout = "straight"
    technique: str = "none"
    seed: int = 1
    adjusted: tuple[str, ...] = ()


@dataclass(frozen=True)
class DesignSpec:
    """The garment as decided: every option of the family resolved for this body.

    options : parameter id -> resolved option (value, source, range, reason).
    """

    family: str
    options: Mapping[str, Option]
    fabric: str
    print: PrintSpec
    label: str = ""
    notes: tuple[str, ...] = ()

    def value(self, id: str) -> object:
        """Value of one option. Raises KeyError naming it."""
        return self.options[id].value

    def number(self, id: str) -> float:
        """Value of a numeric option (mm, share or count)."""
        value = self.options[id].value
        if isinstance(value, str):
            raise TypeError(f"{id} is {value!r}, not a number")
        return float(value)

    def choice(self, id: str) -> str:
        """Value of a choice option."""
        return str(self.options[id].value)


@dataclass(frozen=True)
class Shape:
    """One inked region of the tile: closed rings in mm (even-odd), y up, tile origin at (0, 0).

    Shapes are painted in order over the ground. Rings may reach over the tile edge: what leaves on one
    side enters on the other (the tile is a torus), so a renderer paints each shape at its nine translations.
    """

    ink: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Artwork:
    """A repeat tile as vectors. width_mm x height_mm; ground ink below everything."""

    width_mm: float
    height_mm: float
    ground: str
    shapes: tuple[Shape, ...] = field(default=())


@dataclass(frozen=True)
class Placed:
    """Where the print's origin lies on one piece: tile point (0, 0) at origin_mm in piece coordinates."""

    piece: str
    origin_mm: Point
    angle_deg: float = 0.0


@dataclass(frozen=True)
class PrintPlacement:
    """The print on every printed piece, with grain. Unprinted pieces (ribs, waistbands in rib) are absent.

    matched : seam ids at which the repeat runs through.
    """

    pieces: tuple[Placed, ...]
    matched: tuple[str, ...] = ()
