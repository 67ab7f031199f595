"""Size charts for a garment: a population, its chart, and what additional sizes would win."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ampc_desktop import sizing
from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.population import population as surveyed
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.sizing import AddedSizes, ChartReport, FitBands, KeyDimension, Population, SizeChart
from ampc_desktop.runtime import files, resources

DRAWN = 1000
"""People drawn where a survey is known by its statistics only."""
SURVEYS: Mapping[str, tuple[str, Sex]] = {
    "army-women": ("ANSUR II", "female"),
    "army-men": ("ANSUR II", "male"),
    "civil-women": ("NHANES 2017 to 2020", "female"),
    "civil-men": ("NHANES 2017 to 2020", "male"),
}
"""Populations that come with the studio, as statistics."""
NHANES = {"stature": "BMXHT", "hip": "BMXHIP", "waist_iliac": "BMXWAIST"}
INTERVALS_MM = {"hip": 50.0, "bust": 50.0, "waist": 60.0, "waist_navel": 60.0, "waist_iliac": 60.0, "stature": 80.0}
OTHER_INTERVAL_MM = 40.0


@dataclass(frozen=True)
class Charted:
    """A chart with its report; `added` for mass customisation, with the searches that were run."""

    population: Population
    chart: SizeChart
    report: ChartReport
    interval_error: float
    added: AddedSizes | None = None
    searched: tuple[AddedSizes, ...] = ()


def load_population(
    name: str, dimensions: Sequence[str], columns: Mapping[str, str] | None = None, units: str = "", seed: int = 1
) -> Population:
    """A CSV file, or one of SURVEYS by name. Raises Problem."""
    if name in SURVEYS:
        return _surveyed(name, dimensions, seed)
    path = Path(name)
    if not path.exists() and not path.suffix:
        raise Problem(f"there is no population '{name}'", "population", f"a CSV file, or {', '.join(SURVEYS)}")
    try:
        text = files.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        text = files.read_bytes(path).decode("latin-1")
    return sizing.read_csv(text, str(path), dimensions, columns, units)


def _surveyed(name: str, dimensions: Sequence[str], seed: int) -> Population:
    title, sex = SURVEYS[name]
    if title == "ANSUR II":
        people = surveyed(sex)
        known = people.names
        rows = [_row(dimension, known, name) for dimension in dimensions]
        mean, cov = people.mean[rows], people.cov[np.ix_(rows, rows)]
    else:
        group = resources.json_file("sizing", "nhanes_2017_2020.json")["groups"][sex]
        rows = [group["cols"].index(NHANES[known]) for known in (_known(d, NHANES, name) for d in dimensions)]
        sd = 10.0 * np.array(group["sd"])[rows]
        mean = 10.0 * np.array(group["mean"])[rows]
        cov = np.array(group["corr"])[np.ix_(rows, rows)] * np.outer(sd, sd)
    return sizing.draw(dimensions, mean, cov, DRAWN, seed, f"{DRAWN} people drawn from {title}", title)


def _row(dimension: str, known: Sequence[str], survey: str) -> int:
    return known.index(_known(dimension, known, survey))


def _known(dimension: str, known: Sequence[str] | Mapping[str, str], survey: str) -> str:
    if dimension not in known:
        raise Problem(
            f"{survey} has no {dimension}", "--dimensions", f"it has {', '.join(known)}", code="size.dimension"
        )
    return dimension


def dimensions_of(names: Sequence[str], intervals_mm: Sequence[float] = ()) -> tuple[KeyDimension, ...]:
    """Key dimensions, the primary first, with the usual intervals where none are given. Raises Problem."""
    if not 1 <= len(names) <= 3 or len(set(names)) != len(names):
        raise Problem(
            f"{len(names)} key dimensions", "--dimensions", "one to three different ones", code="size.dimension"
        )
    if intervals_mm and len(intervals_mm) != len(names):
        text = f"{len(intervals_mm)} intervals for {len(names)} dimensions"
        raise Problem(text, "--intervals", "one for each", code="size.interval")
    if any(not 5.0 <= interval <= 500.0 for interval in intervals_mm):
        raise Problem("an interval is out of range", "--intervals", "0.5 to 50 cm", code="size.interval")
    steps = intervals_mm or tuple(INTERVALS_MM.get(name, OTHER_INTERVAL_MM) for name in names)
    return tuple(
        KeyDimension(name, DEFINITIONS[name].label if name in DEFINITIONS else name.replace("_", " "), step)
        for name, step in zip(names, steps, strict=True)
    )


def mass_production(population: Population, dimensions: tuple[KeyDimension, ...], sizes: int) -> Charted:
    """The paper's chart for stock. Raises Problem."""
    chart = sizing.mass_production(population, dimensions, sizes)
    error = sizing.interval_error(population, [dimension.interval_mm for dimension in dimensions])
    return Charted(population, chart, sizing.report(chart, population), error)


def mass_customisation(
    base: Charted,
    count: int,
    seed: int = 1,
    runs: int = 10,
    bands: FitBands | None = None,
    progress: Progress = silent,
    watch: Callable[[int, float, list[int]], None] | None = None,
) -> Charted:
    """Up to `count` additional sizes: the proven optimum, and the paper's search beside it. Raises Problem."""
    from ampc_desktop.sizing import exact, genetic

    most = len(base.chart.sizes)
    if not 0 <= count <= most:
        raise Problem(f"{count} additional sizes", "--add", f"0 to {most}, as many as the chart has", code="size.add")
    choice = sizing.candidates(base.chart, base.population, bands)
    progress(0.1, f"{len(choice)} candidates")
    found = exact.best(choice, count)
    searched = tuple(
        genetic.search(choice, count, seed + run, watch=watch if run == 0 else None) for run in range(runs)
    )
    progress(1.0, "done")
    return Charted(
        base.population,
        found.chart,
        sizing.report(found.chart, base.population, bands),
        base.interval_error,
        found,
        searched,
    )


def document(charted: Charted) -> dict[str, Any]:
    """The JSON of the contract; lengths in mm, the loss also in cm as the literature prints it."""
    report, added = charted.report, charted.added
    best = max((run.comprehensive_fit for run in charted.searched), default=None)
    fit = report.comprehensive_fit
    return {
        "population": {"title": charted.population.title, "people": len(charted.population)},
        "dimensions": [{"name": one.name, "interval_mm": one.interval_mm} for one in charted.chart.dimensions],
        "chart": [
            {
                "name": size.name or size.designation,
                "designation": size.designation,
                "dims_mm": list(size.dims_mm),
                "additional": size.extra,
                "share": round(float((report.nearest == number).mean()), 5),
            }
            for number, size in enumerate(charted.chart.sizes)
        ],
        "ranges_mm": [list(span) for span in charted.chart.ranges_mm],
        "interval_error": round(charted.interval_error, 5),
        "accommodation": round(report.accommodation, 5),
        "aggregate_loss_mm": round(report.loss_mm, 3),
        "aggregate_loss_cm": round(report.loss_mm / 10.0, 4),
        "comprehensive_fit": round(fit, 5),
        "optimum": None if added is None else round(added.comprehensive_fit, 5),
        "bound": None if added is None else round(added.bound, 5),
        "proven": None if added is None else added.proven,
        "gap": None if added is None or best is None else round(max(0.0, fit - best) / fit, 6),
        "search": None if best is None else {"best": round(best, 5), "runs": len(charted.searched)},
    }


def save(charted: Charted, path: Path) -> None:
    """The chart as JSON. Raises Problem."""
    from ampc_desktop.runtime import codec

    files.write_text(path, codec.dumps({"format": "ampc.size-chart", "version": 1, **document(charted)}))
