"""From a pattern to a marker: pieces on the grain, nesting, verification, length, cost, check 17."""

from ampc_desktop.cutting.cost import CutCost, cut_cost
from ampc_desktop.cutting.estimate import estimate
from ampc_desktop.cutting.instance import read as read_instance
from ampc_desktop.cutting.nest import nest
from ampc_desktop.cutting.pieces import cut_length_mm, marker_pieces, materials
from ampc_desktop.cutting.verify import placed_outline, verify
from ampc_desktop.cutting.width import check_width

__all__ = [
    "CutCost",
    "check_width",
    "cut_cost",
    "cut_length_mm",
    "estimate",
    "marker_pieces",
    "materials",
    "nest",
    "placed_outline",
    "read_instance",
    "verify",
]
