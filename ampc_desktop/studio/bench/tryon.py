"""Draping: seconds to a garment at rest, a small change, what is left wrong at the end, and random orders."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, zip_longest

from ampc_desktop import body as bodies
from ampc_desktop import tryon
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import Drape, DrapeJob
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio import drapes
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick
from ampc_desktop.studio.flow import capabilities, fabrics_of
from ampc_desktop.tryon.carry import carry

SIZES: Mapping[str, tuple[float, float, float | None]] = {
    "2.3k": (19.1, 4.0, 2.0),
    "5k": (12.9, 10.0, None),
    "10k": (9.1, 25.0, None),
}
"""Length of an edge, mm, seconds promised to 1 % and to 5 % of the weight out of balance."""
TEE = {"fit": "regular", "length": "hip", "sleeve": "short", "neckline": "crew"}
JERSEY = "cotton_jersey_180"
WARM_S, MEMORY_MB, SETTLED = 2.0, 600.0, 98.0
LONGER_MM = 12.0
LOOKED_AT_S = 3.0
"""Nobody changes a garment sooner after seeing it."""


def run(full: bool = False, progress: Progress = silent) -> Report:
    """A tee at three densities, a longer one from where it lay, and random orders: quick 12, full 100."""
    yardstick = Yardstick()
    case = cases.Case("tshirt", bodies.complete(bodies.demo()), TEE, capabilities().fabrics[JERSEY])
    options = cases.resolve(case)
    body = _embodied(case.body)
    pattern = cases.draft(case, options)
    figures: list[Figure] = []
    faults: list[str] = []
    left_wrong, strain = 0, {}
    cold = drapes.draped(_job(pattern, body, case.fabric, 40.0))  # compiles, and keeps the body's distance field
    faults += [] if cold.converged else [f"cold: {cold.why}"]
    for name, (edge_mm, to_1, to_5) in SIZES.items():
        progress(0.05, f"tee, {name} vertices")
        job = _job(pattern, body, case.fabric, edge_mm)
        for share, most_s in ((0.05, to_5), (0.01, to_1)):
            drape = drapes.draped(replace(job, residual=share))
            if not drape.converged:
                faults.append(f"tee of {name}: {drape.why}")
            label = f"tee, {drape.mesh.n_vertices} vertices, to {100 * share:.0f} %"
            reference = yardstick.ms() / 1000
            figures.append(Figure(label, drape.seconds, "s", most_s, False, KERNEL, reference))
        left_wrong += drape.penetrations + drape.self_crossings
        if drape.converged:
            felt = tryon.maps(drape)
            strain[name] = tryon.percentiles(drape.mesh, felt.strain_weft, (99.0,))[0]
        if name == "2.3k":
            figures.append(_warm(case, options, body, drape, yardstick, faults))
    figures += _newton(_job(pattern, body, case.fabric, SIZES["2.3k"][0]), figures, progress)
    if {"5k", "10k"} <= strain.keys():
        figures.append(Figure("p99 weft strain, 5k against 10k", abs(strain["10k"] - strain["5k"]), "points", 0.2))
    tried = 100 if full else 12
    settled, wrong, why = _orders(tried, progress)
    figures.append(Figure("random orders that come to rest", 100.0 * settled / tried, "%", SETTLED, True))
    figures.append(Figure("crossings left in settled drapes", float(left_wrong + wrong), "places", 0.0))
    figures.append(Figure("largest memory of a drape", _peak_mb(), "MB", MEMORY_MB))
    return Report("tryon", tuple(figures), tuple(faults), tuple(why), {"orders": tried})


def _embodied(person: object) -> MeasuredBody:
    return bodies.fit(bodies.complete(person)).body  # type: ignore[arg-type]


def _job(pattern: Pattern, body: MeasuredBody, shell: Fabric, edge_mm: float) -> DrapeJob:
    cloth = drapes.materials(fabrics_of(pattern, shell, capabilities()))
    return drapes.job(drapes.cloth(pattern, cloth, drapes.Draping(edge_mm)), body)


def _newton(job: DrapeJob, ours: list[Figure], progress: Progress) -> list[Figure]:
    """Style3D on the same mesh until its mean height is still, on one thread; nothing without the extra."""
    from ampc_desktop.tryon import style3d

    if not style3d.installed():
        return []
    progress(0.15, "Newton Style3D, the reference")
    style3d.gather(replace(job), "cpu")  # compiles
    theirs = style3d.gather(job, "cpu")
    seconds = next(figure.value for figure in ours if figure.name.endswith("to 1 %"))
    drape = drapes.draped(job)
    apart = abs(float(drape.positions_mm[:, 1].mean() - theirs.positions_mm[:, 1].mean()))
    return [
        Figure("tee of 2.3k, our time over Style3D's", seconds / theirs.seconds, "", 1.0),
        Figure("tee of 2.3k, mean height against Style3D's", apart, "mm", 3.0),
    ]


def _warm(
    case: cases.Case, options: object, body: MeasuredBody, lay: Drape, yardstick: Yardstick, faults: list[str]
) -> Figure:
    """The same tee a little longer, from where it lay; as in the window, its worker waits for it."""
    from time import perf_counter, sleep

    drapes.get_ready()
    sleep(LOOKED_AT_S)
    length = float(options["body_length_mm"].value) + LONGER_MM  # type: ignore[index]
    longer = replace(case, wishes={**case.wishes, "body_length_mm": length})
    began = perf_counter()
    pattern = cases.draft(longer)
    cloth = drapes.materials(fabrics_of(pattern, case.fabric, capabilities()))
    mesh = drapes.cloth(pattern, cloth, drapes.Draping(SIZES["2.3k"][0]))
    drape = drapes.draped(drapes.job(mesh, body, warm=carry(lay.mesh, lay.positions_mm, mesh)))
    if not drape.converged:
        faults.append(f"longer tee: {drape.why}")
    taken = perf_counter() - began
    return Figure("longer tee from where it lay, all of it", taken, "s", WARM_S, False, KERNEL, yardstick.ms() / 1000)


def _orders(count: int, progress: Progress) -> tuple[int, int, list[str]]:
    """(how many came to rest, crossings in those, what happened to the others)."""
    people = cases.people(count)
    kinds = len(cases.FAMILIES)
    dealt = [cases.cases(family, people[k::kinds], 1, seed=11 + k) for k, family in enumerate(cases.FAMILIES)]
    settled, wrong, why = 0, 0, []
    pairs = chain.from_iterable(zip_longest(*dealt))
    for number, found in enumerate(one for one in pairs if one is not None):
        case, options = found
        progress(0.2 + 0.8 * number / count, f"random order {number + 1} of {count}")
        try:
            drape = drapes.draped(_job(cases.draft(case, options), _embodied(case.body), case.fabric, 20.0))
        except Problem as problem:
            if problem.kind is not Kind.NO:
                raise
            why.append(f"{case}: {problem.what}")
            continue
        if drape.converged:
            settled += 1
            wrong += drape.penetrations + drape.self_crossings
        else:
            why.append(f"{case}: {drape.why}")
    return settled, wrong, why


def _peak_mb() -> float:
    """Largest memory any drape took; 0 where the system doesn't tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return kilobytes / 1024 if sys.platform != "darwin" else kilobytes / 2**20
