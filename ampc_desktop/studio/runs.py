"""Planning runs kept in the hub: what was asked and the figures that came out, to be compared later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ampc_desktop.runtime import codec
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.planning import Run, Setup

STREAM = "planning"
MOST = 50


@dataclass(frozen=True)
class KeptRun:
    """One kept run. fits and unit_eur by number of additional sizes; at: UTC ISO 8601."""

    number: int
    at: str
    setup: Setup
    fits: tuple[float, ...]
    unit_eur: tuple[float, ...]
    gap: float

    @property
    def best_fit(self) -> float:
        return max(self.fits)


def keep(studio: Studio, run: Run) -> None:
    """Remember a run. Raises Problem when the hub can't."""
    plans = [point.plan for point in run.points if point.plan is not None]
    data: dict[str, Any] = {
        "setup": codec.to_plain(run.setup),
        "fits": [round(point.fit, 6) for point in run.points],
        "unit_eur": [round(plan.unit_eur, 6) for plan in plans],
        "gap": max((plan.gap for plan in plans), default=0.0),
    }
    studio.hub.append_event(STREAM, "run.finished", data)


def kept(studio: Studio) -> list[KeptRun]:
    """The last runs, newest first; runs an older studio wrote in another way are left out."""
    found: list[KeptRun] = []
    for event in reversed(studio.hub.read_stream(STREAM)):
        try:
            setup = codec.from_plain(event.data["setup"], Setup, "hub")
            fits, units = tuple(event.data["fits"]), tuple(event.data["unit_eur"])
            found.append(KeptRun(event.version, event.at, setup, fits, units, float(event.data["gap"])))
        except Exception:  # noqa: BLE001 - a run of another version is no reason to show none
            continue
        if len(found) == MOST:
            break
    return found
