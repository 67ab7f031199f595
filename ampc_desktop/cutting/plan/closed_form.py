"""Unit cutting cost without a plan: mass production far from its last ply, and single-ply craft production.

The constants are calibrated to Tables 5 and 6 of Xu, Thomassey and Zeng 2020, whose cells they give back: the paper
prints the costs, not the marker lengths behind them. They show that the reading is consistent; they prove nothing else.
"""

from __future__ import annotations

from ampc_desktop.core.marker import CutRates

MP_MM_PER_GARMENT = 631.0
CP_MM_PER_GARMENT = 968.7
CUT_MM_PER_GARMENT = 7480.0
GARMENTS_PER_PLY = 2
"""In mass production; half a spreading pause a garment follows."""
PLIES = 30


def mass_production_eur(rates: CutRates, length_mm: float = MP_MM_PER_GARMENT, plies: int = PLIES) -> float:
    """EUR a garment in large orders: full lays of two garments a ply. length_mm: cloth a garment, selvage included."""
    pauses_h = rates.spreading_pause_h / GARMENTS_PER_PLY
    return _unit(rates, length_mm, pauses_h, CUT_MM_PER_GARMENT / plies)


def craft_production_eur(rates: CutRates, length_mm: float = CP_MM_PER_GARMENT) -> float:
    """EUR a garment cut on its own in a single ply."""
    return _unit(rates, length_mm, rates.spreading_pause_h, CUT_MM_PER_GARMENT)


def _unit(rates: CutRates, length_mm: float, pauses_h: float, cut_mm: float) -> float:
    metres, cut_m = length_mm / 1000.0, cut_mm / 1000.0
    spreading_h = metres / rates.spreading_m_per_h + pauses_h
    spreading = (rates.operator_eur_per_h + rates.spreader_eur_per_h) * spreading_h
    cutting = (rates.operator_eur_per_h + rates.cutter_eur_per_h) * cut_m / rates.cutting_m_per_h
    return rates.fabric_eur_per_m * metres + spreading + cutting
