"""What spreading and cutting a lay costs: equations 9 to 11 of the sizing and COP paper.

Xu, Thomassey and Zeng, Int. J. Adv. Manuf. Technol. 2020. The selvage is charged once a ply (it is cloth), the
cutting pause once a lay; marker making, sorting and bundling are left out there and here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core.marker import CutRates


@dataclass(frozen=True)
class CutCost:
    """Cost of one lay, EUR, with the amounts it was computed from."""

    fabric_eur: float
    spreading_eur: float
    cutting_eur: float
    fabric_m: float
    spreading_h: float
    cutting_h: float

    @property
    def total_eur(self) -> float:
        return self.fabric_eur + self.spreading_eur + self.cutting_eur


def cut_cost(length_mm: float, plies: int, cut_length_mm: float, rates: CutRates) -> CutCost:
    """Cost of one lay of `plies` plies under one marker.

    length_mm: marker length; cut_length_mm: way of the knife around all its pieces. The stack is cut at once.
    """
    fabric_m = plies * (length_mm + rates.selvage_mm) / 1000.0
    spreading_h = fabric_m / rates.spreading_m_per_h + plies * rates.spreading_pause_h
    cutting_h = cut_length_mm / 1000.0 / rates.cutting_m_per_h + rates.cutting_pause_h
    return CutCost(
        fabric_eur=rates.fabric_eur_per_m * fabric_m,
        spreading_eur=(rates.operator_eur_per_h + rates.spreader_eur_per_h) * spreading_h,
        cutting_eur=(rates.operator_eur_per_h + rates.cutter_eur_per_h) * cutting_h,
        fabric_m=fabric_m,
        spreading_h=spreading_h,
        cutting_h=cutting_h,
    )
