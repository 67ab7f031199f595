"""How a draped garment fits: what was measured, what it means in words, and the change that would cure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ampc_desktop.core.edit import PatternEdit

Severity = Literal["wrong", "poor", "note"]
Cause = Literal["tight", "loose", "binds", "gapes", "slides", "short", "long"]
Way = Literal["out", "along"]


@dataclass(frozen=True)
class GirthFit:
    """Body and garment at one level, mm.

    garment_mm : length of the cloth round the body as it hangs, folds included.
    wanted_mm  : ease the design asks for there; None: it asks for none.
    cloth_mm   : the same cloth before it is stretched; 0 when unknown.
    """

    id: str
    label: str
    body_mm: float
    garment_mm: float
    wanted_mm: float | None = None
    cloth_mm: float = 0.0

    @property
    def ease_mm(self) -> float:
        return self.garment_mm - self.body_mm

    @property
    def short_mm(self) -> float:
        """How much cloth is missing for the ease the design asks for; negative when there is more."""
        return self.body_mm + (self.wanted_mm or 0.0) - (self.cloth_mm or self.garment_mm)


@dataclass(frozen=True)
class Cure:
    """One change for one click: edits of the pattern, or options of the family (parameter name -> value)."""

    label: str
    edits: tuple[PatternEdit, ...] = ()
    options: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class FitAdvice:
    """One finding. piece and edge: role ids it is about ("" for the whole garment); at_mm: its place in space.

    sentence : what is the matter, with its number ("Chest pulls across the bust: 4 mm short of ease").
    """

    id: str
    cause: Cause
    severity: Severity
    sentence: str
    piece: str = ""
    edge: str = ""
    at_mm: tuple[float, float, float] | None = None
    cures: tuple[Cure, ...] = ()


@dataclass(frozen=True)
class FitReport:
    """A drape judged.

    strain_p50, strain_p99  : largest of weft and warp strain by triangle, per cent.
    pressure_p99_pa         : where the garment touches the body.
    fit_p99                 : stretch as a share of what the cloth gives comfortably; above 1 it is too tight.
    """

    converged: bool
    verdict: str
    girths: tuple[GirthFit, ...] = ()
    strain_p50: float = 0.0
    strain_p99: float = 0.0
    pressure_p99_pa: float = 0.0
    fit_p99: float = 0.0
    advice: tuple[FitAdvice, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handle:
    """A line of the worn garment that can be pulled to change the pattern: a hem, a neckline, a sleeve end.

    sides       : "panel/edge" sides of the cloth mesh that form it.
    parameter   : option of the family it drives, "" when pulling makes PatternEdits of its edges.
    way         : pulled out along the cloth ("out": longer, deeper) is positive.
    """

    id: str
    label: str
    sides: tuple[str, ...]
    parameter: str = ""
    way: Way = "out"


@dataclass(frozen=True)
class Probe:
    """One point of a worn garment, read.

    panel, flat_mm : the piece of cloth and the place on it; at_mm: the place in space.
    values         : by map name, in the unit of its map.
    direction      : the way the cloth stretches most, of weft, warp and the two bias directions.
    stretch        : by how much it stretches that way, per cent; negative when it is pushed together everywhere.
    """

    panel: str
    flat_mm: tuple[float, float]
    at_mm: tuple[float, float, float]
    values: Mapping[str, float]
    direction: Literal["weft", "warp", "bias"]
    stretch: float
