"""Planning runs kept in the hub whole, to be shown again and compared later; stopped ones with what they found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.planning import Run, Setup

STREAM = "planning"
MOST = 50


@dataclass(frozen=True)
class KeptRun:
    """One kept run. fits and unit_eur by number of additional sizes; at: UTC ISO 8601; asset: all of it, or ""."""

    number: int
    at: str
    setup: Setup
    fits: tuple[float, ...]
    unit_eur: tuple[float, ...]
    gap: float
    asset: str = ""
    stopped: bool = False

    @property
    def best_fit(self) -> float:
        return max(self.fits)


def keep(studio: Studio, run: Run, stopped: bool = False) -> None:
    """Remember a run, or what a stopped one had found. Raises Problem when the hub can't."""
    plans = [point.plan for point in run.points if point.plan is not None]
    data: dict[str, Any] = {
        "setup": codec.to_plain(run.setup),
        "fits": [round(point.fit, 6) for point in run.points],
        "unit_eur": [round(plan.unit_eur, 6) for plan in plans],
        "gap": max((plan.gap for plan in plans), default=0.0),
        "asset": studio.hub.put_asset(codec.canonical(run)),
        "stopped": stopped,
    }
    studio.hub.append_event(STREAM, "run.finished", data)


def kept(studio: Studio) -> list[KeptRun]:
    """The last runs, newest first; runs an older studio wrote in another way are left out."""
    found: list[KeptRun] = []
    for event in reversed(studio.hub.read_stream(STREAM)):
        try:
            setup = codec.from_plain(event.data["setup"], Setup, "hub")
            fits, units = tuple(event.data["fits"]), tuple(event.data["unit_eur"])
            asset, stopped = str(event.data.get("asset", "")), bool(event.data.get("stopped", False))
            gap = float(event.data["gap"])
            found.append(KeptRun(event.version, event.at, setup, fits, units, gap, asset, stopped))
        except Exception:  # noqa: BLE001 - a run of another version is no reason to show none
            continue
        if len(found) == MOST:
            break
    return found


def load(studio: Studio, one: KeptRun) -> Run | None:
    """The whole run; None for one that an older studio kept in figures only. Raises Problem for a damaged hub."""
    if not one.asset:
        return None
    try:
        return codec.loads(studio.hub.get_asset(one.asset), Run, "hub")
    except Problem as problem:
        if problem.code == "file.invalid":  # written by another version
            return None
        raise
