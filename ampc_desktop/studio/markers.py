"""Searching on for a shorter marker."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.state import DesignState


def cloth_eur(studio: Studio, state: DesignState, progress: Progress = silent) -> float:
    """What the cloth of all nested markers of a state costs."""
    results = studio.results(state, progress)
    markers, fabrics = results["markers"], results["fabrics"]
    cost: float = sum(m.length_mm / 1000 * fabrics[material].price_eur_per_m for material, m in markers.items())
    return cost


def improve(studio: Studio, state: DesignState, progress: Progress = silent) -> DesignState | None:
    """The state with a cheaper marker, or None when a search of twice the time found no better one.

    Raises Problem (a piece too wide) and Cancelled.
    """
    before = cloth_eur(studio, state, progress)
    longer = replace(state, nest_rounds=state.nest_rounds + 1)
    return longer if cloth_eur(studio, longer, progress) < before - 1e-6 else None
