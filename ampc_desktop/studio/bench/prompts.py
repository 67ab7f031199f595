"""Fifty wishes, fifty bodies: is the exported pattern ready for the cutter? Judged by the DXF bytes alone."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ampc_desktop import exchange
from ampc_desktop.core.check import ReadinessStatus
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.runtime import resources
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.flow import family_of
from ampc_desktop.studio.session import read_turn
from ampc_desktop.studio.state import DesignState

PAPER = {"ready": 70.0, "minor": 24.0, "substantial": 6.0}
"""Readiness over 50 prompts as the paper on AI-driven apparel customisation reports it, %."""
PUBLISHED = "70 % ready, 24 % minor, 6 % substantial over 50 prompts (paper on AI-driven apparel customisation)"


@dataclass(frozen=True)
class Wish:
    """garment: the family it asks for, "" for one we don't make."""

    say: str
    garment: str


@dataclass(frozen=True)
class Outcome:
    """What became of one wish. refused: the studio said no, with `why`."""

    wish: Wish
    status: ReadinessStatus
    refused: bool
    why: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def wishes() -> list[Wish]:
    """The fixed list, resources/bench/prompts.toml."""
    return [Wish(one["say"], one.get("garment", "")) for one in resources.toml("bench", "prompts.toml")["prompt"]]


def order(studio: Studio, wish: Wish, body: Measurements) -> Outcome:
    """From the sentence to DXF bytes with estimated markers, then judged."""
    try:
        understanding, state = read_turn(studio, DesignState(body), wish.say)
        results = studio.results(state)
        data = exchange.write_pattern_dxf(results["pattern"], "astm_gerber", exchange.StyleInfo(style="BENCH"))
        width = results["fabrics"]["shell"].usable_width_mm
        results["estimate"], results["estimated_quote"]
    except Problem as problem:
        return Outcome(wish, "substantial", problem.kind is Kind.NO, (problem.sentence,))
    unknown = understanding.requirement.unknown
    made = family_of(understanding.requirement)
    if made != wish.garment:
        return Outcome(wish, "substantial", False, (f"a {made} was made",), unknown)
    status, why = judge(data, width)
    return Outcome(wish, status, False, why, unknown)


def judge(data: bytes, fabric_width_mm: float) -> tuple[ReadinessStatus, tuple[str, ...]]:
    """What a cutter who has only the file would say."""
    found = exchange.readiness_from_dxf(data, fabric_width_mm)
    return found.status, (*found.wrong, *found.untidy)


def run(full: bool = False, progress: Progress = silent, count: int | None = None) -> Report:
    """All fifty wishes, each on another body (women and men in turn)."""
    asked = wishes()[:count]
    bodies = cases.people(len(asked), seed=50)
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder) / "hub.sqlite")
        try:
            for i, (wish, body) in enumerate(zip(asked, bodies, strict=True)):
                progress(i / len(asked), f"prompts, {i + 1} of {len(asked)}")
                outcomes.append(order(studio, wish, body))
        finally:
            studio.close()
    return report(outcomes)


def report(outcomes: list[Outcome]) -> Report:
    """Shares over the wishes we can make; refusals of the others are counted apart."""
    ours = [outcome for outcome in outcomes if outcome.wish.garment]
    others = [outcome for outcome in outcomes if not outcome.wish.garment]
    counts = Counter(outcome.status for outcome in ours)
    figures = []
    statuses: tuple[ReadinessStatus, ...] = ("ready", "minor", "substantial")
    for status in statuses:
        target = 90.0 if status == "ready" else None
        share = 100 * counts[status] / max(len(ours), 1)
        figures.append(
            Figure(f"wishes {status}", share, "%", target, status == "ready", "the paper", PAPER[status], PUBLISHED)
        )
    refused = 100 * sum(outcome.refused for outcome in others) / len(others) if others else 100.0
    figures.append(Figure("garments we don't make, refused", refused, "%", 100.0, True, "those asked for", 100.0))
    faults = [f"“{o.wish.say}”: {o.status}, {'; '.join(o.why)}" for o in ours if o.status != "ready"]
    faults += [f"“{o.wish.say}”: not refused, {'; '.join(o.why)}" for o in others if not o.refused]
    heard = Counter(word for outcome in ours for word in outcome.ignored)
    notes = [f"not understood: {', '.join(heard)}"] if heard else []
    return Report("prompts", tuple(figures), tuple(faults), tuple(notes), {"ours": len(ours), "others": len(others)})
