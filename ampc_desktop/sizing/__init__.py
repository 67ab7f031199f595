"""Size charts for a population: mass production by enumeration, additional sizes by search and with proof."""

from ampc_desktop.sizing.additional import Candidates, candidates, greedy, order_of_addition
from ampc_desktop.sizing.charts import interval_error, mass_production, suggest_intervals_mm
from ampc_desktop.sizing.fit import report, weights
from ampc_desktop.sizing.populations import draw, read_csv

__all__ = [
    "Candidates",
    "candidates",
    "draw",
    "greedy",
    "interval_error",
    "mass_production",
    "order_of_addition",
    "read_csv",
    "report",
    "suggest_intervals_mm",
    "weights",
]
