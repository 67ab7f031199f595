"""Equations 9 to 11 reproduce all sixty published cells of Tables 5 and 6."""

from __future__ import annotations

import pytest

from ampc_desktop.core.marker import CutRates
from ampc_desktop.cutting import cut_cost

FABRIC = (0.2, 1.0, 5.0, 10.0, 20.0)
TABLE_5 = {
    (2400, 5): (0.17, 0.67, 3.20, 6.35, 12.66),
    (2400, 10): (0.21, 0.72, 3.24, 6.40, 12.71),
    (2400, 20): (0.30, 0.80, 3.33, 6.48, 12.79),
    (400, 5): (0.17, 0.68, 3.20, 6.36, 12.67),
    (400, 10): (0.22, 0.72, 3.25, 6.40, 12.71),
    (400, 20): (0.31, 0.81, 3.34, 6.49, 12.80),
}
TABLE_6 = {
    (2400, 5): (0.29, 1.07, 4.94, 9.79, 19.47),
    (2400, 10): (0.40, 1.17, 5.05, 9.89, 19.58),
    (2400, 20): (0.60, 1.37, 5.25, 10.09, 19.78),
    (400, 5): (0.37, 1.15, 5.02, 9.87, 19.55),
    (400, 10): (0.55, 1.33, 5.20, 10.05, 19.73),
    (400, 20): (0.91, 1.69, 5.56, 10.40, 20.09),
}
LAYS = {
    # Garments in the lay, plies, marker length and way of the knife behind the published figures.
    "mass production": (TABLE_5, 60, 30, 2 * 631.0 - 20.0, 2 * 7480.0),
    "craft production": (TABLE_6, 1, 1, 968.7 - 20.0, 7480.0),
}


@pytest.mark.parametrize("name", LAYS)
def test_every_published_cell(name: str) -> None:
    table, garments, plies, length_mm, cut_mm = LAYS[name]
    cells = 0
    for (cutting, operator), row in table.items():
        for fabric, published in zip(FABRIC, row, strict=True):
            rates = CutRates(fabric, operator, cutting_m_per_h=cutting)
            assert cut_cost(length_mm, plies, cut_mm, rates).total_eur / garments == pytest.approx(
                published, abs=0.0075
            )
            cells += 1
    assert cells == 30


def test_machine_rates_and_pauses_are_charged_where_the_paper_says() -> None:
    rates = CutRates(2.0, 12.0, 1000.0, 0.01, 500.0, 0.05, 0.0, 3.0, 6.0)
    cost = cut_cost(1000.0, 4, 2000.0, rates)
    assert cost.fabric_eur == pytest.approx(8.0)
    assert cost.spreading_eur == pytest.approx(15.0 * (4 / 1000 + 4 * 0.01))
    assert cost.cutting_eur == pytest.approx(18.0 * (2 / 500 + 0.05))
