"""Marker: pieces laid on the fabric's width, x along the roll."""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core.geometry import Point


@dataclass(frozen=True)
class MarkerPiece:
    """One outline to lay.

    id        : piece id; outline: cut line in lay coordinates, grain along +x, mm (already mirrored where needed).
    rotations : allowed turns in degrees.
    """

    id: str
    label: str
    outline: tuple[Point, ...]
    quantity: int
    rotations: tuple[float, ...] = (0.0, 180.0)


@dataclass(frozen=True)
class MarkerRules:
    """width_mm: usable width; gap_mm between pieces; edge_mm: margin to selvedge and ends."""

    width_mm: float
    gap_mm: float = 2.0
    edge_mm: float = 5.0


@dataclass(frozen=True)
class Placement:
    """One piece in the marker: rotate the outline about (0, 0), then translate by (x, y), mm."""

    piece: str
    rotation_deg: float
    x: float
    y: float


@dataclass(frozen=True)
class Marker:
    """A verified or estimated marker of one fabric.

    length_mm   : along the roll, end margins included; efficiency: piece area / (width x length).
    verified    : overlaps, margins, gap and counts were checked afterwards on the exact outlines.
    estimated   : no layout, only a length (shown with ≈); plus_minus_mm: 80 % interval.
    cut_short   : the clock ended the search, so another run may differ.
    """

    material: str
    fabric: str
    rules: MarkerRules
    pieces: tuple[MarkerPiece, ...]
    placements: tuple[Placement, ...]
    length_mm: float
    efficiency: float
    verified: bool = False
    estimated: bool = False
    plus_minus_mm: float = 0.0
    seconds: float = 0.0
    seed: int = 1
    cut_short: bool = False


@dataclass(frozen=True)
class CutRates:
    """What spreading and cutting cost, in the terms of the sizing and COP paper (equations 9 to 11).

    fabric_eur_per_m    : P_f; operator_eur_per_h : P_o.
    spreading_m_per_h   : V_s; spreading_pause_h  : T_sp, per ply.
    cutting_m_per_h     : V_c; cutting_pause_h    : T_cp, per lay.
    selvage_mm          : L_s, cloth lost at the ends of each ply.
    spreader_eur_per_h  : P_sm; cutter_eur_per_h  : P_cm, machine rates.
    """

    fabric_eur_per_m: float
    operator_eur_per_h: float
    spreading_m_per_h: float = 2400.0
    spreading_pause_h: float = 1.0 / 60.0
    cutting_m_per_h: float = 2400.0
    cutting_pause_h: float = 0.0
    selvage_mm: float = 20.0
    spreader_eur_per_h: float = 0.0
    cutter_eur_per_h: float = 0.0
